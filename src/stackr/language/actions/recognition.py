"""Recognition ladders: gates, routes, the fallback, refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from stackr.language import tree
from stackr.language.actions.common import number_of, whole_of
from stackr.language.actions.measures import titled
from stackr.language.actions.registry import Bag, counted_in, part, registrar, several
from stackr.language.driver import Action, Place

ACTIONS: dict[str, Action] = {}
action = registrar(ACTIONS)


# ── gates ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@action("gate_line")
def _gate_line(c: list[Any], at: Place) -> Any:
    return [c[0], Bag(c[1:], at).meta()]


@action("gate")
def _gate(c: list[Any], at: Place) -> tuple[str, Any]:
    conditions = tuple((item[0], item[1]) for item in c if isinstance(item, list))
    return ("gates", tree.Gate(c[0], conditions, Bag(c, at).meta(), at.span))


# ── what a route grants ─────────────────────────────────────────────────────────────────────────────────────────────


_EFFECTS = {"as articulated": "articulated", "as decided": "decided", "whole units": "units", "credits": "credit"}

action("grant_words")(several("effects"))


@action("grant_cap")
def _cap(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("cap", counted_in("the most that a route grants", c[0], ("credits",), at))


action("grant_ungraded")(part("ungraded", value=True))
action("grant_condition")(part("condition"))
action("grant_now")(part("now", value=True))


@action("grants")
def _grants(c: list[Any], at: Place) -> tuple[str, Any]:
    bag = Bag(c, at)
    return (
        "grants",
        tree.GrantLine(
            tuple(_EFFECTS.get(word, word) for word in bag.flat("effects")),
            graded=not bag.has("ungraded"),
            cap=bag.one("cap"),
            condition=bag.one("condition"),
            counts_now=bag.has("now"),
            span=at.span,
        ),
    )


# ── parts of a route ────────────────────────────────────────────────────────────────────────────────────────────────


for _key in ("when", "bars", "outcome", "never", "by", "issued", "cap"):
    action(f"rt_{_key}")(part(_key))


@action("rt_deadline")
def _deadline(c: list[Any], at: Place) -> tuple[str, Any]:
    if not isinstance(c[1], str):
        at.faults.add(
            "S021",
            "a time to decide in counts from a fact of the case, not from a day",
            at.span,
            help="such as `of complete`",
        )
    return ("deadline", (c[0], str(c[1])))


@action("difference")
def _difference(c: list[Any], at: Place) -> Any:
    return [c[0], number_of(c[1], at) if len(c) > 1 else None]


@action("rt_unless")
def _unless(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("unless", tuple((item[0], item[1]) for item in c))


@action("rt_apply")
def _apply(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("apply", tree.Within("applied", c[0], c[1], span=at.span))


@action("ev_word")
def _ev_word(c: list[Any], at: Place) -> Any:
    return ("rules", c[0])


@action("ev_current")
def _ev_current(c: list[Any], at: Place) -> Any:
    return ("current", tree.Within("evidence", c[0], c[1], span=at.span))


@action("ev_kinds")
def _ev_kinds(c: list[Any], at: Place) -> Any:
    excluded = (c[2],) if len(c) > 2 else ()
    return ("kinds", (c[0], whole_of(c[1], at), tuple(excluded)))


@action("ev_excluding")
def _ev_excluding(c: list[Any], at: Place) -> Any:
    return ("excluding", c[0])


@action("rt_evidence")
def _evidence(c: list[Any], at: Place) -> tuple[str, Any]:
    bag = Bag(c, at)
    rules: list[str] = []
    for key, value in bag.parts:
        if key == "rules":
            rules.append(value)
        elif key == "current":
            rules.append("current")
        elif key == "kinds":
            rules.append(value[0])
    _, kinds, excluded = bag.one("kinds", (None, None, ()))
    return (
        "evidence",
        tree.EvidenceRule(tuple(rules), bag.one("current"), kinds, (*excluded, *bag.all("excluding")), at.span),
    )


@action("route_part", "recognition_line")
def _line(c: list[Any], at: Place) -> Any:
    return c[0]


@action("route")
def _route(c: list[Any], at: Place) -> tuple[str, Any]:
    bag = Bag(c[3:], at)
    unless = bag.one("unless", ())
    fallback = c[0] == "fallback"
    if fallback and c[2] != "rpl":
        at.faults.add(
            "S021",
            f"the fallback is recognition of prior learning, not `{c[2]}`",
            at.span,
            help="write `fallback NAME is rpl`",
        )
    return (
        "routes",
        tree.Route(
            c[1],
            c[2],
            c[3] if len(c) > 3 and isinstance(c[3], tree.Text) else None,
            bag.one("when"),
            _capped(bag.one("grants"), bag.one("cap"), at),
            fallback=fallback,
            differences=tuple(word for word, _ in unless),
            tolerances=tuple((word, share) for word, share in unless if share is not None),
            evidence=bag.one("evidence"),
            outcome_share=_share(bag.one("outcome")),
            never_for=bag.flat("never"),
            bars=bag.one("bars"),
            deadline=bag.one("deadline"),
            apply_within=bag.one("apply"),
            by=bag.one("by"),
            counts_as_issued_by=bag.one("issued"),
            meta=bag.meta(),
            span=at.span,
        ),
    )


def _capped(line: tree.GrantLine | None, cap: tree.Quantity | None, at: Place) -> tree.GrantLine | None:
    """`grants full up to 20 credits` says what `grants full, up to 20 credits` does."""
    if cap is None:
        return line
    if cap.base is not None:
        told = "what a route grants is not part of an award, so there is nothing to take a share of"
        help = "write an amount; or a limit of the award: `at most 50% of award by NAME`"
        at.faults.add("S021", told, cap.span, help=help)
        return line
    if line is not None and line.cap is not None:
        at.faults.add("S021", "the route says twice up to how much it grants", cap.span, help="keep one of them")
        return line
    return replace(line or tree.GrantLine(()), cap=cap)


def _share(bound: tree.Bound | None) -> tree.Quantity | None:
    return bound.quantity if bound is not None else None


# ── refusal and the ladder ──────────────────────────────────────────────────────────────────────────────────────────


@action("rf_reasons")
def _reasons(c: list[Any], at: Place) -> Any:
    return ("reasons", True)


@action("rf_advice")
def _advice(c: list[Any], at: Place) -> Any:
    return ("advice", c[0] if c else tree.Text("", at.span))


@action("rf_appeal")
def _appeal(c: list[Any], at: Place) -> Any:
    to = c[-1] if c and isinstance(c[-1], tree.Text) else None
    return ("appeal", (c[0] if c and c[0] is not to else None, to, True))


@action("refusal")
def _refusal(c: list[Any], at: Place) -> tuple[str, Any]:
    bag = Bag(c, at)
    within, to, open_ = bag.one("appeal", (None, None, False))
    return ("refusal", tree.Refusal(bag.one("advice"), within, to, open_, bag.meta(), at.span))


action("rc_first")(part("order", value="first"))
action("rc_best")(part("order", value="best"))


@action("rc_chain")
def _chain(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("chain", whole_of(c[0], at))


@action("recognition")
def _recognition(c: list[Any], at: Place) -> tree.Recognition:
    title = titled(c)
    bodies = c[2] if title is not None else c[1]
    bag = Bag(c[3:] if title is not None else c[2:], at)
    return tree.Recognition(
        c[0],
        title,
        bodies,
        bag.all("gates"),
        bag.all("routes"),
        bag.one("refusal"),
        bag.one("order", "best") == "first",
        bag.one("chain", 1),
        bag.meta(),
        at.span,
    )
