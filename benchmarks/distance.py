"""How long a figure takes to fill its store from afar, and how a move fares meanwhile.

    python benchmarks/distance.py [milliseconds of a round trip ...]

A proxy on loopback delays every byte between JupyterLab and the browser by half a round trip.
"""

import asyncio
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser_found import find_browser
from lab import FLAGS, Lab, Notebook

FIGURE = """
import numpy as np
from tangible import Stage, live, marks

plane = Stage(xlim=(0, 1), ylim=(0, 1))
x = np.linspace(0, 1, 300)

@live(plane, power=(0.0, 2.1, 0.01))
def figure(ax, power=1.0):
    "A power, a band and a hundred points."
    marks.band(ax, x, 0 * x, x**power)
    marks.curve(ax, x, x**power)
    marks.samples(ax, np.column_stack([x[::3], x[::3] ** power]))
    return f"power {power:.2f}"

figure
"""


class Distance:
    """A proxy before `address` that is `milliseconds` away, there and back."""

    def __init__(self, address, milliseconds):
        self.target, self.delay = urlsplit(address), milliseconds / 2000
        self.loop = asyncio.new_event_loop()
        begun = threading.Event()
        threading.Thread(target=self._run, args=(begun,), daemon=True).start()
        begun.wait()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def _run(self, begun):
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self._join, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        begun.set()
        self.loop.run_forever()

    async def _join(self, reader, writer):
        there = await asyncio.open_connection(self.target.hostname, self.target.port)
        await asyncio.gather(self._carry(reader, there[1]), self._carry(there[0], writer))

    async def _carry(self, reader, writer):
        """What is read arrives after the delay, in order."""
        queue = asyncio.Queue()

        async def deliver():
            while True:
                at, data = await queue.get()
                await asyncio.sleep(max(0, at - self.loop.time()))
                if not data:
                    return writer.close()
                writer.write(data)
                await writer.drain()

        delivery = asyncio.ensure_future(deliver())
        try:
            while data := await reader.read(65536):
                queue.put_nowait((self.loop.time() + self.delay, data))
        except ConnectionError:
            pass
        queue.put_nowait((self.loop.time() + self.delay, b""))
        await asyncio.gather(delivery, return_exceptions=True)


MOVE = """async value => {
  const slider = document.querySelector(".tangible input");
  const readout = document.querySelector(".tangible-readout");
  const begun = performance.now();
  const before = readout.textContent;
  slider.value = value;
  slider.dispatchEvent(new Event("input"));
  while (readout.textContent === before) await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}"""


def measure(play, lab, milliseconds):
    """(frames, seconds until they are stored, median milliseconds of a move that is not stored)."""
    proxy = Distance(lab.url, milliseconds)
    browser = play.chromium.launch(executable_path=find_browser(), args=FLAGS)
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(120_000)
    address = lab.write(f"far-{milliseconds}.ipynb", [FIGURE]).replace(lab.url, proxy.url)
    book = Notebook(page, address)
    book.run_all()
    book.wait_for_picture()
    begun = time.perf_counter()
    moves = []
    book.page.wait_for_function("() => document.querySelector('.tangible').dataset.stored > 5")
    for value in (200, 5, 190):  # far from what is stored by then
        moves.append(page.evaluate(MOVE, value))
        page.wait_for_timeout(2 * milliseconds)
    paused = 3 * 2 * milliseconds / 1000
    book.wait_until_filled()
    seconds = time.perf_counter() - begun - paused
    frames = book.stored()
    browser.close()
    return frames, seconds, statistics.median(moves)


def main():
    distances = [int(one) for one in sys.argv[1:]] or [0, 20, 100]
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        lab = Lab(Path(folder))
        try:
            print("round trip ms | frames | stored after s | a fresh move ms")
            for milliseconds in distances:
                frames, seconds, move = measure(play, lab, milliseconds)
                print(f"{milliseconds:13} | {frames:6} | {seconds:14.1f} | {move:15.0f}")
        finally:
            lab.close()


if __name__ == "__main__":
    main()
