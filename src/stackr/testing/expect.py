"""Each kind of expectation: what is asked of the audit, and what was found in words. One line a kind in `KINDS`."""

from __future__ import annotations

from collections.abc import Callable

from stackr.language import tree
from stackr.model.audit import Audit
from stackr.testing.expecting import awards, learning, said
from stackr.testing.found import Found


def judge(expect: tree.Expect, audit: Audit) -> Found:
    """(whether it holds, what was found)."""
    met, found = KINDS[expect.kind](expect, audit)
    return (met is not expect.negated), found


KINDS: dict[str, Callable[[tree.Expect, Audit], Found]] = {
    "status": awards.status,
    "progress": awards.progress,
    "possible": awards.progress,
    "missing": awards.missing,
    "counts": awards.counts,
    "counted": awards.counted,
    "clause": awards.clause,
    "recognition": learning.recognition,
    "class": learning.class_,
    "criterion": learning.criterion,
    "unused": learning.unused,
    "blocked": awards.blocked,
    "completion": awards.completion,
    "classified": awards.classified,
    "version": awards.version,
    "reason": said.reason,
    "message": said.message,
    "warning": said.warning,
    "case": said.case,
    "conflict": said.conflict,
    "error": said.error,
}
