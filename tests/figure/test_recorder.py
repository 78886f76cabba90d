"""What the recorder writes, read back. How it looks is the browser's test."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from matplotlib import patheffects
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from tangible import Stage, live, marks
from tangible.figure import recorder
from tangible.style import course_style

plane = Stage(xlim=(0, 1), ylim=(0, 1))


def figure_of(draw):
    @live(plane)
    def figure(ax):
        """Whatever is tested."""
        draw(ax)

    return figure


def operations(drawing):
    """The operations of a drawing in order: (kind, flags, count)."""
    return [operation[:3] for operation in with_payloads(drawing)]


def with_payloads(drawing):
    """The operations of a drawing in order: (kind, flags, count, bytes)."""
    found, at = [], 0
    while at < len(drawing):
        magic, *_, length = struct.unpack_from("<4s4fI", drawing, at)
        assert magic == b"TGB3"
        at += 24
        end = at + length
        while at < end:
            _, length = struct.unpack_from("<fI", drawing, at)
            at += 8
            last = at + length
            while at < last:
                kind, flags, count = struct.unpack_from("<BBH", drawing, at)
                size = _payload(drawing, at + 4, kind, flags, count)
                found.append((kind, flags, count, drawing[at + 4 : at + 4 + size]))
                at += 4 + size
            assert at == last
        assert at == end
    return found


def _padded(size):
    return -(-size // 4) * 4


def _payload(drawing, at, kind, flags, count):
    def outline(at, size):
        form, points = struct.unpack_from("<II", drawing, at)
        length = 8 + points * size
        if form == 2:
            length += 4 + _padded(struct.unpack_from("<I", drawing, at + length)[0])
        return length

    if kind == recorder.STYLE:
        return 20 + 4 * count
    if kind == recorder.CLIP:
        return (0, 16, None)[flags] if flags < 2 else outline(at, 4)
    if kind == recorder.PATH:
        return outline(at, 4)
    if kind == recorder.HATCH:
        return 16 + outline(at + 16, 4)
    if kind == recorder.LETTERS:
        return 20 if flags else 0
    if kind == recorder.SUM:
        return 0
    if kind == recorder.MARKERS:
        shape = outline(at, 8)
        n = struct.unpack_from("<I", drawing, at + shape)[0]
        return shape + 8 + 4 * n + 4 * n * flags.bit_count()
    if kind == recorder.POLYGONS:
        n, corners = struct.unpack_from("<II", drawing, at)
        sizes = 0 if count else _padded(2 * n)
        whole = _padded(n) if flags & 16 else 0
        return 8 + sizes + 4 * corners + 4 * n * (flags & 11).bit_count() + whole
    width, height = struct.unpack_from("<II", drawing, at)
    a_pixel = (2 if count > 256 else 1) if flags & 1 else 4
    return 36 + 4 * count + _padded(a_pixel * width * height)


def faces(drawing):
    """Every visible outline: (fill, stroke, width, what else is of its style, form, points).

    `form`: whether it is closed, and whether it is put on whole pixels.
    """
    found = []
    for kind, flags, count, data in with_payloads(drawing):
        if kind == recorder.STYLE:
            fill, stroke, width, line = (
                data[:4],
                data[4:8],
                *struct.unpack("<f", data[8:12]),
                data[12:],
            )
        elif kind == recorder.PATH:
            form, n = struct.unpack_from("<II", data)
            points = np.frombuffer(data, "<i2", 2 * n, 8).tolist()
            form = form, bool(flags & 2)
            found.append((fill, stroke if width else b"", width, line, form, points))
        elif kind == recorder.POLYGONS:
            n, corners = struct.unpack_from("<II", data)
            at = 8 + (0 if count else _padded(2 * n))
            sizes = [count] * n if count else np.frombuffer(data, "<u2", n, 8)
            points = np.split(
                np.frombuffer(data, "<i2", 2 * corners, at), 2 * np.cumsum(sizes)[:-1]
            )
            at += 4 * corners
            columns = [[fill] * n, [stroke] * n, [width] * n]
            for column, flag in enumerate((1, 2, 8)):
                if flags & flag:
                    columns[column] = [data[at + 4 * i : at + 4 * i + 4] for i in range(n)]
                    at += 4 * n
            whole = np.frombuffer(data, "u1", n, at) if flags & 16 else np.zeros(n)
            for inside, edge, each, outline, on_whole in zip(*columns, points, whole, strict=True):
                wide = each if isinstance(each, float) else struct.unpack("<f", each)[0]
                form = 0 if flags & 4 else 1, bool(on_whole)
                found.append((inside, edge if wide else b"", wide, line, form, outline.tolist()))
    return [
        (fill if fill[3] else b"", stroke, width, line if width else b"", form, points)
        for fill, stroke, width, line, form, points in found
        if fill[3] or (stroke and stroke[3])
    ]


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


def test_a_hatch_is_a_tile_and_no_picture():
    drawing = figure_of(lambda ax: ax.fill([0, 1, 1], [0, 0, 1], hatch="//")).drawing()
    kinds = [kind for kind, _, _ in operations(drawing)]
    assert recorder.HATCH in kinds
    assert recorder.IMAGE not in kinds
    assert len(drawing) < 1000


def test_an_image_is_no_finer_than_can_be_seen():
    image = np.random.default_rng(0).random((3000, 3000))
    drawing = figure_of(lambda ax: ax.imshow(image, extent=(0, 1, 0, 1), aspect="auto")).drawing()
    data = next(data for kind, *_, data in with_payloads(drawing) if kind == recorder.IMAGE)
    columns, rows = struct.unpack_from("<II", data)
    assert columns < 3 * recorder.FINE * plane.width
    assert rows < 3 * recorder.FINE * plane.height


def test_alphas_of_an_image_are_kept():
    alphas = np.array([[0.0, 1.0], [0.2, 0.6]])
    drawing = figure_of(
        lambda ax: ax.imshow(np.ones((2, 2)), extent=(0, 1, 0, 1), aspect="auto", alpha=alphas)
    ).drawing()
    kind, flags, count, data = with_payloads(drawing)[-1]
    assert kind == recorder.IMAGE
    if flags & 1:
        colours = np.frombuffer(data, "u1", 4 * count, 36).reshape(-1, 4)
        found = colours[np.frombuffer(data, "u1", 4, 36 + 4 * count)]
    else:
        found = np.frombuffer(data, "u1", 16, 36).reshape(-1, 4)
    assert sorted(found[:, 3]) == [0, 51, 153, 255]


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
        one_by_one = figure_of(draw).drawing()
    assert faces(one_by_one) == faces(at_one_go)


def test_cells_are_written_at_one_go(monkeypatch):
    corners = np.random.default_rng(0).uniform(0, 0.9, (81, 2))
    figure = figure_of(lambda ax: marks.cells(ax, corners, [(0.05, 0.05)] * 81, "r"))
    before = figure.drawing()
    monkeypatch.delattr(recorder.Recorder, "draw_path")  # then one by one is not implemented
    assert figure.drawing() == before
    monkeypatch.setattr(recorder.Recorder, "_polygons", lambda *_: False)
    with pytest.raises(NotImplementedError):
        figure.drawing()


def test_of_a_mesh_beyond_the_window_few_cells_are_drawn_one_by_one(monkeypatch):
    edges = np.linspace(-30, 30, 106)
    uneven = edges**3 / 900
    drawn, draw_path = [], recorder.Recorder.draw_path
    monkeypatch.setattr(
        recorder.Recorder,
        "draw_path",
        lambda self, *args: (drawn.append(args), draw_path(self, *args)),
    )
    values = np.sin(np.add.outer(edges[1:], edges[1:]))
    drawing = figure_of(lambda ax: ax.pcolormesh(uneven, edges, values)).drawing()
    assert len(drawn) < 106
    kinds = [kind for kind, *_ in operations(drawing)]
    assert kinds.count(recorder.POLYGONS) < 30


def written(draw, left=0, known=True):
    """What a whole figure of 4 x 3 inches becomes, and its axes."""
    with course_style():
        figure = Figure((4, 3), 96)
        FigureCanvasAgg(figure)
        ax = figure.add_subplot()
        draw(ax)
        letters = recorder.words([ax]) if known else None
        writer = recorder.Recorder(384 - left, 288, 96, letters, left)
        figure.draw(writer)
    return with_payloads(writer.drawing()), ax


def anchors(found):
    """Role, x, y and size of every text."""
    return [
        (flags, *struct.unpack("<3f4h", data)[:3])
        for kind, flags, _, data in found
        if kind == recorder.LETTERS and flags
    ]


def test_letters_carry_their_role_anchor_and_size():
    def draw(ax):
        ax.set(title="a title", xlabel="x", xlim=(0, 1), ylim=(0, 1), xticks=[0, 1], yticks=[])
        ax.text(0.5, 0.5, "two\nlines", size=18, bbox={"fc": "w"})
        ax.text(0.2, 0.2, "haloed", path_effects=[patheffects.withStroke(linewidth=3)])
        ax.text(0.2, 0.2, "")

    found, ax = written(draw)
    texts = anchors(found)
    assert sorted(role for role, *_ in texts) == [1, 2, 3, 3, 4, 4]
    x, y = ax.transData.transform((0.5, 0.5))
    assert (recorder.WORDS, *np.float32([x, 288 - y, 24])) in texts
    sizes = dict(zip([role for role, *_ in texts], [size for *_, size in texts], strict=True))
    assert sizes[recorder.TITLE] == pytest.approx(ax.title.get_size() * 96 / 72)


def test_every_text_ends_and_holds_something():
    found, _ = written(lambda ax: ax.text(np.nan, 0.5, "nowhere") and ax.text(0.3, 0.3, " "))
    roles = [(i, flags) for i, (kind, flags, *_) in enumerate(found) if kind == recorder.LETTERS]
    assert [flags > 0 for _, flags in roles] == [True, False] * (len(roles) // 2)
    for (begin, _), (end, _) in zip(roles[::2], roles[1::2], strict=True):
        assert recorder.PATH in [kind for kind, *_ in found[begin:end]]


def test_texts_without_a_name_are_words_about_their_own_anchor():
    texts = anchors(written(lambda ax: ax.set_title("title"), known=False)[0])
    assert {role for role, *_ in texts} == {recorder.WORDS}
    assert np.isfinite(texts).all()


def test_words_leaves_names_alone_and_gives_each_text_its_own():
    figure = Figure()
    ax = figure.add_subplot()
    first, second = (ax.text(0, 0, "a", gid="mine") for _ in range(2))
    found = recorder.words([first, second, *ax.plot([0, 1])])
    assert found["mine"] == (first, recorder.WORDS, None)
    assert [text for text, *_ in found.values()] == [first, second]


def test_letters_beside_axes_stand_about_the_edge_of_their_box():
    def draw(ax):
        ax.set(title="a title", xlabel="along", ylabel="up", xticks=[0.5], yticks=[0.5])

    found, ax = written(draw)
    left, bottom, right, top = ax.get_window_extent().extents
    lettering = [
        (flags, number, *struct.unpack("<3f4h", data))
        for kind, flags, number, data in found
        if kind == recorder.LETTERS and flags
    ]
    by_role = {
        role: sorted((x, y, box, number) for r, number, x, y, _, *box in lettering if r == role)
        for role in (recorder.TITLE, recorder.LABEL, recorder.TICK)
    }
    (_, y, box, _), (up, along) = by_role[recorder.TITLE][0], by_role[recorder.LABEL]
    assert y == pytest.approx(288 - top)
    assert box[3] <= y  # it stands above
    assert up[0] == pytest.approx(left)
    assert up[2][2] < left
    assert along[1] == pytest.approx(288 - bottom)
    assert along[2][1] > along[1]
    assert [number for *_, number in by_role[recorder.TICK]] == [1, 1]
    assert right > left


def test_a_part_of_a_figure_begins_at_its_left():
    def draw(ax):
        ax.plot([0, 1], [0, 1], "o-")
        ax.text(0.5, 0.5, "words")

    (whole, _), (part, _) = written(draw), written(draw, left=32)
    for (_, x, y, size), (_, beside, *rest) in zip(anchors(whole), anchors(part), strict=True):
        assert beside == pytest.approx(x - 32, abs=1e-3)
        assert rest == [y, size]
    boxes = [
        {
            struct.unpack("<4f", data)
            for kind, flags, _, data in found
            if (kind, flags) == (recorder.CLIP, 1)
        }
        for found in (whole, part)
    ]
    assert {(x - 32, *rest) for x, *rest in boxes[0]} == boxes[1]


def test_filters_may_be_within_one_another():
    def fade(image, dpi):
        return image * [1, 1, 1, 0.5], 0, 0

    def draw(ax):
        inset = ax.inset_axes([0.5, 0.5, 0.4, 0.4])
        inset.set_agg_filter(fade)
        inset.plot([0, 1], agg_filter=fade)
        ax.plot([0, 1])

    kinds = [kind for kind, *_ in written(draw)[0]]
    assert kinds.count(recorder.IMAGE) == 1
