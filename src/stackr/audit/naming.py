"""Names in a record that stand for nothing in the rules: most often they are misspelt, and would be passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stackr.diagnostics.suggest import did_you_mean
from stackr.model.learning import Learner
from stackr.model.parts import Remark
from stackr.rulebook.book import RuleBook
from stackr.rulebook.named import named_codes
from stackr.rulebook.spellings import Spellings

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
    codes = {holding.credential for holding in learner.holdings if holding.credential is not None}
    unlisted = codes - book.tables.catalogue.keys()
    spellings = _spellings(book) if unlisted else None
    for holding in learner.holdings if spellings is not None else ():
        code = holding.credential
        meant = spellings.meant(code) if spellings is not None and code in unlisted and code is not None else None
        if meant is not None:
            hidden = "" if code is not None and code.isprintable() else ", with signs that can't be seen"
            told = f"its code is `{code}`{hidden}; rules and catalogues write `{meant}`, and it is not taken for that"
            yield Remark(code="R325", message=told, holding=holding.id, member="credential")


def _spellings(book: RuleBook) -> Spellings:
    """Those of a book, made once."""
    of = (book.tables, book.qualifications, book.articulations)
    known, made = book.made.get("spellings", ((), None))
    if not isinstance(made, Spellings) or any(one is not other for one, other in zip(known, of, strict=True)):
        made = Spellings(book)
        book.made["spellings"] = of, made
    return made


def _remark(fact: str, told: str, hint: str) -> Remark:
    message = f"the record says {told}" + (f"; {hint}" if hint else "")
    return Remark(code="R320", message=message, member=f"facts.{fact}")


def is_listed(book: RuleBook, unit: str) -> bool:
    """Whether a catalogue lists the unit, or a rule or articulation names it; without a catalogue, nothing says that it is none."""
    if not book.tables.catalogue or unit in book.tables.catalogue or unit in named_codes(book):
        return True
    sides = (side for item in book.articulations.values() for side in item.tree.targets)
    return any(side.code is not None and side.code.text == unit for side in sides)
