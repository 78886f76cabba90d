"""What each section of the course asks of its readers: `lib/tangible/teach/contents.json`.

    python tools/contents.py

Progress and review know from it where a prediction, a goal or an exercise stands. A test fails
where it no longer says what the notebooks say.
"""

import ast
import json
import re
from pathlib import Path

import nbformat

HOME = Path(__file__).parents[1]
FILE = HOME / "lib" / "tangible" / "teach" / "contents.json"


def contents():
    return [chapter(path) for path in sorted(HOME.glob("notebooks/0*.ipynb"))]


def chapter(path):
    """Its name, its title, and its sections with what stands in each."""
    made = {"chapter": path.stem, "title": "", "sections": []}
    exercise = ""
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type == "markdown":
            for level, words in re.findall(r"^(#+) (.*)", cell.source, re.MULTILINE):
                if level == "#":
                    made["title"] = words
                elif level == "##":
                    section = {"title": words, "anchor": words.replace(" ", "-"), "items": []}
                    made["sections"].append(section)
                elif words.startswith("Exercise"):
                    exercise = words
        elif cell.source.startswith("# Solution"):
            [name] = set(re.findall(r"\bcheck\.(\w+)\(", cell.source))
            section["items"].append({"kind": "exercises", "name": name, "words": exercise})
        else:
            for call in calls(cell.source):
                section["items"].append(asked(call))
    made["sections"] = [one for one in made["sections"] if one["items"]]
    return made


def calls(source):
    """The calls of `predict` and `goal` in a cell."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("predict", "goal"):
            yield node


def asked(call):
    kind = "predictions" if call.func.id == "predict" else "goals"
    [name] = [word.value.value for word in call.keywords if word.arg == "name"]
    return {"kind": kind, "name": name, "words": ""}


if __name__ == "__main__":
    FILE.write_text(json.dumps(contents(), ensure_ascii=False, indent=1) + "\n", "utf-8")
