"""The example's wheel for WebAssembly: built by pyodide-build, run in Pyodide in Node."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from platforms import pyodide
from tests.front_ends import ROOT, once, wheels
from tests.test_levels import DIGEST, DIGESTS

__all__ = ["wheels"]  # fixtures

pytestmark = [pytest.mark.slow, pytest.mark.e2e, pytest.mark.platforms]


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pyodide's runtime; skips the test where it cannot be had."""
    try:
        pyodide.require_tools()
        return pyodide.runtime(once(tmp_path_factory, "pyodide", lambda folder: None))
    except (pyodide.Unavailable, pyodide.Failed) as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def wasm_wheel(tmp_path_factory: pytest.TempPathFactory, runtime: Path, wheels: Path) -> Path:
    """The example's wheel for Pyodide."""

    def make(folder: Path) -> None:
        root = pyodide.cross_build_root(folder, runtime)
        links = {"PIP_FIND_LINKS": wheels.as_uri(), "PIP_NO_INDEX": "1"}
        pyodide.build_wheel(ROOT / "example_project", folder / "dist", root, links)

    (wheel,) = once(tmp_path_factory, "wasm", make).glob("dist/*.whl")
    return wheel


def test_the_wheel_is_for_pyodide(wasm_wheel: Path) -> None:
    assert wasm_wheel.name.endswith("-cp313-cp313-pyemscripten_2025_0_wasm32.whl")
    with zipfile.ZipFile(wasm_wheel) as archive:
        native = [n for n in archive.namelist() if "_native" in n]
        assert len(native) == 4
        for name in native:
            assert archive.read(name).startswith(b"\0asm")


def test_the_native_functions_run(runtime: Path, wasm_wheel: Path) -> None:
    output = pyodide.run(runtime, [wasm_wheel], """
import sys, orbits
from orbits._pyx_runtime import is_native
print(sys.platform, is_native(orbits.fma), orbits.fma(0.1, 10.0, -1.0))
print(orbits.factorial(30), orbits.greatest_common_divisor(2**62, 6**24))
""")
    assert output.splitlines() == [
        "emscripten True 5.551115123125783e-17",
        "265252859812191058636308480000000 16777216",
    ]


def test_verify_finds_no_difference(runtime: Path, wasm_wheel: Path, wheels: Path) -> None:
    (ours,) = wheels.glob("pyx_lowering-*.whl")
    output = pyodide.run(runtime, [wasm_wheel, ours], """
from pyx_lowering.cli import main
print("status", main(["verify", "orbits", "--calls", "60"]))
""")
    assert "12 functions, 0 different, 0 not compared" in output
    assert output.splitlines()[-1] == "status 0"


def test_the_bits_are_those_of_other_platforms(runtime: Path, wasm_wheel: Path) -> None:
    assert pyodide.run(runtime, [wasm_wheel], DIGEST.read_text()) == DIGESTS.read_text()


def test_a_failure_tells_its_reason(runtime: Path) -> None:
    with pytest.raises(pyodide.Failed, match="ZeroDivisionError"):
        pyodide.run(runtime, [], "1 / 0")
