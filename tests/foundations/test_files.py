"""Files are whole or not there; the cache gives back what was kept or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stackr import _cache
from stackr._files import write_whole


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "a"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_the_mode_of_a_file_stays_and_a_new_one_follows_the_umask(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"")
    old.chmod(0o604)
    write_whole(old, b"x")
    assert old.stat().st_mode & 0o777 == 0o604
    before = os.umask(0o027)
    try:
        write_whole(new, b"x")
    finally:
        os.umask(before)
    assert new.stat().st_mode & 0o777 == 0o640


def test_what_is_kept_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKR_CACHE", str(tmp_path / "deep" / "cache"))
    assert _cache.recall("kind", "sha256:ab") is None
    _cache.remember("kind", "sha256:ab", b"line\nline\n\x00")
    assert _cache.recall("kind", "sha256:ab") == b"line\nline\n\x00"
    assert _cache.recall("other", "sha256:ab") is None


def test_the_place_of_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STACKR_CACHE", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "caches")
    assert _cache.cache_folder() == Path("caches/stackr")
    monkeypatch.setattr("sys.platform", "darwin")
    assert _cache.cache_folder() == Path.home() / "Library/Caches/stackr"
