"""Made-up learners as records: what a registrar's system would hand in, gaps and oddities included."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from stackr.rulebook.book import RuleBook
from stackr.rulebook.load import load_text
from stackr.testing.generate.words import (
    AS_OF,
    CONTAINER,
    CREDITS,
    EARLIER,
    ELSEWHERE,
    FACT,
    FIELDS,
    HOME,
    LETTERS,
    LEVELS,
    MAIN,
    OUTCOMES,
    TAGS,
    TERMS,
    UNITS,
    Draw,
)

Record = dict[str, Any]


def made_up_learners(seed: int, book: RuleBook | str, n: int = 1, holdings: int = 5) -> list[Record]:
    """`n` records of at most so many holdings each. `book`: the made-up book (or its text): decisions name its clauses."""
    compiled = load_text(book) if isinstance(book, str) else book
    clauses = tuple(sorted(compiled.qualifications[MAIN][-1].award.clauses))
    return [
        _learner(Draw(random.Random(f"made-up learner {seed} {number}")), number, clauses, compiled, holdings)
        for number in range(n)
    ]


def _learner(draw: Draw, number: int, clauses: tuple[str, ...], book: RuleBook, most: int) -> Record:
    held = [made_up_holding(draw, f"h{place}") for place in range(1, draw.rng.randint(2, most) + 1)]
    if EARLIER in book.qualifications and draw.chance(40):
        held.append(
            {
                "id": "sub",
                "credential": EARLIER,
                "issuer": HOME,
                "kind": "qualification",
                "status": "active",
                "conferred": "2024-06-30",
            }
        )
        for entry in held[:-1]:
            if draw.chance(35):
                entry["used_in"] = [EARLIER]
    record: Record = {"learner": f"made-up-{number}", "facts": _facts(draw), "holdings": held}
    decisions = [_decision(draw, f"d{place}", held, clauses) for place in range(draw.one((0, 0, 0, 1, 2)))]
    if decisions:
        record["decisions"] = decisions
    return record


def _award_held() -> Record:
    """The record of the earlier award, conferred."""
    award = {"id": "sub", "credential": EARLIER, "issuer": HOME, "kind": "qualification"}
    return award | {"status": "active", "conferred": "2024-06-30"}


def _facts(draw: Draw) -> Record:
    facts: Record = {}
    if draw.chance(70):
        facts["entry"] = draw.one(("2022-09-01", "2024-09-01"))
    if draw.chance(60):
        facts["applied"] = "2025-09-01"
    if draw.chance(60):
        facts[FACT] = draw.one(("north", "south"))
    for name in ("plan", "approved"):
        if draw.chance(60):
            facts[name] = draw.one((True, True, False))
    if draw.chance(50):
        facts["placement"] = draw.one((True, False, "75", "40"))
    if draw.chance(20):
        facts["applied_for"] = [draw.one(UNITS)]
    if draw.chance(5):
        facts["surrendered"] = [EARLIER]
    return facts


def made_up_holding(draw: Draw, identity: str) -> Record:
    """One holding. Every member may be absent: what the record does not say is unknown."""
    own = draw.chance(70)
    code = draw.one(UNITS) if own else draw.one(ELSEWHERE)
    if own and draw.chance(6):
        code = CONTAINER
    day = AS_OF - timedelta(days=draw.rng.randrange(60, 3000))
    entry: Record = {"id": identity, "credential": code, "title": f"Holding {identity}"}
    entry["issuer"] = HOME if own else draw.one(("NEAR", "FAR"))
    entry["kind"] = draw.weighted(
        ((5, "module"), (3, "micro-credential"), (0, "experience") if own else (2, "experience"))
    )
    entry["status"] = draw.weighted(
        (
            (32, "active"),
            (3, "in-progress"),
            (2, "planned"),
            (1, "suspended"),
            (1, "failed"),
            (1, "withdrawn"),
            (1, "revoked"),
        )
    )
    entry["awarded"] = day.isoformat()
    if draw.chance(50):
        entry["completed"] = (day - timedelta(days=draw.rng.randrange(40))).isoformat()
    entry |= {"credits": str(draw.one(CREDITS)), "credit_unit": draw.weighted(((9, "EXC"), (1, "EYC")))}
    entry |= {"level": draw.one(LEVELS), "framework": draw.weighted(((8, "EX"), (2, "EY")))}
    entry["fields"] = [draw.one(FIELDS)]
    entry["tags"] = draw.some(TAGS, 0, 2)
    entry["outcomes"] = draw.some(OUTCOMES, 0, 2)
    entry["signature"] = draw.weighted(((24, "verified"), (12, "unverified"), (1, "invalid")))
    if draw.chance(60):
        entry |= _grade(draw)
    if draw.chance(50):
        entry["term"] = draw.one(TERMS)
    if draw.chance(30):
        entry["country"] = draw.one(("ZM", "IE"))
    if draw.chance(30):
        entry["mode"] = draw.one(("online", "campus"))
    if draw.chance(4):
        entry["holder"] = draw.one(("other", "unresolved"))
    for member in (
        "awarded",
        "credits",
        "level",
        "fields",
        "tags",
        "outcomes",
        "issuer",
        "status",
        "framework",
        "kind",
    ):
        if draw.chance(4):
            entry.pop(member, None)
    return entry


def _grade(draw: Draw) -> Record:
    scale = draw.weighted(((6, "PCT"), (3, "LET"), (1, "")))
    found: Record = {"grade": draw.one(LETTERS) if scale == "LET" else str(draw.rng.randrange(30, 100))}
    return found | ({"grade_scale": scale} if scale else {})


def _decision(draw: Draw, identity: str, held: list[Record], clauses: tuple[str, ...]) -> Record:
    kind = draw.weighted(
        (
            (3, "rpl"),
            (3, "assessment"),
            (3, "waive"),
            (3, "substitute"),
            (2, "insert"),
            (2, "pin"),
            (2, "exclude"),
            (1, "extend"),
        )
    )
    holding = draw.one(held)["id"]
    made: Record = {"id": identity, "kind": kind, "by": "Registrar", "date": "2025-06-01"}
    if kind == "rpl":
        shares: Mapping[str, str] = {name: draw.one(("1", "3/4", "1/4")) for name in OUTCOMES}
        return made | {"unit": draw.one(UNITS), "holding": holding, "shares": dict(shares)}
    if kind == "assessment":
        outcome = draw.one(("full", "partial", "conditional", "refused", "level-only"))
        given: Record = {"holding": holding, "outcome": outcome}
        if outcome == "partial":
            given["credits"] = "5"
        if draw.chance(50) and outcome in ("full", "conditional"):
            given["unit"] = draw.one(UNITS)
        return made | given
    made["clause"] = draw.one(clauses)
    if kind == "extend":
        made["until"] = "2026-12-31"
    if kind != "waive":
        made["holding"] = holding
    return made
