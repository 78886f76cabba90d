"""Paint a drawing on a bare page and hold it against Agg."""

import base64
import io

import numpy as np
from matplotlib.image import imread

from tangible import page

SCRIPT = (
    page.linked("painter.js")
    + """
window.paintAll = (drawings, width, height, ratio, letters = 1, ofLetters = null, within = 0) => {
  const whole = document.createElement("canvas");
  Object.assign(whole, { width: width * ratio, height: height * ratio });
  const colour = (r, g, b, a, role) =>
    !a ? null : role && ofLetters ? ofLetters : `rgba(${r},${g},${b},${a / 255})`;
  const stages = drawings.map((text) => {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    return parts(new DataView(bytes.buffer));
  });
  stages[0].forEach(({ left, width, height }, i) => {
    const sheet = document.createElement("canvas");
    Object.assign(sheet, { width: width * ratio, height: height * ratio });
    const layers = stages.flatMap((parts) => parts[i].layers).sort((a, b) => a.z - b.z);
    const room = { origin: [0, 0], left: 2, top: 2, right: width - 2, bottom: height - 2 };
    for (const layer of layers)
      paint(sheet.getContext("2d"), layer, ratio, colour, () => letters, within ? room : undefined);
    whole.getContext("2d").drawImage(sheet, left * ratio, 0);
  });
  return whole.toDataURL().split(",")[1];
};
"""
)

# How far a painted pixel may be from Agg's, on average over the picture and over each tile of
# 20 x 20 pixels, in parts of 255. Antialiasing differs everywhere; a mark that is lost or
# misplaced is seen in its tile, however small it is in the picture.
MEAN, TILE_MEAN, TILE = 1.2, 12, 20


def blank_page(browser):
    """A page with nothing on it but the painter."""
    blank = browser.new_page()
    blank.set_content("<!doctype html><title>painter</title>")
    blank.add_script_tag(content=SCRIPT)
    return blank


def painted(page, figure, values=None, ratio=1):
    """The painted background and frame of `figure`: uint8 of shape (height, width, 4)."""
    drawings = [figure.background, figure.drawing(**(values or {}))]
    height, width = figure.frame(**(values or {})).shape[:2]
    return painted_drawings(page, drawings, width, height, ratio)


def painted_drawings(page, drawings, width, height, *options):
    """`drawings` painted one over the other: uint8 of shape (height, width, 4).

    `options`: the ratio, by how much letters are enlarged, the colour of all of them, and whether
    they are to stay within the picture.
    """
    encoded = [base64.b64encode(drawing).decode() for drawing in drawings]
    png = page.evaluate(
        "args => window.paintAll(...args)", [encoded, width, height, *(options or (1,))]
    )
    return np.rint(imread(io.BytesIO(base64.b64decode(png))) * 255).astype(np.uint8)


def differences(ours, agg):
    """(mean difference over the picture, the largest mean over a tile), in parts of 255."""
    apart = np.abs(ours[..., :3].astype(float) - agg[..., :3]).mean(axis=2)
    height, width = (size // TILE * TILE for size in apart.shape)
    tiles = apart[:height, :width].reshape(height // TILE, TILE, width // TILE, TILE)
    return apart.mean(), tiles.mean(axis=(1, 3)).max()


def assert_like_agg(page, figure, values=None, mean=MEAN, tile=TILE_MEAN):
    found, worst = differences(painted(page, figure, values), figure.frame(**(values or {})))
    assert found < mean, f"mean difference {found:.2f}"
    assert worst < tile, f"a tile differs by {worst:.1f}"
