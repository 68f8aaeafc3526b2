"""The bundle: rule files by path, their imports followed, each read once. Its digest is that of relative paths and bytes.

Names of files are relative to the folder loaded (or the file's folder), with forward slashes; where two folders hold files of
one name, to a folder further out. What is imported as `stackr/…` keeps that name. Imports may not form a circle, and nothing
outside the machine is ever asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from stackr._digest import digest, digest_bytes
from stackr._shipped import shipped_rules
from stackr.diagnostics.model import Collector, Span
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree
from stackr.language.parse import MAX_BYTES, parse_bytes, parse_text

SUFFIX = ".stackr"
SHIPPED = "stackr/"
MOST_FILES = 20_000


@dataclass(slots=True)
class Bundle:
    """Parsed files by name, the bytes they and their data files had, and what was wrong."""

    files: dict[str, tree.File] = field(default_factory=dict)
    contents: dict[str, str] = field(default_factory=dict)
    """Digest of the bytes of every rule file, by name."""
    data: dict[str, str] = field(default_factory=dict)
    """Digest of the bytes of every data file, by name."""
    folders: dict[str, Path | None] = field(default_factory=dict)
    """Folder on disk of each rule file, for relative paths; None for text that came without a file."""
    disk: set[Path] = field(default_factory=set)
    """Every file on disk that was read, rules and data alike."""
    collector: Collector = field(default_factory=Collector)

    @property
    def digest(self) -> str:
        """`rules`: relative paths and bytes."""
        return digest(self.contents)

    @property
    def data_digest(self) -> str:
        """`registers`: data files that registers and catalogues are read from."""
        return digest(self.data)


def read_paths(paths: Sequence[Path], unsaved: Mapping[Path, bytes] = MappingProxyType({})) -> Bundle:
    """All rule files at the paths (folders are walked) and what they import. `unsaved`: what stands for files, by path."""
    bundle, reader = Bundle(), None
    starts = [
        (file, path if path.is_dir() else path.parent)
        for path in paths
        for file in ([path] if path.resolve() in unsaved else _rule_files(path, bundle))
    ]
    seen: dict[Path, str] = {}
    for root, file in sorted((root.resolve(), file.resolve()) for file, root in starts):
        reader = _Reader(bundle, root, seen, unsaved)
        reader.read(file, None)
    if reader is None and not bundle.collector.has_errors:
        where = ", ".join(str(path) for path in paths)
        bundle.collector.add(
            "B401", f"no rule files in {where}", Span("", 0, 0, 0, 0), help=f"rule files end in {SUFFIX}"
        )
    return bundle


def read_text(text: str, path: str = "rules.stackr", folder: Path | None = None) -> Bundle:
    """One text as a bundle; imports of shipped packs work, relative ones only if a folder is given."""
    bundle = Bundle()
    reader = _Reader(bundle, (folder or Path.cwd()).resolve(), {}, {}, relative=folder is not None)
    result = parse_text(text, path)
    reader.take(path, text.encode("utf-8", "surrogatepass"), result.file, folder, ())
    bundle.collector.items.extend(result.diagnostics)
    return bundle


def _rule_files(path: Path, bundle: Bundle) -> list[Path]:
    if path.is_dir():
        found = sorted(file for file in path.rglob(f"*{SUFFIX}") if file.is_file())
        if len(found) > MOST_FILES:
            message = f"{len(found)} rule files in {path}, and {MOST_FILES} is the limit"
            bundle.collector.add("B406", message, Span("", 0, 0, 0, 0))
            return []
        return found
    if path.is_file():
        return [path]
    bundle.collector.add("B401", f"there is no file or folder {path}", Span("", 0, 0, 0, 0))
    return []


class _Reader:
    """Follows imports from one root."""

    def __init__(
        self, bundle: Bundle, root: Path, seen: dict[Path, str], unsaved: Mapping[Path, bytes], relative: bool = True
    ) -> None:
        self.bundle, self.root, self.seen, self.unsaved, self.relative = bundle, root, seen, unsaved, relative

    def read(self, file: Path, name: str | None, opened: tuple[Path, ...] = ()) -> None:
        """Read a file and its imports, once."""
        if file in self.seen:
            return
        name = self._free(file, name)
        self.seen[file] = name
        data = self._bytes(file)
        self.bundle.disk.add(file)
        result = parse_bytes(data, name)
        self.bundle.collector.items.extend(result.diagnostics)
        self.take(name, data, result.file, file.parent, (*opened, file))

    def _free(self, file: Path, name: str | None) -> str:
        """The name of a file: relative to the root, or, where another root has a file of that name, to a folder further out."""
        folder = self.root
        name = name or _relative(file, folder)
        while name in self.bundle.files and folder != folder.parent:
            folder = folder.parent
            name = _relative(file, folder)
        return name

    def _bytes(self, file: Path) -> bytes:
        if file in self.unsaved:
            return self.unsaved[file]
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)

    def take(self, name: str, data: bytes, parsed: tree.File, folder: Path | None, opened: tuple[Path, ...]) -> None:
        """Keep a parsed file, then follow what it imports."""
        self.bundle.files[name] = parsed
        self.bundle.contents[name] = digest_bytes(data)
        self.bundle.folders[name] = folder
        for line in parsed.declarations:
            if isinstance(line, tree.Import):
                self._follow(line, folder, opened)

    def _follow(self, line: tree.Import, folder: Path | None, opened: tuple[Path, ...]) -> None:
        if not line.path.text.endswith(SUFFIX):
            help_ = f"rule files end in {SUFFIX}; data files are named behind `from`"
            self.bundle.collector.add("B402", f'"{line.path.text}" is not a rule file', line.path.span, help=help_)
            return
        target = resolve(line.path, folder if self.relative else None, self.bundle.collector.add)
        if target is None:
            return
        if target in opened:
            message = f'importing "{line.path.text}" comes back to this file'
            help_ = "move what both files need into a third, and import that"
            self.bundle.collector.add("B403", message, line.span, help=help_)
            return
        shipped = line.path.text.startswith(SHIPPED)
        self.read(target, line.path.text if shipped and not target.is_relative_to(self.root) else None, opened)


def _relative(file: Path, folder: Path) -> str:
    return Path(os.path.relpath(file, folder)).as_posix()


def resolve(path: tree.Text, folder: Path | None, fault: Callable[..., None]) -> Path | None:
    """The file on disk that a path in a rule file means; reports what is wrong with it and gives None."""
    text = path.text
    if text.startswith("/") or "\\" in text or ":" in text or "\0" in text:
        help_ = "write it relative to this file, with forward slashes, or as `stackr/…` for a shipped pack"
        fault("B404", f'"{text}" is not a relative path', path.span, help=help_)
        return None
    if text.startswith(SHIPPED):
        base, rest = shipped_rules(), text.removeprefix(SHIPPED)
    elif folder is None:
        fault("B404", f'"{text}" is relative to a file, and these rules are not in one', path.span)
        return None
    else:
        base, rest = folder, text
    target = (base / rest).resolve()
    if text.startswith(SHIPPED) and not target.is_relative_to(base.resolve()):
        fault("B404", f'"{text}" leads out of the shipped packs', path.span)
        return None
    if not target.is_file():
        near = did_you_mean(target.name, [p.name for p in target.parent.glob("*")]) if target.parent.is_dir() else ""
        fault("B402", f'there is no file "{text}"', path.span, help=near or "look at the spelling and the folder")
        return None
    return target
