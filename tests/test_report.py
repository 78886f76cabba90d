"""What is handed in, and what a newer course takes over: read from notebooks, never run."""

import json
import shutil
import subprocess
import sys

import nbformat
import pytest

from notebooks import HOME, NAMES
from tangible.publish import answers, report
from tangible.teach import progress
from tangible.teach.contents import contents

EVIL = "</pre><script>alert(1)</script>"


@pytest.fixture
def course(tmp_path):
    """A copy of the notebooks, to write answers into."""
    there = tmp_path / "notebooks"
    there.mkdir()
    for name in NAMES:
        shutil.copy(HOME / "notebooks" / f"{name}.ipynb", there)
    return there


def answer(folder, chapter, exercise, code):
    path = folder / f"{chapter}.ipynb"
    book = nbformat.read(path, 4)
    [cell] = [
        cell for cell in book.cells if f"check.{exercise}(" in (cell.metadata.get("blank") or "")
    ]
    cell.source = code
    nbformat.write(book, path)


def test_every_exercise_has_its_cell(course):
    for chapter in contents():
        book = nbformat.read(course / f"{chapter['chapter']}.ipynb", 4)
        found = list(answers.answers(book))
        items = [item for section in chapter["sections"] for item in section["items"]]
        asked = [item["name"] for item in items if item["kind"] == "exercises"]
        assert [one.name for one in found] == asked
        assert not any(one.given for one in found)


def test_a_report_says_what_was_done_and_runs_nothing(course, tmp_path):
    ran = tmp_path / "ran"
    code = f"# {EVIL}\nopen({str(ran)!r}, 'w')\ncheck.shape_of_a_batch((1, 2))"
    answer(course, "01_linear_algebra", "shape_of_a_batch", code)
    (course / progress.NAME).write_text(
        json.dumps({
            "predictions": {"word-order": {"first": "x", "right": True, "when": "2026-01-01T00:00:00Z"}},
            "goals": {"star": {"when": "2026-01-02T00:00:00Z"}},
            "exercises": {
                "p_norm": {"attempts": [
                    {"answer": "1", "right": False, "when": "2026-01-03T00:00:00Z"},
                    {"answer": "2", "right": True, "when": "2026-01-04T00:00:00Z"},
                    {"answer": "3", "right": True, "when": "2026-01-05T00:00:00Z"},
                ]}
            },
        })
    )  # fmt: skip
    report.write(course, tmp_path / "hand in")
    told = json.loads((tmp_path / "hand in" / "report.json").read_text("utf-8"))
    [chapter] = [one for one in told["chapters"] if one["chapter"] == "01_linear_algebra"]
    assert chapter["predictions"] == {"of": 8, "done": 1, "right": 1}
    assert chapter["goals"] == {"of": 10, "done": 1}
    by_name = {one["name"]: one for one in chapter["exercises"]}
    assert by_name["p_norm"]["attempts"] == 3
    assert by_name["p_norm"]["right"] == "2026-01-04T00:00:00Z"
    assert by_name["shape_of_a_batch"]["code"] == code
    assert by_name["shape_of_a_batch"]["right"] is None
    page = (tmp_path / "hand in" / "report.html").read_text("utf-8")
    assert EVIL not in page
    assert "&lt;script&gt;" in page
    assert "right on 2026-01-04T00:00:00Z" in page
    assert not ran.exists()


def test_a_report_of_nothing_and_of_damaged_notebooks_is_one_all_the_same(course, tmp_path):
    (course / "02_derivatives.ipynb").write_text("no notebook")
    (course / "03_maximum_likelihood.ipynb").unlink()
    (course / progress.NAME).write_text("no progress")
    report.write(course, tmp_path / "out")
    told = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert len(told["chapters"]) == 7
    assert not any(one["code"] or one["right"] for c in told["chapters"] for one in c["exercises"])


def test_a_newer_course_takes_the_answers_and_the_progress_over(course, tmp_path):
    old = tmp_path / "older"
    shutil.copytree(course, old)
    mine = "def p_norm(x, p):\n    return 3\n\n\ncheck.p_norm(p_norm)"
    answer(old, "01_linear_algebra", "p_norm", mine)
    answer(old, "01_linear_algebra", "shape_of_a_batch", "check.shape_of_a_batch((1,))")
    answer(course, "01_linear_algebra", "shape_of_a_batch", "check.shape_of_a_batch((2,))")
    (old / "02_derivatives.ipynb").unlink()  # a chapter that the older course had not
    (old / progress.NAME).write_text(json.dumps({"goals": {"star": {"when": "1"}}}))
    before = nbformat.read(course / "01_linear_algebra.ipynb", 4)
    module = [sys.executable, "-P", "-m", "tangible.publish.answers", str(old), str(course)]
    assert b"Brought: 1 answers: p_norm." in subprocess.check_output(module)
    after = nbformat.read(course / "01_linear_algebra.ipynb", 4)
    changed = [b.source for a, b in zip(before.cells, after.cells, strict=True) if a != b]
    assert changed == [mine]
    assert answers.bring(old, course) == []
    assert set(progress.known(course)["goals"]) == {"star"}
    assert not list(course.glob("*.new"))


def test_what_cannot_be_read_is_named_before_anything_is_written(course, tmp_path):
    old = tmp_path / "older"
    shutil.copytree(course, old)
    answer(old, "01_linear_algebra", "p_norm", "p_norm = 3")
    (old / "05_gaussian_mixtures.ipynb").write_text("{")
    before = (course / "01_linear_algebra.ipynb").read_bytes()
    with pytest.raises(ValueError, match="05_gaussian_mixtures"):
        answers.bring(old, course)
    assert (course / "01_linear_algebra.ipynb").read_bytes() == before
    with pytest.raises(FileNotFoundError, match="no chapter"):
        answers.bring(tmp_path / "nowhere", course)
