"""Made-up records with less of what sends a learner to the single audit, so that the columns get something to do."""

from __future__ import annotations

from random import Random
from typing import Any

Record = dict[str, Any]
RARE = ("evidence", "used_in", "part_of", "holder", "uri")
OF_THE_WHOLE = ("claims", "conferred", "surrendered", "applied_for")
SILENT = ("credits", "level", "fields", "tags", "grade", "issuer", "completed", "awarded", "outcomes")


def plainer(record: Record, seed: int) -> Record:
    """The record without most of its rarer members; by turns with fewer unknown ones, too."""
    draw = Random(f"{seed} {record['learner']}")
    if draw.random() < 0.1:
        return record
    facts = {name: value for name, value in record.get("facts", {}).items() if name not in OF_THE_WHOLE}
    holdings = [_holding(holding, draw) for holding in record.get("holdings", ())]
    return {**record, "facts": facts if draw.random() < 0.5 else {}, "holdings": holdings, "decisions": []}


def _holding(holding: Record, draw: Random) -> Record:
    kept = {name: value for name, value in holding.items() if name not in RARE}
    if kept.get("kind") == "qualification":
        kept.pop("kind")
        kept.pop("conferred", None)
    if draw.random() < 0.8:
        known = {"credits": "10", "level": 5, "fields": ["0612"], "tags": ["t1"], "outcomes": [], "issuer": "U"}
        kept = {**known, "grade": "70", "completed": "2024-06-01", "awarded": "2024-07-01", **kept}
    return kept
