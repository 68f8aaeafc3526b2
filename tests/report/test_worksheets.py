"""The worksheet in its three forms: all say the same, none lets a record become markup, source or a request."""

from __future__ import annotations

import itertools
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from cli.calls import Caller
from stackr.book import load_text
from stackr.model.audit import Audit
from stackr.report.html import render_audits as html
from stackr.report.pdf import render_audits as pdf
from stackr.report.text import render_audit as text

RULES = """
credential A1 "Algebra" { 10 credits }
credential B1 "Botany" { 10 credits }
qualification Q "Certificate" {
  awarded by COLLEGE
  total 20 credits
  requires all of { A1; B1 }
  limits { cap "Prior learning": at most 50% of award by rpl source "s. 4" }
}
"""
HOSTILE = '"><script>alert(1)</script><img src=http://x.test/y>#eval("1")#include "x" $ \\ [*_'


def audited(**members: Any) -> Audit:
    """The audit of a learner who holds A1, whatever its members."""
    holding = {"id": "h", "credential": "A1", "issuer": "COLLEGE", "credits": 10, **members}
    record = {"learner": members.get("learner", "L"), "holdings": [holding]}
    return load_text(RULES).audit(record, as_of=date(2026, 2, 1))


class Reader(HTMLParser):
    """What a page holds: its elements, what they ask for, its words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.asked: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.asked += [value or "" for name, value in attrs if name in ("src", "href", "action", "onload", "onclick")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> Reader:
    """The page, read."""
    reader = Reader()
    reader.feed(page)
    return reader


def test_several_learners_are_one_page() -> None:
    page = html([audited(), audited(learner="M")])
    found = read(page)
    assert page.count("<!doctype html>") == found.tags.count("main") == 1
    assert found.tags.count("article") == found.tags.count("h1") == 2


def test_nothing_of_a_record_becomes_markup_and_nothing_is_asked_for() -> None:
    found = read(html([audited(learner=HOSTILE, title=HOSTILE, grade=HOSTILE)]))
    assert "script" not in found.tags
    assert "img" not in found.tags
    assert found.asked == []
    assert any(HOSTILE in word for word in found.words)


def test_nothing_of_a_record_becomes_source_of_the_typesetter() -> None:
    made = pdf([audited(learner=HOSTILE, title=HOSTILE)])
    assert made.startswith(b"%PDF-1.7")
    assert made == pdf([audited(learner=HOSTILE, title=HOSTILE)])
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid" in made


@pytest.mark.parametrize(
    "said", ["Algebra", "Prior learning", "50.0 %", "B1 is not among what counts", "proven smallest"]
)
def test_all_forms_say_the_same(said: str) -> None:
    audit = audited()
    shown = text(audit), " ".join(read(html([audit])).words)
    assert [said in form for form in shown] == [True, True]


def test_headings_follow_one_another() -> None:
    levels = [int(tag[1]) for tag in read(html([audited()])).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))


def test_pdf_on_the_command_line(tmp_path: Any, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    from stackr.cli.main import run

    (tmp_path / "q.stackr").write_text(RULES)
    (tmp_path / "l.json").write_text('{"learner": "L"}')
    rules = ["--rules", str(tmp_path / "q.stackr"), "--as-of", "2026-02-01"]
    assert run(["audit", str(tmp_path / "l.json"), *rules, "--format", "pdf"]) == 0
    said = capsysbinary.readouterr()
    assert said.out.startswith(b"%PDF")
    assert said.err == b""


def test_a_missing_typesetter_names_the_extra(
    tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "typst", None)
    (tmp_path / "l.json").write_text('{"learner": "L"}')
    answer = Caller(capsys)("audit", tmp_path / "l.json", "--as-of", "2026-02-01", "--format", "pdf")
    assert answer.code == 2
    assert "[X905]" in answer.err
    assert "stackr[pdf]" in answer.err


WORDY = """
grades PCT { from 0 to 100; pass 50 }
qualification W "Wordy" {
  awarded by COLLEGE
  requires all of {
    10 credits from issuer COLLEGE and level >= 7
    any of { milestone "Induction"; milestone "Viva" }
    any "Anything at all": at most 10 credits from any
  }
  limits {
    mean: grade average at least 55 over counted on PCT
    long: at most 20 credits from issuer COLLEGE and level >= 7 and not (tagged "writing-intensive" or mode online)
    one: at least 1 credential from tagged "lab"
    lands: at least 2 countries
  }
}
"""


def worded(**facts: Any) -> str:
    return text(load_text(WORDY).audit({"learner": "L", "facts": facts, "holdings": []}, as_of=date(2026, 2, 1)))


def test_clauses_without_a_name_are_called_what_they_say_and_nothing_is_cut() -> None:
    said = worded()
    assert "~" not in said
    assert "10 credits from issuer COLLEGE and level ≥ 7" in said
    whole = " ".join(said.split())
    assert "not (tagged writing-intensive or mode online) 0 against 20 credits" in whole
    assert max(map(len, said.splitlines())) <= 110


def test_figures_read_as_words() -> None:
    said = worded()
    assert "None" not in said
    assert "nothing graded against 55 (" in said
    assert "0 against 1 credential (" in said
    assert "0 against 2 countries (" in said
    assert "0 of 0" not in said


def test_what_blocks_what_is_missing_and_who_has_to_act_stand_apart() -> None:
    rules = """
    recognition u for COLLEGE {
      route casework is assessment "Case by case" by "Admissions" decide within 4 months of complete file grants full
    }
    qualification Q "Q" {
      awarded by COLLEGE
      requires all of { 10 credits from level >= 7; milestone "Induction"; X1 }
    }
    """
    holding = {"id": "h", "credential": "C", "issuer": "ELSEWHERE", "credits": 10, "level": 7}
    audit = load_text(rules).audit({"learner": "L", "holdings": [holding]}, as_of=date(2026, 2, 1))
    said = text(audit)
    order = ["What stands in the way", "What the record does not say", "What people have to do"]
    places = [said.index(heading) for heading in order]
    assert places == sorted(places)
    assert "the learner's Induction is not known" in said[places[1] : places[2]]
    assert "Admissions" in said[places[2] :]
    assert all(heading in html([audit]) for heading in order)


@pytest.mark.parametrize("declared", [True, False])
def test_awards_judged_together_are_named_and_whether_their_order_was_declared(declared: bool) -> None:
    """Also where both succeed: which learning went where was decided between them."""
    priority = {name: f"priority {number}; " if declared else "" for number, name in enumerate("PR", start=1)}
    rules = load_text(
        "".join(
            f'qualification {name} "Certificate {name}" {{ {priority[name]}requires all of {{ x: 20 credits from any }} }}\n'
            for name in "PR"
        )
    )
    held = [{"id": f"h{n}", "credential": f"C{n}", "credits": "10", "completed": f"2025-01-0{n}"} for n in range(1, 5)]
    audit = rules.audit({"learner": "L", "facts": {"claims": [["P", "R"]]}, "holdings": held}, as_of=date(2026, 2, 1))
    assert [entry.status for entry in audit.qualifications] == ["satisfied", "satisfied"]
    for page in (text(audit), " ".join(read(html([audit])).words)):
        plain = " ".join(page.split())
        assert "Judged together" in plain
        assert "P and R: the learner claims them together" in plain
        assert ("the order of their names decided" in plain) is not declared


@pytest.mark.parametrize("show", [text, lambda found: html([found])])
def test_a_remark_names_learning_without_an_id_by_its_title(show: Any) -> None:
    holding = {"credential": "A1", "issuer": "COLLEGE", "expires": "2025-01-01"}
    for record, name in (
        (holding, "A1"),
        ({**holding, "title": "My algebra"}, "My algebra"),
        ({**holding, "id": "h7"}, "h7"),
    ):
        found = load_text(RULES).audit({"learner": "L", "holdings": [record]}, as_of=date(2026, 2, 1))
        assert re.search(rf"\b{name}: it expired on 2025-01-01", show(found))
