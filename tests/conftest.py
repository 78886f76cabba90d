"""What all tests share."""

import warnings

import matplotlib
import pytest
from hypothesis import settings

from browser_found import find_browser
from tangible import Stage, live

settings.register_profile("course", deadline=None, max_examples=40)
settings.load_profile("course")


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput") and not config.option.collectonly and not find_browser():
        print(
            "The browser's tests were skipped: install Chromium, Chrome or Edge, "
            "or name one in TANGIBLE_BROWSER, and run again."
        )


@pytest.fixture(autouse=True)
def no_warning():
    """A figure that warns is wrong."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="(?!tangible)")
        yield


@pytest.fixture(autouse=True)
def readers_settings():
    """Whatever a reader sets in matplotlib is left as it was."""
    before = matplotlib.rcParams.copy()
    yield
    assert matplotlib.rcParams.copy() == before


@pytest.fixture
def unit():
    """A stage from 0 to 1 both ways."""
    return Stage(xlim=(0, 1), ylim=(0, 1))


@pytest.fixture
def make(unit):
    """A live figure of any function on the unit stage."""

    def maker(function, *stages, **controls):
        return live(*(stages or (unit,)), **controls)(function)

    return maker
