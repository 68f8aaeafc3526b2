"""Changes to suppose: each is a new record or rule book made from the old one, which stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from stackr.conditions.grades import value_on
from stackr.conditions.predicate import Context
from stackr.conditions.tables import CatalogueItem
from stackr.diagnostics.suggest import did_you_mean, known_names
from stackr.graph.offer import as_holding
from stackr.model.learning import Holding, Learner
from stackr.pathways.errors import PlanError
from stackr.pathways.question.additions import evidence, judged
from stackr.pathways.question.candidates import RPL, Candidate
from stackr.pathways.question.offer import labelled
from stackr.requirements.compiled import Award
from stackr.requirements.needs.unit import UnitNeed
from stackr.rulebook.book import RuleBook

SUPPOSED = "\x1d"
"""What the ids of supposed holdings begin with: no id of a record does, and no plan takes it for an addition of its own."""


@dataclass(frozen=True, slots=True)
class World:
    """Rules, a learner and a day. `bodies`: those that award what is in question; a code is theirs first."""

    book: RuleBook
    learner: Learner
    day: date
    bodies: tuple[str | None, ...] = (None,)


Supposed: TypeAlias = "tuple[str, str]"
"""(kind, what): `("add", "DS501")`. See `KINDS`."""


def suppose(world: World, changes: Sequence[Supposed]) -> World:
    """The world with the changes made; their order decides nothing. Raises `PlanError` for what can't be supposed."""
    for kind, _ in changes:
        if kind not in KINDS:
            raise PlanError(f"`{kind}` is nothing to suppose", known_names(kind, KINDS))
    _one_of_each(world, changes)
    for kind, what in sorted(changes, key=lambda change: (tuple(KINDS).index(change[0]), change[1])):
        world = KINDS[kind](world, what)
    return world


def _one_of_each(world: World, changes: Sequence[Supposed]) -> None:
    """A holding, the programme and the entry date are each supposed in one way only."""
    seen: dict[str, str] = {}
    for kind, what in changes:
        about = {"enrol": "the programme", "entry": "the entry date"}.get(kind, f"{kind} {subject(kind, what)}")
        if kind in OF_HOLDINGS:
            about = f"the holding {holding_called(world, subject(kind, what)).id}"
        if about in seen:
            twice = f"{words(kind, what)}, and {seen[about]}"
            raise PlanError(f"{about} is supposed in two ways: {twice}", "suppose one, and compare it with the other")
        seen[about] = words(kind, what)


OF_HOLDINGS = frozenset({"drop", "pass", "fail", "expire"})
"""What is supposed of something on the record."""


def words(kind: str, what: str) -> str:
    """`DS501 is passed too`, `DS501 is passed too with 72`."""
    name, grade = parted(kind, what)
    return SAID[kind].format(name) + (f" with {grade}" if grade else "")


def subject(kind: str, what: str) -> str:
    """What it is about, without a grade."""
    return parted(kind, what)[0]


def parted(kind: str, what: str) -> tuple[str, str]:
    """`DS501=72 on percent` is DS501 and `72 on percent`."""
    name, equals, grade = what.rpartition("=") if kind in GRADED else (what, "", "")
    return (name.strip(), grade.strip()) if equals else (what.strip(), "")


GRADED = frozenset({"add", "pass"})
"""What may be supposed with a grade."""


def _add(world: World, what: str) -> World:
    """An item on offer is passed on the day; without a grade, none is known."""
    code, grade = parted("add", what)
    item, body = item_called(world, code)
    context = Context(world.book.tables, world.learner, world.day, body=body)
    made = as_holding(item, context, SUPPOSED + code)
    used = {holding.grade_scale for holding in world.learner.holdings if holding.issuer == made.issuer} - {None}
    made = _with_grade(world, made, grade, used.pop() if len(used) == 1 else None)
    return _with(world, (*world.learner.holdings, made))


def _with_grade(world: World, holding: Holding, said: str, scale: str | None) -> Holding:
    """With the grade said (`72`, `72 on percent`; else on that scale). Raises `PlanError` for one that its scale does not have."""
    if not said:
        return holding
    grade, on, named = said.partition(" on ")
    scale = named.strip() if on else scale
    scales = world.book.tables.grades
    if scale is not None and scale not in scales:
        raise PlanError(f"no grade scale is called `{scale}`", known_names(scale, scales))
    if value_on(world.book.tables, grade.strip(), scale, None, world.day) is None:
        where = f" on {scale}" if scale else ", and no scale is named"
        raise PlanError(f"`{grade.strip()}` is no grade{where}", "write DS501=72 on SCALE")
    return replace(holding, grade=grade.strip(), grade_scale=scale)


def item_called(world: World, label: str) -> tuple[CatalogueItem, str | None]:
    """The item of that label (see `labelled`), and who gives it."""
    catalogue = world.book.tables.catalogue
    code = label if label in catalogue else label.rpartition(" of ")[0]
    items = catalogue.get(code, ())
    found = {}
    for body in world.bodies:
        item = labelled(code, items, body, world.day).get(label)
        if item is None and label != code:
            item = next((each for each in items if f"{code} of {each.issuer}" == label), None)
        if item is not None:
            found[item.issuer or body] = item
    if not items or (not found and label != code):
        near = did_you_mean(label, catalogue) or "the catalogue of these rules has no such code"
        raise PlanError(f"nothing on offer is called `{label}`", near)
    if len(found) != 1:
        names = ", ".join(sorted(f"{code} of {item.issuer}" for item in items))
        raise PlanError(f"several bodies offer `{code}`", f"name one: {names}")
    ((body, item),) = found.items()
    return item, body


def _drop(world: World, name: str) -> World:
    gone = holding_called(world, name)
    return _with(world, tuple(holding for holding in world.learner.holdings if holding is not gone))


def _pass(world: World, what: str) -> World:
    name, grade = parted("pass", what)
    done = holding_called(world, name)
    dates = {**done.dates, "awarded": world.day, "completed": world.day}
    passed = replace(done, status="active", dates=dates)
    return _instead(world, done, _with_grade(world, passed, grade, done.grade_scale))


def _fail(world: World, name: str) -> World:
    failed = holding_called(world, name)
    return _instead(world, failed, replace(failed, status="failed"))


def _expire(world: World, name: str) -> World:
    old = holding_called(world, name)
    return _instead(world, old, replace(old, dates={**old.dates, "expires": world.day - timedelta(days=1)}))


def _enrol(world: World, award: str) -> World:
    """Another programme instead of those followed."""
    if award not in world.book.qualifications:
        raise PlanError(f"no qualification is called `{award}`", known_names(award, world.book.qualifications))
    return _fact(world, "enrolled_in", (award,))


def _entry(world: World, day: str) -> World:
    try:
        return _fact(world, "entry", date.fromisoformat(day))
    except ValueError as error:
        raise PlanError(f"{day} is not a day such as 2026-02-01") from error


def _fact(world: World, name: str, value: date | tuple[str, ...]) -> World:
    return replace(world, learner=replace(world.learner, facts={**world.learner.facts, name: value}))


def _rpl(world: World, unit: str) -> World:
    """Prior learning is recognised for a unit: the decision that an assessor would record, on evidence as they would ask for."""
    items = world.book.tables.catalogue.get(unit, ())
    named = {need.code for award in _awards(world.book) for need in award.needs.values() if isinstance(need, UnitNeed)}
    if not items and unit not in named:
        near = did_you_mean(unit, sorted(named | world.book.tables.catalogue.keys()))
        raise PlanError(f"there is no unit `{unit}`", near or "neither an award nor the catalogue names it")
    each = Candidate(unit + RPL, unit, items[-1] if items else None, "rpl", (0,), {})
    id = SUPPOSED + each.label
    learner = replace(
        world.learner,
        holdings=(*world.learner.holdings, evidence(id, world.day)),
        decisions=(*world.learner.decisions, judged(id, each, world.day)),
    )
    return replace(world, learner=learner)


def _awards(book: RuleBook) -> Iterator[Award]:
    for versions in book.qualifications.values():
        for version in versions:
            yield version.award


def _articulate(world: World, name: str) -> World:
    """An articulation is in force on every day."""
    known = world.book.articulations
    if name not in known:
        near = known_names(name, known) or "these rules have none"
        raise PlanError(f"no articulation is called `{name}`", near)
    found = known[name]
    opened = replace(found, tree=replace(found.tree, meta=replace(found.tree.meta, force=None)))
    return replace(world, book=replace(world.book, articulations={**known, name: opened}))


def holding_called(world: World, name: str) -> Holding:
    """By id, else by credential, if one only has it."""
    holdings = world.learner.holdings
    found = [holding for holding in holdings if holding.id == name] or [h for h in holdings if h.credential == name]
    if len(found) == 1:
        return found[0]
    known = [text for h in holdings for text in (h.id, h.credential) if text is not None]
    if found:
        raise PlanError(f"{len(found)} holdings are {name}", f"name one by its id: {', '.join(h.id for h in found)}")
    raise PlanError(
        f"the record has no holding `{name}`", did_you_mean(name, known) or "name it by its id or credential"
    )


def _with(world: World, holdings: tuple[Holding, ...]) -> World:
    return replace(world, learner=replace(world.learner, holdings=holdings))


def _instead(world: World, old: Holding, new: Holding) -> World:
    return _with(world, tuple(new if holding is old else holding for holding in world.learner.holdings))


KINDS: dict[str, Callable[[World, str], World]] = {
    "add": _add,
    "drop": _drop,
    "pass": _pass,
    "fail": _fail,
    "expire": _expire,
    "enrol": _enrol,
    "entry": _entry,
    "rpl": _rpl,
    "articulate": _articulate,
}
"""Everything that can be supposed."""

SAID = {
    "add": "{} is passed too",
    "drop": "{} is not there",
    "pass": "{} is passed",
    "fail": "{} is failed",
    "expire": "{} has expired",
    "enrol": "the programme is {}",
    "entry": "the entry date is {}",
    "rpl": "prior learning is recognised for {}",
    "articulate": "the articulation {} is in force",
}
