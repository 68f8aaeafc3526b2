"""Conditions in plain words: as what is selected, and as statements that hold or don't."""

from __future__ import annotations

import re

import pytest

from stackr.language import tree
from stackr.language.parse import parse_text
from stackr.language.reference.forms.conditions import SECTIONS
from stackr.requirements.statements import statement
from stackr.requirements.words import expr_words

PARTS = re.compile(
    r"\b(Compare|In|Under|Code|Tagged|By|Within|Between|Includes|Known|Flag|Relation|Always|Text|Name|None|Fraction)\b\(?"
)


def condition(text: str) -> tree.Expr:
    (let,) = parse_text(f"let x = {text}", "x.stackr").file.declarations
    assert isinstance(let, tree.Let)
    assert let.selector is not None
    return let.selector


@pytest.mark.parametrize(
    ("text", "selected", "holds", "fails"),
    [
        ("issuer UNZA", "issuer UNZA", "issuer is UNZA", "issuer is not UNZA"),
        ("issuer != UNZA", "issuer is not UNZA", "issuer is not UNZA", "issuer is UNZA"),
        ('fact "track" = theory', "fact track theory", "“track” is theory", "“track” is not theory"),
        ("not (hours is known)", "hours is not known", "hours are not known", "hours are known"),
        ("issuer in { A; B }", "issuer in A or B", "issuer is A or B", "issuer is not A or B"),
        ("issuer in register R", "issuer in R", "issuer is in R", "issuer is not in R"),
        ('country in parties("X")', "country in X parties", "country is in X parties", "country is not in X parties"),
        ('field under "061"', "field under 061", "field is under 061", "field is not under 061"),
        ('not tagged "w"', "not tagged w", "it is not tagged w", "it is tagged w"),
        ("by rpl", "by rpl", "it is recognised by rpl", "it is not recognised by rpl"),
        ("holds Q", "holds Q", "the learner holds Q", "the learner does not hold Q"),
        ("precedent", "precedent", "there is a precedent", "there is no precedent"),
        ('outcomes include "a"', "outcomes include a", "outcomes include a", "outcomes do not include a"),
    ],
)
def test_words_of_a_condition(text: str, selected: str, holds: str, fails: str) -> None:
    found = condition(text)
    assert expr_words(found) == selected
    assert statement(found) == holds
    assert statement(found, negated=True) == fails


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("awarded before 2020-01-01", "awarded before 2020-01-01"),
        ("level >= 7 compared", "level ≥ 7 (compared)"),
        ("credits >= parameter cap", "credits ≥ cap"),
        ('accredited by R for "0613" on awarded', "it is accredited by R for 0613 on awarded"),
        ("articulation in force on awarded", "an articulation is in force on awarded"),
        ("graded and (A or B)", "it is graded and (it is A or it is B)"),
        ("not (graded and A)", "it is not so that it is graded and it is A"),
    ],
)
def test_statements(text: str, holds: str) -> None:
    assert statement(condition(text)) == holds


@pytest.mark.parametrize("example", [form.example for section in SECTIONS[:2] for form in section.forms])
def test_every_form_has_words_of_its_own(example: str) -> None:
    found = condition(example)
    for words in (expr_words(found), statement(found), statement(found, negated=True)):
        assert words == words.strip()
        assert not PARTS.search(words)
    assert statement(found) != statement(found, negated=True)
