"""Files that are records, and files that are none: the second get one plain sentence."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from stackr.records.admit import admit, read_records
from stackr.records.errors import RecordError
from stackr.records.json_text import DEEPEST, MOST_BYTES, why_no_json


def test_one_record() -> None:
    [learner] = read_records(b'{"learner": "L-1", "holdings": [{"id": "h1", "credits": 12.50}]}')
    assert (learner.id, learner.holdings[0].credits, learner.remarks) == ("L-1", Fraction(25, 2), ())


def test_one_per_line_with_a_byte_order_mark_and_blank_lines(tmp_path: Path) -> None:
    file = tmp_path / "records.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"learner": "A"}\r\n\r\n{"learner": "B"}\n')
    assert [learner.id for learner in read_records(file)] == ["A", "B"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"learner: L-1", "not JSON"),
        (b'{"learner": "L-1"', "not JSON"),
        (b'{"learner": "L-1"}\n{"learner": ', "line 2 is not JSON"),
        (b'{"learner": "L-1"}\n[]', "line 2 is a list"),
        (b"[1]", "one record per line"),
        (b'"L-1"', "this is a text, and no learner record"),
        (b"12", "this is a number, and no"),
        (b"1e400", "this is a number, and no"),
        (b"true", "this is `true`, and no"),
        (b"null", "this is `null`, and no"),
        (b'{"learner": "L-1"}\n7', "line 2 is a number, and no"),
        (b'{"learner": "A", "holdings": true}', "`holdings` is `true`, and no list"),
        (b'{"learner": "A", "decisions": {}}', "`decisions` is an object, and no list"),
        (b'{"learner": "A", "holdings": [], "holdings": [{}]}', "`holdings` is given more than once"),
        (b"{}", "no member `learner`"),
        (b'{"lerner": "L-1"}', "`lerner` is probably"),
        (b'{"learner": null}', "does not say whose"),
        (b'{"learner": {}}', "does not say whose"),
        (b'{"learner": "A", "learner": "B"}', "given more than once"),
        (b'{"learner": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "deeper"),
        (b'{"learner": "L", "x": ' + b'{"a":' * 40 + b"1" + b"}" * 40 + b"}", "deeper"),
        (b'{"learner": "L", "holdings": [' + b"{}," * 20_001 + b"{}]}", "more than 20000"),
    ],
)
def test_what_is_no_record_is_one_plain_sentence(data: bytes, told: str) -> None:
    with pytest.raises(RecordError, match=told) as caught:
        read_records(data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"learner": "L",}', "no comma stands behind the last"),
        ("{'learner': 'L'}", "in double quotes"),
        ("{learner: 1}", "in double quotes"),
        ('{"learner" "L"}', "a `:` is missing"),
        ('{"learner": "L" "name": "M"}', "a `,` is missing"),
        ('{"learner": True}', "`true`, `false` and `null` in small letters"),
        ('{"learner": "L', "a text begins and does not end"),
        ('{"learner": "L\nM"}', "a line break, a tab"),
        ('{"learner": "\\x"}', "a backslash"),
        ('{"learner": "\\u12"}', "four hexadecimal digits"),
        ('{"learner": "L"} 7', "something stands behind the end"),
    ],
)
def test_json_that_is_none_is_told_in_plain_words_with_its_place(text: str, told: str) -> None:
    with pytest.raises(RecordError, match=r"not JSON: .*, line 1 column \d+$") as caught:
        read_records(text.encode())
    assert told in str(caught.value)
    assert why_no_json(text) == str(caught.value).removeprefix("not JSON: ")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    with file.open("wb") as out:
        out.truncate(MOST_BYTES + 10)
    with pytest.raises(RecordError, match="larger than 50 MB"):
        read_records(file)


def test_no_such_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(RecordError, match="can't be read"):
            read_records(path)


def test_an_audit_is_not_taken_for_a_record() -> None:
    with pytest.raises(RecordError, match="no learner record"):
        admit({"schema": "stackr.audit/1", "learner": "L", "qualifications": []})
    assert admit({"schema": "stackr.record/1", "learner": "L"}).id == "L"


def test_the_deepest_record_allowed_is_read() -> None:
    value: object = "x"
    for _ in range(DEEPEST - 1):
        value = {"a": value}
    assert admit({"learner": "L", "extra": value}).id == "L"
    with pytest.raises(RecordError, match="deeper"):
        admit({"learner": "L", "extra": {"a": value}})


def test_two_records_of_one_learner_are_kept_apart_and_said() -> None:
    both = read_records(b'{"learner": "A"}\n{"learner": "A", "name": "B"}')
    assert [[remark.code for remark in learner.remarks] for learner in both] == [["R321"], ["R321"]]


def test_order_of_members_and_holdings_changes_neither_record_nor_digest() -> None:
    holdings = [{"id": str(n), "credential": f"C{n}", "tags": ["b", "a"]} for n in range(4)]
    one = admit({"learner": "L", "name": "N", "holdings": holdings})
    turned = [dict(reversed(list(holding.items()))) for holding in reversed(holdings)]
    other = read_records(json.dumps({"holdings": turned, "name": "N", "learner": "L"}).encode())[0]
    assert one == other
    assert one.digest == other.digest
    assert one.digest != admit({"learner": "L", "name": "N", "holdings": holdings[1:]}).digest
