"""From the text of a `.pyx` to an extension module: Cython, then the C compiler.

The build backend and `compile_now` both come through here, so that they use the same
flags. What is wrong with the tools raises `CompileError` (PYX401 to PYX403).
"""

from __future__ import annotations

from pyx_lowering.toolchain.build import build_units
from pyx_lowering.toolchain.cache import Cache, cache_folder, replace_file
from pyx_lowering.toolchain.compilers import compile_c, extension_file, fingerprint
from pyx_lowering.toolchain.cythonize import Unit, c_source, cythonize, cythonize_here, processors
from pyx_lowering.toolchain.recipe import Recipe, is_free_threaded

__all__ = [
    "Cache",
    "Recipe",
    "Unit",
    "build_units",
    "c_source",
    "cache_folder",
    "compile_c",
    "cythonize",
    "cythonize_here",
    "extension_file",
    "fingerprint",
    "is_free_threaded",
    "processors",
    "replace_file",
]
