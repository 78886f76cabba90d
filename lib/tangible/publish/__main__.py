"""`python -m tangible.publish NOTEBOOKS FOLDER KEPT`: what `course.py pages` runs."""

import sys
from pathlib import Path

from tangible.publish.pages import build

if __name__ == "__main__":
    build(*map(Path, sys.argv[1:4]))
