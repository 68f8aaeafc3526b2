"""`plan`: the shortest proven way to a qualification, from what a learner has and what is on offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from stackr._collection import collection_paused
from stackr._time import day_asked
from stackr._version import __version__
from stackr.audit.run import Given, asked_for, one_learner
from stackr.model.audit import Digests
from stackr.model.plan import SCHEMA, Aside, Pathway, Plan, PlanStatus, Reduced
from stackr.pathways.admission import Admission
from stackr.pathways.errors import PlanError
from stackr.pathways.impossible.blocking import blocking
from stackr.pathways.options import PlanOptions
from stackr.pathways.question.had import over_on
from stackr.pathways.question.question import Question
from stackr.pathways.record import asked_data
from stackr.pathways.remarks import remarks
from stackr.pathways.shape import pathway, requirements
from stackr.pathways.solving.ready import Ready, ready
from stackr.pathways.solving.search import Solved, best
from stackr.pathways.solving.solver import Effort
from stackr.pathways.verify import Checked
from stackr.rulebook.book import RuleBook

EXAMPLES = 12


@collection_paused()
def plan(
    book: RuleBook,
    learner: Given,
    for_: str | Iterable[str],
    as_of: date | None = None,
    options: PlanOptions | None = None,
) -> Plan:
    """The best pathway to an award, with proof; with `alternatives`, the next best ones; or why there is none.

    `for_` names one award. Raises `PlanError` for what can't be asked, `AuditError` and `RecordError` as `audit` does.
    """
    as_of = day_asked(as_of)
    admitted = one_learner(book, learner, as_of)
    names = asked_for(book, admitted, for_)
    if len(names) != 1:
        raise PlanError(f"a plan is for one award; {len(names)} were named: {', '.join(names)}", "ask for one")
    return answer(Question(book, admitted, names[0], as_of, options or PlanOptions()))


def answer(question: Question) -> Plan:
    """The plan of a question."""
    now = question.now
    more = set(question.options.include) - question.had.passed - question.had.under_way.keys()
    standing = question.evaluation(question.as_of).values(question.name).status
    if standing == "conferred" and question.options.classified is not None:
        raise PlanError(
            f"{question.name} is conferred already, in whatever class it was",
            "ask without a class, or for another award",
        )
    if not more and standing in ("conferred", "satisfied"):
        return _told(question, "nothing-to-add", (), None)
    if now.shut is not None:
        raise PlanError(f"{question.name} can't be had by this learner: {now.shut}", "plan for another award")
    frames = [ready(question, frame) for frame in question.frames]
    effort = Effort(question.options)
    found: list[Solved] = []
    for _ in range(1 + question.options.alternatives):
        solved = best(frames, effort, [sorted(each.found.chosen or ()) for each in found])
        if solved is None or solved.found.chosen is None:
            break
        found.append(solved)
    blind = sorted({words for each in frames for words in each.frame.lowering.unfollowed})
    settled = not blind and (solved is None or solved.found.settled)
    status: PlanStatus = "planned" if found else "infeasible" if settled else "open"
    said = [
        f"{words}: read as if all that is on offer were taken, so nothing is shown to be the best" for words in blind
    ]
    if found and len(found) <= question.options.alternatives and settled:
        said.append("there are no more plans: any other is one of these with something added")
    return _told(question, status, found, frames[0] if frames else None, tuple(said))


def _told(
    question: Question, status: PlanStatus, found: Sequence[Solved], first: Ready | None, said: tuple[str, ...] = ()
) -> Plan:
    now, learner = question.now, question.learner
    ways: list[tuple[Pathway, Checked]] = [pathway(question, solved) for solved in found]
    checked = ways[0][1] if ways else None
    also = first.frame.lowering.also if first is not None else {}
    return Plan(
        schema=SCHEMA,
        learner=learner.id,
        as_of=question.as_of.isoformat(),
        qualification=question.name,
        title=now.qualification.clause.title or question.name,
        version=now.qualification.version,
        status=status,
        asked=asked_data(question.options),
        digests=Digests(
            rules=question.book.rules,
            meaning=question.book.meaning,
            record=learner.digest,
            registers=question.book.registers,
        ),
        engine=__version__,
        progress=str(now.earned),
        best=ways[0][0] if ways else None,
        alternatives=tuple(way for way, _ in ways[1:]),
        also=tuple(also[id] for id in sorted(also)),
        requirements=requirements(question),
        held=tuple(checked.held) if checked else (),
        held_for=dict(checked.held) if checked else {},
        under_way=tuple(sorted(_under_way(question) - _not_awaited(question, found))),
        expected=_expected(question),
        blocking=blocking(question) if status == "infeasible" else None,
        aside=_aside(question) if status != "nothing-to-add" else (),
        reduced=_reduced(question, first),
        remarks=(
            *remarks(question, first, ways[0][0] if ways else None, checked.let_in if checked else Admission()),
            *said,
        ),
    )


def _under_way(question: Question) -> set[str]:
    """Codes in progress, as the record has them."""
    return question.had.under_way.keys() & {each.credential for each in question.learner.holdings}


def _not_awaited(question: Question, found: Sequence[Solved]) -> set[str]:
    """Codes in progress that are not over when the best plan is."""
    pending = found[0].ready.frame.pending if found else frozenset[str]()
    return {each.credential for each in question.learner.holdings if each.id in pending and each.credential is not None}


def _expected(question: Question) -> dict[str, str]:
    """The latest day, where several holdings are of one code."""
    found: dict[str, str] = {}
    for each in question.learner.holdings:
        code, day = each.credential, over_on(each)
        if code in question.had.under_way and code is not None and each.status == "in-progress" and day is not None:
            found[code] = max(day.isoformat(), found.get(code, ""))
    return dict(sorted(found.items()))


def _aside(question: Question) -> tuple[Aside, ...]:
    """What was left aside: examples of the awarding body's own first."""
    body = question.now.qualification.award.body
    own = {label for label, item in question.offer.items() if item.issuer in (None, body)}

    def first(labels: list[str]) -> tuple[str, ...]:
        return tuple(sorted(labels, key=lambda label: (label not in own, label))[:EXAMPLES])

    return tuple(
        Aside(reason=reason, number=len(labels), examples=first(labels))
        for reason, labels in sorted(question.aside.reasons.items())
    )


def _reduced(question: Question, first: Ready | None) -> Reduced | None:
    if first is None:
        return None
    available = question.candidates
    return Reduced(
        on_offer=len(question.offer), available=len(available), relevant=len(first.counting), kept=first.kept
    )
