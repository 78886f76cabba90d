"""Every mark adds to its axes and changes nothing else."""

import inspect

import numpy as np
import pytest

from tangible import Stage, live, marks

x = np.linspace(0.1, 0.9, 20)
grid = np.linspace(0, 1, 12)
CALLS = {
    "arrow": [((0.5, 0.5),), ((0, 0), (0, 0))],
    "band": [(x, x, x + 0.1)],
    "bars": [(x, x), (0.5, [0.2, 0.3])],
    "cells": [([(0, 0), (0.5, 0.5)], [(0.2, 0.2), (0.1, 0.3)], ["C0", "C1"])],
    "contours": [(grid, grid, np.add.outer(grid, grid))],
    "curve": [(x, x**2)],
    "ellipse": [((0.5, 0.5), [[0.2, 0], [0, 0.1]])],
    "histogram": [(x, 0, 1, 5)],
    "image": [(np.eye(4), (0, 1, 0, 1))],
    "numbers": [([(0.2, 0.2), (0.6, 0.6), (0.8, 0.1)], ["1", "16", ""], ["black", "C0", "C1"])],
    "point": [((0.5, 0.5),)],
    "region": [(np.array([(0, 0), (1, 0), (0, 1)]),)],
    "samples": [(np.column_stack([x, x]),)],
    "segment": [((0, 0), (1, 1)), ((0, 0), (0, 0))],
    "segments": [([(0, 0), (0, 1)], [(1, 1), (1, 0)])],
    "sticks": [(x, x, x + 0.1)],
    "surface": [(*np.meshgrid(grid[::3], grid[::3]), np.add.outer(grid[::3], grid[::3]) / 2)],
    "text": [((0.5, 0.5), "words")],
}


def test_every_mark_is_tested():
    assert sorted(CALLS) == sorted(marks.__all__)


@pytest.mark.parametrize(
    ("name", "arguments"), [(name, call) for name in CALLS for call in CALLS[name]]
)
def test_a_mark_adds_and_changes_nothing_else(name, arguments):
    mark = getattr(marks, name)
    options = {"label": "name", "labels": True, "floor": 0.5}
    named = {key: options[key] for key in options.keys() & inspect.signature(mark).parameters}

    @live(Stage(xlim=(0, 1), ylim=(0, 1)), there=True)
    def figure(ax, there=True):
        """One mark."""
        if there:
            mark(ax, *arguments, **named)

    empty = figure.frame(there=False)
    assert (figure.frame() != empty).any()
    assert (figure.frame(there=False) == empty).all()
    assert len(figure.drawing()) < 5000


def test_shaded_ground_is_the_darker_the_higher():
    @live(Stage(xlim=(0, 1), ylim=(0, 1), grid=False))
    def figure(ax):
        """A slope that rises to the right."""
        marks.contours(ax, grid, grid, np.add.outer(0 * grid, grid), shaded=True, width=0)

    red = figure.frame()[190, 60:440, 0].astype(int)
    assert np.all(np.diff(red) <= 0)
    assert red[0] - red[-1] > 60


def test_level_lines_are_dashed_where_the_ground_is_low():
    @live(Stage(xlim=(0, 1), ylim=(-1, 1), grid=False))
    def figure(ax):
        """A slope that rises to the top, and its level lines."""
        heights = np.add.outer(np.linspace(-1, 1, 12), 0 * grid)
        levels = [-0.5, 0.5]
        marks.contours(
            ax, grid, np.linspace(-1, 1, 12), heights, levels=levels, color="k", dashed_below=0
        )

    ink = (figure.frame()[..., :3] < 100).all(axis=2)[:, 80:430]
    up, low = (ink[rows].any(axis=0).mean() for rows in (slice(60, 160), slice(220, 320)))
    assert up > 0.99
    assert 0.4 < low < 0.9


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_numbers_stand_where_they_belong_on_every_scale(scale):
    """In Agg's picture, too: it is what GitHub shows."""
    stage = Stage(xlim=(1, 1000), ylim=(0, 1), xscale=scale, axes=False, grid=False)

    @live(stage)
    def figure(ax):
        """One number."""
        marks.numbers(ax, [(100, 0.5)], [8], colors=["black"], size=20)

    ink = (figure.frame()[..., :3] < 128).all(axis=2)
    rows, columns = np.nonzero(ink)
    [ax] = figure.canvas.axes
    x, y = ax.transData.transform((100, 0.5))
    assert (columns.min() + columns.max() + 1) / 2 == pytest.approx(x, abs=1)
    assert 380 - (rows.min() + rows.max() + 1) / 2 == pytest.approx(y, abs=1)
    assert 15 < rows.max() - rows.min() < 25
