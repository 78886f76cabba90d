"""A kernel's websocket that holds nothing back."""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptWebsocketConnection(ZMQChannelsWebsocketConnection):
    """A kernel's websocket with Nagle's algorithm switched off.

    Left on, a frame that follows a status message waits for the browser's delayed
    acknowledgement: 20 to 40 ms, more than drawing it takes.
    """

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def use_in(settings):
    """Let a server's web application use it, unless it has a gateway's or one of the reader's."""
    name = "kernel_websocket_connection_class"
    if settings[name] is ZMQChannelsWebsocketConnection:
        settings[name] = PromptWebsocketConnection
