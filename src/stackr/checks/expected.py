"""C226: a name in a scenario that stands for nothing, so that what is expected can't hold, or holds whatever the rules say."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final, get_args

from stackr.audit.naming import is_listed
from stackr.conditions.clauses import owner_of
from stackr.diagnostics.codes import CODES
from stackr.diagnostics.model import Diagnostic, Severity, Span
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree
from stackr.model.qualification import UnusedReason
from stackr.requirements.words import listing
from stackr.rulebook.book import RuleBook

_OF_AWARDS: Final = frozenset(
    {"status", "progress", "possible", "counts", "counted", "clause", "blocked", "completion", "classified", "version"}
)
_FEW: Final = 8
UNCLASSIFIED: Final = "unclassified"
_COUNTED_IN: Final = {"counted": ("credits", "credit", "credentials", "credential")}
_OF_HOLDINGS: Final = frozenset({"recognition", "class", "criterion"})


def expected(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning for each such name; a decision or fact may name what is not there, to show what becomes of it."""
    for scenario in book.scenarios:
        about = _About(book, scenario)
        for name in (*scenario.for_, *(name for claim in scenario.claims for name in claim)):
            yield from about.name(name, book.qualifications, "no qualification is called")
        for expect in scenario.expects:
            yield from about.nothing(expect)


def names_of_nothing(book: RuleBook, scenario: tree.Scenario, expect: tree.Expect) -> tuple[Diagnostic, ...]:
    """What an expectation names that is not there."""
    return tuple(_About(book, scenario).nothing(expect))


class _About:
    """A scenario and what its names may stand for."""

    def __init__(self, book: RuleBook, scenario: tree.Scenario) -> None:
        self.book = book
        self.ids = set(tree.holding_ids(scenario.holdings))
        self.codes = {line.code.text for line in scenario.holdings}
        routes = [route.clause.id for ladder in book.ladders.values() for route in ladder.routes]
        gates = [id for id, clause in book.clauses.items() if clause.kind == "gate" and "~" not in id]
        inside = [id.removeprefix(f"{owner_of(id, book.ladders)}.") for id in gates]
        own = [route.tree.name.text for ladder in book.ladders.values() for route in ladder.routes]
        self.routes = {*routes, *gates, *own, *inside, *(id.rpartition(".")[2] for id in gates)}
        self.criteria = {
            name: {criterion.name for criterion in definition.criteria} for name, definition in book.definitions.items()
        }

    def nothing(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        """The names of one expectation that stand for nothing."""
        subject = expect.subject
        if subject is not None and expect.kind in _OF_AWARDS:
            yield from self.clause(subject)
        elif subject is not None and expect.kind in _OF_HOLDINGS:
            yield from self.name(subject, self.ids, "no holding is called")
        more = {
            "missing": self._missing,
            "recognition": self._recognition,
            "class": self._class,
            "criterion": self._criterion,
            "unused": self._unused,
            "case": self._case,
            "counts": self._counts,
            "status": self._counts,
            "completion": self._completion,
            "blocked": self._blocked,
            "conflict": self._conflict,
            "error": self._error,
            "classified": self._classified,
            "version": self._version,
        }.get(expect.kind, _none)
        yield from more(expect)
        if isinstance(expect.amount, tree.Quantity):
            yield from self._amount(expect, expect.amount)
        if expect.text is not None and not expect.text.text.strip():
            yield _found(
                "an empty text is in whatever is said", expect.text.span, "write some of the words that are expected"
            )

    def _amount(self, expect: tree.Expect, amount: tree.Quantity) -> Iterator[Diagnostic]:
        """An amount in what nobody counts it in, which would be taken for as many credits of the award."""
        units = _COUNTED_IN.get(expect.kind, ("credits", "credit"))
        if amount.amount is None or amount.unit not in units:
            told = listing([unit for unit in units if unit.endswith("s")], "or")
            yield _found(
                f"this is told in {told}, and as a number", amount.span, f"write it in {told}, such as `10 credits`"
            )
        elif amount.credit_unit is not None and expect.kind != "recognition":
            yield from self._unit(expect, amount.credit_unit)

    def _unit(self, expect: tree.Expect, asked: tree.Name) -> Iterator[Diagnostic]:
        subject, awards = expect.subject.text if expect.subject else "", self.book.qualifications
        versions = awards.get(owner_of(subject, awards) or subject, ())
        own = {version.award.credit_unit for version in versions}
        units = self.book.tables.credit_units
        own |= {version.award.framework for version in versions if version.award.framework not in units}
        if versions and asked.text not in own:
            known = sorted(filter(None, {version.award.credit_unit for version in versions}))
            told = f"{versions[0].name} counts in {listing(known) or 'credits of no named unit'}, not in {asked.text}"
            yield _found(told, asked.span, f"say how much it is in {listing(known)}" if known else "leave the unit out")

    def clause(self, name: tree.Name) -> Iterator[Diagnostic]:
        """A name that should be that of an award or of a clause in one."""
        awards = self.book.qualifications
        of_awards = [id for id in self.book.clauses if "~" not in id and owner_of(id, awards) is not None]
        yield from self.name(name, of_awards, "no award or clause is called")

    def name(self, name: tree.Name, known: Collection[str], told: str) -> Iterator[Diagnostic]:
        """A name that should be one of those known."""
        if name.text not in known:
            there = f"there are {listing(sorted(known))}" if 1 < len(known) <= _FEW else ""
            if known is self.ids and self.ids and self.book.tables.catalogue.get(name.text):
                one = sorted(self.ids)[0]
                there = f"what is recognised is a holding: `expect {one} recognised for {name.text}`"
            yield _found(f"{told} `{name.text}`", name.span, did_you_mean(name.text, known) or there)

    def _missing(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        if expect.subject is not None and expect.subject.text not in self.ids:
            yield from self.clause(expect.subject)

    def _recognition(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        for name in expect.names:
            yield from self.name(name, self.routes, "no route is called")
        yield from self._listed(expect.scope)

    def _class(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        if expect.scope is not None:
            yield from self.name(expect.scope, self.book.definitions, "no definition is called")

    def _criterion(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        if expect.scope is not None and expect.scope.text not in self.criteria:
            yield from self._class(expect)
            return
        of = [self.criteria[expect.scope.text]] if expect.scope else list(self.criteria.values())
        yield from self.name(expect.names[0], set[str]().union(*of), "no criterion is called")

    def _unused(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        subject, words = expect.subject, get_args(UnusedReason)
        if subject is not None and subject.text.partition(":")[0] not in {*self.ids, *self.codes}:
            if is_listed(self.book, subject.text) and self.book.tables.catalogue:
                return
            yield from self.name(subject, self.ids, "no holding is called")
        if expect.word is not None and expect.word not in words:
            hint = did_you_mean(expect.word, words) or f"the reasons are {', '.join(words)}"
            yield _found(f"`{expect.word}` is no reason why learning does not count", expect.span, hint)
        if expect.scope is not None:
            yield from self.name(expect.scope, self.book.qualifications, "no qualification is called")

    def _case(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        yield from self._listed(expect.subject)

    def _counts(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        for name in expect.names:
            if name.text not in self.ids and name.text not in self.codes:
                yield from self._listed(name)

    def _completion(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        for name in expect.names:
            yield from self._listed(name)

    def _blocked(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        subject = expect.subject.text if expect.subject else ""
        award = owner_of(subject, self.book.qualifications) or subject
        known = {
            id.removeprefix(f"{award}.") for id in self.book.clauses if id.startswith(f"{award}.") and "~" not in id
        }
        for name in expect.names:
            if name.text not in self.book.clauses:
                yield from self.name(name, known, f"no clause of {award} is called")

    def _conflict(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        for name in expect.names:
            yield from self.name(name, self.book.qualifications, "no qualification is called")

    def _error(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        if expect.word not in CODES:
            yield _found(
                f"no message has the code `{expect.word}`", expect.span, did_you_mean(expect.word or "", CODES)
            )

    def _classified(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        versions = self.book.qualifications.get(expect.subject.text if expect.subject else "", ())
        classes = {line.called for version in versions for line in version.tree.classify} | {UNCLASSIFIED}
        if versions and expect.text is not None and expect.text.text not in classes:
            told, hint = f"no class is called `{expect.text.text}`", f"there are {listing(sorted(classes))}"
            yield _found(told, expect.text.span, did_you_mean(expect.text.text, classes) or hint)

    def _version(self, expect: tree.Expect) -> Iterator[Diagnostic]:
        versions = self.book.qualifications.get(expect.subject.text if expect.subject else "", ())
        days = sorted({version.award.version for version in versions})
        if versions and isinstance(expect.amount, date) and expect.amount.isoformat() not in days:
            told = f"no version of {versions[0].name} is in force from {expect.amount.isoformat()}"
            dated = [day for day in days if day[:1].isdigit()]
            yield _found(
                told, expect.span, f"there are those from {listing(dated)}" if dated else "its rules are not dated"
            )

    def _listed(self, name: tree.Name | None) -> Iterator[Diagnostic]:
        if name is not None and not is_listed(self.book, name.text):
            hint = did_you_mean(name.text, self.book.tables.catalogue)
            yield _found(f"no catalogue lists `{name.text}`, and no rule names it", name.span, hint)


def _none(_: tree.Expect) -> Iterator[Diagnostic]:
    yield from ()


def _found(told: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic("C226", told, span, Severity.WARNING, help=hint or "correct the name, or take the line out")
