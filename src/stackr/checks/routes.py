"""C212: routes of a ladder that can never grant anything, and RPL fallbacks that nothing is left to."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.diagnostics.model import Diagnostic, Severity
from stackr.language import tree
from stackr.requirements.base import Rule
from stackr.requirements.needs.unit import UnitNeed
from stackr.requirements.rules.amount import AmountRule
from stackr.requirements.rules.never import NeverRule
from stackr.rulebook.book import Ladder, Qualification, Route, RuleBook

WHOLE = frozenset({"full"})


def routes(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning: a route may be kept for rules that are yet to come."""
    for ladder in book.ladders.values():
        for route in ladder.routes:
            why = _shadowed(ladder, route) or _nothing_to_grant(book, route) or _dead_fallback(book, ladder, route)
            if why:
                yield Diagnostic(
                    "C212",
                    f"{route.clause.id} can never grant anything: {why[0]}",
                    route.tree.name.span,
                    Severity.WARNING,
                    help=why[1],
                )


Why = tuple[str, str] | None


def _shadowed(ladder: Ladder, route: Route) -> Why:
    """Under `first`, what an earlier route takes whole never comes as far as this one."""
    if not ladder.tree.first_only or route.tree.kind == "rpl":
        return None
    for earlier in ladder.routes[: route.rank]:
        grants = earlier.tree.grants
        sure = earlier.tree.kind in ("own", "agreement") and earlier.bars is None and not earlier.tree.differences
        if not sure or grants is None or not set(grants.effects) >= WHOLE or grants.cap:
            continue
        if _covers(earlier, route):
            name = earlier.clause.id
            return f"under `first`, {name} takes all that it would", f"put it before {name}, or give {name} a condition"
    return None


def _covers(earlier: Route, later: Route) -> bool:
    if earlier.condition is None or isinstance(earlier.condition.tree, tree.Always):
        return True
    if later.condition is None:
        return False
    parts = later.condition.tree.items if isinstance(later.condition.tree, tree.And) else (later.condition.tree,)
    return earlier.condition.tree in (later.condition.tree, *parts)


def _nothing_to_grant(book: RuleBook, route: Route) -> Why:
    grants = route.tree.grants
    if grants is not None and set(grants.effects) == {"nothing"} and route.tree.kind not in ("advice",):
        return "it grants nothing", "say what it grants, or make it `advice`"
    if grants is not None and grants.effects == ("articulated",) and not book.articulations:
        return "it grants as articulated, and there is no articulation", "declare one, or import the file that does"
    empty = [name for name in _registers(route) if not _entries(book, name)]
    if empty:
        return f"the register {empty[0]} has no entries", "add entries, or read them `from` a file"
    return None


def _registers(route: Route) -> Iterator[str]:
    """Registers that the condition asks for on every way to be true."""
    condition = route.condition.tree if route.condition is not None else None
    for part in condition.items if isinstance(condition, tree.And) else (condition,):
        if isinstance(part, tree.In):
            if part.register is not None:
                yield part.register.text
            elif part.argument is not None:
                yield part.argument.text
        elif isinstance(part, tree.Accredited) and part.register is not None:
            yield part.register.text


def _entries(book: RuleBook, name: str) -> bool:
    """Whether something stands in the register, or C219 tells already that its declaration is empty."""
    register = book.tables.registers.get(name)
    return register is None or register.file is None or bool(register.entries)


def _dead_fallback(book: RuleBook, ladder: Ladder, route: Route) -> Why:
    """A fallback that every award of the ladder shuts out, for all of its units."""
    if route.tree.kind != "rpl":
        return None
    decided = [v for versions in book.qualifications.values() for v in versions if v.ladder == ladder.tree.name.text]
    if decided and all(_shut(version, route) for version in decided):
        shown = sorted({version.name for version in decided})
        return f"{', '.join(shown)} let no prior learning in", "let some of it count, or take the fallback away"
    return None


def _shut(version: Qualification, route: Route) -> bool:
    award, ours = version.award, {route.tree.name.text, route.clause.id, "rpl"}
    if any(_bars(rule, ours) for rule in award.limits):
        return True
    named = [need for need in award.needs.values() if isinstance(need, UnitNeed)]
    only_named = len(named) == len([need for need in award.needs.values() if need.own_places])
    return bool(named) and only_named and all(_barred(need, route) for need in named)


def _bars(rule: Rule, ours: set[str]) -> bool:
    """`never by rpl`, for no clause in particular; `at most 0 credits by rpl`."""
    if isinstance(rule, NeverRule):
        return not rule.places and _by(rule.selector.tree) in ours
    if not isinstance(rule, AmountRule) or rule.selector is None or rule.scope is not None:
        return False
    return rule.op == "at most" and rule.quantity.value == 0 and _by(rule.selector.tree) in ours


def _by(expr: tree.Expr) -> str | None:
    return expr.route.text if isinstance(expr, tree.By) else None


def _barred(need: UnitNeed, route: Route) -> bool:
    return any(need.code == place or need.id == place or need.id.startswith(f"{place}.") for place in route.never_for)
