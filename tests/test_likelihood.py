"""Densities are those of SciPy, the likelihood is largest at the fit, means settle as theory says."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import integrate, stats

from tangible import data, likelihood
from tangible.likelihood import PARENTS, fit, log_density, log_likelihood, sample_means

means, stds = st.floats(-50, 50), st.floats(0.05, 50)
observations = arrays(float, st.integers(2, 30), elements=st.floats(-100, 100)).filter(
    lambda x: x.std() > 1e-3
)


@given(st.floats(-200, 200), means, stds)
def test_log_density_is_that_of_scipy(x, mean, std):
    assert log_density(x, mean, std) == pytest.approx(stats.norm(mean, std).logpdf(x))


@given(means, stds)
def test_the_area_under_a_density_is_one(mean, std):
    x = np.linspace(mean - 12 * std, mean + 12 * std, 2001)
    assert integrate.simpson(np.exp(log_density(x, mean, std)), x=x) == pytest.approx(1)


@given(observations, means, stds)
def test_log_likelihood_is_the_sum_of_log_densities(x, mean, std):
    expected = log_density(x, mean, std).sum()
    assert log_likelihood(x, mean, std) == pytest.approx(expected, rel=1e-9)


def test_log_likelihood_of_many_parameters_at_once():
    x = np.array([1.0, 4.0, 2.0])
    mean, std = np.linspace(0, 3, 4)[:, None], np.linspace(0.5, 2, 5)
    surface = log_likelihood(x, mean, std)
    assert surface.shape == (4, 5)
    assert surface[1, 2] == pytest.approx(log_likelihood(x, mean[1, 0], std[2]))


@given(observations)
def test_fit_is_that_of_scipy(x):
    assert fit(x) == pytest.approx(stats.norm.fit(x), rel=1e-9, abs=1e-9)


@given(observations, st.floats(-1, 1), st.floats(0.5, 2))
def test_no_other_parameters_are_more_likely_than_the_fit(x, shift, factor):
    mean, std = fit(x)
    best = log_likelihood(x, mean, std)
    assert log_likelihood(x, mean + shift * std, factor * std) <= best + 1e-9 * abs(best)


def test_real_heights_have_a_finite_log_likelihood_where_the_product_is_zero():
    x = data.galton_families().child
    mean, std = fit(x)
    assert np.prod(np.exp(log_density(x, mean, std))) == 0
    assert np.isfinite(log_likelihood(x, mean, std))


@pytest.mark.parametrize("std", [0, -1, np.nan])
def test_a_standard_deviation_that_is_not_positive_is_named(std):
    for function in (log_density, log_likelihood):
        with pytest.raises(ValueError, match=f"above 0; {std:g} came"):
            function([1.0, 2.0], 0.0, std)


def test_data_that_do_not_fit_are_named():
    for function in (fit, lambda x: log_likelihood(x, 0, 1)):
        with pytest.raises(ValueError, match=r"at least one number, of shape \(n,\); shape \(0,\)"):
            function([])
        with pytest.raises(ValueError, match="x holds 1 NaN"):
            function([1.0, np.nan])
    with pytest.raises(ValueError, match="x holds 2 NaN"):
        log_density([np.nan, np.nan], 0, 1)
    with pytest.raises(ValueError, match="mean holds 1 NaN"):
        log_density(0.0, np.nan, 1)


@pytest.mark.parametrize("name", [name for name in PARENTS if PARENTS[name].std])
def test_a_parent_has_the_mean_and_spread_that_it_says(name):
    parent = PARENTS[name]
    x = parent.sample(np.random.default_rng(0), 400_000)
    assert x.mean() == pytest.approx(parent.mean, abs=0.01)
    assert x.std() == pytest.approx(parent.std, abs=0.01)


@pytest.mark.parametrize("name", [name for name in PARENTS if PARENTS[name].std])
def test_the_standard_error_falls_with_the_root_of_the_size(name):
    rng = np.random.default_rng(1)
    for size in (4, 100):
        spread = sample_means(name, size, 20_000, rng).std()
        assert spread == pytest.approx(PARENTS[name].std / np.sqrt(size), rel=0.03)


def test_means_become_normal_but_for_the_cauchy():
    rng = np.random.default_rng(2)
    means = sample_means("exponential", 2000, 3000, rng)
    assert stats.kstest((means - 1) * np.sqrt(2000), "norm").pvalue > 0.01
    wild = sample_means("Cauchy", 2000, 3000, rng)
    assert stats.kstest(wild, "cauchy").pvalue > 0.01  # the mean of many is as wild as one


def test_means_of_any_sampler_and_other_input_named():
    rng = np.random.default_rng(0)
    assert sample_means(lambda rng, shape: np.ones(shape), 3, 5, rng).tolist() == [1] * 5
    with pytest.raises(ValueError, match="'normal' came"):
        sample_means("normal", 1, 1, rng)
    with pytest.raises(ValueError, match="size is 1 or more; 0 came"):
        sample_means("uniform", 0, 1, rng)


@pytest.mark.parametrize(
    ("x", "mean", "std"),
    [
        ([0.0, 0.0], 0, 1e-200),
        ([1e-170, -1e-170], 0, 1e-170),
        ([1e200, -1e200], 0, 1e200),
        ([0.1] * 3, 0.1, 1e-17),
        (1e6 + 1e-8 * np.arange(4), 1e6, 1e-8),
    ],
)
def test_the_likelihood_keeps_what_the_density_keeps(x, mean, std):
    expected = log_density(x, mean, std).sum()
    assert log_likelihood(x, mean, std) == pytest.approx(expected, rel=1e-12)


def test_a_fit_is_sound_for_deviations_as_small_or_large_as_floats_are():
    for size in (1e-320, 1e-200, 1e-160, 1e160, 1.7e308):
        mean, std = fit([-size, size])
        assert (mean, std) == pytest.approx((0, size), rel=1e-3)
    assert fit([0.1] * 7) == (0.1, 0.0)


def test_the_examples_hold():
    assert doctest.testmod(likelihood).failed == 0
