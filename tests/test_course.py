"""The two commands, met with bad luck; and the lists of what they install."""

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
import yaml

HOME = Path(__file__).parents[1]
sys.path[:0] = [str(HOME), str(HOME / "tools")]
course, locks = map(importlib.import_module, ("course", "locks"))
FILES = [
    "course.py", "pyproject.toml", "requirements.lock", "requirements-test.lock",
    "requirements-hub.lock",
]  # fmt: skip


@pytest.fixture
def clone(tmp_path):
    """The files that a first run needs."""
    for name in FILES:
        shutil.copy(HOME / name, tmp_path)
    return tmp_path


def run(folder, *arguments, python=(sys.executable,), **environment):
    done = subprocess.run(
        [*python, str(folder / "course.py"), *arguments],
        capture_output=True, text=True, cwd=folder, env=os.environ | environment, timeout=120,
    )  # fmt: skip
    return done.returncode, done.stderr.strip()


def assert_one_sentence(code, words, *expected):
    assert code not in (0, None)
    assert "Traceback" not in words
    assert len(words.splitlines()) == 1
    for part in expected:
        assert part in words


@pytest.mark.parametrize("arguments", [["fly"], [], ["open", "--browser"]])
def test_an_unknown_command_names_the_known_ones(clone, arguments):
    code, words = run(clone, *arguments)
    assert_one_sentence(code, words, "open")
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_missing_module_is_named_with_the_remedy(clone, module):
    hide = f"import sys; sys.modules[{module!r}] = None; import runpy; sys.argv[0:1] = [];"
    hide += " runpy.run_path(sys.argv[0], run_name='__main__')"
    code, words = run(clone, "open", python=(sys.executable, "-c", hide))
    assert_one_sentence(code, words, module, "apt install python3-venv")
    assert not (clone / ".venv").exists()


def test_an_old_python_is_named_with_the_remedy(clone):
    age = "import sys; sys.version_info = type('V', (tuple,), {})((3, 9, 1)); import runpy;"
    age += " sys.argv[0:1] = []; runpy.run_path(sys.argv[0], run_name='__main__')"
    code, words = run(clone, "test", python=(sys.executable, "-c", age))
    assert_one_sentence(code, words, "3.11 or later", "this is 3.9", "python.org")


def test_course_py_can_be_read_by_an_old_python():
    text = (HOME / "course.py").read_text("ascii")
    assert not re.search(r"\bf[\"']|:=|\bmatch \w+:|\) -> |raise .* from ", text)


NOWHERE = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_RETRIES": "0",
    "PIP_NO_INDEX": "0",
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_FIND_LINKS": "",
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_CACHE_DIR": "/nonexistent",
}


def test_no_network_at_the_first_run_leaves_nothing(clone):
    code, words = run(clone, "open", "--no-browser", **NOWHERE)
    assert_one_sentence(code, words, "internet", "try again")
    assert not (clone / ".venv").exists()


def test_what_an_interrupted_install_left_is_made_anew(clone):
    (clone / ".venv").mkdir()
    (clone / ".venv" / "made-by-course").touch()
    (clone / ".venv" / "pyvenv.cfg").write_text("half made")
    code, words = run(clone, "test", **NOWHERE)
    assert_one_sentence(code, words, "internet")
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize("name", ["thesis.txt", "pyvenv.cfg"])  # the latter is an editor's, or uv's
def test_a_folder_that_is_not_ours_is_left_alone(clone, name):
    (clone / ".venv").mkdir()
    (clone / ".venv" / name).write_text("precious")
    code, words = run(clone, "open")
    assert_one_sentence(code, words, "move it away")
    assert (clone / ".venv" / name).read_text() == "precious"


def load(folder):
    """The `course.py` of a folder, as a module of its own."""
    spec = importlib.util.spec_from_file_location("course_there", folder / "course.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def made(clone):
    """A folder with an environment that is whole, as far as `course.py` can tell, and its module."""
    server = Path("lib") / "tangible_server"
    shutil.copytree(HOME / server, clone / server, dirs_exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", clone / ".venv"], check=True)
    there = load(clone)
    for name in ("jupyterlab", "tangible"):
        (Path(there.sites()[0]) / name).mkdir()
    (clone / ".venv" / "made-by-course").touch()
    signs = {there.LOCK: there.signature(there.LOCK)}
    (clone / ".venv" / "course-is-ready").write_text(json.dumps(signs), "utf-8")
    (clone / ".venv" / "mine.txt").write_text("precious")
    with there.folders():
        assert there.installed() == signs
    return there


def test_an_environment_goes_only_after_its_successor_is_whole(made, clone):
    lock = clone / "requirements.lock"
    lock.write_text(lock.read_text("utf-8") + "another==1.0\n", "utf-8")  # as an update would
    code, words = run(clone, "open", **NOWHERE)
    assert_one_sentence(code, words, "internet")
    assert (clone / ".venv" / "mine.txt").read_text() == "precious"
    assert not (clone / ".venv-old").exists()
    code, words = run(clone, "test", **NOWHERE)
    assert_one_sentence(code, words, "internet")
    lock.write_text(lock.read_text("utf-8").replace("another==1.0\n", ""), "utf-8")
    with made.folders():
        assert list(made.installed()) == [made.LOCK]  # and it works as before


def test_a_run_that_was_killed_in_the_middle_gives_the_old_environment_back(made, clone):
    (clone / ".venv").rename(clone / ".venv-old")
    (clone / ".venv").mkdir()
    (clone / ".venv" / "made-by-course").touch()
    with made.folders():
        made.make_environment([made.LOCK])
    assert (clone / ".venv" / "mine.txt").read_text() == "precious"
    assert not (clone / ".venv-old").exists()


def test_what_only_the_tests_need_is_added_and_takes_nothing_away(made, clone):
    code, words = run(clone, "test", **NOWHERE)
    assert_one_sentence(code, words, "internet")
    with made.folders():
        assert list(made.installed()) == [made.LOCK]


def test_a_broken_environment_is_kept_as_well_until_there_is_another(made, clone):
    shutil.rmtree(Path(made.sites()[0]) / "jupyterlab")
    code, words = run(clone, "open", **NOWHERE)
    assert_one_sentence(code, words, "internet")
    assert (clone / ".venv" / "mine.txt").exists()


def test_of_two_runs_one_waits_for_the_other(made, clone):
    hold = "import sys, time; sys.path.insert(0, sys.argv[1]); import course\n"
    hold += (
        "with course.alone(): print('held', flush=True); time.sleep(2); print('free', flush=True)"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", hold, str(clone)], stdout=subprocess.PIPE, text=True
    )
    assert first.stdout.readline() == "held\n"
    with made.alone():
        assert first.stdout.readline() == "free\n"
    first.communicate()


def test_of_pips_settings_only_the_way_to_the_packages_is_kept(made, tmp_path, monkeypatch):
    settings = tmp_path / "pip.conf"
    settings.write_text(
        "[global]\nindex-url = https://mirror.example/simple\ncert = /school.pem\n"
        "require-virtualenv = false\nno-deps = true\n[install]\nuser = true\ntarget = /elsewhere\n"
        "extra-index-url =\n    https://one.example\n    https://two.example\n",
        "utf-8",
    )
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    monkeypatch.setenv("PIP_CERT", "/own.pem")
    monkeypatch.setenv("PIP_PREFIX", "/elsewhere")
    with made.folders():
        told = made.way_to_packages()
    assert told["PIP_INDEX_URL"] == "https://mirror.example/simple"
    assert told["PIP_EXTRA_INDEX_URL"].split() == ["https://one.example", "https://two.example"]
    assert told["PIP_CERT"] == "/own.pem"
    assert told["PIP_CONFIG_FILE"] == os.devnull
    kept = {"PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CERT", "PIP_CONFIG_FILE"}
    assert {name for name in told if name.startswith("PIP_")} - kept <= {
        f"PIP_{option.upper().replace('-', '_')}" for option in made.WAY
    }


NONE = "ERROR: Could not find a version that satisfies the requirement x==1 (from versions: none)"
OLD = NONE.replace("none", "0.8, 0.9")
NO_MATCH = "ERROR: No matching distribution found for x==1"
RETRY = "WARNING: Retrying (Retry(total=0)) after connection broken by "


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([RETRY + "'NewConnectionError(...)'", NONE, NO_MATCH], "to the internet"),
        ([RETRY + "'ReadTimeoutError(read timed out)'", NONE, NO_MATCH], "to the internet"),
        (["ERROR: HTTPSConnectionPool(...): Max retries exceeded"], "to the internet"),
        ([RETRY + "'SSLError(SSLCertVerificationError(1, \"[SSL: CERTIFICATE_VERIFY_FAILED]\"))'",
          NONE, NO_MATCH], "a certificate on the way"),
        ([RETRY + "'ProxyError(Cannot connect to proxy.)'", NONE, NO_MATCH], "the proxy that is set"),
        ([NONE, NO_MATCH], "has no x==1 .* mirror"),
        ([OLD, NO_MATCH], "has no x==1 .* mirror"),
        ([RETRY + "'NewConnectionError(...)'", OLD, NO_MATCH], "has no x==1 .* mirror"),
        (["error: metadata-generation-failed"], "no ready-made file .* 3.11 to 3.15, from python.org"),
        (["ERROR: Failed building wheel for x"], "no ready-made file"),
        (["ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"],
         "disk is full: .* GB are free"),
        (["ERROR: [Errno 122] Disk quota exceeded"], "disk is full"),
        (["Collecting x", "ERROR: Could not install packages due to an OSError: [Errno 2] No such file",
          "HINT: This error might have occurred since this system does not have Windows Long Path "
          "support enabled."], "pip says: ERROR: .* HINT: .* Long Path"),
        (["Collecting x", "Killed"], "pip says: Killed"),
        (["ERROR: 401 Client Error: Unauthorized for url: x"], "pip says: ERROR: 401"),
    ],
)  # fmt: skip
def test_pips_troubles_are_told_apart(lines, said):
    words = course.told(lines, "")
    assert re.search(said, words), words
    assert "\n" not in words


def test_a_python_that_is_too_new_for_a_wheel_is_told_so(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 16, 0))
    words = course.told([OLD, NO_MATCH], "")
    assert "x==1 has no ready-made file for Python 3.16" in words
    assert "3.11 to 3.15" in words


def test_a_disk_that_is_full_before_pip_is_told_so(clone, monkeypatch):
    made = load(clone)

    def fill(command):
        raise OSError(
            "Traceback (most recent call last): OSError: [Errno 28] No space left on device"
        )

    monkeypatch.setattr(made, "run", fill)
    with made.folders(), pytest.raises(made.Trouble, match="The disk is full"):
        made.make_environment([made.LOCK])
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize(
    ("arguments", "everything"),
    [
        ([], True),
        (["-x", "-k", "norm and not angle"], True),
        (["tests/figure"], False),
        (["-k", "x", "tests/test_data.py::test_x"], False),
    ],
)
def test_only_a_path_chooses_a_part_of_the_tests(monkeypatch, arguments, everything):
    called = []
    monkeypatch.setattr(course, "make_environment", called.append)
    monkeypatch.setattr(course.subprocess, "call", lambda command, **_: called.append(command))
    course.test_course(arguments)
    assert called[0] == [course.LOCK, course.TEST_LOCK, course.HUB_LOCK, course.PAGES_LOCK]
    assert (called[1][-3:] == ["--nbval", "tests", "notebooks"]) == everything
    assert called[1][3 : 3 + len(arguments)] == arguments


def test_pages_go_where_they_are_asked_to(monkeypatch, tmp_path):
    called = []
    monkeypatch.setattr(course, "make_environment", called.append)
    monkeypatch.setattr(course.subprocess, "call", lambda command, **_: called.append(command) or 0)
    with course.folders():
        for asked, there in (([], HOME / "pages"), ([str(tmp_path)], tmp_path)):
            assert course.write_pages(asked) == 0
            locks, command = called[-2:]
            assert locks == [course.LOCK, course.PAGES_LOCK]
            sources = [str(HOME / "notebooks"), str(HOME / "slides")]
            assert command[1:7] == ["-P", "-m", "tangible.publish", *sources, str(there)]
        with pytest.raises(course.Trouble, match="one folder"):
            course.write_pages(["a", "b"])


def test_slides_of_one_chapter_are_built_and_opened(monkeypatch):
    called, opened = [], []
    monkeypatch.setattr(course, "make_environment", called.append)
    monkeypatch.setattr(course.subprocess, "call", lambda command, **_: called.append(command) or 0)
    monkeypatch.setattr(course.webbrowser, "open", opened.append)
    with course.folders():
        assert course.present(["2"]) == 0
        assert called[-1][-1] == "02_derivatives"
        assert opened == [(HOME / "pages" / "02_derivatives.slides.html").as_uri()]
        assert course.present(["4", "--no-browser"]) == 0
        assert len(opened) == 1
        for wrong in ([], ["0"], ["9"], ["2", "3"]):
            with pytest.raises(course.Trouble, match="the number of a chapter, 1 to 6"):
                course.present(wrong)


def test_homework_reports_and_older_answers_go_where_they_are_asked_to(monkeypatch, tmp_path):
    called = []
    monkeypatch.setattr(course, "make_environment", called.append)
    monkeypatch.setattr(course.subprocess, "call", lambda command, **_: called.append(command) or 0)
    notebooks, there = str(HOME / "notebooks"), str(tmp_path)
    with course.folders():
        assert course.write_assignment(["2", there]) == 0
        assert called[-1][-2:] == [str(HOME / "notebooks" / "02_derivatives.ipynb"), there]
        for wrong in ([], ["2"], ["0", there], ["9", there], ["2", there, "3"], ["", there]):
            with pytest.raises(course.Trouble, match="the number of a chapter, 1 to 6"):
                course.write_assignment(wrong)
        assert course.write_report([there]) == 0
        assert called[-1][2:] == ["-m", "tangible.publish.report", notebooks, there]
        assert course.bring_answers([there]) == 0
        older = str(tmp_path / "notebooks")
        assert called[-1][2:] == ["-m", "tangible.publish.answers", older, notebooks]
        for command in (course.write_report, course.bring_answers):
            with pytest.raises(course.Trouble, match="folder"):
                command([])
        monkeypatch.setattr(course.subprocess, "call", lambda *_, **__: 1)
        with pytest.raises(course.Trouble, match="lines above"):
            course.bring_answers([there])


def test_letters_outside_the_code_page_do_no_harm(tmp_path):
    folder = tmp_path / "Łukasz äöü"
    folder.mkdir()
    for name in FILES:
        shutil.copy(HOME / name, folder)
    for locale in ("C", "en_US.ISO-8859-1"):
        code, words = run(folder, "open", **NOWHERE, LC_ALL=locale, PYTHONIOENCODING="latin-1")
        assert_one_sentence(code, words, "internet")


def test_the_check_is_one_screen_without_secrets(clone):
    words = subprocess.run(
        [sys.executable, "course.py", "check"], cwd=HOME, capture_output=True, encoding="utf-8",
        env=os.environ | {"MPLBACKEND": "Qt4Agg", "PYTHONPATH": "/secret/place"},
    )  # fmt: skip
    said = words.stdout
    for row in (
        "course",
        "system",
        "Python",
        "packages",
        "disk",
        "kernel",
        "import",
        "first frame",
    ):
        assert re.search(rf"(?m)^{row} +\S", said), said
    assert re.search(r"round trip +\d+\.\d ms at the median", said)
    assert re.search(r"odd +these variables are set.* MPLBACKEND .*PYTHONPATH", said)
    assert "/secret" not in said
    assert str(Path.home()) not in said
    assert str(HOME) not in said
    assert "token" not in said
    assert len(said.splitlines()) < 25
    assert words.returncode == 0
    alone = subprocess.run(
        [sys.executable, str(clone / "course.py"), "check"], capture_output=True, text=True
    )
    assert alone.returncode == 1
    assert "'python3 course.py open' makes it" in alone.stdout
    assert not (clone / ".venv").exists()


def names(path):
    """The packages that a list of requirements names."""
    lines = (HOME / path).read_text().splitlines()
    return {re.match(r"[\w.-]+", line)[0].lower() for line in lines if re.match(r"\w", line)}


@pytest.mark.parametrize(
    ("wanted", "lock"),
    [
        ("requirements.txt", "requirements.lock"),
        ("requirements-test.txt", "requirements-test.lock"),
        ("requirements-pages.txt", "requirements-pages.lock"),
        ("requirements-grading.txt", "requirements-grading.lock"),
        ("requirements-hub.txt", "requirements-hub.lock"),
    ],
)
def test_a_lock_names_everything_exactly(wanted, lock):
    assert names(wanted) <= names(lock)
    for line in (HOME / lock).read_text().splitlines():
        assert re.match(r"#|-e \.$|[\w.-]+==[\w.]+( ; .*)?$", line), line


def test_the_locks_agree():
    def pins(path):
        lines = (HOME / path).read_text().splitlines()
        return {
            tuple(re.split("==| ; ", line)) for line in lines if "==" in line and line[0] != "#"
        }

    run_time, test = pins("requirements.lock"), pins("requirements-test.lock")
    shared = {pin[0] for pin in run_time} & {pin[0] for pin in test}
    assert {pin[:2] for pin in test if pin[0] in shared} <= {pin[:2] for pin in run_time}


def test_ranges_are_bounded():
    lines = [*project()["dependencies"]]
    for path in sorted(HOME.glob("requirements*.txt")):
        lines += path.read_text().splitlines()
    for line in lines:
        assert re.match(r"#|-e \.$|$|[\w-]+>=[\d.]+,<[\d.]+( ; .*)?$", line), line


def test_conda_and_binder_install_the_same():
    text = (HOME / "environment.yml").read_text()
    assert re.search(r"- -r requirements\.txt\b", text)
    assert re.search(r"- python=3\.\d\d\b", text)
    conda = re.findall(r"^  - ([\w-]+)", text.split("dependencies:")[1], re.MULTILINE)
    assert set(conda) <= {"python", "pip"}
    assert (HOME / "binder" / "runtime.txt").read_text().strip().replace("-", "=") in text


def project():
    import tomllib

    return tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]


def name_of(requirement):
    return re.match(r"[\w.-]+", requirement)[0].lower()


def test_what_the_library_needs_stands_once():
    needed = {name_of(requirement) for requirement in project()["dependencies"]}
    assert not needed & names("requirements.txt")
    assert "-e ." in (HOME / "requirements.txt").read_text().splitlines()
    assert needed <= names("requirements.lock")


def test_what_the_library_needs_is_what_it_imports():
    library = HOME / "lib" / "tangible"
    publishing = set((library / "publish").glob("*.py"))
    needed = {name_of(requirement) for requirement in project()["dependencies"]}
    assert imported(set(library.rglob("*.py")) - publishing) == needed
    # Pages are built in the course's own environment, which has JupyterLab's packages too.
    there = names("requirements.lock") | names("requirements-pages.lock")
    assert imported(publishing) <= there


def imported(paths):
    """The packages that these files import."""
    found = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    packages = {"PIL": "pillow", "traitlets": "ipywidgets", "IPython": "ipywidgets",
                "cycler": "matplotlib", "py_mini_racer": "mini-racer", "yaml": "pyyaml"}  # fmt: skip
    return {packages.get(name, name) for name in found - sys.stdlib_module_names - {"tangible"}}


def test_the_ranges_hold_what_the_lock_pins():
    from packaging.requirements import Requirement

    pinned = dict(
        line.split(" ;")[0].strip().split("==")
        for line in (HOME / "requirements.lock").read_text().splitlines()
        if "==" in line and not line.startswith("#")
    )
    for requirement in map(Requirement, project()["dependencies"]):
        assert pinned[requirement.name] in requirement.specifier


def test_the_exercises_and_the_maths_need_no_widget():
    modules = [f"tangible.exercises.{path.stem}" for path in EXERCISES.glob("[a-z]*.py")]
    maths = ["linear_algebra", "derivatives", "likelihood", "gaussian", "mixture", "entropy"]
    code = f"""
import importlib, sys
for name in {modules + [f"tangible.{name}" for name in maths]}:
    importlib.import_module(name)
assert not {{"ipywidgets", "anywidget", "IPython"}} & set(sys.modules), "a widget came along"
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


EXERCISES = HOME / "lib" / "tangible" / "exercises"


def test_one_range_of_pythons():
    assert project()["requires-python"] == ">={}.{}".format(*course.OLDEST)
    assert {locks.PYTHONS[0], locks.PYTHONS[-1]} == {
        "{}.{}".format(*version) for version in (course.OLDEST, course.NEWEST)
    }


def test_code_and_notebooks_are_formatted_and_linted():
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, str(HOME)], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout


def test_the_workflow_is_one_and_tries_every_python_and_system():
    workflow = HOME / ".github" / "workflows" / "test.yml"
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows",
         workflow], capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    matrix = yaml.safe_load(workflow.read_text("utf-8"))["jobs"]["suite"]["strategy"]["matrix"]
    assert tuple(matrix["python"]) == locks.PYTHONS
    assert {system.split("-")[0] for system in matrix["system"]} == {"ubuntu", "windows", "macos"}


def test_a_lock_that_changed_fails_without_a_wheel_and_one_that_did_not_only_warns(
    monkeypatch, capsys
):
    gone = {("requirements.lock", "3.15", "macOS, Intel"): "x==1 has no usable wheels"}
    monkeypatch.setattr(locks, "missing", lambda *asked: gone.get(asked))
    assert locks.was_seen_whole("requirements.lock")
    assert locks.was_seen_whole("requirements-test.lock")
    assert locks.was_seen_whole("requirements-pages.lock")
    assert locks.was_seen_whole("requirements-grading.lock")
    assert locks.was_seen_whole("requirements-hub.lock")
    assert locks.check(False) == 0
    assert "Warning: requirements.lock, Python 3.15, macOS, Intel: x==1" in capsys.readouterr().out
    monkeypatch.setattr(locks, "was_seen_whole", lambda lock: lock != "requirements.lock")
    assert locks.check(False) == 1
    assert "Missing: requirements.lock, Python 3.15" in capsys.readouterr().out
    monkeypatch.setattr(locks, "missing", lambda *asked: "error sending request for url")
    assert locks.check(False) == 0
    assert "no network" in capsys.readouterr().out


@pytest.mark.skipif(
    Path(sys.prefix) != HOME / ".venv", reason="the environment of course.py is not the one in use"
)
def test_open_starts_without_the_network_and_keeps_to_itself():
    environment = (
        os.environ | NOWHERE | {"http_proxy": "http://127.0.0.1:9", "PYTHONUNBUFFERED": "1"}
    )
    command = [sys.executable, "course.py", "open", "--no-browser"]
    course = subprocess.Popen(command, cwd=HOME, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        said = iter(course.stdout.readline, "")
        address = next(line.strip() for line in said if "http://" in line)
        assert re.match(
            r"http://127\.0\.0\.1:\d+/lab/tree/notebooks/00_start_here\.ipynb\?token=\w{48}$",
            address,
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(address, timeout=30) as answer:
            assert answer.status == 200
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            opener.open(address.split("/lab")[0] + "/api/contents", timeout=30)
        refused.value.close()
        server = psutil.Process(course.pid).children()[0]
        listening = {c.laddr.ip for c in server.net_connections("inet") if c.status == "LISTEN"}
        assert listening == {"127.0.0.1"}
    finally:
        course.terminate()
        course.stdout.close()
        assert course.wait(30) == 0
    assert not server.is_running() or server.status() == psutil.STATUS_ZOMBIE


def test_the_readme_example_is_a_figure():
    text = (HOME / "README.md").read_text()
    scope = {}
    exec(re.search(r"```python\n(.*?)```", text, re.DOTALL)[1], scope)
    assert scope["secant"].readout() == "slope of the secant −0.350, of the tangent 0.540"


def test_what_the_readme_points_to_is_there():
    text = (HOME / "README.md").read_text()
    for place in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (HOME / place).exists(), place


def test_the_map_of_the_chapters_is_true():
    rows = re.findall(
        r"^\| `(\d\d_\w+)` \| `(\w+\.py)` \| `(\w+\.py)` \| `(\w+\.py)` \|$",
        (HOME / "README.md").read_text("utf-8"), re.MULTILINE,
    )  # fmt: skip
    chapters = sorted(path.stem for path in (HOME / "notebooks").glob("0*.ipynb"))
    assert [row[0] for row in rows] == chapters[1:]
    for chapter, maths, exercises, tests in rows:
        code = (HOME / "notebooks" / f"{chapter}.ipynb").read_text("utf-8")
        assert (HOME / "lib" / "tangible" / maths).is_file()
        assert re.search(rf"import[^\n]*\b{maths[:-3]}\b|tangible\.{maths[:-3]}\b", code)
        assert f"exercises.{exercises[:-3]}" in code or f"exercises import {exercises[:-3]}" in code
        assert (EXERCISES / exercises).is_file()
        assert (HOME / "tests" / tests).is_file()


def test_every_place_on_the_map_is_there():
    table = (HOME / "README.md").read_text("utf-8").split("| where | what |")[1].split("\n\n")[0]
    places = re.findall(r"`([\w./-]+)`", "".join(re.findall(r"^\| (.*?) \|", table, re.MULTILINE)))
    folder = ""
    for place in places:
        folder = place.rsplit("/", 1)[0] if "/" in place else folder
        assert (HOME / place).exists() or (HOME / folder / place).exists(), place
