"""Every figure of the course is painted as Agg draws it, and moves under a reader's hand."""

import shutil
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe

from lab import Notebook
from notebooks import HOME, NAMES, every_figure, figures
from painting import assert_like_agg
from settings import random_settings


@pytest.mark.parametrize(("book", "name"), every_figure())
def test_painted_as_agg_draws(blank, book, name):
    figure = figures(book)[name]
    # Agg puts markers on whole pixels; a cloud of them differs a little everywhere.
    for values in [{}, *random_settings(figure, 2)]:
        assert_like_agg(blank, figure, values, mean=2.5, tile=30)


@pytest.mark.parametrize("name", NAMES)
def test_runs_from_top_to_bottom_with_every_figure_moving(lab, new_page, name):
    shutil.copy(HOME / "notebooks" / f"{name}.ipynb", lab.root)
    book = Notebook(new_page(), lab.address(f"{name}.ipynb"))
    book.run_all()
    book.uncover()
    for index in range(len(figures(name))):
        shown = book.figure(index)
        shown.scroll_into_view_if_needed()
        book.wait_for_picture(index)
        for control in shown.locator("input[type=range], .tangible-handle").all():
            before = book.shown(index)
            at_end = control.evaluate(
                "control => control.value ? control.value === control.max"
                " : control.ariaValueNow === control.ariaValueMax"
            )
            control.press("Home" if at_end else "End")
            book.wait_until_shown_otherwise(before, index)
        assert shown.locator(".tangible-message").inner_text() == ""
    found = Axe().run(book.page, context=".tangible").response
    assert [violation["id"] for violation in found["violations"]] == []
    if sys.platform == "linux":  # elsewhere memory is counted otherwise
        assert book.memory() < (150 if int(name[:2]) < 4 else 205)  # everything drawn and moved
