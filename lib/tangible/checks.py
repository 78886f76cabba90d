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
    parts = values if isinstance(values, list | tuple) else [values]
    if any(np.ma.is_masked(part) for part in parts):
        raise ValueError(f"{name} holds masked entries: leave out what was not measured.")
    try:
        came = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} is an array; rows of different lengths came.") from None
    if came.dtype.kind == "c" and not came.imag.any():
        came = came.real
    if came.dtype.kind == "O":
        strange = [one for one in came.ravel() if not isinstance(one, _NUMBERS)]
        if not strange:
            try:
                return came.astype(float)
            except (OverflowError, TypeError):
                strange = list(came.ravel())
        raise ValueError(f"{name} holds real numbers; {strange[0]!r:.60} came.")
    if came.dtype.kind not in "buif":
        raise ValueError(f"{name} holds real numbers; {came.ravel()[:1].tolist()} came.")
    return came.astype(float, copy=False)


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


@np.errstate(under="ignore")
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
