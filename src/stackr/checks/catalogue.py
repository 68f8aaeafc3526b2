"""C209: requirements that name their learning by code and ask for more of it than the catalogue has.

A made-up learner who has passed all of it is put before the real rules: whatever else the award asks for is taken as met,
and what is not known of an item is read in the learner's favour. What still fails can be met by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.allocation.nodes import Measure
from stackr.allocation.problem import Problem
from stackr.checks.learners import MadeUp, day_of, told
from stackr.checks.places import place_of
from stackr.conditions.patterns import has_wildcard, matcher
from stackr.conditions.predicate import Context, Predicate
from stackr.conditions.tables import CatalogueItem
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.graph.offer import as_holding
from stackr.language import tree
from stackr.model.learning import Holding, Learner
from stackr.requirements.base import Need, Rule, all_rules, walk
from stackr.requirements.filters import EachFilter
from stackr.requirements.needs.group import GroupNeed
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.requirements.rules.amount import AmountRule
from stackr.requirements.rules.barred import BarredRule
from stackr.requirements.rules.each import EachRule
from stackr.requirements.rules.never import NeverRule
from stackr.requirements.rules.per import PerRule
from stackr.requirements.words import listing
from stackr.rulebook.book import Qualification, RuleBook

FACTS = frozenset(
    {"credential", "issuer", "level", "framework", "fields", "tags", "credits", "hours", "title", "kind", "grade"}
)
"""What a catalogue says of an item, and the grade, which is read in the learner's favour."""

CATALOGUED = FACTS - {"grade"}

MOST = 200
"""Items of one award that are looked at; an award that names more is left alone."""

COPIES = 20
"""Times that a repeatable item is held at most."""


def catalogue(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning: what is recognised from elsewhere under these codes may carry more credit than the catalogue says."""
    for versions in book.qualifications.values():
        for version in versions:
            yield from _of(book, version)


def _of(book: RuleBook, version: Qualification) -> Iterator[Diagnostic]:
    own = _own(book, version.award.body)
    needs = _named(book, version, own)
    if not needs or not (any(isinstance(need, PoolNeed) for need in needs) or _hindered(version)):
        return
    held = _everything(book, version, needs, own)
    if len(held) > MOST or any(holding.credits is None for holding in held):
        return
    learner = MadeUp(book, version, held)
    alone = [need for need in needs if isinstance(need, PoolNeed) and _too_little(learner, need)]
    for need in alone:
        yield _found(learner, [need])
    if not alone and (set_ := _together(learner, needs)):
        yield _found(learner, set_)


def _hindered(version: Qualification) -> bool:
    """Whether named units alone may not be enough: amounts over groups of them, or limits around them that hold in every
    allocation (lines of a pool are about what counts there)."""
    around = [need for need in version.award.needs.values() if not isinstance(need, PoolNeed)]
    rules = [*version.award.limits, *(rule for need in around for rule in need.rules)]
    return any(map(_stays, rules)) or any(need.details.amounts for need in around if isinstance(need, GroupNeed))


def _rules(version: Qualification) -> list[Rule]:
    """Limits, and the lines of every block."""
    return [*version.award.limits, *(rule for need in version.award.needs.values() for rule in all_rules(need))]


def _named(book: RuleBook, version: Qualification, own: Mapping[str, CatalogueItem]) -> list[Need]:
    """The takers of every layer whose learning the catalogue lists in full."""
    return [need for need in version.award.needs.values() if _is_listed(need, book, own, version.award.body)]


def _is_listed(need: Need, book: RuleBook, own: Mapping[str, CatalogueItem], body: str | None) -> bool:
    if isinstance(need, UnitNeed):
        return need.pattern is None and need.code in own
    return isinstance(need, PoolNeed) and need.overflow_to is None and _closed(need.selector, book, own, body)


def _own(book: RuleBook, body: str | None) -> dict[str, CatalogueItem]:
    """What the awarding body has on offer, by code: only its own catalogue says what there is."""
    found = {}
    for code, items in book.tables.catalogue.items():
        mine = [item for item in items if item.issuer in (None, body) or body is None]
        if mine:
            found[code] = mine[-1]
    return found


def _closed(selector: Predicate | None, book: RuleBook, own: Mapping[str, CatalogueItem], body: str | None) -> bool:
    return selector is not None and selector.members <= FACTS and _listed(selector.tree, own, book.tables.lets, body)


def _listed(expr: tree.Expr, own: Mapping[str, CatalogueItem], lets: Mapping[str, tree.Let], body: str | None) -> bool:
    """Whether only what the catalogue lists can satisfy it: its codes, or what the body itself issues."""
    match expr:
        case tree.Or(items=items):
            return all(_listed(item, own, lets, body) for item in items)
        case tree.And(items=items):
            return any(_listed(item, own, lets, body) for item in items)
        case tree.Compare(member="issuer", op="=", value=tree.Name() | tree.Text() as value):
            return value.text == body and bool(own)
        case tree.Code(name=name):
            named = lets.get(name.text) if not name.quoted else None
            if named is not None:
                rest = {key: value for key, value in lets.items() if key != name.text}
                return named.selector is not None and _listed(named.selector, own, rest, body)
            return any(map(matcher(name.text), own)) if has_wildcard(name.text) else name.text in own
    return False


def _everything(
    book: RuleBook, version: Qualification, needs: list[Need], own: Mapping[str, CatalogueItem]
) -> tuple[Holding, ...]:
    """Every item that could count at one of the needs, as often as it may be repeated."""
    award, day = version.award, day_of(version)
    context = Context(book.tables, Learner("made-up"), day, award.framework, award.body, award.id)
    named = {need.code for need in needs if isinstance(need, UnitNeed)}
    pools = any(isinstance(need, PoolNeed) for need in needs)
    found: list[Holding] = []
    for code in sorted(own if pools else own.keys() & named):
        item = own[code]
        holding = replace(as_holding(item, context, code), dates={})  # in time, whatever the deadline or the clock
        if any(_could(need, code, holding, context) for need in needs):
            times = min(max(item.repeatable, award.repeatable.get(code, 1)), COPIES)
            found += [replace(holding, id=code if turn == 1 else f"{code}-{turn}") for turn in range(1, times + 1)]
    return tuple(found)


def _could(need: Need, code: str, holding: Holding, context: Context) -> bool:
    if isinstance(need, UnitNeed):
        return need.code == code
    return isinstance(need, PoolNeed) and need.selector is not None and need.selector(holding, context) is not False


def _too_little(learner: MadeUp, need: PoolNeed) -> bool:
    """Whether all that may count at the place, taken together, is less than it needs."""
    return any(_too_little_in(lowered.problem, need.id) for lowered in learner.lowered())


def _too_little_in(problem: Problem, id: str) -> bool:
    place = next(place for place in problem.places if place.id == id)
    units = [unit for index, unit in enumerate(problem.units) if place.eligible >> index & 1]
    there = sum(unit.items if place.measure is Measure.ITEMS else unit.credits for unit in units)
    return there < place.need


def _together(learner: MadeUp, needs: list[Need]) -> list[Need]:
    """An inclusion-minimal set of needs that can't be met together, found in order of id; none if all can be."""
    kept = sorted(needs, key=lambda need: need.id)
    if not _fails(learner, kept):
        return []
    for need in list(kept):
        fewer = [other for other in kept if other is not need]
        if _fails(learner, fewer):
            kept = fewer
    return kept


def _fails(learner: MadeUp, needs: list[Need]) -> bool:
    return learner.falls_short(_beside(learner.version, {need.id for need in needs}))


def _beside(version: Qualification, kept: set[str]) -> set[str]:
    """Clauses taken as met: all but these needs, the groups above them, and ceilings on what a catalogue says."""
    award = version.award
    above = {id for id, need in award.needs.items() if any(part.id in kept for part in walk(need))}
    waived = {rule.id for rule in _rules(version) if not _stays(rule)} | (award.needs.keys() - above)
    return waived | ({award.total.id} if award.total is not None else set())


def _stays(rule: Rule) -> bool:
    if isinstance(rule, AmountRule):
        told_by = rule.selector.members if rule.selector is not None else frozenset()
        return rule.op == "at most" and rule.quantity.value is not None and told_by <= CATALOGUED
    if isinstance(rule, PerRule):
        told_by = rule.selector.members if rule.selector is not None else frozenset()
        return rule.quantity.value is not None and {rule.attribute, *told_by} <= CATALOGUED
    if isinstance(rule, EachRule):
        return isinstance(rule.condition, EachFilter)
    if isinstance(rule, NeverRule):
        return rule.selector.members <= CATALOGUED
    return isinstance(rule, BarredRule)


def _found(learner: MadeUp, needs: list[Need]) -> Diagnostic:
    names = listing([need.id if "~" not in need.id else f"a requirement of {need.award}" for need in needs])
    if len(needs) == 1 and not isinstance(needs[0], UnitNeed):
        sentence = f"{names} asks for more than the catalogue has: {needs[0].describe()}"
    else:
        which = (
            names if len(needs) == 1 else f"none of {names}" if _chosen(learner.version, needs) else f"all of {names}"
        )
        sentence = f"{which} can't be met with what the catalogue has"
    if all(isinstance(need, UnitNeed) for need in needs):
        sentence += ": an amount, a limit or a condition is in the way"
    return Diagnostic(
        "C209",
        sentence,
        place_of(learner.version, needs[0].id),
        Severity.WARNING,
        help="ask for less, name more units, or add what is missing to the catalogue",
        example=_example(learner, needs),
    )


def _chosen(version: Qualification, needs: list[Need]) -> bool:
    """Whether the needs are alternatives of one choice."""
    ids = {need.id for need in needs}
    groups = (need for need in version.award.needs.values() if isinstance(need, GroupNeed) and need.n is not None)
    return any(group.n != len(group.children) and ids <= {part.id for part in walk(group)} for group in groups)


def _example(learner: MadeUp, needs: list[Need]) -> str:
    named = all(isinstance(need, UnitNeed) for need in needs)
    held = tuple(h for h in learner.holdings if named or _counts_for(h, learner, needs))
    if not held:
        return "nothing in the catalogue fits"
    if named:
        return f"{told(held)}\nthat is all there is, and the award is not met"
    total = format_amount(sum((h.credits for h in held if h.credits is not None), start=Fraction(0)))
    return f"{told(held)}\nthat is all there is ({total} credits), and it is not enough"


def _counts_for(holding: Holding, learner: MadeUp, needs: list[Need]) -> bool:
    context = learner.claim.members[0].context
    return any(_could(need, holding.credential or "", holding, context) for need in needs)
