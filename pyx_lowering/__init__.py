"""Compiles annotated Python functions ahead of time into native extension modules.

    from pyx_lowering import compile

    @compile
    def fma(x: float, y: float, z: float) -> float:
        return x * y + z

Importing this package imports the runtime only. The compiler is imported when it
is asked for: `compile_now` compiles in this process, and raises `CompileError`.
"""

from __future__ import annotations

from pyx_lowering.runtime import TYPE_CHECKING, compile, is_native, native_file

if TYPE_CHECKING:
    from pyx_lowering.diagnostics import CompileError
    from pyx_lowering.now import compile_now

__all__ = ["CompileError", "compile", "compile_now", "is_native", "native_file"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import the compiler's part of the face on first use."""
    if name == "compile_now":
        from pyx_lowering import now

        return now.compile_now
    if name == "CompileError":
        from pyx_lowering import diagnostics

        return diagnostics.CompileError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
