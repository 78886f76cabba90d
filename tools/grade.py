"""Grade homework with otter, each submission in a process of its own and within a time.

    python tools/grade.py autograder.zip SUBMISSION.ipynb ... [--seconds S] > marks.csv
    python tools/grade.py --export NOTEBOOK FOLDER     what `course.py assignment` calls

The first writes a line of CSV for each submission: the path as it was given, the points of each
question, their sum, and a remark if something was odd. A submission that ends itself or takes too
long keeps the points of what it had checked by then; one that is no notebook of this homework gets
0.

Otter lives in an environment of its own, in `.settings`, which the first run makes.
"""

import argparse
import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
LOCK = HOME / "requirements-grading.lock"
GRACE = 60  # seconds that otter itself may take
REDIRECTING = ("PYTHON", "JUPYTER", "IPYTHON", "MPL")


def environment():
    """The Python of the environment that has otter; made if there is none for this lock."""
    pins = [line for line in LOCK.read_text("utf-8").splitlines() if "==" in line]
    digest = hashlib.sha256("\n".join(pins).encode()).hexdigest()[:16]
    folder = HOME / ".settings" / f"grading-{digest}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "ready").exists():
        for old in folder.parent.glob("grading-*"):
            shutil.rmtree(old)
        print("Making an environment for otter (a few minutes) ...", file=sys.stderr)
        venv.create(folder, with_pip=True)
        listing = folder / "pins.txt"
        listing.write_text("\n".join(pins), "utf-8")
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--no-deps", "-r", listing], check=True, stdout=sys.stderr)
        where = "import sysconfig; print(sysconfig.get_path('purelib'))"
        site = subprocess.check_output([python, "-c", where], encoding="utf-8").strip()
        there = os.path.relpath(HOME / "lib", site)
        Path(site, "tangible.pth").write_text(there + "\n", "utf-8")
        (folder / "ready").touch()
    return python


def questions(autograder):
    """The names of the questions in otter's archive."""
    with zipfile.ZipFile(autograder) as archive:
        paths = map(Path, archive.namelist())
    return sorted(path.stem for path in paths if path.parent.name == "tests")


def grade(autograder, submission, seconds):
    """The points of each question, and a remark."""
    from tangible.publish.grading import SECONDS, run

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(REDIRECTING)}
        own = {SECONDS: str(seconds), "TMPDIR": folder, "TEMP": folder, "PYTHONUTF8": "1"}
        own |= {"JUPYTER_DATA_DIR": folder, "IPYTHONDIR": folder}
        said = Path(folder, "said.txt")
        command = [sys.executable, "-P", "-m", "otter", "run", "--no-logo", "-o", folder]
        command += ["-a", autograder, submission]
        with open(said, "wb") as file:
            ended = run(
                command, seconds + GRACE, cwd=folder, env=kept | own, stdout=file, stderr=file
            )
        try:
            results = json.loads(Path(folder, "results.json").read_text("utf-8"))
        except OSError:
            last = said.read_text("utf-8", "replace").split("\n")
            late = f"took longer than {seconds + GRACE:g} seconds"
            return {}, late if ended is None else re.sub(r"^\S+Error: ", "", _last(last))
    points = {test["name"]: test["score"] for test in results["tests"] if "score" in test}
    return points, results.get("output", "")


def _last(lines):
    return next((line.strip() for line in reversed(lines) if line.strip()), "otter said nothing")


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("autograder", type=Path)
    parser.add_argument("submissions", nargs="+", type=Path, metavar="submission")
    parser.add_argument("--seconds", type=float, default=60, help="that a submission may run")
    wanted = parser.parse_args(arguments)
    names = questions(wanted.autograder)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["name", *names, "total", "remark"])
    for submission in wanted.submissions:
        points, remark = grade(wanted.autograder.resolve(), submission.resolve(), wanted.seconds)
        each = [points.get(name, 0) for name in names]
        table.writerow([submission, *each, sum(each), remark])
        sys.stdout.flush()


if __name__ == "__main__":
    python = environment()
    if Path(sys.prefix) != python.parents[1]:
        sys.exit(subprocess.call([python, "-P", __file__, *sys.argv[1:]]))
    if sys.argv[1:2] == ["--export"]:
        from tangible.publish.assignment import write

        write(*map(Path, sys.argv[2:]))
    else:
        main(sys.argv[1:])
