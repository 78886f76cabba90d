"""Small real data sets, stored here so that nothing is fetched. README.md names the sources."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

_HERE = Path(__file__).parent


class Digits(NamedTuple):
    """Handwritten digits: `images` (n, 8, 8), ink from 0 to 16; `labels` (n,), which digit."""

    images: np.ndarray
    labels: np.ndarray


class Eruptions(NamedTuple):
    """Eruptions of a geyser: `duration` (n,) and `waiting` until the next (n,), in minutes."""

    duration: np.ndarray
    waiting: np.ndarray


class Families(NamedTuple):
    """Heights in cm: `father`, `mother`, adult `child`, each (n,); is it `female`; its `family`."""

    father: np.ndarray
    mother: np.ndarray
    child: np.ndarray
    female: np.ndarray
    family: np.ndarray


@cache
def digits():
    """1797 digits written by hand, as pictures of 8 x 8 pixels.

    Returns
    -------
    Digits
        images: float, shape (1797, 8, 8), ink from 0 (paper) to 16 (black), row by row from the
        top; labels: int, shape (1797,).

    Source: Alpaydin and Kaynak, UCI Machine Learning Repository, 1998. Licence: CC BY 4.0.

    Examples
    --------
    >>> digits().images.shape
    (1797, 8, 8)
    """
    with np.load(_HERE / "digits.npz") as stored:
        return Digits(_fixed(stored["images"], float), _fixed(stored["labels"], int))


@cache
def old_faithful():
    """272 eruptions of the Old Faithful geyser in 1985.

    Returns
    -------
    Eruptions
        duration and waiting, each float of shape (272,), in minutes.

    Source: Härdle, Smoothing Techniques, Springer, 1991, as R's table `faithful`.

    Examples
    --------
    >>> float(old_faithful().waiting.max())
    96.0
    """
    table = np.loadtxt(_HERE / "old_faithful.csv", delimiter=",", skiprows=1)
    return Eruptions(*(_fixed(column, float) for column in table.T))


@cache
def galton_families():
    """Heights of 934 adult children and of their parents, in 205 English families.

    Returns
    -------
    Families
        father, mother, child: float, shape (934,), in cm (published in inches); female: bool;
        family: str, Galton's number of the family.

    Source: Galton, 1886, from his notebooks by Hanley, 2004, as R's table `GaltonFamilies`.

    Examples
    --------
    >>> families = galton_families()
    >>> int(families.female.sum()), round(float(families.child.max()), 1)
    (453, 200.7)
    """
    table = np.loadtxt(_HERE / "galton_families.csv", delimiter=",", skiprows=1, dtype=str)
    father, mother, female, child = table[:, 1:].T.astype(float)
    heights = (_fixed(2.54 * inches, float) for inches in (father, mother, child))
    return Families(*heights, _fixed(female, bool), _fixed(table[:, 0], str))


def _fixed(array, kind):
    """A copy that nobody changes by accident: all readers share it."""
    array = array.astype(kind)
    array.flags.writeable = False
    return array
