"""What `stackr check` found before, by the content of everything it read: the same bytes have the same faults.

An entry is a file named by its key: the digest of the rule files, of every file they name, and of the engine itself.
It holds the digest of its payload and is ignored unless that is right.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from stackr import __version__
from stackr._digest import digest, digest_bytes
from stackr._shipped import shipped_data, shipped_rules
from stackr.cli.files import rule_files, write_whole
from stackr.diagnostics.model import Diagnostic
from stackr.diagnostics.render_json import from_json, to_json

KEPT = 64
"""Entries that stay; the oldest go."""

_NAMED = re.compile(rb'\b(?:import|from)\s+"([^"\r\n]+)"')
_PACKAGE = Path(__file__).resolve().parents[1]


def cache_folder() -> Path:
    """STACKR_CACHE if set, else the place where the system keeps a user's caches."""
    if chosen := os.environ.get("STACKR_CACHE"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "stackr" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "stackr"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stackr"


def key_of(paths: Iterable[Path]) -> str:
    """The content address of a check: how the paths were named, what they and the files they name hold, the engine."""
    given = list(paths)
    files = {path.as_posix(): digest_bytes(data) for path, data in _read_all(rule_files(given))}
    return digest({"given": sorted(path.as_posix() for path in given), "files": files, "engine": _engine()})


def recall(key: str) -> tuple[Diagnostic, ...] | None:
    """What was found then; None if nothing is known or the entry isn't whole."""
    try:
        said, _, payload = _entry(key).read_bytes().partition(b"\n")
        if said.decode("ascii") != digest_bytes(payload):
            return None
        return tuple(from_json(item) for item in json.loads(payload))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(key: str, diagnostics: tuple[Diagnostic, ...]) -> None:
    """Keep what was found. A place that can't be written keeps nothing, and that is no fault."""
    payload = json.dumps([to_json(diagnostic) for diagnostic in diagnostics], ensure_ascii=False).encode()
    entry = _entry(key)
    try:
        entry.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(entry, digest_bytes(payload).encode("ascii") + b"\n" + payload)
        entries = sorted(entry.parent.glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))
        for old in entries[:-KEPT]:
            old.unlink(missing_ok=True)
    except Exception:  # whatever is wrong with the cache, the answer stands
        return


def _entry(key: str) -> Path:
    return cache_folder() / "check" / f"{key.removeprefix('sha256:')}.json"


def _engine() -> str:
    """This program's content: version, Python, every file of the package and everything that ships with it."""
    parts = [f"{__version__} {sys.version}"]
    for folder in (_PACKAGE, shipped_rules(), shipped_data()):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                parts.append(f"{path.relative_to(folder).as_posix()} {digest_bytes(path.read_bytes())}")
    return digest(parts)


def _read_all(files: list[Path]) -> Iterator[tuple[Path, bytes]]:
    """Each file with its bytes, and each file that one of them names, however far; b"" for what can't be read."""
    waiting, seen = list(files), set(files)
    while waiting:
        path = waiting.pop()
        try:
            data = path.read_bytes()
        except OSError:
            data = b""
        yield path, data
        for name in _NAMED.findall(data) if path.suffix == ".stackr" else ():
            named = path.parent / name.decode("utf-8", "replace")
            if named not in seen:
                seen.add(named)
                waiting.append(named)
