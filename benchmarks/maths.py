"""The library's maths, side by side with what a reader would use instead.

    .venv/bin/python benchmarks/maths.py

Both run in turn, many times; the medians are given, and the median of the ratios (below 1: ours
is faster).
"""

import statistics
import time

import numpy as np
from scipy import stats

from tangible import gaussian

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


if __name__ == "__main__":
    print("| what; beside what | ours, ms | theirs, ms | ratio |\n|---|---|---|---|")
    densities()
