"""What is drawn can be read, and is what the words beside it say."""

import ast
import re

import numpy as np
import pytest

from notebooks import NAMES, every_figure, figures, read
from settings import corners
from tangible import style

LOOKS = {"dashed": "--", "dash-dotted": "-.", "dotted": ":", "solid": "-"}
NAMED = re.compile(r"\b(dash-dotted|dashed|dotted|solid)\b")


@pytest.mark.parametrize(("name", "figure"), every_figure())
def test_axes_in_a_row_stand_on_one_height(name, figure):
    axes = [ax.get_window_extent() for ax in figures(name)[figure].canvas.axes if ax.axison]
    for edge in ("y0", "y1"):
        heights = [getattr(box, edge) for box in axes]
        assert max(heights, default=0) - min(heights, default=0) < 2


def draws_level_lines(call):
    """Whether a call is `marks.contours(…)`, or adds that to a stage."""
    return any(ast.unparse(part) == "marks.contours" for part in (call.func, *call.args))


@pytest.mark.parametrize("name", NAMES)
def test_level_lines_tell_a_hill_from_a_hollow(name):
    for cell in read(name).cells:
        if cell.cell_type != "code":
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and draws_level_lines(node):
                told = {word.arg for word in node.keywords}
                assert told & {"labels", "shaded", "dashed_below"}, ast.unparse(node)


def looks_drawn(figure, values):
    """How lines look on each of the figure's axes, at these values."""
    found = []

    def draw(*axes):
        arguments = {
            name: np.array(value) if isinstance(value, tuple) else value
            for name, value in (figure.values | values).items()
        }
        figure.__wrapped__(*axes, **arguments)
        for ax in axes:
            found.append({line.get_linestyle() for line in ax.lines})
            for many in ax.collections:
                found[-1] |= {"--" for _, dashes in many.get_linestyle() if dashes}

    figure.canvas.rasterise(draw)
    return found


@pytest.mark.parametrize(("name", "figure"), every_figure())
def test_lines_look_as_titles_and_descriptions_say(name, figure):
    shown = figures(name)[figure]
    titles = [NAMED.findall(ax.get_title(loc="left")) for ax in shown.canvas.axes]
    described = set(NAMED.findall(shown.description))
    if not described and not any(titles):
        return
    drawn = [set() for _ in titles]
    for values in [{}, *corners(shown)]:
        for all_looks, looks in zip(drawn, looks_drawn(shown, values), strict=True):
            all_looks |= looks
    for words, looks in zip(titles, drawn, strict=True):
        assert {LOOKS[word] for word in words} <= looks
    assert {LOOKS[word] for word in described} <= set.union(*drawn)


def contrast(one, other):
    """WCAG 2.1's ratio between two colours."""

    def luminance(color):
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("paper", [style.PAPER, style.DARK[style.PAPER]])
def test_marks_stand_out_against_the_paper(paper):
    for color in (style.DATA, style.MODEL, style.TRUTH, style.HAND, *style.CATEGORIES[:4]):
        assert contrast(color, paper) >= 3
