"""What is done to setuptools' commands, and the one that is added."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import Any, ClassVar

from packaging.utils import canonicalize_name
from setuptools import Command

from build_backend.hooks import running_hook
from build_backend.records import record_of, write_record
from build_backend.self_contained import make_self_contained
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
