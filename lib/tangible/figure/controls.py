"""What the reader moves: the abbreviations of `interact`, a draggable point, steps to play."""

import inspect
import math
import re
from decimal import Decimal

import ipywidgets
import numpy as np
import traitlets
from ipywidgets.widgets.interaction import interactive
from ipywidgets.widgets.widget_selection import _Selection
from ipywidgets.widgets.widget_selectioncontainer import _SelectionContainer

from tangible.style import HAND

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
DETENTS = 400  # a dragged point moves by a round number, about this small a part of the axis


class Point(ipywidgets.ValueWidget):
    """A handle that the reader drags on a stage; the figure's function gets an array of shape (2,).

    Parameters
    ----------
    x, y : float
        Where it is at first, in the units of the axes.
    stage : Stage, optional
        The stage it lies on; the figure's first, if left out.
    step : float, optional
        It moves in multiples of this; a round 400th of the axis, if left out.
    along : "x" or "y", optional
        It moves in this direction only; in both, if left out.
    color : str
        Its colour.
    description : str
        Its name for the reader; that of the parameter, if left out.
    """

    value = traitlets.Any()
    description = traitlets.Unicode()

    def __init__(self, x, y, *, stage=None, step=None, along=None, color=HAND, description=""):
        if along not in (None, "x", "y"):
            raise ValueError(f'A point moves along "x", along "y" or in both; {along!r} came.')
        self.stage, self.step, self.along, self.color = stage, step, along, color
        self.bounds = ((-math.inf, math.inf), (-math.inf, math.inf))
        super().__init__(value=(x, y), description=description)

    @traitlets.validate("value")
    def _inside(self, proposal):
        try:
            x, y = (float(number) for number in proposal["value"])
        except (TypeError, ValueError):
            raise traitlets.TraitError(
                f"A point has two numbers, x and y; {proposal['value']!r} came."
            ) from None
        if not (math.isfinite(x) and math.isfinite(y)):
            raise traitlets.TraitError(f"A point has finite coordinates; ({x}, {y}) came.")
        return tuple(
            min(max(number, low), high)
            for number, (low, high) in zip((x, y), self.bounds, strict=True)
        )

    def settle(self, stages, axes):
        """Find its place among the `stages` of a figure and keep inside its `axes`.

        `steps` are the smallest moves in x and in y from then on.
        """
        if self.stage is not None and self.stage not in stages:
            raise ValueError("A Point lies on a stage that its figure does not have.")
        self.place = 0 if self.stage is None else stages.index(self.stage)
        ax = axes[self.place]
        self.bounds = tuple(tuple(sorted(limit)) for limit in (ax.get_xlim(), ax.get_ylim()))
        self.steps = tuple(self.step or _round_number((b - a) / DETENTS) for a, b in self.bounds)
        if self.along:
            held = "yx".index(self.along)
            place = self.value[held]
            self.bounds = tuple((place, place) if i == held else self.bounds[i] for i in (0, 1))
        self.value = self.value  # into the bounds, if it is outside


class Steps(ipywidgets.IntSlider):
    """A slider from 0 to `n` with play, single step and reset; the function gets an int.

    Parameters
    ----------
    n : int
        The last step.
    interval : int
        Milliseconds between two steps while it plays.
    """

    interval = traitlets.Int(200)

    def __init__(self, n, interval=200, **kwargs):
        if n < 1:
            raise ValueError(f"Steps needs at least one step; {n} came.")
        super().__init__(**{"value": 0, "min": 0, "max": n} | kwargs, interval=interval)


def control(abbreviation, default):
    """The widget of an abbreviation; its first value is `default`, unless that is empty."""
    if isinstance(abbreviation, ipywidgets.Widget):
        return abbreviation
    widget = interactive.widget_from_abbrev(abbreviation, default)
    if widget is None:
        raise TypeError(
            f"{abbreviation!r} is not a control: give a tuple (low, high, step), True or False, "
            "a list, a dict, a Point, Steps or a widget."
        )
    if isinstance(widget, ipywidgets.FloatSlider) and default is inspect.Parameter.empty:
        # The middle of a range may lie between two steps, where no reader can put it again.
        steps = round((widget.value - widget.min) / widget.step)
        widget.value = float(f"{widget.min + steps * widget.step:.12g}")
    return widget


def _label(name):
    """A parameter as the reader sees it: `learning_rate` in two words, `log10_σ` as log₁₀ σ."""
    below = re.sub(r"(?<=[^\W\d_])\d+(?=_|$)", lambda found: found[0].translate(_SUBSCRIPTS), name)
    return below.replace("_", " ")


def spec(name, widget):
    """What the page must know to show `widget`: a dict that can be sent as JSON."""
    label = getattr(widget, "description", "") or _label(name)
    about = {"name": name, "label": label}
    match widget:
        case Point():
            return about | {
                "kind": "point",
                "stage": widget.place,
                "steps": widget.steps,
                "along": widget.along,
                "color": widget.color,
            }
        case Steps():
            return about | {"kind": "steps", "interval": widget.interval} | _range(widget)
        case ipywidgets.FloatLogSlider():
            return about | {"kind": "slider", "base": widget.base} | _range(widget)
        case ipywidgets.IntSlider() | ipywidgets.FloatSlider():
            return about | {"kind": "slider"} | _range(widget)
        case ipywidgets.Checkbox() | ipywidgets.ToggleButton():
            return about | {"kind": "check"}
        case ipywidgets.SelectionSlider():
            return about | {"kind": "slider", "options": list(widget._options_labels)} | {
                "min": 0, "max": len(widget.options) - 1, "step": 1, "decimals": 0,
            }  # fmt: skip
        case _Selection() if not isinstance(widget, _SelectionContainer):
            return about | {"kind": "choice", "options": list(widget._options_labels)}
        case ipywidgets.Text():
            return about | {"kind": "text"}
        case _:
            return about | {"kind": "widget", "model": widget.model_id}


def _range(slider):
    return {
        "min": slider.min,
        "max": slider.max,
        "step": slider.step,
        "decimals": min(6, max(0, -Decimal(str(slider.step)).normalize().as_tuple().exponent)),
    }


# Controls whose value the page holds as it is.
_PLAIN = (
    Point
    | ipywidgets.IntSlider
    | ipywidgets.FloatSlider
    | ipywidgets.Checkbox
    | ipywidgets.ToggleButton
    | ipywidgets.Text
)


def to_page(widget):
    """The present value of `widget` as the page holds it: a number, a truth, an index, a text."""
    if isinstance(widget, _Selection):
        return widget.index
    if isinstance(widget, ipywidgets.FloatLogSlider):
        return math.log(widget.value, widget.base)
    return widget.value if isinstance(widget, _PLAIN) else None


def from_page(widget, place):
    """The value of `widget` that the page means by `place`; the inverse of `to_page`."""
    if isinstance(widget, _Selection):
        return widget._options_values[place]
    if isinstance(widget, ipywidgets.FloatLogSlider):
        return widget.base**place
    if isinstance(widget, ipywidgets.FloatSlider):
        return float(place)  # JSON knows no difference between 1 and 1.0
    return tuple(place) if isinstance(widget, Point) else place


def as_argument(widget, value):
    """`value` as the figure's function gets it."""
    return np.array(value, float) if isinstance(widget, Point) else value


def _round_number(x):
    """The largest of 1, 2, 5 times a power of ten that is not above x."""
    power = 10.0 ** math.floor(math.log10(x))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= x * (1 + 1e-9))
