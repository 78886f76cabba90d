"""The data are what their sources say, and nobody changes them by accident."""

import doctest

import numpy as np
import pytest
from sklearn.datasets import load_digits

from tangible import data


def test_digits_are_those_of_the_source():
    source = load_digits()
    assert np.array_equal(data.digits().images, source.images)
    assert np.array_equal(data.digits().labels, source.target)


def test_eruptions_have_the_published_means():
    duration, waiting = data.old_faithful()
    assert duration.shape == waiting.shape == (272,)
    assert duration.mean() == pytest.approx(3.487783, abs=1e-6)
    assert waiting.mean() == pytest.approx(70.897059, abs=1e-6)


def test_families_are_those_of_the_table():
    families = data.galton_families()
    assert all(len(column) == 934 for column in families)
    assert families.female.sum() == 453
    assert len(set(families.family)) == 205
    assert families.child[families.female].mean() / 2.54 == pytest.approx(64.10397, abs=1e-5)
    assert families.child[~families.female].mean() / 2.54 == pytest.approx(69.23410, abs=1e-5)
    assert families.father[0] == pytest.approx(78.5 * 2.54)
    assert families.mother[0] == pytest.approx(67 * 2.54)


def test_shared_data_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        data.digits().images[0] = 1


def test_the_examples_hold():
    assert doctest.testmod(data).failed == 0
