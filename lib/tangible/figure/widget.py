"""The kernel's end of a figure on a page."""

from pathlib import Path

import anywidget
import traitlets

from tangible import style
from tangible.figure import controls as kinds

_HERE = Path(__file__).parent


class FigureWidget(anywidget.AnyWidget):
    """Shows a `LiveFigure` on a page.

    The page asks for a frame by `{"ask": number, "values", "shown"}`; `shown` are the values of the
    picture that stays if this one fails. The answer is `{"answer": number, "values", "readout",
    "error"}` with the drawing as its buffer; a frame that Python began has the answer None. While
    the kernel is idle the page asks for frames that may be wanted, `{"fetch": values}`, answered
    by `{"fetched": values, "readout", "error"}`: one frame a question, so that a cell or a move
    never waits for more than one. Values are those of `controls.to_page`, by name.
    """

    _esm = "\n".join(
        (_HERE / name).read_text("utf-8")
        for name in ("../page.js", "painter.js", "store.js", "widget.js")
    )
    _css = (_HERE / "widget.css").read_text("utf-8")

    spec = traitlets.Dict().tag(sync=True)
    background = traitlets.Bytes().tag(sync=True)
    # Never sent by itself, but with the state: a page that opens or reloads begins with it.
    present = traitlets.Any().tag(sync=True, to_json=lambda _, widget: widget._present())

    def __init__(self, figure):
        self._figure = figure
        super().__init__(background=figure.background, spec=_spec(figure))
        self.on_msg(self._asked)

    def _asked(self, _, content, buffers):
        if "fetch" in content:
            return self._fetch(content["fetch"])
        places = content["values"]
        return self._figure._move(
            places, content["shown"], lambda: self.show(content["ask"], places)
        )

    def _fetch(self, places):
        """Draw a frame that the page may want later; nothing moves."""
        try:
            drawing, readout = self._figure._look(places)
        except Exception:
            self.send({"fetched": places, "readout": "", "error": True}, [b""])
        else:
            self.send({"fetched": places, "readout": readout, "error": False}, [drawing])

    def show(self, answer=None, places=None):
        """Send the last frame; `places` are its values, if not those of the controls."""
        message = self._present(places)
        drawing = message.pop("drawing")
        self.send({"answer": answer, **message}, [drawing])

    def _present(self, places=None):
        figure = self._figure
        frame = figure._frame
        present = {name: kinds.to_page(control) for name, control in figure.controls.items()}
        return {
            "values": present | (places or {}),
            "readout": frame.readout if frame else "",
            "error": figure.error,
            "drawing": frame.drawing if frame else b"",
        }


def _spec(figure):
    canvas = figure._canvas
    return {
        "name": figure.__name__.replace("_", " "),
        "description": " ".join(figure.description.split()),
        "width": canvas.width,
        "height": canvas.height,
        "paper": style.PAPER,
        "dark": style.DARK,
        "stages": [_place(ax, canvas) for ax in canvas.axes],
        "controls": [kinds.spec(name, control) for name, control in figure.controls.items()],
    }


def _place(ax, canvas):
    """Where an axes lies on the picture (CSS pixels, y down), and its limits."""
    box = ax.get_window_extent()
    return {
        "left": box.x0,
        "top": canvas.height - box.y1,
        "width": box.width,
        "height": box.height,
        "x": [*ax.get_xlim(), ax.get_xscale()],
        "y": [*ax.get_ylim(), ax.get_yscale()],
    }
