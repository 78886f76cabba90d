"""A matplotlib renderer that writes down what it is told, for a browser to paint.

A drawing has a part for each stage, and a part a layer for each z-order; a layer is a list of
operations, each padded to four bytes. Little-endian::

    part        "TGB2", left f32, width f32, height f32, unit f32 (pixels per coordinate step),
                length u32 (bytes of its layers)
    layer       z-order f32, length u32 (bytes of its operations)
    operation   kind u8, flags u8, count u16, then what the kind needs:

    STYLE       fill rgba u8x4, stroke rgba u8x4, line width f32, dash offset f32,
                cap u8, join u8, dashes: count x f32
    CLIP        flags 0: none; 1: rectangle x, y, width, height f32; 2: an outline
    PATH        an outline
    MARKERS     an outline (of one marker), then how many u32, positions i16x2 each, and
                by the flags, for each marker: fill (1), stroke (2), scale f32 (4), width f32 (8)
    IMAGE       width u16, height u16, alpha f32, matrix 6 x f32 (image pixel -> canvas pixel),
                flags 1: count colours rgba, then one byte a pixel; else rgba a pixel

    outline     flags 1: closed polygon, 0: open line, 2: codes follow the points;
                points u32, i16x2 each (f32x2 for a marker); codes: how many u32, u8 each
                (1 move, 2 line, 3 quadratic, 4 cubic, 5 close)

Coordinates run right and down in CSS pixels, as a canvas has them. STYLE and CLIP hold until
the next. `painter.js` is the other half of this page.

Every drawing is complete in itself, with coordinates of 16 bits and nothing compressed. Measured,
in kB a frame, for 500 points with an ellipse and for the digit of the start page:

    float32 5.1, 9.9; 16 bits 2.7, 7.9; 16 bits deflated 2.4, 3.8;
    difference to the neighbour, deflated 0.8, 0.2

A frame costs 1 to 10 ms to draw and a whole slider is 0.5 to 1.5 MB, so bytes are not what a
reader waits for. Inflating in the browser takes several turns of its event loop (the
picture could not change within the frame of the move), and a difference needs its neighbour,
which the store may have dropped.
"""

import struct
from functools import cache, lru_cache

import numpy as np
from matplotlib import cbook
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.textpath import TextToPath, text_to_path
from matplotlib.transforms import Affine2D, Bbox

STYLE, CLIP, PATH, MARKERS, IMAGE = range(1, 6)
CAPS = {"butt": 0, "round": 1, "projecting": 2}
JOINS = {"miter": 0, "round": 1, "bevel": 2}
FINE = 2  # pixels of Agg to a CSS pixel, where Agg draws a part for us
MARGIN = 0.25  # of the larger side: how far beyond the picture coordinates are kept


class Recorder(RendererBase):
    """Records one picture of `width` x `height` CSS pixels; `drawing()` gives its bytes.

    What it cannot keep (hatching, Gouraud shading, meshes, filters) Agg draws into an image,
    which is recorded instead. Edges are always antialiased. `dropped` counts the vertices
    that were not finite.
    """

    def __init__(self, width, height, dpi, left=0):
        super().__init__()
        self.width, self.height, self.dpi, self.left = width, height, dpi, left
        self.dropped = 0
        size = max(width, height)
        self._unit = 2.0 ** np.ceil(np.log2((1 + 2 * MARGIN) * size / 32767))
        self._window = (
            -MARGIN * size,
            -MARGIN * size,
            width + MARGIN * size,
            height + MARGIN * size,
        )
        self._flip = np.array([[1, 0, -left], [0, -1, height], [0, 0, 1]], float)
        self._layers = []  # (z-order, its operations as bytes)
        self.layer(-np.inf)
        self._text2path = _OUTLINES

    def drawing(self):
        """The picture as bytes."""
        layers = []
        for z, chunks in self._layers:
            operations = b"".join(chunks)
            if operations:
                layers.append(struct.pack("<fI", z, len(operations)) + operations)
        body = b"".join(layers)
        size = self.left, self.width, self.height
        return struct.pack("<4s4fI", b"TGB2", *size, self._unit, len(body)) + body

    def layer(self, z):
        """What is drawn from here on has the z-order `z`; it stands by itself."""
        self._chunks = []
        self._layers.append((z, self._chunks))
        self._style = self._clip = None

    # What matplotlib asks of a renderer

    def get_canvas_width_height(self):
        return self.width, self.height

    def points_to_pixels(self, points):
        return points * self.dpi / 72

    def flipy(self):
        return False

    def option_scale_image(self):
        return True

    def get_text_width_height_descent(self, s, prop, ismath):
        return _extent(s, prop, ismath, self.dpi)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        gc.set_snap(False)  # letters stay where they are, off the pixel grid
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)

    def draw_path(self, gc, path, transform, rgbFace=None):
        if gc.get_hatch():
            return self._by_agg(
                gc, lambda agg, gc: agg.draw_path(gc, path, _fine(transform), rgbFace)
            )
        flipped = Affine2D(self._flip @ transform.get_matrix())
        width = self.points_to_pixels(gc.get_linewidth())
        filled = rgbFace is not None and _alpha(gc, rgbFace) > 0
        self.dropped += np.size(path.vertices) - np.isfinite(path.vertices).sum()
        options = {
            "remove_nans": True,
            "stroke_width": width,
            "snap": gc.get_snap(),
            "sketch": gc.get_sketch_params(),
            "curves": True,
        }
        simplify = path.should_simplify and not filled
        outline = path.cleaned(flipped, simplify=simplify, **options)
        if not self._within(outline.vertices):
            if filled:
                area = _closed(path.transformed(flipped)).clip_to_bbox(
                    Bbox.from_extents(self._window)
                )
                self._path(gc, area, rgbFace, stroked=False)
                rgbFace = None
            outline = path.cleaned(flipped, clip=self._window, simplify=simplify, **options)
        self._path(gc, outline, rgbFace)

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        if gc.get_hatch() or path.codes is not None:
            return super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
        self._set_clip(gc)
        self._set_style(gc, rgbFace)
        self._markers(marker_path, marker_trans, trans.transform(path.vertices))

    def draw_path_collection(
        self, gc, master_transform, paths, all_transforms, offsets, offset_trans, facecolors,
        edgecolors, linewidths, linestyles, antialiaseds, urls, offset_position, *,
        hatchcolors=None,
    ):  # fmt: skip
        rest = facecolors, edgecolors, linewidths, linestyles
        places = offset_trans.transform(offsets)
        moved = len(all_transforms) or places.any()
        if not moved and self._polygons(gc, master_transform, paths, *rest):
            return None
        scales = _scales(all_transforms)
        count = max(len(all_transforms), len(offsets))
        alike = len(linestyles) <= 1 or all(style == linestyles[0] for style in linestyles)
        if len(paths) != 1 or count < 2 or scales is None or gc.get_hatch() or not alike:
            return super().draw_path_collection(
                gc, master_transform, paths, all_transforms, offsets, offset_trans, facecolors,
                edgecolors, linewidths, linestyles, antialiaseds, urls, offset_position,
                hatchcolors=hatchcolors,
            )  # fmt: skip
        if not len(facecolors) and not len(edgecolors):
            return None
        widths = self.points_to_pixels(np.asarray(linewidths if len(edgecolors) else [0.0]))
        fills = np.asarray(facecolors if len(facecolors) else [(0, 0, 0, 0)])
        strokes = np.asarray(edgecolors if len(edgecolors) else [(0, 0, 0, 0)])
        if len(linestyles):
            gc.set_dashes(*linestyles[0])
        self._set_clip(gc)
        self._put_style(_rgba([fills[0], strokes[0]]), widths[0], gc)
        return self._markers(
            paths[0], master_transform, places, count,
            fills=fills, strokes=strokes, scales=scales, widths=widths,
        )  # fmt: skip

    def draw_quad_mesh(self, gc, master_transform, w, h, coordinates, offsets, offset_trans, *rest):
        pixels = _as_image(coordinates, offsets, rest[0])
        if pixels is not None:
            (x0, y0), (x1, y1) = master_transform.transform(coordinates[[0, -1], [0, -1]])
            self._set_clip(gc)
            matrix = np.array([[(x1 - x0) / w, 0, x0], [0, (y1 - y0) / h, y0], [0, 0, 1]])
            return self._image(pixels, self._flip @ matrix, 1.0)

        def draw(agg, gc):
            fine = (_fine(master_transform), w, h, coordinates, offsets, _fine(offset_trans))
            agg.draw_quad_mesh(gc, *fine, *rest)

        return self._by_agg(gc, draw)

    def draw_gouraud_triangles(self, gc, triangles_array, colors_array, transform):
        def draw(agg, gc):
            agg.draw_gouraud_triangles(gc, triangles_array, colors_array, _fine(transform))

        self._by_agg(gc, draw)

    def draw_image(self, gc, x, y, im, transform=None):
        height, width = im.shape[:2]
        if not height or not width:
            return
        matrix = np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], float)
        if transform is not None:
            matrix = matrix @ transform.get_matrix() @ np.diag([1 / width, 1 / height, 1])
        self._set_clip(gc)
        self._image(im, self._flip @ matrix, gc.get_alpha())

    def start_filter(self):
        """From here to `stop_filter`, Agg draws."""
        agg = RendererAgg(self.left + self.width, self.height, self.dpi)
        agg.start_filter()
        names = (
            "path",
            "markers",
            "path_collection",
            "quad_mesh",
            "gouraud_triangles",
            "image",
            "text",
        )
        for name in names:
            setattr(self, f"draw_{name}", getattr(agg, f"draw_{name}"))
        self._filtering = agg, names

    def stop_filter(self, post_processing):
        agg, names = self._filtering
        for name in names:
            delattr(self, f"draw_{name}")
        agg.stop_filter(post_processing)
        self._set_clip(self.new_gc())
        self._picture(np.asarray(agg.buffer_rgba()), 1)

    # What is written

    def _write(self, kind, flags=0, count=0, *payload):
        data = b"".join(payload)
        self._chunks.append(struct.pack("<BBH", kind, flags, count) + data + bytes(-len(data) % 4))

    def _set_clip(self, gc):
        path, transform = gc.get_clip_path()
        box = gc.get_clip_rectangle()
        if path is not None:
            outline = path.transformed(Affine2D(self._flip @ transform.get_matrix()))
            if box is not None:
                outline = outline.clip_to_bbox(self._flipped(box))
            flags, data = 2, self._outline(outline.cleaned(curves=True)) or bytes(8)
        elif box is not None:
            rectangle = self._flipped(box)
            flags, data = 1, struct.pack("<4f", *rectangle.bounds)
        else:
            flags, data = 0, b""
        if (flags, data) != self._clip:
            self._clip = flags, data
            self._write(CLIP, flags, 0, data)

    def _set_style(self, gc, rgbFace, stroked=True):
        fill = (0, 0, 0, 0) if rgbFace is None else (*rgbFace[:3], _alpha(gc, rgbFace))
        width = self.points_to_pixels(gc.get_linewidth()) if stroked else 0
        self._put_style(_rgba([fill, gc.get_rgb()]), width, gc)

    def _put_style(self, colours, width, gc):
        """`colours`: fill and stroke, as 8 bytes. A line without width has no colour or dashes."""
        offset, dashes = gc.get_dashes() if width else (0, None)
        dashes = [] if dashes is None else [self.points_to_pixels(dash) for dash in dashes]
        data = struct.pack(
            f"<8sffBBH{len(dashes)}f", colours.tobytes()[: 8 if width else 4], width,
            self.points_to_pixels(offset or 0),
            CAPS[gc.get_capstyle()], JOINS[gc.get_joinstyle()], 0, *dashes,
        )  # fmt: skip
        if data != self._style:
            self._style = data
            self._write(STYLE, 0, len(dashes), data)

    def _path(self, gc, outline, rgbFace, stroked=True):
        data = self._outline(outline)
        if data is None:
            return
        self._set_clip(gc)
        self._set_style(gc, rgbFace, stroked)
        self._write(PATH, 0, 0, data)

    def _polygons(self, gc, transform, paths, facecolors, edgecolors, linewidths, linestyles):
        """Many straight outlines at one go, in the bytes that `draw_path` would write for each.

        It returns whether it could: they have equally many corners, in sight, and one line style.
        """
        count = len(paths)
        if count < 2:
            return False
        first, size = paths[0], len(paths[0])
        alike = all(path.codes is first.codes and len(path) == size for path in paths)
        known = alike and first.codes is not None and 2 < size < 128
        plain = len(linestyles) <= 1 and not (gc.get_hatch() or gc.get_sketch_params())
        if not known or not plain or gc.get_forced_alpha():
            return False
        closed = first.codes[-1] == Path.CLOSEPOLY
        if first.codes[0] != Path.MOVETO or (first.codes[1 : size - closed] != Path.LINETO).any():
            return False
        corners = np.array([path.vertices for path in paths])[:, : size - closed]
        points = Affine2D(self._flip @ transform.get_matrix()).transform(corners.reshape(-1, 2))
        if not (np.isfinite(points).all() and self._within(points)):
            return False

        points = points.reshape(corners.shape)
        fills, strokes = _each(facecolors, count), _each(edgecolors, count)
        widths = np.resize(self.points_to_pixels(np.asarray(linewidths, float)), count)
        fills[fills[:, 3] == 0] = 0
        widths = np.where(strokes[:, 3] > 0, widths, 0)
        points = _snapped(points, gc.get_snap(), widths)
        points = np.rint(np.clip(points / self._unit, -32767, 32767)).astype("<i2")
        if len(linestyles):
            gc.set_dashes(*linestyles[0])
        self._set_clip(gc)
        head = struct.pack("<BBHII", PATH, 0, 0, int(closed), points.shape[1])
        colours = np.hstack([_rgba(fills), _rgba(strokes)])
        for colour, width, outline in zip(colours, widths, points, strict=True):
            self._put_style(colour, width, gc)
            self._chunks.append(head + outline.tobytes())
        return True

    def _outline(self, path, dtype="<i2"):
        """A cleaned path in bytes; None where nothing is left of it."""
        codes, points = path.codes, path.vertices
        if codes is None:
            codes = np.full(len(points), Path.LINETO, np.uint8)
            codes[:1] = Path.MOVETO
        kept = codes != Path.STOP
        codes, points = codes[kept], points[kept]
        if len(points) < 2:
            return None
        drawn = codes != Path.CLOSEPOLY
        straight = codes[0] == Path.MOVETO and (codes[1:-1] == Path.LINETO).all()
        if straight and codes[-1] in (Path.LINETO, Path.CLOSEPOLY):
            flags, tail = int(codes[-1] == Path.CLOSEPOLY), b""
        else:  # a curve's code stands at each of its points: keep the first of them
            place = np.arange(len(codes))
            change = np.diff(codes, prepend=0) != 0
            run = place - np.maximum.accumulate(np.where(change, place, 0))
            points_each = np.select([codes == Path.CURVE3, codes == Path.CURVE4], [2, 3], 1)
            heads = run % points_each == 0
            short = np.where(codes == Path.CLOSEPOLY, 5, codes)[heads].astype(np.uint8)
            flags, tail = 2, struct.pack("<I", len(short)) + short.tobytes()
        points = points[drawn]
        if dtype == "<i2":
            points = np.rint(np.clip(points / self._unit, -32767, 32767))
        data = np.ascontiguousarray(points, dtype).tobytes()
        return struct.pack("<II", flags, len(points)) + data + tail + bytes(-len(tail) % 4)

    def _markers(self, path, transform, positions, count=None, **each):
        """The marker `path` at every position (shape (n, 2), in pixels, y up)."""
        scale = Affine2D(np.diag([1, -1, 1]) @ transform.get_matrix())
        marker = self._outline(path.cleaned(scale, curves=True), "<f4")
        if marker is None:
            return
        count = count or len(positions)
        positions = np.resize(positions, (count, 2))
        finite = np.isfinite(positions).all(axis=1)
        self.dropped += 2 * (count - finite.sum())
        x0, y0, x1, y1 = self._window
        x, y = positions[:, 0] - self.left, self.height - positions[:, 1]
        with np.errstate(invalid="ignore"):
            seen = np.flatnonzero((x > x0) & (x < x1) & (y > y0) & (y < y1))
        points = np.rint(np.column_stack([x[seen], y[seen]]) / self._unit).astype("<i2")
        flags, tails = 0, []
        for flag, name in enumerate(("fills", "strokes", "scales", "widths")):
            values = each.get(name, ())
            if len(values) > 1 or (name == "scales" and len(values)):
                chosen = np.asarray(values)[seen % len(values)]
                tails.append(
                    _rgba(chosen).tobytes() if flag < 2 else chosen.astype("<f4").tobytes()
                )
                flags |= 1 << flag
        self._write(
            MARKERS, flags, 0, marker, struct.pack("<I", len(seen)), points.tobytes(), *tails
        )

    def _image(self, im, matrix, alpha):
        height, width = im.shape[:2]
        pixels = np.ascontiguousarray(im).view("<u4")[..., 0].ravel()
        colours, indices = np.unique(pixels, return_inverse=True)
        (a, c, e), (b, d, f) = matrix[:2]
        head = struct.pack("<HHf6f", width, height, alpha, a, b, c, d, e, f)
        if len(colours) <= 256:
            data = colours.tobytes() + indices.astype(np.uint8).tobytes()
            self._write(IMAGE, 1, len(colours), head, data)
        else:
            self._write(IMAGE, 0, 0, head, pixels.tobytes())

    def _picture(self, pixels, fine):
        """An Agg buffer of the whole canvas: keep the part that was drawn on."""
        rows, columns = cbook._get_nonzero_slices(pixels[..., 3])
        part = pixels[rows, columns]
        if part.size:
            matrix = np.array(
                [
                    [1 / fine, 0, columns.start / fine - self.left],
                    [0, 1 / fine, rows.start / fine],
                    [0, 0, 1],
                ]
            )
            self._image(part, matrix, 1.0)

    def _by_agg(self, gc, draw):
        """Let Agg draw what a drawing cannot keep, finer than the canvas, into an image."""
        agg = RendererAgg((self.left + self.width) * FINE, self.height * FINE, self.dpi * FINE)
        fine = agg.new_gc()
        fine.copy_properties(gc)
        fine.set_clip_rectangle(None)
        fine.set_clip_path(None)
        draw(agg, fine)
        self._set_clip(gc)
        self._picture(np.asarray(agg.buffer_rgba()), FINE)

    def _flipped(self, box):
        x0, x1 = box.x0 - self.left, box.x1 - self.left
        return Bbox.from_extents(x0, self.height - box.y1, x1, self.height - box.y0)

    def _within(self, points):
        x0, y0, x1, y1 = self._window
        if not len(points):
            return True
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        return left >= x0 and top >= y0 and right <= x1 and bottom <= y1


class _Outlines(TextToPath):
    """matplotlib's way from texts to outlines, past those that are kept."""

    def get_text_path(self, *text, **options):
        return _letters(*text, **options)


_OUTLINES = _Outlines()


@lru_cache(1000)
def _letters(*text, **options):
    """The outline of a text, kept: from frame to frame most texts are the same.

    Kept as arrays: matplotlib's lists of them take seven times the memory.
    """
    vertices, codes = text_to_path.get_text_path(*text, **options)
    return np.asarray(vertices), np.asarray(codes, np.uint8)


@lru_cache(1000)
def _extent(words, prop, ismath, dpi):
    """The width, height and descent of a text in pixels."""
    return measuring(dpi).get_text_width_height_descent(words, prop, ismath)


@cache
def measuring(dpi):
    """A renderer of Agg that measures texts, and has next to no pixels."""
    return RendererAgg(1, 1, dpi)


def _closed(path):
    """The same path, whose closing points, which mean nothing, lie where each part began."""
    if path.codes is None:
        return path
    starts = np.maximum.accumulate(np.where(path.codes == Path.MOVETO, np.arange(len(path)), 0))
    closing = path.codes == Path.CLOSEPOLY
    vertices = path.vertices.copy()
    vertices[closing] = vertices[starts[closing]]
    return Path(vertices, path.codes)


def _fine(transform):
    return transform + Affine2D().scale(FINE)


def _alpha(gc, rgb):
    """How opaque a face of colour `rgb` is: its own alpha, unless the whole artist has one."""
    return gc.get_alpha() if gc.get_forced_alpha() or len(rgb) == 3 else rgb[3]


def _rgba(colours):
    return np.rint(np.clip(np.asarray(colours, float), 0, 1) * 255).astype(np.uint8)


def _as_image(coordinates, offsets, faces):
    """The pixels (rgba) of a mesh whose cells are alike and upright, else None."""
    height, width = np.array(coordinates.shape[:2]) - 1
    x0, y0, x1, y1 = *coordinates[0, 0], *coordinates[-1, -1]
    even = np.stack(
        np.meshgrid(np.linspace(x0, x1, width + 1), np.linspace(y0, y1, height + 1)), -1
    )
    small = 1e-3 * np.abs([(x1 - x0) / width, (y1 - y0) / height])
    if (
        np.any(offsets)
        or len(faces) != width * height
        or np.any(np.abs(coordinates - even) > small)
    ):
        return None
    return _rgba(faces).reshape(height, width, 4)


def _each(colours, count):
    """A colour (rgba) for each of `count`; where there are none, transparent."""
    colours = np.asarray(colours, float)
    return np.resize(colours, (count, 4)) if colours.size else np.zeros((count, 4))


def _snapped(points, snap, widths):
    """Outlines, shape (n, corners, 2), on whole or half pixels as Agg puts them there.

    `snap` is what the graphics context says: None for those whose sides are all upright or level.
    """
    if snap is None:
        upright = (np.abs(np.diff(points, axis=1)) < 1e-4).any(axis=2).all(axis=1)
    else:
        upright = np.full(len(points), snap)
    half = np.rint(widths) % 2 / 2
    return np.where(upright[:, None, None], np.floor(points + 0.5) + half[:, None, None], points)


def _scales(transforms):
    """The factors by which `transforms` enlarge, shape (n,); None if they do anything else."""
    if not len(transforms):
        return np.ones(0)
    matrices = np.asarray(transforms)
    factors = matrices[:, 0, 0]
    alike = np.zeros_like(matrices)
    alike[:, 0, 0] = alike[:, 1, 1] = factors
    alike[:, 2, 2] = 1
    return factors if np.array_equal(matrices, alike) else None
