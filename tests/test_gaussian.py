"""Densities are those of SciPy; distances, conditionals and samples obey their laws."""

import doctest
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from scipy.spatial.distance import mahalanobis as scipy_mahalanobis

from tangible import data, gaussian, mixture

ENTRIES = st.floats(-3, 3)


DIMS = st.integers(1, 5)


@st.composite
def gaussians(draw, dims=DIMS):
    """A mean and a covariance that is not too flat."""
    d = draw(dims)
    root = draw(arrays(float, (d, d), elements=ENTRIES))
    return draw(arrays(float, d, elements=ENTRIES)), root @ root.T + 0.1 * np.eye(d)


@st.composite
def gaussians_and_points(draw):
    mean, covariance = draw(gaussians())
    return mean, covariance, draw(arrays(float, (3, 4, len(mean)), elements=st.floats(-10, 10)))


@given(gaussians_and_points())
def test_log_density_is_that_of_scipy(given):
    mean, covariance, x = given
    expected = stats.multivariate_normal(mean, covariance).logpdf(x)
    assert gaussian.log_density(x, mean, covariance) == pytest.approx(expected, rel=1e-8)
    assert gaussian.density(x, mean, covariance) == pytest.approx(np.exp(expected), rel=1e-6)


@given(gaussians_and_points())
def test_mahalanobis_is_that_of_scipy(given):
    mean, covariance, x = given
    inverse = np.linalg.inv(covariance)
    expected = [[scipy_mahalanobis(point, mean, inverse) for point in row] for row in x]
    assert gaussian.mahalanobis(x, mean, covariance) == pytest.approx(np.array(expected), rel=1e-6)


@given(gaussians_and_points(), st.integers(0, 2**32 - 1))
def test_mahalanobis_is_the_same_after_an_affine_map(given, seed):
    mean, covariance, x = given
    rng = np.random.default_rng(seed)
    d = len(mean)
    A = rng.normal(size=(d, d)) + 3 * np.eye(d)
    b = rng.normal(size=d)
    if np.linalg.cond(A) > 100:
        return
    moved = gaussian.mahalanobis(x @ A.T + b, A @ mean + b, A @ covariance @ A.T)
    assert moved == pytest.approx(gaussian.mahalanobis(x, mean, covariance), rel=1e-5, abs=1e-7)


def test_without_input_changed():
    x, mean, covariance = np.ones((4, 2)), np.zeros(2), np.eye(2)
    gaussian.log_density(x, mean, covariance)
    assert np.all(x == 1)
    assert np.all(covariance == np.eye(2))


@given(st.floats(0.3, 3), st.floats(0.3, 3), st.floats(-0.95, 0.95))
def test_the_volume_under_the_density_is_one(std1, std2, correlation):
    covariance = gaussian.covariance_2d(std1, std2, correlation)
    x, y = np.linspace(-9 * std1, 9 * std1, 361), np.linspace(-9 * std2, 9 * std2, 361)
    p = gaussian.density(np.dstack(np.meshgrid(x, y)), [0, 0], covariance)
    assert p.sum() * (x[1] - x[0]) * (y[1] - y[0]) == pytest.approx(1, rel=1e-6)


@given(gaussians())
def test_whitening_gives_the_identity(given):
    mean, covariance = given
    x = gaussian.sample(mean, covariance, 50, np.random.default_rng(0))
    white = gaussian.whiten(x, *gaussian.fit(x))
    its_mean, its_covariance = gaussian.fit(white)
    assert its_mean == pytest.approx(0, abs=1e-6)
    assert its_covariance == pytest.approx(np.eye(len(mean)), abs=1e-5)
    assert gaussian.mahalanobis(x, mean, covariance) == pytest.approx(
        np.linalg.norm(gaussian.whiten(x, mean, covariance), axis=-1)
    )


def test_samples_have_the_mean_and_covariance_that_they_are_drawn_from():
    mean, covariance = [3, -1, 2], [[4, 1, 0.5], [1, 2, -0.3], [0.5, -0.3, 1]]
    x = gaussian.sample(mean, covariance, 200_000, np.random.default_rng(1))
    fitted = gaussian.fit(x)
    assert fitted[0] == pytest.approx(mean, abs=0.02)
    assert fitted[1] == pytest.approx(np.array(covariance), abs=0.04)
    squared = gaussian.mahalanobis(x[:5000], mean, covariance) ** 2
    assert stats.kstest(squared, stats.chi2(3).cdf).pvalue > 0.01


def test_fit_is_that_of_numpy_and_of_scipy():
    x = np.random.default_rng(2).normal(size=(40, 3)) @ [[1, 2, 0], [0, 1, 1], [0, 0, 3]]
    mean, covariance = gaussian.fit(x)
    assert covariance == pytest.approx(np.cov(x.T, bias=True))
    assert mean == pytest.approx(stats.multivariate_normal.fit(x)[0])
    assert covariance == pytest.approx(stats.multivariate_normal.fit(x)[1])


@given(st.integers(0, 10_000))
def test_no_other_parameters_are_more_likely_than_the_fit(seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(20, 2)) @ rng.normal(size=(2, 2))
    mean, covariance = gaussian.fit(x)
    if np.linalg.eigvalsh(covariance)[0] < 1e-6:
        return
    best = gaussian.log_density(x, mean, covariance).sum()
    turned = np.eye(2) + 0.3 * rng.normal(size=(2, 2))
    other = gaussian.log_density(x, mean + rng.normal(size=2) * 0.1, turned @ covariance @ turned.T)
    assert other.sum() <= best + 1e-8 * abs(best)


def test_conditional_matches_sampling():
    mean, covariance = (
        np.array([1.0, 2, -1]),
        np.array([[2, 1.2, 0.4], [1.2, 3, -0.5], [0.4, -0.5, 1]]),
    )
    x = gaussian.sample(mean, covariance, 2_000_000, np.random.default_rng(3))
    near = x[np.abs(x[:, 1] - 3.5) < 0.02][:, [0, 2]]
    expected = gaussian.conditional(mean, covariance, known=[1], values=[3.5])
    fitted = gaussian.fit(near)
    assert len(near) > 5000
    assert fitted[0] == pytest.approx(expected[0], abs=0.06)
    assert fitted[1] == pytest.approx(expected[1], abs=0.06)


@given(gaussians(st.integers(2, 5)), st.integers(0, 10_000))
def test_joint_density_is_marginal_times_conditional(given, seed):
    mean, covariance = given
    rng = np.random.default_rng(seed)
    d = len(mean)
    known = rng.permutation(d)[: rng.integers(1, d)]
    rest = np.setdiff1d(np.arange(d), known)
    x = mean + rng.normal(size=d)
    marginal = gaussian.log_density(x[known], mean[known], covariance[np.ix_(known, known)])
    inner = gaussian.log_density(x[rest], *gaussian.conditional(mean, covariance, known, x[known]))
    assert gaussian.log_density(x, mean, covariance) == pytest.approx(marginal + inner, abs=1e-6)


@given(gaussians(st.just(2)), st.floats(0.1, 4))
def test_every_point_of_an_ellipse_has_its_radius_as_distance(given, radius):
    mean, covariance = given
    outline = gaussian.ellipse(mean, covariance, radius, points=50)
    assert outline.shape == (50, 2)
    assert outline[0] == pytest.approx(outline[-1])
    assert gaussian.mahalanobis(outline, mean, covariance) == pytest.approx(radius)


@given(st.floats(0.1, 5), st.floats(0.1, 5), st.floats(-0.99, 0.99))
def test_a_covariance_of_two_has_the_deviations_and_the_correlation_named(std1, std2, correlation):
    covariance = gaussian.covariance_2d(std1, std2, correlation)
    assert np.sqrt(np.diag(covariance)) == pytest.approx([std1, std2])
    assert covariance[0, 1] / (std1 * std2) == pytest.approx(correlation)
    gaussian.cholesky(covariance)


def test_500_dimensions_are_finite_where_the_determinant_is_not():
    rng = np.random.default_rng(4)
    root = rng.normal(size=(500, 500)) / np.sqrt(500)
    for scale in (0.01, 100):
        covariance = scale**2 * (root @ root.T + np.eye(500))
        with np.errstate(over="ignore", under="ignore"):
            assert np.linalg.det(covariance) in (0, np.inf)
        x = gaussian.sample(np.zeros(500), covariance, 3, rng)
        expected = stats.multivariate_normal(np.zeros(500), covariance).logpdf(x)
        assert gaussian.log_density(x, np.zeros(500), covariance) == pytest.approx(expected)


def test_a_covariance_that_is_none_is_refused_with_its_shape_or_smallest_eigenvalue():
    for wrong, said in (
        ([[1, 2, 3], [4, 5, 6]], r"shape \(dims, dims\); \(2, 3\) came"),
        ([1, 2], r"\(2,\) came"),
        (
            [[1, 0.5], [0.2, 1]],
            r"entries \[0, 1\] and \[1, 0\] of .* are 0.5 and 0.2 \(shape \(2, 2\)\)",
        ),
        ([[1, 2], [2, 1]], "smallest eigenvalue of this one is -1"),
        ([[1, 1], [1, 1]], "smallest eigenvalue of this one is"),
        ([[1, np.nan], [np.nan, 1]], "covariance holds 2 NaN"),
    ):
        for use in (
            lambda wrong: gaussian.log_density([0, 0], [0, 0], wrong),
            lambda wrong: gaussian.sample([0, 0], wrong, 3, np.random.default_rng(0)),
            lambda wrong: gaussian.conditional([0, 0], wrong, 0, 1.0),
            lambda wrong: gaussian.ellipse([0, 0], wrong),
        ):
            with pytest.raises(ValueError, match=said):
                use(wrong)


def test_other_input_is_named():
    unit = np.eye(2)
    with pytest.raises(ValueError, match=r"x has shape \(..., 2\), as the covariance; \(5, 3\)"):
        gaussian.log_density(np.ones((5, 3)), [0, 0], unit)
    with pytest.raises(ValueError, match=r"mean has shape \(2,\), as the covariance; \(3,\)"):
        gaussian.mahalanobis([1, 2], [0, 0, 0], unit)
    with pytest.raises(ValueError, match="x holds 1 NaN"):
        gaussian.log_density([[1, np.nan], [0, 0]], [0, 0], unit)
    with pytest.raises(ValueError, match="mean holds 1 NaN"):
        gaussian.sample([np.inf, 0], unit, 3, np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"shape \(n, dims\); shape \(4,\) came"):
        gaussian.fit([1, 2, 3, 4])
    with pytest.raises(ValueError, match="above 0; -1 came"):
        gaussian.covariance_2d(1, -1, 0)
    with pytest.raises(ValueError, match=r"between -1 and 1; 1\.2 came"):
        gaussian.covariance_2d(1, 1, 1.2)
    with pytest.raises(ValueError, match=r"2 dimensions; a covariance of 3 came"):
        gaussian.ellipse(np.zeros(3), np.eye(3))
    for known, values, said in (
        ([0, 1], [1.0, 1.0], "not all 2"),
        ([0, 0], [1.0, 1.0], "Each known coordinate once"),
        ([2], [1.0], r"coordinates 0 to 1; \[2\] came"),
        ([0.5], [1.0], "coordinates 0 to 1"),
        ([0], [1.0, 2.0], r"shapes \(1,\) and \(2,\) came"),
    ):
        with pytest.raises(ValueError, match=said):
            gaussian.conditional([0, 0], unit, known, values)


def test_galtons_families_shrink_towards_the_mean():
    families = data.galton_families()
    sons = ~families.female
    pairs = np.column_stack([families.father, families.child])[sons]
    slope, intercept = np.polyfit(*pairs.T, 1)
    mean, covariance = gaussian.fit(pairs)
    expected, _ = gaussian.conditional(mean, covariance, known=0, values=185.0)
    assert expected[0] == pytest.approx(intercept + slope * 185)
    assert 0 < slope < 1


def same_temperature_twice(rng):
    celsius = np.round(rng.normal(15, 8, rng.choice([5, 40, 300, 3000])), 1)
    return np.column_stack([celsius, 1.8 * celsius + 32])


def one_the_sum_of_three(rng):
    x = rng.normal(size=(40, 3)) * 10.0 ** rng.integers(-6, 6, 3)
    return np.column_stack([x, x.sum(axis=1)])


def three_points_in_five_dimensions(rng):
    return rng.normal(size=(3, 5)) * 10.0 ** rng.integers(-3, 3, 5)


def one_never_moves(rng):
    return np.column_stack([rng.normal(size=30), np.full(30, 0.1)])


@pytest.mark.parametrize(
    "draw",
    [
        same_temperature_twice,
        one_the_sum_of_three,
        three_points_in_five_dimensions,
        one_never_moves,
    ],
)
def test_a_singular_covariance_is_always_refused_by_gaussians_and_mixtures_alike(draw):
    rng = np.random.default_rng(0)
    for _ in range(500):
        x = draw(rng)
        mean, covariance = gaussian.fit(x)
        std = np.sqrt(covariance.diagonal())
        if np.all(std > 1e-12):  # by a second route
            correlation = covariance / np.outer(std, std)
            assert np.linalg.matrix_rank(correlation, hermitian=True) < len(mean)
        for use in (
            lambda: gaussian.log_density(x, mean, covariance),  # noqa: B023
            lambda: gaussian.whiten(x, mean, covariance),  # noqa: B023
            lambda: gaussian.sample(mean, covariance, 3, rng),  # noqa: B023
            lambda: gaussian.conditional(mean, covariance, 0, 1.0),  # noqa: B023
            lambda: mixture.Mixture([1.0], [mean], [covariance]),  # noqa: B023
            lambda: mixture.m_step(x, np.ones((len(x), 1))),  # noqa: B023
        ):
            with pytest.raises(
                ValueError, match=r"positive definite|collapsed|same for all|more po"
            ):
                use()


def exact_determinant(matrix):
    """Of the very floats, by fractions."""
    rows = [[Fraction(float(entry)) for entry in row] for row in matrix]
    determinant = Fraction(1)
    for k in range(len(rows)):
        determinant *= rows[k][k]
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / rows[k][k]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return determinant


@pytest.mark.parametrize("exponent", range(1, 15))
def test_a_thin_covariance_is_never_refused(exponent):
    rng = np.random.default_rng(exponent)
    for dims in (2, 2, 3, 5):
        factor = np.tril(rng.normal(size=(dims, dims)), -1) + np.eye(dims)
        factor /= np.linalg.norm(factor, axis=1, keepdims=True)
        factor[-1, -1] = 10.0 ** (-exponent / 2)
        units = 10.0 ** rng.integers(-100, 100, dims)
        covariance = factor @ factor.T * np.outer(units, units)
        width = np.linalg.eigvalsh(factor @ factor.T)[[0, -1]]
        if width[0] < 3 * dims * np.finfo(float).eps * width[1]:
            continue  # rounding may have made it singular
        found = gaussian.cholesky(covariance)
        assert np.allclose(found @ found.T, covariance, rtol=1e-13, atol=0)
        half_log = np.log(found.diagonal() / units).sum()
        exact = exact_determinant(covariance / np.outer(units, units))
        assert exact > 0
        noise = 20 * dims * np.finfo(float).eps / width[0]
        assert 2 * half_log == pytest.approx(np.log(float(exact)), abs=max(noise, 1e-9))
        mixture.Mixture([1.0], [np.zeros(dims)], [covariance])
        rest = gaussian.conditional(np.zeros(dims), covariance, 0, 0.0)[1]
        assert np.all(np.linalg.eigvalsh(rest / np.outer(units[1:], units[1:])) >= 0)


def test_so_thin_that_the_last_pivot_drowns_in_rounding():
    drowned = 0
    for seed in range(400):
        rng = np.random.default_rng(seed)
        dims = int(rng.integers(5, 30))
        turn = np.linalg.qr(rng.normal(size=(dims, dims)))[0]
        spectrum = np.r_[np.ones(dims - 1), 3 * dims * np.finfo(float).eps]
        covariance = (turn * spectrum) @ turn.T
        covariance = (covariance + covariance.T) / 2
        try:
            factor = gaussian.cholesky(covariance)
        except ValueError:
            continue
        assert np.allclose(factor @ factor.T, covariance, atol=1e-14)
        assert np.all(factor.diagonal() > 0)
        assert np.array_equal(factor, np.tril(factor))
        try:
            np.linalg.cholesky(covariance)
        except np.linalg.LinAlgError:
            drowned += 1
    assert drowned >= 0


def test_symmetry_is_that_of_each_entry_in_its_own_units():
    wrong = np.array([[1e9, 0, 0], [0, 1, 0.5], [0, 0.2, 1]])
    with pytest.raises(ValueError, match=r"entries \[1, 2\] and \[2, 1\].*0.5 and 0.2"):
        gaussian.cholesky(wrong)
    with pytest.raises(ValueError, match=r"are 0\.3 and 0\.3000001 "):
        gaussian.cholesky([[1, 0.3], [0.3 + 1e-7, 1]])
    nearly = np.array([[2.0, 0.3 + 1e-9], [0.3, 1e-3 + 1]])
    assert np.array_equal(gaussian.cholesky(nearly), gaussian.cholesky(nearly.T))


@given(gaussians(), st.integers(-120, 120))
def test_the_units_of_the_variables_decide_nothing(given, exponent):
    mean, covariance = given
    units = 10.0 ** (exponent * np.linspace(-1, 1, len(mean)))
    whole = gaussian.cholesky(covariance)
    assert np.allclose(gaussian.cholesky(covariance * np.outer(units, units)).T / units, whole.T)


def test_mahalanobis_is_sound_for_points_as_far_or_near_as_floats_are():
    for x in ([1e200, 0], [1e-200, 0], [3e-320, 4e-320], [3e300, 4e300]):
        expected = np.hypot(*x)
        assert gaussian.mahalanobis(x, [0, 0], np.eye(2)) == pytest.approx(expected, abs=0)


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int32, np.float16, np.float32, int])
def test_a_variance_does_not_wrap_round(kind):
    assert gaussian.covariance_2d(kind(100), kind(120), 0.5).tolist() == [[1e4, 6e3], [6e3, 14400]]
    for std in (1e-200, 1e200):
        with pytest.raises(ValueError, match="a float above 0"):
            gaussian.covariance_2d(std, 1, 0)
    for wrong in ("2", 1j, None):
        with pytest.raises(ValueError, match="holds real numbers"):
            gaussian.covariance_2d(wrong, 1, 0)


def test_what_is_refused_is_shown_as_what_it_is():
    rho = 1 - 3 * 2.0**-53
    with pytest.raises(ValueError, match="units of its standard deviations, no more than rounding"):
        gaussian.cholesky([[1, rho], [rho, 1]])
    indefinite = np.array([[1, 2.0], [2, 1]]) * np.outer([1, 1e-12], [1, 1e-12])
    with pytest.raises(ValueError, match=r"of this one is -\d"):
        gaussian.cholesky(indefinite)
    assert gaussian.cholesky([[1.5e-323]]) == pytest.approx(np.sqrt(1.5e-323))


def test_the_known_may_be_whole_numbers_of_any_kind():
    expected = gaussian.conditional(np.zeros(300), np.eye(300), [5], [1.0])[0]
    for kind in (np.uint64, np.int8):
        found = gaussian.conditional(np.zeros(300), np.eye(300), np.array([5], kind), [1.0])[0]
        assert np.array_equal(found, expected)


def test_a_correlation_above_1_is_shown_to_be():
    with pytest.raises(ValueError, match=r"between -1 and 1; 1\.0000000001 came"):
        gaussian.covariance_2d(1, 1, 1 + 1e-10)


def test_the_examples_hold():
    assert doctest.testmod(gaussian).failed == 0
