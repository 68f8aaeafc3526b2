"""What the learner has passed or is taking, by the codes under which a catalogue offers it: what prerequisites ask for, and what need not
be taken again.

A code is passed by learning that passes the gates of the ladder for certain, is done by the day, and is of a body that offers the
code (of any, where nobody does); and by learning that recognition gives that code to. Another body's code that happens to be the same
is other learning, and what is forged, somebody else's or of nobody knows whom is not known to be passed. It need not count for the
award: what is too old to count was passed all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stackr.audit.evaluation import Evaluation
from stackr.conditions.predicate import Subject
from stackr.model.learning import Holding, RecognisedUnit, State
from stackr.rulebook.book import Qualification, RuleBook


@dataclass(frozen=True, slots=True)
class Learned:
    """`passed_as`: code → the learning, as a record says it or as recognition gives it.

    `going`: code → holdings in progress that will be it; what has a day to come is in progress. A code may be in both."""

    passed_as: Mapping[str, tuple[Subject, ...]]
    going: Mapping[str, tuple[Holding, ...]]

    @property
    def passed(self) -> frozenset[str]:
        """The codes passed."""
        return frozenset(self.passed_as)


def learned(evaluation: Evaluation, qualification: Qualification) -> Learned:
    """As the award's ladder sees the record."""
    by_id = {holding.id: holding for holding in evaluation.learner.holdings}
    passed: dict[str, list[Subject]] = {}
    going: dict[str, list[Holding]] = {}
    for code, subject, state in _codes(evaluation, qualification, by_id.values()):
        id = subject.holding.id if isinstance(subject, RecognisedUnit) else subject.id
        if state is State.EARNED:
            passed.setdefault(code, []).append(subject)
        elif state is State.IN_PROGRESS and by_id[id] not in going.setdefault(code, []):
            going[code].append(by_id[id])
    return Learned(
        {code: tuple(each) for code, each in sorted(passed.items())},
        {code: tuple(each) for code, each in sorted(going.items())},
    )


def _codes(
    evaluation: Evaluation, qualification: Qualification, holdings: Iterable[Holding]
) -> Iterator[tuple[str, Holding | RecognisedUnit, State]]:
    """(code, the learning, how far it is) of what is certain."""
    recognition = evaluation.recognition(qualification)
    for holding in holdings:
        state = recognition.certain.get(holding.id)
        code = holding.credential
        if state is not None and code is not None and _is_the_one(holding, code, evaluation.book, qualification):
            yield code, holding, state
    for unit in recognition.units:
        if unit.code is not None and unit.sure:
            yield unit.code, unit, unit.state


def _is_the_one(holding: Holding, code: str, book: RuleBook, qualification: Qualification) -> bool:
    """Whether it is of a body that offers the code; where the catalogue names none, the awarding body does."""
    bodies = {item.issuer or qualification.award.body for item in book.tables.catalogue.get(code, ())}
    return not bodies or None in bodies or holding.issuer in bodies
