"""Long work: interrupted, killed, out of disk, begun twice. What is finished stays, and resuming gives the same bytes."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest

from cli.calls import Caller
from runs.made import DAY, RULES, batch, csv_text, every_byte, made_rules, rows, table
from stackr.batch.engines import local
from stackr.batch.output.write import HALF

FEW = ("--part-rows", "25", "--workers", "1")


@pytest.fixture(autouse=True)
def never_few() -> None:
    """Processes of their own work a small run out as it is, so the test's own does too."""


@pytest.fixture
def holdings(folder: Path) -> Path:
    path = folder / "holdings.csv"
    path.write_text(csv_text(rows(180)) + "torn,line\n", "utf-8")
    return path


def started(out: Path, holdings: Path, *more: str) -> subprocess.Popen[bytes]:
    """A run in a process of its own, at the head of a group."""
    command = [sys.executable, "-m", "stackr", "batch", str(holdings), "--rules", str(made_rules(out.parent))]
    command += ["--out", str(out), "--as-of", DAY, *FEW, *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def after_some_parts(out: Path, process: subprocess.Popen[bytes], act: Callable[[], None]) -> int:
    """Do something to the process once some parts are kept; how many there were."""
    parts = out / ".run" / "parts"
    for _ in range(6000):
        if parts.is_dir() and len(list(parts.glob("*.json"))) >= 3:
            act()
            break
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)
    process.wait(60)
    return len(list(parts.glob("*.json")))


def parts_of(out: Path) -> int:
    return len(list((out / "results").glob("part-*.parquet")))


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT], ids=["kill", "interrupt"])
def test_resumed_after_it_was_stopped(call: Caller, folder: Path, holdings: Path, sign: signal.Signals) -> None:
    assert batch(call, folder / "whole", holdings, *FEW).code == 0
    out = folder / "stopped"
    process = started(out, holdings)
    kept = after_some_parts(out, process, lambda: os.kill(process.pid, sign))
    assert 3 <= kept < parts_of(folder / "whole"), "it was stopped in the middle"
    assert not (out / "manifest.json").exists()
    if sign is signal.SIGINT:
        assert process.returncode == 130
    finished = table(out, "results")
    whole = table(folder / "whole", "results")
    assert finished.join(whole, on=finished.columns, how="anti", nulls_equal=True).is_empty(), (
        "finished parts are valid"
    )
    assert batch(call, out, holdings, *FEW).code == 2, "without --resume it is left alone"
    assert batch(call, out, holdings, *FEW, "--resume").code == 0
    assert every_byte(out) == every_byte(folder / "whole")


@pytest.mark.parametrize("file", [2, 9, 31])
def test_killed_while_a_file_is_written(call: Caller, folder: Path, holdings: Path, file: int) -> None:
    """Between the writing of a file and its name: what is half there is nobody's, and is gone when the run goes on."""
    out = folder / "stopped"
    line = [
        "stackr",
        "batch",
        str(holdings),
        "--rules",
        str(made_rules(folder)),
        "--out",
        str(out),
        "--as-of",
        DAY,
        *FEW,
    ]
    program = f"""
import os, sys
from stackr.cli.main import main
real, left = os.replace, [{file}]
def replace(*names):
    left[0] -= str(names[1]).startswith({str(out)!r})
    real(*names) if left[0] else os._exit(9)
os.replace = replace
sys.argv = {line!r}
main()
"""
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 9
    assert list(out.rglob(f".*{HALF}")) != []
    assert batch(call, out, holdings, *FEW, "--resume").code == 0
    assert batch(call, folder / "whole", holdings, *FEW).code == 0
    assert every_byte(out) == every_byte(folder / "whole")


def descendants(pid: int) -> set[int]:
    """The processes below one."""
    try:
        children = {int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()}
    except OSError:
        return set()
    return children.union(*(descendants(child) for child in children))


@pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="the workers of a run are counted through /proc, which only Linux has"
)
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT], ids=["terminate", "interrupt"])
def test_several_processes_end_with_the_one_that_began_them(
    call: Caller, folder: Path, holdings: Path, sign: signal.Signals
) -> None:
    """Also when it gets no chance to say so. An interruption from the keyboard reaches them all, and only one line tells of it."""
    out, below = folder / "stopped", set[int]()
    process = started(out, holdings, "--workers", "2")

    def stop() -> None:
        below.update(descendants(process.pid))
        (os.killpg if sign is signal.SIGINT else os.kill)(process.pid, sign)

    after_some_parts(out, process, stop)
    assert len(below) >= 2, "there were workers"
    if sign is signal.SIGINT:
        told = process.communicate()[1].decode().strip()
        assert (process.returncode, told.count("\n"), "--resume goes on" in told) == (130, 0, True), told
    for _ in range(1000):
        if not any(Path(f"/proc/{pid}").exists() for pid in below):
            break
        time.sleep(0.01)
    assert [pid for pid in below if Path(f"/proc/{pid}").exists()] == []
    assert batch(call, out, holdings, *FEW, "--resume").code == 0
    assert batch(call, folder / "whole", holdings, *FEW).code == 0
    assert every_byte(out) == every_byte(folder / "whole")


def test_rules_edited_in_the_middle_change_nothing_of_the_run(call: Caller, folder: Path, holdings: Path) -> None:
    assert batch(call, folder / "whole", holdings, *FEW).code == 0
    out = folder / "stopped"
    process = started(out, holdings)
    after_some_parts(out, process, process.kill)
    made_rules(folder).write_text(RULES.replace("40 credits from any", "50 credits from any"), "utf-8")
    edited = folder / "rules" / "made.stackr"
    assert batch(call, out, holdings, *FEW, "--resume", rules=edited).code == 0
    assert every_byte(out) == every_byte(folder / "whole")


def test_a_run_is_resumed_only_on_the_inputs_it_was_begun_with(call: Caller, folder: Path, holdings: Path) -> None:
    out = folder / "stopped"
    process = started(out, holdings)
    after_some_parts(out, process, process.kill)
    holdings.write_text(holdings.read_text("utf-8") + "L0001,h9,U1,HOME,20,CR,active,2024-01-01\n", "utf-8")
    answer = batch(call, out, holdings, *FEW, "--resume")
    assert answer.code == 2
    assert "has changed since the run began" in answer.err


def test_two_processes_do_not_work_on_one_folder(call: Caller, folder: Path, holdings: Path) -> None:
    out = folder / "busy"
    process = started(out, holdings)
    said: list[str] = []
    after_some_parts(out, process, lambda: said.append(batch(call, out, holdings, *FEW, "--resume").err))
    assert "another process is at work" in said[0]
    assert process.returncode == 0


def test_a_part_that_was_tampered_with_is_done_again(call: Caller, folder: Path, holdings: Path) -> None:
    assert batch(call, folder / "whole", holdings, *FEW).code == 0
    out = folder / "stopped"
    process = started(out, holdings)
    after_some_parts(out, process, process.kill)
    first = out / "results" / "part-00000.parquet"
    first.write_bytes(first.read_bytes()[:-7])
    assert batch(call, out, holdings, *FEW, "--resume").code == 0
    assert every_byte(out) == every_byte(folder / "whole")


@pytest.mark.parametrize("after", [0, 3, 9, 20])
def test_a_full_disk_is_said_and_nothing_is_torn(
    call: Caller, folder: Path, holdings: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    assert batch(call, folder / "whole", holdings, *FEW).code == 0
    out = folder / "full"
    made_rules(folder)
    done = 0
    real = os.replace

    def full(source: str, target: str) -> None:
        nonlocal done
        done += 1
        if done > after:
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr("os.replace", full)
        answer = batch(call, out, holdings, *FEW)
    assert answer.code == 2
    assert "[X907]" in answer.err
    assert "no space left" in answer.err
    assert not (out / "manifest.json").exists()
    assert [path for path in out.rglob(".*") if path.name != ".run"] == [], "nothing half-written lies about"
    assert batch(call, out, holdings, *FEW, "--resume").code == 0
    assert every_byte(out) == every_byte(folder / "whole")


class Pool:
    """Work that is done at once, and what is heard of its end."""

    ends: ClassVar[list[bool]] = []

    def __init__(self, *_: object) -> None: ...

    def submit(self, work: Callable[..., object], *given: object) -> Future[object]:
        done = Future[object]()
        done.set_result(given)
        return done

    def shutdown(self, *, wait: bool, cancel_futures: bool) -> None:
        self.ends.append(wait and cancel_futures)


@pytest.mark.parametrize("in_the_middle", [True, False], ids=["in the middle", "at the end"])
def test_an_interruption_told_twice_leaves_no_worker_and_no_second_word(
    in_the_middle: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library may raise it once, and Python once more while the workers are being ended."""
    calm, ends = local._uninterrupted, list[bool]()
    told = iter([False, True])  # the part is sent; then the workers are ended

    def uninterrupted() -> AbstractContextManager[None]:
        if next(told, False):
            raise KeyboardInterrupt
        return calm()

    for name, value in {
        "ProcessPoolExecutor": Pool, "packed": list, "unpacked": list, "_uninterrupted": uninterrupted,
    }.items():  # fmt: skip
        monkeypatch.setattr(local, name, value)
    monkeypatch.setattr(Pool, "ends", ends)
    parts = iter([(1, cast("Any", ()))])
    going = cast("Generator[object]", local.Processes(0).map(b"", parts))
    next(going)
    if in_the_middle:
        going.close()
    else:
        with pytest.raises(KeyboardInterrupt):
            next(going)
    assert ends == [True]
