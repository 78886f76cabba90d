"""A figure is a pure function of its controls."""

import functools
import gc
import io
import threading

import ipywidgets
import matplotlib
import numpy as np
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as some
from ipywidgets.widgets.widget import _instances
from matplotlib.backends.backend_agg import RendererAgg
from PIL import Image

from tangible import LiveFigure, Point, Stage, Steps, live, page
from tangible.figure.controls import spec

numbers = some.floats(0, 1)
plane = Stage(xlim=(0, 1), ylim=(0, 1))


@live(plane, slope=(0.0, 1.0, 0.01), kind=["line", "dots"], p=Point(0.5, 0.5), on=True)
def busy(ax, slope=0.3, kind="line", p=None, on=True):
    """A line, and a point that is dragged."""
    x = np.linspace(0, 1, 50)
    ax.plot(x, slope * x, "-" if kind == "line" else ".")
    if on:
        ax.plot(*p, "o")
        ax.text(*p, f"{slope:.2f}")
    return f"slope {slope:.2f}, {kind}, p = ({p[0]:.2f}, {p[1]:.2f})"


def test_the_public_face():
    assert isinstance(busy, LiveFigure)
    assert list(busy.controls) == ["slope", "kind", "p", "on"]
    assert isinstance(busy.controls["slope"], ipywidgets.FloatSlider)
    assert isinstance(busy.controls["kind"], ipywidgets.Dropdown)
    assert isinstance(busy.controls["on"], ipywidgets.Checkbox)
    assert isinstance(busy.controls["p"], Point)
    assert busy.values["slope"] == 0.3
    assert busy.values["p"].shape == (2,)
    assert busy.description == "A line, and a point that is dragged."
    assert busy.error is None
    assert busy.__name__ == "busy"


def test_a_frame_is_a_picture_of_the_stage_and_what_is_added():
    frame = busy.frame()
    assert frame.dtype == np.uint8
    assert frame.shape == (380, 460, 4)
    assert (frame != busy.frame(slope=0.9)).any()
    read = np.asarray(Image.open(io.BytesIO(busy.png())))
    assert (read == frame).all()


@given(slope=numbers, x=numbers, y=numbers, other=numbers, kind=some.sampled_from(["line", "dots"]))
def test_the_same_values_give_the_same_frame_in_any_order(slope, x, y, other, kind):
    values = {"slope": slope, "p": (x, y), "kind": kind}
    frame, drawing, readout = busy.frame(**values), busy.drawing(**values), busy.readout(**values)
    busy.frame(slope=other)
    busy.drawing(slope=other, on=False)
    assert (busy.frame(**values) == frame).all()
    assert busy.drawing(**values) == drawing
    assert busy.readout(**values) == readout


def test_an_omitted_control_keeps_its_present_value():
    busy.controls["slope"].value = 0.7
    assert busy.readout(kind="dots").startswith("slope 0.70, dots")
    assert busy.values["kind"] == "line"
    busy.controls["slope"].value = 0.3


def test_a_control_that_is_not_there_is_named():
    with pytest.raises(TypeError, match="no control slpoe; its controls are slope, kind, p, on"):
        busy.frame(slpoe=1)


def test_assigning_a_value_moves_the_figure(make):
    seen = []

    def figure(ax, a):
        """One line."""
        seen.append(a)

    shown = make(figure, a=(0, 9))
    shown.controls["a"].value = 7
    assert seen == [7]


def test_two_stages_give_two_axes(make):
    def pair(left, right, a):
        """Two views."""
        left.plot([0, a])
        right.plot([a, 0])
        return "two"

    figure = make(pair, plane, Stage(xlim=(0, 1), ylim=(0, 1), width=300), a=(0, 1.0))
    assert figure.frame().shape == (380, 760, 4)
    assert figure.readout() == "two"


def test_the_bundle_is_one_widget_a_picture_and_a_constant_sentence():
    data, metadata = busy._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == busy._widget.model_id
    assert Image.open(io.BytesIO(data["image/png"])).size == (920, 760)
    assert metadata["image/png"] == {"width": 460, "height": 380}
    sentence = data["text/plain"]
    assert sentence == "Live figure busy: A line, and a point that is dragged."
    busy.controls["slope"].value = 0.5
    assert busy._repr_mimebundle_()[0]["text/plain"] == sentence
    busy.controls["slope"].value = 0.3


def test_a_draw_that_raises_says_why_and_keeps_the_last_picture(make):
    def root(ax, x):
        """A square root."""
        if x < 0:
            raise ValueError("a square root needs x of 0 or more")
        ax.plot([0, x**0.5])
        return f"{x}"

    figure = make(root, x=(-2.0, 2.0))
    figure.controls["x"].value = 1.0
    good = figure.present
    figure.controls["x"].value = -1.0
    assert figure.error == (
        "x = -1: a square root needs x of 0 or more. The picture still shows x = 1."
    )
    assert figure.present is good
    with pytest.raises(ValueError, match="0 or more"):
        figure.frame()
    figure.controls["x"].value = 0.5
    assert figure.error is None
    assert figure.present.values == {"x": 0.5}


def test_an_unforeseen_error_names_its_kind_and_its_line(make):
    def inverse(ax, x):
        """A fraction."""
        return f"{1 / x}"

    figure = make(inverse, x=(-2, 2))
    figure.controls["x"].value = 1
    figure.controls["x"].value = 0
    assert 'division by zero (ZeroDivisionError, in the line “return f"{1 / x}"”)' in figure.error


def test_a_frame_that_raised_leaves_nothing_behind(make):
    def half(ax, fail):
        """Half a picture."""
        ax.plot([0, 1])
        if fail:
            raise ValueError("on purpose")

    figure = make(half, fail=False)
    clean = figure.frame(fail=False)
    with pytest.raises(ValueError, match="on purpose"):
        figure.frame(fail=True)
    assert (figure.frame(fail=False) == clean).all()


def test_a_readout_is_one_line_of_text(make):
    def wrong(ax):
        """A figure that returns an artist."""
        return ax.plot([0, 1])

    def lines(ax):
        """Two lines."""
        return "one\ntwo"

    with pytest.raises(TypeError, match="returns its readout, a text"):
        make(wrong).readout()
    assert make(lines).readout() == "one two"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("x = -1.5, y = (-2, -∞)", "x = −1.5, y = (−2, −∞)"),
        ("mean -0.00 and -0, -0.0.", "mean 0.00 and 0, 0.0."),
        ("-0.01, -0.005, -0.5, -0e3", "−0.01, −0.005, −0.5, −0e3"),
        ("mid-1, 1e-05, f(x)-2, L-0", "mid-1, 10⁻⁵, f(x)-2, L-0"),
    ],
)
def test_only_what_is_below_zero_has_a_minus(make, written, read):
    def figure(ax):
        """No picture."""
        return written

    assert make(figure).readout() == read


@pytest.mark.parametrize(
    ("stages", "controls", "words"),
    [
        ((), {"a": (0, 1)}, "needs a Stage"),
        ((plane,), {}, "needs a control for a"),
        ((plane,), {"a": (0, 1), "b": (0, 1)}, "no parameter b"),
        ((plane,), {"a": object()}, "is not a control"),
    ],
)
def test_a_wrong_call_is_explained(stages, controls, words):
    with pytest.raises(TypeError, match=words):

        @live(*stages, **controls)
        def figure(ax, a):
            """Nothing."""


def test_more_than_four_controls_are_too_many():
    with pytest.raises(TypeError, match="4 are enough"):

        @live(plane, a=True, b=True, c=True, d=True, e=True)
        def figure(ax, a, b, c, d, e):
            """Nothing."""


def test_a_default_is_a_control_too(make):
    def figure(ax, on=True, n=3):
        """Nothing."""

    assert isinstance(make(figure).controls["on"], ipywidgets.Checkbox)
    assert make(figure).values == {"on": True, "n": 3}


def test_ten_thousand_frames_leak_nothing(make):
    def walk(ax, k):
        """A line, markers, and now and then whatever else matplotlib offers."""
        ax.plot([0, k / 10_000], "o-")
        if k % 50 == 0:
            ax.scatter([0.5, 0.6], [0.5, 0.7], c=[0.1, 0.9])
            ax.bar([0.1, 0.2], [0.3, 0.4])
            ax.imshow(np.eye(3), extent=(0, 1, 0, 1), aspect="auto")
            ax.annotate(str(k % 7), (0.5, 0.5), (0.2, 0.2), arrowprops={"arrowstyle": "->"})

    figure = make(walk, k=(0, 10_000))
    held = []
    for k in range(10_001):
        figure.drawing(k=k)
        if k in (2000, 10_000):
            gc.collect()
            held.append((len(gc.get_objects()), memory()))
    (objects, before), (more_objects, after) = held
    assert more_objects - objects < 200
    assert after - before < 4_000_000


def memory():
    """Bytes of memory that this process holds now."""
    return psutil.Process().memory_info().rss


def test_a_closed_figure_holds_nothing(make):
    def figure(ax, a):
        """A line."""
        ax.plot([0, a])

    page.scripts()  # these stay
    before = set(_instances)
    shown = make(figure, a=(0, 1))
    shown._repr_mimebundle_()
    assert shown.canvas.figure is not None
    assert len(_instances) > len(before)
    shown.close()
    assert shown.canvas.figure is None
    assert shown._widget is None
    assert set(_instances) == before
    shown.close()  # once more does no harm


def test_drawing_is_safe_from_several_threads():
    alone = [busy.drawing(slope=k / 50) for k in range(50)]
    together = [None] * 50

    def draw(k):
        together[k] = busy.drawing(slope=k / 50)

    threads = [threading.Thread(target=draw, args=(k,)) for k in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


def test_the_readers_own_settings_change_nothing():
    frame = busy.frame()
    with matplotlib.rc_context({"lines.linewidth": 9, "text.color": "red", "font.size": 30}):
        assert (busy.frame() == frame).all()


def test_steps_are_whole_numbers(make):
    def figure(ax, k):
        """Steps."""
        return repr(k)

    shown = make(figure, k=Steps(5))
    assert shown.readout() == "0"
    shown.controls["k"].value = 5
    assert shown.readout() == "5"


def test_the_first_value_lies_on_a_step(make):
    def figure(ax, p):
        """Nothing."""
        return repr(p)

    assert make(figure, p=(0.5, 10.0, 0.1)).readout() in ("5.2", "5.3")


def test_figures_may_share_a_control(make):
    def one(ax, p):
        """One."""
        return f"one {p}"

    def two(ax, p):
        """Two."""
        return f"two {p}"

    slider = ipywidgets.IntSlider(3)
    first, second = make(one, p=slider), make(two, p=slider)
    first.controls["p"].value = 7
    assert second.present.readout == "two 7"


def test_a_stage_with_arrays_can_be_named_by_a_point(make):
    left = Stage(xlim=(0, 1), ylim=(0, 1)).add(lambda ax, a: None, np.zeros(3))
    right = Stage(xlim=(0, 1), ylim=(0, 1)).add(lambda ax, a: None, np.ones(3))

    def figure(a, b, p):
        """A point on the right."""

    assert make(figure, left, right, p=Point(0.5, 0.5, stage=right)).spots["p"].index == 1


def test_a_point_may_move_in_one_direction_only(make):
    def figure(a, p):
        """A point that goes up and down."""

    made = make(figure, plane, p=Point(0.2, 0.5, along="y"))
    made.controls["p"].value = (0.9, 0.7)
    assert made.values["p"] == pytest.approx([0.2, 0.7])
    assert spec("p", made.controls["p"])["along"] == "y"
    with pytest.raises(ValueError, match="'z' came"):
        Point(0, 0, along="z")


def test_the_page_and_the_kernel_speak_of_the_same_values():
    import math

    from tangible.figure.controls import from_page, to_page

    for widget, value in [
        (ipywidgets.FloatSlider(min=0, max=2), 1.3),
        (ipywidgets.IntSlider(min=0, max=9), 4),
        (ipywidgets.FloatLogSlider(min=-3, max=3), 0.01),
        (ipywidgets.Dropdown(options={"one": object(), "two": "2"}), "2"),
        (ipywidgets.SelectionSlider(options=[1, 5, 25]), 25),
        (ipywidgets.Checkbox(), True),
        (ipywidgets.Text(), "α"),
    ]:
        widget.value = value
        back = from_page(widget, to_page(widget))
        assert back == value or math.isclose(back, value)


def test_a_static_picture_leaves_no_pixels_behind(make):
    def figure(ax):
        """A figure with words on it."""
        ax.text(0.5, 0.5, "words")

    def large():
        gc.collect()
        return sum(isinstance(o, RendererAgg) and o.width > 900 for o in gc.get_objects())

    before = large()
    shown = make(figure)
    assert shown._repr_mimebundle_()[0]["image/png"]
    assert large() <= before
    shown.close()


def test_a_step_shows_all_its_decimals():
    slider = ipywidgets.FloatSlider(0, min=0, max=2, step=0.25)
    for step, decimals in [(0.25, 2), (0.1, 1), (1.0, 0), (10, 0), (0.005, 3)]:
        slider.step = step
        assert spec("x", slider)["decimals"] == decimals


def test_a_parameter_is_named_to_the_reader_as_mathematics_is_written():
    @live(Stage(), σ1=(0, 1), learning_rate=(0, 1), w12=(0, 1), log10_σ=(0, 1))
    def figure(ax, σ1, learning_rate, w12, log10_σ):
        """Four sliders."""

    specs = [spec(name, control)["label"] for name, control in figure.controls.items()]
    assert specs == ["σ₁", "learning rate", "w₁₂", "log₁₀ σ"]


@pytest.mark.parametrize(
    "options", [[np.eye(2), np.zeros((2, 2))], {"I": np.eye(2), "0": np.zeros(2)}]
)
def test_arrays_can_be_chosen(options):
    @live(plane, A=options)
    def trace(ax, A):
        return f"{np.trace(np.atleast_2d(A)):g}"

    assert trace.readout() == "2"
    trace.controls["A"].index = 1
    assert trace.readout() == "0"
    assert trace.draw(A=np.full((2, 2), 0.5)).readout == "1"


@pytest.mark.parametrize(
    ("given", "first"),
    [
        ((np.float32(0), np.float32(1), np.float32(0.1)), 0.5),
        ((np.int64(0), np.int64(4)), 2),
        (np.array(0.5), 0.5),
        (np.True_, True),
    ],
)
def test_a_number_of_numpys_is_a_number(given, first):
    @live(plane, a=given)
    def figure(ax, a):
        """Nothing."""

    assert figure.values == {"a": first}
    assert type(figure.values["a"]) is type(first)
    assert not spec("a", figure.controls["a"]).get("digits", 0) > 1


def _closed(widget):
    widget.close()
    return widget


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((0.0, np.inf), "goes from one number to another"),
        ((0.0, 1.0, 0), "step must be"),
        (ipywidgets.FloatSlider(min=0, max=1, step=None), "by None"),
        (_closed(ipywidgets.FloatSlider()), "it is closed"),
        (_closed(ipywidgets.FloatRangeSlider()), "it is closed"),
        ([], "nothing to choose from"),
    ],
)
def test_a_control_that_cannot_be_moved_is_refused(given, words):
    with pytest.raises(ValueError, match=words):

        @live(plane, a=given)
        def figure(ax, a):
            """Nothing."""


def test_any_function_can_be_a_figure_and_nothing_else():
    @live(plane, plane, a=(0, 4))
    def figure(*axes, a=1):
        return str(len(axes) + a)

    assert figure.readout() == "3"
    with pytest.raises(TypeError, match="above a function"):
        live(plane, a=(0, 4))(functools.partial(max, 1))


def test_a_readout_that_never_ends_is_cut():
    @live(plane)
    def figure(ax):
        return "a" * 10**6

    assert len(figure.readout()) < 2000


def test_a_figure_that_would_end_python_says_so():
    @live(plane, a=(0, 4))
    def figure(ax, a):
        raise SystemExit(3)

    words = figure.draw(a=3).words()
    assert (
        words
        == "a = 3: the figure would end Python (SystemExit, in the line “raise SystemExit(3)”)."
    )
