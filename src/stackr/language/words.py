"""The short lists of words that the layout and the messages go by; `docs/language.md` publishes the reserved ones."""

from __future__ import annotations

DECLARATIONS = frozenset(
    {
        "language", "pack", "import", "framework", "grades", "calendar", "credit", "convert", "register", "catalogue",
        "credential", "definition", "articulation", "recognition", "qualification", "group", "parameter", "let", "scenario",
    }
)  # fmt: skip
"""The first word of every declaration. The blocks of these take `source`, `note` … as lines of their own."""

RESERVED = frozenset(
    {
        "and", "or", "not", "of", "in", "with", "from", "by", "at", "is", "to", "for", "per", "under", "within", "until",
        "when", "requires", "otherwise", "except", "any", "all", "each",
    }
)  # fmt: skip
"""Never a bare name or code: quote them. All other words are keywords only where the grammar expects one."""

SUCH_THAT = frozenset({"where", "that", "which", "whose", "having"})
"""What stands in front of a condition in other languages; here `from` does, `with` behind a unit, `and` in front of a further one."""

META = frozenset({"source", "note", "confidence", "message", "formerly"})

UNFINISHED = frozenset(
    {
        "and", "or", "not", "of", "in", "with", "from", "by", "at", "to", "for", "per", "under", "within", "until", "when",
        "requires", "otherwise", "is", "least", "most", "exactly", "unless", "observes", "over", "toward",
    }
)  # fmt: skip
"""A clause can't end in these."""

GO_ON = frozenset(
    {"and", "or", "with", "except", "otherwise", "requires", "unless", "counting", "because", "excluding"}
)
"""No clause begins with these."""

ROUTE_PARTS = frozenset(
    {"when", "bars", "grants", "refers", "decide", "unless", "evidence", "each", "never", "apply", "by", "counts", "up"}
)
"""What goes on inside a route, however it is indented: no line of a ladder begins with these."""

ROUTE_LINES = frozenset({"route", "fallback"})
"""Lines of a ladder that may go on over several lines."""

GO_ON_DEEPER = frozenset(
    {
        "when",
        "from",
        "for",
        "to",
        "by",
        "per",
        "over",
        "only",
        "on",
        "as",
        "in",
        "until",
        "under",
        "at",
        "of",
        "overflow",
        "round",
    }
)
"""What goes on when it is indented deeper than the clause began."""

FACTS_OF_A_CLAUSE = frozenset({"learner", "decision", "expect"})
"""Lines of a scenario that go on with any word, when it is indented deeper …"""

SCENARIO_LINES = frozenset({"learner", "decision", "expect", "fact", "claim"})
"""… but one that begins the next line."""

AFTER_COMMA = frozenset({("except", "in"), ("only", "in"), ("not", "both"), ("enrol", "until"), ("achieve", "until")})
"""Two words in front of which a comma is punctuation only."""

BEFORE_TITLED_NAME = frozenset(
    {"requires", "optional", "excludes", "counted", "group", "otherwise", "classify", "source", "note"}
)
"""Words that a quoted name of a clause may follow: `also requires "my layer": …`."""
