"""Learning made up to fit a selector, and shown to fit it: what an example learner holds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.checks.learners import MadeUp, day_of
from stackr.conditions.predicate import Context, Predicate
from stackr.language import tree
from stackr.model.learning import Holding, Learner, RecognisedUnit
from stackr.rulebook.book import Qualification, RuleBook

ELSEWHERE = "ELSEWHERE"
STEP = {">": 1, "<": -1}


def invented(
    book: RuleBook, version: Qualification, selector: Predicate | None, credits: Fraction, id: str = "X"
) -> RecognisedUnit | None:
    """A unit of so many credits that the selector is true of; None if none comes to mind."""
    award = version.award
    body = award.body or "HERE"
    context = Context(book.tables, Learner("made-up"), day_of(version), award.framework, award.body, award.id)
    day = day_of(version)
    holding = Holding(
        id=id,
        credential=id,
        issuer=body,
        status="active",
        credits=credits,
        credit_unit=award.credit_unit,
        framework=award.framework,
        dates={"awarded": day, "completed": day},
        holder="learner",
    )
    unit = RecognisedUnit(
        id=id,
        holding=holding,
        code=None,
        credits=credits,
        credit_unit=award.credit_unit,
        grant=id,
        route="own",
        route_kind="own",
        route_rank=0,
        issuer=body,
        framework=award.framework,
        external=False,
    )
    if selector is None:
        return unit
    fitted = _fitted(unit, selector.tree, version, book)
    return fitted if fitted is not None and selector(fitted, context) is True else None


def learner_with(book: RuleBook, version: Qualification, *units: RecognisedUnit) -> MadeUp:
    """A learner whose learning has been recognised as these units."""
    return MadeUp(book, version, tuple(unit.holding for unit in units), units)


def _fitted(unit: RecognisedUnit, expr: tree.Expr, version: Qualification, book: RuleBook) -> RecognisedUnit | None:
    match expr:
        case tree.And(items=items):
            found: RecognisedUnit | None = unit
            for item in items:
                found = _fitted(found, item, version, book) if found is not None else None
            return found
        case tree.Or(items=items):
            return _fitted(unit, items[0], version, book)
        case tree.Flag(word="external") | tree.Not(item=tree.Compare(member="issuer")):
            return _elsewhere(unit)
        case tree.Compare(member="issuer", op="!="):
            return _elsewhere(unit)
        case tree.Not() | tree.Always():
            return unit
        case tree.By(route=route):
            return _recognised(unit, route.text, version, book)
        case tree.Tagged(tag=tag):
            return replace(unit, tags=(tag.text,), holding=replace(unit.holding, tags=(tag.text,)))
        case tree.Compare():
            return _compared(unit, expr)
    return None


def _elsewhere(unit: RecognisedUnit) -> RecognisedUnit:
    held = replace(unit.holding, issuer=ELSEWHERE)
    return replace(unit, holding=held, issuer=ELSEWHERE, external=True, route="transfer", route_kind="agreement")


def _recognised(unit: RecognisedUnit, name: str, version: Qualification, book: RuleBook) -> RecognisedUnit | None:
    """By a route kind, or by a route of the ladder that decides."""
    ladder = book.ladders[version.ladder] if version.ladder is not None else None
    routes = ladder.routes if ladder is not None else ()
    named = next((r for r in routes if name in (r.clause.id, r.tree.name.text, r.tree.kind)), None)
    if named is None and name not in ("rpl", "agreement", "assessment", "precedent", "treaty"):
        return None
    kind = named.tree.kind if named is not None else name
    elsewhere = unit if kind == "own" else _elsewhere(unit)
    found = replace(elsewhere, route=named.clause.id if named is not None else name, route_kind=kind)
    if kind != "rpl":
        return found
    return replace(found, issuer=None, no_issuer=True, holding=replace(found.holding, issuer=None))


def _compared(unit: RecognisedUnit, expr: tree.Compare) -> RecognisedUnit | None:
    value = expr.value
    if expr.member == "level" and isinstance(value, tree.Level | Fraction):
        number = value.value if isinstance(value, tree.Level) else value
        if isinstance(value, tree.Level) and value.text is not None:
            return None
        framework = value.framework.text if isinstance(value, tree.Level) and value.framework else unit.framework
        level = format_amount(number + STEP.get(expr.op, 0))
        held = replace(unit.holding, level=level, framework=framework)
        return replace(unit, level=level, framework=framework, holding=held)
    if expr.op == "=" and isinstance(value, tree.Name | tree.Text):
        if expr.member == "issuer":
            return replace(unit, issuer=value.text, holding=replace(unit.holding, issuer=value.text))
        if expr.member == "kind":
            return replace(unit, holding=replace(unit.holding, kind=value.text))
    return None
