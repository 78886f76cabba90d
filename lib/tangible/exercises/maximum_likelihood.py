"""The exercises of chapter 3, in its order."""

import math

import numpy as np
from scipy.special import gammaln, ndtr

from tangible.likelihood import log_density
from tangible.teach import Exercise


def _mean_and_variance(x, p):
    mean = np.sum(x * p)
    return np.array([mean, np.sum((x - mean) ** 2 * p)])


mean_and_variance = Exercise(
    _mean_and_variance,
    [
        (np.array([0.0, 1, 5]), np.array([0.5, 0.25, 0.25])),
        (np.arange(1.0, 7), np.full(6, 1 / 6)),
        (np.array([-2.5, 0.5]), np.array([0.9, 0.1])),
        (np.array([3.0]), np.array([1.0])),
    ],
    [
        (
            lambda x, p: np.array([x.mean(), x.var()]),
            "That takes all values for equally probable. Each counts by its p.",
        ),
        (
            lambda x, p: np.array([np.sum(x * p), np.sum(x**2 * p)]),
            "That is E[x²]. The variance is about the mean: take μ² away.",
        ),
        (
            lambda x, p: _mean_and_variance(x, p) ** [1, 0.5],
            "That is the standard deviation. The variance is its square.",
        ),
        (
            lambda x, p: np.array([np.sum(x * p) / len(x), np.sum((x - x.mean()) ** 2 * p)]),
            "The probabilities add up to 1 already: nothing is divided by.",
        ),
        (lambda x, p: np.sum(x * p), "That is the mean. Two numbers are asked for."),
        (
            lambda x, p: np.array([np.sum(x * p), np.sum((x - x.mean()) ** 2 * p)]),
            "Deviations are measured from the expectation, not from the plain average.",
        ),
    ],
    wrong=[
        lambda x, p: np.array([x[np.argmax(p)], _mean_and_variance(x, p)[1]]),
        lambda x, p: np.abs(_mean_and_variance(x, p)),
        lambda x, p: _mean_and_variance(x, p)[::-1],
        lambda x, p: np.array([np.sum(x * p), np.sum(np.abs(x - np.sum(x * p)) * p)]),
        lambda x, p: np.array([np.sum(x * p), np.sum((x - np.sum(x * p)) ** 2 * p**2)]),
    ],
    hint="A sum over all values, each weighed by its probability.",
    section="section 1",
    formula="μ = Σ x p(x), and Σ (x − μ)² p(x).",
)


def _density(x, mean, std):
    return np.exp(log_density(x, mean, std))


def _interval_probability(low, high, mean, std):
    return ndtr((high - mean) / std) - ndtr((low - mean) / std)


interval_probability = Exercise(
    _interval_probability,
    [
        (-1.0, 2.0, 0.5, 1.25),
        (170.0, 180.0, 176.0, 6.5),
        (0.0, 9.0, 0.0, 3.0),
        (-7.5, -2.5, -4.0, 0.5),
        (1.0, 1.0, 0.0, 1.0),
        (0.5, 2.0, 0.0, 1.0),
    ],
    [
        (
            lambda low, high, mean, std: _density(high, mean, std) - _density(low, mean, std),
            "The density is a height. Areas are differences of `ndtr`.",
        ),
        (
            lambda low, high, mean, std: _density((low + high) / 2, mean, std),
            "That is a density. A probability is an area: density times width, added up.",
        ),
        (
            lambda low, high, mean, std: (high - low) * _density((low + high) / 2, mean, std),
            "Height times width is exact for narrow intervals only; `ndtr` gives the whole area.",
        ),
        (
            lambda low, high, mean, std: -_interval_probability(low, high, mean, std),
            "The sign is turned round: the larger area minus the smaller one.",
        ),
        (
            lambda low, high, mean, std: ndtr((high - mean) / std),
            "That is all the area left of `high`. Take away what lies left of `low`.",
        ),
        (
            lambda low, high, mean, std: ndtr(high) - ndtr(low),
            "`ndtr` is for mean 0 and std 1: standardise first, z = (x − mean) / std.",
        ),
        (
            lambda low, high, mean, std: _interval_probability(low, high, mean, std**2),
            "Divide by the standard deviation, not by the variance.",
        ),
    ],
    wrong=[
        lambda low, high, mean, std: _interval_probability(int(low), high, mean, std),
        lambda low, high, mean, std: ndtr((high - low) / std),
        lambda low, high, mean, std: 1 - _interval_probability(low, high, mean, std),
        lambda low, high, mean, std: _interval_probability(low, high, 0, std),
        lambda low, high, mean, std: _interval_probability(low, high, mean, 1),
        lambda low, high, mean, std: _interval_probability(low, high, mean, np.sqrt(std)),
        lambda low, high, mean, std: ndtr((mean - high) / std) - ndtr((mean - low) / std),
        lambda low, high, mean, std: round(_interval_probability(low, high, mean, std), 2),
        lambda low, high, mean, std: 100 * _interval_probability(low, high, mean, std),
        lambda low, high, mean, std: (high - low) / (6 * std),
    ],
    hint="The area left of one end, and the area left of the other.",
    section="section 1",
    formula="`ndtr((x - mean) / std)` is the area left of x; take the difference.",
)


def _posterior(ill, found, wrongly):
    return ill * found / (ill * found + (1 - ill) * wrongly)


posterior = Exercise(
    _posterior,
    [(0.25, 0.8, 0.1), (0.01, 0.95, 0.05), (0.5, 0.5, 0.5), (1.0, 0.75, 0.2), (0.3, 1.0, 0.0)],
    [
        (
            lambda ill, found, wrongly: found,
            "That is p(positive | ill). Asked for is the other way round.",
        ),
        (
            lambda ill, found, wrongly: ill * found,
            "That is the probability of both together. What share of all positive ones is it?",
        ),
        (
            lambda ill, found, wrongly: ill * found / (ill * found + wrongly),
            "Wrongly positive are only the healthy: weigh that part by 1 − ill.",
        ),
        (
            lambda ill, found, wrongly: found / (found + wrongly),
            "That takes ill and healthy for equally frequent. Weigh each by how many there are.",
        ),
        (
            lambda ill, found, wrongly: ill * found + (1 - ill) * wrongly,
            "That is how many are positive at all. Which part of them is ill?",
        ),
        (
            lambda ill, found, wrongly: 1 - _posterior(ill, found, wrongly),
            "That is how probable it is to be healthy.",
        ),
    ],
    wrong=[
        lambda ill, found, wrongly: ill,
        lambda ill, found, wrongly: found - wrongly,
        lambda ill, found, wrongly: ill * found / wrongly if wrongly else 1.0,
        lambda ill, found, wrongly: ill * (1 - found) / (ill * (1 - found) + (1 - ill)),
        lambda ill, found, wrongly: round(_posterior(ill, found, wrongly), 1),
    ],
    hint="Of all the positive ones, which share is ill?",
    section="section 2",
    formula="p(ill) p(positive | ill) / p(positive); the last is a sum over ill and healthy.",
)


def _standard_error(std, size):
    return std / np.sqrt(size)


standard_error = Exercise(
    _standard_error,
    [(1.5, 4), (6.5, 100), (2.0, 1), (3.0, 10), (0.25, 7)],
    [
        (
            lambda std, size: np.sqrt(std / size),
            "The root belongs to N alone: what is the root of the variance, σ²/N?",
        ),
        (lambda std, size: std / size, "It is the variance that is divided by N. And its root?"),
        (lambda std, size: std**2 / size, "That is the variance of the mean. Take its root."),
        (lambda std, size: std * np.sqrt(size), "That is the spread of the sum. And of the mean?"),
        (lambda std, size: std / np.sqrt(size - 1) if size > 1 else np.inf, "N, not N − 1."),
        (lambda std, size: std, "That is the spread of one number. Means of many spread less."),
    ],
    wrong=[
        lambda std, size: std / int(size**0.5),
        lambda std, size: std / np.ceil(np.sqrt(size)),
        lambda std, size: std / np.sqrt(2 * size),
        lambda std, size: std / np.log(size + 1),
        lambda std, size: std / np.sqrt(size + 1),
        lambda std, size: 1.96 * std / np.sqrt(size),
        lambda std, size: round(std / np.sqrt(size), 2),
        lambda std, size: 1 / np.sqrt(size),
    ],
    hint="The variance of a sum of N is Nσ². And of the sum divided by N?",
    section="section 3",
    formula="σ/√N.",
)


def _coin_log_likelihood(heads, tosses, p):
    return heads * np.log(p) + (tosses - heads) * np.log1p(-p)


coin_log_likelihood = Exercise(
    _coin_log_likelihood,
    [
        (3, 10, 0.4),
        (1, 1, 0.75),
        (600, 2000, 0.3),
        (0, 5, 0.2),
        (1900, 2000, 0.97),
        (12_000, 40_000, 0.3),
    ],
    [
        (
            lambda heads, tosses, p: math.log(p**heads * (1 - p) ** (tosses - heads)),
            "The product underflows to 0 for many tosses. Take logs first, then add.",
        ),
        (
            lambda heads, tosses, p: np.log(p**heads * (1 - p) ** (tosses - heads)),
            "The product underflows to 0 for many tosses. Take logs first, then add.",
        ),
        (
            lambda heads, tosses, p: -_coin_log_likelihood(heads, tosses, p),
            "The sign is turned round. The logarithm of a probability is negative.",
        ),
        (
            lambda heads, tosses, p: _coin_log_likelihood(heads, tosses, p) / np.log(10),
            "The natural logarithm is meant, `np.log`.",
        ),
        (
            lambda heads, tosses, p: _coin_log_likelihood(heads, tosses, 1 - p),
            "p is the probability of heads, 1 − p that of tails.",
        ),
        (
            lambda heads, tosses, p: (
                _coin_log_likelihood(heads, tosses, p)
                + gammaln(tosses + 1)
                - gammaln(heads + 1)
                - gammaln(tosses - heads + 1)
            ),
            "That counts every order of the tosses. Here the order is given.",
        ),
        (
            lambda heads, tosses, p: heads * np.log(p) + tosses * np.log(1 - p),
            "1 − p belongs to the tails only: tosses − heads of them.",
        ),
        (
            lambda heads, tosses, p: p**heads * (1 - p) ** (tosses - heads),
            "That is the likelihood. Its logarithm is asked for.",
        ),
        (
            lambda heads, tosses, p: heads * np.log(p),
            "The tails are observations too, each with the probability 1 − p.",
        ),
        (
            lambda heads, tosses, p: np.log(heads * p + (tosses - heads) * (1 - p)),
            "Independent probabilities are multiplied; their logs are added.",
        ),
    ],
    wrong=[
        lambda heads, tosses, p: _coin_log_likelihood(heads, tosses, round(p, 1)),
        lambda heads, tosses, p: heads * np.log(p) - (tosses - heads) * np.log(1 - p),
        lambda heads, tosses, p: _coin_log_likelihood(heads, tosses, p) / tosses,
        lambda heads, tosses, p: (
            _coin_log_likelihood(heads, tosses, heads / tosses) if 0 < heads < tosses else 0.0
        ),
        lambda heads, tosses, p: max(_coin_log_likelihood(heads, tosses, p), -700),
        lambda heads, tosses, p: round(_coin_log_likelihood(heads, tosses, p)),
        lambda heads, tosses, p: tosses * np.log(p),
        lambda heads, tosses, p: _coin_log_likelihood(heads, tosses, p) / np.log(2),
    ],
    hint="Each toss brings one factor. What does the logarithm make of a product?",
    section="section 5",
    formula="Each head adds log p, each tail log(1 − p).",
)


def _fit_normal(x):
    return np.array([x.mean(), x.std()])


_x = np.array([1.0, 2.0, 6.0])
fit_normal = Exercise(
    _fit_normal,
    [
        (_x,),
        (np.array([1.0, 3.0]),),
        (100 + 5 * np.array([1.0, -1, 2, 0, 0, 1]),),
        (np.array([-0.5, -2.25, 0.125, 7]),),
        (np.array([4.0]),),
    ],
    [
        (
            lambda x: np.array([x.mean(), x.std(ddof=1)]),
            "Maximum likelihood divides by N, not by N − 1.",
        ),
        (lambda x: np.array([x.mean(), x.var()]), "That is the variance; σ̂ is its root."),
        (lambda x: np.array([np.median(x), x.std()]), "μ̂ is the mean, not the median."),
        (lambda x: np.array([x.std(), x.mean()]), "First the mean, then the standard deviation."),
        (
            lambda x: np.array([x.mean(), np.abs(x - x.mean()).mean()]),
            "Squares, then their mean, then the root: absolute values fit another distribution.",
        ),
        (
            lambda x: np.array([x.mean(), np.sqrt(np.sum((x - x.mean()) ** 2))]),
            "Divide the sum of squares by N before taking the root.",
        ),
        (lambda x: x.std(), "Two numbers are asked for: the mean and the standard deviation."),
        (lambda x: x.mean(), "Two numbers are asked for: the mean and the standard deviation."),
    ],
    wrong=[
        lambda x: np.array([x.sum() / 3, x.std()]),
        lambda x: np.array([x.mean(), np.sqrt(np.mean(x**2))]),
        lambda x: np.array([(x.max() + x.min()) / 2, x.std()]),
        lambda x: np.array([x.mean(), (x.max() - x.min()) / 4]),
        lambda x: np.array([x.mean(), x.std() / np.sqrt(len(x))]),
        lambda x: np.round([x.mean(), x.std()], 1),
        lambda x: np.array([[x.mean()], [x.std()]]),
        lambda x: np.array([0.0, 1.0]),
    ],
    hint="The mean; and the root of the mean squared distance from it.",
    section="section 7",
    formula="μ̂ = Σ xₙ/N and σ̂² = Σ (xₙ − μ̂)²/N; give μ̂ and σ̂.",
)


def _fit_exponential(x):
    return 1 / x.mean()


fit_exponential = Exercise(
    _fit_exponential,
    [
        (np.array([1.0, 2, 6]),),
        (np.array([2.0]),),
        (np.array([0.1, 0.4, 0.1]),),
        (np.array([0.5, 3.25, 10, 0, 1.5]),),
    ],
    [
        (
            lambda x: x.mean(),
            "That is the mean wait. λ is a rate: large where waits are short.",
        ),
        (lambda x: np.mean(1 / x), "The inverse of the mean, not the mean of the inverses."),
        (
            lambda x: 1 / x.sum(),
            "Each of the N observations adds a log λ.",
        ),
        (
            lambda x: 1 / x.std(),
            "Mean and standard deviation are equal for the distribution, not for a sample.",
        ),
        (lambda x: 1 / np.median(x), "The mean, not the median."),
    ],
    wrong=[
        lambda x: 3 / np.sum(x),
        lambda x: (len(x) - 1) / np.sum(x),
        lambda x: 1 / np.mean(x**2),
        lambda x: np.log(2) / np.median(x),
        lambda x: 1 / (x.max() + x.min()) * 2,
        lambda x: np.sum(x) / len(x) ** 2,
        lambda x: np.array([1 / x.mean()]),
        lambda x: round(1 / x.mean(), 1),
    ],
    hint="Set the derivative of N log λ − λ Σ xₙ with respect to λ to zero.",
    section="section 7",
    formula="N/λ = Σ xₙ.",
)


def _slopes(x, mean, std):
    return np.array([np.sum(x - mean) / std**2, np.sum((x - mean) ** 2) / std**3 - len(x) / std])


slopes_of_log_likelihood = Exercise(
    _slopes,
    [
        (_x, 2.0, 1.5),
        (np.array([-1.0, 0.5]), 0.0, 2.0),
        (np.array([4.0, 4.5, 7, 3]), 5.0, 0.5),
    ],
    [
        (
            lambda x, mean, std: -_slopes(x, mean, std),
            "The sign is turned round: a mean that is too small must have a positive slope.",
        ),
        (
            lambda x, mean, std: _slopes(x, mean, std) / len(x),
            "That is the mean. The log-likelihood is a sum.",
        ),
        (
            lambda x, mean, std: _slopes(x, mean, std)[::-1],
            "First with respect to the mean, then to the standard deviation.",
        ),
        (
            lambda x, mean, std: _slopes(x, mean, std) + np.array([0, len(x) / std]),
            "−N log σ depends on σ as well.",
        ),
        (
            lambda x, mean, std: _slopes(x, mean, std) * [2, 1],
            "The square brings a factor 2, and the half takes it away again.",
        ),
        (
            lambda x, mean, std: _slopes(x, mean, std) / [1, 2 * std],
            "That is the slope with respect to σ². Here σ itself moves.",
        ),
    ],
    wrong=[
        lambda x, mean, std: np.zeros(2),
        lambda x, mean, std: np.array([x.mean() - mean, x.std() - std]),
        lambda x, mean, std: np.sum(_slopes(x, mean, std)),
        lambda x, mean, std: np.sign(_slopes(x, mean, std)),
        lambda x, mean, std: _slopes(x, x.mean(), std),
    ],
    hint="Write ℓ out as a sum, and differentiate it once with μ moving, once with σ.",
    section="section 7",
    formula="Σ (xₙ − μ)/σ², and Σ (xₙ − μ)²/σ³ − N/σ.",
)


largest_possible = Exercise(
    lambda x: np.max(x),
    [
        (np.array([0.5, 2.75, 1.25]),),
        (np.array([3.0]),),
        (np.array([7.5, 0.25, 7.25, 0.125]),),
        (np.array([0.0, 0.0, 0.5]),),
        (np.array([1.0, 2, 0.5, 3.14159, 2]),),
    ],
    [
        (
            lambda x: 2 * x.mean(),
            "A fair guess, but some numbers may lie beyond it: then the likelihood is 0.",
        ),
        (lambda x: x.mean(), "That is the middle of the stretch. Where does it end?"),
        (
            lambda x: np.max(x) * (len(x) + 1) / len(x),
            "That one is right on average. It is not the one under which the data are likeliest.",
        ),
        (lambda x: x[-1], "That is the last number. Which one must θ not fall below?"),
        (
            lambda x: len(x) / np.sum(x),
            "That is the rate of waiting times. Here all numbers up to θ are equally probable.",
        ),
    ],
    wrong=[
        lambda x: np.max(x[:3]),
        lambda x: round(float(np.max(x)), 2),
        lambda x: np.min(x),
        lambda x: np.max(x) + 1,
        lambda x: np.median(x) * 2,
        lambda x: np.sum(x),
        lambda x: np.max(x) - np.min(x),
        lambda x: int(np.argmax(x)),
        lambda x: 7.5,
    ],
    hint="For which θ is 1/θᴺ largest, if no number may lie above θ?",
    section="section 7",
    formula="The smallest θ that no number exceeds.",
)


def _bootstrap(x, again):
    return x[again].mean(axis=1).std()


_again = np.array([[0, 0, 1], [2, 1, 2], [1, 1, 1], [0, 2, 1]])
bootstrap = Exercise(
    _bootstrap,
    [
        (_x, _again),
        (np.array([170.0, 181.5, 176, 169]), np.array([[0, 1, 2, 3], [3, 3, 3, 1], [2, 0, 0, 2]])),
        (np.array([-0.5, 2.5]), np.array([[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]])),
    ],
    [
        (
            lambda x, again: x[again].std(axis=1).mean(),
            "That is the mean of the spreads. Asked for is the spread of the means.",
        ),
        (
            lambda x, again: x[again].mean(axis=1),
            "Those are the means. How far do they spread?",
        ),
        (
            lambda x, again: x[again].mean(axis=0).std(),
            "Each row of `again` is one new sample: `axis=1` runs along it.",
        ),
        (
            lambda x, again: x.std() / np.sqrt(len(x)),
            "That is the formula for independent data. Here the new samples are to tell.",
        ),
        (
            lambda x, again: _bootstrap(x, again) / np.sqrt(len(x)),
            "The means spread by σ/√N already. Do not divide once more.",
        ),
        (lambda x, again: x[again].std(), "That is the spread of the numbers, not of the means."),
        (
            lambda x, again: x[again].mean(axis=1).var(),
            "That is the variance. Take its root.",
        ),
        (
            lambda x, again: x[again].mean(axis=1).std(ddof=1),
            "The plain standard deviation of the means is meant, divided by their number.",
        ),
    ],
    wrong=[
        lambda x, again: again.mean(axis=1).std(),
        lambda x, again: np.median(x[again], axis=1).std(),
        lambda x, again: x[again].mean(axis=1).mean(),
        lambda x, again: x[again].sum(axis=1).std(),
        lambda x, again: _bootstrap(x, again[:2]),
    ],
    hint="Each row of `again` says which numbers are in a new sample: `x[again]`.",
    section="section 8",
    formula="`x[again].mean(axis=1).std()`.",
)


def _unbiased_variance(x):
    return x.var(ddof=1)


unbiased_variance = Exercise(
    _unbiased_variance,
    [
        (_x,),
        (np.array([1.0, 3.0]),),
        (np.arange(10.0),),
        (np.array([-2.5, 0.25, -7, 1]),),
        (np.array([1.0, 1, 2, 2.5]),),
        (np.array([0.001, 0.002, 0.004]),),
    ],
    [
        (lambda x: np.sum((x - x.mean()) ** 2), "That is the sum. Divide it; by what?"),
        (lambda x: x.var(), "That divides by N, and is (N − 1)/N of σ² on average."),
        (lambda x: np.sum((x - x.mean()) ** 2) / len(x) - 1, "Brackets: `/ (len(x) - 1)`."),
        (lambda x: x.var() / (len(x) - 1), "Divided twice: `x.var()` is divided by N already."),
        (lambda x: x.std(ddof=1), "That is its root. The variance is asked for."),
        (
            lambda x: x.var() * (len(x) - 1) / len(x),
            "The estimate must grow, not shrink.",
        ),
        (
            lambda x: x.var() * (len(x) + 1) / len(x),
            "Which factor undoes (N − 1)/N?",
        ),
        (lambda x: np.sum(x**2) / (len(x) - 1), "Subtract the mean before squaring."),
    ],
    wrong=[
        lambda x: np.var(sorted(set(x)), ddof=1),
        lambda x: np.sum((x - round(x.mean(), 2)) ** 2) / (len(x) - 1),
        lambda x: np.sum((x - x.mean()) ** 2) / (len(x) - 2 if len(x) > 2 else 1),
        lambda x: np.sum((x - np.median(x)) ** 2) / (len(x) - 1),
        lambda x: np.sum((x - x.mean()) ** 2) / 2,
        lambda x: np.sum(x**2) / (len(x) - 1) - x.mean() ** 2,
        lambda x: np.sum(np.abs(x - x.mean())) / (len(x) - 1),
        lambda x: (x.max() - x.min()) ** 2 / 12,
        lambda x: np.sum((x - x[0]) ** 2) / (len(x) - 1),
    ],
    hint="On average the squares around the sample's own mean are too small. By which factor?",
    section="section 8",
    formula="Σ (xₙ − x̄)² / (N − 1).",
)


def _share_between(x, low, high):
    return np.mean((low <= x) & (x <= high))


share_between = Exercise(
    _share_between,
    [
        (np.array([0.5, 1.0, 2.0, 2.0, 3.0, 5.5, 6.0]), 1.0, 3.0),
        (_x, 1.0, 6.0),
        (_x, 2.0, 6.0),
        (np.array([170.0, 180, 190, 175]), 172.0, 185.0),
        (_x, 7.0, 9.0),
        (np.array([1.5, 2.5]), 1.0, 3.0),
        (np.array([-3.0, -1.5, 0.0, 1.5]), -2.0, 0.0),
        (np.array([3.25, 1, 0.75]), 1.0, 3.0),
    ],
    [
        (lambda x, low, high: np.mean((low < x) & (x < high)), "Both ends count: `<=`."),
        (lambda x, low, high: np.mean((low <= x) & (x < high)), "Both ends count: `<=`."),
        (lambda x, low, high: np.mean((low < x) & (x <= high)), "Both ends count: `<=`."),
        (lambda x, low, high: np.sum((low <= x) & (x <= high)), "That is how many. Divide by N."),
        (lambda x, low, high: np.mean(x <= high), "You forgot `low`: leave out what is below it."),
        (lambda x, low, high: np.mean(x >= low), "You forgot `high`: leave out what is above it."),
        (
            lambda x, low, high: np.mean((low <= x) | (x <= high)),
            "`|` means or: every number is above `low` or below `high`. Take `&`.",
        ),
        (
            lambda x, low, high: np.mean(low <= x and x <= high),
            "For arrays `and`, also in `low <= x <= high`, is `&`: each comparison in brackets.",
        ),
        (
            lambda x, low, high: np.mean(x[(low <= x) & (x <= high)]),
            "That is their mean height. How large is their share?",
        ),
    ],
    wrong=[
        lambda x, low, high: np.mean((x >= low) & (x < high + 0.5)),
        lambda x, low, high: _share_between(np.trunc(x), low, high),
        lambda x, low, high: np.mean(np.isin(x, np.arange(low, high + 1))),
        lambda x, low, high: np.mean((low <= np.abs(x)) & (np.abs(x) <= high)),
        lambda x, low, high: _interval_probability(low, high, x.mean(), x.std()),
        lambda x, low, high: 1 - _share_between(x, low, high),
        lambda x, low, high: 100 * _share_between(x, low, high),
        lambda x, low, high: np.sum((low <= x) & (x <= high)) / 3,
        lambda x, low, high: (high - low) / (x.max() - x.min()),
        lambda x, low, high: float(np.any((low <= x) & (x <= high))),
    ],
    hint="`np.mean` of an array of True and False is the share of True.",
    section="section 9",
    formula="`np.mean((low <= x) & (x <= high))`.",
)
