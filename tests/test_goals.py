"""Every goal can be reached by arrow keys, on the steps of its figure's own controls."""

import random

import ipywidgets
import pytest

from notebooks import NAMES, figures
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


def chooser(figure, name, control, rng):
    """A function that gives one of the values to which arrow keys bring a control."""
    if isinstance(control, Point):
        steps, start = figure.spots[name].steps, control.value

        def along(i):
            low, high = control.bounds[i]
            moves = int((high - low) / (NUDGE * steps[i]))
            place = start[i] + NUDGE * steps[i] * rng.randint(-moves, moves)
            return round(min(max(place, low), high), 10)

        return lambda: (along(0), along(1))
    if hasattr(control, "step"):
        last = controls.slider_steps(control)
        return lambda: controls.from_page(
            control, controls.slider_value(control, rng.randint(0, last))
        )
    if isinstance(control, ipywidgets.Checkbox):
        return lambda: rng.random() < 0.5
    return lambda: controls.from_page(control, rng.randrange(len(control.options)))


def test_there_are_goals():
    assert len(GOALS) >= 16


@pytest.mark.parametrize(("book", "name"), GOALS)
def test_a_goal_is_reached_by_keys_and_not_before(book, name):
    figure, rng = figures(book)[name], random.Random(1)
    goal = figure.goal
    assert not goal.met
    assert goal.because.endswith(".")
    choose = {one: chooser(figure, one, it, rng) for one, it in figure.controls.items()}
    assert any(
        goal.reached_at(
            {
                one: controls.as_argument(figure.controls[one], pick())
                for one, pick in choose.items()
            }
        )
        for _ in range(MOST)
    )
