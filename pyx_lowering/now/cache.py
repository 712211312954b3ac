"""Extension modules by the hash of all that they are made from, in the user's cache folder.

Several processes may want the same one at the same time. Each builds it in a folder of
its own and moves the finished file into place, which replaces it as a whole or not at
all: whoever comes second finds the same bytes, and nobody sees half a file.
"""

from __future__ import annotations

import atexit
import hashlib
import importlib.util
import shutil
import tempfile
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader
from pathlib import Path
from types import ModuleType

from pyx_lowering.toolchain import Unit, cache_folder, compile_c, cythonize_here, fingerprint

_loaded: dict[Path, ModuleType] = {}


def load(unit: Unit) -> ModuleType:
    """The extension module of `unit`, built unless the cache has it; raises `CompileError`."""
    key = hashlib.sha256("\0".join([fingerprint(), unit.name, unit.pyx]).encode()).hexdigest()
    path = _usable(cache_folder("now")) / f"{key}{EXTENSION_SUFFIXES[-1]}"
    if path not in _loaded:
        if not path.is_file():
            _build(unit, path)
        try:
            _loaded[path] = _import(unit.name, path)
        except ImportError:
            # Cut short by a full disk, or not written by us. Once more, and then for good.
            _build(unit, path)
            _loaded[path] = _import(unit.name, path)
    return _loaded[path]


@cache
def _usable(folder: Path) -> Path:
    """The cache folder; one for this process alone where that cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="pyx-lowering-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _build(unit: Unit, path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="build-") as name:
        folder = Path(name)
        cythonize_here([unit], folder)
        built = compile_c([unit], folder, folder / "lib")[unit.name]
        try:
            built.replace(path)
        except PermissionError:
            # Windows: another process has loaded the same file meanwhile.
            if not path.is_file():
                raise


def _import(name: str, path: Path) -> ModuleType:
    loader = ExtensionFileLoader(name, str(path))
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module
