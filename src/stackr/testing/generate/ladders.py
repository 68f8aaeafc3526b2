"""The ladder of the made-up body, its articulations and its catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from stackr.testing.generate.words import CONTAINER, CREDITS, ELSEWHERE, FIELDS, LEVELS, OUTCOMES, TAGS, UNITS, Draw

COMMON: Final = """
framework EX "Made-up framework" { levels 1 to 10; one credit is 10 hours }
framework EY "Another" { levels 1 to 8; 5 is aligned to EX 6; 6 is referenced to EX 7; 7 is compared to EX 8 }
credit EXC "Made-up credit" { is 10 hours; step 5; framework EX }
credit EYC "Another" { is 20 hours; step 5; framework EY }
convert 1 EYC = 2 EXC
grades PCT "Percent" { from 0 to 100; pass 50; convert to LET { 70 to 100 = A; 60 to 69 = B; 50 to 59 = C; 0 to 49 = F } }
grades LET "Letters" { A = 80; B = 65; C = 55; D = 45; F = 20; pass D }
calendar CAL "Terms" {
  term "T1" from 2024-01-01 until 2024-06-30
  term "T2" from 2024-07-01 until 2024-12-31
  term "T3" from 2025-01-01 until 2025-12-31
}
let OUTCOME-SET = outcomes { "o1"; "o2"; "o3" }
group COMMON { one: U1; more: 5 credits from tagged "lab" }
"""
"""What every made-up book declares. Grades are asked as percent, letters stand for numbers on the same range."""


def catalogue(draw: Draw) -> str:
    """The units of the home body; sometimes a container of two of them."""
    lines = [_offer(draw, code) for code in UNITS]
    if draw.chance(40) and not draw.separable:
        lines.append(f'  credential {CONTAINER} "Pack" {{ 15 credits; parts {UNITS[0]}, {UNITS[1]} }}')
    return 'catalogue OFFER "On offer" {\n  issuer HOME\n  credit unit EXC\n' + "\n".join(lines) + "\n}"


def _offer(draw: Draw, code: str) -> str:
    parts = [f"{0 if draw.chance(5) else draw.one(CREDITS)} credits", f"level EX {draw.one(LEVELS)}"]
    parts.append(f'field "{draw.one(FIELDS)}"')
    if draw.chance(60):
        parts.append("outcomes " + ", ".join(f'"{name}"' for name in draw.some(OUTCOMES, 1, 2)))
    if draw.chance(40):
        parts.append(f'tags "{draw.one(TAGS)}"')
    if draw.chance(8):
        parts.append("repeatable up to 2")
    return f'  credential {code} "Unit {code[1:]}" {{ {"; ".join(parts)} }}'


_ROUTES: Final[tuple[tuple[int, Callable[[Draw], str]], ...]] = (
    (
        6,
        lambda d: (
            'route articulated is agreement "Articulated" when articulation in force on awarded grants as articulated'
        ),
    ),
    (3, lambda d: f'route partner is agreement "Partners" when issuer = NEAR grants {_grants(d)}'),
    (
        2,
        lambda d: (
            f'route level_only is treaty "Treaty" when country = "ZM" grants {d.one(("level", "level and credit"))}'
        ),
    ),
    (
        3,
        lambda d: (
            'route casework is assessment "Case by case" refers within 4 months of complete file grants full or part'
        ),
    ),
    (
        1,
        lambda d: (
            'route earlier is precedent "Earlier decisions" when precedent within 5 years of applied grants as decided'
        ),
    ),
    (1, lambda d: 'route hint is advice "Advice" when issuer = FAR'),
    (1, lambda d: 'route barring is agreement "Closed" when issuer = FAR bars level < 6 grants credit'),
)


def _grants(draw: Draw) -> str:
    return draw.one(
        (
            "full",
            "full",
            "credit",
            f"full, up to {draw.one((5, 10))} credits",
            'full, conditional on "a portfolio"',
            "full, ungraded",
        )
    )


def ladder(draw: Draw) -> str:
    """Own credit first, then some further routes, RPL last."""
    lines = ["gate integrity { status is not revoked; signature is not invalid; holder is the learner }"]
    lines.append('route own is own "Own credit" when issuer = HOME grants full')
    chosen = [form(draw) for _, form in draw.some(_ROUTES, 1, 3)]
    lines += chosen
    if draw.chance(15 if draw.separable else 60):
        never = f" never for {draw.one(UNITS)}" if draw.chance(30) else ""
        outcome = " each outcome met to at least 50% of outcome" if draw.chance(40) else ""
        issued = " counts as issued by HOME" if draw.chance(15) else ""
        lines.append(f'fallback rpl is rpl "Prior learning"{outcome} grants whole units, ungraded{never}{issued}')
    if draw.chance(12):
        lines.insert(0, "first")
    body = "\n  ".join(lines)
    return f'recognition home "Recognition" for HOME {{\n  {body}\n}}'


def articulations(draw: Draw) -> str:
    """Directed equivalences: one to one, several to one, one to several, with grades, dates, parts and chains."""
    return "\n".join(_articulation(draw, number) for number in range(1, draw.rng.randint(2, 4)))


def _articulation(draw: Draw, number: int) -> str:
    sources, targets = draw.weighted(((6, (1, 1)), (2, (2, 1)), (2, (1, 2)), (1, (2, 2))))
    sources = 1 if draw.separable else sources
    from_ = " and ".join(f"{code} of {draw.one(('NEAR', 'FAR'))}" for code in draw.some(ELSEWHERE, sources, sources))
    to = " and ".join(draw.some(UNITS, targets, targets))
    parts = [f"from {from_}", f"to {to}"]
    if sources == targets == 1 and draw.chance(15):
        parts[1] = f"to {draw.one((5, 10))} credits EXC at EX {draw.one(LEVELS)}"
    if draw.chance(25):
        parts.append(f"minimum grade {draw.one((50, 60))}")
    if draw.chance(20):
        parts.append("in force from 2020-01-01 until 2024-12-31")
    if sources > 1 and draw.chance(30):
        parts.append("partial")
    if draw.chance(15) and not draw.separable:
        parts.append("transitive")
    return f'articulation ART{number} "Articulation {number}" {{ {"; ".join(parts)} }}'
