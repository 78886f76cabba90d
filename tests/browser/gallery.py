"""What people draw with matplotlib: every function adds one kind of thing to `ax` or to `fig`."""

import inspect

import matplotlib
import matplotlib.patheffects as effects
import numpy as np
from matplotlib import collections, colors, lines, offsetbox, patches, rc_context, ticker
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import BboxImage, FigureImage, NonUniformImage
from matplotlib.legend import Legend
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox
from matplotlib.tri import Triangulation

matplotlib.use("agg")  # a box plot looks at all settings, and thereby chooses a backend
CASES = []
SIZE, DPI = (4, 3), 96  # inches, and CSS pixels to an inch
MARKS = "o.s^v<>Dx+*phd|_PX1234,H8"
HATCHES = ["/", "\\", "|", "-", "+", "x", "o", "O", ".", "*", "//", "xx", "..", "/o", "\\|*"]

t = np.linspace(0, 1, 200)
x30, y30 = np.meshgrid(np.linspace(0, 1, 31), np.linspace(0, 1, 31))
hills = np.sin(6 * x30) * np.cos(5 * y30)
cells = hills[:-1, :-1]
nine = np.arange(9.0).reshape(3, 3)
INNER = (0.1, 0.9, 0.1, 0.9)
EDGES = np.linspace(0.1, 0.9, 4)


def rng(seed=0):
    return np.random.default_rng(seed)


def case(draw):
    CASES.append(draw)
    return draw


def unit(draw):
    """A case on axes from 0 to 1."""

    def within(ax):
        ax.set(xlim=(0, 1), ylim=(0, 1))
        draw(ax)
        ax.set(xlim=(0, 1), ylim=(0, 1))

    within.__name__ = draw.__name__
    return case(within)


def solid(draw):
    """A case in three dimensions."""

    def within(fig):
        draw(fig.add_subplot(projection="3d"))

    within.__name__ = draw.__name__
    return case(within)


def compose(draw):
    """The figure of a case."""
    with rc_context({"text.hinting": "none"}):
        figure = Figure(SIZE, DPI)
        FigureCanvasAgg(figure)
        on_axes = "ax" in inspect.signature(draw).parameters
        draw(figure.add_subplot() if on_axes else figure)
    return figure


def turned(ax, degrees=30, x=0.5, y=0.5):
    return Affine2D().rotate_deg(degrees).translate(x, y) + ax.transData


def fade(image, dpi):
    return image * [1, 1, 1, 0.5], 0, 0


def dim(image, dpi):
    return image * [0.5, 0.5, 0.5, 1], 2, 3


# Lines


@unit
def dashes(ax):
    for i, style in enumerate(["-", "--", ":", "-.", (2, (6, 2, 1, 2)), (-3, (9, 3))]):
        ax.plot(t, 0.14 * i + 0.1 * np.sin(9 * t) + 0.15, linestyle=style, lw=1 + i)


@unit
def caps_of_dashes(ax):
    for i, cap in enumerate(["butt", "round", "projecting"]):
        ax.plot([0.1, 0.9], [0.2 + 0.25 * i, 0.3 + 0.25 * i], "--", lw=9, dash_capstyle=cap)


@unit
def joins(ax):
    for i, join in enumerate(["miter", "round", "bevel"]):
        ax.plot(
            [0.1, 0.4, 0.15], np.array([0.1, 0.15, 0.3]) + 0.28 * i, lw=12, solid_joinstyle=join
        )
        ax.plot(
            [0.6, 0.9],
            [0.15 + 0.28 * i] * 2,
            lw=12,
            solid_capstyle=["butt", "round", "projecting"][i],
        )


@unit
def translucent_lines(ax):
    for i in range(8):
        ax.plot([0, 1], [i / 8, 1 - i / 8], lw=6, alpha=0.4)


@unit
def lines_without_antialiasing(ax):
    ax.plot(t, t**2, lw=3, antialiased=False)
    ax.plot([0.1, 0.9], [0.8, 0.7], lw=1, antialiased=False)


@unit
def gap_colours(ax):
    ax.plot(t, t, "--", lw=6, color="C0", gapcolor="C1")
    ax.add_collection(
        collections.LineCollection([[(0, 0.2), (1, 0.1)]], lw=6, ls="--", gapcolor="C3")
    )


@unit
def lines_with_gaps(ax):
    ax.plot(t, np.where((t > 0.3) & (t < 0.4), np.nan, t**2), lw=2)
    ax.plot(t, np.ma.masked_inside(1 - t, 0.5, 0.7), "C1.-")


@unit
def steps(ax):
    for i, where in enumerate(["pre", "post", "mid"]):
        ax.step(np.linspace(0, 1, 9), np.linspace(0, 0.6, 9) + 0.15 * i, where=where)
    ax.stairs([0.3, 0.7, 0.5], [0.1, 0.4, 0.6, 0.9], fill=True, alpha=0.3)


@case
def random_walk(ax):
    ax.plot(np.cumsum(rng().normal(size=5000)), lw=0.8)
    ax.grid()


@unit
def horizontal_and_vertical(ax):
    ax.axhline(0.3, color="C1", lw=2)
    ax.axvline(0.6, ls="--")
    ax.axline((0, 0.1), slope=0.5, color="C2")
    ax.hlines([0.5, 0.7], 0.1, 0.8, colors=["C3", "C4"])
    ax.vlines([0.2, 0.4], 0.1, 0.8, linestyles=":")


@unit
def line_collection_by_value(ax):
    points = np.column_stack([t, 0.5 + 0.4 * np.sin(9 * t)])
    pieces = np.stack([points[:-1], points[1:]], axis=1)
    many = collections.LineCollection(pieces, cmap="viridis", lw=np.linspace(1, 6, len(pieces)))
    many.set_array(t)
    ax.add_collection(many)


@unit
def lines_far_away(ax):
    ax.plot([-1e6, 1e6], [-2e6, 2e6], lw=3)
    ax.plot(t, np.tan(20 * t), lw=1)
    ax.fill([-1e5, 0.5, 1e5], [-1, 0.9, -1], alpha=0.4, ec="black")


@unit
def sketched(ax):
    ax.plot(t, 0.5 + 0.3 * np.sin(8 * t), sketch_params=3)


@unit
def lines_with_effects(ax):
    ax.plot(t, t**2, lw=3, path_effects=[effects.SimpleLineShadow(), effects.Normal()])
    ax.plot(t, 1 - t, lw=2, path_effects=[effects.withTickedStroke(spacing=8, angle=60)])
    ax.plot(t, 0.5 + 0 * t, lw=3, path_effects=[effects.withStroke(linewidth=8, foreground="C3")])


@unit
def bezier_curves(ax):
    path = Path(
        [(0.1, 0.1), (0.2, 1), (0.5, 0), (0.9, 0.9), (0.5, 0.1), (0.9, 0.1)], [1, 4, 4, 4, 3, 3]
    )
    ax.add_patch(patches.PathPatch(path, fc="none", lw=4))


@unit
def compound_path_with_a_hole(ax):
    ring = Path.make_compound_path(
        Path.circle((0.5, 0.5), 0.4), Path(Path.circle((0.5, 0.5), 0.2).vertices[::-1])
    )
    ax.add_patch(patches.PathPatch(ring, fc="C4", ec="k"))


@case
def arrows_at_the_ends_of_a_line(fig):
    fig.add_artist(lines.Line2D([0.1, 0.9], [0.1, 0.9], lw=4, marker="o", ms=20, markevery=[0]))


# Markers and scatter


@unit
def markers(ax):
    for i, marker in enumerate(MARKS):
        ax.plot([0.04 * i + 0.02] * 3, [0.2, 0.5, 0.8], marker, ms=7, mec="black", mew=0.8)


@unit
def half_filled_markers(ax):
    for i, style in enumerate(["full", "left", "right", "bottom", "top", "none"]):
        ax.plot(0.15 * i + 0.1, 0.5, "o", ms=20, fillstyle=style, markerfacecoloralt="C1")


@unit
def markers_of_letters(ax):
    for i, marker in enumerate([r"$\alpha$", "$f$", (5, 0), (6, 1), (7, 2), (4, 0, 45)]):
        ax.plot(0.15 * i + 0.1, 0.5, marker=marker, ms=22)


@unit
def every_tenth_marker(ax):
    ax.plot(t, t**2, "-s", markevery=10, mfc="white")


@unit
def scatter_of_sizes_and_colours(ax):
    x, y = rng().random((2, 60))
    ax.scatter(x, y, c=x, s=20 + 400 * y, alpha=0.6, edgecolor="black", lw=3 * y)


@unit
def scatter_with_alphas(ax):
    x, y = rng(1).random((2, 60))
    ax.scatter(x, y, c="C3", s=200, alpha=x)


@unit
def scatter_of_outlines(ax):
    x, y = rng(2).random((2, 30))
    ax.scatter(x, y, s=150, facecolors="none", edgecolors=["C0", "C1", "C2"] * 10, linestyles="--")


@unit
def scatter_with_hatches(ax):
    ax.scatter([0.2, 0.5, 0.8], [0.5, 0.3, 0.7], s=3000, fc="w", ec="C0", hatch="//")


@unit
def large_markers_from_outside(ax):
    ax.plot([-0.5, 1.5], [0.5, 0.4], "o", ms=330, alpha=0.5)
    ax.scatter([-1], [-1], s=500_000, alpha=0.5)


@unit
def huge_markers_far_away(ax):
    ax.plot([6], [0.5], "s", ms=2600, mec="k", mew=3)


@unit
def many_points(ax):
    ax.plot(*rng().random((2, 3000)), ".", ms=3)


@unit
def masked_scatter(ax):
    ax.scatter(
        np.ma.masked_less(t[::10], 0.3), t[::10], s=100, c=np.where(t[::10] > 0.8, np.nan, t[::10])
    )


# Areas


@unit
def filled_between(ax):
    ax.fill_between(t, 0.2 + 0.1 * np.sin(9 * t), 0.5, alpha=0.4, ec="k")
    ax.fill_between(t, 0.6, 0.6 + 0.3 * np.sin(12 * t), where=np.sin(12 * t) > 0, interpolate=True)


@unit
def filled_between_x(ax):
    ax.fill_betweenx(t, 0.3 + 0.1 * np.sin(9 * t), 0.6, fc="C2", hatch="\\\\", ec="C4")


@unit
def spans(ax):
    ax.axvspan(0.2, 0.4, color="C2", alpha=0.3)
    ax.axhspan(0.6, 0.8, fc="none", ec="C3", hatch="/")
    ax.axvspan(0.7, 0.9, ymin=0.2, ymax=0.5)


@case
def stacked(ax):
    ax.stackplot(np.arange(9), *rng().random((4, 9)), labels="abcd", alpha=0.8)
    ax.stackplot(np.arange(9), -rng(1).random((2, 9)), baseline="zero", hatch=["//", "."])


@case
def bars(ax):
    ax.bar(range(9), np.linspace(1, 9, 9), ec="black", lw=1, yerr=1, capsize=3)


@case
def bars_that_touch(ax):
    ax.bar(np.arange(37), rng().random(37), width=1, color="k")


@case
def stacked_and_hatched_bars(ax):
    for i, hatch in enumerate(["//", "xx", "o"]):
        ax.bar("abc", [1, 2, 3], bottom=i * 2, hatch=hatch, ec="k", fc=f"C{i}", alpha=0.7)


@case
def horizontal_bars_with_words(ax):
    ax.bar_label(ax.barh(["one", "two", "three"], [3, 1, 2]), label_type="center", color="w")


@case
def broken_bars(ax):
    ax.broken_barh([(0, 3), (4, 2), (9, 1)], (1, 2), facecolors=["C0", "C1", "C2"])
    ax.broken_barh([(1, 3), (6, 2)], (4, 1), ec="k", hatch="..")


@case
def histogram(ax):
    ax.hist(rng().normal(size=(500, 2)), bins=25, stacked=True)


@case
def histogram_out_of_sight(ax):
    ax.set(xlim=(-3, 3), ylim=(0.5, 1000), yscale="log")
    ax.hist(rng().normal(size=2000), bins=40)


@case
def bars_on_a_logarithmic_axis(ax):
    ax.bar(np.arange(60), 10.0 ** rng().uniform(0, 4, 60), width=1.0, color="k", log=True)
    ax.set_ylim(3, 3000)


@case
def bars_cut_on_every_side(ax):
    ax.bar(np.arange(50), 20 + rng().random(50), 1.0, bottom=-10, color="C1")
    ax.barh([4, 5, 6], 1e5, 1.0, left=-1e4, color="C2", ec="none")
    ax.set(xlim=(3.3, 41.7), ylim=(0, 8))


@case
def histograms_of_steps(ax):
    values = rng().normal(size=400)
    ax.hist(values, 20, histtype="step", lw=2)
    ax.hist(values + 1, 20, histtype="stepfilled", alpha=0.5, hatch="/")
    ax.hist(values - 1, 20, cumulative=True, density=True, weights=np.full(400, 9), histtype="bar")


@case
def histogram_of_pairs(ax):
    ax.hist2d(*rng().normal(size=(2, 2000)), bins=30, cmin=1)


@case
def hexagons(ax):
    ax.hexbin(*rng().normal(size=(2, 2000)), gridsize=18)


@case
def hexagons_on_logarithmic_axes(ax):
    x, y = 10 ** rng().normal(size=(2, 800))
    ax.hexbin(x, y, gridsize=12, xscale="log", yscale="log", bins="log", mincnt=1, alpha=0.7)


@case
def pie(ax):
    ax.pie([3, 2, 1, 4], labels="abcd", autopct="%d%%", explode=[0, 0.1, 0, 0])


@case
def rings(ax):
    ax.pie([3, 2, 1], radius=1, wedgeprops={"width": 0.3, "edgecolor": "w"})
    ax.pie([1, 2, 5], radius=0.7, hatch=["//", "..", "xx"], wedgeprops={"width": 0.4, "ec": "k"})


@case
def stems(ax):
    ax.stem(np.arange(12), np.sin(np.arange(12)), bottom=-0.2, linefmt="C2--", markerfmt="D")


@case
def error_bars(ax):
    ax.errorbar(
        range(6), [1, 3, 2, 4, 3, 5], yerr=[[0.5] * 6, [1] * 6], xerr=0.3, fmt="o", capsize=5
    )
    ax.errorbar(
        range(6), [6, 5, 7, 6, 8, 7], yerr=0.5, lolims=True, uplims=[0, 1] * 3, errorevery=1
    )


@case
def boxes_and_whiskers(ax):
    ax.boxplot(
        [rng(i).normal(size=60) for i in range(4)], notch=True, patch_artist=True, showmeans=True
    )


@case
def violins(ax):
    ax.violinplot(
        [rng(i).normal(size=60) for i in range(3)], showmedians=True, quantiles=[[0.2, 0.9]] * 3
    )
    ax.violinplot([rng(9).normal(size=60)], [4], orientation="vertical", side="low")


@unit
def slivers(ax):
    for y in np.linspace(0.05, 0.95, 30):
        ax.add_patch(patches.Rectangle((0.1, y), 0.8, 0.004, fc="C0", ec="none"))


@unit
def steps_as_outlines(ax):
    edges, heights = np.linspace(0.05, 0.95, 11), rng(3).random(10)
    ax.stairs(heights, edges, baseline=0.1, lw=3, hatch="//", fill=True)
    ax.stairs(heights[::-1] / 2, edges, color="r", ls="--", lw=2)
    ax.stairs(EDGES[:-1], np.linspace(0, 1, 4), orientation="horizontal", ec="k")


@unit
def spans_with_dashes(ax):
    ax.axhspan(0.2, 0.4, 0.3, 0.6, fc=("C0", 0.3), ec="k", ls="--", lw=2)
    ax.axvspan(0.8, 1.5, hatch="/", fc="none", ec="r")
    ax.axvspan(-5, 0.1, fc="y")


@case
def histograms_of_many_bars(ax):
    x = rng().normal(size=1000)
    ax.hist(x, 30, density=True, fc="C0", ec="w", alpha=0.7)
    ax.hist([x + 1, x[:300] - 1], 15, density=True, histtype="barstacked", rwidth=0.6, alpha=0.6)
    ax.hist(x - 2, 30, density=True, histtype="step")


@case
def bars_of_mixed_outlines(ax):
    colours = [(1, 0, 0, a) for a in np.linspace(0.2, 1, 6)]
    edges = {"edgecolor": ["k", "r", "g"] * 2, "linewidth": [1, 2, 3] * 2, "ls": "--"}
    ax.bar(
        range(6), [1, 2, 3, 4, 3, 2], color=colours, hatch=["/", "x", "o", "+", "*", "."], **edges
    )
    ax.set(xlim=(-0.5, 5.5), ylim=(0, 5))


@case
def events_of_three_kinds(ax):
    looks = {"linewidths": [1, 3, 2], "linestyles": ["-", "--", ":"], "alpha": 0.6}
    ax.eventplot(rng().random((3, 30)), lineoffsets=[0, 1.5, 3], linelengths=[0.5, 1, 0.3], **looks)


@case
def events(ax):
    ax.eventplot(
        [rng(i).random(25) for i in range(4)], colors=["C0", "C1", "C2", "C3"], linewidths=1.5
    )


@case
def cumulated(ax):
    ax.ecdf(rng().normal(size=100), lw=2)
    ax.ecdf(rng(1).normal(size=100), complementary=True)


@unit
def polygons_of_many_corners(ax):
    many = [rng(i).random((3 + i % 5, 2)) * 0.3 + rng(i + 50).random(2) * 0.7 for i in range(30)]
    ax.add_collection(collections.PolyCollection(many, array=t[:30], ec="k", lw=0.5, alpha=0.8))


@unit
def polygons_that_touch(ax):
    squares = [
        [(i, j), (i + 1, j), (i + 1.3, j + 1), (i + 0.3, j + 1)]
        for i in range(12)
        for j in range(12)
    ]
    many = collections.PolyCollection(np.array(squares) / 14, color="C3", antialiaseds=False, lw=0)
    ax.add_collection(many)


@unit
def translucent_polygons_in_a_heap(ax):
    corners = np.array([(0, 0), (0.5, 0), (0.4, 0.6)])
    heap = [np.add(corners, (0.05 * i, 0.04 * i)) for i in range(8)]
    ax.add_collection(
        collections.PolyCollection(heap, fc=("C0", 0.3), ec="none", antialiaseds=True)
    )


@unit
def collections_of_shapes(ax):
    shapes = [patches.Circle((0.2, 0.3), 0.1), patches.Rectangle((0.4, 0.3), 0.2, 0.1, angle=20),
              patches.RegularPolygon((0.8, 0.4), 5, radius=0.12), patches.Wedge((0.3, 0.7), 0.2, 20, 200)]  # fmt: skip
    ax.add_collection(
        collections.PatchCollection(shapes, fc=["C0", "C1", "C2", "C3"], ec="k", alpha=0.5)
    )


@unit
def ellipses(ax):
    ax.add_collection(
        collections.EllipseCollection(
            [0.1, 0.2, 0.3], [0.3, 0.1, 0.1], [0, 40, 90], units="x", fc="C2", ec="k",
            offsets=[(0.2, 0.5), (0.5, 0.5), (0.8, 0.5)], offset_transform=ax.transData,
        )
    )  # fmt: skip


@unit
def shapes(ax):
    ax.add_patch(patches.Ellipse((0.2, 0.8), 0.3, 0.2, angle=30, fc="C1", ec="k", lw=2))
    ax.add_patch(patches.Annulus((0.6, 0.8), 0.15, 0.05, fc="C2"))
    ax.add_patch(patches.Arc((0.9, 0.8), 0.15, 0.3, theta1=30, theta2=250, lw=3))
    ax.add_patch(patches.CirclePolygon((0.2, 0.4), 0.1, resolution=7))
    ax.add_patch(
        patches.Polygon([(0.4, 0.3), (0.6, 0.3), (0.5, 0.6)], closed=False, fc="none", lw=4)
    )
    ax.add_patch(
        patches.Rectangle((0.7, 0.3), 0.2, 0.2, fc="none", ec="C3", lw=5, joinstyle="bevel")
    )
    ax.add_patch(patches.Arrow(0.1, 0.1, 0.3, 0.1, width=0.2))
    ax.add_patch(patches.FancyArrow(0.5, 0.1, 0.4, 0.05, width=0.03))
    ax.add_patch(patches.StepPatch([0.1, 0.2, 0.05], [0.4, 0.5, 0.6, 0.7], fc="C5", fill=True))


@unit
def boxes_of_all_styles(ax):
    for i, style in enumerate(sorted(patches.BoxStyle.get_styles())):
        ax.text(
            0.17 + 0.33 * (i % 3),
            0.12 + 0.25 * (i // 3),
            style,
            bbox={"boxstyle": style, "fc": "C4"},
            ha="center",
        )


@unit
def connections(ax):
    for i, style in enumerate(["arc3,rad=.3", "angle3", "angle", "bar,fraction=.2", "arc"]):
        ax.add_patch(
            patches.FancyArrowPatch(
                (0.1, 0.1 + 0.16 * i), (0.9, 0.2 + 0.16 * i), mutation_scale=18, arrowstyle="-|>",
                connectionstyle=style if i not in (1, 2) else f"{style},angleA=10,angleB=80",
            )
        )  # fmt: skip


@unit
def a_circle_larger_than_the_picture(ax):
    ax.add_patch(patches.Circle((3, 0.5), 2.4, fc="C3", alpha=0.4, ec="k", lw=4))
    ax.add_patch(patches.Circle((0.5, -1000), 1000.3, fc="C2"))


@unit
def shadows(ax):
    box = ax.add_patch(
        patches.FancyBboxPatch((0.3, 0.3), 0.4, 0.3, boxstyle="round,pad=.05", fc="C1")
    )
    ax.add_patch(patches.Shadow(box, -8, -8))


# Hatches


@unit
def all_hatches(ax):
    for i, hatch in enumerate(HATCHES):
        corner = 0.02 + 0.2 * (i % 5), 0.02 + 0.33 * (i // 5)
        ax.add_patch(patches.Rectangle(corner, 0.16, 0.28, fc="w", ec=f"C{i % 10}", hatch=hatch))


@unit
def hatches_in_every_shape(ax):
    ax.add_patch(patches.Circle((0.3, 0.5), 0.25, fc="C4", ec="black", hatch="//", alpha=0.5))
    ax.add_patch(patches.Ellipse((0.7, 0.5), 0.4, 0.8, angle=40, fill=False, hatch="O."))


@unit
def hatches_with_widths_and_colours(ax):
    with rc_context({"hatch.linewidth": 4, "hatch.color": "C3"}):
        ax.add_patch(patches.Rectangle((0.1, 0.1), 0.8, 0.3, fc="C8", hatch="/"))
        ax.add_patch(
            patches.Rectangle((0.1, 0.5), 0.8, 0.4, fc="none", hatch="x", hatchcolor="C2", ec="k")
        )


@unit
def hatches_beyond_the_picture(ax):
    ax.add_patch(patches.Circle((2, 0.5), 1.6, fc="C5", ec="k", hatch="\\\\"))
    ax.fill_between([-50, 50], -9, 0.3, fc="none", ec="C0", hatch="+")


@unit
def hatches_within_a_clip(ax):
    box = ax.add_patch(patches.Rectangle((0, 0), 1, 1, fc="C6", hatch="xx"))
    box.set_clip_path(patches.Circle((0.5, 0.5), 0.4, transform=ax.transData))


@case
def hatched_levels(ax):
    ax.contourf(x30, y30, hills, levels=4, hatches=["//", ".", "\\", "*", None], cmap="gray_r")


@case
def hatched_levels_alone(ax):
    ax.contourf(x30, y30, hills, levels=3, colors="none", hatches=["-", "/", "\\", "|"])
    ax.contour(x30, y30, hills, levels=3, colors="k")


@case
def hatched_levels_with_alpha(ax):
    ax.contourf(x30, y30, hills, levels=5, hatches=["/", None, "oo"], alpha=0.5, extend="both")


# Contours, meshes and triangles


@case
def level_lines(ax):
    lines = ax.contour(x30, y30, hills, levels=9, linewidths=[1, 2, 3])
    ax.clabel(lines, fontsize=8)


@case
def level_lines_in_black(ax):
    ax.contour(
        x30, y30, hills, colors="k", linestyles=["-", ":", "--"], negative_linestyles="dotted"
    )


@case
def filled_levels(ax):
    ax.contourf(x30, y30, hills, levels=12)


@case
def filled_levels_in_the_dark(ax):
    ax.contourf(x30, y30, np.sin(9 * hills), levels=25, cmap="magma_r", vmax=4)


@case
def filled_levels_with_alpha(ax):
    ax.set_facecolor("0.2")
    ax.contourf(x30, y30, hills, levels=25, alpha=0.8)


@case
def filled_levels_in_one_colour(ax):
    ax.contourf(x30, y30, hills, levels=30, colors=["k"], alpha=0.9)


@case
def filled_levels_with_antialiasing(ax):
    ax.contourf(x30, y30, hills, levels=12, antialiased=True)


@case
def filled_levels_with_holes(ax):
    ax.contourf(x30, y30, np.ma.masked_less(hills, -0.4), levels=9, corner_mask=False, extend="max")


@case
def filled_levels_on_logarithmic_axes(ax):
    ax.contourf(10 ** (2 * x30), 10 ** (3 * y30), hills, levels=15)
    ax.set(xscale="log", yscale="log")


@case
def pseudocolour(ax):
    ax.pcolor(x30, y30, cells)


@case
def pseudocolour_in_black(ax):
    ax.pcolor(x30, y30, cells, cmap="gray", vmin=1, vmax=2)


@case
def pseudocolour_with_alpha(ax):
    ax.pcolor(x30, y30, 0 * cells, alpha=0.7, cmap="gray")


@case
def pseudocolour_with_edges(ax):
    ax.pcolor(x30[::3, ::3], y30[::3, ::3], hills[:-1:3, :-1:3], edgecolors="w", linewidths=2)


@unit
def mesh(ax):
    ax.pcolormesh(x30, y30, cells)


@unit
def mesh_with_edges(ax):
    ax.pcolormesh(EDGES, EDGES, nine, edgecolors="k", linewidth=2)


@unit
def mesh_with_edges_of_its_faces(ax):
    ax.pcolormesh(EDGES, EDGES, nine, edgecolors="face", linewidth=4, antialiased=True)


@unit
def mesh_with_dashed_translucent_edges(ax):
    ax.pcolormesh(EDGES, EDGES, nine, edgecolors=("w", 0.5), linewidth=5, alpha=0.7)


@unit
def mesh_with_alpha(ax):
    ax.pcolormesh(x30, y30, cells, alpha=0.5)


@unit
def mesh_with_alphas(ax):
    ax.pcolormesh(x30, y30, cells, alpha=(cells + 1) / 2)


@unit
def uneven_mesh(ax):
    ax.pcolormesh(x30**2, y30**0.5, cells)


@unit
def uneven_mesh_with_alpha(ax):
    ax.pcolormesh(x30**2, y30, 0 * cells, alpha=0.7, cmap="gray")


@unit
def uneven_mesh_with_holes(ax):
    ax.pcolormesh(x30**2, y30, np.ma.masked_inside(cells, -0.2, 0.2), cmap="plasma")


@unit
def turned_mesh(ax):
    ax.pcolormesh(EDGES - 0.5, EDGES - 0.5, nine, transform=turned(ax))


@unit
def sheared_mesh(ax):
    shear = Affine2D().skew_deg(25, 10).translate(-0.1, -0.1) + ax.transData
    ax.pcolormesh(EDGES, EDGES, nine, transform=shear)


@unit
def turned_mesh_with_edges(ax):
    ax.pcolormesh(EDGES - 0.5, EDGES - 0.5, nine, transform=turned(ax, 70), ec="k")


@unit
def bent_mesh(ax):
    ax.pcolormesh(x30 + 0.2 * np.sin(5 * y30), y30 + 0.1 * x30, cells)


@unit
def huge_mesh(ax):
    ax.pcolormesh(
        np.linspace(0, 1, 70_001), [0, 0.5, 1], np.sin(np.arange(140_000) / 20_000).reshape(2, -1)
    )


@unit
def huge_uneven_mesh(ax):
    x, y = np.meshgrid(np.linspace(0, 1, 301) ** 2, np.linspace(0, 1, 301))
    ax.pcolormesh(x, y, np.sin(9 * x * y))


@case
def mesh_on_logarithmic_axes(ax):
    ax.pcolormesh(10 ** (2 * x30), 10 ** (3 * y30), cells)
    ax.set(xscale="log", yscale="log")


@unit
def nearest_mesh(ax):
    ax.pcolormesh(x30, y30, hills, shading="nearest", cmap="RdBu")


@unit
def gouraud_mesh(ax):
    ax.pcolormesh(x30, y30, hills, shading="gouraud")


@unit
def quick_pseudocolour(ax):
    ax.pcolorfast((0.1, 0.9), (0.1, 0.9), cells)


@unit
def quick_uneven_pseudocolour(ax):
    ax.pcolorfast(np.linspace(0.1, 0.9, 31) ** 2, np.linspace(0, 1, 31), cells, alpha=0.4)


@unit
def quick_bent_pseudocolour(ax):
    ax.pcolorfast(x30 + 0.2 * y30, y30, cells)


def triangles(n=80):
    return Triangulation(*rng(4).random((2, n)))


@unit
def triangles_by_value(ax):
    ax.tripcolor(triangles(), rng().random(80))


@unit
def triangles_in_black(ax):
    mesh = triangles()
    ax.tripcolor(mesh, facecolors=np.zeros(len(mesh.triangles)), cmap="gray", vmin=0)


@unit
def triangles_with_alpha(ax):
    mesh = triangles()
    ax.tripcolor(mesh, facecolors=np.zeros(len(mesh.triangles)), cmap="gray", alpha=0.7, vmin=0)


@unit
def triangles_with_edges(ax):
    ax.tripcolor(triangles(), rng().random(80), edgecolors="k", lw=0.6)


@unit
def gouraud_triangles(ax):
    ax.tripcolor(triangles(), rng().random(80), shading="gouraud")


@unit
def triangle_mesh_and_levels(ax):
    ax.triplot(triangles(), "o-", lw=0.7, ms=3)
    ax.tricontour(triangles(), rng().random(80), linewidths=2)


@unit
def filled_triangle_levels(ax):
    ax.tricontourf(triangles(), rng().random(80), levels=14)


@case
def spy(ax):
    ax.spy(rng().random((20, 20)) > 0.8)


@case
def spy_with_markers(ax):
    ax.spy(rng().random((20, 20)) > 0.8, marker="s", ms=5)


@case
def matrix(ax):
    ax.matshow(rng().random((8, 8)))
    for i in range(8):
        ax.text(i, i, f"{i / 8:.1f}", ha="center", va="center", color="w", fontsize=7)


# Images


@unit
def image(ax):
    ax.imshow(nine, extent=INNER, aspect="auto")


@unit
def image_with_alpha(ax):
    ax.imshow(nine, extent=INNER, alpha=0.5, aspect="auto")


@unit
def image_with_alphas(ax):
    ax.imshow(nine, extent=INNER, alpha=np.linspace(0, 1, 9).reshape(3, 3), aspect="auto")


@unit
def smooth_image_with_alpha(ax):
    ax.imshow(nine, extent=INNER, alpha=0.5, aspect="auto", interpolation="bicubic")


@unit
def unsampled_image_with_alpha(ax):
    ax.imshow(nine, extent=INNER, alpha=0.5, aspect="auto", interpolation="none")


@unit
def image_in_colours(ax):
    ax.imshow(rng().random((8, 8, 3)), extent=INNER, aspect="auto", origin="lower")


@unit
def image_with_a_transparent_channel(ax):
    ax.imshow(rng().random((8, 8, 4)), extent=INNER, aspect="auto", alpha=0.7)


@unit
def interpolated_images(ax):
    for i, kind in enumerate(
        [
            "nearest",
            "bilinear",
            "bicubic",
            "spline16",
            "hanning",
            "lanczos",
            "gaussian",
            "sinc",
            "none",
        ]
    ):
        x, y = 0.33 * (i % 3), 0.33 * (i // 3)
        ax.imshow(nine, extent=(x, x + 0.3, y, y + 0.3), aspect="auto", interpolation=kind)


@unit
def image_with_stages_of_interpolation(ax):
    ax.imshow(
        nine,
        extent=(0, 0.5, 0, 1),
        interpolation="bilinear",
        interpolation_stage="rgba",
        aspect="auto",
    )
    ax.imshow(
        nine,
        extent=(0.5, 1, 0, 1),
        interpolation="bilinear",
        interpolation_stage="data",
        aspect="auto",
    )


@unit
def image_with_holes(ax):
    ax.imshow(np.ma.masked_equal(nine, 4), extent=INNER, aspect="auto")
    ax.imshow(
        np.where(nine == 2, np.nan, nine), extent=(0.4, 0.6, 0.4, 0.6), aspect="auto", cmap="hot"
    )


def turned_image(degrees, **options):
    def draw(ax):
        ax.imshow(
            nine,
            extent=(-0.3, 0.3, -0.3, 0.3),
            transform=turned(ax, degrees),
            aspect="auto",
            **options,
        )

    draw.__name__ = f"image_turned_by_{degrees}_{options.get('interpolation', 'auto')}"
    unit(draw)


for _degrees in 30, 90, 180, -90:
    turned_image(_degrees)
    turned_image(_degrees, interpolation="none")
turned_image(20, interpolation="bilinear", alpha=0.6)


@unit
def image_fine_in_one_direction(ax):
    ax.imshow(np.array([[0] * 2000, [1] * 2000]), extent=INNER, aspect="auto", interpolation="none")


@unit
def image_fine_in_the_other_direction(ax):
    ax.imshow(np.tile([[0, 1]], (2000, 1)), extent=INNER, aspect="auto", interpolation="none")


@unit
def image_of_fine_stripes_and_few_rows(ax):
    ax.imshow(np.tile([0, 1, 1], (2, 900)), extent=INNER, aspect="auto")


def rings_of(n):
    x, y = np.meshgrid(np.linspace(-1, 1, n), np.linspace(-1, 1, n))
    return np.cos(400 * (x**2 + y**2))


@unit
def fine_rings(ax):
    ax.imshow(rings_of(1500), extent=INNER, aspect="auto")


@unit
def fine_image_pixel_by_pixel(ax):
    x, y = np.meshgrid(np.linspace(-1, 1, 1000), np.linspace(-1, 1, 1000))
    ax.imshow(np.cos(9 * x * y), extent=INNER, aspect="auto", interpolation="none")


@unit
def a_very_wide_image(ax):
    ax.imshow(
        np.sin(np.arange(70_000) / 5000)[None],
        extent=(0, 1, 0, 1),
        aspect="auto",
        interpolation="none",
    )


@unit
def a_very_high_image(ax):
    ax.imshow(np.sin(np.arange(70_000) / 5000)[:, None], extent=(0, 1, 0, 1), aspect="auto")


@unit
def an_image_of_one_pixel(ax):
    ax.imshow([[0.5]], extent=(0.3, 0.7, 0.4, 0.6), aspect="auto", cmap="hot", vmin=0, vmax=1)
    ax.imshow(nine, extent=(0.101, 0.112, 0.1, 0.9), aspect="auto")


@unit
def image_out_of_sight(ax):
    ax.imshow(nine, extent=(-5, 0.4, -3, 0.7), aspect="auto")
    ax.imshow(rng().random((50, 50)), extent=(0.6, 3, 0.2, 9), aspect="auto", interpolation="none")


@unit
def image_within_a_clip(ax):
    shown = ax.imshow(rng().random((10, 10)), extent=(0, 1, 0, 1), aspect="auto")
    shown.set_clip_path(patches.Circle((0.5, 0.5), 0.35, transform=ax.transData))


@case
def image_with_a_colour_bar(fig):
    ax = fig.add_subplot()
    shown = ax.imshow(hills, norm=colors.CenteredNorm(), cmap="RdBu")
    fig.colorbar(shown, extend="both", label="height")


@case
def image_on_logarithmic_axes(ax):
    ax.pcolormesh([1, 10, 100, 1000], [1, 2, 4, 9], nine, norm=colors.LogNorm(1, 9))
    ax.set(xscale="log", yscale="log")


@unit
def several_images(ax):
    ax.imshow(nine, extent=(0, 0.7, 0, 0.7), aspect="auto", cmap="gray")
    ax.imshow(nine.T, extent=(0.3, 1, 0.3, 1), aspect="auto", alpha=0.6, interpolation="bilinear")


def not_uniform(interpolation, **options):
    def draw(ax):
        shown = NonUniformImage(ax, interpolation=interpolation, extent=INNER, **options)
        shown.set_data([0.15, 0.25, 0.75], [0.2, 0.6, 0.8], nine)
        ax.add_image(shown)

    draw.__name__ = f"not_uniform_image_{interpolation}{'_alpha' * bool(options)}"
    unit(draw)


not_uniform("nearest")
not_uniform("bilinear")
not_uniform("nearest", alpha=0.5)


@unit
def images_in_boxes(ax):
    picture = offsetbox.OffsetImage(nine, zoom=20, alpha=0.5)
    ax.add_artist(offsetbox.AnnotationBbox(picture, (0.7, 0.7)))
    box = BboxImage(TransformedBbox(Bbox([[0.1, 0.1], [0.3, 0.3]]), ax.transData), alpha=0.6)
    box.set_data(nine)
    ax.add_artist(box)


@case
def image_of_the_figure(fig):
    fig.figimage(rng().random((60, 90)), 40, 30, alpha=0.5)
    assert isinstance(fig.images[0], FigureImage)


@case
def spectrogram(ax):
    ax.specgram(np.sin(np.arange(20_000) ** 1.5 / 300), Fs=100, NFFT=256)


@case
def shaded_relief(ax):
    ax.imshow(
        colors.LightSource().shade(hills, cmap=colors.ListedColormap(["C0", "C1", "C2"])),
        origin="lower",
    )


# Vectors


@case
def arrows_of_a_field(ax):
    ax.quiver(x30[::4, ::4], y30[::4, ::4], hills[::4, ::4], x30[::4, ::4], hills[::4, ::4])


@case
def arrows_with_a_key(ax):
    key = ax.quiver(
        [0, 1, 2], [0, 1, 0], [1, -1, 0.5], [1, 1, -1], color=["C0", "C1", "C2"], ec="k", lw=1
    )
    ax.quiverkey(key, 0.8, 0.9, 1, "1 m/s")
    ax.set(xlim=(-1, 3), ylim=(-1, 2))


@case
def barbs(ax):
    ax.barbs([0, 1, 2, 3], [0, 1, 0, 1], [5, 20, 60, 0], [10, 30, -50, 0], length=9, flagcolor="C3")
    ax.set(xlim=(-1, 4), ylim=(-1, 2))


@case
def streams(ax):
    line = np.linspace(-2, 2, 30)
    x, y = np.meshgrid(line, line)
    ax.streamplot(line, line, y, -x + y**2, color=x, linewidth=1 + np.hypot(x, y), density=0.7)


@unit
def annotations_with_all_arrows(ax):
    for i, style in enumerate(
        ["-", "->", "-[", "|-|", "-|>", "<-", "<->", "<|-|>", "fancy", "simple", "wedge", "]-["]
    ):
        ax.annotate(
            style, (0.35 + 0.5 * (i % 2), 0.1 + 0.15 * (i // 2)), (0.05 + 0.5 * (i % 2), 0.15 + 0.14 * (i // 2)),
            arrowprops={"arrowstyle": style, "fc": "C1", "connectionstyle": "arc3,rad=.2"},
        )  # fmt: skip


@unit
def annotations_of_points(ax):
    ax.plot(0.3, 0.3, "o")
    ax.annotate("here", (0.3, 0.3), (40, 50), textcoords="offset points", arrowprops={"shrink": 0.1, "width": 3},
                bbox={"boxstyle": "round4", "fc": "w"})  # fmt: skip


# Words


@unit
def words_turned(ax):
    for angle in range(0, 360, 45):
        ax.text(0.5, 0.5, "    turned words", rotation=angle, rotation_mode="anchor", va="center")


@unit
def words_of_many_lines(ax):
    ax.text(0.1, 0.5, "one\nand two\nand three", linespacing=1.6, ma="right", bbox={"fc": "C8"})
    ax.text(0.6, 0.5, "turned\nlines", rotation=30, ma="center", alpha=0.6)


@unit
def formulas(ax):
    ax.text(0.1, 0.7, r"$\sum_i \frac{y_i^2}{\lambda_i} = \sqrt{x^T\Sigma^{-1}x}$", fontsize=18)
    ax.text(0.1, 0.3, r"a word, $\mathbf{b}\hat{x}\to\infty$, $\mathcal{L}$", fontsize=14)


@unit
def words_of_all_kinds(ax):
    for i, family in enumerate(["sans", "serif", "monospace", "times"]):
        ax.text(0.05, 0.1 + 0.2 * i, f"{family} λ ≥ 2", family=["DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "STIXGeneral"][i], size=10 + 3 * i, weight="bold" if i % 2 else "normal", style="italic" if i == 1 else "normal")  # fmt: skip


@unit
def words_with_effects(ax):
    ax.text(
        0.1,
        0.6,
        "haloed",
        size=30,
        color="w",
        path_effects=[effects.withStroke(linewidth=5, foreground="C0")],
    )
    ax.text(0.1, 0.2, "shadow", size=30, path_effects=[effects.withSimplePatchShadow((3, -3))])
    ax.text(
        0.6,
        0.5,
        "Hi",
        size=50,
        path_effects=[effects.PathPatchEffect(hatch="xxx", fc="C1", ec="k")],
    )


@unit
def words_clipped(ax):
    ax.text(0.7, 0.5, "far beyond the end", size=20, clip_on=True)


@unit
def words_wrapped(ax):
    ax.text(
        0.5, 0.5, "a long sentence that goes on beyond the edge of the figure", wrap=True, size=14
    )


@case
def title_and_labels(fig):
    ax = fig.add_subplot()
    ax.set(title="a title", xlabel="time in s", ylabel="height\nin m")
    ax.set_title("left", loc="left", color="C1")
    ax.tick_params(axis="x", rotation=40)
    fig.suptitle("above all")
    fig.supxlabel("below all")


@case
def large_numbers_at_ticks(ax):
    ax.plot([1e6, 1.00001e6], [1e-7, 5e-7])
    ax.minorticks_on()
    ax.grid(which="both", ls=":")


@case
def ticks_of_all_kinds(ax):
    ax.tick_params(
        direction="inout", length=12, width=3, color="C3", labelcolor="C2", top=True, labeltop=True
    )
    ax.yaxis.set_major_locator(ticker.MultipleLocator(0.5))
    ax.yaxis.set_major_formatter(ticker.PercentFormatter(1))


@case
def tables(ax):
    ax.axis("off")
    ax.table(
        [["1", "2"], ["3", "4"]],
        rowLabels="ab",
        colLabels="cd",
        loc="center",
        cellColours=[["w", "C1"], ["C2", "w"]],
    )


@unit
def legend(ax):
    ax.plot(t, t, "o-", markevery=20, label="line")
    ax.fill_between(t, t / 2, hatch="//", fc="C3", label="area")
    ax.scatter([0.2], [0.8], label="point")
    ax.errorbar([0.5], [0.9], yerr=0.1, label="error")
    ax.legend(shadow=True, ncols=2, title="legend", loc="upper left")


@unit
def two_legends(ax):
    line = ax.plot(t, t**2, label="first")[0]
    ax.legend(loc="lower right", frameon=False)
    ax.add_artist(Legend(ax, [line], ["second"], loc="upper center", facecolor="C8"))


@case
def anchored_boxes(ax):
    box = offsetbox.AnchoredText("a note", loc="upper left", prop={"size": 14})
    ax.add_artist(box)
    area = offsetbox.DrawingArea(40, 20)
    area.add_artist(patches.Circle((10, 10), 10, fc="C1"))
    ax.add_artist(offsetbox.AnchoredOffsetbox("lower right", child=area))


# Axes


@case
def polar(fig):
    ax = fig.add_subplot(projection="polar")
    ax.plot(7 * t, t, lw=2)
    ax.bar([0, 1, 2], [0.4, 0.8, 0.6], width=0.5, alpha=0.5, ec="k")


@case
def polar_mesh(fig):
    ax = fig.add_subplot(projection="polar")
    ax.pcolormesh(6.283 * x30, y30, cells)
    ax.grid(False)


@case
def polar_levels_in_a_sector(fig):
    ax = fig.add_subplot(projection="polar", thetamax=90)
    ax.contourf(1.57 * x30, y30, hills, levels=10)


@case
def globe(fig):
    ax = fig.add_subplot(projection="mollweide")
    ax.grid()
    ax.pcolormesh(np.linspace(-3, 3, 13), np.linspace(-1.5, 1.5, 7), rng().random((6, 12)))


@case
def logarithmic(ax):
    ax.loglog(10 ** (4 * t), 10 ** (2 * t**2))
    ax.grid(which="both", alpha=0.4)


@case
def symmetric_logarithmic(ax):
    ax.plot(200 * t - 100, 1000 * (t - 0.5) ** 3)
    ax.set(xscale="symlog", yscale="asinh")


@case
def logit(ax):
    ax.plot(t[1:-1], t[1:-1])
    ax.set(yscale="logit")


@case
def several_axes(fig):
    for i, ax in enumerate(fig.subplots(2, 3, sharex=True).flat):
        ax.plot(t, t**i)
        ax.tick_params(labelsize=6)


@case
def insets(fig):
    ax = fig.add_subplot()
    ax.imshow(rng().random((20, 20)))
    inset = ax.inset_axes([0.6, 0.6, 0.38, 0.38], xlim=(2, 5), ylim=(2, 5), xticks=[], yticks=[])
    inset.imshow(rng().random((20, 20)), cmap="hot")
    inset.set(xlim=(2, 5), ylim=(2, 5))
    ax.indicate_inset_zoom(inset, edgecolor="k")


@case
def twins(ax):
    ax.plot(t, t, "C0")
    other = ax.twinx()
    other.plot(t, 100 * t**2, "C1")
    other.set_ylabel("other", color="C1")
    ax.secondary_xaxis("top", functions=(lambda x: 2 * x, lambda x: x / 2))


@case
def spines_moved(ax):
    ax.spines[["left", "bottom"]].set_position("zero")
    ax.spines[["top", "right"]].set_visible(False)
    ax.plot(2 * t - 1, (2 * t - 1) ** 3)


@case
def dark_background(fig):
    fig.set_facecolor("0.1")
    ax = fig.add_subplot(facecolor="0.2")
    ax.plot(t, t, "w", lw=3)
    ax.tick_params(colors="w")


@case
def colour_bars(fig):
    ax = fig.add_subplot()
    shown = ax.contourf(x30, y30, hills, levels=7, extend="both")
    fig.colorbar(shown, ax=ax, orientation="horizontal", drawedges=True)
    fig.colorbar(ax.contour(x30, y30, hills, cmap="hot", linewidths=3), ax=ax)


@case
def colour_bar_of_an_alpha(fig):
    ax = fig.add_subplot()
    fig.colorbar(ax.pcolormesh(x30, y30, cells, alpha=0.4), ax=ax)


@unit
def order_of_drawing(ax):
    ax.plot(t, t, lw=12, zorder=3)
    ax.add_patch(patches.Rectangle((0.2, 0.2), 0.4, 0.4, fc="C1", zorder=5))
    ax.imshow(nine, extent=(0.5, 0.9, 0.5, 0.9), aspect="auto", zorder=4)
    ax.grid(lw=4, zorder=9)
    ax.set_axisbelow(False)


@unit
def clipped_by_paths(ax):
    star = Path.unit_regular_star(5).transformed(Affine2D().scale(0.5).translate(0.5, 0.5))
    for i in range(20):
        line = ax.plot([0, 1], [i / 20, i / 20 + 0.05], lw=8, color=f"C{i}")[0]
        line.set_clip_path(star, ax.transData)


@unit
def rasterised(ax):
    ax.plot(t, t**2, lw=3, rasterized=True)
    ax.pcolormesh(x30, y30, cells, rasterized=True, alpha=0.3)


# Filters of Agg


@unit
def filtered(ax):
    ax.add_patch(patches.Circle((0.4, 0.6), 0.2, fc="C2", agg_filter=fade))
    ax.plot(t, t, lw=4, agg_filter=dim)
    ax.text(0.6, 0.2, "faded", agg_filter=fade, size=20)


@unit
def filters_within_filters(ax):
    inset = ax.inset_axes([0.4, 0.4, 0.5, 0.5])
    inset.set_agg_filter(fade)
    inset.plot([0, 1], agg_filter=dim, lw=5)
    inset.imshow(nine, agg_filter=fade, extent=(0, 1, 0, 1))


# Three dimensions

x50, y50 = np.meshgrid(np.linspace(-2, 2, 51), np.linspace(-2, 2, 51))
bell = np.exp(-(x50**2) - y50**2)


@solid
def surface(ax):
    ax.plot_surface(x50, y50, bell)


@solid
def surface_of_colours(ax):
    ax.plot_surface(x50, y50, bell, cmap="viridis", antialiased=False, linewidth=0)


@solid
def surface_of_many_faces(ax):
    ax.plot_surface(x50, y50, bell, cmap="gray", rcount=50, ccount=50, antialiased=False, lw=0)


@solid
def translucent_surface(ax):
    ax.plot_surface(x50, y50, bell, alpha=0.5, antialiased=False, linewidth=0)


@solid
def surface_with_edges(ax):
    ax.plot_surface(x50, y50, bell, ec="k", lw=0.4, rstride=4, cstride=4, color="w", shade=False)


@solid
def wires(ax):
    ax.plot_wireframe(x50, y50, bell, rcount=12, ccount=12)


@solid
def points_in_space(ax):
    ax.scatter(*rng().random((3, 90)), s=60, c=rng().random(90), depthshade=True)


@solid
def curves_in_space(ax):
    ax.plot(np.cos(20 * t), np.sin(20 * t), t, lw=2)
    ax.stem([0, 1], [0, 1], [0.3, 0.6])


@solid
def bars_in_space(ax):
    ax.bar3d(*rng().integers(0, 4, (2, 8)), 0, 0.7, 0.7, rng().random(8) + 0.2, color="C1")


@solid
def flat_bars_in_space(ax):
    for z in range(3):
        ax.bar(range(4), rng(z).random(4), zs=z, zdir="y", alpha=0.7)


@solid
def triangles_in_space(ax):
    ax.plot_trisurf(*rng().random((2, 60)), rng(1).random(60), cmap="plasma", lw=0.2)


@solid
def levels_in_space(ax):
    ax.contour(x50, y50, bell, levels=6)
    ax.contourf(x50, y50, bell, zdir="z", offset=-0.5, levels=6)
    ax.set(zlim=(-0.5, 1), xlabel="x", zlabel="z")


@solid
def voxels(ax):
    ax.voxels(rng().random((3, 3, 3)) > 0.5, ec="k", fc=("C2", 0.6))


@solid
def arrows_in_space(ax):
    ax.quiver(*rng().random((3, 9)), *rng(1).normal(size=(3, 9)) / 5)
    ax.text(0.5, 0.5, 0.5, "in space", "x")


@unit
def mesh_beyond_the_picture(ax):
    x, y = np.linspace(-30, 30, 106) ** 3 / 900, np.linspace(-30, 30, 106)
    ax.pcolormesh(x, y, np.sin(np.add.outer(y[1:], 3 * x[1:])))
