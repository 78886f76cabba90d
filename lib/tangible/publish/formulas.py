"""Formulas, set when a page is built: by KaTeX, in an engine that comes with its wheel."""

import base64
import json
import re
from importlib.metadata import distribution

_ALL = """
JSON.stringify(FORMULAS.map(([tex, display]) => katex.renderToString(
  tex, {displayMode: display, output: "htmlAndMathml", throwOnError: true, strict: "ignore"},
)))
"""


def typeset(formulas: list[tuple[str, bool]]) -> list[str]:
    """HTML, with MathML in it, of formulas in TeX; each with whether it stands by itself.

    Raises ValueError, naming the formula, where KaTeX cannot read one.
    """
    from py_mini_racer import JSEvalException, MiniRacer

    engine = MiniRacer()
    engine.eval("var self = this;" + _asset("katex.min.js").decode())
    try:
        made = engine.eval(_ALL.replace("FORMULAS", json.dumps(formulas)))
    except JSEvalException as error:
        told = re.search(r"KaTeX parse error: [^\n]*", str(error))
        raise ValueError(told[0] if told else str(error)) from None
    return json.loads(made)


def style() -> str:
    """KaTeX's style sheet, with its fonts in it."""
    css = _asset("katex.min.css").decode()

    def inlined(match):
        font = base64.b64encode(_asset(f"fonts/{match[1]}.woff2")).decode()
        return f'src:url(data:font/woff2;base64,{font}) format("woff2")'

    return re.sub(r"src:url\(fonts/([\w-]+)\.woff2\)[^;}]*", inlined, css)


def licence() -> str:
    """Whose the script's output and the fonts are, and under which licence."""
    return "Formulas: KaTeX, and its fonts. Copyright (c) Khan Academy and other contributors. MIT."


def _asset(name):
    folder = "djangocms_katex/static/djangocms_katex/vendor/katex"
    return distribution("djangocms-katex").locate_file(f"{folder}/{name}").read_bytes()
