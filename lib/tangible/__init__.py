"""Tangible Maths: figures that answer the hand, and the mathematics under them."""

from tangible.figure import LiveFigure, Point, Stage, Steps, live

__all__ = ["LiveFigure", "Point", "Stage", "Steps", "live"]
