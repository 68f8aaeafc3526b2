"""Names that could be two things are told where they are declared, used or not."""

from __future__ import annotations

import pytest

from stackr.checks.run import check_text

AWARD = 'qualification Q "Q" {{ total 20 credits; requires all of {{ p "P": 20 credits from {taken} }} }}\n'


@pytest.mark.parametrize("taken", ["issuer U", "Q", '"Q"'])
@pytest.mark.parametrize("let", ["let Q = issuer U\n", 'let Q = outcomes { "engineer data" }\n'])
def test_a_let_has_no_name_of_an_award(let: str, taken: str) -> None:
    for text in (let + AWARD.format(taken=taken), AWARD.format(taken=taken) + let):
        (fault, *others) = [found for found in check_text(text, "r.stackr") if found.code == "N103"]
        assert not others
        assert text.splitlines()[fault.span.line - 1].startswith("let Q")
        assert fault.message == "`Q` is both a `let` and a qualification"
        assert text.splitlines()[fault.related[0].span.line - 1].startswith("qualification Q")


def test_two_versions_of_the_award_are_one_fault() -> None:
    line = 'qualification Q "Q" {{ in force from {day}-01-01 until {day}-12-31; total 20 credits; requires A }}\n'
    text = "let Q = issuer U\n" + line.format(day=2025) + line.format(day=2026)
    assert [found.code for found in check_text(text, "r.stackr") if found.code.startswith("N")] == ["N103"]


def test_a_let_with_a_name_of_its_own_is_none() -> None:
    assert not [f for f in check_text("let Q-units = issuer U\n" + AWARD.format(taken="Q-units")) if f.code == "N103"]
