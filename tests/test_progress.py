"""What is kept of a reader's work, by whose acts, and through which accidents."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import tangible.exercises.linear_algebra as check
from tangible import Stage, cells, live
from tangible.teach import goal, predict, progress

HOME = Path(__file__).parents[1]
CASES = json.loads((HOME / "tests" / "progress.json").read_text("utf-8"))
RIGHT, WRONG = (32, 28, 36, 3), (28, 36, 3)


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """A reader at work: `reader.run(code)` begins a cell, `reader.moves()` a control."""

    class Reader:
        file = tmp_path / progress.NAME

        def run(self, code, metadata=None):
            told = {"cellId": "one"} if metadata is None else metadata
            self.parent = {
                "header": {"msg_type": "execute_request", "msg_id": code},
                "metadata": told,
                "content": {"code": code},
            }

        def moves(self):
            self.parent = {"header": {"msg_type": "comm_msg"}, "content": {}}

        def kept(self):
            return json.loads(self.file.read_text("utf-8"))

    made = Reader()
    made.parent = {}
    monkeypatch.setattr(cells, "_parent", lambda: made.parent)
    monkeypatch.setattr(progress, "FOLDER", tmp_path)
    monkeypatch.setattr(progress, "trouble", "")
    monkeypatch.delenv("TANGIBLE_PROGRESS", raising=False)
    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_two_files_become_one(case):
    assert progress.merge(case["one"], case["other"]) == case["together"]
    assert progress.merge(case["together"], case["other"]) == case["together"]


def test_attempts_are_kept_each_once_until_one_is_right(reader):
    reader.run("check.shape_of_a_batch(1)")
    check.shape_of_a_batch(WRONG)
    check.shape_of_a_batch(WRONG)
    reader.run("check.shape_of_a_batch(1)  # a word to myself\n")
    check.shape_of_a_batch(WRONG)
    reader.run("check.shape_of_a_batch(2)")
    check.shape_of_a_batch(RIGHT)
    attempts = reader.kept()["exercises"]["shape_of_a_batch"]["attempts"]
    assert [one["right"] for one in attempts] == [False, True]
    assert len({one["answer"] for one in attempts}) == 2


def test_dots_and_a_folded_solution_are_no_attempts(reader):
    reader.run("check.shape_of_a_batch(...)")
    check.shape_of_a_batch(...)
    reader.run("# Solution\nassert check.shape_of_a_batch((32, 28, 36, 3)).right")
    assert check.shape_of_a_batch(RIGHT).right
    assert not reader.file.exists()


def test_a_program_that_executes_a_cell_writes_nothing(reader):
    reader.run("check.shape_of_a_batch(1)", metadata={})
    check.shape_of_a_batch(RIGHT)
    assert not reader.file.exists()


def test_nbclient_writes_nothing(tmp_path):
    code = (
        "from tangible.exercises import linear_algebra as check\n"
        "verdict = check.shape_of_a_batch((32, 28, 36, 3))\n"
        "assert verdict.right"
    )
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(book, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert list(tmp_path.iterdir()) == []


def test_a_first_choice_stays_and_a_chapter_that_is_opened_again_shows_it(reader):
    def asked():
        return predict("Is 1 prime?", ["yes", "no"], "no", "It has one divisor.", name="prime")

    made = asked()
    reader.moves()
    made.chosen = 0
    made.chosen = -1  # "Ask me again"
    made.chosen = 1
    assert reader.kept()["predictions"]["prime"]["first"] == "yes"
    assert reader.kept()["predictions"]["prime"]["right"] is False
    assert asked().chosen == 0


def test_a_goal_that_was_reached_is_so_in_the_next_kernel(reader):
    @live(Stage(xlim=(0, 1), ylim=(0, 1)), a=(0.0, 1.0, 0.1))
    def line(ax, a=0.0):
        """A line."""
        ax.axhline(a)

    def aimed():
        return goal(line, "lift it.", lambda a: a > 0.5, name="lifted")

    made = aimed()
    assert not made.met
    reader.moves()
    line.controls["a"].value = 0.8
    assert made.met
    assert set(reader.kept()["goals"]) == {"lifted"}
    assert aimed().met


def test_what_a_newer_course_wrote_stays(reader):
    reader.file.write_text(json.dumps({"format": 2, "stars": 3, "goals": {"g": {"when": "x"}}}))
    reader.moves()
    progress.reached("h")
    assert reader.kept()["stars"] == 3
    assert reader.kept()["format"] == 2
    assert set(reader.kept()["goals"]) == {"g", "h"}


def test_a_damaged_file_is_put_aside(reader):
    reader.file.write_text('{"goals": {"g"')
    reader.moves()
    progress.reached("h")
    assert set(reader.kept()["goals"]) == {"h"}
    assert reader.file.with_suffix(".damaged.json").read_text() == '{"goals": {"g"'


def test_a_file_that_was_edited_by_hand_stops_no_check(reader):
    reader.file.write_text(json.dumps({"exercises": {"shape_of_a_batch": ["right"]}}))
    reader.run("check.shape_of_a_batch(2)")
    assert check.shape_of_a_batch(RIGHT).right
    assert progress.trouble == ""
    [attempt] = reader.kept()["exercises"]["shape_of_a_batch"]["attempts"]
    assert attempt["right"]


def test_a_prediction_that_was_edited_by_hand_is_asked_anew(reader):
    reader.file.write_text(json.dumps({"predictions": {"prime": "yes"}, "goals": {"g": 1}}))
    made = predict("Is 1 prime?", ["yes", "no"], "no", "It has one divisor.", name="prime")
    assert made.chosen == -1


def test_it_can_be_switched_off(reader, monkeypatch):
    reader.file.write_text(json.dumps({"goals": {"g": {"when": "x"}}}))
    monkeypatch.setenv("TANGIBLE_PROGRESS", "off")
    reader.moves()
    progress.reached("h")
    assert progress.known()["goals"] == {}
    assert set(reader.kept()["goals"]) == {"g"}


def test_a_folder_that_cannot_be_written_is_told_once(reader, monkeypatch, capsys):
    nowhere = reader.file.parent / "no folder"
    nowhere.write_text("a file")
    monkeypatch.setattr(progress, "FOLDER", nowhere)
    heard = []
    leave = progress.listen(lambda: heard.append(progress.trouble))
    reader.moves()
    progress.reached("g")
    progress.reached("h")
    leave()
    progress.reached("i")
    assert capsys.readouterr().out.count("What you do is not kept") == 1
    assert heard == [progress.trouble] * 2
    assert "cannot be written" in progress.trouble


def other_kernel(folder, code, **options):
    """A process that keeps what is done in `folder`, as another kernel would."""
    begin = (
        "import sys\nfrom tangible.teach import progress\nfrom pathlib import Path\n"
        f"folder = Path({str(folder)!r})\n"
    )
    return subprocess.Popen([sys.executable, "-P", "-c", begin + code], **options)


def goals(folder):
    return set(json.loads((folder / progress.NAME).read_text("utf-8"))["goals"])


def test_two_kernels_that_write_at_once_lose_nothing(tmp_path):
    code = (
        "for k in range(60): progress.update(lambda d: d['goals'].update({f'%s{k}': {}}), folder)"
    )
    kernels = [other_kernel(tmp_path, code % name) for name in "ab"]
    assert [kernel.wait(60) for kernel in kernels] == [0, 0]
    assert goals(tmp_path) == {f"{name}{k}" for name in "ab" for k in range(60)}
    assert not list(tmp_path.glob("*.new"))


def test_a_kernel_that_is_killed_leaves_the_file_whole(tmp_path):
    code = (
        "for k in range(10**6):\n"
        " progress.update(lambda d: d['goals'].update({f'{k}': {'when': 'x' * 2000}}), folder)\n"
        " print(k, flush=True)"
    )
    for _ in range(5):
        with other_kernel(tmp_path, code, stdout=subprocess.PIPE, encoding="utf-8") as kernel:
            said = [kernel.stdout.readline() for _ in range(20)]
            time.sleep(0.003)
            kernel.kill()
        assert {line.strip() for line in said} <= goals(tmp_path)
    progress.update(lambda data: data["goals"].update(last={}), tmp_path)  # nobody holds the lock
    assert "last" in goals(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="no limits of this kind on Windows")
def test_on_a_full_disk_what_was_kept_before_stays(tmp_path):
    progress.update(lambda data: data["goals"].update(before={}), tmp_path)
    code = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))\n"
        "try: progress.update(lambda d: d['goals'].update(after='x' * 9000), folder)\n"
        "except OSError: sys.exit(7)"
    )
    assert other_kernel(tmp_path, code).wait(60) == 7
    assert goals(tmp_path) == {"before"}
    assert not list(tmp_path.glob(f".{progress.NAME}.*.new"))


def test_what_a_page_has_saved_is_taken_in(reader):
    progress.update(lambda data: data["goals"].update(here={"when": "2"}))
    page = reader.file.with_name("from the page.json")
    page.write_text(json.dumps({"goals": {"there": {"when": "1"}, "here": {"when": "1"}}}))
    progress.take_in(page)
    assert reader.kept()["goals"] == {"there": {"when": "1"}, "here": {"when": "1"}}


def test_the_contents_say_what_the_notebooks_say(monkeypatch):
    monkeypatch.syspath_prepend(HOME / "tools")
    import contents

    assert json.loads(contents.FILE.read_text("utf-8")) == contents.contents()


def test_names_are_the_only_ones_in_the_course():
    from tangible.teach.contents import contents

    items = [
        (item["kind"], item["name"])
        for chapter in contents()
        for section in chapter["sections"]
        for item in section["items"]
    ]
    assert len(set(items)) == len(items) > 160
