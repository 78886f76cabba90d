"""The exercises of chapter 4, in its order."""

import numpy as np

from tangible.teach import Exercise

_ODD = np.sin(np.arange(1.0, 41) ** 2)  # numbers of either sign, none of them round


def _covariance(x, y):
    return np.mean((x - x.mean()) * (y - y.mean()))


covariance_of_pairs = Exercise(
    _covariance,
    [
        (np.array([1.0, 2, 6]), np.array([3.0, -1, 2.5])),
        (np.array([0.5, -1.5]), np.array([-2.0, 4])),
        (100 + 3 * _ODD[:9], 40 * _ODD[9:18]),
        (np.array([-1.0, 0, 1, 4]), np.array([2.0, -1, 2, -0.5])),
        (np.array([0.01, -0.02, 0.045, 0.03]), np.array([0.3, 0.1, 0.25, -0.7])),
        (np.array([-1.0, 0, 1]), np.array([1.0, -2, 1])),
        (np.array([2.5, 2.5, 2.5]), np.array([1.0, 4, -2])),
        (np.array([3.0]), np.array([-2.0])),
    ],
    [
        (
            lambda x, y: np.sum((x - x.mean()) * (y - y.mean())) / (len(x) - 1),
            "That divides by n − 1. The mean of the products divides by n.",
        ),
        (
            lambda x, y: _covariance(x, y) / (x.std() * y.std()),
            "That is the correlation: the covariance divided by both standard deviations.",
        ),
        (
            lambda x, y: np.mean(x * y),
            "That is the mean of the products of x and y. Take the means away before multiplying.",
        ),
        (
            lambda x, y: np.cov(x, y, bias=True),
            "That is the whole matrix. The covariance of the two stands beside its diagonal.",
        ),
        (
            lambda x, y: np.cov(x, y),
            "That is the whole matrix, and with n − 1. One number of it is asked for, with n.",
        ),
        (
            lambda x, y: x.std() * y.std(),
            "How far each one spreads says nothing of whether they go together.",
        ),
        (
            lambda x, y: x.var() * y.var(),
            "How far each one spreads says nothing of whether they go together.",
        ),
        (
            lambda x, y: np.mean((x - np.median(x)) * (y - np.median(y))),
            "Deviations are measured from the means, not from the medians.",
        ),
        (
            lambda x, y: np.sum((x - x.mean()) * (y - y.mean())),
            "That is the sum. Their mean is asked for.",
        ),
        (
            lambda x, y: (x - x.mean()) * (y - y.mean()),
            "Those are the products, one for each pair. Take their mean.",
        ),
        (
            lambda x, y: np.mean(np.abs((x - x.mean()) * (y - y.mean()))),
            "Keep the signs: where one is above its mean and the other below, it counts against.",
        ),
        (
            lambda x, y: np.mean(x - x.mean()) * np.mean(y - y.mean()),
            "First multiply, pair by pair, then take the mean: deviations alone cancel out.",
        ),
        (
            lambda x, y: _covariance(x, y) / x.var(),
            "That is the slope of the line through the pairs: divided by the variance of x.",
        ),
    ],
    wrong=[
        lambda x, y: abs(_covariance(x, y)),
        lambda x, y: max(_covariance(x, y), 0),
        lambda x, y: -_covariance(x, y),
        lambda x, y: _covariance(np.sort(x), np.sort(y)),
        lambda x, y: _covariance(x, y[::-1]),
        lambda x, y: _covariance(x[:3], y[:3]),
        lambda x, y: np.sum((x - x.mean()) * (y - y.mean())) / 3,
        lambda x, y: np.sqrt(abs(_covariance(x, y))),
        lambda x, y: round(_covariance(x, y), 4),
        lambda x, y: np.mean((x - x[0]) * (y - y[0])),
        lambda x, y: np.mean((x - y.mean()) * (y - x.mean())),
        lambda x, y: np.mean(x * y) + x.mean() * y.mean(),
        lambda x, y: np.mean(x * y) - np.median(x) * np.median(y),
        lambda x, y: np.sum(x * y) - x.mean() * y.mean(),
        lambda x, y: np.sum(x * y) - x.sum() * y.sum() / len(x) ** 2,
        lambda x, y: np.var(x - y) / 2,
        lambda x, y: np.var(x + y) - np.var(x) - np.var(y),
        lambda x, y: np.mean((x - x.mean()) ** 2 * (y - y.mean()) ** 2),
        lambda x, y: np.array([_covariance(x, y)]),
    ],
    hint="How far is each x from the mean of x, and its y from the mean of y, at the same time?",
    section="section 1",
    formula="Σ (xₙ − x̄)(yₙ − ȳ) / n.",
)

_COVARIANCES = (
    np.array([[4.0, 0.0], [0.0, 1.0]]),
    np.array([[2.0, 1.0], [1.0, 3.0]]),
    np.array([[1.0, -0.6], [-0.6, 0.5]]),
)
_THREE = np.array([[2.0, 1.2, 0.4], [1.2, 3.0, -0.5], [0.4, -0.5, 1.0]])
_FOUR = 0.01 * np.array([[2, 0.5, -0.3, 0], [0.5, 1, 0.2, 0.4], [-0.3, 0.2, 3, 1], [0, 0.4, 1, 4]])
_FIVE = 40 * (
    np.outer(_ODD[:5], _ODD[:5]) + np.outer(_ODD[5:10], _ODD[5:10]) + np.diag(_ODD[:5] ** 2)
)


def _squared(x, mean, covariance):
    deviation = x - mean
    return deviation @ np.linalg.solve(covariance, deviation)


def _log_det(covariance):
    return np.linalg.slogdet(covariance)[1]


def _terms(x, mean, covariance):
    """What (B.8) adds up, but for the signs."""
    constant = len(x) / 2 * np.log(2 * np.pi)
    return np.array([_squared(x, mean, covariance) / 2, constant, _log_det(covariance) / 2])


def _log_density(x, mean, covariance):
    return -np.sum(_terms(x, mean, covariance))


normal_log_density = Exercise(
    _log_density,
    [
        (np.array([2.0, -1]), np.array([1.0, 1]), _COVARIANCES[1]),
        (np.array([2.0, -1, 3]), np.array([1.0, 1, 0.5]), _THREE),
        (np.array([1.5]), np.array([-0.5]), np.array([[0.25]])),
        (np.array([0.1, -0.25, 0.3, 0]), np.array([0.0, -0.1, 0.2, 0.05]), _FOUR),
        (np.array([-60.0, 45]), np.array([1.0, 0.5]), _COVARIANCES[2]),
        (90 * _ODD[:5], 70 * _ODD[7:12], _FIVE),
        (np.array([0.395, -2]), np.array([0.25, -2]), np.diag([0.01, 0.3])),
    ],
    [
        (
            lambda x, mean, covariance: _terms(x, mean, covariance) @ [-1, -1, -2],
            "The determinant stands under a root: its logarithm is halved.",
        ),
        (
            lambda x, mean, covariance: _terms(x, mean, covariance) @ [-1, 0, -1],
            "The constant with 2π is missing: without it the volume is not 1.",
        ),
        (
            lambda x, mean, covariance: _terms(x, mean, covariance) @ [-1, -2 / len(x), -1],
            "log 2π is right in the plane. Each dimension brings half of it.",
        ),
        (
            lambda x, mean, covariance: _terms(x, mean, covariance) @ [-1, -1 / len(x), -1],
            "Each dimension brings a factor √(2π) of its own.",
        ),
        (
            lambda x, mean, covariance: _terms(x, mean, covariance) @ [-1, -2, -1],
            "The constant is too large: one √(2π), not 2π, for each dimension.",
        ),
        (
            lambda x, mean, covariance: (
                np.sum(_terms(x, mean, covariance) * [0, -1, -1])
                - np.sqrt(_squared(x, mean, covariance)) / 2
            ),
            "In the exponent stands the square of the distance: no root.",
        ),
        (
            lambda x, mean, covariance: _terms(x, mean, covariance) @ [-2, -1, -1],
            "The squared distance is halved.",
        ),
        (
            lambda x, mean, covariance: -_log_density(x, mean, covariance),
            "The sign is turned round: far away the density is small, and its log negative.",
        ),
        (
            lambda x, mean, covariance: _terms(x, mean, covariance) @ [1, -1, -1],
            "The sign of the distance's part: far away the density is small.",
        ),
        (
            lambda x, mean, covariance: _terms(x, mean, covariance) @ [-1, -1, 1],
            "The sign of the determinant's part: the wider the bell, the lower it is.",
        ),
        (
            lambda x, mean, covariance: _terms(x, mean, covariance) @ [-1, -1, 0],
            "The determinant is missing: the wider the bell, the lower it is.",
        ),
        (
            lambda x, mean, covariance: (
                np.sum(_terms(x, mean, covariance) * [0, -1, -1])
                - (x - mean) @ covariance @ (x - mean) / 2
            ),
            "Between the two deviations stands the inverse of Σ, not Σ.",
        ),
        (
            lambda x, mean, covariance: _log_density(x, 0 * mean, covariance),
            "Take the mean away from x first.",
        ),
        (
            lambda x, mean, covariance: _log_density(x, mean, np.diag(np.diag(covariance))),
            "That takes the variables for independent: each has its variance, and no two a "
            "covariance.",
        ),
        (
            lambda x, mean, covariance: _log_density(x, mean, np.diag(np.diag(covariance) ** 2)),
            "On the diagonal of Σ stand variances already; and what of the entries beside it?",
        ),
        (
            lambda x, mean, covariance: np.exp(_log_density(x, mean, covariance)),
            "That is the density. Its logarithm is asked for.",
        ),
        (
            lambda x, mean, covariance: np.log(np.exp(_log_density(x, mean, covariance))),
            "Far away the density is 0 to the computer. Take the logarithm of its formula first.",
        ),
        (
            lambda x, mean, covariance: _log_density(x, mean, covariance) / np.log(2),
            "In nats: the natural logarithm.",
        ),
        (
            lambda x, mean, covariance: _log_density(x, mean, covariance) / np.log(10),
            "In nats: the natural logarithm.",
        ),
    ],
    wrong=[
        lambda x, mean, covariance: min(_log_density(x, mean, covariance), 0),
        lambda x, mean, covariance: max(_log_density(x, mean, covariance), -700),
        lambda x, mean, covariance: np.log(np.exp(_log_density(x, mean, covariance)) + 1e-300),
        lambda x, mean, covariance: -_squared(x, mean, covariance) / 2,
        lambda x, mean, covariance: _log_density(x[:2], mean[:2], covariance[:2, :2]),
        lambda x, mean, covariance: _log_density(x, mean, covariance @ covariance),
        lambda x, mean, covariance: _log_density(x, mean, np.linalg.inv(covariance)),
        lambda x, mean, covariance: _log_density(x, mean, np.abs(covariance)),
        lambda x, mean, covariance: _log_density(x, mean, np.eye(len(x))),
        lambda x, mean, covariance: _log_density(x, mean, covariance) / len(x),
        lambda x, mean, covariance: round(_log_density(x, mean, covariance), 3),
        lambda x, mean, covariance: (
            np.sum(_terms(x, mean, covariance) * [-1, -1, 0]) - np.log(np.trace(covariance)) / 2
        ),
        lambda x, mean, covariance: (
            np.sum(_terms(x, mean, covariance) * [-1, -1, 0]) - np.linalg.det(covariance) / 2
        ),
        lambda x, mean, covariance: (
            np.sum(_terms(x, mean, covariance) * [-1, 0, -1]) - len(x) / 2 * np.log(np.pi)
        ),
        lambda x, mean, covariance: (
            np.sum(_terms(x, mean, covariance) * [-1, 0, -1]) - len(x) * np.pi
        ),
        lambda x, mean, covariance: -_terms(x, mean, covariance),
        lambda x, mean, covariance: np.array([_log_density(x, mean, covariance)]),
    ],
    hint="Three terms: the squared distance, the constant and the determinant. Print each.",
    section="section 2",
    formula="(B.8): −(x − μ)ᵀ Σ⁻¹ (x − μ)/2 − (d/2) log 2π − (1/2) log det Σ.",
)


def _distance(x, mean, covariance):
    return np.sqrt(_squared(x, mean, covariance))


def _white(x, mean, covariance):
    return np.linalg.solve(np.linalg.cholesky(covariance), x - mean)


def _plane_distance(x, mean, covariance):
    """By the formula of the plane: right in two dimensions only."""
    (a, b), (_, c) = covariance[:2, :2]
    u, v = (x - mean)[:2]
    return np.sqrt((c * u**2 - 2 * b * u * v + a * v**2) / (a * c - b**2))


mahalanobis_distance = Exercise(
    _distance,
    [
        (np.array([6.0, 0.0]), np.array([0.0, 0.0]), _COVARIANCES[0]),
        (np.array([2.0, -1.0]), np.array([1.0, 1.0]), _COVARIANCES[1]),
        (np.array([1.0, 2.0]), np.array([-1.0, 0.0]), _COVARIANCES[2]),
        (np.array([2.0, -1, 3]), np.array([1.0, 1, 0.5]), _THREE),
        (np.array([0.1, -0.25, 0.3, 0]), np.array([0.0, -0.1, 0.2, 0.05]), _FOUR),
        (np.array([-1.5]), np.array([-1.4]), np.array([[9.0]])),
        (90 * _ODD[:5], 70 * _ODD[7:12], _FIVE),
        (np.array([4.0, -2.5]), np.array([4.0, -2.5]), _COVARIANCES[1]),
    ],
    [
        (
            lambda x, mean, covariance: _squared(x, mean, covariance),
            "That is the square of the distance. Take the root.",
        ),
        (
            lambda x, mean, covariance: -_squared(x, mean, covariance) / 2,
            "That is the density's exponent. The distance itself is asked for.",
        ),
        (
            lambda x, mean, covariance: _squared(x, mean, covariance) / 2,
            "That is half of the square, the density's exponent but for its sign. The distance "
            "itself is asked for.",
        ),
        (
            lambda x, mean, covariance: _white(x, mean, covariance),
            "Those are the white coordinates, L⁻¹(x − μ). How long is that vector?",
        ),
        (
            lambda x, mean, covariance: np.linalg.solve(covariance, x - mean),
            "That is a vector. Multiply it by the deviation once more.",
        ),
        (
            lambda x, mean, covariance: np.linalg.norm(np.linalg.solve(covariance, x - mean)),
            "Σ⁻¹(x − μ) is divided by variances. Only a root of Σ would make it white.",
        ),
        (
            lambda x, mean, covariance: np.linalg.norm(
                np.linalg.solve(np.linalg.cholesky(covariance).T, x - mean)
            ),
            "L and Lᵀ are not the same here: Σ = L Lᵀ, with the lower factor first.",
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
            lambda x, mean, covariance: _distance(x, 0 * mean, covariance),
            "Distances are measured from the mean: take x − μ.",
        ),
        (
            lambda x, mean, covariance: np.linalg.norm((x - mean) / np.sqrt(np.diag(covariance))),
            "This divides by the standard deviations only, and misses the correlation.",
        ),
    ],
    wrong=[
        _plane_distance,
        lambda x, mean, covariance: _distance(x[:3], mean[:3], covariance[:3, :3]),
        lambda x, mean, covariance: _distance(x, mean, np.abs(covariance)),
        lambda x, mean, covariance: _distance(np.abs(x), np.abs(mean), covariance),
        lambda x, mean, covariance: _distance(x, mean, covariance) / len(x),
        lambda x, mean, covariance: _distance(x, mean, covariance @ covariance),
        lambda x, mean, covariance: np.sum(np.abs(_white(x, mean, covariance))),
        lambda x, mean, covariance: np.max(np.abs(_white(x, mean, covariance))),
        lambda x, mean, covariance: np.linalg.norm((x - mean) / np.diag(covariance)),
        lambda x, mean, covariance: np.linalg.norm(x - mean) / np.sqrt(np.linalg.det(covariance)),
        lambda x, mean, covariance: np.linalg.norm(np.linalg.cholesky(covariance) @ (x - mean)),
        lambda x, mean, covariance: round(_distance(x, mean, covariance), 3),
        lambda x, mean, covariance: max(_distance(x, mean, covariance), 1),
        lambda x, mean, covariance: min(_distance(x, mean, covariance), 3),
        lambda x, mean, covariance: np.array([[_distance(x, mean, covariance)]]),
    ],
    hint="Between two deviations stands the inverse of Σ; and the whole under a root.",
    section="section 3",
    formula="Its square is (x − μ)ᵀ Σ⁻¹ (x − μ); `np.linalg.solve(covariance, x - mean)` solves.",
)


def _turn(angle):
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _from_axes(angle, std1, std2):
    return _turn(angle) @ np.diag([std1**2, std2**2]) @ _turn(angle).T


def _from_slanted(angle, std1, std2):
    slanted = np.array([[np.cos(angle), np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return slanted @ np.diag([std1**2, std2**2]) @ slanted.T


covariance_from_axes = Exercise(
    _from_axes,
    [
        (np.pi / 6, 3.0, 1.0),
        (0.0, 2.0, 1.0),
        (-0.4, 0.5, 2.0),
        (2.5, 1.5, 0.25),
        (np.pi / 2, 0.75, 2.5),
        (4.0, 0.02, 0.05),
        (1.0, 1.5, 1.5),
    ],
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
            lambda angle, std1, std2: _from_axes(np.degrees(angle), std1, std2),
            "`np.cos` and `np.sin` take radians, and the angle comes in radians.",
        ),
        (
            lambda angle, std1, std2: _turn(angle) @ np.diag([std1**2, std2**2]),
            "Qᵀ is missing on the right: without it Σ is not even symmetric.",
        ),
        (
            lambda angle, std1, std2: _turn(angle) @ np.diag([std1, std2]),
            "That is a root of Σ: it makes the cloud out of white noise. What is it times its "
            "transpose?",
        ),
        (
            lambda angle, std1, std2: _turn(angle) * np.diag([std1**2, std2**2]) * _turn(angle).T,
            "`*` multiplies entry by entry. The matrix product is `@`.",
        ),
        (
            lambda angle, std1, std2: _from_axes(angle, std2, std1),
            "`std1` belongs to the direction of `angle`; here `std2` lies there.",
        ),
        (
            _from_slanted,
            "(cos, sin) and (sin, cos) are at no right angle. Which sign makes them so?",
        ),
        (
            lambda angle, std1, std2: np.diag([std1**2, std2**2]),
            "That cloud lies along the axes: the angle plays no part yet.",
        ),
        (
            lambda angle, std1, std2: np.linalg.inv(_from_axes(angle, std1, std2)),
            "That is the inverse of Σ: the variances themselves stand on the diagonal of Λ.",
        ),
    ],
    wrong=[
        lambda angle, std1, std2: np.abs(_from_axes(angle, std1, std2)),
        lambda angle, std1, std2: np.diag(np.diag(_from_axes(angle, std1, std2))),
        lambda angle, std1, std2: _from_axes(angle, max(std1, std2), min(std1, std2)),
        lambda angle, std1, std2: _from_axes(angle % (np.pi / 2), std1, std2),
        lambda angle, std1, std2: _from_axes(abs(angle), std1, std2),
        lambda angle, std1, std2: _from_axes(2 * angle, std1, std2),
        lambda angle, std1, std2: _from_axes(angle, np.sqrt(std1), np.sqrt(std2)),
        lambda angle, std1, std2: np.round(_from_axes(angle, std1, std2), 3),
        lambda angle, std1, std2: _from_axes(angle, std1, std2)[::-1, ::-1],
        lambda angle, std1, std2: np.array(
            [
                [std1**2, np.sin(angle) * std1 * std2],
                [np.sin(angle) * std1 * std2, std2**2],
            ]
        ),
        lambda angle, std1, std2: (
            std1**2 * np.outer(_turn(angle)[:, 0], _turn(angle)[:, 0]) + std2**2 * np.eye(2)
        ),
        lambda angle, std1, std2: _turn(angle),
        lambda angle, std1, std2: np.array([std1**2, std2**2]),
    ],
    hint="The directions are the columns of Q, the variances the diagonal of Λ.",
    section="section 4",
    formula="Σ = Q Λ Qᵀ: the columns of Q are (cos, sin) and (−sin, cos).",
)

_MIRRORED = _turn(0.7) @ np.diag([1.0, -1])
_IN_SPACE = np.array([[2.0, -2, 1], [1, 2, 2], [2, 1, -2]]) / 3


def _own(x, mean, Q):
    return Q.T @ (x - mean)


rotated_coordinates = Exercise(
    _own,
    [
        (np.array([3.0, 1.5]), np.array([1.0, 1.0]), np.array([[0.6, -0.8], [0.8, 0.6]])),
        (np.array([2.0, -1.0]), np.array([0.5, 1.0]), _turn(0.7)),
        (np.array([-1.0, 2.0]), np.array([1.0, 0.0]), _MIRRORED @ _turn(2)),
        (np.array([2.0, -1, 4.5]), np.array([0.5, 1, -1]), _IN_SPACE),
        (60 * _ODD[:4], 40 * _ODD[4:8], np.kron(_turn(0.7), _turn(2))),
        (np.array([-2.0, 1.5]), np.array([-2.0, 1.5]), _turn(-0.3)),
        (np.array([4.01234567]), np.array([4.0]), np.array([[-1.0]])),
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
        (lambda x, mean, Q: x - mean, "That only moves. Now turn into the ellipse's own axes."),
        (
            lambda x, mean, Q: Q.T * (x - mean),
            "`*` multiplies entry by entry. The matrix product is `@`.",
        ),
        (
            lambda x, mean, Q: np.abs(_own(x, mean, Q)),
            "A coordinate may be negative: keep the signs.",
        ),
        (
            lambda x, mean, Q: _own(x, mean, Q) ** 2,
            "The squares come later, for the distance. The coordinates themselves are asked for.",
        ),
    ],
    wrong=[
        lambda x, mean, Q: Q.T[:2, :2] @ (x - mean)[:2],
        lambda x, mean, Q: _own(x[:3], mean[:3], Q[:3, :3]),
        lambda x, mean, Q: Q @ (x - mean) if np.linalg.det(Q) > 0 else _own(x, mean, Q),
        lambda x, mean, Q: _own(x, mean, Q)[::-1],
        lambda x, mean, Q: np.sort(_own(x, mean, Q)),
        lambda x, mean, Q: np.round(_own(x, mean, Q), 3),
        lambda x, mean, Q: _own(x, mean, np.abs(Q)),
        lambda x, mean, Q: Q @ _own(x, mean, Q),
        lambda x, mean, Q: Q @ x + mean,
        lambda x, mean, Q: _own(x, mean.mean(), Q),
        lambda x, mean, Q: _own(x, mean, Q) / np.linalg.norm(x - mean),
        lambda x, mean, Q: np.linalg.norm(_own(x, mean, Q)),
        lambda x, mean, Q: _own(x, mean, Q)[:, None],
    ],
    hint="First move, then turn.",
    section="section 6",
    formula="y_k = q_kᵀ (x − μ) for each column q_k of Q; all of them at once are Qᵀ (x − μ).",
)


def _by(eigen, x, mean, covariance):
    eigenvalues, Q = eigen(covariance)
    return (Q.T @ (x - mean)) ** 2 / eigenvalues


def _shares(x, mean, covariance):
    return _by(np.linalg.eigh, x, mean, covariance)


def _coordinates(x, mean, covariance):
    return np.linalg.eigh(covariance)[1].T @ (x - mean)


shares_of_distance = Exercise(
    _shares,
    [
        (np.array([1.0, 3.0]), np.array([0.0, 0.0]), np.diag([1.0, 4.0])),
        (np.array([2.0, -1.0, 3.0]), np.array([1.0, 1.0, 1.5]), _THREE),
        (np.array([1.0, 2.0]), np.array([-1.0, 0.5]), _COVARIANCES[2]),
        (np.array([1.0, 2, 4]), np.array([0.5, 0, 0]), np.diag([2.0, 5, 0.5])),
        (np.array([0.1, -0.25, 0.3, 0]), np.array([0.0, -0.1, 0.2, 0.05]), _FOUR),
        (90 * _ODD[:5], 70 * _ODD[7:12], _FIVE),
        (np.array([-3.0, 1]), np.array([-3.0, 1]), _COVARIANCES[1]),
    ],
    [
        (
            lambda x, mean, covariance: np.sum(_shares(x, mean, covariance)),
            "That is their sum, the squared distance. Return the shares one by one.",
        ),
        (
            lambda x, mean, covariance: (
                _shares(x, mean, covariance) / np.linalg.eigvalsh(covariance)
            ),
            "The eigenvalues are variances already: y² is divided by λ, not by λ².",
        ),
        (
            lambda x, mean, covariance: (
                _coordinates(x, mean, covariance) / np.linalg.eigvalsh(covariance)
            ),
            "Square the coordinates: y²/λ.",
        ),
        (
            lambda x, mean, covariance: np.sqrt(_shares(x, mean, covariance)),
            "Those are standard deviations, |y|/√λ. What adds up to d² are their squares.",
        ),
        (
            lambda x, mean, covariance: _coordinates(x, mean, covariance) ** 2,
            "Those are the shares of the Euclidean distance. Divide each by its eigenvalue.",
        ),
        (
            lambda x, mean, covariance: (
                _coordinates(x, mean, covariance) ** 2 * np.linalg.eigvalsh(covariance)
            ),
            "Along a wide axis the same way counts less: divide by λ.",
        ),
        (
            lambda x, mean, covariance: (
                (np.linalg.eigh(covariance)[1] @ (x - mean)) ** 2 / np.linalg.eigvalsh(covariance)
            ),
            "The eigenvectors are the columns of Q, so y = Qᵀ (x − μ).",
        ),
        (
            lambda x, mean, covariance: (x - mean) ** 2 / np.diag(covariance),
            "That holds without correlation only. Go to the ellipse's own axes first.",
        ),
        (
            lambda x, mean, covariance: _white(x, mean, covariance) ** 2,
            "They add up to d², but in Cholesky's coordinates. The ellipse's own axes are meant.",
        ),
        (
            lambda x, mean, covariance: (
                _shares(x, mean, covariance) / max(np.sum(_shares(x, mean, covariance)), 1e-300)
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
        (
            lambda x, mean, covariance: _by(np.linalg.eig, x, mean, covariance),
            "`eig` does not sort the eigenvalues; `eigh` does, the smallest first.",
        ),
    ],
    wrong=[
        lambda x, mean, covariance: np.sort(_shares(x, mean, covariance)),
        lambda x, mean, covariance: _shares(x[:2], mean[:2], covariance[:2, :2]),
        lambda x, mean, covariance: _shares(x[:3], mean[:3], covariance[:3, :3]),
        lambda x, mean, covariance: np.round(_shares(x, mean, covariance), 3),
        lambda x, mean, covariance: _shares(x, mean, np.abs(covariance)),
        lambda x, mean, covariance: _shares(np.abs(x), np.abs(mean), covariance),
        lambda x, mean, covariance: _shares(x, mean, covariance) / 2,
        lambda x, mean, covariance: np.minimum(_shares(x, mean, covariance), 1),
        lambda x, mean, covariance: np.linalg.eigvalsh(covariance),
        lambda x, mean, covariance: np.cumsum(_shares(x, mean, covariance)),
        lambda x, mean, covariance: (x - mean) * np.linalg.solve(covariance, x - mean),
        lambda x, mean, covariance: _shares(x, mean, covariance)[:, None],
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


def _axes_root(covariance):
    eigenvalues, Q = np.linalg.eigh(covariance)
    return Q * np.sqrt(eigenvalues)


color_the_noise = Exercise(
    _colored,
    [
        (_Z, np.array([1.0, 5.0]), np.array([[4.0, 2], [2, 2]])),
        (_Z, np.array([1.0, -1.0]), _COVARIANCES[1]),
        (_Z, np.array([0.0, 2.0]), _COVARIANCES[2]),
        (np.array([[0.5, -1, 2], [1.5, 0.25, -0.75]]), np.array([1.0, -2, 0.5]), _THREE),
        (np.array([[0.5, -1, 2, -0.25]]), np.array([0.01, 0.02, 0, -0.3]), _FOUR),
        (_Z[:2], np.array([-1.0, 3]), np.array([[0.5, 0.3], [0.3, 0.4]])),
        (np.array([[2.0], [-0.5], [0], [1]]), np.array([3.0]), np.array([[0.25]])),
        (15 * _ODD[:35].reshape(7, 5), 70 * _ODD[7:12], _FIVE),
    ],
    [
        (
            lambda z, mean, covariance: mean + z @ np.linalg.cholesky(covariance),
            "One row of z is z_n, and x_n = μ + L z_n. What does that say of all rows at once? "
            "(L is the lower factor; SciPy gives the upper one, without `lower=True`.)",
        ),
        (
            lambda z, mean, covariance: mean + np.linalg.cholesky(covariance) @ z,
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
            lambda z, mean, covariance: (z + mean) @ np.linalg.cholesky(covariance).T,
            "The mean comes last: L must not stretch it.",
        ),
        (
            lambda z, mean, covariance: mean + z * np.sqrt(np.diag(covariance)),
            "Each coordinate has its standard deviation, but they are not correlated yet.",
        ),
        (
            lambda z, mean, covariance: mean + z * np.diag(covariance),
            "The diagonal of Σ holds variances; and alone it makes no correlation.",
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
            lambda z, mean, covariance: mean + z @ _axes_root(covariance).T,
            "That is a root of Σ too, and its samples are right. Asked for here is Cholesky's.",
        ),
        (
            lambda z, mean, covariance: mean + z @ _symmetric_root(covariance),
            "That is a root of Σ too, and its samples are right. Asked for here is Cholesky's.",
        ),
        (
            lambda z, mean, covariance: _colored(z, mean, covariance).T,
            "One row for each sample: shape (n, d).",
        ),
    ],
    wrong=[
        lambda z, mean, covariance: _colored(z[:, :2], mean[:2], covariance[:2, :2]),
        lambda z, mean, covariance: _colored(z[:, :3], mean[:3], covariance[:3, :3]),
        lambda z, mean, covariance: _colored(z, mean, np.abs(covariance)),
        lambda z, mean, covariance: _colored(z, mean.mean(), covariance),
        lambda z, mean, covariance: _colored(z, -mean, covariance),
        lambda z, mean, covariance: _colored(np.abs(z), mean, covariance),
        lambda z, mean, covariance: _colored(z - z.mean(axis=0), mean, covariance),
        lambda z, mean, covariance: np.round(_colored(z, mean, covariance), 2),
        lambda z, mean, covariance: mean + z @ np.tril(covariance).T,
        lambda z, mean, covariance: mean + z,
        lambda z, mean, covariance: _colored(z, mean, covariance)[:1],
        lambda z, mean, covariance: _colored(z, mean, covariance @ covariance),
        lambda z, mean, covariance: _colored(z, mean, np.linalg.inv(covariance)),
        lambda z, mean, covariance: np.random.default_rng(0).multivariate_normal(
            mean, covariance, len(z)
        ),
    ],
    hint="Which matrix makes the covariance Σ out of white noise?",
    section="section 8",
    formula="x = μ + L z with L = np.linalg.cholesky(covariance); as rows: z @ L.T.",
)


def _circle(turn):
    return np.column_stack([np.cos(turn), np.sin(turn)])


def _ellipse(mean, covariance, turn):
    return _colored(_circle(turn), mean, covariance)


ellipse_points = Exercise(
    _ellipse,
    [
        (
            np.array([1.0, -2]),
            np.array([[4.0, 2], [2, 2]]),
            np.array([0, np.pi / 3, np.pi / 2, np.pi]),
        ),
        (np.array([0.5, 3]), _COVARIANCES[2], np.array([2.5, -0.75, 7, 0.1, 4])),
        (60 * _ODD[:2], 50 * _FIVE[:2, :2], 60 * _ODD[:8]),
        (np.array([-1.0, 0.25]), np.diag([0.25, 9]), np.array([1.0, 5])),
        (np.array([0.0, 0]), np.array([[0.0213, 0.0107], [0.0107, 0.0318]]), np.linspace(-1, 1, 6)),
        (np.array([3.0, -1]), _COVARIANCES[1], np.array([-2.0])),
    ],
    [
        (
            lambda mean, covariance, turn: mean + np.linalg.cholesky(covariance) @ _circle(turn).T,
            "L @ circle has one point a column. Transpose it before the mean is added.",
        ),
        (
            lambda mean, covariance, turn: mean + _circle(turn) @ covariance,
            "Σ itself stretches by variances. A root of it is needed, Cholesky's L.",
        ),
        (
            lambda mean, covariance, turn: mean + _circle(turn) @ np.linalg.cholesky(covariance),
            "That is Lᵀ times each point: in rows it is `@ L.T`, with the lower factor L. (SciPy "
            "gives the upper one, without `lower=True`.)",
        ),
        (
            lambda mean, covariance, turn: _ellipse(0, covariance, turn),
            "That ellipse lies round the origin. Where is its middle?",
        ),
        (
            lambda mean, covariance, turn: (
                mean + _circle(turn) @ np.linalg.inv(np.linalg.cholesky(covariance)).T
            ),
            "L⁻¹ makes a circle of the ellipse. Here it is the other way round.",
        ),
        (
            lambda mean, covariance, turn: mean + _circle(turn) @ _axes_root(covariance).T,
            "Those points lie on the ellipse, at other places. Take Cholesky's root.",
        ),
        (
            lambda mean, covariance, turn: mean + _circle(turn) @ _symmetric_root(covariance),
            "Those points lie on the ellipse, at other places. Take Cholesky's root.",
        ),
        (
            lambda mean, covariance, turn: mean + _circle(turn) @ np.sqrt(covariance),
            "`np.sqrt` takes the root of each entry. `np.linalg.cholesky` takes that of a matrix.",
        ),
        (
            lambda mean, covariance, turn: mean + _circle(turn) * np.sqrt(np.diag(covariance)),
            "That ellipse lies along the axes: it knows nothing of the covariance.",
        ),
        (
            lambda mean, covariance, turn: _ellipse(mean, covariance, turn).T,
            "One row for each angle: shape (n, 2).",
        ),
        (
            lambda mean, covariance, turn: _colored(_circle(turn)[:, ::-1], mean, covariance),
            "First the cosine, then the sine.",
        ),
        (
            lambda mean, covariance, turn: _ellipse(mean, covariance, np.radians(turn)),
            "The angles come in radians already.",
        ),
        (
            lambda mean, covariance, turn: _ellipse(
                mean, covariance, np.linspace(0, 2 * np.pi, len(turn))
            ),
            "The angles are given: take those of `turn`.",
        ),
        (
            lambda mean, covariance, turn: mean + _circle(turn),
            "That is a circle. L has still to make an ellipse of it.",
        ),
        (
            lambda mean, covariance, turn: _colored(_circle(turn) + mean, 0, covariance),
            "The mean comes last: L must not stretch it.",
        ),
    ],
    wrong=[
        lambda mean, covariance, turn: _ellipse(mean, covariance, turn)[:4],
        lambda mean, covariance, turn: _ellipse(mean, covariance, turn)[:-1],
        lambda mean, covariance, turn: _ellipse(mean, covariance, np.sort(turn)),
        lambda mean, covariance, turn: _ellipse(mean, covariance, np.abs(turn)),
        lambda mean, covariance, turn: _ellipse(mean, covariance, -turn),
        lambda mean, covariance, turn: _ellipse(mean, np.abs(covariance), turn),
        lambda mean, covariance, turn: _ellipse(mean, covariance / 2, turn),
        lambda mean, covariance, turn: _ellipse(mean, 4 * covariance, turn),
        lambda mean, covariance, turn: _ellipse(mean, np.linalg.inv(covariance), turn),
        lambda mean, covariance, turn: _ellipse(mean[::-1], covariance, turn),
        lambda mean, covariance, turn: _ellipse(mean, covariance, np.clip(turn, 0, 2 * np.pi)),
        lambda mean, covariance, turn: np.round(_ellipse(mean, covariance, turn), 2),
        lambda mean, covariance, turn: mean + _circle(turn) * np.diag(covariance),
        lambda mean, covariance, turn: (
            mean + _circle(turn) * np.sqrt(np.linalg.eigvalsh(covariance))
        ),
    ],
    hint="A circle of radius 1, one point for each angle; L stretches it, and the mean moves it.",
    section="section 8",
    formula="`mean + circle @ L.T`, with (cos t, sin t) in each row of `circle`.",
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
        (np.array([[0.5, -2, 1], [-1.5, 0, 4.5], [2, 1, -3]]),),
        (np.array([[10.25, -3, 8], [11, -4.5, 7]]),),
        (np.vstack([_FOUR, -2 * _FOUR[1:3]]) + 0.5,),
        (90 * _ODD[[*range(16), *range(8), 38, 37, 36, 35]].reshape(7, 4),),
        (np.array([[2.0, -1.5]]),),
    ],
    [
        (
            lambda x: (x - x.mean(axis=0)).T @ (x - x.mean(axis=0)) / (len(x) - 1),
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
            lambda x: len(x) * _fitted(x) / x.size,
            "`x.size` counts all numbers. Divide by the number of samples, `len(x)`.",
        ),
        (
            lambda x: (x - x.mean()).T @ (x - x.mean()) / len(x),
            "`x.mean()` is the mean of all numbers. Each column has its own: `axis=0`.",
        ),
        (
            lambda x: (x - x.mean(axis=1)[:, None]).T @ (x - x.mean(axis=1)[:, None]) / len(x),
            "That takes away the mean of each row. Each column has its own: `axis=0`.",
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
            lambda x: np.diag(x.var(axis=0)),
            "The variances are there. What of the entries beside the diagonal?",
        ),
        (
            lambda x: np.corrcoef(x.T),
            "That is the correlation: the covariance divided by both standard deviations.",
        ),
        (
            lambda x: (x.mean(axis=0), _fitted(x)),
            "Mean and covariance came. The covariance alone is asked for.",
        ),
    ],
    wrong=[
        lambda x: _fitted(x[:, :2]),
        lambda x: len(x) * _fitted(x) / 4,
        lambda x: _fitted(x if len(x) > x.shape[1] else x.T),
        lambda x: _fitted(x[:4]),
        lambda x: (x - np.median(x, axis=0)).T @ (x - np.median(x, axis=0)) / len(x),
        lambda x: (x - x[0]).T @ (x - x[0]) / len(x),
        lambda x: x.T @ x / len(x) - x.mean() ** 2,
        lambda x: np.abs(_fitted(x)),
        lambda x: np.sqrt(np.abs(_fitted(x))),
        lambda x: np.round(_fitted(x), 3),
        lambda x: np.abs(x - x.mean(axis=0)).T @ np.abs(x - x.mean(axis=0)) / len(x),
        lambda x: _fitted(x) + 1e-6 * np.eye(x.shape[1]),
        lambda x: np.triu(_fitted(x)),
        lambda x: np.linalg.pinv(_fitted(x)),
        lambda x: _fitted(np.sort(x, axis=0)),
        lambda x: len(x) * _fitted(x) / (len(x) + 1),
    ],
    hint="An average of products of deviations.",
    section="section 8",
    formula="The average of (x_n − μ̂)(x_n − μ̂)ᵀ: with the deviations as the rows of D, DᵀD/N.",
)


def _given(mean, covariance, value):
    slope = covariance[0, 1] / covariance[0, 0]
    return _guess(mean, covariance, value, slope)


def _guess(mean, covariance, value, slope):
    """What another slope would make of the mean; the variance is right."""
    return np.array(
        [
            mean[1] + slope * (value - mean[0]),
            covariance[1, 1] - covariance[0, 1] ** 2 / covariance[0, 0],
        ]
    )


def _correlation(covariance):
    return covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1])


def _with_variance(mean, covariance, value, variance):
    return np.array([_given(mean, covariance, value)[0], variance])


conditional_of_two = Exercise(
    _given,
    [
        (np.array([1.0, 3.0]), np.array([[4.0, 2.0], [2.0, 3.0]]), 3.5),
        (np.array([1.0, 3.0]), _COVARIANCES[1], 0.5),
        (np.array([-1.0, 2.0]), _COVARIANCES[2], 1.0),
        (np.array([0.25, -4.0]), np.array([[0.0213, 0.0307], [0.0307, 0.0911]]), -0.5137),
        (np.array([2.0, -1.0]), np.array([[5.0, 0.0], [0.0, 0.5]]), 3.5),
        (60 * _ODD[:2], 50 * _FIVE[:2, :2], 90 * _ODD[2]),
        (np.array([-2.5, 0.0]), np.array([[9.0, -1.5], [-1.5, 0.75]]), -2.5),
    ],
    [
        (
            lambda mean, covariance, value: _guess(
                mean, covariance, value, covariance[0, 1] / covariance[1, 1]
            ),
            "The slope divides by the variance of what is known, Σ₁₁.",
        ),
        (
            lambda mean, covariance, value: _guess(
                mean, covariance, value, _correlation(covariance)
            ),
            "The correlation is the slope only where both have the same spread.",
        ),
        (
            lambda mean, covariance, value: _guess(
                mean, covariance, value, covariance[0, 1] / np.sqrt(covariance[0, 0])
            ),
            "The slope divides by the variance of what is known, not by its root.",
        ),
        (
            lambda mean, covariance, value: _guess(mean, covariance, value, covariance[0, 1]),
            "The slope divides the covariance by something: a wide x₁ says less with each unit.",
        ),
        (
            lambda mean, covariance, value: (
                _given(mean, covariance, value)
                + np.array([covariance[0, 1] / covariance[0, 0] * mean[0], 0])
            ),
            "What shifts the mean is the known value's deviation from its own mean.",
        ),
        (
            lambda mean, covariance, value: _guess(
                mean, covariance, value, -covariance[0, 1] / covariance[0, 0]
            ),
            "The sign of the shift: with a positive covariance, more than expected means more.",
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
            lambda mean, covariance, value: _with_variance(
                mean, covariance, value, covariance[1, 1]
            ),
            "Your variance is that of the shadow. Knowing x₁ makes it smaller: the slice's.",
        ),
        (
            lambda mean, covariance, value: _with_variance(
                mean,
                covariance,
                value,
                covariance[1, 1] + covariance[0, 1] ** 2 / covariance[0, 0],
            ),
            "Knowledge makes the variance smaller, not larger: watch the sign.",
        ),
        (
            lambda mean, covariance, value: _with_variance(
                mean, covariance, value, covariance[1, 1] - covariance[0, 1] / covariance[0, 0]
            ),
            "The mean is right. In the variance the covariance comes twice: it is squared.",
        ),
        (
            lambda mean, covariance, value: _with_variance(
                mean, covariance, value, covariance[1, 1] * (1 - abs(_correlation(covariance)))
            ),
            "The mean is right. What shrinks the variance is the square of the correlation.",
        ),
        (
            lambda mean, covariance, value: (
                np.sqrt(_given(mean, covariance, value) + 0j).real * [0, 1]
                + _given(mean, covariance, value) * [1, 0]
            ),
            "The second number is the variance; you give the standard deviation.",
        ),
        (
            lambda mean, covariance, value: _given(mean[::-1], covariance[::-1, ::-1], value),
            "That is x₁ given x₂. Known is x₁; asked for is x₂.",
        ),
        (
            lambda mean, covariance, value: (
                _given(mean, covariance, value)[:1],
                _given(mean, covariance, value)[1:, None],
            ),
            "The two numbers are right: take each out of its array.",
        ),
        (
            lambda mean, covariance, value: _given(mean, covariance, value)[0],
            "That is the mean. Its variance is asked for as well.",
        ),
    ],
    wrong=[
        lambda mean, covariance, value: _given(mean, np.abs(covariance), value),
        lambda mean, covariance, value: _given(mean, covariance, abs(value)),
        lambda mean, covariance, value: _given(np.abs(mean), covariance, value),
        lambda mean, covariance, value: np.abs(_given(mean, covariance, value)),
        lambda mean, covariance, value: np.round(_given(mean, covariance, value), 2),
        lambda mean, covariance, value: _given(mean, covariance, round(value)),
        lambda mean, covariance, value: np.array([value, covariance[1, 1]]),
        lambda mean, covariance, value: np.array([mean[1], covariance[1, 1]]),
        lambda mean, covariance, value: _with_variance(
            mean, covariance, value, max(_given(mean, covariance, value)[1], 0.05)
        ),
        lambda mean, covariance, value: _with_variance(
            mean, covariance, value, covariance[1, 1] - covariance[0, 1] ** 2
        ),
        lambda mean, covariance, value: _with_variance(
            mean, covariance, value, covariance[0, 0] - covariance[0, 1] ** 2 / covariance[1, 1]
        ),
        lambda mean, covariance, value: _with_variance(
            mean, covariance, value, np.linalg.det(covariance)
        ),
        lambda mean, covariance, value: _with_variance(
            mean, covariance, value, covariance[1, 1] - covariance[0, 1]
        ),
        lambda mean, covariance, value: _with_variance(
            mean, covariance, value, np.linalg.inv(covariance)[1, 1]
        ),
        lambda mean, covariance, value: _given(mean, covariance, value)[:, None],
    ],
    hint="A slope times the news about x₁; and a variance that the news makes smaller.",
    section="section 9",
    formula="Mean μ₂ + (Σ₂₁/Σ₁₁)(x₁ − μ₁), variance Σ₂₂ − Σ₂₁²/Σ₁₁.",
)


def _alike(dims, stds, correlation):
    """Any two variables have this correlation."""
    stds = stds * np.ones(dims)
    return ((1 - correlation) * np.eye(dims) + correlation) * stds * stds[:, None]


log_determinant = Exercise(
    _log_det,
    [
        (_COVARIANCES[0],),
        (_COVARIANCES[1],),
        (_alike(160, 100.0, 0.5),),
        (_alike(200, np.logspace(0, -2, 200), 0.98),),
        (_THREE,),
        (np.array([[0.25]]),),
        (_FOUR,),
        (np.array([[1.2, 0.3], [0.3, 0.93]]),),
    ],
    [
        (
            lambda covariance: np.log(np.linalg.det(covariance)),
            "Right for small matrices. In hundreds of dimensions the determinant is 0 or infinite.",
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
        (
            lambda covariance: 2 * np.sum(np.log(np.linalg.cholesky(covariance))),
            "Above its diagonal L has zeros, and log 0 is −∞: take the diagonal first.",
        ),
        (
            lambda covariance: 2 * np.sum(np.diag(np.linalg.cholesky(covariance))),
            "That is the sum of the diagonal. The logarithm of each entry is missing.",
        ),
        (
            lambda covariance: -_log_det(covariance),
            "The sign is turned round: that is the log determinant of the inverse.",
        ),
        (
            lambda covariance: np.log(np.trace(covariance)),
            "The trace adds the eigenvalues up. A determinant multiplies them.",
        ),
        (lambda covariance: _log_det(covariance) / np.log(10), "Take the natural logarithm."),
        (lambda covariance: _log_det(covariance) / np.log(2), "Take the natural logarithm."),
    ],
    wrong=[
        lambda covariance: (
            np.log(np.linalg.det(covariance / covariance[0, 0]))
            + len(covariance) * np.log(covariance[0, 0])
        ),
        lambda covariance: (
            np.log(np.linalg.det(covariance / np.diag(covariance).mean()))
            + len(covariance) * np.log(np.diag(covariance).mean())
        ),
        lambda covariance: (
            np.log(
                np.linalg.det(
                    covariance / np.sqrt(np.outer(np.diag(covariance), np.diag(covariance)))
                )
            )
            + np.sum(np.log(np.diag(covariance)))
        ),
        lambda covariance: np.log(max(np.linalg.det(covariance), 1e-300)),
        lambda covariance: np.clip(np.log(np.linalg.det(covariance)), -700, 700),
        lambda covariance: np.nan_to_num(np.log(np.linalg.det(covariance)), posinf=0, neginf=0),
        lambda covariance: _log_det(covariance[:2, :2]),
        lambda covariance: _log_det(covariance) * len(covariance) / 2,
        lambda covariance: abs(_log_det(covariance)),
        lambda covariance: max(_log_det(covariance), 0),
        lambda covariance: round(_log_det(covariance), 2),
        lambda covariance: 2 * _log_det(covariance),
        lambda covariance: _log_det(covariance @ covariance),
        lambda covariance: 2 * np.sum(np.diag(np.linalg.cholesky(covariance))),
        lambda covariance: np.mean(np.log(np.linalg.eigvalsh(covariance))),
        lambda covariance: np.log(np.linalg.eigvalsh(covariance)),
    ],
    hint="Take logarithms before anything is multiplied.",
    section="section 10",
    formula="det L is the product of L's diagonal, det Σ = (det L)²; a log turns it into a sum.",
)
