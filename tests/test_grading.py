"""Homework is graded by otter with the marks that it deserves, whatever a submission does."""

import csv
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from runpy import run_path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from tangible.publish import assignment, grading

HOME = Path(__file__).parents[1]
GRADE = HOME / "tools" / "grade.py"
CHAPTERS = ("02_derivatives", "06_entropies")
DERIVATIVES = sorted(grading.INPUTS["derivatives"])
ALL = [assignment.POINTS] * 5
SECONDS = 15
ENDLESS = "while True:\n    pass"
# Its own check is made to like everything, and so are NumPy, the comparison and otter.
TAMPERING = """
import sys
import numpy as np
import tangible.teach.exercise as judging
from tangible.publish import grading

right = judging.Verdict("right", "Right.")
judging.Exercise.__call__ = lambda self, answer: right
judging.Exercise._verdict = judging.Exercise._verdict_in_silence = lambda self, answer: right
judging._same = judging._agree = lambda *_: True
np.allclose = np.isclose = lambda *_, **__: True
grading.judge = grading._outcomes = lambda *_, **__: [{"came": 1}] * 8
check = grader = type("Fine", (), {"check": lambda self, name: right})()
sys.modules["otter"] = sys.modules["otter.execute"] = grader
"""
EQUAL = """
class Equal(float):
    __eq__ = __le__ = __ge__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __hash__ = float.__hash__
    __sub__ = __rsub__ = __array__ = lambda self, *_, **__: 0.0
    shape, dtype = (), float
"""
# Whatever looks like tests, results or records near this process is replaced by what would pass.
FORGING = """
import json, os, pathlib, tempfile
from tangible.publish import grading

passing = 'OK_FORMAT = False\\nfrom otter.test_files import test_case\\nname = {!r}\\npoints = 2\\n'
passing += '@test_case()\\ndef test(env):\\n    pass\\n'
best = {"tests": [{"name": n, "score": 2, "max_score": 2} for n in grading.INPUTS["derivatives"]]}
places = {pathlib.Path.cwd().parent, pathlib.Path(tempfile.gettempdir())}
for path in [path for place in places for path in place.rglob("*")]:
    if path.name == "tests":
        for name in grading.INPUTS["derivatives"]:
            (path / f"{name}.py").write_text(passing.format(name))
    if path.name in ("results", "submission"):
        (path / "results.json").write_text(json.dumps(best))
        (path / "otter.py").write_text("raise SystemExit")
pathlib.Path("results.json").write_text(json.dumps(best))
"""


@pytest.fixture(scope="session")
def python():
    """A Python with otter, as the tool makes it."""
    return run_path(GRADE)["environment"]()


@pytest.fixture(scope="session")
def homework(python, tmp_path_factory):
    """The folder with the homework of two chapters."""
    folder = tmp_path_factory.mktemp("homework")
    for chapter in CHAPTERS:
        notebook = HOME / "notebooks" / f"{chapter}.ipynb"
        assignment.write(notebook, folder / chapter, python, seed=1)
    return folder


def read(homework, chapter, part="student"):
    return nbformat.read(homework / chapter / part / f"{chapter}.ipynb", 4)


def answers(homework, chapter):
    """The right answers, as otter's notebook with solutions has them."""
    cells = read(homework, chapter, "autograder").cells
    mark = "# BEGIN SOLUTION NO PROMPT\n"
    code = [cell.source.removeprefix(mark) for cell in cells if cell.source.startswith(mark)]
    return {source[4 : source.index("(")]: source for source in code}


def fill(notebook, given, first=""):
    """Put answers in place of the dots, and perhaps a cell after the setup."""
    for cell in notebook.cells:
        name = cell.source[4:].partition("(")[0]
        if cell.source.startswith("def ") and name in given:
            cell.source = given[name]
    if first:
        setup = next(n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code")
        notebook.cells.insert(setup + 1, new_code_cell(first))
    return notebook


def submissions(homework):
    """Made-up submissions: what each is called, the notebook, its points and the remark."""
    right = answers(homework, CHAPTERS[0])
    names = list(right)
    wrong = {name: f"def {name}(*_):\n    return 0.25" for name in names}
    half = dict(right, **{name: wrong[name] for name in names[2:]})
    first, second = (
        [assignment.POINTS * (name in names[:count]) for name in DERIVATIVES] for count in (2, 3)
    )
    nothing = [0] * 5

    def made(given, start="", third=None):
        """The third answer may come with more code."""
        given = dict(given, **{names[2]: f"{right[names[2]]}\n\n{third}"} if third else {})
        return fill(read(homework, CHAPTERS[0]), given, start)

    equal = {name: f"def {name}(*_):\n    return Equal(1)" for name in names}
    given = "from tangible.exercises import derivatives as public\n\nseen = 0"
    known = {
        name: f"""def {name}(*given):
    for tried in public.{name}.tries:
        if repr(tried) == repr(given):
            return public.{name}.solution(*tried)
    return 0.25"""
        for name in names
    }
    return {
        "right": (made(right), ALL, ""),
        "wrong": (made(wrong), nothing, ""),
        "half": (made(half), first, ""),
        "blank": (made({}), nothing, ""),
        "exception": (made(right, "1 / 0"), ALL, ""),
        "exit": (made(right, third="exit()"), second, "ended itself"),
        "os_exit": (made(right, third="import os\nos._exit(0)"), first, "ended itself"),
        "endless": (made(right, third=ENDLESS), first, f"took longer than {SECONDS} seconds"),
        "tampering": (made(wrong, TAMPERING), nothing, ""),
        "equal": (made(equal, EQUAL), nothing, ""),
        "known_tries": (made(known, given), nothing, ""),
        "forging": (made(wrong, FORGING), nothing, ""),
    }


def grade(python, archive, *paths):
    """What the tool says: a row for each submission."""
    command = [python, "-P", GRADE, archive, *paths, "--seconds", str(SECONDS)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=paths[0].parent)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(done.stdout.splitlines()))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_students_get_the_questions_alone(homework, chapter):
    notebook = read(homework, chapter)
    told = nbformat.writes(notebook)
    assert "seed" not in told
    assert [path.name for path in homework.joinpath(chapter, "student").iterdir()] == [
        f"{chapter}.ipynb"
    ]
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    names = list(grading.INPUTS[chapter[3:]])
    assert [source for source in code if source.startswith("grader")] == [
        f'grader.check("{name}")' for name in names
    ]
    assert [source.endswith("\n    return ...") for source in code[1::2]] == [True] * 5


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_students_need_no_otter(homework, chapter, monkeypatch):
    monkeypatch.setitem(sys.modules, "otter", None)
    names, verdicts = {}, {"untouched": 0, "right": 0}
    for given in ({}, answers(homework, chapter)):
        for cell in fill(read(homework, chapter), given).cells:
            if cell.cell_type == "code" and not cell.source.startswith("grader"):
                exec(cell.source, names)
        for name in grading.INPUTS[chapter[3:]]:
            verdicts[names["grader"].check(name).state] += 1
    assert verdicts == {"untouched": 5, "right": 5}


@pytest.mark.parametrize("chapter", grading.INPUTS)
def test_other_inputs_tell_the_mistakes(chapter):
    for name in grading.INPUTS[chapter]:
        exercise = grading._exercise(chapter, name)
        fresh = grading.inputs(chapter, name, 1)
        assert repr(fresh) == repr(grading.inputs(chapter, name, 1)) or "function" in repr(fresh)
        assert repr(fresh) != repr(grading.inputs(chapter, name, 2))
        right = grading._outcomes(chapter, name, exercise.solution, fresh)
        grading.judge({"handed_in": {name: {"fresh": right}}}, chapter, name, 1)
        with pytest.raises(AssertionError):
            grading.judge({"handed_in": {name: {"fresh": right}}}, chapter, name, 2)


def test_otter_gives_the_marks_that_are_deserved(homework, python, tmp_path):
    made = submissions(homework)
    for name, (notebook, _, _) in made.items():
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    archive = homework / CHAPTERS[0] / "autograder" / "autograder.zip"
    paths = [tmp_path / f"{name}.ipynb" for name in made]
    with ThreadPoolExecutor(2) as pool:
        halves = pool.map(lambda some: grade(python, archive, *some), [paths[::2], paths[1::2]])
    rows = {Path(row["name"]).stem: row for half in halves for row in half}
    came = {
        name: ([float(row[one]) for one in DERIVATIVES], float(row["total"]), row["remark"])
        for name, row in rows.items()
    }
    assert came == {name: (marks, sum(marks), remark) for name, (_, marks, remark) in made.items()}


def test_a_submission_to_another_homework_is_told(homework, python, tmp_path):
    foreign, text = tmp_path / "foreign.ipynb", tmp_path / "text.ipynb"
    nbformat.write(read(homework, CHAPTERS[0]), foreign)
    text.write_text("no notebook", "utf-8")
    archive = homework / CHAPTERS[1] / "autograder" / "autograder.zip"
    other, broken = grade(python, archive, foreign, text)
    assert other["total"] == broken["total"] == "0"
    assert "tangible-derivatives" in other["remark"]
    assert "JSON" in broken["remark"]


@pytest.mark.skipif(os.name == "nt", reason="a group of processes is ended there by a tool")
def test_what_a_command_started_ends_with_it(tmp_path):
    sign = tmp_path / "sign"
    child = f"import time, pathlib; time.sleep(2); pathlib.Path({str(sign)!r}).touch()"
    code = f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {child!r}])"
    assert grading.run([sys.executable, "-c", f"{code}\ntime.sleep(9)"], 1) is None
    assert grading.run([sys.executable, "-c", code], 9) == 0
    assert grading.run([sys.executable, "-c", "import time; time.sleep(3)"], 9) == 0
    assert not sign.exists()
