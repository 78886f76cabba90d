"""Tasks from chapter 1."""

import numpy as np

from tangible import Stage, live, marks, style
from tangible.review.task import (
    Setting,
    factor,
    number,
    question,
    rows,
    some,
    task,
    times,
    tuple_of,
)


@task("1. Two things to do with arrows")
def reach(rng):
    """Two arrows, and a star."""
    while True:
        x, y = rng.integers(-3, 4, (2, 2)).astype(float)
        if abs(np.linalg.det([x, y])) >= 2:
            break
    a, b = (some(rng, -4, 4, never=(0,)) / 2 for _ in range(2))
    star = a * x + b * y
    plane = Stage(xlim=(-13, 13), ylim=(-13, 13), aspect="equal", width=400, height=400)
    plane = plane.add(marks.point, star, color=style.TRUTH, marker="*", size=13)

    @live(plane, a=(-2.0, 2.0, 0.5), b=(-2.0, 2.0, 0.5))
    def arrows_and_star(ax, a=0.0, b=0.0):
        """Two arrows, x and y, and their combination a x + b y; a star marks where it should be."""
        marks.arrow(ax, x, label="x")
        marks.arrow(ax, y, label="y")
        marks.arrow(ax, a * x + b * y, color=style.MODEL)
        return f"{number(a)} x + {number(b)} y = {tuple_of(a * x + b * y)}"

    return Setting(
        arrows_and_star,
        "bring the combination of x and y to the star.",
        lambda a, b: np.allclose(a * x + b * y, star),
        {"a": a, "b": b},
        f"The two coordinates are two equations for a and b, and they have one solution: "
        f"{number(a)} x + {number(b)} y = {tuple_of(star)}.",
        {"x": x, "y": y, "star": star},
    )


@task("4. The dot product")
def perpendicular(rng):
    """Which number makes two vectors perpendicular?"""
    p, q = (some(rng, -4, 4, never=(0,)) for _ in range(2))
    r = some(rng, -3, 3, never=(0,))
    t = -q * r / p
    return question(
        rng,
        f"For which t is (t, {number(r)}) perpendicular to ({number(p)}, {number(q)})?",
        number(t),
        {
            number(-t): "Its sign: the two products have to cancel, not to be equal.",
            number(p * r / q): "That is the parallel one.",
            number(-p * r / q): "First times first plus second times second.",
            number(-p * q * r): "Divide by the number that multiplies t.",
            number(t + 1): "Insert it: the dot product is not zero.",
            number(t - 1): "Insert it: the dot product is not zero.",
        },
        f"The dot product {times(p, 't')} {'+' if q * r > 0 else '−'} {abs(q * r)} is zero there.",
        p=p,
        q=q,
        r=r,
    )


@task("5. How long is a vector?")
def length(rng):
    """A norm of a vector."""
    x = rng.permutation([some(rng, 1, 3), 0, -some(rng, 4, 6), some(rng, 7, 9)])
    one, two, most = np.abs(x).sum(), np.sqrt(np.sum(x**2)), np.abs(x).max()
    names = {"1": one, "2": two, "∞": most}
    p = str(rng.choice(list(names)))
    others = {"1": "all sizes added", "2": "the root of the squares", "∞": "the largest size"}
    misses = {number(names[o]): f"That is the {o}-norm: {others[o]}." for o in names if o != p}
    misses[number(abs(x.sum()))] = "A norm adds sizes: signs do not cancel."
    because = f"The {p}-norm of a vector is {others[p]}: {number(names[p])}."
    return question(
        rng,
        f"How long is {tuple_of(x)} in the {p}-norm?",
        number(names[p]),
        misses,
        because,
        x=x,
        p=p,
    )


@task("7. The angle: how alike?")
def cosine(rng):
    """The cosine of an angle."""
    x = np.array([[3, 4], [4, 3], [-3, 4], [4, -3]][some(rng, 0, 3)])
    y = np.array([[5, 12], [12, 5], [12, -5], [-5, 12]][some(rng, 0, 3)]) * some(rng, 1, 3)
    lengths = np.linalg.norm(x) * np.linalg.norm(y)
    answer = x @ y / lengths
    return question(
        rng,
        f"What is the cosine of the angle between {tuple_of(x)} and {tuple_of(y)}?",
        number(answer),
        {
            number(-answer): "Its sign is that of the dot product.",
            number(float(x @ y)): "A cosine lies between −1 and 1: divide by both lengths.",
            number(np.sqrt(1 - answer**2)): "That is the sine.",
            number(1 - answer): "That is the distance 1 − cos.",
        },
        f"The dot product {number(float(x @ y))}, divided by both lengths, {number(lengths)}.",
        x=x,
        y=y,
    )


@task("8. Transpose, sum, and NumPy's way of stretching")
def stretched(rng):
    """The shape of a sum."""
    n, m = rng.choice(range(2, 9), 2, replace=False)
    kind = some(rng, 0, 2)
    left, right, answer = [
        (f"({n}, 1)", f"({m},)", f"({n}, {m})"),
        (f"({n}, {m})", f"({m},)", f"({n}, {m})"),
        (f"({n}, {m})", f"({n},)", "none: it is an error"),
    ][kind]
    return question(
        rng,
        f"In NumPy, what is the shape of the sum of an array of shape {left} and one of {right}?",
        answer,
        {
            "none: it is an error": "From the right, each pair is equal or holds a 1: it goes.",
            f"({n}, {m})": "From the right, the last two numbers differ, and neither is 1.",
            f"({m}, {n})": "Rows stay rows.",
            f"({n},)": "A sum keeps every axis.",
        },
        "Shapes are compared from the right; where one has a 1 or nothing, it is stretched.",
        left=left,
        right=right,
    )


@task("9. The matrix product")
def which_matrix(rng):
    """Which of four matrices did this?"""
    letters = np.array([[0, 0], [0, 2], [1.2, 2], [1.2, 1.6], [0.4, 1.6], [0.4, 0]])  # a flag
    pool = [
        [[1, 1], [0, 1]], [[1, 0], [1, 1]], [[0, -1], [1, 0]], [[0, 1], [-1, 0]],
        [[-1, 0], [0, 1]], [[1, 0], [0, -1]], [[2, 0], [0, 1]], [[1, 0], [0, 2]],
        [[0, 1], [1, 0]], [[-1, 0], [0, -1]],
    ]  # fmt: skip
    chosen = [np.array(pool[k]) for k in rng.choice(len(pool), 4, replace=False)]
    names = [f"[{m[0, 0]} {m[0, 1]}; {m[1, 0]} {m[1, 1]}]".replace("-", "−") for m in chosen]
    right = some(rng, 1, 3)  # the first shows when the figure opens
    target = letters @ chosen[right].T
    plane = Stage(xlim=(-5, 5), ylim=(-5, 5), aspect="equal", width=400, height=400)
    plane = plane.add(marks.region, target, color=style.TRUTH, alpha=0.1)
    by_name = dict(zip(names, chosen, strict=True))

    @live(plane, matrix=names)
    def flag_and_matrix(ax, matrix=names[0]):
        """A flag in blue, its image under the chosen matrix in vermilion, and in green the image
        under another matrix of the list."""
        marks.region(ax, letters, color=style.DATA)
        marks.region(ax, letters @ by_name[matrix].T, color=style.MODEL)
        columns = by_name[matrix].T
        return f"(1, 0) goes to {tuple_of(columns[0])}, (0, 1) to {tuple_of(columns[1])}."

    return Setting(
        flag_and_matrix,
        "choose the matrix that lays the flag on the green one.",
        lambda matrix: matrix == names[right],
        {"matrix": names[right]},
        "The columns of a matrix are where it takes (1, 0) and (0, 1).",
        {"flag": letters, "target": target, "names": names, "matrices": chosen},
    )


@task("9. The matrix product")
def columns(rng):
    """What a matrix makes of a vector, from its columns."""
    first, second = rng.integers(-3, 4, (2, 2))
    a, b = (some(rng, -3, 3, never=(0, 1)) for _ in range(2))
    answer = a * first + b * second
    return question(
        rng,
        f"A matrix takes (1, 0) to {tuple_of(first)} and (0, 1) to {tuple_of(second)}. "
        f"What does it make of ({number(a)}, {number(b)})?",
        tuple_of(answer),
        {
            tuple_of(b * first + a * second): "The first number belongs to the first column.",
            tuple_of([a * first[0] + b * first[1], a * second[0] + b * second[1]]): (
                "The images are the columns, not the rows."
            ),
            tuple_of(first + second): "Each image is multiplied by its number first.",
            tuple_of(a * first - b * second): "The two parts are added.",
            tuple_of(answer + 1): "Count once more: a times the first image, b times the second.",
            tuple_of(answer - 1): "Count once more: a times the first image, b times the second.",
        },
        f"It is linear: {number(a)} times the first image plus {number(b)} times the second.",
        first=first,
        second=second,
        a=a,
        b=b,
    )


@task("11. Eigenvectors: directions that stay")
def eigenvalue(rng):
    """By what is an eigenvector stretched?"""
    a = some(rng, -4, 4)
    b = some(rng, -4, 4, never=(0,))
    sign = int(rng.choice([-1, 1]))
    value = a + sign * b
    return question(
        rng,
        f"(1, {number(sign)}) is an eigenvector of {rows([[a, b], [b, a]])}. Its eigenvalue?",
        number(value),
        {
            number(a - sign * b): "That is the other one's.",
            number(a): "Multiply: the off-diagonal has its say.",
            number(2 * value): "The image's first number, divided by the vector's.",
            number(a * a - b * b): "That is the determinant, the product of both eigenvalues.",
            number(value + 1): "Multiply once more.",
            number(value - 1): "Multiply once more.",
        },
        f"The image's first number is {number(a)} · 1 + {factor(b)} · {factor(sign)}.",
        a=a,
        b=b,
        sign=sign,
    )
