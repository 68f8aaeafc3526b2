"""The rules of a run, pinned: a copy of every file they were read from, so that the whole run uses one version.

A rule edited while a run goes on, or between its interruption and its resumption, changes nothing of that run.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from stackr._shipped import shipped_rules
from stackr.batch.output.write import put
from stackr.diagnostics.model import RuleError, Severity
from stackr.rulebook.book import RuleBook
from stackr.rulebook.bundle import read_paths
from stackr.rulebook.load import compile_bundle, load


@dataclass(frozen=True, slots=True)
class Pinned:
    """`files`: relative path and bytes of each file; `starts`: the relative paths that were given; the book's digests."""

    files: tuple[tuple[str, bytes], ...]
    starts: tuple[str, ...]
    rules: str
    meaning: str
    registers: str

    def write(self, folder: Path) -> None:
        """The files under the folder. Raises `OSError`."""
        for name, data in self.files:
            put(folder / name, data)

    def load(self) -> RuleBook:
        """The book, compiled from the copy. Raises `PinError` if it is not the one that was pinned."""
        with TemporaryDirectory(prefix="stackr-rules-") as place:
            folder = Path(place)
            for name, data in self.files:
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            book = load([folder / start for start in self.starts])
        if (book.rules, book.registers) != (self.rules, self.registers):
            raise PinError("the rules here are not those of the run: another version of stackr's shipped packs")
        return book


class PinError(ValueError):
    """The pinned rules can't be had back as they were."""


def pin(paths: Sequence[Path]) -> tuple[RuleBook, Pinned]:
    """The book in the paths, and its files. Raises `RuleError`."""
    bundle = read_paths(paths)
    book, diagnostics = compile_bundle(bundle)
    if any(item.severity is Severity.ERROR for item in diagnostics):
        raise RuleError(diagnostics)
    given = [path.resolve() for path in paths]
    top = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in given]))
    shipped = shipped_rules().resolve()
    own = [file for file in sorted(bundle.disk) if top.is_relative_to(shipped) or not file.is_relative_to(shipped)]
    root = Path(os.path.commonpath([top, *(file.parent for file in own)]))
    files = tuple((file.relative_to(root).as_posix(), file.read_bytes()) for file in own)
    starts = tuple(path.relative_to(root).as_posix() for path in given)
    return book, Pinned(files, starts, book.rules, book.meaning, book.registers)
