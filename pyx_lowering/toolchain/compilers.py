"""Runs the C compiler, through setuptools: it knows the commands of each platform."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from pyx_lowering import errors
from pyx_lowering.diagnostics import CompileError
from pyx_lowering.toolchain.cache import cache_folder, key_of, replace_file
from pyx_lowering.toolchain.cythonize import Unit, processors
from pyx_lowering.toolchain.flags import INCLUDE, VARIABLES, compile_flags, link_flags
from pyx_lowering.toolchain.levels import LEVELS, applies, write_copies
from pyx_lowering.toolchain.recipe import PLAIN, Recipe

#: What an error of gcc, clang or MSVC looks like.
_ERROR = re.compile(r"^.*\b(?:fatal error|error)\b.*$", re.IGNORECASE | re.MULTILINE)

_INSTALL = {
    "linux": "install one: `apt install gcc libc6-dev` on Debian and Ubuntu, "
             "`dnf install gcc` on Fedora, `apk add gcc musl-dev` on Alpine",
    "darwin": "install Apple's command line tools with `xcode-select --install`",
    "win32": "install the Build Tools for Visual Studio with the workload "
             "`Desktop development with C++`",
}
_HEADERS = ("install Python's C headers: `apt install python3-dev` on Debian and Ubuntu, "
            "`dnf install python3-devel` on Fedora")


def compile_c(
    units: Sequence[Unit],
    folder: Path,
    output: Path,
    recipe: Recipe = PLAIN,
    *,
    verbose: bool = False,
    progress: Callable[[str], None] = lambda name: None,
) -> dict[str, Path]:
    """Compile the C files that `cythonize` left in `folder` into extension modules.

    verbose: print each command, and what the compiler says.
    progress: told the name of each unit when it is done.

    Returns the file below `output` that each unit became. Raises `CompileError`
    (PYX401, PYX402).
    """
    from setuptools.errors import BaseError, CCompilerError, PlatformError

    command = _command(units, folder, output, recipe, verbose, progress)
    try:
        command.run()
    except PlatformError as error:
        raise _no_compiler(str(error)) from None
    except (BaseError, CCompilerError) as error:
        # A way of calling the compiler that this setuptools does not let us listen to.
        raise _failed("the generated modules", str(error)) from None
    return {unit.name: Path(command.get_ext_fullpath(unit.name)) for unit in units}


def extension_file(name: str, recipe: Recipe = PLAIN) -> str:
    """The file that an extension module becomes: `pkg.m` → `pkg/m.cpython-313-….so`."""
    command = _command([Unit(name, "")], Path(), Path(), recipe)
    return Path(command.get_ext_filename(name)).as_posix()


def fingerprint(recipe: Recipe = PLAIN) -> str:
    """A digest of all that decides what a `.pyx` becomes on this machine, but for its text."""
    values: list[object] = [os.environ.get(name) for name in VARIABLES]
    values += sysconfig.get_config_vars("CC", "CFLAGS", "LDSHARED", "EXT_SUFFIX")
    values += [sys.version, sysconfig.get_platform(), metadata.version("cython")]
    for kind in ("unix", "msvc"):
        values += [compile_flags(kind, Path(), recipe), link_flags(kind, recipe)]
    values += [recipe.macros, sorted(recipe.options.items()), recipe.level]
    if recipe.debug:  # The debugger finds the sources from here.
        values.append(Path.cwd())
    compiler = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cl gcc"
    for word in shlex.split(str(compiler), posix=os.name == "posix"):
        program = shutil.which(word)
        if program is not None:
            status = Path(program).stat()
            values += [program, status.st_size, status.st_mtime_ns]
    values += [path.read_bytes() for path in sorted([*INCLUDE.glob("*.h"), *INCLUDE.glob("*.pxd")])]
    return key_of(values)


def _command(
    units: Sequence[Unit],
    folder: Path,
    output: Path,
    recipe: Recipe,
    verbose: bool = False,
    progress: Callable[[str], None] = lambda name: None,
) -> Any:
    """setuptools' `build_ext`, made to use our flags and to tell what went wrong."""
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    class Bare(Distribution):
        def finalize_options(self) -> None:
            """Call no plugins: those of this folder's project have no business here."""

    class Build(build_ext):
        def build_extensions(self) -> None:
            compiler: Any = self.compiler
            _require(compiler)
            compiler.call = compiler.spawn = _Runner(compiler, verbose)
            for extension in self.extensions:
                kind = compiler.compiler_type
                extension.extra_compile_args = compile_flags(kind, folder, recipe)
                extension.extra_link_args = link_flags(kind, recipe)
            super().build_extensions()

        def build_extension(self, ext: Extension) -> None:
            try:
                if applies(recipe.level):
                    self.add_level(ext)
                super().build_extension(ext)
            except _CompilerError as error:
                raise _failed(ext.name, error.output) from None
            progress(ext.name)

        def add_level(self, ext: Extension) -> None:
            """Compile the code for the newer instruction set, and let an entry choose."""
            (source,) = ext.sources
            baseline, level, entry = write_copies(ext.name, Path(source))
            flags = LEVELS[recipe.level or ""][self.compiler.compiler_type]
            ext.extra_objects += self.compiler.compile(
                [str(level)], output_dir=self.build_temp, macros=ext.define_macros,
                include_dirs=ext.include_dirs, extra_postargs=[*ext.extra_compile_args, *flags])
            ext.sources = [str(baseline), str(entry)]

    extensions = [
        Extension(
            unit.name, [str(folder / unit.c_file)], include_dirs=[str(INCLUDE)],
            define_macros=[*recipe.macros], py_limited_api=recipe.limited_api is not None)
        for unit in units
    ]
    command = Build(Bare({"ext_modules": extensions}))
    for name, value in recipe.options.items():
        setattr(command, name, value)
    command.build_lib = str(output)
    command.build_temp = str(folder / "objects")
    command.inplace = False
    command.force = True
    command.parallel = command.parallel or processors()
    command.ensure_finalized()
    return command


class _CompilerError(Exception):
    """A command of the compiler failed; `output` is what it printed."""

    def __init__(self, output: str) -> None:
        self.output = output


class _Runner:
    """Stands in for the method that runs commands, and keeps what they print.

    setuptools' own lets it flow to the terminal, where the lines of parallel compilers
    mix, and warnings about generated code drown what people need to read.
    """

    def __init__(self, compiler: Any, verbose: bool) -> None:
        # MSVC is found in the registry, not on the PATH.
        self.path = getattr(compiler, "_paths", None)
        self.verbose = verbose

    def __call__(
        self, cmd: Sequence[str], env: Mapping[str, str] | None = None, **_: object
    ) -> None:
        result = subprocess.run(
            list(map(str, cmd)), env=self._environment(env), check=False, text=True,
            errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        if self.verbose:
            print(f"{shlex.join(map(str, cmd))}\n{result.stdout}", end="", flush=True)
        if result.returncode:
            raise _CompilerError(f"{shlex.join(map(str, cmd))}\n{result.stdout}")

    def _environment(self, env: Mapping[str, str] | None) -> dict[str, str]:
        environment = dict(os.environ if env is None else env)
        if self.path:
            environment["PATH"] = self.path
        target = sysconfig.get_config_var("MACOSX_DEPLOYMENT_TARGET")
        if target:  # What is linked into this interpreter must not ask for a newer system.
            environment.setdefault("MACOSX_DEPLOYMENT_TARGET", str(target))
        return environment


def _require(compiler: Any) -> None:
    """Find the programs before the first of them is needed."""
    if compiler.compiler_type == "msvc":
        with contextlib.suppress(AttributeError):
            compiler.initialize()  # Raises PlatformError where there is none.
        return
    for program in _programs(compiler):
        if shutil.which(program) is None:
            raise _no_compiler(f"`{program}`")


def _programs(compiler: Any) -> Iterator[str]:
    for commands in (compiler.compiler_so, compiler.linker_so):
        # `env LANG=C gcc` and the like are beyond us, and then simply fail.
        yield from [word for word in commands[:1] if "=" not in word]


def _no_compiler(compiler: str) -> CompileError:
    install = next(
        (text for platform, text in _INSTALL.items() if sys.platform.startswith(platform)),
        "install a C compiler",
    )
    if os.environ.get("CC"):
        install = f"CC={os.environ['CC']} names it; correct that, or {install}"
    else:
        install += "; or name another one with CC=..."
    return CompileError([errors.NO_COMPILER.at(None, compiler=compiler, install=install)])


def _failed(module: str, output: str) -> CompileError:
    """The first error that the compiler gave, what follows it, and where the rest is."""
    found = _ERROR.search(output)
    lines = output[found.start():].splitlines() if found else output.strip().splitlines()
    reason, notes = (lines or ["it gave no reason"])[0].strip(), lines[1:4]
    help = _HEADERS if "Python.h" in reason else None
    log = _full_log(output)
    if log is not None:
        notes.append(f"all that it printed is in {log}")
    return CompileError(
        [errors.COMPILER_FAILED.at(None, module=module, reason=reason, notes=notes, help=help)])


def _full_log(output: str) -> Path | None:
    """The file in which the output of a failed compiler is kept; None if that is impossible."""
    for folder in (cache_folder("logs"), Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / "pyx-lowering-compiler.log"  # one file: nobody clears them away
            replace_file(path, output.encode(errors="replace"))
            return path
    return None
