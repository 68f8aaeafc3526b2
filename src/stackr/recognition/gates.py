"""Before any route: is this the learner's, is it genuine, does it stand? What fails here never falls through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from stackr.conditions.clauses import Clause
from stackr.conditions.predicate import Predicate
from stackr.model.learning import Holding, State
from stackr.recognition.bench import Bench, Standing
from stackr.recognition.missing import missing_members
from stackr.recognition.types import Pending
from stackr.rulebook.book import Route

_WITHOUT_RESULT = {"failed": "it was not passed", "withdrawn": "it was given up"}
_HYPOTHETICAL = ("in-progress", "planned")


def stand(bench: Bench, holding: Holding) -> Standing:
    """Whether the holding may enter the ladder, and in which reading. Says why not."""
    state = state_of(holding, bench.as_of)
    passes = _gates(bench, holding)
    if passes is not False:
        passes = _plain_integrity(bench, holding, passes)
    integrity = passes is False
    if passes is not False and holding.status in _WITHOUT_RESULT:
        bench.say(holding.id, "R426", f"{_WITHOUT_RESULT[holding.status]}, so there is nothing to recognise")
        passes = False
    sure = passes is True and holding.status != "suspended" and holding.holder != "unresolved"
    standing = Standing(holding, passes, state, sure, integrity)
    if passes is False:
        _flag_used(bench, holding)
        return standing
    _tell_state(bench, holding, state)
    return _bars(bench, standing)


def state_of(holding: Holding, as_of: date) -> State:
    """Earned, in progress or planned. What is awarded (or else completed) only after the day is in progress on it."""
    if holding.status == "planned":
        return State.PLANNED
    day = holding.dates.get("awarded") or holding.dates.get("completed")
    if holding.status == "in-progress" or (day is not None and day > as_of):
        return State.IN_PROGRESS
    return State.EARNED


def _gates(bench: Bench, holding: Holding) -> bool | None:
    """Kleene and over every line of every gate. Learning under way, planned or suspended is asked as if it were active."""
    asked = replace(holding, status="active") if holding.status in (*_HYPOTHETICAL, "suspended") else holding
    passes: bool | None = True
    for clause, condition in bench.ladder.lines:
        truth = condition.test(asked, bench.context)
        if truth is not True:
            _tell_gate(bench, asked, clause, condition, truth)
            passes = False if truth is False or passes is False else None
    return passes


def _tell_gate(bench: Bench, holding: Holding, clause: Clause, condition: Predicate, truth: bool | None) -> None:
    if truth is False:
        bench.say(
            holding.id,
            "R408",
            clause.message or f"the gate asks that {bench.words(condition)}; it does not hold",
            clause,
        )
    else:
        missing = missing_members(condition, holding, bench.learner)
        what = f"show that {bench.words(condition)}"
        bench.say(holding.id, "R411", f"it is not known whether {bench.words(condition)}", clause)
        bench.await_(holding.id, Pending(what, "learner", None, clause.id, missing=missing))


def _plain_integrity(bench: Bench, holding: Holding, passes: bool | None) -> bool | None:
    """What holds with or without a gate that says so: revoked, forged, somebody else's."""
    if holding.unread("holding"):
        bench.say(holding.id, "R424", "it can't be read; nothing is known of it")
        bench.await_(holding.id, Pending("give the holding in a form that can be read", "learner", None, None))
        return None
    for value, failed, message in (
        (holding.status, "revoked", "its issuer has revoked it"),
        (holding.signature, "invalid", "its signature is not valid"),
        (holding.holder, "other", "it is somebody else's"),
    ):
        if value == failed:
            bench.say(holding.id, "R408", message)
            return False
    if holding.unread("status"):
        bench.say(
            holding.id, "R438", "whether it was passed can't be read; until that is known it counts only as possible"
        )
        bench.await_(holding.id, Pending("say whether it was passed", None, None, None, missing=("status",)))
        return None
    if holding.unread("signature"):
        bench.say(
            holding.id, "R438", "whether it is genuine can't be read; until that is known it counts only as possible"
        )
        bench.await_(holding.id, Pending("say whether it is genuine", None, None, None, missing=("signature",)))
        return None
    if holding.holder == "unresolved":
        bench.say(holding.id, "R432", "whose it is has not been settled")
        bench.await_(holding.id, Pending("settle whose learning this is", None, None, None, missing=("holder",)))
        return None
    return passes


def _flag_used(bench: Bench, holding: Holding) -> None:
    if holding.status == "revoked" and holding.used_in:
        awards = ", ".join(holding.used_in)
        told = f"it has counted toward {awards}, which people must look at again; nothing is taken back by itself"
        bench.say(holding.id, "R429", told)


def _tell_state(bench: Bench, holding: Holding, state: State) -> None:
    if holding.status == "suspended":
        bench.say(holding.id, "R425", "it is suspended; until that is lifted it counts only as possible")
        bench.await_(
            holding.id, Pending("lift or confirm the suspension", holding.issuer, None, None, missing=("status",))
        )
    elif holding.status in _HYPOTHETICAL:
        bench.say(holding.id, "R428", "it is planned" if state is State.PLANNED else "it is in progress")
    elif state is State.IN_PROGRESS:
        bench.say(holding.id, "R427", f"it is not yet awarded on {bench.as_of.isoformat()}; it counts as in progress")


def _bars(bench: Bench, standing: Standing) -> Standing:
    """Where the ladder closes to the holding, and where it may."""
    holding = standing.holding
    barred: int | None = None
    doubtful: int | None = None
    for route in bench.ladder.barring:
        truth = _barred(bench, holding, route)
        if truth and barred is None:
            barred = route.rank
            _tell_barred(bench, holding, route)
        elif truth is None and doubtful is None:
            doubtful = route.rank
            _tell_doubt(bench, holding, route)
    if barred is None and doubtful is None:
        return standing
    return replace(standing, barred_from=barred, doubtful_from=doubtful)


def _barred(bench: Bench, holding: Holding, route: Route) -> bool | None:
    """Kleene and: a route bars only what its own `when` lets in."""
    assert route.bars is not None
    concerned = route.condition is None or route.condition(holding, bench.context)
    truth = route.bars(holding, bench.context) if concerned is not False else False
    return truth if concerned or truth is False else None


def _tell_barred(bench: Bench, holding: Holding, route: Route) -> None:
    assert route.bars is not None
    told = f"barred, because {bench.words(route.bars)}; from here on no route is open to it"
    bench.say(holding.id, "R409", route.clause.message or told, route.clause)


def _tell_doubt(bench: Bench, holding: Holding, route: Route) -> None:
    """Names each condition that is open, and whoever can settle it."""
    for asked in (route.condition, route.bars):
        if asked is None or asked(holding, bench.context) is not None:
            continue
        told = f"it is not known whether {bench.words(asked)}, which would bar it"
        bench.say(holding.id, "R411", told, route.clause)
        missing = missing_members(asked, holding, bench.learner)
        what = f"say whether {bench.words(asked)}"
        bench.await_(holding.id, Pending(what, "learner", None, route.clause.id, missing=missing))
