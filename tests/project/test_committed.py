"""What is committed belongs to the project: no path of one machine, no address of one network, one version."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version

import pytest

import stackr
from project.sources import ROOT, committed

HOMES = ("work", "root", "home", "Users", "tmp")
MACHINE_PATH = re.compile(r"(?<![\w.~*})/-])/(?:" + "|".join(HOMES) + r")/[\w.-]+")
PUBLIC_INDEX = ("https://pypi.org/simple", "https://files.pythonhosted.org/packages/")
BINARY = {".parquet", ".xlsx", ".png", ".svg", ".woff2", ".ico"}


def test_no_path_of_a_machine_is_committed() -> None:
    found = []
    for path in committed():
        if path.suffix not in BINARY:
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                found += [f"{path.relative_to(ROOT)}:{number}: {hit}" for hit in MACHINE_PATH.findall(line)]
    assert found == []


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("cd " + "/" + "work/main", True),
        ('open("' + "/" + 'tmp/x.json")', True),
        ("see ../shared/design", False),
        ("https://example.org/home/page", False),
        ("tests/tmp/x", False),
    ],
)
def test_a_path_of_a_machine_would_be_seen(line: str, is_one: bool) -> None:
    assert bool(MACHINE_PATH.search(line)) is is_one


def test_the_lock_names_only_the_public_index() -> None:
    addresses = re.findall(r'"(https?://[^"]+)"', (ROOT / "uv.lock").read_text("utf-8"))
    assert addresses
    assert [address for address in addresses if not address.startswith(PUBLIC_INDEX)] == []


def test_the_lock_fits_the_project() -> None:
    """Every direct requirement is locked, so that a set-up never resolves anew."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = {package["name"] for package in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]}
    extras = [needs for extra in project["optional-dependencies"].values() for needs in extra]
    wanted = {re.split(r"[\[<>=~! ]", needs)[0].lower() for needs in [*project["dependencies"], *extras]}
    assert wanted <= locked


def test_there_is_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    own = next(package for package in locked if package["name"] == "stackr")
    assert {project["version"], own["version"], version("stackr")} == {stackr.__version__}


def test_the_changelog_has_a_place_for_what_comes() -> None:
    headings = re.findall(r"^## \[?([^\]\s]+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased" or headings[0] == stackr.__version__
