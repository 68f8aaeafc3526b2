"""The words about plans that text, page and drawing share: measures, totals, proof, and what an item serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.model.plan import Blocking, BlockingCause, Pathway, Plan, PlanItem, PlanTerm

WISHES = {
    "credits": "fewest credits",
    "hours": "fewest hours",
    "cost": "lowest fees",
    "items": "fewest items",
    "distance": "least travel",
    "terms": "fewest terms",
    "load": "the least full terms",
    "open": "most ways into other awards kept open",
}


ENOUGH = {True: "then there is a plan", False: "not enough by itself", None: "whether that is enough is not settled"}


def wish(text: str) -> str:
    """`lowest fees`, or `least 2*credits + cost`."""
    return WISHES.get(text, f"least {text}")


def share(progress: str) -> str:
    """In per cent, rounded down: 100.0 % is complete.

    >>> share("2/3"), share("0")
    ('66.6 %', '0 %')
    """
    whole = int(Fraction(progress) * 1000)
    return f"{whole // 10}.{whole % 10} %" if whole else "0 %"


def credits(amount: str) -> str:
    """`1 credit`, `10 credits`."""
    return f"{amount} credit{'' if amount == '1' else 's'}"


def number(count: int, word: str) -> str:
    """`1 term`, `3 terms`."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def fee(item: PlanItem) -> str:
    """`800 ZMW`; nothing where there is none or it is unknown."""
    return "" if item.cost in (None, "0") else f"{item.cost} {item.currency or ''}".rstrip()


def name(item: PlanItem) -> str:
    """`DS501  Databases`, and what stands for it if it is no course."""
    return item.label if item.title in ("", item.code) else f"{item.label}  {item.title}"


def serves(plan: Plan, places: Iterable[str]) -> list[str]:
    """The requirements of the award that these places belong to, by title, each once; another award's place by its id."""
    found = {titled for place in places for titled in [requirement_of(plan, place)] if titled is not None}
    titles = {each.id: each.title for each in plan.requirements}
    return sorted({titles.get(id, id.partition("~")[0]) for id in found})


def purpose(plan: Plan, item: PlanItem) -> str:
    """`for Core, Practice`; why it is taken where it counts for nothing itself."""
    if item.counts_for:
        return f"for {', '.join(serves(plan, item.counts_for))}"
    return "as asked" if item.label in plan.asked.get("include", ()) else "needed by what comes after"


def requirement_of(plan: Plan, place: str) -> str | None:
    """The id of the requirement (at the top of the award) that a place belongs to, else the place itself."""
    owners = [each.id for each in plan.requirements if place == each.id or place.startswith(f"{each.id}.")]
    return max(owners, key=len, default=place)


def nothing(term: PlanTerm) -> str:
    """`nothing to take: PRJ390 is next offered in 2027-autumn`."""
    return f"nothing to take: {'; '.join(term.waits_for)}" if term.waits_for else "nothing to take"


def totals_line(way: Pathway) -> str:
    """What it comes to; what is not known of every item is said to be unknown or left out."""
    totals = way.totals
    amount = "credits not known of every item" if totals.credits is None else credits(totals.credits)
    said = [number(totals.items, "item"), amount]
    if totals.hours is not None:
        said.append(f"{totals.hours} hours")
    if totals.cost is None and any(item.cost is not None for item in way.items):
        said.append(_apart(way) or "fees not known of every item")
    elif totals.cost is not None and totals.cost != "0":
        said.append(f"fees of {totals.cost} {totals.currency or ''}".rstrip())
    if totals.distance is not None:
        said.append(f"{totals.distance} to travel")
    if totals.terms is not None:
        said.append(number(totals.terms, "term"))
    if way.finished is not None:
        said.append(f"finished on {way.finished}")
    return ", ".join(said)


def _apart(way: Pathway) -> str | None:
    """Fees by currency, where every item has one and they are in several."""
    found: dict[str, Fraction] = {}
    for item in way.items:
        if item.cost is None:
            return None
        if item.currency is not None:
            found[item.currency] = found.get(item.currency, Fraction(0)) + Fraction(item.cost)
    if len(found) < 2:
        return None
    return f"fees of {' and '.join(f'{format_amount(found[name])} {name}' for name in sorted(found))}"


def proof_line(way: Pathway) -> str:
    """How far it is proven, and what the audit says."""
    wishes = ", then ".join(wish(each.minimise) for each in way.wishes)
    if not way.verified:
        return "NOT CONFIRMED: an audit of the learner with this done does not say satisfied. Don't rely on it."
    checked = "an audit of the learner with it says satisfied"
    if way.proven:
        alone = "" if way.first else " (others may be as good)"
        return f"Proven: {wishes}{alone}; {checked}."
    gaps = "; ".join(f"{w.minimise} {w.value}, and no plan below {w.bound}" for w in way.wishes if not w.proven)
    return f"Best found, not proven: {gaps or 'the limit of work was reached'}; {checked}."


def differs(first: Pathway, other: Pathway) -> str:
    """`COM100 instead of COM120`: what an alternative has that the first plan has not, and the other way round."""
    here, there = ({item.label for item in way.items} for way in (other, first))
    more, less = ", ".join(sorted(here - there)), ", ".join(sorted(there - here))
    if more and less:
        return f"{more} instead of {less}"
    return f"with {more} as well" if more else f"without {less}" if less else "the same items at other times"


def blocking(found: Blocking) -> list[tuple[str, list[str]]]:
    """Headings, each with its lines: the causes that a plan has to do without, with the place of their clauses; what could be done about
    each; what else blocks, with the same."""
    fewer = "nothing fewer would do" if found.smallest else "whether fewer others would do was not settled"
    proof = f"it takes all of them, and {fewer}"
    several = len(found.causes) > 1
    said = [(f"What blocks together ({proof})" if several else "What blocks", [_cause(each) for each in found.causes])]
    said.append(("What could be done (one of these)" if several else "What could be done", [*_remedies(found.causes)]))
    for each in found.further:
        said.append((f"Blocks besides: {each.message}{_sources(each.causes)}", [*_remedies(each.causes)]))
    if found.more:
        said.append(("Still more may block than is told here", []))
    return [(heading, lines) for heading, lines in said if lines or heading.startswith(("Blocks", "Still"))]


def _cause(cause: BlockingCause) -> str:
    return f"{cause.words}{_sources([cause])}"


def _sources(causes: Sequence[BlockingCause]) -> str:
    """` (s. 14(3))  [rules.stackr:12]`: each source and place once, where there are any."""
    sources = list(dict.fromkeys(cause.source for cause in causes if cause.source))
    places = list(dict.fromkeys(cause.at for cause in causes if cause.at))
    return (f" ({'; '.join(sources)})" if sources else "") + (f"  [{', '.join(places)}]" if places else "")


def _remedies(causes: Iterable[BlockingCause]) -> Iterator[str]:
    """What could be done, cause by cause, and whether that alone makes a plan."""
    for cause in causes:
        yield from (f"{each.words}: {ENOUGH[each.enough]}" for each in cause.remedies)
