"""`course.py open`, met with worse luck: each time a kernel ends up drawing a figure of chapter 1."""

import contextlib
import json
import os
import re
import shutil
import socket
import socketserver
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import psutil
import pytest
import websocket

from test_course import HOME, NOWHERE

pytestmark = pytest.mark.skipif(
    Path(sys.prefix) != HOME / ".venv", reason="the environment of course.py is not the one in use"
)

DRAW = """
import nbformat, os, sys
import matplotlib
from tangible import LiveFigure
for cell in nbformat.read("01_linear_algebra.ipynb", 4).cells:
    if cell.cell_type == "code":
        exec(cell.source, globals())
        found = [value for value in globals().values() if isinstance(value, LiveFigure)]
        if found:
            break
drawn = found[0].png()[1:4] == b"PNG" and len(found[0].description) > 20
print("SEEN", drawn, __debug__, sys.prefix, np.__file__, matplotlib.get_backend(), sep="|")
print("SECRETS", [name for name, value in os.environ.items() if TOKEN in value])
"""


class Course:
    """A running `course.py open`."""

    def __init__(self, folder, *arguments, python=sys.executable, **environment):
        own = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
        command = [python, str(folder / "course.py"), "open", "--no-browser", *arguments]
        self.process = subprocess.Popen(
            command, cwd=folder.parent, env=own | {"PYTHONUNBUFFERED": "1"} | environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        )  # fmt: skip
        self.said = []

    def __enter__(self):
        for line in iter(self.process.stdout.readline, ""):
            self.said.append(line)
            if "http://" in line:
                self.address = line.strip()
                break
        else:
            raise AssertionError("".join(self.said))
        found = re.match(
            r"(http://127\.0\.0\.1:\d+)/lab/tree/(.*\.ipynb)\?token=(\w{48})$", self.address
        )
        self.url, self.notebook, self.token = found.groups()
        self.reading = threading.Thread(target=self.said.extend, args=(self.process.stdout,))
        self.reading.start()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        code = self.process.wait(30)
        self.reading.join(30)
        self.process.stdout.close()
        assert code == 0, "".join(self.said)

    def ask(self, path, content=None, token=None, method=None):
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if content is None else json.dumps(content).encode(),
            headers={"Authorization": f"token {token or self.token}"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            return json.loads(answer.read() or "null")

    def run(self, code):
        """What code prints in a kernel of chapter 1."""
        notebook = "notebooks/01_linear_algebra.ipynb"
        session = {"path": notebook, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        kernel = self.ask("/api/sessions", session)["kernel"]["id"]
        address = f"{self.url}/api/kernels/{kernel}/channels?token={self.token}"
        talk = websocket.create_connection(
            address.replace("http", "ws", 1), timeout=60, http_no_proxy=["*"]
        )
        message = {
            "header": {
                "msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "version": "5.3",
                "username": "", "session": "test", "date": "2026-01-01T00:00:00Z",
            },
            "parent_header": {}, "metadata": {}, "channel": "shell",
            "content": {"code": code, "silent": False, "store_history": False},
        }  # fmt: skip
        talk.send(json.dumps(message))
        printed, awaited = "", {"execute_reply", "idle"}  # the two come on channels of their own
        with contextlib.closing(talk):
            while awaited:
                answer = json.loads(talk.recv())
                kind, content = answer["msg_type"], answer["content"]
                if answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                    continue
                if kind == "stream" and content["name"] == "stdout":
                    printed += content["text"]
                if kind == "execute_reply":
                    assert content["status"] == "ok", content
                awaited -= {kind, content.get("execution_state")}
        return printed

    def assert_it_draws(self, folder=HOME):
        printed = self.run(f"TOKEN = {self.token!r}\n{DRAW}")
        drawn, debug, prefix, numpy, backend = printed.split("SEEN|")[1].splitlines()[0].split("|")
        assert (drawn, debug) == ("True", "True")
        assert os.path.samefile(prefix, folder / ".venv")
        assert (folder / ".venv").resolve() in Path(numpy).resolve().parents
        assert backend.endswith("inline.backend_inline") or backend == "inline"
        assert "SECRETS ['" not in printed
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            self.ask("/api/contents", token="wrong")
        refused.value.close()


@pytest.fixture
def home(tmp_path):
    """A home full of settings of the reader's own, each of which has broken a course."""
    folder = tmp_path / "home"
    files = {
        ".jupyter/jupyter_server_config.py": """
            import a_module_that_is_gone
        """,
        ".jupyter/jupyter_server_config.json": json.dumps(
            {
                "IdentityProvider": {"token": ""},
                "PasswordIdentityProvider": {"hashed_password": "argon2:no"},
                "ServerApp": {
                    "base_url": "/me/", "certfile": "/gone.pem", "ip": "0.0.0.0",
                    "port": 1, "token": "mine", "root_dir": "/",
                },
            }
        ),
        ".jupyter/jupyter_config.json": json.dumps({"KernelSpecManager": {"allowed_kernelspecs": ["r"]}}),
        ".local/share/jupyter/kernels/python3/kernel.json": json.dumps(
            {"argv": ["/gone/python"], "display_name": "x", "language": "python"}
        ),
        ".ipython/profile_default/startup/00.py": "import os; os._exit(3)",
        ".ipython/profile_default/ipython_config.py": "c.InteractiveShellApp.matplotlib = 'qt4'",
        ".config/matplotlib/matplotlibrc": "text.usetex: True\nbackend: Qt5Agg\nfigure.dpi: 7\n",
        ".matplotlib/matplotlibrc": "text.usetex: True\nbackend: Qt5Agg\nfigure.dpi: 7\n",
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def snapshot(folder):
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_readers_settings_have_no_say_and_stay_as_they_were(home):
    before = snapshot(home)
    gone = dict.fromkeys(["XDG_CONFIG_HOME", "XDG_DATA_HOME", "MPLCONFIGDIR"], "")
    with Course(HOME, HOME=str(home), USERPROFILE=str(home), **gone) as course:
        course.assert_it_draws()
    assert snapshot(home) == before


def test_the_readers_variables_have_no_say(tmp_path):
    (tmp_path / "numpy").mkdir()
    (tmp_path / "numpy" / "__init__.py").write_text("raise ImportError('the other numpy')")
    (tmp_path / "kernels" / "python3").mkdir(parents=True)
    (tmp_path / "kernels" / "python3" / "kernel.json").write_text(
        '{"argv": ["/gone/python"], "display_name": "x", "language": "python"}'
    )
    (tmp_path / "jupyter_server_config.json").write_text('{"ServerApp": {"base_url": "/me/"}}')
    (tmp_path / "start.py").write_text("raise SystemExit(3)")
    (tmp_path / "libstdc++.so.6").write_text("no library")
    (tmp_path / "matplotlibrc").write_text("backend: Qt5Agg\n")
    here = str(tmp_path)
    with Course(
        HOME,
        **dict.fromkeys(["PYTHONPATH", "JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "IPYTHONDIR"], here),
        **dict.fromkeys(["JUPYTER_CONFIG_DIR", "JUPYTERLAB_DIR", "MATPLOTLIBRC"], here),
        **dict.fromkeys(["LD_LIBRARY_PATH", "VIRTUAL_ENV", "JUPYTERLAB_SETTINGS_DIR"], here),
        PYTHONHOME=sys.base_prefix,
        PYTHONSTARTUP=str(tmp_path / "start.py"),
        PYTHONOPTIMIZE="2",
        PYTHONWARNINGS="error",
        PYTHONUTF8="0",
        MPLBACKEND="Qt4Agg",
        JUPYTER_TOKEN="mine",
        JUPYTERHUB_API_TOKEN="x",
        ANYWIDGET_HMR="1",
        PIP_USER="1",
        PIP_TARGET=here,
    ) as course:
        course.assert_it_draws()


def test_a_home_that_cannot_be_written_to_and_no_network(tmp_path):
    nowhere = NOWHERE | dict.fromkeys(
        ["http_proxy", "https_proxy", "all_proxy"], "socks5://127.0.0.1:9"
    )
    with Course(HOME, HOME=os.devnull + "/home", XDG_CACHE_HOME="", **nowhere) as course:
        course.assert_it_draws()
    assert "Traceback" not in "".join(course.said)


class OtherServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


class Anything(socketserver.StreamRequestHandler):
    """Some other server, content with every question."""

    def handle(self):
        self.rfile.readline()
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")


def test_another_server_on_the_port_is_not_announced():
    others = []
    for port in range(8888, 8893):
        with contextlib.suppress(OSError):  # taken as well
            others.append(OtherServer(("127.0.0.1", port), Anything))
            threading.Thread(target=others[-1].serve_forever, daemon=True).start()
    try:
        with Course(HOME) as course:
            assert int(course.url.rsplit(":", 1)[1]) not in range(8888, 8893)
            course.assert_it_draws()
    finally:
        for other in others:
            other.shutdown()
            other.server_close()


def test_two_at_once_each_announce_themselves():
    starting = [Course(HOME), Course(HOME)]
    with starting[0] as one, starting[1] as other:
        assert one.url != other.url
        for course in (one, other):
            assert course.ask("/api/status")["kernels"] == 0
            server = psutil.Process(course.process.pid).children()[0]
            ports = {c.laddr for c in server.net_connections("inet") if c.status == "LISTEN"}
            assert ports == {("127.0.0.1", int(course.url.rsplit(":", 1)[1]))}
            assert course.token not in " ".join(server.cmdline())


def test_a_port_is_held_from_the_moment_it_is_found():
    from tangible_server.launch import ADDRESS, CourseServer

    server = CourseServer(log_level="ERROR")
    server._find_http_port()
    try:
        with socket.socket() as other, pytest.raises(OSError, match=r"[Aa]ddress"):
            other.bind((ADDRESS, server.port))
    finally:
        for held in server.held:
            held.close()


def link_or_copy(source, target):
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copy2(source, target)


@pytest.fixture
def moved(tmp_path):
    """The course as it is, in another folder and under another name."""
    folder = tmp_path / "Kurs äöü mit Łücken 数"
    folder.mkdir()
    for name in ("course.py", "pyproject.toml", *(lock.name for lock in HOME.glob("*.lock"))):
        shutil.copy(HOME / name, folder)
    shutil.copytree(HOME / "lib", folder / "lib", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(HOME / "notebooks", folder / "notebooks")
    shutil.copytree(HOME / ".venv", folder / ".venv", symlinks=True, copy_function=link_or_copy)
    return folder


def test_a_folder_that_was_renamed_to_any_letters_opens_without_network(moved):
    site = next((moved / ".venv").rglob("*tangible.pth"))
    text = site.read_text("ascii")
    assert not os.path.isabs(text.strip())
    site.unlink()
    site.write_text(str(HOME / "lib"), "utf-8")  # as pip writes it, for the place that was
    with Course(moved, "1", **NOWHERE, LC_ALL="C", LANG="C") as course:
        assert course.notebook == "notebooks/01_linear_algebra.ipynb"
        course.assert_it_draws(moved)
        assert str(moved / "lib") in course.run("import tangible; print(tangible.__file__)")
    assert site.read_text("ascii") == text
    assert "making it anew" not in "".join(course.said)
    with Course(moved, **NOWHERE, LC_ALL="en_US.ISO-8859-1") as course:
        course.assert_it_draws(moved)


@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
def test_a_link_to_the_folder_is_the_folder(tmp_path):
    ready = (HOME / ".venv" / "course-is-ready").read_bytes()
    (tmp_path / "link").symlink_to(HOME, target_is_directory=True)
    with Course(tmp_path / "link", **NOWHERE) as course:
        course.assert_it_draws()
    assert (HOME / ".venv" / "course-is-ready").read_bytes() == ready


def other_pythons():
    """Commands of other Pythons of this machine that the course admits."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    places = [os.environ["PATH"], *map(str, pyenv.glob("versions/3.*/bin"))]
    for minor in (15, 14, 13, 12, 11):
        for place in places:
            found = shutil.which(f"python3.{minor}", path=place)
            if found and sys.version_info[1] != minor:
                done = subprocess.run([found, "-c", "import venv"], capture_output=True)
                if done.returncode == 0:
                    yield found


def test_another_python_uses_the_environment_that_is_there():
    python = next(other_pythons(), None)
    if python is None:
        pytest.skip("no second Python is on this machine")
    with Course(HOME, python=python, **NOWHERE) as course:
        course.assert_it_draws()


def test_what_is_chosen_in_jupyterlab_is_kept_with_the_course_and_outlives_the_environment(moved):
    plugin = "/lab/api/settings/@jupyterlab/apputils-extension:themes"
    chosen = {"raw": '{"theme": "JupyterLab Dark"}'}
    with Course(moved) as course:
        course.ask(plugin, chosen, method="PUT")
    kept = [path for path in (moved / ".settings").rglob("*themes*") if path.is_file()]
    assert len(kept) == 1
    assert not any((moved / ".venv").rglob("themes.jupyterlab-settings"))
    with Course(moved) as course:
        assert json.loads(course.ask(plugin)["raw"]) == {"theme": "JupyterLab Dark"}


def test_ctrl_c_while_it_starts_is_no_traceback():
    import signal

    course = Course(HOME)
    time.sleep(1.5)
    course.process.send_signal(signal.SIGINT)
    for child in psutil.Process(course.process.pid).children():
        child.send_signal(signal.SIGINT)  # as a terminal does, to all
    time.sleep(0.5)
    course.process.terminate()
    said = course.process.communicate(timeout=60)[0]
    assert "Traceback" not in said, said
