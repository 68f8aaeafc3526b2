"""What the rules ask of an RPL decision: in time, nothing excluded, every outcome met, evidence current and of enough kinds.

Whether evidence is valid, authentic and sufficient is the assessor's judgement; the decision is where it stands.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.model.learning import Decision, Evidence, Holding
from stackr.recognition.bench import Bench, Standing, title_of
from stackr.recognition.deadlines import timely
from stackr.recognition.types import Pending
from stackr.requirements.words import counted_words
from stackr.rulebook.book import Route


def may_show(bench: Bench, route: Route, standing: Standing) -> bool | None:
    """Whether the route looks at the holding at all; why it does not, or what is not known, is a doubt."""
    if not standing.open_to(route):
        return False
    truth = True if route.condition is None else route.condition(standing.holding, bench.context)
    if truth is not True and route.condition is not None:
        bench.doubt(standing.holding, route, route.condition, truth)
    return truth


def checked(bench: Bench, route: Route, decision: Decision, holding: Holding | None) -> bool | None:
    """Whether the decision may grant: false with the reason said, unknown with what is missing said."""
    if not (_not_refused(bench, route, decision, holding) and _not_excluded(bench, route, decision, holding)):
        return False
    truths = [check(bench, route, decision, holding) for check in (_timely, _outcomes, _evidence)]
    if False in truths:
        return False
    return None if None in truths else True


def _not_refused(bench: Bench, route: Route, decision: Decision, holding: Holding | None) -> bool:
    if decision.outcome != "refused":
        return True
    bench.say(
        _of(holding),
        "R406",
        f"{decision.unit or 'credit'} is refused by {decision.by or 'decision'}"
        + (f" ({decision.reason})" if decision.reason else ""),
        route.clause,
    )
    if holding is not None:
        bench.refused.setdefault(holding.id, decision)
    return False


def _of(holding: Holding | None) -> str | None:
    return None if holding is None else holding.id


def excluded(bench: Bench, route: Route, unit: str | None) -> bool:
    """Whether `never for` names the unit, or every clause that names the unit in the qualifications in question."""
    if unit is None or not route.never_for:
        return False
    clauses = bench.targets.get(unit, ())
    return unit in route.never_for or (bool(clauses) and all(_under(clause, route.never_for) for clause in clauses))


def _under(clause: str, banned: frozenset[str]) -> bool:
    return any(clause == name or clause.startswith(f"{name}.") for name in banned)


def _not_excluded(bench: Bench, route: Route, decision: Decision, holding: Holding | None) -> bool:
    if not excluded(bench, route, decision.unit):
        return True
    bench.say(
        _of(holding),
        "R421",
        f"{decision.unit} is never granted by {title_of(route.clause)}",
        route.clause,
    )
    return False


def _timely(bench: Bench, route: Route, decision: Decision, holding: Holding | None) -> bool | None:
    return timely(bench, route, holding, decision.date)


def _ask(
    bench: Bench, route: Route, holding: Holding | None, message: str, member: str, who: str | None = "learner"
) -> None:
    bench.say(_of(holding), "R411", message, route.clause)
    if holding is not None:
        bench.await_(holding.id, Pending(message, who, None, route.clause.id, missing=(member,)))


def _outcomes(bench: Bench, route: Route, decision: Decision, holding: Holding | None) -> bool | None:
    """Every outcome of the unit is judged, and met to the share that the route asks."""
    asked = route.tree.outcome_share.amount if route.tree.outcome_share else None
    if asked is None:
        return True
    item, of = bench.item(decision.unit, decision.date), decision.unit or "credit"
    outcomes = (item.outcomes if item is not None else ()) or tuple(decision.shares)
    low = [name for name in sorted(outcomes) if decision.shares.get(name, asked) < asked]
    for name in low:
        found = _percent(decision.shares[name])
        bench.say(
            _of(holding),
            "R418",
            f"{of}: outcome {name} is met to {found}; {_percent(asked)} is the least",
            route.clause,
        )
    unjudged = [name for name in sorted(outcomes) if name not in decision.shares]
    if low:
        return False
    if unjudged or not outcomes:
        names = f"outcome {', '.join(unjudged)}" if unjudged else "any outcome"
        told = f"{of}: the decision judges no share of {names}"
        _ask(bench, route, holding, told, "shares", who=decision.by)
        return None
    return True


def _percent(share: Fraction) -> str:
    return f"{format_amount(share * 100)}%"


def _evidence(bench: Bench, route: Route, decision: Decision, holding: Holding | None) -> bool | None:
    """Enough kinds of evidence that is current. Evidence without a kind or date leaves it unknown, and so does none at all."""
    rule = route.tree.evidence
    if rule is None or (rule.kinds is None and route.current is None):
        return True
    left_out = {text.text.casefold() for text in rule.excluding}
    judged = [
        (piece, is_current(bench, route, of, piece))
        for of, piece in evidence_for(bench, decision.unit, holding)
        if piece.kind is None or piece.kind.casefold() not in left_out
    ]
    asked = rule.kinds or 1
    sure = {piece.kind.casefold() for piece, current in judged if current and piece.kind is not None}
    if len(sure) >= asked:
        return True
    open_ = {
        (piece.kind or f"no kind {n}").casefold() for n, (piece, current) in enumerate(judged) if current is not False
    }
    stale = sum(1 for _, current in judged if current is False)
    listed = holding.evidence if holding is not None else judged
    if len(open_) >= asked or not (listed or stale):
        told = f"{decision.unit}: current evidence of {_kinds(asked)} is asked; the record shows {len(sure)}"
        _ask(bench, route, holding, told, "evidence")
        return None
    if stale:
        limit = f" ({rule.current.duration} of {rule.current.clock})" if rule.current else ""
        pieces = "a piece of evidence is" if stale == 1 else f"{stale} pieces of evidence are"
        told = f"{decision.unit}: {pieces} not current{limit}"
        bench.say(_of(holding), "R419", told, route.clause)
    told = f"{decision.unit}: current evidence of {_kinds(len(sure))}; {asked} {'is' if asked == 1 else 'are'} asked"
    bench.say(_of(holding), "R420", told, route.clause)
    return False


def _kinds(number: int) -> str:
    return counted_words(str(number), "kind")


def evidence_for(bench: Bench, unit: str | None, holding: Holding | None) -> list[tuple[Holding, Evidence]]:
    """The evidence a decision rests on, with the holding it is attached to: that of the holding it names, else of every
    holding that speaks for the unit. A holding without evidence attached is evidence itself, and so is any credential."""
    item = bench.item(unit, bench.as_of)
    outcomes = set(item.outcomes) if item is not None else set()
    holdings = (
        [holding]
        if holding is not None
        else [
            standing.holding
            for standing in bench.standings.values()
            if standing.passes is not False and outcomes & outcomes_named(standing.holding)
        ]
    )
    return [(of, piece) for of in holdings for piece in (*of.evidence, *_itself(of))]


def outcomes_named(holding: Holding) -> set[str]:
    """Outcomes that a holding, or evidence attached to it, names."""
    return {outcome for piece in holding.evidence for outcome in piece.outcomes} | set(holding.outcomes or ())


def _itself(holding: Holding) -> tuple[Evidence, ...]:
    if holding.evidence and holding.kind == "experience":
        return ()
    day = holding.day("awarded", "completed")
    return (Evidence(holding.kind, day, holding.outcomes or ()),)


def is_current(bench: Bench, route: Route, holding: Holding, piece: Evidence) -> bool | None:
    """Whether one piece of evidence is recent enough: the route's window, asked of the day of the evidence."""
    if route.current is None or route.tree.evidence is None or route.tree.evidence.current is None:
        return True
    if piece.date is None:
        return None
    member = route.tree.evidence.current.member
    return route.current(replace(holding, dates={**holding.dates, member: piece.date}), bench.context)
