"""The reference of the language, from its grammar and the table of forms.

`python -m stackr.language.reference > docs/language.md`. The syntax of each form comes from `grammar.lark` (`syntax`), what it
says and its example from the table (`forms`), the words in capitals from `glossary`. A form of the grammar without a row in
the table is a failing test.
"""

from __future__ import annotations

from stackr.language.reference.entry import HOLE, Form, Section
from stackr.language.reference.forms import SECTIONS
from stackr.language.reference.page import reference

__all__ = ["HOLE", "SECTIONS", "Form", "Section", "reference"]
