"""What the record would say of what a plan adds: courses passed, prior learning judged, at the end of a term or on the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from stackr.conditions.predicate import Context
from stackr.graph.offer import as_holding
from stackr.model.learning import Decision, Evidence, Holding
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.horizon import Term

MARK = "\x1f"
"""In front of the ids of learning that nobody has yet. Neither records nor rules can hold this letter."""
AT = "\x1e"
"""Between a label and the position of a term, in such an id."""
EVIDENCE = ("portfolio", "interview", "test", "reference", "observation")


def label_of(id: str) -> str | None:
    """The label in the id of learning that nobody has yet; None for what is held."""
    return id.removeprefix(MARK).partition(AT)[0] if id.startswith(MARK) else None


def learning(
    chosen: Iterable[Candidate], terms: Sequence[Term], context: Context, dated: bool
) -> tuple[list[Holding], list[Decision]]:
    """What the record would say of each: passed, or decided, at the end of a term (or on the day)."""
    holdings, decisions = [], []
    for each in chosen:
        for position in each.terms if dated else (None,):
            id = MARK + each.label + (f"{AT}{position}" if position is not None else "")
            term = terms[position] if position is not None else None
            day = (term.end if term is not None else None) or context.as_of
            if each.way == "rpl":
                holdings.append(evidence(id, day))
                decisions.append(judged(id, each, day))
            elif each.item is not None:
                holdings.append(taken(id, each, context, day, term))
    return holdings, decisions


def taken(id: str, each: Candidate, context: Context, day: date, term: Term | None) -> Holding:
    """A course passed at the end of a term: in progress until it is, so at any grade that is asked."""
    assert each.item is not None
    dates = {"awarded": day, "completed": day}
    if term is not None and term.start is not None:
        dates["starts"] = term.start
    name = term.name if term is not None else None
    return as_holding(each.item, context, id, status="in-progress", dates=dates, term=name)


def evidence(id: str, day: date) -> Holding:
    """Evidence as an assessor would ask for."""
    shown = tuple(Evidence(kind, day) for kind in EVIDENCE)
    return Holding(
        id=id,
        title="Evidence of prior learning, to be gathered",
        kind="experience",
        status="active",
        holder="learner",
        signature="verified",
        dates={"awarded": day, "completed": day},
        evidence=shown,
    )


def judged(id: str, each: Candidate, day: date) -> Decision:
    """The decision that is hoped for: the unit, every outcome of it met."""
    outcomes = each.item.outcomes if each.item is not None else ()
    shares = dict.fromkeys(outcomes or ("all outcomes",), Fraction(1))
    return Decision(id=id, kind="rpl", holding=id, unit=each.code, shares=shares, by="assumed by the plan", date=day)
