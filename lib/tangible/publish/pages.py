"""Notebooks to pages: one HTML file a chapter, complete in itself, one for its slides, an index.

What a page shows beyond the text is what running the notebook gives: its figures with the frames
that they may need (`archive`), its predictions. Those are kept by the code that made them, so that
a change of words draws nothing anew.
"""

import ast
import base64
import hashlib
import html
import json
import pickle
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jinja2
import nbformat
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from tangible import LiveFigure, page
from tangible.publish import decks, formulas
from tangible.publish.archive import Archive, archive, setting
from tangible.teach.contents import Overview, contents
from tangible.teach.devices import Goal, Prediction

_HERE = Path(__file__).parent
_LIBRARY = _HERE.parent
_MARK = "\ue000{}\ue001"  # stands for a formula until all of them are set


@dataclass(frozen=True)
class Lesson:
    """What running a chapter gives to its page."""

    figures: dict[str, Archive]  # by their names
    goals: dict[str, tuple[str, dict]]  # of each: what its goal is called, and its state, if any
    predictions: dict[str, dict]  # by the cell's id: what a page shows of it
    shown: dict[str, str]  # by the cell's id: the figure that it shows
    overviews: dict[str, str]  # by the cell's id: the chapter of which it says what is done
    presets: dict[tuple, dict]  # by figure and a deck's words for its controls: the setting


def build(
    notebooks: Path,
    folder: Path,
    kept: Path,
    slides: Path | None = None,
    only: Sequence[str] = (),
    say: Callable[[str], None] = print,
):
    """Write a page for each notebook into `folder`, its slides beside it, and an index.

    Parameters
    ----------
    notebooks, folder : Path
        Where the notebooks are, and where the pages go; it is made if need be.
    kept : Path
        Where what was drawn waits for the next time.
    slides : Path, optional
        Where the decks are, each named as its notebook.
    only : sequence of str
        The names of the chapters that are written; all of them, if it is empty.
    say : function
        Called with lines of progress.

    Raises `decks.DeckError`, naming the line, where a deck asks for what its chapter has not.
    """
    paths = sorted(notebooks.glob("0*.ipynb"))  # a review needs a kernel
    folder.mkdir(parents=True, exist_ok=True)
    kept.mkdir(parents=True, exist_ok=True)
    books = {path.stem: nbformat.read(path, 4) for path in paths}
    titles = {name: _title(book) for name, book in books.items()}
    spoken = {
        path.stem: decks.Deck(path, books[path.stem])
        for path in sorted(slides.glob("*.md") if slides else [])
    }
    with ProcessPoolExecutor(2) as pool:
        lessons = {
            name: pool.submit(_lesson, name, book, kept, spoken.get(name))
            for name, book in books.items()
            if not only or name in only
        }
        for name in lessons:
            book = books[name]
            lesson = lessons[name].result()
            texts = {f"{name}.html": _page(name, book, lesson, titles, spoken)}
            if name in spoken:
                texts[f"{name}.slides.html"] = _slides(name, spoken[name], lesson)
            for file, text in texts.items():
                (folder / file).write_text(text, "utf-8")
                say(f"{file}  {len(text.encode()) / 1e6:.1f} MB")
            for figure, one in lesson.figures.items():
                say(f"    {figure:28} {one.stored:4} settings stored, {one.share:.0%} of all")
    (folder / "index.html").write_text(_index(books, titles, spoken), "utf-8")
    say(f"index.html, in {folder}")


# What running a notebook gives.


def _lesson(name, book, kept, deck):
    wanted = deck.settings() if deck else []
    hangs_on = [
        *_what_it_hangs_on(book),
        *(f"{one.kind} {one.name} {one.values}" for one in wanted),
    ]
    sign = hashlib.sha256("\0".join(hangs_on).encode()).hexdigest()[:20]
    file = kept / f"{name}-{sign}"
    if file.exists():
        return pickle.loads(file.read_bytes())
    lesson = _run(book, deck, wanted)
    for old in kept.glob(f"{name}-*"):
        old.unlink()
    file.with_suffix(".new").write_bytes(pickle.dumps(lesson))
    file.with_suffix(".new").rename(file)
    return lesson


def _what_it_hangs_on(book):
    yield from (cell.source for cell in book.cells if cell.cell_type == "code")
    for path in sorted(_LIBRARY.rglob("*.py")):
        if path.parent != _HERE or path.name == "archive.py":
            yield path.read_text("utf-8")
    yield from (version(name) for name in ("numpy", "scipy", "matplotlib", "ipywidgets"))


# What a page shows of a prediction.
_TOLD = ("question", "options", "answer", "because", "misses", "covers", "recalls", "name")


def _run(book, deck, wanted):
    """Run the code cells as a kernel does, and take what each shows."""
    scope: dict[str, Any] = {"__name__": "__main__", "print": lambda *_, **__: None}
    figures, goals, predictions, shown, overviews = {}, {}, {}, {}, {}
    for cell in book.cells:
        if cell.cell_type != "code":
            continue
        value = _value(cell, scope)
        goal = value if isinstance(value, Goal) else None
        figure = goal.figure if goal else value
        if isinstance(figure, LiveFigure):
            name = shown[cell.id] = figure.__name__
            figures[name] = figure
            goals[name] = (goal.name, goal.state) if goal else ("", {})
        elif isinstance(value, Prediction):
            predictions[cell.id] = {one: getattr(value, one) for one in _TOLD}
        elif isinstance(value, Overview):
            overviews[cell.id] = value.chapter
    lesson = Lesson(figures, goals, predictions, shown, overviews, {})
    for line in wanted:
        name = deck.figure(line, lesson)
        try:
            lesson.presets[name, line.values] = setting(figures[name], line.values)
        except ValueError as error:
            raise line.fails(str(error)) from None
    archives = {
        name: archive(
            figure, presets=[one for (of, _), one in lesson.presets.items() if of == name]
        )
        for name, figure in figures.items()
    }
    return replace(lesson, figures=archives)


def _value(cell, scope):
    """What a cell shows: the value of its last line, where that is an expression."""
    tree = ast.parse(cell.source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, cell.id, "exec"), scope)
    return eval(compile(ast.Expression(last.value), cell.id, "eval"), scope) if last else None


# From a notebook to a page.


class _Renderer(IPythonRenderer):
    """Markdown as nbconvert has it, but for formulas, which wait, and links among the chapters."""

    def __init__(self, found):
        super().__init__(escape=False)
        self.found = found

    def _later(self, tex, display):
        self.found.append((tex.strip(), display))
        return _MARK.format(len(self.found) - 1)

    def block_math(self, body):
        return f"<p>{self._later(body, True)}</p>"

    def inline_math(self, body):
        return self._later(body, False)

    def link(self, text, url, title=None):
        return super().link(text, re.sub(r"^(\w+)\.ipynb", r"\1.html", url), title)


def _slides(name, deck, lesson):
    """A deck as one file: reveal.js, the slides, and the figures that they show."""
    found: list[tuple[str, bool]] = []
    sections = deck.sections(lesson, MarkdownWithMath(renderer=_Renderer(found)), _highlight())
    told = _told(name, lesson)
    shown = deck.figures(lesson)
    told["figures"] = {one: told["figures"][one] for one in shown}
    return _template("deck.html.j2").render(
        title=deck.title,
        sections=_with_formulas(sections, found),
        lesson=_json(told),
        frames={one: _base64(lesson.figures[one].data) for one in shown},
        reveal=[decks.reveal(f"{part}.js") for part in ("dist/reveal", "plugin/notes/notes")],
        script=page.linked("decks.js").replace("</script", "<\\/script"),
        styles=[
            decks.reveal("dist/reveal.css"),
            *map(page.style, ("figure.css", "lesson.css")),
            formulas.style(),
            _code_style(),
            *map(_own_style, ("palette.css", "deck.css")),
        ],
        licences=[formulas.licence(), decks.licence()],
        version=version("tangible"),
    )


def _highlight():
    return Highlight2HTML(pygments_lexer="python")


def _page(name, book, lesson, titles, spoken):
    found: list[tuple[str, bool]] = []
    markdown = MarkdownWithMath(renderer=_Renderer(found))
    highlight = _highlight()
    parts = [_part(cell, lesson, markdown, highlight) for cell in book.cells]
    body = _with_formulas("\n".join(parts), found)
    names = list(titles)
    place = names.index(name)
    return _template("chapter.html.j2").render(
        title=titles[name],
        body=body,
        contents=_contents(body),
        before=names[place - 1] if place else None,
        after=names[place + 1] if place + 1 < len(names) else None,
        titles=titles,
        notebook=f"{name}.ipynb",
        slides=f"{name}.slides.html" if name in spoken else None,
        lesson=_json(_told(name, lesson)),
        frames={one: _base64(figure.data) for one, figure in lesson.figures.items()},
        script=page.linked("pages.js").replace("</script", "<\\/script"),
        styles=[*map(page.style, ("figure.css", "lesson.css")), formulas.style(), _code_style()],
        **_always(),
    )


def _told(name, lesson):
    """What the page's scripts must know, beside the frames."""
    figures = {
        one: {
            "name": one,
            "spec": figure.spec,
            "background": _base64(figure.background),
            "goalName": lesson.goals[one][0],
            "goal": lesson.goals[one][1],
        }
        for one, figure in lesson.figures.items()
    }
    told = {"chapter": name, "figures": figures, "predictions": lesson.predictions}
    return told | ({"contents": contents()} if lesson.overviews else {})


def _part(cell, lesson, markdown, highlight):
    if cell.cell_type == "markdown":
        return markdown.render(_for_a_page(cell.source))
    copy = '<button data-copy type="button">Copy</button>'
    code = f'<div class="code">{copy}{highlight(cell.source)}</div>'
    if cell.metadata.get("jupyter", {}).get("source_hidden"):
        words = html.escape(cell.source.partition("\n")[0].removeprefix("# "))
        code = f"<details><summary>{words}</summary>{code}</details>"
    exercise = "raises-exception" in cell.metadata.get("tags", [])
    return code + (_TO_THE_NOTEBOOK if exercise else _outcome(cell, lesson))


# What a notebook asks for, where there is nothing to run.
_OF_NOTEBOOKS = (
    re.compile(r" Choose \*Run → Run All Cells\* first\."),
    re.compile(r"\*\*First of all, run the page:\*\*.*\n\n"),
    re.compile(
        r"What you do is kept in a file beside .*? on the page \[today\]\(today\.ipynb\)\. "
    ),
    re.compile(r" Click on the dots to unfold it .*? it is yours\."),
)


def _for_a_page(source):
    for one in _OF_NOTEBOOKS:
        source = one.sub("", source)
    source = source.replace("And here is how far you are:", "Here is how far you are:")
    return source.replace("behind a line with three dots.", "behind a line with its title.")


_TO_THE_NOTEBOOK = (
    '<p class="elsewhere">Answers are checked in the notebook, not here: open this chapter with '
    "<code>python3 course.py open</code>, and write yours in the place of the dots.</p>"
)


def _outcome(cell, lesson):
    """What a cell shows: a figure, with its stored picture until the frames come; words."""
    said = [out.text for out in cell.outputs if out.output_type == "stream"]
    text = f'<pre class="said" tabindex="0">{html.escape("".join(said))}</pre>' if said else ""
    data = next((out.data for out in cell.outputs if "data" in out), {})
    if cell.id in lesson.shown:
        name = lesson.shown[cell.id]
        words = html.escape(" ".join(data.get("text/plain", "").split()), quote=True)
        goal = lesson.goals[name][1].get("text", "")
        still = f"<p>Goal: {html.escape(goal)}</p>" if goal else ""
        picture = data.get("image/png", "").replace("\n", "")
        width = lesson.figures[name].spec["width"]
        still += f'<img alt="{words}" width="{width}" src="data:image/png;base64,{picture}">'
        return f'{text}<div class="figure" data-figure="{name}">{still}</div>'
    if cell.id in lesson.predictions:
        return f'{text}<div data-prediction="{cell.id}">{data.get("text/html", "")}</div>'
    if cell.id in lesson.overviews:
        return f'<div data-overview="{lesson.overviews[cell.id]}"></div>'
    return text


def _with_formulas(body, found):
    different = sorted(set(found))
    made = dict(zip(different, formulas.typeset(different), strict=True))
    first, last = _MARK.split("{}")

    def kept_together(mark):
        """A short formula and the punctuation behind it: no line begins with a comma."""
        short = len(found[int(mark[1])][0]) < 25
        return f'<span class="nowrap">{mark[0]}</span>' if short else mark[0]

    body = re.sub(f"{first}(\\d+){last}[.,;:!?)\\]]+(?!<)", kept_together, body)
    body = re.sub(f"{first}(\\d+){last}", lambda mark: made[found[int(mark[1])]], body)
    # A wide formula scrolls inside itself, by keys too; a corner of a table heads nothing.
    body = body.replace('<span class="katex-display">', '<span class="katex-display" tabindex="0">')
    body = re.sub(r"<th[^>]*>\s*</th>", "<td></td>", body)
    return _FORMULA_AS_HEAD.sub(r'<th>\1 role="img" aria-label="\3"\2', body)


# A heading of a table that is a formula is called by its TeX: not all software reads MathML there.
_FORMULA_AS_HEAD = re.compile(
    r'<th>(<span class="katex")(>.*?<annotation encoding="application/x-tex">([^<"]*)</annotation>)'
)


def _contents(body):
    """(anchor, words) of each section."""
    return [
        (anchor, re.sub(r'<a class="anchor-link".*?</a>|<[^>]+>', "", words))
        for anchor, words in re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', body)
    ]


def _index(books, titles, spoken):
    markdown = MarkdownWithMath(renderer=_Renderer([]))
    hooks = {
        name: markdown.render(book.cells[0].source.split("\n\n")[1]) for name, book in books.items()
    }
    return _template("index.html.j2").render(titles=titles, hooks=hooks, spoken=spoken, **_always())


def _title(book):
    return re.search(r"^# (.*)", book.cells[0].source, re.MULTILINE)[1]


def _template(name):
    loader = jinja2.FileSystemLoader(_HERE)
    return jinja2.Environment(loader=loader, trim_blocks=True, lstrip_blocks=True).get_template(
        name
    )


def _always():
    return {
        "version": version("tangible"),
        "style": "\n".join(map(_own_style, ("palette.css", "page.css"))),
        "licence": formulas.licence(),
    }


def _own_style(name):
    return (_HERE / name).read_text("utf-8")


def _code_style():
    from pygments.formatters import HtmlFormatter

    light = HtmlFormatter(style="default").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs('[data-theme="dark"] .highlight')
    return f"{light}\n{dark}"


def _json(value):
    """JSON that may stand in a script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _base64(data):
    return base64.b64encode(data).decode()
