"""What comes in at the door of the maths: numbers as they were meant, or words on what came."""

import decimal
import numbers

import numpy as np

ROUNDING = 1e-5  # how far from 1 probabilities may sum, those of float32 or written to six digits
_NUMBERS = (numbers.Number, decimal.Decimal, np.bool_)


def array(values, name):
    """`values` as an array of float64.

    Parameters
    ----------
    values : number, list or array
        ValueError for what NumPy would take by force: texts, None, complex numbers (unless their
        imaginary part is 0), masked entries, dates, rows of different lengths, whole numbers
        beyond all floats.
    name : str
        What an error calls it.

    Examples
    --------
    >>> array([1, 2.5], "x").tolist()
    [1.0, 2.5]
    """
    for part in _parts(values):
        if isinstance(part, bytes | bytearray | memoryview):
            raise ValueError(f"{name} holds real numbers; {part!r:.60} came.")
        if isinstance(part, np.ma.MaskedArray) and np.ma.is_masked(part):
            raise ValueError(f"{name} holds masked entries: leave out what was not measured.")
    try:
        came = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} is an array; rows of different lengths came.") from None
    if came.dtype.kind == "c" and not came.imag.any():
        came = came.real
    if came.dtype.kind in "buif":
        with np.errstate(under="ignore"):
            return came.astype(float, copy=False)
    entries = list(np.asarray(values, object).flat)
    floats = [_float(entry) for entry in entries]
    if None in floats:
        strange = entries[floats.index(None)]
        raise ValueError(f"{name} holds real numbers; {strange!r:.60} came.")
    return np.array(floats, float).reshape(came.shape)


def number(value, name):
    """`value` as one float; ValueError, with `name`, for anything but a real number."""
    came = array(value, name)
    if came.ndim:
        raise ValueError(f"{name} is one number; an array of shape {came.shape} came.")
    return float(came)


def _float(entry):
    """One entry as a float; None if it is no real number, or beyond all floats."""
    if not isinstance(entry, _NUMBERS):
        return None
    try:
        if isinstance(entry, decimal.Decimal):
            return float(entry)
        return None if entry.imag else float(entry.real)  # NumPy would drop the imaginary part
    except (OverflowError, TypeError, ValueError):
        return None


def _parts(values):
    """What lists hold that is no list."""
    if isinstance(values, list | tuple):
        for value in values:
            yield from _parts(value)
    else:
        yield values


def finite(values, name):
    """ValueError, saying how many, if some of an array are NaN or infinite."""
    wrong = values.size - np.count_nonzero(np.isfinite(values))
    if wrong:
        raise ValueError(f"{name} holds {wrong} NaN or infinite numbers: leave them out.")


def one_length(x, y, names):
    """ValueError unless the last axes, along which vectors lie, are equally long."""
    if np.shape(x)[-1:] != np.shape(y)[-1:]:
        raise ValueError(
            f"{' and '.join(names)} have equally many numbers in a vector; "
            f"shapes {np.shape(x)} and {np.shape(y)} came."
        )


@np.errstate(under="ignore", over="ignore")
def probabilities(p, name):
    """Probabilities along the last axis, divided by their sum.

    ValueError, with `name`, if one is negative or NaN, or if they do not sum to 1 within 1e-5.
    """
    if not np.all(p >= 0):
        raise ValueError(f"Probabilities are not negative; {p[~(p >= 0)][0]:g} came in {name}.")
    total = p.sum(axis=-1, keepdims=True)
    wrong = np.abs(total - 1) > ROUNDING
    if wrong.any():
        came, one = told_apart(total[wrong].flat[0], 1)
        raise ValueError(f"Probabilities sum to {one}; those of {name} sum to {came}.")
    return p / total


def told_apart(one, other):
    """Two numbers as texts, with six digits, or as many as it takes to see that they differ."""
    for digits in range(6, 18):
        texts = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return texts
