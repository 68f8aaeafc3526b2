"""What the record tells of what items of the catalogue ask first by more than a code: grades, awards, evidence, facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stackr.audit.evaluation import Evaluation
from stackr.audit.learned import Learned
from stackr.conditions.patterns import has_wildcard, matcher
from stackr.conditions.predicate import Context, Subject
from stackr.conditions.tables import CatalogueItem
from stackr.graph.offer import as_holding
from stackr.language import tree
from stackr.requirements.needs.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Record:
    """`context`: the award's, by whose framework a bare level goes; `items`: what is on offer, by label."""

    evaluation: Evaluation
    context: Context
    known: Learned
    items: Mapping[str, CatalogueItem]

    def passed_with(self, code: str, condition: tree.Expr) -> bool | None:
        """True of one of what is passed under the code is enough; what is open of one leaves it open."""
        fits = matcher(code) if has_wildcard(code) else None
        passed = self.known.passed_as
        codes = [code] if fits is None else [each for each in passed if fits(each)]
        answers = [self._is(subject, condition) for each in codes for subject in passed.get(each, ())]
        return True if True in answers else None if None in answers else False

    def may_be(self, label: str, condition: tree.Expr) -> bool:
        """What is under way is known by its code; it, and an item, may be passed at any grade."""
        going = self.known.going.get(label, ())
        if label in self.items:
            going = (*going, as_holding(self.items[label], self.context, label))
        return any(self._is(holding, condition) is not False for holding in going)

    def shown(self, node: tree.AwardReq | tree.EvidenceReq) -> bool | None:
        """An award that is not held may be by then."""
        if isinstance(node, tree.AwardReq):
            conferred = self.evaluation.conferred
            return True if node.award.text in conferred.awards.keys() - conferred.surrendered else None
        condition = None if node.condition is None else self.evaluation.book.asked[node.condition]
        return Evidence(node.kind, node.title.text, condition).found(self.context)

    def so(self, condition: tree.Expr) -> bool | None:
        """Of the learner alone."""
        return self._is(None, condition)

    def _is(self, subject: Subject, condition: tree.Expr) -> bool | None:
        return self.evaluation.book.asked[condition](subject, self.context)
