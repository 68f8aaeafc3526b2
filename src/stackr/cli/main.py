"""The `stackr` command: finds the verb, runs it, and turns whatever goes wrong into plain words and an exit code.

Exit codes: 0 done; 1 done, and the answer is "no"; 2 the call or its input was wrong; 130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from stackr._version import __version__
from stackr.cli.faults import DONE, INTERRUPTED, WRONG, CommandFault, say, say_unexpected
from stackr.cli.lazy import LazyGroup
from stackr.cli.sources import sources_around
from stackr.diagnostics.model import RuleError
from stackr.language.version import LANGUAGE_VERSION

VERSIONS = f"stackr {__version__}, rule language {LANGUAGE_VERSION}"


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(message=VERSIONS)
def stackr() -> None:
    """How learning stacks toward qualifications: exactly, and with reasons."""


def main() -> NoReturn:
    """The installed command."""
    code = run(sys.argv[1:])
    _let_go_of_the_unwritten()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code. Never raises but for what ends the process from outside."""
    _open_streams()
    _speak_utf8()
    try:
        outcome = stackr.main(list(arguments), prog_name="stackr", standalone_mode=False)
        sys.stdout.flush()
    except RuleError as fault:
        say(fault.diagnostics, sources_around(arguments))
    except click.exceptions.NoArgsIsHelpError as fault:
        fault.show()
    except click.UsageError as fault:
        say((_usage(fault).diagnostic,))
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except (SystemExit, BrokenPipeError):  # the reader wants no more; click turns a closed pipe into an exit
        return DONE
    except Exception as fault:
        say_unexpected(fault)
    else:
        return outcome if isinstance(outcome, int) else DONE
    return WRONG


def _usage(fault: click.UsageError) -> CommandFault:
    """Click's message about the call, in our form."""
    message = fault.format_message().strip().rstrip(".")
    advice = f"`{fault.ctx.command_path} --help` says what it takes" if fault.ctx else ""
    return CommandFault("X901", message[:1].lower() + message[1:], (_where_rules_go(fault) or "") + advice)


def _where_rules_go(fault: click.UsageError) -> str | None:
    """Rules are what some verbs are about (`check PATH...`), and what others go by (`graph --rules PATH`)."""
    if fault.ctx is None:
        return None
    taken = {parameter.name: parameter for parameter in fault.ctx.command.params}
    if isinstance(fault, click.NoSuchOption) and fault.option_name == "--rules" and "paths" in taken:
        return f"`{fault.ctx.command_path} PATH...` takes the rule files without `--rules`; "
    if "extra argument" in fault.message and "--rules" in (o for p in taken.values() for o in p.opts):
        return "rule files and folders are named behind `--rules`; "
    return None


def _open_streams() -> None:
    """Who starts a program with its streams closed wants nothing of them; what it does and its exit code stay the same."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def _speak_utf8() -> None:
    """What another program reads is UTF-8 whatever the locale; no letter that a terminal lacks may stop a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _let_go_of_the_unwritten() -> None:
    """What a full disk or a closed pipe did not take must not be tried once more, and the exit code changed, at the very end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
