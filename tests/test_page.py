"""The scripts as they reach a page."""

import shutil
import subprocess

import pytest

from tangible import lesson
from tangible.figure import widget


@pytest.mark.parametrize(
    "script", [widget.FigureWidget._esm, lesson.Prediction._esm], ids=["figure", "lesson"]
)
def test_the_scripts_are_a_module_that_javascript_reads(script, tmp_path):
    if not shutil.which("node"):
        pytest.skip("no Node is on this machine")
    (tmp_path / "page.mjs").write_text(str(script), "utf-8")
    done = subprocess.run(
        ["node", "--check", tmp_path / "page.mjs"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
