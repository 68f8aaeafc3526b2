"""What an item asks first or beside it that no code tells, in words: a person sees to it."""

from __future__ import annotations

from collections.abc import Iterable

from stackr._quantity import format_amount
from stackr.language import tree
from stackr.requirements.words import amount_words, expr_words, listing, value_words


def need_words(node: tree.Requirement) -> str:
    """A requirement in words, with the lines of its block."""
    match node:
        case tree.UnitReq(code=code, condition=condition):
            return f"{code.text}{_if(condition)}"
        case tree.AwardReq(award=award):
            return f"the award {award.text}"
        case tree.EvidenceReq(kind=kind, title=title, condition=condition):
            return f"{kind} {title.text}{_if(condition)}"
        case tree.PoolReq(bounds=bounds, selector=selector, details=details):
            return f"{listing(map(_bound_words, bounds))} from {expr_words(selector)}{_with(details)}"
        case tree.GroupReq(children=children, details=details):
            return f"{_how_many(node)} of {', '.join(map(need_words, children))}{_with(details)}"
        case tree.ObserveReq(bound=bound, selector=selector):
            return f"{_bound_words(bound)}{'' if selector is None else f' from {expr_words(selector)}'}"
        case tree.CoverageReq(bound=bound, outcomes=outcomes, of=of):
            told = of.text if of else listing(text.text for text in outcomes)
            return f"{_bound_words(bound)}{'' if bound.quantity.unit else ' of outcomes'} of {told}"
        case tree.AverageReq(threshold=threshold):
            return f"a grade average of at least {value_words(threshold)}"
        case tree.WhenReq(condition=condition):
            return f"what is asked when {expr_words(condition)}"
        case tree.UseReq(group=group):
            return f"the group {group.text}"


def _with(details: Iterable[tree.Detail]) -> str:
    """The lines of a block: ` with 2 terms and an average of 60`; nothing for none."""
    words = listing([_detail_words(detail) for detail in details])
    return words and f" with {words}"


def _detail_words(detail: tree.Detail) -> str:
    bound = None if detail.bound is None else _bound_words(detail.bound)
    match detail.kind:
        case "amount" | "each" if bound is not None:
            of = "" if detail.selector is None else f" from {expr_words(detail.selector)}"
            return f"{'each ' if detail.kind == 'each' else ''}{bound}{of}"
        case "per" if bound is not None:
            return f"{bound} per {detail.per}"
        case "average" if bound is not None:
            return f"an average of {bound}"
    return f"the line at {detail.span.at}"


def _bound_words(bound: tree.Bound) -> str:
    """`20 credits`, `at most 10 credits`, `exactly 2 credentials`; a share of outcomes as it is written."""
    op, asked = "" if bound.op == "at least" else f"{bound.op} ", bound.quantity
    if asked.parameter is not None:
        return f"{op}{asked.parameter.text} {asked.unit or ''}".rstrip()
    if asked.unit is None and asked.base is not None and asked.amount is not None:
        return f"{op}{format_amount(asked.amount * 100)}%"
    if asked.amount is not None and asked.unit is not None and asked.credit_unit is None:
        return f"{op}{amount_words(asked.amount, asked.unit)}"
    return f"{op}{value_words(asked)}"


def _how_many(node: tree.GroupReq) -> str:
    """`all`, `any`, `2`, `at least 2`."""
    return node.op if node.op in ("all", "any") else f"{'' if node.op == 'exactly' else f'{node.op} '}{node.n}"


def _if(condition: tree.Expr | None) -> str:
    return "" if condition is None else f" with {expr_words(condition)}"
