"""What tables say of learners besides holdings: facts, one row per learner; decisions, one row each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import polars as pl

from stackr.batch.ingest.json_rows import ABOUT, EMPTY, dumped
from stackr.batch.ingest.shapes import LINE, Chunk, InputError
from stackr.batch.texts import EXACT, is_exact, value_of
from stackr.records.decision import MEMBERS as OF_A_DECISION

KIND: Final = "@kind"
KEPT: Final = "kept"
"""What a previous run knew of the learner."""
LISTS: Final = ("enrolled_in", "applied_for", "holds")
"""Facts that are lists even of one."""
SCHEMA: Final = {
    "learner": pl.String,
    **dict.fromkeys(ABOUT, pl.String),
    EMPTY: pl.String,
    LINE: pl.Int64,
    KIND: pl.String,
}
CHANGE: Final = "change"
"""The column that says what is to be done with a row in a run after another; nothing in it means `put`."""
REMOVE: Final = ("remove", "delete")
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,11})(\.\d{1,12})?\Z")
_SHARE: Final = re.compile(r"([^=;]+)=([^=;]+)")


def about_records(chunk: Chunk) -> pl.DataFrame:
    """What whole records said besides their holdings."""
    if chunk.about is None:
        return pl.DataFrame(schema=SCHEMA)
    return chunk.about.with_columns(pl.lit("record").alias(KIND)).select(*SCHEMA)


def about_learners(chunk: Chunk) -> pl.DataFrame:
    """Rows of a table of learners: every column is a fact, but for the name, identifiers and identity. Raises `InputError`."""
    own = ("name", "identifiers", "identity")
    rows = []
    for row in chunk.rows.to_dicts():
        facts = {n: v for n, v in row.items() if v is not None and n not in (LINE, "learner", *own)}
        told = {name: row.get(name) for name in own}
        rows.append({"learner": row["learner"], **told, "facts": _facts(facts), LINE: row[LINE], KIND: "learner"})
    return pl.concat([pl.DataFrame(rows, schema=SCHEMA), _whole(chunk, "learner")])


def about_decisions(chunk: Chunk) -> pl.DataFrame:
    """Rows of a table of decisions. `shares` are written `outcome=80%; outcome=100%`. Raises `InputError`.

    In a run after another the decisions of a learner replace those that were known; a row with `remove` under `change` adds
    none.
    """
    rows = []
    for row in chunk.rows.to_dicts():
        if str(row.get(CHANGE)).lower() in REMOVE:
            rows.append({"learner": row["learner"], "decisions": "[]", LINE: row[LINE], KIND: "decision"})
            continue
        told = {n: _decided(n, v) for n, v in row.items() if v is not None and n in OF_A_DECISION}
        data = dumped([told])
        rows.append({"learner": row["learner"], "decisions": data, LINE: row[LINE], KIND: "decision"})
    return pl.concat([pl.DataFrame(rows, schema=SCHEMA), _whole(chunk, "decision")])


def _whole(chunk: Chunk, kind: str) -> pl.DataFrame:
    """What objects with members `facts` or `decisions` say."""
    about = about_records(chunk).with_columns(pl.lit(kind).alias(KIND))
    held = chunk.rows.join(about, on=LINE, how="semi")
    if held.height:
        told = f"line {held[LINE][0]} has holdings, and of this file only {kind}s are read"
        raise InputError(told, "give it among HOLDINGS: whole records are read there")
    return about.with_columns(pl.lit(None, pl.String).alias(EMPTY))


def _facts(told: dict[str, str]) -> str | None:
    parts = [f"{json.dumps(name)}: {_fact(name, text)}" for name, text in sorted(told.items())]
    return "{" + ", ".join(parts) + "}" if parts else None


def _fact(name: str, text: str) -> str:
    """A cell as the JSON value that it means: a number, true or false, a list, else text."""
    if is_exact(text):
        return text[len(EXACT) :]
    if name == "claims":
        claims = [[award.strip() for award in claim.split("+")] for claim in text.split(";") if claim.strip()]
        return json.dumps(claims)
    if name in LISTS or ";" in text:
        return json.dumps([item.strip() for item in text.split(";") if item.strip()], ensure_ascii=False)
    if _NUMBER.match(text):
        return text
    return text.lower() if text.lower() in ("true", "false") else json.dumps(text, ensure_ascii=False)


def _decided(name: str, text: str) -> Any:
    if is_exact(text):
        return value_of(text)
    if name == "shares":
        return _shares(text)
    if name == "differences":
        return [item.strip() for item in text.split(";") if item.strip()]
    return text.lower() == "true" if name == "condition_met" and text.lower() in ("true", "false") else text


def _shares(text: str) -> dict[str, str] | str:
    """`outcome=80%; other=100%`, by outcome; text that says something else, or one outcome twice, as it stands: it is told."""
    pairs = [_SHARE.fullmatch(part) for part in text.split(";") if part.strip()]
    shares = {pair[1].strip(): pair[2].strip() for pair in pairs if pair is not None}
    return shares if shares and len(shares) == len(pairs) else text


def merged(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per learner of all that was said of it: facts and decisions put together, in order of their text.

    A fact said twice and differently stays twice in the JSON text, so that its reader finds it unknown.
    """
    found = [_one(str(learner[0]), group) for learner, group in _by_learner(rows)]
    return pl.DataFrame(found, schema={"learner": pl.String, **dict.fromkeys(ABOUT, pl.String)})


def _by_learner(rows: pl.DataFrame) -> Iterator[tuple[tuple[object, ...], pl.DataFrame]]:
    yield from rows.sort("learner", KIND, *ABOUT).group_by("learner", maintain_order=True)


def _one(learner: str, group: pl.DataFrame) -> dict[str, str | None]:
    """What a previous run kept stands only where nothing new is said."""
    told: dict[str, str | None] = {"learner": learner}
    kept, kinds = pl.col(KIND) == KEPT, set(group[KIND])
    if kinds & {"learner", "record"}:
        group = group.with_columns(pl.when(~kept).then(name).alias(name) for name in ABOUT if name != "decisions")
    if kinds & {"decision", "record"}:
        group = group.with_columns(pl.when(~kept).then("decisions").alias("decisions"))
    for name in ("name", "identifiers", "identity"):
        told[name] = next(iter(group[name].drop_nulls().unique().sort()), None)
    told["facts"] = _spliced(group["facts"].drop_nulls(), "{", "}")
    told["decisions"] = _spliced(group["decisions"].drop_nulls(), "[", "]")
    return told


def _spliced(texts: Iterable[str], start: str, end: str) -> str | None:
    """Objects (or lists) of JSON as one. A lone text stays as it is, whatever it is."""
    found = [text.strip() for text in texts]
    if len(found) <= 1:
        return found[0] if found else None
    inner = [text[1:-1].strip() for text in found if text.startswith(start) and text.endswith(end)]
    return start + ", ".join(text for text in inner if text) + end
