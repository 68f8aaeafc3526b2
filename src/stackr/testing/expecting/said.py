"""What an audit is expected to say: reasons, remarks, cases for a person."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.language import tree
from stackr.model.audit import Audit
from stackr.model.parts import Reason
from stackr.testing.because import requirements
from stackr.testing.found import Found, listed


def _reasons(audit: Audit) -> Iterator[Reason]:
    for item in audit.recognition:
        yield from item.reasons
    for entry in audit.qualifications:
        for requirement in requirements(entry):
            yield from requirement.reasons
        for limit in entry.limits:
            yield from limit.reasons


def _texts(audit: Audit) -> Iterator[str]:
    yield from (reason.message for reason in _reasons(audit))
    for entry in audit.qualifications:
        yield from (proof.message for proof in entry.certificate.proofs)
        yield from (unit.message for unit in entry.unused)
        yield from (unit.message for unit in entry.left_over)
        yield from (fact.message for fact in entry.missing)
        yield from (decision.message for decision in entry.decisions)
        yield from (case.message for case in entry.cases)
        yield from entry.flags
        yield from filter(None, (entry.closed,))
    for item in audit.recognition:
        labels = (item.classification, *item.classifications)
        criteria = (criterion for label in labels if label is not None for criterion in label.criteria)
        yield from (criterion.message for criterion in criteria if criterion.message and criterion.met is not True)
    yield from (f"bundle: {item.bundle}" for item in audit.recognition if item.bundle)
    yield from (remark.message for remark in audit.remarks)


def reason(expect: tree.Expect, audit: Audit) -> Found:
    """Some reason has this code, or these words."""
    said = [(each.code, each.message) for each in _reasons(audit)]
    said += [(remark.code, remark.message) for remark in audit.remarks]
    wanted = expect.text.text if expect.text else ""
    saying = [each for each in said if wanted == each[0] or wanted.casefold() in each[1].casefold()]
    return bool(saying), _found([f"{code} {text}" for code, text in dict.fromkeys(saying or said)], said=bool(saying))


def message(expect: tree.Expect, audit: Audit) -> Found:
    """Some text says this."""
    wanted = expect.text.text.casefold() if expect.text else ""
    texts = list(dict.fromkeys(_texts(audit)))
    saying = [text for text in texts if wanted in text.casefold()]
    return bool(saying), _found(saying or texts, said=bool(saying))


def _found(texts: list[str], *, said: bool) -> str:
    """The first text that says so, or the first of those that don't."""
    if said or not texts:
        return f"said: {texts[0]}" if texts else "nothing is said"
    return f"none of {len(texts)} reasons says so: {'; '.join(texts[:3])}{'; …' if len(texts) > 3 else ''}"


def warning(expect: tree.Expect, audit: Audit) -> Found:
    """A remark says this."""
    wanted = expect.text.text.casefold() if expect.text else ""
    said = [remark.message for remark in audit.remarks]
    return any(wanted in text.casefold() for text in said), "; ".join(said) or "no warning"


def case(expect: tree.Expect, audit: Audit) -> Found:
    """A case was opened for this unit."""
    units = sorted({case.unit for entry in audit.qualifications for case in entry.cases})
    return (
        expect.subject is not None and expect.subject.text in units,
        f"a case of {listed(units)}" if units else "no case",
    )


def conflict(expect: tree.Expect, audit: Audit) -> Found:
    """These awards can not both be had."""
    wanted = sorted(name.text for name in expect.names)
    pairs = [sorted(pair) for pair in audit.conflicts]
    return wanted in pairs, "; ".join(listed(pair) for pair in pairs) or "no conflict"


def error(expect: tree.Expect, audit: Audit) -> Found:
    """A remark has this code."""
    codes = sorted({remark.code for remark in audit.remarks})
    return expect.word in codes, f"remarks {listed(codes)}" if codes else "no remark"
