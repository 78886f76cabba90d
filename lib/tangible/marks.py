"""What the figures of the course are made of. Each mark draws on the axes that it is given.

A mark adds artists and changes nothing else, so it works on a Stage and in a frame alike.
Colours are those of `tangible.style`; `label` is written beside what it names.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from matplotlib import colormaps, patches, patheffects
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.image import AxesImage
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, IdentityTransform
from numpy.typing import ArrayLike

from tangible.style import DATA, HAND, INK, MODEL, MUTED, PAPER, SEQUENTIAL

_HALO = (patheffects.withStroke(linewidth=3, foreground=PAPER),)
_DARKEST = 0.4  # opacity of the highest ground
_GAP = 7  # points between a thing and its label


def text(
    ax: Axes,
    place: ArrayLike,
    words: str,
    *,
    color: str = INK,
    offset: tuple[float, float] = (0, 0),
    size: float | None = None,
    align: str = "center",
    valign: str = "center",
):
    """Words at `place` (data units), moved by `offset` (points), with a halo of paper."""
    return ax.annotate(
        words, place, offset, textcoords="offset points", color=color,
        fontsize=size, ha=align, va=valign, path_effects=_HALO, annotation_clip=False,
    )  # fmt: skip


def point(
    ax: Axes,
    place: ArrayLike,
    *,
    color: str = HAND,
    label: str = "",
    size: float = 8,
    marker: str = "o",
    hollow: bool = False,
):
    """One point, shape (2,), and its name."""
    place = np.asarray(place, float)
    face = PAPER if hollow else color
    ax.plot(*place, marker, color=color, ms=size, mfc=face, mew=1.6, zorder=3)
    if label:
        text(ax, place, label, color=color, offset=(_GAP, _GAP), align="left", valign="bottom")


def samples(
    ax: Axes,
    points: ArrayLike,
    *,
    color: str = DATA,
    size: float = 5,
    alpha: float = 0.75,
    marker: str = "o",
):
    """Many observations, shape (n, 2)."""
    points = np.asarray(points, float)
    ax.plot(points[:, 0], points[:, 1], marker, color=color, ms=size, mew=0, alpha=alpha)


def arrow(
    ax: Axes,
    end: ArrayLike,
    start: ArrayLike = (0, 0),
    *,
    color: str = DATA,
    label: str = "",
    width: float = 2.2,
    style: str = "-",
):
    """A vector from `start` to `end`, each (2,), and its name beyond its tip, if that shows."""
    start, end = np.asarray(start, float), np.asarray(end, float)
    way = ax.transData.transform(end) - ax.transData.transform(start)
    length = np.hypot(*way)
    if length < 1e-9:
        ax.plot(*end, "o", color=color, ms=4)
    else:
        ax.add_artist(
            patches.FancyArrowPatch(
                start,
                end,
                arrowstyle="-|>",
                mutation_scale=min(16, 4 + length / 4),
                lw=width,
                color=color,
                linestyle=style,
                shrinkA=0,
                shrinkB=0,
                capstyle="butt",
                zorder=3,
            )
        )
    tip = ax.transAxes.inverted().transform(ax.transData.transform(end))
    if label and np.all(np.abs(tip - 0.5) < 0.501):
        away = way / length if length > 1e-9 else np.array([0, 1])
        text(ax, end, label, color=color, offset=2.4 * _GAP * away)  # clear of a handle on the tip


def segment(
    ax: Axes,
    start: ArrayLike,
    end: ArrayLike,
    *,
    color: str = MUTED,
    label: str = "",
    style: str = "--",
    width: float = 1.4,
):
    """A straight stretch from `start` to `end`, each of shape (2,), its name at its middle."""
    start, end = np.asarray(start, float), np.asarray(end, float)
    ax.plot(*np.transpose([start, end]), linestyle=style, color=color, lw=width)
    if label:
        along = ax.transData.transform(end) - ax.transData.transform(start)
        side = np.array([-along[1], along[0]]) / max(np.hypot(*along), 1e-9)
        text(ax, (start + end) / 2, label, color=color, offset=1.4 * _GAP * side)


def curve(
    ax: Axes,
    x: ArrayLike,
    y: ArrayLike,
    *,
    color: str = MODEL,
    label: str = "",
    style: str = "-",
    width: float = 2.2,
):
    """y over x, both of shape (n,), its name at its right end."""
    ax.plot(x, y, linestyle=style, color=color, lw=width)
    if label:
        inside = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        if len(inside):
            last = inside[-1]
            text(
                ax,
                (x[last], y[last]),
                label,
                color=color,
                offset=(-_GAP, _GAP),
                align="right",
                valign="bottom",
            )


def region(
    ax: Axes, outline: ArrayLike, *, color: str = DATA, alpha: float = 0.18, edge: bool = True
):
    """The inside of a closed outline, shape (n, 2)."""
    _fill(ax, outline, color, alpha)
    if edge:
        ax.plot(*np.transpose(np.concatenate([outline, outline[:1]])), color=color, lw=2)


def _fill(ax, outline, color, alpha):
    # Not `ax.fill`: that asks every side for the limits that it needs, and ours never move.
    ax.add_artist(patches.Polygon(outline, facecolor=color, alpha=alpha, lw=0))


def band(
    ax: Axes,
    x: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    *,
    color: str = DATA,
    alpha: float = 0.18,
):
    """The area between `low` and `high` over x."""
    ax.fill_between(x, low, high, color=color, alpha=alpha, lw=0)


def histogram(
    ax: Axes,
    numbers: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    bins: int,
    *,
    color: str = DATA,
    alpha: float = 0.5,
):
    """How dense the numbers, shape (n,), lie in `bins` equal steps from `low` to `high`.

    All n count: the area is 1 if all of them lie between.
    """
    count, edges = np.histogram(numbers, np.linspace(low, high, bins + 1))
    height = count / len(numbers) / (edges[1] - edges[0])
    ax.fill_between(
        edges, np.append(height, height[-1]), step="post", color=color, alpha=alpha, lw=0
    )


def bars(
    ax: Axes,
    x: ArrayLike,
    heights: ArrayLike,
    *,
    base: ArrayLike = 0,
    width: float = 0.8,
    color: str = DATA,
    edge: str = "none",
):
    """Upright bars around each x, shape (n,), of these heights above `base`: numbers or (n,)."""
    x, heights, base = np.broadcast_arrays(x, np.asarray(heights, float), base)
    corners = np.column_stack([x - width / 2, base])
    cells(ax, corners, np.column_stack([np.full(x.shape, width), heights]), [color], edge=edge)


def surface(
    ax: Axes,
    x: ArrayLike,
    y: ArrayLike,
    z: ArrayLike,
    *,
    floor: float,
    turn: float = -0.6,
    tilt: float = 0.5,
    names: tuple[str, str] = ("x₁", "x₂"),
):
    """A surface z (m, n) over the places x, y (m, n), above a square floor, seen from afar.

    The floor reaches from −`floor` to `floor`. The axes are those of the picture: to the right,
    and up. `turn` is the angle by which the floor is turned, `tilt` how far one looks from above,
    both in radians.
    """

    def seen(x, y, z=0.0):
        right, away = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)
        return np.stack([right, away * np.sin(tilt) + z * np.cos(tilt)], axis=-1), away

    corners, _ = seen(floor * np.array([-1, 1, 1, -1]), floor * np.array([-1, -1, 1, 1]))
    square = PolyCollection([corners], facecolors="none", edgecolors=MUTED, linewidths=0.8)
    ax.add_collection(square, autolim=False)
    text(ax, corners[:2].mean(axis=0), names[0], color=MUTED, offset=(-9, -9))
    text(ax, corners[1:3].mean(axis=0), names[1], color=MUTED, offset=(9, -9))
    place, away = seen(x, y, z)
    parts = (np.s_[:-1, :-1], np.s_[:-1, 1:], np.s_[1:, 1:], np.s_[1:, :-1])
    far_first = np.argsort(-sum(away[part] for part in parts).ravel(), kind="stable")
    outlines = np.stack([place[part] for part in parts], axis=2).reshape(-1, 4, 2)
    heights = sum(z[part] for part in parts).ravel() / 4
    colors = colormaps[SEQUENTIAL](heights / max(z.max(), 1e-300))
    quads = PolyCollection(
        outlines[far_first], facecolors=colors[far_first], edgecolors=MUTED, linewidths=0.25
    )
    ax.add_collection(quads, autolim=False)


def segments(
    ax: Axes,
    starts: ArrayLike,
    ends: ArrayLike,
    *,
    color: str = MUTED,
    width: float = 0.7,
    alpha: float = 0.6,
):
    """Many straight lines from `starts` to `ends`, both (n, 2), as one line with gaps."""
    points = np.stack(np.broadcast_arrays(starts, ends, np.nan), axis=1).reshape(-1, 2)
    ax.plot(*points.T, "-", color=color, lw=width, alpha=alpha)


def sticks(
    ax: Axes,
    x: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    *,
    color: str = MUTED,
    width: float = 0.7,
    alpha: float = 0.6,
):
    """An upright stretch from `low` to `high` at each x, all of shape (n,)."""
    ends = (np.column_stack([x, end]) for end in (low, high))
    segments(ax, *ends, color=color, width=width, alpha=alpha)


def ellipse(
    ax: Axes,
    center: ArrayLike,
    axes: ArrayLike,
    *,
    color: str = MODEL,
    alpha: float = 0.12,
    style: str = "-",
):
    """An ellipse: `center` (2,), and as the columns of `axes` (2, 2) its two half axes."""
    turn = np.linspace(0, 2 * np.pi, 121)
    outline = (
        np.asarray(center) + np.column_stack([np.cos(turn), np.sin(turn)]) @ np.asarray(axes).T
    )
    _fill(ax, outline, color, alpha)
    ax.plot(*outline.T, color=color, linestyle=style, lw=2)


def contours(
    ax: Axes,
    x: ArrayLike,
    y: ArrayLike,
    z: ArrayLike,
    *,
    levels: ArrayLike = 10,
    color: str = MUTED,
    width: float = 1.0,
    labels: bool = False,
    shaded: bool = False,
    dashed_below: float = -np.inf,
):
    """Level lines of z (m, n) over x (n,) and y (m,), and what tells a hill from a hollow.

    That is their values as `labels`; or the ground `shaded`, the bluer the higher; or lines that
    are dashed where the level is below `dashed_below`.
    """
    lines = ax.contour(x, y, z, levels, colors=[color], linewidths=width)
    lines.set_linestyle(["--" if level < dashed_below else "-" for level in lines.levels])
    if shaded:
        depths = np.linspace(0, _DARKEST, len(lines.levels) + 1)
        tints = [to_rgba(DATA, depth) for depth in depths]
        ax.contourf(x, y, z, lines.levels, colors=tints, extend="both", zorder=0.5)
    if labels:
        ax.clabel(lines, fmt="%g", fontsize=8.5)


def image(ax: Axes, pixels: ArrayLike, extent: ArrayLike, *, low=None, high=None, cmap="gray_r"):
    """A matrix (rows, columns) as a picture, first row on top.

    `extent`: where its left, right, bottom and top edges lie.

    With `low` and `high` of opposite signs, `cmap=style.DIVERGING` shows which is which.
    """
    shown = AxesImage(ax, cmap=cmap, interpolation="none", extent=extent, origin="upper")
    shown.set_data(np.asarray(pixels, float))
    shown.set_clim(low, high)
    shown.set_clip_path(ax.patch)
    ax.add_image(shown)


def cells(ax: Axes, corners: ArrayLike, sizes: ArrayLike, colors: ArrayLike, *, edge: bool = MUTED):
    """Upright rectangles: lower left `corners` (n, 2), `sizes` (n, 2), `colors` (n, 3 or 4)."""
    corners, sizes = np.asarray(corners, float), np.asarray(sizes, float)
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    outlines = corners[:, None] + unit * sizes[:, None]
    boxes = PolyCollection(outlines, facecolors=colors, edgecolors=edge, linewidths=0.5)
    ax.add_collection(boxes, autolim=False)


def numbers(
    ax: Axes,
    places: ArrayLike,
    texts: Sequence,
    colors: Sequence[str],
    *,
    size: float = 10.5,
    alpha: float = 1.0,
    on_color: bool = False,
):
    """Many short texts, n of them, centred at `places` (n, 2), in `colors` (n).

    `on_color`: they stand on a colour of their own, not on paper, so a dark page leaves theirs.

    Each different text is drawn as one marker, which costs far less than n calls of `ax.text`.
    Empty texts leave their places empty; "-" is written as a minus.
    """
    alike = defaultdict(list)
    for place, words, color in zip(places, map(str, texts), colors, strict=True):
        if words:
            alike[words].append((place, to_rgba(color, alpha)))
    for words, each in alike.items():
        offsets, colors = zip(*each, strict=True)
        ax.add_collection(
            Numbers(
                [_letters(words, size)], [1], offsets=offsets, offset_transform=ax.transData,
                facecolors=colors, linewidths=0, transform=IdentityTransform(), zorder=3,
                gid=(size, on_color),
            ),
            autolim=False,
        )  # fmt: skip


class Numbers(PathCollection):
    """Texts that are alike, each at its place; a `Recorder` knows them by the name of this class.

    Its gid is their size in points, and whether they stand on a colour of their own.
    """


@lru_cache(1000)
def _letters(words, size):
    """The outline of a text in points, its middle at the origin."""
    outline = TextPath((0, 0), words.replace("-", "−"), size)
    corners = outline.vertices[outline.codes != Path.CLOSEPOLY]
    middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
    return outline.transformed(Affine2D().translate(*-middle))


__all__ = [
    "arrow", "band", "bars", "cells", "contours", "curve", "ellipse", "histogram", "image",
    "numbers", "point", "region", "samples", "segment", "segments", "sticks", "surface", "text",
]  # fmt: skip
