"""What can be left out before anything is solved, exactly: what counts nowhere, and what enough others serve at least as well.

A best plan without anything superfluous holds at most M items of one size (`allocation/proofs/needed.py`). If an item j of it had
more than M − 1 others that serve wherever it does, ask for no more and are offered whenever it is, one of them would be outside
the plan, and taking it instead of j gives a plan that is at least as good, and earlier in the order of plans. So j is in no best
plan that is first in that order. For the K-th best, each of the K − 1 plans ruled out may rule out one such exchange more: M + K − 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import TypeAlias

from stackr.allocation.kinds import Kind
from stackr.allocation.proofs.needed import countable, most_needed
from stackr.pathways.options import TIMED, PlanOptions
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.prices import Amounts
from stackr.pathways.question.spread import Servings

Entry: TypeAlias = "tuple[tuple[int, ...], str, int]"
"""What an item asks in the measures in which items differ (whole), credits aside; its label; a mask of its terms."""


def not_in_vain(
    servings: Servings, offered: Sequence[Candidate], passed: Set[str], include: Sequence[str]
) -> list[Candidate]:
    """Without what is passed already and would count nowhere if it were taken again, and is not what others ask to be passed with
    a better grade: nobody fills a term with it."""
    units = servings.lowering.units
    tied = {label for index in servings.tied if servings.kinds[index].places for label in units[index].labels}
    asked = {label for each in offered for ask in (each.before, each.beside) if ask for label in ask.codes()}
    return [
        each
        for each in offered
        if each.code not in passed
        or each.label in tied | asked
        or each.label in include
        or any(serving.kind.places for serving in servings.of(each))
    ]


def relevant(servings: Servings, offered: Sequence[Candidate], options: PlanOptions) -> list[Candidate]:
    """Those that count somewhere, that must be in, or that one of these asks for, however far back; all, where a term may be
    too empty or a limit looks at all that is taken, since anything may help there."""
    if options.load.has_minimum or servings.lowering.tallies:
        return list(offered)
    by_label = {each.label: each for each in offered}
    tied = servings.tied_labels
    wanted = {
        each.label
        for each in offered
        if each.label in tied
        or each.label in options.include
        or any(serving.kind.places for serving in servings.of(each))
    }
    waiting = sorted(wanted)
    while waiting:
        each = by_label[waiting.pop()]
        for ask in (each.before, each.beside):
            for code in ask.codes() if ask is not None else ():
                if code in by_label and code not in wanted:
                    wanted.add(code)
                    waiting.append(code)
    return [each for each in offered if each.label in wanted]


def in_time(counting: Sequence[Candidate], last: int, under_way: Mapping[str, int]) -> list[Candidate]:
    """Those that can be taken in the first `last` terms, each after what it asks first and not before what it asks beside it."""
    done: set[str] = set()
    for term in range(last):
        there = done | {code for code, at in under_way.items() if at <= term}
        later = done | {code for code, at in under_way.items() if at <= term + 1}
        ready = {
            each.label: each
            for each in counting
            if each.label not in done and term in each.terms and (each.before is None or each.before.met(there))
        }
        while alone := [k for k, each in ready.items() if each.beside and not each.beside.met(later | ready.keys())]:
            for label in alone:
                del ready[label]
        done |= ready.keys()
    return [each for each in counting if each.label in done]


def undominated(
    servings: Servings,
    offered: Sequence[Candidate],
    options: PlanOptions,
    amounts: Amounts,
    measures: Iterable[str],
    most_items: int | None = None,
    spare: int = 0,
) -> list[Candidate]:
    """Those that may be in the best plan by these measures (and then by labels).

    `most_items`: no plan looked for has more; `spare`: how many plans are ruled out.

    What is left out is looked for again and again: an item that only items left out ask for may go as well.
    """
    problem = servings.lowering.problem
    bounded = countable(problem, servings.lowering.units)
    if options.load.has_minimum or servings.lowering.tallies or (not bounded and most_items is None):
        return list(offered)
    standins = _Standins(servings, offered, options, amounts, measures)
    enough: dict[int, int] = {}

    def needed(credits: int) -> int:
        if credits not in enough:
            most = [most_needed(problem, credits)] if bounded else []
            most += [most_items] if most_items is not None else []
            enough[credits] = min(most) + spare
        return enough[credits]

    kept = list(offered)
    while True:
        asked_for = {code for each in kept for ask in (each.before, each.beside) if ask for code in ask.codes()}
        left = []
        for each in kept:
            own = servings.of(each)
            fixed = each.label in asked_for or each.label in options.include or len(own) != 1
            if fixed or not standins.enough(each, own[0].kind, needed(problem.units[own[0].unit].credits)):
                left.append(each)
        if len(left) == len(kept):
            return left
        kept = left


class _Standins:
    """The items that may stand in for others, by kind and credits (loads stay as they are), the best first."""

    def __init__(
        self,
        servings: Servings,
        offered: Sequence[Candidate],
        options: PlanOptions,
        amounts: Amounts,
        measures: Iterable[str],
    ) -> None:
        asked_for = {code for each in offered for ask in (each.before, each.beside) if ask for code in ask.codes()}
        self.credits = amounts.of("credits")
        columns = [amounts.of(name) for name in sorted({*measures} - TIMED - {"credits"})]
        columns = [column for column in columns if len({column[each.label] for each in offered}) > 1]
        self.entries: dict[str, Entry] = {
            each.label: (
                tuple(column[each.label] for column in columns),
                each.label,
                sum(1 << term for term in each.terms),
            )
            for each in offered
        }
        self.several = len(columns) > 1
        either = {
            each.code for each in offered if each.way == "rpl"
        }  # not beside the recognition of prior learning for it
        self.by_kind: dict[tuple[Kind, int], list[Entry]] = {}
        for each in offered:
            own = servings.of(each)
            asks = each.before is not None or each.beside is not None or each.label in asked_for or each.label in either
            if len(own) == 1 and not asks and each.label not in options.include:
                group = own[0].kind, self.credits[each.label]
                self.by_kind.setdefault(group, []).append(self.entries[each.label])
        self._alike: dict[object, list[tuple[Kind, list[Entry]]]] = {}
        for (kind, credits), entries in self.by_kind.items():
            entries.sort()
            self._alike.setdefault((kind.rest, credits), []).append((kind, entries))
        self._better: dict[tuple[Kind, int], list[list[Entry]]] = {}
        self._last: dict[tuple[Kind, int, int, int], Entry | None] = {}

    def enough(self, each: Candidate, kind: Kind, needed: int) -> bool:
        """Whether there are so many that serve at least as well for no more (of the same credits: loads stay as they are)."""
        own, credits = self.entries[each.label], self.credits[each.label]
        if self.several:
            better = (entry for entries in self._serving_for(kind, credits) for entry in _before(entries, own))
            return needed > 0 and next(islice(better, needed - 1, None), None) is not None
        group = kind, credits, own[2], needed
        if group not in self._last:
            self._last[group] = self._last_needed(*group)
        last = self._last[group]
        return last is not None and last < own

    def _last_needed(self, kind: Kind, credits: int, when: int, needed: int) -> Entry | None:
        """In order of the one measure in which they differ: the last of the so many best; None if there are not so many."""
        best: list[Entry] = []
        for entries in self._serving_for(kind, credits):
            best += islice((entry for entry in entries if entry[2] & when == when), needed)
        best.sort()
        return best[needed - 1] if 0 < needed <= len(best) else None

    def _serving_for(self, kind: Kind, credits: int) -> list[list[Entry]]:
        group = kind, credits
        if group not in self._better:
            alike = self._alike.get((kind.rest, credits), ())
            self._better[group] = [entries for other, entries in alike if other.serves_for(kind)]
        return self._better[group]


def _before(entries: Sequence[Entry], own: Entry) -> Iterator[Entry]:
    """Those that are offered whenever it is and in no measure more."""
    rank, label, when = own
    for entry in entries:
        if entry[0] > rank:
            return  # sorted: what follows is greater in its first unequal measure
        earlier = entry[0] != rank or entry[1] < label
        if earlier and entry[2] & when == when and all(a <= b for a, b in zip(entry[0], rank, strict=True)):
            yield entry
