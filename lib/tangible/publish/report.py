"""A record of the reader's work, to hand in: one page, and the same as JSON.

    python -m tangible.publish.report NOTEBOOKS FOLDER

It is a view of the progress file and of what stands in the notebooks; no answer is run.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jinja2
import nbformat

from tangible.publish.answers import answers
from tangible.teach import progress
from tangible.teach.contents import contents

_HERE = Path(__file__).parent


def report(notebooks: Path) -> dict[str, Any]:
    """What was done, chapter by chapter.

    Returns
    -------
    dict
        `course` (its version), `written` (UTC) and `chapters`: of each its `chapter`, `title`,
        `predictions` and `goals` (how many there are, how many are done; of predictions also how
        many first choices were right) and `exercises`, each with `name`, `words`, `attempts`,
        `right` (when first, or None) and the `code` of the answer ("" where there is none).
    """
    known = progress.known(notebooks)
    chapters = [_chapter(one, notebooks, known) for one in contents()]
    return {"course": version("tangible"), "written": progress.now(), "chapters": chapters}


def _chapter(about, notebooks, known):
    items = [item for section in about["sections"] for item in section["items"]]
    kinds = ("predictions", "goals", "exercises")
    named = {kind: [item for item in items if item["kind"] == kind] for kind in kinds}
    choices = [known["predictions"].get(item["name"]) for item in named["predictions"]]
    given = _given(notebooks / f"{about['chapter']}.ipynb")
    return {
        "chapter": about["chapter"],
        "title": about["title"],
        "predictions": {
            "of": len(choices),
            "done": sum(one is not None for one in choices),
            "right": sum(bool(one and one.get("right")) for one in choices),
        },
        "goals": {
            "of": len(named["goals"]),
            "done": sum(item["name"] in known["goals"] for item in named["goals"]),
        },
        "exercises": [_exercise(item, known, given) for item in named["exercises"]],
    }


def _exercise(item, known, given):
    attempts = known["exercises"].get(item["name"], {}).get("attempts", [])
    right = [one.get("when") for one in attempts if one.get("right")]
    return {
        "name": item["name"],
        "words": item["words"],
        "attempts": len(attempts),
        "right": right[0] if right else None,
        "code": given.get(item["name"], ""),
    }


def _given(path):
    """The code of each answer in a notebook; none where it is missing or damaged."""
    try:
        book = nbformat.read(path, 4)
    except Exception:  # of a reader's file anything may be wrong
        return {}
    return {one.name: one.code for one in answers(book) if one.given}


def write(notebooks: Path, folder: Path):
    """Write `report.html` and `report.json` into `folder`, which is made if need be."""
    told = report(notebooks)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    (folder / "report.json").write_text(text, "utf-8")
    loader = jinja2.FileSystemLoader(_HERE)
    made = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    page = made.get_template("report.html.j2").render(**told)
    (folder / "report.html").write_text(page, "utf-8", "backslashreplace")


if __name__ == "__main__":
    write(*map(Path, sys.argv[1:3]))
