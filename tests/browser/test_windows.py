"""Several windows on one kernel, kernels that are interrupted or restarted, and Notebook 7."""

import pytest

from cells import EVERY_CONTROL, SETUP
from lab import Notebook

TWO = (
    SETUP
    + """
@live(plane, height=(0.0, 1.0, 0.001), word="a")
def figure(ax, height=0.5, word="a"):
    "A line at some height."
    ax.plot([0, 1], [height, height])
    return f"height {height:.3f}, {word}"

figure
"""
)
DRAG = """async ([values, pause]) => {
  const slider = document.querySelector(".tangible input[type=range]");
  for (const value of values) {
    slider.value = value;
    slider.dispatchEvent(new Event("input"));
    if (pause) await new Promise((done) => setTimeout(done, pause));
  }
}"""


@pytest.fixture
def windows(new_page, lab):
    """Three windows on one notebook, run in the first: the laptop, the projector, a phone."""
    first = Notebook(new_page(), lab.write("windows.ipynb", [TWO]))
    first.run_all()
    first.wait_for_picture()
    first.command("docmanager:save")
    first.page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
    others = [Notebook(new_page(), lab.address("windows.ipynb")) for _ in range(2)]
    for other in others:
        other.wait_for_picture()
    return [first, *others]


def drag(book, values, pause=0):
    book.page.evaluate(DRAG, [[*values], pause])


def test_after_one_window_drags_the_others_still_move(windows):
    laptop, projector, phone = windows
    drag(laptop, [(37 * k) % 1000 for k in range(150)] + [250], pause=4)
    laptop.wait_for_readout("height 0.250")
    for other in (projector, phone):
        other.wait_for_readout("height 0.250")
    for k, mover in enumerate([projector, phone, laptop]):
        drag(mover, [900 - 7 * k])
        for book in windows:
            book.wait_for_readout(f"height 0.{900 - 7 * k}")
    assert len({book.figure().get_by_role("slider").input_value() for book in windows}) == 1


def test_windows_that_drag_at_once_end_at_the_same_picture(windows):
    for k in range(12):
        for i, book in enumerate(windows):
            drag(book, [(k * 83 + i * 311 + j) % 1000 for j in range(8)])
    for _ in range(50):
        for book in windows:
            book.page.wait_for_timeout(200)  # a window that nobody waits for hears nothing
        readouts = {book.readout() for book in windows}
        if len(readouts) == 1:
            break
    [told] = readouts
    assert told == windows[0].execute("print(figure.readout())").strip().replace("-", "−")
    drag(windows[1], [123])
    for book in windows:
        book.wait_for_readout("height 0.123")


SLOW = (
    SETUP
    + """
import time

@live(plane, height=(0.0, 1.0, 0.01), word="a")
def figure(ax, height=0.5, word="a"):
    "A line at some height, which takes its time."
    if word == "slow":
        time.sleep(30)
    ax.plot([0, 1], [height, height])
    return f"height {height:.2f}, {word}"

figure
"""
)


def test_an_interrupted_figure_says_so_and_goes_on(open_notebook):
    book = open_notebook(SLOW)
    book.wait_for_picture()
    word = book.figure().get_by_label("word")
    word.fill("slow")
    book.page.get_by_text("Waiting for the kernel").wait_for()
    for _ in range(2):  # two questions may be under way
        book.command("kernelmenu:interrupt")
        book.page.wait_for_timeout(300)
    book.figure().get_by_text("the drawing was interrupted").wait_for()
    word.fill("b")
    book.wait_for_readout("height 0.50, b")
    book.figure().get_by_role("slider").press("End")
    book.wait_for_readout("height 1.00, b")
    book.wait_until_filled()


def test_after_a_restart_one_button_brings_the_figures_back(open_notebook):
    book = open_notebook("height = 0.25", EVERY_CONTROL, "figure")
    book.wait_for_picture(1)
    book.restart_kernel()
    book.figure(1).get_by_role("slider", name="slope").press("End")
    button = book.figure(1).get_by_role("button", name="Run the cells up to here")
    button.wait_for()
    book.wait_for_kernel()
    button.click()
    book.page.wait_for_function(
        "() => [...document.querySelectorAll('.tangible-message')].every(p => !p.textContent)"
    )
    book.wait_until_done()
    book.wait_for_picture(1)
    assert book.execute("print(height)").strip() == "0.25"
    before = book.picture(1)
    book.figure(1).get_by_role("slider", name="slope").press("End")
    book.wait_for_change(before, 1)


def test_the_scripts_come_to_a_page_once(open_notebook):
    book = open_notebook(EVERY_CONTROL, "figure", TWO, "from tangible.teach import goal\n"
                         "goal(figure, 'Lift it.', lambda height, word: height > 0.8)")  # fmt: skip
    book.wait_for_picture(2)
    loaded = book.page.evaluate("() => globalThis.tangible.size")
    book.page.get_by_text("Goal: Lift it.").last.wait_for()
    assert loaded == 1


def test_in_notebook_7_a_figure_moves_and_comes_back_after_a_restart(new_page, lab):
    lab.write("seven.ipynb", [EVERY_CONTROL])
    page = new_page()
    page.goto(f"{lab.url}/notebooks/seven.ipynb?token={lab.token}")
    page.locator(".jp-Notebook .jp-Cell").first.click()
    while not lab.get("/api/sessions"):  # before, it says "idle" of a kernel that is not there
        page.wait_for_timeout(50)
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for(state="attached")
    page.keyboard.press("Control+Enter")
    figure = page.locator(".tangible").first
    figure.wait_for()
    figure.get_by_role("slider", name="slope").press("End")
    page.wait_for_function(
        "() => document.querySelector('.tangible-readout').textContent.startsWith('slope 1.00')"
    )
    handle = figure.get_by_role("slider", name="p", exact=True)
    handle.press("ArrowUp")
    page.wait_for_function(
        "() => document.querySelector('.tangible-readout').textContent.includes('0.51')"
    )
    [session] = [one for one in lab.get("/api/sessions") if one["path"] == "seven.ipynb"]
    lab.post(f"/api/kernels/{session['kernel']['id']}/restart", {})
    button = figure.get_by_role("button", name="Run the cells up to here")
    figure.get_by_role("slider", name="slope").press("Home")
    button.wait_for()
    button.click()
    page.get_by_text("slope 0.30, p = (0.50, 0.50)").wait_for()
    assert page.locator(".tangible").count() == 1
