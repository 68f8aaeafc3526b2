"""The folder that a run writes: one run at a time, its parts kept as they are finished, its work files gone at the end."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from stackr._digest import digest
from stackr.batch.output.forms import file_digest
from stackr.batch.output.write import put, sweep

MANIFEST: Final = "manifest.json"
WORK: Final = ".run"
RULES: Final = "rules"
BEFORE: Final = "rules-before"
"""Where the copies of the rules stand: those of the run, and those they are compared with."""


class FolderFault(ValueError):
    """The folder can't take this run: another one is in it, or something that is no run."""

    def __init__(self, message: str, help: str = "") -> None:
        self.help = help
        super().__init__(message)


class Folder:
    """A run's folder. `resume`: go on with what is there."""

    def __init__(self, out: Path, asked: Mapping[str, Any], *, resume: bool) -> None:
        self.out = out
        self.work = out / WORK
        self.asked = dict(asked)
        self.finished = False
        self._lock: Any = None
        self._open(resume)

    def _open(self, resume: bool) -> None:
        if self.out.exists() and not self.out.is_dir():
            raise FolderFault(f"{self.out} is a file, and a run writes a folder")
        if (self.out / MANIFEST).exists():
            if not resume:
                raise FolderFault(f"{self.out} holds a finished run", "give another folder to --out")
            self.finished = True
            self._same(self._asked_before())
            return
        begun = (self.work / "asked.json").exists()
        if begun and not resume:
            raise FolderFault(f"{self.out} holds a run that is not finished", "--resume goes on with it")
        if not begun and self.out.exists() and any(item.name != WORK for item in self.out.iterdir()):
            raise FolderFault(f"{self.out} is not empty, and holds no run", "give another folder to --out")
        self.work.mkdir(parents=True, exist_ok=True)
        self._hold()
        if begun:
            self._same(self._asked_before())
            sweep(self.out)
        else:
            put(self.work / "asked.json", _json(self.asked))

    def _asked_before(self) -> dict[str, Any]:
        path = self.out / MANIFEST if self.finished else self.work / "asked.json"
        try:
            data = json.loads(path.read_bytes())
            return dict(data["asked"] if self.finished else data)
        except (OSError, ValueError, KeyError, TypeError):
            raise FolderFault(f"{path} can't be read", "give another folder to --out") from None

    def _same(self, before: Mapping[str, Any]) -> None:
        for name in sorted({*before, *self.asked}):
            if digest(before.get(name)) != digest(self.asked.get(name)):
                told = f"the run in {self.out} was begun with other {name}"
                raise FolderFault(told, "a run is resumed as it was begun; for another question give another folder")

    def _hold(self) -> None:
        """One process at a time; the hold ends with the process, however it ends."""
        stream = (self.work / "lock").open("w")
        try:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass
        except OSError:
            stream.close()
            raise FolderFault(
                f"another process is at work on {self.out}", "wait for it, or give another folder"
            ) from None
        self._lock = stream

    # ── what is kept between interruption and resumption ──

    def recall(self, name: str) -> dict[str, Any] | None:
        """What was kept under the name; None if nothing was, or not whole."""
        try:
            found = json.loads((self.work / f"{name}.json").read_bytes())
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def keep(self, name: str, data: Mapping[str, Any]) -> None:
        """Keep something under a name: it is there whole, or not. Raises `OSError`."""
        put(self.work / f"{name}.json", _json(dict(data)))

    def part(self, number: int) -> dict[str, Any] | None:
        """What is kept of a finished part, if all of its files are there as they were written."""
        found = self.recall(f"parts/{number:05d}")
        if found is None:
            return None
        for name, told in found.get("files", {}).items():
            path = self.out / name
            if not path.is_file() or path.stat().st_size != told["bytes"] or file_digest(path) != told["digest"]:
                return None
        return found

    def clear(self) -> None:
        """Begin anew: parts and rows of an unfinished run that can't be gone on with go."""
        for path in [*self.out.iterdir(), *self.work.iterdir()]:
            if path.is_dir() and path.name not in (WORK, RULES, BEFORE):
                shutil.rmtree(path)
        (self.work / "taken.json").unlink(missing_ok=True)

    def close(self, *, finished: bool) -> None:
        """Let the folder go; the work files of a finished run with it."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
        if finished:
            shutil.rmtree(self.work, ignore_errors=True)

    def abandon(self) -> None:
        """Leave the folder as if the run had not been begun."""
        self.close(finished=False)
        shutil.rmtree(self.work, ignore_errors=True)
        if self.out.is_dir():
            for path in sorted(self.out.iterdir()):
                if path.is_dir():
                    shutil.rmtree(path)
            if not any(self.out.iterdir()):
                os.rmdir(self.out)


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
