"""The same sources give the same bytes, wherever, whenever and by whatever way they are built."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.front_ends import (
    PACKAGES,
    Environment,
    builder,
    call_hook,
    names_in,
    project,
    read,
    wheels,
)

__all__ = ["builder", "project", "wheels"]  # fixtures

pytestmark = [pytest.mark.slow, pytest.mark.e2e]

@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A copy of `src_layout` in a place of another name, later and with other permissions."""
    folder = shutil.copytree(PACKAGES / "src_layout", tmp_path / "Ünïcode, spaces and.dots")
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            os.utime(path, (1700000000, 1700000000))
    return folder


def built(builder: Environment, folder: Path, hook: str = "build_wheel") -> Path:
    output = folder.parent / f"{folder.name}-out"
    name, _ = call_hook(builder, folder, hook, output)
    return output / name


@pytest.mark.parametrize("hook", ["build_wheel", "build_sdist"])
def test_every_place_and_time_give_the_same_bytes(
    hook: str, builder: Environment, elsewhere: Path, project: Callable[[str], Path]
) -> None:
    results = []
    for folder in (project("src_layout"), elsewhere):
        output = folder.parent / f"{folder.name}-out"
        # The cache would hand out what the first build made.
        name, _ = call_hook(builder, folder, hook, output, {"pyx-lowering.cache": "false"})
        results.append(output / name)
    first, second = results
    assert first.name == second.name
    if hook == "build_wheel":  # The first to differ is shown.
        with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as other:
            for left, right in zip(one.infolist(), other.infolist(), strict=True):
                assert (left.filename, left.CRC) == (right.filename, right.CRC)
    assert first.read_bytes() == second.read_bytes()


def test_the_date_can_be_chosen(builder: Environment, project: Callable[[str], Path]) -> None:
    folder = project("nothing_marked")
    environ = {"SOURCE_DATE_EPOCH": "1000000000"}
    for hook in ("build_wheel", "build_sdist"):
        call_hook(builder, folder, hook, folder / "dist", env=environ)
    with zipfile.ZipFile(next((folder / "dist").glob("*.whl"))) as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(2001, 9, 9)}
    with tarfile.open(next((folder / "dist").glob("*.tar.gz"))) as tar:
        assert {member.mtime for member in tar} == {1000000000}


def test_the_bill_of_materials(builder: Environment, project: Callable[[str], Path]) -> None:
    wheel = built(builder, project("src_layout"))
    document = json.loads(read(wheel, ".dist-info/sboms/pyx-lowering.cdx.json"))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert document["metadata"]["component"]["purl"] == "pkg:pypi/src-layout@1.2.3"
    tools = {tool["name"]: tool["version"] for tool in document["metadata"]["tools"]["components"]}
    assert {"pyx-lowering", "cython"} <= tools.keys()
    listed = {part["name"]: part["properties"] for part in document["components"]}
    assert listed.keys() == {name for name in names_in(wheel) if "_native" in name}
    (flat,) = [listed[name] for name in listed if "_flat_native" in name]
    assert flat[0] == {"name": "pyx-lowering:function", "value": "disc"}
    assert [p["value"].split()[0] for p in flat[1:]] == [
        "src/shapes/flat.py", "src/shapes/constants.py"]
