"""What comes back when: a fresh reader's weeks, with the clock moved."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from tangible.review import schedule, tasks
from tangible.teach import progress

MONDAY = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def text(when):
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Reader:
    """Somebody who reads, and answers what waits, on days that are given."""

    def __init__(self):
        self.known = progress.whole({})

    def predicts(self, name, right, when):
        self.known["predictions"][name] = {"first": "x", "right": right, "when": text(when)}

    def tries(self, name, right, when):
        entry = self.known["exercises"].setdefault(name, {"attempts": []})
        entry["attempts"].append({"answer": text(when), "right": right, "when": text(when)})

    def answers(self, task, right, when):
        self.known["reviews"].setdefault(task, []).append({"right": right, "when": text(when)})

    def due(self, when):
        return schedule.due(self.known, when)


def test_who_has_done_nothing_has_nothing_to_review():
    assert Reader().due(MONDAY) == []
    assert Reader().due(MONDAY + 1000 * DAY) == []


def test_what_was_right_returns_after_two_days_and_what_was_missed_the_next_day():
    reader = Reader()
    reader.predicts("best-step", True, MONDAY)  # section 3 of chapter 2
    reader.predicts("flat-place", False, MONDAY)  # no task of this section
    reader.predicts("two-curvatures", False, MONDAY)  # section 6
    of_three = {"secant", "place_of_slope"}
    of_six = {"largest_rate", "in_one_step"}
    assert reader.due(MONDAY + timedelta(hours=3)) == []
    assert set(reader.due(MONDAY + DAY)) == of_six
    assert set(reader.due(MONDAY + 2 * DAY)) == of_three | of_six


def test_a_fresh_readers_week():
    """Five days, right and wrong answers: everything returns when it should."""
    reader = Reader()
    reader.predicts("best-step", True, MONDAY)
    reader.tries("descend", False, MONDAY)
    reader.tries("descend", True, MONDAY + timedelta(minutes=9))
    seen = []
    for day in range(1, 30):
        now = MONDAY + day * DAY - timedelta(hours=9)  # in the morning
        for name in reader.due(now):
            right = (name, day) != ("secant", 2)
            reader.answers(name, right, now)
            seen.append((day, name, right))
    days = {
        name: [day for day, one, _ in seen if one == name] for name in {one for _, one, _ in seen}
    }
    assert days["largest_rate"] == days["in_one_step"]
    assert days["largest_rate"][0] == 1  # missed on Monday: on Tuesday
    assert days["place_of_slope"][0] == 2  # right on Monday: on Wednesday
    assert days["secant"][0] == 2
    gaps = {name: [b - a for a, b in pairwise(each)] for name, each in days.items()}
    assert all(gap == sorted(gap) for gap in gaps.values()), gaps  # ever further apart
    assert gaps["secant"][0] == 1 < gaps["place_of_slope"][0]


def test_a_day_is_the_readers_own_and_begins_in_the_morning():
    reader = Reader()
    late = datetime(2026, 3, 2, 23, 30, tzinfo=timezone(-5 * timedelta(hours=1)))
    reader.predicts("two-curvatures", False, late)
    assert reader.due(late + timedelta(minutes=20)) == []
    assert reader.due(late + timedelta(hours=9))


def test_there_are_ten_a_day_at_most_those_that_wait_longest_first():
    reader = Reader()
    for number, task in enumerate(tasks().values()):
        item = task.home["items"][0]
        entry = {"first": "x", "right": False, "when": text(MONDAY - number * DAY)}
        if item["kind"] == "exercises":
            entry = {"attempts": [{"answer": "1", **entry}]}
        reader.known[item["kind"]].setdefault(item["name"], entry)
    first = reader.due(MONDAY + 5 * DAY)
    assert len(first) == 10
    dates = schedule.due_dates(reader.known, MONDAY)
    assert max(dates[name] for name in first) <= min(
        day for name, day in dates.items() if name not in first
    )
    for name in first[:4]:
        reader.answers(name, True, MONDAY + 5 * DAY)
    assert reader.due(MONDAY + 5 * DAY) == first[4:]
    assert len(reader.due(MONDAY + 6 * DAY)) == 10


def test_a_later_miss_brings_a_task_back_and_a_later_success_does_not():
    reader = Reader()
    reader.predicts("best-step", True, MONDAY)
    reader.answers("secant", True, MONDAY + 2 * DAY)
    before = schedule.due_dates(reader.known, MONDAY)["secant"]
    reader.tries("central_difference", True, MONDAY + 3 * DAY)
    assert schedule.due_dates(reader.known, MONDAY)["secant"] == before
    reader.tries("central_difference", False, MONDAY + 4 * DAY)
    assert schedule.due_dates(reader.known, MONDAY)["secant"] < before


def test_files_that_are_added_up_say_the_same_whichever_way():
    one, other = Reader(), Reader()
    one.predicts("best-step", True, MONDAY)
    other.tries("central_difference", False, MONDAY + DAY)
    other.answers("secant", True, MONDAY + 3 * DAY)
    both = progress.merge(one.known, other.known), progress.merge(other.known, one.known)
    dates = [schedule.due_dates(known, MONDAY) for known in both]
    assert dates[0] == dates[1]


@pytest.mark.parametrize("entry", [None, [], {"when": 3}, {"when": "soon"}, {"attempts": "no"}])
def test_an_entry_without_a_time_is_due_never(entry):
    reader = Reader()
    reader.known["predictions"]["best-step"] = entry
    reader.known["reviews"]["secant"] = entry
    assert reader.due(MONDAY) == []


def test_a_seed_is_of_its_task_and_day():
    first, second = date(2026, 3, 2), date(2026, 3, 3)
    seeds = {schedule.seed(name, day) for name in tasks() for day in (first, second)}
    assert len(seeds) == 2 * len(tasks())
