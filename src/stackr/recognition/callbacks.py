"""What conditions ask of recognition: articulations in force, earlier decisions, classifications. `equip` hangs them in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stackr.conditions.listed import as_listed, item_meant
from stackr.conditions.predicate import Context
from stackr.conditions.standing import why_idle
from stackr.conditions.tables import Tables
from stackr.model.learning import Decision, Holding, Learner
from stackr.recognition.articulations import in_force, side_matches
from stackr.recognition.classify import UNDETERMINED, classify
from stackr.recognition.types import Classification
from stackr.rulebook.book import RuleBook


def equip(context: Context, book: RuleBook) -> Context:
    """Give the context its three callbacks; the same context is handed back."""
    said: dict[tuple[str, str], str | None] = {}
    ours = book.bodies

    def articulated(holding: Holding, day: date | None, name: str | None) -> bool | None:
        return articulation_in_force(book, holding, day, name)

    def precedents(holding: Holding) -> tuple[date | None, ...]:
        return tuple(decision.date for decision in earlier_decisions(context, holding))

    def classified(holding: Holding, name: str) -> str | None:
        key = (holding.id, name)
        if key not in said:
            said[key] = None  # a definition that asks for itself is unknown to itself
            definition = book.definitions.get(name)
            if definition is not None:
                outcome = classify(definition, as_its_issuer_says(holding, context.tables, ours), context).outcome
                said[key] = None if outcome == UNDETERMINED else outcome
        return said[key]

    context.articulated, context.precedents, context.classify = articulated, precedents, classified
    return context


def classify_all(book: RuleBook, learner: Learner, as_of: date) -> Mapping[str, tuple[Classification, ...]]:
    """Every holding, by id, under every definition of the book, in order of the definitions' names."""
    context, ours = equip(Context(book.tables, learner, as_of), book), book.bodies
    definitions = [book.definitions[name] for name in sorted(book.definitions)]
    listed = [as_its_issuer_says(holding, book.tables, ours) for holding in learner.holdings]
    return {each.id: tuple(classify(definition, each, context) for definition in definitions) for each in listed}


def as_its_issuer_says(holding: Holding, tables: Tables, ours: frozenset[str]) -> Holding:
    """The credential as its own issuer lists it, where its record is silent: what it is hangs on no award that it is taken for."""
    listed = tables.catalogue.get(holding.credential or "", ())
    own = [item for item in listed if holding.issuer in ((item.issuer,) if item.issuer is not None else ours)]
    day = holding.day("completed", "awarded")
    item = item_meant(own, day, holding.issuer, ()) if holding.issuer is not None else None
    return holding if item is None else as_listed(holding, item)


def articulation_in_force(book: RuleBook, holding: Holding, day: date | None, name: str | None) -> bool | None:
    """Whether an articulation (of that name, if one is given) takes the holding and is in force on the day.

    Without a day: unknown if one takes the holding and its time is limited, and still no if none does.
    """
    truth: bool | None = False
    for articulation in book.articulations.values():
        if name is not None and name not in (articulation.clause.id, articulation.tree.name.text):
            continue
        undated = day is None and articulation.tree.meta.force is not None
        if day is not None and not in_force(articulation, day):
            continue
        for side in articulation.tree.sources:
            matched = side_matches(side, holding)
            if matched and not undated:
                return True
            if matched is None or matched:
                truth = None
    return truth


def earlier_decisions(context: Context, holding: Holding) -> tuple[Decision, ...]:
    """Recorded decisions on the same learning: precedents that name it, and assessments of other holdings of the same
    credential and issuer. Those made later, or held to no longer, are none."""
    if not context.learner.decisions:
        return ()
    same = {
        other.id
        for other in context.learner.holdings
        if other.id != holding.id
        and holding.credential is not None
        and (other.credential, other.issuer) == (holding.credential, holding.issuer)
    }
    meant: dict[str, set[str | None]] = {"precedent": {holding.id, holding.credential, *same}, "assessment": {*same}}
    found = [
        decision
        for decision in context.learner.decisions
        if decision.holding is not None
        and decision.holding in meant.get(decision.kind, ())
        and why_idle(decision, context.as_of) is None
    ]
    return tuple(sorted(found, key=lambda item: (item.date or date.min, item.id)))
