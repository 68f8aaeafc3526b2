"""What goes wrong around a command: said in one plain line, never as a traceback, and with the right exit code."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress

from stackr.diagnostics.model import NOWHERE, Diagnostic
from stackr.diagnostics.render_text import Sources, no_sources, render_text

DONE, NO, WRONG, INTERRUPTED = 0, 1, 2, 130
"""The exit codes: done; done and the answer is no; the call or its input was wrong; interrupted."""


class CommandFault(Exception):
    """The call, or what it was given, is wrong: shown as a diagnostic without a place, exit code 2."""

    def __init__(self, code: str, message: str, help: str = "") -> None:
        self.diagnostic = Diagnostic(code, message, NOWHERE, help=help)
        super().__init__(message)


def say(diagnostics: tuple[Diagnostic, ...], sources: Sources = no_sources) -> None:
    """Diagnostics on standard error. Where that can't be written, the exit code alone tells."""
    with suppress(OSError):
        sys.stderr.write(render_text(diagnostics, sources, colour=wants_colour(sys.stderr)))
        sys.stderr.flush()


def say_unexpected(fault: Exception) -> None:
    """A fault that nobody foresaw, in one line; with STACKR_DEBUG=1 its traceback before that."""
    if os.environ.get("STACKR_DEBUG") == "1":
        traceback.print_exception(fault)
    say((diagnose(fault),))


EXTRAS = {
    "ortools": "solve", "numba": "batch", "numpy": "batch", "pyarrow": "batch", "fastexcel": "batch", "xlsxwriter": "batch",
    "sqlalchemy": "database", "psycopg": "database", "distributed": "dask", "pyspark": "spark", "pygraphviz": "draw", "typst": "pdf",
    "pygls": "lsp", "lsprotocol": "lsp",
}  # fmt: skip
"""Library → the extra that installs it."""


def diagnose(fault: Exception) -> Diagnostic:
    """What to call it: a file that can't be had, a library that isn't installed, or a fault of ours."""
    match fault:
        case CommandFault():
            return fault.diagnostic
        case OSError() if fault.filename is not None:
            reason = fault.strerror or type(fault).__name__
            return Diagnostic("X902", f"{fault.filename}: {reason[:1].lower()}{reason[1:]}", NOWHERE)
        case OSError() if fault.strerror is not None:  # without a file: what is printed, or a pipe of the system
            reason = fault.strerror[:1].lower() + fault.strerror[1:]
            return Diagnostic("X907", f"what was to be printed can't be written: {reason}", NOWHERE)
        case ModuleNotFoundError() if not (fault.name or "").startswith("stackr"):
            extra = EXTRAS.get((fault.name or "").partition(".")[0])
            advice = (
                f'install the extra that holds it: pip install "stackr[{extra}]"' if extra else "install it with pip"
            )
            return Diagnostic("X905", f"this needs `{fault.name}`, which is not installed", NOWHERE, help=advice)
        case MemoryError() | RecursionError():
            return Diagnostic("X906", "the input is too large or too deeply nested for this machine", NOWHERE)
    advice = "please report it, with the command; STACKR_DEBUG=1 shows where it happened"
    about = " ".join(str(fault).split())[:300]
    return Diagnostic("X906", f"a fault in stackr: {type(fault).__name__}: {about}", NOWHERE, help=advice)


def wants_colour(stream: object) -> bool:
    """Colour only on a terminal that can show it, and not against the reader's wish (NO_COLOR)."""
    isatty = getattr(stream, "isatty", None)
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return bool(isatty is not None and isatty() and not plain)
