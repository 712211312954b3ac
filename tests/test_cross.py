"""Wheels for other platforms from this machine: run where that is possible, looked at elsewhere."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from platforms import debian
from pyx_lowering.cli import main
from pyx_lowering.cross import TARGETS
from tests.front_ends import PACKAGES, ROOT, once, wheels
from tests.test_levels import DIGEST, DIGESTS

__all__ = ["wheels"]  # fixtures

zig = pytest.mark.skipif(
    importlib.util.find_spec("ziglang") is None or sys.platform == "win32",
    reason="ziglang is not installed (`make platforms` installs it)")


def cross(project: Path, target: str, output: Path) -> Path:
    """Build as people do; gives the wheel."""
    done = subprocess.run(
        [sys.executable, "-m", "pyx_lowering", "cross", "--target", target, "--outdir", output,
         project], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = output.glob("*.whl")
    assert done.stdout == f"{wheel.name}\n"
    return wheel


@pytest.fixture(scope="session")
def arm64(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command of a Python for aarch64."""
    folder = once(tmp_path_factory, "arm64", lambda folder: None)
    try:
        return debian.emulated_python(folder, "arm64", "qemu-aarch64")
    except debian.Unavailable as reason:
        pytest.skip(str(reason))


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.platforms
@zig
def test_an_aarch64_wheel_runs_and_gives_the_same_bits(
    arm64: list[str], wheels: Path, tmp_path: Path
) -> None:
    wheel = cross(ROOT / "example_project", "linux-aarch64", tmp_path / "dist")
    assert wheel.name.endswith("-cp311-abi3-manylinux_2_28_aarch64.whl")
    (ours,) = wheels.glob("pyx_lowering-*.whl")
    for each in (wheel, ours):
        zipfile.ZipFile(each).extractall(tmp_path / "site")
    environ = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    outputs = [
        subprocess.run([*arm64, *command], env=environ, check=False, capture_output=True, text=True)
        for command in ([str(DIGEST)], ["-m", "pyx_lowering", "verify", "orbits", "--calls", "40"])
    ]
    assert outputs[0].stdout == DIGESTS.read_text(), outputs[0].stderr
    assert "12 functions, 0 different, 0 not compared" in outputs[1].stdout


#: What the extension modules of a target begin with, as file formats have it.
FORMATS = {
    "musl-x86_64": rb"\x7fELF\x02\x01.{12}\x3e\x00",
    "macos-arm64": rb"\xcf\xfa\xed\xfe\x0c\x00\x00\x01",
    "windows-amd64": rb"MZ.*?PE\0\0\x64\x86",
}


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.platforms
@zig
@pytest.mark.parametrize("name", FORMATS)
def test_a_wheel_for_another_platform(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    wheel = cross(PACKAGES / "single_module", name, tmp_path)
    assert wheel.name.endswith(f"-abi3-{target.tag}.whl")
    with zipfile.ZipFile(wheel) as archive:
        contents = {n: archive.read(n) for n in archive.namelist()}
    (native,) = [n for n in contents if "_native" in n]
    assert native == f"_halves_native{target.suffix}"
    assert re.match(FORMATS[name], contents[native], re.DOTALL)
    assert b"PyInit__halves_native" in contents[native]
    about, record, bill = (
        next(text.decode() for n, text in contents.items() if n.endswith(end))
        for end in (".dist-info/WHEEL", ".dist-info/RECORD", ".cdx.json"))
    assert re.findall(r"^Tag: (.*)$", about, re.MULTILINE) == [
        "-".join(wheel.stem.split("-")[2:])]
    assert native in bill
    for line in record.split():
        path, digest, _ = line.rsplit(",", 2)
        if digest:
            expected = hashlib.sha256(contents[path]).digest()
            assert digest == f"sha256={base64.urlsafe_b64encode(expected).rstrip(b'=').decode()}"
    assert len(record.split()) == len(contents)
    if name == "windows-amd64":
        imports = {n.lower() for n in re.findall(rb"[\w.-]+\.dll", contents[native])}
        assert b"python3.dll" in imports
        others = imports - {b"python3.dll", b"kernel32.dll"}
        assert all(n.startswith(b"api-ms-win-crt-") for n in others)
    if importlib.util.find_spec("abi3audit") is not None:
        audit = subprocess.run(
            [sys.executable, "-m", "abi3audit", "--strict", wheel], check=False,
            capture_output=True, text=True)
        assert audit.returncode == 0, audit.stdout + audit.stderr


def test_what_cannot_be_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for options, message in ((["--target", "amiga", str(ROOT)], "unknown target amiga"),
                             (["--target", "all", str(tmp_path)], "there is no pyproject.toml")):
        with pytest.raises(SystemExit) as error:
            main(["cross", *options])
        assert error.value.code == 2
        assert message in capsys.readouterr().err


def test_a_project_without_native_code_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if importlib.util.find_spec("ziglang") is None:
        pytest.skip("ziglang is not installed (`make platforms` installs it)")
    project = str(PACKAGES / "nothing_marked")
    options = ["--target", "linux-aarch64", "--outdir", str(tmp_path)]
    assert main(["cross", *options, project]) == 1
    assert "has no extension modules for the stable ABI" in capsys.readouterr().err
