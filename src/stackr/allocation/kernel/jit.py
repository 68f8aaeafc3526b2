"""Compiling, with a cache that knows what it was compiled from.

numba's own cache notices a change of a function's file, not of the files it calls into. So the cache folder is named
after the bytes of every module of this package and the versions of what compiles them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numba
from numba.core import config
from numba.cpython.unsafe.numbers import trailing_zeros

from stackr._cache import cache_folder
from stackr._digest import digest_bytes

F = TypeVar("F", bound=Callable[..., Any])
Ints: TypeAlias = Any
"""An array of int64. Inside compiled code its elements are numbers; numpy's own types would say too little."""

_intrinsic: Any = trailing_zeros
lowest: Callable[[int], int] = _intrinsic
"""The index of the lowest bit of a mask that is not 0."""


@lru_cache(maxsize=1)
def folder() -> str:
    """Where this version of the package keeps its compiled code; empty if the user has no place for caches."""
    sources = b"\0".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    versions = f"{version('numba')} {version('llvmlite')}".encode()
    try:
        return str(cache_folder() / "kernel" / digest_bytes(sources + versions).removeprefix("sha256:")[:24])
    except RuntimeError:
        return ""


def compiled(*, inline: bool = False, entry: bool = False) -> Callable[[F], F]:
    """A function compiled when first called, and kept on disk; only in memory where the disk can't be written.

    `entry`: Python calls it. The others are called by compiled code alone and need no way in from Python, which would take
    as long to compile as they do. `inline`: put into its callers.
    """

    def wrap(function: F) -> F:
        options: Any = {"nogil": True, "error_model": "numpy", "forceinline": inline}
        options |= {"no_cpython_wrapper": not entry, "no_cfunc_wrapper": True}
        compiler: Any = numba.njit
        settings: Any = config
        known = settings.CACHE_DIR
        settings.CACHE_DIR = folder() or known
        try:
            made: F = compiler(cache=True, **options)(function)
        except RuntimeError:  # numba: no place to cache
            made = compiler(**options)(function)
        finally:
            settings.CACHE_DIR = known
        return made

    return wrap
