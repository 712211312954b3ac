"""From the text of a `.pyx` to an extension module: Cython, then the C compiler.

The build backend and `compile_now` both come through here, so that they use the same
flags. What is wrong with the tools raises `CompileError` (PYX401 to PYX403).
"""

from __future__ import annotations

from pyx_lowering.toolchain.compilers import compile_c, fingerprint
from pyx_lowering.toolchain.cythonize import Unit, c_source, cythonize, cythonize_here, processors

__all__ = [
    "Unit",
    "c_source",
    "compile_c",
    "cythonize",
    "cythonize_here",
    "fingerprint",
    "processors",
]
