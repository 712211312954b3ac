"""One wheel for many versions of CPython: which is the oldest, and what must agree."""

from __future__ import annotations

import sys

from packaging.specifiers import SpecifierSet
from setuptools import Distribution

from build_backend.project import NAME
from pyx_lowering import errors
from pyx_lowering.diagnostics import CompileError
from pyx_lowering.toolchain import is_free_threaded

#: What the generated code and the runtime need.
OLDEST = (3, 11)


def oldest_python(requires_python: str) -> tuple[int, int]:
    """The oldest CPython that `requires-python` admits; this one, if that says nothing."""
    here = (sys.version_info[0], sys.version_info[1])
    if not requires_python:
        return here
    admitted = SpecifierSet(requires_python)
    for minor in range(OLDEST[1], here[1]):
        if any(admitted.contains(f"3.{minor}.{patch}") for patch in (0, 99)):
            return 3, minor
    return here


def tag_of(version: tuple[int, int]) -> str:
    """How the tags of wheels spell a version: `cp311`."""
    return f"cp{version[0]}{version[1]}"


def claim_stable_abi(dist: Distribution, requires_python: str) -> None:
    """Tag the wheel for the stable ABI; without effect on a free-threaded Python.

    Raises `CompileError` if the author's own extension modules are not made for it.
    """
    if is_free_threaded():
        return
    others = [e.name for e in dist.ext_modules or [] if not getattr(e, "py_limited_api", False)]
    if others:
        listed = ", ".join(f"`{name}`" for name in others)
        raise CompileError([errors.SETTING.at(
            None, reason=f"`abi3 = true` is for the whole wheel, but not so {listed}",
            help="give these extensions `py_limited_api=True` and the macro `Py_LIMITED_API`, "
                 "or set `abi3 = false`")])
    tag = tag_of(oldest_python(requires_python))
    dist.get_option_dict("bdist_wheel")["py_limited_api"] = (NAME, tag)
