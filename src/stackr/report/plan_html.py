"""A plan as one HTML page: a list that reads well by ear, a drawing, and the proof; nothing is fetched from anywhere."""

from __future__ import annotations

from html import escape

from stackr.model.plan import Pathway, Plan, PlanItem
from stackr.report.page import page
from stackr.report.plan_drawing import MARKS, svg
from stackr.report.plan_words import (
    blocking,
    credits,
    differs,
    fee,
    nothing,
    number,
    proof_line,
    purpose,
    serves,
    share,
    totals_line,
)

STYLE = """
.plan { color-scheme: light dark; --line: #8a8f98; --full: #1f6f43; font: 16px/1.5 system-ui, sans-serif; }
.plan h1 { font-size: 1.5rem; margin-bottom: 0; } .plan h2 { font-size: 1.2rem; margin: 1.6rem 0 .3rem; }
.plan h3 { font-size: 1rem; margin: 1rem 0 .2rem; }
.plan table { border-collapse: collapse; width: 100%; table-layout: fixed; }
.plan th, .plan td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid var(--line); }
.plan thead th { font-size: .85rem; } .plan tbody th { font-weight: 600; } .plan .n { text-align: right; width: 6rem; }
.plan .w { width: 38%; } .plan .drawing { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
.plan .drawing svg { display: block; } .plan .proof { border-left: .3rem solid var(--full); padding-left: .7rem; }
.plan .sum { font-size: 1.1rem; } .plan ul { margin: .2rem 0; } .plan small { font-weight: normal; }
.plan footer { overflow-wrap: anywhere; font-size: .8rem; opacity: .8; }
.plan ul.states { list-style: none; padding-left: .3rem; }
.plan summary { cursor: pointer; margin-top: 1rem; font-weight: 600; } .plan .state { display: inline-block; width: 1.4rem; }
.plan .meter { height: .8rem; border: 1px solid var(--line); border-radius: .4rem; overflow: hidden; max-width: 30rem; }
.plan .meter span { display: block; height: 100%; background: var(--full); }
@media (max-width: 44rem) { .plan section { overflow-x: auto; } .plan table { table-layout: auto; font-size: .75rem; }
.plan th, .plan td { padding: .3rem .1rem; } .plan thead th { font-size: .7rem; } .plan .n, .plan .w { width: auto; } }
@media (prefers-color-scheme: dark) { .plan { --full: #5fbf85; } }
@media print { .plan { font-size: 11pt; color-scheme: light; } .plan section { break-inside: avoid-page; }
.plan section, .plan .drawing { overflow: visible; } .plan .drawing svg { min-width: 0 !important; } }
"""
PAGE = "body { max-width: 76rem; margin: 2rem auto; padding: 0 1rem; } @media print { body { margin: 0; } }"


def render_plan(plan: Plan) -> str:
    """The whole page."""
    return page(f"Plan of {plan.learner} toward {plan.title}", fragment(plan), PAGE)


def fragment(plan: Plan) -> str:
    """The plan as a piece of HTML with its own style: for a page, or a notebook."""
    earned = escape(share(plan.progress))
    body = [
        f"<h1>{escape(plan.title)}</h1>",
        f"<p>Plan for {escape(plan.learner)} from <time>{escape(plan.as_of)}</time>; {earned} earned so far</p>",
        f'<div class=meter aria-hidden=true><span style="width:{earned.replace(" ", "")}"></span></div>',
        *_answer(plan),
        _standing(plan),
        _list("Taken for granted", list(plan.best.assumes) if plan.best else []),
        _list("Left aside", [f"{a.reason}: {a.number} ({', '.join(a.examples)})" for a in plan.aside]),
        _list("Notes", list(plan.remarks)),
        f"<footer><p>Rules {escape(plan.digests.rules)}<br>Record {escape(plan.digests.record)}<br>"
        f"stackr {escape(plan.engine)}</p></footer>",
    ]
    return f"<article class=plan><style>{STYLE}</style>{''.join(body)}</article>"


def _answer(plan: Plan) -> list[str]:
    drawing = f'<h2>As a drawing</h2><div class=drawing tabindex=0 role=region aria-label="Drawing">{svg(plan)}</div>'
    if plan.status == "nothing-to-add":
        return ["<p class=sum><strong>Nothing to add: the award is complete.</strong></p>"]
    if plan.best is None:
        why = "No plan was found within the limit of work, and it is not shown that there is none."
        title = "Not settled"
        if plan.blocking is not None:
            title, why = "There is no plan", f"{plan.blocking.message}."
        return [f"<h2>{title}</h2><p class=proof>{escape(why)}</p>{_blocking(plan)}", drawing]
    body = [_pathway(plan, plan.best, "The plan"), drawing]
    for place, way in enumerate(plan.alternatives, start=2):
        told = escape(f"Plan {place}: {differs(plan.best, way)} ({totals_line(way)})")
        body.append(f"<details><summary>{told}</summary>{_pathway(plan, way, f'Plan {place}')}</details>")
    return body


def _blocking(plan: Plan) -> str:
    if plan.blocking is None or not plan.blocking.causes:
        return ""
    return "".join(
        f"<p>{escape(heading)}{':' if lines else '.'}</p><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
        for heading, lines in blocking(plan.blocking)
    )


def _pathway(plan: Plan, way: Pathway, title: str) -> str:
    by_label = {item.label: item for item in way.items}
    body = [f"<section><h2>{escape(title)}</h2><p class=sum>{escape(totals_line(way))}</p>"]
    for term in way.terms:
        days = f" <small>{escape(term.start)} to {escape(term.end)}</small>" if term.start and term.end else ""
        body.append(f"<h3>{escape(term.name)}{days}: {escape(credits(term.credits))}</h3>")
        if term.under_way:
            body.append(f"<p>In progress: {escape(', '.join(term.under_way))}</p>")
        items = [by_label[label] for label in term.items]
        body.append(_table(plan, items) if items else f"<p>{escape(nothing(term))}</p>")
    if not way.terms:
        body.append(_table(plan, list(way.items)))
    if way.chain:
        body.append(f"<p>The pace is set by {escape(' → '.join(way.chain))}</p>")
    body.append(f"<p class=proof>{escape(proof_line(way))}</p></section>")
    return "".join(body)


def _table(plan: Plan, items: list[PlanItem]) -> str:
    head = (
        "<tr><th scope=col class=w>Item</th><th scope=col class=n>Credits</th><th scope=col class=n>Fee</th>"
        "<th scope=col>For</th><th scope=col>After or with</th></tr>"
    )
    rows = "".join(
        f"<tr><th scope=row>{escape(item.label)} {escape(item.title if item.title != item.code else '')}"
        f"{_where(item)}</th><td class=n>{escape(_size(item))}</td><td class=n>{escape(fee(item))}</td>"
        f"<td>{escape(purpose(plan, item).removeprefix('for '))}</td>"
        f"<td>{escape(', '.join((*item.after, *item.beside)))}{escape(_slip(item))}</td></tr>"
        for item in items
    )
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _slip(item: PlanItem) -> str:
    before = "; " if item.after or item.beside else ""
    return f"{before}may slip by {number(item.slack, 'term')}" if item.slack else ""


def _size(item: PlanItem) -> str:
    return item.credits or "" if item.way == "course" else ""


def _where(item: PlanItem) -> str:
    said = ", ".join(filter(None, (item.mode, "/".join(item.places))))
    return f"<br><small>{escape(said)}</small>" if said else ""


def _standing(plan: Plan) -> str:
    """What is done, in progress, planned and open, in words and marks."""
    items = plan.best.items if plan.best is not None else ()
    hoped = [code for code in plan.under_way if code in plan.held or not plan.held]
    rows = [_state("done", MARKS["done"], _coded(plan, code)) for code in plan.held if code not in plan.under_way]
    rows += [_state("in progress", MARKS["progress"], _coded(plan, code)) for code in hoped]
    rows += [
        _state("planned", MARKS["planned"], f"{item.label}, {item.term}" if item.term else item.label) for item in items
    ]
    ahead = "planned" if plan.best is not None or plan.status == "nothing-to-add" else "open"
    needs = [
        _state("done", MARKS["done"], need.title) if need.done else _state(ahead, MARKS[ahead], need.title)
        for need in plan.requirements
    ]
    lists = [("Learning", rows), ("Requirements", needs)]
    return "".join(f"<h2>{title}</h2><ul class=states>{''.join(found)}</ul>" for title, found in lists if found)


def _coded(plan: Plan, code: str) -> str:
    served = serves(plan, plan.held_for.get(code, ()))
    return f"{code}, for {', '.join(served)}" if served else code


def _state(word: str, sign: str, text: str) -> str:
    return f"<li><span class=state aria-hidden=true>{sign}</span>{escape(text)}: {word}</li>"


def _list(title: str, items: list[str]) -> str:
    if not items:
        return ""
    return f"<h2>{escape(title)}</h2><ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
