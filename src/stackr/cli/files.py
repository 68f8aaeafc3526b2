"""Files that a command is given, and files that it writes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from stackr.cli.faults import CommandFault

SUFFIX = ".stackr"


def existing(paths: Iterable[str]) -> list[Path]:
    """The paths, each of which must be there. Raises `CommandFault` (X902)."""
    found = [Path(path) for path in paths]
    for path in found:
        if not path.exists():
            raise CommandFault("X902", f"{path}: there is no such file or folder")
    return found


def rule_files(paths: Iterable[Path]) -> list[Path]:
    """The rule files among the paths and under the folders among them, each once, in order of path."""
    found: set[Path] = set()
    for path in paths:
        inside = (child for child in path.rglob(f"*{SUFFIX}") if child.is_file())
        found.update(inside if path.is_dir() else [path])
    return sorted(found)


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file at once: a reader sees the old or the new, never a half. Raises `CommandFault` (X907)."""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            os.chmod(beside, mode)
            os.replace(beside, path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise CommandFault("X907", f"{path}: can't be written ({fault.strerror})") from fault


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
