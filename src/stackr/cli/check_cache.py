"""What `stackr check` found before, by the content of everything it read: the same bytes have the same faults."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from stackr import _cache
from stackr._digest import digest, digest_bytes
from stackr._shipped import shipped_data, shipped_rules
from stackr._version import __version__
from stackr.cli.files import SUFFIX, rule_files
from stackr.diagnostics.model import Diagnostic
from stackr.diagnostics.render_json import from_json, to_json

_KIND = "check"
_NAMED = re.compile(rb'\b(?:import|from)(?:\s|#[^\n]*\n)+"((?:[^"\\\r\n]|\\.)+)"')
"""A file that is named: comments and new lines may stand in between, and signs behind a `\\`."""
_LARGEST = 200_000_000
_PACKAGE = Path(__file__).resolve().parents[1]


def key_of(paths: Iterable[Path]) -> str:
    """The content address of a check: how the paths were named, what they and the files they name hold, the engine."""
    given = list(paths)
    files = {path.as_posix(): digest_bytes(data) for path, data in _read_all(rule_files(given))}
    return digest({"given": sorted(path.as_posix() for path in given), "files": files, "engine": _engine()})


def recall(key: str) -> tuple[Diagnostic, ...] | None:
    """What was found then; None if nothing is known."""
    payload = _cache.recall(_KIND, key)
    try:
        return None if payload is None else tuple(from_json(item) for item in json.loads(payload))
    except (ValueError, KeyError, TypeError):
        return None


def remember(key: str, diagnostics: tuple[Diagnostic, ...]) -> None:
    """Keep what was found."""
    _cache.remember(_KIND, key, json.dumps([to_json(diagnostic) for diagnostic in diagnostics]).encode("ascii"))


def _engine() -> str:
    """This program's content: version, Python, every file of the package and everything that ships with it."""
    parts = [f"{__version__} {sys.version}"]
    for folder in (_PACKAGE, shipped_rules(), shipped_data()):
        for path in sorted(folder.rglob("*")):
            if path.suffix != ".pyc" and path.is_file():
                parts.append(f"{path.relative_to(folder).as_posix()} {digest_bytes(path.read_bytes())}")
    return digest(parts)


def _read_all(files: list[Path]) -> Iterator[tuple[Path, bytes]]:
    """Each file with its bytes, and each file that one of them names, however far."""
    given, waiting, seen = set(files), list(files), set(files)
    while waiting:
        path = waiting.pop()
        data = _content(path)
        yield path, data
        for name in _NAMED.findall(data) if path in given or path.suffix == SUFFIX else ():
            named = path.parent / re.sub(r"\\(.)", r"\1", name.decode("utf-8", "replace"))
            if named not in seen:
                seen.add(named)
                waiting.append(named)


def _content(path: Path) -> bytes:
    """A file's bytes. Of one that isn't there, its neighbours' names: the advice about it depends on them.

    Only files are read: what a rule file names may be a device or a pipe, which never end. What is too large to be
    checked is told by its size.
    """
    try:
        if path.is_file():
            size = path.stat().st_size
            return path.read_bytes() if size <= _LARGEST else b"%d bytes" % size
    except (OSError, ValueError):
        pass
    try:
        return "\n".join(sorted(near.name for near in path.parent.iterdir())).encode("utf-8", "surrogateescape")
    except (OSError, ValueError):
        return b""
