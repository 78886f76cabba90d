"""One colour, one meaning, in every figure, formula and sentence of the course.

Data colours are those of Okabe and Ito (2008), told apart by readers of every colour vision;
a line style or a marker always says it again. Paper, ink, muted ink and grid are not data:
in a dark page they turn dark with it (`DARK`). Letters in a colour of data turn lighter there.
"""

from contextlib import contextmanager

import matplotlib.style
from cycler import cycler

BLUE, VERMILION, GREEN = "#0072B2", "#D55E00", "#009E73"
PURPLE, ORANGE, SKY = "#CC79A7", "#E69F00", "#56B4E9"

DATA = BLUE  # what was observed, what is given
MODEL = VERMILION  # what we compute from it, what we fit
TRUTH = GREEN  # what is true, what is aimed at
HAND = PURPLE  # what the reader holds
CATEGORIES = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)  # kinds, components, classes

SEQUENTIAL = "cividis"  # from little to much
DIVERGING = "PuOr_r"  # from negative through nothing to positive

PAPER, INK, MUTED, GRID = "#ffffff", "#1f2328", "#59636e", "#e4e7eb"
DARK = {
    PAPER: "#111111",
    INK: "#e6e8eb",
    MUTED: "#a3abb5",
    GRID: "#30343a",
    "#000000": "#e6e8eb",
}

DPI = 96  # one matplotlib pixel is one CSS pixel

_SETTINGS = {
    "font.size": 10.5,
    "axes.titlesize": 11.5,
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.facecolor": PAPER,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": cycler(color=CATEGORIES),
    "figure.facecolor": PAPER,
    "figure.dpi": DPI,
    "figure.constrained_layout.h_pad": 0.08,
    "figure.constrained_layout.w_pad": 0.08,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "image.cmap": SEQUENTIAL,
    "lines.linewidth": 2,
    "lines.solid_capstyle": "round",
    "mathtext.fontset": "dejavusans",
    "patch.linewidth": 1,
    "text.color": INK,
    "text.hinting": "none",  # letters as they are painted: sharp at every size, not on one grid
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": MUTED,
}
with matplotlib.style.context(["default", _SETTINGS]):
    _COURSE = {name: matplotlib.rcParams[name] for name in matplotlib.rcParams if name != "backend"}


@contextmanager
def course_style():
    """Within it, matplotlib draws in the course's style, whatever the reader set outside.

    Only what differs is set, and set back: to set a parameter takes longer than to read it.
    """
    settings = matplotlib.rcParams
    readers = {name: settings[name] for name in _COURSE}
    settings.update({name: value for name, value in _COURSE.items() if readers[name] != value})
    try:
        yield
    finally:
        settings.update({name: value for name, value in readers.items() if settings[name] != value})
