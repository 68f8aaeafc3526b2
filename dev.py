#!/usr/bin/env python3
"""Set up and run in one step, on a machine with only Python 3.11 and pip: python3 dev.py demo | test | lint | run."""

import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TASKS = {"demo": ["stackr", "demo"], "test": ["pytest"], "lint": ["ruff", "check"], "run": ["stackr"]}
BIN, EXE = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
# Certificates from the system's store: institutions often inspect TLS with a root of their own.
ENV = {**os.environ, "UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
ENV.setdefault("UV_PYTHON", sys.executable)
# Extras to set up beside what the tests mostly need (`spark`: some 400 MB, and Java).
EXTRAS = os.environ.get("STACKR_EXTRAS", "").split()


def find_uv() -> str:
    """uv from the PATH, else a private copy under .tools/ (no venv or ensurepip needed for that)."""
    local = HERE / ".tools" / "bin" / f"uv{EXE}"
    if found := shutil.which("uv"):
        return found
    if not local.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--target", str(local.parents[1]), "uv"], check=True)
    return str(local)


def set_up() -> None:
    """Everything the tasks need, into .venv/: as locked through uv, else through plain venv and pip."""
    try:
        more = [f"--extra={name}" for name in EXTRAS]
        subprocess.run([find_uv(), "sync", "--frozen", "--quiet", *more], cwd=HERE, env=ENV, check=True)
    except (OSError, subprocess.CalledProcessError):
        print("dev.py: no set-up through uv; trying plain venv and pip", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(HERE / ".venv")], check=True)
        pip = [
            str(HERE / ".venv" / BIN / f"python{EXE}"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "-e",
            f"{HERE}[{','.join(['dev', *EXTRAS])}]",
        ]
        subprocess.run(pip, check=True)


def main() -> int:
    """Set up, run the task, hand on its exit code."""
    if sys.version_info < (3, 11):
        print("dev.py: stackr needs Python 3.11 or newer; this is " + sys.version.split()[0], file=sys.stderr)
        return 2
    if len(sys.argv) < 2 or sys.argv[1] not in TASKS:
        print(f"usage: python3 dev.py {'|'.join(TASKS)} [arguments ...]", file=sys.stderr)
        return 2
    try:
        set_up()
    except (OSError, subprocess.CalledProcessError) as fault:
        print(f"dev.py: the set-up did not succeed: {fault}", file=sys.stderr)
        return 2
    tool, *arguments = [*TASKS[sys.argv[1]], *sys.argv[2:]]
    return subprocess.run([str(HERE / ".venv" / BIN / f"{tool}{EXE}"), *arguments], cwd=HERE).returncode


if __name__ == "__main__":
    sys.exit(main())
