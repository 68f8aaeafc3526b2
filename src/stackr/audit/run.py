"""`audit`: one record before one rule book on one day, told in full; `values`: the figures alone, fast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from stackr._time import day_asked
from stackr._version import __version__
from stackr.audit.conferred import on_several_days, taken_for_learning
from stackr.audit.conflicts import conflicts
from stackr.audit.deciding import unheard
from stackr.audit.entry import entry
from stackr.audit.evaluation import Evaluation
from stackr.audit.naming import names_nothing, written_otherwise
from stackr.audit.options import TIERS, AuditOptions
from stackr.audit.recognising import recognised
from stackr.audit.ties import followed
from stackr.audit.traces import traces
from stackr.audit.values import Values
from stackr.diagnostics.suggest import known_names
from stackr.model.audit import Asked, Audit, Digests, Joint
from stackr.model.learning import Learner
from stackr.model.parts import Remark
from stackr.records.admit import admit, read_records
from stackr.records.json_text import kind_of
from stackr.rulebook.book import RuleBook

Given = Learner | Mapping[str, Any] | str | Path


class AuditError(ValueError):
    """The audit can't be done as asked: an award nobody declares, a file with several learners."""

    def __init__(self, message: str, help: str = "") -> None:
        self.help = help
        super().__init__(message)


def audit(
    book: RuleBook,
    learner: Given,
    for_: Iterable[str] | None = None,
    as_of: date | None = None,
    options: AuditOptions | None = None,
) -> Audit:
    """What the rules say of the learner. `for_`: the awards asked for; those enrolled in if none are named, else all.

    `learner`: a `Learner`, a record as an object, or the path of a file with one record. `as_of`: today, if it is
    not given; the audit says which day, and the same day gives the same bytes. Raises `AuditError`, and `RecordError` for what is no
    record.
    """
    as_of = day_asked(as_of)
    chosen = options or AuditOptions()
    check_options(chosen)
    admitted = one_learner(book, learner, as_of)
    names = asked_for(book, admitted, for_)
    _declared(book, (name for group in chosen.together for name in group))
    return in_full(Evaluation(book, admitted, as_of, chosen), names)


def check_options(options: AuditOptions) -> None:
    """Raises `AuditError` for what no audit could do."""
    if options.tier not in TIERS:
        raise AuditError(f"there is no tier {options.tier!r}", f"there are: {', '.join(TIERS)}")
    if options.steps < 1:
        raise AuditError(f"a limit of work is at least one step, not {options.steps}")
    if options.smallest and options.tier != "proofs":
        told = f"`smallest` is a proof, and the tier `{options.tier}` leaves proofs out"
        raise AuditError(told, "leave one of the two out")


def in_full(evaluation: Evaluation, names: tuple[str, ...]) -> Audit:
    """The audit of some awards, from everything that was worked out."""
    book, admitted, chosen = evaluation.book, evaluation.learner, evaluation.options
    figures = {name: evaluation.values(name) for name in names}
    return Audit(
        learner=admitted.id,
        as_of=evaluation.as_of.isoformat(),
        known=chosen.known.isoformat() if chosen.known else None,
        asked=Asked(
            **{"for": names},
            together=chosen.together,
            tier=chosen.tier,
            steps=chosen.steps,
            smallest=chosen.smallest,
        ),
        digests=Digests(rules=book.rules, meaning=book.meaning, record=admitted.digest, registers=book.registers),
        traces=traces(evaluation, figures),
        engine=__version__,
        recognition=recognised(evaluation, names, classified=chosen.tier == "proofs"),
        qualifications=tuple(entry(evaluation, figures[name], chosen.tier) for name in names),
        together=_together(evaluation, names),
        conflicts=conflicts(evaluation, figures) if chosen.tier != "values" else (),
        remarks=_remarks(evaluation, names),
    )


def values(
    book: RuleBook, learner: Learner, for_: Iterable[str], as_of: date, options: AuditOptions | None = None
) -> dict[str, Values]:
    """The figures of some awards, by name: the core of the audit, without texts."""
    evaluation = Evaluation(book, learner, as_of, options or AuditOptions(tier="values"))
    return {name: evaluation.values(name) for name in asked_for(book, learner, for_)}


def one_learner(book: RuleBook, given: Given, as_of: date) -> Learner:
    """The learner, admitted if it is not yet. Raises `AuditError` for a file that holds none or several."""
    if isinstance(given, Learner):
        return given
    if isinstance(given, Mapping):
        return admit(given, book.tables, as_of)
    if not isinstance(given, str | Path):
        told = "give a record (a mapping), the path of a file that holds one, or a Learner"
        raise AuditError(f"{kind_of(given)} is no learner", told)
    learners = read_records(Path(given), book.tables, as_of)
    if len(learners) != 1:
        raise AuditError(f"{Path(given).name} holds {len(learners)} records, not one", "read_records gives them all")
    return learners[0]


def asked_for(book: RuleBook, learner: Learner, for_: Iterable[str] | None) -> tuple[str, ...]:
    """The awards in question, each once, in order of name. Raises `AuditError` for one that is not declared."""
    if for_ is not None:
        given = (for_,) if isinstance(for_, str) else tuple(for_)
        if given:
            _declared(book, given)
            return tuple(sorted(set(given)))
    enrolled = tuple(sorted(set(followed(learner)) & book.qualifications.keys()))
    return enrolled or tuple(sorted(book.qualifications))


def _declared(book: RuleBook, names: Iterable[str]) -> None:
    for name in names:
        if name not in book.qualifications:
            raise AuditError(f"no qualification is called `{name}`", known_names(name, book.qualifications))


def _together(evaluation: Evaluation, names: Iterable[str]) -> tuple[Joint, ...]:
    asked = set(names)
    return tuple(
        Joint(awards=tie.awards, because=tie.because, free_choice=_free(evaluation, tie.awards))
        for tie in evaluation.ties
        if asked & set(tie.awards)
    )


def _free(evaluation: Evaluation, awards: tuple[str, ...]) -> bool:
    """Whether no distinct priority is declared for each of them."""
    found = [evaluation.values(name).qualification.tree.priority for name in awards]
    return None in found or len(set(found)) < len(found)


def _remarks(evaluation: Evaluation, names: Iterable[str]) -> tuple[Remark, ...]:
    learner, book = evaluation.learner, evaluation.book
    found = [Remark(code=r.code, message=r.message, holding=r.holding, member=r.member) for r in learner.remarks]
    for name in names:
        general = evaluation.recognition(evaluation.values(name).qualification).reasons
        found += [Remark(code=said.code, message=said.message) for said in general]
    found += unheard(evaluation, names)
    found += taken_for_learning(book, learner, evaluation.as_of)
    found += on_several_days(book, learner, evaluation.as_of)
    found += names_nothing(book, learner)
    found += written_otherwise(book, learner)
    unique = {(r.holding or "", r.member or "", r.code, r.message): r for r in found}
    return tuple(unique[key] for key in sorted(unique))
