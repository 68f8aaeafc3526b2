"""Whether the checks of an award can take nothing from the greatest p."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from stackr.allocation.checks import Known
from stackr.allocation.evaluate import Reading, deficit, root_weight
from stackr.allocation.plain.rows import Row, reach, row_of
from stackr.allocation.problem import Problem
from stackr.allocation.result import Standing


def as_good_as_can_be(problem: Problem, standing: Standing, missed: Collection[Row] = ()) -> bool:
    """Whether an allocation of the greatest p is the best one by checks as well: no unmet check lowers progress or could
    be met, but for those decided beforehand. `missed`: rows that none of the greatest p keeps."""
    if not progress_as_can_be(problem, standing):
        return False
    for index in standing.unmet:
        check = problem.checks[index]
        if isinstance(check, Known):
            continue
        row = row_of(problem, check)
        if row is None or (reach(problem, row) >= row.amount and row not in missed):
            return False
    return True


def progress_as_can_be(problem: Problem, standing: Standing) -> bool:
    """Whether progress is as great as p allows, and what was decided beforehand."""
    award = problem.awards[0]
    whole = root_weight(problem, award)
    known = [check for index in award.checks if isinstance(check := problem.checks[index], Known) and not check.met]
    delta = max((deficit(problem, award, check, Reading(check.id, None, None, False)) for check in known), default=0)
    return standing.progress == max(0, min(standing.p, 1 - Fraction(delta, whole)))
