"""Tangible Maths: figures that answer the hand, and the mathematics under them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tangible.figure import (
        Frame,
        Grip,
        LiveFigure,
        Point,
        Stage,
        Steps,
        Trouble,
        live,
        matrix,
    )

__all__ = ["Frame", "Grip", "LiveFigure", "Point", "Stage", "Steps", "Trouble", "live", "matrix"]


def __getattr__(name):
    """The engine, when it is first asked for: the maths and the exercises need none of it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tangible import figure

    return getattr(figure, name)


def __dir__():
    return __all__
