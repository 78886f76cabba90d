"""Devices for teaching: predictions, goals, and exercises that say what is wrong.

`exercise` needs no widget; `devices` are widgets, and come when they are first asked for.
"""

from typing import TYPE_CHECKING

from tangible.teach.exercise import Exercise, Verdict

if TYPE_CHECKING:
    from tangible.teach.devices import Goal, Prediction, goal, predict

__all__ = ["Exercise", "Goal", "Prediction", "Verdict", "goal", "predict"]


def __getattr__(name):
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tangible.teach import devices

    return getattr(devices, name)
