"""Names that are defined by themselves are told, used or not; what only leads to them or hangs on them is not."""

from __future__ import annotations

import pytest

from stackr.rulebook.load import check_text

USED = 'qualification Q "Q" { requires all of { p "P": 10 credits from a } }\n'


@pytest.mark.parametrize("use", ["", USED], ids=["unused", "used"])
@pytest.mark.parametrize(
    ("lets", "circling"),
    [
        ("let a = a", "a"),
        ("let a = not a", "a"),
        ("let a = b; let b = a", "ab"),
        ("let a = b and level >= 7; let b = c or graded; let c = not a", "abc"),
        ("let a = b; let b = b; let c = a", "b"),
        ("let a = b; let b = a; let m = d; let d = e; let e = d", "abde"),
        ("let a = b and m; let b = a; let m = d; let d = e; let e = d", "abde"),
        ("let a = b; let b = c; let c = graded; let d = a and b and c", ""),
        ('let a = "a"', ""),
    ],
)
def test_circles_of_lets(lets: str, circling: str, use: str) -> None:
    text = lets.replace("; ", "\n") + "\n" + use
    told = [fault.message for fault in check_text(text) if fault.code == "N104"]
    assert told == [f"`{name}` is defined by itself" for name in circling]


def test_a_long_circle_is_soon_found() -> None:
    text = "".join(f"let a{n} = a{(n + 1) % 2000}\n" for n in range(2000))
    assert sum(fault.code == "N104" for fault in check_text(text)) == 2000


@pytest.mark.parametrize("use", ["", 'qualification Q "Q" { requires use G }\n'], ids=["unused", "used"])
@pytest.mark.parametrize(
    "groups",
    [
        'group G "G": all of { use G }\n',
        'group G "G": all of { use H }\ngroup H "H": all of { A; use G }\n',
        'group G "G": all of { use H }\ngroup H "H": all of { use J }\ngroup J "J": all of { use H }\n',
    ],
)
def test_circles_of_groups(groups: str, use: str) -> None:
    told = [fault.message for fault in check_text(groups + use) if fault.code == "N111"]
    assert told
    assert len(told) == len(set(told))
    assert all(message.endswith("uses itself") for message in told)
