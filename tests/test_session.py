"""The page of a day: its tasks, what their answers keep, and words that never change."""

import json
from datetime import datetime, timedelta

import pytest

from tangible import cells
from tangible.review import again, schedule, session, tasks, today
from tangible.teach import progress

NOW = datetime.now().astimezone()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A reader at a control, with a folder of their own."""
    monkeypatch.setattr(cells, "_parent", lambda: {"header": {"msg_type": "comm_msg"}})
    monkeypatch.setattr(progress, "FOLDER", tmp_path)
    monkeypatch.delenv("TANGIBLE_PROGRESS", raising=False)
    return tmp_path


def missed(folder, **names):
    """Predictions that were missed three days ago."""
    then = (NOW - timedelta(days=3)).isoformat()
    known = {name.replace("_", "-"): {"first": "x", "when": then} for name in names}
    (folder / progress.NAME).write_text(json.dumps({"predictions": known}), "utf-8")


def reviews(folder):
    return json.loads((folder / progress.NAME).read_text("utf-8"))["reviews"]


def text(page):
    return page.children[0].value


def test_who_begins_is_told_what_comes(folder):
    page = today(NOW)
    assert "Nothing waits yet" in text(page)
    page.close()


def test_answers_are_kept_each_once_and_their_tasks_do_not_wait_any_more(folder):
    missed(folder, two_curvatures=1)
    page = today(NOW)
    by_name = {
        name: one
        for (one, _), name in zip(page.tasks, schedule.due(progress.known(), NOW), strict=True)
    }
    assert set(by_name) == {"largest_rate", "in_one_step"}
    assert "2 tasks wait today" in text(page)
    asked, aimed = by_name["largest_rate"], by_name["in_one_step"]
    wrong = next(k for k in range(len(asked.options)) if k != asked.answer)
    asked.chosen = wrong
    asked.chosen = -1
    asked.chosen = asked.answer
    assert [one["right"] for one in reviews(folder)["largest_rate"]] == [False]
    aimed.figure.widget  # as the page shows it  # noqa: B018
    for name, value in aimed.example.items():
        aimed.figure.controls[name].value = value
    assert aimed.met
    assert [one["right"] for one in reviews(folder)["in_one_step"]] == [True]
    page.close()
    later = today(NOW)
    assert "Nothing waits today. Next: " in text(later)
    later.close()


def test_who_has_it_shown_has_not_reached_it(folder):
    missed(folder, two_curvatures=1)
    page = today(NOW)
    [aimed] = [one for one, _ in page.tasks if isinstance(one, session.Aimed)]
    aimed.show()
    assert aimed.met
    assert [one["right"] for one in reviews(folder)["in_one_step"]] == [False]
    page.close()


def test_the_same_day_has_the_same_tasks_and_another_day_others(folder):
    missed(folder, two_curvatures=1, best_step=1)
    pages = [today(NOW + timedelta(days=days)) for days in (0, 0, 1)]
    questions = [
        [one.question for one, _ in page.tasks if isinstance(one, session.Asked)] for page in pages
    ]
    assert questions[0] == questions[1] != questions[2]
    assert len({repr(page) for page in pages}) == 1
    for page in pages:
        page.close()


def test_every_task_can_be_shown(folder):
    for task in tasks().values():
        made, parts = session._shown(task, NOW.date(), "1 of 1, from ")
        assert parts[0].link.endswith(task.section)
        assert len(parts) == (2 if isinstance(made, session.Asked) else 3)
        (made.figure if isinstance(made, session.Aimed) else made).close()


def test_what_a_chapter_asks_again_counts_as_a_review_once(folder):
    made = again("eigenvalue", 2)
    assert repr(made).startswith("Recall: ")
    made.chosen = made.answer
    made.chosen = -1
    made.chosen = (made.answer + 1) % len(made.options)
    assert [one["right"] for one in reviews(folder)["eigenvalue"]] == [True]
    assert progress.known()["predictions"] == {}
    assert again("eigenvalue", 2).question == made.question
    with pytest.raises(TypeError, match="a figure to set"):
        again("reach", 1)
    with pytest.raises(KeyError):
        again("nothing", 1)
