"""What the verbs that run over many learners share: inputs, engine, progress on a terminal, faults in plain words."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import click

from stackr._shipped import shipped_packs
from stackr._version import __version__
from stackr.cli.asked import names
from stackr.cli.faults import CommandFault
from stackr.cli.files import existing

if TYPE_CHECKING:
    from stackr.batch.engines.base import Engine
    from stackr.batch.run.inputs import Inputs
    from stackr.batch.run.options import RunOptions
    from stackr.batch.run.run import Progress

ENGINES = ("local", "dask", "spark")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?\Z", re.IGNORECASE)
_PER_WORKER = 600_000_000
LEAST_MEMORY: Final = 600 * 10**6
"""What the libraries and one part take: with less nothing is evaluated."""


@contextmanager
def running_faults() -> Iterator[None]:
    """Faults of a run as faults of the command."""
    from stackr.batch.engines.base import EngineFault
    from stackr.batch.ingest.shapes import InputError
    from stackr.batch.rows import BatchError
    from stackr.batch.run.folder import FolderFault
    from stackr.batch.run.pin import PinError
    from stackr.batch.run.run import StrictFault

    try:
        yield
    except (InputError, FolderFault) as fault:
        raise CommandFault("X920" if isinstance(fault, InputError) else "X921", str(fault), fault.help) from fault
    except StrictFault as fault:
        raise CommandFault("X922", str(fault), "without --strict such rows are put aside, with their reason") from fault
    except (EngineFault, PinError) as fault:
        raise CommandFault("X923", str(fault), "what is finished stays; --resume goes on with it") from fault
    except BatchError as fault:
        raise CommandFault("X920", str(fault)) from fault
    except OSError as fault:
        reason = (fault.strerror or type(fault).__name__).lower()
        told = f"{fault.filename}: can't be written ({reason})" if fault.filename else f"the run stops: {reason}"
        raise CommandFault("X907", told, "what is finished stays; --resume goes on with it") from fault


def names_of(given: tuple[str, ...]) -> tuple[str, ...] | None:
    """The awards asked for, each once, in order of name; None if none is asked for. Raises `CommandFault` (X901)."""
    found = names(given)
    return None if found is None else tuple(sorted(set(found)))


def bytes_of(text: str) -> int:
    """A size such as 2GB or 500M, in bytes."""
    found = _SIZE.match(text.strip())
    if found is None:
        raise CommandFault("X901", f"{text} is not a size such as 2GB or 500MB")
    return int(Decimal(found[1]) * 1000 ** " KMGT".index(found[2].upper() or " "))


def inputs_of(
    holdings: tuple[str, ...],
    profile: str | None,
    learners: tuple[str, ...] = (),
    decisions: tuple[str, ...] = (),
    database: str | None = None,
    query: str | None = None,
    since: str | None = None,
    changed: tuple[str, ...] = (),
) -> Inputs:
    """The inputs, looked at before any work."""
    from stackr.batch.ingest.profile import Profile, load_profile
    from stackr.batch.ingest.sources import expand, query_source
    from stackr.batch.run.inputs import Inputs

    sources = expand(holdings)
    if query is not None:
        if database is None:
            raise CommandFault(
                "X901", "--query needs a database", "--database URL, or STACKR_DATABASE in the environment"
            )
        sources.append(query_source(database, query))
    kept = None if since is None or sources else Path(since)
    if changed and kept is None:
        raise CommandFault(
            "X901", "--changed changes the rows of the run that --since names, and holdings are given as well"
        )
    if not sources and kept is None:
        raise CommandFault(
            "X901", "there is nothing to read", "name tables of holdings, or give --database and --query"
        )
    found = Inputs(
        holdings=tuple(sources),
        profile=load_profile(profile) if profile else Profile(),
        learners=tuple(expand(learners)),
        decisions=tuple(expand(decisions)),
        kept=kept,
        changed=tuple(expand(changed)),
    )
    found.look()
    return found


def carry_out(
    inputs: Inputs,
    rules: tuple[str, ...],
    out: str,
    options: RunOptions,
    *,
    before: tuple[str, ...] = (),
    since: str | None = None,
    resume: bool = False,
    engine: str = "local",
    workers: int | None = None,
    memory: int = 2 * 10**9,
) -> dict[str, Any]:
    """The run, from its beginning or from where it stands, to its summary. `before`: rules to compare with."""
    from stackr.batch.ingest.shapes import InputError
    from stackr.batch.output.finish import finish
    from stackr.batch.run.folder import BEFORE, Folder
    from stackr.batch.run.run import Run, StrictFault, asked, hold_against, prepare, restore
    from stackr.batch.since.merge import Since
    from stackr.batch.since.previous import Previous

    place, question = Path(out), asked(inputs, options)
    fresh = prepare(place, existing(rules) if rules else shipped_packs())
    previous = None if since is None else Previous(Path(since))
    old = prepare(place, existing(before), BEFORE) if before else None
    if fresh is not None and (old is not None or not before):
        hold_against((book for book, _ in (fresh, *([old] if old else ()))), options.for_)
    folder = Folder(place, question, resume=resume)
    if folder.finished:
        return dict(json.loads((folder.out / "summary.json").read_bytes()))
    finished = False
    try:
        pinned = restore(folder, fresh)
        compared = restore(folder, old, BEFORE) if before else None
        after = None
        if previous is not None:
            book = pinned.load()
            after = Since(previous, previous.reaches(book, options.data(), __version__), book)
        if fresh is None:
            click.echo(f"goes on with the rules it was begun with ({pinned.rules[:19]}…)", err=True)
        if memory < LEAST_MEMORY:
            click.echo(f"a run takes some {LEAST_MEMORY // 10**6} MB whatever --memory says", err=True)
        with shown_progress() as progress:
            worker = _engine(engine, workers, memory, sum(source.size for source in inputs.holdings))
            done = Run(folder, inputs, pinned, options, worker, progress, _chunk(memory), compared, after).go()
        summary = finish(folder, question, pinned, options, done, compared)
        finished = True
        return summary
    except (StrictFault, InputError):
        folder.abandon()
        raise
    except ImportError:  # something that is not installed: nothing is begun yet, unless the run went on from there
        if folder.recall("taken") is None:
            folder.abandon()
        raise
    except KeyboardInterrupt:
        if not is_temporary(out):
            click.echo(f"interrupted: what is finished stays in {out}, and --resume goes on with it", err=True)
        raise
    finally:
        folder.close(finished=finished)


def _chunk(memory: int) -> int:
    return max(1 << 20, min(16 << 20, memory // 64))


def _engine(name: str, workers: int | None, memory: int, size: int) -> Engine:
    """`size`: bytes to read; a small run is done sooner than a second process is there."""
    from stackr.batch.engines.local import Here, Processes, cores

    if name == "dask":
        from stackr.batch.engines.dask import Cluster

        return Cluster(workers)
    if name == "spark":
        from stackr.batch.engines.spark import Session

        return Session(workers)
    count = workers or min(cores(), max(1, memory // _PER_WORKER), 1 + size // 20_000_000)
    return Here() if count == 1 else Processes(count)


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """A bar with rate and time left on standard error if that is a terminal; else silence."""
    from stackr.batch.run.run import Silent

    if not sys.stderr.isatty():
        yield Silent()
        return
    from stackr.cli.bar import Bar

    with Bar() as bar:
        yield bar


@contextmanager
def place_for(out: str | None) -> Iterator[str]:
    """The folder asked for; where none is, one that is gone afterwards."""
    if out is not None:
        yield out
        return
    with TemporaryDirectory(prefix=_TEMPORARY) as folder:
        yield str(Path(folder) / "out")


_TEMPORARY: Final = "stackr-run-"


def is_temporary(out: str) -> bool:
    """Whether a run's folder is one that nobody asked for."""
    return Path(out).parent.name.startswith(_TEMPORARY)


def rows_of(
    out: str, name: str, most: int | None = None, without: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """The rows of a table of a finished run, in order; the first `most` of them. `without`: not those that say so."""
    import polars as pl

    found: list[dict[str, Any]] = []
    for path in sorted((Path(out) / name).glob("part-*.parquet")):
        part = pl.scan_parquet(path)
        for column, value in (without or {}).items():
            part = part.filter(pl.col(column) != value)
        found += (part if most is None else part.head(most - len(found))).collect().to_dicts()
        if most is not None and len(found) >= most:
            break
    return found
