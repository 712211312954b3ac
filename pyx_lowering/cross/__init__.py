"""Wheels for other platforms from one machine: the project's own backend, with Zig as C compiler.

`ziglang` (PyPI) brings clang and the C libraries of Linux, macOS and Windows. The modules keep to
the stable ABI, so that the headers of the running CPython serve every platform, but for the
one file that describes the platform.
"""

from __future__ import annotations

from pyx_lowering.cross.build import Unavailable, cross_build
from pyx_lowering.cross.targets import TARGETS, Target

__all__ = ["TARGETS", "Target", "Unavailable", "cross_build"]
