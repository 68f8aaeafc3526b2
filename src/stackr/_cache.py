"""What need not be worked out twice: payloads in the user's cache folder, each under a digest of what it came from.

An entry begins with the digest of its payload and is ignored unless that is right. A cache that can't be read or
written is done without: it changes how long an answer takes, never the answer.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from stackr._digest import digest_bytes
from stackr._files import write_whole

KEPT = 64
"""Entries of a kind that stay; the oldest go."""


def cache_folder() -> Path:
    """STACKR_CACHE if set, else the place where the system keeps a user's caches."""
    if chosen := os.environ.get("STACKR_CACHE"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "stackr" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "stackr"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stackr"


def recall(kind: str, key: str) -> bytes | None:
    """The payload kept under the key; None if there is none, or if it isn't what was kept."""
    try:
        said, _, payload = _entry(kind, key).read_bytes().partition(b"\n")
    except (OSError, RuntimeError):  # RuntimeError: a user without a home
        return None
    return payload if said == digest_bytes(payload).encode("ascii") else None


def remember(kind: str, key: str, payload: bytes) -> None:
    """Keep the payload. A place that can't be written keeps nothing, and that is no fault."""
    try:
        entry = _entry(kind, key)
        entry.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(entry, digest_bytes(payload).encode("ascii") + b"\n" + payload)
        entries = [path for path in entry.parent.iterdir() if not path.name.startswith(".")]
        for old in sorted(entries, key=lambda path: (path.stat().st_mtime_ns, path.name))[:-KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, RuntimeError):
        return


def _entry(kind: str, key: str) -> Path:
    return cache_folder() / kind / key.removeprefix("sha256:")
