"""What all tests share."""

import os
import shutil
import warnings

import matplotlib
import pytest
from hypothesis import settings

from browser_found import TOOLS, find_browser
from hub import PROXY, Hub
from tangible import Stage, live

matplotlib.use("agg")
settings.register_profile("course", deadline=None, max_examples=40)
settings.load_profile("course")


def missing():
    """What this machine lacks, in words: the tests that need it are skipped, but not in CI."""
    if not find_browser():
        yield (
            "The browser's tests were skipped: install Chromium, Chrome or Edge, "
            "or name one in TANGIBLE_BROWSER, and run again."
        )
    if not shutil.which("node"):
        yield "The tests of the page's scripts were skipped: install Node, and run again."
    elif not TOOLS.is_dir():
        yield "Form and types of the page's scripts were not checked: `npm ci` brings the tools."


def pytest_sessionstart(session):
    if os.environ.get("CI") == "true" and not hasattr(session.config, "workerinput"):
        lacking = [*missing()]
        if not os.environ.get("TANGIBLE_OTHER_PYTHON"):
            lacking.append("TANGIBLE_OTHER_PYTHON names no other Python (none, if that is meant).")
        if lacking:
            pytest.exit(" ".join(lacking), returncode=1)


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        for words in missing():
            print(words)


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


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """A JupyterHub with no users."""
    if not PROXY.exists():
        assert os.environ.get("CI") != "true", "npm ci brings the proxy"
        pytest.skip("npm ci brings the proxy")
    hub = Hub(tmp_path_factory.mktemp("hub"))
    yield hub
    hub.close()
