"""What a condition says of many subjects at once is what it says of each: over made-up rules and records, and by forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackr.audit.evaluation import Evaluation
from stackr.audit.options import AuditOptions
from stackr.book import Book, load_text
from stackr.conditions.columns import Columns
from stackr.conditions.predicate import Context, Predicate, Subject
from stackr.records.admit import admit
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.testing.generate import AS_OF, made_up_book, made_up_learners

FORMS = """
framework NF "National" { levels 1 to 8 }
framework DF version "1" { levels 1 to 3; in force from 2010-01-01 until 2019-12-31 }
framework DF version "2" { levels 1 to 8; in force from 2020-01-01; 3 is referenced to NF 5; 5 is referenced to NF 6 }
framework OF "Elsewhere" { level A; level B; level C; B is referenced to NF 6 }
credit NC "Credit" { is 10 hours; step 1 }
grades percent "Percent" { from 0 to 100; pass 50 }
recognition nu for NU {
  route own is own when issuer = NU grants full
  route partner is agreement when issuer = P grants full
  fallback rpl is rpl "Prior learning" grants whole units, ungraded
}
qualification AWARD "Award" {
  awarded by NU at NF 7
  credit unit NC
  total 5 credits
  requires all of { EACH }
}
"""
SAID = (
    "issuer = NU", "issuer = \"n?\"", "issuer != NU", "issuer in { NU; P }", "not issuer = P",
    "A1", '"A*"', "not A1", "A1 or B2", "level >= 6", "level >= NF 6", 'level = OF "B"', "level >= 6 and issuer = NU",
    'field under "06"', 'tagged "core"', 'not tagged "core" or level < 3', 'outcomes includes "lo1"',
    "grade >= 60", "graded", "external", "kind = module", "kind = module and (grade >= 60 or level >= 7)",
    "awarded since 2020-01-01", 'not (awarded since 2020-01-01 and tagged "core")', "credits >= 10", "level is known",
    "by rpl", 'language = "en"', "level >= DF 4",
)  # fmt: skip
HELD = (
    {"credential": "A1", "issuer": "NU", "level": 6, "framework": "NF", "fields": ["0611"], "tags": ["core"]},
    {"credential": "a1", "issuer": "P", "level": "B", "framework": "OF", "awarded": "2021-05-01", "grade": "70"},
    {
        "credential": "B2",
        "level": 7,
        "kind": "module",
        "fields": ["0611", "0311"],
        "grade_scale": "percent",
        "grade": "55",
    },
    {"issuer": "nu", "status": "in-progress", "awarded": "2027-01-01", "credits": "5", "credit_unit": "NC", "tags": []},
    {"credential": "A9", "issuer": "NU", "ungraded": True, "outcomes": ["LO1"], "language": "EN", "level": "zz"},
    {"credential": "A1", "issuer": "NU", "status": "planned", "kind": "MODULE", "level": 3, "framework": "DF"},
    {"credential": 7, "issuer": ["x"], "level": {}, "tags": 5, "awarded": "soon", "grade": "A"},
)


def each_says(condition: Predicate, subjects: Sequence[Subject], context: Context) -> tuple[int, int]:
    """(true, not false), asked one by one."""
    answers = [condition(subject, context) for subject in subjects]
    true = sum(1 << index for index, answer in enumerate(answers) if answer)
    return true, sum(1 << index for index, answer in enumerate(answers) if answer is not False)


def conditions(book: Book, name: str) -> Iterator[Predicate]:
    for need in book.qualifications[name][-1].award.needs.values():
        if isinstance(need, PoolNeed):
            yield from ([need.selector] if need.selector is not None else [])
        if isinstance(need, UnitNeed):
            yield from ([need.condition] if need.condition is not None else [])
        if isinstance(need, PoolNeed | UnitNeed):
            yield from need.easier.values()


def looked_at(book: Book, name: str, record: dict[str, object]) -> tuple[list[Subject], Context]:
    """The holdings, the units that recognition makes of them, and nothing at all."""
    learner = admit(record, book.tables, AS_OF)
    evaluation = Evaluation(book, learner, AS_OF, AuditOptions(tier="values"))
    qualification = book.qualifications[name][-1]
    units = evaluation.learning([qualification]).units
    return [*learner.holdings, *units, None], evaluation.context(qualification.award, frozenset())


@given(st.integers(0, 10**6), st.data())
@settings(max_examples=60, deadline=None)
def test_made_up_conditions(seed: int, data: st.DataObject) -> None:
    book = load_text(made_up_book(seed))
    (record,) = made_up_learners(seed, book, 1)
    subjects, context = looked_at(book, "AW", record)
    columns = Columns(subjects, context)
    among = data.draw(st.integers(0, columns.all))
    for condition in conditions(book, "AW"):
        true, may = each_says(condition, subjects, context)
        assert columns.ask(condition.test, columns.all) == (true, may), condition.text
        assert columns.ask(condition.test, among) == (true & among, may & among), condition.text


@pytest.mark.parametrize("said", SAID)
def test_each_form(said: str) -> None:
    book = load_text(FORMS.replace("EACH", f"one: 5 credits from {said}"))
    record = {"learner": "L", "holdings": [{"id": f"h{number}", **held} for number, held in enumerate(HELD)]}
    subjects, context = looked_at(book, "AWARD", record)
    columns = Columns(subjects, context)
    for condition in conditions(book, "AWARD"):
        assert columns.ask(condition.test, columns.all) == each_says(condition, subjects, context)
    assert list(conditions(book, "AWARD"))
