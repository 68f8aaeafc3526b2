"""The batch over columns: whole learners in, frames out, and a list of those whom the single audit has to tell.

Every distinct thing is evaluated once with the single audit's own code, then gathered: texts by column, rows by signature
(`signatures`), units by award (`tables`); the kernel does the sums. `ALONE` in `signatures` and `REASONS` in `question` say
what is not told here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from stackr.audit.options import AuditOptions
from stackr.batch import passes
from stackr.batch.answers import findings, pending, results
from stackr.batch.columns import Dictionary, ordinal
from stackr.batch.question import REASONS, Rows
from stackr.batch.reads import reads_of
from stackr.batch.rows import LEARNER, told_value
from stackr.batch.signatures import ALONE, AWARD, BIT, ORIGIN
from stackr.batch.worlds import World, known_facts
from stackr.model.learning import Learner
from stackr.records.admit import MOST_HOLDINGS, admit
from stackr.records.errors import RecordError
from stackr.rulebook.book import RuleBook

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNLIKE: Final = r"[^!-~]"
"""An id with anything but plain printable characters is looked at one by one: blanks around it do not belong to it."""
NO_DECISIONS: Final = frozenset({"", "[]", "null"})
_NAME_BITS: Final = 1 << 22


@dataclass(slots=True)
class Part:
    """What the columns say: frames with a column `@at` that orders them, and whom they say nothing of."""

    frames: dict[str, list[pl.DataFrame]] = field(default_factory=lambda: defaultdict(list))
    alone: dict[int, str] = field(default_factory=dict)
    """Learner (by its place) → why it is told by the single audit in all."""
    unsettled: list[tuple[int, int, str, str]] = field(default_factory=list)
    """(learner, place of the award among those asked, award, why) to be told by the single audit."""


class Columnar:
    """One question to many frames of the same columns."""

    def __init__(self, book: RuleBook, for_: tuple[str, ...] | None, as_of: date, options: AuditOptions) -> None:
        self.book, self.for_, self.as_of, self.options = book, for_, as_of, options
        self.reads = reads_of(book, for_ if for_ is not None else book.qualifications)
        self._books: dict[str, Dictionary] = defaultdict(Dictionary)
        self._worlds: dict[tuple[Any, ...], World] = {}
        self._told: dict[tuple[str, tuple[str, ...]], World | int] = {}

    def tell(self, rows: pl.DataFrame, ids: tuple[str, ...], about: Mapping[str, dict[str, str | None]]) -> Part:
        """Answers for the learners `ids`, in whose order the rows stand."""
        part = Part()
        starts = _starts(rows, ids)
        columns = tuple(sorted(set(rows.columns) - {LEARNER}))
        worlds = self._worlds_of(part, ids, about, columns)
        flags = self._doubles(rows, ids, starts)
        codes = {name: self._books[name].codes(rows[name]) for name in self._read(columns)}
        for world, learners in worlds:
            self._in_world(part, world, np.array(learners, np.int64), rows, starts, codes, flags)
        return part

    def _read(self, columns: tuple[str, ...]) -> list[str]:
        return [*self.reads.members(columns), *self.reads.days(columns)]

    # ── learners by their facts ──

    def _worlds_of(
        self, part: Part, ids: tuple[str, ...], about: Mapping[str, dict[str, str | None]], columns: tuple[str, ...]
    ) -> list[tuple[World, list[int]]]:
        groups: dict[int, tuple[World, list[int]]] = {}
        for at, identity in enumerate(ids):
            told = about.get(identity, {})
            found: World | int = BIT["decisions"]
            if told.get("identity"):
                found = BIT["whose it is"]
            elif (told.get("decisions") or "").strip() in NO_DECISIONS:
                found = self._world(told.get("facts") or "", columns)
            if isinstance(found, int):
                part.alone[at] = _why(found)
            else:
                groups.setdefault(id(found), (found, []))[1].append(at)
        return list(groups.values())

    def _world(self, text: str, columns: tuple[str, ...]) -> World | int:
        key = (text, columns)
        if key not in self._told:
            self._told[key] = self._read_facts(text, columns)
        return self._told[key]

    def _read_facts(self, text: str, columns: tuple[str, ...]) -> World | int:
        whole = BIT["facts about the whole record"]
        try:
            learner = admit({LEARNER: "one", "facts": told_value("facts", text) if text else None})
        except RecordError:
            return whole
        if learner.claims:
            return BIT["awards claimed together"]
        if learner.facts.keys() & {"conferred", "surrendered", "applied_for"}:
            return whole
        enrolment = self.for_ is None or "enrolled" in self.reads.relations
        known = known_facts(learner, self.reads, columns, self.as_of, enrolment)
        return self._of_facts(known, columns, learner)

    def _of_facts(self, known: Learner, columns: tuple[str, ...], told: Learner) -> World | int:
        key = (tuple(sorted((name, repr(value)) for name, value in known.facts.items())), columns)
        world = self._worlds.get(key)
        if world is None:
            world = World(self.book, self.reads, columns, known, self.for_, self.as_of, self.options)
            self._worlds[key] = world
        return BIT["awards claimed together"] if world.tied(told) else world

    # ── rows ──

    def _doubles(self, rows: pl.DataFrame, ids: tuple[str, ...], starts: NDArray[np.int64]) -> NDArray[np.int32]:
        """Flags of learners by what their rows are to each other, and by ids that need a look."""
        flags = np.zeros(len(ids), np.int32)
        twice, look = BIT["one record twice"], BIT["ids that need a look"]
        flags[np.diff(starts) > MOST_HOLDINGS] |= look
        odd = pl.Series(ids, dtype=pl.String).str.contains(UNLIKE).to_numpy()
        flags[odd] |= look
        if "id" not in rows.columns:
            flags[np.diff(starts) > 0] |= look
            return flags
        bad = (rows["id"].is_null() | rows["id"].cast(pl.String).str.contains(UNLIKE) | (rows["id"] == "")).to_numpy()
        if bad.any():
            flags[np.repeat(np.arange(len(ids)), np.diff(starts))[bad]] |= look
        passes.twins(_hashes(rows["id"]), starts, twice, flags)
        if "uri" in rows.columns:
            passes.twins(_hashes(rows["uri"]), starts, twice, flags)
        if {"credential", "issuer", "awarded"} <= set(rows.columns):
            passes.twins(self._named(rows), starts, twice, flags)
        return flags

    def _named(self, rows: pl.DataFrame) -> NDArray[np.int64]:
        """Issuer, credential and day of award as one number; 0 where one of them is not known."""
        codes = [self._books[name].codes(rows[name]).astype(np.int64) for name in ("credential", "issuer", "awarded")]
        days = np.array([max(0, ordinal(text) or 0) for text in self._books["awarded"].texts], np.int64)[codes[2]]
        if len(self._books["credential"].texts) * len(self._books["issuer"].texts) >= 1 << 40:
            return np.ones(len(days), np.int64)
        keys = (codes[1] * len(self._books["credential"].texts) + codes[0]) * _NAME_BITS + days
        keys[(codes[0] == 0) | (codes[1] == 0) | (days == 0)] = 0
        return keys

    # ── one world ──

    def _in_world(
        self,
        part: Part,
        world: World,
        learners: NDArray[np.int64],
        rows: pl.DataFrame,
        starts: NDArray[np.int64],
        codes: dict[str, NDArray[np.int32]],
        flags: NDArray[np.int32],
    ) -> None:
        mine, begins = _of_learners(starts, learners)
        try:
            held = codes if mine is None else {name: of[mine] for name, of in codes.items()}
            signs = world.signs(held, self._books, int(begins[-1]))
        except OverflowError:
            part.alone |= dict.fromkeys(learners.tolist(), "single audit: too many different members")
            return
        world.recognise()
        said = flags[learners]
        together = np.zeros(len(learners), np.int32)
        passes.gathered(signs, np.array([*world.signatures.flags, 0], np.int32), begins, together)
        said |= together
        alone = (said & (ORIGIN - 1) != 0) | ((said & (ORIGIN | AWARD)) == (ORIGIN | AWARD))
        for at in np.flatnonzero(alone):
            part.alone[int(learners[at])] = _why(int(said[at]))
        plain = np.flatnonzero(~alone)
        if not len(plain):
            return
        of_rows = Rows(signs, begins)
        for place, name in enumerate(world.names):
            frame, unsettled = results(world.question(name), of_rows, plain, learners, place)
            part.frames["results"].append(frame)
            part.unsettled += [(at, place, name, REASONS[why]) for at, why in unsettled]
        where = np.arange(rows.height, dtype=np.int64) if mine is None else mine
        for frames, of in (("recognition", findings), ("worklist", pending)):
            part.frames[frames] += of(world, of_rows, plain, learners, rows, where)


def _starts(rows: pl.DataFrame, ids: tuple[str, ...]) -> NDArray[np.int64]:
    """Where each learner's rows begin; the rows stand in the order of `ids`, some of which have none."""
    counts = rows.group_by(LEARNER, maintain_order=True).len() if rows.height else None
    starts = np.zeros(len(ids) + 1, np.int64)
    if counts is not None:
        of = dict(zip(counts[LEARNER].cast(pl.String), counts["len"], strict=True))
        starts[1:] = np.cumsum([of.get(identity, 0) for identity in ids])
    return starts


def _of_learners(
    starts: NDArray[np.int64], learners: NDArray[np.int64]
) -> tuple[NDArray[np.int64] | None, NDArray[np.int64]]:
    """The rows of some learners (None: all rows), and where each one's begin among them."""
    if len(learners) == len(starts) - 1:
        return None, starts
    counts = np.diff(starts)[learners]
    begins = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    mine = np.repeat(starts[learners] - begins[:-1], counts) + np.arange(begins[-1])
    return mine, begins


def _hashes(column: pl.Series) -> NDArray[np.int64]:
    """A number for each text; 0 where there is none."""
    found = (column.cast(pl.String).hash(0).reinterpret(signed=True)).to_numpy() | 1
    absent = (column.is_null() | (column.cast(pl.String) == "")).to_numpy()
    return np.where(absent, 0, found)


def _why(flags: int) -> str:
    """The first reason of a flag, as the stage that it gives."""
    for name in ALONE:
        if flags & BIT[name]:
            return f"single audit: {name}"
    return "single audit: a conferred award"
