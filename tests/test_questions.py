"""Every figure asks something, and does not answer before the reader has moved."""

import re

import pytest

from notebooks import every_figure, figures, read
from questions import QUESTIONS


def text_before(name, figure):
    """The words of the last cells before a figure, its prediction's and its goal's included."""
    words = []
    for cell in read(name).cells:
        words.append(cell.source)
        if f"def {figure}(" in cell.source:
            text = " ".join("\n".join(words[-9:]).split())
            return re.sub(r'" f?"', "", text)  # a text in several lines of code
    raise AssertionError(f"no cell defines {figure}")


def test_every_figure_has_a_row():
    assert sorted(QUESTIONS) == sorted(figure for _, figure in every_figure())


@pytest.mark.parametrize(("name", "figure"), every_figure())
def test_a_figure_asks_and_the_readout_waits_for_the_hand(name, figure):
    asks, tells, by = QUESTIONS[figure]
    assert asks in text_before(name, figure)
    shown = figures(name)[figure]
    if isinstance(by, dict):
        assert not re.search(tells, shown.readout()), shown.readout()
        assert re.search(tells, shown.readout(**by)), shown.readout(**by)
