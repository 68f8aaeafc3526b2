"""Which awards are judged together: those claimed together, and those followed together that a rule ties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stackr.model.learning import Learner
from stackr.rulebook.book import RuleBook

CLAIMED = "the learner claims them together"
ASKED = "they were asked for together"


@dataclass(frozen=True, slots=True)
class Tie:
    """Awards that are one problem, by name, and why."""

    awards: tuple[str, ...]
    because: str


def ties(book: RuleBook, learner: Learner, together: Iterable[tuple[str, ...]]) -> tuple[Tie, ...]:
    """The groups, each award in at most one: groups that overlap are one group."""
    reasons = [(claim, CLAIMED) for claim in learner.claims] + [(claim, ASKED) for claim in together]
    pairs = [(frozenset(claim) & book.qualifications.keys(), why) for claim, why in reasons]
    pairs += [(frozenset(pair), f"a rule of one names the other ({clause})") for pair, clause in _ruled(book, learner)]
    groups: list[tuple[frozenset[str], list[str]]] = []
    for awards, why in sorted(pairs, key=lambda item: (sorted(item[0]), item[1])):
        if len(awards) < 2:
            continue
        joined, told = awards, [why]
        apart = []
        for other, said in groups:
            if other & joined:
                joined, told = joined | other, [*said, *told]
            else:
                apart.append((other, said))
        groups = [*apart, (joined, told)]
    found = [Tie(tuple(sorted(awards)), "; ".join(sorted(set(told)))) for awards, told in groups]
    return tuple(sorted(found, key=lambda tie: tie.awards))


def followed(learner: Learner) -> tuple[str, ...]:
    """The awards the record says the learner follows."""
    return learner.named("enrolled_in")


def _ruled(book: RuleBook, learner: Learner) -> list[tuple[tuple[str, str], str]]:
    """Pairs both followed, one of which has a relation to the other in some version."""
    both = sorted(set(followed(learner)) & book.qualifications.keys())
    found = []
    for name in both:
        for version in book.qualifications[name]:
            for relation in version.award.relations:
                other = relation.tree.award.text
                if other in both and other != name:
                    found.append(((name, other), relation.clause.at or relation.id))
    return sorted(set(found))
