"""What ships is found: the packs and data from the checkout, and the same ones from an installed wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from project.sources import ROOT
from stackr._shipped import shipped_data, shipped_rules

PROBE = """
import stackr
from stackr._shipped import shipped_data, shipped_rules
print(stackr.__file__, shipped_rules(), shipped_data(), sep="\\n")
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the built wheel laid out as an installation lays it out."""
    wheels, site = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = wheels.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(site)
    return site


def files_under(folder: Path) -> dict[str, bytes]:
    """Every file with its content, but for what a run leaves behind."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_checkout_finds_its_own() -> None:
    assert (shipped_rules(), shipped_data()) == (ROOT / "rules", ROOT / "data")
    assert shipped_rules().is_dir()
    assert shipped_data().is_dir()


def test_the_wheel_finds_the_same(installed: Path) -> None:
    child = subprocess.run([sys.executable, "-c", PROBE], env={"PYTHONPATH": str(installed)}, capture_output=True)
    module, rules, data = child.stdout.decode().splitlines()
    assert Path(module).is_relative_to(installed)
    assert Path(rules).is_relative_to(installed)
    assert Path(data).is_relative_to(installed)
    assert files_under(Path(rules)) == files_under(ROOT / "rules")
    assert files_under(Path(data)) == files_under(ROOT / "data")


def test_the_wheel_holds_what_is_not_python_too(installed: Path) -> None:
    wanted = {name for name in files_under(ROOT / "src") if not name.endswith(".py")}
    assert {name for name in wanted if not (installed / name).is_file()} == set()
    assert (installed / "stackr" / "py.typed").exists()
