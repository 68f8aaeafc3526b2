"""The text of the files that diagnostics name, for showing the lines."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from stackr._shipped import shipped_rules
from stackr.diagnostics.render_text import Sources

SHIPPED = "stackr/"


def sources_around(paths: Iterable[str | Path]) -> Sources:
    """Looks a file up under each path that is a folder, beside each that is a file, and among the shipped packs."""
    roots = [path if path.is_dir() else path.parent for path in map(Path, paths) if os.path.exists(path)]
    roots.append(shipped_rules())

    def text_of(file: str) -> str | None:
        candidates = [root / file for root in roots]
        if file.startswith(SHIPPED):
            candidates.append(shipped_rules() / file.removeprefix(SHIPPED))
        for candidate in candidates:
            try:
                return candidate.read_text("utf-8")
            except (OSError, ValueError):
                continue
        return None

    return text_of
