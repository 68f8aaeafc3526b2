"""Values that no table should hold, and some do: none ends a run, and none says more than it says."""

from __future__ import annotations

import os
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from cli.calls import Caller
from runs.made import batch, table
from stackr.batch.texts import text_of

SIGN = "\x01"
BROKEN = ("[1", "", '{"a":', '"a", "conferred": "CERT"', "[[[[", "nul", "1 2")
"""What may follow the sign and is no JSON."""
ODD = {
    "awarded date": ("infinity", "-infinity", "0044-03-15 BC"),
    "awarded timestamp": ("infinity", "2024-02-03 10:11:12.5"),
    "awarded timestamptz": ("infinity", "0044-03-15 12:00:00+00 BC"),
    "credits numeric": ("NaN", "-1", "1e20"),
    "credits double precision": ("NaN", "Infinity", "0.30000000000000004"),
}
"""Of a column and its type: what can't be read."""
PASSED_OVER = {
    "room time": "24:00:00",
    "room timetz": "24:00:00+02",
    "room interval": "170000000 years",
    "room date[]": "{infinity,NULL}",
    "room int4range": "[1,5)",
    "room bytea": "\\x00ff",
}
"""Of a column and its type that no rule asks for: what must not end the run."""


def query(call: Caller, out: Path, column: str, values: tuple[str, ...]) -> None:
    """A run over one row for each value, each of a learner of its own."""
    import psycopg

    address = os.environ.get("STACKR_TEST_POSTGRES")
    if not address:
        pytest.skip("no PostgreSQL: STACKR_TEST_POSTGRES names none (.ci/postgres starts one)")
    with psycopg.connect(address) as base:
        base.execute("drop table if exists odd")
        base.execute(f"create table odd (learner text, id text, credential text, credit_unit text, {column})")
        for number, value in enumerate((*values, None)):
            base.execute("insert into odd values (%s, 'a', 'U1', 'CR', %s)", [f"L{number}", value])
    answer = batch(call, out, "--database", address, "--query", "select * from odd order by learner")
    assert answer.code == 0, answer.err
    whole = len(values) + 1
    assert answer.out.startswith(f"{whole} rows read = {whole} used + 0 put aside"), answer.out
    assert table(out, "results")["learner"].n_unique() == whole


ZONES = ("UTC", "Africa/Lusaka", "Pacific/Auckland")
INSTANTS = ("2024-02-01 00:00+00", "2024-02-01 00:00+02", "2024-06-30 23:59:59.5-03")


def test_an_instant_is_no_day_whatever_the_zone_of_the_connection(call: Caller, folder: Path) -> None:
    """Nor does the connection decide what the query makes of it; a text that shows midnight is the day written in it."""
    import psycopg

    address = os.environ.get("STACKR_TEST_POSTGRES")
    if not address:
        pytest.skip("no PostgreSQL: STACKR_TEST_POSTGRES names none (.ci/postgres starts one)")
    with psycopg.connect(address) as base:
        base.execute("drop table if exists instants")
        base.execute("create table instants (learner text, at timestamptz)")
        for number, value in enumerate(INSTANTS):
            base.execute("insert into instants values (%s, %s)", [f"L{number}", value])
    given = (
        "at as awarded, at::date as completed, at::text as expires, (at at time zone 'Africa/Lusaka')::date as begun"
    )
    query = f"select learner, 'a' as id, 'U1' as credential, {given} from instants order by learner"
    found = {}
    for place, zone in enumerate(ZONES):
        for style in ("German", "SQL,DMY"):
            out = folder / f"out{place}{style[0]}"
            settings = f"?options=-c%20timezone%3D{zone}%20-c%20datestyle%3D{style}"
            (folder / "p.toml").write_text("[file]\nkeep = '*'\n", "utf-8")
            asked = ("--database", address + settings, "--query", query, "--profile", "p.toml", "--keep-rows")
            assert batch(call, out, *asked).code == 0
            rows = table(out, "rows").sort("learner")
            found[zone, style] = (rows.rows(), table(out, "unread").select("line", "column", "value").rows())
            assert rows["awarded"].to_list() == [
                "2024-02-01 00:00:00 UTC", "2024-01-31 22:00:00 UTC", "2024-07-01 02:59:59.500000 UTC"
            ]  # fmt: skip
            assert rows["completed"].to_list() == ["2024-02-01", "2024-01-31", "2024-07-01"]
            assert rows["begun"].to_list() == ["2024-02-01", "2024-02-01", "2024-07-01"]
    assert len(set(map(repr, found.values()))) == 1
    told = found["UTC", "German"][1]
    assert {(line, column) for line, column, _ in told} == {
        *((line, "awarded") for line in (1, 2, 3)),
        *((line, "expires") for line in (2, 3)),
    }


@pytest.mark.parametrize("column", ODD)
def test_values_of_a_database_that_cannot_be_read(call: Caller, folder: Path, column: str) -> None:
    query(call, folder / "out", column, ODD[column])
    told = table(folder / "out", "unread").select("line", "column").rows()
    assert told == [(place, column.split()[0]) for place in range(1, len(ODD[column]) + 1)]


@pytest.mark.parametrize("column", PASSED_OVER)
def test_values_of_a_database_that_nobody_asks_for(call: Caller, folder: Path, column: str) -> None:
    query(call, folder / "out", column, (PASSED_OVER[column],))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_cell_that_begins_with_the_sign_of_exact_values(call: Caller, folder: Path, form: str) -> None:
    """Whoever writes it into a table has written a text that is no amount, no list, no fact."""
    held = pl.DataFrame(
        {
            "learner": [f"L{number}" for number in range(len(BROKEN))],
            "credential": "U1",
            "credit_unit": "CR",
            "credits": [SIGN + text for text in BROKEN],
            "tags": [SIGN + text for text in BROKEN],
        }
    )
    about = held.select("learner", track=pl.col("tags"))
    decided = held.select("learner", id=pl.col("tags"), kind=pl.lit("waive"), clause=pl.lit("CERT.core"))
    for name, frame in (("h", held), ("f", about), ("d", decided)):
        getattr(frame, f"write_{form}")(folder / f"{name}.{form}")
    beside = ("--learners", folder / f"f.{form}", "--decisions", folder / f"d.{form}")
    answer = batch(call, folder / "out", folder / f"h.{form}", *beside, "--keep-rows")
    assert answer.code == 0, answer.err
    assert answer.out.startswith(f"{len(BROKEN)} rows read = {len(BROKEN)} used + 0 put aside"), answer.out
    unread = table(folder / "out", "unread").filter(pl.col("column") == "credits")
    assert unread.height == len(BROKEN)
    facts = table(folder / "out", "about")["facts"].str.json_decode(
        pl.Struct({"track": pl.String, "conferred": pl.String})
    )
    assert facts.struct.field("track").to_list() == [SIGN + text for text in BROKEN]
    assert facts.struct.field("conferred").null_count() == len(BROKEN)


STRANGE = {
    "wide decimals": lambda pa: pa.array([Decimal("20.000"), None], pa.decimal256(60, 3)),
    "runs": lambda pa: pa.RunEndEncodedArray.from_arrays([1, 2], ["20", None]),
    "months, days and parts of a second": lambda pa: pa.array([(1, 2, 3), None], pa.month_day_nano_interval()),
    "views of lists": lambda pa: pa.array([[1], None], pa.list_view(pa.int32())),
    "a union": lambda pa: pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array(["20", None])] * 2),
    "decimals in an object": lambda pa: pa.array([{"a": Decimal(1)}, None], pa.struct([("a", pa.decimal256(50, 0))])),
}
"""Kinds of Arrow that a frame can't hold."""


@pytest.mark.parametrize("kind", STRANGE)
def test_a_column_of_a_strange_kind_costs_no_file(call: Caller, folder: Path, kind: str) -> None:
    """Whether a rule asks for it or nobody does; what is an amount is one."""
    import pyarrow as pa

    for place, name in enumerate(("credits", "room")):
        columns = {"learner": pa.array(["L1", "L2"]), "credential": pa.array(["U1", "U1"]), name: STRANGE[kind](pa)}
        batch_ = pa.record_batch(list(columns.values()), names=list(columns))
        with pa.OSFile(str(folder / f"{name}.arrow"), "wb") as sink, pa.ipc.new_file(sink, batch_.schema) as writer:
            writer.write(batch_)
        answer = batch(call, folder / f"out{place}", folder / f"{name}.arrow", "--keep-rows")
        assert answer.code == 0, answer.err
        assert answer.out.startswith("2 rows read = 2 used + 0 put aside"), answer.out
        told = table(folder / f"out{place}", "rows").sort("learner")[name].to_list()
        assert told[1] is None
        if kind in ("wide decimals", "runs", "a union"):
            assert Fraction(told[0]) == 20


def test_an_item_of_a_list_with_the_sign_between_items(call: Caller, folder: Path) -> None:
    """Lists are cut at `;` in text; a list that comes as one stays as it is."""
    rules = folder / "r.stackr"
    rules.write_text(
        'credit CR "credit" { is 10 hours }\n'
        'recognition h "H" for HOME { route own is own "Own" when issuer = HOME grants full }\n'
        'qualification Q "Q" { awarded by HOME; credit unit CR; total 10 credits; '
        'requires all of { a "A": 10 credits from tagged "lab" } }\n',
        "utf-8",
    )
    tags = [["x;lab"], ["lab"], ["x", "lab"], ["lab;"], [], None]
    frame = pl.DataFrame({"learner": [f"L{n}" for n in range(len(tags))], "credential": "U1", "issuer": "HOME",
                          "credits": "10", "credit_unit": "CR", "tags": tags})  # fmt: skip
    frame.write_parquet(folder / "h.parquet")
    assert batch(call, folder / "out", folder / "h.parquet", rules=rules).code == 0
    statuses = table(folder / "out", "results").sort("learner")["status"].to_list()
    assert [status == "satisfied" for status in statuses] == [False, True, True, False, False, False]


def test_a_number_of_numpy_is_the_number_that_was_written() -> None:
    """It is a float by another name, whose own text is no number."""
    numpy = pytest.importorskip("numpy", reason="the extra `batch` brings numpy")
    assert [text_of(numpy.float64(number)) for number in (0.1, 10.0, 2.5)] == ["0.1", "10", "2.5"]
