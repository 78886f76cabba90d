"""Gaussian mixtures: density, samples, responsibilities, and expectation-maximisation.

Everything is computed in log space, by the Cholesky factors of the covariances.
Source of this page: DLFS5, step 4. Expectation-maximisation goes beyond it: Bishop, Pattern
Recognition and Machine Learning, section 9.2.
"""

import math
import warnings
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tangible import checks, gaussian

_EMPTY = 1e-8  # points: what holds less than this holds none


@dataclass(frozen=True, eq=False)  # arrays have no single truth value
class Mixture:
    """A choice among K normal distributions: component k with probability weights[k].

    Parameters
    ----------
    weights : array, shape (K,)
        Not negative, and 1 together within 1e-5: they are divided by their sum.
    means : array, shape (K, dims)
    covariances : array, shape (K, dims, dims)
        Each symmetric and positive definite. ValueError for anything else, saying what.

    Source: DLFS5, step 4.

    Examples
    --------
    >>> humps = Mixture([0.3, 0.7], means=[[-2], [2]], covariances=[[[1]], [[1]]])
    >>> humps.components, humps.dims
    (2, 1)
    """

    weights: np.ndarray
    means: np.ndarray
    covariances: np.ndarray

    def __post_init__(self):
        for name in ("weights", "means", "covariances"):
            self._keep(name, checks.array(getattr(self, name), f"The {name}"))
        self._check_shapes()
        self._keep("weights", checks.probabilities(self.weights, "the weights"))
        if not np.isfinite(self.means).all():
            raise ValueError(f"The means are finite; {self.means.tolist()} came.")
        self.factors  # noqa: B018  made now, so that a covariance that is none is found here

    @property
    def components(self):
        """K, how many there are."""
        return len(self.weights)

    @property
    def dims(self):
        """How many numbers a point has."""
        return self.means.shape[1]

    @cached_property
    def factors(self):
        """The Cholesky factors of the covariances, shape (K, dims, dims)."""
        try:
            return gaussian.cholesky(self.covariances, several=True)
        except ValueError:
            self._blame()

    def _blame(self):
        """Say which component has a covariance that is none."""
        for k, covariance in enumerate(self.covariances):
            try:
                gaussian.cholesky(covariance)
            except ValueError as error:
                raise ValueError(f"Component {k}: {error}") from None

    def _check_shapes(self):
        shapes = self.weights.shape, self.means.shape, self.covariances.shape
        fits = self.weights.ndim == 1 and self.means.ndim == 2 and self.weights.size
        if not (fits and shapes == ((len(self.means),), shapes[1], shapes[1] + shapes[1][1:])):
            raise ValueError(
                "Weights (K,), means (K, dims) and covariances (K, dims, dims) were expected; "
                "the shapes {}, {} and {} came.".format(*shapes)
            )

    def _keep(self, name, array):
        array = array.copy()
        array.flags.writeable = False
        object.__setattr__(self, name, array)


def log_density(x, mixture):
    """The logarithm of the mixture's density: log Σ_k φ_k N(x; μ_k, Σ_k).

    Parameters
    ----------
    x : array, shape (..., dims)
        ValueError if its last axis is another, where it is not finite, or so far from every
        component that even the logarithm of its density is −∞.
    mixture : Mixture

    Returns
    -------
    array, shape (...), in nats
        Of the density per unit of volume.

    Source: DLFS5, step 4.

    Examples
    --------
    >>> humps = Mixture([0.5, 0.5], means=[[-2], [2]], covariances=[[[1]], [[1]]])
    >>> round(float(log_density([0.0], humps)), 4)
    -2.9189
    """
    x = _points(x, mixture)
    joint = _log_joint(x.reshape(-1, mixture.dims), mixture)
    return _log_sum_exp(joint)[0].reshape(x.shape[:-1])[()]


def log_likelihood(x, mixture):
    """How likely the data are under a mixture: Σ_n log Σ_k φ_k N(xₙ; μ_k, Σ_k).

    Parameters
    ----------
    x : array, shape (n, dims)
        Independent observations.
    mixture : Mixture

    Returns
    -------
    float, in nats

    Source: DLFS5, step 4.

    Examples
    --------
    >>> humps = Mixture([0.5, 0.5], means=[[-2], [2]], covariances=[[[1]], [[1]]])
    >>> round(log_likelihood([[0.0], [2.0]], humps), 4)
    -4.5307
    """
    return float(np.sum(log_density(_data(x, mixture), mixture)))


@np.errstate(under="ignore")
def sample(mixture, size, rng):
    """Draw from a mixture: first the component, then the point from it.

    Parameters
    ----------
    mixture : Mixture
    size : int
    rng : numpy.random.Generator

    Returns
    -------
    (array of shape (size, dims), array of int of shape (size,))
        The points x, and z, which component each came from.

    Source: DLFS5, step 4.

    Examples
    --------
    >>> humps = Mixture([0.5, 0.5], means=[[-9], [9]], covariances=[[[1]], [[1]]])
    >>> x, z = sample(humps, size=100, rng=np.random.default_rng(0))
    >>> bool(np.all((x[:, 0] > 0) == (z == 1)))
    True
    """
    z = rng.choice(mixture.components, size=size, p=mixture.weights)
    noise = rng.standard_normal((size, mixture.dims))
    return mixture.means[z] + np.einsum("nij,nj->ni", mixture.factors[z], noise), z


def responsibilities(x, mixture):
    """How probable it is that each point came from each component: p(z = k | x).

    Parameters
    ----------
    x : array, shape (..., dims)
    mixture : Mixture

    Returns
    -------
    array, shape (..., K)
        Not negative, and 1 together for each point.

    Source: Bishop, Pattern Recognition and Machine Learning, (9.13).

    Examples
    --------
    >>> humps = Mixture([0.5, 0.5], means=[[-2], [2]], covariances=[[[1]], [[1]]])
    >>> responsibilities([[0.0], [2.0]], humps).round(4).tolist()
    [[0.5, 0.5], [0.0003, 0.9997]]
    """
    x = _points(x, mixture)
    _, shares = _log_sum_exp(_log_joint(x.reshape(-1, mixture.dims), mixture))
    return shares.T.reshape(*x.shape[:-1], mixture.components)


@np.errstate(under="ignore")
def lower_bound(x, shares, mixture):
    """What expectation-maximisation raises: Σ_n Σ_k r_nk log(φ_k N(xₙ; μ_k, Σ_k) / r_nk).

    Parameters
    ----------
    x : array, shape (n, dims)
    shares : array, shape (n, K)
        Any r_nk that are not negative and sum to 1 for each point. ValueError otherwise.
    mixture : Mixture

    Returns
    -------
    float, in nats
        Never above `log_likelihood`, up to rounding, and equal to it where the shares are the
        responsibilities.

    Source: Bishop, Pattern Recognition and Machine Learning, (9.71).

    Examples
    --------
    >>> humps = Mixture([0.5, 0.5], means=[[-2], [2]], covariances=[[[1]], [[1]]])
    >>> x = np.array([[0.0], [2.0]])
    >>> bound = lower_bound(x, responsibilities(x, humps), humps)
    >>> bool(np.isclose(bound, log_likelihood(x, humps)))
    True
    """
    x = _data(x, mixture)
    shares = _shares(x, shares, mixture.components).T
    held = shares > 0  # 0 log 0 = 0
    terms = _log_joint(x, mixture) - np.log(shares, where=held, out=np.zeros_like(shares))
    return float(np.sum(shares * np.where(held, terms, 0)))


def m_step(x, shares):
    """The mixture that is most likely if each point belongs to the components by these shares.

    With N_k = Σ_n r_nk: φ_k = N_k/N, μ_k = Σ_n r_nk xₙ / N_k, and Σ_k the average of
    (xₙ − μ_k)(xₙ − μ_k)ᵀ with the weights r_nk.

    Parameters
    ----------
    x : array, shape (n, dims)
        ValueError where it is not finite, or has not more points than dimensions.
    shares : array, shape (n, K)
        Not negative, and 1 together for each point. ValueError otherwise, and, with cause and cure,
        where a component is left without points, or with so few that it has no width.

    Returns
    -------
    Mixture

    Source: Bishop, Pattern Recognition and Machine Learning, (9.24) to (9.26).

    Examples
    --------
    >>> m_step([[0.0], [2.0], [10.0], [14.0]], [[1, 0], [1, 0], [0, 1], [0, 1]]).means.tolist()
    [[1.0], [12.0]]
    """
    x = checks.array(x, "x")
    shares = _shares(x, shares)
    checks.finite(x, "x")
    return _maximise(x, shares.T)


@np.errstate(under="ignore")
def _maximise(x, shares):
    """`m_step`, of shares (K, n) that need no check."""
    _check_enough(x)
    count = shares.sum(axis=1)
    _check_not_empty(count)
    from_first = x - x[0]  # so that what never moves has the variance 0, and not that of rounding
    means = shares @ from_first / count[:, None]
    deviation = from_first.T - means[:, :, None]
    covariances = (shares[:, None] * deviation) @ deviation.swapaxes(1, 2) / count[:, None, None]
    for k, share in enumerate(shares):
        covariances[k] = gaussian.settle_thin(
            covariances[k],
            lambda k=k, share=share: np.sqrt(share / count[k])[:, None] * deviation[k].T,
        )
    _check_not_collapsed(count, means, covariances)
    return Mixture(count / len(x), x[0] + means, (covariances + covariances.swapaxes(1, 2)) / 2)


def em_step(x, mixture):
    """One step of expectation-maximisation: the responsibilities, and the best mixture for them.

    Parameters
    ----------
    x : array, shape (n, dims)
    mixture : Mixture

    Returns
    -------
    Mixture
        Under it the data are at least as likely. ValueError as in `m_step`.

    Examples
    --------
    >>> start = Mixture([0.5, 0.5], means=[[-1], [1]], covariances=[[[1]], [[1]]])
    >>> em_step([[-5.0], [-3.0], [3.0], [5.0]], start).means.round(2).tolist()
    [[-3.99], [3.99]]
    """
    x = _data(x, mixture)
    return _maximise(x, responsibilities(x, mixture).T)


@np.errstate(under="ignore")
def em(x, start, tolerance=1e-6, max_steps=200):
    """Expectation-maximisation: steps that raise the likelihood, until they hardly do.

    Parameters
    ----------
    x : array, shape (n, dims)
    start : Mixture
        Where it begins decides where it ends: mostly on a local maximum, which need be neither
        the nearest nor the highest; it may stop on a saddle or a plateau, too.
    tolerance : float
        It stops once a step raises the log-likelihood by less than this per point (nats); with −∞
        it takes all steps. ValueError for NaN.
    max_steps : int
        It stops after so many at the latest, with a warning if a step still raised the
        log-likelihood by `tolerance` or more, if that is above 0.

    Returns
    -------
    list of Mixture
        All that were visited, the start first. ValueError as in `m_step`.

    Source: Bishop, Pattern Recognition and Machine Learning, section 9.2.2.

    Examples
    --------
    >>> start = Mixture([0.5, 0.5], means=[[-1], [1]], covariances=[[[1]], [[1]]])
    >>> visited = em([[-5.0], [-3.0], [3.0], [5.0]], start)
    >>> visited[-1].covariances.round(2).tolist()
    [[[1.0]], [[1.0]]]
    """
    x = _data(x, start)
    tolerance = checks.number(tolerance, "tolerance")
    if math.isnan(tolerance):
        raise ValueError("The tolerance is a number; NaN came.")
    visited, gain = [start], math.inf
    before, shares = _log_sum_exp(_log_joint(x, start))
    for _ in range(max_steps):
        visited.append(_maximise(x, shares))
        after, shares = _log_sum_exp(_log_joint(x, visited[-1]))
        gain = after.mean() - before.mean()
        if gain < tolerance:
            break
        before = after
    if gain >= tolerance > 0 and max_steps:
        warnings.warn(
            f"Expectation-maximisation has not arrived after {max_steps} steps: the last raised "
            f"the log-likelihood by {gain:.1g} per point, and the tolerance is {tolerance:g}. "
            "Allow more steps (max_steps), or a larger tolerance.",
            RuntimeWarning,
            stacklevel=2,
        )
    return visited


def _log_joint(x, mixture):
    """log(φ_k N(x; μ_k, Σ_k)) of points (n, dims): (K, n). A weight of 0 gives −∞."""
    with np.errstate(divide="ignore"):
        log_weights = np.log(mixture.weights)
    joint = gaussian.log_density_by_factor(x, mixture.means, mixture.factors)
    joint += log_weights[:, None]
    return joint


def _log_sum_exp(joint):
    """(log Σ_k exp(joint_k), each term's share of the sum): the largest term taken out first.

    As `scipy.special.logsumexp` and `softmax`, with the exponentials computed once for both.
    """
    top = joint.max(axis=0)
    if not np.isfinite(top).all():
        raise ValueError(
            "A point is so far from every component that its density cannot be computed, not even "
            "as a logarithm. Is it measured in the same units as the means?"
        )
    with np.errstate(under="ignore"):
        shares = np.exp(joint - top)
        total = shares.sum(axis=0)
        shares /= total
    return top + np.log(total), shares


def _points(x, mixture):
    x = checks.array(x, "x")
    if x.ndim < 1 or x.shape[-1] != mixture.dims:
        raise ValueError(f"x has shape (..., {mixture.dims}), as the means; {x.shape} came.")
    checks.finite(x, "x")
    return x


def _shares(x, shares, components=None):
    """Shares of the points x, of so many `components` or of any number, as an array (n, K)."""
    shares = checks.array(shares, "shares")
    fit = x.ndim == shares.ndim == 2 and len(shares) == len(x)
    if not fit or components not in (None, shares.shape[1]):
        raise ValueError(
            "Points (n, dims) and shares (n, K) were expected; "
            f"the shapes {x.shape} and {shares.shape} came."
        )
    return checks.probabilities(shares, "a point's shares")


def _data(x, mixture):
    x = _points(x, mixture)
    if x.ndim != 2 or not len(x):
        raise ValueError(f"The data are rows, of shape (n, {mixture.dims}); {x.shape} came.")
    return x


def _check_enough(x):
    n, dims = x.shape
    if n <= dims:
        raise ValueError(
            f"{n} points in {dims} dimensions: a covariance needs more points than dimensions. "
            "Gather more data, or leave variables out."
        )


def _check_not_empty(count):
    k = np.argmin(count)
    if not count[k] > _EMPTY:
        raise ValueError(
            f"Component {k} is empty: its shares of all points sum to {count[k]:.1g}. "
            "Start it nearer to the data, or take fewer components."
        )


def _check_not_collapsed(count, means, covariances):
    # The covariance of all the data: that within the components, and that of their means.
    share = count / count.sum()
    away = means - share @ means
    within = np.tensordot(share, covariances, axes=1)
    total = within + (share * away.T) @ away
    std = np.sqrt(np.diagonal(total))
    if not np.all(std > 0):
        raise ValueError(
            f"Variable {np.argmin(std)} is the same for all points: a normal distribution "
            "needs some spread. Leave it out."
        )
    narrowest = gaussian.squared_widths(covariances, std)[:, 0]
    largest = gaussian.squared_widths(total, std)[-1]
    k = np.argmin(narrowest)
    if gaussian.singular(narrowest[k], largest, len(std)):
        raise ValueError(
            f"Component {k} has collapsed: it holds {count[k]:.3g} of {count.sum():.0f} points, "
            "and has no width left in some direction, where the likelihood grows without end. "
            "Start elsewhere, or take fewer components. Points that come twice may be the cause."
        )


__all__ = [
    "Mixture", "em", "em_step", "log_density", "log_likelihood", "lower_bound", "m_step",
    "responsibilities", "sample",
]  # fmt: skip
