"""The figure engine: a figure is a pure function of its controls.

`stage` keeps what never moves and draws frames over it, `recorder` writes a frame down for the
browser, `controls` are what the reader moves, `live` ties them to a function, and `widget` (with
`widget.js`, `store.js` and `painter.js`) shows the result on a page.
"""

from tangible.figure.controls import Point, Steps
from tangible.figure.live import LiveFigure, live
from tangible.figure.stage import Stage

__all__ = ["LiveFigure", "Point", "Stage", "Steps", "live"]
