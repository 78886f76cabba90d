"""The exercises of chapter 5, in its order."""

import numpy as np
from scipy import stats
from scipy.special import logsumexp

from tangible.teach import Exercise


def _density(x, weights, means, stds):
    return np.sum(weights * stats.norm.pdf(x, means, stds))


mixture_density = Exercise(
    _density,
    [
        (0.5, np.array([0.5, 0.5]), np.array([-1.0, 1.0]), np.array([1.0, 2.0])),
        (2.0, np.array([0.2, 0.8]), np.array([0.0, 3.0]), np.array([1.0, 0.5])),
        (-1.0, np.array([0.5, 0.3, 0.2]), np.array([-2.0, 0.0, 4.0]), np.array([1.0, 2.0, 0.5])),
    ],
    [
        (
            lambda x, weights, means, stds: _density(x, weights, means, stds**2),
            "`stats.norm.pdf` takes the standard deviation, not the variance.",
        ),
        (
            lambda x, weights, means, stds: np.sum(stats.norm.pdf(x, means, stds)),
            "The weights are missing: without them the area is K.",
        ),
        (
            lambda x, weights, means, stds: np.mean(stats.norm.pdf(x, means, stds)),
            "That gives all components the same weight.",
        ),
        (
            lambda x, weights, means, stds: stats.norm.pdf(
                x, np.sum(weights * means), np.sqrt(np.sum(weights * stds**2))
            ),
            "That is one normal density, with averaged parameters. Average the densities.",
        ),
        (
            lambda x, weights, means, stds: stats.norm.pdf(
                x, np.sum(weights * means), np.sum(weights * stds)
            ),
            "That is one normal density, with averaged parameters. Average the densities.",
        ),
        (
            lambda x, weights, means, stds: np.prod(stats.norm.pdf(x, means, stds) ** weights),
            "A product says: from this one and from that one. A mixture takes one or the other.",
        ),
        (
            lambda x, weights, means, stds: weights * stats.norm.pdf(x, means, stds),
            "Those are the parts, one for each component. Add them up.",
        ),
        (
            lambda x, weights, means, stds: np.log(_density(x, weights, means, stds)),
            "That is the logarithm of the density.",
        ),
    ],
    hint="One term for each component.",
    section="section 2",
    formula="p(x) = Σ φ_k N(x; μ_k, σ_k²).",
)


def _count(K, d):
    return (K - 1) + K * d + K * d * (d + 1) // 2


parameters = Exercise(
    _count,
    [(3, 4), (1, 1), (2, 3)],
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
            lambda K, d: K + K * d + K * d**2,
            "The weights sum to 1, and a covariance is symmetric: fewer are free.",
        ),
        (
            lambda K, d: (K - 1) + K * d + K * d * (d - 1) // 2,
            "The diagonal of a covariance counts too: d (d + 1)/2.",
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
            lambda K, d: (K - 1) + K + K * d * (d + 1) // 2,
            "Each mean has d numbers.",
        ),
        (
            lambda K, d: (K - 1) + d + K * d * (d + 1) // 2,
            "Each component has a mean of its own.",
        ),
        (lambda K, d: K * d + K * d * (d + 1) // 2, "And the weights?"),
    ],
    hint="Weights, means, covariances: how many numbers of each are free?",
    section="section 3",
    formula="K − 1 weights, d numbers in each mean, d (d + 1)/2 in each covariance.",
)

_X = np.array([[0.0, 1.0], [2.0, 3.0], [10.0, 10.0], [12.0, 14.0], [7.0, 2.0]])


def _mean_or_nan(x):
    return x.mean(axis=0) if len(x) else np.full(x.shape[1], np.nan)


def _means(x, z, K):
    return np.array([x[z == k].mean(axis=0) for k in range(K)])


means_with_labels = Exercise(
    _means,
    [
        (_X, np.array([0, 0, 1, 1, 0]), 2),
        (_X, np.array([2, 0, 1, 1, 0]), 3),
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
            lambda x, z, K: np.array([_mean_or_nan(x[z == k]) for k in range(1, K + 1)]),
            "The labels begin at 0.",
        ),
        (
            lambda x, z, K: np.array([x[z == k].mean(axis=0) for k in range(K)]).T,
            "One row for each component: shape (K, d).",
        ),
        (
            lambda x, z, K: np.array([x[k] for k in range(K)]),
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
    hint="Each component has its own points.",
    section="section 5",
    formula="For each k, the mean over rows of `x[z == k]`.",
)

_A = np.array([[0.0, 1.0, 2.0], [-1.0, 3.0, 0.5]])

log_sum_exp_of_rows = Exercise(
    lambda a: logsumexp(a, axis=1),
    [(_A,), (_A - 2000,), (_A + 2000,), (_A * 800,)],
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
            lambda a: np.log(np.sum(np.exp(a - a.max(axis=1)[:, None]), axis=1)),
            "The largest was taken out of the sum: add it again in the end.",
        ),
        (
            lambda a: a.max(axis=1) + np.log(np.sum(np.exp(a), axis=1)),
            "The largest is added in the end, so it has to be subtracted in the exponents.",
        ),
        (
            lambda a: logsumexp(a),
            "That is the sum over all rows together. `axis=1` sums along each row.",
        ),
        (
            lambda a: logsumexp(a, axis=0),
            "That sums down the columns. The rows are wanted: `axis=1`.",
        ),
        (
            lambda a: a.sum(axis=1),
            "The logarithm of a sum is not the sum of logarithms.",
        ),
        (
            lambda a: a.max(axis=1),
            "Close, where one number is far larger than the others. The rest counts too.",
        ),
    ],
    hint="What can be taken out of each row's sum, so that nothing overflows?",
    section="section 6",
    formula="With m the largest of each row: m + log Σ exp(a − m). `m[:, None]` makes it a column.",
)


def _shares(x, weights, means, stds):
    joint = weights * stats.norm.pdf(x[:, None], means, stds)
    return joint / joint.sum(axis=1, keepdims=True)


_POINTS = np.array([-1.0, 0.2, 3.0])
e_step = Exercise(
    _shares,
    [
        (_POINTS, np.array([0.4, 0.6]), np.array([-1.0, 1.0]), np.array([1.0, 1.5])),
        (_POINTS, np.array([0.2, 0.8]), np.array([0.0, 3.0]), np.array([1.0, 0.5])),
        (_POINTS, np.array([0.5, 0.3, 0.2]), np.array([-2.0, 0.0, 4.0]), np.array([1.0, 2.0, 3.0])),
    ],
    [
        (
            lambda x, weights, means, stds: _shares(x, weights, means, stds**2),
            "`stats.norm.pdf` takes the standard deviation, not the variance.",
        ),
        (
            lambda x, weights, means, stds: _shares(x, 1.0, means, stds),
            "The weights belong in: a rare component is a less likely source.",
        ),
        (
            lambda x, weights, means, stds: weights * stats.norm.pdf(x[:, None], means, stds),
            "Divide by the sum over the components, so that each row sums to 1.",
        ),
        (
            lambda x, weights, means, stds: (
                weights
                * stats.norm.pdf(x[:, None], means, stds)
                / np.sum(weights * stats.norm.pdf(x[:, None], means, stds), axis=0)
            ),
            "These sum to 1 over the points. For each point they should, over the components.",
        ),
        (
            lambda x, weights, means, stds: (
                weights
                * stats.norm.pdf(x[:, None], means, stds)
                / np.sum(weights * stats.norm.pdf(x[:, None], means, stds))
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
            lambda x, weights, means, stds: np.eye(len(means))[
                _shares(x, weights, means, stds).argmax(axis=1)
            ],
            "These are hard labels. A point may belong to two components by halves.",
        ),
    ],
    hint="How much does each component add to the density at this point?",
    section="section 7",
    formula="φ_k N(x_n; μ_k, σ_k²), divided by its sum over k; `x[:, None]` makes x a column.",
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
    ],
    [
        (lambda x, r: _stds(x, r) ** 2, "Those are the variances. Take the root."),
        (
            lambda x, r: np.sqrt(np.sum(r * (x[:, None] - x @ r / r.sum(axis=0)) ** 2, axis=0)),
            "Divide by N_k, the sum of the responsibilities, before the root.",
        ),
        (
            lambda x, r: np.sqrt(
                np.sum(r * (x[:, None] - x @ r / r.sum(axis=0)) ** 2, axis=0) / len(x)
            ),
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
            lambda x, r: np.std(r * x[:, None], axis=0),
            "The shares weigh the squared deviations; they do not multiply the points.",
        ),
        (
            lambda x, r: np.array([x[r.argmax(axis=1) == k].std() for k in range(r.shape[1])]),
            "That gives each point wholly to one component. Let it count by its share.",
        ),
    ],
    hint="A weighted mean, then a weighted variance around it; `x[:, None]` makes x a column.",
    section="section 7",
    formula="N_k = Σ r, mean μ_k = Σ r x / N_k, variance Σ r (x − μ_k)² / N_k, all over n.",
)

# At the first try each way to choose comes to another K.
_FITTED = np.array([-4.8, -4.2, -4.1, -4.05, -4.0, -3.9])
_HELD_OUT = np.array([-4.85, -4.35, -4.3, -4.2, -5.1, -4.6])
choose_components = Exercise(
    lambda fitted, held_out: np.argmax(held_out) + 1,
    [
        (_FITTED, _HELD_OUT),
        (_FITTED[:5], np.array([-4.5, -4.3, -4.35, -4.2, -4.4])),
        (_FITTED[:5], np.array([-4.5, -4.1, -4.2, -4.3, -4.6])),
        (_FITTED[:3], np.array([-4.1, -4.2, -4.3])),
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
            lambda fitted, held_out: np.argmax(np.diff(fitted)) + 2,
            "That is where most is gained by one more. Asked for is where the most is reached.",
        ),
        (
            lambda fitted, held_out: np.argmax(np.diff(held_out)) + 2,
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
    ],
    hint="Which K explains best what it has not seen?",
    section="section 8",
    formula="`np.argmax(held_out) + 1`: an index begins at 0, K at 1.",
)
