"""Exercises that say whether an answer is right, and what the likely mistake is."""

import contextlib
import copy
import decimal
import numbers
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tangible import checks
from tangible.teach.words import as_html

_EXERCISES = "tangible.exercises."  # the modules of the chapters
PATIENCE = 5  # seconds that an answer may take for one input


@dataclass(frozen=True)
class Verdict:
    """What an exercise says of an answer; shown as a cell's value.

    `state` is "untouched", "right" or "wrong"; `words` say why, `hint` what the mistake may be,
    and `more`, after other wrong answers, where to look.
    """

    state: str
    words: str
    hint: str = ""
    more: str = ""

    @property
    def right(self):
        """Whether the answer is right."""
        return self.state == "right"

    def __repr__(self):
        sign = {"untouched": "○", "right": "✓", "wrong": "✗"}[self.state]
        lines = [f"Hint: {self.hint}" if self.hint else "", self.more]
        return "\n".join([f"{sign} {self.words}", *filter(None, lines)])

    def _repr_html_(self):
        color = {
            "untouched": "var(--jp-content-font-color2, #666)",
            "right": "var(--jp-success-color0, #1b5e20)",
            "wrong": "var(--jp-error-color0, #a8380a)",
        }[self.state]
        lines = [as_html(line) for line in repr(self).split("\n")]
        return (
            f'<div style="border-left: 4px solid {color}; padding: 2px 12px;'
            f' white-space: pre-wrap">{"<br>".join(lines)}</div>'
        )


def _same(came, expected):
    """Whether two values are equal up to rounding, kinds and shapes included.

    Only what is expected decides how they are compared: an answer may define its own `==`.
    """
    if expected is None or isinstance(expected, str | bool | np.bool_):
        kinds = (_kind(expected), *["a number"] * isinstance(expected, bool | np.bool_))
        return _kind(came) in kinds and bool(expected == came)
    if _kind(came) == _kind(True):  # True is not 1
        return False
    try:
        wanted = checks.array(expected, "")
    except ValueError:
        return _same_parts(came, expected)
    if _shape(came) != wanted.shape:
        return False
    came = checks.array(came, "")
    return came.shape == wanted.shape and np.allclose(came, wanted, 1e-6, 1e-9, True)


def _depth(value, known):
    """How deep lists are nested, infinitely if one holds itself; `known` are those met so far."""
    if not isinstance(value, list | tuple):
        return 0
    if id(value) not in known:
        known[id(value)] = np.inf  # until it is known to end
        known[id(value)] = 1 + max((_depth(part, known) for part in value), default=0)
    return known[id(value)]


def _same_parts(came, expected):
    """`_same` for what is no array of numbers."""
    if isinstance(expected, list | tuple | np.ndarray):
        pairs = isinstance(came, list | tuple | np.ndarray) and len(came) == len(expected)
        return pairs and all(map(_same, came, expected))
    if isinstance(expected, dict):
        keys = type(came) is dict and came.keys() == expected.keys()
        return keys and all(_same(came[key], value) for key, value in expected.items())
    if isinstance(expected, complex | np.complexfloating):
        number = isinstance(came, numbers.Number) or getattr(came, "shape", None) == ()
        return number and bool(np.isclose(complex(came), expected, 1e-6, 1e-9))
    return type(came) is type(expected) and bool(came == expected)


@dataclass(frozen=True)
class Exercise:
    """A question with a check: called with the reader's answer, it says what is right or wrong.

    Parameters
    ----------
    solution : function or value
        The right answer.
    tries : list of tuples
        The arguments with which an answer that is a function is called, the simplest first.
    mistakes : list of (wrong answer, hint)
        The usual mistakes, each a function or value like the solution. An answer that agrees with
        one of them gets its hint.
    wrong : list of wrong answers
        More of them, without hints of their own. Nothing is told of them; the tests try them.
    hint : str
        For every other wrong answer.
    section : str
        Where the chapter explains it, as in "section 4"; told from the second wrong answer on.
    formula : str
        All but the answer; told from the third wrong answer on. The same answer twice is one, and
        an exercise that is set back to its dots begins again.
    same : function (came, expected) -> bool
        When two results count as equal; up to rounding, if left out.

    Examples
    --------
    >>> double = Exercise(lambda x: 2 * x, [(3,)], [(lambda x: x**2, "Twice, not squared.")])
    >>> double(lambda x: x + x)
    ✓ Right: 1 input tried.
    >>> double(lambda x: x * x)
    ✗ For x = 3 your answer is 9, but 6 was expected.
    Hint: Twice, not squared.
    """

    solution: Any
    tries: list = ()
    mistakes: list = ()
    wrong: list = ()
    hint: str = ""
    same: Callable = _same
    section: str = ""
    formula: str = ""
    _tried: list = field(default_factory=list, init=False, repr=False, compare=False)

    def __call__(self, answer):
        """The verdict on an answer.

        Whatever the answer does, this does not raise; but a reader may interrupt it.
        """
        verdict = self._verdict_in_silence(answer)
        if verdict.state == "untouched":  # set back
            self._tried.clear()
        elif "IPython" in sys.modules:  # elsewhere there is no reader
            _keep(self, verdict.right)
        if verdict.state != "wrong":
            return verdict
        if verdict.words not in self._tried:
            self._tried.append(verdict.words)
        later = [f"Look again at {self.section}." if self.section else "", self.formula]
        return replace(verdict, more=" ".join(filter(None, later[: len(self._tried) - 1])))

    def _verdict_in_silence(self, answer):
        try:
            with warnings.catch_warnings():  # a right answer never stands under a red box
                warnings.simplefilter("ignore")
                return self._verdict(answer)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # code of the answer's that runs when it is looked at
            words = f"Your answer cannot be judged: it stops with {_told(error)}."
            return Verdict("wrong", words, self.hint)

    def _verdict(self, answer):
        if answer is ...:
            return _UNTOUCHED
        if not callable(self.solution):
            return self._judge_value(answer)
        if not callable(answer):
            return Verdict("wrong", f"A function was expected; {_shown(answer)} came.", self.hint)
        for number, arguments in enumerate(self.tries):
            verdict = self._judge_call(answer, arguments, number)
            if verdict:
                return verdict
        count = len(self.tries)
        return Verdict("right", f"Right: {count} input{'s' * (count > 1)} tried.")

    def _judge_call(self, answer, arguments, number):
        """What is wrong with a function for these arguments, or None."""
        given = copy.deepcopy(arguments)
        inputs = _named(self.solution, arguments)
        try:
            with np.errstate(all="ignore"), _at_most(PATIENCE):
                came = answer(*given)
        except _Endless:
            words = f"For {inputs} your code had not ended after {PATIENCE} seconds."
            return Verdict("wrong", words, "Is there a loop whose end never comes?")
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            words = f"For {inputs} your code stops with {_told(error)}."
            return self._wrong(words, answer, number, otherwise=_about_error(error))
        if came is ...:
            return _UNTOUCHED
        if came is None:
            words = f"For {inputs} your function gives nothing back."
            return Verdict(
                "wrong",
                words,
                "Does it end with `return`, whichever way it goes? To print is not to give back.",
            )
        changed = self._changed(arguments, given)
        if changed:
            words = f"For {inputs} your function changes {changed}."
            return Verdict(
                "wrong", words, "Work on a copy: `x += 1` and `x.sort()` change x itself."
            )
        with np.errstate(all="ignore"):
            expected = self.solution(*copy.deepcopy(arguments))
        if not self._agree(came, expected):
            words = f"For {inputs} {_difference(came, expected)}."
            return self._wrong(words, answer, number, otherwise=_about_kind(came, expected))
        return None

    def _judge_value(self, answer):
        if self._agree(answer, self.solution):
            return Verdict("right", "Right.")
        # What would be right is not said: that would be the solution.
        words = f"{_shown(answer)} is not it."
        if _kind(answer) != _kind(self.solution):
            words = f"{_kind(self.solution)} was expected; {_shown(answer)} came."
        elif _shape(answer) not in (None, _shape(self.solution)):
            shapes = _shape(self.solution), _shape(answer)
            words = "shape {} was expected; shape {} came.".format(*shapes)
        about = _about_kind(answer, self.solution)
        return self._wrong(words[0].upper() + words[1:], answer, otherwise=about)

    def _agree(self, came, expected):
        return _agree(self.same, came, expected)

    def _wrong(self, words, answer, failed=0, otherwise=""):
        """A wrong answer with the hint of the mistake that it agrees with.

        That is one that agrees everywhere; else one that agrees up to the try that `failed`, and at
        half of the tries at which it is wrong: a single number may be met by chance, and
        True or False at many.
        Without any, the hint is `otherwise`, or the exercise's own.
        """
        if _has_dots(answer):
            return Verdict("wrong", words, "There are still dots, `...`, in your answer.")
        came = self._outcomes(answer)
        known = [(self._outcomes(mistake), hint) for mistake, hint in self.mistakes]
        agreeing = [
            (list(map(self._outcomes_agree, came, outcomes)), outcomes, hint)
            for outcomes, hint in known
        ]
        for agrees, _, hint in agreeing:
            if all(agrees):
                return Verdict("wrong", words, hint)
        right = self._outcomes(self.solution)
        if _kind(right[0]) == _kind(True):  # half of all mistakes agree somewhere
            return Verdict("wrong", words, otherwise or self.hint)
        for agrees, outcomes, hint in agreeing:
            telling = [
                agreed
                for agreed, outcome, solved in zip(agrees, outcomes, right, strict=True)
                if not self._outcomes_agree(outcome, solved)
            ]
            if all(agrees[: failed + 1]) and sum(telling) >= len(telling) / 2:
                return Verdict("wrong", words, hint)
        return Verdict("wrong", words, otherwise or self.hint)

    def _outcomes(self, answer):
        """What an answer, or a mistake, gives at each try; a value gives itself."""
        if not callable(self.solution):
            return [answer]
        outcomes = []
        for arguments in self.tries:
            outcomes.append(_outcome(answer, arguments))
            if isinstance(outcomes[-1], _Endless):  # the others would not end, either
                outcomes += [outcomes[-1]] * (len(self.tries) - len(outcomes))
                break
        return outcomes

    def _outcomes_agree(self, came, expected):
        if isinstance(came, BaseException) or isinstance(expected, BaseException):
            return type(came) is type(expected)
        return self._agree(came, expected)

    def _changed(self, before, after):
        """The names of the arguments that a call has changed."""
        pairs = zip(_names(self.solution, before), before, after, strict=True)
        return " and ".join(name for name, was, now in pairs if not _agree(_same, now, was))


def _keep(exercise, right):
    """Have an attempt kept, under the name that the chapter's module gives to the exercise."""
    from tangible.teach import progress

    modules = [module for name, module in sys.modules.items() if name.startswith(_EXERCISES)]
    named = ((name, one) for module in modules for name, one in vars(module).items())
    for name in [name for name, one in named if one is exercise]:
        progress.attempted(name, right)


class _Endless(BaseException):
    """An answer that does not come to its end; no `except Exception` of its own stops this."""


@contextlib.contextmanager
def _at_most(seconds):
    """Stop what takes longer, where there is a clock for it: on Unix, in the main thread."""
    if not hasattr(signal, "setitimer") or (
        threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def stop(*_):
        raise _Endless

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)  # and again, if it was caught
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


_UNTOUCHED = Verdict("untouched", "Not answered yet: put your answer in place of the dots.")


def _agree(same, came, expected):
    """Whether `same` says so; what cannot be compared does not agree."""
    try:
        return bool(same(came, expected))
    except KeyboardInterrupt:
        raise
    except BaseException:
        return False


def _outcome(function, arguments):
    """What a function returns, or the exception that it raises."""
    try:
        with np.errstate(all="ignore"), _at_most(PATIENCE):
            return function(*copy.deepcopy(arguments))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return error


def _told(error):
    """An exception in words: its kind, and what it says if it can."""
    try:
        return _clipped(f"{type(error).__name__}: {error}".rstrip(": "), 300)
    except BaseException:
        return "an exception that cannot be shown"


def _clipped(text, most=120):
    """A text of at most so many letters, each of which can be written."""
    text = text if len(text) < most else text[: most - 3] + "…"
    return text.encode("utf-8", "backslashreplace").decode()


def _has_dots(answer):
    """Whether a function's code, or a list, still holds an Ellipsis."""
    if isinstance(answer, list | tuple):
        return any(part is ... for part in answer)
    code = getattr(answer, "__code__", None)
    return code is not None and ... in code.co_consts


def _names(function, arguments):
    code = function.__code__
    return code.co_varnames[: min(code.co_argcount, len(arguments))]


def _named(function, arguments):
    pairs = zip(_names(function, arguments), arguments, strict=True)
    return ", ".join(f"{name} = {_shown(value)}" for name, value in pairs)


def _difference(came, expected):
    """How what came differs from what was expected, in words."""
    if _kind(came) != _kind(expected):
        return f"{_kind(expected)} was expected, but {_shown(came)} came"
    shapes = _shape(came), _shape(expected)
    if None not in shapes and shapes[0] != shapes[1]:
        return f"an array of shape {shapes[1]} was expected, but one of shape {shapes[0]} came"
    for digits in range(6, 18):  # as many as it takes to see that they differ
        texts = _shown(came, digits), _shown(expected, digits)
        if texts[0] != texts[1]:
            return "your answer is {}, but {} was expected".format(*texts)
    return _first_difference(came, expected)


def _about_kind(came, expected):
    """A hint for a result of another kind than expected, if there is a likely reason."""
    if isinstance(came, str):
        return "A text came: leave the quotes out."
    if _kind(expected) == "a number" and _shape(came) in ((1,), (1, 1)):
        return "The number alone is asked for: take it out of its brackets."
    return ""


def _about_error(error):
    """A hint for an error that is one of Python's stumbling blocks."""
    text = _told(error)
    if isinstance(error, SystemExit):
        return "To leave a function, `return`; `exit()` ends Python as a whole."
    if isinstance(error, UnboundLocalError):
        return "A name is used before it has a value: give it one before the loop, or the branch."
    if isinstance(error, NameError) and hasattr(np, error.name or ""):
        return f"`{error.name}` belongs to NumPy: `np.{error.name}`."
    if isinstance(error, NameError):
        return f"`{error.name}` is not known here. Is it misspelt, or its cell not run yet?"
    if isinstance(error, TypeError) and ("bitwise_xor" in text or "for ^" in text):
        return "In Python `^` is no power: write `**`."
    if isinstance(error, TypeError) and "'list'" in text:
        return "A list does not calculate: make an array of it, `np.array(...)`."
    if isinstance(error, TypeError) and "positional argument" in text:
        return "The check calls your function with its first parameters: leave them as they were."
    return ""


def _kind(value):
    """What sort of thing a value is, in plain words."""
    match value:
        case bool() | np.bool_():
            return "True or False"
        case int() | float() | np.number():
            return "a number"
        case np.ndarray() if value.ndim == 0:
            return _kind(value[()])
        case np.ndarray() | list() | tuple():
            return "an array or a list"
        case str():
            return "a text"
    return f"a value of type {type(value).__name__}"


def _shape(value):
    """The shape of a number, an array, a list or a range, told without making an array of it.

    None for anything else, for a list whose parts differ in theirs, and for one that holds itself.
    """
    return None if _depth(value, {}) == np.inf else _shape_of_finite(value)


def _shape_of_finite(value):
    if isinstance(value, np.ndarray):
        return value.shape
    if isinstance(value, range):
        return (len(value),)
    if not isinstance(value, list | tuple):
        return () if isinstance(value, numbers.Number | decimal.Decimal | np.generic) else None
    parts = {
        id(part): part for part in value
    }.values()  # each but once: a list may hold another twice
    inner = {_shape_of_finite(part) for part in parts} or {()}
    [one] = inner if len(inner) == 1 else [None]
    return None if one is None else (len(value), *one)


def _first_difference(came, expected):
    """Where two values differ that look alike in few letters."""
    if _shape(came) and _shape(came) == _shape(expected):
        for place, (one, other) in enumerate(zip(came, expected, strict=True)):
            if not _agree(_same, one, other):
                return f"at place [{place}], counted from 0, {_difference(one, other)}"
    return f"your answer only looks like {_shown(expected)}, which was expected"


def _shown(value, digits=6):
    """A value in few characters, whatever it does when it is shown."""
    try:
        return _text(value, digits)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return "a value that cannot be shown"


def _text(value, digits, depth=0):
    def part(one):
        return _text(one, digits, depth + 1)

    match value:
        case np.ndarray() if value.ndim == 0:
            return part(value.item())
        case np.ndarray():
            text = np.array2string(
                value, separator=", ", threshold=24, edgeitems=2, formatter={"all": part}
            )
            text = " ".join(text.split())
            return text if len(text) < 120 else f"an array of shape {value.shape}"
        case bool() | np.bool_():
            return str(bool(value))
        case int() if value.bit_length() > 400:
            return f"a whole number of about {value.bit_length() * 0.30103:.0f} digits"
        case float() | np.floating():
            return f"{value:.{digits}g}"
        case complex() | np.complexfloating():
            return part(value.real) if value.imag == 0 else f"{value:.{max(4, digits - 2)}g}"
        case np.generic():
            return part(value.item())
        case list() | tuple() if depth > 3:
            text = "…"
        case list() | tuple():
            inside = ", ".join([*map(part, value[:24]), *["…"] * (len(value) > 24)])
            text = f"[{inside}]" if isinstance(value, list) else f"({inside})"
        case _ if callable(value):
            name = getattr(value, "__name__", "<lambda>").strip("_")
            return "a function" if name == "<lambda>" else f"the function {name}"
        case _:
            text = repr(value)
    return _clipped(text)


__all__ = ["Exercise", "Verdict"]
