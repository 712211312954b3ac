"""Modules with code for x86-64-v3 beside the baseline: on this processor and on emulated ones."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pyx_lowering.toolchain.levels import applies
from tests.front_ends import ROOT, Environment, builder, once, wheels

__all__ = ["builder", "wheels"]  # fixtures

DIGEST = ROOT / "platforms" / "digest.py"

#: What it prints on every platform.
DIGESTS = ROOT / "tests" / "digests.txt"

here = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64",
    reason="levels are tested on Linux for x86-64")
qemu = pytest.mark.skipif(
    shutil.which("qemu-x86_64") is None, reason="there is no `qemu-x86_64` (package qemu-user)")


def built(
    factory: pytest.TempPathFactory, builder: Environment, *, abi3: bool
) -> Path:
    """A folder with the example, built with both levels, for this Python or for many."""
    def make(folder: Path) -> None:
        source = shutil.copytree(
            ROOT / "example_project", folder / "source",
            ignore=shutil.ignore_patterns("build", "dist", "*.egg-info"))
        variables = {"PYX_LOWERING_INSTRUCTION_SET": "x86-64-v3",
                     "PYX_LOWERING_ABI3": str(abi3).lower()}
        builder.run("-m", "build", "--no-isolation", "--wheel", "--outdir", folder, source,
                    env=variables)
        (wheel,) = folder.glob("*.whl")
        assert ("abi3" in wheel.name) is abi3
        zipfile.ZipFile(wheel).extractall(folder / "site")

    return once(factory, "levels_abi3" if abi3 else "levels", make) / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, builder: Environment) -> Path:
    return built(tmp_path_factory, builder, abi3=False)


def run(
    site: Path, *command: str, cpu: str = "", level: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run Python with the example, on an emulated processor if one is named."""
    emulator = ["qemu-x86_64", "-cpu", cpu] if cpu else []
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PYX_LOWERING")}
    environ |= {"PYTHONPATH": str(site), "PYX_LOWERING_LEVEL": level}
    return subprocess.run(
        [*emulator, sys.executable, *command], env=environ, check=False, capture_output=True,
        text=True)


def chosen(site: Path, cpu: str = "", level: str = "") -> str:
    done = run(site, "-c", "import sys, orbits\n"
               "print({m.__level__ for n, m in sys.modules.items() if n.endswith('_native')})",
               cpu=cpu, level=level)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@here
@qemu
@pytest.mark.slow
@pytest.mark.platforms
@pytest.mark.parametrize(
    ("cpu", "level", "expected"),
    [
        ("Nehalem", "", "baseline"), ("Haswell", "", "x86-64-v3"),
        ("Haswell", "baseline", "baseline"), ("Haswell", "x86-64-v3", "x86-64-v3"),
        # All of v3 but for one part of it.
        ("Haswell,-fma", "", "baseline"), ("Haswell,-bmi2", "", "baseline"),
        ("Haswell,-movbe", "", "baseline"), ("Haswell,-abm", "", "baseline"),
        ("Haswell,-xsave", "", "baseline"),
    ],
)
def test_the_processor_decides(site: Path, cpu: str, level: str, expected: str) -> None:
    assert chosen(site, cpu, level) == f"{{'{expected}'}}"


@here
@qemu
@pytest.mark.slow
@pytest.mark.platforms
def test_the_bits_are_the_same_at_every_level(
    site: Path, tmp_path_factory: pytest.TempPathFactory, builder: Environment,
    request: pytest.FixtureRequest,
) -> None:
    abi3 = built(tmp_path_factory, builder, abi3=True)
    results = [
        run(folder, str(DIGEST), cpu=cpu, level=level)
        for folder, cpu, level in (
            (site, "", ""), (site, "", "baseline"), (site, "Nehalem", ""), (site, "Haswell", ""),
            (abi3, "", ""), (abi3, "Nehalem", ""))
    ]
    for done in results:
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("native\n")
    if request.config.getoption("--update-golden"):
        DIGESTS.write_text(results[0].stdout)
    assert {done.stdout for done in results} == {DIGESTS.read_text()}


@here
@qemu
@pytest.mark.slow
@pytest.mark.platforms
@pytest.mark.parametrize(
    ("cpu", "level", "message"),
    [
        ("Nehalem", "x86-64-v3", "x86-64-v3, and on this processor there is baseline only"),
        ("Haswell", "x86-64-v9", "asks for x86-64-v9, and there are baseline and x86-64-v3"),
    ],
)
def test_what_cannot_be_forced_runs_as_python(
    site: Path, cpu: str, level: str, message: str
) -> None:
    code = "import orbits; print(orbits.fma(0.1, 10.0, -1.0))"
    done = run(site, "-c", code, cpu=cpu, level=level)
    assert (done.returncode, done.stdout) == (0, "0.0\n")
    assert message in done.stderr
    assert "running the Python code" in done.stderr


@pytest.mark.parametrize(
    ("level", "target", "flags", "expected"),
    [
        ("x86-64-v3", "linux-x86_64", "", True),
        ("x86-64-v3", "win-amd64", "", True),
        ("x86-64-v3", "macosx-11.0-x86_64", "", True),
        (None, "linux-x86_64", "", False),
        ("x86-64-v3", "linux-aarch64", "", False),
        ("x86-64-v3", "macosx-11.0-universal2", "", False),
        ("x86-64-v3", "macosx-11.0-x86_64", "-arch x86_64 -arch arm64", False),
        ("x86-64-v3", "emscripten-4.0.9-wasm32", "", False),
    ],
)
def test_which_builds_have_levels(
    level: str | None, target: str, flags: str, expected: bool
) -> None:
    assert applies(level, target, {"ARCHFLAGS": flags}) is expected
