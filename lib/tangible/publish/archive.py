"""A figure's frames, drawn when its page is built: what answers where there is no kernel.

Which settings are stored: every combination of the controls, where `MOST` allows it. Else each
control alone over its whole range, the others where they begin, and where a slide begins; and all
together on a grid, whose places are as many as there is room for.
"""

import itertools
import json
import math
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tangible.figure import Frame, LiveFigure
from tangible.figure import controls as kinds
from tangible.figure.widget import spec

MOST = 480  # frames of a figure,
BYTES = 560_000  # and how large they may be, deflated: fewer of those that are larger
PROBE = 12  # frames from which that is told
NUDGE = 4  # steps of a point that an arrow key moves it, as in `values.js`
SWEEP = 15  # places of a point across its stage, and up, while all else stands still
FEWEST = 3  # places of a control on the grid
TRIES = 20_000  # settings that are looked at for one that reaches a goal


@dataclass(frozen=True)
class Archive:
    """The frames of a figure, packed.

    Attributes
    ----------
    data : bytes
        Deflated: the length of a head (4 bytes, little endian), the head as JSON, the drawings.
        The head holds the `values` of each frame, in the order of the `names` of the controls; its
        `readouts`, the `places` of its grips, the `drawings` by [start, length], whether it meets
        the figure's goal (`met`), which controls the goal speaks of (`spoken`), and whether the
        drawings are `folded`: each as the difference to the one before it of the same length, in
        words of 16 bits, first their low bytes and then their high ones.
    spec : dict
        What the figure is, as pages are told by a kernel.
    background : bytes
    stored, possible : int
        How many settings are stored, and how many the reader can reach; that of a point counts its
        places on the sweep.
    """

    data: bytes
    spec: dict[str, Any]
    background: bytes
    stored: int
    possible: int

    @property
    def share(self) -> float:
        """The part of all settings that is stored."""
        return min(self.stored / self.possible, 1.0)


def archive(
    figure: LiveFigure, most: int = MOST, presets: Sequence[dict[str, Any]] = ()
) -> Archive:
    """Draw and pack the frames of a figure, of about `most` settings.

    `presets`: settings (of `setting`) at which slides open it.
    """
    frames, drawings, known, place = [], [], {}, 0
    for values in settings(figure, most, presets):
        frame = figure.draw(**_in_python(figure, values))
        if not isinstance(frame, Frame):
            continue  # a setting that cannot be drawn: the nearest stands in
        if frame.drawing not in known:
            known[frame.drawing] = [place, len(frame.drawing)]
            drawings.append(frame.drawing)
            place += len(frame.drawing)
        frames.append((values, frame, known[frame.drawing]))
    head = {
        "names": list(figure.controls),
        "values": [list(values.values()) for values, _, _ in frames],
        "readouts": [frame.readout for _, frame, _ in frames],
        "places": [frame.places for _, frame, _ in frames],
        "drawings": [where for _, _, where in frames],
        "met": [_meets(figure, frame.values) for _, frame, _ in frames],
        "spoken": figure.goal.spoken if figure.goal is not None else [],
    }
    packed = min(
        (
            _packed(head | {"folded": False}, drawings),
            _packed(head | {"folded": True}, _folded(drawings)),
        ),
        key=len,
    )
    possible = math.prod(map(len, _ranges(figure).values()))
    return Archive(packed, _page_spec(figure), figure.background, len(frames), possible)


def _packed(head, drawings):
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(struct.pack("<I", len(text)) + text + b"".join(drawings), 9)


def _folded(drawings):
    """Of each drawing what differs from the one before, so that little is left to pack."""
    before = {}
    for drawing in drawings:
        words = np.frombuffer(drawing, "<u2")
        apart = words - before.get(len(words), np.uint16(0))
        before[len(words)] = words
        yield apart.astype("u1").tobytes() + (apart >> 8).astype("u1").tobytes()


def _page_spec(figure):
    """Its spec; an arrow key moves a point to the next of its stored places."""
    told = spec(figure)
    for control in told["controls"]:
        if control["kind"] == "point":
            bounds = figure.controls[control["name"]].bounds
            control["steps"] = [(high - low) / (SWEEP - 1) / NUDGE for low, high in bounds]
    return told


def setting(figure: LiveFigure, words: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The setting, as a page holds it, of words such as ("κ", "10"); else as the figure opens.

    A control goes by its name or its label; a choice by its label, a check box by on or off, a
    point by "x,y". Raises ValueError for what the figure does not have.
    """
    values = {name: kinds.to_page(one) for name, one in figure.controls.items()}
    told = {name: kinds.spec(name, one, None) for name, one in figure.controls.items()}
    for wanted, text in words:
        name = next((n for n, one in told.items() if wanted in (n, one["label"])), None)
        if name is None:
            has = ", ".join(told) or "none"
            raise ValueError(f"{figure.__name__} has no control “{wanted}”; it has {has}.")
        try:
            values[name] = _meant(figure.controls[name], told[name], text)
        except ValueError as error:
            raise ValueError(f"“{text}” is no value of {wanted}: {error}") from None
    return values


def _meant(control, told, text):
    if "options" in told:
        if text not in told["options"]:
            raise ValueError(f"it has {', '.join(told['options'])}.")
        return told["options"].index(text)
    if told["kind"] == "check":
        if text not in ("on", "off"):
            raise ValueError("it is on or off.")
        return text == "on"
    if told["kind"] == "point":
        place = [float(part) for part in text.split(",")]
        (left, right), (low, high) = control.bounds
        if len(place) != 2 or not (left <= place[0] <= right and low <= place[1] <= high):
            raise ValueError(f"x from {left} to {right}, y from {low} to {high}.")
        return place
    base = told.get("base")
    steps = [kinds.slider_value(control, i) for i in range(kinds.slider_steps(control) + 1)]
    apart = [abs((base**step if base else step) - float(text)) for step in steps]
    nearest = int(np.argmin(apart))
    if apart[nearest] > 1e-3 * max(abs(float(text)), told["step"]):
        raise ValueError(f"from {control.min} to {control.max} in steps of {control.step}.")
    return steps[nearest]


def settings(
    figure: LiveFigure, most: int = MOST, presets: Sequence[dict[str, Any]] = ()
) -> list[dict[str, Any]]:
    """The settings that are stored, the first first; each once, as a page holds its values."""
    start = {name: kinds.to_page(one) for name, one in figure.controls.items()}
    ranges = _ranges(figure)
    found = {_key(start): start}

    def add(some: Iterable[dict[str, Any]]):
        for values in some:
            found.setdefault(_key(values), values)

    if math.prod(map(len, ranges.values())) <= most:
        add(_grid(ranges))
    else:
        for begins in (start, *presets):
            add([begins])
            for name, values in ranges.items():
                add({**begins, name: value} for value in values)
        room = min(most, BYTES // _size(figure, list(found.values()))) - len(found)
        add(_grid(_thinned(ranges, start, max(room, 1))))
    add(presets)  # a point of theirs may lie off the grid
    add(_way_to_goal(figure, start, list(found.values())))
    return list(found.values())


def _size(figure, some):
    """About how many bytes a frame takes, deflated beside others."""
    probed = some[:: max(1, len(some) // PROBE)]
    frames = [figure.draw(**_in_python(figure, values)) for values in probed]
    drawings = b"".join(frame.drawing for frame in frames if isinstance(frame, Frame))
    return max(len(zlib.compress(drawings)) // len(probed), 1)


def _key(values):
    return json.dumps(list(values.values()))


def _grid(ranges) -> Iterator[dict[str, Any]]:
    for values in itertools.product(*ranges.values()):
        yield dict(zip(ranges, values, strict=True))


def _ranges(figure: LiveFigure) -> dict[str, list[Any]]:
    """All values of each control, as a page holds them; of a point, places all over its stage."""
    return {name: _values(figure, name, SWEEP) for name in figure.controls}


def _values(figure, name, count):
    control = figure.controls[name]
    told = kinds.spec(name, control, figure.spots.get(name))
    match told["kind"]:
        case "slider" | "steps" if "options" in told:
            return list(range(len(told["options"])))
        case "slider" | "steps":
            return [kinds.slider_value(control, i) for i in range(kinds.slider_steps(control) + 1)]
        case "choice":
            return list(range(len(told["options"])))
        case "check":
            return [False, True]
        case "point":
            return _places(figure, name, count)
    return [kinds.to_page(control)]  # a widget with a view of its own stays where it is


def _places(figure, name, count):
    """Places of a point, `count` across and `count` up, on the steps by which keys move it."""
    control, spot = figure.controls[name], figure.spots[name]
    ways = []
    for start, step, (low, high), way in zip(
        control.value, spot.steps, control.bounds, "xy", strict=True
    ):
        if control.along not in (None, way):
            ways.append([start])
            continue
        across = np.round(np.linspace(low, high, count) / step) * step
        ways.append([float(f"{value:.12g}") for value in np.clip(across, low, high)])
    return [list(place) for place in itertools.product(*ways)]


def _thinned(ranges, start, room):
    """Fewer values of each control, so that the combinations of all are at most `room`."""
    counts = {name: len(values) for name, values in ranges.items()}
    while math.prod(counts.values()) > room:
        name = max(counts, key=counts.get)
        if counts[name] <= FEWEST:
            break
        counts[name] = max(FEWEST, math.ceil(counts[name] * 0.8) - (counts[name] < 6))
    return {name: _every(values, counts[name], start[name]) for name, values in ranges.items()}


def _every(values, count, start):
    """So many of the values, the ends and the start among them, as evenly as it goes."""
    if isinstance(values[0], list):  # places of a point: a coarser grid of them
        across = sorted({place[0] for place in values})
        up = sorted({place[1] for place in values})
        each = max(2, round(math.sqrt(count)))
        some = (_every(way, min(each, len(way)), None) for way in (across, up))
        chosen = [list(place) for place in itertools.product(*some)]
    else:
        chosen = [values[round(i)] for i in np.linspace(0, len(values) - 1, count)]
    return chosen if start is None or start in chosen else [*chosen, start]


def _in_python(figure, values):
    return {name: kinds.from_page(figure.controls[name], one) for name, one in values.items()}


def _meets(figure, values):
    return figure.goal is not None and figure.goal.reached_at(values)


def _way_to_goal(figure, start, known):
    """Settings from the start to one that meets the goal, one control moved after the other.

    None where the goal is met by one of those `known` already. The setting is found by chance,
    among those that arrow keys reach; ValueError if none is.
    """
    if figure.goal is None:
        return

    def met(values):
        return figure.goal.reached_at(figure.arguments(_in_python(figure, values)))

    if any(map(met, known)):
        return
    for values in _guesses(figure, start):
        if met(values):
            now = dict(start)
            for name, value in values.items():
                now = {**now, name: value}
                yield now
            return
    raise ValueError(
        f"No setting of {figure.__name__} was found that reaches its goal: give it an example."
    )


def _guesses(figure, start):
    """The goal's own example, then settings by chance."""
    example = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in figure.goal.example.items()
    }
    yield start | example
    rng = np.random.default_rng(0)
    ranges = {name: _values(figure, name, 61) for name in figure.controls}
    for _ in range(TRIES):
        yield {name: some[rng.integers(len(some))] for name, some in ranges.items()}
