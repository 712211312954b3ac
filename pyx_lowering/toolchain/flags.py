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

from pyx_lowering.toolchain.recipe import PLAIN, Recipe

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
    compiler: str, folder: Path, recipe: Recipe = PLAIN, environ: Mapping[str, str] = os.environ,
    platform: str | None = None,
) -> list[str]:
    """The flags for the C compiler; `platform` is that of the target, as `sysconfig` names it.

    `compiler` is what setuptools calls it ("unix", "msvc", "mingw32"); `folder` is
    where the C files are, which must not show in what is built. A flag of ours is left out
    where the user has one of the same kind: the last one counts, and setuptools puts ours last.
    """
    if compiler == "msvc":
        # What the user has in the variable `_CL_` comes behind these.
        optimize = ["/Od", "/Z7"] if recipe.debug else ["/O2"]
        return [*optimize, "/fp:precise", *recipe.compile_args]
    target = platform or sysconfig.get_platform()
    flags = [
        "-Og" if recipe.debug else "-O3",
        "-ffp-contract=off",
        # Neither errno nor the floating-point status is ever read: no value changes by this.
        "-fno-math-errno",
        "-fno-trapping-math",
        # Where a short loop lies in memory makes a difference of two thirds: the product of
        # matrices by rows took 0.48 ms or 0.29 ms, by what stood before it in the module. That was
        # x86-64; for Windows on arm64, clang 22 ends with an error of its own over the flag.
        *(["-falign-loops=32"] if target.endswith(("x86_64", "amd64")) else []),
        "-fvisibility=hidden",
        *(f"-fno-builtin-{name}" for name in LIBM),
        f"-ffile-prefix-map={folder}=.",
        "-g" if recipe.debug else "-g0",
    ]
    given = {_kind(word) for word in _words(environ, "CC", "CFLAGS", "CPPFLAGS")}
    return [*(flag for flag in flags if _kind(flag) not in given), *recipe.compile_args]


def link_flags(
    compiler: str, recipe: Recipe = PLAIN, environ: Mapping[str, str] = os.environ,
    platform: str | None = None,
) -> list[str]:
    """The flags for the linker; `platform` is that of the target, as `sysconfig` names it."""
    target = platform or sysconfig.get_platform()
    gnu_like = compiler == "mingw32" or (compiler == "unix" and target.startswith("linux"))
    words = [*_words(environ, "CC", "CFLAGS", "LDFLAGS"), *recipe.compile_args, *recipe.link_args]
    if compiler == "msvc":
        return ["/DEBUG", *recipe.link_args] if recipe.debug else [*recipe.link_args]
    if gnu_like and not recipe.debug and not any(_DEBUG.fullmatch(word) for word in words):
        return ["-Wl,-s", *recipe.link_args]
    return [*recipe.link_args]


_DEBUG = re.compile(r"-g(?!0$).*")
_KINDS = (
    re.compile(r"(-O).*"),
    re.compile(r"(-g)(?:\d|gdb\d?|dwarf.*|split-dwarf)?"),
    re.compile(r"-f(?:no-)?(builtin-[\w]+|[a-z-]+)(?:=.*)?"),
)


def _kind(flag: str) -> str:
    """What a flag is about: `-O2` and `-O3` are of one kind, and so are `-fx` and `-fno-x`."""
    for pattern in _KINDS:
        found = pattern.fullmatch(flag)
        # The same path is mapped by one flag each, and the flags add up.
        if found and found[1] != "file-prefix-map":
            return found[1]
    return flag


def _words(environ: Mapping[str, str], *names: str) -> Iterator[str]:
    for name in names:
        yield from shlex.split(environ.get(name, ""), posix=os.name == "posix")
