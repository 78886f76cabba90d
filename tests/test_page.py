"""The scripts of the page, as Node runs them and as they reach a browser."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import ipywidgets
import pytest

from browser_found import TOOLS
from tangible import page
from tangible.figure import controls

HOME = Path(__file__).parents[1]
MODULES = sorted(path.name for path in Path(page.__file__).parent.glob("*.js"))
needs_node = pytest.mark.skipif(not shutil.which("node"), reason="no Node is on this machine")


def run(*command):
    return subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=300)


@needs_node
def test_the_laws_of_the_page_hold():
    done = run("node", "--test", "tests/page/")
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"^# pass (\d+)", done.stdout, re.MULTILINE)[1]) >= 50


@needs_node
@pytest.mark.parametrize("entry", ["main.js", "loader.js", "painter.js", "pages.js", "decks.js"])
def test_what_is_linked_is_one_module_that_javascript_reads(entry, tmp_path):
    (tmp_path / "page.mjs").write_text(page.linked(entry), "utf-8")
    done = run("node", "--check", tmp_path / "page.mjs")
    assert done.returncode == 0, done.stderr


def test_what_is_linked_imports_nothing_and_exports_what_is_shown():
    text = page.linked("main.js")
    assert not re.search(r"^import\b", text, re.MULTILINE)
    assert re.findall(r"^export .*", text, re.MULTILINE) == ["export default () => {"]


def test_every_module_reaches_the_page():
    linked = "".join(map(page.linked, ("main.js", "loader.js", "pages.js", "decks.js")))
    for name in MODULES:
        assert (Path(page.__file__).parent / name).read_text("utf-8").split("\n")[0] in linked, name


def test_a_circle_of_imports_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = b;\n')
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\nexport const b = a;\n')
    monkeypatch.setattr(page, "_HERE", tmp_path)
    with pytest.raises(ValueError, match=r"a\.js → b\.js → a\.js"):
        page.linked.__wrapped__("a.js")


needs_tools = pytest.mark.skipif(
    not TOOLS.is_dir(), reason="the page's tools are not installed: npm ci"
)


@needs_tools
@pytest.mark.parametrize("tool", [("biome", "ci"), ("tsc", "--project", "tsconfig.json")])
def test_the_scripts_are_formatted_and_their_types_hold(tool):
    done = run(str(TOOLS / tool[0]), *tool[1:])
    assert done.returncode == 0, done.stdout + done.stderr


# Rules that Python and the page both keep, held together by the same cases


SLIDERS = [
    (0, 1, 0.3), (0, 1, 0.01), (-1, 1, 0.1), (0.5, 10, 0.1), (-3, 3, 0.7), (0, 1e-12, 1e-14),
    (1000, 1001, 0.001), (-0.3, 0.3, 0.1), (0, 1, 1 / 3), (2, 2.05, 0.1), (0, 250, 7.5),
]  # fmt: skip


def in_the_page(code, *arguments):
    """What `code`, the body of a function in the page's own modules, gives as JSON."""
    module = Path(page.__file__).with_name("values.js").as_uri()
    script = f"""
import * as values from {json.dumps(module)};
const run = (...args) => {{ {code} }};
console.log(JSON.stringify(run(...{json.dumps(arguments)})));
"""
    done = run("node", "--input-type=module", "-e", script)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@needs_node
def test_python_and_the_page_count_a_sliders_values_alike():
    made = [
        ipywidgets.FloatSlider(low, min=low, max=high, step=step) for low, high, step in SLIDERS
    ]
    specs = [controls.spec("a", slider) for slider in made]
    found = in_the_page(
        "return args[0].map((s) => Array.from({length: values.count(s) + 1},"
        " (_, i) => values.valueAt(s, i)));",
        specs,
    )
    for slider, there in zip(made, found, strict=True):
        here = [controls.slider_value(slider, i) for i in range(controls.slider_steps(slider) + 1)]
        assert here == there


@needs_node
def test_python_and_the_page_keep_a_point_inside_alike():
    from tangible import Point, Stage, live

    for limits, scale in [((0, 1), "linear"), ((1, 0), "linear"), ((0.01, 9.999), "log")]:

        @live(Stage(xlim=limits, ylim=limits, xscale=scale, yscale=scale), p=Point(0.5, 0.5))
        def figure(ax, p):
            """A point."""

        wanted = [-5, 0.001, 0.3333333, 0.5, 0.99999, 9.998, 9.9999, 1e9]
        there = in_the_page(
            "return args[1].map(values.axis([...args[0], args[2]], args[3]).round);",
            limits, wanted, scale, figure.spots["p"].steps[0],
        )  # fmt: skip
        for value in there:
            figure.controls["p"].value = (value, value)
            assert figure.controls["p"].value == (value, value)  # Python has nothing to add


@needs_node
def test_python_and_the_page_write_a_minus_alike():
    from tangible.figure.words import typeset

    for text in ("-1.5", "0.3", "-12", "1e-16", "-2.5e-7", "-1e+21", "3e-10"):
        assert in_the_page("return values.minus(args[0]);", text) == typeset(text)


def test_the_palette_of_the_style_sheets_is_that_of_the_figures():
    from tangible import style

    known = {
        value.lower()
        for value in vars(style).values()
        if isinstance(value, str) and value.startswith("#")
    }
    others = {"#bbb", "#a8380a", "#1b5e20", "#ff9d6b"}  # borders, and words of alarm and of praise
    for sheet in ("figure.css", "lesson.css"):
        assert set(re.findall(r"#[0-9a-f]{3,6}", page.style(sheet).lower())) <= known | others
