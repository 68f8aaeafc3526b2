"""The reference of all codes, from the one table: `python -m stackr.diagnostics.reference > docs/codes.md`."""

from __future__ import annotations

import sys

from stackr.diagnostics.codes import FAMILIES
from stackr.diagnostics.codes.entry import CodeEntry

HEAD = """# Codes

Every message carries a code that stays the same when the wording is improved. `stackr explain CODE` shows the same page with the
message that the example gives. This file is made from the table in `src/stackr/diagnostics/codes/`; each example is also a test.
"""

_LANGUAGES = {"rules": "stackr", "bundle": "stackr", "record": "json", "scenario": "stackr", "command": "sh"}


def reference() -> str:
    """All codes as one Markdown document, family by family."""
    parts = [HEAD]
    for family in FAMILIES:
        if family.CODES:
            parts.append(f"## {(family.__doc__ or '').strip().rstrip('.')}\n")
            parts += [_entry(entry) for entry in family.CODES]
    return "\n".join(parts)


def _entry(entry: CodeEntry) -> str:
    language = _LANGUAGES[entry.shown_as]
    return (
        f"### {entry.code}: {entry.title}\n\n*{entry.severity.value}*. {entry.explanation}\n\n"
        f"Gives it:\n\n```{language}\n{entry.bad.strip()}\n```\n\n"
        f"Doesn't:\n\n```{language}\n{entry.good.strip()}\n```\n"
    )


if __name__ == "__main__":
    sys.stdout.write(reference())
