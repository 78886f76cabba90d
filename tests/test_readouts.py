"""A figure says the same on every Python, whose NumPy and SciPy differ."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from readouts import RANDOM, readouts


def test_every_readout_is_the_same_on_another_python():
    other = os.environ.get("TANGIBLE_OTHER_PYTHON", "")
    if other in ("", "none"):
        pytest.skip("TANGIBLE_OTHER_PYTHON names no other Python with the course's packages")
    script = Path(__file__).with_name("readouts.py")
    done = subprocess.run([other, str(script)], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    theirs, ours = json.loads(done.stdout), readouts()
    assert theirs.keys() == ours.keys()
    assert sum(map(len, ours.values())) > RANDOM * len(ours)
    differ = [
        (figure, one, another)
        for figure in ours
        for one, another in zip(ours[figure], theirs[figure], strict=True)
        if one != another
    ]
    assert differ == []
