"""A deck names what its chapter has, and says which line does not."""

import re
from types import SimpleNamespace

import pytest

from notebooks import HOME, NAMES, figures, read
from tangible.publish import archive, decks, pages

DECKS = sorted((HOME / "slides").glob("*.md"))
LEAST_SLIDES, MOST_SLIDES = 25, 40


@pytest.fixture
def deck(tmp_path):
    """Makes a deck beside chapter 2, of a text."""

    def written(text):
        path = tmp_path / "02_derivatives.md"
        path.write_text(f"# A title\n\n{text}\n", "utf-8")
        return decks.Deck(path, read("02_derivatives"))

    return written


def test_each_chapter_but_the_first_has_a_deck():
    assert [path.stem for path in DECKS] == NAMES[1:]


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_a_deck_is_cut_into_parts_of_a_lesson_with_notes(path):
    slides = decks.read(path)
    assert LEAST_SLIDES <= len(slides) <= MOST_SLIDES
    minutes = [0.0]
    for slide in slides:
        if any(isinstance(one, str) and re.search("^# ", one, re.MULTILINE) for one in slide.parts):
            minutes.append(0.0)
        minutes[-1] += slide.minutes
        assert slide.minutes > 0
        assert slide.notes.strip()
    assert max(minutes) <= 75  # 45 with its votes, and what may be skipped


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_each_setting_of_a_deck_is_one_that_its_figure_has(path):
    deck = decks.Deck(path, read(path.stem))
    shown = figures(path.stem)
    goals = {figure.goal.name: figure for figure in shown.values() if figure.goal is not None}
    for line in deck.settings():
        figure = (shown if line.kind == "figure" else goals)[line.name]
        values = archive.setting(figure, line.values)
        assert list(values) == list(figure.controls)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("@picture x", "line 3: “@picture” is not known"),
        ("@figure", "line 3: @figure takes a name"),
        ("@answer now", "line 3: @answer takes nothing"),
        ("@figure product_rule x", "line 3: “x” is no value of a control"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(deck, line, says):
    with pytest.raises(decks.DeckError, match=re.escape(says)):
        deck(line)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([("z", "1")], "has no control “z”; it has x, Δx"),
        ([("x", "9")], "“9” is no value of x: from 0.5 to 2.0 in steps of 0.1"),
        ([("x", "much")], "“much” is no value of x"),
    ],
)
def test_a_setting_that_a_figure_has_not_is_refused(words, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        archive.setting(figures("02_derivatives")["product_rule"], words)


def test_a_setting_goes_by_what_the_reader_sees():
    curves = figures("02_derivatives")["flat_or_corner"]
    assert archive.setting(curves, [("curve", "x³"), ("x", "-0.5")]) == {"curve": 1, "x": -0.5}
    slopes = figures("02_derivatives")["secant_and_tangent"]
    assert archive.setting(slopes, [("h", "0.01")]) == {"h": -2.0, "x": 0.6}
    places = figures("02_derivatives")["gradient_on_a_map"]
    assert archive.setting(places, [("p", "1,-0.5")])["p"] == [1.0, -0.5]


def test_words_that_change_draw_nothing_anew(deck, tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(pages, "_run", lambda *_: drawn.append(1) or "a lesson")
    book = read("02_derivatives")
    for text, times in (
        ("@figure product_rule x=1.0\n\nAsk.", 1),
        ("@figure product_rule x=1.0\n\nAsk again.\n\nNote: 9 min.", 1),
        ("@figure product_rule x=1.1\n\nAsk again.", 2),
    ):
        assert pages._lesson("02_derivatives", book, tmp_path, deck(text)) == "a lesson"
        assert len(drawn) == times


def test_where_a_slide_opens_each_control_is_whole():
    shown = figures("02_derivatives")["steepest_descent"]
    opens = archive.setting(shown, [("κ", "20")])
    kept = archive.settings(shown, presets=[opens])
    assert opens in kept
    rates = {one["learning_rate"] for one in kept if one["κ"] == 20}
    assert len(rates) == 200


# What a chapter gives to a deck, without its frames.
LESSON = SimpleNamespace(
    figures={"product_rule": None},
    goals={"product_rule": ("small-corner", {})},
    predictions={
        "a": {
            "name": "flat-place",
            "question": "What is `f`?",
            "options": ["a <b>", "c"],
            "answer": 0,
            "because": "So it is.",
        }
    },
    presets={},
)


def shown(deck):
    return deck.sections(LESSON, decks_markdown(), lambda source: f"<pre>{source}</pre>")


def decks_markdown():
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    return MarkdownWithMath(renderer=IPythonRenderer(escape=False))


@pytest.mark.parametrize("line", ["@figure nothing", "@goal nothing", "@prediction nothing"])
def test_a_name_that_the_chapter_has_not_is_told_with_those_it_has(deck, line):
    with pytest.raises(decks.DeckError, match=r"line 3: The chapter has no \w+ “nothing”; it has"):
        shown(deck(line))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("@listing nowhere", "line 3: The chapter has no cell “nowhere”."),
        ("@listing backpropagation-6 lines=0-9", "line 3: The cell has lines 1-36, not “0-9”."),
    ],
)
def test_a_listing_that_is_not_there_is_told(deck, line, says):
    with pytest.raises(decks.DeckError, match=re.escape(says)):
        shown(deck(line))


def test_slides_hold_what_their_lines_say(deck):
    text = shown(
        deck(
            "## One\n\nAsk.\n\n@figure product_rule\n@answer\nSo.\n\nNote: 2.5 min. Wait.\n\n---\n\n"
            "@prediction flat-place\n\n---\n\n@goal small-corner\n\n---\n\n"
            "@listing backpropagation-6 lines=17-18\n"
        )
    )
    first, vote, goal, listing = re.findall(r"<section.*?</section>", text, re.DOTALL)
    assert 'data-timing="150"' in first
    assert 'data-part="A title"' in vote
    assert re.search(r'data-figure="product_rule".*class="answer fragment".*So\.', first, re.DOTALL)
    assert re.search(r'<aside class="notes">.*Wait\.', first, re.DOTALL)
    assert "<code>f</code>" in vote
    assert "a &lt;b&gt;" in vote
    assert vote.count("fragment-index") == 2  # which one, and why
    assert "data-goal" in goal
    assert "<pre>def backward(self):\n    order = []" in listing
