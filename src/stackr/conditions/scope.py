"""What an expression may refer to while it is compiled: the tables and the names of everything that is declared."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date

from stackr.conditions.levels import levels_of
from stackr.conditions.predicate import Test
from stackr.conditions.tables import Tables
from stackr.diagnostics.model import Collector, Span
from stackr.diagnostics.undeclared import undeclared
from stackr.language import tree
from stackr.language.slips.conditions import no_framework


@dataclass(frozen=True, slots=True)
class Scope:
    """Names by kind, and where faults go. `framework` and `body` are those of the declaration being compiled."""

    tables: Tables
    collector: Collector
    qualifications: frozenset[str] = frozenset()
    ladders: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset()
    """Kinds of routes, and routes by name and by id: `rpl`, `own`, `unza.own`. None at all: not known here."""
    definitions: frozenset[str] = frozenset()
    articulations: frozenset[str] = frozenset()
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of what is declared under a title, the title without regard to case."""
    framework: str | None = None
    body: str | None = None
    award: str | None = None
    first_day: date | None = None
    """Of the award being compiled, if it is one: its name, and the first day of the version, by which parameters go."""
    opened: tuple[str, ...] = ()
    """The `let`s being expanded, outermost first: a `let` that comes back to itself is a fault."""
    cache: dict[str, tuple[Test, frozenset[str]]] = field(default_factory=dict, compare=False)
    """Predicates of `let`s already compiled."""

    @property
    def units(self) -> Set[str]:
        """Units of credit that are declared; the credit of a framework is one."""
        return self.tables.credit_units.keys() | self.tables.frameworks.keys()

    def inside(self, framework: str | None = None, body: str | None = None) -> Scope:
        """The same scope for a declaration of that framework and body."""
        return replace(self, framework=framework, body=body, cache={})

    def inside_award(self, node: tree.Qualification) -> Scope:
        """The same scope for an award of this version."""
        framework = node.level.framework.text if node.level and node.level.framework else None
        first = node.force.start if node.force else None
        within = self.inside(framework, node.issuer.text if node.issuer else None)
        return replace(within, award=node.name.text, first_day=first)

    def opening(self, let: str) -> Scope:
        """The scope within a `let`."""
        return replace(self, opened=(*self.opened, let))

    def fault(self, code: str, message: str, span: Span, help: str = "") -> None:
        """Report a fault."""
        self.collector.add(code, message, span, help=help)

    def level(self, wanted: tree.Level) -> None:
        """Report a framework that nobody declares, a level that no version of it has, a status that never counts."""
        if "rejected" in wanted.statuses:
            self.fault("T121", "a reference that was rejected never counts", wanted.span, "leave `rejected` out")
        named = wanted.framework
        if named is not None and not self.known("framework", named, self.tables.frameworks):
            return
        versions = self.tables.frameworks.get(named.text if named else self.framework or "", ())
        word = wanted.text.text if wanted.text else str(wanted.value)
        if versions and not any(word in version.ranks for version in versions):
            self.fault("T125", f"{versions[-1].name} has no level {word}", wanted.span, levels_of(versions[-1]))

    def known(
        self, kind: str, name: tree.Name, names: Mapping[str, object] | frozenset[str], code: str = "N101"
    ) -> bool:
        """Whether the name is declared; reports it, with what was probably meant, if not."""
        if name.text in names:
            return True
        meant = no_framework(name.text) if kind == "framework" else ""
        help_ = meant or self.titled(name.text, names) or undeclared(kind, name.text, names)
        self.fault(code, f"there is no {kind} `{name.text}`", name.span, help_)
        return False

    def titled(self, text: str, names: Collection[str]) -> str:
        """Help where a title was written for a name, or ""."""
        meant = [f"`{name}`" for name in self.titles.get(text.casefold(), ()) if name in names]
        return f"write {' or '.join(meant)}: this is its title" if meant else ""
