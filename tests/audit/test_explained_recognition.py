"""`--explain` of what recognises learning, of entry requirements, and of what keeps learning out."""

from __future__ import annotations

from datetime import date

import pytest

from stackr.audit.run import AuditError
from stackr.audit.why import why
from stackr.book import load_text
from stackr.records.admit import admit

DAY = date(2026, 2, 1)
BOOK = load_text("""
catalogue K { issuer U; credential A { 10 credits; outcomes "a" }; credential B { 10 credits; outcomes "b" } }
articulation X-TO-A "X for A" { from X of FAR; to A }
recognition u "Ladder of U" for U {
  gate honest { status is not revoked }
  route own is own "Own credit" when issuer = U grants full source "s. 1"
  route agreed is agreement "Agreed" when articulation in force on as_of grants as articulated
  fallback rpl is rpl "Prior learning" grants whole units
}
definition small "Small" of micro-credential { size "It is small": credits <= 12 message "larger than 12"; examined: assessed }
qualification Q "Award" { awarded by U
  requires all of { A; any: 20 credits from any }
  limits { fresh: completed within 5 years of as_of }
  entry requires before: 1 credential from any
}
qualification R "Other" { awarded by U; requires B }
""")
RECORD = {
    "learner": "L",
    "holdings": [
        {"id": "x", "credential": "X", "issuer": "FAR", "credits": "10", "completed": "2025-01-01", "status": "active"},
        {"id": "o", "credential": "OLD", "issuer": "U", "credits": "20", "completed": "2015-01-01", "status": "active"},
        {"id": "r", "credential": "GONE", "issuer": "U", "credits": "10", "status": "revoked"},
    ],
}


def told(about: str) -> tuple[str, ...]:
    return why(BOOK, admit(RECORD, BOOK.tables, DAY), about, ["Q"], DAY)


@pytest.mark.parametrize(
    ("about", "first", "then"),
    [
        ("u", "Ladder of U (u) is a ladder", ["GONE is refused", "OLD is recognised by u.own", "X is recognised by u.agreed"]),
        ("u.own", "Own credit (u.own) is a route [s. 1; ", ["OLD: Own credit: recognised as OLD"]),
        ("own", "Own credit (u.own) is a route [s. 1; ", ["OLD: Own credit: recognised as OLD"]),
        ("u.agreed", "Agreed (u.agreed) is a route", ["X: recognised by it"]),
        ("u.rpl", "Prior learning (u.rpl) is a route", ["GONE: ", "nothing on record is touched by it"]),
        ("u.honest", "u.honest is a gate", ["GONE: the gate asks that status is not revoked; it does not hold"]),
        ("X-TO-A", "X for A (X-TO-A) is an articulation", ["X: X for A: recognised as A"]),
        ("small", "Small (small) is a definition", ["OLD is no micro-credential (It is small: larger", "X may be a micro-credential ("]),
        ("small.size", "It is small (small.size) is a criterion", ["OLD: larger than 12", "X: it holds"]),
        ("small.examined", "small.examined is a criterion", ["X: examined: not known, because the record does not say assessment"]),
    ],
)  # fmt: skip
def test_what_recognises_learning_is_explained(about: str, first: str, then: list[str]) -> None:
    head, *lines = told(about)
    assert head.startswith(first)
    for words in then if about != "u.rpl" else then[1:]:
        assert any(line.startswith(words) for line in lines), lines


def test_an_entry_requirement_is_explained() -> None:
    assert told("Q.before") == told("before") == ("Entry (Q.before) is met: 1 against 1 credential",)


def test_a_clause_names_the_learning_that_it_keeps_out() -> None:
    assert "OLD is too old for “completed within 5 years of as_of” (too-old)" in told("Q.fresh")


@pytest.mark.parametrize(
    ("about", "advice"),
    [
        ("R", "`--for R` asks about it"),
        ("B", "a catalogue lists it, but it is not on this record"),
        ("Q.anny", "Q.any"),
    ],
)
def test_what_can_not_be_explained_says_where_to_look(about: str, advice: str) -> None:
    with pytest.raises(AuditError) as error:
        told(about)
    assert any(advice in str(part) for part in (*error.value.args, getattr(error.value, "help", "")))
