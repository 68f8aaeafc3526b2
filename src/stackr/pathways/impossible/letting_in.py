"""What could be done where nothing on offer meets what an award asks for entry: the nearest awards that would, once conferred, and the
body that may let somebody in without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from stackr._quantity import format_amount
from stackr.audit.evaluation import Evaluation
from stackr.audit.values import Values
from stackr.model.learning import Holding
from stackr.model.plan import Remedy
from stackr.pathways.impossible.causes import Cause
from stackr.pathways.impossible.obstacles import credits
from stackr.pathways.impossible.reach import Reach, with_holding
from stackr.pathways.question.entry import entry_title
from stackr.requirements.compiled import Award
from stackr.rulebook.book import Qualification

FEW = 3
"""So many awards are named."""
ID = "\x1d"
"""What the id of a supposed award begins with: no id of a record does."""


class LettingIn:
    """Of what a question's award asks for entry."""

    def __init__(self, reach: Reach) -> None:
        self.reach, self.question = reach, reach.question
        self.entry = self.question.entry

    @property
    def names(self) -> frozenset[str]:
        """The causes that are about it."""
        return frozenset({*(award.id for award in self.entry.unmet), *(each.name for each in self.entry.awards)})

    def remedies(self, cause: Cause, without: bool | None) -> Iterator[Remedy]:
        """What could be done about one of them."""
        asking = [award for award in self.entry.unmet if self._is_of(award, cause)]
        nearest = [values for values in self._nearest if self._lets_in(values.qualification, asking)]
        for values in nearest[:FEW]:
            holding = conferred(values.qualification, self.question.as_of)
            yield Remedy(words=_first(values), enough=self.reach.possible(self.question.options, holding))
        body = self.question.now.qualification.award.body or "the awarding body"
        for award in asking:
            named = entry_title(award) or "the entry requirement"
            yield Remedy(words=f"ask {body} to waive {named} (a decision `waive {award.id}`)", enough=without)

    def _is_of(self, award: Award, cause: Cause) -> bool:
        """Whether the cause is the entry requirement, or an award that it asks for."""
        lines = (line for line, each in self.entry.earned if each.name == cause.name)
        return cause.name == award.id or any(line in award.needs for line in lines)

    @cached_property
    def _nearest(self) -> list[Values]:
        """Other awards that the learner could have, by what is missing of them."""
        question = self.question
        evaluation = question.evaluation(question.as_of)
        others = sorted(question.book.qualifications.keys() - evaluation.conferred.awards.keys() - {question.name})
        found = [values for name in others if (values := evaluation.alone(name)).closed is None]
        return sorted(found, key=lambda values: (values.missing_credits, values.qualification.name))

    def _lets_in(self, other: Qualification, asking: Iterable[Award]) -> bool:
        """Whether an award, conferred, is what is asked."""
        question = self.question
        learner = with_holding(question.learner, conferred(other, question.as_of))
        evaluation = Evaluation(question.book, learner, question.as_of, question.audit)
        return all(evaluation.lets_in(self.entry.qualification, award) for award in asking)


def _first(values: Values) -> str:
    """`have CERT (Certificate) conferred first, of which 15 credits are missing`."""
    found = values.qualification
    title = f" ({found.clause.title})" if found.clause.title else ""
    missing = values.missing_credits
    is_ = "is" if missing == 1 else "are"
    lacks = f"{credits(missing)} {is_} missing" if missing else "nothing is missing"
    return f"have {found.name}{title} conferred first, of which {lacks}"


def conferred(qualification: Qualification, day: date) -> Holding:
    """The award as a record would have it on the day."""
    award, level = qualification.award, qualification.tree.level
    total = award.total.need if award.total is not None and award.total.need.unit == "credits" else None
    return Holding(
        id=f"{ID}{qualification.name}",
        credential=qualification.name,
        title=qualification.clause.title or qualification.name,
        kind="qualification",
        status="active",
        holder="learner",
        signature="verified",
        issuer=award.body,
        dates={"awarded": day, "completed": day, "conferred": day},
        credits=total.value if total is not None else None,
        credit_unit=award.credit_unit if total is not None else None,
        level=None if level is None else level.text.text if level.text is not None else format_amount(level.value),
        framework=award.framework,
    )
