"""What a reader does in JupyterLab is kept, shown, and there again in the next kernel."""

import json

import pytest

from lab import Lab, Notebook
from tangible.teach.progress import NAME

ASKED = """from tangible.teach import predict
predict("Is 1 prime?", ["yes", "no"], "no", "It has one divisor.", name="word-order")"""
AIMED = """from tangible import Stage, live
from tangible.teach import goal

@live(Stage(xlim=(0, 1), ylim=(0, 1)), a=(0.0, 1.0, 0.1))
def line(ax, a=0.0):
    "A line."
    ax.axhline(a)
    return f"a = {a:.1f}"

goal(line, "lift it.", lambda a: a > 0.9, name="star")"""
TRIED = "from tangible.exercises import linear_algebra as check\ncheck.shape_of_a_batch({})"
SOLVED = "# Solution\nassert check.shape_of_a_batch((32, 28, 36, 3)).right"
SHOWN = "from tangible.teach import overview\noverview()"


@pytest.fixture(scope="module")
def keeping(tmp_path_factory):
    server = Lab(tmp_path_factory.mktemp("keeping"), progress="on")
    yield server
    server.close()


def kept(lab):
    file = lab.root / NAME
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def test_only_the_readers_acts_are_kept_and_the_next_kernel_shows_them(keeping, new_page):
    cells = [ASKED, AIMED, TRIED.format("..."), SOLVED, SHOWN]
    page = new_page()
    book = Notebook(page, keeping.write("one.ipynb", cells))
    book.run_all()
    assert kept(keeping) == {}
    box = page.locator("fieldset").first
    box.get_by_label("yes").check()
    box.get_by_role("button", name="That is my prediction").click()
    page.get_by_text("Not quite.").wait_for()
    page.locator(".tangible input[type=range]").first.press("End")
    page.get_by_text("Reached.").wait_for()
    row = page.get_by_role("row").filter(has_text="Chapter 1")
    page.wait_for_function(
        "() => document.querySelectorAll('.tangible-overview progress')[1].value === 2"
    )
    row.get_by_text("1 of 8", exact=True).wait_for()
    row.get_by_text("1 of 10", exact=True).wait_for()
    data = kept(keeping)
    assert data["predictions"]["word-order"]["first"] == "yes"
    assert set(data["goals"]) == {"star"}
    assert data["exercises"] == {}

    book.restart_kernel()
    book.wait_for_kernel()
    book.run_all()
    page.get_by_text("Not quite.").wait_for()
    page.get_by_text("Reached.").wait_for()
    assert kept(keeping) == data


def test_two_notebooks_keep_their_answers_in_one_file(keeping, new_page):
    first = Notebook(new_page(), keeping.write("two.ipynb", [TRIED.format("(28, 36, 3)")]))
    second = Notebook(new_page(), keeping.write("three.ipynb", [TRIED.format("(32, 28, 36, 3)")]))
    first.run_all()
    second.run_all()
    first.run_all()
    attempts = kept(keeping)["exercises"]["shape_of_a_batch"]["attempts"]
    assert [one["right"] for one in attempts] == [False, True]


def test_a_link_of_the_map_opens_the_chapter_at_its_section(keeping, new_page):
    import nbformat

    words = "\n\n".join(["# Chapter 1"] + ["words"] * 80 + ["## 3. Data as vectors"] + ["end"] * 80)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(words)])
    nbformat.write(book, keeping.root / "01_linear_algebra.ipynb")
    (keeping.root / NAME).write_text(
        json.dumps(
            {"predictions": {"word-order": {"first": "yes", "when": "2026-01-01T00:00:00Z"}}}
        )
    )
    page = new_page()
    keeping.write("map.ipynb", [SHOWN])
    book = Notebook(page, keeping.address("map.ipynb", "map"))
    book.run_all()
    page.get_by_text("Go on where you were: ").get_by_role("link").click()
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) h2").get_by_text(
        "3. Data as vectors"
    ).wait_for()
    page.wait_for_function(
        "() => { const h = [...document.querySelectorAll('h2')].find(h => h.textContent.startsWith('3. Data'));"
        " const at = h?.getBoundingClientRect().top; return at > 0 && at < innerHeight; }"
    )


def test_what_was_missed_days_ago_waits_today(keeping, new_page):
    then = "2026-01-01T00:00:00Z"
    missed = {"two-curvatures": {"first": "x", "right": False, "when": then}}
    (keeping.root / NAME).write_text(json.dumps({"predictions": missed}))
    (keeping.root / "02_derivatives.ipynb").unlink(missing_ok=True)
    keeping.write("02_derivatives.ipynb", ["1"])
    page = new_page()
    keeping.write("today.ipynb", ["from tangible.review import today\ntoday()", SHOWN])
    book = Notebook(page, keeping.address("today.ipynb", "today"))
    book.run_all()
    page.get_by_role("link", name="2 tasks wait for review").wait_for()
    question = page.locator("fieldset").first
    question.locator("input").first.press("Space")
    question.get_by_role("button", name="That is my answer").press("Enter")
    question.get_by_role("status").filter(has_text="0 < η < 2").wait_for()
    page.get_by_role("link", name="1 task waits for review").wait_for()
    page.get_by_role("button", name="Show me how").press("Enter")
    page.get_by_text("Reached.").wait_for()
    page.get_by_text("Nothing waits for review today.").wait_for()
    kept_reviews = kept(keeping)["reviews"]
    assert len(kept_reviews["largest_rate"]) == 1
    assert [one["right"] for one in kept_reviews["in_one_step"]] == [False]
    page.get_by_role("link", name="6. Walking downhill").first.click()
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget?.context?.path === '02_derivatives.ipynb'"
    )
