"""Start JupyterLab on the course, and say where it is.

Run by `course.py open`. The server itself announces its address, once it listens: so the port is
the one that it holds, and no other server's. Whatever could lead elsewhere is told to it here, in
this process, where neither a settings file nor the list of processes has a say.
"""

import signal
import sys

if __name__ == "__main__":  # what follows takes a second; Ctrl+C ends it without a traceback
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))

import argparse
import contextlib
import os
import secrets
import threading
import webbrowser
from pathlib import Path

from jupyter_server.serverapp import ServerApp
from tornado.netutil import bind_sockets

ADDRESS = "127.0.0.1"
PORTS = (*range(8888, 8988), 0)  # JupyterLab's usual one and its neighbours, else any


class CourseServer(ServerApp):
    """A server that keeps the port that it found.

    Jupyter's own lets go of it and takes it again a second later; another may have it by then.
    """

    def _find_http_port(self):
        for port in PORTS:
            with contextlib.suppress(OSError):
                self.held = bind_sockets(port, ADDRESS)
                self.port = self.held[0].getsockname()[1]
                return
        self.exit("No port of this computer is free.")

    def _bind_http_server_tcp(self):
        self.http_server.add_sockets(self.held)
        return True


def settings(course, token):
    """What the server is told, over any settings file."""
    return [
        f"--ServerApp.root_dir={course}",
        f"--ServerApp.ip={ADDRESS}",
        f"--IdentityProvider.token={token}",
        "--PasswordIdentityProvider.hashed_password=",
        "--ServerApp.base_url=/",
        "--ServerApp.certfile=",
        "--ServerApp.keyfile=",
        "--ServerApp.client_ca=",
        "--ServerApp.open_browser=False",
        "--ServerApp.allow_root=True",  # in a container; it listens on this machine only
        "--Application.log_level=WARN",
        "--LabApp.extension_manager=readonly",  # the other asks the network
        "--LanguageServerManager.autodetect=False",  # it runs npm, which writes into the home
    ]


@contextlib.contextmanager
def no_proxies():
    """Proxies out of sight: JupyterLab asks nobody here, and does not load with some of them."""
    aside = {name: os.environ[name] for name in os.environ if name.lower().endswith("_proxy")}
    for name in aside:
        del os.environ[name]
    yield
    os.environ.update(aside)


def announce(server, page, browser):
    address = f"http://{ADDRESS}:{server.port}/lab/tree/{page}?token={server.token}"
    print(f"The course is open at\n\n    {address}\n\nPress Ctrl+C twice to close it.", flush=True)
    if browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def main():
    parser = argparse.ArgumentParser(description="Start JupyterLab on the course.")
    parser.add_argument("notebook", help="its name in the folder notebooks")
    parser.add_argument("--browser", action="store_true", help="open it there as well")
    wanted = parser.parse_args()
    with no_proxies():
        import jupyterlab.extensions  # noqa: F401
    server = CourseServer.instance()
    server.initialize(settings(Path.cwd(), secrets.token_hex(24)))
    if os.name != "nt":
        # Jupyter's own logs from within the signal, which fails in the middle of another line.
        server.io_loop.asyncio_loop.add_signal_handler(signal.SIGTERM, server.stop)
    server.io_loop.add_callback(announce, server, f"notebooks/{wanted.notebook}", wanted.browser)
    server.start()


if __name__ == "__main__":
    main()
