"""`--explain X`: why, or why not, in sentences: a clause, a holding, a unit or a code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from stackr.audit.counting import Counting
from stackr.audit.entry import counting_of, entry
from stackr.audit.evaluation import Evaluation
from stackr.audit.options import AuditOptions
from stackr.audit.recognising import recognised
from stackr.audit.run import AuditError, asked_for
from stackr.audit.supposing import with_unit_at, with_waived, without_holding
from stackr.audit.texts import clause_name, unit_name, unused_message
from stackr.audit.values import Values
from stackr.audit.why_decided import decided_at, decided_on, granting
from stackr.audit.why_recognised import about_recognition
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree
from stackr.model.learning import Learner
from stackr.model.parts import Reason
from stackr.model.qualification import CountedUnit, LimitResult, QualificationAudit, RequirementResult
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.requirements.words import against_words, amount_words, listing
from stackr.rulebook.book import RuleBook
from stackr.rulebook.named import is_a_code, names_below

STATUS = {"not-chosen": "not needed: another way is taken"}
"""Status words that are no plain words."""

_SETTLED = frozenset({"met", "waived", "not-chosen"})

MOST_PLACES = 5
"""Places that are tried for one unit; more would not help the reader."""


def why(
    book: RuleBook,
    learner: Learner,
    about: str,
    for_: Iterable[str] | None,
    as_of: date,
    options: AuditOptions | None = None,
) -> tuple[str, ...]:
    """The answer, one sentence each. Raises `AuditError` if nothing in question is called that."""
    evaluation = Evaluation(book, learner, as_of, options or AuditOptions())
    names = asked_for(book, learner, for_)
    figures = {name: evaluation.values(name) for name in names}
    lines = [line for values in figures.values() for line in _about_clause(evaluation, values, about)]
    lines += _about_learning(evaluation, figures, about)
    if not lines and (holding := granting(evaluation, about)) is not None:
        lines += _about_learning(evaluation, figures, holding)
    if not lines:
        lines += [line for values in figures.values() for line in _about_asked(evaluation, values, about)]
    if not lines:
        lines += about_recognition(evaluation, figures, about)
    if not lines:
        raise AuditError(f"nothing here is called `{about}`", _near(evaluation, figures, about))
    return tuple(lines)


def _near(evaluation: Evaluation, figures: Mapping[str, Values], about: str) -> str:
    if about in evaluation.book.qualifications:
        return f"it is none of the awards in question; `--for {about}` asks about it"
    if about in evaluation.book.tables.catalogue:
        return "a catalogue lists it, but it is not on this record, and no clause in question asks for it by its code"
    names = {id for values in figures.values() for id in values.qualification.award.clauses if "~" not in id}
    for holding in evaluation.learner.holdings:
        names |= {name for name in (holding.id, holding.credential) if name is not None}
    return did_you_mean(about, names) or "it takes a clause id, or the id or code of a holding"


# ── a clause ──


def _about_clause(evaluation: Evaluation, values: Values, about: str) -> Iterator[str]:
    award = values.qualification.award
    known = [*award.clauses, *(id for each in award.entry for id in each.clauses)]
    ids = [id for id in known if about in (id, id.removeprefix(f"{award.id}.")) or id.partition("#")[0] == about]
    if not ids:
        return
    told = entry(evaluation, values, "proofs")
    for id in ids:
        found = [item for item in _clauses(told) if item.id.partition("#")[0] == id]
        if id == award.id:
            closed = f"; {told.closed}" if told.closed else ""
            yield f"{told.title}: {told.status}, {values.earned} of the way{closed}"
            yield from (proof.message for proof in told.certificate.proofs)
        elif not found and id in award.clauses:
            yield _idle(values, id)
        for item in found:
            yield from _standing(item, told)
        yield from _kept_out(values, id)
        yield from decided_at(evaluation, values, id)
        if not found or any(item.status not in _SETTLED for item in found):
            yield from _against(values, told, id)


def _about_asked(evaluation: Evaluation, values: Values, about: str) -> Iterator[str]:
    """A unit that the learner does not have: the clauses that ask for it, and those that name it among what may count."""
    for id, need in values.qualification.award.needs.items():
        if isinstance(need, UnitNeed) and need.code == about:
            yield from _about_clause(evaluation, values, id)
        selector = need.selector if isinstance(need, PoolNeed) else None
        if selector is not None and about in _named(selector.tree, evaluation.book.tables.lets):
            yield f"{about} is not on this record, and is named at {need.title or need.describe()} ({id})"
            yield from _about_clause(evaluation, values, id)


def _named(selector: tree.Expr, lets: Mapping[str, tree.Let]) -> set[str]:
    """The codes that a selector names, those of the selectors that it names by a `let` too."""
    found, ahead = set[str](), list(names_below(selector))
    while ahead:
        name = ahead.pop()
        if name.text in found:
            continue
        found.add(name.text)
        if not is_a_code(name, lets) and name.text in lets:
            ahead += names_below(lets[name.text].selector)
    return found


def _idle(values: Values, id: str) -> str:
    """A clause of which the worksheet has no line: it is not asked here, or nothing counts that it speaks of."""
    award = values.qualification.award
    clause, says = award.clauses[id], award.says(id)
    name = f"{clause.title or says or id} ({id})"
    cite = "; ".join(text for text in (clause.source, clause.at) if text)
    return f"{name} is not asked of this learner, or nothing counts that it speaks of{f' [{cite}]' if cite else ''}"


def _clauses(told: QualificationAudit) -> Iterator[RequirementResult | LimitResult]:
    def below(results: Iterable[RequirementResult]) -> Iterator[RequirementResult]:
        for result in results:
            yield result
            yield from below(result.children)

    yield from below((*told.requirements, *told.layers, *told.entry))
    yield from told.limits


def _standing(found: RequirementResult | LimitResult, told: QualificationAudit) -> Iterator[str]:
    needed, value = (
        (found.needed, found.counted) if isinstance(found, RequirementResult) else (found.bound, found.value)
    )
    figures = f": {against_words(value, needed, found.unit)}" if needed is not None else ""
    name = found.id if found.title == found.id else f"{found.title} ({found.id})"
    yield f"{name} is {STATUS.get(found.status, found.status)}{figures}"
    yield from (_cited(reason) for reason in found.reasons)
    here = [unit for unit in told.counted if unit.requirement == found.id]
    yield from (_placed(unit) for unit in here)


def _kept_out(values: Values, id: str) -> Iterator[str]:
    """Learning that does not count because of the clause."""
    counting = counting_of(values)
    names = {unit.id: unit_name(unit) for unit in counting.units}
    for unused in counting.unused():
        if unused.clause == id:
            yield f"{unused_message(unused, counting.award, names)} ({unused.reason})"


def _cited(reason: Reason) -> str:
    cite = "; ".join(text for text in (reason.source, reason.at) if text)
    return f"{reason.message} [{cite}]" if cite else reason.message


def _placed(unit: CountedUnit) -> str:
    credits = amount_words(Fraction(unit.credits), "credits")
    how = {"forced": "in every best allocation", "free": "but could stand elsewhere as well"}.get(
        unit.placement or "", ""
    )
    return f"{unit.title} ({credits}) counts at {unit.requirement} by {unit.route}, {how}".rstrip(", ")


def _against(values: Values, told: QualificationAudit, id: str) -> Iterator[str]:
    """Why not: what can't be met together with it, and what waiving it would do."""
    for proof in told.certificate.proofs:
        if id in proof.clauses and len(proof.clauses) > 1:
            yield proof.message
    waived = with_waived(values, id)
    if waived is None or waived.progress == values.earned:
        return
    whole = "complete" if waived.satisfied else f"at {waived.progress}"
    yield f"were it waived, {told.title} would stand {whole} instead of at {values.earned}"


# ── a holding, a unit, a code ──


def _about_learning(evaluation: Evaluation, figures: Mapping[str, Values], about: str) -> list[str]:
    lines = []
    for item in recognised(evaluation, figures, classified=False):
        codes = {unit.code for unit in item.units} | {unit.id for unit in item.units}
        holding = next(h for h in evaluation.learner.holdings if h.id == item.holding)
        if about in {item.holding, holding.credential, *codes}:
            route = f" by {item.route}" if item.route else ""
            lines.append(f"{item.title} is {item.outcome}{route} ({item.ladder})")
            lines += [_cited(reason) for reason in item.reasons]
    for values in figures.values():
        lines += _about_unit(evaluation, values, about)
    return lines


def _about_unit(evaluation: Evaluation, values: Values, about: str) -> Iterator[str]:
    counting = counting_of(values)
    names = {unit.id: unit_name(unit) for unit in counting.units}
    title = values.qualification.clause.title or values.qualification.name
    told = entry(evaluation, values, "proofs")
    yield from (f"{title}: {line}" for line in decided_on(evaluation, values, about))
    for unit in told.counted:
        if about in (unit.unit, unit.holding, unit.code):
            yield f"{title}: {_placed(unit)}"
            yield f"{title}: {_without(values, unit.holding, names.get(unit.unit, unit.unit))}"
    for unused in counting.unused():
        if about in (unused.unit.id, unused.unit.holding.id, unused.unit.code, unused.unit.holding.credential):
            yield f"{title}: {unused_message(unused, counting.award, names)} ({unused.reason})"
            if unused.reason != "unknown":
                yield from (f"{title}: {line}" for line in _supposing(values, counting, unused.index))


def _without(values: Values, holding: str, name: str) -> str:
    standing = without_holding(values, holding)
    if standing.progress == values.earned:
        return f"without {name} it would stand the same: other learning would take its place"
    return f"without {name} it would stand at {standing.progress}"


def _supposing(values: Values, counting: Counting, unit: int) -> Iterator[str]:
    """What would follow if it counted, place by place."""
    name = unit_name(counting.units[unit])
    places = [
        position
        for position, place in enumerate(counting.problem.places)
        if counting.own >> position & 1 and place.eligible >> unit & 1
    ]
    never = []
    for position in places[:MOST_PLACES]:
        where = clause_name(counting.award, counting.problem.places[position].id)
        standing = with_unit_at(values, unit, position)
        if standing is None:
            never.append(where)
        elif standing.progress == values.earned:
            yield f"if {name} counted at {where}, nothing would change"
        else:
            told = f"{standing.progress} instead of {values.earned}"
            yield f"if {name} counted at {where}, it would stand at {told}"
    if never:
        yield f"no allocation lets {name} count at {listing(never)}"
