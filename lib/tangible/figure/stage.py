"""The part of a figure that never moves, and the canvas on which its frames are drawn."""

import math
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.text import Text

from tangible.figure.recorder import Recorder, measuring
from tangible.style import DPI, course_style

LOCK = threading.RLock()  # matplotlib builds and draws on one thread at a time


@dataclass(frozen=True, kw_only=True, eq=False)  # a stage equals itself only: marks hold arrays
class Stage:
    """Axes with their limits, labels and fixed marks: drawn once, kept as a background.

    Parameters
    ----------
    xlim, ylim, zlim : (low, high), optional
        What the axes show. Left out, they fit the fixed marks.
    xlabel, ylabel, zlabel, title : str
        Words on the axes, with units.
    aspect : "auto" or "equal"
        "equal": one unit is as long in both directions.
    xscale, yscale : str
        A scale of matplotlib: "linear", "log", ...
    xticks, yticks : list of float, or dict of float to str, optional
        Where the ticks stand, and what stands at them.
    grid, axes : bool
        Whether grid lines are drawn; whether axes, ticks and labels are drawn at all.
    projection : None or "3d"
        A 3-D stage is drawn anew with every frame, which may turn it by `ax.view_init`.
    width, height : int
        Size in CSS pixels.

    Examples
    --------
    >>> from tangible import marks
    >>> Stage(xlim=(-2, 2), ylim=(-2, 2), aspect="equal").add(marks.point, (1, 1)).xlim
    (-2, 2)
    """

    xlim: tuple | None = None
    ylim: tuple | None = None
    zlim: tuple | None = None
    xlabel: str = ""
    ylabel: str = ""
    zlabel: str = ""
    title: str = ""
    aspect: str = "auto"
    xscale: str = "linear"
    yscale: str = "linear"
    xticks: list | dict | None = None
    yticks: list | dict | None = None
    grid: bool = True
    axes: bool = True
    projection: str | None = None
    width: int = 460
    height: int = 380
    fixed: tuple = ()

    def add(self, mark: Callable, *args, **kwargs) -> "Stage":
        """This stage with one more fixed mark: `mark(ax, *args, **kwargs)` draws it."""
        return replace(self, fixed=(*self.fixed, (mark, args, kwargs)))

    @property
    def solid(self):
        """Whether this is a 3-D stage."""
        return self.projection == "3d"

    def build(self, figure, place):
        """Its axes, at `place` (a SubplotSpec) of the matplotlib `figure`."""
        ax = figure.add_subplot(place, projection=self.projection)
        for name in "xy":
            scale = getattr(self, f"{name}scale")
            if scale != "linear":
                getattr(ax, f"set_{name}scale")(scale)
            if scale == "log":
                getattr(ax, f"{name}axis").set_major_formatter(_power_of_ten)
        ax.grid(self.grid)
        if self.aspect != "auto":
            ax.set_aspect(self.aspect)
        limits = {name: getattr(self, name) for name in ("xlim", "ylim", "zlim")[: 2 + self.solid]}
        for name, limit in limits.items():
            if limit is not None:
                getattr(ax, f"set_{name}")(limit)
        for mark, args, kwargs in self.fixed:
            mark(ax, *args, **kwargs)
        ax.autoscale_view()
        ax.autoscale(False)
        ax.set(xlabel=self.xlabel, ylabel=self.ylabel, title=self.title)
        if self.solid:
            ax.set_zlabel(self.zlabel)
        for name in ("xticks", "yticks"):
            ticks = getattr(self, name)
            if ticks is not None:
                labels = list(ticks.values()) if isinstance(ticks, dict) else None
                getattr(ax, f"set_{name}")(list(ticks), labels=labels)
        if not self.axes:
            ax.set_axis_off()
        return ax


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _power_of_ten(value, _):
    """A tick's label on a logarithmic axis, as text: matplotlib's formulas are slow to parse."""
    exponent = round(math.log10(value))
    if math.isclose(value, 10.0**exponent, rel_tol=1e-6):
        return f"10{str(exponent).translate(_RAISED)}"
    return f"{value:g}"


class Canvas:
    """The stages of one figure side by side, and whatever a frame adds to them.

    A frame is a function of the axes. It adds artists, which are drawn over the background and
    taken away again; it returns the readout.
    """

    def __init__(self, stages):
        self.stages = stages
        self.width = sum(stage.width for stage in stages)
        self.height = max(stage.height for stage in stages)
        self._forget()

    def _forget(self):
        """Give up what is built; the next use builds it anew."""
        self.figure = self._axes = self._recorded = self._painted = None

    @property
    def axes(self):
        """The stages' axes, built at the first use."""
        if self._axes is None:
            with LOCK, course_style():
                self._build()
        return self._axes

    def _build(self):
        figure = Figure((self.width / DPI, self.height / DPI), DPI, layout="constrained")
        _NoPixels(figure)
        widths = [stage.width for stage in self.stages]
        places = figure.add_gridspec(1, len(widths), width_ratios=widths)
        axes = [
            stage.build(figure, place) for stage, place in zip(self.stages, places, strict=True)
        ]
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        self.figure, self._axes = figure, axes

    def close(self):
        """Let go of everything that is built."""
        with LOCK:
            self._forget()

    def background(self):
        """The drawing of everything that never moves, as bytes."""
        with LOCK, course_style():
            if self._recorded is None:
                recorder = self._recorder()
                self._draw_background(recorder)
                self._recorded = recorder.drawing()
            return self._recorded

    def record(self, frame):
        """(drawing of what `frame` adds as bytes, its readout, vertices that were not finite)."""
        with LOCK, course_style():
            recorder = self._recorder()
            readout = self._draw_frame(frame, recorder)
            return recorder.drawing(), readout, recorder.dropped

    def rasterise(self, frame, ratio=1):
        """(Agg's picture of background and `frame`, `ratio` pixels to a CSS pixel; the readout).

        The picture is uint8 of shape (height * ratio, width * ratio, 4).
        """
        with LOCK, course_style(), self._resolution(ratio):
            agg = RendererAgg(self.width * ratio, self.height * ratio, DPI * ratio)
            pixels = np.asarray(agg.buffer_rgba())
            if self._painted is None or ratio != 1:
                self._draw_background(agg)
                if ratio == 1:
                    self._painted = pixels.copy()
            else:
                pixels[:] = self._painted
            return pixels, self._draw_frame(frame, agg)

    @contextmanager
    def _resolution(self, ratio):
        figure = self.axes[0].figure
        figure.set_dpi(DPI * ratio)
        try:
            yield
        finally:
            figure.set_dpi(DPI)

    def _recorder(self):
        return Recorder(self.width, self.height, DPI)

    def _draw_background(self, renderer):
        axes = self.axes
        for ax, stage in zip(axes, self.stages, strict=True):
            ax.set_visible(not stage.solid)
        self.figure.draw(renderer)
        for text in self.figure.findobj(Text):
            text._renderer = None  # each would keep the whole picture in memory
        for ax, stage in zip(axes, self.stages, strict=True):
            ax.set_visible(True)
            if not stage.solid:  # a third of what axes take up; drawn anew, they come back
                ax.xaxis.reset_ticks()
                ax.yaxis.reset_ticks()

    def _draw_frame(self, frame, renderer):
        """Draw what `frame` adds, then have everything as it was before."""
        axes = self.axes
        before = [_Before(ax) for ax in axes]
        around = self.figure.get_children()
        intact = False
        try:
            readout = frame(*axes)
            for was in before:
                was.refuse_changes()
            if self.figure.get_children() != around:
                raise ValueError(_REFUSAL.format("the figure around its stages"))
            for stage, ax, was in zip(self.stages, axes, before, strict=True):
                artists = was.added()
                for artist in artists:
                    _keep_pixels(artist)
                if stage.solid:
                    with np.errstate(all="ignore"):  # it projects what it masks, whatever is there
                        ax.draw(renderer)
                else:
                    for artist in sorted(artists, key=lambda artist: artist.get_zorder()):
                        artist.draw(renderer)
            for was in before:
                was.restore()
            intact = True
        finally:
            if not intact:
                self._forget()
        return readout


class _NoPixels(FigureCanvasBase):
    """Measures texts as Agg does; Agg's own canvas keeps a megabyte for a picture besides."""

    def get_renderer(self):
        return measuring(self.figure.dpi)


_REFUSAL = (
    "A frame may only add to its stages, but this one changed {}. "
    "What never moves belongs on the Stage; what changes in words belongs in the readout."
)
_UNMOVED = {
    "the limits": lambda ax: [ax.get_xlim(), ax.get_ylim()],
    "the scale": lambda ax: [ax.get_xscale(), ax.get_yscale()],
    "the aspect": lambda ax: ax.get_aspect(),
    "the title": lambda ax: [ax.get_title(loc) for loc in ("left", "center", "right")],
    "an axis label": lambda ax: [ax.get_xlabel(), ax.get_ylabel()],
    "the legend": lambda ax: ax.get_legend(),
    "the axes' colour": lambda ax: ax.get_facecolor(),
    "the axes' place": lambda ax: ax.get_position().bounds,
    "the axes' visibility": lambda ax: [ax.get_visible(), ax.axison],
    "the ticks": lambda ax: [
        part
        for axis in (ax.xaxis, ax.yaxis)
        for part in (axis.get_major_locator(), axis.get_major_formatter(), axis.get_minor_locator())
    ],
}
_UNMOVED_SOLID = {
    "the limits": lambda ax: [ax.get_xlim(), ax.get_ylim(), ax.get_zlim()],
    "an axis label": lambda ax: [ax.get_xlabel(), ax.get_ylabel(), ax.get_zlabel()],
}


class _Before:
    """How one axes was before a frame."""

    def __init__(self, ax):
        self.ax = ax
        self.tests = _UNMOVED | (_UNMOVED_SOLID if hasattr(ax, "get_zlim") else {})
        self.state = {name: look(ax) for name, look in self.tests.items()}
        self.children = set(ax.get_children())
        self.containers = len(ax.containers)
        self.data_limits = ax.dataLim.frozen()
        self.view = (ax.elev, ax.azim, ax.roll) if hasattr(ax, "elev") else None
        ax.set_prop_cycle(None)  # each frame begins with the first colour

    def refuse_changes(self):
        for name, look in self.tests.items():
            if look(self.ax) != self.state[name]:
                raise ValueError(_REFUSAL.format(name))

    def added(self):
        return [child for child in self.ax.get_children() if child not in self.children]

    def restore(self):
        for artist in self.added():
            if artist.axes is not None:  # level lines take their labels along
                artist.remove()
        del self.ax.containers[self.containers :]
        self.ax.dataLim.set(self.data_limits)
        if self.view:
            self.ax.view_init(*self.view)


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
