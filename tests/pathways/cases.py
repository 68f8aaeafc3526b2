"""Made-up questions by seed, family by family."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from pathways.books import Item
from pathways.trying import Case
from stackr.pathways.options import Load

REQUIREMENTS = (
    'all of { a "A": 20 credits from field under "06"; b "B": 10 credits from field under "05" }',
    'all of { a "A": 2 credentials from field under "06"; I0; b "B": 10 credits from level >= 7 }',
    "all of { I0; I1 }",
    'all of { I0; a "A": 20 credits from any }',
    'all of { a "A": I0 or I2; b "B": I1 or I2 }',
)
LIMITS = (
    "",
    "limits { cap: at most 10 credits by rpl }",
    "limits { cap: at most 1/3 of award by rpl }",
    "limits { never by rpl for I0 }",
    "limits { own: at least 1/2 of award from issuer U }",
    "limits { barred: at most one of { I1; I2 } }",
)
MINIMISE = ("", "", "cost", "items", "cost + 2*items", "distance, cost")
FAMILIES = ("rpl", "offer", "loads", "progress", "target", "dates", "turns", "all")
"""What the questions of a family are about: prior learning; mode, place, language and provider; loads; items in progress; target
dates; learning that is too old from some term on; learning that expires and decisions that hold from or until a day; everything at once."""
TURNS = ("2026-07-31", "2026-12-20", "2027-03-01", "2027-09-30", "2028-05-01")
"""Days between the ends of terms, one on such an end, and one after all."""
AWARDED = ("2024-03-31", "2024-09-30", "2025-03-31", "2025-09-30")
"""Days from which two years end before, or between, the ends of terms."""


def case(family: str, seed: int) -> Case:
    """A made-up question of a family."""
    rng = random.Random(f"{family} {seed}")
    if family == "dates":
        return _dated(rng)
    if family == "turns":
        return _turning(rng)
    whole = family == "all"
    by_term = family in ("loads", "target") or rng.random() < 0.5
    most = 4 if by_term else 6
    items = tuple(_item(rng, f"I{i}", rng.randint(3, most), family in ("offer", "all")) for i in range(most))
    codes = [item.code for item in items]
    requirement = rng.choice(REQUIREMENTS)
    limits = LIMITS if family in ("rpl", "all") else ("", *LIMITS[4:])
    limits = tuple(text for text in limits if "for I0" not in text or "I0" in requirement)
    made = Case(items, requirement, rng.choice(limits))
    made = replace(
        made, terms=rng.randint(2, 4) if by_term else 0, minimise=rng.choice(MINIMISE[: 5 if not whole else 6])
    )
    if by_term and rng.random() < 0.4:
        made = replace(made, minimise=rng.choice(("terms", "terms, cost")))
    if family in ("rpl", "all"):
        units = rng.sample(codes[:4], rng.randint(1, 2 if by_term else 3))
        made = replace(made, prior={code: rng.choice((0, 5, 15, 40)) for code in sorted(units)})
    if family in ("progress", "all"):
        going = rng.sample(codes, rng.randint(0 if whole else 1, 2))
        at = {code: rng.choice((None, *range(4))) if by_term else None for code in sorted(going)}
        made = replace(made, under_way=at)
    left = [code for code in codes if code not in made.under_way]
    made = replace(made, held=tuple(sorted(rng.sample(left, rng.choice((0, 0, 1))))))
    if family in ("offer", "all"):
        made = _suited(rng, made)
    if by_term and (family in ("loads", "all") or rng.random() < 0.3):
        made = replace(made, load=_load(rng))
    own = all(item.issuer == "U" for item in made.items if item.code in made.under_way)
    return replace(made, unsized=bool(made.under_way) and own and rng.random() < 0.5)


def _dated(rng: random.Random) -> Case:
    items = tuple(_item(rng, f"I{i}", 4, False) for i in range(4))
    codes = [item.code for item in items]
    held = tuple(sorted(rng.sample(codes, rng.randint(1, 3))))
    return Case(
        items,
        rng.choice(REQUIREMENTS),
        "",
        held=held,
        terms=rng.randint(2, 4),
        load=rng.choice((Load(), Load(most_credits=Fraction(15)), Load(most_items=1))),
        minimise=rng.choice((*MINIMISE[:5], "terms", "terms, cost")),
        years=rng.choice((1, 2)),
        awarded={code: rng.choice(AWARDED) for code in held},
    )


def _turning(rng: random.Random) -> Case:
    made = _dated(rng)
    expires = {code: rng.choice(TURNS) for code in made.held if rng.random() < 0.6}
    made = replace(made, years=0, awarded={}, expires=expires)
    clauses = [clause for clause in ("a", "b") if f'{clause} "' in made.requirement]
    if expires and (not clauses or rng.random() < 0.5):
        return made
    days = {rng.choice(("until", "date")): rng.choice(TURNS)}
    waived = {"id": "d", "kind": "waive", "clause": f"Q.{rng.choice(clauses)}", "by": "Office"} if clauses else None
    return replace(made, decisions=({"date": "2025-12-01", **waived, **days},) if waived else ())


def _item(rng: random.Random, code: str, number: int, described: bool) -> Item:
    others = [f"I{i}" for i in range(number) if f"I{i}" != code]
    made = Item(
        code,
        rng.choice((5, 10, 15)),
        rng.randint(5, 8),
        rng.choice(("0611", "0612", "0541")),
        rng.choice((0, 10, 20, 30)),
        first=tuple(rng.sample(others, rng.choice((0, 0, 1, 2)))),
        beside=tuple(rng.sample(others, rng.choice((0, 0, 0, 1)))),
        terms=rng.choice(((), (), ("spring",), ("autumn",))),
        issuer=rng.choice(("U", "U", "V")),
    )
    if not described:
        return made
    return replace(
        made,
        mode=rng.choice((None, "classroom", "online", "distance")),
        places=rng.choice(((), ("Lusaka",), ("Ndola",), ("Lusaka", "Kitwe"))),
        languages=rng.choice(((), ("en",), ("fr",), ("en", "fr"))),
    )


def _suited(rng: random.Random, made: Case) -> Case:
    """With wishes that something on offer meets: others are errors."""
    modes = sorted({item.mode for item in made.items if item.mode})
    spoken = sorted({language for item in made.items for language in item.languages})
    if modes and rng.random() < 0.4:
        made = replace(made, modes=tuple(rng.sample(modes, rng.randint(1, len(modes)))))
    if spoken and rng.random() < 0.4:
        made = replace(made, languages=(rng.choice(spoken),))
    if rng.random() < 0.5:
        far = rng.choice(({}, {"Ndola": 320, "Kitwe": 360}, {"Kitwe": 60}))
        made = replace(made, place=rng.choice(("Lusaka", "Ndola")), distances=far)
    if rng.random() < 0.2:
        made = replace(made, issuers=(rng.choice(sorted({item.issuer for item in made.items})),))
    left = [item.code for item in made.items if item.code not in (*made.held, *made.under_way)]
    rng.shuffle(left)
    return replace(
        made, avoid=tuple(left[: rng.choice((0, 0, 1))]), include=tuple(left[1 : 1 + rng.choice((0, 0, 0, 1))])
    )


def _load(rng: random.Random) -> Load:
    return rng.choice(
        (
            Load(most_credits=Fraction(15)),
            Load(most_items=1),
            Load(most_items=2, least_items=2),
            Load(least_credits=Fraction(15)),
            Load(least_items=2),
            Load(most_credits=Fraction(25), least_credits=Fraction(10), most_items=2),
        )
    )
