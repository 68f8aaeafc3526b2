"""The end of a run: quarantine, further forms, summary, report, and last of all the manifest that makes the run finished."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

from stackr._version import __version__
from stackr.batch.output.forms import file_digest, tables_of, write_csv, write_workbook
from stackr.batch.output.report import page
from stackr.batch.output.write import parquet_bytes, put
from stackr.batch.run.counts import Counts, summed
from stackr.batch.run.folder import MANIFEST, Folder
from stackr.batch.run.options import RunOptions
from stackr.batch.run.pin import Pinned
from stackr.batch.run.run import Finished
from stackr.batch.run.spool import QUARANTINE, UNREAD, Spool
from stackr.language.version import LANGUAGE_VERSION

SCHEMA: Final = "stackr.run/1"
_PER_FILE: Final = 200_000


def finish(
    folder: Folder,
    asked: dict[str, Any],
    pinned: Pinned,
    options: RunOptions,
    run: Finished,
    before: Pinned | None = None,
) -> dict[str, Any]:
    """Write everything that stands beside the parts; the manifest. Raises `OSError`."""
    _in_files(folder.out / "quarantine", QUARANTINE, _aside(folder, run))
    _in_files(folder.out / "unread", UNREAD, _spooled(folder, "unread"))
    tables = tables_of(folder.out)
    cut: list[str] = []
    if "csv" in options.forms:
        for name, parts in tables.items():
            write_csv(folder.out / f"{name}.csv", parts)
    if "xlsx" in options.forms:
        cut = write_workbook(folder.out / "tables.xlsx", tables)
    summary = summary_of(run, pinned, options, cut)
    put(folder.out / "summary.json", _json(summary))
    put(folder.out / "report.html", page(summary).encode())
    manifest = {
        "schema": SCHEMA,
        "asked": asked,
        "rules": _digests(pinned),
        "rules_before": None if before is None else _digests(before),
        "rule_files": sorted(name for name, _ in pinned.files),
        "rule_starts": list(pinned.starts),
        "inputs": summary["inputs"],
        "counts": summary["rows"],
        "outputs": dict(_outputs(folder.out)),
        "versions": {
            "stackr": __version__,
            "language": LANGUAGE_VERSION,
            "python": platform.python_version(),
            "polars": pl.__version__,
        },
        "seeds": "none: nothing in a run is drawn by chance",
    }
    put(folder.out / MANIFEST, _json(manifest))
    return summary


def _digests(pinned: Pinned) -> dict[str, str]:
    return {"rules": pinned.rules, "meaning": pinned.meaning, "registers": pinned.registers}


def summary_of(run: Finished, pinned: Pinned, options: RunOptions, cut: list[str]) -> dict[str, Any]:
    """The figures of a run."""
    reasons = _sums(item.reasons for item in run.taken)
    for part in run.parts:
        for row in part["aside"]:
            reasons[row[4]] = reasons.get(row[4], 0) + 1
    counts: Counts = summed(part["counts"] for part in run.parts)
    return {
        "schema": "stackr.summary/1",
        "as_of": options.as_of.isoformat(),
        "rules": pinned.rules,
        "rows": run.rows,
        "learners": sum(row[0] for row in counts.get("learners", [])),
        "quarantine": dict(sorted(reasons.items())),
        "unread": _sums(item.unread for item in run.taken),
        "counts": {name: rows for name, rows in counts.items() if name != "learners"},
        "inputs": [
            {
                "name": item.name,
                "kind": item.kind,
                "digest": item.digest,
                "bytes": item.bytes,
                "read": item.read,
                "quarantined": item.quarantined,
            }
            for item in run.taken
        ],
        "cut": cut,
    }


def _sums(found: Iterable[dict[str, int]]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for counts in found:
        totals.update(counts)
    return dict(sorted(totals.items()))


def _in_files(table: Path, schema: dict[str, Any], frames: Iterator[pl.DataFrame]) -> None:
    """A table about the input, in order of input, in files of a fixed size."""
    waiting: list[pl.DataFrame] = []
    number = height = 0
    for frame in frames:
        waiting.append(frame)
        height += frame.height
        while height >= _PER_FILE:
            whole = pl.concat(waiting)
            _one_file(table, number, whole.head(_PER_FILE))
            waiting, number = [whole.slice(_PER_FILE)], number + 1
            height -= _PER_FILE
    if height or number == 0:
        _one_file(table, number, pl.concat([pl.DataFrame(schema=schema), *waiting]))


def _one_file(table: Path, number: int, frame: pl.DataFrame) -> None:
    put(table / f"part-{number:05d}.parquet", parquet_bytes(frame))


def _spooled(folder: Folder, kind: str) -> Iterator[pl.DataFrame]:
    for path in Spool(folder.work / "spool").files(kind):
        yield pl.read_parquet(path)


def _aside(folder: Folder, run: Finished) -> Iterator[pl.DataFrame]:
    yield from _spooled(folder, "bad")
    late = [row for part in run.parts for row in part["aside"]]
    if late:
        yield pl.DataFrame(late, schema=QUARANTINE, orient="row").sort("file", "line", "reason")


def _outputs(out: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every file of the run with its size and digest, but for the manifest itself and the copy of the rules."""
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if path.is_file() and name != MANIFEST and not name.startswith((".run/", "rules/", "rules-before/")):
            told: dict[str, Any] = {"bytes": path.stat().st_size, "digest": file_digest(path)}
            if path.suffix == ".parquet":
                told["rows"] = pl.scan_parquet(path).select(pl.len()).collect().item()
            yield name, told


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()
