"""What the rules of a book read of a record, over-approximated: everything else can't change an answer.

Two rows that agree in all that is read are one row to the rules. Of a day only its side of every threshold is read: the
days written in the book, the clocks that stand for all, and these moved by every duration written there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from typing import Any, Final

from stackr._time import Duration
from stackr.conditions.compare import compares_clocks
from stackr.conditions.members import spelled
from stackr.conditions.predicate import Predicate
from stackr.language import tree
from stackr.records.holding import DATES
from stackr.requirements.needs.award import AwardNeed
from stackr.requirements.needs.evidence import EvidenceNeed
from stackr.rulebook.book import Qualification, RuleBook

ALWAYS: Final = frozenset(
    (
        *("credential", "issuer", "kind", "status", "signature", "holder", "origin", "part_of", "used_in", "evidence"),
        *("credits", "credit_unit", "hours", "level", "framework", "framework_version"),
        *("grade", "grade_scale", "ungraded", "fields", "outcomes", "tags", "conferred"),
    )
)
"""Members that recognition and lowering read by themselves, whatever the rules say."""
CLOCKS: Final = frozenset({"awarded", "completed", "expires"})
"""Days of which recognition and lowering read by themselves on which side of a threshold they lie."""
FACTS: Final = frozenset({"conferred", "surrendered", "enrolled_in", "applied_for", "entry"})
"""Facts that are read in any case."""
_AROUND: Final = range(-4, 5)
"""Days around a threshold that stand alone where something lasts months: these are not of one length, and ends are clamped."""
_ITSELF: Final = range(2)
"""The day itself and the one after: from either of them on, a comparison may have another answer."""
_ABOUT_GRADES: Final = frozenset({"grade", "graded", "ungraded", "grade_scale"})
_OF_ONE: Final = ("part_of", "used_in", "from_award")
"""Relations that a single holding answers."""


@dataclass(frozen=True, slots=True)
class Reads:
    """`names`: every word that could be a member or a fact. `whole`: days that are read as they are."""

    names: frozenset[str]
    whole: frozenset[str]
    pairs: tuple[frozenset[str], ...]
    """Clocks that one expression compares with each other."""
    targets: frozenset[str]
    """Credentials that a rule asks for in the record as a whole (`holds X`)."""
    kinds: frozenset[str]
    """Kinds of holdings that stand for evidence which is no course."""
    dates: frozenset[date]
    durations: frozenset[Duration]
    relations: frozenset[str]
    """Kinds of relations that are asked for."""
    graded: tuple[tree.Expr, ...]
    """The expressions about grades."""

    def members(self, columns: Iterable[str]) -> tuple[str, ...]:
        """The columns that are read as they are."""
        whole = self.whole | self._together(frozenset(columns))
        return tuple(c for c in sorted(columns) if c in whole or c in ALWAYS or (c in self.names and not _is_day(c)))

    def days(self, columns: Iterable[str]) -> tuple[str, ...]:
        """The columns of days of which the side of every threshold is read."""
        whole = set(self.members(columns))
        return tuple(c for c in sorted(columns) if c not in whole and (c in CLOCKS or (c in self.names and _is_day(c))))

    def clocks(self, columns: Iterable[str]) -> frozenset[str]:
        """Facts of which the very day is read: an expression compares it with another clock, or a deadline runs from it."""
        return self.whole.union(*self.pairs) - frozenset(columns)

    def _together(self, columns: frozenset[str]) -> frozenset[str]:
        return frozenset(name for pair in self.pairs if len(pair & columns) > 1 for name in pair)


def _is_day(column: str) -> bool:
    return column in CLOCKS or column in DATES


def reads_of(book: RuleBook, asked: Iterable[str]) -> Reads:
    """What the qualifications asked for read, with the ladders that decide for them."""
    versions = [version for name in asked for version in book.qualifications[name]]
    ladders = [book.ladders[version.ladder] for version in versions if version.ladder is not None]
    walk = _Walk(book)
    walk.through([book.tables, book.definitions, book.articulations, ladders, versions])
    names = frozenset(word for atom in walk.atoms for word in words_of(atom))
    routes = [route.tree for ladder in ladders for route in ladder.routes]
    deadlines = frozenset(route.deadline[1] for route in routes if route.deadline)
    limits = [_limit(route.apply_within) for route in routes if route.apply_within]
    return Reads(
        names=names.union(walk.members, deadlines, FACTS, *limits)
        | _of_versions(versions)
        | {need.name for need in walk.evidence},
        whole=deadlines,
        pairs=tuple(sorted({pair for atom in walk.atoms if len(pair := _compared(atom)) > 1} | {*limits}, key=sorted)),
        targets=frozenset(
            atom.target.text for atom in walk.atoms if isinstance(atom, tree.Relation) and atom.kind not in _OF_ONE
        ),
        kinds=frozenset(need.kind for need in walk.evidence),
        dates=frozenset(walk.dates),
        durations=frozenset(walk.durations),
        relations=frozenset(atom.kind for atom in walk.atoms if isinstance(atom, tree.Relation)) | _followed(versions),
        graded=tuple(atom for atom in walk.atoms if _ABOUT_GRADES & set(words_of(atom))),
    )


def asks_what_is_held(book: RuleBook, qualification: Qualification) -> bool:
    """Whether the award requires another one, or some expression of it asks what the learner holds."""
    if any(isinstance(need, AwardNeed) for need in qualification.award.needs.values()):
        return True
    walk = _Walk(book)
    walk.through([qualification])
    return any(isinstance(atom, tree.Relation) and atom.kind == "holds" for atom in walk.atoms)


def _limit(line: tree.Within) -> frozenset[str]:
    """The clocks of a time limit for applying."""
    return frozenset({line.member or "applied"} | ({line.clock} if isinstance(line.clock, str) else set()))


def _followed(versions: Iterable[Qualification]) -> frozenset[str]:
    """A last day to enrol holds for who is not in yet, and an exit award for who has left: both ask what is followed."""
    ask = any(version.tree.exit_of or version.tree.enrol_until for version in versions)
    return frozenset({"enrolled"} if ask else ())


def _of_versions(versions: Iterable[Qualification]) -> frozenset[str]:
    return frozenset(version.tree.version_by for version in versions if version.tree.version_by)


def _compared(atom: tree.Expr) -> frozenset[str]:
    """The clocks that an expression compares with each other; one that stands for all is none."""
    found: set[str] = set()
    if isinstance(atom, tree.Within):
        found = {atom.member} | ({atom.clock} if isinstance(atom.clock, str) else set())
    elif isinstance(atom, tree.Compare) and isinstance(atom.value, tree.Name) and compares_clocks(atom):
        found = {spelled(atom.member), atom.value.text}
    elif isinstance(atom, tree.Precedent) and isinstance(atom.clock, str):
        found = {atom.clock}
    return frozenset(found - {"as_of", "today", "conferred"})


def atoms_of(book: RuleBook, predicates: Iterable[Predicate]) -> tuple[tree.Expr, ...]:
    """The expressions that conditions are put together from, without `and`, `or`, `not` and the names of others."""
    walk = _Walk(book)
    walk.through(list(predicates))
    return tuple(walk.atoms)


def words_of(value: Any) -> Iterator[str]:
    """Every word of an expression that could be a member or a fact."""
    if isinstance(value, str):
        yield spelled(value)
    elif isinstance(value, tree.Name | tree.Text):
        yield value.text
    elif isinstance(value, tuple):
        for item in value:
            yield from words_of(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            if item.name != "span":
                yield from words_of(getattr(value, item.name))


class _Walk:
    """Everything below some compiled objects: days, durations, expressions, evidence asked for."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.dates: set[date] = set()
        self.durations: set[Duration] = set()
        self.atoms: list[tree.Expr] = []
        self.members: set[str] = set()
        self.evidence: list[EvidenceNeed] = []

    def through(self, roots: list[Any]) -> None:
        """Look at all of it, each thing once."""
        seen: set[int] = set()
        waiting = list(roots)
        while waiting:
            value = waiting.pop()
            if isinstance(value, str | int) or value is None or id(value) in seen:
                continue
            seen.add(id(value))
            self._see(value)
            waiting += _inside(value)

    def _see(self, value: Any) -> None:
        if isinstance(value, date):
            self.dates.add(value)
        elif isinstance(value, Duration):
            self.durations.add(value)
        elif isinstance(value, Predicate):
            self.members |= value.members
            self.atoms += self._atoms(value.tree, ())
        elif isinstance(value, EvidenceNeed):
            self.evidence.append(value)

    def _atoms(self, expr: tree.Expr, opened: tuple[str, ...]) -> Iterator[tree.Expr]:
        """The expressions without `and`, `or`, `not`, and what a `let` stands for."""
        match expr:
            case tree.Or() | tree.And():
                for item in expr.items:
                    yield from self._atoms(item, opened)
            case tree.Not():
                yield from self._atoms(expr.item, opened)
            case tree.Code():
                let = None if expr.name.quoted else self.book.tables.lets.get(expr.name.text)
                if let is not None and let.selector is not None and let.name.text not in opened:
                    yield from self._atoms(let.selector, (*opened, let.name.text))
            case _:
                yield expr


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, tuple | list | frozenset | set):
        return list(value)
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, item.name) for item in fields(value) if item.name != "span"]
    return []


def thresholds(reads: Reads, clocks: Iterable[date]) -> tuple[int, ...]:
    """The day numbers from which on the answer to a question about a day may be another, given the clocks that stand for all."""
    fixed = set(clocks)
    moved = {day for base in fixed for d in reads.durations for day in (d.before(base), d.after(base))}
    around = _AROUND if any(duration.unit in ("months", "years") for duration in reads.durations) else _ITSELF
    asked = {_moved(day, by) for day in moved | fixed for by in around}
    return tuple(sorted(asked | {_moved(day, by) for day in reads.dates for by in _ITSELF}))


def _moved(day: date, by: int) -> int:
    try:
        return (day + timedelta(days=by)).toordinal()
    except OverflowError:
        return day.toordinal()
