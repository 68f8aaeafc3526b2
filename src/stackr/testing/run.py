"""Running scenarios: each is admitted, audited and judged; what the clauses did is gathered for coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stackr.audit.options import AuditOptions
from stackr.audit.run import audit
from stackr.checks.expected import names_of_nothing
from stackr.language import tree
from stackr.model.audit import Audit
from stackr.records.admit import admit
from stackr.records.errors import RecordError
from stackr.rulebook.book import RuleBook
from stackr.testing.because import because, requirements
from stackr.testing.expect import judge
from stackr.testing.learner import record
from stackr.testing.result import TODAY, Coverage, Outcome, Report, ScenarioResult
from stackr.testing.said import expected

KINDS_COVERED = frozenset({"requirement", "limit", "layer", "route", "criterion", "gate"})

ABOUT_HOLDINGS = frozenset({"recognition", "class", "criterion", "unused"})
"""Expectations whose subject is a holding, even where an award has the same name."""


def run_scenarios(book: RuleBook, scenarios: Iterable[tree.Scenario] | None = None) -> Report:
    """Every scenario of the book (or those given), in order of file and place."""
    results, met, unmet = [], set[str](), set[str]()
    for scenario in book.scenarios if scenarios is None else scenarios:
        result, found = run_scenario(book, scenario)
        results.append(result)
        if found is not None:
            for id, good in _decided(found):
                (met if good else unmet).add(id.partition("~")[0])
    blank = {c.clause.id for d in book.definitions.values() for c in d.criteria if c.condition is None}
    named = {id for id, clause in book.clauses.items() if clause.kind in KINDS_COVERED and "~" not in id} - blank
    return Report(tuple(results), Coverage(frozenset(met), frozenset(unmet), frozenset(named)))


def run_scenario(book: RuleBook, scenario: tree.Scenario) -> tuple[ScenarioResult, Audit | None]:
    """One scenario and the audit it led to (None if there was none)."""
    day = scenario.as_of or TODAY
    together = tuple(tuple(name.text for name in claim) for claim in scenario.claims)
    try:
        routes = {route.clause.id for ladder in book.ladders.values() for route in ladder.routes}
        learner = admit(record(scenario, routes, book.tables.catalogue), book.tables, day)
        unreadable = [f"{made.id}: {why}" for made in learner.decisions for _, why in made.faults]
        if unreadable:
            return ScenarioResult(scenario, (), "; ".join(unreadable)), None
        found = audit(book, learner, awards_of(book, scenario), day, AuditOptions(together=together))
    except (RecordError, LookupError, ValueError) as error:
        return ScenarioResult(scenario, (), str(error)), None
    return ScenarioResult(
        scenario, tuple(_outcome(book, scenario, expect, found) for expect in scenario.expects)
    ), found


def awards_of(book: RuleBook, scenario: tree.Scenario) -> tuple[str, ...] | None:
    """The awards a scenario is about: those it names, else those its expectations name, else all of its own file."""
    if scenario.for_:
        return tuple(name.text for name in scenario.for_)
    named = {name.text for claim in scenario.claims for name in claim}
    for expect in scenario.expects:
        subject = None if expect.kind in ABOUT_HOLDINGS else expect.subject
        for text in [name.text for name in (subject, expect.scope, *expect.names) if name is not None]:
            named |= {award for award in book.qualifications if text == award or text.startswith(f"{award}.")}
    if named:
        return tuple(sorted(named))
    here = {v.name for each in book.qualifications.values() for v in each if v.tree.span.file == scenario.span.file}
    return tuple(sorted(here)) or None


def _outcome(book: RuleBook, scenario: tree.Scenario, expect: tree.Expect, found: Audit) -> Outcome:
    try:
        met, said = judge(expect, found)
        nothing = names_of_nothing(book, scenario, expect) if met else ()
        if nothing:
            met, said = False, f"nothing, whatever the rules say: {nothing[0].message}"
    except LookupError as error:
        met, said = False, str(error.args[0])
    why = () if met else because(expect, found)
    return Outcome(expected(expect), said, met, expect.span, why)


def _decided(found: Audit) -> Iterator[tuple[str, bool]]:
    """(clause, whether it was met) for all that decided something."""
    for entry in found.qualifications:
        for item in requirements(entry):
            yield item.id, item.status in ("met", "waived")
        for limit in entry.limits:
            for id in {limit.id, limit.id.rpartition("#")[0]}:  # one line a year stands for the limit
                yield id, limit.status == "met" or limit.status == "waived"
        for unit in entry.unused:
            if unit.clause:
                yield unit.clause, False
    for recognised in found.recognition:
        for route in recognised.feasible_routes:
            yield route, True
        for reason in recognised.reasons:
            if reason.clause and reason.clause not in recognised.feasible_routes:
                yield reason.clause, recognised.outcome in ("recognised", "partial", "level-only")
        for verdict in filter(None, (recognised.classification, *recognised.classifications)):
            for criterion in verdict.criteria:
                if criterion.met is not None:
                    yield criterion.id, criterion.met
