"""What columns and results are called out there, in the tables of registrars and the systems they use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "learner": (
        "learner",
        "learner id",
        "id student",
        "student id",
        "student number",
        "student no",
        "learner number",
        "learner no",
        "matric",
        "matriculation number",
        "person id",
        "candidate number",
        "candidate no",
        "student",
        "candidate",
    ),
    "credential": (
        "credential",
        "credential code",
        "code module",
        "module code",
        "course code",
        "unit code",
        "module",
        "course",
        "unit",
        "code",
    ),
    "id": ("id", "holding id", "record id", "enrolment id", "enrollment id"),
    "title": ("title", "module title", "course title", "course name", "module name", "description"),
    "issuer": ("issuer", "institution", "provider", "awarding body", "university", "school", "organisation"),
    "status": ("status", "final result", "result", "outcome", "enrolment status"),
    "credits": ("credits", "credit", "credit value", "credit points", "ects", "cats", "points"),
    "credit_unit": ("credit unit", "credit type", "credit system"),
    "level": ("level", "nqf level", "rqf level", "study level"),
    "framework": ("framework", "qualifications framework"),
    "grade": ("grade", "mark", "score", "final grade", "final mark"),
    "awarded": ("awarded", "award date", "date awarded", "conferral date", "issue date", "issued"),
    "completed": ("completed", "completion date", "date completed", "end date", "finished"),
    "term": ("term", "code presentation", "presentation", "semester", "session", "academic year"),
    "country": ("country", "country code"),
    "kind": ("kind", "type", "credential type", "award type"),
    "hours": ("hours", "learning hours", "notional hours", "workload"),
    "expires": ("expires", "expiry date", "valid until"),
}
"""What columns are called out there, best name first."""
STATUS: Final[Mapping[str, str]] = {
    "pass": "active", "passed": "active", "p": "active", "distinction": "active", "merit": "active", "credit": "active",
    "complete": "active", "completed": "active", "awarded": "active", "achieved": "active", "réussi": "active",
    "aprovado": "active", "bestanden": "active",
    "fail": "failed", "failed": "failed", "f": "failed", "refer": "failed", "échec": "failed", "reprovado": "failed",
    "nicht bestanden": "failed",
    "withdrawn": "withdrawn", "withdrew": "withdrawn", "w": "withdrawn", "dropped": "withdrawn", "abandon": "withdrawn",
    "enrolled": "in-progress", "current": "in-progress", "ongoing": "in-progress", "registered": "in-progress",
}  # fmt: skip
"""Results as they are written, and what they mean for a holding."""
