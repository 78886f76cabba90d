"""What the kernel answers to a page: the protocol, with the test as the page."""

import gc
import json

import ipywidgets
import pytest
from ipywidgets.widgets.widget import _instances

from tangible import Grip, Point, Stage, Steps, live, marks, page
from tangible.figure import controls, widget
from tangible.figure.widget import spec
from tangible.teach import goal, predict

plane = Stage(xlim=(0, 1), ylim=(0, 1))


class Page:
    """Asks a figure's widget as a browser would, and keeps what it answers."""

    def __init__(self, figure):
        self.figure = figure
        figure._repr_mimebundle_()
        self.widget = figure._widget
        self.said = []
        self.number = 0
        self.widget.send = lambda content, buffers=None: self.said.append((content, buffers))
        self.widget.drawn = []

    def ask(self, kept=None, held=False, **show):
        """Ask for values; gives the answer."""
        self.number += 1
        self.say(page="one", number=self.number, show=show, kept=kept or {}, held=held)
        return self.answer()

    def ask_ahead(self, **ahead):
        self.number += 1
        self.say(page="one", number=self.number, ahead=ahead)
        return self.answer()

    def say(self, **message):
        self.widget._handle_custom_msg(json.loads(json.dumps(message)), [])

    def answer(self):
        """The one answer to the last question, which may be followed by news."""
        found = [
            (content, buffers)
            for content, buffers in self.said
            if (content["page"], content["number"]) == ("one", self.number)
        ]
        assert len(found) == 1
        json.dumps(found[0][0])  # it can be sent
        return found[0]

    @property
    def news(self):
        return [content for content, _ in self.said if content["page"] is None]


@pytest.fixture
def asked(make):
    """A page with a figure of two sliders, and how often it was drawn."""
    draws = []

    def figure(ax, a, b):
        """Two heights."""
        draws.append((a, b))
        if a == 0.9:
            raise ValueError("a is too much")
        if a == 0.8:
            raise KeyboardInterrupt
        ax.plot([0, 1], [a, b])
        return f"{a}, {b}"

    shown = Page(make(figure, a=(0.0, 1.0, 0.1), b=(0.0, 1.0, 0.1)))
    shown.draws = draws
    draws.clear()
    return shown


def test_an_answer_bears_the_name_of_its_question_and_comes_with_its_drawing(asked):
    answer, [drawing] = asked.ask(a=0.2, b=0.5)
    assert (answer["page"], answer["number"]) == ("one", 1)
    assert answer["values"] == {"a": 0.2, "b": 0.5}
    assert answer["readout"] == "0.2, 0.5"
    assert answer["error"] is None
    assert answer["took"] > 0 <= answer["worked"]
    assert drawing == asked.figure.drawing(a=0.2, b=0.5)
    assert asked.figure.values == {"a": 0.2, "b": 0.5}


def test_an_administrator_says_how_much_is_drawn_ahead(make, monkeypatch):
    def nothing(ax, a=0.0):
        """Nothing."""

    told = {"0": {"ahead": 0.0}, "4.5": {"ahead": 4.5}, "-1": {"ahead": 0.0}, "many": {}}
    for text, expected in told.items():
        monkeypatch.setenv("TANGIBLE_AHEAD", text)
        assert widget.ahead() == expected
        shown = make(nothing, a=(0.0, 1.0)).widget.spec
        assert {name: shown[name] for name in shown if name == "ahead"} == expected
    monkeypatch.delenv("TANGIBLE_AHEAD")
    assert widget.ahead() == {}


def test_a_move_draws_once_however_many_controls_there_are(asked):
    asked.ask(a=0.2, b=0.7)
    assert asked.draws == [(0.2, 0.7)]


def test_the_picture_goes_before_the_controls(asked):
    seen = []
    asked.figure.controls["a"].observe(lambda change: seen.append(len(asked.said)), "value")
    asked.ask(a=0.2, b=0.5)
    assert seen == [1]


def test_what_is_drawn_ahead_moves_nothing(asked):
    before = asked.figure.values
    answer, [drawing] = asked.ask_ahead(a=0.3, b=0.5)
    assert answer["ahead"]
    assert answer["error"] is None
    assert drawing == asked.figure.drawing(a=0.3, b=0.5)
    assert asked.figure.values == before


def test_what_cannot_be_drawn_ahead_is_no_frame(asked):
    answer, [drawing] = asked.ask_ahead(a=0.9, b=0.5)
    assert "too much" in answer["error"]
    assert drawing == b""
    assert asked.figure.error is None


def test_an_error_is_answered_in_words_and_the_last_picture_stays(asked):
    good, [picture] = asked.ask(a=0.2, b=0.5)
    answer, [drawing] = asked.ask(a=0.9, b=0.5, kept={"a": 0.3, "b": 0.5})
    assert answer["error"] == "a = 0.9: a is too much. The picture still shows a = 0.3."
    assert answer["readout"] == good["readout"]
    assert drawing == picture


def test_an_interrupted_frame_is_answered(asked):
    answer, _ = asked.ask(a=0.8, b=0.5)
    assert "interrupted" in answer["error"]
    answer, _ = asked.ask_ahead(a=0.8, b=0.5)
    assert "interrupted" in answer["error"]
    answer, _ = asked.ask(a=0.2, b=0.5)
    assert answer["error"] is None


def test_an_interrupt_anywhere_is_answered(asked, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(asked.figure, "hold", interrupted)
    answer, _ = asked.ask(a=0.2, b=0.5)
    assert "interrupted" in answer["error"]


def test_a_choice_that_is_gone_is_answered(make):
    def figure(ax, kind):
        """A word."""
        return kind

    shown = Page(make(figure, kind=["one", "two", "three"]))
    shown.figure.controls["kind"].options = ["one"]
    answer, _ = shown.ask(kind=2)
    assert "this choice is gone" in answer["error"]
    answer, _ = shown.ask_ahead(kind=2)
    assert "gone" in answer["error"]


def test_a_control_that_is_not_there_is_answered(asked):
    answer, _ = asked.ask(c=1)
    assert answer["error"]


def test_a_goal_that_raises_is_not_reached_and_leaves_no_control_behind(asked):
    made = goal(asked.figure, "Do it.", lambda a, b: 1 / 0)
    asked.ask(a=0.2, b=0.7)
    assert asked.figure.values == {"a": 0.2, "b": 0.7}
    assert not made.met


def test_a_goal_is_judged_when_the_hand_lets_go(asked):
    made = goal(asked.figure, "Do it.", lambda a, b: 0.2 < a < 0.4, because="It is so.")
    assert asked.widget.goal == {"text": "Do it.", "met": False, "because": "It is so."}
    for a in (0.1, 0.3, 0.7):
        asked.ask(held=True, a=a)
    asked.ask(held=False)
    assert not made.met
    asked.ask(held=True, a=0.3)
    assert not asked.widget.goal["met"]
    asked.ask(held=False)
    assert made.met
    assert asked.widget.goal["met"]


def test_an_observer_that_raises_leaves_no_control_behind_and_is_told(asked):
    def fail(change):
        raise RuntimeError("on purpose")

    asked.figure.controls["a"].observe(fail, "value")
    answer, _ = asked.ask(a=0.2, b=0.7)
    assert answer["error"] is None
    assert asked.figure.values == {"a": 0.2, "b": 0.7}
    assert [news["error"] for news in asked.news] == ["What watches a failed: on purpose"]


@pytest.mark.parametrize(("leader", "follower"), [("a", "b"), ("b", "a")])
def test_controls_that_follow_one_another_end_as_they_are_shown(asked, leader, follower):
    controls = asked.figure.controls

    def follow(change):
        controls[follower].value = 0.5

    controls[follower].value = 0.1
    controls[leader].observe(follow, "value")
    asked.ask(**{leader: 0.3})
    assert asked.figure.values == {leader: 0.3, follower: 0.5}
    assert asked.news[-1]["values"] == {leader: 0.3, follower: 0.5}
    assert asked.news[-1]["readout"] == asked.figure.readout()


def test_a_control_that_the_hand_did_not_move_is_shown_as_python_has_it(asked):
    asked.figure.controls["b"].value = 0.9
    answer, _ = asked.ask(a=0.2)
    assert asked.figure.values == {"a": 0.2, "b": 0.9} == answer["values"]
    assert answer["readout"] == asked.figure.readout()


@pytest.mark.parametrize("error", [ValueError("on purpose"), SystemExit(3), KeyboardInterrupt()])
def test_nothing_that_an_observer_raises_ends_the_kernel(asked, error):
    def fail(change):
        raise error

    asked.figure.controls["a"].observe(fail, "value")
    answer, _ = asked.ask(a=0.2)
    assert answer["error"] is None
    assert asked.news[-1]["error"].startswith("What watches a failed: ")


def test_python_tells_what_it_moves(asked):
    asked.figure.controls["a"].value = 0.3
    [news] = asked.news
    assert news["number"] is None
    assert news["values"]["a"] == 0.3


def test_a_page_that_opens_gets_the_present_picture_or_its_error(asked):
    asked.ask(a=0.4, b=0.5)
    state = asked.widget.get_state("present")["present"]
    assert state["readout"] == "0.4, 0.5"
    assert state["drawing"] == asked.figure.drawing()
    asked.ask(a=0.9, b=0.5)
    assert "too much" in asked.widget.get_state("present")["present"]["error"]


def test_a_float_stays_a_float_on_its_way_through_the_page(make):
    def figure(ax, p):
        """Nothing."""
        return repr(p)

    answer, _ = Page(make(figure, p=(0.0, 2.0, 0.5))).ask(p=1)
    assert answer["readout"] == "1.0"


def test_powers_of_ten_do_not_drift(make):
    def figure(ax, p, q):
        """Nothing."""

    powers = [10.0**k for k in range(-12, 13)]
    slider = ipywidgets.FloatLogSlider(min=-12, max=12, step=0.1)
    shown = Page(make(figure, p=slider, q=(0, 9)))
    for power in powers:
        slider.value = power
        assert controls.from_page(slider, controls.to_page(slider)) == power
        place = controls.to_page(slider)
        for q in (1, 2, 3):
            shown.ask(p=place, q=q)
        assert slider.value == power


def test_what_a_page_is_told_of_a_figure():
    left, right = Stage(xlim=(0, 1), ylim=(2, 3)), Stage(xlim=(1, 100), ylim=(0, 1), xscale="log")

    @live(left, right, a=(0.0, 1.0), p=Point(3, 0.5, stage=right, along="x"), k=Steps(4))
    def two_views(one, other, a, p, k):
        """What the picture shows."""

    told = json.loads(json.dumps(spec(two_views)))
    assert told["name"] == "two views"
    assert told["description"] == "What the picture shows."
    assert (told["width"], told["height"]) == (920, 380)
    assert [stage["left"] for stage in told["stages"]] == [0, told["stages"][0]["width"]]
    assert sum(stage["width"] for stage in told["stages"]) == 920
    assert told["stages"][1]["x"] == [1, 100, "log"]
    for stage, ax in zip(told["stages"], two_views.canvas.axes, strict=True):
        left, top, width, height = stage["box"]
        corners = ax.transAxes.transform([(0, 1), (1, 0)])
        assert stage["left"] + left == pytest.approx(corners[0, 0])
        assert 380 - top == pytest.approx(corners[0, 1])
        assert 380 - top - height == pytest.approx(corners[1, 1])
        assert width == pytest.approx(corners[1, 0] - corners[0, 0])
    assert [control["kind"] for control in told["controls"]] == ["slider", "point", "steps"]
    assert told["controls"][1]["stage"] == 1


def test_a_grip_holds_sliders():
    stage = Stage(xlim=(0, 1), ylim=(0, 1))

    @live(
        stage,
        Grip(x="a", y=lambda a, b: a * b),
        Grip(x="a", y="b", description="both"),
        a=(0.0, 1.0, 0.1), b=(0.0, 1.0, 0.1),
    )  # fmt: skip
    def figure(ax, a=0.5, b=0.4):
        """A product."""

    assert figure.draw().places == ((0.5, 0.2), (0.5, 0.4))
    first, second = spec(figure)["grips"]
    assert (first["x"], first.get("y"), first["label"]) == ("a", None, "a")
    assert (second["x"], second["y"], second["label"]) == ("a", "b", "both")
    answer, _ = Page(figure).ask(a=0.2, b=0.4)
    assert [tuple(place) for place in answer["places"]] == [(0.2, 0.2 * 0.4), (0.2, 0.4)]


def test_a_grip_may_lie_on_an_object_that_stops_before_its_slider():
    bar = Grip(x=0.5, y="height", at=lambda height: (0.5, min(height, 0.75)))

    @live(Stage(xlim=(0, 1), ylim=(0, 1)), bar, height=(0.0, 1.0, 0.25))
    def figure(ax, height=0.5):
        """A bar of 0.75 at most."""
        marks.bars(ax, [0.5], [min(height, 0.75)])

    assert figure.draw().places == ((0.5, 0.5),)
    assert figure.draw(height=1.0).places == ((0.5, 0.75),)
    [grip] = spec(figure)["grips"]
    assert grip["placed"]
    assert grip["y"] == "height"


@pytest.mark.parametrize(
    ("grip", "words"),
    [
        (Grip(x=0, y=1), "by their names"),
        (Grip(x="a", y="a"), "two different"),
        (Grip(x="c", y=0), "'c' is none"),
        (Grip(x="kind", y=0), "'kind' is none"),
        (Grip(x="a", y=0, stage=Stage()), "does not have"),
    ],
)
def test_a_grip_that_holds_nothing_is_refused(grip, words):
    with pytest.raises(ValueError, match=words):

        @live(plane, grip, a=(0.0, 1.0), kind=["x", "y"])
        def figure(ax, a, kind):
            """Nothing."""


@pytest.mark.parametrize(
    "stage",
    [
        Stage(projection="3d"),
        Stage(projection="polar"),
        Stage(xlim=(-1, 1), ylim=(0, 1), xscale="symlog"),
    ],
)
def test_a_point_that_cannot_be_dragged_is_refused(stage):
    with pytest.raises(ValueError, match="flat stage"):

        @live(stage, p=Point(0.5, 0.5))
        def figure(ax, p):
            """Nothing."""


def test_a_point_of_two_figures_lies_on_each_of_them():
    shared = Point(0.5, 0.5)
    wide, narrow = Stage(xlim=(0, 10), ylim=(0, 1)), Stage(xlim=(0, 1), ylim=(0, 1))

    def one(ax, p):
        """One."""

    def two(ax, other, p):
        """Two."""

    first = live(wide, p=shared)(one)
    second = live(Stage(xlim=(0, 9), ylim=(0, 9)), narrow, p=shared)(two)
    assert first.spots["p"].steps[0] == 0.02
    assert second.spots["p"].steps[0] == 0.02
    assert spec(first)["controls"][0]["steps"] == (0.02, 0.002)


# The scripts


def test_a_figure_brings_no_scripts_along_but_the_few_lines_that_find_them(asked):
    state = asked.widget.get_state()
    assert len(state["_esm"]) < 3000
    assert state["scripts"]["model"] == page.scripts().model_id
    assert page.scripts().text == page.linked("main.js")
    again = Page(live(plane, a=(0, 1))(lambda ax, a: None))
    assert again.widget.get_state()["scripts"] == state["scripts"]


def test_a_page_that_does_not_find_them_may_ask(asked):
    asked.say(scripts=True)
    assert asked.said[-1][0]["text"] == page.linked("main.js")


def test_where_outputs_share_no_document_each_brings_the_whole(monkeypatch, make):
    monkeypatch.setattr(page, "_shares_a_document", lambda: False)

    def figure(ax):
        """Nothing."""

    shown = make(figure)
    shown._repr_mimebundle_()
    assert shown._widget._esm == page.linked("main.js")


def test_scripts_that_were_closed_are_made_anew():
    page.scripts().close()
    assert page.scripts().comm is not None


def test_the_bundle_keeps_what_anywidget_tells_a_host(monkeypatch, make):
    told = {"application/vnd.jupyter.widget-view+json": {"colab": {"custom": "url"}}}
    monkeypatch.setattr(
        page.anywidget.AnyWidget,
        "_repr_mimebundle_",
        lambda self: ({"application/vnd.jupyter.widget-view+json": {"model_id": "x"}}, told),
    )

    def figure(ax):
        """Nothing."""

    data, metadata = make(figure)._repr_mimebundle_()
    assert metadata["application/vnd.jupyter.widget-view+json"] == told[next(iter(told))]
    assert "image/png" in data
    made = predict("Is 1 prime?", ["yes", "no"], "no", "It has one divisor.")
    assert made._repr_mimebundle_()[1] == told


# What a cell has made


@pytest.fixture
def shell(monkeypatch):
    """A notebook in which cells are run; `shell.run(cell)` begins a run of one."""
    from tangible import cells

    class Shell:
        def __init__(self):
            self.parents = [{}]

        def get_parent(self):
            return self.parents[-1]

        def run(self, cell):
            header = {"msg_id": len(self.parents)}
            self.parents.append({"metadata": {"cellId": cell}, "header": header})
            cells._cell_begins()

    made = Shell()
    monkeypatch.setattr(cells, "get_ipython", lambda: made)
    monkeypatch.setattr(cells, "_RUNS", {})
    return made


def line(**controls):
    @live(plane, **controls)
    def figure(ax, a):
        """A line."""
        ax.axhline(a)

    return figure


def test_a_cell_that_runs_again_closes_what_it_made(shell):
    shell.run("one")
    first = line(a=(0.0, 1.0))
    first._repr_mimebundle_()
    shell.run("two")
    other = line(a=(0.0, 1.0))
    shell.run("one")
    line(a=(0.0, 1.0))
    assert first.canvas.figure is None
    assert first._widget is None
    assert not other.closed


def test_a_figure_that_was_closed_by_hand_harms_no_later_run(shell):
    for _ in range(3):
        shell.run("one")
        figure = line(a=(0.0, 1.0))
        figure._repr_mimebundle_()
        figure.close()
        figure.close()


def test_a_cell_that_runs_again_leaves_no_widget_behind(shell):
    counts = []
    for _ in range(5):
        shell.run("figure")
        figure = line(a=ipywidgets.FloatSlider(0.5, min=0, max=1))
        figure._repr_mimebundle_()
        shell.run("goal")
        goal(figure, "Do it.", lambda a: a > 2)
        shell.run("predict")
        predict("Is 1 prime?", ["yes", "no"], "no", "It has one divisor.")
        shell.run("point")
        live(plane, p=Point(0.5, 0.5))(lambda ax, p: None)._repr_mimebundle_()
        counts.append(len(_instances))
    gc.collect()
    assert counts[1:] == [counts[1]] * 4


def test_a_slider_of_the_readers_outlives_the_figure(shell):
    shell.run("mine")
    slider = ipywidgets.FloatSlider(0.5, min=0, max=1)
    shell.run("figure")
    line(a=slider)
    shell.run("figure")
    figure = line(a=slider)
    assert slider.comm is not None
    figure.close()
    assert slider.comm is not None


def test_a_goal_goes_with_its_figure(shell):
    slider = ipywidgets.FloatSlider(0.1, min=0, max=1)
    shell.run("one")
    figure = line(a=slider)
    made = goal(figure, "Lift it.", lambda a: a > 0.5)
    shell.run("one")
    line(a=slider)
    slider.value = 0.9
    assert not made.met
    assert figure.goal is None


def test_a_closed_figure_says_so_when_it_is_shown():
    figure = line(a=(0.0, 1.0))
    figure.close()
    data, _ = figure._repr_mimebundle_()
    assert "run its cell again" in data["text/plain"]
    assert "image/png" not in data


# Controls


@pytest.mark.parametrize(
    ("given", "default"),
    [
        (["line", "dots"], "lines"),
        ((0, 1), 7),
        ((0.0, 1.0), -0.5),
        (ipywidgets.FloatSlider(0.5, min=0, max=1), 0.3),
        (Steps(8), 1),
    ],
)
def test_a_default_that_does_not_fit_is_told(given, default):
    with pytest.raises(ValueError, match=r"kind cannot begin with .*: its control begins with"):

        @live(plane, kind=given)
        def figure(ax, kind=default):
            """Nothing."""


def test_fixed_values_are_no_controls(make):
    def figure(ax, n, a):
        """A number that nobody moves."""
        return f"{n}, {a}"

    shown = make(figure, n=ipywidgets.fixed(3), a=(0, 9))
    assert list(shown.controls) == ["a"]
    assert shown.readout(a=2) == "3, 2"
    data, _ = shown._repr_mimebundle_()
    assert "image/png" in data


@pytest.mark.parametrize(
    "wrong", [ipywidgets.Button(), ipywidgets.HBox(), ipywidgets.Tab(), None, object()]
)
def test_what_is_no_control_is_told_in_words(wrong):
    with pytest.raises(TypeError, match=r"is not a control of n.*Give a tuple"):

        @live(plane, n=wrong)
        def figure(ax, n):
            """Nothing."""


def test_a_descending_range_is_told_with_its_control():
    with pytest.raises(ValueError, match=r"\(1, 0\) is no control of n"):

        @live(plane, n=(1, 0))
        def figure(ax, n):
            """Nothing."""


def test_a_password_stays_hidden_and_a_combobox_keeps_its_suggestions():
    for one in (ipywidgets.Password(), ipywidgets.Combobox(options=["a", "b"])):
        assert controls.spec("word", one)["kind"] == "widget"
    assert controls.spec("word", ipywidgets.Text())["kind"] == "text"
