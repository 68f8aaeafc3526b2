"""Whatever one member holds, the record stands: the member is unknown, and the remark says why."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from stackr.book import load_text
from stackr.diagnostics.codes.records import CODES
from stackr.model.learning import Holding, Learner
from stackr.records.admit import admit, read_records
from stackr.records.decision import MEMBERS as OF_DECISIONS
from stackr.records.errors import RecordError
from stackr.records.holding import AMOUNTS, DATES, FLAGS, KNOWN, LISTS, TEXTS, WORDS

RULES = """
framework ZQF "Zambian" { levels 1 to 10 }
credit ECTS { is 25 to 30 hours }
credit NCrF { is 30 hours }
grades percent { from 0 to 100; pass 50 }
grades letters { A; B; C; F; pass C }
"""
AWARD = "qualification PGDIP-DS { requires DS501 }"


def one(**members: Any) -> Learner:
    """A record of one holding."""
    return admit({"learner": "L", "holdings": [{"id": "h1", **members}]}, as_of=date(2026, 2, 1))


def said(learner: Learner) -> list[tuple[str, str | None]]:
    """Codes and members of the remarks."""
    return [(remark.code, remark.member) for remark in learner.remarks]


@pytest.mark.parametrize(
    ("literal", "value", "code"),
    [
        ("12.5", Fraction(25, 2), None),
        ('"12.5"', Fraction(25, 2), None),
        ('"1/3"', Fraction(1, 3), None),
        ("0.1", Fraction(1, 10), None),
        ("10", Fraction(10), None),
        ("0", Fraction(0), None),
        ("10000", Fraction(10000), None),
        ("null", None, None),
        ('""', None, None),
        ("NaN", None, "R303"),
        ("Infinity", None, "R303"),
        ("-Infinity", None, "R303"),
        ("1e400", None, "R303"),
        ("1e1", None, "R303"),
        ('"ten"', None, "R303"),
        ('"1/0"', None, "R303"),
        ('"١٢"', None, "R303"),
        ("9" * 5000, None, "R303"),
        ("-1", None, "R304"),
        ("10001", None, "R304"),
        ("999999999999", None, "R304"),
        ("true", None, "R302"),
        ("[10]", None, "R302"),
        ('{"value": 10}', None, "R302"),
    ],
)
def test_amounts_are_exact_or_unknown(literal: str, value: Fraction | None, code: str | None) -> None:
    [learner] = read_records(f'{{"learner": "L", "holdings": [{{"id": "h1", "credits": {literal}}}]}}'.encode())
    assert learner.holdings[0].credits == value
    assert said(learner) == ([] if code is None else [(code, "credits")])
    assert [member for member, _ in learner.holdings[0].faults] == ([] if code is None else ["credits"])


ANY_LEARNER = '{"learner": "L", '
PLACES = (
    "VALUE",
    '{"learner": VALUE}',
    *(f'{ANY_LEARNER}"{member}": VALUE}}' for member in ("name", "facts", "holdings", "decisions", "identity")),
    *(f'{ANY_LEARNER}"facts": {{"{member}": VALUE}}}}' for member in ("entry", "claims", "enrolled_in", "other")),
    *(f'{ANY_LEARNER}"holdings": [{{"id": "h", "{member}": VALUE}}]}}' for member in sorted(KNOWN | {"nobody_knows"})),
    *(f'{ANY_LEARNER}"decisions": [{{"kind": "rpl", "{member}": VALUE}}]}}' for member in sorted(OF_DECISIONS)),
    ANY_LEARNER + '"holdings": [VALUE], "decisions": [VALUE], "facts": {"claims": [VALUE]}}',
    ANY_LEARNER
    + '"holdings": [{"id": "h", "evidence": [VALUE, {"date": VALUE, "outcomes": VALUE}], "origin": [VALUE]}]}',
    ANY_LEARNER + '"decisions": [{"kind": "rpl", "shares": {"o": VALUE}}]}',
)
"""Records with a gap for a value, wherever one may stand."""


@pytest.mark.parametrize("value", ["7", "1.5", "NaN", "true", "null", '""', "[true]", "[[null]]", '{"a": null}'])
@pytest.mark.parametrize("again", [False, True])
def test_what_is_told_of_a_record_has_no_words_of_python(value: str, again: bool) -> None:
    for place in PLACES:
        text = place.replace("VALUE", value)
        if again:  # the same member once more, with another value
            text = re.sub(rf'"(\w+)": {re.escape(value)}', rf'"\1": {value}, "\1": 3', text)
        try:
            told = [remark.message for remark in read_records(text.encode())[0].remarks]
        except RecordError as error:
            told = [error.message]
        odd = [
            message
            for message in told
            if re.search(r"\b(True|False|None|[A-Z]\w+Text|Twice|dict|tuple)\b|['(][\[(']", message)
        ]
        assert not odd, (text, odd)


@pytest.mark.parametrize("member", ["facts", "claims", "evidence", "shares", "credits", "tags", "origin"])
def test_a_member_given_twice_and_differently_is_told_as_that(member: str) -> None:
    twice = f'"{member}": [], "{member}": {{"o": "80%"}}'
    text = {
        "facts": f'{{"learner": "L", {twice}}}',
        "claims": f'{{"learner": "L", "facts": {{{twice}}}}}',
        "shares": f'{{"learner": "L", "decisions": [{{"kind": "rpl", {twice}}}]}}',
    }.get(member, f'{{"learner": "L", "holdings": [{{"id": "h", {twice}}}]}}')
    [remark] = read_records(text.encode())[0].remarks
    assert (remark.code, f"`{member}` is given more than once" in remark.message) == ("R313", True)


@pytest.mark.parametrize(
    ("member", "value", "told"),
    [
        ("origin", ["A"] * 21, "through 21 bodies"),
        ("evidence", [{"kind": "portfolio"}] * 501, "501 pieces of evidence"),
    ],
)
def test_too_much_of_something_is_unknown_and_says_how_much(member: str, value: Any, told: str) -> None:
    learner = one(**{member: value})
    assert (said(learner), told in learner.remarks[0].message) == ([("R302", member)], True)
    assert (learner.holdings[0].origin, learner.holdings[0].via, learner.holdings[0].evidence) == (None, (), ())


@pytest.mark.parametrize("day", ["2025-02-29", "2025-13-01", "31.12.2025", "2025-1-1", "yesterday", "0000-01-01"])
def test_days_that_do_not_exist_are_unknown(day: str) -> None:
    learner = one(awarded=day)
    assert dict(learner.holdings[0].dates) == {}
    assert said(learner) == [("R305", "awarded")]


@pytest.mark.parametrize("member", [*TEXTS, *LISTS, *AMOUNTS, *FLAGS, *WORDS, *DATES, "evidence", "origin", "holder"])
@pytest.mark.parametrize("value", [{"a": 1}, [{"a": [1]}], [[]], {}])
def test_a_wrong_kind_makes_only_its_member_unknown(member: str, value: Any) -> None:
    learner = one(**{member: value, "description": "kept"})
    assert learner.holdings[0].extra["description"] == "kept"
    assert learner.id == "L"
    assert (
        member in {name for name, _ in learner.holdings[0].faults}
        or member in ("evidence", "origin", "uri")
        or value == []
    )


@pytest.mark.parametrize("text", ["a\x1b[31mb", "a\x00b", "a\ud800b", "a\u202eb", "x" * 4001])
def test_text_that_can_not_be_shown_is_unknown_and_shown_harmlessly(text: str) -> None:
    learner = one(title=text, **{text: "x"})
    assert learner.holdings[0].title is None
    shown = repr([remark.message for remark in learner.remarks]) + "".join(remark.message for remark in learner.remarks)
    assert not any(sign in shown for sign in "\x1b\x00\u202e")
    "".join(learner.holdings[0].extra).encode()
    shown.encode()


def test_words_are_read_kindly_and_only_those() -> None:
    assert one(status="In Progress").holdings[0].status == "in-progress"
    assert one(status="ACTIVE").holdings[0].status == "active"
    wrong = one(status="cancelled", signature="forged")
    assert (wrong.holdings[0].status, wrong.holdings[0].signature) == (None, "unverified")
    assert said(wrong) == [("R306", "signature"), ("R306", "status")]


def test_an_unknown_member_is_kept_and_named_and_a_date_in_it_is_a_clock_but_an_object_says_nothing() -> None:
    learner = one(statuz="active", assessed_on="2025-01-02", nested={"b": [1, "x"]})
    holding = learner.holdings[0]
    assert holding.extra == {"assessed_on": "2025-01-02", "statuz": "active"}
    assert holding.dates == {"assessed_on": date(2025, 1, 2)}
    assert said(learner) == [("R301", "assessed_on"), ("R301", "nested"), ("R302", "nested"), ("R301", "statuz")]
    assert "`status`" in learner.remarks[3].message


def test_of_very_many_unknown_members_the_first_are_named_and_the_rest_counted() -> None:
    learner = one(**{f"x{number:05}": "1" for number in range(5000)})
    assert len(learner.remarks) == 51
    assert learner.remarks[0].message.startswith("4950 more")
    assert len(learner.holdings[0].extra) == 5000


def test_a_holding_without_an_id_is_named_by_its_content() -> None:
    raw = [{"credential": "A"}, {"credential": "B"}]
    ids = [holding.id for holding in admit({"learner": "L", "holdings": raw}).holdings]
    turned = [holding.id for holding in admit({"learner": "L", "holdings": raw[::-1]}).holdings]
    assert ids == turned
    assert len(set(ids)) == 2
    assert all(identity.startswith("sha256:") for identity in ids)


def test_what_is_no_holding_is_kept_and_counts_for_nothing() -> None:
    learner = admit({"learner": "L", "holdings": [7, "x", None, []]})
    assert len(learner.holdings) == 4
    assert all(holding.faults[0][0] == "holding" for holding in learner.holdings)


def test_one_id_on_two_holdings_keeps_both_apart() -> None:
    raw = [{"id": "h1", "credential": "A"}, {"id": "h1", "credential": "B"}]
    decisions = [{"id": "d", "kind": "assessment", "holding": "h1", "outcome": "full"}]
    learner = admit({"learner": "L", "holdings": raw, "decisions": decisions})
    assert {holding.credential for holding in learner.holdings} == {"A", "B"}
    assert len({holding.id for holding in learner.holdings}) == 2
    assert {"R307", "R317"} == {remark.code for remark in learner.remarks}
    assert learner.decisions[0].faults


def test_the_same_holding_word_for_word_is_one() -> None:
    learner = admit({"learner": "L", "holdings": [{"id": "h1", "credential": "A"}] * 3})
    assert len(learner.holdings) == 1
    assert [remark.code for remark in learner.remarks] == ["R308"]


COPY = {"credential": "A", "issuer": "X", "awarded": "2025-06-30"}


def test_e80_the_same_credential_twice_is_one_holding_and_a_warning() -> None:
    raw = [COPY | {"id": "h2", "title": "T"}, COPY | {"id": "h1", "credits": 10}]
    decisions = [{"id": "d", "kind": "assessment", "holding": "h2", "outcome": "full"}]
    learner = admit({"learner": "L", "holdings": raw, "decisions": decisions})
    [holding] = learner.holdings
    assert (holding.id, holding.title, holding.credits) == ("h1", "T", 10)
    assert learner.decisions[0].holding == "h1"
    assert [remark.code for remark in learner.remarks] == ["R308"]


def test_copies_that_differ_leave_the_member_unknown() -> None:
    raw = [
        COPY | {"id": "h1", "credits": 10, "status": "active"},
        COPY | {"id": "h2", "credits": 20, "status": "revoked"},
    ]
    [holding] = admit({"learner": "L", "holdings": raw}).holdings
    assert (holding.credits, holding.status) == (None, None)
    assert {member for member, _ in holding.faults} == {"credits", "status"}


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ({"uri": "u:1"}, {"uri": "u:1"}, 1),
        ({"uri": "u:1"}, {"uri": "u:2"}, 2),
        ({"uri": "u:1", **COPY}, COPY, 1),
        ({"uri": "u:1", **COPY}, {"uri": "u:2", **COPY}, 2),
        (COPY, COPY | {"awarded": "2024-06-30"}, 2),
        (COPY, COPY | {"issuer": "Y"}, 2),
        ({"credential": "A", "issuer": "X"}, {"credential": "A", "issuer": "X"}, 2),
    ],
)
def test_what_makes_two_entries_one_credential(first: dict[str, Any], second: dict[str, Any], count: int) -> None:
    for pair in ([first, second], [second, first]):
        raw = [entry | {"id": f"h{place}"} for place, entry in enumerate(pair)]
        assert len(admit({"learner": "L", "holdings": raw}).holdings) == count


@pytest.mark.parametrize(
    ("holder", "taken"),
    [
        (None, "learner"),
        ("learner", "learner"),
        ("A. Phiri", "learner"),
        ("did:key:z6M", "learner"),
        ("other", "other"),
        ("unresolved", "unresolved"),
        ("A. Banda", "unresolved"),
        (["A"], "unresolved"),
    ],
)
def test_e74_another_name_is_never_settled_in_silence(holder: Any, taken: str) -> None:
    learner = admit(
        {
            "learner": "L",
            "name": "A. Phiri",
            "identifiers": ["did:key:z6M"],
            "holdings": [{"id": "h", "holder": holder}],
        }
    )
    assert learner.holdings[0].holder == taken
    assert bool(learner.remarks) == (taken == "unresolved")


def test_e53_a_record_of_two_people_settles_nothing() -> None:
    learner = admit(
        {"learner": "L", "identity": "merged", "holdings": [{"id": "h1"}, {"id": "h2", "holder": "learner"}]}
    )
    assert {holding.holder for holding in learner.holdings} == {"unresolved"}


def test_dates_against_the_day_asked_about() -> None:
    assert said(one(awarded="2026-02-02")) == [("R314", "awarded")]
    assert said(one(awarded="2026-02-01", expires="2026-02-01")) == []
    assert said(one(expires="2026-01-31")) == [("R315", "expires")]
    assert said(one(awarded="2026-02-02", status="planned")) == []


def test_facts_are_typed_and_claims_stand_apart() -> None:
    facts = {
        "entry": "2025-01-13",
        "years": 3,
        "share": "80%",
        "flag": True,
        "enrolled_in": ["B", "A"],
        "claims": [["B", "A"], "C"],
        "odd": {"x": 1},
        "wrong": "2025-02-30",
        "none": None,
    }
    learner = admit({"learner": "L", "facts": facts})
    assert learner.facts == {
        "enrolled_in": ("A", "B"),
        "entry": date(2025, 1, 13),
        "flag": True,
        "share": "80%",
        "years": Fraction(3),
    }
    assert learner.claims == (("A", "B"), ("C",))
    assert said(learner) == [("R302", "facts.odd"), ("R305", "facts.wrong")]


def test_decisions_are_typed_and_their_faults_stay_with_them() -> None:
    raw: list[Any] = [
        {"id": "d1", "kind": "rpl", "unit": "DS504", "shares": {"b": "80%", "a": "4/5"}, "date": "2025-01-01"},
        {"id": "d2", "kind": "rpl", "unit": "DS504", "shares": {"b": "180%"}},
        {"id": "d3", "unit": "DS504"},
        "nonsense",
    ]
    learner = admit({"learner": "L", "decisions": raw})
    assert [decision.id for decision in learner.decisions] == ["d1", "d2", "d3"]
    assert learner.decisions[0].shares == {"a": Fraction(4, 5), "b": Fraction(4, 5)}
    assert [bool(decision.faults) for decision in learner.decisions] == [False, True, True]


def test_levels_and_units_are_held_against_the_rules() -> None:
    tables = load_text(RULES).tables

    def told(**members: Any) -> tuple[Holding, list[str]]:
        learner = admit({"learner": "L", "holdings": [{"id": "h", **members}]}, tables)
        return learner.holdings[0], [remark.code for remark in learner.remarks]

    assert told(level=8, framework="ZQF")[1] == []
    holding, codes = told(level=12, framework="ZQF")
    assert (holding.level, codes) == (None, ["R310"])
    assert told(level=8, framework="ZQX")[1] == ["R311"]
    assert told(credits=10, credit_unit="ECTX")[1] == ["R312"]


@pytest.mark.parametrize(
    ("grade", "scale", "status", "said"),
    [
        ("49.9", "percent", "active", True),
        ("49.9", "percent", None, True),
        ("50", "percent", "active", False),
        ("49.9", "percent", "failed", False),
        ("49.9", "percent", "withdrawn", False),
        ("49.9", "percent", "in-progress", False),
        ("F", "letters", None, True),
        ("C", "letters", None, False),
        ("E", "letters", None, False),
        ("12", None, "active", False),
        ("12", "nobody's", "active", False),
        (None, "percent", "active", False),
    ],
)
def test_a_failing_grade_that_counts_is_said(
    grade: str | None, scale: str | None, status: str | None, said: bool
) -> None:
    members = {"grade": grade, "grade_scale": scale, "status": status}
    held = {"id": "h"} | {name: value for name, value in members.items() if value is not None}
    learner = admit({"learner": "L", "holdings": [held]}, load_text(RULES).tables)
    assert [remark.code for remark in learner.remarks] == ["R323"] * said
    assert learner.holdings[0].status == status  # the remark decides nothing


def test_e61_credit_points_are_not_credits() -> None:
    tables = load_text(RULES).tables
    points = {"id": "h", "credits": 180, "credit_unit": "NCrF", "hours": 1200, "level": "4.5"}
    learner = admit({"learner": "L", "holdings": [points]}, tables)
    assert (learner.holdings[0].credits, [remark.code for remark in learner.remarks]) == (None, ["R318"])
    right = admit({"learner": "L", "holdings": [points | {"credits": 40}]}, tables)
    assert (right.holdings[0].credits, right.remarks) == (40, ())


def test_a_chain_of_bodies_keeps_its_first_and_its_length() -> None:
    holding = one(origin=["Z", "Y"], issuer="X").holdings[0]
    assert (holding.origin, holding.via) == ("Z", ("Y",))


@pytest.mark.parametrize("entry", CODES, ids=lambda entry: entry.code)
def test_every_code_is_given_by_its_bad_example_and_not_by_its_good_one(entry: Any) -> None:
    book = load_text(RULES + AWARD)
    tables = book.tables

    def given(text: str) -> set[str]:
        try:
            learners = read_records(text.encode(), tables, date(2026, 2, 1))
        except RecordError as error:
            return {error.code}
        audits = [book.audit(learner, as_of=date(2026, 2, 1)) for learner in learners]
        return {remark.code for each in (*learners, *audits) for remark in each.remarks}

    assert entry.code in given(entry.bad)
    assert entry.code not in given(entry.good)


def test_the_published_shape_and_admission_know_the_same_members() -> None:
    from stackr.model.record import DecisionRecord, EvidenceRecord, HoldingRecord, LearnerRecord
    from stackr.records.admit import MEMBERS
    from stackr.records.decision import MEMBERS as OF_DECISIONS

    assert set(HoldingRecord.model_fields) == KNOWN
    assert set(DecisionRecord.model_fields) == OF_DECISIONS
    assert {field.alias or name for name, field in LearnerRecord.model_fields.items()} == MEMBERS
    assert set(EvidenceRecord.model_fields) == {"kind", "date", "outcomes", "title"}


@pytest.mark.parametrize(("member", "verb"), [("credits", "are"), ("tags", "are"), ("title", "is"), ("expires", "is")])
def test_what_cannot_be_read_is_told_in_good_grammar(member: str, verb: str) -> None:
    record = {"learner": "L-1", "holdings": [{"id": "h1", member: {"a": 1}}]}
    (remark,) = admit(record, load_text("").tables, date(2026, 2, 1)).remarks
    assert remark.message.endswith(f"; {member} {verb} taken as unknown")
