"""A made-up award with many items on offer, seeded: for planning. Realistic in shape, invented in every name and figure.

Four in ten items build on another of their field one level below (a third of those on either of two); items are offered in autumn,
in spring, in both or always; fees go with credits and differ by provider; nine requirements overlap (named units, fields, fields with
levels, tags, levels), and five limits hold across them.
"""

from __future__ import annotations

import random
from datetime import date
from typing import Any

DAY = date(2026, 1, 15)
FIELDS = ("0611", "0612", "0613", "0541", "0542", "0311", "0312", "0411", "0221", "0915")
TERMS = 8

HEAD = """
framework EX "Example framework" { levels 1 to 10; one credit is 10 hours }
credit EXC "Example credit" { is 10 hours; step 1; framework EX }
recognition home "Recognition" for HOME {
  gate integrity { status is not revoked; signature is not invalid }
  route own is own "Own credit" when issuer in { HOME; P1; P2 } grants full
  fallback rpl is rpl "Prior learning" by "RPL office" evidence valid, sufficient from 2 kinds grants whole units, ungraded
}
"""

AWARD = """
qualification Q "Award" {
  awarded by HOME at EX 8
  credit unit EXC
  total 180 credits
  requires all of {
    core "Core": all of { U00003; U00011 or U00012; U00007 }
    computing "Computing": 40 credits from field under "061"
    deep "Depth in computing": 20 credits from field under "061" and level >= 7
    science "Science": 20 credits from field under "054"
    social "Society": 15 credits from field under "031"
    law "Law or business": 10 credits from field under "04"
    writing "Writing": 2 credentials tagged "writing"
    health "Health": 10 credits from field under "09"
    high "Advanced": 30 credits from level >= 7
  }
  limits {
    low: at most 60 credits at level <= 5
    basic: at most 110 credits at level <= 6
    own: at least 1/2 of award from issuer HOME
    rpl_cap: at most 1/4 of award by rpl
    partner: at most 30 credits from issuer P2
  }
}
"""


def rules(items: int, seed: int = 1) -> str:
    """The rules as a text."""
    rng = random.Random(f"offers {items} {seed}")
    levels: dict[tuple[str, int], list[str]] = {}
    lines = []
    for number in range(items):
        code, field, level = f"U{number:05}", rng.choice(FIELDS), rng.choice((5, 5, 6, 6, 7, 8))
        credits, issuer = rng.choice((5, 10, 10, 15, 20)), rng.choice(("HOME", "HOME", "HOME", "P1", "P2"))
        cost = credits * rng.randrange(60, 140) * {"HOME": 1, "P1": 2, "P2": 1}[issuer]
        parts = [
            f'{credits} credits; level EX {level}; field "{field}"; issuer {issuer}; cost {cost} "ZMW"',
            *(
                {0: ('terms "autumn"',), 1: ('terms "spring"',), 2: ('terms "autumn", "spring"',)}.get(
                    rng.randrange(4), ()
                )
            ),
        ]
        if rng.random() < 0.15:
            parts.append('tags "writing"')
        below = levels.get((field, level - 1), [])
        if len(below) > 1 and rng.random() < 0.4:
            first, other = rng.sample(below, 2)
            parts.append(f"prerequisite {first} or {other}" if rng.random() < 0.33 else f"prerequisite {first}")
        levels.setdefault((field, level), []).append(code)
        lines.append(f'  credential {code} "Unit {number}" {{ {"; ".join(parts)} }}')
    offer = "catalogue OFFER {\n  credit unit EXC\n" + "\n".join(lines) + "\n}\n"
    return HEAD + calendar() + offer + AWARD


def calendar() -> str:
    """Eight terms."""
    years = range(2026, 2026 + TERMS // 2)
    terms = [
        f'  term "{year}-{name}" from {year}-{start} until {year}-{end}'
        for year in years
        for name, start, end in (("spring", "02-01", "06-15"), ("autumn", "09-01", "12-20"))
    ]
    return 'calendar HOME "Terms" {\n' + "\n".join(terms) + "\n}\n"


def record() -> dict[str, Any]:
    """A learner with two units passed long ago and one under way."""
    made = [("U00003", "active", "2025-06-15"), ("U00020", "active", "2025-12-20"), ("U00021", "in-progress", None)]
    return {
        "learner": "L",
        "holdings": [
            {"id": f"h{code}", "credential": code, "issuer": "HOME", "status": status, "awarded": day, "credits": "10",
             "credit_unit": "EXC", "level": 6, "framework": "EX", "fields": ["0611"]}
            for code, status, day in made
        ],
    }  # fmt: skip
