"""What a reader has done, in one file beside the notebooks, `tangible-progress.json`.

    {"format": 1,
     "predictions": {NAME: {"first": the option chosen first, "right": bool, "when": UTC}},
     "goals":       {NAME: {"when": UTC}},
     "exercises":   {NAME: {"attempts": [{"answer": a digest of its code, "right": bool, "when"}]}},
     "reviews":     {NAME: [{"right": bool, "when": UTC}]}}

Names are those of `predict`, `goal` and the modules of exercises; `contents.json` says where each
stands. The same text is what a page keeps in the browser. Only an act of the reader's writes: a
control or a button, or a cell run in a front end, which names the cell. Programs that execute a
notebook (nbclient, nbval) name none, and write nothing. Variable TANGIBLE_PROGRESS=off: nothing is
read or written.
"""

import ast
import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import filelock

from tangible import cells

NAME = "tangible-progress.json"
FORMAT = 1
FOLDER = Path.cwd()  # a kernel begins in the folder of its notebook
_PATIENCE = 5  # seconds that another kernel may take to write
_KINDS = ("predictions", "goals", "exercises", "reviews")

trouble = ""  # why nothing can be kept, once that is known
_listeners: list[Callable[[], None]] = []


def now() -> str:
    """The present, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def is_on() -> bool:
    """Whether the reader wants it kept."""
    return os.environ.get("TANGIBLE_PROGRESS", "").lower() not in ("off", "0", "no")


def known(folder: Path | None = None) -> dict[str, Any]:
    """All that is kept, every kind of it there, if empty."""
    if not is_on():
        return whole({})
    try:
        return whole(json.loads((folder or FOLDER).joinpath(NAME).read_text("utf-8")))
    except (OSError, ValueError):
        return whole({})


def whole(data: Any) -> dict[str, Any]:
    """`data` with every kind that it lacks, and without what a hand made of it that is no entry.

    What a newer course has added stays.
    """
    data = data if isinstance(data, dict) else {}
    kinds = {kind: data[kind] if isinstance(data.get(kind), dict) else {} for kind in _KINDS}
    for kind in ("predictions", "goals", "exercises"):
        kinds[kind] = {name: one for name, one in kinds[kind].items() if isinstance(one, dict)}
    kinds["exercises"] = {
        name: {**one, "attempts": _acts(one.get("attempts"))}
        for name, one in kinds["exercises"].items()
    }
    kinds["reviews"] = {name: _acts(acts) for name, acts in kinds["reviews"].items()}
    return {"format": FORMAT, **data, **kinds}


def _acts(entries):
    return [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []


def predicted(name: str, option: str, right: bool):
    """A first choice; later ones change nothing."""
    _record(
        lambda data: data["predictions"].setdefault(
            name, {"first": option, "right": right, "when": now()}
        )
    )


def reached(name: str):
    """A goal."""
    _record(lambda data: data["goals"].setdefault(name, {"when": now()}))


def reviewed(name: str, right: bool):
    """The first answer to a task of the review on a day."""
    act = {"right": right, "when": now()}
    _record(lambda data: data["reviews"].setdefault(name, []).append(act))


def attempted(name: str, right: bool):
    """An answer to an exercise, in the running cell; the same code again is no other attempt."""
    code = cells.running()
    if code is None or code.startswith("# Solution"):
        return

    def write(data):
        kept = data["exercises"].setdefault(name, {"attempts": []})["attempts"]
        answer = _digest(code)
        if all(one.get("answer") != answer for one in kept):
            kept.append({"answer": answer, "right": right, "when": now()})

    _record(write)


def _digest(code):
    """Of what Python reads in a cell: words behind # and empty lines do not count."""
    with contextlib.suppress(SyntaxError, ValueError):  # a line of IPython's own
        code = ast.dump(ast.parse(code))
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()[:12]


def listen(act: Callable[[], None]) -> Callable[[], None]:
    """Call `act` whenever this kernel has kept something; gives what ends that."""
    _listeners.append(act)
    return lambda: _listeners.remove(act) if act in _listeners else None


def _record(change):
    if not (is_on() and cells.by_the_reader()):
        return
    try:
        update(change)
    except Exception as error:  # a full disk, a file system without locks, a file edited by hand
        _give_up(error)
    for act in list(_listeners):
        act()


def update(change: Callable[[dict], Any], folder: Path | None = None):
    """Read, change and write the file while no other kernel does; it is never half written.

    Raises OSError where it cannot be written; what was kept before is then still there.
    """
    path = (folder or FOLDER) / NAME
    # The lock's own file stays: to delete it would let two in at once.
    with filelock.FileLock(path.with_name(f".{NAME}.lock"), timeout=_PATIENCE):
        data = whole(_read(path))
        before = json.dumps(data, sort_keys=True)
        change(data)
        if json.dumps(data, sort_keys=True) != before:
            _write(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _read(path):
    """What is in the file. One that is damaged is put aside, not written over."""
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        path.replace(path.with_suffix(".damaged.json"))
        return {}


def _write(path, text):
    file, name = tempfile.mkstemp(prefix=f".{NAME}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(file, "w", encoding="utf-8", newline="\n") as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _give_up(error):
    """Say once that nothing can be kept, and why."""
    global trouble
    told = bool(trouble)
    why = getattr(error, "strerror", None) or str(error)
    trouble = f"What you do is not kept: {NAME} cannot be written in this folder ({why})."
    if not told:
        print(trouble)


def merge(mine: Any, theirs: Any) -> dict[str, Any]:
    """Two readers' files as one, whichever comes first: nothing done in either is lost.

    Of a prediction or a goal the earlier entry counts; attempts and reviews add up.
    """
    mine, theirs = whole(mine), whole(theirs)
    together = {**theirs, **mine}
    for kind in ("predictions", "goals"):
        both = {**theirs[kind], **mine[kind]}
        for name in mine[kind].keys() & theirs[kind].keys():
            both[name] = min(mine[kind][name], theirs[kind][name], key=_when)
        together[kind] = both
    together["reviews"] = _added(mine["reviews"], theirs["reviews"])
    attempts = _added(*map(_attempts, (mine, theirs)))
    together["exercises"] = {
        name: {
            **theirs["exercises"].get(name, {}),
            **mine["exercises"].get(name, {}),
            "attempts": _each_answer_once(acts),
        }
        for name, acts in attempts.items()
    }
    return together


def _attempts(data):
    return {name: entry["attempts"] for name, entry in data["exercises"].items()}


def _each_answer_once(acts):
    first = {}
    for act in acts:
        first.setdefault(act.get("answer"), act)
    return list(first.values())


def _when(entry):
    return entry.get("when", "")


def _added(mine, theirs):
    """The acts of two dicts of lists, each act once, in the order of time."""
    both = {}
    for name in [*theirs, *mine]:
        acts = {json.dumps(a, sort_keys=True): a for a in theirs.get(name, []) + mine.get(name, [])}
        both[name] = sorted(acts.values(), key=_when)
    return both


def take_in(file: str | Path, folder: Path | None = None):
    """Add what another file holds: one that a page has saved, or another folder's."""
    other = json.loads(Path(file).read_text("utf-8"))
    update(lambda data: data.update(merge(data, other)), folder)
