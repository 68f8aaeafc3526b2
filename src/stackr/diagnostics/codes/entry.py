"""What is known of one code: the row that messages, explain pages, documentation and tests share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stackr.diagnostics.model import Severity

FILE_MARK = "# file: "
"""A line `# file: NAME` begins a new file in an example of several."""


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code. `bad` gives it, `good` doesn't: complete small texts, of the form that `shown_as` names.

    `title` is a few words, `explanation` a few plain sentences: what is meant, why it matters, what to do about it.
    """

    code: str
    title: str
    explanation: str
    bad: str
    good: str
    severity: Severity = Severity.ERROR
    shown_as: Literal["rules", "bundle", "record", "scenario", "command"] = "rules"
    """`rules`: one rule file. `bundle`: several files, each after a line `# file: NAME`. `record`: a learner record in
    JSON. `scenario`: one rule file with a scenario, whose learner is audited. `command`: a command line."""


def files_of(example: str) -> dict[str, str]:
    """The files of an example of several, by name.

    >>> files_of("# file: a.stackr\\nlet x = graded\\n# file: b.csv\\ncode\\n")
    {'a.stackr': 'let x = graded\\n', 'b.csv': 'code\\n'}
    """
    files: dict[str, str] = {}
    name = ""
    for line in example.splitlines(keepends=True):
        if line.startswith(FILE_MARK):
            name = line[len(FILE_MARK) :].strip()
            files[name] = ""
        elif name:
            files[name] += line
        else:
            raise ValueError(f"an example of several files begins with a line {FILE_MARK!r}")
    return files
