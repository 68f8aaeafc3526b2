"""What could be done about what blocks, cause by cause: what to put on offer, which decision to ask for, which wish to give up;
and whether that alone makes a plan possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from stackr.allocation.asks import Ask
from stackr.audit.texts import clause_name
from stackr.model.plan import Remedy
from stackr.pathways.impossible.again import Again
from stackr.pathways.impossible.causes import FIRST, OTHERS, Cause
from stackr.pathways.impossible.chains import Chains
from stackr.pathways.impossible.clauses import asking
from stackr.pathways.impossible.letting_in import LettingIn
from stackr.pathways.impossible.reach import Reach
from stackr.pathways.impossible.serving import serving
from stackr.pathways.impossible.setting import Granted
from stackr.pathways.impossible.supposing import Supposing
from stackr.pathways.options import PriorLearning
from stackr.pathways.question.candidates import RPL, Candidate
from stackr.pathways.question.classes import asked_of
from stackr.pathways.question.lowering import recognised
from stackr.requirements.base import Need
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.rules.per import PerRule
from stackr.requirements.words import amount_words, listing, source_words

FEW = 3
"""Of so many units prior learning is looked at."""


class Remedies:
    """For causes that block together."""

    def __init__(self, supposing: Supposing, causes: Sequence[Cause]) -> None:
        self.supposing, self.causes = supposing, frozenset(causes)
        self.question = supposing.question
        self.award = self.question.now.qualification.award
        self.reach = Reach(supposing, self.causes)
        self.again = Again(self.reach, self.causes)
        self.letting_in = LettingIn(self.reach)

    def each(self, cause: Cause) -> Iterator[Remedy]:
        """What could be done about one of them."""
        without = self.supposing.possible(frozenset(self.supposing.causes) - {cause})
        if cause.kind == "clause":
            yield from self._of_clause(cause, without)
        elif cause.kind in ("first", "beside"):
            yield from self._of_asking(cause, without)
        else:
            yield Remedy(words=self._of_wish(cause, possible=without is True), enough=without)

    def _of_wish(self, cause: Cause, *, possible: bool) -> str:
        """When items are offered, the time there is, and what was wished. `possible`: whether giving it up is enough."""
        match cause.kind:
            case "offered":
                return f"have {_name(cause)} offered at other times as well"
            case "terms":
                return (self.reach.later() if possible else None) or "take more terms"
            case "load":
                return (self.reach.lighter(cause) if possible else None) or "let a term take more, or less"
            case "include":
                return f"do without {cause.name}"
            case "avoid":
                return f"take {cause.name} after all"
        return "find out what is not known of them" if cause.name == "price" else "take others as well"

    # clauses

    def _of_clause(self, cause: Cause, without: bool | None) -> Iterator[Remedy]:
        id, _, value = cause.name.partition("#")
        outside = self.supposing.outside.get(cause.name)
        if cause.name in self.letting_in.names:
            yield from self._of_requirement(cause, without)
            yield from self.again.remedies(cause)
            yield from self.letting_in.remedies(cause, without)
            return
        if outside is not None:
            yield Remedy(words=f"bring learning that this does not concern ({outside.words})", enough=without)
            yield from self.again.remedies(cause)
            return
        for fact in self.supposing.unsaid(cause.name):
            yield Remedy(words=f"have the record say `{fact}`", enough=None if without is not False else False)
        if id in self.award.needs or (self.award.total is not None and self.award.total.id == id):
            yield from self._of_requirement(cause, without)
        rule = self.award.rules.get(id)
        if isinstance(rule, PerRule) and value:
            yield Remedy(words=f"put on offer what serves with another {rule.attribute} than {value}", enough=without)
        yield from self.again.remedies(cause)
        of_class = asked_of(self.award, self.question.options.classified)
        if of_class is not None and of_class.id == id:
            yield Remedy(words="plan for another class, or for any", enough=without)
        elif "~" not in id:
            body = self.award.body or "the awarding body"
            said = f"ask {body} to waive {clause_name(self.award, id)} (a decision `waive {id}`)"
            yield Remedy(words=said, enough=without)

    def _of_requirement(self, cause: Cause, without: bool | None) -> Iterator[Remedy]:
        """What the catalogue lacks for it, and the record."""
        for fact in self.supposing.unrecognised.of(cause.name):
            yield Remedy(words=f"have the record say `{fact}`", enough=None if without is not False else False)
        found = serving(self.supposing, cause.name, self.causes)
        if found.named:
            if found.lost:
                yield Remedy(words=f"put {listing(sorted(found.lost), 'or')} on offer", enough=without)
            for code in found.not_counted:
                words = f"have {code}, on the record, put right or taken again so that it counts for it"
                served = Granted(offered={cause.name: (Fraction(0),)})
                yield Remedy(words=words, enough=self.supposing.possible(frozenset(self.supposing.causes), served))
            yield from self._by_prior_learning(found.lost)
            return
        gap = all(
            each.kind == "clause" for each in self.causes
        )  # else no more on offer helps: it would need its time, too
        missing = self.reach.missing(cause) if gap else None
        if missing is not None:
            amount = amount_words(missing.amount, missing.asked.unit)
            more = " more" if missing.amount < missing.asked.amount else ""
            words = f"put on offer {amount}{more}{self._which(cause)}{self._let_in(cause)}"
            load = self.question.options.load
            fits = not self.question.terms or (load.most_credits, load.most_items) == (None, None)
            yield Remedy(words=words, enough=missing.enough if fits or not missing.enough else None)

    def _which(self, cause: Cause) -> str:
        need = asking(self.question, cause.name)
        if not isinstance(need, PoolNeed):
            return " that count"
        return f"{source_words(need.selector)} for {self._name_of(cause, need)}"

    def _name_of(self, cause: Cause, need: Need) -> str:
        return "entry" if cause.name in self.question.entry.needs else clause_name(self.award, need.id)

    def _let_in(self, cause: Cause) -> str:
        others = {each for each in self.causes if each.kind == "clause"} - {cause}
        return ", which the other clauses told let count" if others else ""

    def _by_prior_learning(self, codes: Iterable[str]) -> Iterator[Remedy]:
        """Units that the rules would grant prior learning for."""
        question = self.question
        price = question.pricing.prior_learning(PriorLearning("all"))
        prior = [Candidate(code + RPL, code, None, "rpl", (0,), price) for code in sorted(codes)]
        for code in sorted(recognised(question.evaluation(question.as_of), question.name, prior))[:FEW]:
            yield Remedy(
                words=f"have prior learning recognised for {code}", enough=self.reach.with_prior_learning(code)
            )

    # items

    def _of_asking(self, cause: Cause, without: bool | None) -> Iterator[Remedy]:
        """A prerequisite or corequisite: let in without it, or have it by prior learning."""
        chains = Chains(self.question, frozenset({cause}), self.supposing.singly)
        item = chains.offer.get(cause.name)
        need = chains.need(None if item is None else item.prerequisite if cause.kind == FIRST else item.corequisite)
        side = "first" if cause.kind == FIRST else "beside"
        words = need.words() if isinstance(need, Ask) else "what is asked"
        yield Remedy(words=f"have {_name(cause)} open to who has not done {words} {side}", enough=without)
        if isinstance(need, Ask):
            offer = chains.offer
            yield from self._by_prior_learning({offer[of].code if of in offer else of for of in need.codes()})


def _name(cause: Cause) -> str:
    return cause.name if cause.name != OTHERS else "the other items"
