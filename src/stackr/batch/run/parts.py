"""One part on its way: its rows out of the spool, whose record can't stand put aside, its tables into files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from stackr._digest import digest_bytes
from stackr.batch.ingest.about import KIND, merged
from stackr.batch.ingest.json_rows import ABOUT, EMPTY
from stackr.batch.ingest.shapes import LINE, REASONS
from stackr.batch.output.write import parquet_bytes, put
from stackr.batch.result import plain, with_words
from stackr.batch.run.counts import counts_of
from stackr.batch.run.folder import Folder
from stackr.batch.run.spool import QUARANTINE, SOURCE, Spool
from stackr.batch.run.work import Frames
from stackr.batch.since.changes import changed
from stackr.records.admit import MOST_HOLDINGS

HELD: Final = "held_back"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A part's rows. `places`: learner, source and line of every row, for putting a learner aside later."""

    holdings: pl.DataFrame
    about: pl.DataFrame | None
    places: pl.DataFrame
    aside: pl.DataFrame
    replaced: int = 0
    """Rows of a previous run that changes took the place of, and those that only said so."""
    untouched: pl.Series | None = None
    """Of a run after another: the learners whose answers stand."""

    def frames(self) -> Frames:
        """What an engine gets."""
        part = {"holdings": self.holdings}
        if self.about is not None and self.about.height:
            part["about"] = self.about
        return part


def load_part(spool: Spool, number: int, parts: int, sources: list[str]) -> Loaded:
    """The rows of a part, and what of them is put aside because the learner has too many rows, or several records."""
    found = spool.part("holdings", number, parts)
    holdings = (
        found if found is not None else pl.DataFrame(schema={"learner": pl.String, SOURCE: pl.Int32, LINE: pl.Int64})
    )
    holdings, replaced = changed(holdings)
    about = spool.part("about", number, parts)
    why = _several(about).vstack(_many(holdings)).unique("learner", keep="first", maintain_order=True)
    records = _records(about)
    places = pl.concat([holdings.select("learner", SOURCE, LINE), records])
    aside = quarantined(places.join(why, on="learner", how="inner", maintain_order="left"), sources)
    if why.height:
        holdings = holdings.join(why, on="learner", how="anti", maintain_order="left")
        about = None if about is None else about.join(why, on="learner", how="anti", maintain_order="left")
        places = places.join(why, on="learner", how="anti", maintain_order="left")
    told = None if about is None else merged(about.select("learner", KIND, *ABOUT))
    return Loaded(holdings.drop(SOURCE, LINE), told, places, aside, replaced)


def learners_of(spool: Spool, parts: int, most: int) -> int:
    """How many learners there are in all parts, counted until there are more than `most`."""
    found = 0
    for number in range(parts):
        holdings, about = spool.part("holdings", number, parts), spool.part("about", number, parts)
        told = [] if holdings is None else [changed(holdings)[0]["learner"]]
        told += [] if about is None else [about["learner"]]
        found += pl.concat(told).n_unique() if told else 0
        if found > most:
            break
    return found


_WHY: Final = {"learner": pl.String, "reason": pl.String, "message": pl.String}


def _several(about: pl.DataFrame | None) -> pl.DataFrame:
    if about is None:
        return pl.DataFrame(schema=_WHY)
    counted = about.filter(pl.col(KIND) == "record").group_by("learner").len().filter(pl.col("len") > 1).sort("learner")
    return counted.select("learner", reason=pl.lit("twice"), message=pl.lit(REASONS["twice"]))


def _many(holdings: pl.DataFrame) -> pl.DataFrame:
    counted = holdings.group_by("learner").len().filter(pl.col("len") > MOST_HOLDINGS).sort("learner")
    return counted.select("learner", reason=pl.lit("too-many"), message=pl.lit(REASONS["too-many"]))


def _records(about: pl.DataFrame | None) -> pl.DataFrame:
    """Whole records without a holding: each counts as one row."""
    empty = pl.DataFrame(schema={"learner": pl.String, SOURCE: pl.Int32, LINE: pl.Int64})
    if about is None:
        return empty
    return about.filter(pl.col(EMPTY) == "1").select("learner", SOURCE, LINE)


def quarantined(rows: pl.DataFrame, sources: list[str]) -> pl.DataFrame:
    """Rows with learner, source, line, reason and message as rows of the quarantine."""
    names = pl.DataFrame({SOURCE: range(len(sources)), "file": sources}, schema={SOURCE: pl.Int32, "file": pl.String})
    return (
        rows.join(names, on=SOURCE, how="left", maintain_order="left")
        .with_columns(line=pl.col(LINE), column=pl.lit("learner"), value=pl.col("learner"))
        .select(*QUARANTINE)
    )


def keep_part(
    folder: Folder, number: int, loaded: Loaded, tables: Frames, sources: list[str], *, rows: bool
) -> dict[str, Any]:
    """Write the tables of a part, and then that it is done. Raises `OSError`; half a part is no part."""
    frames = dict(tables)
    held = frames.pop(HELD, None)
    aside = loaded.aside
    if held is not None:
        why = held.select("learner", reason=pl.lit("unreadable"), message=pl.col("message"))
        more = loaded.places.join(why, on="learner", how="inner", maintain_order="left")
        aside = pl.concat([aside, quarantined(more, sources)])
    if rows:
        frames["rows"] = plain(loaded.holdings)
        if loaded.about is not None:
            frames["about"] = loaded.about
    used = loaded.places.height + loaded.aside.height - aside.height
    data = {
        "files": dict(_written(folder.out, number, frames)),
        "counts": counts_of(frames),
        "used": used,
        "replaced": loaded.replaced,
        "aside": [list(row) for row in aside.iter_rows()],
    }
    folder.keep(f"parts/{number:05d}", data)
    return data


def _written(out: Path, number: int, frames: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in sorted(frames):
        data = parquet_bytes(with_words(name, frames[name]))
        path = f"{name}/part-{number:05d}.parquet"
        put(out / path, data)
        yield path, {"rows": frames[name].height, "bytes": len(data), "digest": digest_bytes(data)}
