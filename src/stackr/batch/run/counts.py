"""Counts of a part's tables, and their sums: what the summary and the report show, without reading the parts again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl

from stackr.batch.result import plain

COUNTED: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "outcomes": ("results", ("qualification", "status")),
    "progress": ("results", ("qualification", "band")),
    "proven": ("results", ("qualification", "proven")),
    "stages": ("results", ("stage",)),
    "routes": ("recognition", ("ladder", "outcome", "route")),
    "work": ("worklist", ("kind", "ladder", "clause")),
    "deadlines": ("worklist", ("kind", "month")),
    "stopping": ("requirements", ("qualification", "id", "status")),
    "limits": ("limits", ("qualification", "id", "status")),
    "near": ("near", ("qualification", "unmet")),
    "unclaimed": ("unclaimed", ("qualification",)),
    "changes": ("changes", ("qualification", "change")),
    "groups": ("changes", ("group", "change")),
    "responsible": ("changes", ("clauses", "change")),
    "decisions": ("decisions", ("before", "after")),
    "lookalikes": ("lookalikes", ("credential", "meant")),
    "sums": ("sums", ("learner",)),
    "holds_back": ("holds_back", ("qualification", "clause")),
}
"""Name of a count → the table it is of, and by which columns."""

BANDS: Final = ("none", "under a quarter", "under half", "under three quarters", "under all", "all")

Counts = dict[str, list[list[Any]]]
"""Name → rows of the columns' values (text or null) and how many, in order."""


def counts_of(tables: Mapping[str, pl.DataFrame]) -> Counts:
    """The counts of one part."""
    found: Counts = {}
    for name, (table, columns) in COUNTED.items():
        if table in tables:
            frame = _with_made(tables[table], columns)
            summed = plain(frame.group_by(columns).len("learners")).sort(columns, nulls_last=True)
            found[name] = [list(row) for row in summed.select(*columns, "learners").iter_rows()]
    found["rows"] = [[name, tables[name].height] for name in sorted(tables)]
    told = [tables[name]["learner"].cast(pl.String) for name in ("results", "changes") if name in tables]
    found["learners"] = [[pl.concat(told).n_unique()]]
    return found


def summed(parts: Iterable[Counts]) -> Counts:
    """The counts of all parts together."""
    totals: dict[str, dict[tuple[Any, ...], int]] = {}
    for counts in parts:
        for name, rows in counts.items():
            into = totals.setdefault(name, {})
            for *key, count in rows:
                into[tuple(key)] = into.get(tuple(key), 0) + count
    return {
        name: [[*key, into[key]] for key in sorted(into, key=lambda key: [(item is None, item or "") for item in key])]
        for name, into in sorted(totals.items())
    }


def _with_made(frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    if "band" in columns:
        frame = frame.with_columns(band=_band(frame["earned"]))
    if "month" in columns:
        frame = frame.with_columns(month=pl.col("by").dt.strftime("%Y-%m"))
    texts = (pl.String, pl.Categorical)
    return frame.with_columns(pl.col(name).cast(pl.String) for name in columns if frame.schema[name] not in texts)


def _band(earned: pl.Series) -> pl.Series:
    """In which quarter an exact fraction lies, decided in integers."""
    words = {text: BANDS[_quarter(str(text))] for text in earned.unique()}
    return earned.replace_strict(words, return_dtype=pl.String).alias("band")


def _quarter(text: str) -> int:
    above, _, below = text.partition("/")
    part, whole = int(above), int(below or 1)
    if part == 0:
        return 0
    return 5 if part >= whole else part * 4 // whole + 1
