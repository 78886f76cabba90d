"""Every goal can be reached by arrow keys, on the steps of its figure's own controls."""

import numpy as np
import pytest

from notebooks import NAMES, figures
from settings import between
from tangible import Point
from tangible.figure import controls

NUDGE = 4  # steps of a point's axes that an arrow key moves it, as in `values.js`
MOST = 600_000  # settings that are tried

GOALS = [
    (book, name)
    for book in NAMES
    for name, figure in figures(book).items()
    if figure.goal is not None
]


def by_keys(figure, name, rng):
    """A value to which arrow keys bring a control."""
    control = figure.controls[name]
    if not isinstance(control, Point):
        return between(control, rng)
    place = []
    for start, step, (low, high) in zip(
        control.value, figure.spots[name].steps, control.bounds, strict=True
    ):
        moves = int((high - low) / (NUDGE * step))
        there = start + NUDGE * step * rng.integers(-moves, moves + 1)
        place.append(min(max(there, low), high))
    return controls.as_argument(control, place)


def test_there_are_goals():
    assert len(GOALS) >= 16


@pytest.mark.parametrize(("book", "name"), GOALS)
def test_a_goal_is_reached_by_keys_and_not_before(book, name):
    figure, rng = figures(book)[name], np.random.default_rng(1)
    goal = figure.goal
    assert not goal.met
    assert not goal.reached_at(figure.values)
    assert goal.because.endswith(".")
    if goal.example:
        return  # which was looked at when the goal was made
    assert any(
        goal.reached_at({one: by_keys(figure, one, rng) for one in figure.controls})
        for _ in range(MOST)
    )
