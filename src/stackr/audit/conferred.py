"""Awards the record says are conferred, what they keep of their learning, and what became doubtful since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from stackr.conditions.standing import stands
from stackr.model.learning import Holding, Learner, RecognisedUnit, State
from stackr.model.parts import Remark
from stackr.requirements.relations import Reserved
from stackr.requirements.sheet import unit_day
from stackr.requirements.words import listing
from stackr.rulebook.book import Qualification, RuleBook

_GONE = frozenset({"revoked", "suspended"})


@dataclass(frozen=True, slots=True)
class Conferred:
    """Awards held, by name, with the day they were conferred where the record says; those given back."""

    awards: Mapping[str, date | None]
    surrendered: frozenset[str] = frozenset()

    def __contains__(self, name: object) -> bool:
        return name in self.awards


def conferred_awards(book: RuleBook, learner: Learner, as_of: date) -> Conferred:
    """What is conferred by the day: qualifications held, and the fact `conferred`. On file with several days, an award was conferred on
    the first: what is issued anew is not conferred again."""
    days = {name: set[date]() for name in learner.named("conferred")} | _days_on_file(book, learner, as_of)
    found = {name: min(known, default=None) for name, known in sorted(days.items())}
    return Conferred(found, frozenset(learner.named("surrendered")))


def _days_on_file(book: RuleBook, learner: Learner, as_of: date) -> dict[str, set[date]]:
    """The awards that records are of, with the days that these say."""
    days: dict[str, set[date]] = {}
    for holding in learner.holdings:
        name = holding.credential
        if name is not None and _is_award(holding, book.qualifications.get(name), as_of):
            day = holding.dates.get("conferred") or holding.dates.get("awarded")
            days.setdefault(name, set()).update(() if day is None else (day,))
    return days


def on_several_days(book: RuleBook, learner: Learner, as_of: date) -> Iterator[Remark]:
    """Awards that are on file as conferred on more than one day."""
    for name, known in sorted(_days_on_file(book, learner, as_of).items()):
        if len(known) > 1:
            told = listing([day.isoformat() for day in sorted(known)])
            yield Remark(
                code="R324",
                message=f"the award {name} is on file as conferred on {told}; it is taken from the first day",
            )


def _is_award(holding: Holding, versions: tuple[Qualification, ...] | None, as_of: date) -> bool:
    named_so = holding.kind == "qualification" or (holding.kind is None and "conferred" in holding.dates)
    if not named_so or stands(holding, as_of) is not True:
        return False
    bodies = {version.award.body for version in versions or ()} - {None}
    return not bodies or holding.issuer is None or holding.issuer in bodies


def taken_for_learning(book: RuleBook, learner: Learner, as_of: date) -> Iterator[Remark]:
    """What bears the code of an award and is not held as that award, because the record does not say that it is one."""
    held = conferred_awards(book, learner, as_of)
    for holding in learner.holdings:
        name = holding.credential
        versions = book.qualifications.get(name or "")
        if name is None or versions is None or name in held or holding.status not in (None, "active"):
            continue
        if not _is_award(replace(holding, kind="qualification"), None, as_of):
            continue
        bodies = sorted({version.award.body for version in versions if version.award.body})
        if holding.kind != "qualification" and not (holding.kind is None and "conferred" in holding.dates):
            why = "the record does not say so: `kind` would be `qualification`, or a day `conferred`"
        else:
            why = f"its issuer is {holding.issuer}, and {' or '.join(bodies)} awards it"
        told = f"it bears the code of the award {name} and is not taken for it, but for learning like any other: {why}"
        yield Remark(code="R322", message=told, holding=holding.id, member="kind")


def used_units(conferred: Conferred, units: Iterable[RecognisedUnit]) -> dict[str, frozenset[str]]:
    """Award → ids of the units it used, by the record: `used_in`, else what names it as its origin or container.

    Every award that some holding names as using it keeps that, whether or not it is itself on record.
    """
    used: dict[str, set[str]] = {}
    named: dict[str, set[str]] = {}
    for unit in units:
        for award in unit.holding.used_in or ():
            used.setdefault(award, set()).add(unit.id)
        for source in (unit.holding.part_of, unit.holding.origin):
            if source is not None and source in conferred:
                named.setdefault(source, set()).add(unit.id)
    for award, ids in named.items():
        used.setdefault(award, ids)
    return {award: frozenset(used[award]) for award in sorted(used)}


def not_there_yet(conferred: Conferred, name: str, units: Sequence[RecognisedUnit]) -> Reserved:
    """What the award can't have used: itself, learning that is not finished, or was only after it had been conferred."""
    day, itself = conferred.awards.get(name), records_of(conferred, units).get(name, frozenset())
    later = {u.id for u in units if u.state is not State.EARNED or (day and (done := unit_day(u)) and done > day)}
    return Reserved(dict.fromkeys(sorted(later | itself), name))


def records_of(conferred: Conferred, units: Iterable[RecognisedUnit]) -> dict[str, frozenset[str]]:
    """Award → ids of the units that its own record was recognised as: the award itself, not learning beside what it used."""
    found: dict[str, set[str]] = {}
    for unit in units:
        holding = unit.holding
        if holding.credential in conferred and holding.kind in (None, "qualification") and not holding.used_in:
            found.setdefault(holding.credential or "", set()).add(unit.id)
    return {award: frozenset(found[award]) for award in sorted(found)}


def doubts(name: str, learner: Learner) -> tuple[str, ...]:
    """What a person should look at: learning that a conferred award used and that has gone since."""
    gone = [h for h in learner.holdings if h.status in _GONE and name in (h.used_in or ())]
    return tuple(
        f"{holding.title or holding.credential or holding.id}, which {name} used, is {holding.status}"
        for holding in sorted(gone, key=lambda holding: holding.id)
    )
