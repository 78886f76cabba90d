"""What a cell has made, so that running it again leaves nothing of the earlier run behind."""

import gc

from IPython import get_ipython

_RUNS = {}  # cell -> (its last run, what this run has made)


def replace_earlier(made, name):
    """Close what an earlier run of the running cell made; `made` belongs to this run.

    `name` stands for the cell where a front end does not say which one is running.
    """
    shell = get_ipython()
    if shell is None or not hasattr(shell, "get_parent"):
        return
    parent = shell.get_parent() or {}
    cell = parent.get("metadata", {}).get("cellId", name)
    run = parent.get("header", {}).get("msg_id")
    last, things = _RUNS.get(cell, (run, []))
    if last != run:
        for earlier in things:
            earlier.close()
        gc.collect()  # a matplotlib figure is full of cycles, and large
        things = []
    _RUNS[cell] = (run, [*things, made])
