"""What a frame may not do, told at the call that does it, with what to write instead.

A frame adds to its stages. What it would change rather than add is refused in two ways: the
methods that authors are used to are guarded by name, and whatever else changes something fixed is
noticed because matplotlib marks it as stale.
"""

import inspect

import matplotlib.units as munits
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.spines import Spine
from matplotlib.text import Text


class Refusal(ValueError):
    """A frame would change what never moves."""


_READOUT = "return what changes as the readout"
_INSTEAD = {
    "set_title": f"write Stage(title=…) for one that stays, or {_READOUT}",
    "set_xlabel": f"write Stage(xlabel=…) for one that stays, or {_READOUT}",
    "set_ylabel": f"write Stage(ylabel=…) for one that stays, or {_READOUT}",
    "set_zlabel": f"write Stage(zlabel=…) for one that stays, or {_READOUT}",
    "set_xlim": "write Stage(xlim=…), wide enough for every value",
    "set_ylim": "write Stage(ylim=…), wide enough for every value",
    "set_zlim": "write Stage(zlim=…), wide enough for every value",
    "set_xbound": "write Stage(xlim=…)",
    "set_ybound": "write Stage(ylim=…)",
    "axis": "write Stage(xlim=…, ylim=…), Stage(aspect=…) or Stage(axes=False)",
    "margins": "write Stage(xlim=…, ylim=…)",
    "autoscale": "write Stage(xlim=…, ylim=…)",
    "invert_xaxis": "write Stage(xlim=(high, low))",
    "invert_yaxis": "write Stage(ylim=(high, low))",
    "set_xscale": "write Stage(xscale=…)",
    "set_yscale": "write Stage(yscale=…)",
    "semilogx": 'write Stage(xscale="log") and ax.plot',
    "semilogy": 'write Stage(yscale="log") and ax.plot',
    "loglog": 'write Stage(xscale="log", yscale="log") and ax.plot',
    "set_xticks": "write Stage(xticks=…)",
    "set_yticks": "write Stage(yticks=…)",
    "set_xticklabels": "write Stage(xticks={place: label, …})",
    "set_yticklabels": "write Stage(yticks={place: label, …})",
    "tick_params": "write Stage(…).add(lambda ax: ax.tick_params(…))",
    "locator_params": "write Stage(xticks=…, yticks=…)",
    "ticklabel_format": "write Stage(xticks={place: label, …})",
    "minorticks_on": "write Stage(…).add(lambda ax: ax.minorticks_on())",
    "grid": "write Stage(grid=True) or Stage(grid=False)",
    "set_axisbelow": "write Stage(…).add(lambda ax: ax.set_axisbelow(…))",
    "set_axis_off": "write Stage(axes=False)",
    "set_axis_on": "write Stage(axes=True)",
    "set_facecolor": "draw what is coloured, such as ax.axhspan(…, zorder=0)",
    "set_position": "write Stage(width=…, height=…)",
    "set_box_aspect": "write Stage(width=…, height=…)",
    "clear": "leave it out: a frame begins with its stages as they are",
    "cla": "leave it out: a frame begins with its stages as they are",
    "twinx": "write a second Stage beside it, or Stage(…).add(…) for a twin that stays",
    "twiny": "write a second Stage beside it, or Stage(…).add(…) for a twin that stays",
    "matshow": "write ax.imshow",
    "spy": "write ax.imshow, or ax.plot for markers",
    "boxplot": "write ax.boxplot(…, manage_ticks=False), and Stage(xticks={1: label, …})",
    "bxp": "write ax.bxp(…, manage_ticks=False), and Stage(xticks={1: label, …})",
    "pie": "write ax.pie(…, frame=True), and Stage(axes=False) for one that stands alone",
    "psd": "write ax.plot(*scipy.signal.welch(…)), and the labels on the Stage",
    "csd": "write ax.plot(*scipy.signal.csd(…)), and the labels on the Stage",
    "cohere": "write ax.plot(*scipy.signal.coherence(…)), and the labels on the Stage",
    "specgram": "write ax.imshow of matplotlib.mlab.specgram(…)[0]",
    "magnitude_spectrum": "write ax.plot of np.abs(np.fft.rfft(x)), and the labels on the Stage",
    "angle_spectrum": "write ax.plot of np.angle(np.fft.rfft(x)), and the labels on the Stage",
    "phase_spectrum": "write ax.plot of np.unwrap(np.angle(…)), and the labels on the Stage",
}
_ON_THE_STAGE = """
    set_autoscale_on set_autoscalex_on set_autoscaley_on
    remove set_visible set_frame_on set_animated set_agg_filter
    set_zticks set_zscale set_zbound invert_zaxis set_proj_type
    set_rmin set_rmax set_rlim set_rorigin set_rticks set_rgrids set_rscale set_rlabel_position
    set_thetamin set_thetamax set_thetalim set_thetagrids
    set_theta_offset set_theta_direction set_theta_zero_location
"""
_INSTEAD |= {name: f"write Stage(…).add(lambda ax: ax.{name}(…))" for name in _ON_THE_STAGE.split()}
_SIZE = "write Stage(width=…, height=…)"
_MORE_AXES = "write ax.inset_axes(…), or a second Stage beside the first"
_AROUND = {
    "suptitle": "write Stage(title=…)",
    "supxlabel": "write Stage(xlabel=…)",
    "supylabel": "write Stage(ylabel=…)",
    "text": "write ax.text(…)",
    "legend": "write ax.legend(…)",
    "colorbar": "write ax.figure.colorbar(…, cax=ax.inset_axes(…))",
    "add_artist": "write ax.add_artist(…)",
    "add_axes": _MORE_AXES,
    "add_subplot": _MORE_AXES,
    "subplots": _MORE_AXES,
    "subplot_mosaic": _MORE_AXES,
    "subfigures": _MORE_AXES,
    "set_size_inches": _SIZE,
    "set_figwidth": _SIZE,
    "set_figheight": _SIZE,
    "set_dpi": _SIZE,
    "tight_layout": "leave it out: a figure sees to its own layout",
    "subplots_adjust": "leave it out: a figure sees to its own layout",
    "set_layout_engine": "leave it out: a figure sees to its own layout",
    "clear": "leave it out: a frame begins with its stages as they are",
    "delaxes": "leave it out: a frame begins with its stages as they are",
}
_ONLY_DRAWS = {  # the arguments by which a call changes nothing
    "boxplot": lambda given: given.get("manage_ticks") is False,
    "bxp": lambda given: given.get("manage_ticks") is False,
    "pie": lambda given: given.get("frame"),
    "colorbar": lambda given: given.get("cax") is not None,
}
_READ = {  # what a call without arguments only tells
    "axis": lambda ax: (*ax.get_xlim(), *ax.get_ylim()),
    "margins": lambda ax: (ax.get_xmargin(), ax.get_ymargin()),
}
_SCALES = {"set_xscale": Axes.get_xscale, "set_yscale": Axes.get_yscale}


def refuse(what: str, instead: str):
    """Raise the Refusal of `what`, a clause without a full stop."""
    raise Refusal(f"{what}; instead, {instead}")


def refuse_change(what: str, instead: str):
    """Refuse what a frame does beside adding to its stages."""
    refuse(f"a frame may only add to its stages, and {what}", instead)


def guard(ax, inside):
    """Have the methods of `ax` that no frame may call refuse, where `inside()` is true."""
    for name, instead in _INSTEAD.items():
        if hasattr(ax, name):
            setattr(ax, name, _guarded(ax, name, instead, inside))
    ax.set_aspect = _guarded(ax, "set_aspect", "write Stage(aspect=…)", inside)


def guard_figure(figure, inside):
    """The same of the figure around the axes."""
    for name, instead in _AROUND.items():
        setattr(figure, name, _guarded(figure, name, instead, inside))


def _guarded(thing, name, instead, inside):
    """A method that refuses, unless it changes nothing.

    Some of matplotlib's calls set on their way what a frame's keep as the stage has it: `imshow`
    the aspect, `tripcolor` the grid, `hist(log=True)` a scale that is so already.
    """
    method = getattr(thing, name)
    kind, changed = ("ax", "one") if isinstance(thing, Axes) else ("fig", "the figure around them")

    def guarded(*args, **kwargs):
        if not inside() or (name in _ONLY_DRAWS and _ONLY_DRAWS[name](kwargs)):
            return method(*args, **kwargs)
        if not args and not kwargs and name in _READ:
            return _READ[name](thing)
        call = (_calls() or [name])[-1]
        on_its_way = call != name
        if on_its_way and name in ("set_aspect", "grid"):
            return None
        if name in _SCALES and args[:1] == (_SCALES[name](thing),):
            return None
        by = f" (by {kind}.{name})" if on_its_way else ""
        called = f"{kind}.{call}" if hasattr(thing, call) else call
        return refuse_change(f"{called}{by} changes {changed}", instead)

    return guarded


class NewCategories(Exception):
    """A frame brings words to an axis that has numbers so far."""

    def __init__(self, axis, words):
        super().__init__(words)
        self.axis, self.words = axis, list(dict.fromkeys(words))

    def refuse(self):
        """Refuse them, at the line that brings them."""
        try:
            refuse_category(self.words[0], self.axis)
        except Refusal as refusal:
            raise refusal.with_traceback(self.__traceback__) from None


def refuse_category(word, axis):
    """Refuse a word that is none of the axis' categories."""
    refuse_change(
        f"the category {word!r} would be new on an axis",
        f'name all of them on the Stage, as in Stage({axis.axis_name}ticks=["a", "b"])',
    )


def know_units(axis, inside):
    """Let a frame speak in the units that `axis` has; words may become its categories."""
    update, convert = axis.update_units, axis.convert_units

    def check(data):
        words = [str(word) for word in np.ravel(data) if isinstance(word, str)]
        known = getattr(axis.get_units(), "_mapping", {})
        numbers = not axis.have_units() and axis.get_converter() is None
        flat = axis.axes.name in ("rectilinear", "3d")
        for word in words:
            if word not in known:
                if numbers and flat and not known:
                    raise NewCategories(axis, words)
                refuse_category(word, axis)
        if not words and numbers:
            refuse_change(
                "a unit, such as dates, would be new on an axis",
                "bring it to the Stage by a fixed mark, as by Stage(…).add(lambda ax: ax.plot(…))",
            )

    def update_units(data):
        if not inside() or munits.registry.get_converter(data) is None:
            return update(data)
        check(data)
        return True

    def convert_units(data):
        if inside() and munits.registry.get_converter(data) is not None:
            check(data)
        return convert(data)

    axis.update_units, axis.convert_units = update_units, convert_units


def _calls() -> list[str]:
    """What of matplotlib's and ours is running now, the innermost first.

    The last is what the author has called.
    """
    frame, names = inspect.currentframe().f_back, []
    while frame and frame.f_globals.get("__name__", "").startswith(_THEIRS):
        name = frame.f_code.co_name
        names.append(frame.f_locals["name"] if name == "guarded" else name)
        frame = frame.f_back
    return [name for name in names if name not in _NOBODYS and not name.startswith("_")]


_THEIRS = ("matplotlib", "mpl_toolkits", __name__)
_NOBODYS = {"<lambda>", "wrapper", "inner", "method", "stale", "x"}  # no author calls them


def watch(artist, inside, spoil):
    """Have a fixed artist refuse to be changed, where `inside()` is true; `spoil()` hears of it."""
    tell = artist.stale_callback

    def changed(artist, stale):
        if inside():
            calls = _calls() or ["an assignment"]
            # To read tick labels puts them in their places.
            if not any(call.startswith("get_") for call in calls):
                spoil()
                call = (
                    f"a frame may not change {_called(artist)}, which never moves, by {calls[-1]}"
                )
                refuse(call, _drawn_anew(artist))
        if tell is not None:
            tell(artist, stale)

    artist.stale_callback = changed
    # What matplotlib does not mark as stale.
    for name in ("remove", "set_array", "set_bbox"):
        if hasattr(artist, name):
            setattr(artist, name, _Untouched(artist, name, inside))


class _Untouched:
    """A fixed artist's method, refused inside a frame; there are hundreds, so it is small."""

    __slots__ = ("artist", "inside", "name")

    def __init__(self, artist, name, inside):
        self.artist, self.name, self.inside = artist, name, inside

    def __call__(self, *args, **kwargs):
        if self.inside():
            what = f"{_called(self.artist)}, which never moves, by {self.name}"
            refuse(f"a frame may not change {what}", _drawn_anew(self.artist))
        return getattr(type(self.artist), self.name)(self.artist, *args, **kwargs)


def _called(artist: Artist) -> str:
    match artist:
        case Axis():
            return "the limits or ticks of an axis"
        case Spine():
            return "a spine"
        case Text():
            return f"the words “{artist.get_text()}”" if artist.get_text() else "words"
    return f"a fixed mark (a {type(artist).__name__})"


def _drawn_anew(artist: Artist) -> str:
    if isinstance(artist, Axis | Spine):
        return "say on the Stage how the axes look"
    if isinstance(artist, Text):
        return f"write it on the Stage, or {_READOUT}"
    return "draw what moves anew in every frame; the Stage keeps what never moves"
