"""A real JupyterHub on loopback, behind its own proxy, with a process for each user."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

HOME = Path(__file__).parents[1]
PROXY = HOME / "node_modules" / ".bin" / "configurable-http-proxy"
SCOPES = ["admin:users", "servers", "access:servers"]

CONFIG = """
c.JupyterHub.bind_url = "http://127.0.0.1:{port}/course/"
c.JupyterHub.hub_port = {hub_port}
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/secret"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "loopback"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
c.Spawner.cmd = ["{python}", "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root", "--LabApp.expose_app_in_browser=True"]
c.Spawner.http_timeout = c.Spawner.start_timeout = 120  # seconds; many may start at once
c.Spawner.environment = {environment!r}
c.JupyterHub.services = [{{"name": "smoke", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [{{"name": "smoke", "services": ["smoke"], "scopes": {scopes!r}}}]
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.pid_file = "{folder}/proxy.pid"
{more}
"""


def free_ports(count):
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in held]
    finally:
        for one in held:
            one.close()


class Hub:
    """A running JupyterHub below the prefix `/course/`, everything of it in `folder`."""

    def __init__(self, folder, more="", scopes=SCOPES):
        """`more` is configuration of the test's own."""
        self.folder, self.token = folder, secrets.token_hex(16)
        port, hub_port, proxy_port = free_ports(3)
        self.url = f"http://127.0.0.1:{port}/course"
        (folder / "homes").mkdir()
        config = folder / "jupyterhub_config.py"
        own = {"MALLOC_MMAP_THRESHOLD_": "131072", "OPENBLAS_NUM_THREADS": "1"}  # as the image
        own["TANGIBLE_PROGRESS"] = "on"
        own["LC_ALL"] = "C.UTF-8"  # the hub's own database tool reads paths by the locale
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR", "MPLCONFIGDIR"):
            own[name] = str(folder / name.lower())
        config.write_text(
            CONFIG.format(
                port=port, hub_port=hub_port, proxy_port=proxy_port, folder=folder,
                python=sys.executable, token=self.token, proxy=PROXY, scopes=list(scopes),
                environment=own, more=more,
            )
        )  # fmt: skip
        self.log = folder / "hub.log"
        command = [sys.executable, "-m", "jupyterhub", "-f", str(config)]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=folder, stdout=log, stderr=log, env=os.environ | own
            )
        for _ in range(600):
            try:
                self.ask("GET", "")
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        self.close()
        raise RuntimeError(self.log.read_text())

    def ask(self, method, path):
        """The text that the hub's interface answers."""
        request = urllib.request.Request(
            f"{self.url}/hub/api/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()

    def close(self):
        """End the hub, its proxy and all servers; they are its own."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(30)
