"""A plan as one HTML page: a list that reads well by ear, a drawing, and the proof; nothing is fetched from anywhere."""

from __future__ import annotations

from html import escape

from stackr.model.plan import Pathway, Plan, PlanItem
from stackr.report.plan_drawing import svg
from stackr.report.plan_text import proof_line, totals_line

STYLE = """
:root { color-scheme: light dark; --line: #8a8f98; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; } h3 { font-size: 1rem; margin-bottom: .2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .5rem;
border-bottom: 1px solid var(--line); } td.n, th.n { text-align: right; white-space: nowrap; }
.drawing { overflow-x: auto; background: #fff; border: 1px solid var(--line); border-radius: .5rem; }
.proof { border-left: .3rem solid var(--line); padding-left: .7rem; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } section { break-inside: avoid-page; } }
"""


def render_plan(plan: Plan) -> str:
    """The whole page."""
    title = escape(f"Plan of {plan.learner} toward {plan.title}")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{STYLE}</style></head><body><main>{fragment(plan)}</main></body></html>\n"
    )


def fragment(plan: Plan) -> str:
    """The plan as a piece of HTML: for a page, or a notebook."""
    body = [
        f"<h1>{escape(plan.title)}</h1>",
        f"<p>{escape(plan.learner)}, from <time>{escape(plan.as_of)}</time>; earned: {escape(plan.progress)}</p>",
    ]
    if plan.status == "nothing-to-add":
        body.append("<p><strong>Nothing to add: the award is complete.</strong></p>")
    elif plan.best is not None:
        body.append(_pathway(plan.best, "The plan"))
        body.append(f'<h2>As a drawing</h2><div class="drawing" tabindex="0">{svg(plan)}</div>')
        body += [_pathway(way, f"Plan {number}") for number, way in enumerate(plan.alternatives, start=2)]
    elif plan.blocking is not None:
        body.append(f"<h2>There is no plan</h2><p class=proof>{escape(plan.blocking.message)}.</p>")
    else:
        body.append("<p>No plan was found within the limit of work, and it is not shown that there is none.</p>")
    if plan.requirements:
        rows = [f"{each.title}: {'done' if each.done else 'open'}" for each in plan.requirements]
        body.append(_list("Requirements as they stand", rows))
    body.append(_list("Done already and counted", list(plan.held)))
    body.append(_list("In progress", list(plan.under_way)))
    body.append(_list("Taken for granted", list(plan.best.assumes) if plan.best else []))
    body.append(_list("Left aside", [f"{a.reason}: {a.number} ({', '.join(a.examples)})" for a in plan.aside]))
    body.append(_list("Notes", list(plan.remarks)))
    digests = plan.digests
    body.append(f"<footer><p>Rules {escape(digests.rules)}<br>Record {escape(digests.record)}</p></footer>")
    return f"<article>{''.join(body)}</article>"


def _pathway(way: Pathway, title: str) -> str:
    by_label = {item.label: item for item in way.items}
    body = [f"<section><h2>{escape(title)}</h2>"]
    if way.terms:
        for term in way.terms:
            days = f" ({term.start} to {term.end})" if term.start else ""
            body.append(f"<h3>{escape(term.name + days)}: {escape(term.credits)} credits</h3>")
            body.append(_table([by_label[label] for label in term.items]) if term.items else "<p>nothing to take</p>")
    else:
        body.append(_table(list(way.items)))
    body.append(f"<p>In all: {escape(totals_line(way))}</p>")
    if way.chain:
        body.append(f"<p>The pace is set by {escape(' → '.join(way.chain))}</p>")
    body.append(f"<p class=proof>{escape(proof_line(way))}</p></section>")
    return "".join(body)


def _table(items: list[PlanItem]) -> str:
    numbers = "<th scope=col class=n>Credits</th><th scope=col class=n>Fee</th>"
    head = f"<tr><th scope=col>Item</th>{numbers}<th scope=col>For</th><th scope=col>After</th></tr>"
    rows = "".join(
        f"<tr><th scope=row>{escape(item.label)} {escape(item.title if item.title != item.code else '')}</th>"
        f"<td class=n>{escape(item.credits or '')}</td>"
        f"<td class=n>{escape(' '.join(filter(None, (item.cost, item.currency if item.cost else None))))}</td>"
        f"<td>{escape(', '.join(item.counts_for))}</td><td>{escape(', '.join((*item.after, *item.beside)))}</td></tr>"
        for item in items
    )
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _list(title: str, items: list[str]) -> str:
    if not items:
        return ""
    return f"<h2>{escape(title)}</h2><ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
