"""B4xx: bundles, files and imports."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry


def _of(code: str, title: str, explanation: str, bad: str, good: str) -> CodeEntry:
    return CodeEntry(code, title, explanation, bad, good, shown_as="bundle")


RULES = "let x = graded\n"

CODES: tuple[CodeEntry, ...] = (
    _of(
        "B402",
        "an import that leads nowhere",
        "The file that is imported is not there. Paths are relative to the file that imports, or begin with `stackr/`.",
        '# file: a.stackr\nimport "b.stackr"\n',
        f'# file: a.stackr\nimport "b.stackr"\n# file: b.stackr\n{RULES}',
    ),
    _of(
        "B403",
        "imports in a circle",
        "A file imports, through others, itself. Move what both need into a third file and import that.",
        '# file: a.stackr\nimport "b.stackr"\n# file: b.stackr\nimport "a.stackr"\n',
        f'# file: a.stackr\nimport "b.stackr"\n# file: b.stackr\n{RULES}',
    ),
    _of(
        "B404",
        "a path that is not relative",
        "Files are named relative to the file that names them, with forward slashes, or as `stackr/…` for a shipped pack.",
        '# file: a.stackr\nimport "/etc/rules.stackr"\n',
        f'# file: a.stackr\nimport "b.stackr"\n# file: b.stackr\n{RULES}',
    ),
    _of(
        "B408",
        "a data file that can't be read",
        "A register or catalogue is read from a file that is not what its ending says, or not UTF-8.",
        '# file: a.stackr\nregister R "R" from "r.json"\n# file: r.json\n{\n',
        '# file: a.stackr\nregister R "R" from "r.json"\n# file: r.json\n[{"body": "X"}]\n',
    ),
    _of(
        "B409",
        "a row with too few or too many values",
        "A row of a data file has another number of values than there are columns. Often a value with a comma is not quoted.",
        '# file: a.stackr\ncatalogue C "C" from "c.csv"\n# file: c.csv\ncode,credits\nA,7,5\n',
        '# file: a.stackr\ncatalogue C "C" from "c.csv"\n# file: c.csv\ncode,credits\nA,7.5\n',
    ),
    _of(
        "B410",
        "a row that can't be used",
        "A row of a data file lacks its code or body, or holds an amount or a date that is none.",
        '# file: a.stackr\ncatalogue C "C" from "c.csv"\n# file: c.csv\ncode,credits\nA,many\n',
        '# file: a.stackr\ncatalogue C "C" from "c.csv"\n# file: c.csv\ncode,credits\nA,10\n',
    ),
)
