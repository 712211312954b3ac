"""The one home of compiler and linker flags.

The rule of the house is that the same source gives the same bits everywhere, so the
C compiler may contract nothing by itself, and nothing depends on the machine that
builds (no `-march=native`). What the user asks for in CFLAGS or CC comes first.
"""

from __future__ import annotations

import os
import re
import shlex
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

#: Where support.h is.
INCLUDE = Path(__file__).parent.parent

#: Functions that the C compiler must not compute itself: of a constant it gives the exactly
#: rounded result, where the C library, and so CPython, may be off in the last bit.
LIBM = (
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos", "cosh", "erf",
    "erfc", "exp", "exp2", "expm1", "log", "log10", "log1p", "log2", "pow", "sin", "sinh",
    "tan", "tanh",
)

#: Environment variables that change what the C compiler and the linker do.
VARIABLES = ("CC", "CFLAGS", "CPPFLAGS", "LDFLAGS", "LDSHARED", "ARCHFLAGS", "CL", "_CL_",
             "MACOSX_DEPLOYMENT_TARGET", "SETUPTOOLS_EXT_SUFFIX", "_PYTHON_HOST_PLATFORM")


def compile_flags(
    compiler: str, folder: Path, environ: Mapping[str, str] = os.environ
) -> list[str]:
    """The flags for the C compiler.

    `compiler` is what setuptools calls it ("unix", "msvc", "mingw32"); `folder` is
    where the C files are, which must not show in what is built.
    """
    if compiler == "msvc":
        return ["/O2", "/fp:precise"]
    given = list(_words(environ, "CC", "CFLAGS"))
    flags = [
        "-ffp-contract=off",
        # Neither errno nor the floating-point status is ever read: no value changes by this.
        "-fno-math-errno",
        "-fno-trapping-math",
        "-fvisibility=hidden",
        *(f"-fno-builtin-{name}" for name in LIBM),
        f"-ffile-prefix-map={folder}=.",
    ]
    if not any(re.fullmatch(r"-O.*", word) for word in given):
        flags.insert(0, "-O3")
    if not _wants_debugging(given):
        flags.append("-g0")
    return flags


def link_flags(
    compiler: str, environ: Mapping[str, str] = os.environ, platform: str | None = None
) -> list[str]:
    """The flags for the linker; `platform` is that of the target, as `sysconfig` names it."""
    target = platform or sysconfig.get_platform()
    gnu_like = compiler == "mingw32" or (compiler == "unix" and target.startswith("linux"))
    if gnu_like and not _wants_debugging(_words(environ, "CC", "CFLAGS", "LDFLAGS")):
        return ["-Wl,-s"]
    return []


def _words(environ: Mapping[str, str], *names: str) -> Iterator[str]:
    for name in names:
        yield from shlex.split(environ.get(name, ""), posix=os.name == "posix")


def _wants_debugging(words: Iterator[str] | list[str]) -> bool:
    return any(re.fullmatch(r"-g(?!0$).*", word) for word in words)
