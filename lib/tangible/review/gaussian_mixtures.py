"""Tasks from chapter 5."""

import numpy as np

from tangible import Stage, live, marks, style
from tangible.review.task import Setting, number, question, some, task


def bell(x, mean, std):
    """The normal density."""
    return np.exp(-(((x - mean) / std) ** 2) / 2) / (std * np.sqrt(2 * np.pi))


@task("2. What is seen: the marginal")
def two_humps(rng):
    """How far apart two equal bells must be."""
    std = some(rng, 2, 6) / 4
    xs = np.linspace(-6, 6, 241)
    line = Stage(xlim=(-6, 6), ylim=(0, 0.45 / std), yticks=[0], width=480, height=280)

    @live(line, distance=(0.0, 6.0, 0.25))
    def mixture_of_two(ax, distance=0.0):
        """Two bells of the same height and width, and in vermilion their mixture."""
        ends = [bell(xs, sign * distance / 2, std) / 2 for sign in (-1, 1)]
        for one in ends:
            marks.curve(ax, xs, one, color=style.MUTED, width=1.2)
        marks.curve(ax, xs, sum(ends))
        return f"distance {number(distance)}, standard deviation {number(std)}"

    first = 2 * std + 0.25
    return Setting(
        mixture_of_two,
        "set the smallest distance of this slider at which the mixture has two humps.",
        lambda distance: np.isclose(distance, first),
        {"distance": first},
        f"Equal bells make two humps from more than two standard deviations on, here "
        f"{number(2 * std)}.",
        {"std": std},
    )


@task("3. Parameters and likelihood")
def how_many_parameters(rng):
    """Count the parameters of a mixture."""
    k, d = some(rng, 2, 6), some(rng, 1, 4)
    answer = k - 1 + k * d + k * d * (d + 1) // 2
    return question(
        rng,
        f"How many free parameters has a mixture of {k} normal distributions in {d} "
        f"dimension{'s' * (d > 1)}, each with its own covariance matrix?",
        number(answer, 6),
        {
            number(answer + 1, 6): "The weights add up to 1: one of them is not free.",
            number(k - 1 + k * d + k * d * d, 6): "A covariance matrix is symmetric.",
            number(k * d + k * d * (d + 1) // 2, 6): "The weights are parameters, too.",
            number(k + 2 * k * d + 1, 6): "A covariance matrix has d(d + 1)/2 free entries.",
            number(answer - 1, 6): "Weights, means, matrices: count each.",
            number(answer + 2, 6): "Weights, means, matrices: count each.",
        },
        f"{k - 1} weights, {k * d} numbers of the means, {k * d * (d + 1) // 2} of the matrices.",
        k=k,
        d=d,
    )


@task("6. Computing the log of a sum")
def many_equal_terms(rng):
    """The log of a sum of very small numbers."""
    far, count = some(rng, 8, 20) * 100, some(rng, 2, 9)
    answer = -far + np.log(count)
    return question(
        rng,
        f"What is the log of a sum of {count} terms, each of which is exp(−{far})?",
        number(answer, 7),
        {
            number(-far * count, 7): "That is the log of their product.",
            number(-far, 7): "That is one of them. The sum is larger.",
            number(-far - np.log(count), 7): "A sum of several is larger than one.",
            "−∞": "So a computer says that adds them up as they are: take the largest out first.",
        },
        f"log({count} · exp(−{far})) = log {count} − {far}: the largest is taken out of the sum.",
        far=far,
        count=count,
    )


@task("7. Expectation-maximisation")
def responsibility(rng):
    """Whose point is it?"""
    weight = some(rng, 1, 9) / 10
    first, second = rng.choice(range(1, 9), 2, replace=False) / 10
    shares = np.array([weight * first, (1 - weight) * second])
    answer = shares[0] / shares.sum()
    return question(
        rng,
        f"Two components have the weights {number(weight)} and {number(1 - weight)}; at a point "
        f"their densities are {number(first)} and {number(second)}. How far is the first "
        "responsible for it?",
        number(answer),
        {
            number(shares[1] / shares.sum()): "That is the second one's.",
            number(first / (first + second)): "The weights count, too.",
            number(weight): "That was so before the point was seen.",
            number(shares[0]): "Divide by what both give together.",
        },
        f"{number(shares[0])} of {number(shares.sum())}: its part of the mixture's density there.",
        weight=weight,
        first=first,
        second=second,
    )


@task("7. Expectation-maximisation")
def new_mean(rng):
    """The M step for a mean."""
    x = np.sort(rng.choice(range(0, 13), 3, replace=False))
    shares = rng.choice(range(1, 10), 3, replace=False) / 10
    answer = shares @ x / shares.sum()
    return question(
        rng,
        f"A component is responsible for the points {x[0]}, {x[1]} and {x[2]} to the shares "
        f"{', '.join(number(s) for s in shares)}. Where is its mean after the M step?",
        number(answer),
        {
            number(float(x.mean())): "Each point counts by its share.",
            number(float(shares @ x)): "Divide by the sum of the shares.",
            number(float(shares @ x) / 3): "Divide by the sum of the shares, not by the count.",
            number(float(x[np.argmax(shares)])): "The others count as well.",
        },
        f"Σrx / Σr = {number(float(shares @ x))}/{number(float(shares.sum()))}.",
        x=x,
        shares=shares,
    )


@task("7. Expectation-maximisation")
def next_centers(rng):
    """A step of k-means, by hand."""
    left = np.sort(rng.choice(range(-20, -3), 3, replace=False)) / 4
    right = np.sort(rng.choice(range(4, 21), 3, replace=False)) / 4
    data = np.concatenate([left, right])
    goals = left.mean(), right.mean()
    line = Stage(xlim=(-6, 6), ylim=(-1, 1), yticks=[], width=520, height=180)
    line = line.add(marks.samples, np.column_stack([data, np.zeros(6)]), size=8)

    @live(line, first=(-5.0, 5.0, 0.05), second=(-5.0, 5.0, 0.05))
    def two_centers(ax, first=-1.0, second=1.0):
        """Six points on a line, and two centres; each point is joined to the nearer centre."""
        for x in data:
            near = first if abs(x - first) <= abs(x - second) else second
            marks.segment(ax, (x, 0), (near, 0.5 if near == first else -0.5))
        marks.point(ax, (first, 0.5), color=style.CATEGORIES[0], label="first")
        marks.point(ax, (second, -0.5), color=style.CATEGORIES[1], label="second")
        return f"centres at {number(first)} and {number(second)}"

    def nearest(x):
        return round(round(x / 0.05) * 0.05, 2)

    return Setting(
        two_centers,
        "bring both centres to where k-means leaves them (to within 0.05), the first on the left.",
        lambda first, second: abs(first - goals[0]) < 0.051 and abs(second - goals[1]) < 0.051,
        {"first": nearest(goals[0]), "second": nearest(goals[1])},
        f"Each is the mean of its own points: {number(goals[0])} and {number(goals[1])}.",
        {"data": data},
    )
