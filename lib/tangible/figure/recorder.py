"""A matplotlib renderer that writes down what it is told, for a browser to paint.

A drawing has a part for each stage, and a part a layer for each z-order; a layer is a list of
operations, each padded to four bytes. Little-endian::

    part        "TGB3", left f32, width f32, height f32, unit f32 (pixels per coordinate step),
                length u32 (bytes of its layers)
    layer       z-order f32, length u32 (bytes of its operations)
    operation   kind u8, flags u8, count u16, then what the kind needs:

    STYLE       fill rgba u8x4, stroke rgba u8x4, line width f32, dash offset f32,
                cap u8, join u8, u16 of nothing, dashes: count x f32
                flags 1: faces are not antialiased, so that neighbours meet without a seam
    CLIP        flags 0: none; 1: rectangle x, y, width, height f32; 2: an outline
    PATH        an outline; flags 1: hatched by the last HATCH; 2: on whole pixels
    MARKERS     an outline (of one marker), how many u32, unit f32 of the positions, i16x2 each,
                and by the flags, for each: fill (1), stroke (2), scale f32 (4), width f32 (8)
    IMAGE       width u32, height u32, alpha f32, matrix 6 x f32 (image pixel -> canvas pixel),
                flags 1: count colours rgba, then their numbers, u8 each (u16 beyond 256 colours);
                else rgba a pixel; 2: always smooth (else only where finer than the screen)
    LETTERS     flags: a role; anchor x, y f32, size f32, left, top, right, bottom i16: a text
                follows, to be scaled about its anchor (what stands beside axes: about the edge
                of their box); role 0, without a payload: the text ends. NaN: an anchor is not
                known, but markers are texts, and each is its own; count 1: a number at a tick,
                which may be left out where its neighbour leaves no room
    HATCH       rgba u8x4, side of the square tile f32, line width f32, where a tile begins f32,
                an outline (of a tile)
    POLYGONS    how many u32, corners in all u32; corners of each: count, or if that is 0, u16
                each; positions i16x2, and by the flags, for each: fill (1), stroke (2),
                width f32 (8), whether on whole pixels u8 (16); 4: they are open lines
    SUM         flags 1: what follows meets, does not overlap, and is added up on a sheet of its
                own, so that translucent faces show no seams; 0: the sum ends. STYLE ends, too

    outline     flags 1: closed polygon, 0: open line, 2: codes follow the points;
                points u32, i16x2 each (f32x2 for a marker); codes: how many u32, u8 each
                (1 move, 2 line, 3 quadratic, 4 cubic, 5 close)

Coordinates run right and down in CSS pixels, as a canvas has them. What stands on whole pixels is
put there when it is painted, as Agg does: on those of the screen, and in their middle where its
line is an odd number of them wide. STYLE, CLIP and HATCH hold
until the next, or the end of their layer. `painter.js` is the other half of this page.

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
from itertools import count

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextToPath, text_to_path
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform

STYLE, CLIP, PATH, MARKERS, IMAGE, LETTERS, HATCH, POLYGONS, SUM = range(1, 10)
TITLE, LABEL, TICK, WORDS, ON_COLOR = range(1, 6)  # the roles of letters
_OF_NUMBERS = set("+-−.,·/×π⁻0123456789⁰¹²³⁴⁵⁶⁷⁸⁹")
_FAR = 2**15 - 1
_NOWHERE = 4 * (0,)  # the box of a text whose place is not known
CAPS = {"butt": 0, "round": 1, "projecting": 2}
JOINS = {"miter": 0, "round": 1, "bevel": 2}
FINE = 2  # pixels of Agg to a CSS pixel, where Agg draws a part for us
CELLS = 12_000  # faces of a mesh that a browser paints one by one without delay
MARGIN = 0.25  # of the larger side: how far beyond the picture coordinates are kept


class Recorder(RendererBase):
    """Records one picture of `width` x `height` CSS pixels; `drawing()` gives its bytes.

    Parameters
    ----------
    width, height, dpi : float
        The size in CSS pixels, and how many of them make an inch.
    letters : dict of str to (Text, int), optional
        The text and the role of each gid, as `words` gives them.
    left : float
        Where the picture begins in a figure of which it is a part.

    What it cannot keep (Gouraud shading, very fine uneven meshes, filters) Agg draws into an
    image, which is recorded instead. Lines are always antialiased. `dropped` counts the vertices
    that were not finite.
    """

    def __init__(self, width, height, dpi, letters=None, left=0):
        super().__init__()
        self.width, self.height, self.dpi = width, height, dpi
        self.dropped = 0
        size = max(width, height)
        self._left = left
        self._unit = 2.0 ** np.ceil(np.log2((1 + 2 * MARGIN) * size / 32767))
        self._window = (
            -MARGIN * size,
            -MARGIN * size,
            width + MARGIN * size,
            height + MARGIN * size,
        )
        self._flip = np.array([[1, 0, -left], [0, -1, height], [0, 0, 1]], float)
        self._layers = []  # (z-order, its operations as bytes)
        self._letters = letters or {}
        self._due, self._lettering, self._numbers = None, False, False
        self.layer(-np.inf)
        self._agg, self._filters = None, 0
        self._text2path = _OUTLINES

    def drawing(self):
        """The picture as bytes."""
        layers = []
        for z, chunks in self._layers:
            operations = b"".join(chunks)
            if operations:
                layers.append(struct.pack("<fI", z, len(operations)) + operations)
        body = b"".join(layers)
        size = self._left, self.width, self.height
        return struct.pack("<4s4fI", b"TGB3", *size, self._unit, len(body)) + body

    def layer(self, z):
        """What is drawn from here on has the z-order `z`; it stands by itself."""
        self._end_letters()
        self._chunks = []
        self._layers.append((z, self._chunks))
        self._style = self._clip = self._hatch = None

    # What matplotlib asks of a renderer

    def get_canvas_width_height(self):
        return self._left + self.width, self.height

    def points_to_pixels(self, points):
        return points * self.dpi / 72

    def flipy(self):
        return self._filters > 0  # as Agg has it while it draws

    def option_scale_image(self):
        return True

    def option_image_nocomposite(self):
        return True

    def get_text_width_height_descent(self, s, prop, ismath):
        return _extent(s, prop, ismath, self.dpi)

    def open_group(self, s, gid=None):
        if s == "text":
            self._begin_letters(gid)
        elif s == "Numbers":  # marks.Numbers: each is enlarged about its own place
            self._end_letters()
            size, on_color = gid
            role = ON_COLOR if on_color else WORDS
            self._due = role, 0, np.nan, np.nan, self.points_to_pixels(size), *_NOWHERE
            self._numbers = True
        elif s != "patch":  # that may be the box around a text
            self._end_letters()

    def close_group(self, s):
        if s != "patch":
            self._end_letters()

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if mtext is not None and self._due and np.isnan(self._due[2]):
            self._due = self._anchored(mtext, WORDS)
        gc.set_snap(False)  # letters stay where they are, off the pixel grid
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)

    def draw_path(self, gc, path, transform, rgbFace=None):
        flipped = Affine2D(self._flip @ transform.get_matrix())
        filled = bool(gc.get_hatch()) or (rgbFace is not None and _alpha(gc, rgbFace) > 0)
        self.dropped += np.size(path.vertices) - np.isfinite(path.vertices).sum()
        options = {
            "remove_nans": True,
            "snap": False,
            "sketch": gc.get_sketch_params(),
            "curves": True,
        }
        simplify = path.should_simplify and not filled
        outline = path.cleaned(flipped, simplify=simplify, **options)
        whole = _on_whole_pixels(gc, outline, len(path.vertices))
        if self._within(outline.vertices):
            return self._path(gc, outline, rgbFace, whole, hatched=filled)
        if filled:
            area = _closed(outline).clip_to_bbox(Bbox.from_extents(self._window))
            self._path(gc, area, rgbFace, whole, stroked=False, hatched=True)
        outline = path.cleaned(flipped, clip=self._window, simplify=simplify, **options)
        return self._path(gc, outline, None, whole)

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        places = trans.transform(path.vertices)
        if len(places) == 1 and not places.any():  # a collection of one path, which stands there
            return self.draw_path(gc, marker_path, marker_trans, rgbFace)
        if gc.get_hatch() or path.codes is not None:
            return super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
        self._set_clip(gc)
        self._set_style(gc, rgbFace)
        self._markers(
            marker_path, marker_trans, places,
            widths=[self.points_to_pixels(gc.get_linewidth())],
        )  # fmt: skip

    def draw_path_collection(
        self, gc, master_transform, paths, all_transforms, offsets, offset_trans, facecolors,
        edgecolors, linewidths, linestyles, antialiaseds, urls, offset_position, **hatching,
    ):  # fmt: skip
        rest = facecolors, edgecolors, linewidths, linestyles
        places = offset_trans.transform(offsets)
        moved = len(all_transforms) or places.any()
        if len(antialiaseds):
            gc.set_antialiased(antialiaseds[0])
        meeting = not moved and _meeting(gc, paths, facecolors, edgecolors)
        if meeting:
            self._sum(gc, True)
        if not moved and self._polygons(gc, master_transform, paths, *rest):
            return self._sum(gc, False) if meeting else None
        scales = _scales(all_transforms)
        count = max(len(all_transforms), len(offsets))
        alike = len(linestyles) <= 1 or all(style == linestyles[0] for style in linestyles)
        few = count < (1 if self._numbers else 2)
        if len(paths) != 1 or few or scales is None or gc.get_hatch() or not alike:
            super().draw_path_collection(
                gc, master_transform, paths, all_transforms, offsets, offset_trans, facecolors,
                edgecolors, linewidths, linestyles, antialiaseds, urls, offset_position,
                **hatching,
            )  # fmt: skip
            return self._sum(gc, False) if meeting else None
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

    def draw_quad_mesh(
        self, gc, master_transform, w, h, coordinates, offsets, offset_trans, facecolors,
        antialiased, edgecolors,
    ):  # fmt: skip
        edged = np.size(edgecolors) > 0 and np.any(edgecolors[:, 3]) and gc.get_linewidth() > 0
        still = not np.any(offsets) and len(facecolors) == w * h
        if still and not edged and _even(coordinates):
            origin, right, top = master_transform.transform(coordinates[[0, 0, -1], [0, -1, 0]])
            matrix = np.eye(3)
            matrix[:2] = np.column_stack([(right - origin) / w, (top - origin) / h, origin])
            self._set_clip(gc)
            return self._image(_rgba(facecolors).reshape(h, w, 4), self._flip @ matrix, 1.0)
        if not still or w * h > CELLS:
            return self._by_agg(
                gc,
                lambda agg, gc, fine: agg.draw_quad_mesh(
                    gc, master_transform + fine, w, h, coordinates, offsets, offset_trans + fine,
                    facecolors, antialiased, edgecolors,
                ),
            )  # fmt: skip
        coordinates = np.ma.filled(coordinates, np.nan)  # a plain array makes paths sooner
        a, b, c, d = (coordinates[i : i + h, j : j + w] for i, j in _AROUND)
        paths = [
            Path(corners, _SQUARE, readonly=True)
            for corners in np.stack([a, b, c, d, a], axis=2).reshape(-1, 5, 2)
        ]
        return self.draw_path_collection(
            gc, master_transform, paths, [], offsets, offset_trans, facecolors,
            edgecolors if edged else [], [gc.get_linewidth()], [], [antialiased], [None], "screen",
        )  # fmt: skip

    def draw_gouraud_triangles(self, gc, triangles_array, colors_array, transform):
        self._by_agg(
            gc,
            lambda agg, gc, fine: agg.draw_gouraud_triangles(
                gc, triangles_array, colors_array, transform + fine
            ),
        )

    def draw_image(self, gc, x, y, im, transform=None):
        height, width = im.shape[:2]
        if not height or not width:
            return
        self._set_clip(gc)
        if transform is None:  # resampled for the whole pixels of Agg, its alpha in its pixels
            x, y = np.floor(x + 0.5), np.floor(y + 0.5)
            matrix = np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], float)
            self._image(im, self._flip @ matrix, 1.0, smooth=True)
        else:
            matrix = np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], float)
            matrix = matrix @ transform.get_matrix() @ np.diag([1 / width, 1 / height, 1])
            self._image(im, self._flip @ matrix, gc.get_alpha())

    def start_filter(self):
        """From here to `stop_filter`, Agg draws; filters may be within one another."""
        if not self._filters:
            self._agg = RendererAgg(int(self._left + self.width), self.height, self.dpi)
        self._filters += 1
        self._agg.start_filter()
        self._redirect()

    def stop_filter(self, post_processing):
        self._agg.stop_filter(post_processing)
        self._filters -= 1
        self._redirect()
        if not self._filters:
            self._set_clip(self.new_gc())
            self._picture(np.asarray(self._agg.buffer_rgba()), 1)
            self._agg = None

    # What is written

    def _redirect(self):
        """Have Agg draw while there are filters."""
        for name in _DRAWING:
            if self._filters:
                setattr(self, name, getattr(self._agg, name))
            else:
                delattr(self, name)

    def _write(self, kind, flags=0, count=0, *payload):
        if self._due:
            self._chunks.append(struct.pack("<BBH3f4h", LETTERS, *self._due))
            self._lettering, self._due = True, None
        data = b"".join(payload)
        self._chunks.append(struct.pack("<BBH", kind, flags, count) + data + bytes(-len(data) % 4))

    def _begin_letters(self, gid):
        """A text begins; it is written as soon as something of it is."""
        self._end_letters()
        known = self._letters.get(gid)
        self._due = (
            self._anchored(*known) if known else (WORDS, 0, np.nan, np.nan, np.nan, *_NOWHERE)
        )

    def _end_letters(self):
        self._due, self._numbers = None, False
        if self._lettering:
            self._lettering = False
            self._write(LETTERS)

    def _anchored(self, text, role, beside=None):
        """Role, whether it may be left out, anchor, size and box of a text; None without a place.

        `beside`: (axes, "x" or "y"), if the text stands along an axis of theirs.
        """
        x, y = text.get_transform().transform(text.get_unitless_position())
        if not np.isfinite(x + y):
            return None
        own = text.get_window_extent(self)
        if beside:
            ax, name = beside
            box = ax.get_window_extent(self)
            if name == "x":
                y = box.y0 if own.y0 + own.y1 < box.y0 + box.y1 else box.y1
            else:
                x = box.x0 if own.x0 + own.x1 < box.x0 + box.x1 else box.x1
        corners = [(x, y), (own.x0, own.y1), (own.x1, own.y0)]
        places = Affine2D(self._flip).transform(corners).ravel()
        number = role == TICK and not set(text.get_text()) - _OF_NUMBERS
        box = np.clip(np.rint(places[2:]), -_FAR, _FAR).astype(int)
        return role, number, *places[:2], self.points_to_pixels(text.get_size()), *box

    def _sum(self, gc, begins):
        self._set_clip(gc)
        self._write(SUM, int(begins))
        self._style = None

    def _set_clip(self, gc):
        path, transform = gc.get_clip_path()
        box = gc.get_clip_rectangle()
        if path is not None:
            outline = path.transformed(Affine2D(self._flip @ transform.get_matrix()))
            if box is not None:
                outline = outline.clip_to_bbox(self._flipped(box))
            elif not self._within(outline.vertices):
                outline = _closed(outline).clip_to_bbox(Bbox.from_extents(self._window))
            flags, data = 2, self._outline(outline.cleaned(curves=True)) or bytes(8)
        elif box is not None:
            flags, data = 1, struct.pack("<4f", *self._flipped(box).bounds)
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
        meets = not (width or gc.get_antialiased())
        offset, dashes = gc.get_dashes() if width else (0, None)
        dashes = [] if dashes is None else [self.points_to_pixels(dash) for dash in dashes]
        data = struct.pack(
            f"<8sffBBH{len(dashes)}f", colours.tobytes()[: 8 if width else 4], width,
            self.points_to_pixels(offset or 0), CAPS[gc.get_capstyle()],
            JOINS["bevel" if meets else gc.get_joinstyle()], 0, *dashes,
        )  # fmt: skip
        if (meets, data) != self._style:
            self._style = meets, data
            self._write(STYLE, int(meets), len(dashes), data)

    def _set_hatch(self, gc):
        """The tile of a hatch: a square inch, the first one at the corner of the figure."""
        size = int(self.dpi)
        tile = gc.get_hatch_path().transformed(Affine2D().scale(size, -size).translate(0, size))
        width = self.points_to_pixels(gc.get_hatch_linewidth())
        colour = _rgba([gc.get_hatch_color()]).tobytes()
        place = struct.pack("<fff", size, width, -(self._left % size))
        data = colour + place + (self._outline(tile) or bytes(8))
        if data != self._hatch:
            self._hatch = data
            self._write(HATCH, 0, 0, data)

    def _path(self, gc, outline, rgbFace, whole, stroked=True, hatched=False):
        data = self._outline(outline)
        if data is None:
            return
        self._set_clip(gc)
        hatched = hatched and bool(gc.get_hatch())
        if hatched:
            self._set_hatch(gc)
        self._set_style(gc, rgbFace, stroked)
        self._write(PATH, int(hatched) | 2 * whole, 0, data)

    def _polygons(self, gc, transform, paths, facecolors, edgecolors, linewidths, linestyles):
        """Many plain outlines in one operation, as `draw_path` would draw each.

        It returns whether it could: they are straight, some are in sight, all have one line style.
        """
        plain = len(linestyles) <= 1 and not (gc.get_hatch() or gc.get_sketch_params())
        if len(paths) < 2 or not plain or gc.get_forced_alpha():
            return False
        outlines = _straight(paths)
        if outlines is None:
            return False
        corners, counts, closed = outlines
        points = Affine2D(self._flip @ transform.get_matrix()).transform(corners)
        if not np.isfinite(points).all():
            return False
        fills, strokes = _each(facecolors, len(counts)), _each(edgecolors, len(counts))
        widths = np.resize(np.asarray(linewidths, float), len(counts))
        if not self._within(points):
            each = paths, fills, strokes, widths
            return self._in_parts(gc, transform, points, counts, each, linestyles)

        widths = self.points_to_pixels(widths)
        widths = np.where(strokes[:, 3] > 0, widths, 0)
        shown = (fills[:, 3] > 0) | (widths > 0)
        whole = (
            _upright(points, counts)
            if gc.get_snap() is None
            else np.full(shown.shape, gc.get_snap())
        )
        points = points[np.repeat(shown, counts)]
        counts, fills, strokes, widths, whole = (
            each[shown] for each in (counts, _rgba(fills), _rgba(strokes), widths, whole)
        )
        if not len(counts):
            return True
        points = np.rint(np.clip(points / self._unit, -32767, 32767)).astype("<i2")
        if len(linestyles):
            gc.set_dashes(*linestyles[0])
        self._set_clip(gc)
        self._put_style(np.hstack([fills[0], strokes[0]]), widths.max(), gc)
        flags, tails = 0 if closed else 4, []
        for flag, values in ((1, fills), (2, strokes), (8, widths.astype("<f4"))):
            if (values != values[0]).any():
                flags |= flag
                tails.append(values.tobytes())
        if whole.any():
            flags |= 16
            tails.append(whole.astype(np.uint8).tobytes())
        alike = counts[0] if (counts == counts[0]).all() else 0
        sizes = b"" if alike else counts.astype("<u2").tobytes()
        self._write(
            POLYGONS, flags, int(alike), struct.pack("<II", len(counts), len(points)),
            sizes + bytes(-len(sizes) % 4), points.tobytes(), *tails,
        )  # fmt: skip
        return True

    def _in_parts(self, gc, transform, points, counts, each, linestyles):
        """The same where some reach beyond the window: those one by one, in the given order."""
        starts = np.cumsum(counts) - counts
        low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
        window = np.reshape(self._window, (2, 2))
        inside = ((low >= window[0]) & (high <= window[1])).all(axis=1)
        if not inside.any():
            return False
        seen = np.flatnonzero(((low <= window[1]) & (high >= window[0])).all(axis=1))
        for part in np.split(seen, np.flatnonzero(np.diff(inside[seen])) + 1):
            paths, *looks = ([one[i] for i in part] for one in each)
            if inside[part[0]] and self._polygons(gc, transform, paths, *looks, linestyles):
                continue
            super().draw_path_collection(
                gc, transform, paths, [], np.zeros((1, 2)), IdentityTransform(), *looks,
                linestyles, [gc.get_antialiased()], [None], "screen",
            )  # fmt: skip
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
        shape = path.cleaned(scale, curves=True)
        marker = self._outline(shape, "<f4")
        if marker is None:
            return
        count = count or len(positions)
        positions = np.resize(positions, (count, 2))
        finite = np.isfinite(positions).all(axis=1)
        self.dropped += 2 * (count - finite.sum())
        reach = np.abs(shape.vertices).max() * np.max(each.get("scales", ()), initial=1)
        reach += np.max(each["widths"])
        x, y, _ = self._flip @ np.vstack([positions.T, np.ones(count)])
        with np.errstate(invalid="ignore"):
            seen = (
                (x > -reach) & (x < self.width + reach) & (y > -reach) & (y < self.height + reach)
            )
        seen = np.flatnonzero(seen)
        if not len(seen):
            return
        points = np.column_stack([x[seen], y[seen]])
        unit = max(self._unit, np.abs(points).max() / 32767)  # large ones may lie far outside
        flags, tails = 0, []
        for flag, name in enumerate(("fills", "strokes", "scales", "widths")):
            values = each.get(name, ())
            if len(values) > 1 or (name == "scales" and len(values)):
                chosen = np.asarray(values)[seen % len(values)]
                tails.append(
                    _rgba(chosen).tobytes() if flag < 2 else chosen.astype("<f4").tobytes()
                )
                flags |= 1 << flag
        points = np.rint(points / unit).astype("<i2").tobytes()
        self._write(MARKERS, flags, 0, marker, struct.pack("<If", len(seen), unit), points, *tails)

    def _image(self, im, matrix, alpha, smooth=False):
        im, matrix = _as_fine_as_seen(im, matrix)
        height, width = im.shape[:2]
        pixels = np.ascontiguousarray(im).view("<u4")[..., 0].ravel()
        (a, c, e), (b, d, f) = matrix[:2]
        head = struct.pack("<IIf6f", width, height, 1 if alpha is None else alpha, a, b, c, d, e, f)
        colours, indices = np.unique(pixels, return_inverse=True)
        if len(colours) <= 0xFFFF and 2 * len(colours) < len(pixels):
            kind = np.uint8 if len(colours) <= 256 else "<u2"
            data, flags = colours.tobytes() + indices.astype(kind).tobytes(), 1
        else:
            data, flags, colours = pixels.tobytes(), 0, ()
        self._write(IMAGE, flags | 2 * smooth, len(colours), head, data)

    def _picture(self, pixels, fine):
        """An Agg buffer of the whole canvas: keep the part that was drawn on."""
        drawn = pixels[..., 3] > 0
        rows, columns = (np.flatnonzero(drawn.any(axis=axis)) for axis in (1, 0))
        if len(rows):
            y, x = rows[0], columns[0]
            part = pixels[y : rows[-1] + 1, x : columns[-1] + 1]
            left = 0 if fine > 1 else self._left
            matrix = [[1 / fine, 0, x / fine - left], [0, 1 / fine, y / fine], [0, 0, 1]]
            self._image(part, np.array(matrix), 1.0)

    def _by_agg(self, gc, draw):
        """Let Agg draw what a drawing cannot keep, finer than the canvas, into an image."""
        agg = RendererAgg(self.width * FINE, self.height * FINE, self.dpi * FINE)
        copy = agg.new_gc()
        copy.copy_properties(gc)
        copy.set_clip_rectangle(None)
        copy.set_clip_path(None)
        draw(agg, copy, Affine2D().translate(-self._left, 0).scale(FINE))
        self._set_clip(gc)
        self._picture(np.asarray(agg.buffer_rgba()), FINE)

    def _flipped(self, box):
        """A box of matplotlib's, as a canvas has it."""
        return Bbox(box.get_points() @ self._flip[:2, :2].T + self._flip[:2, 2])

    def _within(self, points):
        x0, y0, x1, y1 = self._window
        if not len(points):
            return True
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        return left >= x0 and top >= y0 and right <= x1 and bottom <= y1


_SQUARE = np.array([Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY], np.uint8)
_AROUND = (0, 0), (0, 1), (1, 1), (1, 0)  # the corners of a cell
_DRAWING = [
    f"draw_{what}"
    for what in (
        *("path", "markers", "path_collection", "quad_mesh", "gouraud_triangles"),
        *("image", "text"),
    )
]


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


def _alpha(gc, rgb):
    """How opaque a face of colour `rgb` is: its own alpha, unless the whole artist has one."""
    return gc.get_alpha() if gc.get_forced_alpha() or len(rgb) == 3 else rgb[3]


def _rgba(colours):
    return np.rint(np.clip(np.asarray(colours, float), 0, 1) * 255).astype(np.uint8)


def _even(coordinates):
    """Whether the cells of a mesh are alike and upright."""
    height, width = np.array(coordinates.shape[:2]) - 1
    x0, y0, x1, y1 = *coordinates[0, 0], *coordinates[-1, -1]
    even = np.stack(
        np.meshgrid(np.linspace(x0, x1, width + 1), np.linspace(y0, y1, height + 1)), -1
    )
    small = 1e-3 * np.abs([(x1 - x0) / width, (y1 - y0) / height])
    return bool(np.all(np.abs(coordinates - even) <= small))


def _as_fine_as_seen(im, matrix):
    """The image and its matrix, averaged where `FINE` or more of its pixels share half a pixel.

    Averaged are colours times alpha: what is transparent has no colour.
    """
    steps = np.hypot(*matrix[:2, :2]) * FINE  # how large a pixel of the image is, across and down
    size = np.array(im.shape[1::-1])
    with np.errstate(divide="ignore"):
        fewer = np.maximum(size // np.clip(np.floor(1 / steps), 1, size), 1).astype(int)
    if (fewer == size).all():
        return im, matrix
    total = im.astype(np.uint32)
    total[..., :3] *= total[..., 3:]
    for axis, (many, few) in enumerate(zip(size[::-1], fewer[::-1], strict=True)):
        if few < many:
            edges = np.rint(np.linspace(0, many, few + 1)).astype(int)
            total = np.add.reduceat(total, edges[:-1], axis, dtype=float)
            total /= np.diff(edges).reshape((-1, 1) if axis else (-1, 1, 1))
    total[..., :3] /= np.maximum(total[..., 3:], 1e-9)
    return np.rint(total).astype(np.uint8), matrix @ np.diag([*size / fewer, 1])


def _straight(paths):
    """(corners of all, how many each has, whether closed) of paths that are one line each."""
    sizes = np.array([len(path.vertices) for path in paths])
    if sizes.min() < 2 or sizes.max() >= 128:  # longer ones are simplified
        return None
    vertices = np.concatenate([path.vertices for path in paths])
    if all(path.codes is None for path in paths):
        return vertices, sizes, False
    if any(path.codes is None for path in paths) or sizes.min() < 3:
        return None
    ends = np.cumsum(sizes) - 1
    plain = np.full(len(vertices), Path.LINETO, np.uint8)
    plain[ends - sizes + 1] = Path.MOVETO
    plain[ends] = Path.CLOSEPOLY
    if not np.array_equal(np.concatenate([path.codes for path in paths]), plain):
        return None
    kept = np.isfinite(vertices).all(axis=1)  # surfaces fill up short outlines by NaN at their end
    kept[ends] = False
    resumed = kept[1:] & ~kept[:-1] & (plain[1:] != Path.MOVETO)
    counts = np.add.reduceat(kept, ends - sizes + 1, dtype=int)
    return None if resumed.any() or counts.min() < 2 else (vertices[kept], counts, True)


def _meeting(gc, paths, faces, edges):
    """Whether translucent faces that are not antialiased lie side by side, and not in a heap.

    They are taken to if all run around in the same direction: those of a folded surface do not.
    """
    if gc.get_antialiased() or len(paths) < 2 or np.size(edges) or not np.size(faces):
        return False
    alphas = np.asarray(faces)[:, 3]
    if not np.any((alphas > 0) & (alphas < 1)):
        return False
    turns = [_area(path) for path in paths]
    return min(turns) >= 0 or max(turns) <= 0


def _area(path):
    """The area within a path, signed by the direction in which it runs."""
    (x, y), (u, v) = path.vertices[:-1].T, path.vertices[1:].T
    crosses = x * v - u * y
    return np.sum(crosses if path.codes is None else crosses[path.codes[1:] != Path.MOVETO])


def _each(colours, count):
    """A colour (rgba) for each of `count`; where there are none, transparent."""
    colours = np.asarray(colours, float)
    return np.resize(colours, (count, 4)) if colours.size else np.zeros((count, 4))


def _on_whole_pixels(gc, outline, size):
    """Whether Agg puts a path of `size` vertices, of which `outline` is left, on whole pixels.

    Unless the graphics context says so, it does where all sides are upright or level.
    """
    if gc.get_snap() is not None or gc.get_sketch_params():
        return bool(gc.get_snap())
    if not len(outline.vertices) or size > 1024:
        return False
    codes = outline.codes
    if codes is None:
        return bool(_upright(outline.vertices, [len(outline.vertices)])[0])
    if ((codes == Path.CURVE3) | (codes == Path.CURVE4)).any():
        return False
    return bool(_level(outline.vertices)[codes[1:] == Path.LINETO].all())


def _level(points):
    """Whether each side from point to point is upright or level."""
    return (np.abs(np.diff(points, axis=0)) < 1e-4).any(axis=1)


def _upright(points, counts):
    """Whether all sides are upright or level, of each of several outlines one after another."""
    ends = np.cumsum(counts)
    level = np.ones(len(points), bool)
    level[:-1] = _level(points)
    level[ends - 1] = True
    return np.logical_and.reduceat(level, ends - counts)


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


_NUMBERS = count()


def words(artists):
    """The texts in `artists` for a `Recorder`, by their gid: {gid: (text, role, beside)}.

    A text gets a gid (`t0`, `t1`, ...) unless it has one of its own. The titles, the axis labels
    and the tick labels of an Axes have roles, and those of flat axes stand beside these, along an
    axis: (axes, "x" or "y"), else None; all others are words.
    """
    found = {}
    for artist in artists:
        for text, *how in _texts(artist):
            gid = text.get_gid()
            if gid is None or found.get(gid, (text,))[0] is not text:
                gid = f"t{next(_NUMBERS)}"
                text.set_gid(gid)
            found[gid] = text, *how
    return found


def _texts(artist):
    """Every text of an artist with its role, and what it stands beside."""
    if isinstance(artist, Text):
        yield artist, WORDS, None
    elif isinstance(artist, Axis):
        beside = (artist.axes, artist.axis_name) if artist.axes.name == "rectilinear" else None
        yield artist.label, LABEL, beside
        for ticks in (artist.get_majorticklabels(), artist.get_minorticklabels()):
            yield from ((tick, TICK, beside) for tick in ticks)
        yield artist.get_offset_text(), TICK, beside
    else:
        titled = isinstance(artist, Axes)
        for child in artist.get_children():
            if titled and isinstance(child, Text) and child not in artist.texts:
                yield child, TITLE, (artist, "x") if artist.name == "rectilinear" else None
            else:
                yield from _texts(child)
