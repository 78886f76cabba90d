"""Settings that the library brings for every JupyterLab of its environment, by their effect."""

import json
import time
import urllib.error
import urllib.request

import pytest
import websocket

from lab import Lab

SPY = '''
import gc, json, socket
from jupyter_server.base.handlers import JupyterHandler
from tornado.websocket import WebSocketHandler


class Delays(JupyterHandler):
    """For each open websocket, whether Nagle's algorithm is off."""

    def get(self):
        sockets = [
            handler.ws_connection.stream.socket
            for handler in gc.get_objects()
            if isinstance(handler, WebSocketHandler) and getattr(handler, "ws_connection", None)
        ]
        self.finish(json.dumps(
            [s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0 for s in sockets]))


def _load_jupyter_server_extension(app):
    app.web_app.add_handlers(".*", [("/spy/nodelay", Delays)])
'''


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    (folder / "spy.py").write_text(SPY)
    server = Lab(folder, "--ServerApp.jpserver_extensions={'spy': True}", path=folder)
    yield server
    server.close()


def test_small_messages_of_a_kernel_are_not_held_back(lab):
    kernel = lab.post("/api/kernels", {"name": "python3"})["id"]
    assert lab.get("/spy/nodelay") == []
    address = f"{lab.url}/api/kernels/{kernel}/channels?token={lab.token}".replace("http", "ws", 1)
    connection = websocket.create_connection(address, timeout=30)
    for _ in range(100):
        delays = lab.get("/spy/nodelay")  # it opens first, and connects to the kernel then
        if delays == [True]:
            break
        time.sleep(0.1)
    assert delays == [True]
    connection.close()


@pytest.mark.parametrize(
    ("plugin", "expected"),
    [
        (
            "@jupyterlab/apputils-extension:notification",
            {"fetchNews": "false", "checkForUpdates": False},
        ),
        ("@jupyterlab/apputils-extension:kernels-settings", {"commsOverSubshells": "disabled"}),
    ],
)
def test_jupyterlab_is_given_the_course_settings(lab, plugin, expected):
    served = lab.get(f"/lab/api/settings/{plugin}")
    defaults = {name: served["schema"]["properties"][name]["default"] for name in expected}
    assert defaults == expected
    assert json.loads(served["raw"] or "{}") == {}


def test_the_server_keeps_its_token_and_this_machine(lab):
    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        urllib.request.urlopen(f"{lab.url}/api/contents", timeout=10)
    refused.value.close()
