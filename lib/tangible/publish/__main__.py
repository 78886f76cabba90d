"""`python -m tangible.publish NOTEBOOKS SLIDES FOLDER KEPT [NAME ...]`: pages and slides."""

import sys
from functools import partial
from pathlib import Path

from tangible.publish.decks import DeckError
from tangible.publish.pages import build

if __name__ == "__main__":
    notebooks, slides, folder, kept = map(Path, sys.argv[1:5])
    try:
        build(notebooks, folder, kept, slides, sys.argv[5:], partial(print, flush=True))
    except DeckError as error:
        sys.exit(str(error))
