"""What is expected of a holding: how it was recognised and classified, and why it does not count."""

from __future__ import annotations

from stackr._quantity import read_back
from stackr.conditions.clauses import is_called
from stackr.language import tree
from stackr.model.audit import Audit
from stackr.model.recognised import Recognised
from stackr.testing.found import Found, listed

DECIDED = frozenset({"R406", "R408"})
"""Reasons of a refusal by a person, and by a gate."""


def _holding(expect: tree.Expect, audit: Audit) -> list[Recognised]:
    subject = expect.subject.text if expect.subject else ""
    found = [item for item in audit.recognition if item.holding == subject]
    if not found:
        raise LookupError(f"no holding is called {subject}; there are {listed([r.holding for r in audit.recognition])}")
    return found


def recognition(expect: tree.Expect, audit: Audit) -> Found:
    """It is recognised so, by these routes, as so much."""
    for item in _holding(expect, audit):
        routes = _routes(expect.word, item)
        granted = expect.word in (item.outcome, "feasible")
        named = all(any(route is not None and is_called(route, name.text) for route in routes) for name in expect.names)
        because = expect.text is None or any(expect.text.text.casefold() in r.message.casefold() for r in item.reasons)
        unit = expect.scope is None or any(expect.scope.text == given.code for given in item.units)
        if granted and named and because and unit and _given(expect, item):
            return True, item.outcome
    return False, "; ".join(_said(item, with_reasons=expect.text is not None) for item in _holding(expect, audit))


def _routes(word: str | None, item: Recognised) -> tuple[str | None, ...]:
    """The routes that an outcome is by; of a refusal by a gate, the gate."""
    if word == "feasible":
        return item.feasible_routes
    if word == "pending" and item.awaiting is not None:
        return item.route, item.awaiting.clause
    if word == "refused":
        decided = [reason.clause for reason in item.reasons if reason.code in DECIDED and reason.clause]
        return item.route, *(clause.partition("~")[0] for clause in decided)
    return (item.route,)


def _given(expect: tree.Expect, item: Recognised) -> bool:
    quantity = expect.amount
    if not isinstance(quantity, tree.Quantity):
        return True
    of = quantity.credit_unit.text if quantity.credit_unit is not None else None
    units = [unit for unit in item.units if of in (None, unit.credit_unit)]
    return any(unit.credits is not None and read_back(unit.credits) == quantity.amount for unit in units)


def _said(item: Recognised, *, with_reasons: bool) -> str:
    """With what was given, and where one is expected the reasons: a failure tells them beside it anyway."""
    reasons = f": {'; '.join(reason.message for reason in item.reasons)}" if with_reasons else ""
    units = ", ".join(
        f"{unit.code or 'block'} {unit.credits or '?'}{f' {unit.credit_unit}' if unit.credit_unit else ''}"
        for unit in item.units
    )
    feasible = listed(list(item.feasible_routes))
    by = item.route or (item.awaiting.clause if item.awaiting is not None else None) or "no route"
    return f"{item.outcome} by {by} giving {units or 'nothing'} (feasible: {feasible}){reasons}"


def _classes(expect: tree.Expect, audit: Audit) -> dict[str, tuple[str, dict[str, bool | None]]]:
    verdicts = {}
    for item in _holding(expect, audit):
        for verdict in filter(None, (item.classification, *item.classifications)):
            criteria = {c.id: c.met for c in verdict.criteria}
            verdicts[verdict.definition] = (verdict.outcome, criteria)
    return verdicts


def class_(expect: tree.Expect, audit: Audit) -> Found:
    """A definition judges it so."""
    outcomes = {definition: outcome for definition, (outcome, _) in _classes(expect, audit).items()}
    found = outcomes.get(expect.scope.text if expect.scope else "")
    return found == expect.word, found or f"judged only by {listed(list(outcomes))}"


def criterion(expect: tree.Expect, audit: Audit) -> Found:
    """A criterion of a definition judges it so."""
    wanted = expect.names[0].text
    word = {True: "met", False: "unmet", None: "unknown"}
    for definition, (_, criteria) in _classes(expect, audit).items():
        called = min((id for id in criteria if is_called(id, wanted)), key=len, default=None)
        if (expect.scope is None or expect.scope.text == definition) and called is not None:
            return word[criteria[called]] == expect.word, word[criteria[called]]
    raise LookupError(f"no criterion is called {wanted}")


def unused(expect: tree.Expect, audit: Audit) -> Found:
    """It does not count, for this reason."""
    subject, where = expect.subject.text if expect.subject else "", expect.scope.text if expect.scope else None
    found = [
        (entry.qualification, unit.reason)
        for entry in audit.qualifications
        for unit in entry.unused
        if subject in (unit.code, unit.holding, unit.unit) and where in (None, entry.qualification)
    ]
    met = any(expect.word in (None, reason) for _, reason in found)
    return met, "; ".join(f"{reason} in {award}" for award, reason in found) or _counted(subject, where, audit)


def _counted(subject: str, where: str | None, audit: Audit) -> str:
    """Where what is not unused counts."""
    places = {
        unit.requirement
        for entry in audit.qualifications
        for unit in entry.counted
        if subject in (unit.code, unit.holding, unit.unit) and where in (None, entry.qualification)
    }
    return f"counted at {listed(places)}" if places else f"nothing called {subject} is recognised for certain"
