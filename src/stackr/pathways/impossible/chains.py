"""What items ask first and when they are offered, in words: `PRJ390 is offered only in autumn, and its prerequisite chain
(WEB110 → WEB210 → PRJ390) needs three terms`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from stackr.allocation.asks import Ask
from stackr.conditions.tables import CatalogueItem
from stackr.graph.asking import Answer, There, asked, ways_of
from stackr.language import tree
from stackr.pathways.impossible.causes import BESIDE, FIRST, OFFERED, OTHERS, TERMS, Cause, freed
from stackr.pathways.question.horizon import MOST_TERMS, Term, horizon, offered_in
from stackr.pathways.question.question import Question
from stackr.requirements.words import listing

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number(value: int) -> str:
    """`three`, `14`."""
    return NUMBERS[value] if value < len(NUMBERS) else str(value)


class Chains:
    """The items as the causes leave them: what each asks first, and the first term in which each can be taken."""

    def __init__(self, question: Question, causes: Set[Cause], singly: Set[str]) -> None:
        self.question, self.causes = question, causes
        self.offer = freed(question.offer, causes, singly)
        self.held = question.had.passed | question.had.under_way.keys()
        self.open = {label: item for label, item in self.offer.items() if not question.had.settles(item.code)}
        self.terms = further(question) if question.terms else ()
        going = question.had.under_way
        once_only = {label: item for label, item in self.open.items() if label not in question.repeats.after}
        self.there = There(self.held, ways_of(once_only, going), question.record, question.recognised)
        done = {code: at - 1 for code, at in going.items()} | dict.fromkeys(question.recognised.values(), 0)
        self._earliest: dict[str, tuple[int, tuple[str, ...]]] = {label: (at, (label,)) for label, at in done.items()}

    def sentences(self) -> Iterator[str]:
        """One for each chain, at its end; one for all that stand alone and are offered in the same terms."""
        named = {cause.name for cause in self.causes if cause.kind in (FIRST, BESIDE, OFFERED)} - {OTHERS}
        before = {code for label in named for code in self.first(label)}
        alone: dict[str, list[str]] = {}
        for label in sorted(named):
            if self._circles(label):
                if label != min(named.intersection(self._circle(label))):
                    continue
            elif label in before and Cause(BESIDE, label) not in self.causes:
                continue
            if {Cause(FIRST, label), Cause(BESIDE, label)} & self.causes:
                yield self.sentence(label)
            else:
                alone.setdefault(self._when(self.offer[label]), []).append(label)
        for when, labels in sorted(alone.items()):
            yield f"{listing(labels)} {'is' if len(labels) == 1 else 'are'} {when}{self._late(labels)}"
        if Cause(FIRST) in self.causes:
            yield "other items ask for something before them"
        if Cause(BESIDE) in self.causes:
            yield "other items ask for something beside them"
        if Cause(OFFERED) in self.causes:
            yield "other items are offered at some times only"

    def sentence(self, label: str) -> str:
        """An item that asks for something: when it is offered, what stands before it, how many terms that needs."""
        item = self.offer[label]
        parts = [f"{label} is {self._when(item)}"] if Cause(OFFERED, label) in self.causes else []
        need = self.need(item.prerequisite)
        at, chain = self.earliest(label)
        who = "it" if parts else label
        if isinstance(need, str):
            parts.append(f"{who} asks for {need} first, which can't be had")
        elif self._circles(label):
            parts.append(f"the prerequisites of {label} lead back to themselves ({' → '.join(self._circle(label))})")
        elif isinstance(need, Ask) and TERMS in self.causes and at < MOST_TERMS:
            whose = "its" if parts else f"{label}'s"
            parts.append(f"{whose} prerequisite chain ({' → '.join(chain)}) needs {number(at + 1)} terms")
        elif isinstance(need, Ask):
            parts.append(f"{who} asks for {need.words()} first")
        beside = self.need(item.corequisite)
        if beside is not True:
            words = beside if isinstance(beside, str) else beside.words()
            lost = ", which can't be had" if isinstance(beside, str) else ""
            parts.append(f"{label if not parts else 'it'} asks for {words} beside it{lost}")
        return ", and ".join(parts)

    def need(self, node: tree.Requirement | None) -> Answer:
        """What it still asks of the learner."""
        return asked(node, self.there)

    def _when(self, item: CatalogueItem) -> str:
        said = [f"offered only in {listing(item.terms)}"] if item.terms and self.question.terms else []
        if item.start is not None:
            said.append(f"not on offer before {item.start.isoformat()}")
        if item.end is not None:
            said.append(f"not on offer after {item.end.isoformat()}")
        return " and ".join(said)

    def _late(self, labels: Sequence[str]) -> str:
        """How far off the first term is in which such items are offered."""
        if TERMS not in self.causes:
            return ""
        at = max(self.earliest(label)[0] for label in labels)
        which = "it" if len(labels) == 1 else "they"
        verb = "is" if len(labels) == 1 else "are"
        if at >= MOST_TERMS:
            return ", which no term is"
        return "" if at < len(self.question.terms) else f", so {which} {verb} {number(at + 1)} terms off"

    # chains

    def first(self, label: str) -> tuple[str, ...]:
        """Codes that an item asks for before it."""
        need = self.need(self.offer[label].prerequisite)
        return tuple(need.codes()) if isinstance(need, Ask) else ()

    def _circle(self, label: str) -> tuple[str, ...]:
        """From the item back to itself, if that can be."""
        waiting: list[tuple[str, ...]] = [(label,)]
        seen = set()
        while waiting:
            path = waiting.pop(0)
            for code in self.first(path[-1]):
                if code == label:
                    return (*path, label)
                if code not in seen and code in self.offer:
                    seen.add(code)
                    waiting.append((*path, code))
        return ()

    def _circles(self, label: str) -> bool:
        return bool(self._circle(label)) and self.earliest(label)[0] >= MOST_TERMS

    def earliest(self, label: str, path: tuple[str, ...] = ()) -> tuple[int, tuple[str, ...]]:
        """(the position of the first term in which it can be taken, the chain up to it); past all terms if never."""
        if label in self._earliest:
            return self._earliest[label]
        if label in path or label not in self.open:
            return MOST_TERMS, (label,)
        need = self.need(self.open[label].prerequisite)
        start = MOST_TERMS if isinstance(need, str) else 0
        chain: tuple[str, ...] = ()
        if isinstance(need, Ask):
            start, chain = self._after(need, (*path, label))
        when = offered_in(self.open[label], self.terms) if self.terms else range(MOST_TERMS)
        at = next((t for t in when if t >= start), MOST_TERMS)
        if not path or at < MOST_TERMS:
            self._earliest[label] = at, (*chain, label)
        return at, (*chain, label)

    def _after(self, need: Ask, path: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        """(the first term after enough of it is done, the chain of the last that is)."""
        ends = []
        for part in need.parts:
            if isinstance(part, Ask):
                ends.append(self._after(part, path))
            else:
                at, chain = self.earliest(part, path)
                ends.append((at + 1, chain))
        ends.sort()
        return ends[need.least - 1]


def further(question: Question) -> tuple[Term, ...]:
    """The terms, and as many more as a long chain could need: those after the target, then the same ones over again."""
    options = replace(question.options, target=None, terms=None)
    body, dated = question.now.qualification.award.body, question.terms[0].start is not None
    known = horizon(question.book.tables.calendars, body, question.as_of, options) if dated else ()
    known = known if len(known) >= len(question.terms) else question.terms
    again = [Term(term.name) for term in known]
    return (*known, *(again * MOST_TERMS))[:MOST_TERMS]
