"""Names in a record that stand for nothing in the rules: most often they are misspelt, and would be passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stackr.diagnostics.suggest import did_you_mean
from stackr.model.learning import Learner
from stackr.model.parts import Remark
from stackr.rulebook.book import RuleBook

_OF_AWARDS: Final = {"enrolled_in": "is followed", "conferred": "is conferred", "surrendered": "was given back"}


def names_nothing(book: RuleBook, learner: Learner) -> Iterator[Remark]:
    """Facts that name an award that no rules declare, or a unit that is applied for and that nothing lists."""
    for fact, words in _OF_AWARDS.items():
        for name in set(learner.named(fact)) - book.qualifications.keys():
            yield _remark(
                fact,
                f"{name} {words}, but these rules declare no such qualification",
                did_you_mean(name, book.qualifications),
            )
    for name in set(learner.named("applied_for")) - book.qualifications.keys():
        if not is_listed(book, name):
            known = (*book.tables.catalogue, *book.qualifications)
            yield _remark(
                "applied_for", f"{name} was applied for, but no catalogue lists it", did_you_mean(name, known)
            )


def written_otherwise(book: RuleBook, learner: Learner) -> Iterator[Remark]:
    """Learning whose code no rule and no catalogue has, but for case, spaces and signs."""
    listed = book.tables.catalogue
    for holding in learner.holdings:
        code = holding.credential
        meant = None if code is None or code in listed else book.spellings.meant(code)
        if code is not None and meant is not None:
            hidden = "" if code.isprintable() else ", with signs that can't be seen"
            told = f"its code is `{code}`{hidden}; rules and catalogues write `{meant}`, and it is not taken for that"
            yield Remark(code="R325", message=told, holding=holding.id, member="credential")


def _remark(fact: str, told: str, hint: str) -> Remark:
    message = f"the record says {told}" + (f"; {hint}" if hint else "")
    return Remark(code="R320", message=message, member=f"facts.{fact}")


def is_listed(book: RuleBook, unit: str) -> bool:
    """Whether a catalogue lists the unit, or a rule or articulation names it; without a catalogue, nothing says that it is none."""
    if not book.tables.catalogue or unit in book.tables.catalogue or unit in book.named_codes:
        return True
    sides = (side for item in book.articulations.values() for side in item.tree.targets)
    return any(side.code is not None and side.code.text == unit for side in sides)
