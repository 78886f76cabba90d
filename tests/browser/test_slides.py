"""The slides, opened from disk, with the network off, by a presenter's keys."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from notebooks import HOME, figures
from tangible.publish.archive import settings

DECKS = [path.stem for path in sorted((HOME / "slides").glob("*.md"))]
SIZES = [(1280, 720), (1920, 1080), (1024, 768)]


@pytest.fixture
def deck(opened):
    """Opens the slides of a chapter, ready."""

    def open_deck(name, size=(1280, 720), **options):
        page = opened(f"{name}.slides", *size, **options)
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        settle(page)
        return page

    return open_deck


def settle(page):
    """Until the slide's figures are there."""
    page.wait_for_function(
        """() => [...Reveal.getCurrentSlide().querySelectorAll("[data-figure]")].every(
             (place) => place.querySelector(".tangible[data-room]"))"""
    )
    page.wait_for_timeout(60)


def number(page):
    return page.evaluate("Reveal.getSlides().indexOf(Reveal.getCurrentSlide())")


CONTROLS = ".present :is(input[type=range], .tangible-handle, .tangible-buttons button)"


@pytest.mark.parametrize("name", DECKS)
def test_page_down_alone_turns_every_slide_whatever_was_clicked(deck, name):
    page = deck(name)
    total = page.evaluate("Reveal.getTotalSlides()")
    steps = page.evaluate(
        """Reveal.getSlides().reduce((sum, slide) => sum
             + new Set([...slide.querySelectorAll(".fragment")].map((one) => one.dataset.fragmentIndex)).size, 0)"""
    )
    for _ in range(steps + total - 1):
        settle(page)
        for control in page.locator(CONTROLS).all()[:1]:
            control.focus()
            control.click()
        page.keyboard.press("PageDown")
    assert number(page) == total - 1
    page.keyboard.press("Home")
    assert number(page) == 0
    page.keyboard.press("End")
    assert number(page) == total - 1
    page.keyboard.press("PageUp")
    assert page.evaluate("Reveal.getTotalSlides()") == total


# What of a slide is cut off or covered, and how large its letters are, in pixels of 1280 x 720.
LOOK = """() => {
  const slide = Reveal.getCurrentSlide();
  const unit = Math.min(innerWidth / 1280, innerHeight / 720);
  const seen = (el) => { const { width, height } = el.getBoundingClientRect(); return width && height; };
  const out = [...slide.querySelectorAll(".slide *")].filter((el) => {
    if (el.closest("aside, .katex, .tangible-handle, select") || !seen(el)) return false;
    const { left, top, right, bottom } = el.getBoundingClientRect();
    return left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight - 18 * unit;
  });
  const scrolls = [...slide.querySelectorAll(".slide, .code, pre, .answer, .figure")].filter(
    (el) => el.scrollHeight > el.clientHeight + 2 || el.scrollWidth > el.clientWidth + 2);
  const covered = [...slide.querySelectorAll("input[type=range], button, select")].filter((el) => {
    if (!seen(el) || el.matches(".tangible-whole")) return false;
    const { left, top, width, height } = el.getBoundingClientRect();
    return [0.02, 0.5, 0.98].some((part) => {
      const found = document.elementFromPoint(left + part * width, top + height / 2);
      return !el.contains(found);
    });
  });
  const size = (selector) => [...slide.querySelectorAll(selector)].filter(seen).map(
    (el) => parseFloat(getComputedStyle(el).fontSize) / unit);
  const name = (el) => `${el.tagName}.${el.className}`;
  const stages = [...slide.querySelectorAll(".tangible-stage")];
  return {
    out: out.map(name), scrolls: scrolls.map(name), covered: covered.map(name),
    words: Math.min(...size(".slide p, .slide li"), 99), formulas: Math.min(...size(".slide .katex"), 99),
    letters: Math.min(...stages.map((el) => Number(el.dataset.letters)), 99),
    pictures: stages.map((el) => el.getBoundingClientRect().width), heading: slide.querySelector("h1, h2, .asks") !== null,
  };
}"""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("name", DECKS)
def test_nothing_of_a_slide_is_cut_off_or_covered_or_small(deck, name, size):
    page = deck(name, size)
    for slide in range(page.evaluate("Reveal.getTotalSlides()")):
        page.evaluate("slide => Reveal.slide(slide, 0, 99)", slide)
        settle(page)
        look = page.evaluate(LOOK)
        where = f"{name}, slide {slide + 1}"
        assert look["out"] == look["scrolls"] == look["covered"] == [], where
        assert look["words"] >= 22.9, where  # of a figure's controls; 25 of all else
        assert look["formulas"] >= 28, where
        assert look["letters"] >= (17 if size == (1024, 768) else 20), where
        assert all(width > 0.15 * size[0] for width in look["pictures"]), where
        assert look["heading"], where


def test_keys_are_the_presenters_until_a_control_is_held(deck):
    page = deck("02_derivatives")
    page.evaluate("Reveal.slide(2)")
    settle(page)
    slider = page.locator(".present input[type=range]").first
    before = slider.input_value()
    slider.click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert number(page) == 2
    assert slider.input_value() != before
    expect(page.locator("#tangible-hint")).to_contain_text("Escape gives them back")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")  # the answer
    page.keyboard.press("ArrowRight")
    assert number(page) == 3
    for key in ("b", "."):
        page.keyboard.press(key)
        assert page.evaluate("Reveal.isPaused()") == (key == "b")
    page.keyboard.press("Escape")
    assert page.evaluate("Reveal.isOverview()")
    page.keyboard.press("Escape")
    assert not page.evaluate("Reveal.isOverview()")


def test_a_prediction_tells_which_then_why_and_may_be_asked_again(deck):
    page = deck("02_derivatives")
    slide = page.evaluate(
        "Reveal.getSlides().findIndex((slide) => slide.querySelector('.prediction'))"
    )
    page.evaluate("slide => Reveal.slide(slide)", slide)
    sign, why = (page.locator(f".present .prediction {one}") for one in (".sign", ".why"))
    expect(sign).to_be_hidden()
    page.keyboard.press("PageDown")
    expect(sign).to_be_visible()
    expect(why).to_be_hidden()
    page.keyboard.press("PageDown")
    expect(why).to_be_visible()
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    expect(sign).to_be_hidden()


def test_a_goal_is_ticked_and_the_tick_taken_away(deck):
    page = deck("06_entropies")
    page.evaluate(
        "Reveal.slide(Reveal.getSlides().findIndex((one) => one.querySelector('[data-goal]')))"
    )
    settle(page)
    figure = figures("06_entropies")["least_divergence"]
    reaches = next(one for one in settings(figure) if figure.goal.reached_at(one))
    for name, value in reaches.items():
        slider = figure.controls[name]
        index = round((value - slider.min) / slider.step)
        page.locator(".present input[type=range]").nth(list(reaches).index(name)).fill(str(index))
    goal = page.locator(".present .tangible-goal")
    expect(goal).to_contain_text("Reached.")
    goal.get_by_role("button", name="again").click()
    expect(goal).not_to_contain_text("Reached.")
    expect(goal.get_by_role("button", name="again")).to_be_hidden()


def test_what_the_speaker_moves_moves_on_the_wall(deck):
    page = deck("02_derivatives")
    page.evaluate("Reveal.slide(2)")
    settle(page)
    wall = page.locator(".present .tangible-readout")
    before = wall.inner_text()
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    speaker.wait_for_load_state()
    current = speaker.frame_locator("#current-slide iframe")
    slider = current.locator(".present input[type=range]").first
    slider.wait_for()
    expect(speaker.locator(".speaker-controls-notes")).to_contain_text("4 min.")
    slider.focus()
    slider.press("Home")
    expect(wall).not_to_have_text(before)
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    expect(speaker.locator(".speaker-controls-notes")).to_contain_text("6 min.")
    speaker.close()


def test_a_figure_takes_the_whole_screen_and_gives_it_back(deck, opened):
    page = deck("02_derivatives")
    page.evaluate("Reveal.slide(2)")
    settle(page)
    fills_the_screen(page, page.locator(".present .tangible"), lambda: page.keyboard.press("z"))
    page = opened("01_linear_algebra")
    place = page.locator('[data-figure="combination"]')
    place.scroll_into_view_if_needed()
    figure = place.locator(".tangible")
    figure.wait_for()
    figure.hover()
    fills_the_screen(page, figure, place.locator(".tangible-whole").click)


def fills_the_screen(page, figure, ask):
    picture = figure.locator(".tangible-picture")
    before = picture.bounding_box()["width"]
    ask()
    page.wait_for_function("document.fullscreenElement?.matches('.tangible')")
    page.wait_for_function(
        "before => document.fullscreenElement.querySelector('.tangible-picture').offsetWidth > before",
        arg=before,
    )
    inside = page.evaluate(
        """() => [...document.fullscreenElement.querySelectorAll("canvas, input, p")].every((el) => {
          const { right, bottom } = el.getBoundingClientRect();
          return right <= innerWidth && bottom <= innerHeight;
        })"""
    )
    assert inside
    page.evaluate("document.exitFullscreen()")
    page.wait_for_function(
        "before => Math.abs(document.querySelector('.present .tangible-picture, [data-figure=combination]"
        " .tangible-picture').offsetWidth - before) < 3",
        arg=before,
    )


def test_on_paper_each_slide_is_a_page_with_its_figure(deck):
    page = deck("05_gaussian_mixtures")
    slides = page.evaluate("Reveal.getTotalSlides()")
    page.goto(page.url.partition("#")[0] + "?print-pdf")
    page.wait_for_function(
        """() => { const all = [...document.querySelectorAll(".figure")];
          return all.length && all.every((one) => one.querySelector(".tangible[data-room]")); }"""
    )
    page.wait_for_timeout(500)
    assert page.locator(".pdf-page").count() == slides
    outside = page.evaluate(
        """() => [...document.querySelectorAll(".figure canvas, .figure input")].filter((el) => {
          const [sheet, own] = [el.closest(".pdf-page"), el].map((one) => one.getBoundingClientRect());
          return own.right > sheet.right || own.bottom > sheet.bottom || own.left < sheet.left + 9;
        }).length"""
    )
    assert outside == 0
    assert len(page.pdf(prefer_css_page_size=True)) > 300_000


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_slides_can_be_read_by_all(deck, theme):
    page = deck("04_multivariate_gaussian", color_scheme=theme)
    for slide in (2, 3, 4, 8):
        page.evaluate("slide => Reveal.slide(slide, 0, 99)", slide)
        settle(page)
        found = Axe().run(page).response["violations"]
        serious = [
            (one["id"], [node["html"][:80] for node in one["nodes"]][:2])
            for one in found
            if one["id"]
            in ("color-contrast", "label", "button-name", "image-alt", "aria-valid-attr")
        ]
        assert serious == []


def test_a_deck_is_one_file_with_its_licences(folder):
    for name in DECKS:
        text = (folder / f"{name}.slides.html").read_text("utf-8")
        assert len(text.encode()) < 12e6
        assert "Hakim El Hattab" in text
        assert "Khan Academy" in text
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
