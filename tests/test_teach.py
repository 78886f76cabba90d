"""Whatever the answer is, an exercise has the right words for it; nothing raises, nothing waits."""

import collections
import doctest
import re
import signal
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangible import Stage, live
from tangible.teach import Exercise, devices, exercise, goal, predict


def center(x):
    return x - x.mean()


X = np.array([1.0, 2, 6])
CENTER = Exercise(
    center,
    [(X,), (np.array([[1.0, 2], [3, 4]]),)],
    [(lambda x: x - np.median(x), "The mean, not the median.")],
    hint="Subtract `x.mean()`.",
)


DOUBLE = Exercise(lambda x: 2 * x, [(3.0,)], hint="Twice.")


def test_an_untouched_exercise_says_so_quietly():
    verdict = CENTER(lambda x: ...)
    assert verdict.state == "untouched"
    assert CENTER(...) == verdict
    assert "Hint" not in repr(verdict)
    assert repr(verdict).startswith("○ Not answered yet")


def test_a_right_answer_gets_a_tick():
    verdict = CENTER(lambda v: v - np.sum(v) / v.size)
    assert repr(verdict) == "✓ Right: 2 inputs tried."


def test_a_wrong_answer_shows_the_first_input_that_fails_and_what_was_expected():
    verdict = CENTER(lambda x: x - x.mean(axis=0))
    assert verdict.state == "wrong"
    assert verdict.words == (
        "For x = [[1, 2], [3, 4]] your answer is [[-1, -1], [1, 1]], "
        "but [[-1.5, -0.5], [0.5, 1.5]] was expected."
    )
    assert verdict.hint == "Subtract `x.mean()`."


def test_a_usual_mistake_gets_its_own_hint():
    assert CENTER(lambda v: v - np.median(v)).hint == "The mean, not the median."


def test_an_answer_that_raises_is_told_in_words():
    verdict = CENTER(lambda x: x[7])
    assert verdict.state == "wrong"
    assert verdict.words.startswith("For x = [1, 2, 6] your code stops with IndexError: ")


def test_a_mistake_that_raises_gets_its_hint():
    exercise = Exercise(
        lambda x: x[-1], [([1, 2],)], [(lambda x: x[len(x)], "Python counts from 0.")]
    )
    assert exercise(lambda x: x[2]).hint == "Python counts from 0."


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x: "three", "an array or a list was expected, but 'three' came"),
        (lambda x: 3.0, "an array or a list was expected, but 3 came"),
        (lambda x: x[:, None], "an array of shape (3,) was expected, but one of shape (3, 1) came"),
        (lambda x: None, "gives nothing back"),
        (lambda x, y: x, "your code stops with TypeError"),
        (lambda x: x.mean, "but the function mean came"),
        (lambda x: x * np.nan, "your answer is [nan, nan, nan]"),
        (3, "A function was expected; 3 came"),
        (None, "A function was expected; None came"),
        (lambda x: object, "was expected"),
        (lambda x: [[1], [2, 3]], "was expected"),
    ],
)
def test_other_types_and_shapes_are_named(answer, words):
    verdict = CENTER(answer)
    assert verdict.state == "wrong"
    assert words in verdict.words


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda x: sqrt(x), "`sqrt` belongs to NumPy: `np.sqrt`."),  # noqa: F821
        (lambda x: sqare(x), "`sqare` is not known here."),  # noqa: F821
        (lambda x: float(x) ^ 2, "no power: write `**`"),
        (lambda: 1, "leave them as they were"),
        (lambda x: [2 * x + 1], "take it out of its brackets"),
        (lambda x: str(x), "leave the quotes out"),
        (lambda x: print(x), "To print is not to give back."),
    ],
)
def test_stumbling_blocks_of_python_have_their_hints(answer, hint):
    assert hint in DOUBLE(answer).hint


def test_values_and_vectors_in_place_of_a_number_are_no_crash():
    assert DOUBLE(lambda x: np.linalg.eigh(np.eye(2))).hint == "Twice."


def test_an_answer_that_changes_its_input_is_told_so():
    def in_place(x):
        x -= x.mean()
        return x

    verdict = CENTER(in_place)
    assert verdict.words == "For x = [1, 2, 6] your function changes x."
    assert "copy" in verdict.hint
    assert CENTER(center).state == "right"  # the inputs are as they were
    assert np.array_equal(X, [1, 2, 6])


def test_a_mistake_that_is_mended_in_part_still_gets_its_hint():
    exercise = Exercise(
        lambda x: abs(x),
        [(4,), (-4,)],
        [(lambda x: 2 * x, "Doubled."), (lambda x: 2 * abs(x), "Doubled, though positive.")],
    )
    assert exercise(lambda x: 2 * x).hint == "Doubled."
    assert exercise(lambda x: abs(2 * x)).hint == "Doubled, though positive."
    assert exercise(lambda x: 2 * x if x > 0 else -x).hint == "Doubled."


def test_dots_that_are_left_over_are_pointed_at():
    hint = "There are still dots, `...`, in your answer."
    assert CENTER(lambda x: x - ...).hint == hint
    assert CENTER(lambda x: x[...] - 1).hint == hint
    assert VALUE((3, ...)).hint == hint
    assert CENTER(lambda x: x[...] - x.mean()).right


VALUE = Exercise((3, 2), mistakes=[((2, 3), "Rows come first.")], hint="Count the rows.")


def test_values_are_judged_as_well():
    assert VALUE(...).state == "untouched"
    assert VALUE((3, 2)).state == VALUE([3, 2]).state == VALUE(np.array([3, 2])).state == "right"
    assert repr(VALUE((2, 3))) == "✗ (2, 3) is not it.\nHint: Rows come first."
    assert VALUE((3, 2, 1)).hint == "Count the rows."
    assert VALUE((3, 2, 1)).words == "Shape (2,) was expected; shape (3,) came."
    assert VALUE(["3", "2"]).state == "wrong"
    assert Exercise(np.zeros(2))(np.zeros((4, 5, 6, 7))).words.endswith("shape (4, 5, 6, 7) came.")
    assert VALUE("3, 2").words == "An array or a list was expected; '3, 2' came."
    assert "(3, 2)" not in repr(VALUE((9, 9)))  # that would be the solution


def test_truths_numbers_and_words_are_told_apart():
    true = Exercise(lambda x: x > 0, [(1,), (-1,)])
    assert true(lambda x: np.bool_(x > 0)).state == "right"
    assert true(lambda x: int(x > 0)).state == "right"
    assert true(lambda x: "yes").words == "For x = 1 True or False was expected, but 'yes' came."


@given(st.recursive(st.none() | st.floats() | st.text(), lambda inner: st.lists(inner)))
def test_no_answer_makes_a_check_raise(answer):
    for question in (CENTER, VALUE):
        for given_answer in (answer, lambda *arguments: answer):
            verdict = question(given_answer)
            assert verdict.state in ("right", "wrong")
            assert verdict._repr_html_()


class Contrary:
    """Equal to everything, and shows itself to nobody."""

    __hash__ = None

    def __eq__(self, other):
        return True

    def __repr__(self):
        raise RuntimeError("no")


class Leaver(Contrary):
    def __repr__(self):
        sys.exit()

    __str__ = __array__ = __len__ = __eq__ = __bool__ = __repr__


class SilentError(Exception):
    def __str__(self):
        raise ValueError


def raises(error):
    def answer(*arguments):
        raise error

    return answer


def spoils(*arguments):
    arguments[0][0] = np.array([1, 2])
    return 1


own = []
own += [own, own, own]
two = [0, 1]  # as long as an answer may be
two[:] = [two, two]
STRANGE = [
    Contrary(), Leaver(), own, 10**5000, [10**5000], {"a": own}, np.ma.masked, two, [1, two], (own, own),
    type, Ellipsis, float("nan"), 1 + 2j, b"1", np.datetime64("2026-01-01"), "x" * 10**6, {1, 2},
    range(10**9), iter([]),
]  # fmt: skip
EXERCISES = {
    "a number": Exercise(lambda x: 2 * x, [(3,)], [(lambda x: x, "Twice.")], hint="Twice."),
    "a truth": Exercise(lambda x: x > 0, [(3,)], [(lambda x: x < 0, "Above.")], hint="Above."),
    "an array": Exercise(lambda x: np.array(x), [([1, 2],)], hint="It is x."),
    "a text": Exercise(lambda x: "a", [([1, 2],)], hint="a"),
    "texts": Exercise(lambda x: ["a", "b"], [([1, 2],)], hint="a and b"),
    "a value": Exercise((3, 2), mistakes=[((2, 3), "Rows.")], hint="Count."),
}


@pytest.mark.parametrize("name", EXERCISES)
def test_whatever_an_answer_is_or_does_there_is_a_verdict(name):
    exercise = EXERCISES[name]
    thrown = (SystemExit(1), GeneratorExit(), SilentError(), MemoryError(), RecursionError())
    for answer in (*STRANGE, *map(raises, thrown), spoils, *(lambda *_, s=s: s for s in STRANGE)):
        verdict = exercise(answer)
        assert verdict.state in ("wrong", "untouched")
        assert len(repr(verdict)) < 700
        assert verdict._repr_html_()


class Untellable(BaseException):
    __slots__ = ()

    def __str__(self):
        raise self


def nested(depth):
    inside = 1.0
    for _ in range(depth):
        inside = [inside, inside]
    return inside


@pytest.mark.parametrize("name", EXERCISES)
def test_an_answer_that_is_large_only_in_the_mind_costs_nothing(name):
    loop = collections.deque()
    loop.extend([loop, loop])
    large = (nested(40), loop, np.broadcast_to(1, (2, 10**10)), [[[0.0] * 999] * 999] * 2)
    for answer in large:
        for given_answer in (answer, lambda *_, a=answer: a):
            assert EXERCISES[name](given_answer).state == "wrong"
    assert EXERCISES[name](raises(Untellable())).state == "wrong"


def test_words_of_an_error_are_few_and_can_be_written():
    for text in ("x" * 10**7, "\ud800"):
        verdict = EXERCISES["a number"](raises(ValueError(text)))
        assert len(verdict.words) < 400
        verdict.words.encode("utf-8")


@pytest.mark.parametrize(
    ("came", "expected", "place"),
    [
        (np.arange(20) / 7 + 1, np.arange(20) / 7, r"place \[0\]"),
        (np.r_[np.zeros(15), 9, np.zeros(15)], np.zeros(31), r"place \[15\].* is 9, but 0"),
        ([*range(29), 0], [*range(30)], r"place \[29\]"),
        (10**400, 10**400 + 10**399, "only looks like"),
        ("a" * 200, "a" * 199 + "b", "only looks like"),
    ],
)
def test_two_values_that_look_alike_are_told_apart(came, expected, place):
    words = Exercise(lambda x: expected, [(3,)])(lambda x: came).words
    assert re.search(place, words), words


def test_a_text_is_no_complex_number():
    assert not Exercise(1j)("1j").right
    assert Exercise(1j)(1j).right
    assert Exercise(lambda x: 1 + 2j, [(1,)])(lambda x: np.complex64(1 + 2j)).right


def test_a_readers_setting_of_numpys_errors_is_no_part_of_an_answer():
    small = Exercise(lambda x: x * x, [(np.array([1e-200, 1.0]),)])
    with np.errstate(all="raise"):
        assert small(lambda x: x**2).right


def test_a_reader_may_interrupt():
    with pytest.raises(KeyboardInterrupt):
        EXERCISES["a number"](raises(KeyboardInterrupt()))


def test_leaving_python_is_told_to_be_no_answer():
    assert "`return`" in EXERCISES["a number"](raises(SystemExit())).hint


def test_true_is_not_1_and_one_digit_more_is_shown_where_it_takes_one():
    one = Exercise(lambda x: 1.0, [(3,)])
    assert one(lambda x: True).words == "For x = 3 a number was expected, but True came."
    assert one(lambda x: np.array(True)).state == "wrong"
    assert one(lambda x: 1).right
    words = one(lambda x: 1.00001).words
    assert words == "For x = 3 your answer is 1.00001, but 1 was expected."
    third = Exercise(lambda x: 1 / 3, [(3,)])
    assert third(lambda x: 0.333334).words.endswith("is 0.333334, but 0.333333 was expected.")
    words = third(lambda x: 0.3333339).words
    assert words.endswith("is 0.333334, but 0.333333 was expected.")
    exact = Exercise(lambda x: 1 / 3, [(3,)], same=lambda came, expected: came == expected)
    words = exact(lambda x: 0.33333333).words
    assert words.endswith("is 0.33333333, but 0.333333333 was expected.")


def test_real_numbers_that_numpy_calls_complex_are_real():
    largest = Exercise(lambda A: np.linalg.eigvalsh(A)[-1], [(2 * np.eye(2),)])
    assert largest(lambda A: np.linalg.eigvals(A).astype(complex).max()).right
    assert "is 3, but 2" in largest(lambda A: np.complex128(3)).words
    assert "is 3+1j, but 2" in largest(lambda A: np.complex128(3 + 1j)).words


def test_words_are_safe_on_a_page():
    page = Exercise("a")("<script>")._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_hints_come_in_three_steps_and_the_same_answer_counts_once():
    double = Exercise(
        lambda x: 2 * x,
        [(3,)],
        [(lambda x: x**2, "Twice, not squared.")],
        section="section 1",
        formula="2x = x + x.",
    )
    first = double(lambda x: x**2)
    assert first.hint == "Twice, not squared."
    assert double(lambda x: x * x) == first
    assert repr(double(lambda x: x)).endswith("\nLook again at section 1.")
    assert double(lambda x: x + 1).more == "Look again at section 1. 2x = x + x."
    assert double(lambda x: x + x).right
    assert double(...).state == "untouched"
    assert double(lambda x: x).more == ""  # set back, it begins again


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no clock that interrupts")
def test_an_answer_that_never_ends_is_stopped_in_words(monkeypatch):
    monkeypatch.setattr(exercise, "PATIENCE", 0.2)
    before = signal.getsignal(signal.SIGALRM)

    def endless(x):
        while True:
            try:
                while True:
                    x = x + 1
            except Exception:
                pass

    verdict = Exercise(lambda x: 2 * x, [(3,)])(endless)
    assert verdict.state == "wrong"
    assert "had not ended after 0.2 seconds" in verdict.words
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_name_without_a_value_is_told_in_words():
    def forgot(x):
        for _ in range(3):
            y = y + x  # noqa: F821
        return y

    assert "give it one before the loop" in Exercise(lambda x: 3 * x, [(3,)])(forgot).hint


def test_parts_of_different_shapes_are_no_array():
    pair = Exercise(np.array([1.0, 2.0]), hint="Two numbers.")
    assert pair((np.zeros(2), 3)).words == "([0, 0], 3) is not it."
    assert pair([[1.0], [2.0]]).words == "Shape (2,) was expected; shape (2, 1) came."


def test_a_mistake_that_agrees_by_chance_accuses_nobody():
    even = Exercise(
        lambda n: n % 2 == 0,
        [(2,), (4,), (5,)],
        [(lambda n: n == 2, "Two is not the only one.")],
        hint="What is left when it is halved?",
    )
    assert even(lambda n: n > 0).hint == "What is left when it is halved?"
    assert even(lambda n: n == 2).hint == "Two is not the only one."


def test_a_check_swallows_the_warnings_of_an_answer(recwarn):
    def loud(x):
        warnings.warn("careful", stacklevel=1)
        return np.array([1.0]) / 0 if x else np.log(-np.ones(1))

    assert Exercise(loud, [(1,), (0,)])(loud).right
    assert [str(one.message) for one in recwarn] == []


QUESTION = ("What is `1 + 1`?", ["one", "two"], "two", "Count on <one>.")


def test_a_prediction_never_waits_and_keeps_its_answer_to_itself():
    made = predict(*QUESTION)
    bundle = made._repr_mimebundle_()
    assert bundle["text/plain"] == repr(made) == "Predict: What is `1 + 1`? one / two"
    assert "<details>" in bundle["text/html"]
    assert "Count on &lt;one&gt;." in bundle["text/html"]
    assert made.chosen == -1
    made.close()


def test_a_prediction_needs_an_answer_among_different_options():
    with pytest.raises(ValueError, match="'three' is not among"):
        predict("?", ["one", "two"], "three", "")
    with pytest.raises(ValueError, match="two or more different"):
        predict("?", ["one", "one"], "one", "")
    with pytest.raises(ValueError, match="two or more different"):
        predict("?", ["one"], "one", "")


@pytest.mark.parametrize(
    ("reached", "words"),
    [
        (lambda width: True, "a function of its controls, height"),
        (lambda: True, "its controls, height"),
    ],
)
def test_a_goal_of_other_controls_is_refused(reached, words):
    @live(Stage(xlim=(0, 1), ylim=(0, 1)), height=(0.0, 1.0))
    def line(ax, height):
        ax.axhline(height)

    with pytest.raises(TypeError, match=words):
        goal(line, "Lift it.", reached)
    line.close()
    with pytest.raises(ValueError, match="is closed"):
        goal(line, "Lift it.", lambda height: True)
    with pytest.raises(TypeError, match="live figure"):
        goal(None, "Lift it.", lambda height: True)


def test_a_goal_that_would_end_python_is_not_reached():
    @live(Stage(xlim=(0, 1), ylim=(0, 1)), height=(0.0, 1.0))
    def line(ax, height):
        ax.axhline(height)

    made = goal(line, "Lift it.", lambda height: sys.exit())
    line.controls["height"].value = 0.9
    assert not made.met


def test_a_goal_ticks_when_the_figure_reaches_it_and_stays_ticked():
    @live(Stage(xlim=(0, 1), ylim=(0, 1)), height=(0.0, 1.0, 0.1))
    def line(ax, height=0.5):
        """A line at some height."""
        ax.axhline(height)

    made = goal(line, "Lift the line above 0.8.", lambda height: height > 0.8)
    assert repr(made).startswith("Goal: Lift the line above 0.8.\nLive figure line")
    assert not made.met
    line.controls["height"].value = 0.9
    assert made.met
    line.controls["height"].value = 0.1
    assert made.met
    made.close()
    made.close()
    assert line.goal is None
    line.controls["height"].value = 0.3
    line.close()


def test_a_goal_is_not_reached_before_what_it_speaks_of_has_moved():
    @live(Stage(xlim=(0, 1), ylim=(0, 1)), height=(0.0, 1.0, 0.1), width=(0, 9))
    def line(ax, height=0.9, width=1):
        """A line at some height."""
        ax.axhline(height, lw=width)

    made = goal(line, "Lift it.", lambda height, **others: height > 0.8)
    line.controls["width"].value = 3
    assert not made.met
    line.controls["height"].value = 1.0
    assert made.met
    line.close()


def test_the_examples_hold():
    assert doctest.testmod(exercise).failed == doctest.testmod(devices).failed == 0
