"""What every live figure of every notebook costs.

    .venv/bin/python benchmarks/figures.py [notebook ...]

For each figure, over its corners and random settings: a fresh frame in the kernel (median, 95th percentile)
and the bytes of its drawing (median, largest). Then, in JupyterLab in Chromium: the seconds from
the figure's coming into sight until all frames are stored that the reader may want next, how many
they are, and the fewest pictures in any second while its first slider moves at every animation
frame for three seconds. In the end, the memory of each notebook's kernel. The machine is noisy.
"""

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from playwright.sync_api import sync_playwright

from browser_found import find_browser
from lab import FLAGS, Lab, Notebook
from notebooks import HOME, NAMES, figures
from settings import corners, random_settings

SECONDS = 3
DRAG = """
async ([figure, seconds]) => {
  const slider = figure.querySelector("input[type=range]");
  const canvas = figure.querySelectorAll("canvas")[1];
  const context = canvas.getContext("2d");
  const clear = context.clearRect;
  let pictures = 0, fewest = Infinity, way = 1;
  context.clearRect = function (...args) { pictures++; clear.apply(context, args); };
  for (let second = 0; second < seconds; second++) {
    const end = performance.now() + 1000;
    pictures = 0;
    while (performance.now() < end) {
      await new Promise(requestAnimationFrame);
      if (slider.value === slider.max) way = -1;
      if (slider.value === slider.min) way = 1;
      slider.value = Number(slider.value) + way;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }
    fewest = Math.min(fewest, pictures);
  }
  delete context.clearRect;
  return fewest;
}
"""


def in_the_kernel(figure):
    """Milliseconds and kilobytes of fresh frames."""
    figure.drawing()
    times, sizes = [], []
    for values in [*corners(figure), *random_settings(figure, 200)]:
        start = time.perf_counter()
        drawing = figure.drawing(**values)
        times.append(1000 * (time.perf_counter() - start))
        sizes.append(len(drawing) / 1000)
    return times, sizes


def in_the_browser(browser, lab, name, count):
    """Of each figure (seconds to fill the store, frames in it, fewest pictures a second or None);
    and the memory of the kernel after all that."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(120_000)
    shutil.copy(HOME / "notebooks" / f"{name}.ipynb", lab.root)
    book = Notebook(page, lab.address(f"{name}.ipynb"))
    book.run_all()
    costs = []
    for index in range(count):
        shown = book.figure(index)
        start = time.perf_counter()
        book.wait_until_filled(index)
        filled = time.perf_counter() - start
        stored = book.stored(index)
        sliders = shown.locator("input[type=range]").count()
        fewest = sliders and page.evaluate(DRAG, [shown.element_handle(), SECONDS])
        costs.append((filled, stored, fewest or None))
    memory = book.memory()
    page.context.close()
    return costs, memory


def main(names):
    if not find_browser():
        sys.exit(
            "No browser was found: install Chromium, Chrome or Edge, or name one in TANGIBLE_BROWSER."
        )
    print("| figure | ms: median | p95 | kB: median | largest | stored | in s | fewest a second |")
    print("|---|---|---|---|---|---|---|---|")
    memory = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        lab = Lab(Path(folder))
        browser = play.chromium.launch(executable_path=find_browser(), args=FLAGS)
        try:
            for book in names:
                costs, memory[book] = in_the_browser(browser, lab, book, len(figures(book)))
                for (name, figure), (filled, stored, fewest) in zip(
                    figures(book).items(), costs, strict=True
                ):
                    times, sizes = in_the_kernel(figure)
                    cost = f"{statistics.median(times):.1f} | {statistics.quantiles(times, n=20)[-1]:.1f}"
                    weight = f"{statistics.median(sizes):.1f} | {max(sizes):.1f}"
                    rate = fewest or "–"
                    print(
                        f"| {book}: {name} | {cost} | {weight} | {stored} | {filled:.1f} | {rate} |"
                    )
        finally:
            browser.close()
            lab.close()
    print("\n| notebook | MB in its kernel |")
    print("|---|---|")
    for book, size in memory.items():
        print(f"| {book} | {size:.0f} |")


if __name__ == "__main__":
    main(sys.argv[1:] or NAMES)
