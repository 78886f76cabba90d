"""A real JupyterLab with folders of its own, and a notebook in it driven as a reader would."""

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import nbformat

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # milliseconds

PICTURE = """index => [...document.querySelectorAll(".tangible")[index].querySelectorAll("canvas[role=img]")]
  .map((canvas) => canvas.toDataURL()).join()"""
SHOWN = f"""index => ({PICTURE})(index)
  + document.querySelectorAll(".tangible")[index].querySelector(".tangible-readout").textContent"""


class Lab:
    """A running JupyterLab with folders of its own."""

    def __init__(self, folder, *options, path="", progress="off"):
        """Keep everything in `folder`; `path` is one more place for Python to look.

        `progress` is "on" where what a reader does is to be kept, for the tests that follow too.
        """
        self.root = folder / "notebooks"
        self.root.mkdir()
        self.token = secrets.token_hex(16)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        own = {
            name: str(folder / name.lower())
            for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR",
                         "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")
        }  # fmt: skip
        own["PYTHONPATH"] = str(path)
        own["TANGIBLE_PROGRESS"] = progress
        own["MALLOC_MMAP_THRESHOLD_"] = "131072"  # as `course.py open` has it
        self.log = folder / "lab.log"
        command = [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
            f"--ServerApp.port={port}", f"--ServerApp.root_dir={self.root}",
            f"--IdentityProvider.token={self.token}", "--LabApp.expose_app_in_browser=True",
            *options,
        ]  # fmt: skip
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=log)
        for _ in range(300):
            try:
                self.get("/api/status")
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(self.log.read_text())

    def get(self, path):
        return self.post(path, None)

    def post(self, path, content):
        request = urllib.request.Request(
            self.url + path,
            data=None if content is None else json.dumps(content).encode(),
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def write(self, name, cells):
        """A notebook of code cells; gives its address as a page."""
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        book.metadata.kernelspec = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        nbformat.write(book, self.root / name)
        return self.address(name)

    def address(self, name, workspace=None):
        """Of a notebook as a page of its own, or in a workspace, as `course.py open` shows it."""
        place = f"lab/workspaces/{workspace}" if workspace else "doc"
        return f"{self.url}/{place}/tree/{name}?token={self.token}"

    def close(self):
        self.process.terminate()
        self.process.wait(30)


class Notebook:
    """A notebook open in JupyterLab, driven as a reader would."""

    def __init__(self, page, address):
        """Visit `address`, a page with one notebook."""
        self.page = page
        page.goto(address)
        self.wait_for_kernel()

    @classmethod
    def within(cls, page, name):
        """The notebook `name`, opened in the JupyterLab that `page` shows already."""
        book = cls.__new__(cls)
        book.page = page
        book.command("docmanager:open", {"path": name})
        page.wait_for_function(
            "name => window.jupyterapp.shell.currentWidget?.context?.path === name", arg=name
        )
        book.wait_for_kernel()
        return book

    def close(self):
        """End its kernel and put it away, unsaved."""
        self.page.evaluate(
            "async () => { const panel = window.jupyterapp.shell.currentWidget;"
            " await panel.sessionContext.shutdown(); panel.dispose(); }"
        )

    def wait_for_kernel(self):
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        self.page.wait_for_function(
            "() => { const panel = window.jupyterapp.shell.currentWidget;"
            " return panel?.sessionContext?.session?.kernel?.status === 'idle'; }"
        )

    def command(self, name, arguments=None):
        self.page.evaluate(
            "async ([name, args]) => { await window.jupyterapp.commands.execute(name, args); }",
            [name, arguments or {}],
        )

    def change_theme(self, theme):
        """Choose JupyterLab's "light" or "dark" theme, and wait until a figure has it."""
        name = f"JupyterLab {theme.capitalize()}"
        self.command("apputils:change-theme", {"theme": name})
        self.page.wait_for_function(
            "([theme, name]) => document.body.dataset.jpThemeName === name"
            " && document.querySelector('.tangible').dataset.theme === theme",
            arg=[theme, name],
        )

    def run_all(self):
        """Run every cell and wait until all have a number."""
        self.command("notebook:run-all-cells")
        self.wait_until_done()

    def uncover(self):
        """Show every picture that waits for a prediction."""
        self.page.evaluate(
            "() => document.querySelectorAll('.tangible-covered .tangible-cover button')"
            ".forEach((skip) => skip.click())"
        )
        self.page.wait_for_function("() => !document.querySelector('.tangible-covered')")

    def wait_until_done(self):
        self.page.wait_for_function(
            "() => { const cells = window.jupyterapp.shell.currentWidget.content.widgets;"
            " return cells.filter(c => c.model.type === 'code')"
            "   .every(c => c.model.executionCount || !c.model.sharedModel.source.trim())"
            " && window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'; }",
            timeout=3 * PATIENCE,  # a whole chapter, on a machine with other work
        )

    def execute(self, code):
        """Run `code` in the kernel beside the notebook; gives what it printed."""
        return self.page.evaluate(
            """async code => {
                 const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                 const future = kernel.requestExecute({ code, store_history: false });
                 let text = "";
                 future.onIOPub = m => {
                   if (m.header.msg_type === "stream") text += m.content.text;
                   if (m.header.msg_type === "error") text += m.content.traceback.join("\\n");
                 };
                 await future.done;
                 return text;
               }""",
            code,
        )

    def begin(self, code):
        """Have the kernel run `code`, without waiting for its end."""
        self.page.evaluate(
            "code => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
            ".requestExecute({ code }); }",
            code,
        )

    @contextlib.contextmanager
    def busy_kernel(self):
        """Inside this block the kernel runs one cell, and hears nothing until the block ends."""
        with tempfile.TemporaryDirectory() as folder:
            begun, over = Path(folder, "begun"), Path(folder, "over")
            self.begin(
                "import pathlib, time\n"
                f"pathlib.Path({str(begun)!r}).touch()\n"
                f"while not pathlib.Path({str(over)!r}).exists(): time.sleep(0.01)"
            )
            for _ in range(PATIENCE // 10):
                if begun.exists():
                    break
                self.page.wait_for_timeout(10)  # a pause in which the page sends what it has to
            else:
                raise RuntimeError("The kernel did not begin with the cell.")
            try:
                yield
            finally:
                over.touch()
                self.execute("")  # the folder may go when that cell has ended

    def memory(self):
        """The kernel's resident memory in MB."""
        count = "import gc, psutil; gc.collect(); print(psutil.Process().memory_info().rss / 2**20)"
        return float(self.execute(count))

    def restart_kernel(self):
        self.page.evaluate(
            "async () => { await window.jupyterapp.shell.currentWidget.sessionContext.session"
            ".kernel.restart(); }"
        )

    def picture(self, index=0):
        """The painted frame of a figure, of all its stages, as a string of its pixels."""
        return self.page.evaluate(f"index => ({PICTURE})(index)", index)

    def figure(self, index=0):
        return self.page.locator(".tangible").nth(index)

    def wait_for_picture(self, index=0):
        """Wait until a figure has painted something; gives it."""
        self.figure(index).locator("canvas").nth(1).wait_for()
        self.page.wait_for_function(
            """index => [...document.querySelectorAll(".tangible")[index].querySelectorAll("canvas[role=img]")]
                 .some((canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
                   .data.some(Boolean))""",
            arg=index,
        )
        return self.picture(index)

    def wait_for_change(self, before, index=0):
        self.page.wait_for_function(
            f"([before, index]) => ({PICTURE})(index) !== before",
            arg=[before, index],
        )
        return self.picture(index)

    def shown(self, index=0):
        """Picture and readout of a figure: a control may change only one of them."""
        return self.page.evaluate(f"index => ({SHOWN})(index)", index)

    def wait_until_shown_otherwise(self, before, index=0):
        self.page.wait_for_function(
            f"([before, index]) => ({SHOWN})(index) !== before", arg=[before, index]
        )

    def values(self):
        """The values of the controls of `figure` in the kernel, once it has heard of them."""
        self.page.wait_for_timeout(300)  # of a stored frame it hears when the control rests
        return json.loads(
            self.execute(
                "import json; print(json.dumps({n: list(map(float, v)) if hasattr(v, 'shape') else v"
                " for n, v in figure.values.items()}))"
            )
        )

    def readout(self, index=0):
        return self.figure(index).locator(".tangible-readout").inner_text()

    def wait_for_readout(self, text, index=0):
        self.page.wait_for_function(
            "([text, index]) => document.querySelectorAll('.tangible-readout')[index]"
            ".textContent.includes(text)",
            arg=[text, index],
        )

    def stored(self, index=0):
        """How many frames of a figure wait in the browser."""
        return int(self.figure(index).get_attribute("data-stored") or 0)

    def wait_until_filled(self, index=0):
        """Keep a figure in sight until every frame is stored that the reader may want next.

        JupyterLab, too, scrolls after running cells, and out of sight nothing is drawn ahead.
        """
        self.page.wait_for_function(
            "index => { const figure = document.querySelectorAll('.tangible')[index];"
            " figure.scrollIntoView({ block: 'nearest' });"
            " return figure.dataset.filled === 'true'; }",
            arg=index,
        )
