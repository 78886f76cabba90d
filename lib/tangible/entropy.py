"""Entropy, cross entropy, and how far one distribution is from another.

All in nats unless another base is given. 0 log 0 = 0, by continuity.
Source of this page: MEDL-B, equations (B.1) to (B.11).
"""

import numpy as np
from scipy.special import entr, rel_entr, xlog1py, xlogy

from tangible import checks, gaussian


@np.errstate(under="ignore")
def entropy(p, base=np.e):
    """The entropy H(p) = −Σ p log p: the surprise to be expected from p.

    Parameters
    ----------
    p : array, shape (..., outcomes)
        Probabilities. ValueError if one is negative, or if they do not sum to 1 within 1e-5; they
        are divided by their sum.
    base : float
        Of the logarithm: e for nats, 2 for bits. ValueError unless it is positive and not 1.

    Returns
    -------
    array, shape (...)
        From 0 to the logarithm of the number of outcomes in that base.

    Source: MEDL-B, (B.3) and (B.4).

    Examples
    --------
    >>> round(float(entropy([0.5, 0.25, 0.125, 0.125], base=2)), 4)
    1.75
    """
    p = _distribution(p, "p")
    return _in_base(np.minimum(entr(p).sum(axis=-1), np.log(p.shape[-1])), base)


@np.errstate(under="ignore")
def cross_entropy(p, q, base=np.e):
    """The cross entropy H(p, q) = −Σ p log q: the surprise of one who expects q where p is true.

    Parameters
    ----------
    p, q : arrays of one shape, (..., outcomes)
        ValueError as in `entropy`, or if the shapes differ.
    base : float

    Returns
    -------
    array, shape (...)
        Infinite where q is 0 and p is not.

    Source: MEDL-B, (B.2) and (B.5).

    Examples
    --------
    >>> round(float(cross_entropy([0.5, 0.5], [0.25, 0.75], base=2)), 4)
    1.2075
    """
    p, q = _pair(p, q)
    return _in_base(0.0 - xlogy(p, q).sum(axis=-1), base)  # 0 − 0 is 0, and not −0


def kl_divergence(p, q, base=np.e):
    """The relative entropy D(p‖q) = Σ p log(p/q), after Kullback and Leibler.

    Parameters
    ----------
    p, q : arrays of one shape, (..., outcomes)
        ValueError as in `cross_entropy`.
    base : float

    Returns
    -------
    array, shape (...)
        Never negative, 0 where p = q and only there, infinite where q is 0 and p is not. Not
        symmetric. Sound for distributions that are a hair apart, too: it is summed as
        Σ (p log(p/q) − p + q), of which no term is negative.

    Source: MEDL-B, (B.1).

    Examples
    --------
    >>> round(float(kl_divergence([0.5, 0.5], [0.25, 0.75], base=2)), 4)
    0.2075
    """
    return _in_base(_divergence(*_pair(p, q)), base)


@np.errstate(under="ignore")
def js_divergence(p, q, base=np.e):
    """The Jensen-Shannon divergence (D(p‖m) + D(q‖m))/2 with m = (p + q)/2.

    Parameters
    ----------
    p, q : arrays of one shape, (..., outcomes)
        ValueError as in `cross_entropy`.
    base : float

    Returns
    -------
    array, shape (...)
        Symmetric, from 0 to the logarithm of 2 in that base, also where p and q are a hair apart
        or as small as a float can be. Its square root is a metric.

    Source: MEDL-B, (B.7).

    Examples
    --------
    >>> float(js_divergence([1, 0], [0, 1], base=2))
    1.0
    """
    p, q = _pair(p, q)
    together = p + q
    # The middle, m = (p + q)/2, may be smaller than any float: p/m = 1 + u, q/m = 1 − u.
    u = np.divide(p - q, together, out=np.zeros_like(p), where=together > 0)
    nats = (together * _spread(u)).sum(axis=-1) / 4
    return _in_base(np.minimum(nats, np.log(2)), base)


def gaussian_kl(mean1, covariance1, mean2, covariance2):
    """The relative entropy D(N₁‖N₂) of two normal distributions, by Cholesky.

    ((μ₁−μ₂)ᵀ Σ₂⁻¹ (μ₁−μ₂) − d + tr(Σ₂⁻¹ Σ₁) + log(det Σ₂ / det Σ₁)) / 2

    Parameters
    ----------
    mean1, mean2 : array, shape (dims,)
    covariance1, covariance2 : array, shape (dims, dims)
        Symmetric and positive definite. ValueError otherwise, or where the shapes do not fit.

    Returns
    -------
    float, in nats
        Never negative, and 0 for a distribution and itself.

    Source: MEDL-B, (B.9), with (B.10) for Σ₂ = s² I and (B.11) for the standard normal.

    Examples
    --------
    >>> gaussian_kl([1.0, 0.0], np.eye(2), [0.0, 0.0], np.eye(2))
    0.5
    """
    means, trace, determinants = gaussian_kl_terms(mean1, covariance1, mean2, covariance2)
    return float(means + np.maximum(trace + determinants, 0))


@np.errstate(under="ignore", over="ignore")
def gaussian_kl_terms(mean1, covariance1, mean2, covariance2):
    """What D(N₁‖N₂) is made of: (the means' part, the trace's part, the determinants' part).

    Half of (μ₁−μ₂)ᵀ Σ₂⁻¹ (μ₁−μ₂), of tr(Σ₂⁻¹ Σ₁) − d, and of log(det Σ₂ / det Σ₁); parameters as
    in `gaussian_kl`. The first is never negative; nor is the sum of the other two.

    Examples
    --------
    >>> [float(term) for term in gaussian_kl_terms([1.0], [[1.0]], [0.0], [[1.0]])]
    [0.5, 0.0, 0.0]
    """
    factor1, factor2 = gaussian.cholesky(covariance1), gaussian.cholesky(covariance2)
    if factor1.shape != factor2.shape:
        raise ValueError(
            f"Covariances of one shape were expected; {factor1.shape} and {factor2.shape} came."
        )
    if np.ndim(mean1) != 1:
        raise ValueError(f"A mean has shape (dims,); {np.shape(mean1)} came.")
    distance = gaussian.mahalanobis(mean1, mean2, covariance2)
    # With L₂⁻¹ L₁ = I + W, which is triangular, the trace's part is ‖W‖²/2 + Σ wᵢᵢ, and that of the
    # determinants −Σ log(1 + wᵢᵢ). Their sum, ‖W‖²/2 + Σ (wᵢᵢ − log(1 + wᵢᵢ)), has no term below 0.
    away = np.linalg.solve(factor2, factor1 - factor2)
    ratio = factor1.diagonal() / factor2.diagonal()
    w = (factor1.diagonal() - factor2.diagonal()) / factor2.diagonal()
    half_square = np.sum(np.tril(away, -1) ** 2) / 2 + np.sum(w**2) / 2
    trace = half_square + w.sum()
    if np.all(np.abs(w) < 0.5):  # where the two parts nearly cancel
        return distance**2 / 2, trace, (half_square + np.sum(_excess(w))) - trace
    return distance**2 / 2, trace, -np.log(ratio).sum()


def gaussian_entropy(covariance):
    """The entropy of a normal distribution, (d log 2πe + log det Σ)/2.

    Parameters
    ----------
    covariance : array, shape (dims, dims)
        Symmetric and positive definite. ValueError otherwise.

    Returns
    -------
    float, in nats
        It may be negative: a density may exceed 1.

    Source: the mean of −(B.8) of MEDL-B.

    Examples
    --------
    >>> round(gaussian_entropy([[1.0]]), 4)
    1.4189
    """
    factor = gaussian.cholesky(covariance)
    constant = len(factor) * np.log(2 * np.pi * np.e) / 2
    return float(constant + np.log(factor.diagonal()).sum())


@np.errstate(under="ignore", over="ignore")
def _divergence(p, q):
    """Σ p log(p/q) of sums that are equal, as Σ (p log(p/q) − p + q): no term is below 0."""
    r = np.divide(q - p, p, out=np.full_like(p, np.inf), where=p > 0)
    near = np.abs(r) < 0.5  # where p log(p/q) and p − q are nearly the same
    r = np.where(near, r, 0)
    return np.where(near, p * _excess(r), rel_entr(p, q) + (q - p)).sum(axis=-1)


def _excess(r):
    """r − log(1 + r), which is 0 at 0 only: about r²/2 there."""
    tiny = np.where(np.abs(r) < 1e-4, r, 0)
    return np.where(tiny == r, tiny**2 * (1 / 2 - tiny / 3 + tiny**2 / 4), r - np.log1p(r))


def _spread(u):
    """(1 + u) log(1 + u) + (1 − u) log(1 − u): about u² near 0, and 2 log 2 at ±1."""
    near = np.where(np.abs(u) < 0.5, u, 0)
    small = 2 * near * np.arctanh(near) + np.log1p(-(near**2))
    return np.where(np.abs(u) < 0.5, small, xlog1py(1 + u, u) + xlog1py(1 - u, -u))


def _in_base(nats, base):
    base = checks.number(base, "base")
    if not (base > 0 and base != 1):
        raise ValueError(f"The base of a logarithm is positive and not 1; {base:g} came.")
    return nats / np.log(base)


def _pair(p, q):
    p, q = _distribution(p, "p"), _distribution(q, "q")
    if p.shape != q.shape:
        raise ValueError(f"p and q have one shape; {p.shape} and {q.shape} came.")
    return p, q


def _distribution(p, name):
    p = checks.array(p, name)
    if p.ndim < 1 or not p.shape[-1]:
        raise ValueError(f"{name} has shape (..., outcomes); {p.shape} came.")
    return checks.probabilities(p, name)


__all__ = [
    "cross_entropy", "entropy", "gaussian_entropy", "gaussian_kl", "gaussian_kl_terms",
    "js_divergence", "kl_divergence",
]  # fmt: skip
