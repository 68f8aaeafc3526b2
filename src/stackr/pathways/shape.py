"""From what the solver chose to what is published: items, terms, totals, slack, and what the audit says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.audit.texts import clause_name
from stackr.model.plan import Pathway, PlanItem, PlanTerm, Requirement, Totals, Wish
from stackr.pathways.pace import Pace, pace, stands_beside
from stackr.pathways.question.busy import in_term
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.entry import entry_title, entry_words
from stackr.pathways.question.frame import Frame
from stackr.pathways.question.question import Question
from stackr.pathways.record import wish_text
from stackr.pathways.solving.search import Solved
from stackr.pathways.verify import Checked, verify
from stackr.pathways.waiting import waits_for
from stackr.requirements.judge import judge
from stackr.requirements.rules.average import AverageRule


def pathway(question: Question, solved: Solved) -> tuple[Pathway, Checked]:
    """One plan as it is published, and its audit."""
    chosen = solved.found.chosen
    assert chosen is not None
    by_label = {each.label: each for each in solved.ready.counting}
    frame = solved.ready.frame
    day = conferral(question, chosen, frame)
    also = frame.lowering.also
    tempo = pace(solved.ready, chosen, _gone(chosen, frame) if question.terms else 0)
    checked = verify(question, chosen, by_label, day, also, frame.pending)
    made = Pathway(
        items=tuple(_items(question, chosen, by_label, checked, tempo)),
        terms=tuple(_terms(question, chosen, by_label, frame, checked.let_in.terms)),
        totals=_totals(question, chosen, by_label, frame),
        wishes=tuple(
            Wish(
                minimise=wish_text(reached.weights),
                value=format_amount(reached.value),
                bound=format_amount(reached.bound),
                proven=reached.proven,
            )
            for reached in solved.found.reached
            if not (question.pricing.unlike and dict(reached.weights).keys() == {"cost"})
        ),
        proven=solved.found.proven and checked.satisfied and not solved.ready.frame.lowering.unfollowed,
        first=solved.found.first,
        finished=day.isoformat() if question.terms and question.terms[0].end is not None else None,
        chain=tempo.chain,
        verified=checked.satisfied,
        assumes=_assumes(question, checked, also, [by_label[label] for label in sorted(chosen)]),
    )
    return made, checked


def conferral(question: Question, chosen: Mapping[str, int], frame: Frame) -> date:
    """The end of the last term that is used, or the first day on which the rules saw what the plan was made for."""
    ends = [term.end for term in question.terms]
    if not ends or None in ends:
        return question.as_of
    last = max((at + 1 for at in chosen.values()), default=1)
    return ends[max(last, frame.first) - 1] or question.as_of


def _items(
    question: Question, chosen: Mapping[str, int], by_label: Mapping[str, Candidate], checked: Checked, tempo: Pace
) -> Iterable[PlanItem]:
    beside = stands_beside(chosen, by_label)
    for label in sorted(chosen, key=lambda each: (chosen[each], each)):
        each = by_label[label]
        item, price = each.item, each.price
        course = each.way == "course" and item is not None
        fee, currency = _fee(question, each)
        yield PlanItem(
            label=label,
            code=each.code,
            title=item.title if item is not None else each.code,
            way=each.way,
            issuer=item.issuer if course and item else None,
            term=question.terms[chosen[label]].name if question.terms else None,
            credits=_amount(price["credits"]),
            hours=_amount(price["hours"]),
            cost=_amount(fee),
            currency=currency if fee else None,
            distance=_amount(price["distance"]) if price["distance"] else None,
            mode=item.mode if course and item else None,
            places=item.places if course and item else (),
            after=tempo.after[label],
            beside=beside[label],
            counts_for=checked.counted.get(label, ()),
            slack=tempo.slack.get(label),
            critical=label in tempo.chain,
        )


def _fee(question: Question, each: Candidate) -> tuple[Fraction | None, str | None]:
    """What it costs, in the currency of the plan; where nothing tells what that is worth, in its own."""
    fee, own = each.price["cost"], each.item.currency if each.item is not None else None
    if fee is None and each.way == "course" and each.item is not None:
        return each.item.cost, own
    return fee, question.pricing.currency or own


def _amount(value: Fraction | None) -> str | None:
    return None if value is None else format_amount(value)


def _gone(chosen: Mapping[str, int], frame: Frame) -> int:
    """How many terms go by until all of it, and what is in progress and counts, is over."""
    return max((frame.soonest, *(at + 1 for at in chosen.values())))


def _terms(
    question: Question, chosen: Mapping[str, int], by_label: Mapping[str, Candidate], frame: Frame, let_in: int
) -> Iterable[PlanTerm]:
    gone = _gone(chosen, frame)
    for position, term in enumerate(question.terms[:gone]):
        here = sorted(label for label, at in chosen.items() if at == position)
        credits = sum((by_label[label].price["credits"] or Fraction(0) for label in here), question.busy[position][0])
        yield PlanTerm(
            name=term.name,
            start=term.start.isoformat() if term.start else None,
            end=term.end.isoformat() if term.end else None,
            items=tuple(here),
            waits_for=waits_for(question, chosen, by_label, position, gone, let_in) if not here else (),
            credits=format_amount(credits),
            under_way=tuple(sorted(holding.credential or holding.id for holding in in_term(question.learner, term))),
        )


def _totals(question: Question, chosen: Mapping[str, int], by_label: Mapping[str, Candidate], frame: Frame) -> Totals:
    prices = [by_label[label].price for label in chosen]
    credits = [Fraction(0)] * len(question.terms)
    for label, at in chosen.items():
        if question.terms:
            credits[at] += by_label[label].price["credits"] or 0
    fullest = max((own + busy[0] for own, busy in zip(credits, question.busy, strict=True)), default=None)

    def total(name: str) -> str | None:
        amounts = [price[name] for price in prices]
        return None if None in amounts else format_amount(sum((a for a in amounts if a is not None), Fraction(0)))

    return Totals(
        credits=total("credits"),
        hours=total("hours"),
        cost=total("cost"),
        currency=question.pricing.currency,
        items=len(chosen),
        distance=total("distance") if question.options.place is not None else None,
        terms=_gone(chosen, frame) if question.terms else None,
        fullest_term=format_amount(fullest) if fullest is not None else None,
    )


def _assumes(
    question: Question, checked: Checked, also: Mapping[str, str], taken: Iterable[Candidate]
) -> tuple[str, ...]:
    """Prior learning that is yet to be recognised, grades that the rules ask for, and what no learning meets."""
    chosen = tuple(taken)
    found = [f"prior learning is recognised for {each.code}" for each in chosen if each.way == "rpl"]
    found += [f"{words}, which {each.label} asks for first" for each in chosen for words in each.granted]
    found += [f"done beside it: {also[id]}" for id in sorted(also)]
    found += [
        f"the entry requirement is met, which the record leaves open: {entry_words(each)}"
        for each in question.entry.open_
    ]
    if checked.satisfied and not checked.on_any_grade:
        award, entry = question.now.qualification.award, question.entry
        places = {place for places in checked.counted.values() for place in places}
        needs = {
            id: need
            for each in (award, *entry.unmet, *(own.award for own in entry.awards))
            for id, need in each.needs.items()
        }
        asked = sorted(need.describe() for id, need in needs.items() if id in places and "grade" in need.describe())
        averages = sorted(rule.describe() for rule in award.rules.values() if isinstance(rule, AverageRule))
        found += [f"passed well enough: {words}" for words in (*asked, *averages)] or [
            "passed with the grades that the rules ask for"
        ]
    return tuple(found)


def requirements(question: Question) -> tuple[Requirement, ...]:
    """The requirements at the top of the award, and which of them are met as things stand; before them what it asks for entry."""
    entry = question.entry
    found = [
        Requirement(id=each.id, title=f"{entry_title(each) or each.id} (entry)", done=False)
        for each in entry.unmet
        if each.places
    ]
    found += [Requirement(id=each.name, title=each.clause.title or each.name, done=False) for each in entry.awards]
    sure = question.now.sure
    for judged in judge(sure.lowered, sure.solution):
        if judged.award != question.now.award:
            continue
        for need in judged.requirements:
            inner = need.children if len(judged.requirements) == 1 and need.children else (need,)
            found += [
                Requirement(
                    id=each.id,
                    title=each.title or clause_name(question.now.qualification.award, each.id),
                    done=each.status == "met",
                )
                for each in inner
            ]
    return tuple(found)
