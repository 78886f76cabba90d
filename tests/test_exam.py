"""The answers of the exam bank that compute are right, and each chapter has ten questions."""

import re

import numpy as np
import pytest

from notebooks import HOME

BANK = (HOME / "docs" / "exam.md").read_text("utf-8")
CHAPTERS = re.split(r"^## Chapter \d: ", BANK, flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("chapter", range(6))
def test_a_chapter_has_ten_questions_and_its_code_holds(chapter):
    text = CHAPTERS[chapter]
    assert re.findall(r"^(\d+)\. ", text, re.MULTILINE) == [str(n) for n in range(1, 11)]
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) >= 3
    scope = {"np": np}
    for block in blocks:
        assert "assert" in block
        exec(compile(block, "exam.md", "exec"), scope)


def test_there_are_six_chapters():
    assert len(CHAPTERS) == 6
