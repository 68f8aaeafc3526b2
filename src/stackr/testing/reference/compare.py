"""Production against the definition, for one book and one record; and an audit without what may differ (places, digests)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from stackr.audit.evaluation import Evaluation
from stackr.audit.options import AuditOptions
from stackr.model.audit import Audit, audit_bytes
from stackr.records.admit import admit
from stackr.rulebook.book import RuleBook
from stackr.testing.generate.words import AS_OF, MAIN
from stackr.testing.reference.enumerate import MOST
from stackr.testing.reference.figures import Figures, figures

PLACES = frozenset({"at", "digests", "traces"})
"""Members of an audit that name places in files, or are digests of what was said."""


def differences(book: RuleBook, record: Mapping[str, Any], award: str = MAIN, most: int = MOST) -> list[str]:
    """What production says otherwise than the definition, in words. Raises `TooLarge`."""
    learner = admit(record, book.tables, AS_OF)
    evaluation = Evaluation(book, learner, AS_OF, AuditOptions(tier="values"))
    values = evaluation.values(award)
    got = Figures(values.status, values.earned, values.in_progress, values.planned, values.possible)
    wanted = figures(evaluation, values, most)
    found = [
        f"{name}: {getattr(got, name)}, by definition {getattr(wanted, name)}"
        for name in Figures.__dataclass_fields__
        if getattr(got, name) != getattr(wanted, name)
    ]
    return found if values.proven else [*found, "not proven"]


def without_places(audit: Audit) -> str:
    """The audit as text, without digests and places in files."""

    def stripped(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: stripped(each) for name, each in value.items() if name not in PLACES}
        return [stripped(each) for each in value] if isinstance(value, list) else value

    return json.dumps(stripped(json.loads(audit_bytes(audit))), sort_keys=True)
