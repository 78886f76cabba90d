"""How long a chapter takes, by one rule."""

import re

from notebooks import read

WORDS = 150  # a minute
FORMULA, FIGURE, EXERCISE = 0.5, 3, 5  # minutes for each that stands by itself


def minutes(name):
    """[section, minutes] of a notebook, in its order; what stands before the first is section 0."""
    sections = [[0, 0.0]]
    for cell in read(name).cells:
        if cell.cell_type == "markdown":
            if heading := re.match(r"## (?:(\d+)\. )?", cell.source):
                sections.append([int(heading[1] or sections[-1][0] + 1), 0.0])
            text, displayed = re.subn(r"\$\$.*?\$\$", " ", cell.source, flags=re.S)
            words = re.sub(r"\]\([^)]*\)|[|#*>_`-]", " ", text).split()
            sections[-1][1] += len(words) / WORDS + FORMULA * displayed
        elif "raises-exception" in cell.metadata.get("tags", []):
            sections[-1][1] += EXERCISE
        elif "@live(" in cell.source:
            sections[-1][1] += FIGURE
    return sections
