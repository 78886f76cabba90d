"""The scripts of the page, as Node runs them and as they reach a browser."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tangible import page

HOME = Path(__file__).parents[1]
MODULES = sorted(path.name for path in Path(page.__file__).parent.glob("*.js"))
needs_node = pytest.mark.skipif(not shutil.which("node"), reason="no Node is on this machine")


def run(*command):
    return subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=300)


@needs_node
def test_the_laws_of_the_page_hold():
    done = run("node", "--test", "tests/page/")
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"^# pass (\d+)", done.stdout, re.MULTILINE)[1]) >= 50


@needs_node
@pytest.mark.parametrize("entry", ["main.js", "loader.js", "painter.js"])
def test_what_is_linked_is_one_module_that_javascript_reads(entry, tmp_path):
    (tmp_path / "page.mjs").write_text(page.linked(entry), "utf-8")
    done = run("node", "--check", tmp_path / "page.mjs")
    assert done.returncode == 0, done.stderr


def test_what_is_linked_imports_nothing_and_exports_what_is_shown():
    text = page.linked("main.js")
    assert not re.search(r"^import\b", text, re.MULTILINE)
    assert re.findall(r"^export .*", text, re.MULTILINE) == ["export default () => {"]


def test_every_module_reaches_the_page():
    linked = page.linked("main.js") + page.linked("loader.js")
    for name in MODULES:
        assert (Path(page.__file__).parent / name).read_text("utf-8").split("\n")[0] in linked, name


def test_a_circle_of_imports_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = b;\n')
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\nexport const b = a;\n')
    monkeypatch.setattr(page, "_HERE", tmp_path)
    with pytest.raises(ValueError, match=r"a\.js → b\.js → a\.js"):
        page.linked.__wrapped__("a.js")


TOOLS = HOME / "node_modules" / ".bin"
needs_tools = pytest.mark.skipif(
    not TOOLS.is_dir(), reason="the page's tools are not installed: npm ci"
)


@needs_tools
@pytest.mark.parametrize("tool", [("biome", "ci"), ("tsc", "--project", "tsconfig.json")])
def test_the_scripts_are_formatted_and_their_types_hold(tool):
    done = run(str(TOOLS / tool[0]), *tool[1:])
    assert done.returncode == 0, done.stdout + done.stderr
