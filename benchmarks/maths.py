"""The library's maths, side by side with what a reader would use instead.

    .venv/bin/python benchmarks/maths.py

Both run in turn, many times; the medians are given, and the median of the ratios (below 1: ours
is faster).
"""

import statistics
import time
import warnings

import numpy as np
from scipy import stats
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from tangible import gaussian, mixture
from tangible.mixture import Mixture

REPEATS = 21


def milliseconds(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def compare(name, ours, theirs):
    """One row of the table."""
    ours(), theirs()
    pairs = [(milliseconds(ours), milliseconds(theirs)) for _ in range(REPEATS)]
    mine, other = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"| {name} | {mine:.1f} | {other:.1f} | {ratio:.2f} |", flush=True)


def densities():
    rng = np.random.default_rng(0)
    for count, dims in ((1_000_000, 2), (10_000, 50)):
        root = rng.normal(size=(dims, dims))
        mean, covariance = rng.normal(size=dims), root @ root.T + np.eye(dims)
        x = rng.normal(size=(count, dims))
        compare(
            f"`gaussian.log_density`, {count:,} points of {dims} dimensions; `scipy.stats.multivariate_normal.logpdf`",
            lambda x=x, m=mean, c=covariance: gaussian.log_density(x, m, c),
            lambda x=x, m=mean, c=covariance: stats.multivariate_normal.logpdf(x, m, c),
        )


def mixtures():
    rng = np.random.default_rng(1)
    steps, weights = 20, np.full(5, 0.2)
    truth = Mixture(
        weights, 4 * rng.normal(size=(5, 2)), [s * np.eye(2) for s in (1, 0.5, 2, 1, 1.5)]
    )
    for count in (1000, 100_000):
        x, _ = mixture.sample(truth, count, rng)
        start = Mixture(weights, x[:5], [np.cov(x.T)] * 5)
        theirs = GaussianMixture(
            5, reg_covar=0, tol=0, max_iter=steps, weights_init=weights, means_init=start.means,
            precisions_init=np.linalg.inv(start.covariances),
        )  # fmt: skip
        compare(
            f"`mixture.em`, {count:,} points of 2 dimensions, 5 components, {steps} steps; `sklearn.mixture.GaussianMixture`",
            lambda x=x, start=start: mixture.em(x, start, tolerance=-np.inf, max_steps=steps),
            lambda x=x, theirs=theirs: theirs.fit(x),
        )


if __name__ == "__main__":
    print("| what; beside what | ours, ms | theirs, ms | ratio |\n|---|---|---|---|")
    densities()
    warnings.simplefilter("ignore", ConvergenceWarning)  # the steps are counted on purpose
    mixtures()
