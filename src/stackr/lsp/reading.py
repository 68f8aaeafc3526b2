"""What is known of a rule file as it stands in the editor: its faults and those of what it imports, and the names around.

A file is read as `stackr check FILE` reads it, with its imports, but for texts that are open and not saved yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from stackr.checks.run import check_bundle
from stackr.diagnostics.model import Diagnostic
from stackr.language import tree
from stackr.lsp.names import Named, names_of
from stackr.rulebook.bundle import read_paths


@dataclass(frozen=True, slots=True)
class Read:
    """`faults` and `files` by path on disk; `names` by name; `outline`: the declarations of the file itself, in order."""

    faults: Mapping[Path, tuple[Diagnostic, ...]]
    names: Mapping[str, Named]
    outline: tuple[Named, ...]


def read(path: Path, unsaved: Mapping[Path, bytes]) -> Read:
    """The file at a path. `unsaved`: texts that are open, by path."""
    bundle = read_paths([path], unsaved)
    book, found = check_bundle(bundle)
    places = {name: (folder / Path(name).name) for name, folder in bundle.folders.items() if folder is not None}
    faults: dict[Path, tuple[Diagnostic, ...]] = dict.fromkeys(places.values(), ())
    for fault in found:
        place = places.get(fault.span.file, path)
        faults[place] = (*faults.get(place, ()), _at_the_top(fault) if fault.span.file not in places else fault)
    names = names_of(book, bundle.files, places)
    own = next((file for name, file in bundle.files.items() if places.get(name) == path), tree.File(path.name, ()))
    outline = names_of(book, {own.path: own}, places, catalogue=False)
    return Read(faults, names, tuple(sorted(outline.values(), key=lambda named: named.span)))


def _at_the_top(fault: Diagnostic) -> Diagnostic:
    """A fault in a data file, which no editor of rules shows: told at the head of the rule file."""
    where = f"{fault.span.at}: " if fault.span.file else ""
    top = replace(fault.span, line=1, column=1, end_line=1, end_column=1)
    return replace(fault, message=f"{where}{fault.message}", span=top)
