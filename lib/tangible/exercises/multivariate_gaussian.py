"""The exercises of chapter 4, in its order."""

import numpy as np

from tangible.teach import Exercise

_COVARIANCES = (
    np.array([[4.0, 0.0], [0.0, 1.0]]),
    np.array([[2.0, 1.0], [1.0, 3.0]]),
    np.array([[1.0, -0.6], [-0.6, 0.5]]),
)


def _distance(x, mean, covariance):
    deviation = x - mean
    return np.sqrt(deviation @ np.linalg.solve(covariance, deviation))


mahalanobis_distance = Exercise(
    _distance,
    [
        (np.array([6.0, 0.0]), np.array([0.0, 0.0]), _COVARIANCES[0]),
        (np.array([2.0, -1.0]), np.array([1.0, 1.0]), _COVARIANCES[1]),
        (np.array([1.0, 2.0]), np.array([-1.0, 0.0]), _COVARIANCES[2]),
    ],
    [
        (
            lambda x, mean, covariance: _distance(x, mean, covariance) ** 2,
            "That is the square of the distance. Take the root.",
        ),
        (
            lambda x, mean, covariance: -(_distance(x, mean, covariance) ** 2) / 2,
            "That is the density's exponent. The distance itself is asked for.",
        ),
        (
            lambda x, mean, covariance: np.linalg.norm(x - mean),
            "That is the Euclidean distance: Σ plays no part in it yet.",
        ),
        (
            lambda x, mean, covariance: np.sqrt((x - mean) @ covariance @ (x - mean)),
            "Between the two deviations stands the inverse of Σ, not Σ.",
        ),
        (
            lambda x, mean, covariance: np.sqrt(x @ np.linalg.solve(covariance, x)),
            "Distances are measured from the mean: take x − μ.",
        ),
        (
            lambda x, mean, covariance: np.linalg.norm((x - mean) / np.sqrt(np.diag(covariance))),
            "This divides by the standard deviations only, and misses the correlation.",
        ),
    ],
    hint="Between two deviations stands the inverse of Σ; and the whole under a root.",
    section="section 3",
    formula="Its square is (x − μ)ᵀ Σ⁻¹ (x − μ); `np.linalg.solve(covariance, x - mean)` solves.",
)


def _turn(angle):
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _from_axes(angle, std1, std2):
    return _turn(angle) @ np.diag([std1**2, std2**2]) @ _turn(angle).T


covariance_from_axes = Exercise(
    _from_axes,
    [(0.0, 2.0, 1.0), (np.pi / 6, 3.0, 1.0), (-0.4, 0.5, 2.0)],
    [
        (
            lambda angle, std1, std2: _turn(angle) @ np.diag([std1, std2]) @ _turn(angle).T,
            "On the diagonal of Λ stand the variances: square the standard deviations.",
        ),
        (
            lambda angle, std1, std2: _from_axes(-angle, std1, std2),
            "This is turned the other way: Q Λ Qᵀ, with the eigenvectors as columns of Q.",
        ),
        (
            lambda angle, std1, std2: _from_axes(np.radians(angle), std1, std2),
            "`np.cos` and `np.sin` take radians, and the angle comes in radians.",
        ),
        (
            lambda angle, std1, std2: _turn(angle) @ np.diag([std1**2, std2**2]),
            "Qᵀ is missing on the right: without it Σ is not even symmetric.",
        ),
        (
            lambda angle, std1, std2: _turn(angle) * np.diag([std1**2, std2**2]) * _turn(angle).T,
            "`*` multiplies entry by entry. The matrix product is `@`.",
        ),
    ],
    hint="The directions are the columns of Q, the variances the diagonal of Λ.",
    section="section 4",
    formula="Σ = Q Λ Qᵀ: the columns of Q are (cos, sin) and (−sin, cos).",
)

_Q = [_turn(0.7), np.array([[0.6, 0.8], [0.8, -0.6]])]


def _own(x, mean, Q):
    return Q.T @ (x - mean)


rotated_coordinates = Exercise(
    _own,
    [
        (np.array([3.0, 1.0]), np.array([1.0, 1.0]), np.array([[0.6, -0.8], [0.8, 0.6]])),
        (np.array([2.0, -1.0]), np.array([0.5, 1.0]), _Q[0]),
        (np.array([-1.0, 2.0]), np.array([1.0, 0.0]), _Q[1] @ _Q[0]),
    ],
    [
        (
            lambda x, mean, Q: Q @ (x - mean),
            "Q turns the axes to the ellipse. The way back into its coordinates is Qᵀ.",
        ),
        (lambda x, mean, Q: Q.T @ x, "First move the mean to the origin: x − μ."),
        (lambda x, mean, Q: Q.T @ x - mean, "Subtract the mean before you turn, not after."),
        (
            lambda x, mean, Q: Q.T @ (x + mean),
            "Subtract the mean: at x = μ the coordinates are zero.",
        ),
        (
            lambda x, mean, Q: _own(x, mean, Q) + mean,
            "In its own coordinates the ellipse's mean is at zero: do not add it again.",
        ),
        (lambda x, mean, Q: _own(mean, x, Q), "It is x − μ, not μ − x."),
    ],
    hint="First move, then turn.",
    section="section 6",
    formula="y_k = q_kᵀ (x − μ) for each column q_k of Q; all of them at once are Qᵀ (x − μ).",
)


_THREE = np.array([[2.0, 1.2, 0.4], [1.2, 3.0, -0.5], [0.4, -0.5, 1.0]])


def _shares(x, mean, covariance):
    eigenvalues, Q = np.linalg.eigh(covariance)
    return (Q.T @ (x - mean)) ** 2 / eigenvalues


shares_of_distance = Exercise(
    _shares,
    [
        (np.array([1.0, 3.0]), np.array([0.0, 0.0]), np.diag([1.0, 4.0])),
        (np.array([2.0, -1.0, 3.0]), np.array([1.0, 1.0, 1.0]), _THREE),
        (np.array([1.0, 2.0]), np.array([-1.0, 0.0]), _COVARIANCES[2]),
    ],
    [
        (
            lambda x, mean, covariance: np.sum(_shares(x, mean, covariance)),
            "That is their sum, the squared distance. Return the shares one by one.",
        ),
        (
            lambda x, mean, covariance: (
                (np.linalg.eigh(covariance)[1].T @ (x - mean)) ** 2
                / np.linalg.eigh(covariance)[0] ** 2
            ),
            "The eigenvalues are variances already: y² is divided by λ, not by λ².",
        ),
        (
            lambda x, mean, covariance: (
                (np.linalg.eigh(covariance)[1].T @ (x - mean)) / np.linalg.eigh(covariance)[0]
            ),
            "Square the coordinates: y²/λ.",
        ),
        (
            lambda x, mean, covariance: (np.linalg.eigh(covariance)[1].T @ (x - mean)) ** 2,
            "Those are the shares of the Euclidean distance. Divide each by its eigenvalue.",
        ),
        (
            lambda x, mean, covariance: (
                (np.linalg.eigh(covariance)[1] @ (x - mean)) ** 2 / np.linalg.eigh(covariance)[0]
            ),
            "The eigenvectors are the columns of Q, so y = Qᵀ (x − μ).",
        ),
        (
            lambda x, mean, covariance: (x - mean) ** 2 / np.diag(covariance),
            "That holds without correlation only. Go to the ellipse's own axes first.",
        ),
        (
            lambda x, mean, covariance: (
                _shares(x, mean, covariance) / np.sum(_shares(x, mean, covariance))
            ),
            "These add up to 1. Do not divide by the sum: the summands themselves are asked for.",
        ),
        (
            lambda x, mean, covariance: _shares(x, 0 * mean, covariance),
            "Take x − μ first: the distance is measured from the mean.",
        ),
        (
            lambda x, mean, covariance: _shares(x, mean, covariance)[::-1],
            "In the order of `eigh`, please: the smallest eigenvalue first.",
        ),
    ],
    hint="First the coordinates along the ellipse's own axes. (`eigh` sorts, `eig` does not.)",
    section="section 7",
    formula="`eigenvalues, Q = np.linalg.eigh(covariance)`, then y = Qᵀ (x − μ), then y²/λ.",
)

_Z = np.array([[1.0, 0.0], [0.0, 1.0], [1.5, -2.0]])


def _colored(z, mean, covariance):
    return mean + z @ np.linalg.cholesky(covariance).T


def _symmetric_root(covariance):
    eigenvalues, Q = np.linalg.eigh(covariance)
    return Q @ np.diag(np.sqrt(eigenvalues)) @ Q.T


color_the_noise = Exercise(
    _colored,
    [
        (_Z, np.array([0.0, 5.0]), _COVARIANCES[0]),
        (_Z, np.array([1.0, -1.0]), _COVARIANCES[1]),
        (_Z, np.array([0.0, 2.0]), _COVARIANCES[2]),
    ],
    [
        (
            lambda z, mean, covariance: mean + z @ np.linalg.cholesky(covariance),
            "One row of z is z_n, and x_n = μ + L z_n. What does that say of all rows at once?",
        ),
        (
            lambda z, mean, covariance: mean + z @ covariance,
            "With Σ in place of L the covariance comes out as Σ². A root of Σ is needed.",
        ),
        (
            lambda z, mean, covariance: z @ np.linalg.cholesky(covariance).T,
            "The spread is right; the mean is missing.",
        ),
        (
            lambda z, mean, covariance: mean + z * np.sqrt(np.diag(covariance)),
            "Each coordinate has its standard deviation, but they are not correlated yet.",
        ),
        (
            lambda z, mean, covariance: mean + z @ np.sqrt(covariance),
            "`np.sqrt` takes the root of each entry. `np.linalg.cholesky` takes that of a matrix.",
        ),
        (
            lambda z, mean, covariance: mean + z @ np.linalg.inv(np.linalg.cholesky(covariance)).T,
            "That would whiten. Colouring is the way back: with L, not its inverse.",
        ),
        (
            lambda z, mean, covariance: (
                mean
                + z @ (np.linalg.eigh(covariance)[1] * np.sqrt(np.linalg.eigh(covariance)[0])).T
            ),
            "That is a root of Σ too, and its samples are right. Asked for here is Cholesky's.",
        ),
        (
            lambda z, mean, covariance: mean + z @ _symmetric_root(covariance),
            "That is a root of Σ too, and its samples are right. Asked for here is Cholesky's.",
        ),
    ],
    hint="Which matrix makes the covariance Σ out of white noise?",
    section="section 8",
    formula="x = μ + L z with L = np.linalg.cholesky(covariance); as rows: z @ L.T.",
)

_DATA = np.array([[1.0, 2.0], [3.0, 3.0], [4.0, 7.0], [0.0, 1.0]])


def _fitted(x):
    deviation = x - x.mean(axis=0)
    return deviation.T @ deviation / len(x)


fit_covariance = Exercise(
    _fitted,
    [
        (np.array([[0.0, 0.0], [2.0, 4.0], [1.0, -1.0], [1.0, 1.0]]),),
        (_DATA,),
        (_DATA @ [[1.0, 2, 0], [0, 1, 3]],),
    ],
    [
        (
            lambda x: np.cov(x.T),
            "That has N − 1 in the denominator. Maximum likelihood has N (`bias=True`).",
        ),
        (
            lambda x: np.cov(x, bias=True),
            "`np.cov` takes the variables as rows: give it `x.T`.",
        ),
        (
            lambda x: np.cov(x),
            "`np.cov` takes the variables as rows: give it `x.T`, and `bias=True` for N.",
        ),
        (
            lambda x: x.T @ x / len(x),
            "These are averages of products of x. Subtract the mean first.",
        ),
        (
            lambda x: len(x) * _fitted(x),
            "This is the sum. The covariance is the average: divide by N.",
        ),
        (
            lambda x: len(x) * _fitted(x) / x.shape[1],
            "`x.shape[1]` counts the variables. Divide by the number of samples, `len(x)`.",
        ),
        (
            lambda x: (x - x.mean()).T @ (x - x.mean()) / len(x),
            "`x.mean()` is the mean of all numbers. Each column has its own: `axis=0`.",
        ),
        (
            lambda x: (x - x.mean(axis=0)) @ (x - x.mean(axis=0)).T / len(x),
            "That has a row for each sample. Transpose the first factor, not the second.",
        ),
        (
            lambda x: x.var(axis=0),
            "Those are the variances, Σ's diagonal. What of the entries beside it?",
        ),
        (
            lambda x: np.corrcoef(x.T),
            "That is the correlation: the covariance divided by both standard deviations.",
        ),
    ],
    hint="An average of products of deviations.",
    section="section 8",
    formula="The average of (x_n − μ̂)(x_n − μ̂)ᵀ: with the deviations as the rows of D, DᵀD/N.",
)


def _given(mean, covariance, value):
    slope = covariance[0, 1] / covariance[0, 0]
    return np.array(
        [
            mean[1] + slope * (value - mean[0]),
            covariance[1, 1] - slope * covariance[0, 1],
        ]
    )


conditional_of_two = Exercise(
    _given,
    [
        (np.array([0.0, 1.0]), np.array([[4.0, 1.0], [1.0, 1.0]]), 2.0),
        (np.array([1.0, 3.0]), _COVARIANCES[1], 0.5),
        (np.array([-1.0, 2.0]), _COVARIANCES[2], 1.0),
    ],
    [
        (
            lambda mean, covariance, value: np.array(
                [
                    mean[1] + covariance[0, 1] / covariance[1, 1] * (value - mean[0]),
                    covariance[1, 1] - covariance[0, 1] ** 2 / covariance[0, 0],
                ]
            ),
            "The slope divides by the variance of what is known, Σ₁₁.",
        ),
        (
            lambda mean, covariance, value: np.array(
                [
                    mean[1] + covariance[0, 1] / covariance[0, 0] * value,
                    covariance[1, 1] - covariance[0, 1] ** 2 / covariance[0, 0],
                ]
            ),
            "What shifts the mean is the known value's deviation from its own mean.",
        ),
        (
            lambda mean, covariance, value: _given(mean, covariance, value)[::-1],
            "The mean comes first, then the variance.",
        ),
        (
            lambda mean, covariance, value: _given(mean, covariance, value) - [mean[1], 0],
            "Without any news the mean of x₂ is μ₂: start from there.",
        ),
        (
            lambda mean, covariance, value: np.array(
                [_given(mean, covariance, value)[0], covariance[1, 1]]
            ),
            "Your variance is that of the shadow. Knowing x₁ makes it smaller: the slice's.",
        ),
        (
            lambda mean, covariance, value: np.array(
                [
                    _given(mean, covariance, value)[0],
                    covariance[1, 1] + covariance[0, 1] ** 2 / covariance[0, 0],
                ]
            ),
            "Knowledge makes the variance smaller, not larger: watch the sign.",
        ),
        (
            lambda mean, covariance, value: np.array(
                [
                    _given(mean, covariance, value)[0],
                    np.sqrt(_given(mean, covariance, value)[1]),
                ]
            ),
            "The second number is the variance; you give the standard deviation.",
        ),
        (
            lambda mean, covariance, value: np.array(
                [
                    mean[0] + covariance[0, 1] / covariance[1, 1] * (value - mean[1]),
                    covariance[0, 0] - covariance[0, 1] ** 2 / covariance[1, 1],
                ]
            ),
            "That is x₁ given x₂. Known is x₁; asked for is x₂.",
        ),
    ],
    hint="A slope times the news about x₁; and a variance that the news makes smaller.",
    section="section 9",
    formula="Mean μ₂ + (Σ₂₁/Σ₁₁)(x₁ − μ₁), variance Σ₂₂ − Σ₂₁²/Σ₁₁.",
)


def _alike(dims, variance):
    """Each variable has this variance, any two the correlation 1/2."""
    return variance * (np.eye(dims) + 1) / 2


def _log_det(covariance):
    return 2 * np.sum(np.log(np.diag(np.linalg.cholesky(covariance))))


log_determinant = Exercise(
    _log_det,
    [(_COVARIANCES[0],), (_COVARIANCES[1],), (_alike(300, 100.0),), (_alike(500, 1e-4),)],
    [
        (
            lambda covariance: np.log(np.linalg.det(covariance)),
            "Right for small matrices. In 500 dimensions the determinant is 0 or infinite.",
        ),
        (
            lambda covariance: _log_det(covariance) / 2,
            "That is log det L. Since Σ = L Lᵀ, log det Σ is twice that.",
        ),
        (
            lambda covariance: 2 * np.log(np.prod(np.diag(np.linalg.cholesky(covariance)))),
            "The product over- or underflows as the determinant does. Add logarithms instead.",
        ),
        (
            lambda covariance: np.array(np.linalg.slogdet(covariance)),
            "It gives the sign and the logarithm: take `[1]`.",
        ),
        (
            lambda covariance: np.sum(np.log(np.diag(covariance))),
            "The determinant is not the product of Σ's own diagonal. That holds for L.",
        ),
        (
            lambda covariance: np.prod(np.diag(np.linalg.cholesky(covariance))) ** 2,
            "That is the determinant. Its logarithm is asked for, as a sum of logarithms.",
        ),
    ],
    hint="Take logarithms before anything is multiplied.",
    section="section 10",
    formula="det L is the product of L's diagonal, det Σ = (det L)²; a log turns it into a sum.",
)
