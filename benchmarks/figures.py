"""What every live figure of every notebook costs the kernel.

    .venv/bin/python benchmarks/figures.py

For each figure, over its corners and random settings: a fresh frame in the kernel, median and
longest, and the bytes of its drawing, median and largest. The machine is noisy.
"""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from notebooks import every_figure, figures
from settings import corners, random_settings


def main():
    print("| figure | median ms | longest ms | median kB | largest kB |")
    print("|---|---|---|---|---|")
    for book, name in every_figure():
        figure = figures(book)[name]
        figure.drawing()
        times, sizes = [], []
        for values in [*corners(figure), *random_settings(figure, 200)]:
            start = time.perf_counter()
            drawing = figure.drawing(**values)
            times.append(1000 * (time.perf_counter() - start))
            sizes.append(len(drawing) / 1000)
        cost = f"{statistics.median(times):.1f} | {max(times):.1f}"
        weight = f"{statistics.median(sizes):.1f} | {max(sizes):.1f}"
        print(f"| {book}: {name} | {cost} | {weight} |")


if __name__ == "__main__":
    main()
