"""Every answer shows itself in a notebook: whole, with its own style, asking for nothing outside, safe with hostile names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from pathways.books import CALENDAR, DAY, book
from pathways.college import TODAY, college, path
from report.test_plans_shown import HOSTILE, Page
from stackr import PlanOptions
from stackr.book import Book
from stackr.model import parts
from stackr.model.parts import Shown
from stackr.report import notebook
from stackr.report.guidance_html import render

BAD = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')


@cache
def answers() -> Mapping[str, Shown]:
    """One of each kind."""
    made, who = college(), path("half-way")
    one = made.whatif(who, [("add", "NET200")], "MC-DIP", TODAY, plan=PlanOptions())
    return {
        "audit": made.audit(who, ["MC-DIP"], TODAY),
        "plan": made.plan(who, "MC-DIP", TODAY),
        "whatif": one,
        "comparison": one.beside(made.whatif(who, [("fail", "com100")], "MC-DIP", TODAY)),
        "ranking": made.rank(who, as_of=TODAY, unlocks=3),
        "demand": made.demand([who, path("new")], "MC-DIP", TODAY),
    }


def hostile(folder: Path) -> Book:
    return book(
        folder,
        f'{CALENDAR}\ncatalogue K {{ credit unit C; credential A "{BAD}" {{ 10 credits; issuer U }} }}\n'
        f'qualification Q "{BAD}" {{ awarded by U; credit unit C; total 10 credits; requires all of {{ a "{BAD}": A }} }}\n'
        f'qualification R "{BAD}" {{ awarded by U; credit unit C; requires all of {{ b "{BAD}": NOPE }} }}\n'
        f'recognition u "{BAD}" for U {{ route own is own "{BAD}" when issuer = U grants full }}\n',
    )


def shown(answer: Shown) -> str:
    """As a notebook asks for it."""
    return answer._repr_html_()


@pytest.mark.parametrize("kind", ["audit", "plan", "whatif", "comparison", "ranking", "demand"])
def test_an_answer_shows_itself(kind: str) -> None:
    html = shown(answers()[kind])
    page = Page(html)
    assert page.open == []
    assert "style" in {tag for tag, _ in page.tags}
    assert not {"html", "body", "script", "link", "img"} & {tag for tag, _ in page.tags}
    assert ":root" not in html
    assert {attributes.get("scope") for tag, attributes in page.tags if tag == "th"} <= {"col", "row"}


def test_every_kind_that_shows_itself_is_listed_once() -> None:
    kinds = [kind for kind, _ in notebook.PIECES]
    assert set(kinds) == set(parts.Shown.__subclasses__())
    assert len(kinds) == len(set(kinds))


def test_what_is_shown_says_what_the_text_says() -> None:
    made = answers()
    assert "NET200  Networks: 20 = 10 for MC-DIP + 10 for MC-NET" in shown(made["ranking"])
    assert "53.3 %" in shown(made["whatif"])
    assert "No longer to take: NET200" in shown(made["whatif"])
    assert "as it is" in shown(made["comparison"])
    assert "PRJ390 Project" in shown(made["demand"])
    assert "Met already" not in shown(made["audit"])


def test_hostile_names_stay_names(tmp_path: Path) -> None:
    made = hostile(tmp_path)
    who = {"learner": HOSTILE, "holdings": [{"id": HOSTILE, "title": HOSTILE, "issuer": HOSTILE}]}
    one = made.whatif(who, [("add", "A"), ("drop", HOSTILE)], "Q", DAY, name=HOSTILE, plan=PlanOptions())
    found = (
        made.audit(who, None, DAY),
        made.plan(who, "Q", DAY, PlanOptions(alternatives=1)),
        made.plan(who, "R", DAY),
        one,
        one.beside(one),
        made.rank(who, as_of=DAY, unlocks=3),
        made.demand([who, {"learner": HOSTILE}, {"holdings": 3}], "R", DAY),
    )
    for answer in found:
        html = shown(answer)
        assert "<script>" not in html
        assert "&lt;script&gt;" in html
        assert Page(html).open == []
    for each in (one, one.beside(one), found[-2], found[-1]):
        page = Page(render(each))
        assert page.open == []
        assert "script" not in {tag for tag, _ in page.tags}
