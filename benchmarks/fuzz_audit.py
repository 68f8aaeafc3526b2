"""Whole audits against the definition, for as long as wanted: python benchmarks/fuzz_audit.py --cases 20000

Each case is a made-up rule book and learner from a seed (`stackr.testing.generate`): status and figures must be what trying
every allocation gives (`stackr.testing.reference`), and the audit the same under another order of everything, under other
names, and with a holding that no rule looks at; more learning must not lower progress where semantics.md says so. Prints the
first seed, progress every thousand cases, and every seed that differs; exit code 1 if any does. A learner for whom more than
`--allocations` would have to be tried gives up holdings until it fits.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from stackr.audit.options import AuditOptions
from stackr.book import Book, load_text
from stackr.model.audit import Audit
from stackr.testing.generate import AS_OF, made_up_book, made_up_learners
from stackr.testing.generate.variants import IRRELEVANT, grown, named_back, renamed, reordered, reordered_book, steady
from stackr.testing.reference import TooLarge
from stackr.testing.reference.compare import differences, without_places

Record = dict[str, Any]
PLACEMENTS = AuditOptions(tier="placements")


def audited(book: Book, record: Record) -> Audit:
    return book.audit(record, ["AW"], AS_OF, PLACEMENTS)


def against_definition(text: str, book: Book, record: Record, most: int) -> list[str]:
    """What disagrees, for the learner with as many holdings as can be tried."""
    for count in range(len(record["holdings"]), -1, -1):
        try:
            return differences(book, record | {"holdings": record["holdings"][:count]}, most=most)
        except TooLarge:
            continue
    return []


def order(text: str, book: Book, record: Record, seed: int) -> list[str]:
    plain = audited(book, record)
    found = [] if audited(book, reordered(record, seed)).model_dump() == plain.model_dump() else ["order of the record"]
    other = audited(load_text(reordered_book(text, seed)), record)
    return found if without_places(other) == without_places(plain) else [*found, "order of the rules"]


def names(text: str, book: Book, record: Record, seed: int) -> list[str]:
    other = audited(load_text(renamed(text)), json.loads(renamed(json.dumps(record))))
    same = named_back(without_places(other)) == named_back(without_places(audited(book, record)))
    return [] if same else ["names"]


def irrelevant(text: str, book: Book, record: Record, seed: int) -> list[str]:
    plain, more = audited(book, record), audited(book, record | {"holdings": [IRRELEVANT, *record["holdings"]]})
    return [] if more.qualifications == plain.qualifications else ["a holding that no rule looks at"]


def monotone(text: str, book: Book, record: Record, seed: int) -> list[str]:
    if not steady(text) or any(holding["id"] == "sub" for holding in record["holdings"]):
        return []
    less, more = audited(book, record).qualifications[0], audited(book, grown(record, seed)).qualifications[0]
    return [] if more.progress_percent >= less.progress_percent else ["more learning, less progress"]


VARIED: tuple[Callable[[str, Book, Record, int], list[str]], ...] = (order, names, irrelevant, monotone)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, help="the first seed; without it, one is drawn and printed")
    parser.add_argument("--learners", type=int, default=4, help="learners of each book")
    parser.add_argument("--allocations", type=int, default=3000, help="most allocations to try for one learner")
    parser.add_argument("--only-figures", action="store_true", help="leave out order, names, and more learning")
    given = parser.parse_args()
    first = random.SystemRandom().randrange(10**9) if given.seed is None else given.seed
    print(f"first seed {first}", flush=True)
    began, wrong, case = time.monotonic(), 0, 0
    while case < given.cases:
        seed = first + case // given.learners
        text = made_up_book(seed)
        book = load_text(text)
        for number, record in enumerate(made_up_learners(seed, book, given.learners)):
            case += 1
            found = against_definition(text, book, record, given.allocations)
            if not given.only_figures and number == 0:
                found += [said for check in VARIED for said in check(text, book, record, seed)]
            wrong += len(found)
            for said in found:
                print(f"seed {seed}, learner {number}: {said}", flush=True)
            if case % 1000 == 0:
                print(f"{case} cases, {wrong} differences, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{case} cases, {wrong} differences")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
