"""Live figures: a function of its controls, drawn once a frame."""

import functools
import inspect
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import ipywidgets
import numpy as np
from PIL import Image

from tangible.cells import close_parts, made_here, replace_earlier
from tangible.figure import controls as kinds
from tangible.figure.canvas import Canvas
from tangible.figure.stage import Stage
from tangible.figure.widget import FigureWidget
from tangible.figure.words import in_plain_words, typeset

MOST_CONTROLS = 4
STATIC_RATIO = 2  # pixels of a static picture to a CSS pixel
STATIC_COLOURS = 256  # enough for lines and labels, and a third of the bytes


def live(*stages: "Stage | kinds.Grip", **controls: Any) -> "Callable[[Callable], LiveFigure]":
    """Make a figure of the function below it.

    Parameters
    ----------
    *stages : Stage
        What never moves; the function gets their axes, in this order. After the stages, `Grip`s:
        places on the picture at which sliders are held.
    **controls
        For each further parameter of the function its control: an abbreviation of
        `ipywidgets.interact`, a `Point`, `Steps`, any widget, or `ipywidgets.fixed(value)` for a
        value that no reader moves. A default in the function's signature is the first value.

    Raises
    ------
    TypeError
        If a parameter has no control or a control no parameter, or if there are more than four.
    ValueError
        If a default does not fit its control, or a point or grip has no place on its stage.

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
    grips = [one for one in stages if isinstance(one, kinds.Grip)]
    plain = [one for one in stages if not isinstance(one, kinds.Grip)]

    def decorate(function):
        if not inspect.isroutine(function):
            raise TypeError(f"@live stands above a function, `def …`; {function!r} came.")
        return LiveFigure(function, plain, controls, grips)

    return decorate


@dataclass(frozen=True)
class Frame:
    """One finished frame.

    Attributes
    ----------
    values : dict of str to value
        What it shows, by the names of the controls.
    drawing : bytes
        What it adds to the background, as `tangible.figure.recorder` describes it.
    readout : str
        The line of text under it.
    places : tuple of (x, y)
        Where each grip lies, in the units of its axes.
    dropped : int
        How many coordinates were not finite, and are not drawn.
    """

    values: dict[str, Any]
    drawing: bytes
    readout: str
    places: tuple[tuple[float, float], ...] = ()
    dropped: int = 0


@dataclass(frozen=True)
class Trouble:
    """Why there is no frame of these values.

    `error` is the exception; `words(good)` tells it, and which `good` values still show.
    """

    values: dict[str, Any]
    error: BaseException
    function: Callable

    def words(self, good: Mapping[str, Any] | None = None) -> str:
        """Which control, what is wrong, what would be valid."""
        return in_plain_words(self.error, self.function, self.values, good or {})


class LiveFigure:
    """A picture that is a pure function of its controls. Made by `live`; shown as a cell's value.

    Attributes
    ----------
    controls : dict of str to widget
        In the order of the function's parameters; assigning `.value` moves the figure.
    canvas : Canvas
        The stages, and what frames are drawn on.
    spots : dict of str to Spot
        Where each `Point` among the controls lies.
    grips : list of Grip
        Places on the picture at which sliders are held.
    closed : bool
        Whether it has let go of everything, and can no longer be shown.
    error : str or None
        What went wrong when the present values were drawn, in plain words.
    goal : object or None
        The task that stands above the picture; see `aim`.
    """

    def __init__(self, function, stages, controls, grips=()):
        _check_stages(function, stages)
        functools.update_wrapper(self, function)
        self._function = function
        self.canvas = Canvas(stages, self._draw_first)
        made = _controls(function, len(stages), controls)
        self._fixed = {name: one.value for name, one in made.items() if _is_fixed(one)}
        self.controls = {name: one for name, one in made.items() if not _is_fixed(one)}
        self._ours = [
            one for name, one in self.controls.items()
            if one is not controls.get(name) or made_here(one)
        ]  # fmt: skip
        self.spots = {
            name: one.settle(stages, self.canvas.axes)
            for name, one in self.controls.items()
            if isinstance(one, kinds.Point)
        }
        self.grips = [grip.settled(stages, self.canvas.axes, self.controls) for grip in grips]
        self._first = self.values
        self.error = None
        self._good = None  # the last frame that could be drawn
        self._widget = None
        self._taking = False  # whether the controls are being set to values that are drawn
        self.goal = None
        self.closed = False
        for control in self.controls.values():
            control.observe(self._moved, "value")
        replace_earlier(self, self.__qualname__)

    @property
    def description(self) -> str:
        """What the picture shows, in words: the function's docstring."""
        return inspect.getdoc(self._function) or ""

    @property
    def values(self) -> dict[str, Any]:
        """The present value of each control, by name."""
        return self.arguments({name: control.value for name, control in self.controls.items()})

    def arguments(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values of controls as the figure's function gets them."""
        return {
            name: kinds.as_argument(self.controls[name], value) for name, value in values.items()
        }

    @property
    def background(self) -> bytes:
        """The drawing of the stages, as sent to the browser."""
        return self.canvas.background()

    def draw(self, **values: Any) -> Frame | Trouble:
        """The frame of these values, or why there is none; controls left out keep their value.

        Nothing moves. Raises TypeError for a name that is no control's.
        """
        values = self._complete(values)
        try:
            drawing, readout, dropped = self.canvas.record(self._drawing_of(values))
            places = tuple(grip.place(values) for grip in self.grips)
        except BaseException as error:  # a SystemExit would end the kernel
            return Trouble(values, error, self._function)
        return Frame(values, drawing, readout, places, dropped)

    def frame(self, **values: Any) -> np.ndarray:
        """The picture, uint8 of shape (height, width, 4); controls left out keep their value.

        Raises TypeError for a name that is no control's, and whatever the function raises.
        """
        return self.canvas.rasterise(self._drawing_of(self._complete(values)))[0]

    def png(self, **values: Any) -> bytes:
        """The same as PNG bytes. Raises what `frame` raises."""
        return _png(self.frame(**values))

    def drawing(self, **values: Any) -> bytes:
        """What the frame adds to the background, as sent to the browser. Raises as `frame` does."""
        return self._drawn(values).drawing

    def readout(self, **values: Any) -> str:
        """The line of text under the picture. Raises what `frame` raises."""
        return self._drawn(values).readout

    def _drawn(self, values):
        outcome = self.draw(**values)
        if isinstance(outcome, Trouble):
            raise outcome.error
        return outcome

    def _complete(self, values):
        """All values as the function gets them, those left out as they are at present."""
        unknown = set(values) - set(self.controls)
        if unknown:
            raise TypeError(
                f"{self.__name__} has no control {', '.join(sorted(unknown))}; "
                f"its controls are {', '.join(self.controls) or 'none'}."
            )
        return self.values | self.arguments(values)

    def _drawing_of(self, values):
        """The function of the axes that draws `values` and returns the readout."""

        def draw(*axes):
            readout = self._function(*axes, **values, **self._fixed)
            if not isinstance(readout, str | None):
                raise TypeError(f"a figure returns its readout, a text; {readout!r} came")
            return typeset(readout or "")

        return draw

    def _draw_first(self, *axes):
        return self._drawing_of(self._first)(*axes)

    @property
    def present(self) -> Frame | None:
        """The last frame that could be drawn."""
        return self._good

    def hold(self, outcome: Frame | Trouble, kept: Mapping[str, Any] | None = None):
        """Remember an outcome as the present one.

        If it is a Trouble, the last good picture still shows, or that of the values `kept`.
        """
        if isinstance(outcome, Trouble):
            good = self._good.values if self._good else {}
            self.error = outcome.words(good | self.arguments(kept or {}))
        else:
            self._good, self.error = outcome, None

    def aim(self, goal: Any):
        """Carry a task, or none: `goal.judge(values)` looks whether it is met, `goal.state` tells.

        It is judged whenever the values have come to rest: when the hand lets go, or Python moves
        them.
        """
        self.goal = goal
        self._show_goal()

    def rest(self):
        """The values stay where they are for now."""
        if self.goal is not None:
            self.goal.judge(self.values)
            self._show_goal()

    def _show_goal(self):
        if self._widget is not None:
            self._widget.goal = self.goal.state if self.goal is not None else {}

    def take(self, values: Mapping[str, Any]) -> bool:
        """Set controls to values whose picture is shown already; tells whether others moved along.

        All are set before a RuntimeError tells that somebody who watches them failed; whatever it
        was, a SystemExit included, which would end the kernel.
        """
        drawn = self.values | self.arguments(values)
        failed = {}
        self._taking = True
        try:
            for name, value in values.items():
                try:
                    self.controls[name].value = value
                except BaseException as error:
                    failed[name] = error
        finally:
            self._taking = False
        for name, error in failed.items():
            what = str(error) or type(error).__name__
            raise RuntimeError(f"What watches {name} failed: {what}") from error
        return not _alike(self.values, drawn)

    def _moved(self, change):
        if not self._taking:
            self.refresh()

    def refresh(self):
        """Draw the present values, and show them where the figure is shown."""
        self.hold(self.draw())
        if self._widget is not None:
            self._widget.tell()
        self.rest()

    def close(self):
        """Let go of everything; the figure can no longer be shown. Closing twice does no harm."""
        if self.closed:
            return
        self.closed = True
        for control in self.controls.values():
            control.unobserve(self._moved, "value")
        for control in self._ours:
            close_parts(control)
        if self._widget is not None:
            self._widget.close()
        self.canvas.close()
        self._widget = self._good = self.goal = None

    @property
    def widget(self) -> FigureWidget:
        """What shows it on a page; to be put among other widgets. Made when first asked for."""
        if self._widget is None:
            self.hold(self.draw())
            self._widget = FigureWidget(self)
        return self._widget

    def __repr__(self):
        return f"Live figure {self.__name__}: {' '.join(self.description.split())}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        if self.closed:
            return {"text/plain": f"{self!r} (closed: run its cell again)"}, {}
        data, metadata = self.widget.bundle()
        size = {"width": self.canvas.width, "height": self.canvas.height}
        return (
            {**data, "image/png": self._static_picture(), "text/plain": repr(self)},
            {**metadata, "image/png": size},
        )

    def _static_picture(self):
        """PNG bytes for where no widget lives: finer, and with the handles drawn in."""
        places = self._good.places if self._good else ()
        points = [(spot.index, self.controls[name]) for name, spot in self.spots.items()]
        handles = [(index, point.value, point.color) for index, point in points] + [
            (grip.index, place, grip.color) for grip, place in zip(self.grips, places, strict=False)
        ]

        def draw(*axes):
            if self.error is None:
                self._drawing_of(self.values)(*axes)
            for index, place, color in handles:
                axes[index].plot(*place, "o", color=color, ms=12, alpha=0.6)

        return _png(self.canvas.rasterise(draw, STATIC_RATIO)[0], STATIC_COLOURS)


def _check_stages(function, stages):
    if not stages or not all(isinstance(stage, Stage) for stage in stages):
        raise TypeError(
            f"@live needs a Stage or several before the controls of {function.__name__}."
        )


def _controls(function, stages, given):
    """The controls of `function`, in the order of its parameters after the `stages` axes."""
    parameters = list(inspect.signature(function).parameters.values())
    taken = 1 if parameters and parameters[0].kind is inspect.Parameter.VAR_POSITIONAL else stages
    parameters = parameters[taken:]
    names = [parameter.name for parameter in parameters]
    strangers = set(given) - set(names)
    if strangers:
        raise TypeError(
            f"{function.__name__} has no parameter {', '.join(sorted(strangers))}; "
            f"after {stages} axes it has {', '.join(names) or 'none'}."
        )
    built = {}
    for parameter in parameters:
        name, default = parameter.name, parameter.default
        if name in given:
            built[name] = kinds.control(given[name], default, name)
        elif default is not parameter.empty:
            built[name] = kinds.control(default, parameter.empty, name)
        else:
            raise TypeError(f"{function.__name__} needs a control for {name}.")
    moving = [name for name, one in built.items() if not _is_fixed(one)]
    if len(moving) > MOST_CONTROLS:
        raise TypeError(
            f"{function.__name__} has {len(moving)} controls; {MOST_CONTROLS} are enough."
        )
    return built


def _is_fixed(control):
    return isinstance(control, ipywidgets.fixed)


def _alike(a, b):
    return all(np.array_equal(a[name], b[name]) for name in a)


def _png(pixels, colours=None):
    """PNG bytes; with `colours`, of at most so many colours, which makes a small file."""
    file = io.BytesIO()
    picture = Image.fromarray(pixels)
    if colours:
        picture = picture.convert("RGB").quantize(colours, Image.Quantize.FASTOCTREE)
    picture.save(file, "png")
    return file.getvalue()
