"""Cells of notebooks that the browser's tests open."""

SETUP = """
import numpy as np, threading
import ipywidgets
from tangible import Point, Stage, Steps, live, marks
plane = Stage(xlim=(0, 1), ylim=(0, 1))
draws = []
"""
UPRIGHT = (
    SETUP
    + """
@live(plane, p=Point(0.25, 0.5, along="y"))
def figure(ax, p):
    "A point that goes up and down."
    marks.point(ax, p)
    return f"p = ({p[0]:.2f}, {p[1]:.2f})"

figure
"""
)
EVERY_CONTROL = (
    SETUP
    + """
@live(plane, slope=(0.0, 1.0, 0.01), kind=["line", "dots"], on=True, p=Point(0.5, 0.5))
def figure(ax, slope=0.3, kind="line", on=True, p=None):
    "A line and a point."
    x = np.linspace(0, 1, 30)
    ax.plot(x, slope * x, "-" if kind == "line" else ".")
    if on:
        marks.point(ax, p)
    draws.append(threading.current_thread() is threading.main_thread())
    return f"slope {slope:.2f}, p = ({p[0]:.2f}, {p[1]:.2f})"

figure
"""
)
