"""Files are read as text or refused in words, and written whole or not at all."""

from __future__ import annotations

import codecs
import os
import tempfile
from pathlib import Path


class NotText(ValueError):
    """Bytes that are no UTF-8; `line`, `column`: of the first that is none, counted in bytes from 1."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(f"line {line} is not UTF-8 text; save the file as UTF-8")
        self.line, self.column = line, column


def text_of(data: bytes) -> str:
    """The text of a file, without the mark that some programs put in front. Raises `NotText`."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        raise NotText(before.count(b"\n") + 1, error.start - before.rfind(b"\n")) from None


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file at once: whoever reads it sees the old or the new, never a half. Raises `OSError`."""
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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
