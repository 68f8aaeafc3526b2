"""Which way every `when` may go for one learner: one way if all conditions are known, else each that may turn out so.

What is so for certain is the least that any of these ways gives, what is possible the greatest (`semantics.md`, Unknown): a
condition is one thing or the other, never both. A condition that stands at several places of an award goes one way at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stackr.conditions.predicate import Context
from stackr.requirements.base import Branches, Need
from stackr.requirements.compiled import Award
from stackr.requirements.needs.when import WhenNeed

MOST = 64
"""Ways that are looked at: six open conditions. Of a learner with more, what is found is not proven."""

Asked = tuple[Award, Context]
_Assumed = Mapping[tuple[str, str], bool]
"""(award, text of a condition) → what it is taken to be, where it is unknown."""


@dataclass(frozen=True, slots=True)
class Ways:
    """In order of clause id, what holds before what does not. `whole`: whether these are all there are."""

    each: tuple[Branches, ...]
    whole: bool = True


def ways(awards: Sequence[Asked]) -> Ways:
    """The ways open to the learner through all `when`s that are asked."""
    if not any(isinstance(need, WhenNeed) for award, _ in awards for need in award.needs.values()):
        return Ways(({},))
    found: list[Branches] = []
    for way in _ways(awards, {}):
        if len(found) == MOST:
            return Ways(tuple(found), whole=False)
        found.append(way)
    return Ways(tuple(found))


def _ways(awards: Sequence[Asked], assumed: _Assumed) -> Iterator[Branches]:
    way: dict[str, bool] = {}
    for award, context in awards:
        for need in _asked(award, context, assumed, way):
            key = award.id, need.condition.text
            if key not in assumed:
                yield from _ways(awards, {**assumed, key: True})
                yield from _ways(awards, {**assumed, key: False})
                return
    yield {id: "then" if answer else "otherwise" for id, answer in sorted(way.items())}


def _asked(award: Award, context: Context, assumed: _Assumed, way: dict[str, bool]) -> Iterator[WhenNeed]:
    """The open `when`s that are asked, outer ones first; those that are decided go into `way`, and into their branch."""
    waiting: list[Need] = [award.root] if award.root else []
    waiting += [layer.need for layer in award.layers]
    while waiting:
        need = waiting.pop()
        if not isinstance(need, WhenNeed):
            waiting += sorted(need.parts, key=lambda part: part.id, reverse=True)
            continue
        answer = need.condition(None, context)
        if answer is None:
            answer = assumed.get((award.id, need.condition.text))
        if answer is None:
            yield need
            continue
        way[need.id] = answer
        branch = need.then if answer else need.otherwise
        waiting += [branch] if branch is not None else []
