"""A plan as text: what to take, when, what it comes to, and how far that is proven."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.model.plan import Pathway, Plan, PlanItem
from stackr.report.plan_words import (
    blocking,
    credits,
    differs,
    fee,
    name,
    nothing,
    number,
    proof_line,
    purpose,
    share,
    totals_line,
)


def render_plan(plan: Plan) -> str:
    """The whole answer."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    yield f"{plan.qualification}  {plan.title}"
    yield f"for {plan.learner}, from {plan.as_of}; {share(plan.progress)} earned"
    yield ""
    if plan.status == "nothing-to-add":
        yield "Nothing to add: the award is complete."
    elif plan.status == "infeasible" and plan.blocking is not None:
        yield "There is no plan."
        yield f"  Why: {plan.blocking.message}."
        for heading, lines in blocking(plan.blocking):
            yield f"  {heading}{':' if lines else '.'}"
            yield from (f"    - {line}" for line in lines)
    elif plan.status == "open":
        yield "No plan was found within the limit of work, and it is not shown that there is none."
    elif plan.best is not None:
        yield from _pathway(plan, plan.best)
        yield from _standing(plan)
        for position, other in enumerate(plan.alternatives, start=2):
            yield ""
            yield f"Plan {position}: {differs(plan.best, other)}"
            yield from _pathway(plan, other)
    yield from _notes(plan)


def _pathway(plan: Plan, way: Pathway) -> Iterator[str]:
    by_label = {item.label: item for item in way.items}
    if way.terms:
        for term in way.terms:
            days = f" ({term.start} to {term.end})" if term.start and term.end else ""
            yield f"  {term.name}{days}: {credits(term.credits)}"
            for code in term.under_way:
                yield f"    … {code} (in progress)"
            for label in term.items:
                yield f"    + {_item(plan, by_label[label])}"
            if not term.items and (term.waits_for or not term.under_way):
                yield f"    {nothing(term)}"
    else:
        for item in way.items:
            yield f"  + {_item(plan, item)}"
    yield f"  In all: {totals_line(way)}"
    if way.chain:
        yield f"  The pace is set by {' → '.join(way.chain)}"
    yield f"  {proof_line(way)}"


def _item(plan: Plan, item: PlanItem) -> str:
    about = [credits(item.credits)] if item.way == "course" and item.credits is not None else []
    about += filter(None, [fee(item), item.mode, "/".join(item.places)])
    if item.after:
        about.append(f"after {', '.join(item.after)}")
    if item.beside:
        about.append(f"with {', '.join(item.beside)}")
    about.append(purpose(plan, item))
    if item.slack:
        about.append(f"may slip by {number(item.slack, 'term')}")
    return f"{name(item)}  ({'; '.join(about)})" if about else name(item)


def _standing(plan: Plan) -> Iterator[str]:
    done = [code for code in plan.held if code not in plan.under_way]
    hoped = [code for code in plan.held if code in plan.under_way]
    if done:
        yield f"  Counted already: {', '.join(done)}"
    if hoped:
        yield f"  In progress, taken as passed: {', '.join(hoped)}"
    met = [each.title for each in plan.requirements if each.done]
    if met:
        yield f"  Met already: {', '.join(met)}"


def _notes(plan: Plan) -> Iterator[str]:
    assumed = plan.best.assumes if plan.best is not None else ()
    if assumed or plan.aside or plan.remarks:
        yield ""
    for words in assumed:
        yield f"Taken for granted: {words}"
    for aside in plan.aside:
        more = ", …" if aside.number > len(aside.examples) else ""
        yield f"Left aside, {aside.reason}: {aside.number} ({', '.join(aside.examples)}{more})"
    for remark in plan.remarks:
        yield f"Note: {remark}"
