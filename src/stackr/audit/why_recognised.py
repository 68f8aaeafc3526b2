"""`--explain X` of what recognises learning: a ladder, a route, a gate, an articulation, a definition or one of its criteria."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from stackr.audit.evaluation import Evaluation
from stackr.audit.recognising import recognised
from stackr.audit.values import Values
from stackr.conditions.clauses import Clause, is_called, owner_of
from stackr.model.parts import Reason
from stackr.model.recognised import Classified, CriterionResult, Recognised
from stackr.rulebook.book import RuleBook

_KINDS = {"ladder": "a ladder", "route": "a route", "gate": "a gate", "articulation": "an articulation"}
_KINDS |= {"definition": "a definition", "criterion": "a criterion"}


def about_recognition(evaluation: Evaluation, figures: Mapping[str, Values], about: str) -> list[str]:
    """What such a clause says of each piece of learning on record; nothing if none is called so."""
    clauses = [clause for clause in evaluation.book.clauses.values() if _is(clause, about)]
    if not clauses:
        return []
    told = recognised(evaluation, figures, classified=True)
    return [line for clause in clauses for line in _clause(evaluation.book, clause, told)]


def _is(clause: Clause, about: str) -> bool:
    return clause.kind in _KINDS and "~" not in clause.id and is_called(clause.id, about)


def _clause(book: RuleBook, clause: Clause, told: Iterable[Recognised]) -> Iterator[str]:
    titled = clause.title and not is_called(clause.id, clause.title)
    name = f"{clause.title} ({clause.id})" if titled else clause.id
    cite = "; ".join(text for text in (clause.source, clause.at) if text)
    yield f"{name} is {_KINDS[clause.kind]}" + (f" [{cite}]" if cite else "")
    definitions = book.definitions if clause.kind in ("definition", "criterion") else {}
    definition = definitions.get(owner_of(clause.id, definitions) or "")
    lines = list(_of_definition(clause, told, definition.outcome) if definition else _of_ladder(clause, told))
    yield from lines or ["nothing on record is touched by it"]


def _of_ladder(clause: Clause, told: Iterable[Recognised]) -> Iterator[str]:
    for item in told:
        if clause.kind == "ladder":
            if item.ladder == clause.id:
                yield f"{item.title} is {item.outcome}" + (f" by {item.route}" if item.route else "")
        elif clause.id in item.feasible_routes or any(_by(reason, clause.id) for reason in item.reasons):
            said = [reason.message for reason in item.reasons if _by(reason, clause.id)]
            yield f"{item.title}: {'; '.join(said) or 'recognised by it'}"


def _by(reason: Reason, id: str) -> bool:
    return (reason.clause or "").partition("~")[0] == id


def _of_definition(clause: Clause, told: Iterable[Recognised], kind: str) -> Iterator[str]:
    seen = set()
    for item in told:
        for label in (item.classification, *item.classifications):
            if label is None or item.holding in seen:
                continue
            if label.definition == clause.id:
                seen.add(item.holding)
                yield f"{item.title} {_classed(label, kind)}"
            for criterion in label.criteria:
                if criterion.id == clause.id:
                    seen.add(item.holding)
                    yield f"{item.title}: {_judged(criterion)}"


def _classed(label: Classified, kind: str) -> str:
    said = {"not": f"is no {kind}", "undetermined": f"may be a {kind}"}.get(label.outcome, f"is a {label.outcome}")
    open_ = [
        f"{criterion.title or criterion.id}: {_judged(criterion)}"
        for criterion in label.criteria
        if criterion.met is not True
    ]
    return said + (f" ({'; '.join(open_)})" if open_ else "")


def _judged(criterion: CriterionResult) -> str:
    return (
        "it holds"
        if criterion.met
        else criterion.message or ("it is not known" if criterion.met is None else "it does not hold")
    )
