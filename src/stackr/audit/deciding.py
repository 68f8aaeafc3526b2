"""Recorded decisions as the audit tells them: what each does here, or why it does nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from stackr._quantity import format_amount
from stackr.audit.evaluation import Evaluation
from stackr.audit.naming import is_listed
from stackr.audit.texts import clause_name, name_of, unit_name
from stackr.audit.values import Values
from stackr.conditions.standing import why_idle
from stackr.diagnostics.suggest import did_you_mean
from stackr.model.learning import Decision, Learner, RecognisedUnit
from stackr.model.parts import Remark
from stackr.model.qualification import DecisionResult
from stackr.requirements.base import Rule
from stackr.requirements.compiled import Award
from stackr.requirements.decisions import ACTING, Bound, bind_decisions, named_units, owner_of
from stackr.requirements.filters import DeadlineFilter
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.rules.currency import CurrencyRule
from stackr.requirements.rules.each import EachRule
from stackr.requirements.rules.span import SpanRule
from stackr.requirements.words import listing
from stackr.rulebook.book import RuleBook

_GRANTING = frozenset({"rpl", "assessment", "precedent"})
_ON_LEARNING = frozenset({"substitute", "insert", "pin", "exclude"})


def decisions(evaluation: Evaluation, values: Values) -> tuple[DecisionResult, ...]:
    """The decisions on clauses of this award (and its entry requirements), each once, in order of id."""
    main = values.qualification.award
    found: dict[int, tuple[Award, Bound]] = {}
    for award in (main, *main.entry):
        for bound in bind_decisions(award, evaluation.learner.decisions, main.version):
            if bound.clause is None and _of_another(evaluation.book, main, bound.decision):
                continue
            place = evaluation.learner.decisions.index(bound.decision)
            if place not in found or found[place][1].clause is None:
                found[place] = award, bound
    in_order = sorted(found.values(), key=lambda pair: pair[1].decision.id)
    return tuple(_decision(_Told(evaluation, values, award, bound)) for award, bound in in_order)


def _of_another(book: RuleBook, award: Award, decision: Decision) -> bool:
    """Whether a clause that this award does not have is another's, whose name begins as this one's: `BSC` and `BSC.HONS`."""
    clause = decision.clause or ""
    named = [name for name in book.qualifications if clause == name or clause.startswith((f"{name}.", f"{name}~"))]
    return max(named, key=len, default=award.id) != award.id


def _decision(told: _Told) -> DecisionResult:
    decision, idle = told.bound.decision, told.idle()
    return DecisionResult(
        decision=decision.id,
        kind=decision.kind,
        clause=told.bound.clause or decision.clause,
        holding=decision.holding,
        state=told.bound.status,
        applied=idle is None,
        by=decision.by,
        date=decision.date.isoformat() if decision.date else None,
        reason=decision.reason,
        message=told.message(idle),
    )


class _Told:
    """One decision on one clause, in words."""

    def __init__(self, evaluation: Evaluation, values: Values, award: Award, bound: Bound) -> None:
        self.award, self.bound, self.decision = award, bound, bound.decision
        self.whole = values.qualification.name
        self.as_of: date = evaluation.as_of
        self.holdings = {holding.id: holding for holding in evaluation.learner.holdings}
        self.units: tuple[RecognisedUnit, ...] = values.claim.units
        self.refused = {clause for _, clause in values.sure.lowered.pins_refused}

    def message(self, idle: str | None) -> str:
        decision = self.decision
        who = f" by {decision.by}" if decision.by else ""
        if idle is not None:
            return f"the decision to {decision.kind} at {self._clause()}{who} is not applied: {idle}"
        said = f"{self._act()}, decided{who}" if who else self._act()
        return f"{said}; the clause has changed since, please review" if self.bound.status == "adapted" else said

    def idle(self) -> str | None:
        """Why it does nothing; None if it is applied."""
        decision, clause = self.decision, self.bound.clause
        if clause is None:
            return "no clause of these rules is called so"
        idle = why_idle(decision, self.as_of)
        if idle is not None:
            return idle
        if decision.kind == "waive" and clause == self.whole:
            return "an award as a whole can't be waived; name the clauses of it that are"
        if decision.kind == "extend" and decision.until is None:
            return "it names no day"
        if decision.kind == "extend" and clause not in _extendable(self.award):
            return "nothing that can be extended stands at that clause"
        if decision.kind == "extend" and clause == self.award.id and self._names():
            return "an award is extended for the learner, not for some learning"
        if decision.kind in _ON_LEARNING:
            return self._idle_on_learning(clause)
        return None

    def _idle_on_learning(self, clause: str) -> str | None:
        decision = self.decision
        if decision.holding is None and decision.unit is None:
            return "it names no learning"
        if decision.holding is not None and decision.holding not in self.holdings:
            return f"no holding on record is called {decision.holding}"
        if decision.kind != "exclude" and not self.award.scopes.get(clause):
            return "no learning counts at that clause itself"
        if not named_units(decision, self.units):
            return "the learning that it names is not recognised here"
        if decision.kind == "pin" and clause in self.refused:
            return "the learning that it names can't count there"
        return None

    def _clause(self) -> str:
        clause = self.bound.clause
        return clause_name(self.award, clause) if clause is not None else str(self.decision.clause)

    def _act(self) -> str:
        clause, decision = self._clause(), self.decision
        match decision.kind:
            case "waive":
                return f"{clause} is waived"
            case "extend":
                until = f"{decision.until}"
                return (
                    f"{self._what()} counts at {clause} until {until}"
                    if self._names()
                    else f"{clause} holds until {until}"
                )
            case "substitute":
                return f"{self._what()} may stand in at {clause}"
            case "insert":
                return f"{self._what()} may count at {clause}, whatever it asks"
            case "pin":
                return f"{self._what()} counts at {clause} or nowhere"
        return f"{self._what()} does not count at {clause}"

    def _names(self) -> bool:
        return self.decision.holding is not None or self.decision.unit is not None

    def _what(self) -> str:
        decision = self.decision
        mask = named_units(decision, self.units)
        names = [unit_name(unit) for index, unit in enumerate(self.units) if mask >> index & 1]
        holding = self.holdings.get(decision.holding or "")
        return listing(dict.fromkeys(names)) or (
            name_of(holding) if holding else str(decision.unit or decision.holding)
        )


def _extendable(award: Award) -> set[str]:
    """Clauses with a date that a decision may replace: deadlines, windows, currency; of unnamed lines the requirement too;
    of an award the last days to enrol and to achieve it."""
    pools = [need for need in award.needs.values() if isinstance(need, PoolNeed)]
    lines = [line.id for pool in pools for line in pool.details.filters if isinstance(line, DeadlineFilter)]
    lines += [rule.id for rule in award.rules.values() if isinstance(rule, SpanRule) or _is_deadline(rule)]
    currency = {rule.id for rule in award.rules.values() if isinstance(rule, CurrencyRule)}
    ends = {award.id} if award.tree.achieve_until or award.tree.enrol_until else set()
    return {*lines, *(owner_of(award, line) for line in lines), *currency, *ends}


def _is_deadline(rule: Rule) -> bool:
    return isinstance(rule, EachRule) and isinstance(rule.condition, DeadlineFilter)


def unheard(evaluation: Evaluation, names: Iterable[str]) -> Iterator[Remark]:
    """Decisions from which nothing follows: on clauses of no award of these rules, and grants by a kind of route that none of
    the awards in question (`names`) has."""
    book, learner = evaluation.book, evaluation.learner
    yield from _unbound(book, learner)
    ladders = {evaluation.values(name).qualification.ladder for name in names} - {None}
    kinds = {route.tree.kind for name in ladders if name is not None for route in book.ladders[name].routes}
    for decision in learner.decisions:
        if decision.kind not in _GRANTING or decision.faults:  # what can't be read, recognition tells
            continue
        idle = why_idle(decision, evaluation.as_of)
        if idle is not None:
            yield _remark(decision, idle)
        elif decision.kind not in kinds:
            yield _remark(decision, f"the awards in question have no route for it ({decision.kind})")
        else:
            for told in _slips(book, learner, decision):
                yield Remark(code="R439", message=f"the decision {decision.id} grants {told}", holding=decision.holding)


def _slips(book: RuleBook, learner: Learner, decision: Decision) -> Iterator[str]:
    if decision.unit is not None and not is_listed(book, decision.unit):
        hint = did_you_mean(decision.unit, book.tables.catalogue)
        told = f"{decision.unit}, which no catalogue lists: nothing but its code is known"
        yield told + (f"; {hint}" if hint else "")
    credits = {holding.id: holding.credits for holding in learner.holdings}.get(decision.holding or "")
    if decision.unit is None and decision.credits is not None and credits is not None and decision.credits > credits:
        yield f"{format_amount(decision.credits)} credits, more than the {format_amount(credits)} of the learning"


def _unbound(book: RuleBook, learner: Learner) -> Iterator[Remark]:
    awards = [
        award for versions in book.qualifications.values() for version in versions for award in _awards(version.award)
    ]
    for decision in learner.decisions:
        if decision.kind not in ACTING:
            continue
        if decision.clause is None:
            yield _remark(decision, "it names no clause")
        elif not any(bind_decisions(award, (decision,), award.version) for award in awards):
            yield _remark(decision, f"no clause of these rules is called {decision.clause}")


def _awards(award: Award) -> tuple[Award, ...]:
    return award, *award.entry


def _remark(decision: Decision, why: str) -> Remark:
    who = f" by {decision.by}" if decision.by else ""
    return Remark(code="R424", message=f"the decision {decision.id} to {decision.kind}{who} is not applied: {why}")
