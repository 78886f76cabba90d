"""Every notebook is clean, and every live figure in it holds at every setting.

A new notebook is covered by all of this, and by nbval, as soon as it is in its folder.
"""

import ast
import dis
import itertools
import json
import re
import types
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

from notebooks import HOME, NAMES, every_figure, figures, read
from settings import corners, random_settings
from tangible import Frame
from times import minutes

MOST_BYTES = 1_500_000
MOST_BYTES_A_FRAME = 60_000
RANDOM = 50


@pytest.fixture(params=NAMES)
def book(request):
    return read(request.param)


@pytest.fixture(params=every_figure(), ids=lambda found: ":".join(found))
def figure(request):
    name, figure = request.param
    return figures(name)[figure]


def code_cells(book):
    return [cell for cell in book.cells if cell.cell_type == "code"]


def test_there_are_notebooks_and_figures():
    assert "00_start_here" in NAMES
    assert len(every_figure()) >= 3


def test_a_notebook_is_valid(book):
    nbformat.validate(book)


def test_cells_were_run_once_from_top_to_bottom(book):
    counts = [cell.execution_count for cell in code_cells(book) if cell.source.strip()]
    assert counts == list(range(1, len(counts) + 1))


def test_no_output_is_an_error_or_a_warning(book):
    for output in itertools.chain(*(cell.outputs for cell in code_cells(book))):
        assert output.output_type != "error"
        assert output.get("name") != "stderr"


def test_no_widget_state_is_stored(book):
    assert "widgets" not in book.metadata


@pytest.mark.parametrize("name", NAMES)
def test_no_path_of_a_machine_is_stored(name):
    text = (HOME / "notebooks" / f"{name}.ipynb").read_text("utf-8")
    assert not re.search(r"/(home|root|Users|tmp|work)/|[A-Z]:\\\\", text)
    assert "0x" not in re.sub(r'"image/png": ".*?"', "", text)
    assert len(text.encode()) < MOST_BYTES


def test_one_title_and_headings_in_order(book):
    levels = [
        len(match[1])
        for cell in book.cells
        if cell.cell_type == "markdown"
        for match in re.finditer(r"^(#+) \S", cell.source, re.MULTILINE)
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def folded(cell):
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def is_solution(cell):
    return cell.source.startswith("# Solution")


def test_the_bar_of_a_folded_cell_bears_a_title(book):
    titles = [cell.source.split("\n")[0] for cell in code_cells(book) if folded(cell)]
    kinds = "Setup|Code|Figure|Recall|Prediction|Solution|Checked|Overview"
    odd = [title for title in titles if not re.fullmatch(rf"# ({kinds})(: .{{3,60}})?", title)]
    assert odd == []
    figures = [title for title in titles if title.startswith("# Figure")]
    assert len(set(figures)) == len(figures)


def test_what_only_asserts_is_folded_and_what_teaches_prints(book):
    for cell in code_cells(book):
        if cell.source.startswith("# Checked"):
            assert "assert " in cell.source
        elif not folded(cell) and "raises-exception" not in cell.metadata.get("tags", []):
            assert "print(" in cell.source, cell.source


def test_a_prediction_covers_the_figure_that_follows_it(book):
    asked = None
    for cell in code_cells(book):
        if cell.source.startswith("# Prediction"):
            found = re.search(r'covers="(\w+)"', cell.source)
            asked = found[1] if found else ""
        elif figure := re.search(r"@live\([\s\S]*?\ndef (\w+)", cell.source):
            assert asked in (None, figure[1])
            asked = None
        elif asked == "":
            asked = None  # a question that code answers, not a figure


@pytest.mark.parametrize("name", NAMES)
def test_each_wrong_choice_of_a_prediction_has_its_own_sentence(name):
    for cell in code_cells(read(name)):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "predict":
                options, answer = (ast.literal_eval(part) for part in node.args[1:3])
                [misses] = [word.value for word in node.keywords if word.arg == "misses"]
                assert set(ast.literal_eval(misses)) == set(options) - {answer}


def test_a_folded_solution_does_not_tell_itself(book):
    for cell in code_cells(book):
        if is_solution(cell):
            assert folded(cell)
            assert cell.source.split("\n")[0] == "# Solution"


def test_a_solution_takes_no_name_of_the_readers(book):
    """*Run All* runs the solutions, too."""
    answers = set()
    for cell in code_cells(book):
        if "raises-exception" in cell.metadata.get("tags", []):
            answers |= bound(cell)
        elif is_solution(cell):
            assert "solution" in bound(cell)
            assert not bound(cell) & answers, bound(cell) & answers


def test_an_exercise_that_raises_stops_nothing(book):
    for cell in code_cells(book):
        mine = re.search(r"^check\.\w+\(\w+\)$", cell.source, re.MULTILINE)
        asks = mine and not is_solution(cell)
        assert bool(asks) == ("raises-exception" in cell.metadata.get("tags", []))


def test_an_exercise_remembers_its_dots(book):
    for cell in code_cells(book):
        if "raises-exception" in cell.metadata.get("tags", []):
            assert cell.metadata.blank == cell.source


def bound(cell):
    """The names that a cell binds at its top level."""
    names = set()
    for part in ast.parse(cell.source).body:
        if isinstance(part, ast.FunctionDef):
            names.add(part.name)
        names |= {
            node.id
            for node in ast.walk(part)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            and not isinstance(part, ast.FunctionDef)
        }  # fmt: skip
    return names


def test_no_cell_speaks_of_slides(book):
    assert not any("slideshow" in cell.metadata for cell in book.cells)


def names_in(book):
    """What its predictions, goals and exercises are called: decks and progress rely on it."""
    found = []
    for cell in code_cells(book):
        for node in ast.walk(ast.parse(cell.source)):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "id", None)
            if called in ("predict", "goal"):
                [name] = [word.value.value for word in node.keywords if word.arg == "name"]
                found.append(f"{called} {name}")
            elif ast.unparse(node.func).startswith("check.") and not is_solution(cell):
                found.append(f"exercise {node.func.attr}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_names_last(name):
    """A name once published never changes; new ones are added to the list."""
    known = json.loads((HOME / "tests" / "names.json").read_text("utf-8"))
    found = names_in(read(name))
    assert found == known[name]
    short = [one.split(" ")[1] for one in found]
    assert len(set(short)) == len(short)
    assert max(map(len, short), default=0) < 40


def test_figures_and_devices_are_folded_and_stored_with_a_picture_or_with_words(book):
    for cell in code_cells(book):
        shown = [output.data for output in cell.outputs if "data" in output]
        for data in shown:
            if "application/vnd.jupyter.widget-view+json" in data:
                figure = "Live figure" in data["text/plain"]
                assert ("image/png" if figure else "text/html") in data
                assert cell.metadata.jupyter.source_hidden  # a prediction's code holds its answer
                assert "hide-input" in cell.metadata.tags


def test_a_figure_is_described(figure):
    assert len(figure.description) > 20
    assert 0 <= len(figure.controls) <= 4


def test_a_figure_holds_at_every_corner_and_in_between(figure):
    settings = [*corners(figure), *random_settings(figure, RANDOM)]
    drawings = []
    for values in settings:
        frame = figure.draw(**values)
        assert isinstance(frame, Frame), f"{frame.words()} at {values}"
        assert frame.readout, f"no readout at {values}"
        assert not re.search(r"\bnan\b", frame.readout.lower()), f"{frame.readout} at {values}"
        assert frame.dropped == 0 or GAPS.search(figure_source(figure)), f"not finite at {values}"
        assert len(frame.drawing) < MOST_BYTES_A_FRAME, f"{len(frame.drawing)} bytes at {values}"
        drawings.append(frame.drawing)
    for values, drawing in reversed([*zip(settings, drawings, strict=True)]):
        assert figure.drawing(**values) == drawing, f"another picture at {values}"


# Marks that leave gaps in a line on purpose.
GAPS = re.compile(r"marks\.(sticks|segments)")


def figure_source(figure):
    return next(
        cell.source
        for name in NAMES
        for cell in code_cells(read(name))
        if f"def {figure.__name__}(" in cell.source
    )


LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
MENTION = re.compile(r"\b[Cc]hapter [0-6]\b(?! of I\. Goodfellow)|\b[Ss]ection \d+\b(?!\.\d)")


def anchors(name):
    """The headings of a notebook, as JupyterLab makes anchors of them."""
    text = "\n".join(cell.source for cell in read(name).cells if cell.cell_type == "markdown")
    return {found.replace(" ", "-") for found in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


@pytest.mark.parametrize("name", NAMES)
def test_every_mention_of_a_chapter_or_a_section_is_a_link_that_leads_there(name):
    for cell in read(name).cells:
        if cell.cell_type != "markdown":
            continue
        for words, target in LINK.findall(cell.source):
            if target.startswith("http"):
                continue
            file, _, anchor = target.partition("#")
            assert not file or (HOME / "notebooks" / file).exists(), target
            there = Path(file).stem if file else name
            assert not anchor or unquote(anchor) in anchors(there), target
            if chapter := re.search(r"[Cc]hapter (\d)", words):
                assert there.startswith(f"0{chapter[1]}"), target
            if section := re.search(r"[Ss]ection (\d+)", words):
                assert anchor.startswith(f"{section[1]}."), target
        rest = re.sub(r"^#.*$", "", LINK.sub("", cell.source), flags=re.MULTILINE)
        left = [m for m in MENTION.findall(rest) if f"hapter {int(name[:2])}" not in m]
        assert left == []


def handles(figure):
    return [*figure.spots, *figure.grips]


def test_thirty_figures_can_be_held():
    held = [one for one in every_figure() if handles(figures(one[0])[one[1]])]
    assert len(held) >= 30


# Purple points that cannot be held yet; the list may only shrink.
PURPLE = {"sequence"}


def test_what_is_purple_can_be_held(figure):
    """Points are purple unless they are given another colour."""
    purple = False
    for node in ast.walk(ast.parse(figure_source(figure))):
        if isinstance(node, ast.FunctionDef) and node.name == figure.__name__:
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "marks.point":
                    colors = [ast.unparse(k.value) for k in call.keywords if k.arg == "color"]
                    purple |= colors in ([], ["style.HAND"])
    if figure.__name__ not in PURPLE:
        assert not purple or handles(figure)


def test_half_of_all_figures_send_less_than_ten_kilobytes():
    largest = sorted(
        max(
            len(figures(name)[figure].drawing(**values))
            for values in corners(figures(name)[figure])
        )
        for name, figure in every_figure()
    )
    assert largest[(len(largest) - 1) // 2] < 10_000


NUMBERS = ["no", "one", "two", "three", "four", "five"]


@pytest.mark.parametrize("name", NAMES[1:])
def test_the_announced_time_is_honest_and_a_sitting_short(name):
    text = "\n".join(cell.source for cell in read(name).cells if cell.cell_type == "markdown")
    announced, sittings = re.search(
        r"\*\*Time:\*\* (\d+) minutes, in (\w+) sittings", text
    ).groups()
    parts = minutes(name)
    assert abs(int(announced) - sum(time for _, time in parts)) < 8
    assert int(announced) == int(MAP[name])
    rests = re.findall(r"^\*Here the \w+ of (\w+) sittings ends\.", text, re.MULTILINE)
    assert rests == [sittings] * (NUMBERS.index(sittings) - 1)
    for sitting in re.split(r"^\*Here the", text, flags=re.MULTILINE):
        sections = [int(n) for n in re.findall(r"^## (\d+)\. ", sitting, re.MULTILINE)]
        assert sum(time for section, time in parts if section in sections) < 60


MAP = dict(
    re.findall(
        r"\| \[\d [^\]]*\]\((\w+)\.ipynb\) \|[^|]*\| (\d+) \|",
        "\n".join(cell.source for cell in read("00_start_here").cells),
    )
)


# What the reader's own functions draw sets no task: their exercises do.
TASKLESS = {"your_ellipse", "your_regression"}


def test_every_figure_comes_with_a_prediction_or_a_goal(book):
    covered = ""
    for cell in code_cells(book):
        if found := re.search(r'covers="(\w+)"', cell.source):
            covered = found[1]
        if figure := re.search(r"@live\([\s\S]*?\ndef (\w+)", cell.source):
            tasked = figure[1] == covered or "\ngoal(" in cell.source
            assert tasked != (figure[1] in TASKLESS), figure[1]


LONGEST_FIGURE = {"02_derivatives": 80, "01_linear_algebra": 61}  # lines; 60 for the others


@pytest.mark.parametrize("name", NAMES)
def test_the_code_of_a_figure_can_be_read(name):
    for cell in code_cells(read(name)):
        lines = cell.source.split("\n")
        assert max(map(len, lines)) <= 120
        if "@live(" in cell.source:
            assert len(lines) <= LONGEST_FIGURE.get(name, 60)


def globals_read(function, functions):
    """The names of the notebook that a function reads, those that it calls included."""
    seen, left = set(), [function]
    while left:
        code = left.pop()
        for name in names_of(code):
            if name not in seen:
                seen.add(name)
                left += [functions[name]] if name in functions else []
    return seen


def names_of(code):
    """The global names that a code object reads, those within it included."""
    inner = [part for part in code.co_consts if isinstance(part, types.CodeType)]
    read = {step.argval for step in dis.get_instructions(code) if step.opname in READS}
    return read.union(*map(names_of, inner))


READS = {"LOAD_GLOBAL", "LOAD_NAME"}


@pytest.mark.parametrize("name", NAMES)
def test_no_later_cell_takes_a_name_that_a_figure_reads(name):
    scope_functions, read_by, taken = {}, {}, []
    for cell in code_cells(read(name)):
        for one in bound(cell):
            taken += [f"{one} ({figure}) in {cell.id}" for figure in read_by.get(one, ())]
        module = compile(cell.source, cell.id, "exec")
        functions = {
            part.co_name: part for part in module.co_consts if isinstance(part, types.CodeType)
        }
        scope_functions |= functions
        if figure := re.search(r"@live\([\s\S]*?\ndef (\w+)", cell.source):
            code = [functions[figure[1]], module]  # its goal stands in the same cell
            for one in set().union(*(globals_read(part, scope_functions) for part in code)):
                read_by.setdefault(one, []).append(figure[1])
    assert taken == []
