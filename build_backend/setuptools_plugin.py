"""How setuptools comes to compile marked functions: an entry point that it calls by itself.

It works the same under `build_backend`, plain `setuptools.build_meta` and beside an
author's own setup.py, because all of it happens in setuptools' distribution object:
commands are added and extended after the project's configuration is complete and before
the first command runs. The author's own extensions are not touched.
"""

from __future__ import annotations

import atexit
import contextlib
import shutil
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

from setuptools import Distribution

from build_backend import commands, engine
from build_backend.hooks import Hook, reported, running_hook, show
from build_backend.project import (
    NAME,
    NativeProject,
    asks_for_us,
    egg_infos,
    names_us,
    read_distribution,
    root_of,
)
from build_backend.read_settings import read_settings
from build_backend.stable_abi import claim_stable_abi
from pyx_lowering import errors

CYTHON = "cython>=3.1"

PLAIN_BACKEND = "setuptools.build_meta"

#: The commands that need to know whether there is native code, before they begin.
BUILDING = frozenset({
    "bdist", "bdist_egg", "bdist_wheel", "build", "develop", "editable_wheel", "install",
})


def finalize_distribution_options(dist: Distribution) -> None:
    """Take part in the build of a project that asks for it; leave any other alone."""
    if isinstance(dist, NativeDistribution) or not asks_for_us(root_of(dist)):
        return
    dist.__class__ = type("NativeDistribution", (NativeDistribution, type(dist)), {})


class NativeDistribution(Distribution):
    """What is added to the class of a distribution that has functions to be compiled."""

    set_defaults: Any
    metadata: Any
    _prepared = False
    #: The native code, once it is compiled.
    built: engine.Built | None = None

    @cached_property
    def native(self) -> NativeProject:
        """The project's modules; read once, when the configuration is complete."""
        self.set_defaults()  # setuptools' own discovery of packages
        hook = running_hook()
        return read_distribution(self, read_settings(root_of(self), hook.settings if hook else {}))

    @cached_property
    def workplace(self) -> Path:
        """A folder of our own outside of the source tree, removed when the process ends."""
        folder = tempfile.mkdtemp(prefix=f"{NAME}-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return Path(folder).resolve()

    def has_ext_modules(self) -> bool:
        """Asked for by the commands that choose between a pure and a platform wheel."""
        if super().has_ext_modules():
            return True
        return self.native.has_native_code if self.built is None else bool(self.built.files)

    def run_command(self, command: str) -> None:
        """Every command comes through here; the first one finds all things prepared."""
        with reported():
            if not self._prepared:
                self._prepared = True
                self._prepare(running_hook())
            if command in BUILDING and self.built is None:
                # Now, because what cannot be compiled may change what kind of wheel it is.
                self.built = self._build()
            super().run_command(command)

    def _prepare(self, hook: Hook | None) -> None:
        if hook is not None:
            if hook.asks_for_requirements and not hook.name.endswith("_sdist"):
                self._request_cython()
            self._build_elsewhere()
            if hook.backend != PLAIN_BACKEND:  # To that, it is the result of some hooks.
                self._describe_elsewhere()
        if (hook is not None and hook.is_editable) or self.native.settings.runtime == "depend":
            self._depend_on_us()
        if self.native.settings.abi3 and self.native.has_native_code:
            claim_stable_abi(self, self.native.requires_python)
        self._add_commands()

    def _request_cython(self) -> None:
        """In these hooks, asking for a package means telling the front end to install it."""
        if self.native.has_native_code:
            self.fetch_build_eggs([CYTHON])

    def _build_elsewhere(self) -> None:
        """Build in a folder of our own, or the wheel has what deleted modules left behind."""
        self.get_option_dict("build").setdefault(
            "build_base", (NAME, str(self.workplace / "build")))

    def _describe_elsewhere(self) -> None:
        """Put `*.egg-info` into a folder of our own.

        So the source tree may be read-only, and be built several times at once. In the tree of
        an sdist, the old one lists data files that nothing else tells of.
        """
        folder = self.workplace / "metadata"
        for old in egg_infos(self.native.root):
            new = folder / old.name
            new.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(OSError):
                shutil.copy(old / "SOURCES.txt", new)
        folder.mkdir(exist_ok=True)
        self.get_option_dict("egg_info").setdefault("egg_base", (NAME, str(folder)))

    def _depend_on_us(self) -> None:
        """The source tree imports `pyx_lowering`; only a wheel's copy of it does not."""
        requirements: list[str] = self.metadata.install_requires
        if not self.native.users or any(map(names_us, requirements)):
            return
        self.install_requires = self.metadata.install_requires = [*requirements, NAME]

    def _add_commands(self) -> None:
        self.cmdclass[commands.build_native.__name__] = commands.build_native
        for name, extended in commands.EXTENDED.items():
            base: Any = self.get_command_class(name)
            self.cmdclass[name] = extended(base)

    def _build(self) -> engine.Built:
        project = self.native
        if not project.has_native_code:
            if project.settings.native != "off":
                show([errors.NOTHING_MARKED.at(None)])
            return engine.Built()
        return engine.build(
            project, self.workplace / "native", options=self.compiler_options,
            verbose=int(self.verbose) > 1)  # setuptools counts from 1

    @property
    def compiler_options(self) -> dict[str, str]:
        """The author's settings of compilers, which go for our extension modules as well."""
        given = {
            name: value for name, (_, value) in self.get_option_dict("build").items()
            if name == "compiler"
        }
        own = {name: value for name, (_, value) in self.get_option_dict("build_ext").items()}
        return {**given, **own}
