"""The map of the course, and of a chapter what is still open in it."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import traitlets

from tangible import page
from tangible.cells import replace_earlier
from tangible.teach import progress


@cache
def contents() -> list[dict[str, Any]]:
    """The chapters in their order, with what each section asks; made by `tools/contents.py`."""
    return json.loads(Path(__file__).with_name("contents.json").read_text("utf-8"))


class Overview(page.PageWidget):
    """What the reader has done; it follows what is done in this kernel. Made by `overview`."""

    kind = traitlets.Unicode("overview").tag(sync=True)
    contents = traitlets.List().tag(sync=True)
    progress = traitlets.Dict().tag(sync=True)
    chapter = traitlets.Unicode().tag(sync=True)
    suffix = traitlets.Unicode(".ipynb").tag(sync=True)
    due = traitlets.Int(-1).tag(sync=True)  # tasks that wait for review; −1 where that is not told
    trouble = traitlets.Unicode().tag(sync=True)

    _css = page.style("lesson.css")

    def __init__(self, **traits):
        super().__init__(**traits)
        self._leave = progress.listen(self.look)
        self.look()

    def look(self):
        """Show what is kept now."""
        self.progress = progress.known()
        self.trouble = progress.trouble
        if not self.chapter and progress.is_on():
            from tangible.review import schedule

            self.due = len(schedule.due(self.progress, datetime.now().astimezone()))

    def close(self):
        """Follow nothing any more."""
        self._leave()
        super().close()

    def __repr__(self):
        return "What you have done: run this cell."

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = self.bundle()
        data = {**data, "text/plain": repr(self), "text/html": f"<p>{self!r}</p>"}
        return (data, metadata) if metadata else data


def overview(chapter: str = "") -> Overview:
    """What is done in the course, or what is still open in the chapter of this name.

    Raises ValueError for a name that no chapter has, such as "2" for "02_derivatives".
    """
    names = [one["chapter"] for one in contents()]
    if chapter and chapter not in names:
        raise ValueError(f"{chapter!r} is no chapter; those are {', '.join(names)}.")
    shown = [one for one in contents() if one["chapter"] == chapter] or contents()
    made = Overview(contents=shown, chapter=chapter)
    replace_earlier(made, f"overview {chapter}")
    return made
