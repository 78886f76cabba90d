"""What an administrator has: the smoke test against a real hub, the recipes, the links."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
import yaml

from notebooks import HOME

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a hub runs on Linux")
SMOKE = [sys.executable, str(HOME / "deploy" / "smoke.py")]


def smoke(hub, *more, token=None, **options):
    command = [*SMOKE, "--hub", hub.url, "--token", token or hub.token, *more]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, **options)


def test_two_students_come_move_a_figure_and_leave_nothing_behind(hub):
    done = smoke(hub, "--users", "2", "--chapter", "03", "--seconds", "3")
    line = json.loads(done.stdout)
    assert line["errors"] == [], hub.log.read_text()[-3000:]
    assert done.returncode == 0
    assert line["users"] == 2
    assert min(line["spawn_s"], line["open_s"], line["run_all_s"]) > 0
    assert line["frames_per_s"] > 1
    assert 0 < line["median_ms"] <= line["p95_ms"]
    assert 100 < line["memory_mb"] < 512  # what deploy/z2jh.yaml guarantees
    assert json.loads(hub.ask("GET", "users")) == []
    assert not [*hub.folder.glob("homes/*/*.ipynb")]


def test_a_token_that_may_not_is_told_what_it_lacks(hub):
    done = smoke(hub, "--seconds", "1", token="nobody")
    assert done.returncode == 1
    [error] = json.loads(done.stdout)["errors"]
    assert "admin:users, servers, access:servers" in error


def test_who_ends_it_early_leaves_nobody_behind_either(hub):
    command = [*SMOKE, "--hub", hub.url, "--token", hub.token, "--chapter", "3", "--seconds", "60"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for _ in range(600):
        users = json.loads(hub.ask("GET", "users"))
        if users and users[0]["server"]:
            break
        time.sleep(0.1)
    assert users[0]["name"].startswith("smoke-")
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=300)
    assert running.returncode != 0
    assert json.loads(hub.ask("GET", "users")) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--users", "65"], "from 1 to 64"),
        (["--seconds", "0"], "more than 0"),
        (["--token", ""], "JUPYTERHUB_API_TOKEN"),
        (["--chapter", "9"], "no chapter 9"),
    ],
)
def test_what_it_cannot_do_it_says_at_once(options, said):
    own = {name: value for name, value in os.environ.items() if name != "JUPYTERHUB_API_TOKEN"}
    command = [*SMOKE, "--hub", "http://127.0.0.1:9", "--token", "x", *options]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=own, timeout=60)
    assert done.returncode != 0
    assert said in done.stderr


def test_a_hub_that_is_not_there_is_an_error_in_words():
    command = [*SMOKE, "--hub", "http://127.0.0.1:9", "--token", "x"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 1
    assert "POST hub/api/users" in json.loads(done.stdout)["errors"][0]


def pins(name):
    lines = (HOME / name).read_text("utf-8").splitlines()
    return {line.partition(" ;")[0] for line in lines if "==" in line}


def test_what_two_locks_name_they_name_alike():
    hub, *others = (pins(f"requirements{one}.lock") for one in ("-hub", "", "-test"))
    for other in others:
        known = {pin.partition("==")[0] for pin in other}
        assert {pin for pin in hub if pin.partition("==")[0] in known} <= other


def test_the_recipe_names_files_that_are_there_and_nobody_is_root():
    recipe = (HOME / "deploy" / "Dockerfile").read_text("utf-8")
    for words in re.findall(r"(?m)^COPY (.*) \S+$", recipe):
        assert all((HOME / name).exists() for name in words.split())
    assert re.findall(r"(?m)^USER (.*)$", recipe) == ["${NB_UID}"]
    assert "HEALTHCHECK" in recipe
    assert os.access(HOME / "binder" / "postBuild", os.X_OK)


@pytest.mark.parametrize("name", ["z2jh", "tljh"])
def test_values_are_yaml_and_give_what_was_measured(name):
    values = yaml.safe_load((HOME / "deploy" / f"{name}.yaml").read_text("utf-8"))
    limits = values["limits"] if name == "tljh" else values["singleuser"]["memory"]
    assert limits["memory" if name == "tljh" else "limit"] == "1G"
    culler = values["services"]["cull"] if name == "tljh" else values["cull"]
    assert culler["users"] is False  # a name and a home outlive a server


@pytest.mark.parametrize("view", ["lab/tree", "tree"])
def test_links_open_each_chapter(view):
    command = [sys.executable, str(HOME / "deploy" / "links.py"), "--hub", "https://h.org/hub/"]
    command += ["--repository", "https://x.org/maths/course.git"]
    done = subprocess.run(
        [*command, *["--notebook"] * (view == "tree")], capture_output=True, check=True
    )
    links = [urlsplit(line) for line in done.stdout.decode().split() if line.startswith("https")]
    found = [parse_qs(link.query) for link in links]
    assert {link.path for link in links} == {"/hub/user-redirect/git-pull"}
    assert {one["repo"][0] for one in found} == {"https://x.org/maths/course.git"}
    books = sorted(path.name for path in HOME.glob("notebooks/*.ipynb"))
    assert [one["urlpath"][0] for one in found] == [f"{view}/course/notebooks/{b}" for b in books]


def test_cells_keep_the_names_by_which_a_students_copy_is_merged():
    """By name nbgitpuller's git and a reader's answers find what belongs together."""
    known = json.loads((HOME / "tests" / "cells.json").read_text("utf-8"))
    for name, cells in known.items():
        there = {cell.id for cell in nbformat.read(HOME / "notebooks" / name, 4).cells}
        assert set(cells) <= there, f"{name} has lost {set(cells) - there}"
