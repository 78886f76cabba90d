"""What the course adds to JupyterLab: it keeps the reader's place, and tells who sleeps."""

import shutil

import pytest

from lab import Notebook
from notebooks import HOME

NAME = "02_derivatives"


@pytest.fixture
def chapter(lab, new_page):
    """A chapter as it is opened for the first time, its kernel idle and nothing run."""
    shutil.copy(HOME / "notebooks" / f"{NAME}.ipynb", lab.root)

    def opener(workspace):
        page = new_page(viewport={"width": 1366, "height": 650})
        return Notebook(page, lab.address(f"{NAME}.ipynb", workspace))

    return opener


def first_heading(book):
    """The text and the place of the first heading on the screen, once there is one."""
    return book.page.wait_for_function(
        """() => {
          const outer = document.querySelector(".jp-WindowedPanel-outer").getBoundingClientRect();
          const seen = [...document.querySelectorAll(".jp-RenderedMarkdown h2")].find(
            (one) => one.getBoundingClientRect().top > outer.top - 4);
          return seen && [
            seen.textContent, Math.round(seen.getBoundingClientRect().top - outer.top)];
        }"""
    ).json_value()


def go_to(book, heading):
    book.page.evaluate(
        """async (heading) => {
          const { content } = window.jupyterapp.shell.currentWidget;
          const index = content.widgets.findIndex(
            ({ model }) => model.sharedModel.source.startsWith(heading));
          content.activeCellIndex = index;
          await content.scrollToItem(index, "start");
        }""",
        heading,
    )
    book.page.wait_for_function(  # what is drawn above it on the way moves it again
        """heading => {
          const outer = document.querySelector(".jp-WindowedPanel-outer").getBoundingClientRect();
          const found = [...document.querySelectorAll(".jp-RenderedMarkdown h2")].find(
            (one) => `## ${one.textContent}`.startsWith(heading));
          if (found && Math.abs(found.getBoundingClientRect().top - outer.top) < 40) return true;
          found?.scrollIntoView({ block: "start" });
          return false;
        }""",
        arg=heading,
        polling=300,
    )
    book.page.wait_for_timeout(500)


def test_a_notebook_has_the_whole_width_at_first_and_then_as_the_reader_likes(chapter):
    book = chapter("wide")
    browser = book.page.locator("#filebrowser")
    browser.wait_for(state="hidden")
    book.page.keyboard.press("Control+b")
    browser.wait_for()
    book.page.wait_for_timeout(1500)  # until JupyterLab has stored it
    again = chapter("wide")
    again.page.locator("#filebrowser").wait_for()


@pytest.mark.parametrize("way", ["menu", "command"])
def test_run_all_ends_where_it_began(chapter, way):
    book = chapter(f"stay-{way}")
    go_to(book, "## 4.")
    before = first_heading(book)
    if way == "menu":
        book.page.get_by_role("menuitem", name="Run", exact=True).click()
        book.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        book.wait_until_done()
    else:
        book.run_all()
    for _ in range(20):
        book.page.wait_for_timeout(500)  # until what was run above it has been drawn
        heading, place = first_heading(book)
        if heading == before[0] and abs(place - before[1]) < 60:
            break
    assert heading == before[0]
    assert abs(place - before[1]) < 60


def test_a_still_picture_says_that_it_sleeps_and_wakes_at_a_click(chapter):
    book = chapter("asleep")
    line = book.page.locator(".tangible-asleep").first
    go_to(book, "## 2.")
    line.wait_for()
    assert line.inner_text() == "Asleep: this is a still picture. Wake the chapter"
    book.page.emulate_media(media="print")
    assert not line.is_visible()
    book.page.emulate_media(media="screen")
    line.scroll_into_view_if_needed()
    book.page.wait_for_timeout(300)
    before = first_heading(book)
    line.click()
    book.wait_until_done()
    book.page.locator(".tangible canvas").first.wait_for()
    book.page.wait_for_timeout(1000)
    assert first_heading(book)[0] == before[0]
    assert book.page.locator(".tangible-asleep").count() == 0


def test_folded_cells_are_thin_bars_with_their_titles(chapter):
    book = chapter("bars")
    bar = book.page.locator(".jp-InputPlaceholder", has_text="# Figure: the lowest place of all")
    bar.wait_for()
    assert bar.bounding_box()["height"] < 24


def test_one_exercise_is_set_back(chapter):
    book = chapter("back")
    page = book.page
    page.evaluate(
        """async () => {
          const { content } = window.jupyterapp.shell.currentWidget;
          const index = content.widgets.findIndex(({ model }) => model.getMetadata("blank"));
          content.activeCellIndex = index;
          await content.scrollToItem(index, "start");
          const { sharedModel } = content.activeCell.model;
          sharedModel.setSource(sharedModel.source.replace("return ...", "return 7"));
        }"""
    )
    book.execute("from tangible.exercises import derivatives as check")
    book.command("notebook:run-cell")
    cell = page.locator(".jp-Cell.jp-mod-active")
    cell.get_by_text("✗ For").wait_for()
    offered = page.locator(".tangible-back:visible")
    assert offered.count() == 1
    offered.click()
    cell.get_by_text("Not answered yet").wait_for()
    assert "return ..." in cell.locator(".cm-content").inner_text()
    assert offered.count() == 0
