"""One file per kind of route. `KINDS` names them all: to add a kind, add a file and a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackr.recognition.bench import Bench
from stackr.recognition.routes import advice, agreement, assessment, own, precedent, rpl, treaty
from stackr.rulebook.book import Route

KINDS: Mapping[str, Callable[[Bench, Route], None]] = MappingProxyType(
    {
        "own": own.offer,
        "treaty": treaty.offer,
        "agreement": agreement.offer,
        "precedent": precedent.offer,
        "advice": advice.offer,
        "assessment": assessment.offer,
        "rpl": rpl.offer,
    }
)
"""Kind → what puts a route's offers, reasons and open questions on the bench. Called in the order of the ladder."""
