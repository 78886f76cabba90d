"""Live figures: a function of its controls, drawn once a frame."""

import functools
import inspect
import io
import re
import traceback
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from tangible.cells import replace_earlier
from tangible.figure import controls as kinds
from tangible.figure.stage import Canvas, Stage
from tangible.figure.widget import FigureWidget

MOST_CONTROLS = 4
MINUS = re.compile(r"(?<![\w)\]])-(?=[\d.∞])")  # a hyphen that Python wrote before a number
MINUS_NOTHING = re.compile(r"(?<![\w)\]])-(?=0(\.0*)?(?!\.?\d|e))")  # as in -0.00
STATIC_RATIO = 2  # pixels of a static picture to a CSS pixel
STATIC_COLOURS = 256  # enough for lines and labels, and a third of the bytes


def live(*stages, **controls):
    """Make a figure of the function below it.

    Parameters
    ----------
    *stages : Stage
        What never moves; the function gets their axes, in this order.
    **controls
        For each further parameter of the function its control: an abbreviation of
        `ipywidgets.interact`, a `Point`, `Steps`, or any widget. A default in the function's
        signature is the first value.

    Examples
    --------
    >>> @live(Stage(xlim=(0, 1), ylim=(0, 9)), n=(0, 9))
    ... def height(ax, n=4):
    ...     '''A horizontal line at height n.'''
    ...     ax.axhline(n)
    ...     return f"n = {n}"
    >>> height.readout(n=5)
    'n = 5'
    """

    def decorate(function):
        return LiveFigure(function, stages, controls)

    return decorate


@dataclass(frozen=True)
class Frame:
    """One finished frame: the values it shows, its drawing and its readout."""

    values: dict[str, Any]
    drawing: bytes
    readout: str


class LiveFigure:
    """A picture that is a pure function of its controls. Made by `live`; shown as a cell's value.

    Attributes
    ----------
    controls : dict of str to widget
        In the order of the function's parameters; assigning `.value` moves the figure.
    error : str or None
        What went wrong when the present values were drawn, in plain words.
    """

    def __init__(self, function, stages, controls):
        _check_stages(function, stages)
        functools.update_wrapper(self, function)
        self._function = function
        self._canvas = Canvas(stages)
        self.controls = _controls(function, len(stages), controls)
        points = [control for control in self.controls.values() if isinstance(control, kinds.Point)]
        for point in points:
            point.settle(stages, self._canvas.axes)
        self.error = None
        self._frame = None  # the last good one
        self._widget = None
        self._quiet = False
        for control in self.controls.values():
            control.observe(self._moved, "value")
        replace_earlier(self, self.__qualname__)

    @property
    def description(self):
        """What the picture shows, in words: the function's docstring."""
        return inspect.getdoc(self._function) or ""

    @property
    def values(self):
        """The present value of each control, by name."""
        return self._arguments({name: control.value for name, control in self.controls.items()})

    def _arguments(self, values):
        return {
            name: kinds.as_argument(self.controls[name], value) for name, value in values.items()
        }

    @property
    def background(self):
        """The drawing of the stages, as sent to the browser (bytes)."""
        return self._canvas.background()

    def frame(self, **values):
        """The picture, uint8 of shape (height, width, 4); controls left out keep their value."""
        return self._canvas.rasterise(self._drawing_of(values))[0]

    def png(self, **values):
        """The same as PNG bytes."""
        return _png(self.frame(**values))

    def drawing(self, **values):
        """What the frame adds to the background, as sent to the browser (bytes)."""
        return self._canvas.record(self._drawing_of(values))[0]

    def readout(self, **values):
        """The line of text under the picture."""
        return self._canvas.record(self._drawing_of(values))[1]

    def close(self):
        """Let go of everything; the figure can no longer be shown."""
        for control in self.controls.values():
            control.unobserve(self._moved, "value")
        shown = [control for name, control in self.controls.items() if self._is_ours(name)]
        for widget in [*shown, self._widget]:
            # A widget's layout and style are widgets too, and as long-lived.
            for part in (widget, getattr(widget, "layout", None), getattr(widget, "style", None)):
                if part is not None:
                    part.close()
        self._canvas.close()
        self._widget = self._frame = None

    def _is_ours(self, name):
        """Whether the page shows a control by itself, not by a view of the reader's own widget."""
        return kinds.spec(name, self.controls[name])["kind"] != "widget"

    def __repr__(self):
        return f"Live figure {self.__name__}: {' '.join(self.description.split())}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        if self._widget is None:
            self._refresh()
            self._widget = FigureWidget(self)
        return (
            {
                "application/vnd.jupyter.widget-view+json": {
                    "version_major": 2,
                    "version_minor": 0,
                    "model_id": self._widget.model_id,
                },
                "image/png": self._static_picture(),
                "text/plain": repr(self),
            },
            {"image/png": {"width": self._canvas.width, "height": self._canvas.height}},
        )

    def _static_picture(self):
        """PNG bytes for where no widget lives: finer, and with the handles drawn in."""

        def draw(*axes):
            if self.error is None:
                self._drawing_of({})(*axes)
            for control in self.controls.values():
                if isinstance(control, kinds.Point):
                    axes[control.place].plot(
                        *control.value, "o", color=control.color, ms=12, alpha=0.6
                    )

        return _png(self._canvas.rasterise(draw, STATIC_RATIO)[0], STATIC_COLOURS)

    def _drawing_of(self, values):
        """The function of the axes that draws `values` and returns the readout."""
        unknown = set(values) - set(self.controls)
        if unknown:
            raise TypeError(
                f"{self.__name__} has no control {', '.join(sorted(unknown))}; "
                f"its controls are {', '.join(self.controls) or 'none'}."
            )
        values = self.values | self._arguments(values)

        def draw(*axes):
            readout = self._function(*axes, **values)
            if not isinstance(readout, str | None):
                raise TypeError(f"a figure returns its readout, a text; {readout!r} came")
            return _typeset(readout or "")

        return draw

    def _refresh(self, values=None, shown=None):
        """Draw `values`, or the present ones; keep the last good frame where that fails."""
        values = self.values | self._arguments(values or {})
        try:
            drawing, readout, _ = self._canvas.record(self._drawing_of(values))
        except Exception as error:
            good = (self._frame.values if self._frame else {}) | self._arguments(shown or {})
            self.error = self._in_plain_words(error, values, good)
        else:
            self._frame, self.error = Frame(values, drawing, readout), None

    def _moved(self, change):
        if not self._quiet:
            self._refresh()
            if self._widget is not None:
                self._widget.show()

    def _look(self, places):
        """(drawing, readout) at the values of the page, without moving there."""
        return self._canvas.record(self._drawing_of(self._from_page(places)))[:2]

    def _from_page(self, places):
        return {name: kinds.from_page(self.controls[name], at) for name, at in places.items()}

    def _move(self, places, shown, show):
        """Take the values of the page: their picture first, by `show`; the controls after it.

        `shown` are the values of the picture that the page keeps if this one cannot be drawn.
        """
        values = self._from_page(places)
        self._refresh(values, self._from_page(shown))
        show()
        self._quiet = True
        try:
            for name, value in values.items():
                self.controls[name].value = value
        finally:
            self._quiet = False

    def _in_plain_words(self, error, values, good):
        """Which control, what is wrong, what would be valid: the `good` values still shown."""
        moved = {
            name: value
            for name, value in values.items()
            if name not in good or not np.array_equal(value, good[name])
        }
        what = str(error).rstrip(".") or "something went wrong"
        if not isinstance(error, ValueError):
            what = f"{what} ({type(error).__name__}{self._line(error)})"
        words = f"{_listed(moved or values)}: {what}." if self.controls else f"{what}."
        kept = {name: good[name] for name in moved if name in good}
        if kept:
            words += f" The picture still shows {_listed(kept)}."
        return words

    def _line(self, error):
        """The line of the figure's own function in which `error` arose."""
        own = self._function.__code__.co_filename
        lines = [
            step.line for step in traceback.extract_tb(error.__traceback__) if step.filename == own
        ]
        return f", in the line “{lines[-1]}”" if lines and lines[-1] else ""


def _typeset(readout):
    """In one line, with a true minus where there is something to take away."""
    return MINUS.sub("−", MINUS_NOTHING.sub("", " ".join(readout.split())))


def _check_stages(function, stages):
    if not stages or not all(isinstance(stage, Stage) for stage in stages):
        raise TypeError(
            f"@live needs a Stage or several before the controls of {function.__name__}."
        )


def _controls(function, stages, given):
    """The controls of `function`, in the order of its parameters after the `stages` axes."""
    parameters = list(inspect.signature(function).parameters.values())[stages:]
    names = [parameter.name for parameter in parameters]
    strangers = set(given) - set(names)
    if strangers:
        raise TypeError(
            f"{function.__name__} has no parameter {', '.join(sorted(strangers))}; "
            f"after {stages} axes it has {', '.join(names) or 'none'}."
        )
    if len(names) > MOST_CONTROLS:
        raise TypeError(
            f"{function.__name__} has {len(names)} controls; {MOST_CONTROLS} are enough."
        )
    built = {}
    for parameter in parameters:
        if parameter.name in given:
            built[parameter.name] = kinds.control(given[parameter.name], parameter.default)
        elif parameter.default is not parameter.empty:
            built[parameter.name] = kinds.control(parameter.default, parameter.empty)
        else:
            raise TypeError(f"{function.__name__} needs a control for {parameter.name}.")
    return built


def _listed(values):
    return ", ".join(f"{name} = {_shown(value)}" for name, value in values.items())


def _shown(value):
    if isinstance(value, np.ndarray):
        return f"({', '.join(f'{number:.4g}' for number in value)})"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _png(pixels, colours=None):
    """PNG bytes; with `colours`, of at most so many colours, which makes a small file."""
    file = io.BytesIO()
    picture = Image.fromarray(pixels)
    if colours:
        picture = picture.convert("RGB").quantize(colours, Image.Quantize.FASTOCTREE)
    picture.save(file, "png")
    return file.getvalue()
