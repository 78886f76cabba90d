"""Every chapter can be presented as it stands: each slide fits one screen of 1280 x 720."""

import shutil

import pytest

from lab import Notebook
from notebooks import HOME, NAMES, read

# The cells on the screen: how many, and how far down they reach.
ON_SCREEN = """index => {
  const content = window.jupyterapp.shell.currentWidget.content;
  const boxes = [...document.querySelectorAll(".jp-Cell")]
    .filter(cell => cell.offsetParent).map(cell => cell.getBoundingClientRect())
    .filter(box => box.height);
  const seen = content.widgets[index].node.offsetParent !== null;
  return { seen, cells: boxes.length, height: Math.max(...boxes.map(box => box.bottom))
    - Math.min(...boxes.map(box => box.top)) };
}"""


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_fits_one_screen(lab, new_page, name):
    shutil.copy(HOME / "notebooks" / f"{name}.ipynb", lab.root)
    book = Notebook(new_page(viewport={"width": 1280, "height": 720}), lab.address(f"{name}.ipynb"))
    book.run_all()
    book.command("deck:start")
    cells = read(name).cells
    kinds = [cell.metadata.slideshow.slide_type for cell in cells]
    starts = [index for index, kind in enumerate(kinds) if kind in ("slide", "subslide")]
    assert len(starts) > 5
    too_high = {}
    for start in starts:
        book.page.evaluate(
            "index => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = index; }",
            start,
        )
        end = next((other for other in starts if other > start), len(kinds))
        expected = sum(kind not in ("skip", "notes") for kind in kinds[start:end])
        book.page.wait_for_function(
            f"([index, cells]) => {{ const now = ({ON_SCREEN})(index);"
            " return now.seen && now.cells === cells; }",
            arg=[start, expected],
        )
        book.page.wait_for_timeout(100)  # formulas and figures take their room
        height = book.page.evaluate(ON_SCREEN, start)["height"]
        if height > 720:
            too_high[cells[start].id] = height
    assert too_high == {}
