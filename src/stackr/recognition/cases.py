"""RPL cases: for which target units one is open, on which evidence, and what the learner would gain if it were decided well."""

from __future__ import annotations

from collections.abc import Set

from stackr.model.learning import Holding, State
from stackr.recognition.bench import Bench, Offer, Standing, title_of
from stackr.recognition.deadlines import decide_by, in_time
from stackr.recognition.rpl_checks import excluded, may_show, outcomes_named
from stackr.recognition.types import Case, Pending
from stackr.recognition.units import Settled, unit_of
from stackr.rulebook.book import Route


def open_cases(bench: Bench, route: Route, decided: Set[str | None]) -> None:
    """Open a case for each target unit that nothing gives, nothing bars, and evidence or an application names."""
    asked = applied_for(bench)
    speaking = [(standing, named) for standing in bench.standings.values() if (named := _names(bench, route, standing))]
    if not asked and not speaking:
        return
    given = {unit.code for offer in bench.offers for unit in offer.units if unit.code is not None}
    for code in sorted({*asked, *bench.targets}):
        if code in given or code in decided or any(case.unit == code for case in bench.cases):
            continue
        outcomes = _outcomes(bench, code)
        evidence = [standing for standing, named in speaking if named & outcomes]
        applied = code in asked
        if not evidence and not applied:
            continue
        if excluded(bench, route, code):
            told = f"{code} is never granted by {title_of(route.clause)}; no case opens"
            for standing in evidence:
                bench.say(standing.holding.id, "R421", told, route.clause)
            if not evidence:
                bench.say(None, "R421", told, route.clause)
            continue
        kept = [standing for standing in evidence if _timely(bench, route, standing)]
        if kept or (applied and _timely(bench, route, None)):
            _open(bench, route, code, kept, applied)


def applied_for(bench: Bench) -> frozenset[str]:
    """The units that the learner applied for by name."""
    return frozenset(bench.learner.named("applied_for"))


def _names(bench: Bench, route: Route, standing: Standing) -> set[str]:
    """The outcomes that the holding names, if it may be evidence. Learning that was never assessed may."""
    named = outcomes_named(standing.holding)
    return named if named and may_show(bench, route, standing) is not False else set()


def _outcomes(bench: Bench, code: str) -> set[str]:
    """The outcomes of the unit."""
    item = bench.item(code, bench.as_of)
    return set(item.outcomes) if item is not None else set()


def _timely(bench: Bench, route: Route, standing: Standing | None) -> bool:
    """Whether an application on this evidence is in time, as far as is known: if it is not, no decision could grant anything."""
    truth, told = in_time(bench, route, standing.holding if standing is not None else None, None)
    if truth is False:
        bench.say(standing.holding.id if standing is not None else None, "R422", f"out of time: {told}", route.clause)
    return truth is not False


def _open(bench: Bench, route: Route, code: str, evidence: list[Standing], applied: bool) -> None:
    holding = evidence[0].holding if evidence else None
    by, missing = decide_by(bench, route, holding)
    who = route.tree.by.text if route.tree.by else None
    shown = set[str]().union(*(outcomes_named(standing.holding) for standing in evidence))
    named = shown & _outcomes(bench, code)
    ids = tuple(sorted(standing.holding.id for standing in evidence))
    case = Case(code, route.clause.id, ids, tuple(sorted(named)), who, by, applied)
    bench.cases.append(case)
    for standing in evidence:
        told = f"it is evidence for {code}; recognition of prior learning is open"
        bench.say(standing.holding.id, "R423", told, route.clause)
        overdue = by is not None and by < bench.as_of
        pending = Pending(f"assess prior learning for {code}", who, by, route.clause.id, overdue, missing)
        bench.await_(standing.holding.id, pending)
    _possible(bench, route, code, evidence)


def _possible(bench: Bench, route: Route, code: str, evidence: list[Standing]) -> None:
    """The unit as it would be: in the possible reading only. It uses no learning up: which it would is not decided."""
    holding = evidence[0].holding if evidence else Holding(id=f"case-{code}", kind="experience", holder="learner")
    item = bench.item(code, bench.as_of)
    settled = Settled(
        code=code,
        credits=item.credits if item is not None else None,
        credit_unit=item.credit_unit if item is not None else None,
        state=State.EARNED,
        sure=False,
        ungraded=True,
        item=item,
    )
    unit = unit_of(bench, route, holding, settled, f"case:{code}")
    ids = tuple(sorted(standing.holding.id for standing in evidence))
    told = f"{code} is possible by {title_of(route.clause)}"
    bench.offer(Offer(route, ids, f"case:{code}", "recognised", False, (unit,), frozenset(), told, awaited=True))
