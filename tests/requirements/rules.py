"""Short ways to write rules and made-up learners for these tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from stackr.allocation.result import Solution
from stackr.allocation.search import solve
from stackr.conditions.clauses import ClauseSink
from stackr.conditions.predicate import Context
from stackr.conditions.scope import Scope
from stackr.conditions.tables import CatalogueItem, CreditUnit, Tables
from stackr.diagnostics.model import Collector, Diagnostic
from stackr.language import tree
from stackr.model.learning import Decision, GrantInfo, Holding, Learner, RecognisedUnit, State
from stackr.requirements.base import JudgedNeed, JudgedRule
from stackr.requirements.compile import compile_award
from stackr.requirements.compiled import Award, Lowered, Reading
from stackr.requirements.judge import Judged, judge
from stackr.requirements.lower import lower
from stackr.requirements.ways import ways

AS_OF = date(2026, 2, 1)


def credits(amount: int | str) -> tree.Quantity:
    return tree.Quantity(Fraction(amount), "credits")


def items(amount: int) -> tree.Quantity:
    return tree.Quantity(Fraction(amount), "credentials")


def many(amount: int, unit: str) -> tree.Quantity:
    return tree.Quantity(Fraction(amount), unit)


def share(ratio: str, base: Any = "award", scope: str | None = None) -> tree.Quantity:
    return tree.Quantity(Fraction(ratio), None, tree.Base(base, tree.Name(scope) if scope else None))


def least(quantity: tree.Quantity) -> tree.Bound:
    return tree.Bound("at least", quantity)


def most(quantity: tree.Quantity) -> tree.Bound:
    return tree.Bound("at most", quantity)


def exactly(quantity: tree.Quantity) -> tree.Bound:
    return tree.Bound("exactly", quantity)


def label(name: str | None) -> tree.Label:
    return tree.Label(tree.Name(name)) if name else tree.NO_LABEL


def code(pattern: str) -> tree.Code:
    return tree.Code(tree.Name(pattern, quoted=True))


def codes(*names: str) -> tree.Expr:
    return tree.Or(tuple(code(name) for name in names)) if len(names) > 1 else code(names[0])


def is_(member: str, value: str) -> tree.Compare:
    return tree.Compare(member, "=", tree.Text(value))


def grade(op: str, value: int) -> tree.Compare:
    return tree.Compare("grade", op, Fraction(value))


def level(op: str, value: int) -> tree.Compare:
    return tree.Compare("level", op, tree.Level(Fraction(value)))


def by(route: str) -> tree.By:
    return tree.By(tree.Name(route))


def unit(name: str, condition: tree.Expr | None = None, named: str | None = None) -> tree.UnitReq:
    return tree.UnitReq(tree.Name(name), condition, label(named))


def pool(
    quantity: tree.Quantity | tree.Bound,
    selector: tree.Expr,
    *details: tree.Detail,
    named: str | None = None,
    **more: Any,
) -> tree.PoolReq:
    bound = quantity if isinstance(quantity, tree.Bound) else least(quantity)
    return tree.PoolReq((bound,), selector, details, label=label(named), **more)


def all_of(*children: tree.Requirement, named: str | None = None, **more: Any) -> tree.GroupReq:
    return tree.GroupReq("all", 0, children, label=label(named), **more)


def any_of(*children: tree.Requirement, named: str | None = None, **more: Any) -> tree.GroupReq:
    return tree.GroupReq("any", 1, children, label=label(named), **more)


def n_of(
    n: int, *children: tree.Requirement, named: str | None = None, op: Any = "exactly", **more: Any
) -> tree.GroupReq:
    return tree.GroupReq(op, n, children, label=label(named), **more)


def limit(
    bound: tree.Bound, selector: tree.Expr | None = None, named: str | None = None, **more: Any
) -> tree.AmountLimit:
    return tree.AmountLimit(bound, selector, label=label(named), **more)


def line(bound: tree.Bound | None, selector: tree.Expr | None = None, kind: Any = "amount", **more: Any) -> tree.Detail:
    return tree.Detail(kind, bound, selector, **more)


def qualification(
    requirement: tree.Requirement | None, name: str = "Q", total: tree.Bound | int | None = None, **more: Any
) -> tree.Qualification:
    bound = least(credits(total)) if isinstance(total, int) else total
    return tree.Qualification(tree.Name(name), tree.Text(name), requirement=requirement, total=bound, **more)


def tables(catalogue: dict[str, int | str] | None = None, **more: Any) -> Tables:
    items = {name: (_item(name, Fraction(amount)),) for name, amount in sorted((catalogue or {}).items())}
    return Tables(catalogue=items, **more)


def _item(name: str, amount: Fraction) -> CatalogueItem:
    return CatalogueItem(
        code=name,
        title=name,
        issuer=None,
        kind=None,
        level=None,
        framework=None,
        credits=amount,
        credit_unit=None,
        hours=None,
        fields=(),
        outcomes=(),
        tags=(),
        assessment=None,
        mode=None,
        terms=(),
        cost=None,
        currency=None,
        parts=(),
        repeatable=1,
        start=None,
        end=None,
    )


def credit_unit(name: str, step: str = "1", hours: int | None = None) -> CreditUnit:
    exact = None if hours is None else Fraction(hours)
    return CreditUnit(name, exact, exact, Fraction(step), None, tree.CreditUnit(tree.Name(name)))


def compiled(node: tree.Qualification, look_up: Tables | None = None) -> Award:
    """The award; the rules must be without fault."""
    award, found = compiled_with_faults(node, look_up)
    assert found == ()
    return award


def compiled_with_faults(
    node: tree.Qualification, look_up: Tables | None = None
) -> tuple[Award, tuple[Diagnostic, ...]]:
    collector = Collector()
    award = compile_award(node, Scope(look_up or Tables(), collector), ClauseSink(collector))
    return award, collector.sorted()


def held(
    name: str | None,
    amount: int | str | None,
    *,
    id: str | None = None,
    day: str | None = "2025-06-30",
    state: State = State.EARNED,
    route: str = "own",
    rank: int = 0,
    grant: str | None = None,
    sure: bool = True,
    grade: str | None = None,
    issuer: str | None = "UNZA",
    dates: dict[str, str] | None = None,
    **more: Any,
) -> RecognisedUnit:
    """A recognised unit of a made-up learner."""
    key = id or name or "block"
    days = {"completed": day} if day else {}
    days |= dates or {}
    of_holding = {k: more.pop(k) for k in ("term", "origin", "kind", "country", "hours") if k in more}
    holding = Holding(
        id=key,
        credential=name,
        status="active",
        dates={member: date.fromisoformat(text) for member, text in days.items()},
        credits=None if amount is None else Fraction(amount),
        grade=grade,
        issuer=issuer,
        **of_holding,
    )
    return RecognisedUnit(
        id=f"{key}:{name}:{route}",
        holding=holding,
        code=name,
        credits=holding.credits,
        credit_unit=more.pop("credit_unit", None),
        grant=grant or f"{route}:{key}",
        route=f"unza.{route}",
        route_kind=route,
        route_rank=rank,
        state=state,
        sure=sure,
        issuer=issuer,
        grade=grade,
        **more,
    )


@dataclass(frozen=True)
class Outcome:
    """One award of one made-up learner, solved and judged."""

    lowered: Lowered
    solution: Solution
    judged: Judged

    @property
    def progress(self) -> Fraction:
        return self.solution.standings[0].progress

    @property
    def satisfied(self) -> bool:
        return self.solution.standings[0].satisfied

    @property
    def counted(self) -> dict[str, set[str]]:
        """Place → ids of the holdings that count there."""
        found: dict[str, set[str]] = {}
        for item in self.solution.placements:
            place = self.lowered.problem.places[item.place].id
            found.setdefault(place, set()).add(self.lowered.units[item.unit].holding.id)
        return found

    @property
    def credits(self) -> Fraction:
        """Credits counted in the main layer."""
        places = self.lowered.problem.places
        main = [item.amount for item in self.solution.placements if places[item.place].layer == 0]
        return Fraction(sum(main), self.lowered.scale)

    def need(self, id: str) -> JudgedNeed:
        todo = list(self.judged.requirements)
        while todo:
            need = todo.pop()
            if need.id == id:
                return need
            todo += need.children
        raise KeyError(id)

    def limit(self, id: str) -> JudgedRule:
        return next(rule for rule in self.judged.limits if rule.id == id)


def context(
    look_up: Tables | None = None, facts: dict[str, Any] | None = None, holdings: tuple[Holding, ...] = (), **more: Any
) -> Context:
    learner = Learner("made up", facts=facts or {}, holdings=holdings)
    clocks = {"as_of": AS_OF, "conferred": AS_OF} | more.pop("clocks", {})
    return Context(look_up or Tables(), learner, more.pop("as_of", AS_OF), clocks=clocks, **more)


def run(
    node: tree.Qualification | Award,
    units: list[RecognisedUnit],
    look_up: Tables | None = None,
    *,
    reading: Reading = Reading.SURE,
    grants: list[GrantInfo] | None = None,
    decisions: list[Decision] | None = None,
    facts: dict[str, Any] | None = None,
    within: Context | None = None,
    **more: Any,
) -> Outcome:
    """Compile, lower, solve and judge: of all ways that open `when`s may go the worst, in the possible reading the best."""
    award = node if isinstance(node, Award) else compiled(node, look_up)
    holdings = tuple({unit.holding.id: unit.holding for unit in units}.values())
    where = within or context(look_up, facts, holdings)
    found = []
    for way in ways([(award, where)]).each:
        lowered = lower(award, units, grants or [], where, reading, decisions or [], way=way, **more)
        solution = solve(lowered.problem)
        assert solution.proven
        found.append(Outcome(lowered, solution, judge(lowered, solution)[0]))
    pick = min if reading is Reading.SURE else max
    return pick(found, key=lambda outcome: (outcome.progress, outcome.solution.standings[0].p))
