"""Try a hub as a class would use it:

    python3 deploy/smoke.py --hub URL --token TOKEN --users N --chapter NN --seconds S

N users of its own making (`smoke-…-1` and on) start their servers at once, open the chapter, run
all its cells, move a figure without a pause for S seconds, and leave; then they are deleted, also
after a failure or Ctrl+C. It prints one line of JSON:

    users         how many came through
    spawn_s       seconds from asking for a server until it answers; the slowest user's
    open_s        ... from opening the chapter until its kernel answers; the slowest user's
    run_all_s     seconds of Run All from then on; the slowest user's
    frames_per_s  fresh pictures a second, of all users together
    median_ms     from a move to its picture, over all moves
    p95_ms        ... of which 5 % took longer
    memory_mb     of a user's server and kernel together, the largest; null where it cannot be read
    errors        what went wrong, in words; [] if nothing

It ends with 0 if there was no error. The token comes from `--token` or the variable
JUPYTERHUB_API_TOKEN; the least scopes that will do are `admin:users` (make and delete its own),
`servers` (start and stop them) and `access:servers` (use them). At most 64 users, 600 seconds of
moving, and five minutes for each start and for Run All. Run from a copy of the course: the chapter
is sent from it, and run with the library that the hub has.
"""

import argparse
import contextlib
import json
import os
import secrets
import signal
import statistics
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
START = 300  # seconds that a server or a kernel may take to come up
RUN = 300  # seconds that Run All may take
PATIENCE = 30  # seconds for any other answer
MOST_USERS, MOST_SECONDS = 64, 600


class Failed(Exception):
    """What went wrong, in words for the administrator; `code` is that of an answer of HTTP."""

    def __init__(self, words, code=0):
        super().__init__(words)
        self.code = code


class Hub:
    """The hub's own interface, and that of its users' servers, with one token."""

    def __init__(self, url, token):
        self.root, self.token = url.rstrip("/").removesuffix("/hub"), token

    def ask(self, method, path, content=None):
        """The answer to a question of the hub or, with a path outside `hub/`, of a server."""
        request = urllib.request.Request(
            f"{self.root}/{path}",
            method=method,
            data=None if content is None else json.dumps(content).encode(),
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            said = error.read().decode("utf-8", "replace")[:200]
            if error.code == 403:
                said = "the token lacks a scope; needed: admin:users, servers, access:servers"
            raise Failed(f"{method} {path}: {error.code}, {said}", error.code) from None
        except OSError as error:
            raise Failed(f"{method} {path}: {error}") from None
        return json.loads(text) if text else None


class User:
    """One made-up student."""

    def __init__(self, hub, name):
        self.hub, self.name, self.made = hub, name, False
        self.place = f"user/{urllib.parse.quote(name)}"

    def arrive(self):
        """Be made, and start a server; gives the seconds until it answers."""
        self.made = True
        try:
            self.hub.ask("POST", f"hub/api/users/{self.name}")
        except Failed as failed:
            self.made = not failed.code  # the hub said no
            raise
        begun = time.monotonic()
        self._ask_for_server(begun + START)
        while time.monotonic() - begun < START:
            server = self.hub.ask("GET", f"hub/api/users/{self.name}")["servers"].get("")
            if server and server["ready"]:
                self.hub.ask("GET", f"{self.place}/api/status")
                return time.monotonic() - begun
            if server is None or not server.get("pending"):
                raise Failed(f"the server of {self.name} did not start; the hub's log says why")
            time.sleep(0.3)
        raise Failed(f"the server of {self.name} was not ready within {START} s")

    def _ask_for_server(self, until):
        while True:
            try:
                return self.hub.ask("POST", f"hub/api/users/{self.name}/server")
            except Failed as failed:  # 429: so many are starting that others have to wait
                if failed.code != 429 or time.monotonic() > until:
                    raise
                time.sleep(2)

    def open(self, book):
        """Put the chapter into the user's folder, open it, and talk to its kernel."""
        self.file = f"smoke-{secrets.token_hex(4)}.ipynb"
        told = {"type": "notebook", "format": "json", "content": book}
        self.hub.ask("PUT", f"{self.place}/api/contents/{self.file}", told)
        self.hub.ask("GET", f"{self.place}/api/contents/{self.file}?content=1")
        told = {"path": self.file, "name": self.file, "type": "notebook"}
        told["kernel"] = {"name": "python3"}
        session = self.hub.ask("POST", f"{self.place}/api/sessions", told)
        return Kernel(self.hub, f"{self.place}/api/kernels/{session['kernel']['id']}/channels")

    def leave(self):
        """Take everything away again: the file, the server, the user."""
        if not self.made:
            return
        with contextlib.suppress(Failed, AttributeError):
            self.hub.ask("DELETE", f"{self.place}/api/contents/{self.file}")
        with contextlib.suppress(Failed):
            self.hub.ask("DELETE", f"hub/api/users/{self.name}/server")
        begun = time.monotonic()
        while True:  # a hub deletes nobody whose server is still about to start or to stop
            try:
                self.hub.ask("DELETE", f"hub/api/users/{self.name}")
                return
            except Failed as failed:
                if failed.code == 404:
                    return
                if time.monotonic() - begun > (START if failed.code else PATIENCE):
                    raise Failed(f"{self.name} could not be deleted: {failed}") from None
                time.sleep(0.5)


class Kernel:
    """A kernel at the other end of the proxy, spoken to as a page does."""

    def __init__(self, hub, path):
        import websocket

        scheme = "wss" if hub.root.startswith("https") else "ws"
        address = f"{scheme}://{hub.root.partition('://')[2]}/{path}"
        self.session = uuid.uuid4().hex
        try:
            self.talk = websocket.create_connection(
                f"{address}?session_id={self.session}",
                timeout=START,  # it opens when the kernel answers
                header=[f"Authorization: token {hub.token}"],
                suppress_origin=True,
            )
        except (OSError, websocket.WebSocketException) as error:
            raise Failed(f"the kernel's channel: {error}") from None

    def say(self, kind, content):
        """Send a message on the shell channel; gives its id."""
        name = uuid.uuid4().hex
        header = {"msg_id": name, "msg_type": kind, "username": "", "session": self.session,
                  "date": "", "version": "5.3"}  # fmt: skip
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content,
                   "buffers": [], "channel": "shell"}  # fmt: skip
        self.talk.send(json.dumps(message))
        return name

    def hear(self, until):
        """The next message; Failed if none comes before `until`."""
        import websocket

        try:
            self.talk.settimeout(max(0.01, until - time.monotonic()))
            data = self.talk.recv()
        except websocket.WebSocketTimeoutException:
            raise Failed("the kernel did not answer in time") from None
        except (OSError, websocket.WebSocketException) as error:
            raise Failed(f"the channel broke off: {error}") from None
        if isinstance(data, bytes):  # a message with buffers: where each part begins, the parts
            count = int.from_bytes(data[:4], "big")
            places = [int.from_bytes(data[4 * k : 4 * k + 4], "big") for k in range(1, count + 1)]
            data = data[places[0] : (places[1] if count > 1 else None)]
        if not data:
            raise Failed("the channel was closed")
        return json.loads(data)

    def run(self, cells):
        """Run code cells one after the other; gives the figures that they showed.

        A figure is the id of its widget and what its `spec` says of it.
        """
        until = time.monotonic() + RUN
        asked = [
            self.say("execute_request", {"code": cell, "silent": False, "store_history": True,
                                         "allow_stdin": False, "stop_on_error": True})
            for cell in cells
        ]  # fmt: skip
        figures = {}
        while True:
            message = self.hear(until)
            kind, content = message["msg_type"], message["content"]
            if kind == "comm_open" and content["data"].get("state", {}).get("kind") == "figure":
                figures[content["comm_id"]] = content["data"]["state"]["spec"]
            elif kind == "error" and message["parent_header"].get("msg_id") in asked:
                cell = cells[asked.index(message["parent_header"]["msg_id"])]
                words = f"{content['ename']}: {content['evalue']}"
                raise Failed(f"the cell “{cell.splitlines()[0][:60]}” failed with {words[:200]}")
            elif (
                kind == "status"
                and content["execution_state"] == "idle"
                and message["parent_header"].get("msg_id") == asked[-1]
            ):
                return figures

    def drag(self, figure, slider, seconds):
        """Move a slider to and fro without a pause; gives the milliseconds of each picture."""
        steps = round((slider["max"] - slider["min"]) / slider["step"])
        page, waits, begun = uuid.uuid4().hex, [], time.monotonic()
        for number in range(1, 1_000_000):
            if (asked := time.monotonic()) - begun >= seconds:
                return waits
            place = steps - abs(number % (2 * steps) - steps)
            moved = {slider["name"]: slider["min"] + place * slider["step"]}
            content = {"page": page, "number": number, "show": moved, "kept": {}, "held": True}
            self.say("comm_msg", {"comm_id": figure,
                                  "data": {"method": "custom", "content": content}})  # fmt: skip
            answer = {}
            while (answer.get("page"), answer.get("number")) != (page, number):
                message = self.hear(asked + PATIENCE)
                data = message["content"].get("data", {})
                if message["msg_type"] == "comm_msg" and message["content"]["comm_id"] == figure:
                    answer = data.get("content") or {}
            if answer.get("error"):
                raise Failed(f"a picture failed: {answer['error']}")
            waits.append(1000 * (time.monotonic() - asked))

    def memory(self):
        """Megabytes of the kernel and of the server that started it; None if they hide it."""
        code = (
            "import psutil as _p; _one = _p.Process()\n"
            "print(round((_one.memory_info().rss + _one.parent().memory_info().rss) / 2**20))"
        )
        name = self.say("execute_request", {"code": code, "silent": False, "store_history": False,
                                            "allow_stdin": False})  # fmt: skip
        until = time.monotonic() + PATIENCE
        while True:
            message = self.hear(until)
            if message["parent_header"].get("msg_id") != name:
                continue
            if message["msg_type"] == "stream" and message["content"]["text"].strip().isdigit():
                return int(message["content"]["text"])
            if message["msg_type"] == "error" or (
                message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
            ):
                return None

    def close(self):
        with contextlib.suppress(Exception):
            self.talk.close()


def visit(user, book, seconds, together):
    """All that a user does, in step with the others; gives what was measured."""
    found = {"waits": []}
    try:
        found["spawn_s"] = user.arrive()
        together.wait(START)
        begun = time.monotonic()
        kernel = user.open(book)
        found["open_s"] = time.monotonic() - begun
        together.wait(START)
        cells = ["".join(c["source"]) for c in book["cells"] if c["cell_type"] == "code"]
        begun = time.monotonic()
        figures = kernel.run([cell for cell in cells if cell.strip()])
        found["run_all_s"] = time.monotonic() - begun
        together.wait(RUN)
        with contextlib.closing(kernel):
            figure, slider = movable(figures)
            found["waits"] = kernel.drag(figure, slider, seconds)
            found["memory_mb"] = kernel.memory()
    except threading.BrokenBarrierError:
        pass  # another user's failure says why
    except Failed as failed:
        found["error"] = f"{user.name}: {failed}"
        together.abort()
    except Exception as error:  # a bug of ours, or an answer that no Jupyter gives
        found["error"] = f"{user.name}: {type(error).__name__}: {error}"
        together.abort()
    return found


def movable(figures):
    """The first figure with a slider of numbers, and the slider."""
    for figure, spec in figures.items():
        for control in spec["controls"]:
            if control["kind"] == "slider" and "base" not in control and "options" not in control:
                return figure, control
    raise Failed("the chapter showed no figure with a slider; does the hub have the library?")


def measured(found, seconds):
    """The line that is printed."""

    def most(name):
        values = [one[name] for one in found if one.get(name) is not None]
        return round(max(values), 2) if values else None

    waits = sorted(wait for one in found for wait in one["waits"])
    return {
        "users": sum("error" not in one and bool(one["waits"]) for one in found),
        "spawn_s": most("spawn_s"),
        "open_s": most("open_s"),
        "run_all_s": most("run_all_s"),
        "frames_per_s": round(len(waits) / seconds, 1),
        "median_ms": round(statistics.median(waits), 1) if waits else None,
        "p95_ms": round(waits[int(0.95 * (len(waits) - 1))], 1) if waits else None,
        "memory_mb": most("memory_mb"),
        "errors": [one["error"] for one in found if "error" in one],
    }


def try_out(hub, count, book, seconds):
    """Have `count` users visit at once; gives what is printed. Nobody is left behind."""
    mark = f"smoke-{secrets.token_hex(3)}"
    users = [User(hub, f"{mark}-{k}") for k in range(1, count + 1)]
    together = threading.Barrier(count)
    found, left = [], []
    with ThreadPoolExecutor(2 * count) as pool:  # who leaves waits for nobody who stays
        visits = [pool.submit(visit, user, book, seconds, together) for user in users]
        try:
            found = [one.result() for one in visits]
        finally:
            together.abort()
            for user, gone in [(user, pool.submit(user.leave)) for user in users]:
                try:
                    gone.result()
                except Failed as failed:
                    left.append({"waits": [], "error": f"{user.name}: {failed}"})
    return measured(found + left, seconds)


def chapter(number):
    """The notebook of a chapter, without its saved pictures."""
    found = sorted((HOME / "notebooks").glob(f"{int(number):02d}_*.ipynb"))
    if len(found) != 1:
        raise Failed(f"There is no chapter {number} beside this file.")
    book = json.loads(found[0].read_text("utf-8"))
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return book


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hub", required=True, help="its address, https://… or with its prefix")
    parser.add_argument("--token", default=os.environ.get("JUPYTERHUB_API_TOKEN", ""))
    parser.add_argument("--users", type=int, default=1)
    parser.add_argument("--chapter", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=10)
    told = parser.parse_args()
    if not told.token:
        parser.error("no token: give --token, or set JUPYTERHUB_API_TOKEN")
    if not 1 <= told.users <= MOST_USERS:
        parser.error(f"--users is from 1 to {MOST_USERS}")
    if not 0 < told.seconds <= MOST_SECONDS:
        parser.error(f"--seconds is more than 0 and at most {MOST_SECONDS}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # its users are taken away first
    try:
        line = try_out(Hub(told.hub, told.token), told.users, chapter(told.chapter), told.seconds)
    except Failed as failed:
        sys.exit(str(failed))
    print(json.dumps(line, ensure_ascii=False))
    return 1 if line["errors"] else 0


def borrow_environment():
    """Go on with the course's own Python, which has `websocket`, where this one has not."""
    sys.path.insert(0, str(HOME))
    import course

    if os.path.abspath(sys.executable) == os.path.abspath(course.PYTHON):
        raise ImportError("websocket")
    with contextlib.redirect_stdout(sys.stderr), course.folders():
        course.make_environment([course.LOCK])
    os.execv(course.PYTHON, [course.PYTHON, *sys.argv])


if __name__ == "__main__":
    try:
        import websocket  # noqa: F401
    except ImportError:
        borrow_environment()
    sys.exit(main())
