"""Items that come too late: offered only in some terms, behind a chain of prerequisites that needs more terms than there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from stackr.conditions.tables import CatalogueItem
from stackr.pathways.asking import Ask, asked
from stackr.pathways.horizon import MOST_TERMS, Term, offered_in
from stackr.pathways.question import Question
from stackr.requirements.needs.unit import UnitNeed

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def late_items(question: Question) -> tuple[str, ...]:
    """A sentence for each unit that the award names and that can't be had in the terms there are, the latest first."""
    terms, far = question.terms, _further(question)
    award = question.now.qualification.award
    named = sorted({need.code for need in award.needs.values() if isinstance(need, UnitNeed)})
    held = question.had.passed | question.had.under_way.keys()
    open_ = {label: item for label, item in question.offer.items() if item.code not in held}
    earliest: dict[str, tuple[int, tuple[str, ...]]] = {}
    for code in sorted(open_):
        _earliest(code, open_, held, far, earliest, ())
    found = []
    for code in named:
        if code in earliest and earliest[code][0] >= len(terms):
            found.append((-earliest[code][0], code, _sentence(code, open_[code], earliest[code], terms)))
    return tuple(words for _, _, words in sorted(found)[:3])


def _further(question: Question) -> tuple[Term, ...]:
    """The terms, and as many more as a long chain could need: those after the target, then the same ones over again."""
    options = replace(question.options, target=None, terms=None)
    from stackr.pathways.horizon import horizon

    body = question.now.qualification.award.body
    known = horizon(question.book.tables.calendars, body, question.as_of, options) if question.terms[0].start else ()
    known = known if len(known) >= len(question.terms) else question.terms
    again = [Term(term.name) for term in known]
    more = list(known)
    while len(more) < MOST_TERMS and again:
        more += again
    return tuple(more[:MOST_TERMS])


def _earliest(
    code: str,
    open_: Mapping[str, CatalogueItem],
    held: frozenset[str],
    far: Sequence[Term],
    known: dict[str, tuple[int, tuple[str, ...]]],
    path: tuple[str, ...],
) -> tuple[int, tuple[str, ...]]:
    """(the first term in which it can be taken, the chain up to it); past all terms if never."""
    if code in known:
        return known[code]
    if code in path or code not in open_:
        return MOST_TERMS, (code,)
    need = asked(open_[code].prerequisite, held, open_)
    start = 0
    chain: tuple[str, ...] = ()
    if isinstance(need, str):
        start = MOST_TERMS
    elif isinstance(need, Ask):
        start, chain = _after(need, open_, held, far, known, (*path, code))
    at = next((t for t in offered_in(open_[code], far) if t >= start), MOST_TERMS)
    known[code] = at, (*chain, code)
    return known[code]


def _after(
    need: Ask,
    open_: Mapping[str, CatalogueItem],
    held: frozenset[str],
    far: Sequence[Term],
    known: dict[str, tuple[int, tuple[str, ...]]],
    path: tuple[str, ...],
) -> tuple[int, tuple[str, ...]]:
    """(the first term after enough of it is done, the chain of the last that is)."""
    ends = []
    for part in need.parts:
        if isinstance(part, str):
            at, chain = _earliest(part, open_, held, far, known, path)
            ends.append((at + 1, chain))
        else:
            ends.append(_after(part, open_, held, far, known, path))
    ends.sort()
    return ends[need.least - 1]


def _sentence(code: str, item: CatalogueItem, found: tuple[int, tuple[str, ...]], terms: Sequence[Term]) -> str:
    at, chain = found
    parts = []
    if item.terms:
        parts.append(f"{code} is offered only in {' and '.join(item.terms)}")
    if at >= MOST_TERMS:
        parts.append(f"what {code} asks first can't be had")
    elif len(chain) > 1:
        whose = "its" if parts else f"{code}'s"
        parts.append(f"{whose} prerequisite chain ({' → '.join(chain)}) needs {_number(at + 1)} terms")
    elif not parts or at >= len(terms):
        parts.append(
            f"the first such term is the {_number(at + 1)}th from now"
            if at >= 3
            else f"that is {_number(at + 1)} terms from now"
        )
    left = _number(len(terms))
    return f"{', and '.join(parts)}; the target leaves {left}"


def _number(value: int) -> str:
    return NUMBERS[value] if value < len(NUMBERS) else str(value)
