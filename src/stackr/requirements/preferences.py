"""Objective (3): the author's `prefer` list, each member a sum to make small.

`least SELECTOR`: credits counted of it. `best grades`: what each graded unit lacks to the top of its scale, times its
credits; ungraded learning ranks below the lowest grade.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from stackr.allocation.problem import Preference
from stackr.conditions import grades as scales
from stackr.requirements.builder import Builder
from stackr.requirements.units import better_attempts


def preferences(builders: Sequence[Builder]) -> tuple[Preference, ...]:
    """The lists of the awards, in their order of priority; then, of attempts at one code, the best."""
    found = []
    for build in builders:
        for number, selector in enumerate(build.award.prefer):
            id = f"{build.award.id}.prefer#{number + 1}"
            if selector is None:
                found.append(Preference(id, per_amount=_lacks(build)))
                continue
            mask = build.members(selector, build.award.id, harmful=True)
            found.append(Preference(id, per_amount=tuple(mask >> index & 1 for index in range(build.n))))
    for build in builders:
        worse = better_attempts(build.units, build.award, build.context)
        if worse:
            found.append(Preference(f"{build.award.id}.repeat", per_use=worse))
    return tuple(found)


def _lacks(build: Builder) -> tuple[int, ...]:
    """Per unit the share of its scale that its grade lacks to the top, as whole numbers; 2 for the ungraded."""
    lacks: list[Fraction] = []
    for unit in build.units:
        ends = scales.bounds(build.context.tables, unit.grade_scale)
        grade = None
        if unit.grade is not None and not unit.ungraded:
            grade = scales.value_on(build.context.tables, unit.grade, unit.grade_scale, None, build.context.as_of)
        if grade is None or ends is None or ends[0] == ends[1]:
            lacks.append(Fraction(2))
        else:
            lacks.append((ends[1] - grade) / (ends[1] - ends[0]))
    whole = lcm(*(lack.denominator for lack in lacks), 1)
    return tuple((lack * whole).numerator for lack in lacks)
