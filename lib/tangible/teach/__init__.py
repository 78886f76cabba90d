"""Devices for teaching: predictions, goals, exercises that say what is wrong, and progress.

`exercise` needs no widget; `devices` are widgets, and come when they are first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from tangible.teach.exercise import Exercise, Verdict

if TYPE_CHECKING:
    from tangible.teach.contents import overview
    from tangible.teach.devices import Goal, Prediction, goal, predict

__all__ = [
    "Exercise",
    "Goal",
    "Prediction",
    "Verdict",
    "goal",
    "overview",
    "predict",
]


def __getattr__(name):
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "contents" if name == "overview" else "devices"
    return getattr(import_module(f"tangible.teach.{home}"), name)
