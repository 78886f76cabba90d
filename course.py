"""Open the course, or test it, with nothing but Python:

    python3 course.py open [--no-browser]
    python3 course.py test [arguments for pytest]

Both make a private environment in `.venv` beside this file if there is none. A second run
starts at once, without the network. (Kept readable to any old Python, so that it can say that
it is too old.)
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
HOME = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HOME, ".venv")
PYTHON = os.path.join(VENV, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
START = "notebooks/00_start_here.ipynb"
LOCKS = {"open": ["requirements.lock"], "test": ["requirements.lock", "requirements-test.lock"]}

# What pip says when it reaches no index; the versions asked for are known to exist.
OFFLINE = ("ConnectionError", "NewConnection", "ProxyError", "Retrying", "No matching distribution")


class Trouble(Exception):
    """Something that the reader can mend, in one plain sentence."""


def main(arguments):
    command = arguments[0] if arguments else None
    try:
        if command not in LOCKS:
            raise Trouble(
                "%s: use 'python3 course.py open' or 'python3 course.py test'."
                % ("Unknown command '%s'" % command if command else "No command was given")
            )
        if command == "open" and set(arguments[1:]) - {"--no-browser"}:
            raise Trouble(
                "'open' takes no argument but --no-browser; '%s' came." % " ".join(arguments[1:])
            )
        check_python()
        make_environment(LOCKS[command])
        return {"open": open_course, "test": test_course}[command](arguments[1:])
    except Trouble as trouble:
        sys.stderr.write("%s\n" % trouble)
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130


def check_python():
    if sys.version_info[:2] < OLDEST:
        raise Trouble(
            "The course needs Python %d.%d or later, and this is %d.%d: install a newer one from "
            "python.org and run this command with it." % (OLDEST + tuple(sys.version_info[:2]))
        )
    for module in ("venv", "ensurepip"):
        try:
            __import__(module)
        except ImportError:
            raise Trouble(
                "This Python has no '%s' module, which makes private environments: install it "
                "(on Debian and Ubuntu: sudo apt install python3-venv) and try again." % module
            )


def make_environment(locks):
    """Bring `.venv` to what the lock files say, unless it is there already."""
    stamp = os.path.join(VENV, "course-is-ready")
    wanted = "".join(read(name) for name in LOCKS["test"] + ["pyproject.toml"]) + HOME
    whole = os.path.exists(stamp) and works()
    have = read(stamp).split("\n", 1) if whole else ["", ""]
    installed = have[0].split() if have[1] == wanted else []
    missing = [name for name in locks if name not in installed]
    if not missing:
        return
    if os.path.exists(VENV) and not os.path.exists(stamp):
        if os.listdir(VENV) and not os.path.exists(os.path.join(VENV, "pyvenv.cfg")):
            raise Trouble(
                "'.venv' is not an environment that this course made: move it away and try again."
            )
        say("The environment in .venv is not complete; making it anew.")
        discard()
    elif os.path.exists(VENV) and not whole:
        say("The environment in .venv is broken; making it anew.")
        discard()
    fresh = not os.path.exists(VENV)
    try:
        if fresh:
            say("Making a private environment in .venv ...")
            run([sys.executable, "-m", "venv", VENV], "The environment could not be made")
        else:
            os.remove(stamp)  # until the new install is whole, it does not count
        say("Installing %s (a few minutes the first time) ..." % " and ".join(missing))
        install(missing)
        with open(stamp, "w") as file:
            file.write("%s\n%s" % (" ".join(dict.fromkeys(installed + missing)), wanted))
        say("The environment is ready.")
    except BaseException:
        if fresh:
            discard()  # nothing half-made stays
        raise


def install(locks):
    command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--progress-bar",
        "off",
    ]
    for name in locks:
        command += ["-r", name]
    pip = subprocess.Popen(
        command, cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    )
    lines, count = [], 0
    try:
        for line in pip.stdout:
            lines.append(line.strip())
            if line.startswith("Collecting "):
                count += 1
                progress("  %3d  %s" % (count, line.split()[1].split("==")[0]))
            elif line.startswith("Installing collected"):
                progress("  %3d packages: unpacking them" % count)
        pip.wait()
    finally:
        if pip.poll() is None:
            pip.terminate()
            pip.wait()
    progress("")
    if pip.returncode:
        text = "\n".join(lines)
        if any(sign in text for sign in OFFLINE):
            raise Trouble(
                "The packages could not be downloaded: connect this computer to the internet "
                "(only the first run needs it) and try again."
            )
        errors = [line for line in lines if line.upper().startswith("ERROR")] or lines[-1:]
        raise Trouble("The packages could not be installed; pip says: %s" % " ".join(errors[:1]))


def open_course(arguments):
    import secrets
    import signal
    import socket
    import threading

    port = free_port(socket)
    token = secrets.token_hex(24)
    address = "http://127.0.0.1:%d/lab/tree/%s?token=%s" % (port, START, token)
    command = [
        PYTHON, "-m", "jupyterlab", "--no-browser", "--log-level=WARN", "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=%d" % port, "--ServerApp.port_retries=0",
        "--ServerApp.root_dir=%s" % HOME,
    ]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container; the server listens on this machine only
    say("Starting JupyterLab ...")
    # In the environment, not among the arguments, which other users of this machine can read.
    lab = subprocess.Popen(command, cwd=HOME, env=dict(os.environ, JUPYTER_TOKEN=token))

    signal.signal(signal.SIGTERM, lambda *_: lab.terminate())

    def announce():
        if not answers(port, lab):
            return
        if "--no-browser" in arguments:
            say("The course is open at\n\n    %s\n\nPress Ctrl+C twice to close it." % address)
        else:
            import webbrowser

            say("Opening the course in your browser. Press Ctrl+C twice to close it.")
            if not webbrowser.open(address):
                say("No browser could be opened; the address is\n\n    %s\n" % address)

    threading.Thread(target=announce, daemon=True).start()
    while True:
        try:
            code = lab.wait()
            break
        except KeyboardInterrupt:
            continue  # JupyterLab asks whether it is meant, and ends itself
    if code not in (0, -signal.SIGINT, -signal.SIGTERM, 130):
        raise Trouble("JupyterLab ended with code %d; the lines above say why." % code)
    return 0


def test_course(arguments):
    chosen = [argument for argument in arguments if not argument.startswith("-")]
    command = [PYTHON, "-m", "pytest"] + arguments
    if not chosen:
        command += ["-n", "2", "--dist", "loadfile", "--nbval", "tests", "notebooks"]
    return subprocess.call(command, cwd=HOME)


def free_port(socket):
    """The first free port from JupyterLab's usual one on."""
    for port in list(range(8888, 8988)) + [0]:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    return 0


def answers(port, process):
    """Wait until the server answers; False if it ended instead."""
    import time
    import urllib.error
    import urllib.request

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while process.poll() is None:
        try:
            opener.open("http://127.0.0.1:%d/api" % port, timeout=5)
            return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
    return False


def works():
    """Whether the environment's Python starts, is of this version, and finds what it was given."""
    check = (
        "import sys, importlib.util as util; sys.exit(sys.version_info[:2] != %r "
        "or not all(map(util.find_spec, ('jupyterlab', 'tangible'))))" % (sys.version_info[:2],)
    )
    try:
        quiet = subprocess.DEVNULL
        return subprocess.call([PYTHON, "-c", check], stdout=quiet, stderr=quiet, cwd=VENV) == 0
    except OSError:
        return False


def run(command, complaint):
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    )
    if done.returncode:
        raise Trouble("%s: %s" % (complaint, " ".join(done.stdout.split())[-300:]))


def discard():
    shutil.rmtree(VENV, ignore_errors=True)


def read(name):
    with open(os.path.join(HOME, name)) as file:
        return file.read()


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def progress(text):
    """One line that is written over; nothing where nobody watches."""
    if sys.stdout.isatty():
        sys.stdout.write("\r%-60s%s" % (text, "" if text else "\r"))
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
