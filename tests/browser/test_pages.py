"""The pages of the course, opened from disk, with the network off."""

import gzip
import html
import json
import re
import threading
from contextlib import closing, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from notebooks import NAMES, figures
from tangible.figure import controls
from tangible.teach import progress


def uncover(page):
    for button in page.get_by_role("button", name="Show it now").all():
        if button.is_visible():
            button.click()


def alive(page, name):
    """The figure of this name, once its frames are there."""
    place = page.locator(f'[data-figure="{name}"]')
    place.scroll_into_view_if_needed()
    expect(place.locator("figure.tangible")).to_be_visible()
    uncover(page)
    return place


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_page_answers_every_control(opened, name):
    page = opened(name)
    for figure in figures(name):
        place = alive(page, figure)
        # Steps first and to their end: before them there may be nothing to see.
        ranges = place.locator(".tangible-steps input[type=range]").all()
        ranges += place.locator("input[type=range], .tangible-handle").all()
        for control in ranges:
            seen = [place.evaluate(SHOWN)]
            for key in ("Home", "End"):
                control.press(key)
                seen.append(place.evaluate(SHOWN))
            assert len(set(seen)) > 1, control.get_attribute("aria-label")


# What a figure shows, as one string: its pixels and its words.
SHOWN = """place => [...place.querySelectorAll("canvas")].map((one) => one.toDataURL()).join()
  + place.querySelector(".tangible-readout").textContent"""


def plain(readout):
    """A readout without what a matrix in it is written or set with."""
    return re.sub(r"[\[\];\s]+", "", readout)


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_setting_says_what_python_says(opened, name):
    page, rng = opened(name), np.random.default_rng(3)
    for figure, shown in figures(name).items():
        place = alive(page, figure)
        numbers = [
            (one, control) for one, control in shown.controls.items()
            if controls.spec(one, control, shown.spots.get(one))["kind"] == "slider"
            and not hasattr(control, "options") and not hasattr(control, "base")
        ]  # fmt: skip
        if not numbers:
            continue
        one, control = numbers[rng.integers(len(numbers))]
        index = int(rng.integers(controls.slider_steps(control)))
        value = controls.slider_value(control, index)
        label = controls.spec(one, control)["label"]
        slider = place.get_by_label(label, exact=True).and_(place.locator("input[type=range]"))
        slider.fill(str(index))
        said = place.locator(".tangible-readout").inner_text()
        assert plain(said) == plain(shown.readout(**{one: controls.from_page(control, value)}))
        assert place.locator(".tangible-message").inner_text() == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_small_whole_and_found_accessible(opened, folder, name):
    text = (folder / f"{name}.html").read_text("utf-8")
    assert len(text.encode()) < 12e6
    assert len(gzip.compress(text.encode())) < 8e6
    page = opened(name)
    cells = page.evaluate("document.querySelectorAll('.katex-error').length")
    assert cells == 0
    for link in set(re.findall(r'href="(\w+)\.html', text)):
        assert (folder / f"{link}.html").exists()
    anchors = set(re.findall(r' id="([^"]+)"', text))
    for anchor in set(re.findall(r'href="#([^"]+)"', text)):
        assert unquote(anchor) in map(html.unescape, anchors)
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        page.wait_for_timeout(300)
        found = Axe().run(page).response
        assert [
            (one["id"], [node["html"][:80] for node in one["nodes"]][:2])
            for one in found["violations"]
        ] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_scrolls_downwards_only_and_without_scripts_all_is_there(opened, name):
    page = opened(name, width=360)
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    still = opened(name, java_script_enabled=False)
    for figure in figures(name):
        expect(still.locator(f'[data-figure="{figure}"] img')).to_be_visible()


def first_prediction(page):
    """The first question of a chapter that is about what comes, not about what was."""
    return page.locator("[data-prediction] fieldset", has_text="Predict:").first


def test_predictions_answer_uncover_and_are_remembered(opened):
    page = opened("04_multivariate_gaussian")
    box = first_prediction(page)
    covered = page.locator('[data-figure="rectangles"]')
    covered.scroll_into_view_if_needed()
    expect(covered.locator(".tangible-covered")).to_have_count(1)
    box.get_by_label("large and positive").check()
    box.get_by_role("button", name="That is my prediction").click()
    expect(box.get_by_role("status")).to_contain_text("Not quite.")
    expect(covered.locator(".tangible-covered")).to_have_count(0)
    kept = page.evaluate("JSON.stringify({...localStorage})")
    if "large and positive" in json.dumps(kept):  # where a page from disk may remember
        page.reload()
        expect(first_prediction(page)).to_contain_text("Not quite.")


def test_what_earlier_chapters_taught_is_recalled_and_counts_as_a_review(opened):
    page = opened("04_multivariate_gaussian")
    boxes = page.locator("[data-prediction] fieldset", has_text="Recall:")
    expect(boxes).to_have_count(3)
    box = boxes.first
    for _ in range(2):
        box.locator("input").first.check()
        box.get_by_role("button", name="That is my answer").click()
        expect(box.get_by_role("status")).not_to_be_empty()
        box.get_by_role("button", name="Ask me again").click()
    if kept := page.evaluate("localStorage['tangible-progress']"):  # where a page may remember
        assert len(json.loads(kept)["reviews"]["eigenvalue"]) == 1


def test_on_paper_every_figure_is_a_picture_without_controls(opened):
    page = opened("04_multivariate_gaussian")
    alive(page, "rectangles")
    page.emulate_media(media="print")
    for figure in figures("04_multivariate_gaussian"):
        picture = page.locator(f'[data-figure="{figure}"] :is(canvas[role=img], img)').first
        expect(picture).to_be_visible()
    for hidden in page.locator(".tangible-controls, .tangible-handle, .bar button").all():
        expect(hidden).to_be_hidden()
    assert len(page.pdf()) > 200_000


def test_a_host_remembers_what_was_done_until_it_is_to_forget(folder, browser):
    with served(folder) as address, closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(f"{address}/04_multivariate_gaussian.html")
        prophesy(page)
        page.locator("main h2").nth(5).evaluate("heading => heading.scrollIntoView()")
        page.wait_for_function("() => localStorage['tangible-progress'].includes('\"reading\"')")
        page.close()
        page = context.new_page()
        page.goto(f"{address}/04_multivariate_gaussian.html")
        expect(first_prediction(page)).to_contain_text("Not quite.")
        page.get_by_role("link", name="Go on where you were").click()
        expect(page.locator("main h2:target")).to_be_in_viewport()
        page.goto(f"{address}/00_start_here.html")
        row = page.get_by_role("row").filter(has_text="Chapter 4")
        expect(row.get_by_role("progressbar")).to_have_attribute("value", "1")
        page.get_by_text("Go on where you were: ").get_by_role("link").click()
        assert "04_multivariate_gaussian.html#" in page.url
        page.get_by_role("button", name="Forget what I did").click()
        expect(first_prediction(page)).not_to_contain_text("Not quite.")


def test_what_was_done_goes_from_page_to_notebook_and_back(folder, browser, tmp_path):
    saved, kept = tmp_path / "saved.json", tmp_path / progress.NAME
    with served(folder) as address, closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(f"{address}/04_multivariate_gaussian.html")
        prophesy(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="Save what I did").click()
        assert download.value.suggested_filename == progress.NAME
        download.value.save_as(saved)
    kept.write_text(json.dumps({"goals": {"no-covariance": {"when": "2026-01-01T00:00:00Z"}}}))
    progress.take_in(saved, tmp_path)
    together = progress.known(tmp_path)
    assert together["predictions"]["covariance-of-a-bend"]["first"] == "large and positive"
    with served(folder) as address, closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(f"{address}/04_multivariate_gaussian.html")
        page.get_by_label("Bring what I did elsewhere").set_input_files(
            saved.with_name("saved.json")
        )
        expect(first_prediction(page)).to_contain_text("Not quite.")
        page.get_by_label("Bring what I did elsewhere").set_input_files(kept)
        page.locator('[data-figure="rectangles"]').scroll_into_view_if_needed()
        expect(page.locator('[data-figure="rectangles"]')).to_contain_text("Reached.")
        kept.write_text("no progress")
        page.get_by_label("Bring what I did elsewhere").set_input_files(kept)
        page.get_by_text("That is no tangible-progress.json.").wait_for()


def prophesy(page):
    """Answer the first prediction of chapter 4, wrongly."""
    box = first_prediction(page)
    box.get_by_label("large and positive").check()
    box.get_by_role("button", name="That is my prediction").click()


@contextmanager
def served(folder):
    """The pages on a host: a plain web server on this machine."""
    handler = partial(QuietHandler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def test_touch_drags_a_handle(opened):
    page = opened("01_linear_algebra", has_touch=True)
    place = alive(page, "combination")
    handle = place.locator(".tangible-handle").first
    before = place.locator(".tangible-readout").inner_text()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    talk = page.context.new_cdp_session(page)
    for kind, moved in (
        ("touchStart", 0),
        ("touchMove", 30),
        ("touchMove", 60),
        ("touchEnd", None),
    ):
        points = [] if moved is None else [{"x": x + moved, "y": y - moved}]
        talk.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(place.locator(".tangible-readout")).not_to_have_text(before)
