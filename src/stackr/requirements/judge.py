"""What an allocation means for each clause: figures, status words, reasons, and the classification."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from stackr.allocation.counted import Counted, as_allocation
from stackr.allocation.result import Solution
from stackr.requirements.base import JudgedNeed, JudgedRule, Need, Rule, Said, walk
from stackr.requirements.compiled import Award, Classification, Lowered
from stackr.requirements.needs.group import GroupNeed
from stackr.requirements.needs.when import WhenNeed
from stackr.requirements.rules.average import AverageRule
from stackr.requirements.view import View
from stackr.requirements.words import amount_words


@dataclass(frozen=True, slots=True)
class Judged:
    """One award. `requirements`: those at the top, the total, then the layers; `limits` in order of id."""

    award: str
    requirements: tuple[JudgedNeed, ...]
    limits: tuple[JudgedRule, ...]
    classification: str | None = None
    """None: unclassified, or the award does not classify."""


def judge(lowered: Lowered, solution: Solution, binding: frozenset[str] = frozenset()) -> tuple[Judged, ...]:
    """Per award of the problem, in its order. `binding`: limits that hold the learner back (clause ids)."""
    counted = Counted(lowered.problem, as_allocation(solution.placements))
    return tuple(_judge(View(lowered, solution, build, counted), binding) for build in lowered.builders)


def _judge(view: View, binding: frozenset[str]) -> Judged:
    award = view.build.award
    needs = [need.judge(view) for need in top_needs(award)]
    if award.total is not None:
        needs.append(_total(view))
    needs += [layer.need.judge(view) for layer in award.layers]
    left = {need.id for top in needs for need in _all(top) if need.status == "not-chosen"} | _not_asked(view)
    rules = [
        judged
        for rule in award.rules.values()
        if rule.id not in award.needs and rule.scope not in left
        for judged in rule.judge(view)
    ]
    rules += _shared(view)
    rules += [
        JudgedRule(line.id, line.clause.title, view.status(line.id, True), line.clause, "check")
        for line in view.build.award.not_both
    ]
    marked = [_bind(rule, binding) for rule in rules]
    return Judged(
        award.id,
        tuple(needs),
        tuple(sorted(marked, key=lambda rule: rule.id)),
        classify(view),
    )


def top_needs(award: Award) -> Sequence[Need]:
    """The requirements a reader sees first: the members of an unnamed `all of`, else the one requirement."""
    root = award.root
    if root is None:
        return ()
    if (
        isinstance(root, GroupNeed)
        and root.n is None
        and "~" in root.id
        and not root.rules
        and not root.details.amounts
    ):
        return root.children
    return (root,)


def _not_asked(view: View) -> set[str]:
    """The requirements in branches that were not taken."""
    whens = [need for need in view.build.award.needs.values() if isinstance(need, WhenNeed)]
    other = [part for need in whens for part in need.parts if part is not need.taken(view.build.branches)]
    return {need.id for part in other for need in walk(part)}


def _all(need: JudgedNeed) -> Iterator[JudgedNeed]:
    yield need
    for child in need.children:
        yield from _all(child)


def _bind(rule: JudgedRule, binding: frozenset[str]) -> JudgedRule:
    clause = rule.id.partition("#")[0]
    if rule.status == "met" and (rule.id in binding or clause in binding):
        return replace(rule, status="binding")
    return rule


def _total(view: View) -> JudgedNeed:
    total = view.build.award.total
    assert total is not None
    items = total.need.unit == "credentials"
    counted = view.measure(view.mask(view.build.award.id), items)
    met = counted >= total.need.value
    short = view.shortfall(total.id, max(Fraction(0), total.need.value - counted))
    unit = "credentials" if items else "credits"
    text = f"{amount_words(counted, unit)} of {amount_words(total.need.value, unit)} count"
    said = () if met else (Said("R107", text, total.clause),)
    status = view.need_status(total.id, met)
    return JudgedNeed(total.id, "Total", status, total.clause, total.need.value, counted, unit, short, said)


def _shared(view: View) -> list[JudgedRule]:
    """Caps on what may count twice, and on what an earlier award used."""
    from stackr.allocation.feasible import shared_amount

    found = []
    clauses = view.build.award.clauses
    for share in view.lowered.problem.shares:
        if share.bound is None or share.id not in clauses:
            continue
        scale = 1 if share.measure.value == "credentials" else view.scale
        bound, value = Fraction(share.bound, scale), Fraction(shared_amount(share, view.counted), scale)
        unit = share.measure.value
        found.append(JudgedRule(share.id, "", "met", clauses[share.id], "ceiling", bound, value, unit))
    return found


def classify(view: View) -> str | None:
    """The first class whose condition holds; None where nothing is graded, none does, or an earlier one can't be told."""
    for line in view.build.award.classifications:
        if line.otherwise:
            return None if _ungraded(view) else line.name
        holds = _holds(line, view)
        if holds is None:
            return None
        if holds:
            return line.name
    return None


def in_class(view: View, name: str) -> bool:
    """Whether it is given for certain in the first class of that name, or in one that stands before it."""
    for line in view.build.award.classifications:
        if (not _ungraded(view)) if line.otherwise else _holds(line, view) is True:
            return True
        if line.name == name:
            return False
    return False


def _holds(line: Classification, view: View) -> bool | None:
    """None: what is unknown decides."""
    if line.rule is None:
        return line.condition(None, view.build.context) if line.condition is not None else False
    if _met(line.rule, view):
        return True
    return None if _met(line.rule, view.possible()) else False


def _met(rule: Rule, view: View) -> bool:
    return all(judged.status == "met" for judged in rule.judge(view))


def _ungraded(view: View) -> bool:
    """Whether every average that the classes ask for is over nothing graded."""
    averages = [line.rule for line in view.build.award.classifications if isinstance(line.rule, AverageRule)]
    return bool(averages) and all(rule.mean(view) is None for rule in averages)
