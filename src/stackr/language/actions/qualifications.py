"""Qualifications and named groups: their lines, and the counting policy."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any

from stackr.diagnostics.model import Span
from stackr.language import tree
from stackr.language.actions.common import day_of, name_of, whole_of
from stackr.language.actions.registry import Bag, counted_in, part, registrar
from stackr.language.driver import Action, Place

ACTIONS: dict[str, Action] = {}
action = registrar(ACTIONS)


for _key in ("level", "version_by", "recognised_by", "credit_unit", "replaces", "exit", "field",
             "requires", "repeat"):  # fmt: skip
    action(f"q_{_key}")(part(_key))
action("q_splittable")(part("splittable", value=True))


@action("q_issuer")
def _issuer(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("issuer", (c[0], c[1] if len(c) > 1 else None))


@action("q_total")
def _total(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("total_bound", tree.Bound("at least", counted_in("a total", c[0], ("credits", "credentials", "hours"), at)))


@action("q_total_bound")
def _total_bound(c: list[Any], at: Place) -> tuple[str, Any]:
    counted_in("a total", c[0].quantity, ("credits", "credentials", "hours"), at)
    return ("total_bound", c[0])


@action("q_item_weight")
def _item_weight(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("item_weight", counted_in("what an item weighs", c[0], ("credits", "hours"), at))


@action("enrol")
def _enrol(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("enrol", day_of(c[0], at))


@action("achieve")
def _achieve(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("achieve", day_of(c[0], at))


@action("q_force")
def _force(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("dates", tuple(("force", item) if isinstance(item, tree.Interval) else item for item in c))


@action("q_priority")
def _priority(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("priority", whole_of(c[0], at))


@action("q_repeatable")
def _repeatable(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("repeatable", (c[0], whole_of(c[1], at)))


@action("q_limits")
def _limits(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("limits", tuple(c))


def _layer(requirement: Any, at: Place, *, counted: bool = False, entry: bool = False) -> tuple[str, tree.LayerReq]:
    """A layer takes the name, title and source of its requirement."""
    return (
        "layers",
        tree.LayerReq(
            replace(requirement, label=tree.NO_LABEL, meta=tree.NO_META),
            from_counted=counted,
            entry=entry,
            label=requirement.label,
            meta=requirement.meta,
            span=at.span,
        ),
    )


@action("q_layer")
def _also(c: list[Any], at: Place) -> Any:
    return _layer(c[0], at)


@action("q_layer_counted")
def _also_counted(c: list[Any], at: Place) -> Any:
    return _layer(c[0], at, counted=True)


@action("q_entry")
def _entry(c: list[Any], at: Place) -> Any:
    return _layer(c[0], at, entry=True)


# ── counting policy ─────────────────────────────────────────────────────────────────────────────────────────────────


@action("shared")
def _shared(c: list[Any], at: Place) -> tree.SharedLine:
    cap = counted_in("what may be shared", c[2], ("credits", "credentials", "hours"), at) if len(c) > 2 else None
    return tree.SharedLine(c[0], c[1], cap, span=at.span)


@action("not_both")
def _not_both(c: list[Any], at: Place) -> tree.NotBothLine:
    return tree.NotBothLine(c[0], c[1], c[2], span=at.span)


@action("counts_as")
def _counts_as(c: list[Any], at: Place) -> tree.CountsAsLine:
    return tree.CountsAsLine(c[0], whole_of(c[1], at), span=at.span)


@action("tie_cap")
def _tie_cap(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("cap", counted_in("what may be shared", c[0], ("credits", "credentials", "hours"), at))


action("tie_selector")(part("selector"))
action("tie_when")(part("when"))


def _tie(c: list[Any], at: Place, includes: bool) -> tree.RelationLine:
    bag = Bag(c[2:], at)
    return tree.RelationLine(c[0], c[1], includes, bag.one("cap"), bag.one("selector"), bag.one("when"), span=at.span)


@action("tie_includes")
def _tie_includes(c: list[Any], at: Place) -> tree.RelationLine:
    return _tie(c, at, True)


@action("tie_after")
def _tie_after(c: list[Any], at: Place) -> tree.RelationLine:
    return _tie(c, at, False)


@action("prefer_least")
def _prefer_least(c: list[Any], at: Place) -> Any:
    return c[0]


@action("prefer_grades")
def _prefer_grades(c: list[Any], at: Place) -> None:
    return None


@action("q_prefer")
def _prefer(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("prefer", tree.Prefer(tuple(c), at.span))


@action("classify_when")
def _classify_when(c: list[Any], at: Place) -> Any:
    return (c[-1], c[0] if len(c) > 1 else None, False)


@action("classify_otherwise")
def _classify_otherwise(c: list[Any], at: Place) -> Any:
    return (tree.Always(at.span), c[0] if c else None, True)


@action("classify")
def _classify(c: list[Any], at: Place) -> tree.ClassifyLine:
    condition, title, otherwise = c[1]
    label = tree.Label(None, title) if title is not None else tree.NO_LABEL
    return tree.ClassifyLine(c[0], condition, otherwise, label, span=at.span)


@action("may_choose")
def _may_choose(c: list[Any], at: Place) -> Any:
    return ("may", None)


@action("must_move")
def _must_move(c: list[Any], at: Place) -> Any:
    return ("must", day_of(c[0], at) if c else None)


@action("transition")
def _transition(c: list[Any], at: Place) -> tree.Transition:
    kind, by = c[-1]
    return tree.Transition(day_of(c[0], at), kind, by, c[1] if len(c) > 2 else None, span=at.span)


# ── the whole ───────────────────────────────────────────────────────────────────────────────────────────────────────

_LINES = {
    tree.SharedLine: "shared",
    tree.NotBothLine: "not_both",
    tree.CountsAsLine: "counts_as",
    tree.RelationLine: "relations",
    tree.ClassifyLine: "classify",
    tree.Transition: "transitions",
}


@action("qualification_line")
def _qualification_line(c: list[Any], at: Place) -> Any:
    return c[0]


@action("qualification")
def _qualification(c: list[Any], at: Place) -> tree.Qualification:
    name = c[0]
    title = c[1] if len(c) > 1 and isinstance(c[1], tree.Text) else tree.Text(name.text, name.span)
    bag = Bag(c, at)
    dates = Bag(bag.flat("dates"), at)
    issuer, issuer_level = bag.one("issuer", (None, None))
    stated = bag.one("level")
    policy: dict[str, list[Any]] = {field: [] for field in _LINES.values()}
    for item in c[1:]:
        if type(item) in _LINES:
            policy[_LINES[type(item)]].append(item)
    repeatable = bag.all("repeatable")
    _each_once(policy, repeatable, at)
    if issuer_level is not None and stated is not None:
        _twice("the level", stated.span, at)
    return tree.Qualification(
        name,
        title,
        issuer=issuer,
        level=issuer_level if issuer_level is not None else stated,
        total=bag.one("total_bound"),
        force=dates.one("force"),
        enrol_until=dates.one("enrol"),
        achieve_until=dates.one("achieve"),
        version_by=bag.one("version_by"),
        recognised_by=bag.one("recognised_by"),
        credit_unit=bag.one("credit_unit"),
        item_weight=bag.one("item_weight"),
        replaces=bag.flat("replaces"),
        exit_of=bag.one("exit"),
        priority=bag.one("priority"),
        repeat=bag.one("repeat", "best"),
        repeatable=repeatable,
        field_=bag.one("field"),
        requirement=bag.one("requires"),
        limits=bag.flat("limits"),
        layers=bag.all("layers"),
        prefer=bag.one("prefer"),
        splittable=bag.has("splittable"),
        meta=bag.meta(),
        span=at.span,
        **{field: tuple(items) for field, items in policy.items()},
    )


def _each_once(policy: dict[str, list[Any]], repeatable: tuple[Any, ...], at: Place) -> None:
    """Of two lines about one thing neither goes before: not the later, and not the one that says more."""
    _unlike(((f"how often {code.text} counts", code.text, code.span) for code, _ in repeatable), at)
    _unlike((("what it counts as", line.selector, line.span) for line in policy["counts_as"]), at)
    pairs = ((frozenset((line.left.text, line.right.text)), line.span) for line in policy["shared"])
    _unlike(((f"what {' and '.join(sorted(pair))} share", pair, span) for pair, span in pairs), at)
    moves = ((line.of, line.condition, line.span) for line in policy["transitions"])
    _unlike(((f"the transition from {of}", (of, condition), span) for of, condition, span in moves), at)
    ties: list[tree.RelationLine] = policy["relations"]
    for place, tie in enumerate(ties):
        said = (tie.award.text, tie.selector, tie.condition)
        others = {each.policy for each in ties[:place] if (each.award.text, each.selector, each.condition) == said}
        if tie.policy in others or (others and {"embed", "consume"} & {tie.policy, *others}):
            _twice(f"what becomes of the units of {tie.award.text}", tie.span, at)


def _unlike(lines: Iterable[tuple[str, Hashable, Span]], at: Place) -> None:
    """Tell lines that have the key of an earlier one."""
    seen: set[Hashable] = set()
    for what, key, span in lines:
        if key in seen:
            _twice(what, span, at)
        seen.add(key)


def _twice(what: str, span: Span, at: Place) -> None:
    help = "keep one of them; which one counts would depend on their order"
    at.faults.add("S020", f"{what} is said more than once", span, help=help)


@action("group")
def _group(c: list[Any], at: Place) -> tree.Group:
    head = c[0]
    label = head if isinstance(head, tree.Label) else tree.Label(head)
    name = label.name if label.name is not None else name_of(at.first, at.path)
    return tree.Group(name, c[1], label.title, Bag(c[2:], at).meta(), at.span)
