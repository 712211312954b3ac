"""Lowering: a typed graph becomes Cython text that reads as if a person wrote it."""

from pyx_lowering.pyx.module import write_lines, write_module

__all__ = ["write_lines", "write_module"]
