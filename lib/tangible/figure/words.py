"""How values and errors are put into words."""

import re
import traceback
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tangible.figure.refusals import Refusal

MINUS = re.compile(r"(?<![\w)\]])-(?=[\d.∞])")  # a hyphen that Python wrote before a number
POWER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)e([+-]\d+)\b")  # as in 8.9e-20
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
MINUS_NOTHING = re.compile(r"(?<![\w)\]])-(?=0(\.0*)?(?!\.?\d|e))")  # as in -0.00


def matrix(entries: ArrayLike, digits: int = 2) -> str:
    """A matrix (rows, columns) in a readout, where the page sets it as one.

    Each entry has so many `digits` after the point.

    Examples
    --------
    >>> matrix([[1, 0.5], [0.25, 2]])
    '[1.00 0.50; 0.25 2.00]'
    """
    rows = np.atleast_2d(np.asarray(entries, float)).round(digits) + 0.0
    return f"[{'; '.join(' '.join(f'{entry:.{digits}f}' for entry in row) for row in rows)}]"


LONGEST = 1000  # characters of a readout


def typeset(readout: str) -> str:
    """In one line, with a true minus where there is something to take away, and powers of ten.

    >>> typeset("off by -8.9e-20")
    'off by −8.9 · 10⁻²⁰'
    """
    if len(readout) > LONGEST:
        readout = readout[:LONGEST] + "…"
    text = POWER.sub(_power_of_ten, " ".join(readout.split()))
    return MINUS.sub("−", MINUS_NOTHING.sub("", text))


def _power_of_ten(found):
    digits, exponent = found.groups()
    power = f"10{str(int(exponent)).translate(RAISED)}"
    return power if digits == "1" else f"{digits} · {power}"


def listed(values: Mapping[str, Any]) -> str:
    """Values by name, as in "a = 1, b = (0, 2)"."""
    return ", ".join(f"{name} = {_shown(value)}" for name, value in values.items())


def _shown(value):
    if isinstance(value, np.ndarray) and value.ndim == 1:
        return f"({', '.join(f'{number:.4g}' for number in value)})"
    return f"{value:.4g}" if isinstance(value, float) else " ".join(str(value).split())


def in_plain_words(
    error: BaseException, function: Callable, values: Mapping[str, Any], good: Mapping[str, Any]
) -> str:
    """What went wrong when `function` drew `values`, and which `good` values still show.

    A ValueError is taken at its word; of any other the kind is told, and the line of the function.
    """
    moved = {
        name: value
        for name, value in values.items()
        if name not in good or not np.array_equal(value, good[name])
    }
    if isinstance(error, KeyboardInterrupt):
        what = "the drawing was interrupted; move a control to begin it again"
    elif isinstance(error, SystemExit):
        what = "the figure would end Python"
    else:
        what = str(error).rstrip(".") or "something went wrong"
    line = _line(error, function)
    if isinstance(error, Refusal):
        what += line
    elif not isinstance(error, ValueError | KeyboardInterrupt):
        what = f"{what} ({type(error).__name__}{line})"
    words = f"{listed(moved or values)}: {what}." if values else f"{what[0].upper()}{what[1:]}."
    kept = {name: good[name] for name in moved if name in good}
    return f"{words} The picture still shows {listed(kept)}." if kept else words


def _line(error, function):
    """The line of `function` in which `error` arose."""
    own = function.__code__.co_filename
    steps = traceback.extract_tb(error.__traceback__)
    lines = [step.line for step in steps if step.filename == own]
    return f", in the line “{lines[-1]}”" if lines and lines[-1] else ""
