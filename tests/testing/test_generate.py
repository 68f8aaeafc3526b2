"""Made-up books and learners: they compile, the same seed gives the same, and together they say nearly everything sayable."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from stackr.audit.options import AuditOptions
from stackr.audit.run import audit
from stackr.book import load_text
from stackr.language import tree
from stackr.records.admit import admit
from stackr.testing.generate import AS_OF, made_up_book, made_up_learners

FORMS = (
    *(tree.UnitReq, tree.GroupReq, tree.PoolReq, tree.ObserveReq, tree.CoverageReq, tree.AverageReq, tree.AwardReq),
    *(
        tree.EvidenceReq,
        tree.WhenReq,
        tree.AmountLimit,
        tree.BarredLimit,
        tree.CurrencyLimit,
        tree.NeverLimit,
        tree.SpanLimit,
    ),
    *(
        tree.SharedLine,
        tree.NotBothLine,
        tree.CountsAsLine,
        tree.RelationLine,
        tree.Prefer,
        tree.LayerReq,
        tree.Detail,
    ),
)


def _said(node: Any, found: Counter[type]) -> None:
    found[type(node)] += 1
    if is_dataclass(node):
        for field in fields(node):
            _said(getattr(node, field.name), found)
    elif isinstance(node, tuple):
        for item in node:
            _said(item, found)


def test_made_up_books_compile_and_say_every_form() -> None:
    found: Counter[type] = Counter()
    for seed in range(120):
        for versions in load_text(made_up_book(seed)).qualifications.values():
            _said(versions[-1].tree, found)
    assert [form.__name__ for form in FORMS if not found[form]] == []


def test_the_same_seed_gives_the_same_and_another_seed_another() -> None:
    book = made_up_book(5)
    assert made_up_book(5) == book != made_up_book(6)
    learners = made_up_learners(5, book, 3)
    assert made_up_learners(5, load_text(book), 3) == learners
    assert learners[0] != learners[1]
    assert made_up_learners(6, book, 3) != learners


def test_made_up_learners_are_of_every_status() -> None:
    statuses = Counter[str]()
    for seed in range(60):
        book = load_text(made_up_book(seed))
        for record in made_up_learners(seed, book, 2):
            found = audit(book, record, ["AW"], AS_OF, AuditOptions(tier="values"))
            statuses[found.qualifications[0].status] += 1
    assert statuses.keys() >= {"satisfied", "in-progress", "not-started", "undetermined"}


@pytest.mark.parametrize("seed", range(0, 40, 8))
def test_records_are_read_without_faults(seed: int) -> None:
    book = load_text(made_up_book(seed))
    for record in made_up_learners(seed, book, 4):
        learner = admit(record, book.tables, AS_OF)
        assert [holding.faults for holding in learner.holdings if holding.faults] == []
        assert [decision.faults for decision in learner.decisions if decision.faults] == []
