"""A real Chromium on a real JupyterLab."""

from pathlib import Path

import pytest
from browser_found import find_browser
from lab import FLAGS, Lab, Notebook
from playwright.sync_api import sync_playwright


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


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    yield context.new_page()
    context.close()


@pytest.fixture
def open_notebook(lab, page, request):
    """Open a notebook of these code cells, run it, and check afterwards that no script failed."""
    opened = []

    def opener(*cells, run=True):
        name = f"{request.node.name}-{len(opened)}.ipynb".replace("[", "-").replace("]", "")
        book = Notebook(page, lab.write(name, cells))
        opened.append(book)
        if run:
            book.run_all()
        return book

    yield opener
    for book in opened:
        page.evaluate("() => window.jupyterapp?.shell.currentWidget?.sessionContext?.shutdown()")
        assert book.problems == []
