"""Entropies are those of SciPy and of numerical integration; divergences obey their laws."""

import doctest
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import integrate, stats
from scipy.spatial.distance import jensenshannon

from tangible import entropy as module
from tangible import gaussian
from tangible.entropy import (
    cross_entropy,
    entropy,
    gaussian_entropy,
    gaussian_kl,
    gaussian_kl_terms,
    js_divergence,
    kl_divergence,
)

seeds = st.integers(0, 2**32 - 1)
bases = st.sampled_from([np.e, 2, 10])


@st.composite
def distributions(draw, count=1):
    """`count` distributions over the same outcomes, some of them with zeros."""
    outcomes = draw(st.integers(2, 6))
    weights = arrays(float, outcomes, elements=st.sampled_from([0.0, 0.01, 0.1, 0.5, 1, 2.5]))
    drawn = [draw(weights.filter(lambda w: w.sum() > 0)) for _ in range(count)]
    return [w / w.sum() for w in drawn]


@given(distributions(), bases)
def test_entropy_is_that_of_scipy(drawn, base):
    (p,) = drawn
    assert entropy(p, base) == pytest.approx(stats.entropy(p, base=base), abs=1e-12)
    assert 0 <= entropy(p) <= np.log(len(p)) + 1e-12


@given(distributions(2), bases)
def test_kl_is_that_of_scipy(drawn, base):
    p, q = drawn
    assert kl_divergence(p, q, base) == pytest.approx(stats.entropy(p, q, base=base), abs=1e-12)


@given(distributions(2), bases)
def test_js_is_the_square_of_scipys_distance(drawn, base):
    p, q = drawn
    with np.errstate(invalid="ignore"):  # SciPy's may be the root of a rounding below 0
        expected = jensenshannon(p, q, base=base) ** 2
    assert js_divergence(p, q, base) == pytest.approx(np.nan_to_num(expected), abs=1e-9)


@given(distributions(2))
def test_kl_is_never_negative_and_zero_only_at_equality(drawn):
    p, q = drawn
    assert kl_divergence(p, q) >= 0
    assert kl_divergence(p, p) == 0
    if np.abs(p - q).max() > 1e-6:
        assert kl_divergence(p, q) > 0


@given(distributions(2))
def test_kl_is_cross_entropy_minus_entropy(drawn):
    p, q = drawn
    difference = cross_entropy(p, q) - entropy(p)
    assert kl_divergence(p, q) == pytest.approx(difference, abs=1e-12)


@given(distributions(2))
def test_js_is_symmetric_and_at_most_log_2(drawn):
    p, q = drawn
    assert js_divergence(p, q) == pytest.approx(js_divergence(q, p), abs=1e-15)
    assert 0 <= js_divergence(p, q) <= np.log(2) + 1e-15


@given(distributions(3))
def test_the_root_of_js_obeys_the_triangle_inequality(drawn):
    p, q, r = drawn
    root = [np.sqrt(js_divergence(*pair)) for pair in ((p, r), (p, q), (q, r))]
    assert root[0] <= root[1] + root[2] + 1e-9


def test_kl_breaks_the_triangle_inequality_and_symmetry():
    p, q, r = [0.9, 0.1], [0.5, 0.5], [0.1, 0.9]
    assert kl_divergence(p, r) > kl_divergence(p, q) + kl_divergence(q, r)
    p, q = [0.5, 0.5], [0.9, 0.1]
    assert kl_divergence(p, q) != pytest.approx(kl_divergence(q, p), rel=0.1)


def test_supports():
    p, q = [0.5, 0.5, 0.0], [1.0, 0.0, 0.0]
    assert kl_divergence(p, q) == cross_entropy(p, q) == np.inf
    assert kl_divergence(q, p) == pytest.approx(np.log(2))
    assert entropy([1, 0, 0]) == 0
    assert js_divergence([1, 0], [0, 1]) == pytest.approx(np.log(2))


def test_many_at_once():
    rng = np.random.default_rng(0)
    p, q = rng.dirichlet(np.ones(4), size=(2, 3, 5))
    for function in (cross_entropy, kl_divergence, js_divergence):
        assert function(p, q).shape == (3, 5)
        assert function(p, q)[1, 2] == pytest.approx(function(p[1, 2], q[1, 2]))
    assert entropy(p).shape == (3, 5)


def normals(rng, dims):
    """A mean, and a covariance that is not too flat."""
    root = rng.normal(size=(dims, dims))
    return rng.normal(size=dims), root @ root.T + 0.3 * np.eye(dims)


@given(st.floats(-2, 2), st.floats(0.3, 3), st.floats(-2, 2), st.floats(0.3, 3))
def test_gaussian_kl_is_the_integral(mean1, std1, mean2, std2):
    x = np.linspace(mean1 - 12 * std1, mean1 + 12 * std1, 4001)
    log_p, log_q = stats.norm.logpdf(x, mean1, std1), stats.norm.logpdf(x, mean2, std2)
    expected = integrate.simpson(np.exp(log_p) * (log_p - log_q), x=x)
    came = gaussian_kl([mean1], [[std1**2]], [mean2], [[std2**2]])
    assert came == pytest.approx(expected, abs=1e-7)


@given(seeds)
def test_gaussian_kl_by_the_letter_and_its_special_cases(seed):
    rng = np.random.default_rng(seed)
    m = rng.integers(1, 5)
    (mean1, Σ1), (mean2, Σ2) = normals(rng, m), normals(rng, m)
    inverse, det = np.linalg.inv, np.linalg.det
    step = mean1 - mean2
    b9 = (
        step @ inverse(Σ2) @ step - m + np.trace(inverse(Σ2) @ Σ1) + np.log(det(Σ2) / det(Σ1))
    ) / 2
    assert gaussian_kl(mean1, Σ1, mean2, Σ2) == pytest.approx(b9, rel=1e-6, abs=1e-9)
    s = rng.uniform(0.5, 2)
    b10 = step @ step / (2 * s**2) - m / 2 + np.trace(Σ1) / (2 * s**2)
    b10 += m / 2 * np.log(s**2) - np.log(det(Σ1)) / 2
    assert gaussian_kl(mean1, Σ1, mean2, s**2 * np.eye(m)) == pytest.approx(b10, rel=1e-9)
    b11 = mean1 @ mean1 / 2 - m / 2 + np.trace(Σ1) / 2 - np.log(det(Σ1)) / 2
    assert gaussian_kl(mean1, Σ1, np.zeros(m), np.eye(m)) == pytest.approx(b11, rel=1e-9)


@given(seeds)
def test_gaussian_kl_is_never_negative_and_the_same_after_an_affine_map(seed):
    rng = np.random.default_rng(seed)
    m = rng.integers(1, 5)
    (mean1, Σ1), (mean2, Σ2) = normals(rng, m), normals(rng, m)
    A, b = rng.normal(size=(m, m)) + 3 * np.eye(m), rng.normal(size=m)
    if np.linalg.cond(A) > 100:
        return
    before = gaussian_kl(mean1, Σ1, mean2, Σ2)
    after = gaussian_kl(A @ mean1 + b, A @ Σ1 @ A.T, A @ mean2 + b, A @ Σ2 @ A.T)
    assert after == pytest.approx(before, rel=1e-5)
    assert before > 0
    assert gaussian_kl(mean1, Σ1, mean1, Σ1) == pytest.approx(0, abs=1e-9)
    means, trace, logs = gaussian_kl_terms(mean1, Σ1, mean2, Σ2)
    assert means >= 0
    assert trace + logs >= -1e-9


def test_gaussian_kl_and_entropy_match_sampling():
    rng = np.random.default_rng(1)
    (mean1, Σ1), (mean2, Σ2) = normals(rng, 3), normals(rng, 3)
    x = gaussian.sample(mean1, Σ1, 400_000, rng)
    log_p = gaussian.log_density(x, mean1, Σ1)
    log_q = gaussian.log_density(x, mean2, Σ2)
    assert np.mean(log_p - log_q) == pytest.approx(gaussian_kl(mean1, Σ1, mean2, Σ2), rel=0.02)
    assert -np.mean(log_p) == pytest.approx(gaussian_entropy(Σ1), abs=0.01)
    assert gaussian_entropy(Σ1) == pytest.approx(stats.multivariate_normal(cov=Σ1).entropy())


def test_what_is_no_distribution_is_named():
    good = [0.5, 0.5]
    for wrong, said in (
        ([1.2, -0.2], r"not negative; -0\.2 came"),
        ([0.5, 0.6], r"sum to 1; those of . sum to 1\.1"),
        ([0.5, np.nan], "not negative; nan came"),
        (1.0, r"shape \(\.\.\., outcomes\); \(\) came"),
    ):
        with pytest.raises(ValueError, match=said):
            entropy(wrong)
        for function in (cross_entropy, kl_divergence, js_divergence):
            with pytest.raises(ValueError, match=said):
                function(wrong, good)
            with pytest.raises(ValueError, match=said):
                function(good, wrong)
    with pytest.raises(ValueError, match=r"one shape; \(2,\) and \(3,\) came"):
        kl_divergence(good, [0.2, 0.3, 0.5])
    with pytest.raises(ValueError, match="positive and not 1; 1 came"):
        entropy(good, base=1)


def test_covariances_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match=r"\(2, 2\) and \(3, 3\) came"):
        gaussian_kl([0, 0], np.eye(2), [0, 0], np.eye(3))
    with pytest.raises(ValueError, match="smallest eigenvalue of this one is -1"):
        gaussian_entropy([[1, 2], [2, 1]])
    with pytest.raises(ValueError, match=r"\(3,\) came"):
        gaussian_kl([0, 0, 0], np.eye(2), [0, 0], np.eye(2))
    with pytest.raises(ValueError, match=r"shape \(dims,\); \(2, 2\) came"):
        gaussian_kl(np.zeros((2, 2)), np.eye(2), [0, 0], np.eye(2))
    with pytest.raises(ValueError, match=r"shape \(dims, dims\); \(2, 2, 2\) came"):
        gaussian_entropy([np.eye(2), np.eye(2)])


def exactly(numbers):
    return [Decimal(float(number)) for number in numbers]


def exact_kl(p, q):
    """Σ p log(p/q) of p and q divided by their sums, to sixty digits."""
    p, q = exactly(p), exactly(q)
    p, q = ([x / sum(parts) for x in parts] for parts in (p, q))
    return sum(a * (a / b).ln() for a, b in zip(p, q, strict=True) if a)


def exact_js(p, q):
    p, q = exactly(p), exactly(q)
    p, q = ([x / sum(parts) for x in parts] for parts in (p, q))
    middle = [(a + b) / 2 for a, b in zip(p, q, strict=True)]
    both = [(a, m) for one in (p, q) for a, m in zip(one, middle, strict=True)]
    return sum(a * (a / m).ln() for a, m in both if a) / 2


@pytest.mark.parametrize("gap", [0.1, 1e-3, 1e-8, 1e-12, 1e-15])
def test_divergences_a_hair_apart_are_right_to_the_order_of_rounding(gap):
    with localcontext(prec=60):
        for seed in range(50):
            rng = np.random.default_rng(seed)
            p = rng.dirichlet(np.ones(rng.integers(2, 6)))
            step = gap * p[:2].min()
            q = p + np.r_[step, -step, np.zeros(len(p) - 2)]
            moved = np.abs(q - p).max() / p.max()
            for ours, exact in ((kl_divergence, exact_kl), (js_divergence, exact_js)):
                expected = float(exact(p, q))
                assert ours(p, q) >= 0
                # Each sum has an error of ε of its own, which counts as often as they differ.
                assert ours(p, q) == pytest.approx(
                    expected, rel=1e-6, abs=1e-15 * max(moved, 1e-16)
                )


def test_equal_distributions_are_0_apart_and_others_are_not():
    rng = np.random.default_rng(0)
    for _ in range(500):
        p = rng.dirichlet(np.ones(4))
        q = p.copy()
        q[0] = np.nextafter(q[0], 1)
        assert kl_divergence(p, p) == js_divergence(p, p) == 0
        assert kl_divergence(p, q) >= 0
        assert 0 <= js_divergence(p, q) < 1e-30


def test_the_root_of_the_jensen_shannon_divergence_is_a_metric_close_up_as_well():
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(3), 20_000)
    q, r = (np.abs(p + 1e-6 * rng.normal(size=p.shape)) for _ in range(2))
    q, r = q / q.sum(axis=1, keepdims=True), r / r.sum(axis=1, keepdims=True)
    sides = [np.sqrt(js_divergence(*pair)) for pair in ((p, q), (q, r), (p, r))]
    assert np.all(sides[2] <= (sides[0] + sides[1]) * (1 + 1e-9))


TINY = 5e-324


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ([1, TINY], [1, 0]),
        ([1, 0], [1, TINY]),
        ([TINY, 1], [1, TINY]),
        ([1, TINY, 1e-310], [1, 1e-310, TINY]),
        ([0.5, 0.5, TINY], [0.5, 0.5, 0]),
    ],
)
def test_the_smallest_floats_are_probabilities_too(p, q):
    with localcontext(prec=60):
        assert float(js_divergence(p, q)) == pytest.approx(
            float(exact_js(p, q)), rel=1e-12, abs=1e-300
        )
        if all(b > 0 for a, b in zip(p, q, strict=True) if a > 0):
            expected = float(exact_kl(p, q))
            assert float(kl_divergence(p, q)) == pytest.approx(expected, rel=1e-12, abs=1e-300)


def test_js_is_finite_for_every_softmax_and_never_above_log_2():
    for gap in np.linspace(744.4, 745.2, 1000):
        p = np.exp([0.0, -gap])
        assert 0 <= js_divergence(p / p.sum(), [1, 0]) < 1e-300
    rng = np.random.default_rng(0)
    for _ in range(200):
        p, q = np.zeros((2, 300))
        p[:150], q[150:] = rng.dirichlet(np.ones(150)), rng.dirichlet(np.ones(150))
        assert js_divergence(p, q) <= np.log(2)
        assert js_divergence(p, q) == pytest.approx(np.log(2))


def test_a_gaussian_is_0_from_itself_and_never_below_from_another():
    for seed in range(2000):
        rng = np.random.default_rng(seed)
        d = int(rng.integers(1, 6))
        root = rng.normal(size=(d, d))
        mean, covariance = rng.normal(size=d), root @ root.T + 0.01 * np.eye(d)
        assert gaussian_kl(mean, covariance, mean, covariance) == 0
        other = covariance * (1 + 1e-9 * rng.normal())
        means, trace, determinants = gaussian_kl_terms(mean, covariance, mean, other)
        assert means == 0
        assert trace + determinants >= 0
        assert gaussian_kl(mean, covariance, mean, other) >= 0
        assert gaussian_kl(mean, other, mean, covariance) >= 0


def test_gaussians_a_hair_apart_are_right_to_sixty_digits():
    with localcontext(prec=60):
        for ratio in (1 + 1e-9, 1 - 1e-7, 1 + 1e-3, 0.3, 7.0, 1e-30, 1e30):
            r = 1 / Decimal(ratio)
            expected = (r - 1 - r.ln()) / 2
            assert gaussian_kl([0.0], [[1.0]], [0.0], [[ratio]]) == pytest.approx(
                float(expected), rel=1e-6
            )


@pytest.mark.parametrize("variance", [1e20, 1e16, 1e12, 1e-12, 1e-300, 1.4, 1.0])
def test_the_parts_of_a_divergence_are_right_each_by_itself(variance):
    means, trace, logs = gaussian_kl_terms([0.0], [[variance]], [0.0], [[1.0]])
    assert means == 0
    assert trace == pytest.approx((variance - 1) / 2, rel=1e-12)
    assert logs == pytest.approx(-np.log(variance) / 2, rel=1e-7, abs=1e-15)
    assert gaussian_kl([0.0], [[1e200]], [0.0], [[1e-120]]) == np.inf


def test_an_entropy_is_never_above_that_of_equal_chances():
    for n in range(2, 500):
        assert entropy([1 / n] * n) <= np.log(n)
        assert entropy([1 / n] * n, base=n) <= 1


@given(seeds)
def test_the_divergence_is_the_sum_over_eigenvalues(seed):
    rng = np.random.default_rng(seed)
    d = int(rng.integers(1, 6))
    one, two = (root @ root.T + 0.1 * np.eye(d) for root in rng.normal(size=(2, d, d)))
    factor = np.linalg.cholesky(two)
    white = np.linalg.solve(factor, np.linalg.solve(factor, one).T)
    values = np.linalg.eigvalsh((white + white.T) / 2)
    expected = np.sum(values - 1 - np.log(values)) / 2
    assert gaussian_kl(np.zeros(d), one, np.zeros(d), two) == pytest.approx(expected, rel=1e-9)


def test_probabilities_may_miss_1_by_rounding_and_a_refusal_shows_by_how_much():
    thirds = [0.33333333] * 3
    assert entropy(thirds) == pytest.approx(np.log(3), abs=1e-15)
    assert entropy(np.float32([0.2, 0.3, 0.5])) == pytest.approx(stats.entropy([0.2, 0.3, 0.5]))
    with pytest.raises(ValueError, match=r"sum to 1; those of p sum to 1\.0001"):
        entropy([0.5, 0.5001])
    with pytest.raises(ValueError, match=r"sum to 1; those of p sum to 1\.00002"):
        entropy([0.5, 0.50002])


def test_the_examples_hold():
    assert doctest.testmod(module).failed == 0


def test_zero_has_no_sign():
    sure = [1.0, 0.0]
    values = [entropy(sure), cross_entropy(sure, sure), kl_divergence(sure, sure)]
    assert not np.signbit([*values, js_divergence(sure, sure)]).any()
