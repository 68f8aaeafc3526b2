"""Which members of a holding, and which facts of a learner, an expression asked for in vain."""

from __future__ import annotations

from stackr.conditions.predicate import Predicate
from stackr.model.learning import Holding, Learner

_CALLED = {"field": "fields", "subject": "fields", "outcome": "outcomes", "tag": "tags", "code": "credential"}
_CALLED |= {"scale": "grade_scale", "workload": "credits", "provider": "issuer", "accredited": "issuer"}
_NEVER_MISSING = frozenset({"signature", "evidence", "ungraded", "expired", "route", "external", "splittable"})
_MEMBERS = frozenset(Holding.__dataclass_fields__) - {"id", "dates", "extra", "faults", "via"}


def missing_members(predicate: Predicate | None, holding: Holding | None, learner: Learner) -> tuple[str, ...]:
    """Names of what the predicate reads and the record does not say, in order of the alphabet."""
    if predicate is None:
        return ()
    return tuple(sorted({name for name in predicate.members if not is_known(name, holding, learner)}))


def is_known(name: str, holding: Holding | None, learner: Learner) -> bool:
    """Whether the holding has the member, or the learner the fact."""
    name = _CALLED.get(name, name)
    if name in learner.facts or name in _NEVER_MISSING or name == "as_of":
        return True
    if holding is not None:
        if name in holding.dates or name in holding.extra:
            return True
        if name in _MEMBERS:
            return getattr(holding, name) is not None
    return False
