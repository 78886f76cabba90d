"""Whether the lock files install from wheels alone, everywhere; and how they are made.

    python tools/locks.py           ask the package index about every Python and system
    python tools/locks.py --renew   pin the newest versions that fit, then ask

A wheel that is missing is a failure where a lock has changed since it was last seen whole (its
last line says when that was), and else a warning: an index may change under an old lock. Without
a network nothing is decided, and that is said.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

HOME = Path(__file__).parents[1]
LOCKS = (
    "requirements.lock",
    "requirements-test.lock",
    "requirements-pages.lock",
    "requirements-grading.lock",
    "requirements-hub.lock",
)
ALONE = "requirements-pages.lock"  # pinned and installed without what it would bring along
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
SYSTEMS = {
    "Linux, x86-64": "x86_64-unknown-linux-gnu",
    "Linux, arm64": "aarch64-unknown-linux-gnu",
    "Windows": "x86_64-pc-windows-msvc",
    "macOS, arm64": "aarch64-apple-darwin",
    "macOS, Intel": "x86_64-apple-darwin",
}
SEEN = "# Seen to have a wheel of everything, for every Python and system: "
NO_NETWORK = ("error sending request", "dns error", "Failed to fetch", "Connection refused")


def uv(*arguments):
    """What uv says, and whether it succeeded."""
    command = [sys.executable, "-m", "uv", "pip", *arguments]
    done = subprocess.run(command, cwd=HOME, capture_output=True, encoding="utf-8")
    return done.returncode == 0, done.stderr


def pins(lock):
    """The lines of a lock file that name a version."""
    return [line for line in (HOME / lock).read_text("utf-8").splitlines() if "==" in line]


def digest(lock):
    return hashlib.sha256("\n".join(pins(lock)).encode()).hexdigest()[:16]


def was_seen_whole(lock):
    return SEEN + digest(lock) in (HOME / lock).read_text("utf-8")


def missing(lock, python, system):
    """Why a lock does not install from wheels for this Python and system; None if it does."""
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder, "pins.txt")
        listing.write_text("\n".join(pins(lock)), "utf-8")
        good, said = uv(
            "install", "--dry-run", "--no-deps", "--only-binary", ":all:",
            "--python-version", python, "--python-platform", SYSTEMS[system],
            "--target", folder, "-r", str(listing),
        )  # fmt: skip
    if good:
        return None
    return re.sub(r"(?s).*cause: |\n.*", "", said) or said


def check(renewed):
    """Ask about every combination; 1 if a lock that has changed lacks a wheel."""
    asked = list(product(LOCKS, PYTHONS, SYSTEMS))
    with ThreadPoolExecutor(4) as pool:
        answers = dict(zip(asked, pool.map(lambda one: missing(*one), asked), strict=True))
    if any(sign in (answer or "") for answer in answers.values() for sign in NO_NETWORK):
        print("There is no network: whether every wheel exists was not asked.")
        return 0
    failed = 0
    for lock in LOCKS:
        wrong = {one: answer for one, answer in answers.items() if one[0] == lock and answer}
        for (_, python, system), answer in wrong.items():
            word = "Warning" if was_seen_whole(lock) else "Missing"
            print(f"{word}: {lock}, Python {python}, {system}: {answer}")
        if renewed and not wrong:
            note(lock)
        failed |= bool(wrong) and not was_seen_whole(lock)
    print(f"{len(asked)} combinations asked, {sum(map(bool, answers.values()))} lack a wheel.")
    return int(failed)


def note(lock):
    """Write into a lock that it was seen whole."""
    path = HOME / lock
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(SEEN)]
    path.write_text("\n".join([*lines, SEEN + digest(lock)]) + "\n", "utf-8", newline="\n")


def renew():
    """Pin anew what the requirements ask for."""
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder, "constraints.txt")
        constraints.touch()
        for lock in LOCKS:
            wanted = lock.replace(".lock", ".txt")
            good, said = uv(
                "compile", "--universal", "--python-version", PYTHONS[0], "--upgrade",
                "--no-header", "--no-annotate", "--constraint", str(constraints),
                *["--no-deps"] * (lock == ALONE), wanted, "--output-file", lock,
            )  # fmt: skip
            if not good:
                sys.exit(said)
            text = re.sub(r"(?m)^-e .*$", "-e .", (HOME / lock).read_text("utf-8"))
            head = (
                f"# Exact versions of {wanted}, for every system. Made by tools/locks.py --renew.\n"
            )
            (HOME / lock).write_text(head + text, "utf-8", newline="\n")
            constraints.write_text("\n".join(pins(LOCKS[0])), "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--renew", action="store_true", help="pin the newest versions first")
    wanted = parser.parse_args()
    if wanted.renew:
        renew()
    sys.exit(check(wanted.renew))
