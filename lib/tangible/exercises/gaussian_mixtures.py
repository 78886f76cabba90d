"""The exercises of chapter 5, in its order."""

import numpy as np

from tangible.teach import Exercise

_ODD = np.sin(np.arange(1.0, 41) ** 2)  # numbers of either sign, none of them round


def _log_normal(x, means, stds):
    return -(((x - means) / stds) ** 2) / 2 - np.log(stds) - np.log(2 * np.pi) / 2


def _normal(x, means, stds):
    return np.exp(_log_normal(x, means, stds))


def _density(x, weights, means, stds):
    return np.sum(weights * _normal(x, means, stds))


def _moments(weights, means, stds):
    """Mean and standard deviation of the mixture as a whole."""
    mean = np.sum(weights * means)
    return mean, np.sqrt(np.sum(weights * (stds**2 + (means - mean) ** 2)))


mixture_density = Exercise(
    _density,
    [
        (0.5, np.array([0.5, 0.5]), np.array([-1.0, 1.0]), np.array([1.0, 2.0])),
        (2.0, np.array([0.2, 0.8]), np.array([0.0, 3.0]), np.array([1.0, 0.5])),
        (3.5, np.array([0.5, 0.3, 0.2]), np.array([-2.0, 0.0, 4.0]), np.array([1.0, 2.0, 0.5])),
        (
            -1.25,
            np.array([0.4, 0.1, 0.2, 0.3]),
            np.array([3.0, -1, 0, -2]),
            np.array([2.0, 1, 3, 1]),
        ),
        (0.3, np.array([0.25, 0.75]), np.array([0.3513, 0.2028]), np.array([0.05, 0.08])),
        (1.0, np.array([0.6, 0.0, 0.4]), np.array([2.5, 1.0, -0.5]), np.array([1.5, 1.0, 0.75])),
        (-0.75, np.array([1.0]), np.array([0.5]), np.array([1.5])),
        (
            60 * _ODD[0],
            _ODD[:6] ** 2 / np.sum(_ODD[:6] ** 2),
            60 + 20 * _ODD[6:12],
            30 * np.abs(_ODD[12:18]),
        ),
        (11.0, np.array([0.7, 0.3]), np.array([4.0, 5.0]), np.array([1.5, 1.25])),
    ],
    [
        (
            lambda x, weights, means, stds: _density(x, weights, means, stds**2),
            "`stds` are standard deviations already: take them as they are, not squared.",
        ),
        (
            lambda x, weights, means, stds: _density(x, weights, means, np.sqrt(stds)),
            "`stds` are standard deviations already: no root.",
        ),
        (
            lambda x, weights, means, stds: np.sum(_normal(x, means, stds)),
            "The weights are missing: without them the area is K.",
        ),
        (
            lambda x, weights, means, stds: np.mean(_normal(x, means, stds)),
            "That gives all components the same weight.",
        ),
        (
            lambda x, weights, means, stds: np.mean(weights * _normal(x, means, stds)),
            "Add up; do not divide by K: the weights do that already.",
        ),
        (
            lambda x, weights, means, stds: _normal(x, *_moments(weights, means, stds)),
            "That is one normal density, with the mixture's mean and variance. A mixture may have "
            "two humps: add up densities, not parameters.",
        ),
        (
            lambda x, weights, means, stds: _normal(
                x, np.sum(weights * means), np.sqrt(np.sum(weights * stds**2))
            ),
            "That is one normal density, with averaged parameters. Average the densities.",
        ),
        (
            lambda x, weights, means, stds: _normal(
                x, np.sum(weights * means), np.sum(weights * stds)
            ),
            "That is one normal density, with averaged parameters. Average the densities.",
        ),
        (
            lambda x, weights, means, stds: _normal(
                x, np.sum(weights * means), np.sqrt(np.sum((weights * stds) ** 2))
            ),
            "That is the density of a weighted sum of numbers, one from each component. In a "
            "mixture x comes from one of them.",
        ),
        (
            lambda x, weights, means, stds: np.prod(_normal(x, means, stds) ** weights),
            "A product says: from this one and from that one. A mixture takes one or the other.",
        ),
        (
            lambda x, weights, means, stds: np.prod(weights * _normal(x, means, stds)),
            "A product says: from this one and from that one. A mixture takes one or the other.",
        ),
        (
            lambda x, weights, means, stds: weights * _normal(x, means, stds),
            "Those are the parts, one for each component. Add them up.",
        ),
        (
            lambda x, weights, means, stds: np.log(_density(x, weights, means, stds)),
            "That is the logarithm of the density.",
        ),
        (
            lambda x, weights, means, stds: np.sum(weights * _log_normal(x, means, stds)),
            "That is a mean of logarithms. Add up the densities, each times its weight.",
        ),
        (
            lambda x, weights, means, stds: np.sum(
                weights * np.exp(-(((x - means) / stds) ** 2) / 2) / np.sqrt(2 * np.pi)
            ),
            "Each bell has its own height: 1/σ is missing.",
        ),
        (
            lambda x, weights, means, stds: np.max(weights * _normal(x, means, stds)),
            "That is the largest part alone. x may come from each of the components.",
        ),
    ],
    wrong=[
        lambda x, weights, means, stds: _density(x, weights[:2], means[:2], stds[:2]),
        lambda x, weights, means, stds: _density(x, weights[:3], means[:3], stds[:3]),
        lambda x, weights, means, stds: _density(x, np.sort(weights), means, stds),
        lambda x, weights, means, stds: _density(x, weights, np.sort(means), stds),
        lambda x, weights, means, stds: _density(x, weights**2, means, stds),
        lambda x, weights, means, stds: _density(x, weights, means, stds.mean()),
        lambda x, weights, means, stds: _density(x, weights, np.abs(means), stds),
        lambda x, weights, means, stds: _density(abs(x), weights, means, stds),
        lambda x, weights, means, stds: _density(int(x), weights, means, stds),
        lambda x, weights, means, stds: min(_density(x, weights, means, stds), 1),
        lambda x, weights, means, stds: round(_density(x, weights, means, stds), 4),
        lambda x, weights, means, stds: _density(x, weights, means, stds) / len(weights),
        lambda x, weights, means, stds: np.sum(
            weights * np.exp(-(((x - means) / stds) ** 2)) / (stds * np.sqrt(2 * np.pi))
        ),
        lambda x, weights, means, stds: np.sum(weights * np.exp(-(((x - means) / stds) ** 2) / 2)),
        lambda x, weights, means, stds: np.sum(weights * np.sum(_normal(x, means, stds))),
        lambda x, weights, means, stds: _density(weights @ means, weights, means, stds),
        lambda x, weights, means, stds: _normal(x, means[weights.argmax()], stds[weights.argmax()]),
        lambda x, weights, means, stds: np.array([_density(x, weights, means, stds)]),
    ],
    hint="One term for each component.",
    section="section 2",
    formula="p(x) = Σ φ_k N(x; μ_k, σ_k²).",
)


def _count(K, d):
    return (K - 1) + K * d + K * d * (d + 1) // 2


parameters = Exercise(
    _count,
    [(3, 4), (1, 1), (2, 3), (5, 2), (1, 6), (4, 1), (10, 28)],
    [
        (
            lambda K, d: _count(K, d) + 1,
            "The weights sum to 1: the last one is not free.",
        ),
        (
            lambda K, d: (K - 1) + K * d + K * d**2,
            "A covariance is symmetric: what stands below its diagonal is no news.",
        ),
        (
            lambda K, d: (K - 1) + K * d + K * d * (d + 1),
            "A covariance has half as many free numbers as that: what stands below its diagonal "
            "is no news.",
        ),
        (
            lambda K, d: (K - 1) + K * d + K * d * d / 2,
            "Half of all entries cuts the diagonal in two. How many stand on it or above it?",
        ),
        (
            lambda K, d: K + K * d + K * d**2,
            "The weights sum to 1, and a covariance is symmetric: fewer are free.",
        ),
        (
            lambda K, d: (K - 1) + K * d + K * d * (d - 1) // 2,
            "Each component lacks d numbers: those of its mean, or of its covariance's diagonal?",
        ),
        (
            lambda K, d: (K - 1) + K * d + d * (d + 1) // 2,
            "Each component has a covariance of its own.",
        ),
        (
            lambda K, d: (K - 1) + K * d + K * d,
            "A covariance holds more than the d variances.",
        ),
        (
            lambda K, d: (K - 1) + K * d + K,
            "A covariance is more than one width: it may be wide here and narrow there.",
        ),
        (
            lambda K, d: (K - 1) + K + K * d * (d + 1) // 2,
            "Each mean has d numbers.",
        ),
        (
            lambda K, d: (K - 1) + d + K * d * (d + 1) // 2,
            "Each component has a mean of its own.",
        ),
        (lambda K, d: K * d + K * d * (d + 1) // 2, "And the weights?"),
        (lambda K, d: (K - 1) + K * d, "And the covariances?"),
    ],
    wrong=[
        lambda K, d: _count(K, min(d, 4)),
        lambda K, d: _count(min(K, 3), d),
        lambda K, d: _count(d, K),
        lambda K, d: _count(K, d) - 1,
        lambda K, d: (K - 1) + d + d * (d + 1) // 2,
        lambda K, d: K * ((K - 1) + d + d * (d + 1) // 2),
        lambda K, d: (K - 1) * (d + d * (d + 1) // 2),
        lambda K, d: K * (d + d * (d + 1) // 2) - 1,
        lambda K, d: (K - 1) + K * d + K * d * (d + 1) * (d + 2) // 6,
        lambda K, d: 3 * K,
        lambda K, d: 44,
        lambda K, d: [K - 1, K * d, K * d * (d + 1) // 2],
    ],
    hint="Weights, means, covariances: how many numbers of each are free?",
    section="section 3",
    formula="K − 1 weights, d numbers in each mean, d (d + 1)/2 in each covariance.",
)

_X = np.array([[0.0, 1.0], [2.0, 3.0], [10.0, 10.0], [12.0, 14.0], [7.0, 2.0]])
_CUBES = np.array(
    [[0.5, -1, 3], [2, 2, -0.25], [-4, 1, 1], [0.5, -1, 3], [1, 0, -2], [-3, 5, 0.75], [2, -6, 1]]
)


def _mean_or_nan(x):
    return x.mean(axis=0) if len(x) else np.full(x.shape[1], np.nan)


def _means(x, z, K):
    return np.array([x[z == k].mean(axis=0) for k in range(K)])


means_with_labels = Exercise(
    _means,
    [
        (_X, np.array([0, 0, 1, 1, 0]), 2),
        (_X, np.array([2, 0, 1, 1, 0]), 3),
        (_CUBES, np.array([1, 0, 1, 1, 0, 2, 0]), 3),
        (_CUBES - 100, np.array([1, 1, 0, 1, 0, 1, 1]), 2),
        (_CUBES[:, :1] / 100, np.array([3, 0, 1, 2, 3, 1, 3]), 4),
        (_CUBES[:, 1:], np.zeros(7, int), 1),
        (90 * _ODD[:36].reshape(9, 4), np.array([4, 1, 0, 2, 4, 3, 3, 4, 1]), 5),
    ],
    [
        (
            lambda x, z, K: np.array([x[z == k].mean() for k in range(K)]),
            "`mean()` averages all numbers. The points of a component are rows: `axis=0`.",
        ),
        (
            lambda x, z, K: np.array([x[z == k].sum(axis=0) for k in range(K)]),
            "Those are the sums. Divide by how many points have the label.",
        ),
        (
            lambda x, z, K: np.array([x[z == k].sum(axis=0) / len(x) for k in range(K)]),
            "Divide by N_k, the number of points with that label, not by N.",
        ),
        (
            lambda x, z, K: np.array([x[z == k].sum(axis=0) / K for k in range(K)]),
            "Divide by N_k, the number of points with that label, not by how many labels there "
            "are.",
        ),
        (
            lambda x, z, K: np.array([_mean_or_nan(x[z == k]) for k in range(1, K + 1)]),
            "The labels begin at 0.",
        ),
        (
            lambda x, z, K: np.array([_mean_or_nan(x[z == k]) for k in range(K - 1)]),
            "One component is missing: `range(K)` ends at K − 1 already.",
        ),
        (
            lambda x, z, K: np.array([x[z == k].mean(axis=0) for k in range(K)]).T,
            "One row for each component: shape (K, d).",
        ),
        (
            lambda x, z, K: np.array([x[min(k, len(x) - 1)] for k in range(K)]),
            "That is one point. `x[z == k]` are all points with the label k.",
        ),
        (
            lambda x, z, K: np.array([np.median(x[z == k], axis=0) for k in range(K)]),
            "Those are the medians. The likelihood is greatest at the means.",
        ),
        (
            lambda x, z, K: x.mean(axis=0),
            "That is the mean of all points. Each component has its own: `x[z == k]`.",
        ),
    ],
    wrong=[
        lambda x, z, K: _means(x, z, 2),
        lambda x, z, K: _means(x, z, max(z[:2]) + 1),
        lambda x, z, K: _means(x[:, :2], z, K),
        lambda x, z, K: _means(x, np.sort(z), K),
        lambda x, z, K: _means(np.sort(x, axis=0), z, K),
        lambda x, z, K: _means(np.abs(x), z, K),
        lambda x, z, K: np.sort(_means(x, z, K), axis=0),
        lambda x, z, K: _means(x, z, K)[::-1],
        lambda x, z, K: np.round(_means(x, z, K), 2),
        lambda x, z, K: np.array([np.unique(x[z == k], axis=0).mean(axis=0) for k in range(K)]),
        lambda x, z, K: np.array([x[z != k].mean(axis=0) for k in range(K)]),
        lambda x, z, K: np.array([x[z <= k].mean(axis=0) for k in range(K)]),
        lambda x, z, K: np.array([(x[z == k].min(0) + x[z == k].max(0)) / 2 for k in range(K)]),
        lambda x, z, K: np.array([x[z == k].sum(axis=0) / 2 for k in range(K)]),
        lambda x, z, K: x[z].mean(axis=0),
        lambda x, z, K: _means(x, z, K).mean(axis=0),
    ],
    hint="Each component has its own points.",
    section="section 5",
    formula="For each k, the mean over rows of `x[z == k]`.",
)

_A = np.array([[0.0, 1.0, 2.0], [-1.0, 3.0, 0.5]])


def _log_sum(a):
    return np.logaddexp.reduce(a, axis=1)


def _without(a, taken):
    """What is left if another number is taken out of each row's sum than the largest."""
    return taken + np.log(np.sum(np.exp(a - taken[:, None]), axis=1))


log_sum_exp_of_rows = Exercise(
    _log_sum,
    [
        (_A,),
        (_A - 2000,),
        (_A + 2000,),
        (_A * 800,),
        (_A[:, ::-1] + 20_000,),
        (_A.T - 20_000,),
        (np.array([[-0.25, 0.5, -1.5, 0.75], [-700, -701, -700.5, -702], [900, -900, 0, 899.5]]),),
        (np.array([[0.03], [-1500], [2.5]]),),
        (np.array([[-5.0, -5, -5, -5, -5]]),),
        (3 * _ODD[:35].reshape(5, 7),),
        (np.log([[0.3, 0.69], [0.2, 0.81]]),),
    ],
    [
        (
            lambda a: np.log(np.sum(np.exp(a), axis=1)),
            "Right for small numbers; exp(−2000) is 0, exp(2000) infinite: take the largest out.",
        ),
        (
            lambda a: a.max() + np.log(np.sum(np.exp(a - a.max()), axis=1)),
            "Each row has a largest number of its own; that of another row may be far too large.",
        ),
        (
            lambda a: _without(a, a.min(axis=1)),
            "What is taken out is the largest of the row: exp of what is left may not overflow.",
        ),
        (
            lambda a: _without(a, a.mean(axis=1)),
            "What is taken out is the largest of the row: exp of what is left may not overflow.",
        ),
        (
            lambda a: np.log(np.sum(np.exp(a - a.max(axis=1)[:, None]), axis=1)),
            "The largest was taken out of the sum: add it again in the end.",
        ),
        (
            lambda a: a.max(axis=1) + np.log(np.sum(np.exp(a), axis=1)),
            "The largest is added in the end, so it has to be subtracted in the exponents.",
        ),
        (
            lambda a: _log_sum(a) - 2 * a.max(axis=1),
            "The largest was taken out of the sum: add it again, do not subtract it twice.",
        ),
        (
            lambda a: a.max(axis=1) + np.sum(np.exp(a - a.max(axis=1)[:, None]), axis=1),
            "The logarithm of the sum is missing.",
        ),
        (
            lambda a: np.logaddexp.reduce(a.ravel()),
            "That is the sum over all rows together. `axis=1` sums along each row.",
        ),
        (
            lambda a: np.logaddexp.reduce(a),
            "That sums down the columns. The rows are wanted: `axis=1`.",
        ),
        (
            lambda a: _log_sum(a)[:, None],
            "That is a column. For the shape (n,), sum without `keepdims`.",
        ),
        (
            lambda a: a.max(axis=1)[:, None] + (_log_sum(a) - a.max(axis=1)),
            "A column and a row make a table. Give both of them the shape (n,) in the end.",
        ),
        (
            lambda a: a.sum(axis=1),
            "The logarithm of a sum is not the sum of logarithms.",
        ),
        (
            lambda a: a.max(axis=1),
            "Close, where one number is far larger than the others. The rest counts too.",
        ),
        (
            lambda a: _log_sum(a) - np.log(a.shape[1]),
            "That is the logarithm of the mean. The sum is asked for.",
        ),
        (
            lambda a: (
                np.exp(a - a.max(axis=1)[:, None])
                / np.sum(np.exp(a - a.max(axis=1)[:, None]), axis=1)[:, None]
            ),
            "Those are the shares, softmax. The logarithm of what they are divided by is asked "
            "for.",
        ),
    ],
    wrong=[
        lambda a: np.log(np.sum(np.exp(a.astype(np.longdouble)), axis=1)).astype(float),
        lambda a: np.log(np.sum(np.exp(np.clip(a, -700, 700)), axis=1)),
        lambda a: np.log(np.sum(np.exp(a), axis=1) + 1e-300),
        lambda a: _without(a, np.sign(a[:, 0]) * 2000 * (abs(a[:, 0]) > 700)),
        lambda a: _without(a, a[:, 0]),
        lambda a: _without(a, a[:, -1]),
        lambda a: _without(a, np.median(a, axis=1)),
        lambda a: _without(a, np.abs(a).max(axis=1)),
        lambda a: _log_sum(a[:, :3]),
        lambda a: _log_sum(a)[:2],
        lambda a: np.round(_log_sum(a), 3),
        lambda a: np.maximum(_log_sum(a), 0),
        lambda a: np.abs(_log_sum(a)),
        lambda a: _log_sum(a) / np.log(10),
        lambda a: np.array([np.logaddexp(row[0], row[-1]) for row in a]),
        lambda a: a.max(axis=1) + np.log(a.shape[1]),
        lambda a: a.max(axis=1) + np.log1p(np.exp(a.min(axis=1) - a.max(axis=1))),
        lambda a: _log_sum(np.sort(a, axis=0)),
    ],
    hint="What can be taken out of each row's sum, so that nothing overflows?",
    section="section 6",
    formula="With m the largest of each row: m + log Σ exp(a − m). `m[:, None]` makes it a column.",
)


def _log_joint(x, weights, means, stds):
    return np.log(weights) + _log_normal(x[:, None], means, stds)


def _shares(x, weights, means, stds):
    joint = _log_joint(x, weights, means, stds)
    return np.exp(joint - _log_sum(joint)[:, None])


def _joint(x, weights, means, stds):
    return weights * _normal(x[:, None], means, stds)


def _bare_shares(x, weights, means, stds):
    """Without logarithms: 0/0 far away."""
    joint = _joint(x, weights, means, stds)
    return joint / joint.sum(axis=1, keepdims=True)


def _hard_shares(x, weights, means, stds):
    return np.eye(len(means))[_log_joint(x, weights, means, stds).argmax(axis=1)]


_POINTS = np.array([-1.0, 0.2, 3.0])
_FAR_WEIGHTS, _FAR_MEANS, _FAR_STDS = np.array([[0.4, 0.6], [-1, 1], [20, 20]])
e_step = Exercise(
    _shares,
    [
        (_POINTS, np.array([0.3, 0.7]), np.array([-1.0, 1.0]), np.array([1.0, 1.5])),
        (_POINTS, np.array([0.2, 0.8]), np.array([0.0, 3.0]), np.array([1.0, 0.5])),
        (_POINTS, np.array([0.5, 0.3, 0.2]), np.array([-2.0, 0.0, 4.0]), np.array([1.0, 2.0, 3.0])),
        (
            np.array([0.5, 1.25, -2, 0.75]),
            np.array([0.1, 0.6, 0.3]),
            np.array([1.0, -0.5, 0.25]),
            np.array([0.75, 2, 0.5]),
        ),
        (np.array([800.0, -820, 0]), _FAR_WEIGHTS, _FAR_MEANS, _FAR_STDS),
        (
            np.array([-60.0, 1, 45]),
            np.array([0.6, 0.4]),
            np.array([0.0, 2.0]),
            np.array([1.0, 0.75]),
        ),
        (np.array([1.5]), np.array([0.25, 0.75]), np.array([2.0, -1.0]), np.array([1.0, 2.0])),
        (np.array([1.5, -99]), np.array([1.0]), np.array([2.0]), np.array([1.0])),
        (
            60 * _ODD[:8],
            _ODD[:5] ** 2 / np.sum(_ODD[:5] ** 2),
            70 * _ODD[6:11],
            90 * np.abs(_ODD[12:17]),
        ),
    ],
    [
        (
            lambda x, weights, means, stds: _shares(x, weights, means, stds**2),
            "`stds` are standard deviations already: take them as they are, not squared.",
        ),
        (
            lambda x, weights, means, stds: _shares(x, np.ones(len(means)), means, stds),
            "The weights belong in: a rare component is a less likely source.",
        ),
        (
            lambda x, weights, means, stds: _shares(x, weights * stds, means, stds),
            "The factor 1/σ belongs in: it does not cancel where the widths differ.",
        ),
        (
            _bare_shares,
            "Far from all components each density is 0, and 0/0 is nan: stay with logarithms, and "
            "let each point have its own largest.",
        ),
        (
            _joint,
            "Divide by the sum over the components, so that each row sums to 1.",
        ),
        (
            _log_joint,
            "Those are logarithms, and not yet divided by their sum. Each row has to sum to 1.",
        ),
        (
            lambda x, weights, means, stds: np.log(_shares(x, weights, means, stds)),
            "Those are the logarithms of the shares: back with `np.exp` in the end.",
        ),
        (
            lambda x, weights, means, stds: (
                _joint(x, weights, means, stds) / np.sum(_joint(x, weights, means, stds), axis=0)
            ),
            "These sum to 1 over the points. For each point they should, over the components.",
        ),
        (
            lambda x, weights, means, stds: (
                _joint(x, weights, means, stds) / np.sum(_joint(x, weights, means, stds))
            ),
            "These sum to 1 all together. For each point they should, over the components.",
        ),
        (
            lambda x, weights, means, stds: _shares(x, weights, means, stds).T,
            "One row for each point: shape (n, K).",
        ),
        (
            lambda x, weights, means, stds: _shares(x, weights, means, stds).round(),
            "These are hard labels. A point may belong to two components by halves.",
        ),
        (
            _hard_shares,
            "These are hard labels. A point may belong to two components by halves.",
        ),
        (
            lambda x, weights, means, stds: _log_joint(x, weights, means, stds).argmax(axis=1),
            "That is which component is likeliest. How much does each one claim of the point?",
        ),
    ],
    wrong=[
        lambda x, weights, means, stds: np.nan_to_num(_bare_shares(x, weights, means, stds)),
        lambda x, weights, means, stds: np.nan_to_num(
            _bare_shares(x, weights, means, stds), nan=0.5
        ),
        lambda x, weights, means, stds: np.where(
            np.isnan(_bare_shares(x, weights, means, stds)),
            _hard_shares(x, weights, means, stds),
            _bare_shares(x, weights, means, stds),
        ),
        lambda x, weights, means, stds: (
            _joint(x, weights, means, stds)
            / (_joint(x, weights, means, stds).sum(axis=1, keepdims=True) + 1e-300)
        ),
        lambda x, weights, means, stds: _shares(np.clip(x, -50, 50), weights, means, stds),
        lambda x, weights, means, stds: _shares(np.abs(x), weights, means, stds),
        lambda x, weights, means, stds: _shares(np.sort(x), weights, means, stds),
        lambda x, weights, means, stds: _shares(x, weights[:2], means[:2], stds[:2]),
        lambda x, weights, means, stds: _shares(x[:3], weights, means, stds),
        lambda x, weights, means, stds: _shares(x, weights, means, np.ones(len(means))),
        lambda x, weights, means, stds: _shares(x, weights, means, stds)[:, ::-1],
        lambda x, weights, means, stds: np.round(_shares(x, weights, means, stds), 3),
        lambda x, weights, means, stds: _shares(x, weights / stds, means, stds),
        lambda x, weights, means, stds: _shares(x, weights**2, means, stds),
        lambda x, weights, means, stds: (
            weights
            / stds
            / np.abs(x[:, None] - means)
            / np.sum(weights / stds / np.abs(x[:, None] - means), axis=1, keepdims=True)
        ),
        lambda x, weights, means, stds: np.tile(weights, (len(x), 1)),
        lambda x, weights, means, stds: _shares(x, weights, means, stds)[:, 0],
    ],
    hint="How much does each component add to the density at this point?",
    section="section 7",
    formula="φ_k N(x_n; μ_k, σ_k²), divided by its sum over k; `x[:, None]` makes x a column. Far "
    "out the quotient is exp of a difference of logarithms.",
)


def _stds(x, r, means=None):
    count = r.sum(axis=0)
    means = x @ r / count if means is None else means
    return np.sqrt(np.sum(r * (x[:, None] - means) ** 2, axis=0) / count)


new_stds = Exercise(
    lambda x, r: _stds(x, r),
    [
        (
            np.array([0.0, 2.0, 10.0, 16.0, 16.0]),
            np.array([[1.0, 0], [1, 0], [0, 1], [0, 1], [0, 1]]),
        ),
        (np.array([0.0, 1.0, 4.0]), np.array([[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]])),
        (
            np.array([0.5, -1.0, 4.25, 2, -3]),
            np.array(
                [[0.2, 0.3, 0.5], [0.6, 0.3, 0.1], [0, 0.25, 0.75], [0.1, 0.1, 0.8], [1, 0, 0]]
            ),
        ),
        (
            100 + np.array([0.25, -0.5, 0.75]),
            np.array([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1], [0.1, 0.2, 0.7]]),
        ),
        (np.array([0.03, -0.01, 0.02, 0.045]), np.ones((4, 1))),
        (np.array([5.0, 7.5]), np.array([[0.4, 0.1, 0.2, 0.3], [0.25, 0.25, 0.3, 0.2]])),
        (
            90 * _ODD[:7],
            _ODD[:35].reshape(7, 5) ** 2 / np.sum(_ODD[:35].reshape(7, 5) ** 2, axis=1)[:, None],
        ),
    ],
    [
        (lambda x, r: _stds(x, r) ** 2, "Those are the variances. Take the root."),
        (
            lambda x, r: _stds(x, r) * np.sqrt(r.sum(axis=0)),
            "Divide by N_k, the sum of the responsibilities, before the root.",
        ),
        (
            lambda x, r: _stds(x, r) * np.sqrt(r.sum(axis=0) / len(x)),
            "Divide by N_k = Σ r, not by N.",
        ),
        (
            lambda x, r: _stds(x, r) / np.sqrt(r.sum(axis=0)),
            "N_k stands under the root, with the sum.",
        ),
        (
            lambda x, r: _stds(x, r, x.mean()),
            "Each component's spread is around its own mean, not around that of all points.",
        ),
        (
            lambda x, r: _stds(x, r, x @ r / len(x)),
            "Its means are Σ r x divided by N_k = Σ r, not by N.",
        ),
        (
            lambda x, r: _stds(x, r, 0),
            "That is the spread around 0. First the means, then the deviations from them.",
        ),
        (
            lambda x, r: np.std(r * x[:, None], axis=0),
            "The shares weigh the squared deviations; they do not multiply the points.",
        ),
        (
            lambda x, r: np.array([x[r.argmax(axis=1) == k].std() for k in range(r.shape[1])]),
            "That gives each point wholly to one component. Let it count by its share.",
        ),
        (
            lambda x, r: np.sqrt(np.mean((x[:, None] - x @ r / r.sum(axis=0)) ** 2, axis=0)),
            "The means are weighed by r; the squared deviations have to be, too.",
        ),
        (
            lambda x, r: x @ r / r.sum(axis=0),
            "Those are the new means. How far do the points spread around them?",
        ),
        (
            lambda x, r: (
                np.sum(r * np.abs(x[:, None] - x @ r / r.sum(axis=0)), axis=0) / r.sum(axis=0)
            ),
            "Squares, then their weighted mean, then the root.",
        ),
        (
            lambda x, r: np.sqrt(
                np.sum(r * (x[:, None] - x @ r / r.sum(axis=0)) ** 2, axis=0) / (r.sum(axis=0) - 1)
            ),
            "Maximum likelihood divides by N_k, not by N_k − 1.",
        ),
    ],
    wrong=[
        lambda x, r: _stds(x, r[:, :2]),
        lambda x, r: _stds(x, r[:, :3]),
        lambda x, r: _stds(x[:3], r[:3]),
        lambda x, r: _stds(x, r**2),
        lambda x, r: _stds(x, np.round(r)),
        lambda x, r: _stds(x, r[::-1]),
        lambda x, r: _stds(np.sort(x), r),
        lambda x, r: _stds(np.abs(x), r),
        lambda x, r: _stds(x, r)[::-1],
        lambda x, r: np.round(_stds(x, r), 3),
        lambda x, r: np.sqrt(np.sum(r * x[:, None] ** 2, axis=0)) / r.sum(axis=0),
        lambda x, r: _stds(x, r, np.median(x)),
        lambda x, r: np.sqrt(
            np.sum((r * (x[:, None] - x @ r / r.sum(axis=0))) ** 2, axis=0) / r.sum(axis=0)
        ),
        lambda x, r: np.full(r.shape[1], x.std()),
        lambda x, r: np.sqrt(np.mean(_stds(x, r) ** 2)),
        lambda x, r: _stds(x, r)[:, None],
        lambda x, r: np.array([x @ r / r.sum(axis=0), _stds(x, r)]),
    ],
    hint="A weighted mean, then a weighted variance around it; `x[:, None]` makes x a column.",
    section="section 7",
    formula="N_k = Σ r, mean μ_k = Σ r x / N_k, variance Σ r (x − μ_k)² / N_k, all over n.",
)


def _maximum(x, r, old=None):
    """The M step: weights, means and standard deviations, one row each."""
    count = r.sum(axis=0)
    return np.array([count / len(x), x @ r / count, _stds(x, r)])


def _em(x, weights, means, stds, rounds, e=_shares, m=_maximum):
    now = np.array([weights, means, stds])
    for _ in range(rounds):
        now = m(x, e(x, *now), now)
    return now


def _em_by(e=_shares, m=_maximum):
    """Expectation-maximisation with another step E or M."""
    return lambda x, weights, means, stds, rounds: _em(x, weights, means, stds, rounds, e, m)


def _em_without_e(x, weights, means, stds, rounds):
    r = _shares(x, weights, means, stds)
    return _em(x, weights, means, stds, rounds, lambda *_: r)


def _em_with_old_weights(x, weights, means, stds, rounds):
    return _em(
        x, weights, means, stds, rounds, lambda x, _, means, stds: _shares(x, weights, means, stds)
    )


def _em_until_it_stays(x, weights, means, stds, rounds):
    return _em(x, weights, means, stds, 12)


_ROWS = np.array([0, 1, 2])[:, None]  # of weights, means and standard deviations
_HUMPS = np.array([-2.0, -1.5, 0.25, 1, 3, 4.5])
em_fit = Exercise(
    lambda x, weights, means, stds, rounds: _em(x, weights, means, stds, rounds),
    [
        (_HUMPS, np.array([0.3, 0.7]), np.array([-1.0, 2.0]), np.array([1.0, 1.5]), 1),
        (_HUMPS, np.array([0.3, 0.7]), np.array([-1.0, 2.0]), np.array([1.0, 1.5]), 0),
        (_HUMPS, np.array([0.3, 0.7]), np.array([-1.0, 2.0]), np.array([1.0, 1.5]), 3),
        (
            np.array([10.5, 3, 4.25, -2, 11, 9, 2.5, -1, 5]),
            np.array([0.2, 0.5, 0.3]),
            np.array([4.0, 9.0, -1.0]),
            np.array([2.0, 3.0, 1.5]),
            5,
        ),
        (np.array([-30.0, -5, 0, 10, 25, 800]), _FAR_WEIGHTS, _FAR_MEANS, _FAR_STDS, 2),
        (
            np.array([0.0, 1.5, 2, 10, 11, 12.5, 500]),
            np.array([0.6, 0.4]),
            np.array([1.0, 11.0]),
            np.array([1.0, 1.5]),
            1,
        ),
        (np.array([0.01, -0.03, 0.02]), np.array([1.0]), np.array([0.5]), np.array([0.25]), 4),
        (
            90 * _ODD[[*range(12), 3, 5]],
            np.array([0.06, 0.34, 0.4, 0.2]),
            50 * _ODD[4:8],
            40 * np.abs(_ODD[12:16]),
            8,
        ),
    ],
    [
        (
            lambda x, weights, means, stds, rounds: _em(x, weights, means, stds, 1),
            "That is one round, whatever `rounds` says. For 0 the start comes back; for more, both "
            "steps are done again.",
        ),
        (
            _em_without_e,
            "The responsibilities are those of the start. Each round finds them anew: E belongs "
            "into the loop.",
        ),
        (
            _em_with_old_weights,
            "E still weighs by the weights of the start. Those of the last round count.",
        ),
        (
            _em_by(m=lambda x, r, old: np.where(_ROWS == 2, _stds(x, r, old[1]), _maximum(x, r))),
            "The spread is around the new means, not around those of the round before.",
        ),
        (
            _em_by(m=lambda x, r, old: np.where(_ROWS == 2, _stds(x, r) ** 2, _maximum(x, r))),
            "The third row holds standard deviations, not variances.",
        ),
        (
            _em_by(m=lambda x, r, old: np.where(_ROWS == 0, old, _maximum(x, r))),
            "The weights change, too: how much of all points does each component hold?",
        ),
        (
            _em_by(m=lambda x, r, old: np.where(_ROWS == 1, old, _maximum(x, r))),
            "The means stay where they were: M moves them, too.",
        ),
        (
            _em_by(m=lambda x, r, old: np.where(_ROWS == 2, old, _maximum(x, r))),
            "The standard deviations stay as they were: M changes them, too.",
        ),
        (
            _em_by(
                m=lambda x, r, old: np.where(_ROWS == 0, r.sum(axis=0), _maximum(x, r)),
            ),
            "The weights sum to 1: divide each N_k by N.",
        ),
        (
            _em_by(
                m=lambda x, r, old: np.where(
                    _ROWS == 0, r.sum(axis=0) / len(x), [r.sum(axis=0), x @ r, _stds(x, r)]
                )
            ),
            "The means are Σ r x divided by N_k.",
        ),
        (
            _em_by(
                m=lambda x, r, old: np.where(
                    _ROWS == 0,
                    _maximum(x, r),
                    np.array([0 * old[0], x @ r / len(x), _stds(x, r, x @ r / len(x))]),
                )
            ),
            "The means are Σ r x divided by N_k, not by N.",
        ),
        (
            _em_by(e=_hard_shares),
            "Those are hard labels. Each point counts for each component, by its share.",
        ),
        (
            _em_by(e=lambda x, _, means, stds: _shares(x, np.ones(len(means)), means, stds)),
            "E leaves the weights out: a rare component is a less likely source.",
        ),
        (
            _em_by(e=lambda x, weights, means, stds: _shares(x, weights, means, stds**2)),
            "E takes `stds` for variances, or squares them once too often.",
        ),
        (
            _em_by(e=lambda x, weights, means, stds: _shares(x, weights * stds, means, stds)),
            "In E each density has its factor 1/σ: it does not cancel where the widths differ.",
        ),
        (
            _em_by(e=_bare_shares),
            "Far from all components each density is 0, and 0/0 is nan: E needs logarithms, and "
            "each point its own largest.",
        ),
        (
            _em_by(e=_joint),
            "In E each point's shares have to sum to 1: divide by their sum.",
        ),
        (
            _em_by(e=lambda *now: _joint(*now) / _joint(*now).sum(axis=0)),
            "In E the shares sum to 1 for each point, over the components; not over the points.",
        ),
        (
            lambda x, weights, means, stds, rounds: _em(x, weights, means, stds, rounds).T,
            "One row for the weights, one for the means, one for the stds: shape (3, K).",
        ),
        (
            _em_until_it_stays,
            "That goes on until nothing changes. Stop after `rounds` rounds.",
        ),
    ],
    wrong=[
        lambda x, weights, means, stds, rounds: _em(x, weights, means, stds, rounds + 1),
        lambda x, weights, means, stds, rounds: _em(x, weights, means, stds, max(rounds, 1)),
        lambda x, weights, means, stds, rounds: _em(x, weights, means, stds, min(rounds, 2)),
        lambda x, weights, means, stds, rounds: _em(x, weights, means, stds, min(rounds, 3)),
        lambda x, weights, means, stds, rounds: np.array([weights, means, stds]),
        lambda x, weights, means, stds, rounds: _em(x, weights[:2], means[:2], stds[:2], rounds),
        lambda x, weights, means, stds, rounds: _em(x, weights, means, stds, rounds)[[1, 0, 2]],
        lambda x, weights, means, stds, rounds: _em(x, weights, means, stds, rounds)[1:],
        lambda x, weights, means, stds, rounds: _em(x, weights, means, stds, rounds)[
            :, np.argsort(_em(x, weights, means, stds, rounds)[1])
        ],
        lambda x, weights, means, stds, rounds: np.round(_em(x, weights, means, stds, rounds), 3),
        lambda x, weights, means, stds, rounds: _em(
            np.clip(x, -50, 50), weights, means, stds, rounds
        ),
        lambda x, weights, means, stds, rounds: _em(np.abs(x), weights, means, stds, rounds),
        lambda x, weights, means, stds, rounds: _em(
            x, np.full(len(means), 1 / len(means)), means, stds, rounds
        ),
        _em_by(e=lambda *now: np.nan_to_num(_bare_shares(*now), nan=0.5)),
        _em_by(e=lambda *now: np.nan_to_num(_bare_shares(*now))),
        _em_by(
            e=lambda *now: np.where(
                np.isnan(_bare_shares(*now)), _hard_shares(*now), _bare_shares(*now)
            )
        ),
        _em_by(e=lambda *now: _joint(*now) / (_joint(*now).sum(axis=1, keepdims=True) + 1e-300)),
        _em_by(m=lambda x, r, old: np.where(_ROWS == 2, _stds(x, r, x.mean()), _maximum(x, r))),
        _em_by(m=lambda x, r, old: np.maximum(_maximum(x, r), [[0], [-np.inf], [0.1]])),
        _em_by(
            m=lambda x, r, old: np.where(
                _ROWS == 2,
                _stds(x, r) * np.sqrt(r.sum(axis=0) / np.abs(r.sum(axis=0) - 1)),
                _maximum(x, r),
            )
        ),
        _em_by(
            m=lambda x, r, old: np.where(
                _ROWS == 2, np.sqrt(np.sum(r * _stds(x, r) ** 2) / len(x)), _maximum(x, r)
            )
        ),
    ],
    hint="In each round: whose is each point, by shares; then weights, means and spreads by them.",
    section="section 7",
    formula="E: r_nk, each φ_k N(xₙ; μ_k, σ_k²) divided by their sum, in logarithms. M: N_k = Σ r, "
    "φ_k = N_k/N, μ_k = Σ r x / N_k, σ_k² = Σ r (x − μ_k)² / N_k. Both, `rounds` times.",
)


def _squared_ways(x, means):
    """From each point to each mean, shape (n, K)."""
    return np.sum((x[:, None] - means) ** 2, axis=2)


def _moved(x, means, nearest, middle=lambda points, mean: points.mean(axis=0)):
    """Each mean goes to the middle of its own points, if it has any."""
    return np.array(
        [
            middle(x[nearest == k], mean) if np.any(nearest == k) else mean
            for k, mean in enumerate(means)
        ]
    )


def _k_means(x, means):
    return _moved(x, means, _squared_ways(x, means).argmin(axis=1))


def _k_means_with(middle):
    """The step with something else in place of the mean of a mean's own points."""
    return lambda x, means: _moved(x, means, _squared_ways(x, means).argmin(axis=1), middle)


def _k_means_by(ways):
    """The step with other ways from the points to the means."""
    return lambda x, means: _moved(x, means, ways(x, means).argmin(axis=1))


def _k_means_with_empty(empty):
    """The step with something else for a mean that no point is nearest to."""

    def step(x, means):
        nearest = _squared_ways(x, means).argmin(axis=1)
        held = np.isin(np.arange(len(means)), nearest)[:, None]
        return np.where(held, _k_means(x, means), empty(x, means))

    return step


def _k_means_to_the_end(x, means):
    for _ in range(20):
        means = _k_means(x, means)
    return means


def _k_means_without_empty(x, means):
    nearest = _squared_ways(x, means).argmin(axis=1)
    return np.array([x[nearest == k].mean(axis=0) for k in np.unique(nearest)])


_FLAT = np.array([[6.0, 5.5], [6, 1.5], [2.5, 1], [0, 0.5], [4, -0.5], [-1, 3.5], [2.5, 0]])
k_means_step = Exercise(
    _k_means,
    [
        (_FLAT, np.array([[0.5, 4.5], [-1, 0.5]])),
        (_FLAT, np.array([[4.0, 4], [80, -130], [0, 0.5]])),
        (_CUBES, np.array([[0.0, 1, 1], [1, -2, -1]])),
        (np.array([[3.0], [-1.5], [0.5], [8], [2]]), np.array([[4.0], [1.25], [-3]])),
        (np.array([[2.5, 2.5], [3.5, 0], [-1, -1]]), np.array([[0.0, 0], [4.5, 4]])),
        (0.0137 * _CUBES, np.array([[0.02, 0, 0], [-0.04, 0.05, 0], [0.0, 0, 3.14159]])),
        (np.array([[7.0, -2]]), np.array([[5.0, 5], [6, -3.5], [-9, 1]])),
        (_FLAT - 10, np.array([[5.0, 5]])),
        (90 * _ODD[:36].reshape(9, 4), 60 * _ODD[20:40].reshape(5, 4)),
    ],
    [
        (
            lambda x, means: _squared_ways(x, means).argmin(axis=1),
            "That says which mean each point is nearest to. Where do the means go then?",
        ),
        (
            _k_means_with_empty(lambda x, means: np.nan),
            "A mean that no point is nearest to stays where it is: a mean of nothing is nan.",
        ),
        (
            _k_means_with_empty(lambda x, means: 0.0),
            "A mean that no point is nearest to stays where it is; it does not go to 0.",
        ),
        (
            _k_means_with_empty(lambda x, means: x.mean(axis=0)),
            "A mean that no point is nearest to stays where it is.",
        ),
        (
            _k_means_without_empty,
            "A mean has got lost. One that no point is nearest to stays where it is.",
        ),
        (
            _k_means_with(lambda points, mean: np.median(points, axis=0)),
            "Those are medians. The squared ways are smallest to the mean.",
        ),
        (
            _k_means_with(lambda points, mean: points.sum(axis=0)),
            "Those are sums. Divide by how many points each mean has.",
        ),
        (
            lambda x, means: _moved(
                x,
                means,
                _squared_ways(x, means).argmin(axis=1),
                lambda points, mean: points.sum(axis=0) / len(x),
            ),
            "Divide by how many points that mean has, not by how many there are.",
        ),
        (
            _k_means_with(lambda points, mean: np.full(len(mean), points.mean())),
            "`mean()` averages all numbers. Points are rows: `axis=0`.",
        ),
        (
            _k_means_with(lambda points, mean: (points.sum(axis=0) + mean) / (len(points) + 1)),
            "The old mean is no point: it does not count among its own.",
        ),
        (
            _k_means_with(lambda points, mean: (points.mean(axis=0) + mean) / 2),
            "That is half of the way. Each mean goes all of it.",
        ),
        (
            _k_means_by(lambda x, means: -_squared_ways(x, means)),
            "Each point has gone to the mean that is farthest. Take the nearest.",
        ),
        (
            _k_means_by(lambda x, means: np.abs(x[:, None] - means).sum(axis=2)),
            "Nearest by the Euclidean distance: squares are added up, not absolute values.",
        ),
        (
            _k_means_by(lambda x, means: np.abs(x[:, None] - means).max(axis=2)),
            "Nearest by all coordinates together, not by the one that is farthest off.",
        ),
        (
            _k_means_by(lambda x, means: np.abs(x[:, :1] - means[:, 0])),
            "That looks at the first coordinate only. How near a mean is, all of them tell.",
        ),
        (
            _k_means_by(lambda x, means: np.abs((x[:, None] - means).sum(axis=2))),
            "Square before you add: a difference to the left and one to the right cancel out.",
        ),
        (
            _k_means_by(lambda x, means: -(x @ means.T)),
            "The largest dot product is not the smallest distance: a long mean wins too often.",
        ),
        (
            lambda x, means: _k_means(x, means).T,
            "One row for each mean: shape (K, d).",
        ),
        (_k_means_to_the_end, "That is more than one step. The first one is asked for."),
    ],
    wrong=[
        lambda x, means: _k_means(x, means[:2]),
        lambda x, means: _k_means(x[:, :2], means[:, :2]),
        _k_means_by(lambda x, means: _squared_ways(x[:, :2], means[:, :2])),
        lambda x, means: _k_means(x[:5], means),
        lambda x, means: _k_means(x, _k_means(x, means)),
        lambda x, means: _k_means(np.abs(x), means),
        lambda x, means: np.sort(_k_means(x, means), axis=0),
        lambda x, means: _k_means(x, np.sort(means, axis=0)),
        lambda x, means: np.round(_k_means(x, means), 2),
        lambda x, means: np.tile(x.mean(axis=0), (len(means), 1)),
        lambda x, means: x[_squared_ways(x, means).argmin(axis=0)],
        lambda x, means: np.array(means),
        lambda x, means: x - means[_squared_ways(x, means).argmin(axis=1)],
        lambda x, means: (_k_means(x, means), _squared_ways(x, means).argmin(axis=1)),
        lambda x, means: (
            np.exp(-_squared_ways(x, means)).T
            @ x
            / np.exp(-_squared_ways(x, means)).sum(0)[:, None]
        ),
        _k_means_by(lambda x, means: np.abs(x[:, -1:] - means[:, -1])),
        _k_means_by(
            lambda x, means: (
                -(x @ means.T)
                / np.linalg.norm(x, axis=1)[:, None]
                / (np.linalg.norm(means, axis=1) + 1e-12)
            )
        ),
        _k_means_with_empty(lambda x, means: x[np.arange(len(means)) % len(x)]),
    ],
    hint="First the nearest mean of each point; then, of each mean, the middle of its own points.",
    section="section 7",
    formula="`nearest` is `argmin` over k of ‖xₙ − μ_k‖²; then the mean over rows of "
    "`x[nearest == k]`, or μ_k itself if there are none.",
)

# At the first try each way to choose comes to another K.
_FITTED = np.array([-4.8, -4.2, -4.1, -4.05, -4.0, -3.9])
_HELD_OUT = np.array([-4.85, -4.35, -4.3, -4.2, -5.1, -4.6])


def _first_peak(held_out):
    """The first K after which it falls."""
    falls = np.flatnonzero(np.diff(held_out) < 0)
    return falls[0] + 1 if falls.size else len(held_out)


choose_components = Exercise(
    lambda fitted, held_out: np.argmax(held_out) + 1,
    [
        (_FITTED, _HELD_OUT),
        (_FITTED[:5], np.array([-4.5, -4.3, -4.35, -4.2, -4.4])),
        (_FITTED[:5], np.array([-4.5, -4.1, -4.2, -4.3, -4.6])),
        (_FITTED[:3], np.array([-4.1, -4.2, -4.3])),
        (5 + _FITTED, np.array([-0.3, 0.25, 0.7, 0.4, 0.45, 0.1])),
        (_FITTED, np.array([-4.85, -4.21, -4.203, -4.2004, -4.2, -4.201])),
        (np.linspace(0.5, 3, 12), 2 - np.abs(np.arange(12) - 8.25) / 3),
        (np.array([-7.5]), np.array([-7.75])),
        (600 * _FITTED, 200 * np.array([-4.5, -4.4, -4.38, -4.35, -4.36, -4.34])),
    ],
    [
        (
            lambda fitted, held_out: np.argmax(fitted) + 1,
            "On the data that were fitted more components always look better.",
        ),
        (
            lambda fitted, held_out: np.argmax(held_out),
            "The first entry belongs to K = 1, but its index is 0.",
        ),
        (
            lambda fitted, held_out: np.argmin(held_out) + 1,
            "Log-likelihoods: the larger the better.",
        ),
        (
            lambda fitted, held_out: np.argmin(fitted - held_out) + 1,
            "A small gap is no merit by itself: a bad model has one too.",
        ),
        (
            lambda fitted, held_out: np.argmax(np.diff(fitted, prepend=fitted[0])) + 1,
            "That is where most is gained by one more. Asked for is where the most is reached.",
        ),
        (
            lambda fitted, held_out: np.argmax(np.diff(held_out, prepend=held_out[0])) + 1,
            "That is where most is gained by one more. Asked for is where the most is reached.",
        ),
        (
            lambda fitted, held_out: np.argmin(np.abs(fitted - held_out)) + 1,
            "A small gap is no merit by itself: a bad model has one too.",
        ),
        (
            lambda fitted, held_out: np.argmax(fitted + held_out) + 1,
            "Only what the fit has not seen can judge it.",
        ),
        (
            lambda fitted, held_out: np.max(held_out),
            "That is the log-likelihood. Asked for is its K.",
        ),
        (
            lambda fitted, held_out: np.argmin(np.abs(held_out)) + 1,
            "Largest is not nearest to 0: a density may exceed 1, and its logarithm 0.",
        ),
        (
            lambda fitted, held_out: _first_peak(held_out),
            "It may fall once and rise again: look at all K.",
        ),
        (
            lambda fitted, held_out: np.argmax(held_out - 0.01 * np.arange(len(held_out))) + 1,
            "However small its lead, the largest decides: nothing is rounded, nothing taken off.",
        ),
    ],
    wrong=[
        lambda fitted, held_out: np.argmax(held_out[:5]) + 1,
        lambda fitted, held_out: np.argmax(held_out[:6]) + 1,
        lambda fitted, held_out: np.argmax(np.round(held_out, 2)) + 1,
        lambda fitted, held_out: np.argmax(np.round(held_out, 1)) + 1,
        lambda fitted, held_out: np.argmax(held_out.astype(int)) + 1,
        lambda fitted, held_out: np.argmax(np.abs(held_out)) + 1,
        lambda fitted, held_out: np.argmax(held_out > held_out.max() - 0.05) + 1,
        lambda fitted, held_out: np.argmax(held_out - 0.001 * np.arange(len(held_out))) + 1,
        lambda fitted, held_out: np.argmax(held_out - fitted) + 1,
        lambda fitted, held_out: np.argmin(held_out**2) + 1,
        lambda fitted, held_out: len(held_out) - np.argmax(held_out),
        lambda fitted, held_out: np.argmax(held_out) + 2,
        lambda fitted, held_out: np.argsort(held_out) + 1,
        lambda fitted, held_out: len(held_out),
        lambda fitted, held_out: 4,
        lambda fitted, held_out: np.argmax(2 * held_out - np.arange(len(held_out))) + 1,
    ],
    hint="Which K explains best what it has not seen?",
    section="section 8",
    formula="`np.argmax(held_out) + 1`: an index begins at 0, K at 1.",
)
