"""Signatures: all that the rules see of a row. Each is admitted and recognised once, with the single audit's own code.

The holding that stands for a signature has the members that rules read, and for a name its own. What makes a learner more
than the sum of its rows is noted as flags: such learners are told one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from stackr.audit.conferred import conferred_awards
from stackr.audit.evaluation import Evaluation
from stackr.batch.by_columns.reads import Reads
from stackr.batch.rows import raw
from stackr.batch.texts import plain
from stackr.model.learning import GrantInfo, Holding, Learner, RecognisedUnit
from stackr.recognition.articulations import side_matches
from stackr.recognition.ladder import Targets, recognise
from stackr.recognition.types import Finding, Recognition
from stackr.records.against import against_tables
from stackr.records.holding import Person, admit_holding
from stackr.records.plain import plain as plain_values
from stackr.records.same import PLAIN
from stackr.rulebook.book import Ladder, RuleBook

ALONE: Final = (
    "one record twice",
    "parts and containers",
    "used in an award",
    "a conferred award",
    "asked for by a rule",
    "evidence of other kinds",
    "evidence of prior learning",
    "whose it is",
    "bundles",
    "decisions",
    "facts about the whole record",
    "awards claimed together",
    "a clock of the record",
    "ids that need a look",
)
"""Why a learner is told one by one: bit k of a flag is line k. The first that holds is given as the stage."""
BIT: Final = {name: 1 << number for number, name in enumerate(ALONE)}
ORIGIN: Final = 1 << len(ALONE)
AWARD: Final = 1 << len(ALONE) + 1
"""Only together these two ask for a closer look: learning that came from somewhere, and an award it may have come from."""


@dataclass(slots=True)
class Recognised:
    """What one ladder makes of the signatures: by number of signature."""

    findings: list[Finding | None] = field(default_factory=list)
    units: list[tuple[RecognisedUnit, ...]] = field(default_factory=list)
    grants: dict[str, GrantInfo] = field(default_factory=dict)


class Signatures:
    """The signatures of learners who have the same facts. Numbers are those of `Interner`."""

    def __init__(self, book: RuleBook, reads: Reads, evaluation: Evaluation, clocks: frozenset[str]) -> None:
        self.book = book
        self.reads = reads
        self.evaluation = evaluation
        self.clocks = clocks
        self.holdings: list[Holding] = []
        self.flags: list[int] = []
        self._awards = book.qualifications.keys() | reads.targets
        self._sides = [
            side for item in book.articulations.values() if len(item.tree.sources) > 1 for side in item.tree.sources
        ]
        self._chained = any(item.tree.transitive or item.tree.via for item in book.articulations.values())
        self._recognised: dict[str, Recognised] = {}
        self._admitted: dict[str, int] = {}

    def add(self, members: Mapping[str, str]) -> None:
        """The next signature, by its members."""
        person = Person(None, (), self.evaluation.learner.id, False)
        holding = admit_holding(plain_values({**raw(members), "id": f"s{len(self.holdings)}"}), person, [])
        holding = against_tables(holding, self.book.tables, [])
        theirs = plain(members.get("holder", "learner")).casefold() == "learner"
        self._add(holding, members.keys(), theirs)

    def of(self, holding: Holding) -> int:
        """The number of a holding that is admitted already, known by what it says."""
        said = repr(replace(holding, id=""))
        found = self._admitted.get(said)
        if found is None:
            found = self._admitted[said] = len(self.holdings)
            self._add(replace(holding, id=f"s{found}"), _told_by(holding), holding.holder == "learner")
        return found

    def _add(self, holding: Holding, told: Collection[str], theirs: bool) -> None:
        self.holdings.append(holding)
        self.flags.append(self._flags(told, holding) | (0 if theirs else BIT["whose it is"]))

    def _flags(self, told: Collection[str], holding: Holding) -> int:
        flags = 0
        items = self.book.tables.catalogue.get(holding.credential or "", ())
        if "part_of" in told or any(item.parts for item in items):
            flags |= BIT["parts and containers"]
        if "used_in" in told:
            flags |= BIT["used in an award"]
        may_be_any = holding.unread("credential") or holding.unread("holding")
        if holding.credential in self.reads.targets or may_be_any:
            flags |= BIT["asked for by a rule"]
        if holding.kind in self.reads.kinds:
            flags |= BIT["evidence of other kinds"]
        if "evidence" in told:
            flags |= BIT["evidence of prior learning"]
        if any(side_matches(side, holding) is not False for side in self._sides):
            flags |= BIT["bundles"]
        if "conferred" in told and holding.kind not in (None, "qualification"):
            flags |= BIT["a clock of the record"]
        if self.clocks.intersection(told):
            flags |= BIT["a clock of the record"]
        if conferred_awards(self.book, Learner("", holdings=(holding,)), self.evaluation.as_of).awards:
            flags |= BIT["a conferred award"] if holding.credential in self._awards else AWARD
        return flags | (ORIGIN if "origin" in told else 0)

    def recognised(self, name: str, ladder: Ladder | None, body: str | None, targets: Targets) -> Recognised:
        """What a ladder makes of them, brought up to date."""
        found = self._recognised.setdefault(name, Recognised())
        new = range(len(found.findings), len(self.holdings))
        found.findings += [None] * len(new)
        found.units += [()] * len(new)
        for numbers in self._apart(number for number in new if not self.flags[number] & (ORIGIN - 1)):
            learner = Learner(
                self.evaluation.learner.id,
                facts=self.evaluation.learner.facts,
                holdings=tuple(self.holdings[number] for number in numbers),
            )
            self._keep(found, recognise(self.book, ladder, learner, self.evaluation.as_of, targets, body))
        return found

    def _apart(self, numbers: Iterable[int]) -> Sequence[list[int]]:
        """Groups in which no holding can stand in another's way: no credential twice, and what names outcomes alone."""
        groups: dict[tuple[int, int], list[int]] = {}
        seen: dict[str | None, int] = defaultdict(int)
        for number in numbers:
            holding = self.holdings[number]
            alone = holding.outcomes is not None or self._chained
            key = (1, number) if alone else (0, seen[holding.credential])
            if not alone:
                seen[holding.credential] += 1
            groups.setdefault(key, []).append(number)
        return list(groups.values())

    def _keep(self, found: Recognised, told: Recognition) -> None:
        for finding in told.findings:
            found.findings[int(finding.holding[1:])] = finding
        units: dict[int, list[RecognisedUnit]] = defaultdict(list)
        for unit in told.units:
            units[int(unit.holding.id[1:])].append(unit)
        for number, of in units.items():
            found.units[number] = tuple(of)
        found.grants |= {grant.id: grant for grant in told.grants}
        for case in told.cases:
            for holding in case.holdings:
                self.flags[int(holding[1:])] |= BIT["evidence of prior learning"]


def _told_by(holding: Holding) -> frozenset[str]:
    """The members that a holding says anything of, be it something that can't be read."""
    known = {name for name in (*PLAIN, "evidence", "via") if getattr(holding, name) not in (None, ())}
    return frozenset(known | holding.dates.keys() | holding.extra.keys() | {member for member, _ in holding.faults})


def as_read(holding: Holding, members: Iterable[str], days: Mapping[str, Callable[[date], date]]) -> Holding:
    """The holding with only what the rules see of it. `days`: column → the day that stands for another."""
    seen = frozenset(members)
    nothing: dict[str, Any] = {name: None for name in PLAIN if name not in seen}
    kept = {clock: day for clock, day in holding.dates.items() if clock in seen}
    stand_ins = {clock: days[clock](day) for clock, day in holding.dates.items() if clock in days}
    return replace(
        holding,
        **nothing,
        dates=dict(sorted((kept | stand_ins).items())),
        extra={name: text for name, text in holding.extra.items() if name in seen},
        faults=tuple((member, why) for member, why in holding.faults if member in seen or member in days),
    )
