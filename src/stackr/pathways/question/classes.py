"""A plan for an award in a class: what the class asks stands among the limits of the award."""

from __future__ import annotations

from dataclasses import replace

from stackr.allocation.result import Solution
from stackr.conditions.predicate import Context
from stackr.diagnostics.suggest import known_names
from stackr.pathways.errors import PlanError
from stackr.requirements.base import Rule
from stackr.requirements.compiled import Award, Lowered
from stackr.requirements.judge import in_class
from stackr.requirements.view import View
from stackr.requirements.words import expr_words
from stackr.rulebook.book import RuleBook


def with_class(book: RuleBook, name: str, wanted: str) -> RuleBook:
    """The rules with what the class asks as one more limit of the award, in every version that has the class.

    Raises `PlanError` for a class that no version has, and for one that is given by several lines.
    """
    versions = book.qualifications[name]
    known = {line.name for version in versions for line in version.award.classifications}
    if wanted not in known:
        help = known_names(wanted, known) or "leave the class out"
        raise PlanError(f"{name} is given in no class `{wanted}`", help)
    made = tuple(replace(version, award=_limited(version.award, wanted)) for version in versions)
    return replace(book, qualifications={**book.qualifications, name: made})


def _limited(award: Award, wanted: str) -> Award:
    rule = asked_of(award, wanted)
    if rule is None or rule.id in award.rules:
        return award
    return replace(award, limits=(*award.limits, rule), rules={**award.rules, rule.id: rule})


def asked_of(award: Award, wanted: str | None) -> Rule | None:
    """What the class asks of the learning that counts; None where it asks for a fact, or for nothing, or is none of the award's."""
    lines = [line for line in award.classifications if line.name == wanted]
    if len(lines) > 1:
        raise PlanError(
            f"{award.id} is given as `{wanted}` for {len(lines)} reasons, and a plan is for one",
            "plan for another class, or for any",
        )
    return lines[0].rule if lines else None


def check_class(award: Award, context: Context, wanted: str) -> None:
    """Raises `PlanError` where the learner's version has no such class, or gives it for a fact that no learning changes and is not so."""
    line = next((line for line in award.classifications if line.name == wanted), None)
    if line is None:
        known = (each.name for each in award.classifications)
        version = f", in the version of {award.version}," if award.version else ""
        raise PlanError(f"{award.id}{version} is given in no class `{wanted}`", known_names(wanted, known))
    if line.condition is not None and line.condition(None, context) is not True:
        said = expr_words(line.condition.tree)
        raise PlanError(
            f"{award.id} is given as `{wanted}` when {said}: that is not so, or not known, and no plan changes it",
            "put it on the record if it is so",
        )


def reached(lowered: Lowered, solution: Solution, wanted: str) -> bool:
    """Whether the award (the only one of the problem) is given in that class, or in one that stands before it."""
    return in_class(View(lowered, solution, lowered.builders[0]), wanted)
