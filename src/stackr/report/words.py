"""The words and marks that text and HTML share, so that both say the same."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from stackr.model.audit import Audit, Joint
from stackr.model.parts import Reason, Remark
from stackr.model.qualification import (
    Completion,
    CountedUnit,
    Fewest,
    LeftOver,
    LimitResult,
    QualificationAudit,
    RequirementResult,
    UnusedUnit,
)
from stackr.model.recognised import Awaiting
from stackr.requirements.words import GRADE, against_words, counted_words, listing

STATUS = {
    "conferred": "conferred",
    "satisfied": "satisfied",
    "undetermined": "cannot be said yet",
    "in-progress": "in progress",
    "not-started": "not started",
}

REASONS = {
    "duplicate": "the same learning counts already",
    "other-route": "counts by another route",
    "reserved": "used by another award",
    "barred": "barred by a rule",
    "too-old": "too old",
    "too-low": "grade or level too low",
    "no-match": "fits no requirement",
    "over-limit": "would break a limit",
    "in-excess": "not needed",
    "unknown": "cannot be said: something is missing",
}

MARKS = {
    "met": "✓",
    "waived": "✓",
    "partial": "◐",
    "unmet": "✗",
    "broken": "✗",
    "binding": "●",
    "not-chosen": "–",
    "unknown": "?",
}


def mark(status: str) -> str:
    """One character for a clause's status."""
    return MARKS.get(status, "·")


def bar(progress: str, possible: str | None = None, width: int = 30) -> str:
    """A bar of `width` cells for exact fractions in text; what is only possible is drawn lighter. Full only if it is 1.

    >>> bar("1/2", width=4)
    '██░░'
    """
    full = int(Fraction(progress) * width)
    light = max(int(Fraction(possible) * width) - full, 0) if possible is not None else 0
    return "█" * full + "▒" * light + "░" * (width - full - light)


def names(items: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def figures(item: RequirementResult) -> str:
    """`30 of 40 credits`; `10 credits` where no least is asked; nothing where a requirement has no figures of its own."""
    if item.needed is None:
        return ""
    if item.unit == GRADE:
        return against_words(item.counted, item.needed, item.unit)
    count = item.counted or "0"
    if item.needed == "0":
        return counted_words(count, item.unit or "credits") if count != "0" else ""
    return f"{count} of {counted_words(item.needed, item.unit or 'credits')}"


def other_progress(entry: QualificationAudit) -> list[str]:
    """The further progress values, where they differ from what is earned, and whether something is not proven."""
    earned, texts = entry.progress.earned, []
    for label, value in (
        ("with what is in progress", entry.progress.in_progress),
        ("with what is planned", entry.progress.planned),
        ("if everything missing were in the learner's favour", entry.progress.possible),
    ):
        if value != earned:
            texts.append(f"{value} {label}")
    if not entry.proven:
        texts.append("not proven: the limit of work was reached")
    return texts


def awaited(act: Awaiting) -> str:
    """`RPL office, by 2026-06-01: decide … (of Statistics)`: who has to do what, by when, and of which learning."""
    who = act.who or "somebody"
    about = f" ({listing(act.about)})" if act.about else ""
    return f"{who}{f', by {act.by}' if act.by else ''}: {act.what}{about}"


def completion(way: Completion) -> str:
    """A smallest completion in one line."""
    what = names(list(way.add)) if way.add else "nothing from the catalogue"
    also = f", and {names(list(way.also))}" if way.also else ""
    return f"{what}: {counted_words(way.credits, 'credits')}{also} ({'proven smallest' if way.proven else 'not proven smallest'})"


FREE = "free: the award stands as well without it there"


def counted(units: Iterable[CountedUnit], *, marks: bool = False) -> str:
    """What counts at one place, with its credits where it carries any; `marks`: and whether another placement is as good."""
    texts = []
    for unit in units:
        about = [unit.credits] if unit.credits != "0" else []
        if marks and unit.placement == "free":
            about.append("free")
        name = unit.title or unit.code or unit.unit
        texts.append(f"{name} ({', '.join(about)})" if about else name)
    return ", ".join(texts)


def unused(unit: UnusedUnit) -> str:
    """A unit that does not count, and why."""
    return f"{unit.title or unit.code or unit.unit}: {REASONS.get(unit.reason, unit.reason)}; {unit.message}"


def left_over(unit: LeftOver) -> str:
    """What is left of a unit that counts in part, and why."""
    return f"{unit.title or unit.code or unit.unit}: {unit.message}"


def remark(said: Remark, audit: Audit) -> str:
    """What is said of the record, and of which of its holdings: one that the record gives no id is called by its title."""
    name = said.holding
    if name is not None and name.startswith("sha256:"):
        name = next((entry.title for entry in audit.recognition if entry.holding == name and entry.title), name)
    return f"{name}: {said.message}" if name else said.message


def against(limit: LimitResult) -> str:
    """`15 against 60 credits`, or nothing where a limit has no figures."""
    return against_words(limit.value, limit.bound, limit.unit) if limit.bound is not None else ""


def cited(reason: Reason, entry: QualificationAudit | None = None) -> str:
    """Where a reason comes from: what it cites, or its place in the rules where that is nothing, or what stands over the award."""
    source = None if entry is not None and reason.source == entry.source else reason.source
    return source or reason.at or reason.source or ""


def award_lists(entry: QualificationAudit) -> list[tuple[str, list[str]]]:
    """(heading, lines) of what is told of an award below its tables."""
    return [
        ("To look at", list(entry.flags)),
        ("Classified", [entry.classified] if entry.classified else []),
        ("What stands in the way", [proof.message for proof in entry.certificate.proofs]),
        ("The fewest clauses that stand in the way", [fewest(entry.smallest)] if entry.smallest else []),
        ("What the record does not say", [fact.message for fact in entry.missing]),
        ("What people have to do", [awaited(act) for act in entry.awaiting]),
        ("Smallest way to complete it", [completion(way) for way in entry.completions]),
        ("Prior learning may be recognised", [case.message for case in entry.cases]),
        ("Decisions", [decision.told for decision in entry.decisions]),
        ("Not counted", [*map(unused, entry.unused), *map(left_over, entry.left_over)]),
    ]


def fewest(found: Fewest) -> str:
    """The message, and whether it is proven."""
    return f"{found.message} ({'proven' if found.proven else 'not proven'} fewest)"


def joint(tie: Joint) -> str:
    """`M1 and M2: the learner claims them together`."""
    free = "; no priority is declared, and where both wanted the same the order of their names decided"
    return f"{listing(tie.awards)}: {tie.because}{free if tie.free_choice else ''}"


def learner_lists(audit: Audit) -> list[tuple[str, list[str]]]:
    """(heading, lines) of what is told of a learner below the awards."""
    return [
        ("Judged together", [joint(tie) for tie in audit.together]),
        ("Cannot both be conferred", [" and ".join(pair) for pair in audit.conflicts]),
        ("About the record", [remark(said, audit) for said in audit.remarks]),
    ]
