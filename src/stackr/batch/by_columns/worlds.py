"""Learners with the same facts: one world each. In a world a signature means the same for everybody.

A dated fact that no rule compares with a day of a holding is known by its side of the thresholds only, so that a thousand
days of entry make few worlds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from stackr.audit.evaluation import Evaluation
from stackr.audit.options import AuditOptions
from stackr.audit.run import asked_for
from stackr.audit.ties import ties
from stackr.batch.by_columns.columns import Feature, Judged, Sides, Whole
from stackr.batch.by_columns.dictionary import Dictionary
from stackr.batch.by_columns.interning import Interner
from stackr.batch.by_columns.kept_out import KeptOut
from stackr.batch.by_columns.question import Asked
from stackr.batch.by_columns.reads import Reads, thresholds
from stackr.batch.by_columns.signatures import Signatures, as_read
from stackr.batch.by_columns.units import Units
from stackr.batch.rows import raw
from stackr.conditions.compile import compiled
from stackr.conditions.predicate import Context, Test
from stackr.conditions.scope import Scope
from stackr.diagnostics.model import Collector
from stackr.model.learning import FactValue, Holding, Learner
from stackr.records.against import against_tables
from stackr.records.holding import Person, admit_holding
from stackr.records.plain import plain as plain_values
from stackr.rulebook.book import Ladder, Qualification, RuleBook

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stackr.batch.by_columns.columns import Codes

GRADES = ("grade", "grade_scale", "ungraded")


class World:
    """One set of facts. Grows with the frames; what it says does not depend on what it has seen."""

    def __init__(
        self,
        book: RuleBook,
        reads: Reads,
        columns: Sequence[str],
        learner: Learner,
        for_: tuple[str, ...] | None,
        as_of: date,
        options: AuditOptions,
    ) -> None:
        self.book = book
        self.evaluation = Evaluation(book, learner, as_of, options)
        self.names = asked_for(book, learner, for_)
        clocks = {as_of, *(v for n, v in learner.facts.items() if n in reads.clocks(columns) and isinstance(v, date))}
        sides = thresholds(reads, clocks)
        self.features: list[Feature] = [Sides(column, sides) for column in reads.days(columns)]
        whole = reads.members(columns)
        grades = [column for column in GRADES if column in whole]
        if grades:
            self.features.append(Judged(grades, _grader(book, reads, self.evaluation)))
        self.features += [Whole((column,)) for column in whole if column not in GRADES]
        entry = {v.tree.version_by or "entry" for name in self.names for v in book.qualifications[name]}
        self.signatures = Signatures(book, reads, self.evaluation, frozenset(entry & set(columns)))
        self._members = whole
        self._interner = Interner()
        self._numbers: NDArray[np.int32] = np.zeros(0, np.int32)
        """Which signature each number of the interner is: some signatures are not read from a row."""
        self.deciding: dict[str, Qualification] = {
            version.decider: version for name in self.names for version in book.qualifications[name]
        }
        self.ladders = {name: self._ladder(version) for name, version in sorted(self.deciding.items())}
        apart = self.signatures.clocks | reads.targets
        self._kept_out = KeptOut(book, self.evaluation, self.ladders, self.features, apart)
        self.units: dict[str, Units] = {}
        self.asked: dict[str, list[Asked]] = {}

    def signs(self, codes: dict[str, Codes], books: dict[str, Dictionary], height: int) -> NDArray[np.int32]:
        """The signature of each row. Raises `OverflowError` where rows have too many different members."""
        if not height:
            return np.zeros(0, np.int32)
        parts = [np.zeros(height, np.int64), *(feature.of(codes, books) for feature in self.features)]
        found = self._interner.numbers(parts, [1, *(feature.size for feature in self.features)])
        new = [self._sign(classes[1:], books) for classes in self._interner.tuples[len(self._numbers) :]]
        self._numbers = np.concatenate([self._numbers, np.array(new, np.int32)])
        signs: NDArray[np.int32] = self._numbers[found]
        return signs

    def _sign(self, classes: tuple[int, ...], books: dict[str, Dictionary]) -> int:
        """The signature of rows of these classes, one for each feature."""
        kept = self._kept_out
        kind = kept.kind(classes, books)
        number = -1 if kind is None else kept.known.get(kind, -1)
        if number >= 0:
            return number
        members: dict[str, str] = {}
        for feature, of in zip(self.features, classes, strict=True):
            members |= feature.member(of, books)
        number = len(self.signatures.holdings)
        self.signatures.add(members)
        if kind is not None and kind not in kept.known:
            kept.known[kind] = number if kept.keeps(self.signatures.holdings[number]) else -1
        return number

    def sign(self, holding: Holding) -> int:
        """The signature of a holding that is admitted already."""
        days = {feature.columns[0]: feature.stand_in for feature in self.features if isinstance(feature, Sides)}
        return self.signatures.of(as_read(holding, self._members, days))

    def recognise(self) -> None:
        """Bring recognition up to the signatures there are."""
        for name, (ladder, body) in self.ladders.items():
            found = self.signatures.recognised(name, ladder, body, self.book.units_named[name])
            self.units.setdefault(name, Units(found)).extend()

    def _ladder(self, qualification: Qualification) -> tuple[Ladder | None, str | None]:
        """The ladder that decides for an award; without one, the body whose learning counts as it stands."""
        if qualification.ladder is None:
            return None, qualification.award.body
        return self.book.ladders[qualification.ladder], None

    def tied(self, learner: Learner) -> bool:
        """Whether some of the awards are judged together."""
        return bool(ties(self.book, learner, self.evaluation.options.together))

    def question(self, name: str) -> list[Asked]:
        """The versions of an award that are open in this world."""
        found = self.asked.get(name)
        if found is None:
            choice = self.evaluation.choice(name)
            units = self.units
            found = [
                Asked(self.evaluation, version, units[version.qualification.decider], choice)
                for version in choice.versions
            ]
            self.asked[name] = found
        return found


def _grader(book: RuleBook, reads: Reads, evaluation: Evaluation) -> Any:
    """What every expression about grades says of a grade on its scale."""
    scope = Scope(book.tables, Collector())
    tests: list[Test] = [compiled(atom, scope)[0] for atom in reads.graded]
    context = Context(book.tables, evaluation.learner, evaluation.as_of)
    person = Person(None, (), evaluation.learner.id, False)

    def ask(texts: dict[str, str]) -> tuple[Any, ...]:
        holding: Holding = against_tables(
            admit_holding(plain_values({**raw(texts), "id": "grade"}), person, []), book.tables, []
        )
        plain = (holding.grade is None, holding.ungraded, tuple(member for member, _ in holding.faults))
        return (*plain, *(test(holding, context) for test in tests))

    return ask


def known_facts(learner: Learner, reads: Reads, columns: Iterable[str], as_of: date, keep_enrolment: bool) -> Learner:
    """The learner with only what a world is known by."""
    paired = reads.clocks(columns)
    sides = thresholds(reads, (as_of,))
    facts: dict[str, FactValue] = {}
    for name, value in sorted(learner.facts.items()):
        if name not in reads.names or (name == "enrolled_in" and not keep_enrolment):
            continue
        facts[name] = _side(value, sides) if isinstance(value, date) and name not in paired else value
    return Learner("one", facts=facts)


def _side(day: date, sides: Sequence[int]) -> date:
    at = bisect_right(sides, day.toordinal())
    return date.fromordinal(max(1, sides[at - 1] if at else sides[0] - 1))
