"""Open the course, present it, test it or write it as pages, with nothing but Python:

    python3 course.py open [CHAPTER] [--no-browser]
    python3 course.py check
    python3 course.py test [arguments for pytest]
    python3 course.py pages [FOLDER]
    python3 course.py present CHAPTER [--no-browser]
    python3 course.py assignment CHAPTER FOLDER
    python3 course.py report FOLDER
    python3 course.py bring OLDER

They make a private environment in `.venv` beside this file if there is none; a second run starts
at once, without the network. What JupyterLab is set to (a theme, a letter size) is kept in
`.settings`. Nothing of the reader's own, no variable and no settings file, has a say in either.

Kept readable to any old Python, so that it can say that it is too old.
"""

import contextlib
import glob
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import webbrowser

OLDEST, NEWEST = (3, 11), (3, 15)  # what the locks have wheels for
HOME = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HOME, ".venv")
ASIDE = VENV + "-old"  # the environment before, until its successor is whole
SETTINGS = os.path.join(HOME, ".settings")
PYTHON = os.path.join(VENV, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
BEGUN = os.path.join(VENV, "made-by-course")  # without one of these two it is not ours to delete
READY = os.path.join(VENV, "course-is-ready")
START = "notebooks/00_start_here.ipynb"
LOCK, TEST_LOCK = "requirements.lock", "requirements-test.lock"
HUB_LOCK = "requirements-hub.lock"  # on Linux; elsewhere it holds nothing
PAGES_LOCK = "requirements-pages.lock"  # installed without what it would bring along

# Variables that redirect code, kernels, packages, targets or pictures, by how they begin.
REDIRECTING = (
    "PYTHON", "JUPYTER", "JPY_", "IPYTHON", "IPYKERNEL", "MPL", "MATPLOTLIB", "ANYWIDGET",
    "PIP_", "PYTEST", "VIRTUAL_ENV", "__PYVENV",
)  # fmt: skip
# What pip is told of the way to its packages; this stays, from variables and from its settings.
WAY = (
    "index-url", "extra-index-url", "find-links", "no-index", "trusted-host", "cert",
    "client-cert", "proxy", "timeout", "default-timeout", "retries", "cache-dir", "no-cache-dir",
    "keyring-provider", "use-feature", "use-deprecated",
)  # fmt: skip
# Where the loader looks for libraries first: dropped, unless Python itself does not start then.
LOADER = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")


OWN = {}  # the variables of this run: its folders, and how memory is given back
TEMPORARY = []  # and the one that goes with it


class Trouble(Exception):
    """Something that the reader can mend, in plain words."""


def main(arguments):
    commands = {
        "open": open_course, "check": check_course, "test": test_course, "pages": write_pages,
        "present": present, "assignment": write_assignment,
        "report": write_report, "bring": bring_answers,
    }  # fmt: skip
    command, rest = (arguments or [None])[0], arguments[1:]
    if hasattr(sys.stdout, "reconfigure"):  # a path may have letters that a terminal has not
        sys.stdout.reconfigure(errors="replace")
        sys.stderr.reconfigure(errors="replace")
    try:
        if command not in commands:
            raise Trouble(
                "%s: use 'python3 course.py open', 'check', 'test', 'pages' or 'present'."
                % ("Unknown command '%s'" % command if command else "No command was given")
            )
        check_python()
        when_ended(stop)
        with folders():
            return commands[command](rest)
    except Trouble as trouble:
        sys.stderr.write("%s\n" % trouble)
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130


def when_ended(act):
    """What to do when somebody ends this run, or its terminal."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), act)


def stop(*_):
    raise KeyboardInterrupt


def check_python():
    if sys.version_info[:2] < OLDEST:
        raise Trouble(
            "The course needs Python %d.%d or later, and this is %d.%d: install a newer one from "
            "python.org and run this command with it." % (OLDEST + tuple(sys.version_info[:2]))
        )


# The commands.


def open_course(arguments):
    wanted = [word for word in arguments if word != "--no-browser"] or ["0"]
    pages = glob.glob(path("notebooks/0%s_*.ipynb" % glob.escape(wanted[0]))) or [path(START)]
    if len(wanted) > 1 or (wanted != ["0"] and pages == [path(START)]):
        raise Trouble(
            "'open' takes the number of a chapter, 0 to 6, and --no-browser; '%s' came."
            % " ".join(arguments)
        )
    make_environment([LOCK])
    say("Starting JupyterLab ...")
    command = [PYTHON, "-P", "-m", "tangible_server.launch", os.path.basename(pages[0])]
    if "--no-browser" not in arguments:
        command.append("--browser")
    lab = subprocess.Popen(command, cwd=HOME, env=surroundings())
    when_ended(lambda *_: lab.terminate())
    while True:
        try:
            code = lab.wait()
            break
        except KeyboardInterrupt:
            continue  # JupyterLab asks whether it is meant, and ends itself
    if code not in (0, 130, -signal.SIGINT, -signal.SIGTERM):
        raise Trouble("JupyterLab ended with code %d; the lines above say why." % code)
    return 0


def test_course(arguments):
    make_environment([LOCK, TEST_LOCK, HUB_LOCK, PAGES_LOCK])
    command = [PYTHON, "-m", "pytest"] + arguments
    if not any(os.path.exists(path(argument.split("::")[0])) for argument in arguments):
        command += ["-n", "2", "--dist", "loadfile", "--nbval", "tests", "notebooks"]
    return subprocess.call(command, cwd=HOME, env=surroundings())


def write_pages(arguments):
    """The chapters as pages that move where nothing is installed."""
    if len(arguments) > 1:
        raise Trouble("'pages' takes one folder to write to; '%s' came." % " ".join(arguments))
    folder = os.path.abspath((arguments or [path("pages")])[0])
    publish("all chapters", folder)
    say("Open %s in a browser." % os.path.join(folder, "index.html"))
    return 0


def present(arguments):
    """The slides of a chapter, in a browser."""
    name = chapter([word for word in arguments if word != "--no-browser"])
    if not name:
        raise Trouble(
            "'present' takes the number of a chapter, 1 to 6, and --no-browser; '%s' came."
            % " ".join(arguments)
        )
    publish("the chapter", path("pages"), name)
    slides = os.path.join(path("pages"), name + ".slides.html")
    say("Press S for the notes, F for the whole screen, ? for all keys: %s" % slides)
    if "--no-browser" not in arguments:
        from pathlib import Path  # which very old Pythons have not

        webbrowser.open(Path(slides).as_uri())
    return 0


def write_assignment(arguments):
    """A few exercises of a chapter to hand out, and what otter-grader grades them with."""
    name = chapter(arguments[:1])
    if not name or len(arguments) != 2:
        raise Trouble(
            "'assignment' takes the number of a chapter, 1 to 6, and a folder to write to; '%s' "
            "came." % " ".join(arguments)
        )
    make_environment([LOCK])
    folder = os.path.abspath(arguments[1])
    command = [PYTHON, "-P", path("tools/grade.py"), "--export"]
    command += [path("notebooks/%s.ipynb" % name), folder]
    if subprocess.call(command, cwd=HOME, env=surroundings()):
        raise Trouble("The assignment could not be written; the lines above say why.")
    say("In %s: 'student' is to be handed out, 'autograder' to be kept." % folder)
    return 0


def chapter(words):
    """The name of the chapter with this number, 1 to 6; an empty text for anything else."""
    decks = glob.glob(path("slides/0%s_*.md" % glob.escape("".join(words))))
    return os.path.splitext(os.path.basename(decks[0]))[0] if len(words) == len(decks) == 1 else ""


def write_report(arguments):
    """What the reader has done, to hand in."""
    if len(arguments) != 1:
        raise Trouble("'report' takes one folder to write to; '%s' came." % " ".join(arguments))
    make_environment([LOCK])
    folder = os.path.abspath(arguments[0])
    module("tangible.publish.report", path("notebooks"), folder)
    say("Hand in both files of %s: report.html and report.json." % folder)
    return 0


def bring_answers(arguments):
    """The reader's answers and progress, from an older copy of the course into this one."""
    if len(arguments) != 1:
        raise Trouble(
            "'bring' takes the folder of the older course; '%s' came." % " ".join(arguments)
        )
    make_environment([LOCK])
    module("tangible.publish.answers", os.path.abspath(os.path.join(arguments[0], "notebooks")),
           path("notebooks"))  # fmt: skip
    return 0


def module(name, *arguments):
    """Run one of the library's modules; what it says of a failure stands above ours."""
    command = [PYTHON, "-P", "-m", name] + list(arguments)
    if subprocess.call(command, cwd=HOME, env=surroundings()):
        raise Trouble("That did not work; the lines above say why.")


def publish(what, folder, *names):
    """Write pages and slides, of the chapters with these `names` or of all."""
    make_environment([LOCK, PAGES_LOCK])
    say("Drawing the figures of %s; the first time that takes a few minutes ..." % what)
    kept = os.path.join(os.path.dirname(OWN["JUPYTER_CONFIG_DIR"]), "pages")
    places = [path("notebooks"), path("slides"), folder, kept]
    command = [PYTHON, "-P", "-m", "tangible.publish"] + places + list(names)
    if subprocess.call(command, cwd=HOME, env=surroundings()):
        raise Trouble("The pages could not be written; the lines above say why.")


def check_course(arguments):
    """One screen to paste into a question; it makes nothing and asks nobody for a package."""
    if arguments:
        raise Trouble("'check' takes no argument; '%s' came." % " ".join(arguments))
    say("Tangible Maths: what this computer is, and how the course runs on it\n")
    if not installed():
        say("environment    none that works in this folder; 'python3 course.py open' makes it")
        say("Python         %s on %s" % (sys.version.split()[0], sys.platform))
        say("disk           %.1f GB free; the course takes about 0.6" % (free() / 1e9))
        for module in missing_modules():
            say("odd            this Python has no '%s' module" % module)
        if not os.access(HOME, os.W_OK):
            say("odd            this folder cannot be written to, so no environment can be made")
        return 1
    command = [PYTHON, "-P", "-m", "tangible_server.check", sys.version.split()[0]]
    command += ["%d.%d" % NEWEST] + sorted(name for name in os.environ if redirects(name))
    return subprocess.call(command, cwd=HOME, env=surroundings())


# What everything is started with.


@contextlib.contextmanager
def folders():
    """Folders of the course's own, for settings that stay and for what only runs now."""
    temporary = tempfile.mkdtemp(prefix="tangible-")
    TEMPORARY.append(temporary)
    names = ("jupyter", "data", "ipython", "matplotlib")
    try:
        try:
            for name in names:
                os.makedirs(os.path.join(SETTINGS, name), exist_ok=True)
                with tempfile.TemporaryFile(dir=os.path.join(SETTINGS, name)):
                    pass
            kept = SETTINGS
        except OSError:  # a folder that is read-only, or another user's
            kept = temporary
        places = dict((name, os.path.join(kept, name)) for name in names)
        OWN.update(
            JUPYTER_CONFIG_DIR=places["jupyter"],
            JUPYTER_DATA_DIR=places["data"],
            JUPYTER_RUNTIME_DIR=os.path.join(temporary, "runtime"),
            IPYTHONDIR=places["ipython"],
            MPLCONFIGDIR=places["matplotlib"],
            VIRTUAL_ENV=VENV,
            PYTHONUTF8="1",
            # glibc: what is freed from 128 KB on goes back at once. Otherwise it keeps the holes
            # that pictures leave, 20 MB of a chapter's kernel.
            MALLOC_MMAP_THRESHOLD_="131072",
        )
        yield
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def surroundings():
    """The variables for all that is started here: the reader's, but for what redirects it."""
    mine = dict((name, value) for name, value in os.environ.items() if not redirects(name))
    without = dict((name, value) for name, value in mine.items() if name not in LOADER)
    if without != mine and starts(sys.executable, without):
        mine = without
    search = [os.path.dirname(PYTHON)] + [mine["PATH"]] * ("PATH" in mine)
    return dict(mine, PATH=os.pathsep.join(search), **OWN)


def redirects(name):
    kept = [variable(option) for option in WAY] + ["PIP_CONFIG_FILE"]
    return name.upper().startswith(REDIRECTING) and name.upper() not in kept


def variable(option):
    """The variable that sets an option of pip's."""
    return "PIP_" + option.upper().replace("-", "_")


def starts(python, environment, code="pass"):
    try:
        quiet = subprocess.DEVNULL
        done = subprocess.call(
            [python, "-P", "-c", code], stdout=quiet, stderr=quiet, env=environment
        )
        return done == 0
    except OSError:
        return False


# The environment.


def make_environment(locks):
    """Bring `.venv` to what the lock files say, unless it is there already."""
    if set(locks) <= set(installed()):
        return
    for module in missing_modules():
        raise Trouble(
            "This Python has no '%s' module, which makes private environments: install it "
            "(on Debian and Ubuntu: sudo apt install python3-venv) and try again." % module
        )
    try:
        with alone():
            put_back()
            have = installed()
            missing = [name for name in locks if name not in have]
            if LOCK not in have:
                renew(locks)
            elif missing:
                install(missing, have)
    except OSError as error:
        words = " ".join(str(error).split())
        raise Trouble(full(words) or "The environment could not be made: %s" % words[-300:])
    say("The environment is ready.")


def installed():
    """Which locks `.venv` has, as they are now; none where it does not work or is not ours."""
    try:
        with open(READY, encoding="utf-8") as file:
            have = json.load(file)
        point_at_library()
        code = "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, %r)))"
        if starts(PYTHON, surroundings(), code % (["jupyterlab", "tangible"],)):
            known = [name for name in have if os.path.exists(path(name))]
            return dict((name, have[name]) for name in known if have[name] == signature(name))
    except (OSError, ValueError, AttributeError):
        pass
    return {}


def signature(lock):
    """What an install depends on: changed, it has to be done again."""
    extension = ["labextension/" + name for name in ("package.json", "static/course.js")]
    names = ["server.json", "overrides.json"] + extension
    settings = [os.path.join("lib", "tangible_server", name) for name in names]
    texts = pins(lock) + [read(name) for name in settings]
    texts += read("pyproject.toml").split("[tool.pytest", 1)[:1]  # tests and linter come after
    return hashlib.sha256("\0".join(texts).encode("utf-8")).hexdigest()


def pins(lock):
    return [line for line in read(lock).splitlines() if "==" in line]


def point_at_library():
    """Say where `lib` is, seen from the environment: so the folder may move and bear any name.

    What pip writes is the whole path, in an encoding that Python does not read everywhere.
    """
    for site in sites():
        there = os.path.relpath(path("lib"), site) + "\n"
        for name in [name for name in os.listdir(site) if name.endswith("tangible.pth")]:
            with open(os.path.join(site, name), "rb") as file:
                right = file.read() == there.encode("ascii")
            if not right:
                with open(os.path.join(site, name), "wb") as file:
                    file.write(there.encode("ascii"))


def sites():
    """The folder for packages in `.venv`, whatever its Python."""
    if os.name == "nt":
        return [os.path.join(VENV, "Lib", "site-packages")]
    lib = os.path.join(VENV, "lib")
    found = [os.path.join(lib, name, "site-packages") for name in os.listdir(lib)]
    return [site for site in found if os.path.isdir(site)]


@contextlib.contextmanager
def alone():
    """Wait until no other run makes the environment of this folder; then nobody else does."""
    with open(path(".venv-lock"), "a") as file:
        try:
            import fcntl
        except ImportError:  # Windows
            import msvcrt
            import time

            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                    break
                except OSError:
                    time.sleep(0.5)
        else:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another run is making the environment; waiting for it ...")
                fcntl.flock(file, fcntl.LOCK_EX)
            except OSError:
                pass  # a file system without locks
        yield


def put_back():
    """After a run that was killed: the old environment, unless the new one is whole."""
    if os.path.exists(ASIDE):
        if os.path.exists(READY):
            discard(ASIDE)
        else:
            discard(VENV)
            os.rename(ASIDE, VENV)


def renew(locks):
    """A new environment; one that was whole before goes only after this one is."""
    ours = os.path.exists(BEGUN) or os.path.exists(READY)
    if os.path.exists(VENV) and os.listdir(VENV) and not ours:
        raise Trouble(
            "'.venv' is not an environment that this course made: move it away and try again."
        )
    if os.path.exists(READY):
        say("The environment in .venv does not fit any more; making it anew.")
        os.rename(VENV, ASIDE)
    elif os.path.exists(VENV):
        discard(VENV)
    try:
        say("Making a private environment in .venv ...")
        os.mkdir(VENV)
        with open(BEGUN, "w", encoding="ascii") as file:
            file.write("The course made this folder and may delete it.\n")
        run([sys.executable, "-m", "venv", "--without-pip", VENV])
        run([PYTHON, "-m", "ensurepip", "--default-pip"])
        install(locks, {})
    except BaseException:
        discard(VENV)  # nothing half-made stays
        if os.path.exists(ASIDE):
            os.rename(ASIDE, VENV)
        raise
    discard(ASIDE)


def install(locks, have):
    """Let pip install these lock files, in addition to those that the environment has."""
    say("Installing %s (a few minutes the first time) ..." % " and ".join(locks))
    for apart in (False, True):
        some = [lock for lock in locks if (lock == PAGES_LOCK) == apart]
        if some:
            listing = os.path.join(TEMPORARY[-1], "pins.txt")
            with open(listing, "w", encoding="utf-8") as file:
                file.write("\n".join("\n".join(pins(lock)) for lock in some))
            pip(["-r", listing] + ["--no-deps"] * apart)
    if LOCK in locks:  # the library itself comes last: what builds it is told of no network
        pip(["--no-deps", "-e", "."])
    point_at_library()
    signs = dict((name, signature(name)) for name in locks)
    with open(READY + "-new", "w", encoding="utf-8") as file:
        json.dump(dict(have, **signs), file)
    os.replace(READY + "-new", READY)


def pip(arguments):
    """Run `pip install`, with one line of progress."""
    log = os.path.join(TEMPORARY[-1], "pip.log")  # it says more than the screen
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--progress-bar", "off", "--log", log] + arguments
    lines, count = [], 0
    with subprocess.Popen(
        command, cwd=HOME, env=way_to_packages(), encoding="utf-8", errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as work:  # fmt: skip
        try:
            for line in work.stdout:
                lines.append(line.strip())
                if line.startswith("Collecting "):
                    count += 1
                    progress("  %3d  %s" % (count, line.split()[1].split("==")[0]))
                elif line.startswith("Installing collected"):
                    progress("  %3d packages: unpacking them" % count)
        except BaseException:
            work.terminate()
            raise
    progress("")
    if work.returncode:
        raise Trouble(told(lines, read(log) if os.path.exists(log) else ""))


def way_to_packages():
    """The variables for pip: of the reader's settings only those that say where packages are."""
    import ast

    mine = surroundings()
    listing = [PYTHON, "-m", "pip", "config", "list"]
    done = subprocess.run(
        listing, env=mine, encoding="utf-8", errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    settings = {}
    for line in done.stdout.splitlines():
        key, _, value = line.partition("=")
        section, _, option = key.partition(".")
        if section in ("global", "install") and option in WAY:
            settings[variable(option)] = ast.literal_eval(value)
    return dict(dict(settings, **mine), PIP_CONFIG_FILE=os.devnull)


def full(text):
    """What to say if the disk was full."""
    signs = ("No space left", "Errno 28", "quota exceeded", "not enough space on the disk")
    if any(sign.lower() in text.lower() for sign in signs):
        return (
            "The disk is full: the course takes about 0.6 GB, and %.2f GB are free here. Make "
            "room and try again." % (free() / 1e9)
        )


def told(lines, log):
    """What hindered pip, and what the reader can do about it."""
    text = "\n".join(lines)
    everything = (text + log).lower()
    if full(everything):
        return full(everything)
    wanted = [line.split(" for ")[-1] for line in lines if "No matching distribution" in line]
    unreached = "from versions: none" in text or not wanted

    def said(*signs):
        return any(sign.lower() in everything for sign in signs)

    if unreached and said("CERTIFICATE_VERIFY_FAILED", "confirming the ssl certificate"):
        return (
            "The packages could not be downloaded: a certificate on the way is not one that this "
            "computer trusts. A school's or company's network often puts its own in between: ask "
            "for its file, set PIP_CERT to where you put it, and try again."
        )
    if unreached and said("ProxyError", "to proxy", "407 Proxy"):
        return (
            "The packages could not be downloaded: the proxy that is set (HTTPS_PROXY, or pip's "
            "own) does not let them through."
        )
    broken = ("ConnectionError", "connection error", "Max retries", "timed out", "IncompleteRead")
    if unreached and said("NewConnection", *broken):
        return (
            "The packages could not be downloaded: connect this computer to the internet (only "
            "the first run needs it) and try again."
        )
    fitting = "%d.%d to %d.%d" % (OLDEST + NEWEST)
    here = "Python %d.%d on this computer" % sys.version_info[:2]
    if said("Failed to build", "Failed building", "metadata-generation-failed") or (
        wanted and sys.version_info[:2] > NEWEST
    ):
        return (
            "%s has no ready-made file for %s: run this command with another Python, %s, from "
            "python.org." % (wanted[0] if wanted else "A package", here, fitting)
        )
    if wanted:
        return (
            "The index that pip is set to has no %s for %s. Is it a mirror that lags behind? "
            "(pip config list shows what is set.)" % (wanted[0], here)
        )
    last = [line for line in lines if line.upper().startswith(("ERROR", "HINT"))] or lines[-1:]
    return "The packages could not be installed; pip says: %s" % " ".join(last[-3:])


def missing_modules():
    import importlib

    for module in ("venv", "ensurepip"):
        try:
            importlib.import_module(module)
        except ImportError:
            yield module


def run(command):
    done = subprocess.run(
        command, env=surroundings(), encoding="utf-8", errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        raise OSError(done.stdout)


def discard(folder):
    shutil.rmtree(folder, ignore_errors=True)


def free():
    return shutil.disk_usage(HOME).free


def path(name):
    return os.path.join(HOME, *name.split("/"))


def read(name):
    with open(os.path.join(HOME, name), encoding="utf-8", errors="replace") as file:
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
