"""How otter grades our exercises: answers are worked out in one process, judged in another.

A submission runs in a process of its own, which tells what its answers give, in plain values and
nothing else. Otter then runs its tests on these values, in a kernel that never saw the submission:
so nothing that a submission rebinds, patches or makes equal to everything can earn a point.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import nbformat
import numpy as np

SECONDS = "TANGIBLE_SECONDS"  # the variable that says how long a submission may run
USUAL_SECONDS = 60
FRESH = 8  # how many inputs of its own a hidden test has


def _vector(rng, size):
    return rng.uniform(-3, 3, size).round(2)


def _shares(rng, *shape):
    """Probabilities, none of them small."""
    raw = rng.uniform(0.2, 1, shape)
    return raw / raw.sum()


def _covariance(rng, size):
    root = rng.uniform(-1, 1, (size, size))
    return root @ root.T + 0.3 * np.eye(size)


def _place(rng):
    """A point, a mean and a covariance, of two to four dimensions."""
    size = rng.integers(2, 5)
    return _vector(rng, size), _vector(rng, size), _covariance(rng, size)


def _words(rng):
    return rng.choice(["to", "be", "or", "not"], 9).tolist(), ["or", "that", "be", "to"]


def _regression(rng):
    rows, columns = rng.integers(3, 6), rng.integers(1, 4)
    return _vector(rng, (rows, columns)), _vector(rng, columns), _vector(rng, rows)


def _walk(rng):
    steepness, bottom = rng.uniform(0.5, 2, 2).round(2)
    return lambda x: steepness * (x - bottom), rng.uniform(-2, 5), 0.3, int(rng.integers(2, 9))


def _labelled(rng):
    K = int(rng.integers(2, 4))
    return _vector(rng, (9, 2)), rng.permutation(9) % K, K


# The exercises that can be handed in, by chapter, and how to draw other inputs than their own.
INPUTS: dict[str, dict[str, Callable]] = {
    "linear_algebra": {
        "count_words": _words,
        "signed_length": lambda rng: (_vector(rng, 3), _vector(rng, 3) + 0.005),
        "p_norm": lambda rng: (_vector(rng, 4), rng.uniform(1, 5)),
        "center_rows": lambda rng: (_vector(rng, (rng.integers(2, 5), 3)),),
        "first_then": lambda rng: (_vector(rng, (3, 2)), _vector(rng, (2, 3))),
    },
    "derivatives": {
        "central_difference": lambda rng: (np.cosh, rng.uniform(-1, 1), rng.uniform(0.1, 1)),
        "gradient_by_hand": lambda rng: tuple(rng.uniform(-3, 3, 2).tolist()),
        "squared_error_gradient": _regression,
        "descend": _walk,
        "slope_of_chain": lambda rng: (_vector(rng, rng.integers(2, 6)).tolist(),),
    },
    "maximum_likelihood": {
        "interval_probability": lambda rng: (-rng.uniform(0, 2), rng.uniform(0, 3), 0.3, 1.7),
        "mean_and_variance": lambda rng: (_vector(rng, 4), _shares(rng, 4)),
        "posterior": lambda rng: tuple(rng.uniform(0.05, 0.95, 3).tolist()),
        "coin_log_likelihood": lambda rng: (int(rng.integers(0, 30)), 30, rng.uniform(0.2, 0.8)),
        "fit_normal": lambda rng: (_vector(rng, rng.integers(3, 8)),),
    },
    "multivariate_gaussian": {
        "covariance_of_pairs": lambda rng: (_vector(rng, 6), _vector(rng, 6)),
        "normal_log_density": _place,
        "mahalanobis_distance": _place,
        "shares_of_distance": _place,
        "fit_covariance": lambda rng: (_vector(rng, (rng.integers(3, 7), 3)),),
    },
    "gaussian_mixtures": {
        "mixture_density": lambda rng: (
            rng.uniform(-2, 2), _shares(rng, 3), _vector(rng, 3), rng.uniform(0.5, 2, 3),
        ),
        "parameters": lambda rng: tuple(rng.integers(2, 20, 2).tolist()),
        "means_with_labels": _labelled,
        "log_sum_exp_of_rows": lambda rng: (
            _vector(rng, (3, 4)) + rng.choice([-2000, 0, 2000]),
        ),
        "new_stds": lambda rng: (_vector(rng, 5), rng.dirichlet([2, 2, 2], 5)),
    },
    "entropies": {
        "entropy_in_bits": lambda rng: (_shares(rng, rng.integers(2, 7)),),
        "cross_entropy_of_two": lambda rng: (_shares(rng, 4), _shares(rng, 4)),
        "kl": lambda rng: (_shares(rng, 5), _shares(rng, 5)),
        "mutual_information": lambda rng: (_shares(rng, 2, 3),),
        "softmax_loss": lambda rng: (_vector(rng, 4) * 100, int(rng.integers(4))),
    },
}  # fmt: skip


def _exercise(chapter, name):
    return getattr(import_module(f"tangible.exercises.{chapter}"), name)


def inputs(chapter, name, seed=None):
    """The arguments with which an answer is called: the exercise's own, or others by a seed."""
    if seed is None:
        return _exercise(chapter, name).tries
    rng = np.random.default_rng([seed, *name.encode()])
    return [INPUTS[chapter][name](rng) for _ in range(FRESH)]


class Grader:
    """What `grader` is in a student's notebook: `grader.check(name)` says what our check says."""

    def __init__(self, chapter, names):
        self._chapter, self._names = chapter, names

    def check(self, name):
        """The verdict on the answer of this name, as it stands now."""
        return self.judged(self._chapter, name, self._names.get(name, ...))

    @staticmethod
    def judged(chapter, name, answer):
        return _exercise(chapter, name)(answer)


# Where the submission runs.


def work_out(notebook, chapter, seed, record):
    """Run a submission, and write what its answers give to a file, a line for each.

    An answer is asked where the notebook checks it, and at the end if it is another one by then.
    """
    from IPython.core.interactiveshell import InteractiveShell

    sys.modules["otter"] = None  # its tests are no matter of this process
    cells = nbformat.read(notebook, 4).cells
    rounds = {
        name: {"own": inputs(chapter, name), "fresh": inputs(chapter, name, seed)}
        for name in INPUTS[chapter]
    }
    shell, asked = InteractiveShell.instance(), {}
    with open(record, "w", encoding="utf-8") as file:

        def tell(chapter, name, answer):
            asked[name] = answer
            given = {kind: _outcomes(chapter, name, answer, rounds[name][kind]) for kind in KINDS}
            file.write(json.dumps([name, given]) + "\n")
            file.flush()

        Grader.judged = staticmethod(tell)
        shell.user_ns.update(exit=sys.exit, quit=sys.exit)
        ended = False
        for cell in cells:
            if cell.cell_type == "code" and not ended:
                result = shell.run_cell(cell.source)
                ended = isinstance(result.error_in_exec, SystemExit)
        for name in rounds:
            answer = shell.user_ns.get(name, ...)
            if answer is not asked.get(name, ...):
                tell(chapter, name, answer)
        file.write(json.dumps(["", {"ended": ended}]) + "\n")


KINDS = ("own", "fresh")


def _outcomes(chapter, name, answer, tries):
    """What an answer gives for each input, up to the first that fails: what came, or why not."""
    outcomes = []
    for arguments in tries:
        came = []
        exercise = replace(
            _exercise(chapter, name),
            tries=[arguments],
            same=lambda one, _, came=came: came.append(one) or True,
        )
        verdict = exercise(answer)
        if not verdict.right:
            return [*outcomes, {"not": verdict.words}]
        try:
            outcomes.append({"came": _plain(came[0])})
        except TypeError as error:
            return [*outcomes, {"not": str(error)}]
    return outcomes


def _plain(value):
    """A value as JSON knows it."""
    match value:
        case np.ndarray() | np.generic():
            return _plain(value.tolist())
        case list() | tuple():
            return [_plain(part) for part in value]
        case bool() | int() | float() | str():
            return value
    raise TypeError(f"A value of type {type(value).__name__} came.")


# Where it is judged.


class Plugin:
    """Otter's plugin that runs a submission elsewhere and gives otter what its answers gave."""

    def __init__(self, _path, _metadata, config):
        self._chapter, self._seed = config["chapter"], config["seed"]
        self._remark = ""

    def before_execution(self, submission):
        """A notebook with nothing but the outcomes, in place of the submission."""
        kept = {path: path.read_bytes() for path in _files()}
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            notebook, record = Path(folder, "submission.ipynb"), Path(folder, "record.jsonl")
            nbformat.write(submission, notebook)
            arguments = str(notebook), self._chapter, self._seed, str(record)
            code = f"from tangible.publish import grading; grading.work_out{arguments}"
            seconds = float(os.environ.get(SECONDS, USUAL_SECONDS))
            settings = {"MPLBACKEND": "agg", "IPYTHONDIR": folder, "HOME": folder}
            command = [sys.executable, "-P", "-c", code]
            ended = run(command, seconds, cwd=folder, env=dict(os.environ, **settings))
            handed_in = _read(record)
        for path in set(_files()) - set(kept):
            path.unlink()
        for path, content in kept.items():  # whatever the submission did to the tests
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if ended is None:
            self._remark = f"took longer than {seconds:g} seconds"
        elif handed_in.get("", {}).get("ended") is not False:
            self._remark = "ended itself"
        text = f"import json\n\nhanded_in = json.loads({json.dumps(handed_in)!r})"
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text)])

    def after_grading(self, results):
        """Let the remark stand beside the points."""
        results.set_output(self._remark)


def _files():
    """All files that otter has laid out for this submission."""
    return [path for path in Path.cwd().parent.rglob("*") if path.is_file()]


def _read(record):
    """The last line of each answer; what is no such line is nobody's answer."""
    told = {}
    with contextlib.suppress(OSError):
        for line in record.read_text("utf-8", "replace").splitlines():
            with contextlib.suppress(ValueError, TypeError):
                name, given = json.loads(line)
                told[str(name)] = dict(given)
    return told


def judge(env, chapter, name, seed=None):
    """Otter's test: assert that an answer is right, for its exercise's own inputs or others.

    While a student works, where nothing is handed in yet, the answer itself is checked.
    """
    exercise = _exercise(chapter, name)
    if "handed_in" not in env:
        verdict = exercise(env.get(name, ...))
        assert verdict.right, verdict
        return
    told = env["handed_in"].get(name, {}).get("own" if seed is None else "fresh", [])
    assert told, "Nothing was handed in."
    for arguments, outcome in zip(inputs(chapter, name, seed), told, strict=True):
        assert "came" in outcome, outcome.get("not")
        verdict = replace(exercise, tries=[arguments])(lambda *_, came=outcome["came"]: came)
        assert verdict.right, verdict.words


def run(command, seconds, **settings):
    """Run a command in silence for so long at most, and end all that it started.

    Gives what it returned, or None if it was ended.
    """
    quiet = subprocess.DEVNULL
    streams = dict(stdin=quiet, stdout=quiet, stderr=quiet) | settings
    process = subprocess.Popen(command, start_new_session=True, **streams)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if os.name == "nt":
            tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(tree, capture_output=True)
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
