"""The part of a figure that never moves."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import SubplotSpec

from tangible.figure.words import RAISED


@dataclass(frozen=True, kw_only=True, eq=False)  # a stage equals itself only: marks hold arrays
class Stage:
    """Axes with their limits, labels and fixed marks: drawn once, kept as a background.

    Parameters
    ----------
    xlim, ylim, zlim : (low, high), optional
        What the axes show. Left out, they fit the fixed marks.
    xlabel, ylabel, zlabel, title : str
        Words on the axes, with units.
    aspect : "auto" or "equal"
        "equal": one unit is as long in both directions.
    xscale, yscale : str
        A scale of matplotlib: "linear", "log", ...
    xticks, yticks : list of float, dict of float to str, or list of str, optional
        Where the ticks stand, and what stands at them. Words are categories, counted from 0.
    grid, axes : bool
        Whether grid lines are drawn; whether axes, ticks and labels are drawn at all.
    projection : None, "3d" or another of matplotlib's
        A 3-D stage is drawn anew with every frame, which may turn it by `ax.view_init`.
    width, height : int
        Size in CSS pixels.
    fixed : tuple
        The fixed marks, as `add` collects them.

    Examples
    --------
    >>> from tangible import marks
    >>> Stage(xlim=(-2, 2), ylim=(-2, 2), aspect="equal").add(marks.point, (1, 1)).xlim
    (-2, 2)
    """

    xlim: tuple[float, float] | None = None
    ylim: tuple[float, float] | None = None
    zlim: tuple[float, float] | None = None
    xlabel: str = ""
    ylabel: str = ""
    zlabel: str = ""
    title: str = ""
    aspect: str = "auto"
    xscale: str = "linear"
    yscale: str = "linear"
    xticks: list | dict | None = None
    yticks: list | dict | None = None
    grid: bool = True
    axes: bool = True
    projection: str | None = None
    width: int = 460
    height: int = 380
    fixed: tuple = ()

    def add(self, mark: Callable, *args: Any, **kwargs: Any) -> "Stage":
        """This stage with one more fixed mark: `mark(ax, *args, **kwargs)` draws it."""
        return replace(self, fixed=(*self.fixed, (mark, args, kwargs)))

    @property
    def solid(self) -> bool:
        """Whether this is a 3-D stage."""
        return self.projection == "3d"

    def _categories(self, more):
        """All words that count on an axis, by the axis' name: its ticks', then `more`."""
        ticks = {"x": self.xticks, "y": self.yticks}
        own = {name: words for name, words in ticks.items() if _are_words(words)}
        names = [*own, *(name for name in more if name not in own)]
        return {
            name: list(dict.fromkeys([*own.get(name, []), *more.get(name, [])])) for name in names
        }

    def build(
        self,
        figure: Figure,
        place: SubplotSpec,
        categories: Mapping[str, Sequence[str]] | None = None,
    ) -> Axes:
        """Its axes, at `place` of the matplotlib `figure`.

        `categories`: more words that count from 0 on an axis, by the axis' name.
        """
        ax = figure.add_subplot(place, projection=self.projection)
        categories = self._categories(categories or {})
        for name, words in categories.items():
            getattr(ax, f"{name}axis").update_units(words)
            getattr(ax, f"set_{name}lim")(-0.6, len(words) - 0.4)
        for name in "xy":
            scale = getattr(self, f"{name}scale")
            if scale != "linear":
                getattr(ax, f"set_{name}scale")(scale)
            if scale == "log":
                getattr(ax, f"{name}axis").set_major_formatter(_power_of_ten)
        ax.grid(self.grid)
        if self.aspect != "auto":
            ax.set_aspect(self.aspect)
        limits = {name: getattr(self, name) for name in ("xlim", "ylim", "zlim")[: 2 + self.solid]}
        for name, limit in limits.items():
            if limit is not None:
                getattr(ax, f"set_{name}")(limit)
        for mark, args, kwargs in self.fixed:
            mark(ax, *args, **kwargs)
        if self.solid:
            ax.autoscale_view()
        else:  # without marks they go from 0 to 1
            ax.autoscale_view(scalex=ax.dataLim.mutatedx(), scaley=ax.dataLim.mutatedy())
        ax.autoscale(False)
        ax.set(xlabel=self.xlabel, ylabel=self.ylabel, title=self.title)
        if self.solid:
            ax.set_zlabel(self.zlabel)
        for name in ("xticks", "yticks"):
            ticks = getattr(self, name)
            if ticks is not None and not _are_words(ticks):
                labels = list(ticks.values()) if isinstance(ticks, dict) else None
                getattr(ax, f"set_{name}")(list(ticks), labels=labels)
        if not self.axes:
            ax.set_axis_off()
        return ax


def _are_words(ticks):
    return isinstance(ticks, list) and any(isinstance(tick, str) for tick in ticks)


def _power_of_ten(value, _):
    """A tick's label on a logarithmic axis, as text: matplotlib's formulas are slow to parse."""
    exponent = round(math.log10(value))
    if math.isclose(value, 10.0**exponent, rel_tol=1e-6):
        return f"10{str(exponent).translate(RAISED)}"
    return f"{value:g}"
