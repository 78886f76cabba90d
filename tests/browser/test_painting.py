"""Whatever matplotlib can draw is painted as Agg draws it."""

import matplotlib.patheffects as effects
import numpy as np
import pytest
from matplotlib import collections, patches
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import NonUniformImage
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox
from playwright.sync_api import Error

from painting import TILE_MEAN, assert_like_agg, differences, painted, painted_drawings
from tangible import Stage, live
from tangible.figure.recorder import Recorder, words
from tangible.style import course_style

rng = np.random.default_rng(1)
x = np.linspace(0, 1, 200)
grid = np.meshgrid(np.linspace(0, 1, 40), np.linspace(0, 1, 40))
hills = np.sin(6 * grid[0]) * np.cos(5 * grid[1])
cloud = rng.uniform(0.1, 0.9, (60, 2))


def lines(ax):
    for i, style in enumerate(["-", "--", ":", "-.", (2, (6, 2, 1, 2))]):
        ax.plot(
            x, 0.15 * i + 0.1 * np.sin(9 * x) + 0.15, linestyle=style, lw=1 + i, alpha=1 - 0.15 * i
        )
    ax.plot([0.1, 0.5, 0.2], [0.7, 0.9, 0.9], lw=8, solid_joinstyle="miter", solid_capstyle="butt")


def gaps(ax):
    y = np.where((x > 0.3) & (x < 0.4), np.nan, x**2)
    ax.plot(x, y)


def markers(ax):
    for i, marker in enumerate("o.s^v<>Dx+*phd|_"):
        ax.plot([0.06 * i + 0.05] * 3, [0.2, 0.5, 0.8], marker, ms=9, mec="black", mew=0.8)


def scatter(ax):
    ax.scatter(
        *cloud.T,
        c=cloud[:, 0],
        s=20 + 300 * cloud[:, 1],
        alpha=0.7,
        edgecolor="black",
        lw=cloud[:, 1],
    )


def scatter_of_colours(ax):
    ax.scatter(*cloud.T, c=["C0", "C1", "C2"] * 20, marker="^", s=80)


def regions(ax):
    ax.fill_between(x, 0.2 + 0.1 * np.sin(9 * x), 0.5, alpha=0.4)
    ax.axvspan(0.7, 0.8, color="C2", alpha=0.3)
    ax.add_patch(
        patches.Ellipse((0.4, 0.7), 0.5, 0.3, angle=30, fc="C1", ec="black", lw=2, alpha=0.5)
    )
    ax.add_patch(patches.Wedge((0.8, 0.3), 0.15, 30, 300, fc="C3"))
    ring = Path.make_compound_path(
        Path.circle((0.2, 0.2), 0.15), Path(Path.circle((0.2, 0.2), 0.08).vertices[::-1])
    )
    ax.add_patch(patches.PathPatch(ring, fc="C4", ec="none"))


def bars(ax):
    ax.bar(np.linspace(0.1, 0.9, 9), np.linspace(0.2, 0.9, 9), width=0.07, ec="black", lw=1)


def histogram(ax):
    ax.hist(cloud[:, 0], bins=12, weights=np.full(60, 0.05), histtype="stepfilled", alpha=0.6)


def contours(ax):
    ax.contour(*grid, hills, levels=9, linewidths=1.5)


def filled_contours(ax):
    ax.contourf(*grid, hills, levels=9)


def arrows(ax):
    ax.annotate("peak", (0.8, 0.8), (0.2, 0.4), arrowprops={"arrowstyle": "-|>", "lw": 2})
    ax.add_patch(
        patches.FancyArrowPatch((0.1, 0.1), (0.7, 0.3), mutation_scale=18, color="C1", lw=2)
    )
    ax.quiver([0.2, 0.5], [0.8, 0.6], [1, 0.5], [0.2, -1], color="C2")


def text(ax):
    ax.text(0.1, 0.8, "Eigenvectors turn: λ₁ ≥ λ₂", fontsize=15)
    ax.text(0.1, 0.5, r"$\sum_i \frac{y_i^2}{\lambda_i} = \sqrt{x^T\Sigma^{-1}x}$", fontsize=18)
    ax.text(0.7, 0.2, "turned", rotation=40, color="C1", alpha=0.7)
    ax.text(0.3, 0.2, "haloed", path_effects=[effects.withStroke(linewidth=4, foreground="C4")])
    ax.text(0.5, 0.35, "boxed", bbox={"boxstyle": "round", "fc": "C4", "alpha": 0.5})


def small_image(ax):
    ax.imshow(
        rng_image(8), extent=(0.1, 0.9, 0.1, 0.9), cmap="gray_r", aspect="auto", origin="upper"
    )


def colour_image(ax):
    ax.imshow(
        rng_image(30, 3), extent=(0.1, 0.9, 0.2, 0.7), aspect="auto", origin="lower", alpha=0.6
    )


def smoothed_image(ax):
    ax.imshow(rng_image(12), extent=(0.1, 0.9, 0.1, 0.9), aspect="auto", interpolation="bicubic")


def clipped(ax):
    circle = patches.Circle((0.5, 0.5), 0.35, transform=ax.transData)
    image = ax.imshow(rng_image(10), extent=(0, 1, 0, 1), aspect="auto")
    image.set_clip_path(circle)
    line = ax.plot(x, np.sin(40 * x) / 2 + 0.5, lw=3, color="C1")[0]
    line.set_clip_path(circle)


def far_away(ax):
    ax.plot([-1e6, 1e6], [-2e6, 2e6], lw=3)
    ax.fill([-1e5, 0.5, 1e5], [-1, 0.9, -1], alpha=0.4, ec="black")
    ax.plot(x, np.tan(20 * x), lw=1)
    ax.add_patch(patches.FancyArrowPatch((0.9, 0.2), (3, 1.5), mutation_scale=60, fc="C2"))
    ax.add_patch(patches.Circle((3, 0.5), 2.4, fc="C3", alpha=0.4))


def hatched(ax):
    ax.add_patch(patches.Rectangle((0.2, 0.2), 0.5, 0.4, fc="C4", ec="black", hatch="//"))
    ax.fill_between(x, 0.7, 0.9, fc="none", ec="C0", hatch="xx")


def mesh(ax):
    ax.pcolormesh(*grid, hills)


def smooth_mesh(ax):
    ax.pcolormesh(*grid, hills, shading="gouraud")


def filtered(ax):
    def fade(image, dpi):
        return image * [1, 1, 1, 0.4], 0, 0

    ax.add_patch(patches.Circle((0.4, 0.6), 0.2, fc="C2", agg_filter=fade))
    ax.plot(x, x, lw=4)


def rasterised(ax):
    ax.plot(x, x**2, lw=3, rasterized=True)


def sketched(ax):
    ax.add_collection(collections.LineCollection([[(0.1, 0.1), (0.9, 0.8)], [(0.1, 0.9), (0.9, 0.2)]],
                                                 colors=["C0", "C1"], linestyles=["--", "-"], lw=3))  # fmt: skip
    ax.errorbar([0.2, 0.5, 0.8], [0.5, 0.6, 0.4], yerr=0.1, fmt="o", capsize=5)
    ax.stem([0.3, 0.6], [0.3, 0.4])


def table(ax):
    ax.table([["1", "2"], ["3", "4"]], loc="center")


def image_of_alphas(ax):
    alphas = np.linspace(0, 1, 64).reshape(8, 8)
    ax.imshow(rng_image(8), extent=(0.1, 0.9, 0.1, 0.9), alpha=alphas, aspect="auto")
    ax.imshow(rng_image(8, 4), extent=(0.4, 0.6, 0.4, 0.6), alpha=alphas, aspect="auto")


def turned_image(ax):
    turned = Affine2D().rotate_deg(90).translate(0.5, 0.5) + ax.transData
    ax.imshow(rng_image(3), extent=(-0.3, 0.3, -0.2, 0.4), transform=turned, aspect="auto")


def stripes(ax):
    # Where an image is reduced in one direction, matplotlib would smooth it in the other, too.
    pixels = np.array([[0] * 2000, [1] * 2000])
    ax.imshow(pixels, extent=(0.1, 0.9, 0.1, 0.9), aspect="auto", interpolation="nearest")


def wide_image(ax):
    ax.imshow(np.sin(np.arange(70_000) / 5000)[None], extent=(0, 1, 0, 1), aspect="auto")


def image_that_is_not_uniform(ax):
    image = NonUniformImage(ax, extent=(0.1, 0.9, 0.1, 0.9))
    image.set_data([0.2, 0.3, 0.8], [0.2, 0.6, 0.8], rng_image(3))
    ax.add_image(image)


def rng_image(size, *channels):
    return np.random.default_rng(7).uniform(size=(size, size, *channels))


CASES = [lines, gaps, markers, scatter, scatter_of_colours, regions, bars, histogram, contours,
         filled_contours, arrows, text, small_image, colour_image, smoothed_image, clipped, far_away,
         hatched, mesh, smooth_mesh, filtered, rasterised, sketched, table,
         image_of_alphas, turned_image, stripes, wide_image, image_that_is_not_uniform]  # fmt: skip


# Agg puts markers on whole pixels, and a fraction's thin bar as well.
COARSER_IN_AGG = {markers: {"mean": 2.5, "tile": 32}, text: {"tile": 48}}


def figure_of(draw, **stage):
    @live(Stage(xlim=(0, 1), ylim=(0, 1), xlabel="x", ylabel="y", title="a title", **stage))
    def figure(ax):
        """One kind of artist."""
        draw(ax)

    return figure


@pytest.mark.parametrize("draw", CASES, ids=lambda draw: draw.__name__)
def test_painted_as_agg_draws(blank, draw):
    assert_like_agg(blank, figure_of(draw), **COARSER_IN_AGG.get(draw, {}))


def test_two_stages_side_by_side(blank):
    stage = Stage(xlim=(0, 1), ylim=(0, 1))

    @live(stage, Stage(xlim=(1, 1000), ylim=(0, 1), xscale="log"))
    def pair(left, right):
        """Two linked views."""
        left.plot(x, x)
        right.plot(10 ** (3 * x), x**2)

    assert_like_agg(blank, pair)


def test_a_stage_in_three_dimensions(blank):
    @live(Stage(projection="3d", xlim=(0, 1), ylim=(0, 1), zlim=(-1, 1)), azim=(0, 90))
    def surface(ax, azim=30):
        """A surface that turns."""
        ax.view_init(25, azim)
        ax.plot_surface(*grid, hills, rcount=20, ccount=20, cmap="cividis")

    assert_like_agg(blank, surface)
    assert_like_agg(blank, surface, {"azim": 80})


def test_a_lost_mark_would_be_seen(blank):
    """The tolerance is tight enough: the same picture without its lines fails."""
    with_line, without = (
        figure_of(lambda ax: ax.plot([0.4, 0.6], [0.55, 0.55])),
        figure_of(lambda ax: None),
    )
    _, worst = differences(painted(blank, without), with_line.frame())
    assert worst > TILE_MEAN


def test_sharp_at_any_ratio(blank):
    figure = figure_of(lines)
    large = painted(blank, figure, ratio=2).astype(float)
    halved = large.reshape(large.shape[0] // 2, 2, large.shape[1] // 2, 2, 4).mean(axis=(1, 3))
    assert large.shape[0] == 2 * figure.frame().shape[0]
    mean, _ = differences(halved, figure.frame())
    assert mean < 2.5


def words_painted(page, factor=1, colour=None):
    """A word that is anchored at its lower right corner, beside a line and within a clip."""
    figure = Figure((2, 1), 96)
    FigureCanvasAgg(figure)
    text = figure.text(0.5, 0.5, "words", ha="right", va="baseline", size=12)
    text.set_clip_box(Bbox.from_extents(0, 0, 192, 96))
    figure.add_artist(Line2D([0.6, 0.9], [0.2, 0.2], lw=4, color="k"))
    recorder = Recorder(192, 96, 96, words([figure]))
    figure.draw(recorder)
    return painted_drawings(page, [recorder.drawing()], 192, 96, 1, factor, colour)


def dark(picture):
    """(left, top, right, bottom) of what is dark."""
    rows, columns = np.nonzero(picture[..., :3].mean(axis=2) < 128)
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def test_letters_grow_about_their_anchor_and_nothing_else_does(blank):
    small, large = words_painted(blank), words_painted(blank, 2)
    left, top, right, bottom = dark(small[:60, :110])
    assert (right, bottom) == pytest.approx((96, 48), abs=2)
    assert dark(large[:60, :110]) == pytest.approx(
        (96 - 2 * (96 - left), 48 - 2 * (48 - top), right, bottom), abs=3
    )
    assert (small[60:] == large[60:]).all()


def beside_axes_painted(page, factor):
    """Axes with a title at the right end, a long word at its edge, and numbers close together."""
    with course_style():
        figure = Figure((4, 2), 96)
        FigureCanvasAgg(figure)
        ax = figure.add_axes((0.2, 0.3, 0.7, 0.5))
        ax.set(xlim=(0, 1), xticks=np.linspace(0, 1, 11), yticks=[])
        ax.text(0.9, 0.5, "at the edge")
        recorder = Recorder(384, 192, 96, words([ax]))
        figure.draw(recorder)
    drawings = [recorder.drawing()]
    return painted_drawings(page, drawings, 384, 192, 1, factor, "rgb(255, 0, 0)", True)


def lettered(picture):
    return (picture[..., 0] > 200) & (picture[..., 1] < 120) & (picture[..., 3] > 0)


def test_enlarged_letters_stay_on_the_picture_and_do_not_touch(blank):
    small, large = (lettered(beside_axes_painted(blank, factor)) for factor in (1, 2))
    assert small[:, -2:].any()  # the word leaves the picture, as it was drawn
    assert large[60:110].any(axis=0).nonzero()[0].max() in range(370, 383)
    # Beneath the axes, as many gaps as there are numbers left: fewer, of twice the size.
    rows = [picture[136:].any(axis=0) for picture in (small, large)]
    apart = [
        max(map(len, "".join(".#"[int(x)] for x in row).strip(".").split("#"))) for row in rows
    ]
    assert apart[1] > apart[0]
    assert rows[1].sum() < 2 * rows[0].sum()


def test_letters_are_told_apart_by_their_colour(blank):
    coloured = words_painted(blank, colour="rgb(255, 0, 0)")
    assert (coloured[:60, :110, 0] == 255).all()  # white and red
    assert (words_painted(blank)[60:] == coloured[60:]).all()


def test_what_is_no_drawing_is_refused_in_words(blank):
    with pytest.raises(Error, match="A drawing of another edition: reload the page"):
        painted_drawings(blank, [b"TGB1" + bytes(20)], 10, 10)
