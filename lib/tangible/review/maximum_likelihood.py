"""Tasks from chapter 3."""

from math import erf, sqrt

import numpy as np

from tangible import Stage, live, marks, style
from tangible.review.task import Setting, number, question, some, task


@task("1. Probabilities and densities")
def share_within(rng):
    """How much of a normal distribution lies in an interval?"""
    center, spread, k = some(rng, 10, 90), some(rng, 2, 9), some(rng, 1, 3)
    side = str(rng.choice(["between", "above"]))
    inside = erf(k / sqrt(2))
    shares = {k: erf(k / sqrt(2)) for k in (1, 2, 3)}
    if side == "between":
        where = f"between {center - k * spread} and {center + k * spread}"
        answer = inside
    else:
        where = f"above {center + k * spread}"
        answer = (1 - inside) / 2

    def percent(x):
        return f"{100 * x:.2g} %" if x < 0.9 else f"{100 * x:.3g} %"

    misses = {percent((1 - inside) / 2): "That is one tail, beyond the upper end."}
    misses |= {percent(1 - inside): "That is both tails together."}
    misses |= {percent(inside): "That is between both ends."}
    misses |= {
        percent(value): f"That is what lies within {other} standard deviations."
        for other, value in shares.items()
    }
    return question(
        rng,
        f"Heights are normal with mean {center} and standard deviation {spread}. "
        f"About which share lies {where}?",
        percent(answer),
        misses,
        f"The end lies {k} standard deviation{'s' * (k > 1)} from the mean; within them is "
        f"{percent(inside)}.",
        center=center,
        spread=spread,
        k=k,
        side=side,
    )


@task("2. A word on notation")
def positive(rng):
    """A positive test, in natural frequencies."""
    sick = some(rng, 1, 5)  # of 100
    found = int(rng.choice([80, 90, 100]))
    alarm = int(rng.choice([5, 10, 20]))
    true = sick * found / 100
    false = (100 - sick) * alarm / 100
    answer = true / (true + false)

    def percent(x):
        return f"{100 * x:.2g} %".replace("1e+02", "100")

    return question(
        rng,
        f"{sick} of 100 people are ill. A test finds {found} % of the ill, and calls {alarm} % of "
        "the well ill. Yours is positive. How likely are you ill?",
        percent(answer),
        {
            percent(found / 100): "That is how often the ill are found; the well are many more.",
            percent(1 - alarm / 100): "That is how often the well are let go.",
            percent(sick / 100): "That was so before the test.",
            percent(true / 100): "That is how many of all are ill and found.",
        },
        f"Of 100 people {number(true)} are ill and found, {number(false)} are well and called ill.",
        sick=sick,
        found=found,
        alarm=alarm,
    )


@task("3. Why the normal distribution is everywhere")
def of_a_mean(rng):
    """The spread of a mean."""
    root, spread = some(rng, 2, 12), some(rng, 3, 24)
    n = root**2
    return question(
        rng,
        f"Single values have the standard deviation {spread}. Which has the mean of {n} of them?",
        number(spread / root),
        {
            number(spread / n): "That is too small: the root of the count divides.",
            number(spread): "Chance evens out in a mean.",
            number(spread * root): "That is the sum's.",
            number(spread**2 / n): "That is the variance of the mean.",
        },
        f"Variances of independent values add up: σ/√N = {spread}/{root}.",
        spread=spread,
        n=n,
    )


@task("5. The likelihood")
def top_of_the_coin(rng):
    """The probability that makes an outcome most likely."""
    n = int(rng.choice([10, 20, 25, 50]))
    heads = some(rng, 1, n - 1, never=(n // 2,))
    ps = np.linspace(0.001, 0.999, 200)
    best = heads / n

    def log_likelihood(p):
        return heads * np.log(p) + (n - heads) * np.log1p(-p)

    heights = np.exp(log_likelihood(ps) - log_likelihood(best))
    plane = Stage(
        xlim=(0, 1), ylim=(0, 1.1), xlabel="p", ylabel="likelihood", yticks=[0], width=460,
        height=300,
    )  # fmt: skip

    @live(plane, p=(0.01, 0.99, 0.01))
    def coin_likelihood(ax, p=0.01):
        """The likelihood of a coin, drawn only up to the probability p that is chosen."""
        shown = ps <= p
        marks.curve(ax, ps[shown], heights[shown])
        marks.point(ax, (p, np.exp(log_likelihood(p) - log_likelihood(best))), color=style.MODEL)
        return f"p = {p:.2f}: log-likelihood {log_likelihood(p):.2f}".replace("-", "−")

    return Setting(
        coin_likelihood,
        f"{heads} heads in {n} throws. Bring p to where that is most likely.",
        lambda p: np.isclose(p, best),
        {"p": best},
        f"The slope {heads}/p − {n - heads}/(1 − p) is zero at p = {heads}/{n} = {number(best)}.",
        {"n": n, "heads": heads},
    )


@task("7. The formula")
def fitted(rng):
    """Mean and variance by maximum likelihood."""
    middle, step = some(rng, 3, 20), some(rng, 1, 4)
    data = [middle - step, middle, middle + step]
    order = [data[k] for k in rng.permutation(3)]
    answer = 2 * step**2 / 3
    return question(
        rng,
        f"The data are {order[0]}, {order[1]} and {order[2]}. Which variance has the normal "
        "distribution that makes them most likely?",
        number(answer),
        {
            number(step**2): "That is divided by N − 1: unbiased, but not the most likely one.",
            number(np.sqrt(answer)): "That is its standard deviation.",
            number(2 * step**2): "That is the sum of the squares. Divide by their number.",
            number(2 * step / 3): "The misses are squared.",
            number(answer + middle): "The mean is taken away first.",
        },
        f"The mean is {middle}, and (1/N) Σ (xₙ − μ)² = (2 · {step}²)/3.",
        data=order,
    )


@task("8. How good is the estimate?")
def bias(rng):
    """What the most likely variance is on average."""
    n, variance = some(rng, 2, 10), some(rng, 2, 40)
    answer = (n - 1) / n * variance
    return question(
        rng,
        f"The true variance is {variance}. From {n} values it is estimated by (1/N) Σ (xₙ − x̄)². "
        "What is that on average?",
        number(answer),
        {
            number(variance): "The mean of the same data lies closer to them than the true one.",
            number(n / (n - 1) * variance): "It is too small, not too large.",
            number(variance / n): "That is the variance of the mean.",
            number(answer / 2): "(N − 1)/N of the truth.",
        },
        f"(N − 1)/N of the truth: {n - 1}/{n} · {variance}.",
        n=n,
        variance=variance,
    )


@task("6. Maximum likelihood")
def center_of_five(rng):
    """The most likely centre of a normal distribution."""
    while True:
        data = np.sort(rng.integers(-20, 21, 5)) / 4
        mean = data.mean()
        if abs(mean) > 0.3 and np.isclose(mean * 20, round(mean * 20)) and np.ptp(data) < 8:
            break
    xs = np.linspace(-7, 7, 141)
    plane = Stage(xlim=(-7, 7), ylim=(-0.03, 0.45), yticks=[0], width=480, height=300)
    plane = plane.add(marks.samples, np.column_stack([data, np.zeros(5)]), size=8)

    @live(plane, center=(-5.0, 5.0, 0.05))
    def five_points(ax, center=0.0):
        """Five points on a line, and a normal curve of standard deviation 1 to lay over them."""
        marks.curve(ax, xs, np.exp(-((xs - center) ** 2) / 2) / np.sqrt(2 * np.pi))
        return f"μ = {center:.2f}; the points are {', '.join(number(x) for x in data)}".replace(
            "-", "−"
        )

    return Setting(
        five_points,
        "bring the curve to where the five points are most likely (to within 0.05).",
        lambda center: abs(center - mean) < 0.051,
        {"center": round(mean * 20) / 20},
        f"Σ(xₙ − μ)² is least at the mean, {number(mean)}: neither the middle point nor the middle "
        "of the ends.",
        {"data": data},
    )
