"""Builds each contender, or says why it is skipped."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from benchmarks.workloads import ARGUMENTS, BENCHMARKS, Arithmetic, Function, python_functions

SOURCES = Path(__file__).parent / "peers"
ARITHMETICS: tuple[Arithmetic, ...] = ("plain", "fused")

#: Portable code with nothing contracted behind the programmer's back.
C_FLAGS = ["-O3", "-ffp-contract=off"]


class Skip(Exception):
    """This contender cannot run here; the message is the reason."""


@dataclass(frozen=True)
class Contender:
    """Functions by name (`recurrence_plain`, ...). `version` says what made them.

    With `only_call`, the contender is another way to call code that is measured
    already, so it takes part in benchmark (c) alone.
    """

    name: str
    version: str
    functions: dict[str, Function]
    only_call: bool = False


@dataclass(frozen=True)
class Skipped:
    name: str
    reason: str


def contenders(folder: Path) -> tuple[list[Contender], list[Skipped]]:
    """Everything that can be built in `folder`, and what cannot with the reasons."""
    found: list[Contender] = []
    skipped: list[Skipped] = []
    for name, make in MAKERS.items():
        try:
            found.append(make(name, folder))
        except Skip as reason:
            skipped.append(Skipped(name, str(reason)))
    return found, skipped


def _python(name: str, folder: Path) -> Contender:
    return Contender(name, f"Python {platform.python_version()}", python_functions())


def _pyx_lowering(name: str, folder: Path) -> Contender:
    import pyx_lowering
    from benchmarks import marked

    native = pyx_lowering.compile_now(marked)
    functions = _pick(native)
    for function in functions.values():
        if not pyx_lowering.is_native(function):
            raise SystemExit(f"{function!r} is not native; the measurement would be of Python")
    return Contender(name, f"pyx-lowering {version('pyx-lowering')}", functions)


def _cython(name: str, folder: Path) -> Contender:
    try:
        from Cython import Build
        from setuptools import Distribution, Extension
    except ImportError as error:
        raise Skip(f"{error.name} is not installed") from None
    flags = C_FLAGS if os.name == "posix" else []
    extension = Extension(
        "muladd_cython", [str(SOURCES / "muladd_cython.pyx")], extra_compile_args=flags
    )
    cythonize: Callable[..., list[Extension]] = Build.cythonize
    made = cythonize([extension], build_dir=str(folder), quiet=True)
    command = Distribution({"ext_modules": made}).get_command_obj("build_ext")
    command.build_lib = command.build_temp = str(folder)
    command.ensure_finalized()
    command.run()
    module = _load("muladd_cython", Path(command.get_ext_fullpath("muladd_cython")))
    return Contender(name, f"Cython {version('cython')}, {' '.join(flags)}", _pick(module))


def _c(name: str, folder: Path) -> Contender:
    library, made_by = _c_library(folder)
    return Contender(name, made_by, _by_ctypes(library))


def _rust(name: str, folder: Path) -> Contender:
    library, made_by = _rust_library(folder)
    return Contender(name, made_by, _by_ctypes(library))


def _rust_cffi(name: str, folder: Path) -> Contender:
    try:
        import cffi
    except ImportError:
        raise Skip("cffi is not installed") from None
    path, made_by = _rust_library(folder)
    interface = cffi.FFI()
    for arithmetic in ARITHMETICS:
        interface.cdef(f"double call_{arithmetic}(double, double, double);")
    library = interface.dlopen(str(path))
    functions = {f"call_{a}": getattr(library, f"call_{a}") for a in ARITHMETICS}
    return Contender(name, f"{made_by}, cffi {cffi.__version__}", functions, only_call=True)


#: The names, in the order of the tables. Rust by ctypes is the peer of the article.
MAKERS: dict[str, Callable[[str, Path], Contender]] = {
    "CPython": _python,
    "pyx-lowering": _pyx_lowering,
    "Cython by hand": _cython,
    "C by ctypes": _c,
    "Rust by ctypes": _rust,
    "Rust by cffi": _rust_cffi,
}


def _c_library(folder: Path) -> tuple[Path, str]:
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        raise Skip("no C compiler `cc` (set CC to name another)")
    library = folder / "muladd_c.so"
    source = str(SOURCES / "muladd.c")
    _run([compiler, *C_FLAGS, "-fPIC", "-shared", source, "-o", str(library), "-lm"])
    return library, f"{_run([compiler, '--version']).splitlines()[0]}, {' '.join(C_FLAGS)}"


def _rust_library(folder: Path) -> tuple[Path, str]:
    compiler = shutil.which("rustc")
    if compiler is None:
        raise Skip("no `rustc` (see rustup.rs)")
    library = folder / "muladd_rust.so"
    flags = ["-C", "opt-level=3"]  # What `-O` means since Rust 1.86.
    source = str(SOURCES / "muladd.rs")
    _run([compiler, *flags, "--crate-type", "cdylib", source, "-o", str(library)])
    return library, f"{_run([compiler, '--version']).strip()}, {' '.join(flags)}"


def _by_ctypes(path: Path) -> dict[str, Function]:
    """The library's functions with their argument types declared, as ctypes advises."""
    library = ctypes.CDLL(str(path))
    functions: dict[str, Function] = {}
    for benchmark in BENCHMARKS:
        for arithmetic in ARITHMETICS:
            name = f"{benchmark.name}_{arithmetic}"
            function = library[name]
            floats = [ctypes.c_double] * len(ARGUMENTS)
            function.argtypes = floats if benchmark.one_call else [ctypes.c_int64, *floats]
            function.restype = ctypes.c_double
            functions[name] = function
    return functions


def _pick(module: ModuleType) -> dict[str, Function]:
    return {name: getattr(module, name) for name in _names()}


def _names() -> Iterator[str]:
    for benchmark in BENCHMARKS:
        for arithmetic in ARITHMETICS:
            yield f"{benchmark.name}_{arithmetic}"


def _load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _run(command: list[str]) -> str:
    """The output of `command`; a failure ends the run with what the command said."""
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return done.stdout
