"""Print links that open each chapter on a hub, with the newest text and the student's own answers:

    python3 deploy/links.py --hub https://hub.example.org --repository https://example.org/course.git
        [--branch main] [--notebook]

They are nbgitpuller's: whoever clicks one gets the repository into the own home, or what has
changed in it since; where student and teacher changed the same line, the student's stays.
`--notebook` opens Notebook 7 in place of JupyterLab.
"""

import argparse
import json
import re
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

HOME = Path(__file__).resolve().parents[1]


def title(path):
    """The heading that a notebook begins with."""
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if found := re.search(r"(?m)^# (.*)", "".join(cell["source"])):
            return found[1]
    return path.stem


def link(hub, repository, branch, path, notebook=False):
    """The address that brings the repository and opens `path` in it."""
    folder = re.sub(r"\.git$", "", repository.rstrip("/")).rpartition("/")[2]
    view = "tree" if notebook else "lab/tree"
    told = {"repo": repository, "branch": branch, "urlpath": f"{view}/{quote(f'{folder}/{path}')}"}
    return f"{hub.rstrip('/').removesuffix('/hub')}/hub/user-redirect/git-pull?{urlencode(told)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hub", required=True)
    parser.add_argument("--repository", required=True)
    parser.add_argument("--branch", default="main")
    parser.add_argument("--notebook", action="store_true", help="Notebook 7, not JupyterLab")
    told = parser.parse_args()
    for path in sorted((HOME / "notebooks").glob("*.ipynb")):
        where = link(
            told.hub, told.repository, told.branch, f"notebooks/{path.name}", told.notebook
        )
        print(f"{title(path)}\n    {where}")


if __name__ == "__main__":
    sys.exit(main())
