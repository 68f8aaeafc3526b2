"""Made-up rules for the checks: one award, one ladder, a small catalogue."""

from __future__ import annotations


def award(total: str, lines: str) -> str:
    return f'qualification Q "Q" {{\n  total {total} credits\n  {lines}\n}}\n'


def limited(*limits: str, total: str = "60") -> str:
    lines = "\n    ".join(f"l{number}: {limit}" for number, limit in enumerate(limits))
    return award(total, f'requires all of {{ p "P": 5 credits from any }}\n  limits {{\n    {lines}\n  }}')


def requires(name: str, requirement: str, head: str = "") -> str:
    return f'qualification {name} "{name}" {{\n  {head}\n  requires all of {{ {requirement} }} }}\n'


TWO_POOLS = "a: 20 credits from level = 5\nb: 20 credits from level = 6"


def ladder(routes: str, head: str = "") -> str:
    return f'recognition R "R" for U {{ {head}{routes} }}\n'


def ours(name: str, requirement: str, head: str = "", limits: str = "") -> str:
    more = f"  limits {{ {limits} }}\n" if limits else ""
    return (
        f'qualification {name} "{name}" {{\n  awarded by U; {head}\n  requires all of {{ {requirement} }}\n{more}}}\n'
    )


BUNDLE = 'articulation BUNDLE "Bundle" { from PARTS; to T }\n'

UNITS = """catalogue K "K" {
  issuer U
  credential A "A" { 10 credits }
  credential B "B" { 10 credits }
  credential MATH1 "M" { 6 credits }
  credential TWICE "T" { 5 credits; repeatable up to 2 }
}
"""
OWN = "route own is own when issuer = U grants full; "
RPL = "fallback rpl is rpl grants whole units, ungraded"

EXTERNAL = ours(
    "Q",
    "p: 5 credits from any",
    "total 100 credits",
    "a: at most 60 credits external; b: at least 50% of award from issuer U",
)
"""A cap on what comes from elsewhere, beside a residency that leaves less."""
