"""What the learner has passed or is taking, by the codes under which a catalogue offers it: what prerequisites ask for, and what need not
be taken again.

A code is passed by learning that passes the gates of the ladder for certain, is done by the day, and is of a body that offers the
code (of any, where nobody does); and by learning that recognition gives that code to. Another body's code that happens to be the same
is other learning, and what is forged, somebody else's or of nobody knows whom is not known to be passed. It need not count for the
award: what is too old to count was passed all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stackr.audit.evaluation import Evaluation
from stackr.model.learning import Holding, State
from stackr.rulebook.book import Qualification, RuleBook


@dataclass(frozen=True, slots=True)
class Learned:
    """`going`: code → holdings in progress that will be it; what has a day to come is in progress. A code may be in both."""

    passed: frozenset[str]
    going: dict[str, tuple[Holding, ...]]


def learned(evaluation: Evaluation, qualification: Qualification) -> Learned:
    """As the award's ladder sees the record."""
    by_id = {holding.id: holding for holding in evaluation.learner.holdings}
    passed: set[str] = set()
    going: dict[str, list[Holding]] = {}
    for code, id, state in _codes(evaluation, qualification, by_id.values()):
        if state is State.EARNED:
            passed.add(code)
        elif state is State.IN_PROGRESS and by_id[id] not in going.setdefault(code, []):
            going[code].append(by_id[id])
    return Learned(frozenset(passed), {code: tuple(each) for code, each in sorted(going.items())})


def _codes(
    evaluation: Evaluation, qualification: Qualification, holdings: Iterable[Holding]
) -> Iterator[tuple[str, str, State]]:
    """(code, id of the holding, how far it is) of what is certain."""
    recognition = evaluation.recognition(qualification)
    for holding in holdings:
        state = recognition.certain.get(holding.id)
        code = holding.credential
        if state is not None and code is not None and _is_the_one(holding, code, evaluation.book, qualification):
            yield code, holding.id, state
    for unit in recognition.units:
        if unit.code is not None and unit.sure:
            yield unit.code, unit.holding.id, unit.state


def _is_the_one(holding: Holding, code: str, book: RuleBook, qualification: Qualification) -> bool:
    """Whether it is of a body that offers the code; where the catalogue names none, the awarding body does."""
    bodies = {item.issuer or qualification.award.body for item in book.tables.catalogue.get(code, ())}
    return not bodies or None in bodies or holding.issuer in bodies
