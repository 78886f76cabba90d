"""Every task of the review, at 200 seeds: solvable, with one right answer, found a second way."""

import re
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy import optimize, stats

from tangible.review import tasks
from tangible.review.task import Question

SEEDS = range(200)
TASKS = tasks()


def digits(text):
    """The numbers of an answer."""
    text = text.replace("−", "-").replace("∞", "inf")
    return [float(one) for one in re.findall(r"-?(?:\d+\.?\d*(?:e[+-]?\d+)?|inf)", text)]


def told_by_numpy(left, right):
    def shape(text):
        return tuple(int(one) for one in re.findall(r"\d+", text))

    try:
        return list(np.broadcast_shapes(shape(left), shape(right)))
    except ValueError:
        return []


def slope(f, x, h=1e-6):
    return (f(x + h) - f(x - h)) / (2 * h)


def share_of(center, spread, k, side):
    bell = stats.norm(center, spread)
    far = center + k * spread
    inside = bell.cdf(far) - bell.cdf(center - k * spread)
    return 100 * (bell.sf(far) if side == "above" else inside)


def most_likely_variance(data):
    def less(theta):
        return -stats.norm.logpdf(data, theta[0], np.exp(theta[1])).sum()

    return np.exp(2 * optimize.minimize(less, [np.mean(data), 0.0]).x[1])


def entropy_of_joint(flip):
    """H(x) + H(y) − H(x, y) in bits, from the table of both."""
    table = np.array([[1 - flip, flip], [flip, 1 - flip]]) / 2
    one, other, both = table.sum(0), table.sum(1), table.ravel()
    return sum(stats.entropy(p, base=2) for p in (one, other)) - stats.entropy(both, base=2)


def between(m, n, std):
    xs = np.linspace(min(m, n) - 12 * std, max(m, n) + 12 * std, 40001)
    p, q = stats.norm(m, std), stats.norm(n, std)
    return np.trapezoid(p.pdf(xs) * (p.logpdf(xs) - q.logpdf(xs)), xs)


def at_the_mean(a, b):
    return stats.multivariate_normal([0, 0], np.diag([a * a, b * b])).pdf([0, 0])


def conditional(m, n, a, b, rho, k):
    """By the block formula: μ₂ + Σ₂₁ Σ₁₁⁻¹ (x − μ₁)."""
    sigma = np.array([[a * a, rho * a * b], [rho * a * b, b * b]])
    return n + sigma[1, 0] / sigma[0, 0] * (a * k)


# The answer of each question, on another way than that of the task.
SECOND = {
    "place_in_list": lambda high, wide, row, column: (
        np.arange(1, high * wide + 1).reshape(high, wide)[row - 1, column - 1]
    ),
    "place_on_picture": lambda wide, place: np.unravel_index(place, (99, wide)),
    "miss": lambda a, b, duration, waiting: waiting - np.polyval([b, a], duration - 3.5),
    "typical_miss": lambda off: np.linalg.norm(off) / np.sqrt(len(off)),
    "step_downhill": lambda point, slope, rate: point - np.multiply(slope, rate),
    "perpendicular": lambda p, q, r: float(Fraction(-q * r, p)),
    "length": lambda x, p: np.linalg.norm(x.astype(float), float(p.replace("∞", "inf"))),
    "cosine": lambda x, y: np.cos(np.arctan2(*y[::-1]) - np.arctan2(*x[::-1])),
    "stretched": told_by_numpy,
    "columns": lambda first, second, a, b: np.column_stack([first, second]) @ [a, b],
    "eigenvalue": lambda a, b, sign: (
        (np.array([[a, b], [b, a]]) @ [1, sign]) @ [1, sign] / 2
    ),
    "secant": lambda x, h: ((x + h) ** 2 - x**2) / h,
    "gradient_at": lambda a, b, x, y: [
        slope(lambda t: a * t**2 + b * t * y, x),
        slope(lambda t: a * x**2 + b * x * t, y),
    ],
    "largest_rate": lambda c: 2 / slope(lambda t: slope(lambda s: c / 2 * s * s, t, 1e-3), 1.0, 1e-3),
    "chain": lambda a, b, n, x: slope(lambda t: (a * t + b) ** n, x),
    "through_a_chain": lambda layers, weight: np.prod(
        [slope(lambda t: 1 / (1 + np.exp(-weight * t)), 0.0)] * layers
    ),
    "backwards": lambda w, b, x, y: slope(lambda t: (t * x + b - y) ** 2, w),
    "share_within": share_of,
    "positive": lambda sick, found, alarm: 100 * float(
        Fraction(sick * found, sick * found + (100 - sick) * alarm)
    ),
    "of_a_mean": lambda spread, n: np.sqrt(n * spread**2) / n,
    "fitted": most_likely_variance,
    "bias": lambda n, variance: variance - variance / n,
    "covariance_of_three": lambda x, y: np.cov(x, y, bias=True)[0, 1],
    "height_of_the_top": at_the_mean,
    "in_standard_deviations": lambda a, b, p, q: np.sqrt(
        np.array([p * a, q * b]) @ np.linalg.inv(np.diag([a * a, b * b])) @ [p * a, q * b]
    ),
    "spread_along": lambda a, b, sign: (
        np.array([1, sign]) @ [[a, b], [b, a]] @ np.array([1, sign]) / 2
    ),
    "coloured": lambda matrix: (
        np.einsum("ik,jk->ij", matrix, matrix).ravel()
    ),
    "best_guess": conditional,
    "how_many_parameters": lambda k, d: (
        k * (1 + d + len(np.triu_indices(d)[0])) - 1
    ),
    "many_equal_terms": lambda far, count: np.logaddexp.reduce([-far] * count),
    "responsibility": lambda weight, first, second: 1 / (
        1 + (1 - weight) * second / (weight * first)
    ),
    "new_mean": lambda x, shares: np.average(x, weights=shares),
    "entropy_of": lambda p: stats.entropy(p, base=2),
    "wrong_code": lambda p, lengths: (
        stats.entropy(p, base=2) + stats.entropy(p, 0.5 ** np.array(lengths, float), base=2)
    ),
    "surplus": lambda p, q: stats.entropy([p, 1 - p], [q, 1 - q], base=2),
    "shared": entropy_of_joint,
    "between_normals": between,
    "price": lambda p, right: stats.entropy(np.eye(3)[right], p),
}  # fmt: skip


# What brings each figure to its goal, on another way; with all values of a control tried where
# one has to be found.
def settings(name, figure, values):
    grids = {
        control: [round(widget.min + k * widget.step, 10) for k in range(
            round((widget.max - widget.min) / widget.step) + 1)]
        for control, widget in figure.controls.items() if hasattr(widget, "step")
    }  # fmt: skip
    match name:
        case "reach":
            found = np.linalg.solve(np.column_stack([values["x"], values["y"]]), values["star"])
            return [dict(zip("ab", found, strict=True))]
        case "which_matrix":
            flag, target = values["flag"], values["target"]
            found, *_ = np.linalg.lstsq(flag, target, rcond=None)
            return [
                {"matrix": label}
                for label, matrix in zip(values["names"], values["matrices"], strict=True)
                if np.allclose(found.T, matrix)
            ]
        case "place_of_slope":
            a, target = values["a"], values["target"]
            rise = [slope(lambda t: a * t * t, x) for x in grids["x"]]
            return [{"x": grids["x"][int(np.argmin(np.abs(np.array(rise) - target)))]}]
        case "in_one_step":
            c = values["c"]
            return [
                {"rate": grids["rate"][int(np.argmin([abs(1 - r * c) for r in grids["rate"]]))]}
            ]
        case "top_of_the_coin":
            coin = stats.binom(values["n"], np.array(grids["p"]))
            heights = coin.pmf(values["heads"])
            return [{"p": grids["p"][k]} for k in np.flatnonzero(np.isclose(heights, max(heights)))]
        case "center_of_five":
            heights = [stats.norm.logpdf(values["data"], mean).sum() for mean in grids["center"]]
            return [{"center": grids["center"][int(np.argmax(heights))]}]
        case "own_ellipse":
            a, b = np.abs(values["outline"]).max(0)
            near = {"σ1": min(grids["σ1"], key=lambda s: abs(s - a)),
                    "σ2": min(grids["σ2"], key=lambda s: abs(s - b))}  # fmt: skip
            matrix = np.cov(values["outline"][:-1].T, bias=True) * 2
            rho = matrix[0, 1] / np.sqrt(matrix[0, 0] * matrix[1, 1])
            return [near | {"ρ": min(grids["ρ"], key=lambda r: abs(r - rho))}]
        case "two_humps":
            xs, std = np.linspace(-4, 4, 8001), values["std"]
            for distance in grids["distance"]:
                both = sum(stats.norm(s * distance / 2, std).pdf(xs) for s in (-1, 1))
                if np.sum((both[1:-1] > both[:-2]) & (both[1:-1] > both[2:])) == 2:
                    return [{"distance": distance}]
        case "next_centers":
            from sklearn.cluster import KMeans

            data = values["data"].reshape(-1, 1)
            centers = np.sort(
                KMeans(2, init=np.array([[-1.0], [1.0]]), n_init=1)
                .fit(data)
                .cluster_centers_.ravel()
            )
            return [
                {"first": min(grids["first"], key=lambda s: abs(s - centers[0])),
                 "second": min(grids["second"], key=lambda s: abs(s - centers[1]))}
            ]  # fmt: skip
        case "coin_of_entropy":
            away = [abs(stats.entropy([p, 1 - p], base=2) - values["target"]) for p in grids["p"]]
            return [{"p": grids["p"][k]} for k in np.flatnonzero(np.array(away) < 1e-6)]
    raise AssertionError(f"no second way for {name}")


def questions():
    return [name for name, task in TASKS.items() if isinstance(task(0), Question)]


def figures():
    return [name for name in TASKS if name not in SECOND]


def test_there_are_five_tasks_or_more_of_each_chapter_and_each_knows_its_section():
    chapters = [task.chapter for task in TASKS.values()]
    assert min(chapters.count(one) for one in set(chapters)) >= 5
    assert len(set(chapters)) == 7
    assert all(task.home["items"] for task in TASKS.values())
    assert set(questions()) == set(SECOND)


@pytest.mark.parametrize("name", SECOND)
def test_a_question_has_one_right_answer_and_a_second_way_leads_there(name):
    texts = set()
    for seed in SEEDS:
        asked = TASKS[name](seed)
        assert len(set(asked.options)) == len(asked.options) >= 3, (name, seed, asked)
        assert set(asked.options) == {asked.answer, *asked.misses}
        assert all(asked.misses.values())
        assert asked.because
        expected = np.ravel(SECOND[name](**asked.values))
        came = digits(asked.answer)
        assert np.allclose(came, expected, rtol=6e-2 if "%" in asked.answer else 6e-3, atol=2e-6), (
            name, seed, asked,
        )  # fmt: skip
        texts.add(asked.text)
        assert asked == TASKS[name](seed)
    assert len(texts) >= 3


@pytest.mark.parametrize("name", figures())
def test_a_figure_can_be_set_by_keys_and_a_second_way_leads_there(name):
    for seed in SEEDS:
        task = TASKS[name](seed)
        figure = task.figure
        try:
            assert not task.reached(**figure.values), (name, seed)
            for values in [task.example, *settings(name, figure, task.values)]:
                assert task.reached(**figure.values | figure.arguments(values)), (
                    name,
                    seed,
                    values,
                )
            for control, value in task.example.items():
                widget = figure.controls[control]
                if hasattr(widget, "step"):  # a key moves by a step
                    steps = (value - widget.min) / widget.step
                    assert widget.min <= value <= widget.max
                    assert np.isclose(steps, round(steps), atol=1e-6), (name, seed, value)
                else:
                    assert value in widget.options
            if seed < 2:
                for values in (task.example, figure.values):
                    assert figure.draw(**values).dropped == 0
        finally:
            figure.close()


@pytest.mark.parametrize("name", ["own_ellipse", "reach", "next_centers"])
def test_only_what_is_asked_for_reaches_it(name):
    task = TASKS[name](7)
    grid = [
        np.round(np.arange(widget.min, widget.max + widget.step / 2, widget.step), 10)
        for widget in task.figure.controls.values()
    ]
    share = np.mean([
        task.reached(**dict(zip(task.figure.controls, values, strict=True)))
        for values in product(*grid)
    ])  # fmt: skip
    assert 0 < share < 0.02
