"""Figures that plain matplotlib composes are painted as Agg draws them.

Agg puts ticks, markers, caps and the edges of images on whole pixels, and the painter does not, by
design. So a pixel counts by how far its colour lies outside of the colours that the other picture
has within one CSS pixel of it, each channel for itself and both ways, the largest taken, in parts
of 255. A block of 12 x 12 CSS pixels may not differ by more than `BOUND` on the average. What is
moved by less than a pixel is forgiven; what is lost, added, lighter or thicker is not.
"""

import numpy as np
import pytest
from matplotlib import rc_context
from scipy.ndimage import maximum_filter, minimum_filter

from gallery import CASES, DPI, SIZE, compose
from painting import painted_drawings
from tangible.figure.canvas import _keep_pixels
from tangible.figure.recorder import Recorder

BLOCK, BOUND = 12, 4

# Agg puts them on whole pixels, one by one: gaps close or open, thin ones are wider or narrower.
WHOLE_PIXELS = {
    "markers": 11, "spy_with_markers": 16, "every_tenth_marker": 6, "many_points": 6,
    "formulas": 12, "logit": 6, "symmetric_logarithmic": 6,
}  # fmt: skip
# Agg colours every pixel that a face touches: neighbours overlap, and translucent ones get a dark
# rim, hatches that are not antialiased grow. Here they meet.
OVERLAPPING = {
    "translucent_surface": 56, "triangles_with_alpha": 24, "pseudocolour_with_alpha": 21,
    "filled_levels_in_one_colour": 14, "filled_levels_with_alpha": 9,
    "hatched_levels_with_alpha": 9, "polar_levels_in_a_sector": 7,
}  # fmt: skip
# Agg does not antialias it, or rounds many faint lines; the canvas does not.
COARSER_IN_AGG = {
    "random_walk": 7, "hexagons_on_logarithmic_axes": 7, "polygons_of_many_corners": 6,
    "triangles_with_edges": 6, "triangle_mesh_and_levels": 7, "colour_bars": 8,
    "surface_with_edges": 6, "image_with_a_colour_bar": 5, "mesh_with_edges_of_its_faces": 6,
}  # fmt: skip
# The figure itself counts in pixels, so that its picture of twice as many is another one.
COUNTED_IN_PIXELS = {"globe": 50, "image_of_the_figure": 110, "sketched": 70}
# matplotlib makes the picture for CSS pixels, and the painter enlarges it.
MADE_FOR_CSS_PIXELS = {"fine_rings": 52, "filtered": 13}
EXCEPTIONS = (
    WHOLE_PIXELS | OVERLAPPING | COARSER_IN_AGG
    | COUNTED_IN_PIXELS | MADE_FOR_CSS_PIXELS
)  # fmt: skip
WIDTH, HEIGHT = (inches * DPI for inches in SIZE)


def recorded(figure):
    recorder = Recorder(WIDTH, HEIGHT, DPI)
    figure.draw(recorder)
    return recorder.drawing()


def painted(page, drawing, ratio):
    return painted_drawings(page, [drawing], WIDTH, HEIGHT, ratio)[..., :3]


def by_agg(figure, ratio):
    figure.set_dpi(DPI * ratio)
    figure.canvas.draw()
    figure.set_dpi(DPI)
    return np.asarray(figure.canvas.buffer_rgba())[..., :3]


def differences(ours, agg, ratio):
    """How far each block is from Agg's."""
    apart = np.maximum(outside(ours, agg, ratio), outside(agg, ours, ratio)).max(axis=2)
    size = BLOCK * ratio
    height, width = np.array(apart.shape) // size
    return apart.reshape(height, size, width, size).mean(axis=(1, 3))


def outside(picture, other, reach):
    """How far each channel lies outside of what the other picture has within `reach` pixels."""
    around = (2 * reach + 1, 2 * reach + 1, 1)
    low, high = minimum_filter(other, around), maximum_filter(other, around)
    return np.abs(picture.astype(int) - np.clip(picture, low, high))


@pytest.mark.parametrize("draw", CASES, ids=lambda draw: draw.__name__)
def test_painted_as_agg_draws(blank, draw):
    with rc_context({"text.hinting": "none"}):
        figure = compose(draw)
        drawing = recorded(figure)
        for ratio in 1, 2:
            agg = by_agg(figure, ratio)
            worst = differences(painted(blank, drawing, ratio), agg, ratio).max()
            bound = EXCEPTIONS.get(draw.__name__, BOUND)
            assert worst <= bound, f"a block differs by {worst:.1f} at ratio {ratio}"


def test_the_gallery_is_large_and_its_exceptions_are_few():
    names = [draw.__name__ for draw in CASES]
    assert len(set(names)) == len(names) >= 150
    assert set(EXCEPTIONS) <= set(names)
    assert len(EXCEPTIONS) < len(names) / 6


# The finest rings are as fine as the screen: the canvas weighs their pixels otherwise than Agg.
PIXEL_BY_PIXEL = {
    "fine_rings": 15,
    "a_very_high_image": 4,
    "image_with_alphas": 4,
    "spectrogram": 4,
}


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize(("name", "bound"), PIXEL_BY_PIXEL.items())
def test_an_image_sent_pixel_by_pixel_is_filtered_as_agg_filters(blank, name, bound, ratio):
    figure = compose(next(draw for draw in CASES if draw.__name__ == name))
    agg = by_agg(figure, ratio).copy()
    for image in figure.axes[0].images:
        _keep_pixels(image)
    assert differences(painted(blank, recorded(figure), ratio), agg, ratio).max() <= bound
