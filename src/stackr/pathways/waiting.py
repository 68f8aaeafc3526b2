"""Why nothing is taken in a term: what the plan waits for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.question import Question

FEW = 3
"""So much of what is waited for is named."""


def waits_for(
    question: Question,
    chosen: Mapping[str, int],
    by_label: Mapping[str, Candidate],
    position: int,
    gone: int,
    let_in: int = 0,
) -> tuple[str, ...]:
    """In words, of a term in which nothing is taken: the items that come next and why they do not come yet; where none comes any more,
    what is in progress and has to be over. `gone`: how many terms go by until the award is had, `let_in`: until what is
    asked for entry is met."""
    later = {label: at for label, at in chosen.items() if at > position}
    following = min(later.values(), default=None)
    soonest = sorted(label for label, at in later.items() if at == following)
    found = [_why(question, by_label[label], position, let_in) for label in soonest] or list(
        _in_progress(question, position, gone)
    )
    return tuple(dict.fromkeys(found))[:FEW]


def _why(question: Question, each: Candidate, position: int, let_in: int) -> str:
    """`PRJ390 is next offered in 2027-autumn`, `SEC300 comes after NET200, in progress until 2026-autumn`."""
    terms, going = question.terms, question.had.under_way
    if position not in each.terms:
        return f"{each.label} is next offered in {terms[min(at for at in each.terms if at > position)].name}"
    done = {code for code, at in going.items() if at <= position} | question.had.passed
    if each.before is not None and not each.before.met(done):
        late = {code: at for code, at in going.items() if at > position and code in set(each.before.codes())}
        for code, at in sorted(late.items(), key=lambda pair: (pair[1], pair[0])):
            return f"{each.label} comes after {code}, in progress until {terms[min(at, len(terms)) - 1].name}"
    if position < let_in:
        return f"{each.label} comes after what is asked for entry"
    return f"{each.label} does not fit in before"


def _in_progress(question: Question, position: int, gone: int) -> Iterator[str]:
    """What goes on after the term, of what the plan waits for."""
    for holding in question.learner.holdings:
        over = question.had.pending.get(holding.id, 0)
        if position + 1 < over <= gone:
            name = holding.credential or holding.title or holding.id
            yield f"{name} is in progress until {question.terms[over - 1].name}"
