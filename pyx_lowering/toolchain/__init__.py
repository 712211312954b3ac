"""From the text of a `.pyx` to an extension module: Cython, then the C compiler.

The build backend and `compile_now` both come through here, so that they use the same
flags. What is wrong with the tools raises `CompileError` (PYX401 to PYX403).
"""

from __future__ import annotations

from pyx_lowering.toolchain.build import Progress, Stage, build_units, translate_units
from pyx_lowering.toolchain.cache import Cache, cache_folder, key_of, replace_file
from pyx_lowering.toolchain.compilers import compile_c, extension_file, fingerprint
from pyx_lowering.toolchain.cythonize import Unit, c_source, cythonize, cythonize_here, processors
from pyx_lowering.toolchain.flags import INCLUDE, compile_flags
from pyx_lowering.toolchain.levels import COPIES, LEVELS, applies, entry_of, write_copies
from pyx_lowering.toolchain.recipe import Recipe, is_free_threaded

__all__ = [
    "COPIES",
    "INCLUDE",
    "LEVELS",
    "Cache",
    "Progress",
    "Recipe",
    "Stage",
    "Unit",
    "applies",
    "build_units",
    "c_source",
    "cache_folder",
    "compile_c",
    "compile_flags",
    "cythonize",
    "cythonize_here",
    "entry_of",
    "extension_file",
    "fingerprint",
    "is_free_threaded",
    "key_of",
    "processors",
    "replace_file",
    "translate_units",
    "write_copies",
]
