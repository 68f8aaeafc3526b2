"""Conditions as statements: `issuer is UNZA`, `it is not tagged writing`, `the learner holds PGCERT-DS`.

`words` names what is selected (`10 credits from issuer UNZA`); here stands what is said to hold or not to hold.
"""

from __future__ import annotations

from typing import Any

from stackr.language import tree
from stackr.requirements.words import expr_words, listing, value_words

_PLURAL = frozenset({"credits", "hours", "fields", "outcomes", "tags", "criteria", "shares"})
_RELATIONS = {
    "part_of": ("it is part of", "it is not part of"),
    "used_in": ("it is used in", "it is not used in"),
    "from_award": ("it is from award", "it is not from award"),
    "holds": ("the learner holds", "the learner does not hold"),
    "enrolled": ("the learner is enrolled in", "the learner is not enrolled in"),
    "in_progress": ("the learner is on the way to", "the learner is not on the way to"),
    "applied_for": ("the learner has applied for", "the learner has not applied for"),
    "completed": ("the learner has completed", "the learner has not completed"),
}


def are(member: str) -> str:
    """The verb that goes with a member of a holding: `credits are`, `level is`."""
    return "are" if member in _PLURAL else "is"


def statement(expr: tree.Expr | None, *, negated: bool = False) -> str:
    """A condition, or that it does not hold, as a statement about `it`, the learning in question."""
    match expr:
        case None | tree.Always():
            return "nothing is open to it" if negated else "anything is open to it"
        case tree.Not(item=item):
            return statement(item, negated=not negated)
        case tree.Or(items=items) | tree.And(items=items):
            joint = "or" if isinstance(expr, tree.Or) else "and"
            parts = [
                f"({statement(item)})" if isinstance(item, tree.Or | tree.And) else statement(item) for item in items
            ]
            return f"it is not so that {listing(parts, joint)}" if negated else listing(parts, joint)
    return _member(expr, negated)


def _member(expr: Any, negated: bool) -> str:
    not_ = " not" if negated else ""
    match expr:
        case tree.Compare(member="fact", op="=" | "!=" as op, value=value, argument=argument):
            verb = "is not" if negated == (op == "=") else "is"
            return f"“{argument.text}” {verb} {value_words(value)}" if argument else expr_words(expr)
        case tree.Compare(member=member, op="=" | "!=" as op, value=value, quantifier=quantifier):
            other = " not" if negated == (op == "=") else ""
            every, verb = {"any": ("any level", "is"), "all": ("all levels", "are")}.get(
                quantifier, (member, are(member))
            )
            return f"{every} {verb}{other} {value_words(value)}"
        case tree.Compare() if negated:
            return f"it is not so that {expr_words(expr)}"
        case tree.Compare():
            return expr_words(expr)
        case tree.In() | tree.Under() | tree.Within() | tree.Between():
            subject, _, rest = expr_words(expr).partition(" ")
            listed = isinstance(expr, tree.In) and expr.register is None
            return f"{subject} {are(subject)}{not_} {rest.removeprefix('in ') if listed else rest}"
        case tree.Known(member=member, known=known):
            return f"{member} {are(member)}{'' if known != negated else ' not'} known"
        case tree.Includes(member=member, value=value):
            return f"{member} {'do not ' if negated else ''}include {value.text}"
    return _about(expr, negated)


def _about(expr: Any, negated: bool) -> str:
    not_ = " not" if negated else ""
    match expr:
        case tree.Relation(kind=kind, target=target):
            return f"{_RELATIONS[kind][negated]} {target.text}"
        case tree.By():
            return f"it is{not_} recognised {expr_words(expr)}"
        case tree.ArticulationInForce():
            which = (
                f"articulation {expr.name.text} is{not_}"
                if expr.name
                else f"{'no' if negated else 'an'} articulation is"
            )
            return f"{which} in force on {expr.clock}"
        case tree.Precedent():
            return f"there is {'no' if negated else 'a'} {expr_words(expr)}"
        case tree.Classified():
            return f"it is{not_} a {expr_words(expr)}"
    return f"it is{not_} {expr_words(expr)}"
