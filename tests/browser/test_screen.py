"""Question, goal, picture, readout and controls of every figure stand on one screen."""

import shutil

import pytest

from lab import Notebook
from notebooks import HOME, NAMES, figures

# Figures that do not fit yet, by screen; the list may only shrink.
EXCEPTIONS = {(1366, 650): set(), (1920, 1080): set()}
LETTERS, LARGER = 14, 1.6  # CSS pixels of letters; times that the page sets them larger at most
LEAST_LETTERS = 13

# From the top of the paragraph that asks to the lowest part of the figure; the room that the
# notebook has; the smallest scale at which a stage is shown.
LOOK = """index => {
  const figure = document.querySelectorAll(".tangible")[index];
  const room = figure.closest(".jp-WindowedPanel-outer").clientHeight;
  const top = (el) => el.getBoundingClientRect().top;
  let asks = figure;
  for (let cell = figure.closest(".jp-Cell").previousElementSibling; cell; cell = cell.previousElementSibling) {
    if (cell.matches(".jp-MarkdownCell")) {
      const parts = [...cell.querySelector(".jp-RenderedMarkdown").children];
      asks = parts.filter((part) => part.getBoundingClientRect().height).at(-1);
      break;
    }
    if (cell.querySelector(".tangible, .tangible-lesson")) break;
  }
  const { bottom } = figure.getBoundingClientRect();
  const inside = [...figure.querySelectorAll("canvas, input, select, p")].every((el) => {
    const box = el.getBoundingClientRect();
    return !box.height || (box.bottom <= bottom + 1 && box.right <= innerWidth);
  });
  const scales = [...figure.querySelectorAll(".tangible-stage")].map(
    (el) => el.getBoundingClientRect().width / el.style.getPropertyValue("--width"));
  return { needs: bottom - top(asks), room, inside, scale: Math.min(...scales) };
}"""


@pytest.mark.parametrize("screen", EXCEPTIONS, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", NAMES)
def test_every_figure_fits_one_look(lab, new_page, name, screen):
    shutil.copy(HOME / "notebooks" / f"{name}.ipynb", lab.root)
    page = new_page(viewport=dict(zip(("width", "height"), screen, strict=True)))
    book = Notebook(page, lab.address(f"{name}.ipynb", f"{name}-{screen[0]}"))
    book.run_all()
    book.uncover()
    beyond = set()
    for index, figure in enumerate(figures(name)):
        shown = book.figure(index)
        shown.scroll_into_view_if_needed()
        book.wait_for_picture(index)
        looks = [page.evaluate(LOOK, index)]
        for control in shown.locator("input[type=range], .tangible-handle").all():
            for end in ("Home", "End"):
                control.press(end)
                page.wait_for_timeout(60)
                looks.append(page.evaluate(LOOK, index))
        # A goal that is ticked takes no more room above the picture, and says why beside it.
        page.evaluate(
            "index => { const figure = document.querySelectorAll('.tangible')[index];"
            " const line = figure.querySelector('.tangible-goal');"
            " if (!line.hidden) figure.querySelector('.tangible-state').textContent = 'Reached.'; }",
            index,
        )
        looks.append(page.evaluate(LOOK, index))
        assert all(look["inside"] for look in looks), figure
        assert LETTERS * LARGER * min(look["scale"] for look in looks) >= LEAST_LETTERS, figure
        if any(look["needs"] > look["room"] for look in looks):
            beyond.add(f"{name}:{figure}")
    assert beyond == {one for one in EXCEPTIONS[screen] if one.startswith(name)}
