"""What a frame may not do, told at the call that does it, with what to write instead.

A frame adds to its stages. What it would change rather than add is refused in two ways: the
methods that authors are used to are guarded by name, and whatever else changes something fixed is
noticed because matplotlib marks it as stale.
"""

import inspect

import matplotlib.units as munits
import numpy as np
from matplotlib.artist import Artist
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
    "psd": "write ax.plot(*scipy.signal.welch(…)), and the labels on the Stage",
    "csd": "write ax.plot(*scipy.signal.csd(…)), and the labels on the Stage",
    "cohere": "write ax.plot(*scipy.signal.coherence(…)), and the labels on the Stage",
    "specgram": "write ax.imshow of matplotlib.mlab.specgram(…)[0]",
    "magnitude_spectrum": "write ax.plot of np.abs(np.fft.rfft(x)), and the labels on the Stage",
    "angle_spectrum": "write ax.plot of np.angle(np.fft.rfft(x)), and the labels on the Stage",
    "phase_spectrum": "write ax.plot of np.unwrap(np.angle(…)), and the labels on the Stage",
}
_ADD = "a frame may only add to its stages, and {} changes one"
_OWN_WAYS = {"boxplot": "manage_ticks"}  # the argument that makes a call one that only draws


def refuse(what: str, instead: str):
    """Raise the Refusal of `what`, a clause without a full stop."""
    raise Refusal(f"{what}; instead, {instead}")


def guard(ax, inside):
    """Have the methods of `ax` that no frame may call refuse, where `inside()` is true."""
    for name, instead in _INSTEAD.items():
        if hasattr(ax, name):
            setattr(ax, name, _guarded(name, instead, getattr(ax, name), inside))
    ax.set_aspect = _deaf_to_matplotlib(ax.set_aspect, inside)


def _guarded(name, instead, method, inside):
    def guarded(*args, **kwargs):
        if inside() and kwargs.get(_OWN_WAYS.get(name), True):
            refuse(_ADD.format(f"ax.{name}"), instead)
        return method(*args, **kwargs)

    return guarded


def _deaf_to_matplotlib(set_aspect, inside):
    """`imshow` and `pie` set the aspect on their way: a frame's keep that of the stage."""

    def guarded(*args, **kwargs):
        if not inside():
            return set_aspect(*args, **kwargs)
        if _calls() == ["guarded"]:
            refuse(_ADD.format("ax.set_aspect"), "write Stage(aspect=…)")
        return None

    return guarded


class NewCategories(Exception):
    """A frame brings words to an axis that has numbers so far."""

    def __init__(self, axis, words):
        super().__init__(words)
        self.axis, self.words = axis, words


def know_units(axis, inside):
    """Let a frame speak in the units that `axis` has; categories it may bring along, once."""
    update, convert = axis.update_units, axis.convert_units

    def check(data):
        words = [str(word) for word in np.ravel(data) if isinstance(word, str)]
        known = getattr(axis.get_units(), "_mapping", {})
        if words and not known:
            raise NewCategories(axis, words)
        new = [f"the category {word!r}" for word in words if word not in known]
        if not words and not axis.have_units() and axis.get_converter() is None:
            new = ["a unit, such as dates,"]
        if new:
            refuse(
                f"a frame may only add to its stages, and {new[0]} would be new on an axis",
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
    while frame and frame.f_globals.get("__name__", "").startswith(("matplotlib", __name__)):
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return [name for name in names if name not in ("<lambda>", "wrapper")]


def watch(artist, inside, spoil):
    """Have a fixed artist refuse to be changed, where `inside()` is true; `spoil()` hears of it."""
    tell = artist.stale_callback

    def changed(artist, stale):
        if inside():
            calls = _calls()
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
