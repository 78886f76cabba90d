"""Figures in JupyterLab, under a reader's hands."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from cells import EVERY_CONTROL, SETUP, UPRIGHT
from lab import Notebook

STEPS = (
    SETUP
    + """
@live(plane, k=Steps(5, interval=60), log=ipywidgets.FloatLogSlider(min=-2, max=2), word="a")
def figure(ax, k, log, word):
    "Points up to step k."
    ax.plot(np.arange(k + 1) / 6, np.full(k + 1, 0.5), "o")
    return f"step {k}, {log:.3g}, {word}"

figure
"""
)


def test_a_matrix_in_a_readout_is_set_as_one(open_notebook):
    book = open_notebook(
        SETUP
        + """
from tangible import matrix

@live(plane, a=(0.0, 1.0, 0.5))
def figure(ax, a=0.5):
    "Nothing but a matrix."
    return f"A = {matrix([[a, -1], [0, 2]], 1)}, det A = {2 * a:.1f}"

figure
"""
    )
    table = book.figure().locator(".tangible-matrix")
    table.wait_for()
    assert table.locator("span").all_inner_texts() == ["0.5", "−1.0", "0.0", "2.0"]
    assert book.readout().split() == [
        "A",
        "=",
        "0.5",
        "−1.0",
        "0.0",
        "2.0",
        ",",
        "det",
        "A",
        "=",
        "1.0",
    ]
    first, second, third, _ = (one.bounding_box() for one in table.locator("span").all())
    assert first["y"] == second["y"] < third["y"]


def test_a_slider_moves_by_mouse_and_by_keyboard(open_notebook):
    book = open_notebook(EVERY_CONTROL)
    before = book.wait_for_picture()
    slider = book.figure().get_by_role("slider", name="slope")
    box = slider.bounding_box()
    book.page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
    moved = book.wait_for_change(before)
    assert book.values()["slope"] > 0.8
    for key, step in [("ArrowLeft", -0.01), ("ArrowRight", 0.01), ("End", None), ("Home", None)]:
        start = book.values()["slope"]
        slider.press(key)
        moved = book.wait_for_change(moved)
        expected = {"End": 1, "Home": 0}.get(key, start + (step or 0))
        book.wait_for_readout(f"slope {expected:.2f}")
        assert book.values()["slope"] == pytest.approx(expected)


def test_choices_and_checkboxes_change_the_picture(open_notebook):
    book = open_notebook(EVERY_CONTROL)
    before = book.wait_for_picture()
    book.figure().get_by_label("kind").select_option("dots")
    dots = book.wait_for_change(before)
    book.figure().get_by_label("on", exact=True).uncheck()
    book.wait_for_change(dots)
    assert book.values()["kind"] == "dots"
    assert book.values()["on"] is False
    off = book.picture()
    book.figure().get_by_label("on", exact=True).press("Space")
    book.wait_for_change(off)
    assert book.values()["on"] is True


def test_a_handle_is_dragged_and_the_picture_follows(open_notebook):
    book = open_notebook(EVERY_CONTROL)
    before = book.wait_for_picture()
    handle = book.figure().get_by_role("slider", name="p", exact=True)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    book.page.mouse.move(x, y)
    book.page.mouse.down()
    book.page.mouse.move(x + 80, y - 60, steps=8)
    now = handle.bounding_box()
    assert now["x"] - box["x"] == pytest.approx(80, abs=1)  # at once, without the kernel
    assert now["y"] - box["y"] == pytest.approx(-60, abs=1)
    book.page.mouse.up()
    book.wait_for_change(before)
    p = book.values()["p"]
    assert p[0] > 0.6
    assert p[1] > 0.6
    book.wait_for_readout(f"p = ({p[0]:.2f}, {p[1]:.2f})")


def test_a_handle_never_lags_its_pointer_while_the_kernel_is_busy(open_notebook):
    book = open_notebook(EVERY_CONTROL)
    book.wait_for_picture()
    handle = book.figure().get_by_role("slider", name="p", exact=True)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    with book.busy_kernel():
        book.page.mouse.move(box["x"] + 14, box["y"] + 14)
        book.page.mouse.down()
        for step in range(1, 20):
            book.page.mouse.move(box["x"] + 14 + 4 * step, box["y"] + 14)
            assert handle.bounding_box()["x"] - box["x"] == pytest.approx(4 * step, abs=1)
        book.page.mouse.up()
        book.page.get_by_text("Waiting for the kernel").wait_for()
    book.page.wait_for_function("() => !document.querySelector('.tangible-message').textContent")
    x, y = book.values()["p"]  # once the kernel is free, the last value is drawn
    assert x == pytest.approx(0.7, abs=0.02)
    book.wait_for_readout(f"p = ({x:.2f}, {y:.2f})")


def test_a_handle_stays_on_its_stage_and_moves_by_arrow_keys(open_notebook):
    book = open_notebook(EVERY_CONTROL)
    before = book.wait_for_picture()
    handle = book.figure().get_by_role("slider", name="p", exact=True)
    handle.press("ArrowUp")
    moved = book.wait_for_change(before)
    x, y = book.values()["p"]
    assert x == 0.5
    assert 0.5 < y < 0.52
    for _ in range(30):
        handle.press("Shift+ArrowRight")
    book.wait_for_change(moved)
    book.wait_for_readout("p = (1.00")
    assert book.values()["p"][0] == 1


def test_a_handle_with_one_direction_leaves_the_other_alone(open_notebook):
    book = open_notebook(UPRIGHT)
    before = book.wait_for_picture()
    handle = book.figure().get_by_role("slider", name="p", exact=True)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    book.page.mouse.move(box["x"] + 14, box["y"] + 14)
    book.page.mouse.down()
    book.page.mouse.move(box["x"] + 74, box["y"] - 46, steps=8)
    now = handle.bounding_box()
    assert now["x"] == pytest.approx(box["x"], abs=1)
    assert now["y"] == pytest.approx(box["y"] - 60, abs=1)
    book.page.mouse.up()
    book.wait_for_change(before)
    handle.press("End")  # all keys go along its one direction
    book.wait_for_readout("p = (0.25, 1.00)")
    handle.press("ArrowLeft")
    book.wait_for_readout("p = (0.25, 0.99)")


def test_who_wants_no_motion_sees_the_end_of_what_is_played(open_notebook):
    book = open_notebook(STEPS)
    book.wait_for_picture()
    book.page.emulate_media(reduced_motion="reduce")
    before = book.readout()
    book.figure().get_by_role("button", name="Play: k").press("Space")
    book.wait_for_readout("step 5")
    assert book.readout() != before
    assert book.figure().get_by_role("button", name="Pause: k").count() == 0
    book.page.emulate_media(reduced_motion="no-preference")  # the page serves other tests, too


def test_steps_play_step_and_go_back(open_notebook):
    book = open_notebook(STEPS)
    book.wait_for_picture()
    buttons = book.figure().locator(".tangible-buttons").get_by_role("button")
    book.figure().get_by_role("button", name="One step on").click()
    book.wait_for_readout("step 1")
    book.figure().get_by_role("button", name="Play: k").press("Space")
    book.wait_for_readout("step 5")
    book.figure().get_by_role("button", name="One step back").click()
    book.wait_for_readout("step 4")
    book.figure().get_by_role("button", name="Back to the start").click()
    book.wait_for_readout("step 0")
    assert buttons.count() == 4


def test_other_sliders_and_texts_move_too(open_notebook):
    book = open_notebook(STEPS)
    book.wait_for_picture()
    book.figure().get_by_role("slider", name="log").press("End")
    book.wait_for_readout(", 100,")
    book.figure().get_by_label("word").fill("β")
    book.wait_for_readout(", β")


def test_any_widget_can_be_a_control(open_notebook):
    book = open_notebook(
        SETUP
        + """
@live(plane, r=ipywidgets.FloatRangeSlider(value=(0.2, 0.4), min=0, max=1, step=0.1))
def figure(ax, r):
    "An interval."
    ax.plot(r, [0.5, 0.5])
    return f"from {r[0]:.1f} to {r[1]:.1f}"

figure
"""
    )
    before = book.wait_for_picture()
    handle = book.figure().locator(".noUi-handle").first
    handle.wait_for()
    handle.press("ArrowRight")
    book.wait_for_change(before)
    book.wait_for_readout("from 0.3 to 0.4")


def test_python_moves_the_figure_and_its_controls(open_notebook):
    book = open_notebook(EVERY_CONTROL)
    before = book.wait_for_picture()
    book.execute("figure.controls['slope'].value = 0.9; figure.controls['p'].value = (0.1, 0.2)")
    book.wait_for_readout("slope 0.90, p = (0.10, 0.20)")
    book.wait_for_change(before)
    assert book.figure().get_by_role("slider", name="slope").input_value() == "90"
    assert (
        book.figure().get_by_role("slider", name="p", exact=True).get_attribute("aria-valuetext")
        == "0.100, 0.200"
    )


def test_figures_are_drawn_on_the_main_thread(open_notebook):
    book = open_notebook(EVERY_CONTROL)
    before = book.wait_for_picture()
    book.figure().get_by_role("slider", name="slope").press("End")
    book.wait_for_change(before)
    assert book.execute("print(len(draws) > 1 and all(draws))") == "True\n"


def test_an_error_is_shown_and_the_last_picture_stays(open_notebook):
    book = open_notebook(
        SETUP
        + """
@live(plane, x=(-1.0, 1.0, 0.1))
def figure(ax, x=0.5):
    "A root."
    if x < 0:
        raise ValueError("a root needs x of 0 or more")
    ax.plot([0, x**0.5])
    return f"√x = {x**0.5:.2f}"

figure
"""
    )
    before = book.wait_for_picture()
    slider = book.figure().get_by_role("slider", name="x")
    slider.press("Home")
    alert = book.figure().get_by_role("alert")
    alert.get_by_text(
        "x = -1: a root needs x of 0 or more. The picture still shows x = 0.5."
    ).wait_for()
    assert book.picture() == before
    assert book.readout() == "√x = 0.71"
    slider.press("End")
    book.wait_for_readout("1.00")
    assert book.figure().locator(".tangible-message").inner_text() == ""


def test_a_restarted_kernel_is_told_in_words(open_notebook):
    book = open_notebook(EVERY_CONTROL)
    before = book.wait_for_picture()
    book.restart_kernel()
    book.figure().get_by_role("slider", name="slope").press("End")
    book.page.get_by_text("The kernel has forgotten this figure: run its cell again.").wait_for()
    assert book.picture() == before
    book.run_all()
    book.wait_for_picture()
    assert book.figure().locator(".tangible-message").inner_text() == ""


def test_playing_stops_at_an_error(open_notebook):
    book = open_notebook(
        SETUP
        + """
@live(plane, k=Steps(9, interval=30))
def figure(ax, k):
    "Points up to step k, as long as that goes well."
    if k == 3:
        raise ValueError("three is too many")
    ax.plot(np.arange(k + 1) / 9, np.full(k + 1, 0.5), "o")
    return f"step {k}"

figure
"""
    )
    book.wait_for_picture()
    book.figure().get_by_role("button", name="Play: k").click()
    book.page.get_by_text("k = 3: three is too many. The picture still shows k = 2.").wait_for()
    book.figure().get_by_role("button", name="Play: k").wait_for()  # not Pause
    assert book.figure().get_by_role("slider").input_value() == "3"


def test_two_views_stay_in_step(open_notebook):
    book = open_notebook(EVERY_CONTROL, "figure")
    before = book.wait_for_picture(0)
    assert book.wait_for_picture(1)
    book.figure(1).get_by_role("slider", name="slope").press("End")
    book.wait_for_change(before, 0)
    for index in (0, 1):
        book.wait_for_readout("slope 1.00", index)
        assert book.figure(index).get_by_role("slider", name="slope").input_value() == "100"
    assert book.picture(0) == book.picture(1)


def test_a_reload_brings_the_picture_back(new_page, lab):
    book = Notebook(new_page(), lab.write("reload.ipynb", [EVERY_CONTROL]))
    book.run_all()
    before = book.wait_for_picture()
    book.figure().get_by_role("slider", name="slope").press("End")
    moved = book.wait_for_change(before)
    book.command("docmanager:save")
    book.page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
    book.page.reload()
    book.wait_for_kernel()
    assert book.wait_for_picture() == moved
    assert book.readout().startswith("slope 1.00")
    book.figure().get_by_role("slider", name="slope").press("Home")
    book.wait_for_change(moved)


def test_a_cell_run_fifty_times_does_not_grow(open_notebook):
    book = open_notebook(EVERY_CONTROL)
    book.wait_for_picture()
    count = """
import gc, psutil
from ipywidgets.widgets.widget import _instances
from tangible import LiveFigure
gc.collect()
alive = [o for o in gc.get_objects() if type(o) is LiveFigure and o.canvas.figure is not None]
print(len(_instances), len(alive), psutil.Process().memory_info().rss)
"""
    for _ in range(10):
        book.run_all()
    widgets, figures, memory = map(int, book.execute(count).split())
    for _ in range(50):
        book.run_all()
    book.wait_for_picture()
    assert book.page.locator(".tangible").count() == 1
    more_widgets, more_figures, more_memory = map(int, book.execute(count).split())
    assert more_widgets == widgets
    assert more_figures == figures == 1
    assert more_memory - memory < 12_000_000


def test_dark_pages_turn_paper_and_ink_and_keep_data(open_notebook):
    book = open_notebook(EVERY_CONTROL)
    book.wait_for_picture()
    pixel = """() => {
        const [back, front] = document.querySelectorAll('.tangible canvas');
        const at = (canvas, x, y) => [...canvas.getContext('2d').getImageData(x, y, 1, 1).data];
        const all = front.getContext('2d').getImageData(0, 0, front.width, front.height).data;
        let blue = 0;
        for (let i = 0; i < all.length; i += 4)
          if (all[i] === 0 && all[i + 1] === 114 && all[i + 2] === 178 && all[i + 3] === 255) blue++;
        return [at(back, 3, 3), blue];
    }"""
    paper, blue = book.page.evaluate(pixel)
    assert paper == [255, 255, 255, 255]
    assert blue > 50
    book.change_theme("dark")
    dark_paper, dark_blue = book.page.evaluate(pixel)
    assert max(dark_paper[:3]) < 40
    assert dark_blue == blue
    book.change_theme("light")


def test_translucent_colours_cover_more_of_a_dark_page(open_notebook):
    book = open_notebook(
        SETUP
        + """
@live(plane)
def figure(ax):
    "A veil of a quarter over the whole stage."
    ax.axhspan(0, 1, color="C0", alpha=0.25)

figure
"""
    )
    book.wait_for_picture()
    veil = """() => {
        const front = document.querySelectorAll('.tangible canvas')[1];
        const { width, height } = front;
        return front.getContext('2d').getImageData(width / 2, height / 2, 1, 1).data[3] / 255;
    }"""
    assert book.page.evaluate(veil) == pytest.approx(0.25, abs=0.01)
    book.change_theme("dark")
    assert book.page.evaluate(veil) == pytest.approx(1 - 0.75**2, abs=0.01)
    book.change_theme("light")


def test_as_sharp_as_the_screen(new_page, lab):
    book = Notebook(new_page(device_scale_factor=2), lab.write("sharp.ipynb", [EVERY_CONTROL]))
    book.run_all()
    book.wait_for_picture()
    sizes = (
        book.figure()
        .locator("canvas")
        .nth(1)
        .evaluate("canvas => [canvas.width, canvas.getBoundingClientRect().width]")
    )
    assert sizes[0] == pytest.approx(2 * sizes[1], abs=1)


def test_the_picture_is_described_and_the_description_moves_with_it(open_notebook):
    book = open_notebook(EVERY_CONTROL)
    book.wait_for_picture()
    picture = book.figure().get_by_role("img")
    assert picture.get_attribute("aria-label").startswith("A line and a point. slope 0.30")
    book.figure().get_by_role("slider", name="slope").press("End")
    book.wait_for_readout("slope 1.00")
    assert picture.get_attribute("aria-label").startswith("A line and a point. slope 1.00")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_of_ours(open_notebook, theme):
    book = open_notebook(
        EVERY_CONTROL, STEPS.replace("def figure", "def second").replace("\nfigure\n", "\nsecond\n")
    )
    book.wait_for_picture(0)
    book.wait_for_picture(1)
    book.change_theme(theme)
    found = Axe().run(book.page, context=".tangible").response
    book.change_theme("light")
    violations = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]]
    assert violations == []
    assert len(found["passes"]) > 5


def test_a_figure_takes_the_whole_screen_and_gives_it_back(open_notebook):
    book = open_notebook(EVERY_CONTROL)
    book.wait_for_picture()
    picture = book.figure().locator(".tangible-picture")
    before = picture.bounding_box()["width"]
    slider = book.figure().get_by_role("slider", name="slope")
    slider.focus()
    slider.press("z")
    book.page.wait_for_function("document.fullscreenElement?.matches('.tangible[data-room]')")
    assert picture.bounding_box()["width"] > 1.3 * before
    shown = book.picture()
    slider.press("End")
    book.wait_for_change(shown)
    slider.press("z")
    book.page.wait_for_function(
        "before => !document.fullscreenElement && Math.abs(document.querySelector("
        "'.tangible-picture').getBoundingClientRect().width - before) < 2",
        arg=before,
    )
