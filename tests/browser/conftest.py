"""A real Chromium on a real JupyterLab, and on the course's pages."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from browser_found import find_browser
from lab import FLAGS, Lab, Notebook
from notebooks import HOME
from painting import blank_page


def pytest_collection_modifyitems(config, items):
    if find_browser():
        return
    skip = pytest.mark.skip(reason="no Chromium, Chrome or Edge was found")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    server = Lab(tmp_path_factory.mktemp("lab"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory, worker_id):
    """The pages and slides of the course, built once for all workers."""
    base = tmp_path_factory.getbasetemp()
    there = (base if worker_id == "master" else base.parent) / "pages"
    done = there / "done"
    try:
        there.mkdir()
    except FileExistsError:
        for _ in range(1200):
            if done.exists():
                return there
            time.sleep(1)
        raise
    from tangible.publish import pages

    pages.build(
        HOME / "notebooks", there, there / "kept", slides=HOME / "slides", say=lambda line: None
    )
    done.touch()
    return there


@pytest.fixture
def opened(folder, browser):
    """Opens a page from disk, offline; no error may come up, and no request leave."""
    contexts, errors = [], []

    def open_page(name, width=1366, height=900, **options):
        viewport = {"width": width, "height": height}
        context = browser.new_context(viewport=viewport, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on(
            "request",
            lambda one: errors.append(one.url) if not re.match("file:|data:|blob:", one.url) else 0,
        )
        page.goto((folder / f"{name}.html").as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def note_problems(page, problems):
    """Keep what our script throws; it comes from a blob. (JupyterLab throws now and then.)"""

    def note(error):
        if "blob:" in (error.stack or ""):
            problems.append(error.stack)

    page.on("pageerror", note)


@pytest.fixture
def new_page(browser):
    """A page of its own; afterwards no script may have failed on it."""
    contexts, problems = [], []

    def opener(**options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 1000}} | options)
        contexts.append(context)
        page = context.new_page()
        note_problems(page, problems)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture(scope="module")
def blank(browser):
    """A page with nothing on it but the painter."""
    page = blank_page(browser)
    yield page
    page.close()


@pytest.fixture(scope="session")
def shared_page(browser, lab):
    """One JupyterLab for all tests: loading it is what takes time."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.problems = []
    note_problems(page, page.problems)
    page.goto(f"{lab.url}/lab?token={lab.token}")
    page.wait_for_function("() => window.jupyterapp?.commands.hasCommand('docmanager:open')")
    page.evaluate("() => window.jupyterapp.restored")
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    yield page
    page.close()


@pytest.fixture
def open_notebook(lab, shared_page, request):
    """Open a notebook of these code cells and run it; afterwards no script may have failed."""
    opened = []

    def opener(*cells):
        name = f"{request.node.name}.ipynb".replace("[", "-").replace("]", "")
        lab.write(name, cells)
        opened.append(Notebook.within(shared_page, name))
        opened[-1].run_all()
        return opened[-1]

    shared_page.problems.clear()
    yield opener
    for book in opened:
        book.close()
    assert shared_page.problems == []
