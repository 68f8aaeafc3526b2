"""One finding per holding: its outcome, every feasible route, and why; a refusal states difference, advice and appeal."""

from __future__ import annotations

from stackr.model.learning import Holding
from stackr.recognition.bench import Bench, Offer, because, title_of
from stackr.recognition.missing import missing_members
from stackr.recognition.types import Finding, Outcome, Pending, Reason

OPEN = "open"
"""An appeal without a time or a body."""


def finding(bench: Bench, holding: Holding, mine: list[Offer]) -> Finding:
    """What the ladder says of the holding, once all its routes have spoken. `mine`: the offers that use it."""
    granting = [offer for offer in mine if not offer.awaited]
    sure = [offer for offer in granting if offer.sure]
    best = _best(sure)
    pending = _pending(bench, holding, best)
    outcome = _outcome(bench, holding, best, granting or mine, pending)
    told = sure if best is not None else granting
    reasons = [*(_told(offer) for offer in told), *bench.reasons.get(holding.id, [])]
    if best is None or not best.units:
        reasons.extend(_doubts(bench, holding))
    advice, appeal = (_advice(bench), _appeal(bench, holding)) if outcome == "refused" else (None, None)
    if outcome == "refused":
        reasons.extend(_refusal(bench, holding))
        reasons.extend(_remedies(bench, advice, appeal))
    routes = sorted({(offer.route.rank, offer.route.clause.id) for offer in sure})
    return Finding(
        holding=holding.id,
        outcome=outcome,
        route=best.route.clause.id if best is not None else None,
        feasible_routes=tuple(route for _, route in routes),
        units=tuple(sorted((unit for offer in mine for unit in offer.units), key=lambda unit: unit.id)),
        reasons=tuple(dict.fromkeys(reasons)),
        pending=pending,
        differences=tuple(sorted(set(bench.differences.get(holding.id, [])))),
        advice=advice,
        appeal=appeal,
        integrity=_integrity(bench, holding),
        bundle=bench.bundles.get(holding.id),
    )


def _best(sure: list[Offer]) -> Offer | None:
    """The earliest route that grants credit, else the earliest that settles the level."""
    ordered = sorted(sure, key=lambda offer: (not offer.units, offer.route.rank, offer.label))
    return ordered[0] if ordered else None


def _outcome(
    bench: Bench,
    holding: Holding,
    best: Offer | None,
    possible: list[Offer],
    pending: tuple[Pending, ...],
) -> Outcome:
    if best is not None:
        return best.effect
    if _integrity(bench, holding) or holding.status in ("failed", "withdrawn"):
        return "refused"
    if holding.id in bench.refused:
        return "refused"
    if possible or pending or holding.id in bench.bundles:
        return "pending"
    return "refused"


def _integrity(bench: Bench, holding: Holding) -> bool:
    standing = bench.standings[holding.id]
    return standing.integrity or standing.barred_from is not None


def _pending(bench: Bench, holding: Holding, best: Offer | None) -> tuple[Pending, ...]:
    """What waits for somebody; what the record leaves out, too, where nothing recognises the holding without it."""
    waiting = list(bench.pending.get(holding.id, []))
    if best is None or not best.units:
        for route, condition, truth in bench.doubts.get(holding.id, []):
            if truth is None and route.tree.kind != "advice":
                missing = missing_members(condition, holding, bench.learner)
                what = f"show that {bench.words(condition)}"
                waiting.append(Pending(what, "learner", None, route.clause.id, missing=missing))
    return tuple(dict.fromkeys(waiting))


def _doubts(bench: Bench, holding: Holding) -> list[Reason]:
    """Which routes are closed to it, and of which that isn't known."""
    reasons = []
    for route, condition, truth in bench.doubts.get(holding.id, []):
        words = bench.words(condition)
        if truth is False:
            told = route.clause.message or f"{title_of(route.clause)} is not open to it: it asks that {words}"
            reasons.append(because("R410", told, route.clause))
        else:
            missing = missing_members(condition, holding, bench.learner)
            silent = f": the record does not say {', '.join(missing)}" if missing else ""
            reasons.append(because("R411", f"it is not known whether {words}{silent}", route.clause))
    return reasons


def _told(offer: Offer) -> Reason:
    code = {"recognised": "R401", "partial": "R402", "level-only": "R403", "conditional": "R404"}[offer.effect]
    message = offer.message if offer.sure else f"possible, once what is open is settled: {offer.message}"
    conditions = sorted({unit.condition for unit in offer.units if unit.condition})
    if conditions:
        now = offer.route.tree.grants is not None and offer.route.tree.grants.counts_now
        message += f", on condition: {'; '.join(conditions)}" + (" (counts now)" if now else " (counts once it is met)")
    return because(code, message, offer.clause or offer.route.clause)


def _refusal(bench: Bench, holding: Holding) -> list[Reason]:
    """Why nothing recognises it, where nothing else has said so; and that RPL stays open where it does."""
    if _integrity(bench, holding) or holding.status in ("failed", "withdrawn"):
        return []
    reasons = []
    if holding.id not in bench.refused:
        reasons.append(because("R407", f"no route recognises it{_only_by_people(bench, holding)}", bench.ladder.clause))
    rpl = next((route for route in bench.ladder.routes if route.tree.kind == "rpl"), None)
    if rpl is not None:
        told = f"{title_of(rpl.clause)} is open on application, for any unit whose outcomes it can show"
        reasons.append(because("R423", told, rpl.clause))
    return reasons


def _only_by_people(bench: Bench, holding: Holding) -> str:
    """What would credit experience, which is no credential."""
    if holding.kind != "experience":
        return ""
    by = "assessment, precedent or a decision on prior learning"
    open_ = any(route.tree.kind in ("assessment", "precedent", "rpl") for route in bench.ladder.routes)
    return f": experience is credited by {by}" + ("" if open_ else ", and no such route is open here")


def _remedies(bench: Bench, advice: str | None, appeal: str | None) -> list[Reason]:
    """What the learner is advised, and to whom an appeal goes."""
    told = [("R436", f"advice: {advice}")] if advice is not None else []
    told += [("R437", "an appeal is open" + (f" {appeal}" if appeal != OPEN else ""))] if appeal is not None else []
    return [because(code, message, bench.ladder.refusal) for code, message in told]


def _advice(bench: Bench) -> str | None:
    refusal = bench.ladder.tree.refusal
    if refusal is None or refusal.advice is None:
        return None
    return refusal.advice.text or "the body that decides gives it"


def _appeal(bench: Bench, holding: Holding) -> str | None:
    """`within 30 days to the Senate, until 2026-03-03`; the day is known where a decision has one."""
    refusal = bench.ladder.tree.refusal
    if refusal is None or not refusal.appealable:
        return None
    decision = bench.refused.get(holding.id)
    words = f"within {refusal.appeal}" if refusal.appeal is not None else ""
    if refusal.appeal_to is not None:
        words = f"{words} to {refusal.appeal_to.text}".lstrip()
    if refusal.appeal is not None and decision is not None and decision.date is not None:
        words += f", until {refusal.appeal.after(decision.date).isoformat()}"
    return words or OPEN
