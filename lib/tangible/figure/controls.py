"""What the reader moves: the abbreviations of `interact`, a point to drag, steps to play, grips."""

import inspect
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from ipywidgets.widgets.interaction import interactive
from ipywidgets.widgets.widget_selection import _Selection
from ipywidgets.widgets.widget_selectioncontainer import _SelectionContainer
from matplotlib.axes import Axes

from tangible.figure.stage import Stage
from tangible.style import HAND

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
DETENTS = 400  # a dragged point moves by a round number, about this small a part of the axis


@dataclass(frozen=True)
class Spot:
    """Where a point lies on a figure: which stage, and its smallest moves in x and in y."""

    index: int
    steps: tuple[float, float]


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

    def __init__(
        self,
        x: float,
        y: float,
        *,
        stage: Stage | None = None,
        step: float | None = None,
        along: str | None = None,
        color: str = HAND,
        description: str = "",
    ):
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

    def settle(self, stages: Sequence[Stage], axes: Sequence[Axes]) -> Spot:
        """Where it lies among the `stages` of a figure; from now on it keeps inside their `axes`.

        Its value moves into them, if it is outside. Raises ValueError if its stage is not among
        them, or if no point can be dragged there.
        """
        index = _place_of(self.stage, stages, "A Point")
        ax = axes[index]
        _check_flat(ax, "A Point")
        limits = [sorted(limit) for limit in (ax.get_xlim(), ax.get_ylim())]
        steps = tuple(self.step or _round_number((b - a) / DETENTS) for a, b in limits)
        if self.along:
            held = "yx".index(self.along)
            limits[held] = [self.value[held]] * 2
        # Of one that two figures share, what both allow.
        self.bounds = tuple(
            (max(low, a), min(high, b))
            for (low, high), (a, b) in zip(self.bounds, limits, strict=True)
        )
        self.value = self.value
        return Spot(index, steps)


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

    def __init__(self, n: int, interval: int = 200, **kwargs: Any):
        if n < 1:
            raise ValueError(f"Steps needs at least one step; {n} came.")
        super().__init__(**{"value": 0, "min": 0, "max": n} | kwargs, interval=interval)


@dataclass(frozen=True, kw_only=True)
class Grip:
    """A place on a stage at which the reader holds one or two of the figure's sliders.

    Parameters
    ----------
    x, y : str, float or function
        A slider's name: there the grip moves in this direction, and the slider with it. A number,
        in the units of the axes: there it stays. A function of the figure's values, by name: there
        it goes with the picture.
    at : function, optional
        Of the figure's values by name, gives the (x, y) where it lies while no hand holds it: on an
        object that does not go all the way with its slider. Where its sliders are, if left out.
    stage : Stage, optional
        The stage it lies on; the figure's first, if left out.
    color : str
        Its colour.
    description : str
        Its name for the reader; those of its sliders, if left out.
    """

    x: str | float | Callable[..., float]
    y: str | float | Callable[..., float]
    at: Callable[..., tuple[float, float]] | None = None
    stage: Stage | None = None
    color: str = HAND
    description: str = ""
    index: int = 0

    def settled(
        self, stages: Sequence[Stage], axes: Sequence[Axes], controls: Mapping[str, Any]
    ) -> "Grip":
        """The same in its place among the `stages` of a figure with these `controls`.

        Raises ValueError if it holds no slider, or lies where none can be held.
        """
        index = _place_of(self.stage, stages, "A Grip")
        _check_flat(axes[index], "A Grip")
        names = [way for way in (self.x, self.y) if isinstance(way, str)]
        if not names or len(set(names)) < len(names):
            raise ValueError("A Grip holds one slider, or two different ones, by their names.")
        for name in names:
            widget = controls.get(name)
            if not isinstance(widget, _NUMBERS) or isinstance(widget, Steps):
                raise ValueError(f"A Grip holds a slider of its figure; {name!r} is none.")
        return replace(self, index=index)

    def place(self, values: Mapping[str, Any]) -> tuple[float, float]:
        """Where it lies at these values, in the units of the axes."""

        def at(way):
            if isinstance(way, str):
                return float(values[way])
            return float(way(**values) if callable(way) else way)

        if self.at is not None:
            x, y = self.at(**values)
            return float(x), float(y)
        return at(self.x), at(self.y)

    def spec(self, controls: Mapping[str, Any]) -> dict[str, Any]:
        """What the page must know of it."""
        held = {axis: way for axis, way in (("x", self.x), ("y", self.y)) if isinstance(way, str)}
        names = [controls[name].description or _label(name) for name in held.values()]
        return {
            "kind": "grip",
            "name": "",
            "label": self.description or " and ".join(names),
            "stage": self.index,
            "color": self.color,
            "placed": self.at is not None,
            **held,
        }


def _place_of(stage, stages, who):
    if stage is not None and stage not in stages:
        raise ValueError(f"{who} lies on a stage that its figure does not have.")
    return 0 if stage is None else stages.index(stage)


def _check_flat(ax, who):
    scales = {ax.get_xscale(), ax.get_yscale()}
    if ax.name != "rectilinear" or not scales <= {"linear", "log"}:
        raise ValueError(
            f"{who} needs a flat stage with linear or logarithmic axes, where it can be dragged; "
            "give a slider instead."
        )


def control(abbreviation: Any, default: Any, name: str = "it") -> ipywidgets.Widget:
    """The widget of an abbreviation; its first value is `default`, unless that is empty.

    `ipywidgets.fixed(value)` stays as it is: nobody moves it. Raises TypeError for what is no
    control, ValueError for one that cannot be moved, or a default that does not fit it.
    """
    if isinstance(abbreviation, ipywidgets.fixed):
        return abbreviation
    if isinstance(abbreviation, ipywidgets.Widget):
        _check_widget(abbreviation, name)
        _check_default(abbreviation, default, name)
        return abbreviation
    abbreviation, default = _as_python(abbreviation), _as_python(default)
    try:
        widget = _widget(abbreviation, default)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{abbreviation!r} is no control of {name}: {error}.") from None
    if widget is None:
        raise TypeError(f"{abbreviation!r} is not a control of {name}. {_CONTROLS}")
    _check_widget(widget, name)
    _check_default(widget, default, name)
    if isinstance(widget, ipywidgets.FloatSlider) and default is inspect.Parameter.empty:
        # The middle of a range may lie between two steps, where no reader can put it again.
        steps = round((widget.value - widget.min) / widget.step)
        widget.value = slider_value(widget, steps)
    return widget


_CONTROLS = (
    "Give a tuple (low, high, step), True or False, a list, a dict, a Point, Steps, "
    "fixed(value) or a widget."
)


def _as_python(value):
    """The number, truth or text that a scalar of NumPy's stands for; of a tuple, each of them."""
    if isinstance(value, tuple):
        return tuple(map(_as_python, value))
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, np.floating):
        return float(str(value))  # the decimal that was meant by a number in single precision
    return value.item() if isinstance(value, np.generic) else value


def _widget(abbreviation, default):
    options = abbreviation.values() if isinstance(abbreviation, Mapping) else abbreviation
    if isinstance(options, Iterable) and any(isinstance(one, np.ndarray) for one in options):
        return ipywidgets.Dropdown(options=abbreviation, equals=_same)  # arrays, too
    return interactive.widget_from_abbrev(abbreviation, default)


def _check_widget(widget, name):
    """A control can be moved: it lives, it has a value, and a slider has steps between two ends."""
    what = f"A {type(widget).__name__} is not a control of {name}"
    if not widget.has_trait("value"):
        raise TypeError(f"{what}: it has no value. {_CONTROLS}")
    if widget.comm is None:
        raise ValueError(f"{what}: it is closed. Make it in the figure's own cell.")
    if isinstance(widget, _NUMBERS):
        step = widget.step or 0
        if not (step > 0 and math.isfinite(widget.max - widget.min)):
            raise ValueError(
                f"A slider of {name} goes from one number to another by steps; "
                f"from {widget.min} to {widget.max} by {widget.step} came."
            )
    if isinstance(widget, _Selection) and not len(widget.options):
        raise ValueError(f"{what}: it has nothing to choose from.")


def _check_default(widget, default, name):
    """A default that does not fit its control must not vanish without a word."""
    if default is inspect.Parameter.empty or default is None or _same(widget.value, default):
        return
    fits = ""
    if isinstance(widget, _Selection):
        fits = f" It is one of {', '.join(map(repr, _labels(widget)))}."
    elif hasattr(widget, "min"):
        fits = f" It goes from {widget.min} to {widget.max}."
    raise ValueError(
        f"{name} cannot begin with {default!r}: its control begins with {widget.value!r}.{fits}"
    )


def _same(a, b):
    try:
        return np.array_equal(a, b)
    except Exception:  # what cannot be compared
        return a is b


def _labels(selection):
    """What its options are called; ipywidgets tells it in no public form."""
    return selection._options_labels  # noqa: SLF001


def _options(selection):
    """What its options stand for; ipywidgets tells it in no public form."""
    return selection._options_values  # noqa: SLF001


def _label(name):
    """A parameter as the reader sees it: `learning_rate` in two words, `log10_σ` as log₁₀ σ."""
    below = re.sub(r"(?<=[^\W\d_])\d+(?=_|$)", lambda found: found[0].translate(_SUBSCRIPTS), name)
    return below.replace("_", " ")


_NUMBERS = ipywidgets.IntSlider | ipywidgets.FloatSlider | ipywidgets.FloatLogSlider


def spec(name: str, widget: ipywidgets.Widget, spot: Spot | None = None) -> dict[str, Any]:
    """What the page must know to show `widget`: a dict that can be sent as JSON."""
    label = getattr(widget, "description", "") or _label(name)
    return {"name": name, "label": label} | _kind(widget, spot)


def _kind(widget, spot):
    match widget:
        case Point():
            return {
                "kind": "point",
                "stage": spot.index if spot else 0,
                "steps": spot.steps if spot else (0, 0),
                "along": widget.along,
                "color": widget.color,
            }
        case Steps():
            return {"kind": "steps", "interval": widget.interval} | _range(widget)
        case ipywidgets.FloatLogSlider():
            return {"kind": "slider", "base": widget.base} | _range(widget)
        case ipywidgets.IntSlider() | ipywidgets.FloatSlider():
            return {"kind": "slider"} | _range(widget)
        case ipywidgets.Checkbox() | ipywidgets.ToggleButton():
            return {"kind": "check"}
        case ipywidgets.SelectionSlider():
            return {"kind": "slider", "options": list(_labels(widget))} | {
                "min": 0, "max": len(widget.options) - 1, "step": 1, "decimals": 0, "digits": 0,
            }  # fmt: skip
        case _Selection() if not isinstance(widget, _SelectionContainer):
            return {"kind": "choice", "options": list(_labels(widget))}
        case ipywidgets.Text() if type(widget) is ipywidgets.Text:
            return {"kind": "text"}
    # Its own view: a password stays hidden, a combobox keeps its suggestions.
    return {"kind": "widget", "model": widget.model_id}


def _range(slider):
    decimals = _decimals(slider.step)
    return {
        "min": slider.min,
        "max": slider.max,
        "step": slider.step,
        "decimals": decimals,
        "digits": max(decimals, _decimals(slider.min)),
    }


def _decimals(number):
    """How many decimals a number is written with, up to the 100 that a browser can write."""
    return min(100, max(0, -Decimal(str(number)).normalize().as_tuple().exponent))


def slider_value(slider: ipywidgets.Widget, index: int) -> float:
    """What a slider holds `index` steps from its lowest value; the last step may be shorter.

    The page counts as `values.js` says, by the same rule.
    """
    if index >= slider_steps(slider):
        return slider.max
    return round(slider.min + index * slider.step, _range(slider)["digits"])


def slider_steps(slider: ipywidgets.Widget) -> int:
    """How many steps lead from its lowest to its highest value."""
    return math.ceil((slider.max - slider.min) / slider.step - 1e-9)


# Controls whose value the page holds as it is.
_PLAIN = (
    Point
    | ipywidgets.IntSlider
    | ipywidgets.FloatSlider
    | ipywidgets.Checkbox
    | ipywidgets.ToggleButton
    | ipywidgets.Text
)


def to_page(widget: ipywidgets.Widget) -> Any:
    """The present value of `widget` as the page holds it: a number, a truth, an index, a text."""
    if isinstance(widget, _Selection):
        return widget.index
    if isinstance(widget, ipywidgets.FloatLogSlider):
        return _exponent(widget.value, widget.base)
    if isinstance(widget, Point):
        return list(widget.value)
    return widget.value if isinstance(widget, _PLAIN) else None


def _exponent(value, base):
    """The power of `base` that is `value`; whole where that is true up to rounding."""
    known = {2: math.log2, 10: math.log10}
    exponent = known[base](value) if base in known else math.log(value) / math.log(base)
    return float(f"{exponent:.14g}")


def from_page(widget: ipywidgets.Widget, place: Any) -> Any:
    """The value of `widget` that the page means by `place`; the inverse of `to_page`.

    Raises ValueError for an option that is gone.
    """
    if isinstance(widget, _Selection):
        values = _options(widget)
        if place is not None and not 0 <= place < len(values):
            raise ValueError("this choice is gone; its cell, run again, shows those there are")
        return None if place is None else values[place]
    if isinstance(widget, ipywidgets.FloatLogSlider):
        return widget.base**place
    if isinstance(widget, ipywidgets.FloatSlider):
        return float(place)  # JSON knows no difference between 1 and 1.0
    return tuple(place) if isinstance(widget, Point) else place


def as_argument(widget: ipywidgets.Widget, value: Any) -> Any:
    """`value` as the figure's function gets it."""
    return np.array(value, float) if isinstance(widget, Point) else value


def _round_number(x):
    """The largest of 1, 2, 5 times a power of ten that is not above x."""
    power = 10.0 ** math.floor(math.log10(x))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= x * (1 + 1e-9))
