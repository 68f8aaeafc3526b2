"""What is expected of an award: how it stands, what counts, what holds it back."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from stackr._quantity import format_amount, read_back
from stackr.checks.expected import UNCLASSIFIED
from stackr.conditions.clauses import is_called
from stackr.language import tree
from stackr.model.audit import Audit
from stackr.model.qualification import CountedUnit, LimitResult, QualificationAudit, RequirementResult
from stackr.testing.because import requirements
from stackr.testing.found import Found, listed


def _award(expect: tree.Expect, audit: Audit) -> QualificationAudit:
    """The part about the award that the subject names, or that its clause belongs to."""
    subject = expect.subject.text if expect.subject else ""
    by_length = sorted(audit.qualifications, key=lambda entry: -len(entry.qualification))
    for entry in by_length:
        if subject == entry.qualification or subject.startswith(f"{entry.qualification}."):
            return entry
    raise LookupError(f"nothing here is called {subject}; there are {listed(e.qualification for e in by_length)}")


def status(expect: tree.Expect, audit: Audit) -> Found:
    """The award stands so, or is closed; with names, these count."""
    entry = _award(expect, audit)
    if expect.word == "closed":
        return entry.closed is not None, entry.closed or "open"
    met = entry.status == expect.word
    found = f"{entry.status} ({entry.progress.earned})"
    if expect.names:
        counted = {unit.code or unit.holding for unit in entry.counted}
        met = met and {name.text for name in expect.names} <= counted
        found += f" counting {listed(list(counted))}"
    return met, found


def progress(expect: tree.Expect, audit: Audit) -> Found:
    """So much of it is earned, or possible."""
    entry = _award(expect, audit)
    value = entry.progress.possible if expect.kind == "possible" else entry.progress.earned
    return read_back(value) == expect.amount, value


def missing(expect: tree.Expect, audit: Audit) -> Found:
    """So many credits are missing, or this fact is: of an award, or of one holding in any of the awards."""
    subject = expect.subject.text if expect.subject else ""
    if expect.scope is not None and subject in {item.holding for item in audit.recognition}:
        lacking = {fact.member for entry in audit.qualifications for fact in entry.missing if fact.holding == subject}
        return expect.scope.text in lacking, f"missing {listed(lacking)}"
    entry = _award(expect, audit)
    if isinstance(expect.amount, tree.Quantity):
        return read_back(entry.missing_credits) == expect.amount.amount, f"{entry.missing_credits} credits"
    members, asked = sorted({fact.member for fact in entry.missing}), expect.scope.text if expect.scope else ""
    found = f"missing {listed(members)}"
    parts: list[RequirementResult | LimitResult] = [*requirements(entry), *entry.limits]
    clause = next((part.id for part in parts if is_called(part.id, asked)), None)
    if clause:
        found += f"; `missing` asks which facts are unknown, `expect {clause} unmet` whether a clause is not met"
    return asked in members, found


def _counted_at(expect: tree.Expect, audit: Audit) -> list[CountedUnit]:
    entry, subject = _award(expect, audit), expect.subject.text if expect.subject else ""
    if subject == entry.qualification:
        return [unit for unit in entry.counted if unit.layer == "main"]
    below = (f"{subject}.", f"{subject}~")
    return [unit for unit in entry.counted if unit.requirement == subject or unit.requirement.startswith(below)]


def counts(expect: tree.Expect, audit: Audit) -> Found:
    """These count there; without names, nothing does."""
    counted = {name for unit in _counted_at(expect, audit) for name in (unit.code, unit.holding) if name}
    shown = listed([unit.code or unit.holding for unit in _counted_at(expect, audit)])
    if not expect.names:
        return not counted, f"counts {shown}"
    return {name.text for name in expect.names} <= counted, f"counts {shown}"


def counted(expect: tree.Expect, audit: Audit) -> Found:
    """So many credits, or credentials, count there."""
    units = _counted_at(expect, audit)
    quantity = expect.amount
    wanted = quantity.amount if isinstance(quantity, tree.Quantity) else quantity
    if isinstance(quantity, tree.Quantity) and (quantity.unit or "").startswith("credential"):
        return Fraction(len(units)) == wanted, f"counts {len(units)} credentials"
    total = sum((read_back(unit.credits) for unit in units), Fraction(0))
    return total == wanted, f"counts {format_amount(total)} credits"


def clause(expect: tree.Expect, audit: Audit) -> Found:
    """A requirement or limit stands so."""
    entry, subject = _award(expect, audit), expect.subject.text if expect.subject else ""
    parts: list[RequirementResult | LimitResult] = [*requirements(entry), *entry.limits]
    found = next((part for part in parts if part.id == subject), None)
    if found is None:
        raise LookupError(f"nothing here is called {subject}; there are {listed([part.id for part in parts])}")
    status, said = found.status, f"{found.status}{_figures(found)}"
    if expect.word == "met":
        return status in ("met", "waived", "binding" if isinstance(found, LimitResult) else "met"), said
    if expect.word == "unmet":
        return status in ("unmet", "partial", "broken", "unknown"), said
    return status == expect.word, said


def _figures(part: RequirementResult | LimitResult) -> str:
    """` (10 of 20 credits)` of a requirement, ` (12 credits, the bound is 10)` of a limit; nothing where there are none."""
    unit = f" {part.unit}" if part.unit else ""
    if isinstance(part, RequirementResult):
        return f" ({part.counted} of {part.needed}{unit})" if part.needed is not None else ""
    return f" ({part.value}{unit}, the bound is {part.bound})" if part.bound is not None else ""


def blocked(expect: tree.Expect, audit: Audit) -> Found:
    """These clauses together hold it back."""
    entry = _award(expect, audit)
    wanted = {_full(name.text, entry) for name in expect.names}
    found = [set(clauses) for clauses in entry.blocking_sets]
    return wanted in found, "; ".join(listed(clauses) for clauses in found) or "nothing blocks it"


def _full(name: str, entry: QualificationAudit) -> str:
    return (
        name
        if name.startswith(f"{entry.qualification}.") or name == entry.qualification
        else f"{entry.qualification}.{name}"
    )


def completion(expect: tree.Expect, audit: Audit) -> Found:
    """Adding these would complete it."""
    entry = _award(expect, audit)
    wanted = sorted(name.text for name in expect.names)
    return any(sorted(way.add) == wanted for way in entry.completions), "; ".join(
        listed(way.add) for way in entry.completions
    ) or "no completion"


def classified(expect: tree.Expect, audit: Audit) -> Found:
    """It is awarded in this class."""
    entry = _award(expect, audit)
    found = entry.classified or UNCLASSIFIED
    return expect.text is not None and found == expect.text.text, found


def version(expect: tree.Expect, audit: Audit) -> Found:
    """It was audited under this version."""
    entry = _award(expect, audit)
    return isinstance(expect.amount, date) and entry.version == expect.amount.isoformat(), entry.version or "undated"
