"""Tasks from chapter 2."""

import numpy as np

from tangible import Stage, live, marks, style
from tangible.review.task import (
    Setting,
    factor,
    number,
    question,
    raised,
    some,
    task,
    times,
    tuple_of,
)


@task("3. The derivative is a slope")
def secant(rng):
    """The slope of a secant."""
    x, h = some(rng, -4, 4, never=(0,)), float(rng.choice([0.5, 1, 2, 0.1]))
    answer = 2 * x + h
    return question(
        rng,
        f"f(x) = x². What is the slope of the secant through x = {number(x)} and "
        f"x = {number(x + h)}?",
        number(answer),
        {
            number(2 * x): "That is the tangent's, for which h goes to zero.",
            number(answer * h): "That is by how much f grows. Divide by the way, h.",
            number(2 * x + 2 * h): "That is the tangent's at the other end.",
            number(x + h): "The difference of the squares, divided by h.",
        },
        f"((x + h)² − x²) / h = 2x + h, here with h = {number(h)}.",
        x=x,
        h=h,
    )


@task("3. The derivative is a slope")
def place_of_slope(rng):
    """Where has a curve this slope?"""
    a = some(rng, 2, 6) / 4
    x0 = some(rng, -8, 8, never=(0,)) / 4
    target = 2 * a * x0
    xs = np.linspace(-3, 3, 121)
    plane = Stage(xlim=(-3, 3), ylim=(-6, 14), xlabel="x", ylabel="f(x)", width=460, height=340)
    plane = plane.add(marks.curve, xs, a * xs**2, color=style.DATA)

    @live(plane, x=(-2.5, 2.5, 0.25))
    def tangent(ax, x=0.0):
        """A parabola and its tangent at the place x."""
        slope = 2 * a * x
        marks.curve(ax, x + np.array([-1.5, 1.5]), a * x**2 + slope * np.array([-1.5, 1.5]))
        marks.point(ax, (x, a * x**2), color=style.MODEL)
        return f"f({number(x)}) = {number(a * x**2)}"

    return Setting(
        tangent,
        f"f(x) = {times(a, 'x²')}. Go to where the slope is {number(target)}.",
        lambda x: np.isclose(2 * a * x, target),
        {"x": x0},
        f"f′(x) = {times(2 * a, 'x')}, which is {number(target)} at x = {number(x0)}.",
        {"a": a, "target": target},
    )


@task("4. Many directions: the gradient")
def gradient_at(rng):
    """A gradient by hand."""
    a, b = (some(rng, -3, 3, never=(0,)) for _ in range(2))
    x, y = (some(rng, -3, 3, never=(0,)) for _ in range(2))
    answer = np.array([2 * a * x + b * y, b * x])
    return question(
        rng,
        f"f(x, y) = {times(a, 'x²')} {'+' if b > 0 else '−'} {times(abs(b), 'xy')}. "
        f"What is its gradient at ({number(x)}, {number(y)})?",
        tuple_of(answer),
        {
            tuple_of(answer[::-1]): "First the slope in x, then that in y.",
            tuple_of([a * x + b * y, b * x]): "The derivative of x² is 2x.",
            tuple_of([2 * a * x, b * x]): "In xy, y is a factor that stays.",
            tuple_of([2 * a * x + b * y, b * y]): "With respect to y, the factor x stays.",
            tuple_of(-answer): "The gradient points uphill.",
        },
        f"∂f/∂x holds y still and is {number(2 * a)} · {factor(x)} + {factor(b)} · {factor(y)}; "
        f"∂f/∂y holds x still and is {number(b)} · {factor(x)}.",
        a=a,
        b=b,
        x=x,
        y=y,
    )


@task("6. Walking downhill")
def largest_rate(rng):
    """Where gradient descent stops converging."""
    c = some(rng, 1, 10)
    return question(
        rng,
        f"f(x) = {times(c / 2, 'x²')}. Below which learning rate does gradient descent converge?",
        number(2 / c),
        {
            number(1 / c): "There it arrives in a single step. It may still be longer.",
            number(4 / c): "f″ is twice the number before x².",
            number(c / 2): "The steeper the valley, the smaller the steps.",
            number(2 * c): "The steeper the valley, the smaller the steps.",
        },
        f"A step multiplies x by 1 − {c} η, and that lies between −1 and 1 for 0 < η < 2/{c}.",
        c=c,
    )


@task("6. Walking downhill")
def in_one_step(rng):
    """The learning rate that arrives at once."""
    rate = some(rng, 2, 18) / 20
    c = 1 / rate
    x0 = float(rng.choice([-2.0, 2.0]))
    xs = np.linspace(-3, 3, 121)
    top = c / 2 * 9
    valley = Stage(xlim=(-3, 3), ylim=(-0.05 * top, top), xlabel="x", width=460, height=320)
    valley = valley.add(marks.curve, xs, c / 2 * xs**2, color=style.DATA)

    @live(valley, rate=(0.05, 1.0, 0.05))
    def one_step(ax, rate=0.05):
        """A parabola, the start of a walk, and where one step of gradient descent leads."""
        x1 = x0 - rate * c * x0
        marks.point(ax, (x0, c / 2 * x0**2), color=style.MUTED)
        marks.segment(ax, (x0, c / 2 * x0**2), (x1, c / 2 * x1**2), color=style.MODEL)
        marks.point(ax, (x1, c / 2 * x1**2), color=style.MODEL)
        return f"η = {number(rate)}: from x = {number(x0)} to x = {number(x1)}"

    return Setting(
        one_step,
        "choose the learning rate with which one step ends at the bottom.",
        lambda rate: np.isclose(rate * c, 1),
        {"rate": rate},
        f"The step is ηf′(x₀), and f′(x₀) = {number(c)} x₀: so η = 1/{number(c)}.",
        {"c": c},
    )


@task("8. The rules")
def chain(rng):
    """The chain rule."""
    a, b, n = some(rng, 2, 4), some(rng, 1, 3), some(rng, 3, 5)
    x = some(rng, -1, 1)
    inner = a * x + b
    answer = n * inner ** (n - 1) * a
    return question(
        rng,
        f"What is the derivative of ({a}x + {b}){raised(n)} at x = {number(x)}?",
        number(answer, 6),
        {
            number(n * inner ** (n - 1), 6): f"The inner derivative, {a}, is missing.",
            number(inner**n, 6): "That is the value, not the slope.",
            number(n * a ** (n - 1), 6): "The outer derivative is taken at the inner value.",
            number(a * inner ** (n - 1), 6): f"The exponent {n} comes down as a factor.",
            number(answer + a, 6): "Insert once more.",
        },
        f"Outer times inner: {n} · {factor(inner)}{raised(n - 1)} · {a}.",
        a=a,
        b=b,
        n=n,
        x=x,
    )


@task("9. Vanishing gradients")
def through_a_chain(rng):
    """How much of a gradient is left."""
    layers, weight = some(rng, 2, 5), float(rng.choice([1.0, 2.0, 0.5]))
    answer = (weight / 4) ** layers
    return question(
        rng,
        f"{layers} sigmoids in a row, each with the weight {number(weight)} before it. "
        "How large is the slope of the whole, at most?",
        number(answer),
        {
            number(weight / 4): "That is one of them. Along a chain the slopes multiply.",
            number(layers * weight / 4): "Along a chain slopes multiply, they do not add up.",
            number(0.25**layers): "The weights are factors, too.",
            number(weight**layers): "A sigmoid's slope is at most 1/4.",
            number(0.5**layers): "A sigmoid's slope is at most 1/4, its value there 1/2.",
        },
        f"Each factor is at most {number(weight)} · 1/4, and there are {layers} of them.",
        layers=layers,
        weight=weight,
    )


@task("10. Backpropagation")
def backwards(rng):
    """A derivative of a small network's loss."""
    w, b, x = some(rng, -3, 3, never=(0,)), some(rng, -2, 2), some(rng, -3, 3, never=(0, 1))
    y = w * x + b - some(rng, -3, 3, never=(0,))
    miss = w * x + b - y
    answer = 2 * miss * x
    return question(
        rng,
        f"The loss is (wx + b − y)², with w = {number(w)}, x = {number(x)}, b = {number(b)} and "
        f"y = {number(y)}. What is its derivative with respect to w?",
        number(answer),
        {
            number(2 * miss): "That is with respect to b. On its way to w it passes x.",
            number(2 * miss * w): "That is with respect to x.",
            number(miss**2): "That is the loss itself.",
            number(miss * x): "The square's derivative brings a 2.",
            number(-answer): "y is taken away from the output, not the other way round.",
        },
        f"Backwards: 2 · {factor(miss)} reaches the sum, and w multiplies x = {number(x)}.",
        w=w,
        b=b,
        x=x,
        y=y,
    )
