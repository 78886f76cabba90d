"""What a task of the review is: a question, or a figure to be set, with fresh values each time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tangible.figure import LiveFigure
from tangible.teach.contents import contents


@dataclass(frozen=True)
class Question:
    """Something to choose.

    Attributes
    ----------
    text : str
    answer : str
    misses : dict of str to str
        The wrong options, each with what may be said to whoever chose it.
    because : str
        Why the answer is right.
    values : dict
        The fresh values, from which a second way leads to the answer.
    options : list of str
        In the order in which they are offered.
    """

    text: str
    answer: str
    misses: dict[str, str]
    because: str
    values: dict[str, Any] = field(compare=False)
    options: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Setting:
    """Something to bring about with a figure's controls.

    `reached` is a function of the controls, `example` values of them that reach it, and `values`
    the fresh ones, from which a second way leads there.
    """

    figure: LiveFigure
    text: str
    reached: Callable[..., bool]
    example: dict[str, Any]
    because: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Task:
    """A generator of questions or settings. `name` is the only one in the course."""

    name: str
    chapter: str
    section: str
    make: Callable[[np.random.Generator], Question | Setting]

    def __call__(self, seed: int) -> Question | Setting:
        """The task with this seed: the same seed, the same task."""
        return self.make(np.random.default_rng(seed))

    @property
    def home(self) -> dict[str, Any]:
        """The section that it comes from, as `contents` has it."""
        [chapter] = [one for one in contents() if one["chapter"] == self.chapter]
        [section] = [one for one in chapter["sections"] if one["title"] == self.section]
        return section


def task(section: str) -> Callable[[Callable], Task]:
    """Makes a `Task` of the function below: named as it, of the chapter that its module is."""

    def decorate(make):
        subject = make.__module__.rpartition(".")[2]
        [chapter] = [one["chapter"] for one in contents() if one["chapter"].endswith(subject)]
        return Task(make.__name__, chapter, section, make)

    return decorate


def question(
    rng: np.random.Generator,
    text: str,
    answer: str,
    misses: Mapping[str, str],
    because: str,
    **values: Any,
) -> Question:
    """A question with up to four options in a random order.

    A wrong option that happens to be the right answer is left out.
    """
    wrong = {option: why for option, why in misses.items() if option != answer}
    wrong = dict(list(wrong.items())[:3])
    options = [answer, *wrong]
    order = rng.permutation(len(options))
    return Question(text, answer, wrong, because, values, [options[k] for k in order])


def number(x: float, digits: int = 3) -> str:
    """A number as the tasks write it: with a minus sign, and no more digits than it needs."""
    x = 0.0 if abs(x) < 1e-12 else x
    return f"{x:.{digits}g}".replace("-", "−")


def times(k: float, what: str) -> str:
    """A multiple as one writes it: 3x², x², −x²."""
    return {1.0: what, -1.0: f"−{what}"}.get(float(k), f"{number(k)}{what}")


def factor(x: float) -> str:
    """A number behind a times sign: in brackets where it is negative."""
    return number(x) if x >= 0 else f"({number(x)})"


def raised(n: int) -> str:
    """An exponent of one digit as it is written: ² to ⁹, and nothing for 1."""
    return " ²³⁴⁵⁶⁷⁸⁹"[n - 1].strip()


def tuple_of(numbers) -> str:
    """(1, −2) and the like."""
    return f"({', '.join(number(x) for x in numbers)})"


def rows(matrix) -> str:
    """A matrix as NumPy is told of it, set as code."""
    inside = ", ".join(f"[{', '.join(number(x) for x in row)}]" for row in matrix)
    return f"`[{inside}]`"


def some(rng: np.random.Generator, low: int, high: int, *, never: tuple = ()) -> int:
    """A whole number from `low` to `high`, both included, and none of `never`."""
    return int(rng.choice([k for k in range(low, high + 1) if k not in never]))
