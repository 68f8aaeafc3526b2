"""A compiled expression: three-valued, over a holding, a recognised unit, or a learner alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from stackr.language import tree
from stackr.model.learning import Holding, Learner, RecognisedUnit

if TYPE_CHECKING:
    from stackr.conditions.tables import Tables

Subject: TypeAlias = "Holding | RecognisedUnit | None"
"""None where only the learner's facts are asked (`when entry before 2024-01-01`)."""


@dataclass(slots=True)
class Context:
    """What an expression may look at besides its subject. One per learner, award version and reading."""

    tables: Tables
    learner: Learner
    as_of: date
    framework: str | None = None
    """The framework that a bare `level >= 7` is in: the qualification's."""
    body: str | None = None
    """The awarding body in question."""
    award: str | None = None
    holds: frozenset[str] = frozenset()
    """Awards held: conferred, or judged satisfied here under embed."""
    clocks: dict[str, date] = field(default_factory=dict)
    """Clocks that stand for all subjects (`as_of`, `conferred`, extended deadlines); a subject's own dates come first."""
    articulated: Callable[[Holding, date | None, str | None], bool | None] | None = None
    """Whether an articulation is in force for the holding on a day, if the day is known (set by recognition)."""
    precedents: Callable[[Holding], tuple[date | None, ...]] | None = None
    """Dates of recorded decisions on the same learning (set by recognition)."""
    classify: Callable[[Holding, str], str | None] | None = None
    """What a definition says of the holding (set by recognition); None: undetermined."""


Test: TypeAlias = "Callable[[Subject, Context], bool | None]"
Read: TypeAlias = "Callable[[Subject, Context], Any]"
"""What a subject says of a fact; None where that is unknown. Values can be hashed."""


@dataclass(frozen=True, slots=True, eq=False)
class OfFact:
    """A test that hangs on one fact: who says the same of it has the same answer."""

    read: Read
    judge: Callable[[Any, Context], bool | None]

    def __call__(self, subject: Subject, context: Context) -> bool | None:
        """Of one subject."""
        return self.judge(self.read(subject, context), context)


@dataclass(frozen=True, slots=True, eq=False)
class Predicate:
    """A compiled expression, compared by identity.

    `test(subject, context)` is True, False or None (unknown). `tree` is what the author wrote, `text` its canonical form.
    """

    test: Test
    tree: tree.Expr
    text: str
    members: frozenset[str] = frozenset()
    """Members and facts it reads; what may be missing when it is unknown."""

    def __call__(self, subject: Subject, context: Context) -> bool | None:
        """The truth of the expression."""
        return self.test(subject, context)
