"""Plans as text, page, drawing and calendar: whole, by themselves, safe with hostile names, the same every time."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.books import CALENDAR, DAY, book
from pathways.college import LEARNERS, TODAY, college, path, record
from stackr import PlanOptions, PriorLearning
from stackr.model.plan import Plan
from stackr.report import plan_drawing
from stackr.report.fitting import fitted, width
from stackr.report.plan_html import STYLE, fragment, render_plan
from stackr.report.plan_ical import LIMIT, ical
from stackr.report.plan_text import render_plan as text

HOSTILE = '<script>alert(1)</script> & "so" on; a, b \\ c #1 [x] ü' + "é" * 60


@cache
def plan(name: str, **asked: Any) -> Plan:
    return college().plan(path(name), "MC-DIP", TODAY, PlanOptions(**asked))


@pytest.fixture
def hostile(tmp_path: Path) -> Plan:
    said = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    rules = book(
        tmp_path,
        f'{CALENDAR}\ncatalogue K {{ credit unit C; credential A "{said}" {{ 10 credits; issuer U; places "{said}" }} }}\n'
        f'qualification Q "{said}" {{ awarded by U; credit unit C; total 10 credits; requires all of {{ a "{said}": A }} }}\n',
    )
    return rules.plan({"learner": HOSTILE, "holdings": []}, "Q", DAY)


class Page(HTMLParser):
    """What stands in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "path", "rect"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("path", "rect"):
            assert self.open.pop() == tag


@pytest.mark.parametrize("name", LEARNERS)
def test_a_page_is_whole_and_asks_for_nothing_outside(name: str) -> None:
    page = Page(render_plan(plan(name, alternatives=1)))
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in page.tags}
    assert not any(key in attributes for _, attributes in page.tags for key in ("src", "href", "onclick"))
    titles = [tag for tag, _ in page.tags if tag in ("h1", "h2", "h3")]
    assert titles[0] == "h1"
    assert titles.count("h1") == 1
    heads = [attributes.get("scope") for tag, attributes in page.tags if tag == "th"]
    assert heads
    assert set(heads) <= {"col", "row"}


def test_a_page_tells_what_is_done_in_progress_planned_and_open() -> None:
    told = render_plan(plan("nearly-done"))
    assert "COM120, for Communication: in progress" in told
    assert "DB200, for Core: done" in told
    assert "PRJ390, 2026-autumn: planned" in told
    assert "Core: done" in told
    none = render_plan(plan("new", terms=1))
    assert "There is no plan" in none
    assert "Core: open" in none


def test_a_notebook_shows_the_plan() -> None:
    assert plan("new")._repr_html_() == fragment(plan("new"))


def test_hostile_names_stay_names(hostile: Plan) -> None:
    page = Page(render_plan(hostile))
    assert page.open == []
    assert "script" not in {tag for tag, _ in page.tags}
    ElementTree.fromstring(plan_drawing.svg(hostile))
    assert "<script>" not in plan_drawing.mermaid(hostile)
    assert '"so"' not in plan_drawing.mermaid(hostile)


@pytest.mark.parametrize("name", LEARNERS)
def test_every_arrow_joins_two_boxes_and_every_box_has_a_way_to_the_award(name: str) -> None:
    made = plan(name)
    boxes = {box.key for column in plan_drawing.columns(made) for box in column.boxes}
    arrows = plan_drawing.arrows(made)
    assert {end for arrow in arrows for end in arrow} <= boxes
    reached = {"award"}
    while more := {left for left, right in arrows if right in reached} - reached:
        reached |= more
    assert boxes == reached
    ElementTree.fromstring(plan_drawing.svg(made))


def test_the_drawing_says_in_words_what_it_shows() -> None:
    drawing = plan_drawing.svg(plan("half-way"))
    told = ElementTree.fromstring(drawing).findtext("{http://www.w3.org/2000/svg}desc")
    assert told is not None
    assert "Done: COM100 (done), DIG100 (done)" in told
    assert "2027-autumn: PRJ390 Project (planned)" in told


def test_where_there_is_no_plan_the_drawing_says_so_and_what_is_in_the_way() -> None:
    none = college().plan(path("new"), "MC-DIP", TODAY, PlanOptions(target=date(2027, 6, 30)))
    drawing = plan_drawing.svg(none)
    assert none.blocking is not None
    assert f"There is no plan: {none.blocking.message}" in (
        ElementTree.fromstring(drawing).findtext("{http://www.w3.org/2000/svg}desc") or ""
    )
    states = {box.lines[0]: box.state for column in plan_drawing.columns(none) for box in column.boxes}
    assert (states["Project"], states["Core"]) == ("blocked", "open")
    assert "✗ blocks the plan" in drawing
    assert "There is no plan: Project asks for PRJ390" in plan_drawing.mermaid(none)
    assert plan_drawing.why_none(plan("new")) == ""


@given(st.text(alphabet="aiW é語-", max_size=80), st.integers(150, 1500), st.integers(1, 4))
def test_text_in_a_drawing_fits_and_loses_nothing_it_has_room_for(text: str, most: int, lines: int) -> None:
    found = fitted(text, most, lines)
    assert len(found) <= lines
    assert all(width(line) <= most for line in found)
    if not any(line.endswith("…") for line in found):
        assert " ".join(found) == " ".join(text.split())
    if width(" ".join(text.split())) <= most:
        assert found == ((" ".join(text.split()),) if text.split() else ())


def test_text_is_broken_between_words_and_cut_at_the_end() -> None:
    assert fitted("Databases and information management", 1200, 2) == ("Databases and", "information manage…")
    assert fitted("Communication", 400, 2) == ("Com…",)
    assert fitted("", 1200, 2) == ()


def test_mermaid_names_no_box_twice_and_draws_what_the_svg_draws() -> None:
    lines = plan_drawing.mermaid(plan("new")).splitlines()
    ids = [found[1] for line in lines if (found := re.match(r"    (n\d+)\[", line))]
    assert len(ids) == len(set(ids)) == sum(len(column.boxes) for column in plan_drawing.columns(plan("new")))
    assert not any(re.match(r'    n\d+\["([-+*]|\d+\.) ', line) for line in lines), "Mermaid would read a list"
    assert len([line for line in lines if "-->" in line]) == len(plan_drawing.arrows(plan("new")))


def unfolded(calendar: str) -> list[str]:
    assert calendar.endswith("\r\n")
    assert "\n" not in calendar.replace("\r\n", "")
    lines = calendar.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode("utf-8")) <= LIMIT for line in lines)
    return "\r\n".join(lines).replace("\r\n ", "").split("\r\n")


def test_a_calendar_has_an_event_for_every_item() -> None:
    made = plan("half-way")
    assert made.best is not None
    lines = unfolded(ical(made))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == len(made.best.items) == lines.count("END:VEVENT")
    assert len({line for line in lines if line.startswith("UID:")}) == len(made.best.items)
    assert {line for line in lines if line.startswith("DTSTAMP")} == {"DTSTAMP:20260615T000000Z"}
    assert "DTSTART;VALUE=DATE:20270118" in lines
    assert "DTEND;VALUE=DATE:20270529" in lines, "the end is the day after"
    assert ical(made) == ical(plan("half-way"))


def test_a_calendar_has_what_is_in_progress_too() -> None:
    """Over the days of its term, on the day on which it is expected to be over, or nowhere where nobody knows."""
    given = record("half-way")
    given["holdings"] += [
        {"id": "p1", "credential": "NET200", "issuer": "MCOLLEGE", "status": "in-progress", "term": "2026-autumn"},
        {
            "id": "p2",
            "credential": "COM120",
            "issuer": "MCOLLEGE",
            "status": "in-progress",
            "expected": "2026-07-31",
        },
        {"id": "p3", "credential": "DB210", "issuer": "MCOLLEGE", "status": "in-progress"},
    ]
    made = college().plan(given, "MC-DIP", TODAY)
    assert made.best is not None
    assert made.expected == {"COM120": "2026-07-31"}
    events = "\n".join(unfolded(ical(made))).split("BEGIN:VEVENT\n")[1:]
    going = [event for event in events if "(in progress)" in event]
    assert len(going) == 2
    assert len(events) == len(made.best.items) + 2
    assert len({event.split("UID:")[1].split("\n")[0] for event in events}) == len(events)
    (over,) = [event for event in going if "SUMMARY:COM120 (in progress): expected to be over" in event]
    assert "DTSTART;VALUE=DATE:20260731\nDTEND;VALUE=DATE:20260801\n" in over
    (term,) = [event for event in going if "SUMMARY:NET200 (in progress)\n" in event]
    assert "DTSTART;VALUE=DATE:20260901\nDTEND;VALUE=DATE:20261219\n" in term


def test_a_calendar_escapes_and_folds(hostile: Plan) -> None:
    lines = unfolded(ical(hostile))
    summary = next(line for line in lines if line.startswith("SUMMARY:")).removeprefix("SUMMARY:")
    plain = re.sub(r"\\([\\;,])", r"\1", summary)
    assert plain == f"A {HOSTILE}"
    assert re.search(r"(?<!\\)[;,]", summary) is None


@pytest.mark.parametrize("asked", [{"scheduled": False}, {"terms": 1}])
def test_no_calendar_without_a_plan_by_dated_terms(asked: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="calendar file"):
        ical(plan("new", **asked))


def test_text_is_in_the_words_of_the_rules() -> None:
    told = text(plan("nearly-done", alternatives=0))
    assert "In progress, taken as passed: COM120" in told
    assert "Counted already: DB200, DIG100, NET200, WEB110, WEB210" in told
    assert "for Project" in told
    assert "MC-DIP.project" not in told


def test_prior_learning_is_told_apart() -> None:
    made = plan("refugee", prior_learning=(PriorLearning("all"),))
    assert made.best is not None
    assert "by RPL" in text(made)
    assert "(prior learning)" in plan_drawing.svg(made)


def test_hours_that_nobody_knows_are_left_out() -> None:
    made = plan("half-way")
    assert made.best is not None
    unknown = made.best.totals.model_copy(update={"hours": None, "cost": None})
    shown = text(made.model_copy(update={"best": made.best.model_copy(update={"totals": unknown})}))
    assert "hours" not in shown
    assert "fees not known of every item" in shown


def test_the_day_in_a_calendar_is_that_of_the_plan_not_of_the_clock() -> None:
    assert date.today().strftime("%Y%m%d") not in ical(plan("half-way")) or date.today() == TODAY


def test_a_plan_that_no_audit_confirms_says_so_first() -> None:
    made = plan("half-way")
    assert made.best is not None
    doubtful = made.model_copy(update={"best": made.best.model_copy(update={"verified": False, "proven": False})})
    for shown in (text(doubtful), render_plan(doubtful)):
        assert "NOT CONFIRMED" in shown
        assert "Proven" not in shown


def test_on_paper_nothing_is_behind_a_scroll_bar() -> None:
    """A drawing is made to fit, whatever a narrow screen would do with it."""
    style = " ".join(STYLE.split())
    printed = style.rpartition("@media print")[2]
    assert ".plan section, .plan .drawing { overflow: visible; }" in printed
    assert ".plan .drawing svg { min-width: 0 !important; }" in printed
    assert style.index("@media print") > style.index("overflow-x: auto")
