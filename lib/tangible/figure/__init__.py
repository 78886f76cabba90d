"""The figure engine: a figure is a pure function of its controls.

`stage` says what never moves, `canvas` draws frames over it, `recorder` writes a frame down for the
browser, `refusals` tells what a frame may not do, `controls` are what the reader moves, `figure`
ties them to a function, and `widget` speaks with the page (`tangible.page`).
"""

from tangible.figure.controls import Grip, Point, Steps
from tangible.figure.figure import Frame, LiveFigure, Trouble, live
from tangible.figure.stage import Stage
from tangible.figure.words import matrix

__all__ = ["Frame", "Grip", "LiveFigure", "Point", "Stage", "Steps", "Trouble", "live", "matrix"]
