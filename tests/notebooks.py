"""The notebooks, and the live figures in them, found by running their code."""

from functools import cache
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

from tangible import LiveFigure

HOME = Path(__file__).parents[1]
PATHS = sorted((HOME / "notebooks").glob("0*.ipynb"))  # the chapters
NAMES = [path.stem for path in PATHS]


def read(name):
    return nbformat.read(HOME / "notebooks" / f"{name}.ipynb", 4)


@cache
def figures(name):
    """The live figures of a notebook by name, after its code has run from top to bottom."""
    scope = {"__name__": "__main__"}
    found = {}
    for _, code in compiled(name):
        exec(code, scope)
        found |= {key: value for key, value in scope.items() if isinstance(value, LiveFigure)}
    return found


def compiled(name):
    """(cell, code) of each code cell of a notebook, as a kernel would run it."""
    transform = TransformerManager().transform_cell
    for cell in read(name).cells:
        if cell.cell_type == "code":
            yield cell, compile(transform(cell.source), f"{name}:{cell.id}", "exec")


def every_figure():
    """(notebook, figure's name) for each live figure of the course."""
    return [(name, figure) for name in NAMES for figure in figures(name)]
