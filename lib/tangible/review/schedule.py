"""When each task is due: FSRS, a scheduler that is fitted to how people forget.

Nothing of it is stored. A task is met with the first act in its section; what was missed there, and
every answer in a review, follows. The scheduler is played through these acts anew each time, so two
computers that add up their progress agree on what is due.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import fsrs

from tangible.review import tasks
from tangible.review.task import Task

MOST = 10  # tasks a day
# Days only: no steps of minutes, and no chance.
_SCHEDULER = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def due(known: Mapping[str, Any], now: datetime) -> list[str]:
    """The names of the tasks for today, those that wait longest first; ten a day at most.

    Parameters
    ----------
    known : dict
        What was done, as `progress.known()` gives it.
    now : datetime
        With its time zone: a day ends where the reader is.
    """
    answered = sum(
        when.astimezone(now.tzinfo).date() == now.date()
        for acts in known["reviews"].values()
        for when, _ in _timed(acts)
    )
    dates = due_dates(known, now)
    waiting = sorted((day, name) for name, day in dates.items() if day <= now.date())
    return [name for _, name in waiting][: max(0, MOST - answered)]


def due_dates(known: Mapping[str, Any], now: datetime) -> dict[str, date]:
    """The day on which each task is due that was met, in the time zone of `now`."""
    cards = {name: _card(acts(task, known)) for name, task in tasks().items()}
    return {
        name: card.due.astimezone(now.tzinfo).date() for name, card in cards.items() if card.due
    }


def acts(task: Task, known: Mapping[str, Any]) -> list[tuple[datetime, bool]]:
    """When the task was met, missed and reviewed, in the order of time, and whether all was right.

    To meet it is the first act in its section. Later ones there count where something was missed.
    """
    in_section = sorted(
        act
        for item in task.home["items"]
        for act in _timed(_acts_of(known[item["kind"]].get(item["name"])))
    )
    missed = [act for act in in_section[1:] if not act[1]]
    return sorted(in_section[:1] + missed + _timed(known["reviews"].get(task.name, [])))


def _acts_of(entry):
    """The acts of a prediction, a goal or an exercise, whichever it is; a goal is right."""
    if not isinstance(entry, dict):
        return []
    return entry.get("attempts", [{"right": True, **entry}])


def _timed(entries: Iterable) -> list[tuple[datetime, bool]]:
    """What an entry says when and whether it was right; without a time it says nothing."""
    found = []
    for entry in entries if isinstance(entries, list) else []:
        try:
            when = datetime.fromisoformat(entry["when"])
        except (TypeError, KeyError, ValueError):
            continue
        if when.tzinfo is not None:
            found.append((when, bool(entry.get("right"))))
    return found


def _card(timed):
    """The scheduler's card after these acts; one that is never due, if there are none."""
    card = fsrs.Card(card_id=0)
    card.due = None
    for when, right in timed:
        rating = fsrs.Rating.Good if right else fsrs.Rating.Again
        card, _ = _SCHEDULER.review_card(card, rating, when)
    return card


def seed(name: str, day: date) -> int:
    """The seed of a task on a day: the same all day long, another tomorrow."""
    return int.from_bytes(hashlib.sha256(f"{day} {name}".encode()).digest()[:4])
