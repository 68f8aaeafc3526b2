"""The worksheet as one HTML page: nothing asked from outside, readable by keyboard and screen reader, fit for print."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape

from stackr.model.audit import Audit
from stackr.model.parts import Reason
from stackr.model.qualification import QualificationAudit, RequirementResult
from stackr.model.recognised import Recognised
from stackr.report.page import page
from stackr.report.words import (
    STATUS,
    against,
    award_lists,
    cited,
    counted,
    figures,
    learner_lists,
    mark,
    names,
    other_progress,
)

STYLE = """
.audit { color-scheme: light dark; --line: #8a8f98; --full: #1f6f43; --part: #8fbf9f; font: 16px/1.5 system-ui, sans-serif; }
.audit h1 { font-size: 1.5rem; } .audit h2 { font-size: 1.2rem; margin-bottom: .2rem; } .audit h3 { font-size: 1rem; margin-bottom: .2rem; }
.audit section { border: 1px solid var(--line); border-radius: .5rem; padding: 0 1rem 1rem; margin: 1.5rem 0; }
.audit .meter { height: .8rem; border: 1px solid var(--line); border-radius: .4rem; overflow: hidden; display: flex; }
.audit .meter span { background: var(--full); } .audit .meter span + span { background: var(--part); }
.audit table { border-collapse: collapse; width: 100%; } .audit th, .audit td { text-align: left; vertical-align: top; padding: .3rem .5rem;
border-bottom: 1px solid var(--line); } .audit td.n, .audit th.n { text-align: right; white-space: nowrap; }
.audit .why { margin: .1rem 0 0; font-size: .9rem; } .audit .cite { opacity: .8; font-size: .85rem; }
@media (prefers-color-scheme: dark) { .audit { --full: #5fbf85; --part: #2f6045; } }
@media print { .audit { font-size: 11pt; color-scheme: light; } .audit section { break-inside: avoid-page; }
.audit + .audit { break-before: page; } }
"""
PAGE = "body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; } @media print { body { margin: 0; max-width: none; } }"


def render_audits(audits: Sequence[Audit]) -> str:
    """The audits of one or several learners as one complete HTML document."""
    title = f"Audit of {names([audit.learner for audit in audits[:3]])}{' and others' if len(audits) > 3 else ''}"
    return page(title, "".join(_learner(audit) for audit in audits), f"{PAGE}{STYLE}")


def fragment(audit: Audit) -> str:
    """One audit as a piece of HTML with its own style, for a notebook."""
    return f"<style>{STYLE}</style>{_learner(audit)}"


def _learner(audit: Audit) -> str:
    body = [f"<h1>{escape(audit.learner)}</h1>", f"<p>As of <time>{audit.as_of}</time></p>"]
    body += [_award(entry) for entry in audit.qualifications]
    if audit.recognition:
        rows = "".join(_recognised(item) for item in audit.recognition)
        head = "<tr><th scope=col>Learning</th><th scope=col>Outcome</th><th scope=col>Units and reasons</th></tr>"
        body.append(f"<h2>Recognition</h2><table><thead>{head}</thead><tbody>{rows}</tbody></table>")
    body += [_list(title, items) for title, items in learner_lists(audit)]
    digests = audit.digests
    body.append(
        f"<footer><p class=cite>Rules {escape(digests.rules)}<br>Record {escape(digests.record)}<br>"
        f"Registers {escape(digests.registers)}<br>stackr {escape(audit.engine)}</p></footer>"
    )
    return f"<article class=audit>{''.join(body)}</article>"


def _list(title: str, items: list[str], level: int = 2) -> str:
    if not items:
        return ""
    rows = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<h{level}>{escape(title)}</h{level}><ul>{rows}</ul>"


def _award(entry: QualificationAudit) -> str:
    version = f" (rules of {escape(entry.version)})" if entry.version else ""
    status = STATUS.get(entry.status, entry.status) + (f", {entry.closed}" if entry.closed else "")
    needs = (*entry.entry, *entry.requirements, *entry.layers)
    requirements = "".join(_requirement(item, entry, 0) for item in needs)
    columns = "<th scope=col>Requirement</th><th scope=col class=n>Counted</th><th scope=col>What counts, and why</th>"
    parts = [
        f"<h2>{escape(entry.title)}</h2>",
        f"<p>{escape(entry.qualification)}{version}: <strong>{escape(status)}</strong></p>",
        f"<p class=cite>Source: {escape(entry.source)}</p>" if entry.source else "",
        _meter(entry),
        f"<table><thead><tr>{columns}</tr></thead><tbody>{requirements}</tbody></table>",
        _limits(entry),
        *(_list(title, items, 3) for title, items in award_lists(entry)),
    ]
    return f"<section>{''.join(parts)}</section>"


def _meter(entry: QualificationAudit) -> str:
    full = entry.progress_percent
    label = f"{full:.1f} percent earned; possibly {entry.progress.possible} of the whole"
    more = max(int(Fraction(entry.progress.possible) * 1000) / 10 - full, 0)
    spans = "".join(f'<span style="width:{part:.1f}%"></span>' for part in (full, more))
    further = "".join(f"<p class=why>{escape(text)}</p>" for text in other_progress(entry))
    return f'<div class=meter role=img aria-label="{escape(label)}">{spans}</div><p>{full:.1f} %</p>{further}'


def _requirement(item: RequirementResult, entry: QualificationAudit, depth: int) -> str:
    here = counted(c for c in entry.counted if c.requirement == item.id)
    reasons = "".join(_why(reason, entry) for reason in item.reasons)
    name = f"{mark(item.status)} {escape(item.title or item.id)} <span class=cite>{escape(item.status)}</span>"
    row = (
        f'<tr><th scope=row style="padding-left:{0.5 + depth * 1.2:.1f}rem">{name}</th>'
        f"<td class=n>{escape(figures(item))}</td><td>{escape(here)}{reasons}</td></tr>"
    )
    return row + "".join(_requirement(child, entry, depth + 1) for child in item.children)


def _why(reason: Reason, entry: QualificationAudit | None = None) -> str:
    cite = cited(reason, entry)
    return f"<p class=why>{escape(reason.message)}{f' <span class=cite>[{escape(cite)}]</span>' if cite else ''}</p>"


def _limits(entry: QualificationAudit) -> str:
    rows = "".join(
        f"<tr><th scope=row>{mark(limit.status)} {escape(limit.title or limit.id)}</th>"
        f"<td class=n>{escape(against(limit))}</td><td>{escape(limit.status)}"
        f"{''.join(_why(reason, entry) for reason in limit.reasons)}</td></tr>"
        for limit in entry.limits
    )
    head = "<tr><th scope=col>Limit</th><th scope=col class=n>Value</th><th scope=col>Standing</th></tr>"
    return f"<h3>Limits</h3><table><thead>{head}</thead><tbody>{rows}</tbody></table>" if rows else ""


def _recognised(item: Recognised) -> str:
    units = escape(names([f"{u.code or 'block credit'} ({u.credits or '?'})" for u in item.units]))
    reasons = "".join(_why(reason) for reason in item.reasons)
    route = f" by {escape(item.route)}" if item.route else f" under {escape(item.ladder)}"
    return (
        f"<tr><th scope=row>{escape(item.title or item.holding)}</th><td>{escape(item.outcome)}{route}</td>"
        f"<td>{units}{reasons}</td></tr>"
    )
