"""What the columns of a data file are called, and which member of a register or catalogue each of them holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from stackr.diagnostics.model import Collector, Severity, Span
from stackr.diagnostics.suggest import closest, did_you_mean

DATES = {
    "start": "from",
    "start_date": "from",
    "valid_from": "from",
    "end": "until",
    "end_date": "until",
    "to": "until",
    "valid_until": "until",
    "valid_to": "until",
}
MOST_NAMED = 8
"""Columns that one message lists."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The members that rows of one kind have. Headings are read whatever their case, with spaces or hyphens for `_`."""

    members: frozenset[str]
    words: Mapping[str, str]
    """Other words for members."""
    required: str
    """The member that each row must have."""
    lists: frozenset[str]
    """The members that hold several values; each of the others holds one."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Heading as it stands in the file → member, where the author says so."""

    def member(self, heading: str) -> str | None:
        """The member that a column holds; None: none."""
        if heading in self.renamed:
            return self.renamed[heading]
        word = heading.strip().casefold().replace(" ", "_").replace("-", "_")
        member = self.words.get(word, word)
        return member if member in self.members else None

    def read(self, headings: Iterable[str], span: Span, faults: Collector) -> dict[str, str] | None:
        """Heading → member for the columns that are read. None, and a fault, where rows can't be told by them."""
        found: dict[str, str] = {}
        unread: list[str] = []
        usable = True
        for heading in headings:
            member = self.member(heading)
            if member is None:
                unread.append(heading)
                continue
            if member in found.values():
                first = next(name for name, held in found.items() if held == member)
                message = f"two columns hold `{member}`: `{first}` and `{heading}`"
                faults.add("B411", message, span, help="take one of them out, or give it a name of its own")
                usable = False
            found[heading] = member
        for heading in sorted(set(self.renamed) - set(found)):
            help = did_you_mean(heading, unread) or _listed(unread)
            faults.add("B411", f"there is no column `{heading}`", span, help=help)
            usable = False
        if self.required not in found.values():
            faults.add("B411", f"there is no column `{self.required}`", span, help=self._help(unread))
            usable = False
        elif usable:
            self._unread(unread, span, faults)
        return found if usable else None

    def _help(self, unread: list[str]) -> str:
        if len(unread) == 1:
            for sign, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
                if sign in unread[0]:
                    return f"values are separated by commas here, and by {name} in this file; save it with commas"
        near = closest(self.required, unread)
        return f"did you mean `{near[0]}`?" if near else _listed(unread)

    def _unread(self, unread: list[str], span: Span, faults: Collector) -> None:
        """Columns that hold nothing known: said, and as a warning where it looks like a slip."""
        known = self.members | self.words.keys()
        for heading in unread:
            near = did_you_mean(heading.strip(), known)
            if near and len(heading) > 3:  # of shorter words, anything is near to anything
                faults.add("B412", f"the column `{heading}` is not read", span, help=near, severity=Severity.WARNING)
        rest = [f"`{heading}`" for heading in unread if heading and not did_you_mean(heading.strip(), known)]
        if rest:
            more = f" and {len(rest) - MOST_NAMED} more" if len(rest) > MOST_NAMED else ""
            message = f"columns that are not read: {', '.join(rest[:MOST_NAMED])}{more}"
            help = f"what is read: {', '.join(sorted(self.members))}"
            faults.add("B412", message, span, help=help, severity=Severity.NOTE)


def _listed(headings: list[str]) -> str:
    shown = ", ".join(f"`{heading}`" for heading in headings[:MOST_NAMED] if heading)
    return f"its other columns: {shown}" if shown else "it has no other columns"
