"""Each exercise of the course knows its solution, and each usual mistake by its hint."""

import importlib
import pkgutil
import re

import pytest

from notebooks import NAMES, read
from tangible import exercises
from tangible.teach import Exercise

MODULES = [module.name for module in pkgutil.iter_modules(exercises.__path__)]


def exercises_of(module):
    found = vars(importlib.import_module(f"tangible.exercises.{module}"))
    return {name: value for name, value in found.items() if isinstance(value, Exercise)}


EVERY = [(module, name) for module in MODULES for name in exercises_of(module)]


@pytest.fixture(params=EVERY, ids=lambda found: ".".join(found))
def exercise(request):
    module, name = request.param
    return exercises_of(module)[name]


def test_there_are_exercises():
    assert len(exercises_of("linear_algebra")) >= 9


def test_the_solution_is_right(exercise):
    assert exercise(exercise.solution).state == "right"


def test_each_usual_mistake_is_caught_with_its_hint(exercise):
    assert len(exercise.mistakes) >= 3
    for mistake, hint in exercise.mistakes:
        verdict = exercise(mistake)
        assert verdict.state == "wrong"
        assert verdict.hint == hint


def test_other_wrong_answers_are_refused(exercise):
    for wrong in exercise.wrong:
        assert exercise(wrong).state == "wrong"


# Chapters whose exercises have no list of wrong answers yet; it may only shrink.
@pytest.mark.parametrize("module", MODULES)
def test_wrong_answers_stand_beside_the_exercises(module):
    for exercise in exercises_of(module).values():
        assert len(exercise.mistakes) + len(exercise.wrong) >= 10


def test_the_first_input_that_fails_tells_the_mistakes_apart(exercise):
    """A hint accuses nobody of what was not done."""
    if not callable(exercise.solution):
        return
    right = exercise._outcomes(exercise.solution)
    if isinstance(right[0], bool):
        return  # there the whole must agree
    known = [(exercise._outcomes(mistake), hint) for mistake, hint in exercise.mistakes]
    for came, hint in known:
        agree = map(exercise._outcomes_agree, came, right)
        until = next(number for number, same in enumerate(agree) if not same) + 1
        for other, another in known:
            if another != hint:
                alike = map(exercise._outcomes_agree, came[:until], other[:until])
                assert not all(alike), f"{hint} / {another}"


def test_other_wrong_answers_get_a_hint_too(exercise):
    wrong = exercise(lambda *arguments: {}) if callable(exercise.solution) else exercise({})
    assert wrong.state == "wrong"
    assert wrong.hint == exercise.hint != ""


@pytest.mark.parametrize("module", MODULES)
def test_a_chapter_asks_all_its_exercises_and_solves_them(module):
    book = read(next(name for name in NAMES if name[3:] == module))
    for name in exercises_of(module):
        asked = [cell for cell in book.cells if f"check.{name}(" in cell.source]
        assert len(asked) == 2, f"{name}: a cell to fill in and a solution"
        assert asked[0].outputs[-1].data["text/plain"].startswith("○ Not answered yet")
        assert re.search(rf"^assert check\.{name}\(\w+\)\.right$", asked[1].source, re.MULTILINE)
        assert not asked[1].outputs  # a tick there would look like the reader's own
        assert asked[1].metadata.jupyter.source_hidden


ROWS = {  # letters, rows in order, and rows of the second edition, where they are first needed
    "01_linear_algebra": ("LA", 14, {15, 16}),
    "02_derivatives": ("DG", 12, {13}),
    "03_maximum_likelihood": ("ML", 9, {10, 11, 12}),
    "04_multivariate_gaussian": ("MG", 10, {11, 12}),
    "05_gaussian_mixtures": ("GM", 8, {9}),
    "06_entropies": ("EN", 10, {11, 12}),
}


@pytest.mark.parametrize("name", ROWS)
def test_each_row_of_the_syllabus_is_opened_once_and_in_order(name):
    letters, count, fresh = ROWS[name]
    tags = [tag for cell in read(name).cells for tag in cell.metadata.get("tags", [])]
    rows = [tag for tag in tags if tag.startswith("syllabus:")]
    numbers = [int(row.removeprefix(f"syllabus:{letters}-")) for row in rows]
    assert [k for k in numbers if k <= count] == list(range(1, count + 1))
    assert sorted(k for k in numbers if k > count) == sorted(fresh)


@pytest.mark.parametrize("module", MODULES)
def test_each_exercise_knows_the_section_that_explains_it(module):
    [chapter] = [name for name in NAMES if name.endswith(module)]
    text = "\n".join(cell.source for cell in read(chapter).cells if cell.cell_type == "markdown")
    sections = {f"section {number}" for number in re.findall(r"^## (\d+)\. ", text, re.MULTILINE)}
    for exercise in exercises_of(module).values():
        assert exercise.section in sections
