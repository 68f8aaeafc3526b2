"""A profile: how the columns of somebody's table become the members of a holding. A small TOML file.

```toml
title = "Open University Learning Analytics Dataset"
[file]
encoding = "cp1252"            # utf-8 unless said; a byte order mark decides by itself
delimiter = ";"                # else found in the header
missing = ["?", "n/a"]         # words that mean: not known
decimal = ","                  # 7,5 is seven and a half
dates = ["%d/%m/%Y"]           # how days are written, besides 2026-02-01
sheet = "Results"              # of a workbook; else the first that is not hidden
header = 3                     # the line that names the columns; else the first that is not empty
keep = ["faculty"]             # columns kept beside the holding, or "*"
[columns]                      # member = column
learner = "id_student"
[templates]                    # member = text with columns in braces
id = "{code_module} {code_presentation}"
[constants]                    # member = the same for every row
issuer = "OU"
[values.status]                # of a member: what the file says = what it means
Pass = "active"
```
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from stackr._digest import digest
from stackr._files import NotText, text_of
from stackr._shipped import shipped_data
from stackr.batch.ingest.days import check_form
from stackr.batch.ingest.lines import known_encoding
from stackr.batch.ingest.shapes import InputError
from stackr.diagnostics.suggest import did_you_mean
from stackr.model.learning import WORDS
from stackr.records.holding import KNOWN, why_unread

MEMBERS: Final = frozenset(("learner", *KNOWN))
MOST_BYTES: Final = 1_000_000
LAST_HEADER: Final = 1_000
_FILE: Final = frozenset(("encoding", "delimiter", "missing", "decimal", "dates", "keep", "sheet", "header"))
_PARTS: Final = frozenset(("title", "source", "note", "file", "columns", "templates", "constants", "values"))
_HOLE: Final = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Profile:
    """How to read a table. An empty one takes the columns that are called like members."""

    columns: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    encoding: str = "utf-8"
    delimiter: str | None = None
    missing: tuple[str, ...] = ()
    decimal: str = "."
    dates: tuple[str, ...] = ()
    keep: tuple[str, ...] = ("*",)
    sheet: str | None = None
    header: int | None = None
    title: str = ""

    @property
    def digest(self) -> str:
        """Of all that it says."""
        return digest(
            {
                "columns": dict(self.columns),
                "templates": dict(self.templates),
                "constants": dict(self.constants),
                "values": {member: dict(found) for member, found in self.values.items()},
                "file": [self.encoding, self.delimiter, self.missing, self.decimal, self.dates, self.keep, self.sheet],
                **({} if self.header is None else {"header": self.header}),
            }
        )

    @property
    def needed(self) -> frozenset[str]:
        """The columns that it asks for by name."""
        holes = {name for text in self.templates.values() for name in _HOLE.findall(text)}
        return frozenset(self.columns.values()) | holes | (frozenset(self.keep) - {"*"})

    @property
    def members(self) -> frozenset[str]:
        """The members that it gives."""
        return frozenset({*self.columns, *self.templates, *self.constants})


def pieces(template: str) -> list[tuple[str, str]]:
    """The parts of a template in order: (`text` or `column`, what it is).

    >>> pieces("{a} of {b}")
    [('column', 'a'), ('text', ' of '), ('column', 'b')]
    """
    found = [("column" if place % 2 else "text", part) for place, part in enumerate(_HOLE.split(template))]
    return [(kind, part) for kind, part in found if part]


def load_profile(name: str) -> Profile:
    """The profile in a file, or one that ships (`oulad`). Raises `InputError`."""
    shipped = shipped_data() / "profiles" / f"{name}.toml"
    path = shipped if re.fullmatch(r"[\w-]+", name) and shipped.is_file() else Path(name)
    if not path.is_file():
        known = sorted(item.stem for item in (shipped_data() / "profiles").glob("*.toml"))
        near = did_you_mean(name, known) or f"a path to a .toml file, or one of {', '.join(known)}"
        raise InputError(f"there is no profile `{name}`", near)
    if path.suffix.lower() in (".yaml", ".yml"):
        raise InputError(
            f"{path.name}: a profile is written in TOML, not in YAML",
            'under [columns], member = "column"; `stackr import --sniff TABLE` writes one',
        )
    if path.stat().st_size > MOST_BYTES:
        raise InputError(f"{path.name} is larger than any profile")
    try:
        data = tomllib.loads(text_of(path.read_bytes()))
    except (tomllib.TOMLDecodeError, NotText, RecursionError) as error:
        raise InputError(f"{path.name} is not a profile: {error}", "it is written in TOML") from None
    return profile_of(data, path.name)


def profile_of(data: Mapping[str, Any], name: str = "the profile") -> Profile:
    """The profile that the data says. Raises `InputError` for whatever it doesn't know."""
    _only(data, _PARTS, name)
    file = _table(data, "file", name)
    _only(file, _FILE, f"{name}, [file]")
    values = _table(data, "values", name)
    made = Profile(
        columns=_texts(data, "columns", name),
        templates=_texts(data, "templates", name),
        constants=_texts(data, "constants", name),
        values={member: _texts(values, member, f"{name}, [values]") for member in values},
        encoding=known_encoding(str(file.get("encoding", "utf-8"))),
        delimiter=_one(file, "delimiter", name),
        missing=_list(file, "missing", name),
        decimal=_one(file, "decimal", name) or ".",
        dates=_list(file, "dates", name),
        keep=_list(file, "keep", name),
        sheet=str(file["sheet"]) if "sheet" in file else None,
        header=_line(file, "header", name),
        title=str(data.get("title", "")),
    )
    for member in (*made.columns, *made.templates, *made.constants, *made.values):
        if member not in MEMBERS:
            hint = did_you_mean(member, MEMBERS) or '[file] keep = ["…"] keeps a column beside the holding'
            raise InputError(f"{name}: a holding has no member `{member}`", hint)
    twice = [m for m in made.members if sum(m in part for part in (made.columns, made.templates, made.constants)) > 1]
    if twice:
        raise InputError(f"{name}: {', '.join(sorted(twice))} is given in two ways")
    for form in made.dates:
        check_form(form, name)
    _meant(made, name)
    return made


def _meant(profile: Profile, name: str) -> None:
    """Whether what the profile itself says can be read, and is said of a member that it gives."""
    for member, text in profile.constants.items():
        _readable(member, text, f"{name}, [constants]")
    for member, told in profile.values.items():
        if profile.columns and member not in profile.members:
            raise InputError(
                f"{name}: [values.{member}] translates `{member}`, and nothing gives it",
                f'name its column under [columns]: {member} = "…"',
            )
        for text in told.values():
            _readable(member, text, f"{name}, [values.{member}]")


def _readable(member: str, text: str, where: str) -> None:
    why = why_unread(member, text) if text else None
    if why is not None:
        hint = (
            did_you_mean(text, WORDS.get(member, ())) or f"nobody could read it: {member} would be unknown in every row"
        )
        raise InputError(f"{where}: {why}", hint)


def _only(data: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    for name in data:
        if name not in known:
            hint = did_you_mean(name, known) or f"there are: {', '.join(sorted(known))}"
            raise InputError(f"{where}: `{name}` is not a part of a profile", hint)


def _table(data: Mapping[str, Any], part: str, name: str) -> Mapping[str, Any]:
    found = data.get(part, {})
    if not isinstance(found, dict):
        raise InputError(f"{name}: `{part}` is a table, written [{part}]")
    return found


def _texts(data: Mapping[str, Any], part: str, name: str) -> dict[str, str]:
    found = _table(data, part, name)
    for member, text in found.items():
        if isinstance(text, bool) or not isinstance(text, str | int):
            raise InputError(f"{name}: [{part}] {member} is text in quotes, or a whole number")
    return {member: str(text) for member, text in found.items()}


def _list(data: Mapping[str, Any], part: str, name: str) -> tuple[str, ...]:
    found = data.get(part, [])
    found = [found] if isinstance(found, str) else found
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise InputError(f"{name}: `{part}` is a list of texts")
    return tuple(found)


def _one(data: Mapping[str, Any], part: str, name: str) -> str | None:
    found = data.get(part)
    if found is None:
        return None
    if not isinstance(found, str) or len(found) != 1 or not found.isascii() or found in '"\n\r\0':
        raise InputError(f"{name}: `{part}` is one character")
    return found


def _line(data: Mapping[str, Any], part: str, name: str) -> int | None:
    found = data.get(part)
    if found is not None and (isinstance(found, bool) or not isinstance(found, int) or not 1 <= found <= LAST_HEADER):
        raise InputError(f"{name}: `{part}` is the number of a line, from 1 to {LAST_HEADER}")
    return found
