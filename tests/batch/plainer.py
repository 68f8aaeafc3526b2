"""Made-up records with less of what sends a learner to the single audit, so that the columns get something to do."""

from __future__ import annotations

from random import Random
from typing import Any, Final

Record = dict[str, Any]
RARE: Final = ("evidence", "used_in", "part_of", "holder", "uri")
OF_THE_WHOLE: Final = ("claims", "conferred", "surrendered", "applied_for")
FACTS: Final = {
    "entry": "2024-09-01",
    "applied": "2025-09-01",
    "complete": "2025-09-01",
    "track": "north",
    "plan": True,
    "approved": True,
    "placement": "75",
}
SAID: Final = {
    "credits": "10",
    "credit_unit": "EXC",
    "level": 5,
    "framework": "EX",
    "fields": ["0611"],
    "outcomes": [],
    "tags": ["lab"],
    "issuer": "HOME",
    "status": "active",
    "grade": "70",
    "grade_scale": "PCT",
    "term": "T1",
    "completed": "2024-06-01",
    "awarded": "2024-07-01",
    "country": "IE",
    "mode": "online",
    "kind": "module",
}
"""What a holding says that says everything."""


def plainer(record: Record, seed: int) -> Record:
    """The record without most of its rarer members; most records say all that rules ask, the others what they said."""
    draw = Random(f"{seed} {record['learner']}")
    if draw.random() < 0.1:
        return record
    full = draw.random() < 0.7
    facts = {name: value for name, value in record.get("facts", {}).items() if name not in OF_THE_WHOLE}
    facts = {**FACTS, **facts} if full else facts if draw.random() < 0.5 else {}
    holdings = [_holding(holding, full or draw.random() < 0.6, draw) for holding in record.get("holdings", ())]
    return {**record, "facts": facts, "holdings": holdings, "decisions": []}


def _holding(holding: Record, full: bool, draw: Random) -> Record:
    kept = {name: value for name, value in holding.items() if name not in RARE}
    if kept.get("kind") == "qualification":
        kept.pop("kind")
        kept.pop("conferred", None)
    if kept.get("kind") == "experience" and draw.random() < 0.9:
        kept["kind"] = "module"
    return {**SAID, **kept} if full else kept
