"""The single audit of one learner, told as rows of the batch's frames. Slow, and what everything faster must agree with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stackr._quantity import format_amount
from stackr.audit.deciding import decisions
from stackr.audit.entry import counting_of, judged_of, limit, requirement
from stackr.audit.evaluation import Evaluation
from stackr.audit.missing import missing_facts
from stackr.audit.options import AuditOptions
from stackr.audit.relied import relied_on
from stackr.audit.run import asked_for
from stackr.audit.values import Values
from stackr.batch.proofs import tell_proofs
from stackr.batch.told import Row, Told, requirement_rows
from stackr.model.learning import Learner
from stackr.recognition.types import Case, Finding
from stackr.rulebook.book import RuleBook


def tell(
    told: Told,
    at: int,
    book: RuleBook,
    learner: Learner,
    for_: tuple[str, ...] | None,
    as_of: date,
    options: AuditOptions,
    stage: str,
) -> None:
    """Everything a batch says of the learner. `at`: its place among the learners; `for_`: see `Evaluator.for_`."""
    evaluation = Evaluation(book, learner, as_of, options, figures_only=options.tier == "values")
    names = asked_for(book, learner, for_) if for_ is None or for_ else ()
    for place, name in enumerate(names):
        values = evaluation.values(name)
        told.add("results", at, [figures(evaluation, values, stage)], place)
        told.add("worklist", at, _orphans(evaluation, values))
        if options.tier == "placements":
            _placements(told, at, learner, values)
    if options.tier == "proofs":
        tell_proofs(told, at, evaluation, names)
    deciding = {version.decider: version for name in names for version in book.qualifications[name]}
    for place, ladder in enumerate(sorted(deciding)):
        found = evaluation.recognition(deciding[ladder])
        for finding in sorted(found.findings, key=lambda item: item.holding):
            told.add("recognition", at, [(learner.id, finding.holding, ladder, finding.outcome, finding.route)], place)
            told.add("worklist", at, _pending(learner, finding, ladder), place)
        told.add("worklist", at, (_case(learner, case, ladder, as_of) for case in found.cases), place)


def figures(evaluation: Evaluation, values: Values, stage: str) -> Row:
    """The row of `results` of one award."""
    return (
        evaluation.learner.id,
        values.qualification.name,
        values.qualification.version,
        values.status,
        values.closed,
        str(values.earned),
        str(values.in_progress),
        str(values.planned),
        str(values.possible),
        None if values.proven or values.bound is None else str(values.bound),
        format_amount(values.missing_credits),
        values.proven,
        len(missing_facts(evaluation, values, relied_on(values))),
        stage,
    )


# ── the work list ──


def _pending(learner: Learner, finding: Finding, ladder: str) -> Iterator[Row]:
    for item in finding.pending:
        where = (learner.id, "pending", finding.holding, ladder, item.clause, None)
        yield (*where, item.what, item.who, item.by, item.overdue)


def _case(learner: Learner, case: Case, ladder: str, as_of: date) -> Row:
    what = f"assess prior learning for {case.unit}"
    overdue = case.by is not None and case.by < as_of
    holdings = "; ".join(case.holdings) or None
    return (learner.id, "case", holdings, ladder, case.route, case.unit, what, case.who, case.by, overdue)


def _orphans(evaluation: Evaluation, values: Values) -> Iterator[Row]:
    for item in decisions(evaluation, values):
        if item.state != "kept":
            where = (evaluation.learner.id, "decision", item.holding, values.qualification.name, item.clause, None)
            yield (*where, item.message, item.by, None, False)


# ── placements ──


def _placements(told: Told, at: int, learner: Learner, values: Values) -> None:
    who = (learner.id, values.qualification.name)
    counting, judged = counting_of(values), judged_of(values)
    for item in counting.counts():
        unit = item.unit
        where = (item.requirement, format_amount(item.credits), item.layer, unit.route)
        told.add("counted", at, [(*who, unit.id, unit.holding.id, unit.code, *where, None)])
    for idle in counting.unused():
        unit = idle.unit
        credits = None if unit.credits is None else format_amount(unit.credits)
        told.add("unused", at, [(*who, unit.id, unit.holding.id, unit.code, credits, idle.reason, idle.clause)])
    for left in counting.left_over():
        unit = left.unit
        how_much = (format_amount(left.credits), format_amount(left.of))
        told.add("left_over", at, [(*who, unit.id, unit.holding.id, unit.code, *how_much, left.reason, left.clause)])
    for need in judged.requirements:
        told.add(
            "requirements",
            at,
            ((*who, *row) for row in requirement_rows(requirement(need, values.qualification.award))),
        )
    for rule in judged.limits:
        one = limit(rule, values.qualification.award)
        told.add("limits", at, [(*who, one.id, one.status, one.bound, one.value, one.unit)])
