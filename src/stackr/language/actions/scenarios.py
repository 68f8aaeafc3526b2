"""Scenarios: made-up learners and decisions; what must follow is in `expectations`."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from stackr.language import tree
from stackr.language.actions.common import day_of, name_of, number_of, text_of
from stackr.language.actions.registry import Bag, part, registrar
from stackr.language.driver import Action, Place
from stackr.language.tokens import Token

ACTIONS: dict[str, Action] = {}
action = registrar(ACTIONS)

DAYS = frozenset({"awarded", "completed", "conferred", "expires", "transferred", "starts", "applied", "complete"})
"""Words of a holding behind which a day stands."""
OF_THE_LEARNER = frozenset({"entered", "entry", "applied", "starts"})
"""Words of a learner behind which one does."""
MANY = frozenset({"outcomes", "tags", "fields", "used_in", "evidence", "dated", "shares", "clause"})
"""What may be said several times of a holding or a decision: it adds up."""
SPOKEN = {
    "id": "the id (`as`)",
    "grade_scale": "the scale (`on`)",
    "issuer": "the issuer (`from`)",
    "part_of": "`part of`",
    "date": "`on`",
}

FACT_NAMES = {"entered": "entry", "entry": "entry", "enrolled": "enrolled_in"}
"""Words of `learner …` for facts that a record calls otherwise."""

MEMBER_NAMES = {"on": "grade_scale", "tagged": "tags", "field": "fields"}
"""Words of a holding for members that a record calls otherwise."""


@action("fact_value")
def _value(c: list[Token], at: Place) -> tree.Value:
    token = c[0]
    if token.kind == "day":
        return day_of(token, at)
    if token.kind == "quoted":
        return text_of(token, at.path)
    if token.kind == "word":
        return name_of(token, at.path)
    return number_of(token, at)


# ── holdings ────────────────────────────────────────────────────────────────────────────────────────────────────────


@action("hp_credits")
def _credits(c: list[Any], at: Place) -> Any:
    unit = name_of(c[2], at.path) if len(c) > 2 else None
    return ("credits", tree.Quantity(c[0], "credits", credit_unit=unit, span=at.span))


@action("hp_hours")
def _hours(c: list[Any], at: Place) -> Any:
    return ("hours", c[0])


for _key, _of in (("level", "level"), ("issuer", "issuer"), ("id", "id"), ("part_of", "part_of"), ("used_in", "used_in")):  # fmt: skip
    action(f"hp_{_key}")(part(_of))


@action("hp_member", "hp_list")
def _member(c: list[Any], at: Place) -> Any:
    name, value = str(c[0]), c[1]
    dated = isinstance(value, date)
    if name == "on" and dated:
        help = f"write `awarded {value}` or `completed {value}`"
        at.faults.add("S021", "`on` names the scale of the grade: `grade 70 on percent`", at.span, help=help)
    elif name in DAYS and not dated:
        at.faults.add("S021", f"`{name}` is a day", at.span, help=f"write `{name} 2026-01-31`")
    return (MEMBER_NAMES.get(name, name), value)


def _each_once(whose: str, names: list[str], at: Place) -> None:
    for name, times in Counter(names).items():
        if times > 1 and name not in MANY:
            told = SPOKEN.get(name, f"`{name}`")
            at.faults.add("S020", f"{told} of `{whose}` is said twice", at.span, help="keep one of them")


@action("holding")
def _holding(c: list[Any], at: Place) -> tree.HoldingLine:
    _each_once(c[0].text, [name for name, _ in c[1:]], at)
    return tree.HoldingLine(c[0], _members(c[1:]), at.span)


_LISTS = frozenset({"outcomes", "tags", "fields", "used_in"})


def _members(parts: list[tuple[str, Any]]) -> tuple[tuple[str, tuple[tree.Value, ...]], ...]:
    """Members in the order written; list members collect; what follows `evidence KIND` belongs to that evidence."""
    members: list[tuple[str, list[tree.Value]]] = []
    evidence: list[tree.Value] | None = None
    for key, value in parts:
        if key == "evidence":
            evidence = [value]
            members.append((key, evidence))
        elif evidence is not None and key in ("dated", "outcomes"):
            evidence.append(value)
        elif key in _LISTS and any(name == key for name, _ in members):
            next(values for name, values in members if name == key).append(value)
        else:
            members.append((key, [value]))
    return tuple((name, tuple(values)) for name, values in members)


@action("sc_holds")
def _holds(c: list[Any], at: Place) -> tuple[str, Any]:
    """Several holdings on a line.

    A quoted text behind a list member goes on with that list, unless credits, hours or an issuer stand right behind it:
    `A tagged "x", "y", "CS 101" 3 credits` are two holdings, the first with two tags.
    """
    holdings: list[tree.HoldingLine] = []
    for holding in c:
        last = holdings[-1] if holdings else None
        if last is not None and last.members and last.members[-1][0] in (*_LISTS, "evidence") and _goes_on(holding):
            key = last.members[-1][0]
            text = tree.Text(holding.code.text, holding.code.span)
            more = (*last.members[-1][1], text)
            holdings[-1] = tree.HoldingLine(last.code, (*last.members[:-1], (key, more), *holding.members), last.span)
        else:
            holdings.append(holding)
    return ("holdings", tuple(holdings))


def _goes_on(holding: tree.HoldingLine) -> bool:
    begins = holding.members[0][0] if holding.members else ""
    return holding.code.quoted and begins not in ("credits", "hours", "issuer")


@action("sc_holds_block")
def _holds_block(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("holdings", tuple(c))


# ── facts and decisions ─────────────────────────────────────────────────────────────────────────────────────────────


@action("sc_learner")
def _learner(c: list[Any], at: Place) -> tuple[str, Any]:
    if c[0].text in OF_THE_LEARNER and not isinstance(c[1], date):
        at.faults.add("S021", f"`{c[0].text}` is a day", at.span, help=f"write `learner {c[0].text} 2026-01-31`")
    return (
        "facts",
        tree.FactLine(FACT_NAMES.get(c[0].text, c[0].text), c[1] if len(c) == 2 else tuple(c[1:]), at.span),
    )


@action("sc_learner_in")
def _learner_in(c: list[Any], at: Place) -> tuple[str, Any]:
    name = FACT_NAMES.get(c[0].text, f"{c[0].text}_in")
    return ("facts", tree.FactLine(name, tuple(c[1:]), at.span))


@action("sc_fact")
def _fact(c: list[Any], at: Place) -> tuple[str, Any]:
    name = text_of(c[0], at.path).text
    return ("facts", tree.FactLine(name, c[1] if len(c) == 2 else tuple(c[1:]), at.span))


for _key, _of in (("by", "by"), ("id", "id")):
    action(f"dp_{_key}")(part(_of))


@action("dp_on")
def _on(c: list[Token], at: Place) -> Any:
    return ("date", day_of(c[0], at))


@action("dp_share")
def _share(c: list[Any], at: Place) -> Any:
    return ("shares", (c[0], number_of(c[1], at)))


@action("dp_credits")
def _decided_credits(c: list[Any], at: Place) -> Any:
    return ("credits", c[0])


@action("dp_condition")
def _condition_met(c: list[Any], at: Place) -> Any:
    return ("condition_met", tree.Name("yes", at.span))


@action("dp_member")
def _decided(c: list[Any], at: Place) -> Any:
    return (c[0], c[1])


@action("sc_decision", "sc_decision_on")
def _decision(c: list[Any], at: Place) -> tuple[str, Any]:
    members: list[tuple[str, tuple[tree.Value, ...]]] = []
    for item in c[1:]:
        if isinstance(item, tree.Name):
            members.append(("clause", (item,)))
        else:
            key, value = item
            members.append((key, value if isinstance(value, tuple) else (value,)))
    _each_once(f"decision {c[0].text}", [name for name, _ in members], at)
    return ("decisions", tree.DecisionLine(c[0].text, tuple(members), at.span))


# ── the whole ───────────────────────────────────────────────────────────────────────────────────────────────────────


@action("sc_as_of")
def _as_of(c: list[Token], at: Place) -> tuple[str, Any]:
    return ("as_of", day_of(c[0], at))


action("sc_claim")(part("claims"))
action("sc_for")(part("for"))
action("sc_expect")(part("expects"))


@action("scenario_line")
def _line(c: list[Any], at: Place) -> Any:
    return c[0]


@action("scenario")
def _scenario(c: list[Any], at: Place) -> tree.Scenario:
    bag = Bag(c, at)
    for name, times in Counter(line.name for line in bag.all("facts")).items():
        if times > 1:
            again = next(line for line in reversed(bag.all("facts")) if line.name == name)
            at.faults.add("S020", f"`{name}` of the learner is said twice", again.span, help="keep one of them")
    holdings: tuple[tree.HoldingLine, ...] = bag.flat("holdings")
    ids = tree.holding_ids(holdings)
    for place, (id, line) in enumerate(zip(ids, holdings, strict=True)):
        if id in ids[:place]:
            help = "give one of them another name behind `as`"
            at.faults.add("S020", f"two holdings are called `{id}`", line.span, help=help)
    return tree.Scenario(
        c[0],
        as_of=bag.one("as_of"),
        holdings=holdings,
        facts=bag.all("facts"),
        decisions=bag.all("decisions"),
        claims=bag.all("claims"),
        for_=bag.flat("for"),
        expects=bag.all("expects"),
        meta=bag.meta(),
        span=at.span,
    )
