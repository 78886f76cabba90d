"""Devices around a figure: predictions before it, and goals to reach with it."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import traitlets

from tangible import page
from tangible.cells import cover, keep, kept, replace_earlier
from tangible.figure import LiveFigure
from tangible.figure.words import typeset
from tangible.teach import progress
from tangible.teach.words import as_html


class Prediction(page.PageWidget):
    """A question to which the reader commits before the answer shows. Made by `predict`."""

    kind = traitlets.Unicode("prediction").tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    options = traitlets.List(traitlets.Unicode()).tag(sync=True)
    answer = traitlets.Int().tag(sync=True)
    because = traitlets.Unicode().tag(sync=True)
    misses = traitlets.Dict().tag(sync=True)  # wrong option -> what to say of it
    chosen = traitlets.Int(-1).tag(sync=True)  # which option the reader committed to
    name = traitlets.Unicode()
    recalls = traitlets.Unicode().tag(sync=True)  # the task of the review that it is, if it is one
    covers = traitlets.Unicode().tag(sync=True)

    _css = page.style("lesson.css")

    def __init__(self, **traits):
        super().__init__(**traits)
        known = kept(self._key)
        if known is None:  # not "", which is to be asked again
            known = progress.known()["predictions"].get(self.name, {}).get("first")
        self.chosen = self.options.index(known) if known in self.options else -1
        if self.covers and not cover(self.covers).laid:
            self._cover()
        self.observe(self._remember, "chosen")

    @property
    def _key(self):
        return "prediction", self.name or self.question

    def _remember(self, change):
        option = self.options[self.chosen] if self.chosen >= 0 else ""
        keep(self._key, option)
        if option and self.name:
            self._tell(option, self.chosen == self.answer)
        if self.covers:
            self._cover()

    def _tell(self, option, right):
        """Have it kept from session to session."""
        progress.predicted(self.name, option, right)

    def _cover(self):
        """The figure shows once the question is answered."""
        sheet = cover(self.covers)
        sheet.on, sheet.laid = self.chosen < 0, True

    @property
    def _call(self):
        return "Recall" if self.recalls else "Predict"

    def __repr__(self):
        return f"{self._call}: {self.question} {' / '.join(self.options)}"

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = self.bundle()
        # Where no widget lives, words stand in its place; a saved notebook holds no state.
        words = (
            f"<p><b>{self._call}.</b> {as_html(self.question)}</p>"
            f"<ul>{''.join(f'<li>{as_html(option)}</li>' for option in self.options)}</ul>"
            f"<details><summary>The answer</summary>"
            f"<p>{as_html(self.options[self.answer])}. {as_html(self.because)}</p></details>"
        )
        data = {**data, "text/plain": repr(self), "text/html": words}
        return (data, metadata) if metadata else data


def predict(
    question: str,
    options: Sequence[str],
    answer: str,
    because: str,
    *,
    misses: Mapping[str, str] | None = None,
    name: str = "",
    covers: str = "",
) -> Prediction:
    """Ask the reader to commit to an answer before the figure shows it.

    Parameters
    ----------
    question : str
    options : list of str
        At least two, all different.
    answer : str
        The right one. Raises ValueError if it is not among the options.
    because : str
        Why; shown once the reader has committed.
    misses : dict of str to str
        For wrong options, what may be said to whoever chose one, before the answer. Raises
        ValueError for what is no wrong option.
    name : str
        What it is called by pages, decks and progress: short, the only one in its chapter, and
        never changed.
    covers : str
        The name of a figure that tells the answer: it stays covered until the reader has
        committed, or will not wait.

    Returns
    -------
    Prediction
        Shown as a cell's value. It never waits: the cells below run whether or not it is answered.
        Words between backticks are set as code.

    Examples
    --------
    >>> predict("Is 1 prime?", ["yes", "no"], "no", "A prime has two divisors.")
    Predict: Is 1 prime? yes / no
    """
    options = list(options)
    if len(set(options)) < max(2, len(options)):
        raise ValueError(f"A prediction needs two or more different options; {options} came.")
    if answer not in options:
        raise ValueError(f"The answer {answer!r} is not among the options {options}.")
    misses = dict(misses or {})
    if strangers := set(misses) - (set(options) - {answer}):
        raise ValueError(f"{', '.join(map(repr, strangers))} is no wrong option of {options}.")
    made = Prediction(
        question=question,
        options=options,
        answer=options.index(answer),
        because=because,
        misses=misses,
        name=name,
        covers=covers,
    )
    replace_earlier(made, question)
    return made


class Goal:
    """Something to reach with the controls of a figure. Made by `goal`.

    Attributes
    ----------
    figure : LiveFigure
    text, because, name : str
    met : bool
        Whether it has been reached. A tick stays: who has been there may go on.
    spoken : list of str
        The controls that it speaks of.
    example : dict of str to value
        Values of controls that reach it, if they were given.
    """

    def __init__(self, figure, text, reached, because, name, example):
        self.figure, self.text, self.because, self.name = figure, text, because, name
        self.example = dict(example or {})
        self.met = bool(kept(self._key)) or bool(name and name in progress.known()["goals"])
        self._reached = reached
        self.spoken = _spoken_of(reached, figure)
        self._start, self._fresh = figure.values, True  # nothing that it speaks of has moved
        figure.aim(self)

    def judge(self, values: Mapping[str, Any]):
        """Whether it is reached at these values; not before what it speaks of has moved."""
        if self.met:
            return
        self._fresh = self._fresh and all(
            np.array_equal(values[name], self._start[name]) for name in self.spoken
        )
        if not self._fresh and self.reached_at(values):
            self.met = True
            keep(self._key, True)
            if self.name:
                self._tell()

    def _tell(self):
        """Have it kept from session to session."""
        progress.reached(self.name)

    @property
    def _key(self):
        return "goal", self.name or self.figure.__name__, self.text

    def reached_at(self, values: Mapping[str, Any]) -> bool:
        """Whether these values reach it; where that cannot be said, they do not."""
        try:
            return bool(self._reached(**values))
        except BaseException:  # a SystemExit would end the kernel
            return False

    @property
    def state(self) -> dict[str, Any]:
        """What a page shows of it."""
        return {"text": typeset(self.text), "met": self.met, "because": typeset(self.because)}

    def close(self):
        """Take it off its figure. Closing twice does no harm."""
        if self.figure.goal is self:
            self.figure.aim(None)

    def __repr__(self):
        return f"Goal: {self.text}\n{self.figure!r}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        data, metadata = self.figure._repr_mimebundle_(include, exclude)
        return {**data, "text/plain": repr(self)}, metadata


def goal(
    figure: LiveFigure,
    text: str,
    reached: Callable[..., bool],
    *,
    because: str = "",
    name: str = "",
    example: Mapping[str, Any] | None = None,
) -> Goal:
    """Set the reader a target to reach with the controls of `figure`; a tick says when.

    It stands above the picture, and is judged whenever the hand lets go.

    Parameters
    ----------
    figure : LiveFigure
    text : str
        What to reach, as an order.
    reached : function of the figure's controls
        Called with their values by name; true where the goal is reached. Where it raises, the
        goal is not reached. It speaks of the controls that it names before `**others`, and is not
        reached before one of them has moved.
    because : str
        Why, in a sentence; shown once it is reached.
    name : str
        What it is called by pages, decks and progress: short, the only one in its chapter, and
        never changed.
    example : dict of str to value
        Values of controls that reach it, where chance would hardly find some: a page that was
        built beforehand has to hold them. Raises ValueError if they do not reach it.

    Raises
    ------
    TypeError
        If `figure` is none, or `reached` cannot be called with its controls.
    ValueError
        If the figure is closed.

    Returns
    -------
    Goal
        Shown as a cell's value: the figure with its goal. `met` says whether it has been reached.
    """
    if not isinstance(figure, LiveFigure):
        raise TypeError(f"A goal is reached with a live figure; {figure!r} came.")
    if figure.closed:
        raise ValueError(f"The figure of this goal, {figure.__name__}, is closed: run its cell.")
    try:
        inspect.signature(reached).bind(**figure.controls)
    except TypeError as error:
        raise TypeError(
            f"A goal with {figure.__name__} is a function of its controls, "
            f"{', '.join(figure.controls) or 'of which it has none'}: {error}."
        ) from None
    made = Goal(figure, text, reached, because, name, example)
    if example and not made.reached_at(figure.values | figure.arguments(example)):
        raise ValueError(f"The example of the goal {name!r} does not reach it: {dict(example)}.")
    return made


def _spoken_of(reached, figure):
    """The controls that a goal names; all of them, if it names none."""
    named = [name for name in inspect.signature(reached).parameters if name in figure.controls]
    return named or list(figure.controls)
