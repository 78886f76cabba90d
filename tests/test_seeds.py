"""What the chapters check by drawing numbers holds for other numbers, too."""

import re

import numpy as np
import pytest

from notebooks import NAMES, compiled

SEEDS = range(1000, 1050)


def draws(cell):
    """Whether a cell asserts something of numbers that it draws."""
    return "assert " in cell.source and re.search(r"\brng\b", cell.source) is not None


@pytest.mark.parametrize("name", NAMES[1:])
def test_no_check_hangs_on_its_seed(name):
    scope, failed, tried = {"__name__": "__main__"}, [], 0
    for cell, code in compiled(name):
        if draws(cell):
            tried += 1
            for seed in SEEDS:
                try:
                    exec(code, dict(scope, rng=np.random.default_rng(seed)))
                except AssertionError as error:
                    line = error.__traceback__.tb_next.tb_lineno
                    failed.append((cell.source.split("\n")[line - 1].strip(), seed))
        exec(code, scope)
    assert tried
    assert failed == []
