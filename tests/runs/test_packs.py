"""`near` and `impact` over made-up learners of shipped packs: of each what single audits of the same records say."""

from __future__ import annotations

import json
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

import stackr
from cli.calls import Caller
from runs.made import DAY
from stackr._quantity import format_amount
from stackr._shipped import shipped_rules
from stackr.book import Book
from stackr.conditions.tables import CatalogueItem
from stackr.model.audit import Audit
from stackr.model.qualification import QualificationAudit

PACKS: Final = {
    "uk-he-ladder": ("120 credits from any", "90 credits from any"),
    "uk-uol-bsc-cs": ("120 credits from level >= 4", "80 credits from level >= 4"),
}
"""A pack, and a line of it in other words."""
COMPLETE: Final = ("satisfied", "conferred")


def learners(book: Book, seed: int, many: int) -> list[dict[str, Any]]:
    """Who hold some of what is on offer, passed, failed or under way, with something left unsaid."""
    draw = Random(f"learners of packs {seed}")
    on_offer = [item for code in sorted(book.tables.catalogue) for item in book.tables.catalogue[code]]
    body = min(versions[-1].award.body for versions in book.qualifications.values())
    made = []
    for number in range(many):
        chosen = draw.choices(on_offer, k=draw.choice((1, 3, 6, 6)))
        held = [_holding(item, f"h{place}", body, draw) for place, item in enumerate(chosen)]
        facts = {"entry": "2024-09-01", "region": draw.choice(("north", "south"))}
        made.append({"learner": f"L{number:03}", "facts": facts, "holdings": held})
    return made


def _holding(item: CatalogueItem, id: str, body: str, draw: Random) -> dict[str, Any]:
    told = {
        "credential": item.code,
        "issuer": item.issuer or body,
        "credits": None if item.credits is None else format_amount(item.credits),
        "credit_unit": item.credit_unit,
        "level": item.level,
        "framework": item.framework,
        "tags": list(item.tags),
        "status": draw.choice(("active",) * 7 + ("in-progress", "failed")),
        "grade": str(draw.randrange(35, 95)),
        "awarded": f"{draw.randint(2021, 2025)}-06-30",
        "signature": "verified",
    }
    left_out = draw.choice(("credits", "level", "awarded", "", "", "", "", ""))
    return {"id": id} | {name: value for name, value in told.items() if value is not None and name != left_out}


def audits(book: Book, records: list[dict[str, Any]]) -> dict[str, Audit]:
    return {who["learner"]: book.audit(who, sorted(book.qualifications), date.fromisoformat(DAY)) for who in records}


def asked(call: Caller, *line: str | Path) -> dict[str, Any]:
    answer = call(*line, "--as-of", DAY, "--format", "json")
    assert answer.code == 0, answer.err
    return dict(json.loads(answer.out))


@pytest.mark.parametrize("pack", PACKS)
def test_near(call: Caller, folder: Path, pack: str) -> None:
    rules = shipped_rules() / "programmes" / f"{pack}.stackr"
    book = stackr.load(rules)
    records = learners(book, 1, 6)
    (folder / "h.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    found = asked(call, "near", folder / "h.jsonl", "--rules", rules, "--credits", "60")
    expected = [_row(who, one) for who, audit in audits(book, records).items() for one in audit.qualifications]
    names = ("learner", "qualification", "earned", "missing_credits", "add", "credits", "cost", "proven", "also")
    told = sorted(tuple(row[name] for name in names) for row in found["near"])
    assert told == sorted(row for row in expected if row is not None)
    assert told


def _row(who: str, one: QualificationAudit) -> tuple[Any, ...] | None:
    if one.status in COMPLETE or Fraction(one.missing_credits) > 60:
        return None
    kept = (who, one.qualification, one.progress.earned, one.missing_credits)
    if not one.completions:
        return (*kept, None, None, None, True, None)
    least = one.completions[0]
    add, also = (";".join(items) or None for items in (least.add, least.also))
    return (*kept, add, least.credits, least.cost, least.proven, also)


@pytest.mark.parametrize("pack", PACKS)
def test_impact(call: Caller, folder: Path, pack: str) -> None:
    texts = {name: folder / name / "programmes" / f"{pack}.stackr" for name in ("old", "new")}
    for name, path in texts.items():
        shutil.copytree(shipped_rules(), folder / name)
        path.write_text(path.read_text("utf-8").split("\nscenario")[0], "utf-8")
    before, after = PACKS[pack]
    text = texts["new"].read_text("utf-8")
    assert before in text
    texts["new"].write_text(text.replace(before, after), "utf-8")
    old, new = (stackr.load(path) for path in texts.values())
    records = learners(old, 2, 6)
    (folder / "h.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    found = asked(call, "impact", *texts.values(), folder / "h.jsonl", "--by", "region")
    names = ("learner", "qualification", "group", "earned_before", "earned_after", "change")
    told = sorted(tuple(row[name] for name in names) for row in found["changes"])
    region = {who["learner"]: who["facts"]["region"] for who in records}
    both = zip(audits(old, records).items(), audits(new, records).values(), strict=True)
    expected = [
        (who, one.qualification, region[who], one.progress.earned, other.progress.earned, change)
        for (who, was), now in both
        for one, other in zip(was.qualifications, now.qualifications, strict=True)
        if (change := _change(one, other))
    ]
    assert told == sorted(expected)
    assert told
    meanings = [{id: clause.meaning for id, clause in book.clauses.items()} for book in (old, new)]
    changed = {id for id in meanings[0] | meanings[1] if meanings[0].get(id) != meanings[1].get(id)}
    assert {clause for row in found["changes"] for clause in row["clauses"].split(";")} <= changed


def _change(was: QualificationAudit, now: QualificationAudit) -> str | None:
    figures = [(one.status, one.progress.earned, one.progress.possible) for one in (was, now)]
    if figures[0] == figures[1]:
        return None
    complete = [one.status in COMPLETE for one in (was, now)]
    if complete[0] != complete[1]:
        return "gains" if complete[1] else "loses"
    earned = [Fraction(one.progress.earned) for one in (was, now)]
    return "otherwise" if earned[0] == earned[1] else "nearer" if earned[1] > earned[0] else "further"
