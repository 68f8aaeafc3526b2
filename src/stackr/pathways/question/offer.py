"""What is on offer, each by its label, and wishes that nothing on offer could meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date

from stackr.audit.evaluation import Evaluation
from stackr.conditions.predicate import Context
from stackr.conditions.tables import CatalogueItem
from stackr.diagnostics.suggest import did_you_mean, known_names
from stackr.pathways.errors import PlanError
from stackr.pathways.options import PlanOptions
from stackr.pathways.question.had import Had
from stackr.pathways.question.repeats import once


def on_offer(evaluation: Evaluation, context: Context, catalogues: Sequence[str] = ()) -> dict[str, CatalogueItem]:
    """By label (see `labelled`), of all catalogues or of these. Raises `PlanError` for one that the rules don't declare."""
    catalogue = evaluation.book.tables.catalogue
    if catalogues:
        known = {item.catalogue for items in catalogue.values() for item in items if item.catalogue is not None}
        for name in catalogues:
            if name not in known:
                raise PlanError(f"no catalogue is called `{name}`", known_names(name, known))
        wanted = frozenset(catalogues)
        few = ((code, tuple(item for item in items if item.catalogue in wanted)) for code, items in catalogue.items())
        catalogue = {code: items for code, items in few if items}
    found: dict[str, CatalogueItem] = {}
    for code, items in catalogue.items():
        found |= labelled(code, items, context.body, evaluation.as_of)
    return found


def labelled(code: str, items: Sequence[CatalogueItem], body: str | None, day: date) -> dict[str, CatalogueItem]:
    """What is on offer under a code: by the code; where several bodies use it and `body` is not one of them, by `CODE of ISSUER`."""
    own = [item for item in items if item.issuer in (None, body)]
    if own:
        return {code: _current(own, day)}
    by_issuer: dict[str | None, list[CatalogueItem]] = {}
    for item in items:
        by_issuer.setdefault(item.issuer, []).append(item)
    alone = len(by_issuer) == 1
    return {code if alone else f"{code} of {issuer}": _current(same, day) for issuer, same in by_issuer.items()}


def _current(items: Sequence[CatalogueItem], day: date) -> CatalogueItem:
    """The one on offer on the day, else the next, else the last."""
    to_come = [item for item in items if item.end is None or item.end >= day]
    return to_come[0] if to_come else items[-1]


def check_wishes(options: PlanOptions, offer: Mapping[str, CatalogueItem], known: Had) -> None:
    """Raises `PlanError` for what can't be asked of anybody: an item, a mode, a language or a provider that there is not."""
    labels = offer.keys() | {once(label) for label in offer}
    for code in (*options.avoid, *options.include):
        if code not in (labels if code in options.avoid else offer):
            near = did_you_mean(code, offer) or "the catalogue of these rules has no such code"
            raise PlanError(f"nothing on offer is called `{code}`", near)
    _said_by_some("nothing on offer is in the mode", options.modes, {item.mode for item in offer.values()})
    _said_by_some("nothing on offer is by", options.issuers, {item.issuer for item in offer.values()})
    spoken = {language for item in offer.values() for language in item.languages}
    _said_by_some("nothing on offer is taught in", options.languages, spoken)
    for code in options.retake:
        if code != "all" and code not in known.passed:
            near = did_you_mean(code, known.passed) or "it can be taken as anything else that is on offer"
            raise PlanError(f"{code} is not passed, so it can't be taken again", near)
        if code != "all" and code not in labels:
            raise PlanError(
                f"{code} is not on offer, so it can't be taken again", "leave it out of what may be retaken"
            )
    for code in options.include:
        if code in options.avoid:
            raise PlanError(f"{code} is both to be taken and to be avoided", "ask for one of the two")
        if known.settles(code):
            raise PlanError(f"{code} is on the record already", "leave it out of what the plan must include")


def _said_by_some(words: str, asked_: Sequence[str], there: Set[str | None]) -> None:
    """Raises `PlanError` for words none of which an item says, where items say others: a slip rather than a wish."""
    known = {word for word in there if word is not None}
    if known and asked_ and not known.intersection(asked_):
        raise PlanError(f"{words} `{'` or `'.join(asked_)}`", known_names(asked_[0], known))
