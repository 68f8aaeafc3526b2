"""What a run reads: tables of holdings, and beside them tables of learners and of decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from stackr.batch.ingest.about import CHANGE, about_decisions, about_learners, about_records
from stackr.batch.ingest.profile import Profile
from stackr.batch.ingest.shapes import Bad, InputError
from stackr.batch.ingest.sources import CHUNK, Digesting, Mappings, Source, chunks, look
from stackr.batch.run.spool import Spool
from stackr.batch.since.changes import changes

PLAIN: Final = Profile()


@dataclass(frozen=True, slots=True)
class Inputs:
    """The sources, by what they hold. The profile is for the holdings."""

    holdings: tuple[Source, ...]
    profile: Profile = PLAIN
    learners: tuple[Source, ...] = ()
    decisions: tuple[Source, ...] = ()
    kept: Path | None = None
    """The folder of a finished run, whose rows stand but for what is changed."""
    changed: tuple[Source, ...] = ()
    """Rows to put in their place, or to remove."""

    def all(self) -> list[tuple[str, Source, Profile]]:
        """Every source with its kind, in a fixed order."""
        found = [("holdings", source, self.profile) for source in self.holdings]
        found += [("changed", source, self.profile) for source in self.changed]
        found += [("learners", source, PLAIN) for source in self.learners]
        return found + [("decisions", source, PLAIN) for source in self.decisions]

    def look(self) -> None:
        """Find out before any work what can't be read. Raises `InputError`."""
        for _, source, profile in self.all():
            look(source, profile)


@dataclass(slots=True)
class Taken:
    """What became of the rows of one source."""

    name: str
    kind: str
    digest: str = ""
    bytes: int = 0
    read: int = 0
    quarantined: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    """Member → values of it that can't be read, in rows that are used."""


StrictStop = Callable[[Source, Bad], None]


def take(
    spool: Spool,
    place: int,
    kind: str,
    source: Source,
    profile: Profile,
    told: Callable[[int], object],
    stop: StrictStop | None,
    chunk: int = CHUNK,
    mappings: Mappings | None = None,
    by: str | None = None,
) -> Taken:
    """Read a source into the spool; the column `by` of holdings as `BY`, too.

    Raises `InputError`, `OSError`; with `stop`, whatever that raises at a bad row.
    """
    seen = Digesting(told)
    taken = Taken(source.name, kind, bytes=source.size)
    also = (CHANGE,) if kind == "changed" else ()
    for number, piece in enumerate(chunks(source, profile, seen, chunk, also, mappings, by)):
        found = [*piece.bad]
        if kind in ("holdings", "changed"):
            rows, about = piece.rows, about_records(piece)
            if kind == "changed":
                rows, wrong = changes(rows)
                found += wrong
            spool.add("holdings", place, rows)
        else:
            try:
                about = (about_learners if kind == "learners" else about_decisions)(piece)
            except InputError as fault:
                raise InputError(f"{source.name}: {fault}", fault.help) from None
        spool.add("about", place, about)
        spool.put_aside(source.name, place, number, found)
        spool.note_unread(source.name, place, number, piece.unread)
        if stop is not None and found:
            stop(source, found[0])
        taken.read += piece.records
        taken.quarantined += len(found)
        for item in found:
            taken.reasons[item.reason] = taken.reasons.get(item.reason, 0) + 1
        if piece.unread is not None:
            for member, count in piece.unread.group_by("member").len().iter_rows():
                taken.unread[member] = taken.unread.get(member, 0) + count
    taken.digest = seen.digest
    return taken
