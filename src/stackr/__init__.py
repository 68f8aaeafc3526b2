"""stackr: how learning stacks toward qualifications, exactly and with reasons.

`load(path)` gives a rule book, `book.audit(learner, for_=[…], as_of=date(…))` an audit, `book.plan(…)` the shortest way to an
award, as `PlanOptions` say. `RuleError` carries every fault of rules that can't be used, `RecordError` says why something is no
record, `BatchError` why a frame is none of holdings, `AuditError` and `PlanError` what can't be answered as asked. All is
imported when it is first asked for, so that a command that needs none of it starts at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stackr._version import __version__

if TYPE_CHECKING:
    from stackr.audit.options import AuditOptions
    from stackr.audit.run import AuditError
    from stackr.batch.rows import BatchError
    from stackr.book import load
    from stackr.diagnostics.model import RuleError
    from stackr.pathways.errors import PlanError
    from stackr.pathways.options import Load, PlanOptions, PriorLearning, parse_minimise
    from stackr.records.errors import RecordError


__all__ = [
    "AuditError",
    "AuditOptions",
    "BatchError",
    "Load",
    "PlanError",
    "PlanOptions",
    "PriorLearning",
    "RecordError",
    "RuleError",
    "__version__",
    "load",
    "parse_minimise",
]

_HOMES = {
    "AuditError": "stackr.audit.run",
    "AuditOptions": "stackr.audit.options",
    "BatchError": "stackr.batch.rows",
    "Load": "stackr.pathways.options",
    "PlanError": "stackr.pathways.errors",
    "PlanOptions": "stackr.pathways.options",
    "PriorLearning": "stackr.pathways.options",
    "RecordError": "stackr.records.errors",
    "RuleError": "stackr.diagnostics.model",
    "load": "stackr.book",
    "parse_minimise": "stackr.pathways.options",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
