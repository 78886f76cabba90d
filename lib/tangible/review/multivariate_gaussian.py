"""Tasks from chapter 4."""

import numpy as np

from tangible import Stage, live, marks, style
from tangible.review.task import Setting, number, question, rows, some, task


@task("1. How two numbers vary together")
def covariance_of_three(rng):
    """A covariance by hand."""
    a, b = some(rng, 1, 4), some(rng, 1, 4)
    middle = rng.integers(1, 9, 2)
    sign = int(rng.choice([-1, 1]))
    x = middle[0] + a * np.array([-1, 0, 1])
    y = middle[1] + sign * b * np.array([-1, 0, 1])
    order = rng.permutation(3)
    pairs = ", ".join(f"({number(x[k])}, {number(y[k])})" for k in order)
    answer = sign * 2 * a * b / 3
    return question(
        rng,
        f"What is the covariance of the pairs {pairs}, with 1/N before the sum?",
        number(answer),
        {
            number(-answer): "Where one is above its mean, on which side is the other?",
            number(3 * answer): "Divide by the number of pairs.",
            number(float(np.sign(answer))): "That is the correlation.",
            number(float(np.mean(x * y))): "The means are taken away first.",
            number(answer * 1.5): "That is divided by N − 1.",
        },
        f"The means are {number(middle[0])} and {number(middle[1])}; the products of the misses, "
        f"added and divided by 3.",
        x=x,
        y=y,
    )


@task("2. The density")
def height_of_the_top(rng):
    """How high a normal density is at its mean."""
    a, b = some(rng, 1, 4), some(rng, 1, 4)
    answer = 1 / (2 * np.pi * a * b)
    return question(
        rng,
        f"A normal density has the covariance matrix {rows([[a * a, 0], [0, b * b]])}. "
        "How high is it at its mean?",
        number(answer),
        {
            number(1 / (2 * np.pi * a * a * b * b)): "The root of the determinant divides.",
            number(1 / (np.sqrt(2 * np.pi) * a * b)): "√(2π) once for each dimension.",
            number(a * b / (2 * np.pi)): "The wider it is, the lower.",
            number(1.0): "The volume is 1, not the height.",
        },
        f"1/(2π √det Σ), and √det Σ = {number(a * b)}.",
        a=a,
        b=b,
    )


@task("3. The Mahalanobis distance")
def in_standard_deviations(rng):
    """A distance, measured in standard deviations."""
    a, b = rng.choice(range(1, 6), 2, replace=False)
    p, q = [(3, 4), (4, 3), (5, 12), (8, 6)][some(rng, 0, 3)]
    answer = float(np.hypot(p, q))
    return question(
        rng,
        f"The covariance matrix is {rows([[a * a, 0], [0, b * b]])}, the mean (0, 0). What is the "
        f"Mahalanobis distance of ({p * a}, {q * b}) from the mean?",
        number(answer),
        {
            number(answer**2): "That is its square.",
            number(float(np.hypot(p * a, q * b))): "That is the ordinary distance.",
            number(float(np.hypot(p / a, q / b))): "Divide by standard deviations, not variances.",
            number(float(p + q)): "The shares are squares, and are added as such.",
        },
        f"In standard deviations the place is ({p}, {q}), and √({p}² + {q}²) = {number(answer)}.",
        a=a,
        b=b,
        p=p,
        q=q,
    )


@task("4. Directions and variances")
def spread_along(rng):
    """The standard deviation along a diagonal."""
    while True:
        a, b = some(rng, 2, 20), some(rng, -16, 16, never=(0,))
        if abs(b) < a:
            break
    sign = int(rng.choice([-1, 1]))
    variance = a + sign * b
    return question(
        rng,
        f"The covariance matrix is {rows([[a, b], [b, a]])}. What is the variance along the "
        f"direction (1, {number(sign)})/√2?",
        number(variance),
        {
            number(a - sign * b): "That is along the other diagonal.",
            number(a): "That is along an axis.",
            number(2 * variance): "The direction has the length 1: that is what √2 is for.",
            number(float(np.sqrt(variance))): "That is the standard deviation.",
            number(a * a - b * b): "That is the determinant.",
        },
        f"uᵀΣu = ({a} {'+' if sign * b > 0 else '−'} {abs(b)}): an eigenvalue.",
        a=a,
        b=b,
        sign=sign,
    )


@task("4. Directions and variances")
def own_ellipse(rng):
    """An ellipse, from two standard deviations and a correlation."""
    first, second = (some(rng, 2, 6) / 2 for _ in range(2))
    tilt = some(rng, -8, 8, never=(-2, -1, 0, 1, 2)) / 10
    turn = np.linspace(0, 2 * np.pi, 90)
    circle = np.array([np.cos(turn), np.sin(turn)])

    def outline(a, b, rho):
        return (np.array([[a, 0], [b * rho, b * np.sqrt(1 - rho**2)]]) @ circle).T

    plane = Stage(xlim=(-4, 4), ylim=(-4, 4), aspect="equal", width=400, height=400)
    plane = plane.add(marks.region, outline(first, second, tilt), color=style.TRUTH, alpha=0.1)

    @live(plane, σ1=(0.5, 3.5, 0.5), σ2=(0.5, 3.5, 0.5), ρ=(-0.9, 0.9, 0.1))
    def two_ellipses(ax, σ1=0.5, σ2=0.5, ρ=0.0):
        """The ellipse of one standard deviation of a normal distribution, and a green one."""
        marks.region(ax, outline(σ1, σ2, ρ), color=style.MODEL)
        return f"variances {number(σ1**2)} and {number(σ2**2)}, covariance {number(ρ * σ1 * σ2)}"

    return Setting(
        two_ellipses,
        "lay the ellipse on the green one.",
        lambda σ1, σ2, ρ: np.allclose((σ1, σ2, ρ), (first, second, tilt)),
        {"σ1": first, "σ2": second, "ρ": tilt},
        "Its widest places stand at ±σ₁ and ±σ₂, whatever the correlation; that turns it and makes "
        "it thin.",
        {"σ1": first, "σ2": second, "ρ": tilt, "outline": outline(first, second, tilt)},
    )


@task("8. Sampling and fitting")
def coloured(rng):
    """What covariance a linear map gives to white noise."""
    a, b, c = some(rng, 1, 4), some(rng, -3, 3, never=(0,)), some(rng, 1, 4)
    matrix = np.array([[a, 0], [b, c]])
    answer = matrix @ matrix.T
    return question(
        rng,
        f"z is standard normal in the plane, and x = Lz with L = {rows(matrix)}. What is the "
        "covariance matrix of x?",
        rows(answer),
        {
            rows(matrix.T @ matrix): "L stands first: E[x xᵀ] = L E[z zᵀ] Lᵀ.",
            rows(matrix): "It has to be symmetric.",
            rows(matrix**2): "A matrix times its transpose, not entry by entry.",
            rows(np.diag(np.diag(answer))): "Both coordinates hear of z₁: they vary together.",
        },
        "E[x xᵀ] = L E[z zᵀ] Lᵀ = LLᵀ.",
        matrix=matrix,
    )


@task("9. Slices and shadows")
def best_guess(rng):
    """The mean of one coordinate, the other known."""
    m, n = some(rng, 0, 9), some(rng, 0, 9)
    a, b = some(rng, 1, 5), some(rng, 1, 5)
    rho = float(rng.choice([-0.8, -0.5, -0.2, 0.2, 0.5, 0.8]))
    k = some(rng, -3, 3, never=(0,))
    answer = n + rho * b * k
    return question(
        rng,
        f"x has mean {m} and standard deviation {a}, y has mean {n} and standard deviation {b}, "
        f"their correlation is {number(rho)}. x = {number(m + a * k)} is known. Which y is to be "
        "expected?",
        number(answer),
        {
            number(n + b * k): "As many standard deviations only if the correlation is 1.",
            number(n): "That would be so without a correlation.",
            number(n + rho * a * k): "The spread that counts is y's.",
            number(n - rho * b * k): "The correlation's sign says on which side.",
            number(n + rho**2 * b * k): "The correlation counts once.",
        },
        f"x lies {number(k)} standard deviations from its mean, y is expected to lie "
        f"{number(rho)} times as many of its own.",
        m=m,
        n=n,
        a=a,
        b=b,
        rho=rho,
        k=k,
    )
