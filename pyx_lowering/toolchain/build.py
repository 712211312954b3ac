"""Builds extension modules, and takes those from the cache that were built before.

Two things are kept: the C that Cython makes of a text, which serves every Python version,
and the extension module that the compiler makes of it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Literal

from pyx_lowering.toolchain.cache import Cache, key_of
from pyx_lowering.toolchain.compilers import compile_c, extension_file, fingerprint
from pyx_lowering.toolchain.cythonize import Unit, cythonize
from pyx_lowering.toolchain.flags import INCLUDE
from pyx_lowering.toolchain.recipe import PLAIN, Recipe

#: What was done for a unit: its C was made; its extension module was made, or was in the cache.
Stage = Literal["translated", "compiled", "unchanged"]
#: Told the name of a unit and how far it is.
Progress = Callable[[str, Stage], None]


def build_units(
    units: Sequence[Unit],
    output: Path,
    recipe: Recipe = PLAIN,
    *,
    cache: Cache,
    verbose: bool = False,
    progress: Progress = lambda name, stage: None,
) -> dict[str, Path]:
    """Put the extension module of each unit below `output`, where its name says.

    Returns the files by the names of the units. Raises `CompileError` (PYX401 to PYX403).
    """
    built, keys, missing = {}, {}, []
    made_by = fingerprint(recipe)
    for unit in units:
        keys[unit.name] = key_of(["module", made_by, unit])
        content = cache.fetch(keys[unit.name])
        if content is None:
            missing.append(unit)
            continue
        path = output / extension_file(unit.name, recipe)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o755)
        built[unit.name] = path
        progress(unit.name, "unchanged")
    if missing:
        with tempfile.TemporaryDirectory(prefix="pyx-lowering-") as folder:
            # Its real name is what compilers write down.
            work = Path(folder).resolve()
            translate_units(
                missing, work, cache, progress=lambda name: progress(name, "translated"))
            made = compile_c(missing, work, output, recipe, verbose=verbose,
                             progress=lambda name: progress(name, "compiled"))
        for name, path in made.items():
            cache.store(keys[name], path.read_bytes())
        built |= made
        cache.trim()
    return {unit.name: built[unit.name] for unit in units}


def translate_units(
    units: Sequence[Unit], folder: Path, cache: Cache,
    progress: Callable[[str], None] = lambda name: None,
) -> None:
    """Write the C files of all units below `folder`; raises `CompileError` (PYX403)."""
    made_by: list[object] = [metadata.version("cython")]
    made_by += [path.read_bytes() for path in sorted(INCLUDE.glob("*.pxd"))]
    made_by.append(Path(__file__).with_name("cythonize.py").read_bytes())
    keys, missing = {}, []
    for unit in units:
        keys[unit.name] = key_of(["c", *made_by, unit])
        content = cache.fetch(keys[unit.name])
        if content is None:
            missing.append(unit)
            continue
        path = folder / unit.c_file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        progress(unit.name)
    if missing:
        cythonize(missing, folder, progress)
        for unit in missing:
            cache.store(keys[unit.name], (folder / unit.c_file).read_bytes())
