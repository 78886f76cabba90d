"""Lengths, angles and projections obey their laws, and agree with NumPy and SciPy."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import minkowski

from tangible import linear_algebra
from tangible.linear_algebra import angle, distance, norm, project, rotation, unit_ball

# NumPy's own powers underflow for very small entries; those have a test of their own below.
numbers = st.floats(-1e3, 1e3).map(lambda x: x if abs(x) > 1e-3 else 0.0)
vectors = arrays(float, 4, elements=numbers)
true_norms = st.floats(1, 50) | st.just(np.inf)
directions = vectors.filter(lambda x: np.abs(x).max() > 1e-3)


@given(vectors, true_norms)
def test_norm_is_that_of_numpy(x, p):
    assert norm(x, p) == pytest.approx(np.linalg.norm(x, p), rel=1e-12, abs=1e-200)


@given(vectors, vectors, true_norms)
def test_distance_is_that_of_scipy(x, y, p):
    expected = np.abs(x - y).max() if p == np.inf else minkowski(x, y, p)
    assert distance(x, y, p) == pytest.approx(expected, rel=1e-12, abs=1e-200)


@given(vectors, true_norms)
def test_only_the_zero_vector_has_length_zero(x, p):
    assert norm(x, p) >= 0
    assert (norm(x, p) == 0) == (not x.any())


@given(vectors, numbers, true_norms)
def test_a_stretched_vector_is_longer_by_the_factor(x, factor, p):
    assert norm(factor * x, p) == pytest.approx(abs(factor) * norm(x, p), rel=1e-9, abs=1e-200)


@given(vectors, vectors, true_norms)
def test_a_detour_is_never_shorter(x, y, p):
    assert norm(x + y, p) <= (norm(x, p) + norm(y, p)) * (1 + 1e-12)


@given(st.floats(0.1, 0.999))
def test_below_one_a_detour_can_be_shorter(p):
    x, y = np.eye(2)
    assert norm(x + y, p) > norm(x, p) + norm(y, p)


@pytest.mark.parametrize("p", [0.3, 1, 2, 3.5, np.inf])
@pytest.mark.parametrize("scale", [1e-320, 1e-300, 1e300])
def test_norm_is_sound_for_very_large_and_very_small_entries(p, scale):
    x = scale * np.array([3, -4, 0])
    assert norm(x, p) / scale == pytest.approx(norm([3, -4, 0], p), rel=1e-3)


def test_norm_of_many_vectors_of_a_number_and_of_nothing():
    x = np.random.default_rng(0).normal(size=(5, 6, 3))
    assert norm(x, 3).shape == (5, 6)
    assert np.allclose(norm(x), np.linalg.norm(x, axis=-1))
    assert norm(-7) == 7
    assert norm([]) == 0
    assert norm([np.inf, 1]) == np.inf


@pytest.mark.parametrize("p", [0, -1, -np.inf, np.nan])
def test_norm_refuses_other_p_by_name(p):
    with pytest.raises(ValueError, match=f"above 0, or infinity; {p} came"):
        norm([1, 2], p)
    with pytest.raises(ValueError, match=f"{p} came"):
        unit_ball(p)


@given(directions, directions)
def test_cauchy_schwarz(x, y):
    assert abs(x @ y) <= norm(x) * norm(y) * (1 + 1e-12)


@given(directions, directions)
def test_the_cosine_of_the_angle_is_the_normed_dot_product(x, y):
    assert np.cos(angle(x, y)) == pytest.approx(x @ y / (norm(x) * norm(y)), abs=1e-9)


@given(directions, st.floats(1e-3, 1e3))
def test_parallel_vectors_enclose_nothing_and_opposite_ones_a_half_turn(x, factor):
    assert angle(x, factor * x) == pytest.approx(0, abs=1e-12)
    assert angle(x, -factor * x) == pytest.approx(np.pi, abs=1e-12)


@given(st.floats(1e-14, 1e-6))
def test_a_very_small_angle_keeps_its_digits(small):
    assert angle([1, 0], [np.cos(small), np.sin(small)]) == pytest.approx(small, rel=1e-9)


def test_a_zero_vector_has_no_direction():
    with pytest.raises(ValueError, match="y is the zero vector"):
        angle([1, 2], [0, 0])
    with pytest.raises(ValueError, match="x is the zero vector"):
        angle([[1, 2], [0, 0]], [1, 1])
    with pytest.raises(ValueError, match="onto is the zero vector"):
        project([1, 2], [0, 0])


@given(vectors, directions)
def test_what_projection_leaves_is_orthogonal(x, onto):
    rest = x - project(x, onto)
    assert rest @ onto == pytest.approx(0, abs=1e-9 * (1 + norm(x) * norm(onto)))


@given(vectors, directions, numbers)
def test_no_point_of_the_line_is_nearer(x, onto, factor):
    assert distance(x, project(x, onto)) <= distance(x, factor * onto) * (1 + 1e-9) + 1e-9


def test_many_vectors_are_projected_at_once():
    x = np.random.default_rng(0).normal(size=(7, 3))
    onto = np.array([1.0, 2, 2])
    assert np.allclose(project(x, onto), np.outer(x @ onto / 9, onto))


@pytest.mark.parametrize("p", [0.1, 0.5, 1, 1.5, 2, 3, 10, 100, np.inf])
@pytest.mark.parametrize("points", [4, 7, 400])
def test_every_point_of_the_unit_ball_has_length_one(p, points):
    ball = unit_ball(p, points)
    assert ball.shape == (points, 2)
    assert np.allclose(norm(ball, p), 1)
    turn = np.unwrap(np.arctan2(*ball.T[::-1]))
    assert np.all(np.diff(turn) >= 0)
    assert turn[0] == 0
    assert turn[-1] <= 2 * np.pi


@pytest.mark.parametrize("size", [5e-324, 1e-310, 1e-160, 1.0, 1e160, 1.7e308])
def test_angles_and_projections_are_sound_at_the_ends_of_the_floats(size):
    assert angle([size, size], [1, 1]) == pytest.approx(0, abs=1e-15)
    assert angle([size, 0], [size, size]) == pytest.approx(np.pi / 4)
    assert project([2, 1], onto=[size, size]) == pytest.approx([1.5, 1.5])


def test_vectors_of_different_lengths_have_no_distance_angle_or_projection():
    for x, y in (([1, 2, 3], [1]), ([1, 2, 3], 2.0), (np.ones((3, 1)), np.zeros(3)), ([1, 2], [3])):
        for use in (distance, angle, project):
            with pytest.raises(ValueError, match=r"equally many numbers.*shapes .* and .* came"):
                use(x, y)
            with pytest.raises(ValueError, match=r"equally many numbers"):
                use(y, x)
    assert distance(np.ones((4, 3)), np.zeros(3)).shape == (4,)
    assert angle(np.ones((4, 1, 3)), np.ones((5, 3))).shape == (4, 5)
    assert distance(3.0, 1.0) == 2


def test_the_examples_hold():
    assert doctest.testmod(linear_algebra).failed == 0


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_a_rotation_keeps_lengths_and_two_of_them_add_their_angles(one, two):
    Q = rotation(one)
    assert np.allclose(Q.T @ Q, np.eye(2))
    assert np.isclose(np.linalg.det(Q), 1)
    assert np.allclose(Q @ rotation(two), rotation(one + two))
    assert np.allclose(Q @ [1, 0], [np.cos(one), np.sin(one)])
