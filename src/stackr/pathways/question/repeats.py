"""What may count several times (`repeatable up to 3`) is on offer as often as it may still be taken, each time after the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from stackr.conditions.tables import CatalogueItem
from stackr.model.learning import RecognisedUnit, State
from stackr.pathways.question.horizon import MOST_TERMS


@dataclass(frozen=True, slots=True)
class Repeats:
    """`left`: code → how often it may still be taken. `after`: label → the label, or the code that is held, that it comes after."""

    offer: Mapping[str, CatalogueItem]
    left: Mapping[str, int]
    after: Mapping[str, str]


def repeats(
    listed: Mapping[str, CatalogueItem], times: Mapping[str, int], units: Iterable[RecognisedUnit], spent: Set[str]
) -> Repeats:
    """`listed`: the catalogue by label; `times`: code → how often it may count; `units`: what is recognised of what is held; `spent`:
    codes of which nothing that is held can count."""
    had = _held(units)
    offer, after = dict(listed), dict[str, str]()
    left = {code: most - (0 if code in spent else had[code]) for code, most in times.items() if most > 1}
    for label, item in listed.items():
        if left.get(item.code, 0) < 1:
            continue
        first = had[item.code]
        labels = [labelled(label, first + number + 1) for number in range(min(left[item.code], MOST_TERMS))]
        del offer[label]
        offer |= dict.fromkeys(labels, item)
        after |= dict(zip(labels[1:], labels, strict=False))
        if first:
            after[labels[0]] = item.code
    return Repeats(offer, left, after)


def _held(units: Iterable[RecognisedUnit]) -> Counter[str]:
    """Code → how many holdings are certainly of it, passed or in progress."""
    certain = {
        (unit.code, unit.holding.id)
        for unit in units
        if unit.code is not None and unit.sure and unit.state is not State.PLANNED
    }
    return Counter(code for code, _ in certain)


def labelled(label: str, time: int) -> str:
    """`TOPICS`, `TOPICS (2nd time)`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(time % 10 if time % 100 not in (11, 12, 13) else 0, "th")
    return label if time == 1 else f"{label} ({time}{ending} time)"


def once(label: str) -> str:
    """The label of the first time."""
    return label.partition(" (")[0] if label.endswith(" time)") else label
