"""From a key press on a slider to changed pixels, in JupyterLab in Chromium, side by side.

    .venv/bin/pip install -r benchmarks/requirements.txt
    .venv/bin/python benchmarks/latency.py

The same drawing in every technique: 500 points and an ellipse under a slider for their
correlation, 500 x 400 CSS pixels. For each: the time from the key event until the browser has
painted the frame with the new picture, rasterisation and the wait for the screen's next turn
included (median, 95th percentile); the pictures a second while the slider moves at every
animation frame; the bytes that the kernel sends a picture; and, for ours, the time from display
until the whole slider is stored. The machine is noisy: read the ratios.
"""

import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from playwright.sync_api import sync_playwright

from browser_found import find_browser
from lab import FLAGS, Lab, Notebook

PRESSES, WARM_UP, SECONDS = 60, 5, 4

DATA = """
import numpy as np
white = np.random.default_rng(0).standard_normal((500, 2))
turn = np.linspace(0, 2 * np.pi, 200)
circle = 2 * np.column_stack([np.cos(turn), np.sin(turn)])

def mixed(points, rho):
    return points @ np.array([[1, 0], [rho, np.sqrt(1 - rho**2)]]).T
"""
OURS = """
from tangible import Stage, live
plane = Stage(xlim=(-4, 4), ylim=(-4, 4), aspect="equal", xlabel="x", ylabel="y", width=500, height=400)

@live(plane, rho=(-0.95, 0.95, 0.01))
def figure(ax, rho=0):
    "500 points and an ellipse."
    ax.plot(*mixed(white, rho).T, ".", ms=5, alpha=0.6)
    ax.plot(*mixed(circle, rho).T)

figure
"""
# The slider is so fine that no value comes twice, and a page that nobody sees asks for nothing ahead.
FINER = OURS.replace("0.01))", "0.001))")
UNSEEN = "Object.defineProperty(document, 'hidden', { value: true })"
AXES = """
def axes(ax):
    ax.set(xlim=(-4, 4), ylim=(-4, 4), aspect="equal", xlabel="x", ylabel="y")
    ax.grid()
"""
INTERACT = f"""
%matplotlib inline
import matplotlib.pyplot as plt
from ipywidgets import interact
{AXES}
@interact(rho=(-0.95, 0.95, 0.01))
def figure(rho=0):
    fig, ax = plt.subplots(figsize=(5, 4), dpi=100)
    ax.plot(*mixed(white, rho).T, ".", ms=5, alpha=0.6)
    ax.plot(*mixed(circle, rho).T)
    axes(ax)
    plt.show()
"""
IPYMPL = f"""
%matplotlib widget
import matplotlib.pyplot as plt
from ipywidgets import interact
{AXES}
fig, ax = plt.subplots(figsize=(5, 4), dpi=100)
points, = ax.plot(*white.T, ".", ms=5, alpha=0.6)
outline, = ax.plot(*circle.T)
axes(ax)

@interact(rho=(-0.95, 0.95, 0.01))
def figure(rho=0):
    points.set_data(*mixed(white, rho).T)
    outline.set_data(*mixed(circle, rho).T)
    fig.canvas.draw_idle()
"""
MPL_INTERACTIONS = f"""
%matplotlib widget
import matplotlib.pyplot as plt
import mpl_interactions.ipyplot as iplt
from mpl_interactions.controller import Controls
{AXES}
fig, ax = plt.subplots(figsize=(5, 4), dpi=100)
# It does not know the backend by its present name, and would draw its slider in matplotlib.
controls = Controls(use_ipywidgets=True, rho=np.arange(-0.95, 0.951, 0.01))
for data, look in [(white, dict(ls="", marker=".", ms=5, alpha=0.6)), (circle, dict())]:
    iplt.plot(
        lambda rho, data=data: mixed(data, rho)[:, 0],
        lambda x, rho, data=data: mixed(data, rho)[:, 1],
        controls=controls, xlim="fixed", ylim="fixed", **look,
    )
axes(ax)
display(controls)
"""
PLOTLY = """
import plotly.graph_objects as go
from ipywidgets import interact
figure = go.FigureWidget(layout=dict(width=500, height=400, xaxis_range=(-4, 4), yaxis_range=(-4, 4)))
figure.add_scatter(x=white[:, 0], y=white[:, 1], mode="markers", opacity=0.6)
figure.add_scatter(x=circle[:, 0], y=circle[:, 1], mode="lines")
display(figure)

@interact(rho=(-0.95, 0.95, 0.01))
def move(rho=0):
    points, outline = mixed(white, rho), mixed(circle, rho)
    with figure.batch_update():
        figure.data[0].x, figure.data[0].y = points.T
        figure.data[1].x, figure.data[1].y = outline.T
"""
NOTHING = '''
import anywidget

class Echo(anywidget.AnyWidget):
    _esm = """
    export default { render({ model, el }) {
      const input = document.createElement("input");
      Object.assign(input, { type: "range", min: 0, max: 190, value: 95 });
      input.dataset.lmSuppressShortcuts = "true";
      const text = document.createElement("p");
      text.className = "echo";
      el.append(input, text);
      input.addEventListener("input", () => model.send(Number(input.value)));
      model.on("msg:custom", (value) => { text.textContent = value; });
    } };
    """

echo = Echo()
echo.on_msg(lambda widget, content, buffers: widget.send(content / 100))
echo
'''
OWN_SLIDER, THEIRS = "input[type=range]", ".noUi-handle"
FRESH, STORED = "this course, fresh frames", "this course, stored frames"
TECHNIQUES = {
    "empty round trip": (NOTHING, OWN_SLIDER, ".echo"),
    STORED: (OURS, OWN_SLIDER, ".tangible canvas:nth-child(2)"),
    FRESH: (FINER, OWN_SLIDER, ".tangible canvas:nth-child(2)"),
    "plotly FigureWidget": (PLOTLY, THEIRS, ".js-plotly-plot"),
    "mpl-interactions on ipympl": (MPL_INTERACTIONS, THEIRS, ".jupyter-matplotlib canvas"),
    "ipympl, set_data": (IPYMPL, THEIRS, ".jupyter-matplotlib canvas"),
    "interact, inline backend": (INTERACT, THEIRS, ".widget-output"),
}

# Notes when the key went down and when the picture held something new.
WATCH = """
(picture) => {
  const watch = (window.watch = { pressed: 0, waits: [], changes: 0 });
  const change = () => {
    watch.changes++;
    if (watch.pressed) watch.waits.push(performance.now() - watch.pressed);
    watch.pressed = 0;
  };
  let told = false;
  const later = () => { // once for each frame of the screen, when it is painted
    if (told) return;
    told = true;
    requestAnimationFrame(() => {
      told = false;
      const painted = new MessageChannel();
      painted.port1.onmessage = change;
      painted.port2.postMessage(null);
    });
  };
  for (const name of ["drawImage", "putImageData", "stroke", "fill"]) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...args) {
      if (this.canvas.matches?.(picture)) later();
      return draw.apply(this, args);
    };
  }
  const place = document.querySelector(picture);
  if (!place.matches("canvas")) {
    new MutationObserver(() => {
      const image = place.querySelector(":scope img");
      if (image) image.decode().then(later, () => {});
      else if (!place.matches(".widget-output")) later();
    }).observe(place, { subtree: true, childList: true, attributes: true, characterData: true });
  }
  document.addEventListener("keydown", () => { watch.pressed = performance.now(); }, true);
}
"""
FLOOD = """
async ([slider, seconds]) => {
  const handle = document.querySelector(slider);
  const end = performance.now() + 1000 * seconds;
  let way = 1;
  window.watch.changes = 0;
  window.watch.pressed = 0;
  while (performance.now() < end) {
    await new Promise(requestAnimationFrame);
    if (handle.matches("input")) {
      if (handle.value === handle.max) way = -1;
      if (handle.value === handle.min) way = 1;
      handle.value = Number(handle.value) + way;
      handle.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      const { ariaValueNow: now, ariaValueMin: low, ariaValueMax: high } = handle;
      if (Number(now) >= Number(high)) way = -1;
      if (Number(now) <= Number(low)) way = 1;
      handle.dispatchEvent(new KeyboardEvent("keydown", { key: way > 0 ? "ArrowRight" : "ArrowLeft", bubbles: true }));
    }
  }
  return window.watch.changes;
}
"""


def measure(browser, lab, name):
    """(median ms, p95 ms, pictures a second, bytes a picture, seconds to fill) of one technique."""
    code, slider, picture = TECHNIQUES[name]
    page = browser.new_page(viewport={"width": 1280, "height": 1100})
    received = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda data: received.append(len(data))),
    )
    if name == FRESH:
        page.add_init_script(UNSEEN)
    book = Notebook(page, lab.write(f"{name.replace(' ', '_')}.ipynb", [DATA, code]))
    book.run_all()
    page.locator(picture).first.wait_for(state="attached")
    start = time.perf_counter()
    filled = None
    if name == STORED:
        book.wait_until_filled()
        filled = time.perf_counter() - start
        assert book.stored() == 191
    page.wait_for_timeout(1500)
    page.evaluate(WATCH, picture)
    handle = page.locator(slider).first
    handle.focus()
    if name == FRESH:
        handle.press("Home")
        page.wait_for_timeout(500)
        page.evaluate("() => { window.watch.waits = []; }")
        assert book.stored() <= 2  # where it stood, and where it is now
    for press in range(WARM_UP + PRESSES):
        if press == WARM_UP:
            received.clear()
        handle.press("ArrowRight" if name == FRESH or press % 40 < 20 else "ArrowLeft")
        page.wait_for_function("n => window.watch.waits.length > n", arg=press)
        page.wait_for_timeout(60)
    waits = page.evaluate("() => window.watch.waits")[WARM_UP : WARM_UP + PRESSES]
    bytes_each = sum(received) / PRESSES
    changes = page.evaluate(FLOOD, [slider, SECONDS])
    page.context.close()
    p95 = statistics.quantiles(waits, n=20)[-1]
    return statistics.median(waits), p95, changes / SECONDS, bytes_each, filled


def main():
    if not find_browser():
        sys.exit(
            "No browser was found: install Chromium, Chrome or Edge, or name one in TANGIBLE_BROWSER."
        )
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(
        "| technique | median ms | p95 ms | pictures / s | kB a picture | all stored, s | of interact |"
    )
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        lab = Lab(Path(folder))
        browser = play.chromium.launch(executable_path=find_browser(), args=FLAGS)
        try:
            found = {name: measure(browser, lab, name) for name in TECHNIQUES}
        finally:
            browser.close()
            lab.close()
    slowest = found["interact, inline backend"][0]
    for name, (median, p95, rate, size, filled) in found.items():
        fill = f"{filled:.1f}" if filled else "–"
        share = f"{median / slowest:.2f}"
        print(
            f"| {name} | {median:.0f} | {p95:.0f} | {rate:.0f} | {size / 1000:.1f} | {fill} | {share} |"
        )


if __name__ == "__main__":
    main()
