"""An archive holds what the kernel would draw, and a way to every goal."""

import json
import struct
import zlib

import numpy as np
import pytest

from notebooks import every_figure, figures
from tangible import Point, Stage, live
from tangible.figure import controls
from tangible.publish.archive import MOST, archive, settings

SOME = ["picture_matrix_vector", "dot_product", "bayes_square", "two_humps", "support"]


def unpacked(data):
    """(head, drawings) of an archive."""
    whole = zlib.decompress(data)
    (length,) = struct.unpack("<I", whole[:4])
    head, body = json.loads(whole[4 : 4 + length]), whole[4 + length :]
    return head, unfolded(body, head["drawings"]) if head["folded"] else body


def unfolded(body, drawings):
    """What the page makes of drawings that were packed as differences."""
    body, last = bytearray(body), {}
    for start, length in dict(drawings).items():
        low, high = np.frombuffer(bytes(body[start : start + length]), "u1").reshape(2, -1)
        words = low + 256 * high.astype("<u2") + last.get(length, np.uint16(0))
        last[length] = words
        body[start : start + length] = words.tobytes()
    return bytes(body)


@pytest.mark.parametrize(("name", "figure"), [one for one in every_figure() if one[1] in SOME])
def test_what_is_stored_is_what_is_drawn(name, figure):
    shown = figures(name)[figure]
    made = archive(shown, most=60)
    head, drawings = unpacked(made.data)
    assert len(head["values"]) == made.stored
    for index in np.random.default_rng(1).choice(made.stored, 12, replace=False):
        values = dict(zip(head["names"], head["values"][index], strict=True))
        frame = shown.draw(
            **{one: controls.from_page(shown.controls[one], value) for one, value in values.items()}
        )
        start, length = head["drawings"][index]
        assert drawings[start : start + length] == frame.drawing
        assert head["readouts"][index] == frame.readout
        assert head["places"][index] == [list(place) for place in frame.places]


@pytest.mark.parametrize(("name", "figure"), every_figure())
def test_a_control_by_itself_is_whole_and_the_goal_is_there(name, figure):
    shown = figures(name)[figure]
    stored = {json.dumps(list(values.values())) for values in settings(shown)}
    start = {one: controls.to_page(control) for one, control in shown.controls.items()}
    for one, control in shown.controls.items():
        told = controls.spec(one, control, shown.spots.get(one))
        if told["kind"] in ("slider", "steps") and "base" not in told and "options" not in told:
            for index in range(controls.slider_steps(control) + 1):
                moved = {**start, one: controls.slider_value(control, index)}
                assert json.dumps(list(moved.values())) in stored
    if shown.goal is not None:
        met = [
            shown.goal.reached_at(
                {
                    one: controls.as_argument(
                        shown.controls[one], controls.from_page(shown.controls[one], value)
                    )
                    for one, value in values.items()
                }
            )
            for values in settings(shown)
        ]
        assert any(met)
        assert not met[0]


def test_few_combinations_are_all_stored_and_many_are_not():
    @live(Stage(xlim=(0, 1), ylim=(0, 1)), a=(0, 9), on=False, which=["x", "y"])
    def few(ax, a, on, which):
        """Little to set."""
        ax.axhline(a / 10)

    @live(Stage(xlim=(0, 1), ylim=(0, 1)), a=(0, 99), b=(0, 99), p=Point(0.5, 0.5))
    def many(ax, a, b, p):
        """Much to set."""
        ax.plot(*p, "o")
        ax.axhline((a + b) / 200)

    assert archive(few).share == 1
    made = archive(many)
    assert made.stored < 2 * MOST
    assert made.share < 0.01
    few.close()
    many.close()
