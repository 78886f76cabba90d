"""Everything that runs in a browser, as ES modules, and what carries it there.

`linked` makes one module of an entry and all that it imports. A page gets the scripts once, by a
widget that holds their text; every other widget brings only `loader.js`, which finds them there.
Where outputs share no document (Colab), each brings the whole.
"""

import hashlib
import re
import sys
from functools import cache, cached_property
from pathlib import Path

import anywidget
import ipywidgets
import traitlets

_HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import [^;]*? from "\./([\w.]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(async )?(function|class|const|let)\b)", re.MULTILINE)


@cache
def linked(entry: str) -> str:
    """The text of the module `entry` with all that it imports before it, as one module.

    Raises ValueError where modules import each other in a circle.
    """
    done = {}

    def visit(name, above):
        if name in above:
            raise ValueError(f"A circle of imports: {' → '.join([*above, name])}.")
        if name in done:
            return
        text = (_HERE / name).read_text("utf-8")
        for needed in _IMPORT.findall(text):
            visit(needed, [*above, name])
        done[name] = _EXPORT.sub("", _IMPORT.sub("", text))

    visit(entry, [])
    return "\n".join(done.values())


def style(name: str) -> str:
    """The text of a style sheet."""
    return (_HERE / name).read_text("utf-8")


class Scripts(ipywidgets.Widget):
    """Holds the scripts for all widgets of a page; it is not shown."""

    text = traitlets.Unicode().tag(sync=True)

    @cached_property
    def held(self) -> dict[str, str]:
        """By what other widgets find the scripts: the name of their text, and this model."""
        name = hashlib.sha256(self.text.encode()).hexdigest()[:16]
        return {"digest": name, "model": self.model_id}


_SCRIPTS = None  # this process's, made at the first use


def scripts() -> Scripts:
    """The one widget that holds the scripts."""
    global _SCRIPTS
    if _SCRIPTS is None or _SCRIPTS.comm is None:
        _SCRIPTS = Scripts(text=linked("main.js"))
    return _SCRIPTS


def _shares_a_document():
    """Whether the outputs of this kernel lie in one document, and know each other's widgets."""
    return "google.colab.output" not in sys.modules


class PageWidget(anywidget.AnyWidget):
    """A widget that `main.js` shows; its trait `kind` says how."""

    scripts = traitlets.Dict().tag(sync=True)

    def __init__(self, **traits):
        if _shares_a_document():
            super().__init__(_esm=linked("loader.js"), scripts=scripts().held, **traits)
        else:
            super().__init__(_esm=linked("main.js"), **traits)
        self.on_msg(self._send_scripts)

    def _send_scripts(self, _, content, buffers):
        if "scripts" in content:
            self.send({"text": linked("main.js")})

    def bundle(self) -> tuple[dict, dict]:
        """What anywidget says of it to a front end: (data, metadata) of a mime bundle."""
        made = super()._repr_mimebundle_()
        return made if isinstance(made, tuple) else (made, {})

    def close(self):
        """Let go of it and of its layout, which is a widget too."""
        if self.comm is not None:
            self.layout.close()
        super().close()
