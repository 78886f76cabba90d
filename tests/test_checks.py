"""What comes in at the door of the maths is taken as it was meant, or refused in words."""

import decimal
import doctest
import fractions

import numpy as np
import pytest

from tangible import checks
from tangible import derivatives as d
from tangible import entropy as e
from tangible import gaussian as g
from tangible import likelihood as lh
from tangible import linear_algebra as la
from tangible import mixture as m

UNIT = np.eye(2)
TWO = m.Mixture([0.5, 0.5], [[0.0, 0], [50, 0]], [UNIT, UNIT])
DOORS = {
    "norm": la.norm,
    "distance": lambda x: la.distance(x, [1.0, 2.0]),
    "angle": lambda x: la.angle([1.0, 2.0], x),
    "project": lambda x: la.project(x, [1.0, 2.0]),
    "derivative": lambda x: d.derivative(np.sin, x),
    "gradient": lambda x: d.gradient(np.sum, x),
    "jacobian": lambda x: d.jacobian(lambda y: y, x),
    "sigmoid": d.sigmoid,
    "likelihood.log_density": lambda x: lh.log_density(x, 0, 1),
    "likelihood.log_density, mean": lambda x: lh.log_density(0.0, x, 1),
    "likelihood.log_likelihood": lambda x: lh.log_likelihood(x, 0, 1),
    "likelihood.fit": lh.fit,
    "gaussian.log_density": lambda x: g.log_density(x, [0, 0], UNIT),
    "gaussian.log_density, mean": lambda x: g.log_density([0, 0], x, UNIT),
    "gaussian.cholesky": lambda x: g.cholesky(np.ma.diag(x) if np.ma.is_masked(x) else [x, x]),
    "gaussian.fit": lambda x: g.fit([x, x]),
    "gaussian.conditional": lambda x: g.conditional([0, 0, 0], np.eye(3), [0, 1], x),
    "mixture.log_density": lambda x: m.log_density(x, TWO),
    "mixture.m_step": lambda x: m.m_step([x, x, x], np.ones((3, 1))),
    "Mixture": lambda x: m.Mixture(x, [[0.0], [1.0]], [[[1.0]]] * 2),
    "entropy": e.entropy,
    "kl_divergence": lambda x: e.kl_divergence([0.5, 0.5], x),
}
TAKEN_BY_FORCE = [
    ["1", "2"],
    np.array(["1", "2"]),
    [1.0, None],
    [1.0, "2"],
    [1 + 1j, 2],
    np.array([1.0, 2j]),
    np.ma.array([0.5, 0.5], mask=[False, True]),
    np.array(["2026-01-01", "2026-01-02"], "datetime64[D]"),
    [10**400, 1],
    [[3, np.ma.masked]],
    [np.ma.array([0.5, 0.5], mask=[False, True])],
    bytearray(b"12"),
    {"x": 1},
]


@pytest.mark.parametrize("wrong", TAKEN_BY_FORCE, ids=lambda wrong: repr(wrong)[:40])
@pytest.mark.parametrize("door", DOORS)
def test_what_is_no_real_number_is_refused_in_words(door, wrong):
    with pytest.raises(ValueError, match=r"holds|shape|rows"):
        DOORS[door](wrong)


@pytest.mark.parametrize(
    ("wrong", "culprit"),
    [
        ([1, 2j], "2j"),
        ([1, 10**400], "1000000"),
        ([1.5, "a"], "'a'"),
        ([fractions.Fraction(1, 2), 1 + 2j], r"\(1\+2j\)"),
        ([[1, 2], [3, None]], "None"),
    ],
)
def test_the_one_that_is_no_number_is_named(wrong, culprit):
    with pytest.raises(ValueError, match=f"x holds real numbers; {culprit}"):
        checks.array(wrong, "x")


def test_single_numbers_come_through_the_door_as_well():
    for use in (
        lambda: la.norm([1], p="2"),
        lambda: la.rotation(1j),
        lambda: e.entropy([1.0], base="2"),
        lambda: g.ellipse([0, 0], UNIT, radius=1j),
        lambda: m.em(FEW, TWO, tolerance=None),
        lambda: la.norm([1], p=[1, 2]),
    ):
        with pytest.raises(ValueError, match=r"real numbers|one number"):
            use()


def test_numbers_of_every_kind_are_taken():
    third = fractions.Fraction(1, 3)
    for values, expected in (
        ([third, decimal.Decimal("0.5")], [1 / 3, 0.5]),
        (np.float32([0.5, 2]), [0.5, 2]),
        ([True, False], [1, 0]),
        (np.array([1 + 0j, 2]), [1, 2]),  # as NumPy's eigenvalues of real matrices may come
        ([third, 1 + 0j], [1 / 3, 1]),
        (np.ma.array([1.0, 2.0]), [1, 2]),
        (np.array([1, 2], np.uint8), [1, 2]),
        ((), []),
        (3, 3),
    ):
        came = checks.array(values, "x")
        assert came.dtype == float
        assert type(came) is np.ndarray
        assert came.tolist() == expected


T = 1e-200
FEW = np.random.default_rng(0).normal(size=(60, 2)) + np.repeat([[0.0, 0], [50, 0]], 30, axis=0)
UNDERFLOWS = {
    "norm": lambda: la.norm([1, T]),
    "norm, p = 50": lambda: la.norm([1, T], 50),
    "norm, p = 0.1": lambda: la.norm([1, T], 0.1),
    "distance": lambda: la.distance([1, T], [0, 0]),
    "angle": lambda: la.angle([1, T], [1, -T]),
    "project": lambda: la.project([T, T], [1, T]),
    "unit_ball": lambda: la.unit_ball(0.1),
    "unit_ball, p = 60": lambda: la.unit_ball(60),
    "sigmoid": lambda: d.sigmoid([-1000, 0, 1000]),
    "derivative": lambda: d.derivative(np.exp, -700.0),
    "gradient": lambda: d.gradient(lambda p: p @ p, [T, 1]),
    "gradient_descent": lambda: d.gradient_descent(lambda p: 2 * p, [1.0], 0.4, 3000),
    "gradient_descent, diverging": lambda: d.gradient_descent(lambda p: 2 * p, [1.0], 4.0, 3000),
    "likelihood": lambda: lh.log_density([T, 1e3], 0, 1),
    "likelihood.fit": lambda: lh.fit([T, 3 * T]),
    "density": lambda: g.density([[1e3, 0]], [0, 0], UNIT),
    "log_density": lambda: g.log_density([[T, T]], [0, 0], UNIT),
    "mahalanobis": lambda: g.mahalanobis([T, 1], [0, 0], UNIT),
    "gaussian.fit": lambda: g.fit(FEW * T)[1],
    "conditional": lambda: g.conditional([0, 0], [[1, T], [T, 1]], 0, T)[1],
    "covariance_2d": lambda: g.covariance_2d(1e-160, 1e-120, 0.5),
    "mixture.log_density": lambda: m.log_density(FEW, TWO),
    "responsibilities": lambda: m.responsibilities(FEW, TWO),
    "em": lambda: m.em(FEW, TWO)[-1].means,
    "lower_bound": lambda: m.lower_bound(FEW, m.responsibilities(FEW, TWO), TWO),
    "entropy": lambda: e.entropy([1, 5e-324]),
    "cross_entropy": lambda: e.cross_entropy([1, 5e-324], [5e-324, 1]),
    "kl_divergence": lambda: e.kl_divergence([1, 5e-324], [5e-324, 1]),
    "js_divergence": lambda: e.js_divergence([1, 5e-324], [1, 0]),
    "gaussian_kl": lambda: e.gaussian_kl([T], [[1]], [0], [[1 + 1e-9]]),
}


@pytest.mark.parametrize("name", UNDERFLOWS)
def test_harmless_underflow_is_no_error_for_a_reader_who_asks_numpy_for_errors(name):
    expected = UNDERFLOWS[name]()
    with np.errstate(all="raise"):
        came = UNDERFLOWS[name]()
    assert np.array_equal(came, expected)


@pytest.mark.parametrize(
    ("one", "other", "texts"),
    [
        (1.1, 1, ("1.1", "1")),
        (1 + 1e-7, 1, ("1.0000001", "1")),
        (np.nextafter(1, 2), 1, ("1.0000000000000002", "1")),
        (0.1 + 0.2, 0.3, ("0.30000000000000004", "0.29999999999999999")),
    ],
)
def test_two_numbers_are_shown_with_as_many_digits_as_tell_them_apart(one, other, texts):
    assert checks.told_apart(one, other) == texts


def test_the_examples_hold():
    assert doctest.testmod(checks).failed == 0


def test_an_imaginary_part_is_not_dropped():
    for number in (np.complex128(3 + 7j), 3 + 7j):
        with pytest.raises(ValueError, match="real numbers"):
            checks.array([number], "x")
    assert checks.array([np.complex128(3)], "x") == 3
