"""A plan as text: what to take, when, what it comes to, and how far that is proven."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from stackr.model.plan import Pathway, Plan, PlanItem

_TICK = {True: "x", False: " "}


def render_plan(plan: Plan) -> str:
    """The whole answer."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    yield f"{plan.qualification}  {plan.title}"
    yield f"for {plan.learner}, from {plan.as_of}; {_share(plan.progress)} earned"
    yield ""
    if plan.status == "nothing-to-add":
        yield "Nothing to add: the award is complete."
    elif plan.status == "infeasible" and plan.blocking is not None:
        yield "There is no plan."
        yield f"  Why: {plan.blocking.message}."
    elif plan.status == "open":
        yield "No plan was found within the limit of work, and it is not shown that there is none."
    elif plan.best is not None:
        yield from _pathway(plan.best)
        yield from _standing(plan)
        for number, other in enumerate(plan.alternatives, start=2):
            yield ""
            yield f"Plan {number}"
            yield from _pathway(other)
    yield from _notes(plan)


def _share(progress: str) -> str:
    """In per cent, rounded down: 100.0 % is complete."""
    whole = int(Fraction(progress) * 1000)
    return f"{whole // 10}.{whole % 10} %"


def _pathway(way: Pathway) -> Iterator[str]:
    by_label = {item.label: item for item in way.items}
    if way.terms:
        for term in way.terms:
            days = f" ({term.start} to {term.end})" if term.start and term.end else ""
            yield f"  {term.name}{days}: {_credits(term.credits)}"
            for code in term.under_way:
                yield f"    … {code} (in progress)"
            for label in term.items:
                yield f"    + {_item(by_label[label])}"
            if not term.items and not term.under_way:
                yield "    nothing"
    else:
        for item in way.items:
            yield f"  + {_item(item)}"
    yield f"  In all: {totals_line(way)}"
    if way.chain:
        yield f"  The pace is set by {' → '.join(way.chain)}"
    yield f"  {proof_line(way)}"


def _credits(amount: str) -> str:
    return f"{amount} credit{'' if amount == '1' else 's'}"


def _item(item: PlanItem) -> str:
    parts = [item.label if item.title in ("", item.code) else f"{item.label}  {item.title}"]
    about = [_credits(item.credits)] if item.way == "course" and item.credits is not None else []
    if item.cost not in (None, "0"):
        about.append(f"{item.cost} {item.currency or ''}".strip())
    if item.mode:
        about.append(item.mode)
    if item.places:
        about.append("/".join(item.places))
    if item.after:
        about.append(f"after {', '.join(item.after)}")
    if item.beside:
        about.append(f"with {', '.join(item.beside)}")
    if item.counts_for:
        about.append(f"for {', '.join(item.counts_for)}")
    elif item.way == "course":
        about.append("needed by what comes after")
    if item.slack:
        about.append(f"may slip by {item.slack} term{'' if item.slack == 1 else 's'}")
    return f"{parts[0]}  ({'; '.join(about)})" if about else parts[0]


def totals_line(way: Pathway) -> str:
    """What it comes to."""
    totals = way.totals
    said = [f"{totals.items} item{'' if totals.items == 1 else 's'}", _credits(totals.credits)]
    if totals.hours is not None:
        said.append(f"{totals.hours} hours")
    if totals.cost is not None and totals.cost != "0":
        said.append(f"fees of {totals.cost} {totals.currency or ''}".rstrip())
    if totals.distance is not None:
        said.append(f"{totals.distance} to travel")
    if totals.terms is not None:
        said.append(f"{totals.terms} term{'' if totals.terms == 1 else 's'}")
    if way.finished is not None:
        said.append(f"finished on {way.finished}")
    return ", ".join(said)


def proof_line(way: Pathway) -> str:
    """How far it is proven, and what the audit says."""
    wishes = ", then ".join(f"least {wish.minimise}" for wish in way.wishes)
    checked = "an audit of the learner with it says satisfied" if way.verified else "the audit did NOT confirm it"
    if way.proven:
        alone = "" if way.first else " (others may be as good)"
        return f"Proven: {wishes}{alone}; {checked}."
    gaps = "; ".join(f"{w.minimise} {w.value}, and no plan below {w.bound}" for w in way.wishes if not w.proven)
    return f"Best found, not proven: {gaps or 'the limit of work was reached'}; {checked}."


def _standing(plan: Plan) -> Iterator[str]:
    if plan.held:
        yield f"  Counted already: {', '.join(plan.held)}"
    for requirement in plan.requirements:
        yield f"  [{_TICK[requirement.done]}] {requirement.title}"


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
