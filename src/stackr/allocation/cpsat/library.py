"""CP-SAT (`cp_model`), loaded without pandas.

Its Python layer names pandas in annotations and in calls for whole tables, which nothing here makes; loading it takes twice the
time and more memory than the solver itself (a second of a cold start, 75 MB). While the layer is loaded, names stand in
for pandas; afterwards it has the real one, at the first call that wants it, so that a program around this one loses nothing.
"""

from __future__ import annotations

import sys
import threading
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

__all__ = ["cp_model"]

_PANDAS: Final = "pandas"


class _Names(ModuleType):
    """Names to annotate with."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


class _Later(ModuleType):
    """The real library, from its first use on."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(_PANDAS), name)


def _without_pandas() -> ModuleType:
    sys.modules[_PANDAS] = _Names(_PANDAS)
    try:
        layer = import_module("ortools.sat.python.cp_model")
    finally:
        del sys.modules[_PANDAS]
    vars(layer)["pd"] = _Later(_PANDAS)
    return layer


if TYPE_CHECKING:
    from ortools.sat.python import cp_model
elif _PANDAS in sys.modules or "ortools.sat.python.cp_model" in sys.modules or threading.active_count() > 1:
    # It is there anyway, or another thread could come upon the names while they stand in.
    from ortools.sat.python import cp_model
else:
    cp_model = _without_pandas()
