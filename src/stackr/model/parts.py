"""What the published answers are made of: immutable pieces without further members, and the sentence that gives a reason."""

from __future__ import annotations

from importlib import import_module

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A piece of the audit: immutable, no members beyond the published ones."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Shown(Part):
    """An answer that shows itself in a notebook, as its page does."""

    def _repr_html_(self) -> str:
        # by name, when it is asked for: what is published imports no report
        made: str = import_module("stackr.report.notebook").shown(self)
        return made


class Reason(Part):
    """One sentence, the clause that says so, its source and its place in the rules."""

    code: str
    message: str
    clause: str | None = None
    source: str | None = None
    at: str | None = None


class Remark(Part):
    """Something about the record itself."""

    code: str
    message: str
    holding: str | None = None
    member: str | None = None
