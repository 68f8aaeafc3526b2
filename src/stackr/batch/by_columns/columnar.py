"""The batch over columns: whole learners in, frames out, and a list of those whom the single audit has to tell.

Every distinct thing is evaluated once with the single audit's own code, then gathered: texts by column, rows by signature
(`signatures`), units by award (`tables`); the kernel does the sums. `ALONE` in `signatures` and `REASONS` in `question` say
what is not told here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from stackr._collection import collection_paused
from stackr._composed import composed_text
from stackr.audit.options import AuditOptions
from stackr.batch.by_columns import passes
from stackr.batch.by_columns.answers import Told, findings, pending, results
from stackr.batch.by_columns.columns import ordinal
from stackr.batch.by_columns.copies import together
from stackr.batch.by_columns.dictionary import Dictionary
from stackr.batch.by_columns.likeness import Likeness
from stackr.batch.by_columns.looking import (
    alike_learners,
    flags_of_ids,
    mark_neighbours,
    odd_ids,
    reason_of,
    rows_of,
    text_hashes,
)
from stackr.batch.by_columns.packing import Rows
from stackr.batch.by_columns.question import REASONS, WHOLE
from stackr.batch.by_columns.reads import reads_of
from stackr.batch.by_columns.signatures import AWARD, BIT, ORIGIN
from stackr.batch.by_columns.worlds import World, known_facts
from stackr.batch.rows import LEARNER, Records, told_value
from stackr.batch.texts import plain
from stackr.model.learning import Learner
from stackr.records.admit import admit
from stackr.records.errors import RecordError
from stackr.rulebook.book import RuleBook

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_DECISIONS: Final = frozenset({"", "[]", "null"})
_NAME_BITS: Final = 1 << 22
_TWICE: Final = BIT["one record twice"]


@dataclass(frozen=True, slots=True)
class Open:
    """An award of a learner that is to be told by the single audit."""

    at: int
    """The learner, by its place among all."""
    place: int
    """Of the award, among those asked for."""
    award: str
    why: str
    like: Hashable | None
    """The same for learners of whom the rules see the same; None where that is not known."""


@dataclass(slots=True)
class Part:
    """What the columns say: frames with a column `@at` that orders them, and whom they say nothing of."""

    frames: dict[str, list[pl.DataFrame]] = field(default_factory=lambda: defaultdict(list))
    alone: dict[int, str] = field(default_factory=dict)
    """Learner (by its place) → why it is told by the single audit in all."""
    unsettled: list[Open] = field(default_factory=list)


class Columnar:
    """One question to many frames of the same columns."""

    def __init__(self, book: RuleBook, for_: tuple[str, ...] | None, as_of: date, options: AuditOptions) -> None:
        self.book, self.for_, self.as_of, self.options = book, for_, as_of, options
        self.reads = reads_of(book, for_ if for_ is not None else book.qualifications)
        self._books: dict[str, Dictionary] = defaultdict(Dictionary)
        self._names: dict[str, dict[str, int]] = defaultdict(lambda: {"": 0})
        self._worlds: dict[tuple[Any, ...], World] = {}
        self._told: dict[tuple[str, tuple[str, ...]], World | int] = {}

    def tell(self, records: Records) -> Part:
        """Answers for the learners of the records, in their order."""
        with collection_paused():
            return self._part(records)

    def _part(self, records: Records) -> Part:
        part, rows, starts = Part(), records.rows, records.starts.to_numpy()
        columns = tuple(sorted(set(rows.columns) - {LEARNER}))
        worlds = self._worlds_of(part, records, columns)
        odd = odd_ids(rows["id"])
        flags = flags_of_ids(odd, records.names, starts)
        codes = {name: self._books[name].codes(rows[name]) for name in self._read(columns)}
        twin = self._copies(rows, starts, codes, one_by_one=len(odd) > 0)
        passes.any_of(twin, starts, BIT["one record twice"], flags)
        for world, learners in worlds:
            self._in_world(part, world, learners, records, codes, flags, twin)
        return part

    def _read(self, columns: tuple[str, ...]) -> list[str]:
        return [*self.reads.members(columns), *self.reads.days(columns)]

    # ── learners by their facts ──

    def _worlds_of(
        self, part: Part, records: Records, columns: tuple[str, ...]
    ) -> list[tuple[World, NDArray[np.int64]]]:
        groups: dict[int, tuple[World, list[NDArray[np.int64]]]] = {}
        for (identity, decisions, facts), learners in alike_learners(records):
            found: World | int = BIT["decisions"]
            if identity:
                found = BIT["whose it is"]
            elif (decisions or "").strip() in NO_DECISIONS:
                found = self._world(facts or "", columns)
            if isinstance(found, int):
                part.alone |= dict.fromkeys(learners.tolist(), reason_of(found))
            else:
                groups.setdefault(id(found), (found, []))[1].append(learners)
        return [(world, np.sort(np.concatenate(parts))) for world, parts in groups.values()]

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

    def _copies(
        self, rows: pl.DataFrame, starts: NDArray[np.int64], codes: dict[str, NDArray[np.int32]], *, one_by_one: bool
    ) -> NDArray[np.bool_]:
        """The rows that may be one record with another of the same learner: one id, one address or one name.

        Rows stand in order of id, so that equal ids are neighbours; `one_by_one`: some may differ by blanks around them.
        """
        found = np.zeros(rows.height, np.bool_)
        slots = np.zeros(1 << (2 * int(np.diff(starts).max(initial=0)) + 1).bit_length(), np.int64)
        if one_by_one:
            passes.twins(text_hashes(rows["id"]), starts, slots, found)
        else:
            mark_neighbours(rows["id"], starts, found)
        if "uri" in rows.columns:
            passes.twins(text_hashes(rows["uri"]), starts, slots, found)
        if {"credential", "issuer", "awarded"} <= set(rows.columns):
            passes.twins(self._named(codes), starts, slots, found)
        return found

    def _trimmed(self, name: str) -> NDArray[np.int64]:
        """A number for each text of a column without the blanks around it; 0 where there is none."""
        book, names = self._books[name], self._names[name]
        return book.each("trimmed", lambda text: names.setdefault(composed_text(plain(text)).strip(), len(names)))

    def _named(self, codes: dict[str, NDArray[np.int32]]) -> NDArray[np.int64]:
        """Issuer, credential and day of award as one number; 0 where one of them is not known."""
        credentials, issuers = (self._trimmed(name)[codes[name]] for name in ("credential", "issuer"))
        days = self._books["awarded"].each("day", lambda text: max(0, ordinal(text) or 0))[codes["awarded"]]
        many = int(credentials.max(initial=0)) + 1
        if many * (int(issuers.max(initial=0)) + 1) >= 1 << 40:
            return np.ones(len(days), np.int64)
        keys = (issuers * many + credentials) * _NAME_BITS + days
        keys[(credentials == 0) | (issuers == 0) | (days == 0)] = 0
        return keys

    # ── one world ──

    def _in_world(
        self,
        part: Part,
        world: World,
        learners: NDArray[np.int64],
        records: Records,
        codes: dict[str, NDArray[np.int32]],
        flags: NDArray[np.int32],
        twin: NDArray[np.bool_],
    ) -> None:
        rows, starts = records.rows, records.starts.to_numpy()
        mine, begins = rows_of(starts, learners)
        try:
            held = codes if mine is None else {name: of[mine] for name, of in codes.items()}
            signs = world.signs(held, self._books, int(begins[-1]))
        except OverflowError:
            part.alone |= dict.fromkeys(learners.tolist(), "single audit: too many different members")
            return
        where = np.arange(rows.height, dtype=np.int64) if mine is None else mine
        said = self._tell(part, world, Rows(signs, begins), learners, rows, where, flags[learners])
        copies = learners[(said == 0) & (flags[learners] & _TWICE != 0)]
        if not len(copies):
            return
        of_row = np.zeros(rows.height, np.int32)
        of_row[where] = signs
        try:
            found = together(records, copies, twin, of_row, world)
        except RecordError:
            part.alone |= dict.fromkeys(copies.tolist(), reason_of(_TWICE))
            return
        every = np.arange(found.frame.height, dtype=np.int64)
        self._tell(part, world, found.rows, copies, found.frame, every, np.zeros(len(copies), np.int32))

    def _tell(
        self,
        part: Part,
        world: World,
        rows: Rows,
        learners: NDArray[np.int64],
        frame: pl.DataFrame,
        where: NDArray[np.int64],
        flags: NDArray[np.int32],
    ) -> NDArray[np.int32]:
        """What the columns say of these learners; why each of the others is not told. Copies are left for later."""
        world.recognise()
        said = np.zeros(len(learners), np.int32)
        passes.gathered(rows.signs, np.array([*world.signatures.flags, 0], np.int32), rows.starts, said)
        said |= flags & ~_TWICE
        said[(said & (ORIGIN - 1) == 0) & (said & (ORIGIN | AWARD) != (ORIGIN | AWARD))] = 0
        for at in np.flatnonzero(said):
            part.alone[int(learners[at])] = reason_of(int(said[at]))
        plain = np.flatnonzero((said == 0) & (flags & _TWICE == 0))
        if len(plain):
            likeness = Likeness(world, rows, frame["id"], where)
            for place, name in enumerate(world.names):
                told, unsettled = results(world.question(name), rows, plain, learners, place)
                part.frames["results"].append(told)
                part.unsettled += [
                    Open(int(learners[at]), place, name, REASONS[why], None if why in WHOLE else likeness(at))
                    for at, why in unsettled
                ]
            told_of = Told(rows, plain, learners, where)
            part.frames["recognition"] += findings(world, rows, told_of, frame)
            part.frames["worklist"] += pending(world, rows, told_of, frame)
        return said
