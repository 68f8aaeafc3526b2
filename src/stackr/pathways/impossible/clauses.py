"""A clause of the award among the causes, in words: `Project asks for PRJ390`, `at most 60 credits (50% of award) by rpl`."""

from __future__ import annotations

from stackr.audit.texts import clause_name
from stackr.pathways.question.question import Question
from stackr.requirements.base import Need
from stackr.requirements.compiled import Award, NotBoth
from stackr.requirements.words import amount_words, expr_words, listing


def asking(question: Question, id: str) -> Need | None:
    """The requirement of that id: of the award, or all that is asked for entry under that name."""
    return question.now.qualification.award.needs.get(id) or question.entry.needs.get(id)


def clause_words(award: Award, id: str) -> str:
    """What the clause says. Behind `#` in the id stands the value that a limit per value is about."""
    whole, _, value = id.partition("#")
    return f"{_said(award, whole)}{f' ({value})' if value else ''}"


def _said(award: Award, id: str) -> str:
    name, total = clause_name(award, id), award.total
    if total is not None and total.id == id:
        most = "at most " if total.need.value == 0 else ""
        return f"{most}{amount_words(total.need.value or total.most or total.need.value, total.need.unit)} in all"
    need, rule = award.needs.get(id), award.rules.get(id)
    if need is not None:
        said = need.describe()
        return f"{heading(award, id) if name in (said, f'“{said}”') else name} asks for {said}"
    if rule is not None:
        said = rule.describe()
        return said if name == f"“{said}”" else f"{name}: {said}"
    line = next((line for line in award.not_both if line.id == id), None)
    again = next((line for line in award.relations if line.id == id), None)
    if again is not None:
        return again.describe()
    return name if line is None else _apart(award, line)


def _apart(award: Award, line: NotBoth) -> str:
    sides = listing([clause_name(award, id) for id in (line.left, line.right)], "or")
    title = f"{line.clause.title}: " if line.clause.title else ""
    return f"{title}{expr_words(line.selector.tree)} counts toward {sides}, not both"


def heading(award: Award, id: str) -> str:
    """The nearest title above a clause that has none but what it says."""
    above = sorted((each for each in award.clauses if id.startswith((f"{each}.", f"{each}~"))), key=len)
    titles = [title for each in above if (title := award.clauses[each].title)]
    return titles[-1] if titles else award.id
