"""The hooks of PEP 517 and 660 over scikit-build-core, for projects that use CMake.

    [build-system]
    requires = ["pyx-lowering[scikit-build]"]
    build-backend = "build_backend.scikit_build"

The extension modules become targets of the project's own CMakeLists.txt, without a line in it;
a project may also have none. What scikit-build-core does not know is done to the finished
wheel: the runtime is put in, or the record of an editable install.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name, parse_wheel_filename
from scikit_build_core import build as skbuild

from build_backend import cmake, engine
from build_backend.contents import SBOM, bill_of_materials, check_wheel
from build_backend.hooks import reported, show
from build_backend.project import NAME, NativeProject, names_us, read_project
from build_backend.read_settings import ours, read_settings
from build_backend.records import record_of, write_record
from build_backend.reproducible import unpack_wheel, write_wheel
from build_backend.self_contained import make_self_contained
from build_backend.setuptools_plugin import CYTHON
from build_backend.stable_abi import tag_of
from build_backend.stand_in import write_stand_in
from pyx_lowering import errors
from pyx_lowering.driver import Compiled
from pyx_lowering.editable import FOLDER
from pyx_lowering.toolchain import cache_folder, key_of

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

Config = Mapping[str, str | list[str]] | None


def get_requires_for_build_wheel(config_settings: Config = None) -> list[str]:
    with reported():
        build = _Build(config_settings)
        return skbuild.get_requires_for_build_wheel(build.settings()) + build.requires


def get_requires_for_build_editable(config_settings: Config = None) -> list[str]:
    with reported():
        build = _Build(config_settings)
        return skbuild.get_requires_for_build_editable(build.settings()) + build.requires


def get_requires_for_build_sdist(config_settings: Config = None) -> list[str]:
    with reported():
        return skbuild.get_requires_for_build_sdist(_Build(config_settings).settings())


def prepare_metadata_for_build_wheel(
    metadata_directory: str, config_settings: Config = None
) -> str:
    with reported():
        build = _Build(config_settings)
        name = skbuild.prepare_metadata_for_build_wheel(metadata_directory, build.settings())
        if build.project.settings.runtime == "depend":
            build.depend_on_us(Path(metadata_directory, name))
        return name


def prepare_metadata_for_build_editable(
    metadata_directory: str, config_settings: Config = None
) -> str:
    with reported():
        build = _Build(config_settings)
        name = skbuild.prepare_metadata_for_build_editable(metadata_directory, build.settings())
        build.depend_on_us(Path(metadata_directory, name))
        return name


def build_wheel(
    wheel_directory: str, config_settings: Config = None, metadata_directory: str | None = None
) -> str:
    with reported():
        return _Build(config_settings).wheel(wheel_directory, editable=False)


def build_editable(
    wheel_directory: str, config_settings: Config = None, metadata_directory: str | None = None
) -> str:
    with reported():
        return _Build(config_settings).wheel(wheel_directory, editable=True)


def build_sdist(sdist_directory: str, config_settings: Config = None) -> str:
    with reported():
        return skbuild.build_sdist(sdist_directory, _Build(config_settings).settings())


@dataclass
class _Build:
    """One call of a hook, for the project in the current folder."""

    config: Config

    @cached_property
    def root(self) -> Path:
        return Path.cwd().resolve()

    @cached_property
    def pyproject(self) -> dict[str, Any]:
        return tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))

    @cached_property
    def project(self) -> NativeProject:
        about = self.pyproject.get("project", {})
        settings = read_settings(self.root, self.config)
        return read_project(
            self.root, settings, self._files(), str(about.get("requires-python", "")))

    @property
    def requires(self) -> list[str]:
        return [CYTHON] if self.project.has_native_code else []

    @cached_property
    def workplace(self) -> Path:
        folder = tempfile.mkdtemp(prefix=f"{NAME}-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return Path(folder).resolve()

    def settings(self, modules: Path | None = None, *, pure: bool = False) -> dict[str, Any]:
        """Config settings for scikit-build-core; `modules` is the folder of our CMake files.

        pure: nothing of ours is compiled.
        """
        given = dict(self.config or {})
        passed = {name: value for name, value in given.items() if name not in ours(given)}
        pure = pure or not self.project.has_native_code
        if not pure:
            recipe = engine.recipe_of(self.project, {})
            if recipe.limited_api:
                passed.setdefault("wheel.py-api", tag_of(recipe.limited_api))
            if self.project.settings.debug:
                passed.setdefault("cmake.build-type", "Debug")
                passed.setdefault("install.strip", "false")
        if modules is not None:
            passed["cmake.define.CMAKE_PROJECT_INCLUDE"] = (modules / cmake.MODULES).as_posix()
        if not self._has_own_cmake():
            passed.setdefault("cmake.version", ">=3.26")
            if modules is not None:
                passed["cmake.source-dir"] = modules.as_posix()
            elif pure:
                passed["wheel.cmake"] = "false"
        elif pure and self.project.has_native_code:
            # A lasting build folder remembers the modules of an earlier build.
            passed["cmake.define.CMAKE_PROJECT_INCLUDE"] = ""
        return passed

    def wheel(self, directory: str, *, editable: bool) -> str:
        """Build a wheel, complete and check it; gives its name."""
        compiled = self._compiled()
        try:
            name = self._packed(directory, compiled, editable)
        except SystemExit:  # CMake has failed; what it said was shown.
            if not compiled or self.project.settings.native != "prefer":
                raise
            show([errors.NO_NATIVE_CODE.at(None)])
            compiled = []
            name = self._packed(directory, compiled, editable)
        self._complete(Path(directory, name), compiled, editable)
        return name

    def _packed(self, directory: str, compiled: list[Compiled], editable: bool) -> str:
        """The name of the wheel that scikit-build-core makes, with these modules as targets."""
        modules = None
        if compiled:
            modules = self.workplace if not editable else self._lasting_folder()
            record = modules / cmake.RECORD
            write_record(record, record_of(self.project, engine.Built(), {}, self.config or {}))
            cmake.write_project(modules, cmake.cmake_text(self.project, compiled, record))
        build = skbuild.build_editable if editable else skbuild.build_wheel
        return build(directory, self.settings(modules, pure=not compiled))

    def depend_on_us(self, info: Path) -> None:
        """Add the requirement of `pyx_lowering` to metadata that have none yet."""
        path = info / "METADATA"
        head, blank, body = path.read_bytes().partition(b"\n\n")
        required = [line.partition(b":")[2].decode() for line in head.splitlines()
                    if line.lower().startswith(b"requires-dist:")]
        if self.project.users and not any(map(names_us, required)):
            path.write_bytes(head + f"\nRequires-Dist: {NAME}".encode() + (blank or b"\n") + body)

    def _compiled(self) -> list[Compiled]:
        if not self.project.has_native_code:
            if self.project.settings.native != "off":
                show([errors.NOTHING_MARKED.at(None)])
            return []
        return engine.generate(self.project)[0]

    def _complete(self, wheel: Path, compiled: list[Compiled], editable: bool) -> None:
        name, version, _, _ = parse_wheel_filename(wheel.name)
        folder = self.workplace / "unpacked"
        unpack_wheel(wheel, folder)
        (info,) = folder.glob("*.dist-info")
        files = {}
        for each in compiled:
            *parents, stem = each.module.extension.split(".")
            for found in folder.joinpath(*parents).glob(f"{stem}.*"):
                files[each.module.extension] = found
        built = engine.Built(tuple(compiled), files)
        if editable:
            self.depend_on_us(info)
            if self.project.users:
                write_stand_in(folder, canonicalize_name(name))
            if len(files) == len(compiled):  # Else CMake keeps and rebuilds them elsewhere.
                record = record_of(self.project, built, {}, self.config or {})
                for entry in record["modules"].values():
                    if entry.get("extension"):
                        entry["extension"] = f"../{entry['extension']}"
                write_record(folder / FOLDER / f"{canonicalize_name(name)}.json", record)
        elif self.project.settings.runtime == "vendor":
            make_self_contained(self._copies(folder), folder, self.project.packages)
        else:
            self.depend_on_us(info)
        if compiled and not editable:
            (info / SBOM).parent.mkdir()
            (info / SBOM).write_text(
                bill_of_materials(self.project, built, name, str(version)), encoding="utf-8")
        write_wheel(folder, wheel)
        if not editable:
            check_wheel(wheel, built)

    def _copies(self, folder: Path) -> dict[str, Path]:
        """The modules of an unpacked wheel that import `pyx_lowering`."""
        copies = {}
        for name in self.project.users:
            path = folder.joinpath(*name.split("."))
            is_package = name in self.project.packages
            path = path / "__init__.py" if is_package else path.with_suffix(".py")
            if path.is_file():
                copies[name] = path
        return copies

    def _lasting_folder(self) -> Path:
        """Where our CMake files are as long as scikit-build-core may want to build again."""
        build_dir = (self.config or {}).get("build-dir") or self._scikit("build-dir")
        if not build_dir:
            return self.workplace
        folder = cache_folder("cmake") / key_of([str(self.root)])[:32]
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _scikit(self, *keys: str) -> Any:
        table: Any = self.pyproject.get("tool", {}).get("scikit-build", {})
        for key in keys:
            table = table.get(key, {}) if isinstance(table, dict) else {}
        return table

    def _has_own_cmake(self) -> bool:
        folder = (self.config or {}).get("cmake.source-dir") or self._scikit(
            "cmake", "source-dir") or "."
        return (self.root / str(folder) / cmake.LISTS).is_file()

    def _files(self) -> dict[str, Path]:
        """The files of all modules, by scikit-build-core's rules of packages."""
        files = {}
        for place, folder in self._packages().items():
            top = self.root / folder
            for path in sorted(top.rglob("*.py")):
                parts = [*Path(place).parts, *path.relative_to(top).with_suffix("").parts]
                if parts[-1] == "__init__":
                    parts.pop()
                files[".".join(parts)] = path
        return files

    def _packages(self) -> dict[str, str]:
        """Where each package comes to be in the wheel, and where it is."""
        chosen = self._scikit("wheel", "packages")
        if isinstance(chosen, list):
            return {Path(folder).name: folder for folder in chosen}
        if chosen:
            return dict(chosen)
        name = str(self.pyproject.get("project", {}).get("name", ""))
        parts = [part.replace("-", "_") for part in name.split(".")]
        for base in ("src", "python", ""):
            for place in dict.fromkeys(["_".join(parts), "/".join(parts)]):
                if (self.root / base / place / "__init__.py").is_file():
                    return {place: Path(base, place).as_posix()}
        return {}
