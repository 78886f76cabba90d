"""What was learned comes back: a module for each chapter, with tasks of fresh values.

A task is a generator: `columns(seed)` of `linear_algebra` is a question, `reach(seed)` a figure to
be set. The same seed gives the same task.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from tangible.review.task import Task
from tangible.teach.contents import contents

if TYPE_CHECKING:
    from tangible.review.session import again, today

__all__ = ["again", "tasks", "today"]


def __getattr__(name):
    """The session, when it is first asked for: to know what is due needs no widget."""
    if name not in ("again", "today"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tangible.review import session

    return getattr(session, name)


def tasks() -> dict[str, Task]:
    """All tasks by their names, in the order of the chapters."""
    modules = [import_module(f"tangible.review.{one['chapter'][3:]}") for one in contents()]
    return {
        one.name: one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, Task)
    }
