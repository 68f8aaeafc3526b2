"""Admission: from a file or an object to a `Learner`.

Whatever one member holds, the rest of the record stands: a fault makes the member unknown and is said in a remark.
Only what is no record at all raises `RecordError`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from stackr.conditions.tables import Tables
from stackr.diagnostics.suggest import closest
from stackr.model.learning import Decision, Holding, Learner, Remark
from stackr.records.against import against_day, against_tables
from stackr.records.canonical import canonical, content_digest
from stackr.records.decision import admit_decision
from stackr.records.errors import RecordError
from stackr.records.facts import admit_facts
from stackr.records.holding import Person, admit_holding
from stackr.records.json_text import MOST_BYTES, Twice, check_depth, objects
from stackr.records.order import holding_order
from stackr.records.plain import plain
from stackr.records.same import distinct_ids, one_per_credential
from stackr.records.values import Members, no_list, shown

MEMBERS: Final = frozenset(("learner", "name", "identifiers", "identity", "facts", "holdings", "decisions", "schema"))
MOST_HOLDINGS: Final = 20_000


def read_records(source: Path | str | bytes, tables: Tables | None = None, as_of: date | None = None) -> list[Learner]:
    """The learners of a file (or of its bytes): one JSON record, or one per line.

    Raises `RecordError` with a plain sentence if the file can't be read, or is no learner record.
    """
    try:
        data = source if isinstance(source, bytes) else _bytes(Path(source))
        learners = [_of_line(item, line, tables, as_of) for item, line in objects(data)]
    except RecordError as error:
        raise error if isinstance(source, bytes) else RecordError(error.message, str(source)) from None
    counts = Counter(learner.id for learner in learners)
    return [_said_twice(learner, counts[learner.id]) if counts[learner.id] > 1 else learner for learner in learners]


def admit(data: Mapping[str, Any], tables: Tables | None = None, as_of: date | None = None) -> Learner:
    """One record as a `Learner`. With `tables`, levels and units are held against them; with `as_of`, dates.

    Raises `RecordError` if the record does not say whose it is, is nested too deep, holds too much, or gives its holdings or
    decisions as something else than a list: nothing of them could be read, and an audit without them would be of nobody.
    """
    if not isinstance(data, Mapping):
        raise RecordError(f"a learner record is an object with a member `learner`, not {shown(data)}")
    schema = data.get("schema")
    if isinstance(schema, str) and schema.startswith("stackr.") and not schema.startswith("stackr.record/"):
        raise RecordError(f"this is no learner record: it says of itself that it is {shown(schema)}")
    check_depth(data)
    data = plain(data)
    remarks: list[Remark] = []
    read = Members(data, None, remarks)
    identity = read.text("learner")
    if identity is None:
        raise RecordError(_nameless(data, remarks))
    name, identifiers = read.text("name"), read.texts("identifiers") or ()
    person = Person(name, identifiers, identity, _unresolved(read))
    facts, claims = admit_facts(data.get("facts"), remarks)
    holdings, stands_for, apart = _holdings(_list(read, "holdings"), person, tables, remarks)
    decisions = _decisions(_list(read, "decisions"), apart, stands_for, remarks)
    if as_of is not None:
        for holding in holdings:
            against_day(holding, as_of, remarks)
    read.unknown_members(MEMBERS, "a learner record")
    return Learner(
        id=identity,
        name=name,
        identifiers=identifiers,
        facts=facts,
        claims=claims,
        holdings=tuple(holdings),
        decisions=tuple(decisions),
        remarks=tuple(
            sorted(set(remarks), key=lambda item: (item.holding or "", item.member or "", item.code, item.message))
        ),
        digest=content_digest(dict(data)),
    )


def _of_line(item: dict[str, Any], line: int | None, tables: Tables | None, as_of: date | None) -> Learner:
    try:
        return admit(item, tables, as_of)
    except RecordError as error:
        raise error if line is None else RecordError(f"line {line}: {error}") from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RecordError(f"it can't be read: {(error.strerror or 'no such file').lower()}") from None
    except ValueError:  # a NUL in the name
        raise RecordError("it can't be read: no file has such a name") from None


def _nameless(data: Mapping[str, Any], remarks: list[Remark]) -> str:
    if remarks:
        return f"the record does not say whose it is: {remarks[0].message.partition(';')[0]}"
    near = next(iter(sorted(str(member) for member in data if closest(str(member), ("learner",)))), None)
    hint = f"; {shown(near)} is probably meant to be it" if near is not None and near != "learner" else ""
    return f"the record does not say whose it is: it has no member `learner`{hint}"


def _unresolved(read: Members) -> bool:
    """Whether the record as a whole says that it is not settled whose it is (two people's records merged, say)."""
    told = read.word("identity", ("resolved", "unresolved", "verified", "merged", "disputed"))
    if told not in ("unresolved", "merged", "disputed"):
        return False
    read.note("identity", "R319", "whose learning this is has not been settled; until then nothing is recognised")
    return True


def _list(read: Members, member: str) -> list[Any]:
    value = read.data.get(member)
    if value is None:
        return []
    if isinstance(value, Twice) or not isinstance(value, list | tuple):
        raise RecordError(no_list(member, value))
    if len(value) > MOST_HOLDINGS:
        raise RecordError(f"the record has {len(value)} {member}; more than {MOST_HOLDINGS} are not one learner's")
    return list(value)


def _holdings(
    raw: list[Any], person: Person, tables: Tables | None, remarks: list[Remark]
) -> tuple[list[Holding], dict[str, str], set[str]]:
    """The holdings, which id stands for which, and the ids that several had."""
    admitted = [(admit_holding(item, person, remarks), canonical(item)) for item in raw]
    distinct = distinct_ids(admitted, remarks)
    apart = {holding.id for holding, _ in admitted} - {holding.id for holding in distinct}
    holdings, stands_for = one_per_credential(distinct, remarks)
    if tables is not None:
        holdings = [against_tables(holding, tables, remarks) for holding in holdings]
    holdings = [replace(h, part_of=stands_for.get(h.part_of, h.part_of)) if h.part_of else h for h in holdings]
    return sorted(holdings, key=holding_order), stands_for, apart


def _decisions(raw: list[Any], apart: set[str], stands_for: dict[str, str], remarks: list[Remark]) -> list[Decision]:
    found: dict[str, dict[str, Decision]] = {}
    for item in raw:
        decision = admit_decision(item, remarks)
        if decision is None:
            continue
        if decision.holding in stands_for:
            decision = replace(decision, holding=stands_for[decision.holding])
        elif decision.holding in apart:
            told = (
                f"the decision names the holding `{decision.holding}`, an id that two holdings have; it is not applied"
            )
            decision = replace(decision, faults=(*decision.faults, ("holding", told)))
            remarks.append(Remark("R317", told, decision.holding, f"decision {decision.id}"))
        found.setdefault(decision.id, {})[content_digest(canonical(item))] = decision
    return [decision for identity in sorted(found) for decision in _own_ids(found[identity])]


def _own_ids(group: dict[str, Decision]) -> list[Decision]:
    """Different decisions of one id get ids of their own."""
    if len(group) == 1:
        return list(group.values())
    return [replace(group[content], id=f"{group[content].id}~{content[7:15]}") for content in sorted(group)]


def _said_twice(learner: Learner, count: int) -> Learner:
    told = f"the file holds {count} records of the learner `{learner.id}`; they are not put together"
    return replace(learner, remarks=(Remark("R321", told), *learner.remarks))
