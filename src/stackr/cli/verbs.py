"""The verbs of the command line: one file each in this folder, one line each in `VERBS`, in the order of `--help`."""

from __future__ import annotations

from typing import NamedTuple


class Verb(NamedTuple):
    """A verb: its word, the module and attribute of its click command (imported when used), one line of help."""

    word: str
    module: str
    attribute: str
    help: str


VERBS = (
    Verb("demo", "stackr.cli.demo", "demo", "The shipped rules on sample learners, with nothing to configure."),
    Verb("audit", "stackr.cli.audit", "audit", "How far learners have come toward qualifications, with reasons."),
    Verb("plan", "stackr.cli.plan", "plan", "The least that completes an award, proven, by term."),
    Verb(
        "whatif", "stackr.cli.whatif", "whatif", "What would change if the learner took, dropped, passed or entered …"
    ),
    Verb(
        "rank", "stackr.cli.rank", "rank", "All awards by how far the learner is from each, and what would help most."
    ),
    Verb(
        "batch", "stackr.cli.batch", "batch", "A recognition run over many learners: results, work lists, quarantine."
    ),
    Verb(
        "near",
        "stackr.cli.near",
        "near",
        "Awards earned and never claimed, and awards within reach, for many learners.",
    ),
    Verb("impact", "stackr.cli.impact", "impact", "Who gains and loses if the rules change, and by which clause."),
    Verb("import", "stackr.cli.importing", "import_", "Propose how to read a table: a profile for `stackr batch`."),
    Verb("replay", "stackr.cli.replay", "replay", "Do a kept audit again: the same bytes, or what differs."),
    Verb("diff", "stackr.cli.diff", "diff", "What differs between two audits, and why."),
    Verb("graph", "stackr.cli.graph", "graph", "The stack: what counts toward what, whole or around one node."),
    Verb("check", "stackr.cli.check", "check", "Find every fault in rule files."),
    Verb("fmt", "stackr.cli.fmt", "fmt", "Lay rule files out in the one agreed way."),
    Verb("test", "stackr.cli.test", "test", "Run the scenarios of rule files."),
    Verb("explain", "stackr.cli.explain", "explain", "Explain a code that a message carries, with examples."),
    Verb("lsp", "stackr.cli.lsp", "lsp", "Answer an editor while rules are written (a language server)."),
    Verb("schema", "stackr.cli.schema", "schema", "Print a JSON Schema of what goes in or comes out."),
)
