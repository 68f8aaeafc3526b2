"""What verbs print as JSON beside audits, plans and guidance, as JSON Schemas. That they print so is tested, verb by verb."""

from __future__ import annotations

from typing import Final

from stackr._json_schema import (
    ANYTHING,
    TEXT,
    TRUTH,
    WHOLE,
    Schema,
    document,
    listed,
    marked,
    maybe,
    members,
    named,
    words,
)

_COUNTS: Final = listed({"type": "array", "items": {"type": ["string", "integer", "null"]}})
"""Rows of what is counted by, in texts (null: it is not said), and of how many there are."""
_ROWS: Final = members({"read": WHOLE, "used": WHOLE, "quarantined": WHOLE, "replaced": WHOLE}, optional=("replaced",))


def schemas_schema() -> Schema:
    """`stackr schema`."""
    return document("schemas", marked("schemas", {"schemas": listed(TEXT)}))


def codes_schema() -> Schema:
    """`stackr explain`."""
    code = dict.fromkeys(("code", "title", "explanation", "bad", "good"), TEXT)
    forms = words("rules", "bundle", "record", "scenario", "command")
    code |= {"severity": words("error", "warning", "note"), "shown_as": forms}
    return document("codes", marked("codes", {"codes": listed(members(code))}))


def layout_schema() -> Schema:
    """`stackr fmt`: the files that are, or would be, laid out; with `--diff` what differs."""
    return document("layout", marked("layout", {"changed": listed(members({"file": TEXT, "diff": TEXT}, ["diff"]))}))


def test_schema() -> Schema:
    """`stackr test`. `mutants` only where changes were tried."""
    met = {"line": WHOLE, "expected": TEXT, "found": TEXT, "met": TRUTH, "why": listed(TEXT)}
    scenario = {"title": TEXT, "at": TEXT, "passed": TRUTH, "error": maybe(TEXT), "expectations": listed(members(met))}
    coverage = {"clauses": WHOLE, "unexercised": listed(TEXT), "one_sided": listed(TEXT)}
    mutant = {"change": TEXT, "at": TEXT, "noticed": TRUTH}
    told = {
        "passed": WHOLE,
        "failed": WHOLE,
        "scenarios": listed(members(scenario)),
        "coverage": members(coverage),
        "mutants": listed(members(mutant)),
    }
    return document("test", marked("test", told, ["mutants"]))


def graph_schema() -> Schema:
    """`stackr graph`: the stack, with a learner's progress where one was given."""
    about = ("at", "award", "credits", "issuer", "level", "version")
    painted = ("status", "progress", "under_way", "planned", "with_in_progress", "with_planned")
    node = {"id": TEXT, "kind": words("credential", "requirement", "qualification"), "name": TEXT, "title": TEXT}
    ties = words("counts-toward", "requires", "equivalent", "embeds", "replaces")
    edge = {"source": TEXT, "target": TEXT, "kind": ties} | dict.fromkeys(("what", "choice", "by", "bundle"), TEXT)
    told = {
        "nodes": listed(members(node | dict.fromkeys((*about, *painted), TEXT), [*about, *painted])),
        "edges": listed(members(edge, ("what", "choice", "by", "bundle"))),
    }
    return document("graph", marked("graph", told))


def analysis_schema() -> Schema:
    """`stackr graph --analyse`: of the whole stack, or with `--around` what one credential leads to."""
    heavy = members({"unlocks": WHOLE, "mandatory for": listed(TEXT)})
    whole = {
        "orphans": listed(TEXT),
        "bottlenecks": named(heavy),
        "longest prerequisite chain": listed(TEXT),
        "nested awards, inner first": listed(TEXT),
        "circles": named(listed(listed(TEXT))),
    }
    forms = [marked("stack-analysis", whole), marked("stack-analysis", {"leads to": listed(TEXT)})]
    return document("stack-analysis", {"anyOf": forms})


def explanation_schema() -> Schema:
    """`stackr audit --explain`: of one learner, or a list."""
    one = marked("explanation", {"learner": TEXT, "about": TEXT, "because": listed(TEXT)})
    return document("explanation", {"anyOf": [one, listed(one)]})


def profile_schema() -> Schema:
    """`stackr import --sniff`: how a table may be read, and what a person should look at."""
    told = {
        "file": named(ANYTHING),
        "columns": named(TEXT),
        "values": named(named(TEXT)),
        "remarks": listed(TEXT),
        "unused": listed(TEXT),
    }
    return document("profile", marked("profile", told))


def diff_schema() -> Schema:
    """`stackr diff`: of two audits, or learner by learner of two lists."""
    one = marked("diff", _DIFFERENCES | {"entries": listed(_ENTRY)}, ["entries"])
    of_both = marked("diff", {"learner": TEXT, **_DIFFERENCES, "entries": listed(_ENTRY)}, ["entries"])
    of_one = members({"learner": TEXT, "only": words("before", "after")})
    return document("diff", {"anyOf": [one, listed({"anyOf": [of_both, of_one]})]})


def replay_schema() -> Schema:
    """`stackr replay`: of one audit, or of several. `same`: byte for byte."""
    each = marked("diff", {"learner": TEXT, "same": TRUTH, **_DIFFERENCES})
    several = marked("replay", {"same": TRUTH, "learners": listed(each)})
    return document("replay", {"anyOf": [marked("diff", {"same": TRUTH, **_DIFFERENCES}), several]})


_KINDS: Final = ("record", "decision", "rule", "articulation", "register", "dates", "options", "engine")
_CHANGE: Final = {
    "path": TEXT,
    "qualification": maybe(TEXT),
    "before": ANYTHING,
    "after": ANYTHING,
    "causes": {"type": "array", "items": WHOLE, "description": "positions in the list of causes"},
}
_DIFFERENCES: Final = {
    "causes": listed(members({"kind": words(*_KINDS), "what": maybe(TEXT), "message": TEXT})),
    "changes": listed(members(_CHANGE)),
}
_ENTRY: Final = members(
    {
        "code": TEXT,
        "issuer": maybe(TEXT),
        "how": words("new", "gone", "changed"),
        **{name: maybe(TEXT) for name in ("member", "before", "after")},
    }
)


def summary_schema() -> Schema:
    """`stackr batch`: what a run came to. Its `counts` are rows of what is counted by, and how many, last."""
    source = {
        "name": TEXT,
        "kind": TEXT,
        "digest": maybe(TEXT),
        "bytes": maybe(WHOLE),
        "read": WHOLE,
        "quarantined": WHOLE,
    }
    told = {
        "as_of": {"type": "string", "format": "date"},
        "rules": TEXT,
        "rows": _ROWS,
        "learners": WHOLE,
        "quarantine": named(WHOLE),
        "unread": named(WHOLE),
        "counts": named(_COUNTS),
        "inputs": listed(members(source)),
        "cut": listed(TEXT),
    }
    return document("summary", marked("summary", told))


def near_schema() -> Schema:
    """`stackr near`: rows of the tables `unclaimed`, `near` and `ranking`, as docs/tables.md has them."""
    award = {"learner": TEXT, "qualification": TEXT}
    near = award | {
        "rank": WHOLE,
        "earned": maybe(TEXT),
        "missing_credits": maybe(TEXT),
        "unmet": WHOLE,
        **{name: maybe(TEXT) for name in ("add", "credits", "cost", "also")},
        "proven": TRUTH,
    }
    ranking = award | {"rank": WHOLE, "status": TEXT, "earned": maybe(TEXT), "missing_credits": maybe(TEXT)}
    tables = {
        "unclaimed": listed(members(award | {"version": maybe(TEXT)})),
        "near": listed(members(near)),
        "ranking": listed(members(ranking)),
    }
    return document("near", marked("near", {"rows": _ROWS, **tables}))


def impact_schema() -> Schema:
    """`stackr impact`: counts, and rows of the tables `changes` and `decisions`."""
    change = {"learner": TEXT, "group": maybe(TEXT), "qualification": TEXT, "change": TEXT, "clauses": TEXT}
    change |= {f"{figure}_{side}": maybe(TEXT) for figure in ("status", "earned") for side in ("before", "after")}
    decision = {"learner": TEXT, "decision": TEXT}
    decision |= {name: maybe(TEXT) for name in ("kind", "qualification", "clause", "clause_after", "before", "after")}
    told = {
        "rows": _ROWS,
        "learners": WHOLE,
        "counts": members(dict.fromkeys(("changes", "groups", "responsible", "decisions"), _COUNTS)),
        "changes": listed(members(change)),
        "decided": listed(members(decision)),
    }
    return document("impact", marked("impact", told))
