"""Requirements: units, groups, pools, observers, and the lines of their `with` blocks."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from stackr._quantity import format_amount
from stackr.language import tree
from stackr.language.actions.common import day_of, number_of, text_of
from stackr.language.actions.expressions import refuse_open_end
from stackr.language.actions.registry import Bag, part, registrar
from stackr.language.driver import Action, Place

ACTIONS: dict[str, Action] = {}
action = registrar(ACTIONS)


@action("line", "detail_line", "limit_line", "branch", "else_when", "q_policy")
def labelled(c: list[Any], at: Place) -> Any:
    """A clause with its name in front and what it carries behind."""
    node = next(item for item in c if not isinstance(item, tree.Label | tuple))
    label = next((item for item in c if isinstance(item, tree.Label)), tree.NO_LABEL)
    meta = Bag(c, at).meta()
    changes: dict[str, Any] = {}
    if label != tree.NO_LABEL:
        changes["label"] = label
    if meta != tree.NO_META:
        changes["meta"] = meta
    if not changes:
        return node
    if isinstance(node, tree.ClassifyLine) and node.label.title is not None and label.name is not None:
        changes["label"] = tree.Label(label.name, node.label.title)
    if "label" in changes and isinstance(node, tree.RelationLine):
        at.faults.add(
            "S021", "a tie to another award carries no name of its own", at.span, help="take the name and the colon out"
        )
        del changes["label"]
    return replace(node, span=at.span, **changes)


@action("unit_req")
def _unit(c: list[Any], at: Place) -> tree.UnitReq:
    return tree.UnitReq(c[0], c[1] if len(c) > 1 else None, span=at.span)


@action("evidence_req")
def _evidence(c: list[Any], at: Place) -> tree.EvidenceReq:
    return tree.EvidenceReq(c[0], text_of(c[1], at.path), c[2] if len(c) > 2 else None, span=at.span)


@action("award_req")
def _award(c: list[Any], at: Place) -> tree.AwardReq:
    return tree.AwardReq(c[0], span=at.span)


@action("use_req")
def _use(c: list[Any], at: Place) -> tree.UseReq:
    return tree.UseReq(c[0], span=at.span)


@action("chain")
def _chain(c: list[Any], at: Place) -> tree.GroupReq:
    for before, item in pairwise(c):
        condition = getattr(before, "condition", None)
        if isinstance(item, tree.UnitReq) and condition is not None and not item.code.quoted:
            refuse_open_end(item.code, condition, at)
    return tree.GroupReq("any", 1, tuple(c), span=at.span)


def _head(op: str, n: int | None) -> Action:
    def make(c: list[Any], at: Place) -> tuple[str, int]:
        return (op, n if n is not None else c[-1])

    return make


action("head_all")(_head("all", 0))
action("head_any")(_head("any", 1))
action("head_one")(_head("exactly", 1))
action("head_exactly")(_head("exactly", None))


@action("head_bound")
def _head_bound(c: list[Any], at: Place) -> tuple[str, int]:
    return (c[0], c[1])


@action("head_bound_one")
def _head_bound_one(c: list[Any], at: Place) -> tuple[str, int]:
    return (c[0], 1)


@action("group_req")
def _group(c: list[Any], at: Place) -> tree.GroupReq:
    op, n = c[0]
    details = next((item for item in c[1:] if isinstance(item, tuple)), ())
    children = tuple(item for item in c[1:] if not isinstance(item, tuple))
    return tree.GroupReq(op, n, children, details, span=at.span)


@action("splittable")
def _splittable(c: list[Any], at: Place) -> Any:
    return replace(c[0], splittable=True, span=at.span)


@action("pool_braced", "requirement_block")
def _braced(c: list[Any], at: Place) -> Any:
    if len(c) == 1:
        return c[0]
    return tree.GroupReq("all", 0, tuple(c), span=at.span)


# ── coverage, observers ─────────────────────────────────────────────────────────────────────────────────────────────


@action("outcome_name")
def _outcome_name(c: list[Any], at: Place) -> Any:
    return c[0]


@action("outcome_list")
def _outcome_list(c: list[Any], at: Place) -> Any:
    return list(c)


def _coverage(bound: tree.Bound, rest: list[Any], at: Place) -> tree.CoverageReq:
    outcomes = tuple(rest[0]) if isinstance(rest[0], list) else ()
    of = None if isinstance(rest[0], list) else rest[0]
    return tree.CoverageReq(bound, outcomes, of, Bag(rest, at).one("over"), span=at.span)


@action("coverage_share")
def _coverage_share(c: list[Any], at: Place) -> tree.CoverageReq:
    share = tree.Quantity(number_of(c[1], at), None, base=tree.Base("outcome"), span=at.span)
    return _coverage(tree.Bound(c[0], share), c[2:], at)


@action("coverage_count")
def _coverage_count(c: list[Any], at: Place) -> tree.CoverageReq:
    op: Any = c.pop(0) if isinstance(c[0], str) else "at least"
    return _coverage(tree.Bound(op, tree.Quantity(c[0], "outcomes", span=at.span)), c[1:], at)


@action("observe")
def _observe(c: list[Any], at: Place) -> tree.ObserveReq:
    selector = next((item for item in c[1:] if not isinstance(item, tuple)), None)
    return tree.ObserveReq(c[0], selector, Bag(c[1:], at).one("over"), span=at.span)


action("average_from")(part("from"))
action("average_credits")(part("by", value="credits"))
action("average_items")(part("by", value="credentials"))
action("average_scale")(part("on"))


@action("average_except")
def _average_except(c: list[Any], at: Place) -> tuple[str, tree.Expr]:
    items = tuple(tree.Code(item, item.span) if isinstance(item, tree.Name) else item for item in c)
    return ("except", items[0] if len(items) == 1 else tree.Or(items, at.span))


@action("average")
def _average(c: list[Any], at: Place) -> tree.AverageReq:
    bag = Bag(c, at)
    return tree.AverageReq(
        c[0],
        bag.one("over"),
        selector=bag.one("from"),
        except_=bag.one("except"),
        scale=bag.one("on"),
        by_credits=bag.one("by", "credits") == "credits",
        span=at.span,
    )


@action("when")
def _when(c: list[Any], at: Place) -> tree.WhenReq:
    return tree.WhenReq(c[0], c[1], c[2] if len(c) > 2 else None, span=at.span)


# ── pools ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@action("bounds")
def _bounds(c: list[Any], at: Place) -> Any:
    return tuple(c)


@action("bounds_both")
def _bounds_both(c: list[Any], at: Place) -> tuple[tree.Bound, ...]:
    first = tree.Bound(c[0], replace(c[3], amount=c[1], parameter=None))
    return _in_order((first, tree.Bound(c[2], c[3])), at)


@action("bounds_range")
def _bounds_range(c: list[Any], at: Place) -> tuple[tree.Bound, ...]:
    return _in_order(
        (tree.Bound("at least", replace(c[1], amount=c[0], parameter=None)), tree.Bound("at most", c[1])), at
    )


def _in_order(bounds: tuple[tree.Bound, tree.Bound], at: Place) -> tuple[tree.Bound, tree.Bound]:
    """The floor is not above the ceiling, and one is a floor, the other a ceiling."""
    by = {bound.op: bound.quantity.amount for bound in bounds}
    floor, ceiling = by.get("at least"), by.get("at most")
    if len(by) < 2 or "exactly" in by:
        at.faults.add("S021", "two amounts are a floor and a ceiling", at.span, help="write `20 to 30 credits`")
    elif floor is not None and ceiling is not None and floor > ceiling:
        high, low = format_amount(floor), format_amount(ceiling)
        at.faults.add("S021", f"at least {high} can't be at most {low}", at.span, help=f"write `{low} to {high} …`")
    return bounds


@action("source_filter")
def _source_filter(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("selector", c[0])


@action("source_counted")
def _source_counted(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("counted", (c[0], c[1] if len(c) > 1 else tree.Always(at.span)))


@action("pool_details")
def _pool_details(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("details", c[0])


@action("pool_term")
def _pool_term(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("details", (tree.Detail("deadline", deadline=text_of(c[0], at.path), span=at.span),))


@action("pool_day")
def _pool_day(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("details", (tree.Detail("deadline", deadline=day_of(c[0], at), span=at.span),))


action("pool_overflow")(part("overflow"))


@action("pool")
def _pool(c: list[Any], at: Place) -> tree.PoolReq:
    bag = Bag(c[1:], at)
    counted = bag.one("counted")
    selector = counted[1] if counted else bag.one("selector")
    return tree.PoolReq(
        c[0],
        selector,
        details=bag.flat("details"),
        from_counted=counted[0] if counted else None,
        overflow_to=bag.one("overflow"),
        span=at.span,
    )
