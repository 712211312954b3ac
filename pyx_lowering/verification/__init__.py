"""Compares the native functions of an installed package with their own Python code.

It needs the package and this one, nothing else: no compiler, no Cython, no NumPy. So it
runs on the platform that a wheel is for, WebAssembly included.
"""

from __future__ import annotations

from pyx_lowering.verification.compare import Report, verify_function
from pyx_lowering.verification.package import Found, Pair, native_functions

__all__ = ["Found", "Pair", "Report", "native_functions", "verify_function"]
