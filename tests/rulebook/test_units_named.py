"""What recognition is told of the whole book: who decides for which awards, the units they name, the bodies that award them."""

from __future__ import annotations

from stackr.book import load_text

BOOK = load_text("""
credit C { is 10 hours }
recognition r for NU { route own is own when issuer = NU grants full }
qualification A { awarded by NU; credit unit C; requires all of { core: all of { U1; U2 }; pick: 1 of { U2; 10 credits from U3 } } }
qualification A { awarded by NU; credit unit C; in force from 2025-01-01; requires new: all of { U1; U4 } }
qualification B { awarded by P; credit unit C; requires U1 }
qualification D { requires U9 }
""")


def test_the_units_that_awards_name_by_who_decides_for_them() -> None:
    assert BOOK.units_named == {
        "r": {"U1": ("A.core.U1", "A.new.U1"), "U2": ("A.core.U2", "A.pick.U2"), "U4": ("A.new.U4",)},
        "own P": {"U1": ("B.U1",)},
        "own": {"U9": ("D.U9",)},
    }


def test_every_qualification_finds_what_its_decider_is_told() -> None:
    deciders = {version.decider for versions in BOOK.qualifications.values() for version in versions}
    assert deciders == BOOK.units_named.keys()


def test_the_bodies_whose_awards_it_has() -> None:
    assert BOOK.bodies == {"NU", "P"}
