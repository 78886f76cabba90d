"""Entropy, cross entropy, and how far one distribution is from another.

All in nats unless another base is given. 0 log 0 = 0, by continuity.
Source of this page: MEDL-B, equations (B.1) to (B.11).
"""

import numpy as np
from scipy.special import entr, rel_entr, xlogy

from tangible import gaussian


def entropy(p, base=np.e):
    """The entropy H(p) = −Σ p log p: the surprise to be expected from p.

    Parameters
    ----------
    p : array, shape (..., outcomes)
        Probabilities. ValueError if one is negative, or if they do not sum to 1.
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
    return _in_base(entr(_distribution(p, "p")).sum(axis=-1), base)


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
        Never negative, 0 only where p = q, infinite where q is 0 and p is not. Not symmetric.

    Source: MEDL-B, (B.1).

    Examples
    --------
    >>> round(float(kl_divergence([0.5, 0.5], [0.25, 0.75], base=2)), 4)
    0.2075
    """
    return _in_base(_divergence(*_pair(p, q)), base)


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
        Symmetric, from 0 to the logarithm of 2 in that base. Its square root is a metric.

    Source: MEDL-B, (B.7).

    Examples
    --------
    >>> float(js_divergence([1, 0], [0, 1], base=2))
    1.0
    """
    p, q = _pair(p, q)
    middle = (p + q) / 2
    return _in_base((_divergence(p, middle) + _divergence(q, middle)) / 2, base)


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

    Source: MEDL-B, (B.9), with (B.10) for Σ₂ = s² I and (B.11) for the standard normal.

    Examples
    --------
    >>> gaussian_kl([1.0, 0.0], np.eye(2), [0.0, 0.0], np.eye(2))
    0.5
    """
    return float(sum(gaussian_kl_terms(mean1, covariance1, mean2, covariance2)))


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
    white = np.linalg.solve(factor2, factor1)  # tr(Σ₂⁻¹ Σ₁) = ‖L₂⁻¹ L₁‖²
    logs = np.log(factor2.diagonal()).sum() - np.log(factor1.diagonal()).sum()
    return distance**2 / 2, (np.sum(white**2) - len(factor1)) / 2, logs


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


def _divergence(p, q):
    """Σ p log(p/q), where rounding does not bring it below 0."""
    return np.maximum(rel_entr(p, q).sum(axis=-1), 0)


def _in_base(nats, base):
    if not (base > 0 and base != 1):
        raise ValueError(f"The base of a logarithm is positive and not 1; {base} came.")
    return nats / np.log(base)


def _pair(p, q):
    p, q = _distribution(p, "p"), _distribution(q, "q")
    if p.shape != q.shape:
        raise ValueError(f"p and q have one shape; {p.shape} and {q.shape} came.")
    return p, q


def _distribution(p, name):
    p = np.asarray(p, float)
    if p.ndim < 1 or not p.shape[-1]:
        raise ValueError(f"{name} has shape (..., outcomes); {p.shape} came.")
    if not np.all(p >= 0):
        raise ValueError(f"Probabilities are not negative; {p[~(p >= 0)][0]:g} came in {name}.")
    total = p.sum(axis=-1)
    wrong = np.abs(total - 1) > 1e-6
    if wrong.any():
        raise ValueError(
            f"Probabilities sum to 1; those of {name} sum to {total[wrong].flat[0]:g}."
        )
    return p


__all__ = [
    "cross_entropy", "entropy", "gaussian_entropy", "gaussian_kl", "gaussian_kl_terms",
    "js_divergence", "kl_divergence",
]  # fmt: skip
