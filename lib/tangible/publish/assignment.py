"""A chapter's exercises as homework: what students get, and what otter grades it with."""

import ast
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import nbformat
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from tangible.publish.grading import INPUTS

POINTS = 2
WELCOME = """# Homework: {title}

Put your answer in place of the dots. The cell below each one says whether it is right; what you hand in is tried on other inputs as well, and an exercise counts when it is right for all. Hand in this file, saved, under any name."""  # noqa: E501
SETUP = """# Setup: what this notebook uses
{imports}
from tangible.publish.grading import Grader
{functions}
grader = Grader("{chapter}", globals())"""
ANSWER = """# BEGIN SOLUTION NO PROMPT
{answer}
# END SOLUTION
\"\"\" # BEGIN PROMPT
{blank}
\"\"\"; # END PROMPT"""
TEST = """def test_{kind}(env):
    from tangible.publish.grading import judge
    judge(env, {arguments})
"""


def write(notebook: Path, folder: Path, python=sys.executable, seed=None):
    """Write a chapter's homework into a folder, by `otter assign`.

    Parameters
    ----------
    notebook : path
        The chapter.
    folder : path
        Gets `student/`, a notebook to hand out, and `autograder/`, which is not for students:
        otter's tests and configuration, the notebook with solutions, and `autograder.zip`.
    python : path
        A Python that has otter and this library.
    seed : int
        Draws the inputs of the hidden tests; another one each time, if left out.
    """
    chapter = notebook.stem.partition("_")[2]
    seed = secrets.randbits(32) if seed is None else seed
    with tempfile.TemporaryDirectory() as place:
        source = Path(place, notebook.name)
        nbformat.write(_master(nbformat.read(notebook, 4), chapter, seed), source)
        made = Path(place, "made")
        done = subprocess.run(
            [python, "-P", "-m", "otter", "assign", source, made],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode:
            raise RuntimeError(f"otter could not make the homework: {done.stderr[-2000:]}")
        [archive] = made.glob("autograder/*.zip")
        archive.rename(archive.with_name("autograder.zip"))
        folder.mkdir(parents=True, exist_ok=True)
        for part in ("student", "autograder"):
            shutil.rmtree(folder / part, ignore_errors=True)
            shutil.move(made / part, folder / part)


def _master(notebook, chapter, seed):
    """The notebook from which otter makes both: ours in its format."""
    config = {
        "name": f"tangible-{chapter}",
        "init_cell": False,
        "export_cell": False,
        "tests": {"ok_format": False},
        "plugins": [{"tangible.publish.grading.Plugin": {"chapter": chapter, "seed": seed}}],
    }
    found = {}
    for (text, blank), (_, solution) in pairwise(pairwise(notebook.cells)):
        name = re.search(r"check\.(\w+)\(\1\)", blank.metadata.get("blank", ""))
        if name and name[1] in INPUTS[chapter]:
            found[name[1]] = text.source, blank.metadata["blank"], solution.source
    code = "\n".join(
        "\n".join([*re.findall("`(.*?)`", text), blank, solution])
        for text, blank, solution in found.values()
    )
    title = re.search(r"^# (.*)", notebook.cells[0].source)[1]
    setup = next(cell.source for cell in notebook.cells if cell.source.startswith("# Setup"))
    cells = [
        new_raw_cell("# ASSIGNMENT CONFIG\n" + yaml.safe_dump(config, sort_keys=False)),
        new_markdown_cell(WELCOME.format(title=title)),
        new_code_cell(SETUP.format(chapter=chapter, **_needed(setup, code))),
    ]
    for number, name in enumerate(INPUTS[chapter], 1):
        cells += _question(number, name, *found[name], chapter, seed)
    return new_notebook(cells=cells, metadata={"kernelspec": notebook.metadata.kernelspec})


def _question(number, name, text, blank, solution, chapter, seed):
    """The cells of one question, between otter's marks."""
    text = re.sub(r"^#+ Exercise \d+", f"## Exercise {number}", text)
    text = re.sub(r"\*How exercises work\.\*.*\n+", "", text)
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)  # what links lead to is not handed out
    answer = re.sub(r"\n+assert check.*", "", re.sub(r"\bsolution\b", name, solution))
    answer = answer.removeprefix("# Solution\n")
    blank = re.sub(r"\n+check\..*", "", blank)
    config = {"name": name, "points": POINTS, "all_or_nothing": True}
    here = f'"{chapter}", "{name}"'
    return [
        new_raw_cell("# BEGIN QUESTION\n" + yaml.safe_dump(config, sort_keys=False)),
        new_markdown_cell(f"{text}\n\n*{POINTS} points*"),
        new_raw_cell("# BEGIN SOLUTION"),
        new_code_cell(ANSWER.format(answer=answer, blank=blank)),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# BEGIN TESTS"),
        new_code_cell(TEST.format(kind="own", arguments=here)),
        new_code_cell("# HIDDEN\n" + TEST.format(kind="fresh", arguments=f"{here}, seed={seed}")),
        new_raw_cell("# END TESTS"),
        new_raw_cell("# END QUESTION"),
    ]


def _needed(setup, code):
    """What of a chapter's setup some code uses: the imports and functions that it names."""
    imports, functions = [], []
    for statement in reversed(ast.parse(setup).body):  # a function names imports before it
        if isinstance(statement, ast.FunctionDef):
            if _names(statement.name, code):
                functions.append(f"\n\n{ast.unparse(statement)}\n\n")
                code += functions[-1]
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            statement.names = [
                one for one in statement.names if _names(one.asname or one.name, code)
            ]
            if statement.names:
                imports.append(ast.unparse(statement))
    return {"imports": "\n".join(imports[::-1]), "functions": "".join(functions[::-1])}


def _names(name, code):
    return re.search(rf"\b{name}\b", code)


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
