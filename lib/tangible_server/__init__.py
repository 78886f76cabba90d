"""What a Jupyter server needs so that figures answer at once: an extension of the server.

`server.json` switches it on and `overrides.json` sets JupyterLab, in every environment into
which the library is installed. `launch` and `check` are what `course.py` runs in its own.
"""


def _jupyter_server_extension_points():
    return [{"module": "tangible_server"}]


def _load_jupyter_server_extension(app):
    from tangible_server import prompt

    prompt.use_in(app.web_app.settings)
