"""Devices around a figure: predictions before it, and goals to reach with it."""

import inspect
from collections.abc import Callable, Sequence

import traitlets

from tangible import page
from tangible.cells import replace_earlier
from tangible.figure import LiveFigure
from tangible.teach.words import as_html


class _Device(page.PageWidget):
    """A widget whose saved notebook holds words, and no state."""

    _css = page.style("lesson.css")

    def _words(self):
        """What stands in its place where no widget lives: (plain text, HTML)."""
        raise NotImplementedError

    def __repr__(self):
        return self._words()[0]

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = self.bundle()
        plain, html = self._words()
        data = {**data, "text/plain": plain, "text/html": html}
        return (data, metadata) if metadata else data


class Prediction(_Device):
    """A question to which the reader commits before the answer shows. Made by `predict`."""

    kind = traitlets.Unicode("prediction").tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    options = traitlets.List(traitlets.Unicode()).tag(sync=True)
    answer = traitlets.Int().tag(sync=True)
    because = traitlets.Unicode().tag(sync=True)
    chosen = traitlets.Int(-1).tag(sync=True)  # which option the reader committed to

    def _words(self):
        plain = f"Predict: {self.question} {' / '.join(self.options)}"
        page = (
            f"<p><b>Predict.</b> {as_html(self.question)}</p>"
            f"<ul>{''.join(f'<li>{as_html(option)}</li>' for option in self.options)}</ul>"
            f"<details><summary>The answer</summary>"
            f"<p>{as_html(self.options[self.answer])}. {as_html(self.because)}</p></details>"
        )
        return plain, page


def predict(question: str, options: Sequence[str], answer: str, because: str) -> Prediction:
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
    made = Prediction(
        question=question, options=options, answer=options.index(answer), because=because
    )
    replace_earlier(made, question)
    return made


LOST = "Its figure was made anew: run this cell again."


class Goal(_Device):
    """Something to reach with the controls of a figure. Made by `goal`."""

    kind = traitlets.Unicode("goal").tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    met = traitlets.Bool(False).tag(sync=True)
    lost = traitlets.Unicode().tag(sync=True)  # what to do if the figure is gone

    def __init__(self, figure, text, reached):
        super().__init__(text=text)
        self.figure, self.reached = figure, reached
        for control in figure.controls.values():
            control.observe(self._moved, "value")
        figure.watched_by(self)
        self._moved()

    def _moved(self, change=None):
        # A tick stays: who has been there may go on.
        self.met = self.met or self._is_reached()

    def _is_reached(self):
        """Whether it is reached; where that cannot be said, it is not."""
        try:
            return bool(self.reached(**self.figure.values))
        except BaseException:  # a SystemExit would end the kernel
            return False

    def lose(self):
        """The figure is gone."""
        self._let_go()
        self.lost = LOST

    def _let_go(self):
        if self.figure is not None:
            for control in self.figure.controls.values():
                control.unobserve(self._moved, "value")
        self.figure = None

    def close(self):
        """Let go of it, and of its figure. Closing twice does no harm."""
        self._let_go()
        super().close()

    def _words(self):
        return f"Goal: {self.text}", f"<p><b>Goal.</b> {as_html(self.text)}</p>"


def goal(figure: LiveFigure, text: str, reached: Callable[..., bool]) -> Goal:
    """Set the reader a target to reach with the controls of `figure`; a tick says when.

    Parameters
    ----------
    figure : LiveFigure
    text : str
        What to reach, as an order.
    reached : function of the figure's controls
        Called with their values by name; true where the goal is reached. Where it raises, the
        goal is not reached.

    Raises
    ------
    TypeError
        If `figure` is none, or `reached` cannot be called with its controls.
    ValueError
        If the figure is closed.

    Returns
    -------
    Goal
        Shown as a cell's value, under the figure. `met` says whether it has been reached.
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
    made = Goal(figure, text, reached)
    replace_earlier(made, text)
    return made
