"""What the reader of a plan should know of how the question was understood, in words."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.model.learning import Learner
from stackr.model.plan import Pathway
from stackr.pathways.admission import Admission
from stackr.pathways.question.attempts import taken_again
from stackr.pathways.question.busy import of_unknown_size
from stackr.pathways.question.candidates import RPL
from stackr.pathways.question.entry import entry_words
from stackr.pathways.question.horizon import calendar_for
from stackr.pathways.question.question import Question
from stackr.pathways.solving.ready import Ready
from stackr.requirements.words import listing


def remarks(question: Question, first: Ready | None, best: Pathway | None, let_in: Admission) -> Iterator[str]:
    """The clock, terms, fees, who offers, what is taken again, and prior learning that is no option."""
    if question.options.seconds is not None:
        yield "limited by the clock: on another machine the answer may be another"
    yield from (f"{name}, on the record: {why}" for name, why in unreadable(question.learner))
    if question.version_supposed:
        yield (
            f"the record does not say which version of {question.name} is the learner's: the plan is for who enters on "
            f"{question.as_of.isoformat()}, by the rules of {question.now.qualification.version or 'no date'}"
        )
    if question.options.classified is not None:
        yield from _of_class(question, question.options.classified, best)
    elif question.now.qualification.award.classifications:
        yield (
            f"the plan is for {question.name} in any class: which one it is given in hangs on the grades; "
            "a class can be asked for"
        )
    yield from _of_terms(question, first)
    yield from _under_way(question)
    if first is not None:
        yield from _of_fees(question, first)
        yield from _of_prior_learning(question, first)
    if best is not None:
        yield from _of_entry(question, let_in)
        yield from _of_credits(best)
        yield from _again(question, best)


def _of_entry(question: Question, let_in: Admission) -> Iterator[str]:
    """What is asked for entry and not met yet comes first."""
    by = f" by the end of {question.terms[let_in.terms - 1].name}" if let_in.terms else ""
    earned = f"earned on the way{by}" if let_in.terms or not question.terms else "earned already"
    then = f"before what counts for {question.name} is taken"
    for award in question.entry.unmet:
        if award.places:
            yield f"{question.name} asks for {entry_words(award)} at entry: that is met{by}, {then}"
    for each in question.entry.awards:
        title = f"{each.name}, {each.clause.title}," if each.clause.title else each.name
        yield f"{title} is asked for at entry and {earned}: it has to be conferred {then}"


def _of_class(question: Question, wanted: str, best: Pathway | None) -> Iterator[str]:
    """What the grades decide, and where an audit may count other learning than what the class needs."""
    yield (
        f"the plan is for {question.name} as {wanted}, with grades good enough for it; a what-if tells what others would come to"
    )
    if best is not None and not best.verified:
        chosen = "" if question.now.qualification.award.prefer else ": they have no line `prefer best grades`"
        yield (
            f"enough for {wanted} could be counted, but an audit counts other learning, by what the rules prefer{chosen}"
        )


def unreadable(learner: Learner) -> Iterator[tuple[str, str]]:
    """(what the holding is called, what of it can't be read) of everything on the record that counts as unknown for that reason."""
    for holding in learner.holdings:
        yield from ((holding.credential or holding.title or holding.id, why) for _, why in holding.faults)


def _of_terms(question: Question, first: Ready | None) -> Iterator[str]:
    body = question.now.qualification.award.body
    serving = first.counting if first is not None else ()
    unnamed = sum(each.item is not None and not each.item.terms for each in serving if each.way == "course")
    if question.terms and unnamed:
        names = (
            "item that may serve names no term; it is"
            if unnamed == 1
            else "items that may serve name no term; they are"
        )
        yield f"{unnamed} {names} taken to be offered in each"
    if body is not None and not any(item.issuer in (None, body) for item in question.offer.values()):
        yield f"the catalogue of these rules has nothing on offer by {body}"
    if question.terms and question.terms[0].start is None:
        yield "the terms have no days, so rules that look at days are read as of the day of the plan"
    calendar = calendar_for(question.book.tables.calendars, body, question.options)
    if not question.terms and question.options.scheduled is None and calendar is not None:
        day = question.as_of.isoformat()
        yield f"no term of the calendar {calendar.name.text} begins on or after {day}, so the plan is without terms"


def _under_way(question: Question) -> Iterator[str]:
    """Learning in progress of which nobody knows how much it is."""
    unmeasured = sorted({each.credential or each.title or each.id for each in question.unmeasured})
    if unmeasured:
        takes = "it takes" if len(unmeasured) == 1 else "they take"
        yield f"{listing(unmeasured)}, in progress: how many credits is not known, so {takes} no credits of a term"
    claim = question.now.claim
    unsized = of_unknown_size(claim.units, question.now.qualification.award, claim.members[0].context)
    if unsized:
        is_ = "it is" if len(unsized) == 1 else "they are"
        yield f"{listing(unsized)}, in progress: for how many credits is not known, so {is_} not counted on"


def _of_credits(best: Pathway) -> Iterator[str]:
    """Items of the plan of which nobody knows how many credits of the award they are."""
    unknown = [item.label for item in best.items if item.way == "course" and item.credits is None]
    if unknown:
        count, take = ("it counts", "takes") if len(unknown) == 1 else ("they count", "take")
        yield (
            f"how many credits {listing(unknown)} come{'s' if len(unknown) == 1 else ''} to is not known: {count} as nothing where "
            f"credits are to be few, and {take} no credits of a term"
        )


def _of_fees(question: Question, first: Ready) -> Iterator[str]:
    """Nothing where fees were asked to be small: then what has no known fee is left aside."""
    unlike = question.pricing.unlike
    if unlike:
        yield (
            f"fees are in {listing(unlike)}, and nothing says what one is worth in the other: they are not added up, "
            "and decide nothing"
        )
    elif not any("cost" in dict(wish) for wish in question.options.minimise):
        priced = [each.price["cost"] is not None for each in first.counting if each.way == "course"]
        unknown = priced.count(False)
        if unknown and any(priced):
            fee = "the fee of 1 item that may serve is not known; it counts" if unknown == 1 else ""
            fee = fee or f"the fees of {unknown} items that may serve are not known; they count"
            yield f"{fee} as nothing where fees decide between plans as good"


def _of_prior_learning(question: Question, first: Ready) -> Iterator[str]:
    """Asked for by name, and the rules grant nothing for it."""
    granted = {label for unit in first.frame.lowering.units.values() for label in unit.labels}
    for asked in question.options.prior_learning:
        if asked.unit != "all" and asked.unit + RPL not in granted and not question.had.there(asked.unit):
            yield f"these rules recognise no prior learning for {asked.unit}, so it is no option"


def _again(question: Question, best: Pathway) -> Iterator[str]:
    known = question.had
    asked = taken_again((item.code for item in best.items), known, question.repeats)
    if asked:
        is_ = "is" if len(asked) == 1 else "are"
        last = question.now.qualification.award.tree.repeat == "last"
        counts = ": the last attempt counts, also if its grade is lower" if last else ""
        yield f"{listing(asked)} {is_} passed or recognised already, and taken again, as asked{counts}"
    again = [item.code for item in best.items if item.code in known.passed & known.spent]
    if again:
        is_ = "is on the record, but does not count" if len(again) == 1 else "are on the record, but do not count"
        yield f"{listing(again)} {is_} when the award is conferred: taken again"
    stated = {each.credential for each in question.learner.holdings if each.status in (None, "active", "in-progress")}
    other = [item.code for item in best.items if item.code in stated - known.passed - known.under_way.keys()]
    if other:
        is_, it = ("is", "it") if len(other) == 1 else ("are", "them")
        told = f"{listing(other)} {is_} on the record, but not for certain as learning at a body that offers {it}"
        yield f"{told}: planned all the same"
