"""What is done to setuptools' commands, and the one that is added."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from pathlib import Path
from typing import Any, ClassVar

from packaging.utils import canonicalize_name
from setuptools import Command

from build_backend.contents import SBOM, bill_of_materials, check_wheel
from build_backend.engine import Built
from build_backend.hooks import reported, running_hook
from build_backend.records import record_of, write_record
from build_backend.reproducible import dated, plain_permissions, write_sdist
from build_backend.self_contained import make_self_contained
from build_backend.stand_in import write_stand_in
from pyx_lowering.editable import FOLDER

log = logging.getLogger(__name__)


class build_native(Command):
    """Put a project's extension modules into its wheel, and make that self-contained.

    A regular build puts each extension module beside the copy of its Python module. An
    editable one puts it into the wheel below a name of its own, where the runtime finds
    it: the source tree gets no generated file, and uninstalling leaves nothing.
    """

    description = "compile the functions that are marked with @compile"
    user_options: ClassVar[list[tuple[str, str | None, str]]] = []
    distribution: Any  # a `NativeDistribution`, which is a floor above
    editable_mode: bool
    build_lib: str

    def initialize_options(self) -> None:
        self.editable_mode = False
        self.build_lib = None  # type: ignore[assignment]  # set below

    def finalize_options(self) -> None:
        self.set_undefined_options("build", ("build_lib", "build_lib"))

    def get_source_files(self) -> list[str]:
        return []  # The modules are `build_py`'s.

    def get_outputs(self) -> list[str]:
        return []  # Editable installs ask, to link what they find; there is nothing to link.

    def get_output_mapping(self) -> dict[str, str]:
        return {}

    def run(self) -> None:
        built = self.distribution.built
        assert built is not None  # `build` has run.
        if self.editable_mode:
            install: Any = self.get_finalized_command("install")
            output = Path(install.install_lib, FOLDER)
        else:
            output = Path(self.build_lib)
        for name, path in built.files.items():
            copy = output.joinpath(*name.split(".")[:-1], path.name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
        project = self.distribution.native
        if self.editable_mode:
            name = canonicalize_name(self.distribution.get_name())
            hook = running_hook()
            write_record(output / f"{name}.json", record_of(
                project, built, self.distribution.compiler_options, hook.settings if hook else {}))
            if project.users:
                write_stand_in(output.parent, name)
        elif project.settings.runtime == "vendor":
            self._make_self_contained()

    def _make_self_contained(self) -> None:
        build_py: Any = self.get_finalized_command("build_py")
        project = self.distribution.native
        copies = {}
        for name in project.users:
            parent, _, stem = name.rpartition(".")
            if name in project.packages:
                parent, stem = name, "__init__"
            copy = Path(build_py.get_module_outfile(self.build_lib, parent.split("."), stem))
            if copy.is_file():
                copies[name] = copy
        for module in make_self_contained(copies, Path(self.build_lib), project.packages):
            log.info("added the runtime as %s", module)


def extended_build(base: type[Command]) -> type[Command]:
    """The command `build` with ours as its last step."""
    steps = [*base.sub_commands, (build_native.__name__, None)]
    return type("build", (base,), {"sub_commands": steps})


def extended_bdist_wheel(base: Any) -> type[Command]:
    """The command `bdist_wheel`: the same bytes each time, and checked at the end."""

    class bdist_wheel(base):  # type: ignore[misc]
        def run(self) -> None:
            with contextlib.ExitStack() as self.until_packed:
                super().run()
            with reported():
                check_wheel(Path(self.distribution.dist_files[-1][2]), self.distribution.built)

        def write_wheelfile(self, folder: str, *args: Any, **kwargs: Any) -> None:
            """The last thing before the wheel is packed, also of an editable one."""
            super().write_wheelfile(folder, *args, **kwargs)
            contents = Path(folder).parent
            if contents.resolve() != Path(self.bdist_dir).resolve():
                return  # an editable wheel
            built: Built = self.distribution.built
            if built.files:
                document = bill_of_materials(
                    self.distribution.native, built,
                    canonicalize_name(self.distribution.get_name()),
                    self.distribution.get_version())
                path = Path(folder, SBOM)
                path.parent.mkdir()
                path.write_text(document, encoding="utf-8")
            plain_permissions(contents)
            self.until_packed.enter_context(dated())

    return bdist_wheel


def extended_sdist(base: Any) -> type[Command]:
    """The command `sdist`: the same bytes each time, and packed outside of the source tree."""

    class sdist(base):  # type: ignore[misc]
        def make_release_tree(self, base_dir: str, files: list[str]) -> None:
            """With the metadata, which may be made elsewhere, at their place."""
            made = Path(self.get_finalized_command("egg_info").egg_info)
            if not made.is_absolute():
                super().make_release_tree(base_dir, files)
                return
            place = Path((self.distribution.package_dir or {}).get("", ""), made.name)
            # Old ones would be links to files of the source tree.
            others = [file for file in files if not {made, place} & {*Path(file).parents}]
            super().make_release_tree(base_dir, others)
            shutil.copytree(made, Path(base_dir, place))
            listed = {Path(file) for file in others}
            listed |= {place / path.relative_to(made) for path in made.iterdir()}
            lines = sorted((file.as_posix() for file in listed), key=os.path.split)
            Path(base_dir, place, "SOURCES.txt").write_text(
                "".join(f"{line}\n" for line in lines), encoding="utf-8")

        def make_distribution(self) -> None:
            if list(self.formats) != ["gztar"]:
                super().make_distribution()
                return
            name = self.distribution.get_fullname()
            tree = self.distribution.workplace / "sdist" / name
            self.make_release_tree(str(tree), self.filelist.files)
            archive = Path(self.dist_dir, f"{name}.tar.gz")
            write_sdist(tree, archive)
            self.archive_files = [str(archive)]
            self.distribution.dist_files.append(("sdist", "", str(archive)))

    return sdist


#: What becomes of setuptools' own commands, or of those that an author made of them.
EXTENDED = {
    "build": extended_build,
    "bdist_wheel": extended_bdist_wheel,
    "sdist": extended_sdist,
}
