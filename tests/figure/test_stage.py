"""A stage never moves, and a frame only adds to it."""

import re
import struct

import numpy as np
import pytest
from matplotlib import cbook
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.ticker import NullLocator

from tangible import Frame, Point, Stage, marks
from tangible.style import course_style


def changing(make, change, *stages):
    """A figure that changes more than it should, if it is told to."""

    def figure(ax, wrong):
        """A frame that adds, and changes."""
        ax.plot([0, 1], [0, 1])
        if wrong:
            change(ax)

    return make(figure, *stages, wrong=False)


REFUSED = {
    "ax.set_xlim": lambda ax: ax.set_xlim(0, 2),
    "ax.invert_yaxis": lambda ax: ax.invert_yaxis(),
    "ax.set_title": lambda ax: ax.set_title("new"),
    "ax.set_title ": lambda ax: ax.set(title="new"),
    "ax.set_xlabel": lambda ax: ax.set_xlabel("new"),
    "ax.set_xticks": lambda ax: ax.set_xticks([0, 1]),
    "ax.tick_params": lambda ax: ax.tick_params(labelsize=20),
    "ax.set_yscale": lambda ax: ax.set_yscale("symlog"),
    "ax.semilogy": lambda ax: ax.semilogy([1, 2]),
    "ax.loglog": lambda ax: ax.loglog([1, 2]),
    "ax.set_aspect": lambda ax: ax.set_aspect("equal"),
    "ax.axis": lambda ax: ax.axis("off"),
    "ax.grid": lambda ax: ax.grid(False),
    "ax.set_axisbelow": lambda ax: ax.set_axisbelow(False),
    "ax.clear": lambda ax: ax.clear(),
    "ax.twinx": lambda ax: ax.twinx(),
    "ax.matshow": lambda ax: ax.matshow(np.eye(3)),
    "ax.spy": lambda ax: ax.spy(np.eye(3)),
    "ax.boxplot": lambda ax: ax.boxplot([1, 2, 3]),
    "ax.specgram": lambda ax: ax.specgram(np.arange(999.0)),
    "by set_ydata": lambda ax: ax.lines[0].set_ydata([0.2, 0.3]),
    "by set_color": lambda ax: ax.lines[0].set_color("red"),
    "by set_visible": lambda ax: ax.spines[:].set_visible(True),
    "by set_rotation": lambda ax: ax.get_xticklabels()[0].set_rotation(40),
    "by set_major_locator": lambda ax: ax.xaxis.set_major_locator(NullLocator()),
    "by set_facecolor": lambda ax: ax.figure.set_facecolor("red"),
    "by set_text": lambda ax: ax.title.set_text("new"),
    "by remove": lambda ax: ax.lines[0].remove(),
    "by set_array": lambda ax: ax.collections[0].set_array([0.5, 1]),
    "ax.hist (by ax.set_yscale)": lambda ax: ax.hist([1, 2], log=True),
    "ax.pie": lambda ax: ax.pie([1, 2]),
    "ax.bxp": lambda ax: ax.bxp(cbook.boxplot_stats([1, 2, 3])),
    "ax.set_frame_on": lambda ax: ax.set_frame_on(False),
    "ax.set_visible": lambda ax: ax.set_visible(False),
    "ax.remove": lambda ax: ax.remove(),
    "fig.suptitle": lambda ax: ax.figure.suptitle("new"),
    "fig.text": lambda ax: ax.figure.text(0.5, 0.5, "new"),
    "fig.legend": lambda ax: ax.figure.legend(),
    "fig.add_axes": lambda ax: ax.figure.add_axes([0, 0, 1, 1]),
    "fig.set_size_inches": lambda ax: ax.figure.set_size_inches(3, 3),
    "fig.set_dpi": lambda ax: ax.figure.set_dpi(30),
    "fig.tight_layout": lambda ax: ax.figure.tight_layout(),
    "fig.colorbar": lambda ax: ax.figure.colorbar(ax.imshow(np.eye(2))),
    "fig.delaxes": lambda ax: ax.figure.delaxes(ax),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_a_frame_may_not_change_is_refused_by_name_and_leaves_nothing(make, what):
    stage = Stage(xlim=(0, 1), ylim=(0, 1)).add(marks.curve, [0, 1], [1, 0])
    stage = stage.add(lambda ax: ax.scatter([0.2, 0.4], [0.2, 0.4], c=[0, 1]))
    shown = changing(make, REFUSED[what], stage)
    good, background = shown.frame(wrong=False), shown.background
    trouble = shown.draw(wrong=True)
    said = trouble.words().split(", in the line ")[0]  # which names it, too
    assert what.strip() in said
    assert re.search(r"; instead, \w+", said)
    assert (shown.frame(wrong=False) == good).all()
    assert shown.background == background


def test_a_refusal_names_the_line(make):
    def figure(ax):
        """Too much."""
        ax.set_title(f"p = {1 + 1}")

    assert 'in the line “ax.set_title(f"p = {1 + 1}")”' in make(figure).draw().words()


def test_a_guarded_call_costs_no_rebuilding(make):
    shown = changing(make, lambda ax: ax.set_title("new"))
    shown.draw(wrong=False)
    built = shown.canvas.figure
    shown.draw(wrong=True)
    assert shown.canvas.figure is built


def test_a_frame_that_raises_costs_no_rebuilding(make):
    def fail(ax):
        ax.text(0.5, 0.5, "half a picture")
        raise ValueError("on purpose")

    shown = changing(make, fail)
    good = shown.drawing(wrong=False)
    built = shown.canvas.figure
    assert "on purpose" in shown.draw(wrong=True).words()
    assert shown.canvas.figure is built
    assert shown.drawing(wrong=False) == good


def test_what_is_drawn_by_pyplot_is_told(make):
    from matplotlib import pyplot as plt

    try:
        shown = changing(make, lambda ax: plt.plot([0, 1]))
        assert "ax.plot for plt.plot" in shown.draw(wrong=True).words()
        assert "ax.plot for plt.plot" in shown.draw(wrong=True).words()  # into the same figure
    finally:
        plt.close("all")


z = np.arange(9.0).reshape(3, 3)
ALLOWED = {
    "imshow": lambda ax: ax.imshow(z),
    "legend": lambda ax: (ax.plot([0, 1], label="a"), ax.legend()),
    "colour bar": lambda ax: ax.figure.colorbar(
        ax.imshow(z, aspect="auto", extent=(0, 1, 0, 1)), cax=ax.inset_axes([0.8, 0.1, 0.05, 0.5])
    ),
    "inset": lambda ax: ax.inset_axes([0.1, 0.1, 0.3, 0.3]).plot([3, 1, 2]),
    "pie": lambda ax: ax.pie([1, 2], frame=True),
    "boxplot": lambda ax: ax.boxplot([0.1, 0.5], manage_ticks=False),
    "reading": lambda ax: [label.get_text() for label in ax.get_xticklabels()],
    "levels with labels": lambda ax: ax.clabel(ax.contour(z)),
    "triangles": lambda ax: ax.tripcolor([0, 1, 0], [0, 0, 1], [1, 2, 3]),
    "limits read": lambda ax: (ax.axis(), ax.margins()),
    "hexbin": lambda ax: ax.hexbin([0, 1, 0.5], [0, 1, 0.4], gridsize=5),
    "streamplot": lambda ax: ax.streamplot(np.arange(3.0), np.arange(3.0), z, z + 1),
    "errorbar": lambda ax: ax.errorbar([0.2, 0.5], [0.3, 0.4], yerr=0.1, capsize=3),
    "table": lambda ax: ax.table([["1", "2"]], loc="center"),
    "secondary": lambda ax: ax.secondary_xaxis("top"),
    "violin": lambda ax: ax.violinplot([0.1, 0.2, 0.5]),
    "stem": lambda ax: ax.stem([0.3, 0.6], [0.3, 0.4]),
    "quiver": lambda ax: ax.quiver([0.2], [0.8], [1], [0.2]),
    "events": lambda ax: ax.eventplot([0.1, 0.4]),
    "categories": lambda ax: ax.bar(["heads", "tails"], [0.4, 0.6]),
}


@pytest.mark.parametrize("what", ALLOWED)
def test_what_only_draws_is_allowed_and_taken_away(make, what):
    shown = changing(make, ALLOWED[what])
    shown.draw(wrong=True)  # a stage that learns categories, learns them here
    good = shown.frame(wrong=False)
    first = shown.draw(wrong=True)
    assert isinstance(first, Frame), first.words()
    built = shown.canvas.figure
    assert (shown.frame(wrong=False) == good).all()
    assert shown.drawing(wrong=True) == first.drawing
    assert shown.canvas.figure is built


def test_the_first_frame_brings_the_categories_whichever_is_drawn_first(make):
    def figure(ax, turned=False):
        """Bars."""
        words = ["heads", "tails"]
        ax.bar(words[::-1] if turned else words, [0.2, 0.8])

    shown, other = make(figure, Stage(), turned=False), make(figure, Stage(), turned=False)
    picture = other.frame(turned=True)
    shown.frame()
    assert (shown.frame(turned=True) == picture).all()
    ax = shown.canvas.axes[0]
    assert ax.get_xlim() == (-0.6, 1.6)
    assert ax.get_ylim() == (0, 1)


def test_categories_that_come_after_the_stage_is_shown_are_refused(make):
    shown = changing(make, lambda ax: ax.bar(["heads"], 0.5), Stage(xlim=(0, 1), ylim=(0, 1)))
    before = shown.background
    assert 'as in Stage(xticks=["a", "b"])' in shown.draw(wrong=True).words()
    assert shown.background == before


def test_a_stage_can_name_its_categories(make):
    stage = Stage(xticks=["heads", "tails"], ylim=(0, 1))
    shown = changing(make, lambda ax: ax.bar(["tails"], 0.5), stage)
    before = shown.background
    assert isinstance(shown.draw(wrong=True), Frame)
    assert shown.background == before
    labels = [label.get_text() for label in shown.canvas.axes[0].get_xticklabels()]
    assert labels == ["heads", "tails"]


@pytest.mark.parametrize(
    "stage",
    [
        Stage(projection="polar"),
        Stage().add(lambda ax: ax.plot(np.array(["2026-01-01", "2026-02-01"], "M8[D]"), [0, 1])),
    ],
)
def test_words_are_refused_where_there_can_be_none_and_harm_nothing(make, stage):
    shown = changing(make, lambda ax: ax.bar(["heads"], 0.5), stage)
    assert "the category 'heads'" in shown.draw(wrong=True).words()
    assert isinstance(shown.draw(wrong=False), Frame)


def test_what_is_fixed_beside_the_stages_is_not_drawn_on(make):
    twins = []
    stage = Stage(xlim=(0, 1), ylim=(0, 1)).add(lambda ax: twins.append(ax.twinx()))
    shown = changing(make, lambda ax: twins[-1].plot([0, 1]), stage)
    for _ in range(2):
        assert "changes the figure around them" in shown.draw(wrong=True).words()
    assert isinstance(shown.draw(wrong=False), Frame)
    assert not twins[-1].lines


def test_a_scale_that_is_so_already_may_be_asked_for(make):
    stage = Stage(xlim=(0, 9), ylim=(0.1, 9), yscale="log")
    shown = changing(make, lambda ax: ax.hist([1, 2, 2], log=True), stage)
    assert isinstance(shown.draw(wrong=True), Frame)


def test_an_outline_without_a_width_is_seen(make):
    shown = changing(make, lambda ax: ax.add_patch(Circle((0.5, 0.5), 0.3, fill=False, ls="--")))
    assert (shown.frame(wrong=True) != shown.frame(wrong=False)).any()


def test_categories_that_a_stage_does_not_know_are_refused(make):
    def figure(ax, more):
        """Bars."""
        ax.bar(["heads", "tails", *(["edge"] if more else [])], 0.5)

    shown = make(figure, more=False)
    shown.draw(more=False)
    assert "the category 'edge' would be new" in shown.draw(more=True).words()


def test_z_order_holds_across_stage_and_frame(make):
    """Held against plain matplotlib, which draws both at once."""
    stage = Stage(xlim=(0, 1), ylim=(0, 1)).add(lambda ax: ax.plot([0, 1], [0, 1], lw=9, zorder=10))

    def figure(ax):
        """A band under the line, and a line above it."""
        ax.axhspan(0.2, 0.6, color="red", zorder=0)
        ax.plot([0, 1], [1, 0], lw=9, zorder=11, color="green")

    shown = make(figure, stage)
    picture = shown.frame()
    with course_style():
        plain = Figure((460 / 96, 380 / 96), 96, layout="constrained")
        ax = stage.build(plain, plain.add_gridspec(1, 1)[0])
        figure(ax)
        FigureCanvasAgg(plain).draw()
    assert (np.asarray(plain.canvas.buffer_rgba()) == picture).all()


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


def layers(drawing):
    """The z-orders of the first part of a drawing, in their order."""
    found, at = [], 24
    while at < 24 + struct.unpack_from("<I", drawing, 20)[0]:
        z, length = struct.unpack_from("<fI", drawing, at)
        found.append(z)
        at += 8 + length
    return found


def test_a_drawing_says_the_z_order_of_all_that_is_in_it(make):
    stage = Stage(xlim=(0, 1), ylim=(0, 1)).add(lambda ax: ax.plot([0, 1], [0, 1], zorder=10))

    def figure(ax):
        """A line above, and a band under it."""
        ax.plot([0, 1], [1, 0], zorder=11)
        ax.axhspan(0.2, 0.6, zorder=0)

    shown = make(figure, stage)
    assert layers(shown.drawing()) == [0, 11]
    assert layers(shown.background) == [-np.inf, 0.5, 2.5, 10]


def test_a_frame_leaves_the_view_and_the_limits_of_the_data_as_they_were(make):
    def figure(ax, wild):
        """A curve in space, which turns if it is told."""
        if wild:
            ax.view_init(70, 80)
            ax.plot([0, 99], [0, 99], [0, 99])

    shown = make(figure, Stage(projection="3d", xlim=(0, 1), ylim=(0, 1), zlim=(0, 1)), wild=False)
    first, limits = shown.drawing(), shown.canvas.axes[0].dataLim.frozen()
    shown.drawing(wild=True)
    assert shown.drawing() == first
    assert shown.canvas.axes[0].dataLim.get_points().tolist() == limits.get_points().tolist()


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
