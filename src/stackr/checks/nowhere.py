"""C222: a line that counts a code in its own way (`repeatable X`, `X counts as 2`), where no requirement takes the code."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.checks.learners import day_of
from stackr.conditions.predicate import Context
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree
from stackr.model.learning import Holding, Learner
from stackr.requirements.base import Need
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.rulebook.book import Qualification, RuleBook
from stackr.rulebook.named import is_a_code, names_below


def nowhere(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning: the line is for learning that the award never counts, so it says nothing."""
    for versions in book.qualifications.values():
        for version in versions:
            for name in _named(version.tree):
                if is_a_code(name, book.tables.lets) and not _taken(book, version, name.text):
                    near = did_you_mean(
                        name.text, sorted({code.text for code in names_below(version.tree.requirement)})
                    )
                    yield Diagnostic(
                        "C222",
                        f"no requirement of {version.name} takes `{name.text}`",
                        name.span,
                        Severity.WARNING,
                        help=near or "correct the code, or take the line out; a condition stands in parentheses",
                    )


def _named(node: tree.Qualification) -> Iterator[tree.Name]:
    yield from (name for name, _ in node.repeatable)
    selectors = [line.selector for line in node.counts_as] + [line.selector for line in node.not_both]
    yield from (expr.name for expr in selectors if isinstance(expr, tree.Code))


def _taken(book: RuleBook, version: Qualification, code: str) -> bool:
    awards = (version.award, *version.award.entry)
    return any(_takes(book, version, need, code) for award in awards for need in award.needs.values())


def _takes(book: RuleBook, version: Qualification, need: Need, code: str) -> bool:
    """Whether learning of that code, of which nothing else is known, may count there."""
    award, day = version.award, day_of(version)
    context = Context(book.tables, Learner("made-up"), day, award.framework, award.body, award.id)
    holding = Holding(id=code, credential=code)
    if isinstance(need, UnitNeed):
        return need.code == code if need.pattern is None else need.pattern(holding, context) is not False
    return isinstance(need, PoolNeed) and (need.selector is None or need.selector(holding, context) is not False)
