"""Every private name of others that the course leans on, and what it leans on it for.

Each of these can change in any release. A test here fails then, and says where to look.
"""

import re
from pathlib import Path

import ipywidgets
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure

from tangible import Stage, live
from tangible.figure import recorder

LIB = Path(recorder.__file__).parents[2]


@pytest.fixture
def axes():
    return Figure().add_subplot()


def test_a_selection_tells_its_options_in_labels_and_values():
    chosen = ipywidgets.Dropdown(options={"one": 1, "two": 2})
    assert chosen._options_labels == ("one", "two")
    assert chosen._options_values == (1, 2)


def test_every_widget_stands_in_one_register():
    from ipywidgets.widgets.widget import _instances

    made = ipywidgets.IntSlider()
    name = made.model_id
    assert _instances[name] is made
    made.close()
    assert name not in _instances


def test_what_a_widget_says_of_one_trait_is_computed_by_its_to_json():
    import traitlets

    class Told(ipywidgets.Widget):
        present = traitlets.Any().tag(sync=True, to_json=lambda value, widget: 7)

    assert Told().get_state("present") == {"present": 7}


def test_a_text_keeps_the_renderer_that_drew_it(axes):
    text = axes.text(0.5, 0.5, "a")
    axes.figure.draw(RendererAgg(640, 480, 100))
    assert text._renderer is not None


def test_categories_are_known_by_the_units_of_an_axis(axes):
    axes.bar(["heads", "tails"], 1)
    assert list(axes.xaxis.get_units()._mapping) == ["heads", "tails"]


def test_a_change_is_told_to_the_stale_callback(axes):
    [line] = axes.plot([0, 1])
    told = []
    line.stale_callback = lambda artist, stale: told.append(stale)
    line.set_ydata([1, 2])
    assert told == [True]


def test_the_canvas_is_asked_for_its_renderer(axes):
    from tangible.figure.canvas import _NoPixels

    _NoPixels(axes.figure)
    assert axes.figure._get_renderer() is recorder.measuring(axes.figure.dpi)


def test_outlines_of_texts_come_from_those_that_are_kept():
    @live(Stage(xlim=(0, 1), ylim=(0, 1)), a=(0.0, 1.0))
    def figure(ax, a):
        """A word that moves."""
        ax.text(a, 0.5, "the same word")

    figure.drawing(a=0.1)
    before = recorder._letters.cache_info().hits
    figure.drawing(a=0.2)
    assert recorder._letters.cache_info().hits > before


def test_interact_makes_a_widget_of_an_abbreviation():
    from inspect import Parameter

    from ipywidgets.widgets.interaction import interactive

    made = interactive.widget_from_abbrev((0.0, 1.0, 0.1), Parameter.empty)
    assert isinstance(made, ipywidgets.FloatSlider)


def test_a_kernel_says_which_cell_runs():
    import ipykernel.zmqshell

    assert hasattr(ipykernel.zmqshell.ZMQInteractiveShell, "get_parent")


def test_anywidget_takes_its_scripts_from_two_names_and_awaits_initialize():
    import anywidget

    made = type("Made", (anywidget.AnyWidget,), {"_esm": "export default {}", "_css": "a {}"})()
    assert made._esm == "export default {}"
    assert made.has_trait("_css")
    script = Path(anywidget.__file__).with_name("nbextension") / "index.js"
    assert "await widgetDef.initialize?.(" in script.read_text("utf-8")
    assert 'default === "function" ? await' in script.read_text("utf-8")


def test_the_handler_of_messages_is_the_one_that_the_tests_call():
    heard = []
    widget = ipywidgets.Widget()
    widget.on_msg(lambda _, content, buffers: heard.append(content))
    widget._handle_custom_msg({"a": 1}, [])
    assert heard == [{"a": 1}]


def test_all_that_the_library_leans_on_is_named_here():
    """Each private name of others carries a word in the source, and stands in this file."""
    here = Path(__file__).read_text("utf-8")
    for path in LIB.rglob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            if "SLF001" in line:
                [name] = re.findall(r"\.(_[a-z]\w+)", line.split("#")[0])
                assert name in here, f"{name} in {path.name}"
