"""The answers that stand in the notebooks: read, never run; and brought to a newer course.

python -m tangible.publish.answers OLD NEW     two folders of notebooks
"""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tangible.teach import progress


@dataclass(frozen=True)
class Answer:
    """What stands in the cell of an exercise: its `code`, the same as `blank` at first."""

    cell: str
    name: str
    code: str
    blank: str

    @property
    def given(self) -> bool:
        """Whether the reader has written anything."""
        return self.code.strip() != self.blank.strip()


def answers(book: nbformat.NotebookNode) -> Iterator[Answer]:
    """The exercises of a notebook, in its order; those that the course did not set are none."""
    for cell in book.cells:
        blank = cell.metadata.get("blank")
        name = re.search(r"\bcheck\.(\w+)\(", blank) if isinstance(blank, str) else None
        if cell.cell_type == "code" and name:
            yield Answer(cell.get("id", ""), name[1], cell.source, blank)


def bring(old: Path, new: Path) -> list[str]:
    """Put the answers of the notebooks in `old` into those in `new`, and add up the progress.

    An exercise is found by its name. One that has an answer in `new` keeps it. Gives the names of
    the exercises that were brought. Raises FileNotFoundError where `old` has no notebook of the
    course; a notebook that cannot be read raises ValueError, which names it, before anything is
    written.
    """
    pairs = [(old / path.name, path) for path in sorted(new.glob("0*.ipynb"))]
    books = [(_read(was), path, _read(path)) for was, path in pairs if was.exists()]
    if not books:
        raise FileNotFoundError(f"There is no chapter of the course in {old}.")
    brought = []
    for was, path, book in books:
        given = {one.name: one.code for one in answers(was) if one.given}
        here = {one.cell: one for one in answers(book) if not one.given and one.name in given}
        for cell in book.cells:
            if cell.get("id") in here:
                cell.source = given[here[cell.id].name]
                brought.append(here[cell.id].name)
        if here:
            _write(book, path)
    if (old / progress.NAME).exists():
        progress.take_in(old / progress.NAME, new)
    return brought


def _read(path):
    try:
        return nbformat.read(path, 4)
    except Exception as error:
        raise ValueError(f"{path} cannot be read as a notebook: {error}") from None


def _write(book, path):
    """All of it or nothing: the reader's work is in it."""
    beside = path.with_name(f".{path.name}.new")
    nbformat.write(book, beside)
    os.replace(beside, path)


if __name__ == "__main__":
    try:
        names = bring(*map(Path, sys.argv[1:3]))
    except (OSError, ValueError) as error:
        sys.exit(str(error))
    print(f"Brought: {len(names)} answers{': ' * bool(names)}{', '.join(names)}.")
