"""The worksheet as text: bars, blocks, what counted where, what is missing, the smallest way on, and why."""

from __future__ import annotations

import textwrap
from itertools import groupby

from stackr.model.audit import Audit
from stackr.model.qualification import QualificationAudit, RequirementResult
from stackr.model.recognised import Recognised
from stackr.report.words import FREE, STATUS, bar, completion, counted, figures, mark, names, obstacles, remark, unused

WIDTH = 100
LABELS = {
    "micro-credential": "a micro-credential by",
    "macro-credential": "a macro-credential by",
    "not": "no micro-credential by",
}


def render_audit(audit: Audit) -> str:
    """One learner's audit as plain text, at most about 100 columns, ending in a newline."""
    lines = [f"{audit.learner}, as of {audit.as_of}", "═" * WIDTH]
    for entry in audit.qualifications:
        lines += ["", *_qualification(entry)]
    if audit.recognition:
        lines += ["", "Recognition", "─" * WIDTH]
        for _, entries in groupby(audit.recognition, key=lambda item: item.holding):
            lines += _holding(list(entries))
    lines += _section("Cannot both be conferred", [" and ".join(pair) for pair in audit.conflicts])
    lines += _section("About the record", [remark(said) for said in audit.remarks])
    if any(unit.placement == "free" for entry in audit.qualifications for unit in entry.counted):
        lines += ["", FREE]
    digests = audit.digests
    lines += ["", f"rules {_short(digests.rules)} · record {_short(digests.record)} · stackr {audit.engine}"]
    return "\n".join(lines) + "\n"


def _short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:12]


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", title, "─" * WIDTH, *(f"  {line}" for line in lines)] if lines else []


def _wrapped(text: str, indent: int) -> list[str]:
    pad = " " * indent
    return textwrap.wrap(text, WIDTH, initial_indent=pad, subsequent_indent=pad, break_long_words=False) or [pad]


def _qualification(entry: QualificationAudit) -> list[str]:
    version = f" (rules of {entry.version})" if entry.version else ""
    head = f"{entry.qualification}  {entry.title}{version}"
    status = STATUS.get(entry.status, entry.status).upper()
    if entry.closed:
        status += f", {entry.closed}"
    lines = [head, f"{bar(entry.progress.earned, entry.progress.possible)} {entry.progress_percent:5.1f} %  {status}"]
    lines += [f"  {text}" for text in _other_progress(entry)]
    lines += ["─" * WIDTH]
    for flag in entry.flags:
        lines += _wrapped(f"! {flag}", 2)
    for requirement in (*entry.entry, *entry.requirements, *entry.layers):
        lines += _requirement(requirement, entry, 2)
    if entry.classified:
        lines.append(f"  Classified: {entry.classified}")
    lines += _limits(entry)
    lines += _block("What stands in the way", obstacles(entry))
    lines += _block("Smallest way to complete it", [completion(way) for way in entry.completions])
    lines += _block("Prior learning may be recognised", [case.message for case in entry.cases])
    lines += _block("Decisions", [decision.message for decision in entry.decisions])
    lines += _block("Not counted", [unused(unit) for unit in entry.unused])
    return lines


def _block(title: str, texts: list[str]) -> list[str]:
    lines = [f"  {title}"] if texts else []
    for text in texts:
        lines += _wrapped(text, 4)
    return lines


def _other_progress(entry: QualificationAudit) -> list[str]:
    earned, texts = entry.progress.earned, []
    for label, value in (
        ("with what is in progress", entry.progress.in_progress),
        ("with what is planned", entry.progress.planned),
        ("if everything missing were in the learner's favour", entry.progress.possible),
    ):
        if value != earned:
            texts.append(f"{value} {label}")
    if not entry.proven:
        texts.append("not proven: the limit of work was reached")
    return texts


def _requirement(item: RequirementResult, entry: QualificationAudit, indent: int) -> list[str]:
    pad = " " * indent
    lines = [f"{pad}{mark(item.status)} {(item.title or item.id):<44.60} {figures(item)}".rstrip()]
    here = [c for c in entry.counted if c.requirement == item.id]
    if here:
        lines += _wrapped(counted(here, marks=True), indent + 4)
    for reason in item.reasons:
        lines += _wrapped(_cited(reason.message, reason.source, reason.at), indent + 4)
    for child in item.children:
        lines += _requirement(child, entry, indent + 2)
    return lines


def _cited(message: str, source: str | None, at: str | None) -> str:
    cite = source or at
    return f"{message} [{cite}]" if cite else message


def _limits(entry: QualificationAudit) -> list[str]:
    lines = []
    for limit in entry.limits:
        label = limit.title or limit.id
        figures = f"{limit.value} against {limit.bound} {limit.unit or ''}".rstrip() if limit.bound is not None else ""
        text = f"    {mark(limit.status)} {label:<42.60} {figures} ({limit.status})"
        lines.append(text)
        for reason in limit.reasons:
            lines += _wrapped(_cited(reason.message, reason.source, reason.at), 8)
    return ["  Limits", *lines] if lines else []


def _holding(entries: list[Recognised]) -> list[str]:
    """What each ladder says of one holding; those that refuse what another recognises in one line, their reasons left out."""
    told = [item for item in entries if item.outcome != "refused"] or entries
    lines = [line for item in told for line in _recognised(item)]
    silent = sorted(item.ladder for item in entries if item not in told)
    if silent:
        lines += _wrapped(f"not under {names(silent)}", 6)
    return lines + _labels(entries[0])


def _labels(item: Recognised) -> list[str]:
    """Definitions by what they say; those that only lack data are counted."""
    by_outcome: dict[str, list[str]] = {}
    for verdict in filter(None, (item.classification, *item.classifications)):
        by_outcome.setdefault(verdict.outcome, []).append(verdict.definition)
    open_ = len(by_outcome.pop("undetermined", []))
    texts = [f"{LABELS[outcome]} {names(by_outcome[outcome])}" for outcome in LABELS if outcome in by_outcome]
    if open_:
        texts.append(f"undetermined by {open_} definition{'' if open_ == 1 else 's'}: the record says too little")
    return [line for text in texts for line in _wrapped(text, 6)]


def _recognised(item: Recognised) -> list[str]:
    route = f" by {item.route}" if item.route else f" under {item.ladder}"
    units = names([f"{u.code or 'block credit'} ({u.credits or '?'})" for u in item.units])
    lines = [f"  {item.title or item.holding}: {item.outcome}{route}{': ' + units if units else ''}"]
    if item.bundle:
        lines += _wrapped(f"bundle: {item.bundle}", 6)
    for reason in item.reasons:
        lines += _wrapped(_cited(reason.message, reason.source, reason.at), 6)
    return lines
