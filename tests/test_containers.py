"""A real run of cibuildwheel in a container, with this project's own cibw.toml."""

from __future__ import annotations

import importlib.util
import re
import zipfile
from pathlib import Path

import pytest

from platforms import containers
from tests.front_ends import wheels

__all__ = ["wheels"]  # fixtures

pytestmark = [pytest.mark.slow, pytest.mark.e2e, pytest.mark.platforms]


def test_cibuildwheel_builds_and_verifies_two_versions(tmp_path: Path, wheels: Path) -> None:
    if importlib.util.find_spec("cibuildwheel") is None:
        pytest.skip("cibuildwheel is not installed (`make platforms` installs it)")
    try:
        interpreters = containers.require_tools()[:2]
        containers.make_image(tmp_path, interpreters)
    except (containers.Unavailable, containers.Failed) as reason:
        pytest.skip(str(reason))
    output = containers.build_wheels(tmp_path, interpreters, wheels)
    assert output.count("12 functions, 0 different, 0 not compared") == 2
    built = sorted((tmp_path / "wheelhouse").glob("*.whl"))
    tags = [re.sub(r".*-(cp\d+)-cp\d+-.*", r"\1", wheel.name) for wheel in built]
    assert tags == sorted("cp" + prefix.name.replace(".", "")[:3] for prefix in interpreters)
    for wheel in built:
        assert "manylinux_2_" in wheel.name
        with zipfile.ZipFile(wheel) as archive:
            assert sum("_native" in name for name in archive.namelist()) == 4
