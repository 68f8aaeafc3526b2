"""The worksheet in its three forms: all say the same, none lets a record become markup, source or a request."""

from __future__ import annotations

import itertools
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from cli.calls import Caller
from stackr.model.audit import Audit
from stackr.report.html import render_audits as html
from stackr.report.pdf import render_audits as pdf
from stackr.report.text import render_audit as text
from stackr.rulebook.load import load_text

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
