"""Mixtures agree with scikit-learn and with brute force; each step raises the likelihood."""

import contextlib
import doctest
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special, stats
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from tangible import data, gaussian, mixture
from tangible.mixture import Mixture

seeds = st.integers(0, 2**32 - 1)


def some_mixture(rng, components=None, dims=None):
    components, dims = components or rng.integers(1, 5), dims or rng.integers(1, 4)
    roots = rng.normal(size=(components, dims, dims))
    return Mixture(
        rng.dirichlet(np.full(components, 3.0)),
        3 * rng.normal(size=(components, dims)),
        roots @ roots.swapaxes(1, 2) + 0.3 * np.eye(dims),
    )


def a_start(x, components, rng):
    """Means at some of the data, and everywhere the covariance of all."""
    covariance = np.atleast_2d(np.cov(x.T))
    means = x[rng.choice(len(x), components, replace=False)]
    return Mixture(np.full(components, 1 / components), means, [covariance] * components)


def relabelled(model, order):
    return Mixture(model.weights[order], model.means[order], model.covariances[order])


def of_scikit_learn(model, **options):
    return GaussianMixture(
        model.components, reg_covar=0, weights_init=model.weights, means_init=model.means,
        precisions_init=np.linalg.inv(model.covariances), **options,
    )  # fmt: skip


@given(seeds)
def test_log_density_is_the_log_of_the_weighted_sum(seed):
    rng = np.random.default_rng(seed)
    model = some_mixture(rng)
    x = 4 * rng.normal(size=(3, 5, model.dims))
    parts = [
        weight * stats.multivariate_normal(mean, covariance).pdf(x).reshape(3, 5)
        for weight, mean, covariance in zip(
            model.weights, model.means, model.covariances, strict=True
        )
    ]
    assert mixture.log_density(x, model) == pytest.approx(np.log(np.sum(parts, axis=0)), rel=1e-6)
    expected = np.stack(parts, axis=-1) / np.sum(parts, axis=0)[..., None]
    assert mixture.responsibilities(x, model) == pytest.approx(expected, abs=1e-8)


@given(seeds)
def test_likelihood_is_a_sum_over_all_assignments(seed):
    """Π_n Σ_k = Σ over all z: brute force over every way to assign four points."""
    rng = np.random.default_rng(seed)
    model = some_mixture(rng, components=3, dims=2)
    x, _ = mixture.sample(model, 4, rng)
    joint = [
        sum(
            np.log(model.weights[k])
            + gaussian.log_density(x[n], model.means[k], model.covariances[k])
            for n, k in enumerate(z)
        )
        for z in itertools.product(range(3), repeat=4)
    ]
    assert mixture.log_likelihood(x, model) == pytest.approx(special.logsumexp(joint), rel=1e-9)


@given(seeds)
def test_responsibilities_sum_to_one_even_far_away(seed):
    rng = np.random.default_rng(seed)
    model = some_mixture(rng)
    shares = mixture.responsibilities(1000 * rng.normal(size=(20, model.dims)), model)
    assert shares.min() >= 0
    assert shares.sum(axis=-1) == pytest.approx(1)


@given(seeds)
def test_relabelling_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    model = some_mixture(rng)
    order = rng.permutation(model.components)
    other = relabelled(model, order)
    x, _ = mixture.sample(model, 20, rng)
    assert mixture.log_density(x, other) == pytest.approx(mixture.log_density(x, model))
    shares = mixture.responsibilities(x, model)
    assert mixture.responsibilities(x, other) == pytest.approx(shares[:, order], abs=1e-12)


@settings(deadline=None)
@given(seeds)
def test_the_log_likelihood_never_falls(seed):
    rng = np.random.default_rng(seed)
    model = some_mixture(rng)
    x, _ = mixture.sample(model, 60, rng)
    visited = [a_start(x, rng.integers(1, 5), rng)]
    with contextlib.suppress(ValueError):  # a collapse ends the climb, and is told
        for _ in range(30):
            visited.append(mixture.em_step(x, visited[-1]))
    heights = np.array([mixture.log_likelihood(x, each) for each in visited])
    assert np.all(np.diff(heights) > -1e-7 * np.abs(heights[1:]))


@given(seeds)
def test_the_lower_bound_touches_at_the_responsibilities_and_stays_below(seed):
    rng = np.random.default_rng(seed)
    model = some_mixture(rng)
    x, _ = mixture.sample(model, 30, rng)
    height = mixture.log_likelihood(x, model)
    shares = mixture.responsibilities(x, model)
    other = rng.dirichlet(np.ones(model.components), size=30)
    assert mixture.lower_bound(x, shares, model) == pytest.approx(height)
    assert mixture.lower_bound(x, other, model) <= height + 1e-9 * abs(height)


@given(seeds)
def test_the_m_step_is_the_best_for_its_shares(seed):
    rng = np.random.default_rng(seed)
    model = some_mixture(rng, dims=2)
    x, _ = mixture.sample(model, 60, rng)
    shares = rng.dirichlet(np.full(model.components, 2.0), size=60)
    best = mixture.m_step(x, shares)
    bound = mixture.lower_bound(x, shares, best)
    assert bound >= mixture.lower_bound(x, shares, model) - 1e-9 * abs(bound)
    nudged = Mixture(best.weights, best.means + 0.01, best.covariances * 1.02)
    assert bound >= mixture.lower_bound(x, shares, nudged)


def test_one_component_is_the_closed_form():
    x = np.random.default_rng(0).normal(size=(50, 3)) @ [[1, 2, 0], [0, 1, 1], [0, 0, 3]]
    mean, covariance = gaussian.fit(x)
    for visited in (
        mixture.em(x, Mixture([1.0], np.zeros((1, 3)), [np.eye(3)]))[-1],
        mixture.m_step(x, np.ones((50, 1))),
    ):
        assert visited.means[0] == pytest.approx(mean)
        assert visited.covariances[0] == pytest.approx(covariance)


def test_with_the_components_known_the_m_step_is_the_closed_form_of_each():
    rng = np.random.default_rng(1)
    x, z = mixture.sample(some_mixture(rng, 3, 2), 400, rng)
    fitted = mixture.m_step(x, np.eye(3)[z])
    for k in range(3):
        mean, covariance = gaussian.fit(x[z == k])
        assert fitted.weights[k] == pytest.approx(np.mean(z == k))
        assert fitted.means[k] == pytest.approx(mean)
        assert fitted.covariances[k] == pytest.approx(covariance)


@pytest.mark.parametrize(("components", "dims"), [(1, 2), (2, 1), (3, 2), (5, 4)])
def test_em_is_that_of_scikit_learn(components, dims):
    rng = np.random.default_rng(components)
    x, _ = mixture.sample(some_mixture(rng, components, dims), 500, rng)
    start = a_start(x, components, rng)
    ours = mixture.em(x, start, tolerance=-np.inf, max_steps=25)
    assert len(ours) == 26
    with pytest.warns(ConvergenceWarning):  # it is stopped on purpose
        theirs = of_scikit_learn(start, tol=0, max_iter=25).fit(x)
    assert theirs.n_iter_ == 25
    assert ours[-1].weights == pytest.approx(theirs.weights_, abs=1e-6)
    assert ours[-1].means == pytest.approx(theirs.means_, abs=1e-6)
    assert ours[-1].covariances == pytest.approx(theirs.covariances_, abs=1e-6)
    assert mixture.log_density(x, ours[-1]) == pytest.approx(theirs.score_samples(x))
    assert mixture.responsibilities(x, ours[-1]) == pytest.approx(theirs.predict_proba(x), abs=1e-6)


def test_em_ends_where_the_gradient_is_zero():
    x = np.column_stack(data.old_faithful())
    start = Mixture([0.5, 0.5], [[2, 50], [4, 80]], [np.cov(x.T)] * 2)
    found = mixture.em(x, start, tolerance=1e-13, max_steps=1000)[-1]

    def height(means):
        model = Mixture(found.weights, means.reshape(2, 2), found.covariances)
        return mixture.log_likelihood(x, model)

    gradient = optimize.approx_fprime(found.means.ravel(), height, 1e-6)
    assert gradient == pytest.approx(0, abs=0.01)


def test_em_stops_when_a_step_hardly_helps():
    x = np.column_stack(data.old_faithful())
    start = Mixture([0.5, 0.5], [[2, 50], [4, 80]], [np.cov(x.T)] * 2)
    visited = mixture.em(x, start)
    assert visited[0] is start
    assert 5 < len(visited) < 40
    gains = np.diff([mixture.log_likelihood(x, each) for each in visited]) / len(x)
    assert np.all(gains[:-1] >= 1e-6)
    assert gains[-1] < 1e-6
    step = mixture.em_step(x, start)
    assert step.means == pytest.approx(visited[1].means)


def test_samples_have_the_shares_means_and_covariances_of_their_components():
    rng = np.random.default_rng(2)
    model = some_mixture(rng, 3, 2)
    x, z = mixture.sample(model, 300_000, rng)
    assert np.bincount(z) / len(z) == pytest.approx(model.weights, abs=0.005)
    for k in range(3):
        mean, covariance = gaussian.fit(x[z == k])
        assert mean == pytest.approx(model.means[k], abs=0.03)
        assert covariance == pytest.approx(model.covariances[k], abs=0.1)


def test_a_component_of_weight_zero_takes_no_part():
    one = Mixture([1.0], [[0.0]], [[[1.0]]])
    two = Mixture([1.0, 0.0], [[0.0], [5.0]], [[[1.0]], [[1.0]]])
    x = np.linspace(-3, 8, 7)[:, None]
    assert mixture.log_density(x, two) == pytest.approx(mixture.log_density(x, one))
    shares = mixture.responsibilities(x, two)
    assert shares[:, 1].tolist() == [0] * 7
    assert mixture.lower_bound(x, shares, two) == pytest.approx(mixture.log_likelihood(x, two))


def test_a_mixture_cannot_be_changed():
    model = Mixture([1.0], [[0.0]], [[[1.0]]])
    with pytest.raises(AttributeError):
        model.weights = [1.0]
    with pytest.raises(ValueError, match="read-only"):
        model.means[0] = 3


@pytest.mark.parametrize(
    ("weights", "means", "covariances", "said"),
    [
        ([0.5, 0.6], [[0], [1]], [[[1]], [[1]]], "sum to 1; those of the weights sum to 1.1"),
        ([1.5, -0.5], [[0], [1]], [[[1]], [[1]]], "not negative; -0.5 came in the weights"),
        ([0.5, np.nan], [[0], [1]], [[[1]], [[1]]], "not negative"),
        ([1.0], [0.0], [[[1]]], r"shapes \(1,\), \(1,\) and \(1, 1, 1\) came"),
        ([0.5, 0.5], [[0], [1]], [[1], [1]], r"\(2, 1\) and \(2, 1\) came"),
        ([], np.ones((0, 1)), np.ones((0, 1, 1)), r"shapes \(0,\)"),
        ([1.0], [[np.inf]], [[[1]]], "means are finite"),
        ([0.5, 0.5], [[0], [1]], [[[1]], [[-2]]], "Component 1: .* smallest eigenvalue .* is -2"),
    ],
)
def test_a_mixture_that_is_none_is_refused(weights, means, covariances, said):
    with pytest.raises(ValueError, match=said):
        Mixture(weights, means, covariances)


def test_what_goes_wrong_is_said_with_cause_and_cure():
    x = np.random.default_rng(0).normal(size=(50, 2))
    unit = np.eye(2)
    narrow = Mixture([0.5, 0.5], [x[0], [0, 0]], [1e-9 * unit, unit])
    with pytest.raises(
        ValueError, match=r"Component 0 has collapsed: it holds 1 of \d+ points.*Start else"
    ):
        mixture.em(x, narrow)
    far = Mixture([0.5, 0.5], [[1e3, 0], [0, 0]], [unit, unit])
    with pytest.raises(ValueError, match=r"Component 0 is empty.*fewer components"):
        mixture.em_step(x, far)
    with pytest.raises(ValueError, match=r"2 points in 2 dimensions.*Gather more data"):
        mixture.em_step(x[:2], Mixture([1.0], [[0, 0]], [unit]))
    flat = np.column_stack([x[:, 0], np.full(50, 7.0)])
    with pytest.raises(ValueError, match="Variable 1 is the same for all points"):
        mixture.em_step(flat, Mixture([1.0], [[0, 7]], [unit]))
    with pytest.raises(ValueError, match="so far from every component"):
        mixture.responsibilities([[1e200, 0]], Mixture([1.0], [[0, 0]], [unit]))


def test_other_input_is_named():
    model = Mixture([1.0], [[0, 0]], [np.eye(2)])
    with pytest.raises(ValueError, match=r"x has shape \(..., 2\), as the means; \(3,\) came"):
        mixture.log_density([1, 2, 3], model)
    with pytest.raises(ValueError, match="x holds 1 NaN"):
        mixture.em_step([[1, np.nan], [0, 0], [1, 1]], model)
    with pytest.raises(ValueError, match=r"rows, of shape \(n, 2\); \(2,\) came"):
        mixture.log_likelihood([1, 2], model)
    with pytest.raises(ValueError, match=r"shapes \(3, 2\) and \(2, 1\) came"):
        mixture.m_step(np.ones((3, 2)), np.ones((2, 1)))
    with pytest.raises(ValueError, match=r"shapes \(3, 2\) and \(\) came"):
        mixture.m_step(np.ones((3, 2)), 1.0)
    with pytest.raises(ValueError, match=r"shapes \(3, 2\) and \(3, 2\) came"):
        mixture.lower_bound(np.ones((3, 2)), np.full((3, 2), 0.5), model)
    with pytest.raises(ValueError, match="x holds 1 NaN"):
        mixture.m_step([[1, np.nan], [0, 0], [1, 1]], np.ones((3, 1)))
    for wrong, said in (
        ([[2.0], [1], [1]], "sum to 1; those of a point's shares sum to 2"),
        ([[np.nan], [1], [1]], "not negative; nan came in a point's shares"),
    ):
        with pytest.raises(ValueError, match=said):
            mixture.m_step([[1, 2], [0, 0], [1, 1]], wrong)
        with pytest.raises(ValueError, match=said):
            mixture.lower_bound([[1, 2], [0, 0], [1, 1]], wrong, model)
    with pytest.raises(ValueError, match=r"entries \[0, 1\] and \[1, 0\].*0.5 and 0.2"):
        Mixture([0.5, 0.5], [[0, 0], [0, 0]], [1e10 * np.eye(2), [[1, 0.5], [0.2, 1]]])


def test_weights_may_miss_1_by_rounding_and_then_sum_to_1():
    unit = [[[1.0]]] * 3
    for weights in (np.float32([0.2, 0.3, 0.5]), [0.33333333] * 3, [0.1, 0.2, 0.700005]):
        made = Mixture(weights, [[0], [1], [2]], unit)
        assert made.weights.sum() == pytest.approx(1, abs=1e-15)
        assert np.allclose(made.weights, weights, atol=1e-5)
    with pytest.raises(ValueError, match=r"sum to 1; those of the weights sum to 1\.00002"):
        Mixture([0.5, 0.2, 0.30002], [[0], [1], [2]], unit)


def test_shares_that_were_rounded_make_a_mixture():
    x = np.arange(4.0)[:, None]
    shares = [[0.333333, 0.666667]] * 2 + [[0.333333, 0.666666]] * 2
    for rounded in (shares, np.round(shares, 5), np.float32(shares)):
        made = mixture.m_step(x, rounded)
        assert made.weights.sum() == pytest.approx(1, abs=1e-15)
    rng = np.random.default_rng(0)
    for _ in range(200):
        logits = rng.normal(size=(50, 3)).astype(np.float32)
        softmax = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        assert mixture.m_step(rng.normal(size=(50, 2)), softmax).components == 3


def test_em_says_when_it_has_not_arrived():
    x = np.column_stack([data.old_faithful().duration, data.old_faithful().waiting])
    start = Mixture([0.5, 0.5], x[:2], [np.cov(x.T)] * 2)
    with pytest.warns(RuntimeWarning, match=r"not arrived after 5 steps.*per point.*max_steps"):
        assert len(mixture.em(x, start, tolerance=1e-12, max_steps=5)) == 6
    for quiet in (-np.inf, 0):
        assert len(mixture.em(x, start, tolerance=quiet, max_steps=5)) == 6
    assert len(mixture.em(x, start, max_steps=2000)) < 2000
    with pytest.raises(ValueError, match="a number; NaN came"):
        mixture.em(x, start, tolerance=np.nan)


@pytest.mark.parametrize("scale", [1e-150, 1e-100, 1e100, 1e140])
def test_the_units_of_the_data_decide_nothing(scale):
    x = np.column_stack([data.old_faithful().duration, data.old_faithful().waiting])
    shares = np.random.default_rng(0).dirichlet([1, 1], len(x))
    usual, scaled = mixture.m_step(x, shares), mixture.m_step(x * scale, shares)
    assert np.allclose(scaled.means / scale, usual.means)
    assert np.allclose(scaled.covariances / scale / scale, usual.covariances)


def test_a_component_that_shrinks_onto_a_point_is_a_collapse_and_a_thin_one_is_none():
    x = np.random.default_rng(0).normal(size=(100, 2))
    on_one = np.full((100, 2), 0.5)
    on_one[:, 0] = 1e-30
    on_one[0, 0] = 1 - 1e-30
    on_one[:, 1] = 1 - on_one[:, 0]
    with pytest.raises(ValueError, match="Component 0 has collapsed: it holds 1 of 100"):
        mixture.m_step(x, on_one)
    x[:50, 1] = 1e-6 * x[:50, 1] + x[:50, 0]  # a millionth as wide as long
    thin = np.repeat(np.eye(2), 50, axis=0)
    assert mixture.m_step(x, thin).components == 2


def test_the_examples_hold():
    assert doctest.testmod(mixture).failed == 0
