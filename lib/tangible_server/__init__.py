"""What a Jupyter server needs so that figures answer at once: an extension of the server.

`server.json` switches it on and `overrides.json` sets JupyterLab, in every environment into
which the library is installed.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptWebsocketConnection(ZMQChannelsWebsocketConnection):
    """A kernel's websocket with Nagle's algorithm switched off.

    Left on, a frame that follows a status message waits for the browser's delayed
    acknowledgement: 20 to 40 ms, more than drawing it takes.
    """

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def _jupyter_server_extension_points():
    return [{"module": "tangible_server"}]


def _load_jupyter_server_extension(app):
    settings = app.web_app.settings
    name = "kernel_websocket_connection_class"
    if settings[name] is ZMQChannelsWebsocketConnection:  # not a gateway's, nor one of the reader's
        settings[name] = PromptWebsocketConnection
