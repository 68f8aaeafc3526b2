"""Files that a command is given, and files that it writes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from stackr._files import write_whole
from stackr.cli.faults import CommandFault

SUFFIX = ".stackr"


def existing(paths: Iterable[str]) -> list[Path]:
    """The paths, each of which must be there. Raises `CommandFault` (X902)."""
    found = [Path(path) for path in paths]
    for path in found:
        if not os.path.exists(path):
            told = "only `stackr fmt -` reads standard input; name a file" if str(path) == "-" else ""
            raise CommandFault("X902", f"{path}: there is no such file or folder", told)
    return found


def rule_files(paths: Iterable[Path]) -> list[Path]:
    """The rule files among the paths and under the folders among them, each once, in order of path."""
    found: set[Path] = set()
    for path in paths:
        inside = (child for child in path.rglob(f"*{SUFFIX}") if child.is_file())
        found.update(inside if path.is_dir() else [path])
    return sorted(found)


def write_result(path: Path, data: bytes) -> None:
    """Write what a command made, whole or not at all. Raises `CommandFault` (X907)."""
    try:
        write_whole(path, data)
    except OSError as fault:
        raise CommandFault(
            "X907", f"{path}: can't be written ({(fault.strerror or 'unknown reason').lower()})"
        ) from fault
