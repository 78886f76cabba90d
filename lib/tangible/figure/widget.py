"""The kernel's end of a figure on a page; `page/protocol.md` says what is spoken."""

import os
import time

import traitlets

from tangible import page, style
from tangible.cells import cover
from tangible.figure import controls as kinds


class FigureWidget(page.PageWidget):
    """Shows a `LiveFigure` on a page, and answers the page's questions."""

    kind = traitlets.Unicode("figure").tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    background = traitlets.Bytes().tag(sync=True)
    goal = traitlets.Dict().tag(sync=True)  # its words and whether it is met; empty without one
    covered = traitlets.Bool().tag(sync=True)  # whether it waits for a prediction
    # Its value is never set: it is computed whenever the whole state is asked for, as by a page
    # that opens or reloads.
    present = traitlets.Any().tag(sync=True, to_json=lambda _, widget: widget.state())

    _css = page.style("figure.css")

    def __init__(self, figure):
        self._figure = figure
        goal = figure.goal.state if figure.goal is not None else {}
        super().__init__(background=figure.background, spec=spec(figure) | ahead(), goal=goal)
        self._cover = traitlets.link((cover(figure.__name__), "on"), (self, "covered"))
        self.on_msg(self._asked)

    def close(self):
        """Let go of it. Closing twice does no harm."""
        if self.comm is not None:
            self._cover.unlink()
        super().close()

    def _asked(self, _, content, buffers):
        if "ahead" in content:
            self._draw_ahead(content)
        elif "show" in content:
            self._show(content)

    def _show(self, question):
        """Draw what the hand asks for, show it, and only then set the controls."""
        figure, name = self._figure, _name(question)
        try:
            start = _clocks()
            values = self._values(question["show"])
            figure.hold(figure.draw(**values), self._values(question["kept"]))
            self.tell(name | _took(start), question["show"])
        except BaseException as error:
            self._confess(name, question["show"], error)
            return
        try:
            others = figure.take(values)
        except RuntimeError as error:
            self._confess(NEWS, {}, error)
            return
        if others:
            figure.refresh()
        elif not question.get("held"):
            figure.rest()

    def _draw_ahead(self, question):
        """Draw a frame that the page may want later; nothing moves."""
        name, places = _name(question) | {"ahead": True}, question["ahead"]
        try:
            start = _clocks()
            outcome = self._figure.draw(**self._values(places))
            self._give(name | _took(start), places, outcome)
        except BaseException as error:
            self._confess(name, places, error)

    def tell(self, name=None, places=None, error=None):
        """Send the present frame; `places` are its values on the page, if not the controls'.

        `error` stands in the place of the figure's own.
        """
        message = self.state(places)
        drawing = message.pop("drawing")
        if error is not None:
            message["error"] = error
        self.send({**(name or NEWS), **message}, [drawing])

    def state(self, places=None):
        """What a page shows at present."""
        frame = self._figure.present
        present = {name: kinds.to_page(one) for name, one in self._figure.controls.items()}
        return {
            "values": present | (places or {}),
            "readout": frame.readout if frame else "",
            "places": frame.places if frame else [],
            "error": self._figure.error,
            "drawing": frame.drawing if frame else b"",
        }

    def _give(self, name, places, outcome):
        """Send what was drawn ahead."""
        drawn = not hasattr(outcome, "error")
        message = {
            "values": places,
            "readout": outcome.readout if drawn else "",
            "places": outcome.places if drawn else [],
            "error": None if drawn else outcome.words(),
        }
        self.send({**name, **message}, [outcome.drawing if drawn else b""])

    def _confess(self, name, places, error):
        """An answer in any case: what could not be drawn, and why."""
        what = str(error) or type(error).__name__
        words = "The drawing was interrupted." if isinstance(error, KeyboardInterrupt) else what
        self.tell(name, places, words)

    def _values(self, places):
        """What the page means by its values; a control that stands there keeps its own."""
        return {
            name: one.value if kinds.to_page(one) == place else kinds.from_page(one, place)
            for name, place in places.items()
            for one in [self._figure.controls[name]]
        }


NEWS = {"page": None, "number": None}


def _name(question):
    return {"page": question["page"], "number": question["number"]}


def _clocks():
    """The time, and that of it in which a processor was this kernel's, in seconds."""
    return time.perf_counter(), time.process_time()


def _took(start):
    took, worked = (1000 * (now - then) for now, then in zip(_clocks(), start, strict=True))
    return {"took": took, "worked": worked}


def ahead() -> dict[str, float]:
    """How many frames a second may be drawn ahead, where variable TANGIBLE_AHEAD says so."""
    try:
        return {"ahead": max(0.0, float(os.environ["TANGIBLE_AHEAD"]))}
    except (KeyError, ValueError):
        return {}


def spec(figure):
    """What a figure is, whatever its values: a dict that can be sent as JSON."""
    canvas = figure.canvas
    return {
        "name": figure.__name__.replace("_", " "),
        "description": " ".join(figure.description.split()),
        "width": canvas.width,
        "height": canvas.height,
        "paper": style.PAPER,
        "dark": style.DARK,
        "stages": [
            _stage(*each, canvas.height)
            for each in zip(canvas.axes, canvas.tight, canvas.parts, strict=True)
        ],
        "controls": [
            kinds.spec(name, control, figure.spots.get(name))
            for name, control in figure.controls.items()
        ],
        "grips": [grip.spec(figure.controls) for grip in figure.grips],
    }


def _stage(ax, tight, part, height):
    """Its part of the picture, where its axes lie in that (CSS pixels, y down), their limits.

    `letters`: how far the letters beside the axes reach: to the left, up, to the right and down.
    """
    box = ax.get_window_extent()
    around = [box.x0 - tight.x0, tight.y1 - box.y1, tight.x1 - box.x1, box.y0 - tight.y0]
    left, width = part
    return {
        "left": left,
        "width": width,
        "height": height,
        "box": [box.x0 - left, height - box.y1, box.width, box.height],
        "letters": [max(0, reach) for reach in around],
        "x": [*ax.get_xlim(), ax.get_xscale()],
        "y": [*ax.get_ylim(), ax.get_yscale()],
    }
