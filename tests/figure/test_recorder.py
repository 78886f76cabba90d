"""What the recorder writes, read back. How it looks is the browser's test."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from matplotlib.collections import PolyCollection

from tangible import Stage, live, marks
from tangible.figure import recorder

plane = Stage(xlim=(0, 1), ylim=(0, 1))


def figure_of(draw):
    @live(plane)
    def figure(ax):
        """Whatever is tested."""
        draw(ax)

    return figure


def operations(drawing):
    """The operations of a drawing in order: (kind, flags, count)."""
    kinds, at = [], 0
    while at < len(drawing):
        magic, *_, length = struct.unpack_from("<4s4fI", drawing, at)
        assert magic == b"TGB2"
        at += 24
        end = at + length
        while at < end:
            _, length = struct.unpack_from("<fI", drawing, at)
            at += 8
            last = at + length
            while at < last:
                kind, flags, count = struct.unpack_from("<BBH", drawing, at)
                kinds.append((kind, flags, count))
                at += 4 + _payload(drawing, at + 4, kind, flags, count)
            assert at == last
        assert at == end
    return kinds


def _payload(drawing, at, kind, flags, count):
    def outline(at, size):
        form, points = struct.unpack_from("<II", drawing, at)
        length = 8 + points * size
        if form == 2:
            length += 4 + -(-struct.unpack_from("<I", drawing, at + length)[0] // 4) * 4
        return length

    if kind == recorder.STYLE:
        return 20 + 4 * count
    if kind == recorder.CLIP:
        return (0, 16, None)[flags] if flags < 2 else outline(at, 4)
    if kind == recorder.PATH:
        return outline(at, 4)
    if kind == recorder.MARKERS:
        shape = outline(at, 8)
        n = struct.unpack_from("<I", drawing, at + shape)[0]
        return shape + 4 + 4 * n + 4 * n * flags.bit_count()
    width, height = struct.unpack_from("<HH", drawing, at)
    pixels = 4 * count + width * height if flags else 4 * width * height
    return 32 + -(-pixels // 4) * 4


@given(n=some.integers(1, 300), size=some.integers(1, 20))
def test_a_drawing_can_be_read_to_its_end(n, size):
    rng = np.random.default_rng(n)

    def draw(ax):
        ax.plot(*rng.random((2, n)))
        ax.scatter(*rng.random((2, n)), c=rng.random(n), s=rng.random(n) * 90)
        ax.imshow(rng.random((size, size)), extent=(0, 1, 0, 1), aspect="auto")
        ax.fill(*rng.random((2, n)), ls=":")
        ax.text(0.5, 0.5, "α²")

    kinds = {kind for kind, _, _ in operations(figure_of(draw).drawing())}
    assert {recorder.STYLE, recorder.CLIP, recorder.MARKERS, recorder.IMAGE} <= kinds


def test_samples_are_one_operation():
    xy = np.random.default_rng(0).random((500, 2))
    drawing = figure_of(lambda ax: ax.plot(*xy.T, ".")).drawing()
    assert [kind for kind, _, _ in operations(drawing)].count(recorder.MARKERS) == 1
    assert len(drawing) < 500 * 4 + 400


def test_a_small_image_travels_pixel_by_pixel():
    drawing = figure_of(
        lambda ax: ax.imshow(np.eye(8), extent=(0, 1, 0, 1), aspect="auto")
    ).drawing()
    assert len(drawing) < 200


def test_a_dense_curve_is_simplified():
    x = np.linspace(0, 1, 20_000)
    assert len(figure_of(lambda ax: ax.plot(x, x**2)).drawing()) < 4000


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_vertices_that_are_not_finite_are_counted(bad):
    canvas = figure_of(lambda ax: None).canvas
    assert canvas.record(lambda ax: ax.plot([0, 1], [0, 1]) and None)[2] == 0
    assert canvas.record(lambda ax: ax.plot([0, 0.5, 1], [0, bad, 1]) and None)[2] == 1
    assert canvas.record(lambda ax: ax.plot([0, 0.5, 1], [0, bad, 1], "o") and None)[2] >= 1


def test_hatching_is_drawn_by_agg_into_an_image():
    drawing = figure_of(lambda ax: ax.fill([0, 1, 1], [0, 0, 1], hatch="//")).drawing()
    assert recorder.IMAGE in [kind for kind, _, _ in operations(drawing)]


@settings(max_examples=60)
@given(
    seed=some.integers(0, 10_000),
    corners=some.integers(3, 6),
    upright=some.booleans(),
    closed=some.booleans(),
    snap=some.sampled_from([None, True, False]),
    width=some.sampled_from([0.5, 1.3, [1, 2.5]]),
    line=some.sampled_from(["-", "--"]),
    edges=some.sampled_from(["none", "k", "mixed"]),
    size=some.sampled_from([0.4, 5]),  # of 5, some reach far beyond the picture
)
def test_many_polygons_at_one_go_are_those_one_by_one(
    seed, corners, upright, closed, snap, width, line, edges, size
):
    rng = np.random.default_rng(seed)
    outlines = rng.uniform(0, 1, (7, 1, 2)) + rng.uniform(-size, size, (7, corners, 2))
    if upright:  # rectangles, which Agg puts on whole pixels
        low, high = outlines[:, 0], outlines[:, 1]
        others = [(high[:, 0], low[:, 1]), high.T, (low[:, 0], high[:, 1])]
        outlines = np.stack([low, *(np.transpose(each) for each in others)], axis=1)
    mixed = rng.uniform(0, 1, (5, 4))
    mixed[0, 3] = 0

    def draw(ax):
        many = PolyCollection(
            outlines, closed=closed, facecolors=mixed, linewidths=width, linestyles=line,
            edgecolors=mixed[::-1] if edges == "mixed" else edges,
        )  # fmt: skip
        many.set_snap(snap)
        ax.add_collection(many, autolim=False)

    at_one_go = figure_of(draw).drawing()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recorder.Recorder, "_polygons", lambda *_: False)
        assert figure_of(draw).drawing() == at_one_go


def test_cells_are_written_at_one_go(monkeypatch):
    corners = np.random.default_rng(0).uniform(0, 0.9, (81, 2))
    figure = figure_of(lambda ax: marks.cells(ax, corners, [(0.05, 0.05)] * 81, "r"))
    before = figure.drawing()
    monkeypatch.delattr(recorder.Recorder, "draw_path")  # then one by one is not implemented
    assert figure.drawing() == before
    monkeypatch.setattr(recorder.Recorder, "_polygons", lambda *_: False)
    with pytest.raises(NotImplementedError):
        figure.drawing()
