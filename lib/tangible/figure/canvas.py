"""The canvas on which the frames of a figure are drawn: its stages, and what is added to them."""

import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, contextmanager
from itertools import pairwise

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.text import Text

from tangible.figure.recorder import Recorder, measuring, words
from tangible.figure.refusals import (
    NewCategories,
    guard,
    guard_figure,
    know_units,
    refuse_change,
    watch,
)
from tangible.figure.stage import Stage
from tangible.style import DPI, course_style

LOCK = threading.RLock()  # matplotlib builds and draws on one thread at a time


class Canvas:
    """The stages of one figure side by side, and whatever a frame adds to them.

    What draws is a function of the axes. It adds artists, which are drawn and taken away again;
    it returns the readout. A stage's part of the picture reaches to the middle between its axes
    (with their labels) and those beside it. The stages learn the categories that `first` brings
    along, which draws a frame.
    """

    def __init__(self, stages: Sequence[Stage], first: Callable[..., str] | None = None):
        self.stages = stages
        self._first = first
        self._settled = False  # whether a page may have what is fixed
        self.width = sum(stage.width for stage in stages)
        self.height = max(stage.height for stage in stages)
        self._inside = False  # whether an author's function runs,
        self._spoilt = False  # and whether it has changed what is fixed
        self._categories = [{} for _ in stages]  # that the first frame brought, by their axis
        self._forget()

    def _forget(self):
        """Give up what is built; the next use builds it anew."""
        self.figure = self._axes = self._owners = self._recorded = None

    @property
    def axes(self) -> list[Axes]:
        """The stages' axes, built at the first use."""
        self._ensure()
        return self._axes

    def _ensure(self):
        """Have everything built."""
        if self._axes is None:
            with LOCK, course_style():
                self._build()

    def _build(self):
        figure = Figure((self.width / DPI, self.height / DPI), DPI, layout="constrained")
        _NoPixels(figure)
        widths = [stage.width for stage in self.stages]
        places = figure.add_gridspec(1, len(widths), width_ratios=widths)
        axes, owners = [], {}
        for index, (stage, place) in enumerate(zip(self.stages, places, strict=True)):
            axes.append(stage.build(figure, place, self._categories[index]))
            owners |= {ax: index for ax in figure.axes if ax not in owners}
        figure.get_layout_engine().execute(figure)
        figure.set_layout_engine("none")
        # The box of each stage's axes with their letters, in CSS pixels, y up.
        self.tight = [ax.get_tightbbox(figure.canvas.get_renderer()) for ax in axes]
        self._edges = _edges(self.tight, self.width)
        for ax, stage in zip(axes, self.stages, strict=True):
            if not stage.solid:
                for z in {artist.get_zorder() for artist in ax.get_children()}:
                    ax.add_artist(_Layer(z))
        for ax in set(figure.axes) - set(axes):  # twins, colour bars: over their whole stage
            ax.add_artist(_Layer(np.inf))
        self.figure, self._axes, self._owners = figure, axes, owners
        self._beside = [ax for ax in figure.findobj(Axes) if ax not in axes]
        inside, spoil = self._is_inside, self._spoil
        guard_figure(figure, inside)
        for ax in axes:
            guard(ax, inside)
            for axis in (ax.xaxis, ax.yaxis):
                know_units(axis, inside)
        fixed = figure.findobj(lambda artist: not isinstance(artist, Axes | Figure))
        solid = [axis for ax in axes if ax.name == "3d" for axis in (ax.xaxis, ax.yaxis, ax.zaxis)]
        for artist in (*fixed, *(part for axis in solid for part in (axis.pane, axis.line))):
            watch(artist, inside, spoil)

    def _is_inside(self):
        return self._inside

    def _spoil(self):
        self._spoilt = True

    def close(self):
        """Let go of everything that is built."""
        with LOCK:
            self._forget()

    @property
    def parts(self) -> list[tuple[int, int]]:
        """(left, width) of each stage's part of the picture, in CSS pixels."""
        self._ensure()
        return [(a, b - a) for a, b in pairwise(self._edges)]

    def background(self) -> bytes:
        """The drawing of everything that never moves."""
        with LOCK, course_style():
            if not self._settled:
                self._learn(self._first)
                self._settled = True
            if self._recorded is None:
                self._recorded = self._record(
                    self._draw_background, words(self.axes[0].figure.axes)
                )
            return self._recorded

    def record(self, draw: Callable[..., str]) -> tuple[bytes, str, int]:
        """(The drawing of what `draw` adds to the stages, its readout, coordinates not finite)."""
        with LOCK, course_style(), self._added(draw) as (readout, added):
            recorders = []
            for artist in (artist for artists in added for artist in artists):
                _keep_pixels(artist)

            def draw_added(recorder, index):
                recorders.append(recorder)
                self._draw_added(recorder, index, added[index])

            letters = words(artist for artists in added for artist in artists)
            drawing = self._record(draw_added, letters)
            return drawing, readout, int(sum(recorder.dropped for recorder in recorders))

    def rasterise(self, draw: Callable[..., str], ratio: int = 1) -> tuple[np.ndarray, str]:
        """Agg's picture of the stages and what `draw` adds, composed at once; the readout.

        The picture is uint8 of shape (height * ratio, width * ratio, 4), `ratio` pixels to a CSS
        pixel.
        """
        with LOCK, course_style(), self._resolution(ratio), self._added(draw) as (readout, _):
            agg = RendererAgg(self.width * ratio, self.height * ratio, DPI * ratio)
            with np.errstate(all="ignore"):  # a solid stage projects what it masks
                self.figure.draw(agg)
            self._let_go()
            return np.array(agg.buffer_rgba()), readout

    @contextmanager
    def _resolution(self, ratio):
        figure = self.axes[0].figure
        figure.set_dpi(DPI * ratio)
        try:
            yield
        finally:
            figure.set_dpi(DPI)

    def _record(self, draw, letters):
        """One recorder for each stage, given to `draw(recorder, index)`; their parts joined."""
        drawings = []
        for index, (left, width) in enumerate(self.parts):
            recorder = Recorder(width, self.height, DPI, letters, left)
            draw(recorder, index)
            drawings.append(recorder.drawing())
        return b"".join(drawings)

    def _draw_background(self, recorder, index):
        """Everything fixed of one stage; a solid one is drawn with each frame."""
        images = [one for ax in self._owners for one in ax.images if not np.ndim(one.get_alpha())]
        ways = [image.get_interpolation() for image in images]
        for ax, owner in self._owners.items():
            ax.set_visible(owner == index and not self.stages[owner].solid)
        for image in images:
            _keep_pixels(image)
        self.figure.draw(recorder)
        for ax in self._owners:
            ax.set_visible(True)
        for image, way in zip(images, ways, strict=True):
            image.set_interpolation(way)
        self._let_go()

    def _let_go(self):
        """Of what matplotlib keeps from drawing, and makes anew."""
        for text in self.figure.findobj(Text):
            text._renderer = None  # noqa: SLF001 - each would keep the whole picture in memory

    def _draw_added(self, recorder, index, artists):
        ax = self.axes[index]
        if self.stages[index].solid:
            with np.errstate(all="ignore"):  # it projects what it masks, whatever is there
                ax.draw(recorder)
            return
        layer = None
        for artist in sorted(artists, key=Artist.get_zorder):
            if artist.get_zorder() != layer:
                layer = artist.get_zorder()
                recorder.layer(layer)
            artist.draw(recorder)

    @contextmanager
    def _added(self, draw):
        """Have `draw` add to the stages; give (readout, what it added to each); take it away.

        Where it brings categories along, the stages learn them, those of the first frame before
        all others, until a page has what is fixed.
        """
        with ExitStack() as stack:
            while True:
                try:
                    yield stack.enter_context(self._added_once(draw))
                    return
                except NewCategories as new:
                    if self._settled:
                        new.refuse()
                    self._learn(self._first)
                    self._learn(draw)

    def _learn(self, draw):
        """Take up the categories that a frame brings along."""
        while draw is not None:
            try:
                with self._added_once(draw):
                    return
            except NewCategories as new:
                self._categories[self.axes.index(new.axis.axes)][new.axis.axis_name] = new.words
                self._forget()
            except Exception:  # it is told when that frame is drawn
                return

    @contextmanager
    def _added_once(self, draw):
        axes = self.axes
        before = [_Before(ax) for ax in axes]
        around = self._around()
        self._spoilt = False
        try:
            self._inside = True
            try:
                readout = draw(*axes)
            finally:
                self._inside = False
            if self._around() != around:
                refuse_change("this one changes the figure around them", _BESIDE)
            for was in before:
                was.check()
            added = [was.added() for was in before]
            yield readout, added
        finally:
            same = all([was.restore() for was in before]) and self._around() == around
            if self._spoilt or not same:
                self._forget()

    def _around(self):
        """What is on the figure beside what is on its stages, and on pyplot's figures."""
        beside = [ax.get_children() for ax in self._beside]
        return [*self.figure.get_children(), *self.figure.axes, beside, _pyplot()]


_BESIDE = (
    "draw on the axes that the function is given: ax.plot for plt.plot, "
    "ax.inset_axes(…) for axes and colour bars (colorbar(…, cax=ax.inset_axes(…)))"
)


def _edges(boxes, width):
    """Where the parts of the stages begin and end: between their axes, on whole pixels."""
    between = [(a.x1 + b.x0) / 2 for a, b in pairwise(boxes)]
    return [0, *np.rint(between).astype(int).tolist(), width]


def _pyplot():
    """What is on pyplot's figures: a frame that draws there draws nothing here."""
    plt = sys.modules.get("matplotlib.pyplot")
    figures = [plt.figure(number) for number in plt.get_fignums()] if plt else []
    return [
        (figure.number, len(figure.axes), [len(ax.get_children()) for ax in figure.axes])
        for figure in figures
    ]


class _NoPixels(FigureCanvasBase):
    """Measures texts as Agg does; Agg's own canvas keeps a megabyte for a picture besides."""

    def get_renderer(self):
        return measuring(self.figure.dpi)


class _Layer(Artist):
    """Tells the recorder that what follows on these axes has the z-order `z`."""

    def __init__(self, z):
        super().__init__()
        self.layer = z
        self.set_zorder(np.nextafter(z, -np.inf) if np.isfinite(z) else -np.inf)

    def draw(self, renderer):
        if isinstance(renderer, Recorder):
            renderer.layer(self.layer)


class _Before:
    """How one axes was before a frame."""

    def __init__(self, ax):
        self.ax = ax
        self.children = set(ax.get_children())
        self.containers = len(ax.containers)
        self.data_limits = ax.dataLim.frozen()
        self.legend = ax.get_legend()
        self.bounds = ax.get_position().bounds
        self.looks = self._looks()
        self.view = (ax.elev, ax.azim, ax.roll) if hasattr(ax, "elev") else None
        ax.set_prop_cycle(None)  # each frame begins with the first colour

    def _looks(self):
        ax = self.ax
        axes = [ax.xaxis, ax.yaxis, *([ax.zaxis] if hasattr(ax, "zaxis") else [])]
        scales = [(axis.get_scale(), *axis.get_view_interval()) for axis in axes]
        return [ax.get_visible(), ax.axison, ax.get_aspect(), ax.get_position().bounds, scales]

    def check(self):
        """Refuse what a frame took away or changed without a word of matplotlib's."""
        if not self.children - {self.legend} <= set(self.ax.get_children()):
            refuse_change("this one changes what is on them", "leave fixed marks where they are")
        if self._looks() != self.looks:
            refuse_change("this one changes how they look", "say on the Stage how the axes look")

    def added(self):
        return [child for child in self.ax.get_children() if child not in self.children]

    def restore(self):
        """Take away what was added; tells whether everything is as it was."""
        # Insets first: a colour bar wants to know what it was for. Level lines take their labels
        # along, so that these have no axes any more.
        for artist in sorted(self.added(), key=lambda artist: not isinstance(artist, Axes)):
            if artist.axes is not None:
                artist.remove()
        if self.ax.get_position().bounds != self.bounds:  # a colour bar's parting gift
            self.ax.set_position(self.bounds, which="active")
        self.ax.legend_ = self.legend
        del self.ax.containers[self.containers :]
        self.ax.dataLim.set(self.data_limits)
        if self.view:
            self.ax.view_init(*self.view)
        return set(self.ax.get_children()) == self.children and self._looks() == self.looks


def _keep_pixels(artist):
    """Show an enlarged image pixel by pixel: small to send, and true."""
    # Its subclasses refuse to be shown so, or do it anyway.
    if type(artist) is AxesImage and artist.get_interpolation() in (
        "auto",
        "antialiased",
        "nearest",
    ):
        if np.ndim(artist.get_alpha()):  # an image that is not resampled knows one alpha only
            pixels = np.array(artist.to_rgba(artist.get_array()), float)
            pixels[..., 3] *= artist.get_alpha()
            artist.set_alpha(np.ones_like(artist.get_alpha()))
            artist.set_data(pixels)
        artist.set_interpolation("none")
