"""The normal distribution in several dimensions: density, distance, samples, fit, conditionals.

One factorisation serves them all: Cholesky's Σ = L Lᵀ, with L lower triangular.
Sources of this page: DLFS5, step 3; MEDL-B, equation (B.8).
"""

import numpy as np

from tangible import checks, linear_algebra

_BLOCK = 65536  # numbers taken at a time: they stay in the processor's cache


@np.errstate(under="ignore")
def log_density(x, mean, covariance):
    """The logarithm of the normal density in d dimensions.

    log N(x; μ, Σ) = −(x − μ)ᵀ Σ⁻¹ (x − μ)/2 − (d/2) log 2π − (1/2) log det Σ

    Parameters
    ----------
    x : array, shape (..., dims)
    mean : array, shape (dims,)
    covariance : array, shape (dims, dims)
        Symmetric and positive definite, as `cholesky` tells it. ValueError otherwise, with its
        shape or its smallest eigenvalue; also where the shapes do not fit, or where x or mean is
        not finite.

    Returns
    -------
    array, shape (...), in nats
        Of the density per unit of volume.

    Source: MEDL-B, (B.8).

    Examples
    --------
    >>> round(float(log_density([0.0, 0.0], mean=[0, 0], covariance=np.eye(2))), 4)
    -1.8379
    """
    factor = cholesky(covariance)
    x, mean = _points(x, mean, len(factor))
    return log_density_by_factor(_rows(x), mean, factor).reshape(x.shape[:-1])[()]


@np.errstate(under="ignore")
def log_density_by_factor(x, mean, factor):
    """The log-densities of points (n, dims) where the factors of the covariances are there already.

    Nothing is checked. Means (..., dims) and factors (..., dims, dims) give shape (..., n).
    """
    log_determinant = 2 * np.log(np.diagonal(factor, axis1=-2, axis2=-1)).sum(axis=-1)
    constant = mean.shape[-1] * np.log(2 * np.pi) + log_determinant
    return -(_squared_distance(x, mean, factor) + constant[..., None]) / 2


@np.errstate(under="ignore")
def density(x, mean, covariance):
    """The normal density in d dimensions, N(x; μ, Σ); see `log_density`.

    Examples
    --------
    >>> round(float(density([0.0, 0.0], mean=[0, 0], covariance=np.eye(2))), 4)
    0.1592
    """
    return np.exp(log_density(x, mean, covariance))


@np.errstate(under="ignore")
def mahalanobis(x, mean, covariance):
    """The Mahalanobis distance √((x − μ)ᵀ Σ⁻¹ (x − μ)): how many standard deviations away x is.

    Parameters
    ----------
    x, mean, covariance : as in `log_density`

    Returns
    -------
    array, shape (...)
        The distance itself, not its square.

    Source: DLFS5, step 3 (where the exponent is called its square; it is −d²/2).

    Examples
    --------
    >>> float(mahalanobis([6.0, 0.0], mean=[0, 0], covariance=[[4, 0], [0, 1]]))
    3.0
    """
    return linear_algebra.norm(whiten(x, mean, covariance))[()]


@np.errstate(under="ignore")
def whiten(x, mean, covariance):
    """The white coordinates L⁻¹ (x − μ): of normal x they are independent, with variance 1.

    Parameters
    ----------
    x, mean, covariance : as in `log_density`

    Returns
    -------
    array, shape (..., dims)

    Examples
    --------
    >>> whiten([3.0, 1.0], mean=[1, 1], covariance=[[4, 0], [0, 1]])
    array([1., 0.])
    """
    factor = cholesky(covariance)
    x, mean = _points(x, mean, len(factor))
    return (x - mean) @ np.linalg.inv(factor).T


@np.errstate(under="ignore")
def sample(mean, covariance, size, rng):
    """Draw from a normal distribution: x = μ + L z with z standard normal.

    Parameters
    ----------
    mean : array, shape (dims,)
    covariance : array, shape (dims, dims)
        ValueError as in `log_density`.
    size : int
    rng : numpy.random.Generator

    Returns
    -------
    array, shape (size, dims)

    Examples
    --------
    >>> sample([0, 5], np.eye(2), size=3, rng=np.random.default_rng(0)).shape
    (3, 2)
    """
    factor = cholesky(covariance)
    mean = _mean(mean, len(factor))
    return mean + rng.standard_normal((size, len(factor))) @ factor.T


@np.errstate(under="ignore")
def fit(x):
    """The normal distribution under which x is most likely: (mean, covariance).

    Parameters
    ----------
    x : array, shape (n, dims)
        ValueError for another shape, for no rows, or where x is not finite.

    Returns
    -------
    (array of shape (dims,), array of shape (dims, dims))
        Maximum likelihood: n in the denominator. With n ≤ dims the covariance is singular, and
        then no density belongs to it.

    Source: goes beyond DLFS5, which fits in one dimension; Bishop, Pattern Recognition and
    Machine Learning, section 2.3.4.

    Examples
    --------
    >>> mean, covariance = fit([[0.0, 0.0], [2.0, 4.0], [0.0, 4.0], [2.0, 0.0]])
    >>> mean.tolist(), covariance.tolist()
    ([1.0, 2.0], [[1.0, 0.0], [0.0, 4.0]])
    """
    x = checks.array(x, "x")
    if x.ndim != 2 or not x.size:
        raise ValueError(f"The data are rows, of shape (n, dims); shape {x.shape} came.")
    checks.finite(x, "x")
    from_first = x - x[0]  # so that what never moves has the variance 0, and not that of rounding
    mean = from_first.mean(axis=0)
    deviation = from_first - mean
    covariance = deviation.T @ deviation / len(x)
    return x[0] + mean, settle_thin(covariance, lambda: deviation / np.sqrt(len(x)))


@np.errstate(under="ignore")
def conditional(mean, covariance, known, values):
    """The distribution of the other coordinates, once some are known.

    With a the known and b the others: mean μ_b + Σ_ba Σ_aa⁻¹ (a − μ_a), covariance
    Σ_bb − Σ_ba Σ_aa⁻¹ Σ_ab. The latter does not depend on the values.

    Parameters
    ----------
    mean, covariance : as in `log_density`
    known : int or list of int
        Which coordinates are known, counted from 0, or from the end by negative numbers.
    values : float or array, shape (len(known),)
        ValueError if the shapes do not fit, if a coordinate does not exist or is named twice, or
        if none is left to be found.

    Returns
    -------
    (array of shape (rest,), array of shape (rest, rest))
        The rest in its old order.

    Source: goes beyond DLFS5; Bishop, Pattern Recognition and Machine Learning, (2.81), (2.82).

    Examples
    --------
    >>> mean, covariance = conditional([0, 0], [[4, 2], [2, 2]], known=0, values=2.0)
    >>> mean.tolist(), covariance.tolist()
    ([1.0], [[1.0]])
    """
    covariance = checks.array(covariance, "The covariance")
    mean = _mean(mean, len(cholesky(covariance)))
    known, values = np.atleast_1d(known), np.atleast_1d(checks.array(values, "values"))
    known = known.astype(int) if known.dtype.kind in "iu" else known
    _check_known(known, values, len(mean))
    rest = np.setdiff1d(np.arange(len(mean)), known % len(mean))
    # With the known first, L = [[L_a, 0], [C, L_b]]: C L_a⁻¹ = Σ_ba Σ_aa⁻¹, and L_b L_bᵀ is what
    # is left, with no difference that rounding could bring below 0.
    order = np.r_[known % len(mean), rest]
    factor = _factor(covariance[np.ix_(order, order)])
    a = len(known)
    shift = np.linalg.solve(factor[:a, :a], values - mean[known])
    return mean[rest] + factor[a:, :a] @ shift, factor[a:, a:] @ factor[a:, a:].T


@np.errstate(under="ignore")
def covariance_2d(std1, std2, correlation):
    """The covariance of two variables: [[σ₁², ρσ₁σ₂], [ρσ₁σ₂, σ₂²]].

    Parameters
    ----------
    std1, std2 : float
        Above 0. ValueError otherwise.
    correlation : float
        From −1 to 1, at whose ends the covariance is singular. ValueError otherwise.

    Returns
    -------
    array, shape (2, 2)

    Examples
    --------
    >>> covariance_2d(2, 1, 0.5).tolist()
    [[4.0, 1.0], [1.0, 1.0]]
    """
    std1, std2 = checks.number(std1, "std1"), checks.number(std2, "std2")
    correlation = checks.number(correlation, "correlation")
    for std in (std1, std2):
        if not std > 0:
            raise ValueError(f"A standard deviation is above 0; {std:g} came.")
        if not 0 < std * std < np.inf:
            raise ValueError(f"A variance is a float above 0; that of {std:g} is none.")
    if not -1 <= correlation <= 1:
        came, _ = checks.told_apart(correlation, np.sign(correlation))
        raise ValueError(f"A correlation lies between -1 and 1; {came} came.")
    shared = correlation * std1 * std2
    return np.array([[std1**2, shared], [shared, std2**2]], float)


@np.errstate(under="ignore")
def ellipse(mean, covariance, radius=1, points=200):
    """All x in the plane whose Mahalanobis distance from the mean is `radius`.

    Parameters
    ----------
    mean : array, shape (2,)
    covariance : array, shape (2, 2)
        Symmetric and positive definite. ValueError otherwise.
    radius : float
    points : int

    Returns
    -------
    array, shape (points, 2)
        Once around; the first point comes again as the last.

    Examples
    --------
    >>> outline = ellipse([0, 0], [[4, 0], [0, 1]], radius=3)
    >>> outline.shape, outline[0].tolist()
    ((200, 2), [6.0, 0.0])
    """
    factor = cholesky(covariance)
    if len(factor) != 2:
        raise ValueError(f"An ellipse has 2 dimensions; a covariance of {len(factor)} came.")
    turn = np.linspace(0, 2 * np.pi, points)
    circle = np.column_stack([np.cos(turn), np.sin(turn)])
    return _mean(mean, 2) + checks.number(radius, "radius") * circle @ factor.T


@np.errstate(under="ignore")
def cholesky(covariance, several=False):
    """The lower triangular L with L Lᵀ = Σ.

    Parameters
    ----------
    covariance : array, shape (dims, dims)
        ValueError unless it is square, symmetric (within 1e-8 of its own standard deviations) and
        positive definite. Whether it is does not hang on the units of the variables: in units of
        its standard deviations, where its eigenvalues sum to dims, it is taken for singular if the
        smallest is at most dims · ε · the largest, with ε = 2⁻⁵² (as `numpy.linalg.matrix_rank`
        has it), and never otherwise, however thin it is.
    several : bool
        Whether there are several of them, of shape (..., dims, dims).

    Returns
    -------
    array, shape of the covariance

    Examples
    --------
    >>> cholesky([[4.0, 2.0], [2.0, 2.0]]).tolist()
    [[2.0, 0.0], [1.0, 1.0]]
    """
    covariance = checks.array(covariance, "The covariance")
    shape = covariance.shape
    deep = 2 if not several else max(2, len(shape))
    if len(shape) != deep or shape[-1] != shape[-2] or not covariance.size:
        raise ValueError(f"A covariance has shape (dims, dims); {shape} came.")
    checks.finite(covariance, "The covariance")
    variances = np.diagonal(covariance, axis1=-2, axis2=-1)
    std = np.sqrt(np.abs(variances))
    _check_symmetric(covariance, std)
    covariance = covariance + (covariance.swapaxes(-1, -2) - covariance) / 2
    if not np.all(variances > 0):
        raise _not_definite(shape, np.linalg.eigvalsh(covariance).min())
    widths = squared_widths(covariance, std)
    if singular(widths[..., 0], widths[..., -1], shape[-1]).any():
        smallest, relative = np.linalg.eigvalsh(covariance).min(), widths[..., 0].min()
        if smallest < 0 and not singular(-relative, widths.max(), shape[-1]):
            raise _not_definite(shape, smallest)
        rounding = ", no more than rounding" * bool(relative > 0)
        raise _not_definite(shape, relative, " in units of its standard deviations" + rounding)
    return _factor(covariance)


def in_units(covariance, std):
    """A covariance (..., dims, dims) of the variables divided by `std`, shape (..., dims)."""
    return covariance / std[..., :, None] / std[..., None, :]


def squared_widths(covariance, std):
    """The eigenvalues (..., dims), the smallest first, of a covariance in units of `std`."""
    return np.linalg.eigvalsh(in_units(covariance, std))


def singular(smallest, largest, dims):
    """Whether an eigenvalue beside the largest is 0, up to the rounding of dims variables."""
    return ~(smallest > dims * np.finfo(float).eps * largest)


def settle_thin(covariance, root):
    """A covariance Aᵀ A, anew where rounding would decide its width; root() is A, (n, dims).

    The rounding of sums over n points may hide that it is singular. By A = Q R it is Rᵀ R, and
    only sums over dims numbers are left.
    """
    std = np.sqrt(np.diagonal(covariance))
    if not np.all(std > 0):
        return covariance
    smallest, largest = squared_widths(covariance, std)[[0, -1]]
    if smallest > 1e-8 * largest:
        return covariance
    units = np.ldexp(1.0, np.frexp(std)[1])  # powers of 2, so that nothing is rounded
    r = np.linalg.qr(root() / units, mode="r")
    return r.T @ r * units * units[:, None]


def _factor(covariance):
    """`cholesky` of what was found to be positive definite."""
    try:
        return np.linalg.cholesky(covariance)
    except np.linalg.LinAlgError:  # so thin that the last pivot drowns in rounding
        std = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
        return std[..., None] * _factor_of_thin(in_units(covariance, std))


def _factor_of_thin(correlation):
    """`cholesky` by the eigenvalues, none of which is 0: R = A Aᵀ with A = V √Λ, and Aᵀ = Q Lᵀ."""
    eigenvalues, vectors = np.linalg.eigh(correlation)
    root = vectors * np.sqrt(eigenvalues)[..., None, :]
    factor = np.linalg.qr(root.swapaxes(-1, -2)).R.swapaxes(-1, -2)
    return factor * np.sign(np.diagonal(factor, axis1=-2, axis2=-1))[..., None, :]


def _not_definite(shape, smallest, units=""):
    return ValueError(
        f"A covariance (here of shape {shape}) is positive definite, or it has no density; the "
        f"smallest eigenvalue of this one is {smallest:.3g}{units}. Are there fewer data than "
        "dimensions, or is one variable a copy of others?"
    )


def _check_symmetric(covariance, std):
    mirrored = covariance.swapaxes(-1, -2)
    too_far = np.abs(covariance - mirrored) > 1e-8 * std[..., :, None] * std[..., None, :]
    if too_far.any():
        *_, i, j = place = tuple(np.argwhere(too_far)[0])
        one, other = checks.told_apart(covariance[place], mirrored[place])
        raise ValueError(
            f"A covariance is symmetric; entries [{i}, {j}] and [{j}, {i}] of the one that came "
            f"are {one} and {other} (shape {covariance.shape})."
        )


def _squared_distance(x, mean, factor):
    """‖L⁻¹ (x − μ)‖²: of points (n, dims), and of means (..., dims) with their factors: (..., n).

    NumPy's inverse of L and one product, and not SciPy's `solve_triangular`: for many points it
    takes a third of the time, and NumPy and SciPy bring threads of their own, those of the one in
    the way of the other's. The points are taken in blocks that stay in the processor's cache.
    """
    to_white = np.linalg.inv(factor).swapaxes(-1, -2)
    squares = np.empty((*mean.shape[:-1], len(x)))
    step = max(1, _BLOCK // mean.size)
    for start in range(0, len(x), step):
        y = (x[start : start + step] - mean[..., None, :]) @ to_white
        squares[..., start : start + step] = np.einsum("...i,...i->...", y, y)
    return squares


def _points(x, mean, dims):
    x, mean = checks.array(x, "x"), _mean(mean, dims)
    if x.ndim < 1 or x.shape[-1] != dims:
        raise ValueError(f"x has shape (..., {dims}), as the covariance; {x.shape} came.")
    checks.finite(x, "x")
    return x, mean


def _rows(x):
    return x.reshape(-1, x.shape[-1])


def _mean(mean, dims):
    mean = checks.array(mean, "The mean")
    if mean.shape != (dims,):
        raise ValueError(f"The mean has shape ({dims},), as the covariance; {mean.shape} came.")
    checks.finite(mean, "The mean")
    return mean


def _check_known(known, values, dims):
    if known.shape != values.shape or known.ndim != 1 or not known.size:
        raise ValueError(
            f"One value for each known coordinate: shapes {known.shape} and {values.shape} came."
        )
    if not np.issubdtype(known.dtype, np.integer) or np.any((known < -dims) | (known >= dims)):
        raise ValueError(f"Known are some of the coordinates 0 to {dims - 1}; {known} came.")
    if len(np.unique(known % dims)) < len(known) or len(known) == dims:
        raise ValueError(f"Each known coordinate once, and not all {dims}; {known} came.")
    checks.finite(values, "The known values")


__all__ = [
    "cholesky", "conditional", "covariance_2d", "density", "ellipse", "fit", "log_density",
    "log_density_by_factor", "mahalanobis", "sample", "whiten",
]  # fmt: skip
