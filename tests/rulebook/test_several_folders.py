"""Rules from several folders: files of one name in different folders are different files."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from stackr.rulebook.load import load

AWARD = 'qualification {name} "{name}" {{ requires 10 credits from any }}\n'


def folders(tmp_path: Path, *names: str) -> list[Path]:
    for name in names:
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "rules.stackr").write_text(AWARD.format(name=name.replace("/", "-")), "utf-8")
    return [tmp_path / name for name in names]


@pytest.mark.parametrize("single_files", [False, True])
def test_files_of_one_name_are_all_read_whatever_their_order(single_files: bool, tmp_path: Path) -> None:
    paths = [path / "rules.stackr" if single_files else path for path in folders(tmp_path, "a", "b", "c/a")]
    books = [load(list(order)) for order in permutations(paths)]
    assert list(books[0].qualifications) == ["a", "b", "c-a"]
    assert {book.rules for book in books} == {books[0].rules}
    places = {name: clause.at for name, clause in books[0].clauses.items() if clause.kind == "qualification"}
    assert len(set(places.values())) == 3, "each says at which place it stands"


def test_what_folders_import_under_one_name_is_all_read(tmp_path: Path) -> None:
    for root in ("one/x", "two/x"):
        (tmp_path / root).mkdir(parents=True)
        (tmp_path / root / "rules.stackr").write_text('import "../more.stackr"\n', "utf-8")
        name = root.partition("/")[0]
        (tmp_path / name / "more.stackr").write_text(AWARD.format(name=name), "utf-8")
    assert list(load([tmp_path / "one/x", tmp_path / "two/x"]).qualifications) == ["one", "two"]
