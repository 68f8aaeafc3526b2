"""C213: conditions that can never hold, whatever the record says: `level >= 7 and level < 5`, `issuer = A and issuer = B`, `A and B`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations

from stackr.conditions.members import MEMBERS
from stackr.conditions.patterns import has_wildcard
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.language import tree
from stackr.language.below import below
from stackr.requirements.words import expr_words
from stackr.rulebook.book import RuleBook
from stackr.rulebook.named import is_a_code

LISTS = frozenset({"outcomes", "fields", "tags", "evidence", "field", "tag", "outcome", "used_in"})
"""Members of which a record holds several: two values of one don't exclude each other."""


def conditions(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning: every `and` of the rules, two of its parts at a time."""
    for file in book.files:
        for declaration in file.declarations:
            if not isinstance(declaration, tree.Scenario):
                for both in below(declaration, tree.And):
                    yield from _of(book, both)


def _of(book: RuleBook, both: tree.And) -> Iterator[Diagnostic]:
    codes = [item for item in both.items if isinstance(item, tree.Code) and is_a_code(item.name, book.tables.lets)]
    for one, other in combinations(both.items, 2):
        if one in codes and other in codes and one != other:
            told = f"never true: no piece of learning is {expr_words(one)} and {expr_words(other)}"
            yield Diagnostic("C213", told, both.span, Severity.WARNING, help="write `or`: each of them may count")
        elif _excluded(one, other):
            message = f"never true: {expr_words(one)} and {expr_words(other)}"
            yield Diagnostic("C213", message, both.span, Severity.WARNING, help="one of them may be meant as `or`")


def _excluded(one: tree.Expr, other: tree.Expr) -> bool:
    if one == tree.Not(other) or other == tree.Not(one):
        return True
    if not isinstance(one, tree.Compare) or not isinstance(other, tree.Compare):
        return False
    if one.member != other.member or one.argument != other.argument or one.member in LISTS:
        return False
    if "any" in (one.quantifier, other.quantifier):
        return False
    left, right = _ordered(one.value), _ordered(other.value)
    if left is not None and right is not None and left[0] == right[0]:
        return _apart(one.op, left[1], other.op, right[1]) or _apart(other.op, right[1], one.op, left[1])
    names = [value.text for value in (one.value, other.value) if isinstance(value, tree.Name | tree.Text)]
    plain = len(names) == 2 and not any(has_wildcard(name) for name in names)
    if not plain:
        return False
    same = names[0].casefold() == names[1].casefold()
    if (one.op, other.op) == ("=", "="):
        return not same and not _of_the_learner(one)
    return same and {one.op, other.op} == {"=", "!="}


def _of_the_learner(one: tree.Compare) -> bool:
    """Whether it may be a fact of the learner, which may list several values."""
    return one.member == "fact" or one.member not in MEMBERS


def _ordered(value: object) -> tuple[str, Fraction] | None:
    """(what kind of value, its place in the order). Levels of different frameworks are not compared here."""
    match value:
        case Fraction():
            return "number", value
        case date():
            return "day", Fraction(value.toordinal())
        case tree.Level(text=None, framework=framework, statuses=()):
            return f"level {framework.text if framework else ''}", value.value
    return None


def _apart(op: str, left: Fraction, other: str, right: Fraction) -> bool:
    """Whether nothing is `op left` and `other right`, read from the lower bound's side."""
    if op in (">=", ">", "=") and other in ("<=", "<", "="):
        return left > right or (left == right and (op == ">" or other == "<"))
    return op == "=" and other == "!=" and left == right
