"""Decks: what is shown in class, one text file a chapter, as slides of one HTML file each.

A deck is Markdown in the convention of reveal.js: slides are parted by a line `---`, what follows
a line `Note:` is the speaker's. A slide that begins with `# ` opens a part. A line of its own that
begins with `@` stands for something of the chapter, by its name there:

    @figure steepest_descent κ=10       a figure, opened at these values of its controls
    @goal saddle                        the same for the figure of this goal, with the goal
    @prediction best_step               a prediction: question, which one, why, in two steps
    @listing your-own-descent lines=1-9  a cell of the notebook, by its id
    @answer                             what follows on the slide comes at the next key press

Notes that begin with minutes (`Note: 3 min. ...`) tell the speaker's clock.
"""

import html
import json
import re
import shlex
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path

_FIGURES = ("figure", "goal")  # the lines that show one
KINDS = (*_FIGURES, "prediction", "listing", "answer")


class DeckError(ValueError):
    """A line of a deck that cannot be shown; it says which."""


@dataclass(frozen=True)
class Line:
    """A line `@kind name key=value ...` of a deck."""

    deck: str
    number: int
    kind: str
    name: str
    values: tuple[tuple[str, str], ...] = ()

    def fails(self, why: str) -> DeckError:
        return DeckError(f"{self.deck}, line {self.number}: {why}")


@dataclass
class Slide:
    """A slide: Markdown and lines in their order, notes in Markdown, minutes."""

    parts: list[str | Line] = field(default_factory=list)
    notes: str = ""
    minutes: float = 0


def read(path: Path) -> list[Slide]:
    """The slides of a deck.

    Raises DeckError, naming the line, where an `@` line is not known.
    """
    slides, noting = [Slide()], False
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        if text.strip() == "---":
            slides.append(Slide())
            noting = False
        elif text.startswith("Note:"):
            noting = True
            text = text.removeprefix("Note:").strip()
            if minutes := re.match(r"([\d.]+) min\b", text):
                slides[-1].minutes = float(minutes[1])
            slides[-1].notes = text + "\n"
        elif noting:
            slides[-1].notes += text + "\n"
        elif text.startswith("@"):
            slides[-1].parts.append(_line(path.name, number, text))
        elif slides[-1].parts and isinstance(slides[-1].parts[-1], str):
            slides[-1].parts[-1] += "\n" + text
        else:
            slides[-1].parts.append(text)
    return slides


def _line(deck, number, text):
    kind, *words = shlex.split(text[1:])
    line = Line(deck, number, kind, words[0] if words else "")
    if kind not in KINDS:
        raise line.fails(f"“@{kind}” is not known; known are @{', @'.join(KINDS)}.")
    if (kind == "answer") == bool(words):
        raise line.fails(f"@{kind} takes {'nothing' if words else 'a name'}.")
    pairs = [word.partition("=") for word in words[1:]]
    if bad := [name for name, equals, _ in pairs if not equals]:
        raise line.fails(f"“{bad[0]}” is no value of a control, as in κ=10.")
    return Line(deck, number, kind, line.name, tuple((name, value) for name, _, value in pairs))


def lines(slides: list[Slide]) -> Iterator[Line]:
    """All lines that stand for something of the chapter."""
    for slide in slides:
        yield from (part for part in slide.parts if isinstance(part, Line))


class Deck:
    """A deck beside its chapter: what its lines stand for, and its slides as HTML.

    Parameters
    ----------
    path : Path
    book : notebook
        The chapter.
    """

    def __init__(self, path, book):
        self.slides = read(path)
        self.title = next(
            line.removeprefix("# ")
            for line in path.read_text("utf-8").splitlines()
            if line.startswith("# ")
        )
        self.cells = {cell.id: cell for cell in book.cells}

    def settings(self) -> list[Line]:
        """The lines that open a figure at values of their own."""
        return [one for one in lines(self.slides) if one.values and one.kind in _FIGURES]

    def figure(self, line: Line, lesson) -> str:
        """The name of the figure that a line shows; DeckError if the chapter has none."""
        if line.kind == "figure":
            known = list(lesson.figures)
            name = line.name if line.name in known else None
        else:
            named = {goal: name for name, (goal, _) in lesson.goals.items() if goal}
            known, name = list(named), named.get(line.name)
        if name is None:
            raise line.fails(
                f"The chapter has no {line.kind} “{line.name}”; it has {', '.join(known)}."
            )
        return name

    def figures(self, lesson) -> list[str]:
        """The names of the figures that the deck shows, each once."""
        shown = [line for line in lines(self.slides) if line.kind in _FIGURES]
        return list(dict.fromkeys(self.figure(line, lesson) for line in shown))

    def sections(self, lesson, markdown, highlight) -> str:
        """The slides, as reveal.js's sections."""
        made, part = [], ""
        for slide in self.slides:
            head = next((one for one in slide.parts if isinstance(one, str)), "")
            if opens := re.search(r"^# (.*)", head, re.MULTILINE):
                part = opens[1]
            body = "\n".join(self._parts(slide.parts, lesson, markdown, highlight))
            pace = f' data-timing="{round(60 * slide.minutes)}"' if slide.minutes else ""
            kind = "opening" if opens else "plain"
            made.append(
                f'<section class="{kind}" data-part="{html.escape(part, quote=True)}"{pace}>'
                f'<div class="slide">{body}</div>'
                f'<aside class="notes">{_plain(markdown.render(slide.notes))}</aside></section>'
            )
        return "\n".join(made)

    def _parts(self, parts, lesson, markdown, highlight):
        open_answer = False
        for part in parts:
            if isinstance(part, str):
                text = _plain(markdown.render(part))
                if text.strip():
                    yield f'<div class="words">{text}</div>' if not open_answer else text
            elif part.kind == "answer":
                yield '</div><div class="answer fragment">'[6 * (not open_answer) :]
                open_answer = True
            elif part.kind == "prediction":
                yield _prediction(part, lesson, markdown)
            elif part.kind == "listing":
                yield f'<div class="code">{highlight(self._listing(part))}</div>'
            else:
                yield self._shown(part, lesson)
        if open_answer:
            yield "</div>"

    def _listing(self, line):
        """The lines of a cell, without what they are all indented by."""
        if line.name not in self.cells:
            raise line.fails(f"The chapter has no cell “{line.name}”.")
        source = self.cells[line.name].source.splitlines()
        span = dict(line.values).get("lines", f"1-{len(source)}")
        ends = re.fullmatch(r"(\d+)-(\d+)", span)
        if not ends or not 1 <= int(ends[1]) <= int(ends[2]) <= len(source):
            raise line.fails(f"The cell has lines 1-{len(source)}, not “{span}”.")
        return textwrap.dedent("\n".join(source[int(ends[1]) - 1 : int(ends[2])]))

    def _shown(self, line, lesson):
        name = self.figure(line, lesson)
        values = lesson.presets.get((name, line.values), {})
        at = html.escape(json.dumps(values, ensure_ascii=False), quote=True) if values else ""
        goal = " data-goal" if line.kind == "goal" else ""
        return f'<div class="figure" data-figure="{name}" data-values="{at}"{goal}></div>'


def _prediction(line, lesson, markdown):
    """Question and options; which one it is, and why, come at a key press each."""
    known = {one["name"]: one for one in lesson.predictions.values()}
    if line.name not in known:
        raise line.fails(f"The chapter has no prediction “{line.name}”; it has {', '.join(known)}.")
    one = known[line.name]
    options = []
    for index, option in enumerate(one["options"]):
        right = index == one["answer"]
        sign = '<span class="sign fragment" data-fragment-index="0">✓</span>' if right else ""
        letter = "ABCDEFGH"[index]
        words = _coded(option)
        options.append(f"<li{' class=right' if right else ''}><b>{letter}</b> {words}{sign}</li>")
    return (
        f'<div class="prediction"><p class="asks">{_coded(one["question"])}</p>'
        f"<ol>{''.join(options)}</ol>"
        f'<p class="why fragment" data-fragment-index="1">{_coded(one["because"])}</p></div>'
    )


def _coded(text):
    """As `words` in dom.js: code stands between backticks."""
    return re.sub(r"`(.*?)`", r"<code>\1</code>", html.escape(text))


def _plain(text):
    """Without the links that a notebook's headings have; with fragments as reveal.js has them."""
    text = re.sub(r'<a class="anchor-link".*?</a>', "", text)
    text = re.sub(r'(<h\d) id="[^"]*"', r"\1", text)
    return re.sub(
        r'<(li|p)>((?:(?!</?\1>).)*?)\s*<!-- \.element: class="([\w -]+)" -->',
        r'<\1 class="\3">\2',
        text,
        flags=re.DOTALL,
    )


def reveal(name: str) -> str:
    """A file of reveal.js, as its wheel carries it."""
    folder = "sphinx_revealjs/_static/revealjs"
    return distribution("sphinx-revealjs").locate_file(f"{folder}/{name}").read_text("utf-8")


def licence() -> str:
    """Whose the slides' engine is, and under which licence."""
    return "Slides: reveal.js. Copyright (C) 2011-2024 Hakim El Hattab and contributors. MIT."
