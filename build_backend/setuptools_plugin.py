"""How setuptools comes to compile marked functions: an entry point that it calls by itself.

It works the same under `build_backend`, plain `setuptools.build_meta` and beside an
author's own setup.py, because all of it happens in setuptools' distribution object: a
sub-command `build_native` joins `build`, after the project's configuration is complete
and before the first command runs. The author's own extensions are not touched.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

from setuptools import Distribution

from build_backend.project import NAME, NativeProject, asks_for_us, names_us, read_project

CYTHON = "cython>=3.1"

HOOKS = frozenset({
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
})


def finalize_distribution_options(dist: Distribution) -> None:
    """Take part in the build of a project that asks for it; leave any other alone."""
    if isinstance(dist, _Native) or not asks_for_us(Path(dist.src_root or os.curdir)):
        return
    dist.__class__ = type("NativeDistribution", (_Native, type(dist)), {})


def running_hook() -> str | None:
    """The hook of PEP 517 or 660 that this call is part of.

    Whether a command runs for an editable install shows nowhere else: setuptools makes
    its metadata by the same command as a wheel's.
    """
    found, frame = None, sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        if frame.f_code.co_name in HOOKS:
            found = frame.f_code.co_name  # The outermost one: one hook may call another.
    return found


class _Native(Distribution):
    """What is added to the class of a distribution that has functions to be compiled."""

    _prepared = False
    set_defaults: Any
    metadata: Any

    @cached_property
    def native(self) -> NativeProject:
        """The project's modules; read once, when the configuration is complete."""
        self.set_defaults()  # setuptools' own discovery of packages
        return read_project(self)

    def has_ext_modules(self) -> bool:
        """Asked for by the commands that choose between a pure and a platform wheel."""
        return super().has_ext_modules() or self.native.has_native_code

    def run_command(self, command: str) -> None:
        """Every command comes through here; the first one finds all things prepared."""
        if not self._prepared:
            self._prepared = True
            self._prepare()
        super().run_command(command)

    def _prepare(self) -> None:
        hook = running_hook()
        if hook in ("get_requires_for_build_wheel", "get_requires_for_build_editable"):
            self._request_cython()
        if hook is not None:
            self._build_elsewhere()
        if hook in ("build_editable", "prepare_metadata_for_build_editable"):
            self._depend_on_us()
        self._add_commands()

    def _request_cython(self) -> None:
        """In these hooks, asking for a package means telling the front end to install it."""
        if self.native.has_native_code:
            self.fetch_build_eggs([CYTHON])

    def _build_elsewhere(self) -> None:
        """Build in a folder of our own, or the wheel has what deleted modules left behind."""
        options = self.get_option_dict("build")
        if "build_base" not in options:
            folder = tempfile.mkdtemp(prefix=f"{NAME}-")
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            options["build_base"] = (NAME, folder)

    def _depend_on_us(self) -> None:
        """The source tree imports `pyx_lowering`; only a wheel's copy of it does not."""
        requirements: list[str] = self.metadata.install_requires
        if not self.native.users or any(map(names_us, requirements)):
            return
        self.install_requires = self.metadata.install_requires = [*requirements, NAME]

    def _add_commands(self) -> None:
        from build_backend.build_native import build_native

        base: Any = self.get_command_class("build")
        steps = [*base.sub_commands, (build_native.__name__, None)]
        self.cmdclass["build"] = type("build", (base,), {"sub_commands": steps})
        self.cmdclass[build_native.__name__] = build_native
