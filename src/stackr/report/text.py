"""The worksheet as text: bars, blocks, what counted where, what is missing, the smallest way on, and why."""

from __future__ import annotations

import textwrap
from itertools import groupby

from stackr.model.audit import Audit
from stackr.model.parts import Reason
from stackr.model.qualification import QualificationAudit, RequirementResult
from stackr.model.recognised import Recognised
from stackr.report.words import (
    FREE,
    STATUS,
    against,
    award_lists,
    bar,
    cited,
    counted,
    figures,
    learner_lists,
    mark,
    names,
    other_progress,
)

WIDTH = 100
LABEL = 60
"""The widest label on one line."""
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
    for title, texts in learner_lists(audit):
        lines += _section(title, texts)
    if any(unit.placement == "free" for entry in audit.qualifications for unit in entry.counted):
        lines += ["", FREE]
    digests = audit.digests
    lines += ["", f"rules {_short(digests.rules)} · record {_short(digests.record)} · stackr {audit.engine}"]
    return "\n".join(lines) + "\n"


def _short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:12]


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", title, "─" * WIDTH, *(part for line in lines for part in _wrapped(line, 2))] if lines else []


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
    lines += [f"  {text}" for text in other_progress(entry)]
    lines += _wrapped(f"Source: {entry.source}", 2) if entry.source else []
    lines += ["─" * WIDTH]
    for requirement in (*entry.entry, *entry.requirements, *entry.layers):
        lines += _requirement(requirement, entry, 2)
    lines += _limits(entry)
    for title, texts in award_lists(entry):
        lines += _block(title, texts)
    return lines


def _block(title: str, texts: list[str]) -> list[str]:
    lines = [f"  {title}"] if texts else []
    for text in texts:
        lines += _wrapped(text, 4)
    return lines


def _requirement(item: RequirementResult, entry: QualificationAudit, indent: int) -> list[str]:
    lines = _row(indent, mark(item.status), item.title or item.id, 44, figures(item))
    here = [c for c in entry.counted if c.requirement == item.id]
    if here:
        lines += _wrapped(counted(here, marks=True), indent + 4)
    for reason in item.reasons:
        lines += _wrapped(_why(reason, entry), indent + 4)
    for child in item.children:
        lines += _requirement(child, entry, indent + 2)
    return lines


def _row(indent: int, sign: str, label: str, width: int, figures: str) -> list[str]:
    """A clause and its figures; a label that leaves them no room goes on over further lines."""
    lines = textwrap.wrap(label, LABEL) or [""]
    first, *rest = lines
    pad = " " * (indent + 2)
    if not rest:
        return [f"{' ' * indent}{sign} {first:<{width}} {figures}".rstrip()]
    *between, last = rest
    return [
        f"{' ' * indent}{sign} {first}",
        *(pad + line for line in between),
        f"{pad}{last:<{width}} {figures}".rstrip(),
    ]


def _why(reason: Reason, entry: QualificationAudit | None = None) -> str:
    cite = cited(reason, entry)
    return f"{reason.message} [{cite}]" if cite else reason.message


def _limits(entry: QualificationAudit) -> list[str]:
    lines = []
    for limit in entry.limits:
        figures = f"{against(limit)} ({limit.status})".lstrip()
        lines += _row(4, mark(limit.status), limit.title or limit.id, 42, figures)
        for reason in limit.reasons:
            lines += _wrapped(_why(reason, entry), 8)
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
        lines += _wrapped(_why(reason), 6)
    return lines
