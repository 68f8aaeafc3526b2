"""C223: awards that a line of another award names and no file declares."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.diagnostics.model import Diagnostic, Severity
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree
from stackr.rulebook.book import RuleBook


def replaced(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning: an award of former times may stand in no file. What comes `after` may be an award of elsewhere: it is told only
    where a declared award has the same letters and figures."""
    declared = sorted(book.qualifications)
    alike = {_plain(name): name for name in declared}
    for versions in book.qualifications.values():
        for version in versions:
            for name in version.tree.replaces:
                if name.text not in book.qualifications:
                    help = (
                        did_you_mean(name.text, declared) or "declare it, or say it in a `note`: the line does nothing"
                    )
                    yield _found(f"{version.name} replaces", name, help)
            for line in version.tree.relations:
                near = alike.get(_plain(line.award.text))
                if not line.includes and near is not None and near != line.award.text:
                    yield _found(f"{version.name} comes after", line.award, f"did you mean `{near}`?")


def _found(what: str, name: tree.Name, help: str) -> Diagnostic:
    message = f"{what} `{name.text}`, which no file declares"
    return Diagnostic("C223", message, name.span, Severity.WARNING, help=help)


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
