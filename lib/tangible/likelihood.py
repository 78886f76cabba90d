"""The normal distribution, its likelihood and its best fit; means of samples of any distribution.

Source of this page: DLFS5, steps 1 and 2.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tangible import checks


@np.errstate(under="ignore")
def log_density(x, mean, std):
    """The logarithm of the normal density: log N(x; μ, σ²) = −(x − μ)²/2σ² − log σ − log √(2π).

    Parameters
    ----------
    x : array, shape (...)
    mean, std : float or array that fits x
        ValueError where std is not above 0, or where a NaN is among x, mean or std.

    Returns
    -------
    array, shape (...), in nats per unit of x

    Source: DLFS5, step 1.

    Examples
    --------
    >>> round(float(np.exp(log_density(0.0, mean=0, std=1))), 4)
    0.3989
    """
    x, (mean, std) = checks.array(x, "x"), _parameters(mean, std)
    _check_numbers(x)
    return -(((x - mean) / std) ** 2) / 2 - np.log(std) - np.log(2 * np.pi) / 2


@np.errstate(under="ignore")
def log_likelihood(x, mean, std):
    """How likely the data x are under a normal distribution: Σ log N(xₙ; μ, σ²).

    Parameters
    ----------
    x : array, shape (n,)
        Independent observations. ValueError if there are none, or a NaN among them.
    mean, std : float or arrays of shapes that fit each other
        ValueError where std is not above 0.

    Returns
    -------
    array of the shape of mean and std together, in nats

    Source: DLFS5, step 2.

    Examples
    --------
    >>> round(float(log_likelihood([1.0, 2.0, 3.0], mean=2, std=1)), 4)
    -3.7568
    """
    x = _observations(x)
    mean, std = _parameters(mean, std)
    # Σ (xₙ − μ)² = n (the variance + the square of the way from the mean of x to μ)
    from_first, spread = _centre(x)
    squares = (spread / std) ** 2 + ((x[0] - mean + from_first) / std) ** 2
    return -len(x) * (squares / 2 + np.log(std) + np.log(2 * np.pi) / 2)


@np.errstate(under="ignore")
def fit(x):
    """The normal distribution under which x is most likely: (mean, std), by maximum likelihood.

    Parameters
    ----------
    x : array, shape (n,)
        ValueError if there are none, or a NaN among them.

    Returns
    -------
    (float, float)
        μ̂ = Σ xₙ / n and σ̂ = √(Σ (xₙ − μ̂)² / n), with n in the denominator. σ̂ is 0 if all are
        equal, and then no normal distribution fits.

    Source: DLFS5, step 2.

    Examples
    --------
    >>> fit([1.0, 3.0])
    (2.0, 1.0)
    """
    x = _observations(x)
    from_first, spread = _centre(x)
    return float(x[0] + from_first), float(spread)


@dataclass(frozen=True)
class Parent:
    """A distribution to draw from.

    `sample(rng, shape)` gives an array of that shape; `mean` and `std` are None if there is none.
    """

    sample: Callable
    mean: float | None
    std: float | None


def _two_humps(rng, shape):
    return rng.choice([0.15, 0.85], size=shape) + 0.08 * rng.standard_normal(shape)


PARENTS = {
    "uniform": Parent(lambda rng, shape: rng.uniform(size=shape), 0.5, 1 / np.sqrt(12)),
    "exponential": Parent(lambda rng, shape: rng.exponential(size=shape), 1.0, 1.0),
    "Bernoulli": Parent(
        lambda rng, shape: (rng.uniform(size=shape) < 0.3) * 1.0, 0.3, np.sqrt(0.3 * 0.7)
    ),
    "two humps": Parent(_two_humps, 0.5, np.sqrt(0.35**2 + 0.08**2)),
    "Cauchy": Parent(lambda rng, shape: rng.standard_cauchy(shape), None, None),
}


def sample_means(parent, size, repeats, rng):
    """Draw `size` numbers from a distribution and take their mean; do it `repeats` times.

    Parameters
    ----------
    parent : Parent, name in PARENTS, or function (rng, shape) -> array
        ValueError for another name.
    size, repeats : int
        At least 1. ValueError otherwise.
    rng : numpy.random.Generator

    Returns
    -------
    array, shape (repeats,)

    Source: DLFS5, step 1, "Central limit theorem".

    Examples
    --------
    >>> means = sample_means("uniform", size=100, repeats=1000, rng=np.random.default_rng(0))
    >>> round(float(means.mean()), 2), round(float(means.std()), 2)
    (0.5, 0.03)
    """
    if isinstance(parent, str):
        if parent not in PARENTS:
            raise ValueError(f"Known are {', '.join(PARENTS)}; {parent!r} came.")
        parent = PARENTS[parent]
    for name, number in (("size", size), ("repeats", repeats)):
        if number < 1:
            raise ValueError(f"{name} is 1 or more; {number} came.")
    sample = parent.sample if isinstance(parent, Parent) else parent
    return sample(rng, (repeats, size)).mean(axis=1)


def _parameters(mean, std):
    mean, std = checks.array(mean, "The mean"), checks.array(std, "The standard deviation")
    _check_numbers(mean, "The mean")
    if not np.all(std > 0):
        wrong = std[~(std > 0)].flat[0]
        raise ValueError(f"The standard deviation is above 0; {wrong:g} came.")
    return mean, std


def _check_numbers(x, name="x"):
    missing = np.isnan(x).sum()
    if missing:
        raise ValueError(f"{name} holds {missing} NaN: leave out what was not measured.")


def _observations(x):
    x = checks.array(x, "x")
    if x.ndim != 1 or not len(x):
        raise ValueError(f"The data are at least one number, of shape (n,); shape {x.shape} came.")
    _check_numbers(x)
    return x


def _centre(x):
    """How far the mean of x is from its first number, and its standard deviation.

    Taken from there, so that equal numbers have the deviation 0 and not that of rounding; and in
    units of the next power of 2, so that no square is beyond all floats.
    """
    ways = x / 2 - x[0] / 2
    unit = np.ldexp(1.0, np.frexp(np.abs(ways).max())[1] - 1)
    ways = ways / unit
    return unit * (2 * ways.mean()), unit * (2 * ways.std())
