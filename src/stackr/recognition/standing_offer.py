"""What routes have in common: whether a route takes a holding, and granting it as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stackr._quantity import format_amount
from stackr.model.learning import State
from stackr.recognition.bench import Bench, Effect, Offer, Standing, title_of
from stackr.recognition.deadlines import timely
from stackr.recognition.units import Settled, target_credits, unit_of
from stackr.rulebook.book import Route


def takers(bench: Bench, route: Route) -> Iterator[tuple[Standing, bool]]:
    """Holdings that the route may take, each with whether that is sure. Why it may not take the others is a doubt."""
    for standing in bench.standings.values():
        if not standing.open_to(route) or _already(bench, standing, route) or _only_evidence(standing, route):
            continue
        truth = True if route.condition is None else route.condition(standing.holding, bench.context)
        if truth is not True and route.condition is not None:
            bench.doubt(standing.holding, route, route.condition, truth)
        if truth is False or (in_time := timely(bench, route, standing.holding)) is False:
            continue
        yield standing, truth is True and in_time is True and standing.sure_at(route)


def _only_evidence(standing: Standing, route: Route) -> bool:
    """Experience is no credential: people may assess it, and it may be evidence of prior learning."""
    return standing.holding.kind == "experience" and route.tree.kind not in ("assessment", "precedent")


def _already(bench: Bench, standing: Standing, route: Route) -> bool:
    """Under `first`, whether an earlier route has surely granted the holding."""
    return bench.ladder.tree.first_only and bench.surely.get(standing.holding.id, route.rank) < route.rank


def chain_fits(bench: Bench, route: Route, standing: Standing) -> bool:
    """Whether learning has not been recognised on from body to body more often than the ladder allows."""
    holding = standing.holding
    hops = 0 if holding.origin is None or holding.origin == holding.issuer else 1 + len(holding.via)
    if hops <= bench.ladder.tree.chain:
        return True
    told = f"it has been recognised on {hops} times since {holding.origin}; {bench.ladder.tree.chain} is the most here"
    bench.say(holding.id, "R416", told, bench.ladder.clause)
    return False


def as_it_stands(bench: Bench, route: Route, standing: Standing, sure: bool, *, awaited: bool = False) -> None:
    """Offer the holding as it is: its level, its credit or both, up to the route's cap."""
    holding, words = standing.holding, route.effects
    if "nothing" in words or not chain_fits(bench, route, standing):
        return
    title = title_of(route.clause)
    if not words & {"full", "credit", "part", "decided", "articulated", "units"}:
        told = f"{title}: its level is recognised, its credit not"
        pieces = bench.pieces[holding.id]
        bench.offer(Offer(route, (holding.id,), holding.id, "level-only", sure, pieces=pieces, message=told))
        return
    own = route.tree.kind == "own"
    code = holding.credential if own else None
    item = bench.item(code, holding.day("completed", "awarded"), holding.issuer)
    credits, credit_unit = target_credits(holding, item) if own else (holding.credits, holding.credit_unit)
    line = route.tree.grants
    limit = bench.cap(route, credit_unit)
    cap, sure = limit.most, sure and limit.known
    partial = cap is not None and (credits is None or credits > cap)
    if partial:
        credits, code = (cap if credits is not None else None), None
    settled = Settled(
        code=code,
        credits=credits,
        credit_unit=credit_unit,
        state=standing.state,
        sure=sure and not awaited,
        settles_level="full" in words or own,
        graded=line.graded if line else True,
        item=item,
    )
    conditional = line is not None and line.condition is not None
    settled = conditioned(settled, route, line.condition.text if conditional and line and line.condition else None)
    effect: Effect = "conditional" if conditional else "partial" if partial else "recognised"
    bench.offer(
        Offer(
            route=route,
            holdings=(holding.id,),
            label=holding.id,
            effect=effect,
            sure=sure and not awaited,
            units=(unit_of(bench, route, holding, settled, holding.id),),
            pieces=bench.pieces[holding.id],
            message=f"{title}: recognised"
            + (f" up to {format_amount(cap)} credits" if partial and cap is not None else "")
            + (f" as {code}" if code else ""),
            awaited=awaited,
        )
    )


def conditioned(settled: Settled, route: Route, condition: str | None, met: bool | None = None) -> Settled:
    """A conditional grant is in progress until its condition is met, unless the rule says that it counts now."""
    if condition is None or met:
        return settled
    line = route.tree.grants
    now = line is not None and line.counts_now
    state = settled.state if now or settled.state is State.PLANNED else State.IN_PROGRESS
    return replace(settled, condition=condition, state=state)
