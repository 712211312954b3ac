"""The software fma of fma.h against the C library's, where it is correct, bit for bit."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from pyx_lowering.toolchain.flags import INCLUDE, compile_flags

CHECK = Path(__file__).parent / "fma_check.c"

#: What fma.h serves; elsewhere it defines nothing.
SERVED = sysconfig.get_platform().endswith(("x86_64", "amd64")) and sys.platform != "win32"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SERVED, reason="fma.h leaves this platform to its C library"),
    pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler `cc`"),
]


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = tmp_path_factory.mktemp("fma") / "check"
    flags = compile_flags("unix", CHECK.parent)
    subprocess.run(
        ["cc", "-std=c11", "-Wall", "-Wextra", "-Werror", *flags, f"-I{INCLUDE}", str(CHECK),
         "-o", str(program), "-lm"], check=True)
    return program


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_bits_are_those_of_the_library(check: Path, seed: str) -> None:
    result = subprocess.run(
        [check, "1000000", seed], capture_output=True, text=True, check=False, timeout=600)
    assert result.stdout == "1000000 triples, 0 different\n"
    assert result.returncode == 0


@pytest.mark.parametrize(
    ("original", "changed"),
    [
        # Two roundings in place of a rounding to odd.
        ("sum + pyxl_sum_to_odd(low, sum_rest)", "sum + (low + sum_rest)"),
        # A product whose lower half underflows.
        ("least = 0x1p-450", "least = 0x1p-530"),
        # The parts of an operand overflow.
        ("most = 0x1p+500", "most = 0x1p+1000"),
        # The usual case: without the test for what is nearly halfway, with bounds that are
        # too wide for the scale, and with the rest of a product on the wrong side.
        ("correction * (1.0 - 0x1p-52)", "correction * (1.0 + 0x1p-52)"),
        ("ex - 573 < 950 && ey - 573 < 950", "ex - 1 < 2040 && ey - 1 < 2040"),
        ("<< 52 | (bp & sign)", "<< 52"),
    ],
)
def test_the_check_finds_what_is_wrong(tmp_path: Path, original: str, changed: str) -> None:
    text = (INCLUDE / "fma.h").read_text()
    assert text.count(original) == 1
    (tmp_path / "fma.h").write_text(text.replace(original, changed))
    program = tmp_path / "check"
    flags = compile_flags("unix", CHECK.parent)
    subprocess.run(
        ["cc", "-std=c11", *flags, f"-I{tmp_path}", str(CHECK), "-o", str(program), "-lm"],
        check=True)
    result = subprocess.run(
        [program, "1000000"], capture_output=True, text=True, check=False, timeout=600)
    assert result.returncode == 1, result.stdout
