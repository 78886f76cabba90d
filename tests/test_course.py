"""The two commands, met with bad luck; and the lists of what they install."""

import importlib
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

HOME = Path(__file__).parents[1]
sys.path[:0] = [str(HOME), str(HOME / "tools")]
course, locks = map(importlib.import_module, ("course", "locks"))
FILES = ["course.py", "pyproject.toml", "requirements.lock", "requirements-test.lock"]


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


def names(path):
    """The packages that a list of requirements names."""
    lines = (HOME / path).read_text().splitlines()
    return {re.match(r"[\w.-]+", line)[0].lower() for line in lines if re.match(r"\w", line)}


@pytest.mark.parametrize(
    ("wanted", "lock"),
    [
        ("requirements.txt", "requirements.lock"),
        ("requirements-test.txt", "requirements-test.lock"),
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
    for path in ("requirements.txt", "requirements-test.txt"):
        for line in (HOME / path).read_text().splitlines():
            assert re.match(r"#|-e \.$|$|[\w-]+>=[\d.]+,<[\d.]+$", line), line


def test_conda_and_binder_install_the_same():
    text = (HOME / "environment.yml").read_text()
    assert re.search(r"- -r requirements\.txt\b", text)
    assert re.search(r"- python=3\.\d\d\b", text)
    conda = re.findall(r"^  - ([\w-]+)", text.split("dependencies:")[1], re.MULTILINE)
    assert set(conda) <= {"python", "pip"}


def test_the_library_lists_no_second_set_of_dependencies():
    import tomllib

    project = tomllib.loads((HOME / "pyproject.toml").read_text())["project"]
    assert "dependencies" not in project
    assert project["requires-python"] == ">={}.{}".format(*course.OLDEST)
    assert {locks.PYTHONS[0], locks.PYTHONS[-1]} == {
        "{}.{}".format(*version) for version in (course.OLDEST, course.NEWEST)
    }


def test_code_and_notebooks_are_formatted_and_linted():
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, str(HOME)], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout


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
        with pytest.raises(urllib.error.HTTPError, match="403"):
            opener.open(address.split("/lab")[0] + "/api/contents", timeout=30)
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
