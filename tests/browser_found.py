"""Where a browser is on this machine."""

import os
import shutil
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)


TOOLS = Path(__file__).parents[1] / "node_modules" / ".bin"  # those of the page's scripts


def find_browser():
    """The path of a Chromium on this machine, or None."""
    found = [os.environ.get("TANGIBLE_BROWSER"), *map(shutil.which, NAMES), *PLACES]
    return next((path for path in found if path and Path(path).exists()), None)
