"""What stands in the way of an award and is no clause of it: conferred awards that have used learning, routes of its ladder that never
serve a unit or a clause, and what it asks for entry."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from stackr.audit.texts import clause_name
from stackr.conditions.clauses import Clause
from stackr.pathways.question.entry import entry_words
from stackr.pathways.question.question import Question
from stackr.recognition.bench import title_of
from stackr.requirements.compiled import Award
from stackr.requirements.words import listing
from stackr.rulebook.book import Route, RuleBook

NAMED = 5
"""So many units are named."""


@dataclass(frozen=True, slots=True)
class Outside:
    """`words`: what it takes away or asks. `clause`: where that is written; None for an award that these rules don't declare."""

    words: str
    clause: Clause | None


def outside(question: Question) -> dict[str, Outside]:
    """By the name of an award, or the id of a route: all that may take something from this learner."""
    award = question.now.qualification.award
    used, never = dict(_used(question)), {route.clause.id: _never(award, route) for route in _routes(question)}
    return {**used, **never, **dict(_entry(question))}


def routes_of(question: Question) -> frozenset[str]:
    """The ids of the routes among them."""
    return frozenset(route.clause.id for route in _routes(question))


def without_never(book: RuleBook, ladder: str, routes: Collection[str]) -> RuleBook:
    """The rules, with routes of that ladder that serve everything they else would."""
    whole = book.ladders[ladder]
    open_ = tuple(
        replace(route, never_for=frozenset()) if route.clause.id in routes else route for route in whole.routes
    )
    return replace(book, ladders={**book.ladders, ladder: replace(whole, routes=open_)})


def _used(question: Question) -> Iterator[tuple[str, Outside]]:
    """What each conferred award has used, by code."""
    claim, award = question.now.claim, question.now.qualification.award
    codes = {unit.id: unit.code or unit.holding.credential or unit.holding.id for unit in claim.units}
    blocked = claim.members[0].reserved.blocked
    together = {member.award.id for member in claim.earlier}
    for name in sorted({*blocked.values(), *together} - {award.id}):
        versions = question.book.qualifications.get(name)
        clause = next((line.clause for line in award.relations if line.tree.award.text == name), None)
        if clause is None and versions:
            clause = versions[-1].clause
        title = (versions[-1].clause.title if versions else None) or name
        taken = sorted({codes[id] for id, keeper in blocked.items() if keeper == name and codes[id] != name})
        said = listing(taken if len(taken) <= NAMED else [*taken[:NAMED], f"{len(taken) - NAMED} more"])
        if name in together or not taken:
            yield name, Outside(f"{title}, conferred, keeps what it needs of the learning on record", clause)
        else:
            yield name, Outside(f"{title}, conferred, has used {said}", clause)


def _entry(question: Question) -> Iterator[tuple[str, Outside]]:
    """What is asked for entry, and the awards that are earned for it."""
    for award in question.entry.unmet:
        yield award.id, Outside(f"entry asks for {entry_words(award)}", award.clause)
    for each in question.entry.awards:
        yield each.name, Outside(f"entry asks for the award {each.name}", each.clause)


def _routes(question: Question) -> list[Route]:
    """The routes of the ladder that never serve something, where the learner has come by one or wants to."""
    qualification = question.now.qualification
    if qualification.ladder is None:
        return []
    by = {unit.route for unit in question.now.claim.units}
    asked = bool(question.options.prior_learning or question.learner.decisions)
    routes = (route for route in question.book.ladders[qualification.ladder].routes if route.never_for)
    return [route for route in routes if route.clause.id in by or (asked and route.tree.kind == "rpl")]


def _never(award: Award, route: Route) -> Outside:
    places = [clause_name(award, name) if name in award.clauses else name for name in sorted(route.never_for)]
    return Outside(f"{title_of(route.clause)} is never for {listing(places, 'or')}", route.clause)
