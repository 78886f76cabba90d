"""What this computer is, and how the course runs on it: one screen to paste into a question.

Run by `course.py check`. Nothing that it prints names the reader, a folder of theirs or a token.
"""

import getpass
import importlib.metadata as metadata
import locale
import os
import platform
import re
import shutil
import statistics
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from jupyter_client.manager import KernelManager

HOME = Path.cwd()
PACKAGES = ("numpy", "scipy", "matplotlib", "ipywidgets", "anywidget", "ipykernel", "jupyterlab")
FIRST_FRAME = """
from tangible import Stage, live, marks
@live(Stage(xlim=(0, 1), ylim=(0, 1)), a=(0.0, 1.0, 0.1))
def line(ax, a=0.5):
    'A line.'
    marks.curve(ax, [0, 1], [0, a])
    return f'a = {a}'
line.png()
"""


def main(caller, newest, *dropped):
    """`caller` and `newest` are versions of Python, `dropped` names of variables."""
    odd = []
    show("course", f"{metadata.version('tangible')}{commit()}")
    show("system", f"{platform.platform()}, {os.cpu_count()} cores, {memory()}")
    show("Python", f"{platform.python_version()}, started by {caller}")
    show("language", f"{locale.getlocale()[0]}, files in {sys.getfilesystemencoding()}")
    show("packages", packages(odd))
    show("disk", disk(odd))
    show("settings", settings(odd))
    if dropped:
        odd.append(
            f"these variables are set, and the course does without them: {' '.join(dropped)}"
        )
    if proxies := [name for name in os.environ if name.lower().endswith("_proxy")]:
        odd.append(f"a proxy is set ({', '.join(sorted(proxies))}); the course itself uses none")
    if sys.version_info[:2] > tuple(map(int, newest.split("."))):
        odd.append("this Python is newer than those that the course was tried with")
    works = measure(odd)
    for line in odd:
        show("odd", line)
    show("in short", "all is well" if works and not odd else "see above" if works else "it fails")
    return 0 if works else 1


def show(name, text):
    """One line, without the reader's folders and name."""
    for secret, word in ((str(HOME), "COURSE"), (str(Path.home()), "~"), (user(), "READER")):
        if len(secret) > 1:
            text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", word, text)
    print(f"{name:<14} {text}", flush=True)


def user():
    with suppress(Exception):  # a number without a name, in a container
        return getpass.getuser()
    return ""


def commit():
    """The commit of a clone."""
    with suppress(OSError):
        head = (HOME / ".git" / "HEAD").read_text("utf-8").strip()
        if head.startswith("ref: "):
            head = (HOME / ".git" / head[5:]).read_text("utf-8").strip()
        return f", commit {head[:7]}"
    return ""


def memory():
    all_of_it = psutil.virtual_memory()
    return f"{all_of_it.available / 1e9:.1f} of {all_of_it.total / 1e9:.1f} GB of memory free"


def packages(odd):
    """The versions of the packages that matter, and which are not those of the lock."""
    pinned = re.findall(
        r"^([\w.-]+)==(\S+)(?: ; (.*))?$", (HOME / "requirements.lock").read_text("utf-8"), re.M
    )
    from packaging.markers import Marker

    for name, version, marker in pinned:
        if not marker or Marker(marker).evaluate():
            with suppress(metadata.PackageNotFoundError):
                if metadata.version(name) == version:
                    continue
                odd.append(f"{name} is {metadata.version(name)}, and the course asks for {version}")
                continue
            odd.append(f"{name} is not installed: delete the folder .venv and open the course")
    return ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)


def disk(odd):
    free = shutil.disk_usage(HOME).free / 1e9
    if free < 0.5:
        odd.append("the disk is nearly full: make room")
    files = (path for path in Path(sys.prefix).rglob("*") if path.is_file())
    return f"{free:.1f} GB free; the environment has {sum(map(size, files)) / 1e9:.2f}"


def size(path):
    with suppress(OSError):
        return path.lstat().st_size
    return 0


def settings(odd):
    kept = Path(os.environ["JUPYTER_CONFIG_DIR"]).parent == HOME / ".settings"
    if not kept:
        odd.append("this folder cannot be written to: what is changed or answered is not kept")
    return "kept with the course" if kept else "for this run only"


def measure(odd):
    """Start a kernel and draw in it, with times; whether that went well."""
    manager = KernelManager(kernel_name="python3")
    try:
        with timed("kernel", "started in"):
            manager.start_kernel()
            client = manager.blocking_client()
            client.start_channels()
            client.wait_for_ready(timeout=60)
        for what, code in (("import", "import tangible"), ("first frame", FIRST_FRAME)):
            with timed(what, "took"):
                reply = client.execute_interactive(code, timeout=60, output_hook=lambda _: None)
            if reply["content"]["status"] != "ok":
                content = reply["content"]
                odd.append(f"{what}: {content['ename']}: {content['evalue']}")
                return False
        times = [round_trip(client) for _ in range(50)]
        median = statistics.median(times)
        show("round trip", f"{median * 1e3:.1f} ms at the median, {max(times) * 1e3:.1f} at most")
        if median > 0.05:
            odd.append("the kernel answers slowly: is something else busy on this computer?")
        return True
    except Exception as error:
        odd.append(f"the kernel did not start: {type(error).__name__}: {error}")
        return False
    finally:
        with suppress(Exception):
            client.stop_channels()
            manager.shutdown_kernel(now=True)


@contextmanager
def timed(name, verb):
    before = time.perf_counter()
    yield
    show(name, f"{verb} {time.perf_counter() - before:.2f} s")


def round_trip(client):
    before = time.perf_counter()
    client.kernel_info(reply=True, timeout=10)
    return time.perf_counter() - before


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
