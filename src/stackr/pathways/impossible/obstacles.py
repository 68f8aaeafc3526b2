"""The causes of a plan that can't be, in words: each by itself, and all of them as one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.audit.texts import clause_name
from stackr.conditions.clauses import Clause
from stackr.model.plan import BlockingCause
from stackr.pathways.impossible.causes import BESIDE, CLAUSE, FIRST, OFFERED, OTHERS, TERMS, Cause
from stackr.pathways.impossible.chains import Chains, number
from stackr.pathways.impossible.clauses import clause_words
from stackr.pathways.impossible.serving import Serving, serving
from stackr.pathways.impossible.supposing import Supposing
from stackr.pathways.question.candidates import UNKNOWN
from stackr.requirements.words import listing

FEW = 3
"""So many items are named."""
OF_ITEMS = (FIRST, BESIDE, OFFERED)
ORDER = (CLAUSE, *OF_ITEMS, "include", "avoid", "only", "load", "terms")
"""Rules, then items, wishes and time."""


class Obstacles:
    """The words for some causes that block together."""

    def __init__(self, supposing: Supposing, causes: Sequence[Cause]) -> None:
        self.question = supposing.question
        self.causes = sorted(causes, key=lambda cause: (ORDER.index(cause.kind), cause.name))
        self.supposing = supposing
        self.chains = Chains(self.question, frozenset(causes), supposing.singly)
        self.award = self.question.now.qualification.award

    def message(self) -> str:
        """All of them: clauses and what serves them, items, wishes, and the time there is at the end."""
        clauses = [cause for cause in self.causes if cause.kind == CLAUSE]
        said = ["even with everything on offer"] if self._rules_only else []
        said = [": ".join((*said, "; ".join(self._rule(each.name)[0] for each in clauses)))] if clauses else []
        said += [words for each in clauses for words in self._gaps(each)]
        chains = list(self.chains.sentences())
        said += chains
        said += [self.wish(each) for each in self.causes if each.kind not in (CLAUSE, *OF_ITEMS, "terms")]
        if TERMS in self.causes:
            said.append(self.terms(short=any("needs" in words for words in chains)))
        return "; ".join(dict.fromkeys(said))

    def each(self) -> Iterator[tuple[Cause, BlockingCause]]:
        """Each cause by itself, with what it cites."""
        yield from ((cause, self._alone(cause)) for cause in self.causes)

    def _alone(self, cause: Cause) -> BlockingCause:
        if cause.kind == CLAUSE:
            words, clause = self._rule(cause.name)
            return BlockingCause(
                kind="clause",
                words=words,
                clause=cause.name,
                source=clause.source if clause else None,
                at=(clause.at or None) if clause else None,
            )
        if cause.kind in OF_ITEMS:
            alone = Chains(self.question, frozenset({cause}), self.supposing.singly)
            item = cause.name if cause.name != OTHERS else None
            return BlockingCause(kind=cause.kind, words="; ".join(alone.sentences()), item=item)
        if cause.kind == "terms":
            return BlockingCause(kind="terms", words=self.terms())
        item = cause.name if cause.kind in ("include", "avoid") else None
        return BlockingCause(kind=cause.kind, words=self.wish(cause), item=item)

    # rules

    def _rule(self, id: str) -> tuple[str, Clause | None]:
        """What a clause says, or what stands outside the award and takes from it; and where that is written."""
        other = self.supposing.outside.get(id)
        if other is None:
            return clause_words(self.award, id), self.award.clauses.get(id.partition("#")[0])
        return other.words, other.clause

    @property
    def _rules_only(self) -> bool:
        return all(each.kind == CLAUSE for each in self.causes)

    def _gaps(self, cause: Cause) -> Iterator[str]:
        """What the record does not say of it, and what the catalogue and the record have for a requirement, where that is little."""
        yield from (f"the record does not say `{fact}`" for fact in self.supposing.unsaid(cause.name))
        for fact, labels in self.supposing.unrecognised.of(cause.name).items():
            is_ = "is" if len(labels) == 1 else "are"
            yield f"whether {_some(labels)} {is_} recognised hangs on `{fact}`, which the record does not say"
        found: Serving = serving(self.supposing, cause.name, self.causes)
        for code, why in found.lost.items():
            yield f"{code} is {why}"
        if found.named:
            yield from _not_counted(found)
        if found.named or not found.requirement:
            return
        total = self.award.total is not None and self.award.total.id == cause.name
        name = "it" if total else clause_name(self.award, cause.name)
        if not found.labels:
            yield f"nothing on offer {'counts toward' if total else 'serves'} {name}"
        elif self._rules_only and len(found.labels) <= FEW:
            verb = "serves" if len(found.labels) == 1 else "serve"
            yield f"of what is on offer only {listing(found.labels)} {verb} {name}"
        if self._rules_only and found.sum is not None and (found.labels or found.sum):
            yield f"all that is on offer and on the record for it comes to {credits(found.sum)}"
        if self._rules_only and found.unsized:
            verb = "comes" if len(found.unsized) == 1 else "come"
            yield f"how many credits {_some(found.unsized)} {verb} to is not known"
        if self._rules_only and found.unmeasured:
            verb = "is" if len(found.unmeasured) == 1 else "are"
            yield f"{_some(found.unmeasured)} {verb} on offer without credits or hours"
        yield from _not_counted(found)

    # wishes

    def wish(self, cause: Cause) -> str:
        """What was asked beside the rules."""
        options, load = self.question.options, self.question.options.load
        match cause.kind, cause.name:
            case "include", code:
                return f"{code} must be in it"
            case "avoid", code:
                return f"{code} must not be in it"
            case "load", "most_credits":
                return f"a term takes at most {credits(load.most_credits or Fraction(0))}{self._heavy()}"
            case "load", "most_items":
                return f"a term takes at most {load.most_items} item{'s' if load.most_items != 1 else ''}"
            case "load", "least_credits":
                least = format_amount(load.least_credits or 0)
                return f"a term in which anything is taken has at least {least} credits"
            case "load", _:
                return f"a term in which anything is taken has at least {load.least_items} items"
            case _, "modes":
                return f"only {listing(options.modes, 'or')} is wanted{self._other('mode')}"
            case _, "languages":
                return f"only what is taught in {listing(options.languages, 'or')} is wanted{self._other('language')}"
            case _, "place":
                return f"only what can be taken in {options.place} is wanted{self._other('elsewhere')}"
            case _, "issuers":
                return f"only what {listing(options.issuers, 'or')} offers is wanted{self._other('providers')}"
            case _, "catalogues":
                return f"only what {listing(options.catalogues, 'or')} lists is wanted"
        return f"only items of known {self._priced()} are wanted, since that is to be small{self._other(UNKNOWN)}"

    def _priced(self) -> str:
        """`cost`, `cost or distance`: what is to be small and is not known of every item."""
        reasons = [reason for reason in self.question.aside.reasons if reason.startswith(UNKNOWN)]
        return listing(sorted(reason.removeprefix(UNKNOWN).strip() for reason in reasons), "or")

    def _heavy(self) -> str:
        most = self.question.options.load.most_credits or 0
        heavy = [each.label for each in self.question.candidates if (each.price["credits"] or 0) > most]
        heavy = [label for label in heavy if label in self._asked_for()]
        if not heavy:
            return ""
        return f", and {_some(heavy)} alone {'is' if len(heavy) == 1 else 'are'} more than that"

    def _other(self, word: str) -> str:
        """The items that the clauses ask for and that the wish leaves out."""
        aside = [label for reason, labels in self.question.aside.reasons.items() if word in reason for label in labels]
        out = [label for label in sorted(aside) if label in self._asked_for()]
        return f", which leaves out {_some(out)}" if out else ""

    def _asked_for(self) -> set[str]:
        """Items that serve the clauses among the causes, or that are named by the causes themselves."""
        clauses = [serving(self.supposing, each.name, self.causes) for each in self.causes if each.kind == CLAUSE]
        named = {each.name for each in self.causes if each.kind in (*OF_ITEMS, "include")}
        first = {code for label in named if label != OTHERS for code in self.chains.first(label)}
        return {label for found in clauses for label in found.labels} | named | first

    def terms(self, *, short: bool = False) -> str:
        """`the target, 2027-06-30, leaves two terms, and COM120 is in progress past them`."""
        options, count = self.question.options, len(self.question.terms)
        word = "" if short else " term" if count == 1 else " terms"
        late = self._going_on(count)
        if options.target is not None:
            return f"the target, {options.target.isoformat()}, leaves {number(count)}{word}{late}"
        if options.terms is not None and options.terms <= count:
            return f"the plan has at most {number(count)}{word}{late}"
        return f"the calendar has {number(count)}{word} from {self.question.as_of.isoformat()}{late}"

    def _going_on(self, count: int) -> str:
        """What is in progress and not over by the end of the last term."""
        pending = self.question.had.pending
        late = [
            each.credential or each.title or each.id
            for each in self.question.learner.holdings
            if pending.get(each.id, 0) > count
        ]
        if not late:
            return ""
        return f", and {_some(sorted(late))} {'is' if len(late) == 1 else 'are'} in progress past {'it' if count == 1 else 'them'}"


def _not_counted(found: Serving) -> Iterator[str]:
    """What is on the record and might have served."""
    for code, word in found.not_counted.items():
        yield f"{code}, on the record, does not count for it: {word}"


def credits(amount: Fraction) -> str:
    """`1 credit`, `10 credits`."""
    return f"{format_amount(amount)} credit{'' if amount == 1 else 's'}"


def _some(labels: Sequence[str]) -> str:
    if len(labels) <= FEW:
        return listing(labels)
    return f"{', '.join(labels[:FEW])} and {len(labels) - FEW} more"
