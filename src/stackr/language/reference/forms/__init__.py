"""All forms of the language, each with an example, in the order of the reference."""

from __future__ import annotations

from stackr.language.reference.entry import Section
from stackr.language.reference.forms import (
    amounts,
    catalogues,
    conditions,
    declarations,
    frameworks,
    qualifications,
    recognition,
    requirements,
    scenarios,
)

SECTIONS: tuple[Section, ...] = (
    *declarations.SECTIONS,
    *amounts.SECTIONS,
    *conditions.SECTIONS,
    *requirements.SECTIONS,
    *qualifications.SECTIONS,
    *recognition.SECTIONS,
    *catalogues.SECTIONS,
    *frameworks.SECTIONS,
    *scenarios.SECTIONS,
)
