"""Print every figure's readouts at fixed settings, as JSON: what one Python says, for another."""

import contextlib
import json
import sys
import warnings

from notebooks import every_figure, figures
from settings import corners, random_settings

RANDOM = 60


def readouts():
    """{notebook:figure -> [readout]} at every corner of its controls, and at random settings."""
    said = {}
    for name, figure in every_figure():
        shown = figures(name)[figure]
        settings = [*corners(shown), *random_settings(shown, RANDOM)]
        said[f"{name}:{figure}"] = [shown.readout(**values) for values in settings]
    return said


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)
    with contextlib.redirect_stdout(sys.stderr):  # what the notebooks print
        said = readouts()
    print(json.dumps(said))
