"""Tasks from the start page."""

import numpy as np

from tangible.review.task import number, question, some, task, tuple_of


@task("A picture is a list of numbers")
def place_in_list(rng):
    """Where a pixel goes."""
    high, wide = some(rng, 3, 6), some(rng, 7, 10)
    row, column = some(rng, 2, high), some(rng, 2, wide - 1)
    place = (row - 1) * wide + column
    return question(
        rng,
        f"A picture has {high} rows of {wide} pixels; row after row it becomes one list. At which "
        f"place, counted from 1, does pixel {column} of row {row} stand?",
        number(place),
        {
            number((column - 1) * high + row): "There it stands if column follows column.",
            number(row * wide + column): f"Before row {row} come {row - 1} whole rows, not {row}.",
            number(row * column): "Whole rows come first, and then single pixels: that is a sum.",
            number(place - 1): "That is its place counted from 0, as Python counts.",
        },
        f"Before row {row} come {row - 1} · {wide} pixels, and in the row it is number {column}.",
        high=high,
        wide=wide,
        row=row,
        column=column,
    )


@task("A picture is a list of numbers")
def place_on_picture(rng):
    """Where an entry of the list comes from."""
    wide = some(rng, 7, 10)
    row, column = some(rng, 1, 5), some(rng, 1, wide - 2)
    place = row * wide + column  # counted from 0, as NumPy does

    def at(i, j):
        return f"`image[{i}, {j}]`"

    return question(
        rng,
        f"`image` has {wide} columns, and `x = image.ravel()`. Which pixel is `x[{place}]`?",
        at(row, column),
        {
            at(column, row): "The row comes first, the column behind it.",
            at(row + 1, column + 1): "Python counts from 0, in the list and in the picture.",
            at(row, column + 1): f"Count on from `image[{row}, 0]`, which is `x[{row * wide}]`.",
        },
        f"{place} = {row} · {wide} + {column}: so many whole rows come before it, and so many "
        "pixels of its own row.",
        wide=wide,
        place=place,
    )


@task("A model is a point that you can drag")
def miss(rng):
    """By how much a line misses one observation."""
    a, b, step = some(rng, 60, 80), some(rng, 5, 14), some(rng, -2, 2, never=(0,))
    off = some(rng, -9, 9, never=(0,))
    wait = a + b * step + off
    return question(
        rng,
        f"The line has a = {a} and b = {b}. After an eruption of {number(3.5 + step)} minutes "
        f"people waited {wait} minutes. How large is the miss, waiting − a − b · (duration − 3.5)?",
        number(off),
        {
            number(-off): "That is what the line says minus what was waited.",
            number(wait - a): "The slope has its say too: b times the distance from 3.5 minutes.",
            number(off**2): "Squared it enters the error; here it is asked for as it is.",
            number(off + b): "Insert the duration once more.",
        },
        f"At {number(3.5 + step)} minutes the line says {a + b * step}.",
        a=a,
        b=b,
        duration=3.5 + step,
        waiting=wait,
    )


@task("A model is a point that you can drag")
def typical_miss(rng):
    """The root of the mean of squares."""
    k = some(rng, 1, 4)
    misses = k * rng.permutation([1, 5, 7]) * rng.choice([-1, 1], 3)  # 1 + 25 + 49 = 3 · 25
    return question(
        rng,
        f"A line misses three waits by {', '.join(number(x) for x in misses)} minutes. How large "
        "is its typical miss, √E?",
        number(5 * k),
        {
            number(25 * k * k): "That is E, in square minutes; its root is the typical miss.",
            number(abs(misses.sum()) / 3): "Squares first: misses of two signs must not cancel.",
            number(np.abs(misses).mean()): "That is the mean of the sizes, without squares.",
        },
        f"The mean of the squares is {number(25 * k * k)}, and the root of it {5 * k}.",
        off=misses,
    )


@task("Learning is walking downhill")
def step_downhill(rng):
    """One step of gradient descent."""
    point = rng.integers(-5, 6, 2)
    slope = np.array([some(rng, -8, 8, never=(0,)) for _ in range(2)])
    rate = float(rng.choice([0.1, 0.2, 0.5]))
    return question(
        rng,
        f"The model is at {tuple_of(point)}, the gradient of the error there is "
        f"{tuple_of(slope)}, and the learning rate is {number(rate)}. Where does one step lead?",
        tuple_of(point - rate * slope),
        {
            tuple_of(point + rate * slope): "That is uphill: the gradient points to larger errors.",
            tuple_of(point - slope): "The learning rate says how much of the gradient to go.",
            tuple_of(-rate * slope): "That is the step; it begins where the model is.",
        },
        f"Minus {number(rate)} times the gradient is {tuple_of(-rate * slope)}; that is added to "
        "where the model is.",
        point=point,
        slope=slope,
        rate=rate,
    )
