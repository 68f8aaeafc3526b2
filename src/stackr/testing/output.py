"""A run as text, JSON and JUnit XML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from xml.etree import ElementTree

from stackr._xml import xml_text
from stackr.language import tree
from stackr.testing.mutate import Mutant
from stackr.testing.result import TODAY, Report, ScenarioResult

AHEAD = ("expires", "until")
"""Members whose day lies ahead."""

SHOWN = 5
"""So many reasons of one failure are printed."""


def as_text(report: Report, coverage: bool = False, mutants: Sequence[Mutant] | None = None) -> str:
    """Failures with what was expected and found; then one line of figures; then coverage and changes if asked for."""
    lines: list[str] = []
    for result in report.failed:
        lines += [*_failure(result), ""]
    passed = len(report.results) - len(report.failed)
    lines.append(f"{passed} passed, {len(report.failed)} failed")
    if coverage:
        lines += _coverage(report)
    if mutants is not None:
        unnoticed = [mutant for mutant in mutants if not mutant.noticed]
        lines.append(f"changes noticed: {len(mutants) - len(unnoticed)} of {len(mutants)}")
        lines += [f"  no scenario notices: {mutant.change} ({mutant.span.at})" for mutant in unnoticed]
    return "\n".join(lines) + "\n"


def failure_text(result: ScenarioResult) -> str:
    """What a scenario expects and what is found instead."""
    return "\n".join(_failure(result))


def _failure(result: ScenarioResult) -> list[str]:
    lines = [f'FAILED "{result.scenario.title.text}" at {result.scenario.span.at}']
    if result.scenario.as_of is None and (later := _later(result.scenario)):
        lines.append(
            f"  it names no day, so the day is {TODAY}: what is of {later} is not known yet; write `as of DATE`"
        )
    if result.error:
        lines.append(f"  it could not be run: {result.error}")
    elif not result.outcomes:
        lines.append("  it expects nothing: add an `expect` line")
    for outcome in result.outcomes:
        if not outcome.met:
            lines += [
                f"  line {outcome.span.line}",
                f"    expected: {outcome.expected}",
                f"    found:    {outcome.found}",
            ]
            lines += [f"    because:  {text}" for text in outcome.why[:SHOWN]]
            if more := len(outcome.why) - SHOWN:
                lines += [f"              and {more} more"] * (more > 0)
    return lines


def _later(scenario: tree.Scenario) -> date | None:
    """The first day in its holdings and decisions that comes after the day of a scenario that names none."""
    members = [member for line in scenario.holdings for member in line.members]
    members += [member for made in scenario.decisions for member in made.members]
    days = [value for name, values in members if name not in AHEAD for value in values if isinstance(value, date)]
    return min((day for day in days if day > TODAY), default=None)


def _coverage(report: Report) -> list[str]:
    cover = report.coverage
    reached = len(cover.clauses) - len(cover.unexercised)
    lines = [f"clauses exercised: {reached} of {len(cover.clauses)}"]
    lines += [f"  no scenario exercises {id}" for id in cover.unexercised]
    for id in cover.one_sided:
        lines.append(f"  {id} is only ever {'met' if id in cover.met else 'not met'}")
    return lines


def as_json(report: Report, mutants: Sequence[Mutant] | None = None) -> dict[str, Any]:
    """The run as plain values; `mutants` only if changes were tried."""
    tried = [{"change": m.change, "at": m.span.at, "noticed": m.noticed} for m in mutants or ()]
    return {
        "schema": "stackr.test/1",
        "passed": len(report.results) - len(report.failed),
        "failed": len(report.failed),
        "scenarios": [_scenario(result) for result in report.results],
        "coverage": {
            "clauses": len(report.coverage.clauses),
            "unexercised": list(report.coverage.unexercised),
            "one_sided": list(report.coverage.one_sided),
        },
        **({} if mutants is None else {"mutants": tried}),
    }


def _scenario(result: ScenarioResult) -> dict[str, Any]:
    return {
        "title": result.scenario.title.text,
        "at": result.scenario.span.at,
        "passed": result.passed,
        "error": result.error,
        "expectations": [
            {"line": o.span.line, "expected": o.expected, "found": o.found, "met": o.met, "why": list(o.why)}
            for o in result.outcomes
        ],
    }


def as_junit(report: Report) -> str:
    """The run as JUnit XML, one test case a scenario."""
    suite = ElementTree.Element(
        "testsuite", name="stackr", tests=str(len(report.results)), failures=str(len(report.failed)), errors="0"
    )
    for result in report.results:
        title, file = result.scenario.title.text, result.scenario.span.file
        case = ElementTree.SubElement(suite, "testcase", name=xml_text(title), classname=xml_text(file))
        if not result.passed:
            text = "\n".join(_failure(result)[1:])
            ElementTree.SubElement(case, "failure", message=xml_text(title)).text = xml_text(text)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"
