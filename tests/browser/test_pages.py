"""The pages of the course, opened from disk, with the network off."""

import html
import json
import re
from urllib.parse import unquote

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from notebooks import HOME, NAMES, figures
from tangible.figure import controls
from tangible.publish import pages


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    there = tmp_path_factory.mktemp("pages")
    pages.build(HOME / "notebooks", there, there / "kept", say=lambda line: None)
    return there


@pytest.fixture
def opened(folder, browser):
    """Opens a page from disk, offline; no error may come up, and no request leave."""
    contexts, errors = [], []

    def open_page(name, width=1366, **options):
        viewport = {"width": width, "height": 900}
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


def test_predictions_answer_uncover_and_are_remembered(opened):
    page = opened("04_multivariate_gaussian")
    box = page.locator("[data-prediction] fieldset").first
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
        expect(page.locator("[data-prediction] fieldset").first).to_contain_text("Not quite.")


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
