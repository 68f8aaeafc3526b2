"""The run itself: read, cut into parts, work, keep, and at the end say what was done and that every row is accounted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Protocol

import polars as pl

from stackr._version import __version__
from stackr.audit.run import asked_for
from stackr.batch import few
from stackr.batch.engines.base import Engine, Part
from stackr.batch.ingest.about import KEPT, KIND
from stackr.batch.ingest.json_rows import EMPTY
from stackr.batch.ingest.shapes import LINE, Bad
from stackr.batch.ingest.sources import CHUNK, Mappings, Source
from stackr.batch.output.forms import file_digest
from stackr.batch.run.folder import MANIFEST, RULES, WORK, Folder, FolderFault
from stackr.batch.run.inputs import Inputs, Taken, take
from stackr.batch.run.options import RunOptions
from stackr.batch.run.parts import Loaded, keep_part, learners_of, load_part
from stackr.batch.run.pin import Pinned, pin
from stackr.batch.run.spool import Spool, parts_for
from stackr.batch.run.work import Plan
from stackr.batch.since.merge import Since
from stackr.model.learning import Learner
from stackr.rulebook.book import RuleBook

OF_HOLDINGS: Final = ("holdings", "changed", KEPT)
"""Sources whose rows are holdings, each of which is accounted for."""


class Progress(Protocol):
    """Who is told how far the run is."""

    def begin(self, what: str, total: int) -> None:
        """A stage begins, of so many steps (bytes, rows)."""
        ...

    def advance(self, steps: int) -> None:
        """Some of them are done."""
        ...


class Silent:
    """Tells nobody."""

    def begin(self, what: str, total: int) -> None:
        """See `Progress`."""

    def advance(self, steps: int) -> None:
        """See `Progress`."""


class StrictFault(ValueError):
    """A row can't be used, and `--strict` says that the run then stops."""


class LostRows(RuntimeError):
    """The rows do not add up: a fault of ours, said before any manifest is written."""


@dataclass(slots=True)
class Finished:
    """What a run came to."""

    taken: list[Taken]
    parts: list[dict[str, Any]]
    used: int = 0
    replaced: int = 0
    quarantined: int = 0

    @property
    def read(self) -> int:
        """Rows of holdings read."""
        return sum(item.read for item in self.taken if item.kind in OF_HOLDINGS)

    @property
    def rows(self) -> dict[str, int]:
        """What became of them. `replaced`: of a run after another, rows that changes took the place of."""
        told = {"read": self.read, "used": self.used, "quarantined": self.quarantined}
        return told | ({"replaced": self.replaced} if any(item.kind == KEPT for item in self.taken) else {})


@dataclass(slots=True)
class Run:
    """One run. `folder` holds what is kept; everything else is only how."""

    folder: Folder
    inputs: Inputs
    pinned: Pinned
    options: RunOptions
    engine: Engine
    progress: Progress = field(default_factory=Silent)
    chunk: int = CHUNK
    before: Pinned | None = None
    """Rules to compare with."""
    since: Since | None = None
    """The run that this one goes on from."""

    def go(self) -> Finished:
        """Do what is not done yet. Raises `InputError`, `StrictFault`, `OSError`, `EngineFault`; what is finished stays."""
        spool = Spool(self.folder.work / "spool")
        taken = self._take(spool)
        rows = sum(item.read - item.quarantined for item in taken)
        parts = parts_for(rows, self.options.part_rows)
        done = self._work(spool, taken, parts)
        aside = sum(len(part["aside"]) for part in done)
        finished = Finished(
            taken=taken,
            parts=done,
            used=sum(part["used"] for part in done),
            replaced=sum(part["replaced"] for part in done),
            quarantined=aside + sum(item.quarantined for item in taken if item.kind in OF_HOLDINGS),
        )
        whole = finished.used + finished.replaced + finished.quarantined
        if finished.read != whole or (finished.replaced and self.inputs.kept is None):
            raise LostRows(
                f"{finished.read} rows were read, but {finished.used} used and {finished.quarantined} put aside"
            )
        return finished

    # ── reading ──

    def _take(self, spool: Spool) -> list[Taken]:
        kept = self.folder.recall("taken")
        if kept is not None:
            taken = [Taken(**item) for item in kept["sources"]]
            self._unchanged(taken)
            return taken
        self.folder.clear()
        spool = Spool(spool.folder)
        sources = self.inputs.all()
        self.progress.begin("reading", sum(source.size for _, source, _ in sources))
        taken = [] if self.inputs.kept is None else [self._take_kept(spool, self.inputs.kept)]
        known: defaultdict[str, Mappings] = defaultdict(dict)
        told, by = self.progress.advance, self.options.by
        taken += [
            take(spool, place, kind, source, profile, told, self._stop, self.chunk, known[kind], by)
            for place, (kind, source, profile) in enumerate(sources, len(taken))
        ]
        spool.finish()
        self.folder.keep("taken", {"sources": [_data(item) for item in taken]})
        return taken

    def _take_kept(self, spool: Spool, folder: Path) -> Taken:
        """The rows of the run before, as the first source."""
        taken = Taken(folder.as_posix(), KEPT, digest=file_digest(folder / MANIFEST))
        for kind, name in (("holdings", "rows"), ("about", "about")):
            for path in sorted((folder / name).glob("part-*.parquet")):
                frame = pl.read_parquet(path).with_row_index(LINE, 1).with_columns(pl.col(LINE).cast(pl.Int64))
                if kind == "holdings":
                    taken.read += frame.height
                else:
                    frame = frame.with_columns(pl.lit(KEPT).alias(KIND), pl.lit(None, dtype=pl.String).alias(EMPTY))
                spool.add(kind, 0, frame)
        return taken

    def _unchanged(self, taken: list[Taken]) -> None:
        read = [item for item in taken if item.kind != KEPT]
        for item, (_, source, _) in zip(read, self.inputs.all(), strict=True):
            if source.path is not None and file_digest(source.path) != item.digest:
                raise FolderFault(f"{source.name} has changed since the run began", "give another folder to --out")

    @property
    def _stop(self) -> Any:
        return _stop if self.options.strict else None

    # ── working ──

    def _work(self, spool: Spool, taken: list[Taken], parts: int) -> list[dict[str, Any]]:
        names = [item.name for item in taken]
        done = {number: kept for number in range(parts) if (kept := self.folder.part(number)) is not None}
        self.progress.begin("evaluating", sum(item.read - item.quarantined for item in taken))
        self.progress.advance(sum(part["used"] for part in done.values()))
        loaded: dict[int, Loaded] = {}
        left = [number for number in range(parts) if number not in done]
        learners = learners_of(spool, parts, few.MOST)
        if self.since is not None:
            self.since.expect(learners, self.options)
        plan = Plan(self.pinned, self.options, self.before, learners).packed()
        for number, tables in self.engine.map(plan, self._parts(spool, left, parts, names, loaded)) if left else ():
            rows = loaded.pop(number)
            if self.since is not None and rows.untouched is not None:
                tables = self.since.completed(tables, rows.untouched)
            done[number] = keep_part(self.folder, number, rows, tables, names, rows=self.options.keep_rows)
            self.progress.advance(done[number]["used"])
        if set(done) != set(range(parts)):
            raise LostRows(f"the engine gave {len(done)} of {parts} parts")
        return [done[number] for number in range(parts)]

    def _parts(
        self, spool: Spool, left: list[int], parts: int, names: list[str], loaded: dict[int, Loaded]
    ) -> Iterator[Part]:
        for number in left:
            found = load_part(spool, number, parts, names)
            kept = found.holdings if self.options.keep_rows else found.holdings.clear()
            loaded[number] = replace(found, holdings=kept)
            if self.since is not None:
                found, untouched = self.since.narrowed(found)
                loaded[number] = replace(loaded[number], untouched=untouched)
            yield number, found.frames()


def _stop(source: Source, bad: Bad) -> None:
    where = f"{source.name}, line {bad.line}" + (f", column {bad.column}" if bad.column else "")
    raise StrictFault(f"{where}: {bad.message}")


def _data(taken: Taken) -> dict[str, Any]:
    return {
        "name": taken.name,
        "kind": taken.kind,
        "digest": taken.digest,
        "bytes": taken.bytes,
        "read": taken.read,
        "quarantined": taken.quarantined,
        "reasons": dict(sorted(taken.reasons.items())),
        "unread": dict(sorted(taken.unread.items())),
    }


def asked(inputs: Inputs, options: RunOptions) -> dict[str, Any]:
    """What makes a run this run and no other, but for its rules, which are pinned."""
    sources = [[kind, source.name, source.query] for kind, source, _ in inputs.all()]
    if inputs.kept is not None:
        sources.append([KEPT, inputs.kept.as_posix(), ""])
    return {"options": options.data(), "inputs": sources, "profile": inputs.profile.digest, "engine": __version__}


def prepare(out: Path, paths: list[Path], where: str = RULES) -> tuple[RuleBook, Pinned] | None:
    """The rules in the paths, and pinned; None if a run in the folder has its own already. Raises `RuleError`."""
    if (out / MANIFEST).exists() or (out / WORK / f"{where}.json").exists():
        return None
    return pin(paths)


def hold_against(books: Iterable[RuleBook], names: tuple[str, ...] | None) -> None:
    """Whether each award asked for is in one of the books, before any file is written. Raises `AuditError`."""
    found = list(books)
    lacking = [name for name in names or () if not any(name in book.qualifications for book in found)]
    if found and lacking:
        asked_for(found[0], Learner(""), lacking)


def restore(folder: Folder, fresh: tuple[RuleBook, Pinned] | None, where: str = RULES) -> Pinned:
    """The rules of the run: those it was begun with, else the fresh ones, kept from now on."""
    kept = folder.recall(where)
    if kept is not None:
        files = tuple((name, (folder.out / where / name).read_bytes()) for name in kept["files"])
        return Pinned(files, tuple(kept["starts"]), kept["rules"], kept["meaning"], kept["registers"])
    if fresh is None:
        raise FolderFault(f"the run in {folder.out} has lost its rules", "give another folder to --out")
    _, pinned = fresh
    pinned.write(folder.out / where)
    told = {"rules": pinned.rules, "meaning": pinned.meaning, "registers": pinned.registers}
    folder.keep(where, {"files": [name for name, _ in pinned.files], "starts": list(pinned.starts), **told})
    return pinned
