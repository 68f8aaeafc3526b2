"""Each kind of expectation: what is asked of the audit, and what was found in words. One function a kind, one line in `KINDS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction

from stackr._quantity import format_amount, parse_amount
from stackr.language import tree
from stackr.model.audit import Audit
from stackr.model.parts import Reason
from stackr.model.qualification import CountedUnit, LimitResult, QualificationAudit, RequirementResult
from stackr.model.recognised import Recognised
from stackr.testing.because import requirements

Found = tuple[bool, str]


def judge(expect: tree.Expect, audit: Audit) -> Found:
    """(whether it holds, what was found)."""
    met, found = KINDS[expect.kind](expect, audit)
    return (met is not expect.negated), found


def _award(expect: tree.Expect, audit: Audit) -> QualificationAudit:
    """The part about the award that the subject names, or that its clause belongs to."""
    subject = expect.subject.text if expect.subject else ""
    by_length = sorted(audit.qualifications, key=lambda entry: -len(entry.qualification))
    for entry in by_length:
        if subject == entry.qualification or subject.startswith(f"{entry.qualification}."):
            return entry
    raise LookupError(f"nothing here is called {subject}; there are {_listed(e.qualification for e in by_length)}")


def _listed(items: Iterable[str]) -> str:
    """`A, B and C`; `none` for nothing."""
    *most, last = sorted(items) or ["none"]
    return f"{', '.join(most)} and {last}" if most else last


def _status(expect: tree.Expect, audit: Audit) -> Found:
    entry = _award(expect, audit)
    if expect.word == "closed":
        return entry.closed is not None, entry.closed or "open"
    met = entry.status == expect.word
    found = f"{entry.status} ({entry.progress.earned})"
    if expect.names:
        counted = {unit.code or unit.holding for unit in entry.counted}
        met = met and {name.text for name in expect.names} <= counted
        found += f" counting {_listed(list(counted))}"
    return met, found


def _progress(expect: tree.Expect, audit: Audit) -> Found:
    entry = _award(expect, audit)
    value = entry.progress.possible if expect.kind == "possible" else entry.progress.earned
    return parse_amount(value) == expect.amount, value


def _missing(expect: tree.Expect, audit: Audit) -> Found:
    entry = _award(expect, audit)
    if isinstance(expect.amount, tree.Quantity):
        return parse_amount(entry.missing_credits) == expect.amount.amount, f"{entry.missing_credits} credits"
    members, asked = sorted({fact.member for fact in entry.missing}), expect.scope.text if expect.scope else ""
    found = f"missing {_listed(members)}"
    parts: list[RequirementResult | LimitResult] = [*requirements(entry), *entry.limits]
    clause = next((part.id for part in parts if part.id.rpartition(".")[2] == asked or part.id == asked), None)
    if clause:
        found += f"; `missing` asks which facts are unknown, `expect {clause} unmet` whether a clause is not met"
    return asked in members, found


def _counted_at(expect: tree.Expect, audit: Audit) -> list[CountedUnit]:
    entry, subject = _award(expect, audit), expect.subject.text if expect.subject else ""
    if subject == entry.qualification:
        return [unit for unit in entry.counted if unit.layer == "main"]
    below = (f"{subject}.", f"{subject}~")
    return [unit for unit in entry.counted if unit.requirement == subject or unit.requirement.startswith(below)]


def _counts(expect: tree.Expect, audit: Audit) -> Found:
    counted = {name for unit in _counted_at(expect, audit) for name in (unit.code, unit.holding) if name}
    shown = _listed([unit.code or unit.holding for unit in _counted_at(expect, audit)])
    if not expect.names:
        return not counted, f"counts {shown}"
    return {name.text for name in expect.names} <= counted, f"counts {shown}"


def _counted(expect: tree.Expect, audit: Audit) -> Found:
    units = _counted_at(expect, audit)
    quantity = expect.amount
    wanted = quantity.amount if isinstance(quantity, tree.Quantity) else quantity
    if isinstance(quantity, tree.Quantity) and (quantity.unit or "").startswith("credential"):
        return Fraction(len(units)) == wanted, f"counts {len(units)} credentials"
    total = sum((parse_amount(unit.credits) for unit in units), Fraction(0))
    return total == wanted, f"counts {format_amount(total)} credits"


def _clause(expect: tree.Expect, audit: Audit) -> Found:
    entry, subject = _award(expect, audit), expect.subject.text if expect.subject else ""
    parts: list[RequirementResult | LimitResult] = [*requirements(entry), *entry.limits]
    found = next((part for part in parts if part.id == subject), None)
    if found is None:
        raise LookupError(f"nothing here is called {subject}; there are {_listed([part.id for part in parts])}")
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


def _holding(expect: tree.Expect, audit: Audit) -> list[Recognised]:
    subject = expect.subject.text if expect.subject else ""
    found = [item for item in audit.recognition if item.holding == subject]
    if not found:
        raise LookupError(
            f"no holding is called {subject}; there are {_listed([r.holding for r in audit.recognition])}"
        )
    return found


def _recognition(expect: tree.Expect, audit: Audit) -> Found:
    for item in _holding(expect, audit):
        routes = item.feasible_routes if expect.word == "feasible" else (item.route,)
        granted = expect.word in (item.outcome, "feasible")
        named = all(any(_route(name.text, route) for route in routes) for name in expect.names)
        because = expect.text is None or any(expect.text.text.casefold() in r.message.casefold() for r in item.reasons)
        unit = expect.scope is None or any(expect.scope.text == given.code for given in item.units)
        if granted and named and because and unit and _given(expect, item):
            return True, item.outcome
    return False, "; ".join(_said(item) for item in _holding(expect, audit))


def _given(expect: tree.Expect, item: Recognised) -> bool:
    quantity = expect.amount
    if not isinstance(quantity, tree.Quantity):
        return True
    return any(unit.credits is not None and parse_amount(unit.credits) == quantity.amount for unit in item.units)


def _route(name: str, route: str | None) -> bool:
    return route is not None and (route == name or route.endswith(f".{name}"))


def _said(item: Recognised) -> str:
    reasons = "; ".join(reason.message for reason in item.reasons)
    units = ", ".join(f"{unit.code or 'block'} {unit.credits or '?'}" for unit in item.units)
    feasible = _listed(list(item.feasible_routes))
    return f"{item.outcome} by {item.route or 'no route'} giving {units or 'nothing'} (feasible: {feasible}): {reasons}"


def _classes(expect: tree.Expect, audit: Audit) -> dict[str, tuple[str, dict[str, bool | None]]]:
    verdicts = {}
    for item in _holding(expect, audit):
        for verdict in filter(None, (item.classification, *item.classifications)):
            criteria = {c.id.rpartition(".")[2]: c.met for c in verdict.criteria}
            verdicts[verdict.definition] = (verdict.outcome, criteria)
    return verdicts


def _class(expect: tree.Expect, audit: Audit) -> Found:
    outcomes = {definition: outcome for definition, (outcome, _) in _classes(expect, audit).items()}
    found = outcomes.get(expect.scope.text if expect.scope else "")
    return found == expect.word, found or f"judged only by {_listed(list(outcomes))}"


def _criterion(expect: tree.Expect, audit: Audit) -> Found:
    wanted = expect.names[0].text
    word = {True: "met", False: "unmet", None: "unknown"}
    for definition, (_, criteria) in _classes(expect, audit).items():
        if (expect.scope is None or expect.scope.text == definition) and wanted in criteria:
            return word[criteria[wanted]] == expect.word, word[criteria[wanted]]
    raise LookupError(f"no criterion is called {wanted}")


def _unused(expect: tree.Expect, audit: Audit) -> Found:
    subject, where = expect.subject.text if expect.subject else "", expect.scope.text if expect.scope else None
    found = [
        (entry.qualification, unit.reason)
        for entry in audit.qualifications
        for unit in entry.unused
        if subject in (unit.code, unit.holding, unit.unit) and where in (None, entry.qualification)
    ]
    met = any(expect.word in (None, reason) for _, reason in found)
    return met, "; ".join(f"{reason} in {award}" for award, reason in found) or "counted, or not there"


def _blocked(expect: tree.Expect, audit: Audit) -> Found:
    entry = _award(expect, audit)
    wanted = {_full(name.text, entry) for name in expect.names}
    found = [set(clauses) for clauses in entry.blocking_sets]
    return wanted in found, "; ".join(_listed(clauses) for clauses in found) or "nothing blocks it"


def _full(name: str, entry: QualificationAudit) -> str:
    return (
        name
        if name.startswith(f"{entry.qualification}.") or name == entry.qualification
        else f"{entry.qualification}.{name}"
    )


def _completion(expect: tree.Expect, audit: Audit) -> Found:
    entry = _award(expect, audit)
    wanted = sorted(name.text for name in expect.names)
    return any(sorted(way.add) == wanted for way in entry.completions), "; ".join(
        _listed(way.add) for way in entry.completions
    ) or "no completion"


def _classified(expect: tree.Expect, audit: Audit) -> Found:
    entry = _award(expect, audit)
    found = entry.classified or "unclassified"
    return expect.text is not None and found == expect.text.text, found


def _version(expect: tree.Expect, audit: Audit) -> Found:
    entry = _award(expect, audit)
    return isinstance(expect.amount, date) and entry.version == expect.amount.isoformat(), entry.version or "undated"


def _reasons(audit: Audit) -> Iterator[Reason]:
    for item in audit.recognition:
        yield from item.reasons
    for entry in audit.qualifications:
        for requirement in requirements(entry):
            yield from requirement.reasons
        for limit in entry.limits:
            yield from limit.reasons


def _texts(audit: Audit) -> Iterator[str]:
    yield from (reason.message for reason in _reasons(audit))
    for entry in audit.qualifications:
        yield from (proof.message for proof in entry.certificate.proofs)
        yield from (unit.message for unit in entry.unused)
        yield from (fact.message for fact in entry.missing)
        yield from (decision.message for decision in entry.decisions)
        yield from (case.message for case in entry.cases)
        yield from entry.flags
        yield from filter(None, (entry.closed,))
    yield from (f"bundle: {item.bundle}" for item in audit.recognition if item.bundle)
    yield from (remark.message for remark in audit.remarks)


def _reason(expect: tree.Expect, audit: Audit) -> Found:
    codes = sorted({reason.code for reason in _reasons(audit)} | {remark.code for remark in audit.remarks})
    return expect.text is not None and expect.text.text in codes, f"reasons {_listed(codes)}"


def _message(expect: tree.Expect, audit: Audit) -> Found:
    wanted = expect.text.text.casefold() if expect.text else ""
    texts = list(dict.fromkeys(_texts(audit)))
    saying = [text for text in texts if wanted in text.casefold()]
    return bool(
        saying
    ), f"said: {saying[0]}" if saying else f"none of {len(texts)} reasons says so: {'; '.join(texts[:3])}"


def _warning(expect: tree.Expect, audit: Audit) -> Found:
    wanted = expect.text.text.casefold() if expect.text else ""
    said = [remark.message for remark in audit.remarks]
    return any(wanted in text.casefold() for text in said), "; ".join(said) or "no warning"


def _case(expect: tree.Expect, audit: Audit) -> Found:
    units = sorted({case.unit for entry in audit.qualifications for case in entry.cases})
    return expect.subject is not None and expect.subject.text in units, f"cases {_listed(units)}"


def _conflict(expect: tree.Expect, audit: Audit) -> Found:
    wanted = sorted(name.text for name in expect.names)
    pairs = [sorted(pair) for pair in audit.conflicts]
    return wanted in pairs, "; ".join(_listed(pair) for pair in pairs) or "no conflict"


def _error(expect: tree.Expect, audit: Audit) -> Found:
    codes = sorted({remark.code for remark in audit.remarks})
    return expect.word in codes, f"remarks {_listed(codes)}"


KINDS: dict[str, Callable[[tree.Expect, Audit], Found]] = {
    "status": _status,
    "progress": _progress,
    "possible": _progress,
    "missing": _missing,
    "counts": _counts,
    "counted": _counted,
    "clause": _clause,
    "recognition": _recognition,
    "class": _class,
    "criterion": _criterion,
    "unused": _unused,
    "blocked": _blocked,
    "completion": _completion,
    "classified": _classified,
    "version": _version,
    "reason": _reason,
    "message": _message,
    "warning": _warning,
    "case": _case,
    "conflict": _conflict,
    "error": _error,
}
