"""What the learner has already, as far as a plan asks: passed, under way, or to come; and the facts that a plan supposes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from stackr.audit.learned import Learned
from stackr.audit.versions import fact_day
from stackr.model.learning import FactValue, Holding, Learner
from stackr.pathways.question.horizon import Term
from stackr.rulebook.book import Qualification


@dataclass(frozen=True, slots=True)
class Had:
    """What the learner has: codes passed, and codes in progress with the first term (position) they can be built on."""

    passed: frozenset[str]
    under_way: Mapping[str, int]
    pending: Mapping[str, int]
    """Ids of what is in progress past the first term's beginning, and the number of terms by whose end it is over."""
    spent: frozenset[str] = frozenset()
    """Codes passed whose units can count nowhere any more (too old, too low a grade): they may be taken again."""
    again: frozenset[str] = frozenset()
    """Codes passed that may be taken again for a better grade, as was asked."""

    def settles(self, code: str) -> bool:
        """Whether taking it (again) is out of the question."""
        return self.there(code) and code not in self.again

    def there(self, code: str) -> bool:
        """Whether it is passed and may count, or under way."""
        return (code in self.passed and code not in self.spent) or code in self.under_way


def had(
    learner: Learner,
    known: Learned,
    spent: frozenset[str],
    terms: Sequence[Term],
    later: Collection[str] = (),
    retake: Collection[str] = (),
) -> Had:
    """`spent`: codes that count nowhere; `later`: names of terms after those of the plan; `retake`: see `PlanOptions`."""
    ends = {each.id: _ends(each, terms, later) for each in learner.holdings}
    soonest = {code: min(ends[each.id][0] for each in there) for code, there in known.going.items()}
    going = {code: at for code, at in soonest.items() if code not in known.passed or code in spent}
    awaited = {each.id for there in known.going.values() for each in there}
    pending = {
        each.id: ends[each.id][1]
        for each in learner.holdings
        if ends[each.id][1] and (each.status == "in-progress" or each.id in awaited)
    }
    again = known.passed if "all" in retake else known.passed & set(retake)
    return Had(known.passed, going, pending, spent, again - soonest.keys())


def _ends(holding: Holding, terms: Sequence[Term], later: Collection[str]) -> tuple[int, int]:
    """(the first term that begins after the learning ends, the number of terms by whose end it is over; both past all terms if
    it ends later). Where nothing says when it ends, it is over soon: none is waited for."""
    for index, each in enumerate(terms):
        if each.name == holding.term:
            return index + 1, index + 1
    if holding.term in later:
        return len(terms) + 1, len(terms) + 1
    day = over_on(holding)
    if day is None or not terms or terms[0].start is None or day < terms[0].start:
        return 0, 0
    built_on = sum(each.start is not None and each.start <= day for each in terms)
    over = 1 + sum(each.end is not None and each.end < day for each in terms)
    return built_on if over <= len(terms) else len(terms) + 1, over


def over_on(holding: Holding) -> date | None:
    """The day on which learning in progress is expected to be over, where the record says one."""
    return holding.dates.get("completed") or holding.dates.get("awarded") or holding.dates.get("expected")


def with_facts(learner: Learner, day: date, versions: Sequence[Qualification]) -> Learner:
    """The learner as they plan: who has not entered yet enters on the day of the plan; so it is with another fact that tells which
    of several versions is theirs."""
    clock = versions[-1].tree.version_by if len(versions) > 1 else None
    asked = {name for name in ("entry", clock) if name is not None and fact_day(learner, name) is None}
    supposed: dict[str, FactValue] = {name: day for name in asked if name not in learner.facts}
    return replace(learner, facts={**learner.facts, **supposed}) if supposed else learner
