"""The run itself: read, cut into parts, work, keep, and at the end say what was done and that every row is accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from stackr import __version__
from stackr.audit.run import asked_for
from stackr.batch.engines.base import Engine, Part
from stackr.batch.ingest.shapes import Bad
from stackr.batch.ingest.sources import CHUNK, Source
from stackr.batch.output.forms import file_digest
from stackr.batch.run.folder import MANIFEST, RULES, WORK, Folder, FolderFault
from stackr.batch.run.inputs import Inputs, Taken, take
from stackr.batch.run.options import RunOptions
from stackr.batch.run.parts import Loaded, keep_part, load_part
from stackr.batch.run.pin import Pinned, pin
from stackr.batch.run.spool import Spool, parts_for
from stackr.batch.run.work import Plan
from stackr.model.learning import Learner


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
    quarantined: int = 0

    @property
    def read(self) -> int:
        """Rows of holdings read."""
        return sum(item.read for item in self.taken if item.kind == "holdings")


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
            quarantined=aside + sum(item.quarantined for item in taken if item.kind == "holdings"),
        )
        if finished.read != finished.used + finished.quarantined:
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
        taken = [
            take(spool, place, kind, source, profile, self.progress.advance, self._stop, self.chunk)
            for place, (kind, source, profile) in enumerate(sources)
        ]
        self.folder.keep("taken", {"sources": [_data(item) for item in taken]})
        return taken

    def _unchanged(self, taken: list[Taken]) -> None:
        for item, (_, source, _) in zip(taken, self.inputs.all(), strict=True):
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
        plan = Plan(self.pinned, self.options, self.before).packed()
        for number, tables in self.engine.map(plan, self._parts(spool, left, parts, names, loaded)) if left else ():
            rows = loaded.pop(number)
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
            yield number, found.packed()


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
    }


def asked(inputs: Inputs, options: RunOptions) -> dict[str, Any]:
    """What makes a run this run and no other, but for its rules, which are pinned."""
    sources = [[kind, source.name, source.query] for kind, source, _ in inputs.all()]
    return {"options": options.data(), "inputs": sources, "profile": inputs.profile.digest, "engine": __version__}


def prepare(out: Path, paths: list[Path], options: RunOptions, where: str = RULES) -> Pinned | None:
    """The rules in the paths, pinned, and held against what is asked; None if a run in the folder has its own already.

    Before any file is written. Raises `RuleError`, `AuditError`.
    """
    if (out / MANIFEST).exists() or (out / WORK / f"{where}.json").exists():
        return None
    book, pinned = pin(paths)
    asked_for(book, Learner(""), options.for_)
    return pinned


def restore(folder: Folder, fresh: Pinned | None, where: str = RULES) -> Pinned:
    """The rules of the run: those it was begun with, else the fresh ones, kept from now on."""
    kept = folder.recall(where)
    if kept is not None:
        files = tuple((name, (folder.out / where / name).read_bytes()) for name in kept["files"])
        return Pinned(files, tuple(kept["starts"]), kept["rules"], kept["meaning"], kept["registers"])
    if fresh is None:
        raise FolderFault(f"the run in {folder.out} has lost its rules", "give another folder to --out")
    fresh.write(folder.out / where)
    told = {"rules": fresh.rules, "meaning": fresh.meaning, "registers": fresh.registers}
    folder.keep(where, {"files": [name for name, _ in fresh.files], "starts": list(fresh.starts), **told})
    return fresh
