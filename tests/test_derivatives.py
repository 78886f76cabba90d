"""Derivatives agree with SciPy, closed forms and each other; descent does what theory says."""

import doctest
import fractions
import math
import operator

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.differentiate import derivative as scipy_derivative
from scipy.optimize import approx_fprime

from tangible import derivatives
from tangible.derivatives import (
    Variable,
    derivative,
    gradient,
    gradient_descent,
    jacobian,
    sigmoid,
)

FUNCTIONS = [np.sin, np.exp, np.tanh, lambda x: x**3 - x, lambda x: 1 / (1 + x**2)]


@pytest.mark.parametrize("f", FUNCTIONS)
def test_derivative_is_that_of_scipy(f):
    x = np.linspace(-3, 3, 41)
    expected = scipy_derivative(f, x).df
    assert np.allclose(derivative(f, x), expected, atol=1e-8)
    assert np.allclose(derivative(f, x, method="forward"), expected, atol=1e-6)


def test_derivative_keeps_the_shape_of_x():
    assert derivative(np.sin, np.zeros((2, 3))).shape == (2, 3)
    assert derivative(np.sin, 0.0).shape == ()
    assert derivative(np.sin, 0.0, h=np.array([1e-3, 1e-4])).shape == (2,)


@pytest.mark.parametrize("x", [1e-8, 1.0, 1e6])
def test_the_step_is_chosen_well_for_small_and_large_x(x):
    assert derivative(np.log1p, x) == pytest.approx(1 / (1 + x), rel=1e-6)


def test_the_central_error_falls_with_the_square_of_h_and_the_forward_error_with_h():
    h = np.array([1e-1, 1e-2])
    forward, central = (
        np.array([abs(derivative(np.exp, 1.0, step, method) - np.e) for step in h])
        for method in ("forward", "central")
    )
    assert forward[0] / forward[1] == pytest.approx(10, rel=0.1)
    assert central[0] / central[1] == pytest.approx(100, rel=0.1)


def test_what_does_not_fit_is_named():
    with pytest.raises(ValueError, match="'backward' came"):
        derivative(np.sin, 0.0, method="backward")
    with pytest.raises(ValueError, match="above 0; -1 came"):
        derivative(np.sin, 0.0, h=-1)
    with pytest.raises(ValueError, match=r"shape \(2, 2\) came"):
        gradient(np.sum, np.eye(2))
    with pytest.raises(ValueError, match=r"one number for each x; an array of shape \(2,\) came"):
        gradient(np.sin, [0, 1])
    with pytest.raises(ValueError, match=r"a vector for each x; an array of shape \(\) came"):
        jacobian(np.sum, [0, 1])


def banana(x):
    return (1 - x[0]) ** 2 + 5 * (x[1] - x[0] ** 2) ** 2


@given(st.floats(-2, 2), st.floats(-2, 2))
def test_gradient_is_that_of_scipy_and_of_the_closed_form(x, y):
    closed = np.array([-2 * (1 - x) - 20 * x * (y - x**2), 10 * (y - x**2)])
    assert np.allclose(gradient(banana, [x, y]), closed, atol=1e-7)
    assert np.allclose(gradient(banana, [x, y]), approx_fprime([x, y], banana), atol=1e-4)


@given(st.floats(0.5, 3), st.floats(-3, 3))
def test_jacobian_of_polar_coordinates(r, turn):
    expected = [[np.cos(turn), -r * np.sin(turn)], [np.sin(turn), r * np.cos(turn)]]
    found = jacobian(lambda p: p[0] * np.array([np.cos(p[1]), np.sin(p[1])]), [r, turn])
    assert np.allclose(found, expected, atol=1e-8)


def test_jacobian_obeys_the_chain_rule_and_need_not_be_square():
    def inner(x):
        return np.array([x[0] * x[1], np.sin(x[0]), x[1] ** 2])

    def outer(u):
        return np.array([u[0] + u[1] * u[2], np.exp(u[1])])

    x = np.array([0.7, -0.4])
    assert jacobian(inner, x).shape == (3, 2)
    assert np.allclose(
        jacobian(lambda x: outer(inner(x)), x), jacobian(outer, inner(x)) @ jacobian(inner, x)
    )


@given(st.floats(0.1, 5), st.floats(0.01, 1), st.floats(-3, 3))
def test_descent_on_a_parabola_is_a_geometric_sequence(curvature, learning_rate, start):
    path = gradient_descent(lambda x: curvature * x, [start], learning_rate, 20)
    factor = 1 - learning_rate * curvature
    assert path.shape == (21, 1)
    assert np.allclose(path[:, 0], start * factor ** np.arange(21))


def test_descent_on_a_quadratic_form_follows_each_eigenvector():
    A = np.array([[3.0, 1], [1, 2]])
    eigenvalues, Q = np.linalg.eigh(A)
    start = np.array([1.0, -2])
    path = gradient_descent(lambda x: A @ x, start, 0.3, 15)
    k = np.arange(16)[:, None]
    assert np.allclose(path @ Q, (start @ Q) * (1 - 0.3 * eigenvalues) ** k)


def test_a_walk_that_diverges_ends_at_infinity_without_a_warning():
    path = gradient_descent(lambda x: x**3, [3.0], 1.0, 50)
    assert np.isinf(path[-1, 0])
    assert not np.isnan(path).any()


@pytest.mark.parametrize("rate", [0, -0.1, np.nan, np.inf, "0.1", None])
def test_other_learning_rates_are_named(rate):
    with pytest.raises(ValueError, match="learning rate is a number above 0"):
        gradient_descent(lambda x: x, [1.0], rate, 3)


def test_other_starts_steps_and_gradients_are_named():
    with pytest.raises(ValueError, match=r"shape \(1, 2\) came"):
        gradient_descent(lambda x: x, [[1.0, 2.0]], 0.1, 3)
    with pytest.raises(ValueError, match="whole number, 0 or more; -1 came"):
        gradient_descent(lambda x: x, [1.0], 0.1, -1)
    with pytest.raises(ValueError, match=r"shape \(2,\) has that shape too; shape \(\) came"):
        gradient_descent(lambda x: x[0], [1.0, 2.0], 0.1, 3)
    assert gradient_descent(lambda x: x, 1.0, 0.1, 0).tolist() == [[1.0]]


@given(st.floats(allow_nan=False))
def test_sigmoid_is_sound_for_any_float(x):
    assert 0 <= sigmoid(x) <= 1
    assert sigmoid(x) + sigmoid(-x) == pytest.approx(1)


def test_sigmoid_has_the_slope_of_the_lecture():
    slope = sigmoid(10) * sigmoid(-10)
    assert round(float(slope), 6) == 0.000045
    assert slope == pytest.approx(np.exp(10) / (np.exp(10) + 1) ** 2)
    assert derivative(sigmoid, 10.0) == pytest.approx(slope, rel=1e-5)


# Random expressions: a list of operations, each on two of the values computed so far.
UNARY = {
    "exp": lambda x: (x * 0.1).exp(),
    "tanh": lambda x: x.tanh(),
    "sigmoid": lambda x: x.sigmoid(),
    "relu": lambda x: x.relu(),
    "log": lambda x: (x * x + 1).log(),
    "power": lambda x: (x * x + 1) ** -1.5,
}
BINARY = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / (y * y + 1),
}


class Plain(float):
    """A float with what a Variable can do."""

    exp, tanh, log = (lambda x, f=f: Plain(f(x)) for f in (np.exp, np.tanh, np.log))

    def sigmoid(self):
        return Plain(sigmoid(float(self)))

    def relu(self):
        return Plain(max(float(self), 0.0))


for do in (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow):
    setattr(Plain, f"__{do.__name__}__", lambda x, y, do=do: Plain(do(float(x), float(y))))


def computed(operations, values, kind):
    """The last value of the expression and its leaves, computed with numbers of this `kind`."""
    known = [kind(value) for value in values]
    for name, i, j in operations:
        x, y = known[i % len(known)], known[j % len(known)]
        known.append(BINARY[name](x, y) if name in BINARY else UNARY[name](x))
    return known[-1], known[: len(values)]


operations = st.lists(
    st.tuples(st.sampled_from([*UNARY, *BINARY]), st.integers(0, 9), st.integers(0, 9)),
    min_size=1,
    max_size=10,
)


@given(operations, st.lists(st.floats(-2, 2), min_size=3, max_size=3))
def test_backward_agrees_with_central_differences(operations, values):
    end, leaves = computed(operations, values, Variable)
    end.backward()
    assume(abs(end.value) < 1e4)

    def plain(x):
        return float(computed(operations, x, Plain)[0])

    assert end.value == pytest.approx(plain(values))
    found = np.array([leaf.gradient for leaf in leaves])
    expected = gradient(plain, values)
    # relu has a corner, where a difference is half of each side
    near = gradient(plain, np.array(values) + 1e-4)
    assume(np.allclose(expected, near, rtol=1e-2, atol=1e-3))
    assert np.allclose(found, expected, rtol=1e-4, atol=1e-5 * (1 + abs(end.value)))


def test_gradients_add_up_over_shared_nodes():
    x = Variable(3.0)
    y = x * x + x
    y.backward()
    assert x.gradient == 7
    y.backward()
    assert x.gradient == 7  # a second call begins anew


def test_every_operator_from_both_sides():
    x = Variable(4.0)
    y = 1 + x - (2 - x) * (3 * x) / (8 / x) + 2**x + x**0.5 + -x + x**x
    y.backward()

    def plain(x):
        return 1 + x - (2 - x) * (3 * x) / (8 / x) + 2**x + x**0.5 + -x + x**x

    assert y.value == pytest.approx(plain(4.0))
    assert x.gradient == pytest.approx(derivative(plain, 4.0), rel=1e-7)


def test_a_chain_of_ten_thousand_nodes_works():
    x = Variable(1.0)
    end = x
    for _ in range(10_000):
        end = end + 0.001
    end.backward()
    assert x.gradient == 1
    assert len(end.ancestors()) == 20_001
    del end


def test_each_node_comes_after_what_it_was_computed_from():
    a, b = Variable(2), Variable(1)
    e = (a + b) * (b + 1)
    order = e.ancestors()
    assert order[-1] is e
    for node in order:
        for parent, _ in node.inputs:
            assert order.index(parent) < order.index(node)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda x: (x - 5).log(), "log needs a number above 0; -3 came"),
        (lambda x: x / 0, "2 / 0 is a division by zero"),
        (lambda x: (x - 5) ** 0.5, "-3 to the power of 0.5 is not a real number"),
        (lambda x: (1000 * x).exp(), r"exp\(2000\) is larger than any float"),
        (lambda x: 0 / (x - 2), "0 / 0 is a division by zero"),
        (lambda x: (x - 2) ** -1, "0 to the power of -1 is a division by zero"),
        (lambda x: (x - 5) ** (x + 0.5), "-3 to the power of 2.5 is not a real number"),
        (lambda x: (x - 2) ** (x - 3), "0 to the power of -1 is a division by zero"),
    ],
)
def test_what_has_no_value_is_named(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong(Variable(2.0))


@pytest.mark.parametrize(
    ("made", "value", "slopes"),
    [
        (lambda a, b: a**0.5, 0.0, (np.inf, 0)),
        (lambda a, b: a * a**0.5, 0.0, (0, 0)),
        (lambda a, b: a**b, 0.0, (0, 0)),
        (lambda a, b: (a - 2) ** b, 4.0, (-4, np.nan)),
        (lambda a, b: (a + 1e-200) / (a + 1e-200), 1.0, (0, 0)),
        (lambda a, b: (a + 1e-200) ** -1.0, 1e200, (-np.inf, 0)),
        (lambda a, b: (a - 1e-110) ** -3.0, None, None),
        (lambda a, b: (b + 1) / 10, 0.3, (0, 0.1)),
        (lambda a, b: 2 ** (b + 1), 8.0, (0, 8 * np.log(2))),
        (lambda a, b: b ** (b + 1), 8.0, (0, 8 * (np.log(2) + 1.5))),
    ],
)
def test_a_value_is_that_of_python_whatever_its_slope(made, value, slopes):
    a, b = Variable(0.0), Variable(2.0)
    if value is None:
        with pytest.raises(ValueError, match="larger than any float"):
            made(a, b)
        return
    assert made(0.0, 2.0) == value
    end = made(a, b)
    end.backward()
    assert end.value == value
    assert (a.gradient, b.gradient) == pytest.approx(slopes, nan_ok=True)


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_arithmetic_is_that_of_python_to_the_last_digit(a, b):
    for operate in (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow):
        try:
            plain = operate(a, b)
        except (ZeroDivisionError, OverflowError):
            continue
        if not isinstance(plain, complex):
            for x, y in ((Variable(a), Variable(b)), (Variable(a), b), (a, Variable(b))):
                assert operate(x, y).value == plain


@pytest.mark.parametrize(
    ("f", "slope", "at"),
    [
        (np.log, lambda x: 1 / x, [1e-300, 1e-20, 1e-6, 1e-5, 3e-3, 1.0]),
        (lambda x: 1 / x, lambda x: -1 / x**2, [1e-100, 1e-6, 1e-5, -1e-5, 1e-3]),
        (np.sqrt, lambda x: 0.5 / np.sqrt(x), [1e-30, 1e-6, 1e-3]),
        (lambda x: np.sqrt(1 - x), lambda x: -0.5 / np.sqrt(1 - x), [1 - 1e-5, 1 - 1e-4]),
        (lambda x: np.sin(1e4 * x), lambda x: 1e4 * np.cos(1e4 * x), [0.3, 1e-3]),
    ],
)
def test_the_step_shrinks_where_the_usual_one_leaves_the_domain_or_the_scale(f, slope, at):
    at = np.array(at)
    assert np.allclose(derivative(f, at), slope(at), rtol=1e-6)
    assert np.allclose([derivative(f, x) for x in at], slope(at), rtol=1e-6)
    assert np.allclose([gradient(lambda p: f(p[0]), [x])[0] for x in at], slope(at), rtol=1e-6)
    assert np.allclose(derivative(f, at, method="forward"), slope(at), rtol=1e-4)


def test_f_works_on_each_entry_by_itself():
    for wrong in (lambda v: v @ v, lambda v: v[:, None] ** 2, lambda v: np.outer(v, v)):
        with pytest.raises(ValueError, match=r"each entry of \(2,\) by itself"):
            derivative(wrong, [1.0, 2.0])
    assert derivative(lambda v: 3.0, [1.0, 2.0]) == pytest.approx(0)


def test_a_root_that_leaves_for_the_complex_numbers_has_left_its_domain():
    assert derivative(lambda x: float(x) ** 0.5, 1e-6) == pytest.approx(500, rel=1e-6)
    assert derivative(lambda x: np.log(np.abs(x)), -1e-20) == pytest.approx(-1e20, rel=1e-6)


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int64, fractions.Fraction])
def test_a_power_may_be_a_number_of_any_kind(kind):
    for base, n in ((3.0, 2), (-2.0, 2), (0.0, 2)):
        assert (Variable(base) ** kind(n)).value == base**n
    with pytest.raises(ValueError, match="division by zero"):
        Variable(0.0) ** kind(-1)
    with np.errstate(all="raise"):
        assert (Variable(1e-200) ** kind(2)).value == 0
    with pytest.raises(ValueError, match="larger than any float"):
        Variable(2.0) ** 10**400


def test_the_slope_of_tanh_keeps_its_digits():
    for x in (0.0, 1.0, 18.0, 20.0, 300.0):
        y = Variable(x)
        y.tanh().backward()
        assert y.gradient == pytest.approx(1 / np.cosh(x) ** 2, rel=1e-12)


def test_a_walk_ends_at_its_own_infinity_or_where_there_is_no_gradient():
    assert gradient_descent(lambda x: x**3, [1e103], 1e10, 3)[-1] == -np.inf
    assert gradient_descent(lambda x: 2 * x, [1e300], 1e9, 3)[-1] == -np.inf
    with np.errstate(invalid="ignore"):
        assert np.isnan(gradient_descent(np.sqrt, [0.1], 1, 4)[-1])
    spoils = gradient_descent(lambda x: np.multiply(x, 2, out=x), [8.0], 0.25, np.int8(3))
    assert spoils.ravel().tolist() == [8, 4, 2, 1]
    assert gradient_descent(lambda x: 2 * x, [8.0], fractions.Fraction(1, 4), 1)[-1] == 4


def test_a_function_that_raises_outside_its_domain_has_a_derivative():
    assert derivative(math.log, 1e-6) == pytest.approx(1e6)
    assert gradient(lambda p: math.log(p[0]) + p[1], [1e-6, 2.0]) == pytest.approx([1e6, 1])
    with pytest.raises(ValueError, match=r"math domain error|nonnegative"):
        derivative(lambda x: math.sqrt(-1 - x * x), 1.0)


@pytest.mark.parametrize("x", [1e-10, 1e-8, 1e-4, 0.0])
def test_the_usual_step_stays_where_a_smaller_one_would_drown_in_rounding(x):
    assert derivative(lambda t: np.cos(t) - 1, x) == pytest.approx(-np.sin(x), abs=1e-10)
    assert derivative(np.exp, x) == pytest.approx(np.exp(x), abs=1e-9)
    assert derivative(lambda t: 1 + t, x) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("method", ["central", "forward"])
def test_a_function_in_float32_gets_a_step_for_float32(method):
    x = np.array([0.1, 1.0, 3.0])
    in_float32 = derivative(lambda t: np.sin(np.float32(t)), x, method=method)
    assert np.allclose(in_float32, np.cos(x), atol=2e-3)
    slope = gradient(lambda p: np.sum(np.sin(np.float32(p))), x)
    assert np.allclose(slope, np.cos(x), atol=2e-3)


@pytest.mark.parametrize("value", ["2", None, [1.0], np.ones(2), 1j])
def test_a_variable_holds_one_number(value):
    with pytest.raises(TypeError, match="holds one number"):
        Variable(value)
    with pytest.raises(TypeError):
        Variable(1.0) + value


def test_the_examples_hold():
    assert doctest.testmod(derivatives).failed == 0
