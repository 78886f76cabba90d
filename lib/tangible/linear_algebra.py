"""Lengths, distances, angles, projections and turns of vectors.

A vector is the last axis of an array: x of shape (n,) is one vector, of shape (..., n) are many.
Source of this page: SIT744, Lecture 2, "Norms" and "Angles".
"""

import numpy as np

from tangible import checks


def norm(x, p=2):
    """The length of x, measured by the p-norm: (Σ |xᵢ|ᵖ)^(1/p), or max |xᵢ| for p = ∞.

    Below p = 1 the formula still gives a number, but it is no norm: the triangle inequality fails.

    Parameters
    ----------
    x : array, shape (..., n)
        The vector, or many of them.
    p : float
        Above 0, or infinity. Raises ValueError otherwise.

    Returns
    -------
    array, shape (...)
        Sound for entries as large or as small as a float can be.

    Source: SIT744, "Norms"; MML, definition 3.1.

    Examples
    --------
    >>> float(norm([3, 4])), float(norm([3, 4], 1)), float(norm([3, 4], np.inf))
    (5.0, 7.0, 4.0)
    """
    p = checks.number(p, "p")
    if not p > 0:
        raise ValueError(f"p is a number above 0, or infinity; {p:g} came.")
    size = np.abs(np.atleast_1d(checks.array(x, "x")))
    largest = size.max(axis=-1, initial=0, keepdims=True)
    if p == np.inf:
        return largest[..., 0]
    # In units of the largest entry no power overflows, and not all of them underflow.
    unit = np.where((largest > 0) & np.isfinite(largest), largest, 1)
    with np.errstate(over="ignore", under="ignore"):
        return unit[..., 0] * ((size / unit) ** p).sum(axis=-1) ** (1 / p)


@np.errstate(under="ignore")
def distance(x, y, p=2):
    """The length of the way from y to x, measured by the p-norm: ‖x − y‖ₚ.

    Parameters
    ----------
    x, y : array, shape (..., n)
        Raises ValueError where they have not the same n.
    p : float
        Above 0, or infinity. Raises ValueError otherwise.

    Returns
    -------
    array, shape (...)

    Source: SIT744, "Length and distance".

    Examples
    --------
    >>> float(distance([1, 1], [4, 5]))
    5.0
    """
    x, y = _pair(x, y, ("x", "y"))
    return norm(x - y, p)


@np.errstate(under="ignore")
def angle(x, y):
    """The angle ω between x and y in radians: cos ω = ⟨x, y⟩ / (‖x‖ ‖y‖), from 0 to π.

    Parameters
    ----------
    x, y : array, shape (..., n)
        Raises ValueError where one is zero: it points nowhere; and where they have not the same n.

    Returns
    -------
    array, shape (...)
        By Kahan's formula, 2 atan2(‖u − v‖, ‖u + v‖) with unit vectors u and v: exact where an
        arc cosine loses half of the digits (nearly parallel vectors) or is not a number (a cosine
        that rounding has put above 1).

    Source: SIT744, "Angles"; W. Kahan, "How futile are mindless assessments of roundoff", 2006.

    Examples
    --------
    >>> round(float(angle([1, 0], [1, 1])) / np.pi, 12)
    0.25
    """
    x, y = _pair(x, y, ("x", "y"))
    u, v = _unit(x, "x"), _unit(y, "y")
    return 2 * np.arctan2(norm(u - v), norm(u + v))


@np.errstate(under="ignore")
def project(x, onto):
    """The point on the line through 0 and `onto` that is nearest to x: ⟨x, u⟩ u, u = onto/‖onto‖.

    Parameters
    ----------
    x, onto : array, shape (..., n)
        Raises ValueError where `onto` is zero: it has no line; and where they have not the same n.

    Returns
    -------
    array, shape (..., n)
        What is left, x minus this, is orthogonal to `onto`.

    Source: SIT744, "Dot product"; MML, section 3.8.

    Examples
    --------
    >>> project([2, 1], onto=[3, 0]).tolist()
    [2.0, 0.0]
    """
    x, onto = _pair(x, onto, ("x", "onto"))
    u = _unit(onto, "onto")
    return (x * u).sum(axis=-1, keepdims=True) * u


@np.errstate(under="ignore")
def unit_ball(p, points=400):
    """The boundary of {x in the plane : ‖x‖ₚ ≤ 1}: all vectors of length 1.

    Parameters
    ----------
    p : float
        Above 0, or infinity. Raises ValueError otherwise.
    points : int
        How many.

    Returns
    -------
    array, shape (points, 2)
        Once around, anticlockwise from (1, 0).

    Source: SIT744, figure "Unit circles of several p-norms".

    Examples
    --------
    >>> unit_ball(1, points=4).round(12).tolist()
    [[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]]
    """
    turn = 2 * np.pi * np.arange(points) / points
    way = np.column_stack([np.cos(turn), np.sin(turn)])
    way[np.abs(way) < 1e-15] = 0  # on the axes, where rounding would make a root of it
    if 0 < p < 2:  # even steps of the turn would miss the points of the star
        way = np.sign(way) * np.abs(way) ** min(2 / p, 500)
    return way / norm(way, p)[:, None]


@np.errstate(under="ignore")
def rotation(angle):
    """The matrix Q that turns the plane anticlockwise by `angle`: Qᵀ Q = I and det Q = 1.

    Parameters
    ----------
    angle : float
        In radians.

    Returns
    -------
    array, shape (2, 2)
        Its columns are the turned basis vectors, (cos, sin) and (−sin, cos).

    Source: MML, section 3.9.1.

    Examples
    --------
    >>> np.round(rotation(np.pi / 2) @ [1, 0], 12)
    array([0., 1.])
    """
    angle = checks.number(angle, "The angle")
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[cos, -sin], [sin, cos]])


def _pair(x, y, names):
    """Two arrays of vectors with equally many numbers; `names` are what an error calls them."""
    x, y = (checks.array(value, name) for value, name in zip((x, y), names, strict=True))
    checks.one_length(x, y, names)
    return x, y


@np.errstate(under="ignore")
def _unit(x, name):
    """x divided by its length; `name` is what an error calls it."""
    largest = np.abs(x).max(axis=-1, initial=0, keepdims=True)
    if np.any(largest == 0):
        raise ValueError(f"{name} is the zero vector, which has no direction.")
    x = x / largest  # so that no length overflows, and none is that of two or three roundings
    return x / norm(x)[..., None]
