"""What a cell has made, so that running it again leaves nothing of the earlier run behind."""

import gc

import traitlets
from IPython import get_ipython
from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances

_OLDER = set()  # the ids of the widgets that there were when the running cell began
_RUNS = {}  # cell -> (its last run, what this run has made)
_KEPT = {}  # what the reader has answered and reached in this kernel


def keep(key, value):
    """Remember something of the reader's for the next run of its cell, in a notebook."""
    if get_ipython() is not None:
        _KEPT[key] = value


def kept(key):
    """What was remembered, or None: to run a chapter again takes nothing back."""
    return _KEPT.get(key)


class Cover(traitlets.HasTraits):
    """Whether a figure is covered, since its prediction is not answered yet."""

    on = traitlets.Bool()
    laid = False  # whether it ever was; who took it off is not asked again


def cover(name: str) -> Cover:
    """The cover of the figure called `name` in this kernel."""
    known = kept(("cover", name)) or Cover()
    keep(("cover", name), known)
    return known


def replace_earlier(made, name):
    """Close what an earlier run of the running cell made; `made` belongs to this run.

    `name` stands for the cell where a front end does not say which one is running.
    """
    if not hasattr(get_ipython(), "get_parent"):
        return
    parent = _parent()
    cell = parent.get("metadata", {}).get("cellId", name)
    run = parent.get("header", {}).get("msg_id")
    last, things = _RUNS.get(cell, (run, []))
    if last == run:
        _RUNS[cell] = (run, [*things, made])
        return
    _RUNS[cell] = (run, [made])
    for earlier in things:
        earlier.close()
    gc.collect()  # a matplotlib figure is full of cycles, and large


def _parent():
    """The message that the kernel works on; none outside one."""
    shell = get_ipython()
    return (shell.get_parent() or {}) if hasattr(shell, "get_parent") else {}


def by_the_reader() -> bool:
    """Whether a reader is at work: at a control, or running a cell in a front end.

    A front end says which cell it runs; a program that executes a notebook does not.
    """
    parent = _parent()
    if parent.get("header", {}).get("msg_type") == "execute_request":
        return "cellId" in parent.get("metadata", {})
    return bool(parent)


def running() -> str | None:
    """The code of the running cell; none where no cell runs."""
    return _parent().get("content", {}).get("code")


def close_parts(widget):
    """Close a widget with its layout and style, which are widgets too, and as long-lived."""
    for part in (widget, getattr(widget, "layout", None), getattr(widget, "style", None)):
        if part is not None:
            part.close()


def _cell_begins(info=None):
    _OLDER.clear()
    _OLDER.update(_instances)


def made_here(widget: Widget) -> bool:
    """Whether a widget was made by the running cell, and goes when the cell runs again."""
    return get_ipython() is not None and widget.model_id not in _OLDER


_cell_begins()
if get_ipython() is not None:
    get_ipython().events.register("pre_run_cell", _cell_begins)
