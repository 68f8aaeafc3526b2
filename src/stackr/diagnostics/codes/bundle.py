"""B4xx: bundles, files and imports."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry


def _of(code: str, title: str, explanation: str, bad: str, good: str) -> CodeEntry:
    return CodeEntry(code, title, explanation, bad, good, shown_as="bundle")


RULES = "let x = graded\n"

CODES: tuple[CodeEntry, ...] = (
    CodeEntry(
        "B401",
        "no rule files",
        "Rule files end in `.stackr`. None is in the folder that was named.",
        "stackr check an-empty-folder",
        "stackr check rules",
        shown_as="command",
    ),
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
    CodeEntry(
        "B406",
        "too many rule files",
        "One rule book is at most 20,000 files. A folder above the rules was probably named.",
        "stackr check /",
        "stackr check rules",
        shown_as="command",
    ),
    CodeEntry(
        "B407",
        "a data file that is too large",
        "A register or catalogue is read from at most 200 MB. Leave out what no rule asks for.",
        "stackr check a-register-of-everything.stackr",
        "stackr check rules",
        shown_as="command",
    ),
    _of(
        "B408",
        "a data file that can't be read",
        "A register or catalogue is read from a CSV, JSON or Parquet file. This one is not what its ending says, or not UTF-8.",
        '# file: a.stackr\nregister R "R" from "r.json"\n# file: r.json\n{\n',
        '# file: a.stackr\nregister R "R" from "r.json"\n# file: r.json\n[{"body": "X"}]\n',
    ),
    _of(
        "B409",
        "a row with too few or too many values",
        "A row of a data file has another number of values than there are columns (often a value with a comma is not quoted), "
        "or holds what one cell could not: a record, or a list where there is one value.",
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
    _of(
        "B411",
        "a column that is missing, or stands twice",
        "The rows of a data file are told by the headings of its columns: `code` in a catalogue, `body` in a register. A heading of "
        'another name is read where a line of the catalogue says so: `column code = "Module"`. Values are separated by commas.',
        '# file: a.stackr\ncatalogue C "C" from "c.csv"\n# file: c.csv\nModule,credits\nA,10\n',
        '# file: a.stackr\ncatalogue C "C" from "c.csv" { column code = "Module" }\n# file: c.csv\nModule,credits\nA,10\n',
    ),
    _of(
        "B412",
        "a column that is not read",
        "A data file has a column that holds nothing a register or catalogue knows. It may stay; but if it is a known one in other "
        "words (`ends` for `until`), what it says is not heeded.",
        '# file: a.stackr\nregister R "R" from "r.csv"\n# file: r.csv\nbody,untill\nX,2020-12-31\n',
        '# file: a.stackr\nregister R "R" from "r.csv"\n# file: r.csv\nbody,until\nX,2020-12-31\n',
    ),
)
