"""A stage never moves, and a frame only adds to it."""

import numpy as np
import pytest

from tangible import Point, Stage, marks


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("the limits", lambda ax: ax.set_xlim(0, 2)),
        ("the limits", lambda ax: ax.invert_yaxis()),
        ("the title", lambda ax: ax.set_title("new")),
        ("an axis label", lambda ax: ax.set_xlabel("new")),
        ("the ticks", lambda ax: ax.set_xticks([0, 1])),
        ("the ticks", lambda ax: ax.bar(["a", "b"], [1, 2])),
        ("the scale", lambda ax: ax.set_yscale("symlog")),
        ("the aspect", lambda ax: ax.set_aspect("equal")),
        ("the legend", lambda ax: (ax.plot([0, 1], label="a"), ax.legend())),
        ("the axes' visibility", lambda ax: ax.axis("off")),
        ("the figure around", lambda ax: ax.figure.suptitle("new")),
        ("the figure around", lambda ax: ax.twinx()),
    ],
)
def test_what_a_frame_may_not_change_is_refused(make, what, change):
    def figure(ax, wrong):
        """A frame that changes more than it should."""
        ax.plot([0, 1], [0, 1])
        if wrong:
            change(ax)

    shown = make(figure, wrong=False)
    good = shown.frame(wrong=False)
    with pytest.raises(
        ValueError, match=f"only add to its stages, but this one changed {what}.*Stage"
    ):
        shown.frame(wrong=True)
    assert (shown.frame(wrong=False) == good).all()


def test_every_frame_begins_with_the_first_colour(make):
    def figure(ax):
        """A line of the cycle's first colour."""
        ax.plot([0, 1], [0, 1])

    shown = make(figure)
    assert shown.drawing() == shown.drawing()


def test_an_image_does_not_move_its_stage():
    from tangible import live

    @live(Stage(xlim=(0, 1), ylim=(0, 1), aspect="equal"))
    def figure(ax):
        """An image larger than its stage."""
        ax.imshow(np.eye(3), extent=(-1, 2, -1, 2))

    first = figure.frame()
    assert (figure.frame() == first).all()


def test_fixed_marks_are_drawn_once(make):
    calls = []

    def mark(ax, color):
        calls.append(color)
        ax.plot([0, 1], [1, 0], color=color)

    def figure(ax, a):
        """A line over a fixed one."""
        ax.plot([0, a])

    bare = Stage(xlim=(0, 1), ylim=(0, 1))
    stage = bare.add(mark, color="red")
    assert bare.fixed == ()
    shown = make(figure, stage, a=(0.0, 1.0))
    for a in (0.1, 0.2, 0.3):
        shown.frame(a=a)
        shown.drawing(a=a)
    assert calls == ["red"]


def test_limits_that_are_left_out_fit_the_fixed_marks(make):
    def figure(ax):
        """Nothing more."""
        return f"{ax.get_xlim()[1]:.0f}"

    shown = make(figure, Stage().add(marks.samples, np.array([[0, 0], [100, 1]])))
    assert float(shown.readout()) > 100


def test_ticks_may_have_names(make):
    def figure(ax):
        """Nothing more."""
        return " ".join(label.get_text() for label in ax.get_xticklabels())

    assert (
        make(figure, Stage(xlim=(0, 1), ylim=(0, 1), xticks={0: "no", 1: "yes"})).readout()
        == "no yes"
    )


def test_a_solid_stage_turns_and_turns_back(make):
    def figure(ax, azim):
        """A curve in space."""
        ax.view_init(20, azim)
        ax.plot([0, 1], [0, 1], [0, 1])
        return f"{ax.azim}"

    stage = Stage(projection="3d", xlim=(0, 1), ylim=(0, 1), zlim=(0, 1), zlabel="z")
    shown = make(figure, stage, azim=(0, 90))
    first = shown.frame(azim=10)
    assert (shown.frame(azim=80) != first).any()
    assert (shown.frame(azim=10) == first).all()


def test_a_point_lies_on_its_stage(make):
    left, right = Stage(xlim=(0, 1), ylim=(0, 1)), Stage(xlim=(5, 6), ylim=(5, 6))

    def figure(a, b, p):
        """A point on the right."""

    shown = make(figure, left, right, p=Point(5.5, 9, stage=right))
    assert shown.values["p"].tolist() == [5.5, 6]
    shown.controls["p"].value = np.array([0, 5.2])
    assert shown.values["p"].tolist() == [5, 5.2]
    with pytest.raises(ValueError, match="does not have"):
        make(figure, left, right, p=Point(0, 0, stage=Stage(xlim=(7, 8))))


@pytest.mark.parametrize(
    "wrong", [1, (1,), (1, 2, 3), ("a", 1), (float("nan"), 0), (0, float("inf"))]
)
def test_a_point_has_two_finite_coordinates(wrong):
    import traitlets

    with pytest.raises(traitlets.TraitError, match=r"two numbers|finite"):
        Point(0, 0).value = wrong
