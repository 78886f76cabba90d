"""Predictions, goals and checks in JupyterLab, under a reader's hands."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from cells import EVERY_CONTROL, SETUP

PREDICTION = """
from tangible.teach import predict
predict("How many?", ["one", "`two`", "three"], "`two`", "Because of the pair.")
"""
GOAL = """
from tangible.teach import goal
goal(
    figure,
    "Make the slope at least 0.9.",
    lambda slope, **others: 0.9 <= slope < 1,
    because="That is steep.",
)
"""
CHECK = """
from tangible.teach import Exercise
Exercise(lambda x: 2 * x, [(3,)], [(lambda x: x**2, "Twice, not squared.")])(lambda x: x * x)
"""


def test_a_prediction_is_made_by_keyboard_and_then_explained(open_notebook):
    book = open_notebook(PREDICTION)
    box = book.page.get_by_role("group", name="Predict: How many?")
    button = box.get_by_role("button", name="That is my prediction")
    assert button.is_disabled()
    assert "pair" not in box.inner_text()
    box.get_by_role("radio", name="one").press("Space")
    box.get_by_role("radio", name="one").press("ArrowUp")  # to the last one: nothing is final yet
    assert "pair" not in box.inner_text()
    button.press("Enter")
    assert (
        box.get_by_role("status").inner_text() == "Not quite. The answer: two. Because of the pair."
    )
    assert box.get_by_role("radio", name="three").is_checked()
    assert button.is_hidden()
    assert box.get_by_role("button", name="Ask me again").is_visible()


def test_a_wrong_choice_has_its_own_sentence(open_notebook):
    misses = ', misses={"three": "One too many."})'
    book = open_notebook(PREDICTION.replace('pair.")', f'pair."{misses}'))
    box = book.page.get_by_role("group", name="Predict: How many?")
    box.get_by_role("radio", name="three").check()
    box.get_by_role("button", name="That is my prediction").click()
    words = "Not quite. One too many. The answer: two. Because of the pair."
    assert box.get_by_role("status").inner_text() == words


def test_a_right_prediction_holds_without_a_kernel(open_notebook):
    book = open_notebook(PREDICTION)
    box = book.page.get_by_role("group", name="Predict: How many?")
    with book.busy_kernel():
        box.get_by_role("radio", name="two").check()
        box.get_by_role("button").click()
        assert box.get_by_role("status").inner_text() == "Yes. Because of the pair."


def test_a_goal_is_ticked_when_the_slider_gets_there(open_notebook):
    book = open_notebook(EVERY_CONTROL + GOAL)
    line = book.page.locator(".tangible-goal")
    line.wait_for()
    assert " ".join(line.inner_text().split()) == "○ Goal: Make the slope at least 0.9."
    slope = book.figure().get_by_role("slider", name="slope")
    slope.press("End")  # one step beyond it
    book.wait_for_readout("slope 1.00")
    slope.press("ArrowLeft")
    line.get_by_text("Reached.").wait_for()
    assert book.figure().get_by_text("That is steep.").is_visible()
    slope.press("Home")
    book.wait_for_readout("slope 0.00")
    assert "Reached." in line.inner_text()


def test_a_goal_is_not_reached_in_passing(open_notebook):
    book = open_notebook(EVERY_CONTROL + GOAL)
    slope = book.figure().get_by_role("slider", name="slope")
    slope.scroll_into_view_if_needed()
    box = slope.bounding_box()
    mouse, middle = book.page.mouse, box["y"] + box["height"] / 2
    slope.press("Home")
    mouse.move(box["x"] + 8, middle)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.94, middle, steps=5)
    book.wait_for_readout("slope 0.9")
    book.page.wait_for_timeout(400)  # at rest, and still held
    assert book.figure().get_by_text("Reached.").count() == 0
    mouse.move(box["x"] + box["width"] * 0.5, middle, steps=5)
    mouse.up()
    book.wait_for_readout("slope 0.5")
    book.page.wait_for_timeout(400)
    assert book.figure().get_by_text("Reached.").count() == 0
    mouse.move(box["x"] + box["width"] * 0.5, middle)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.94, middle, steps=5)
    mouse.up()
    book.figure().get_by_text("Reached.").wait_for()


def test_a_chapter_that_runs_again_keeps_what_was_answered_and_reached(open_notebook):
    book = open_notebook(PREDICTION, EVERY_CONTROL + GOAL)
    box = book.page.get_by_role("group", name="Predict: How many?")
    box.get_by_role("radio", name="one").check()
    box.get_by_role("button", name="That is my prediction").click()
    slope = book.figure().get_by_role("slider", name="slope")
    slope.press("End")
    slope.press("ArrowLeft")
    book.figure().get_by_text("Reached.").wait_for()
    book.run_all()
    book.figure().get_by_text("Reached.").wait_for()
    assert box.get_by_role("radio", name="one").is_checked()
    box.get_by_role("button", name="Ask me again").click()
    assert box.get_by_role("radio", name="one").is_enabled()
    assert "pair" not in box.inner_text()


COVERING = PREDICTION.replace('"Because of the pair."', '"Because.", covers="figure"')


def test_a_figure_waits_for_its_prediction(open_notebook):
    book = open_notebook(COVERING, EVERY_CONTROL + GOAL)
    slope = book.figure().locator("input[type=range]")
    box = book.page.get_by_role("group", name="Predict: How many?")
    assert slope.is_hidden()
    assert book.figure().get_by_text("Make the slope").is_hidden()
    assert book.figure().locator("canvas").first.is_hidden()
    box.get_by_role("radio", name="one").press("Space")
    box.get_by_role("button", name="That is my prediction").press("Enter")
    slope.wait_for()
    book.page.wait_for_function("() => document.activeElement.closest('.tangible-body') !== null")
    box.get_by_role("button", name="Ask me again").click()
    slope.wait_for(state="hidden")
    book.run_all()
    assert slope.is_hidden()


def test_who_will_not_wait_sees_the_figure_now_and_after_the_next_run(open_notebook):
    book = open_notebook(COVERING, EVERY_CONTROL)
    skip = book.page.get_by_role("button", name="Show it now")
    with book.busy_kernel():
        skip.press("Enter")
        assert book.figure().locator("input[type=range]").is_visible()
        assert book.page.evaluate("document.activeElement.closest('.tangible-body') !== null")
    book.run_all()
    book.wait_for_picture()
    assert skip.count() == 0
    assert book.page.get_by_role("radio", name="one").is_enabled()


def test_a_long_play_is_hastened_and_steps_say_how_to_begin(open_notebook):
    book = open_notebook(
        SETUP
        + """
@live(plane, n=Steps(100))
def figure(ax, n):
    "A bar that grows."
    marks.bars(ax, [0.5], [n / 100])
    return f"n = {n}"

figure
"""
    )
    figure = book.figure()
    assert figure.get_by_text("Press ▶").is_visible()
    book.page.evaluate(
        "() => { const begin = window.setInterval; window.pace = [];"
        " window.setInterval = (act, delay) => { window.pace.push(delay); return begin(act, delay); } }"
    )
    play = figure.get_by_role("button", name="Play: n")
    play.click()
    book.wait_for_readout("n = 2")
    assert figure.get_by_text("Press ▶").is_hidden()
    figure.get_by_role("button", name="Play faster").click()  # while it plays
    book.wait_for_readout("n = 100")
    play.wait_for()
    pace = book.page.evaluate("() => window.pace")
    assert [delay for delay in pace if delay in (200, 50)] == [200, 50]


def test_who_predicts_by_keyboard_goes_on_at_the_figure(open_notebook):
    book = open_notebook(PREDICTION, EVERY_CONTROL)
    box = book.page.get_by_role("group", name="Predict: How many?")
    box.get_by_role("radio", name="one").press("Space")
    box.get_by_role("button", name="That is my prediction").press("Enter")
    assert book.page.evaluate("document.activeElement.closest('.tangible') !== null")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_of_the_devices(open_notebook, theme):
    book = open_notebook(PREDICTION, EVERY_CONTROL + GOAL, CHECK)
    book.wait_for_picture()
    book.change_theme(theme)
    book.page.locator(".tangible-goal").wait_for()
    found = Axe().run(book.page, context={"include": [[".tangible-lesson"], [".jp-RenderedHTML"]]})
    book.change_theme("light")
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found.response["violations"]] == []
    assert book.page.locator(".jp-RenderedHTML").inner_text().startswith("✗ For x = 3")
