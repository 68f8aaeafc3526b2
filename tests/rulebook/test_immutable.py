"""A rule book is compiled once and shared by everything: nothing in it can be written to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import FrozenInstanceError, fields, is_dataclass
from typing import Any

import pytest

from stackr._shipped import shipped_packs
from stackr.rulebook.book import RuleBook
from stackr.rulebook.load import load


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load(shipped_packs())


def parts(value: Any, seen: set[int]) -> Iterator[Any]:
    """Everything that a value is made of."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if is_dataclass(value) and not isinstance(value, type):
        yield value
        inner: Any = [getattr(value, each.name) for each in fields(value)]
    elif isinstance(value, Mapping):
        inner = [*value, *value.values()]
    elif isinstance(value, tuple | list | frozenset | set):
        inner = value
    else:
        return
    for each in inner:
        yield from parts(each, seen)


def test_all_that_a_book_is_made_of_is_frozen(book: RuleBook) -> None:
    kinds = {type(each) for each in parts(book, set())}
    assert len(kinds) > 100
    assert {kind.__name__ for kind in kinds if not kind.__dataclass_params__.frozen} == set()


def test_a_book_refuses_to_be_written_to(book: RuleBook) -> None:
    award = next(iter(book.qualifications.values()))[0].award
    for part, member in ((book, "rules"), (award, "id"), (book.tables, "catalogue")):
        with pytest.raises(FrozenInstanceError):
            setattr(part, member, None)
