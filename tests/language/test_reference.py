"""docs/language.md: made from the grammar and the table of forms; every form is there, every example is true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from stackr.diagnostics.model import Collector
from stackr.language.driver import Action, run
from stackr.language.layout import lay_out
from stackr.language.parse import parse_text
from stackr.language.reference import HOLE, SECTIONS, Form, Section, reference
from stackr.language.reference.glossary import GLOSSARY
from stackr.language.reference.syntax import PLACEHOLDERS, forms_of, rules, written
from stackr.language.tables import tables
from stackr.language.tokens import scan
from stackr.language.words import RESERVED

PAGE = Path(__file__).resolve().parents[2] / "docs" / "language.md"
EXAMPLES = [(section, form) for section in SECTIONS for form in section.forms if form.example]

JOINTS = frozenset(
    {"declaration", "_meta", "_body", "simple", "requirement_block", "side_joint", "side_code", "holding_item"}
)
"""Rules that only hold others together: an author sees nothing of them."""

PLAIN = frozenset({"atom", "alternative", "led_atom"})
"""Forms that make nothing of their own: parentheses, single words."""


def test_the_page_is_made_from_the_table() -> None:
    again = "make it again: python -m stackr.language.reference > docs/language.md"
    assert PAGE.read_text("utf-8") == reference(), again


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.title)
def test_every_form_of_the_grammar_has_its_row(section: Section) -> None:
    in_grammar = {way.action for rule in section.rules for way in forms_of(rule)}
    assert {form.action for form in section.forms} == in_grammar
    assert len(section.forms) == len(in_grammar)


def test_every_rule_of_the_grammar_is_on_the_page() -> None:
    told = {rule for section in SECTIONS for rule in section.rules}
    left = [rule for rule in rules() if rule not in told and rule not in PLACEHOLDERS and rule not in JOINTS]
    not_words = {
        rule: way.items
        for rule in left
        for way in rules()[rule]
        if not all(i.startswith('"') or i in "?*+" or i in rules() for i in way.items)
    }
    assert not_words == {}


@pytest.mark.parametrize(("section", "form"), EXAMPLES, ids=[f"{s.title}-{f.action}" for s, f in EXAMPLES])
def test_an_example_parses_and_shows_its_form(section: Section, form: Form) -> None:
    text = section.frame.replace(HOLE, form.example)
    assert [fault.message for fault in parse_text(text).diagnostics] == []
    if form.action not in PLAIN:
        assert form.action in set(actions(text))


def actions(text: str) -> Iterator[str]:
    """The forms that a text uses."""
    used: list[str] = []

    class Noted(dict[str, Action]):
        def __missing__(self, name: str) -> Action:
            return lambda children, place: used.append(name)

    for tokens in lay_out(scan(text, "", Collector()).tokens, "", Collector()):
        run(tokens, "declaration", tables(), Noted(), "", Collector())
    yield from used


def test_no_syntax_names_what_an_author_would_not_write() -> None:
    known = {word for word, _ in GLOSSARY}
    shown = [written(way) for section in SECTIONS for rule in section.rules for way in forms_of(rule)]
    capitals = {word for text in shown for word in re.findall(r"\b[A-Z][A-Z_]+\b", text)}
    assert capitals - known == set()
    assert [text for text in shown if not text or "__" in text or "_SEP" in text] == []


def test_links_lead_somewhere() -> None:
    page = reference()
    titles = {
        re.sub(r"[^a-z -]", "", line[3:].lower()).replace(" ", "-")
        for line in page.splitlines()
        if line.startswith("## ")
    }
    assert set(re.findall(r"\]\(#([a-z-]+)\)", page)) <= titles


def test_the_reserved_words_are_published_and_really_reserved() -> None:
    page = reference()
    for word in sorted(RESERVED):
        assert f"`{word}`" in page
        assert not parse_text(f"let {word} = A\n").ok
        assert parse_text(f'let "{word}" = A\n').ok


@pytest.mark.parametrize(
    "word", ["average", "source", "level", "group", "total", "limits", "route", "core", "rpl", "scenario"]
)
def test_other_words_of_the_language_may_be_names(word: str) -> None:
    assert parse_text(f'qualification Q "Q" {{ requires all of {{ {word}: A; {word}; B }} }}').ok
    assert parse_text(f'qualification Q "Q" {{ limits {{ {word}: at most 3 credits by rpl }} }}').ok
