"""Small made-up rule books and learners to plan with, and the plan found by trying everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from stackr.book import Book, load

DAY = date(2026, 1, 1)

HEAD = """
framework F "Framework (made up)" { levels 1 to 10 }
credit C "Credit (made up)" { is 10 hours; step 1 }
"""

CALENDAR = """
calendar U "Terms (made up)" {
  term "2026-spring" from 2026-02-01 until 2026-06-30
  term "2026-autumn" from 2026-09-01 until 2026-12-20
  term "2027-spring" from 2027-02-01 until 2027-06-30
  term "2027-autumn" from 2027-09-01 until 2027-12-20
}
"""
TERMS = ("2026-spring", "2026-autumn", "2027-spring", "2027-autumn")


def book(tmp_path: Path, text: str, *, head: str = HEAD) -> Book:
    """The rules in a text."""
    path = tmp_path / "rules.stackr"
    path.write_text(head + text, encoding="utf-8")
    return load(path)


@dataclass(frozen=True)
class Item:
    """An item of a small catalogue."""

    code: str
    credits: int
    level: int
    field: str
    cost: int
    first: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    issuer: str = "U"
    mode: str | None = None
    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def line(self) -> str:
        """As the catalogue says it."""
        parts = [f"{self.credits} credits", f"level F {self.level}", f'field "{self.field}"', f'cost {self.cost} "ZMW"']
        parts.append(f"issuer {self.issuer}")
        if self.first:
            parts.append(
                "prerequisite " + (self.first[0] if len(self.first) == 1 else f"any of {{ {'; '.join(self.first)} }}")
            )
        if self.beside:
            parts.append(f"corequisite {self.beside[0]}")
        if self.terms:
            parts.append("terms " + ", ".join(f'"{term}"' for term in self.terms))
        if self.mode is not None:
            parts.append(f"mode {self.mode}")
        for name, words in (("places", self.places), ("languages", self.languages)):
            if words:
                parts.append(f"{name} " + ", ".join(f'"{word}"' for word in words))
        return f"  credential {self.code} {{ {'; '.join(parts)} }}"


def catalogue(items: tuple[Item, ...]) -> str:
    """The declaration."""
    return "catalogue ITEMS {\n  credit unit C\n" + "\n".join(item.line() for item in items) + "\n}\n"


@dataclass
class Tried:
    """Every way of taking items, priced; `satisfied(codes)` is asked of the audit."""

    book: Book
    record: Mapping[str, Any]
    items: tuple[Item, ...]
    award: str = "Q"
    known: dict[frozenset[str], bool] = field(default_factory=dict)

    def satisfied(self, codes: frozenset[str]) -> bool:
        """What the audit says of the learner with these passed."""
        if codes not in self.known:
            by_code = {item.code: item for item in self.items}
            added = [holding(by_code[code]) for code in sorted(codes)]
            record = {**self.record, "holdings": [*self.record.get("holdings", []), *added]}
            audit = self.book.audit(record, [self.award], DAY, _values())
            self.known[codes] = audit.qualifications[0].status == "satisfied"
        return self.known[codes]

    def plans(self, terms: int, most: int | None = None) -> Iterator[tuple[tuple[int, ...], dict[str, int]]]:
        """(price, code → term) of every plan: credits, items, cost."""
        held = {h["credential"] for h in self.record.get("holdings", [])}
        open_ = [item for item in self.items if item.code not in held]
        for places in product(range(-1, max(terms, 1)), repeat=len(open_)):
            chosen = {item.code: at for item, at in zip(open_, places, strict=True) if at >= 0}
            if self._lawful(chosen, held, terms, most) and self.satisfied(frozenset(chosen)):
                taken = [item for item in open_ if item.code in chosen]
                yield (sum(i.credits for i in taken), len(taken), sum(i.cost for i in taken)), chosen

    def _lawful(self, chosen: Mapping[str, int], held: set[str], terms: int, most: int | None) -> bool:
        if not terms and not in_some_order({item for item in self.items if item.code in chosen}, held):
            return False
        for item in self.items:
            if item.code not in chosen:
                continue
            at = chosen[item.code]
            done = held | {code for code, when in chosen.items() if when < at or not terms}
            if item.first and not set(item.first) & done:
                return False
            beside = held | {code for code, when in chosen.items() if when <= at or not terms}
            if item.beside and not set(item.beside) & beside:
                return False
            if terms and item.terms and not any(word in TERMS[at] for word in item.terms):
                return False
        loads = [sum(i.credits for i in self.items if chosen.get(i.code) == t) for t in range(terms)]
        return most is None or max(loads, default=0) <= most


def in_some_order(left: set[Item], done: set[str]) -> bool:
    """Whether all can be taken step by step, each after what it asks first and not before what it asks beside it."""
    done, left = set(done), set(left)
    while left:
        ready = {item for item in left if not item.first or set(item.first) & done}
        while alone := {i for i in ready if i.beside and not set(i.beside) & (done | {r.code for r in ready})}:
            ready -= alone
        if not ready:
            return False
        done |= {item.code for item in ready}
        left -= ready
    return True


@cache
def _values() -> Any:
    from stackr.audit.options import AuditOptions

    return AuditOptions(tier="values")


def holding(item: Item) -> dict[str, Any]:
    """The item as passed."""
    return {
        "id": f"h-{item.code}",
        "credential": item.code,
        "issuer": item.issuer,
        "status": "active",
        "awarded": "2025-12-01",
        "credits": str(item.credits),
        "credit_unit": "C",
        "level": item.level,
        "framework": "F",
        "fields": [item.field],
    }
