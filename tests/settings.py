"""Settings of a figure's controls to try: every corner, and many in between."""

import itertools

import ipywidgets
import numpy as np
from ipywidgets.widgets.widget_selection import _MultipleSelection, _Selection

from tangible import Point, Steps


def ends(control):
    """The extreme values of a control."""
    match control:
        case Point():
            return sorted(set(itertools.product(*control.bounds)))
        case _MultipleSelection():
            return [(), tuple(control._options_values)]
        case ipywidgets.SelectionSlider():
            return [control._options_values[0], control._options_values[-1]]
        case _Selection():
            return list(control._options_values)
        case ipywidgets.FloatLogSlider():
            return [control.base**control.min, control.base**control.max]
        case _ if isinstance(control.value, bool):
            return [False, True]
        case _ if isinstance(control.value, tuple) and hasattr(control, "min"):
            return [
                (control.min, control.min),
                (control.min, control.max),
                (control.max, control.max),
            ]
        case _ if hasattr(control, "min"):
            return [control.min, control.max]
    return [control.value]


def between(control, rng):
    """A random value of a control that the reader can reach."""
    match control:
        case Point():
            return tuple(rng.uniform(low, high) for low, high in control.bounds)
        case ipywidgets.FloatLogSlider():
            return control.base ** rng.uniform(control.min, control.max)
        case ipywidgets.SelectionSlider():
            return control._options_values[rng.integers(len(control.options))]
        case Steps() | ipywidgets.IntSlider():
            return int(rng.integers(control.min, control.max + 1))
        case ipywidgets.FloatSlider():
            n = round((control.max - control.min) / control.step)
            return min(control.max, control.min + control.step * int(rng.integers(0, n + 1)))
    choices = ends(control)
    return choices[rng.integers(len(choices))]


def corners(figure):
    """Every combination of the extreme values of its controls."""
    for values in itertools.product(*map(ends, figure.controls.values())):
        yield dict(zip(figure.controls, values, strict=True))


def random_settings(figure, count, seed=0):
    rng = np.random.default_rng(seed)
    for _ in range(count):
        yield {name: between(control, rng) for name, control in figure.controls.items()}
