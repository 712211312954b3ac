"""The step of setuptools' `build` that makes the extension modules."""

from __future__ import annotations

import logging
import shutil
import sys
from pathlib import Path
from typing import Any, ClassVar

from setuptools import Command

from build_backend.generate import generate, with_sources
from build_backend.project import NativeProject
from build_backend.self_contained import make_self_contained, unavailable
from pyx_lowering import errors
from pyx_lowering.diagnostics import CompileError, Diagnostic, render
from pyx_lowering.driver import Compiled
from pyx_lowering.runtime import EDITABLE
from pyx_lowering.source import SourceFile
from pyx_lowering.toolchain import Unit, compile_c, cythonize

log = logging.getLogger(__name__)


class build_native(Command):
    """Compile the marked functions of a project, and make its wheel self-contained.

    A regular build puts each extension module beside the copy of its Python module. An
    editable one puts it into the wheel below a name of its own, where the runtime finds
    it: the source tree gets no generated file, and uninstalling leaves nothing.
    """

    description = "compile the functions that are marked with @compile"
    user_options: ClassVar[list[tuple[str, str | None, str]]] = []
    editable_mode: bool
    build_lib: str
    build_temp: str
    compiler: str | None

    def initialize_options(self) -> None:
        self.editable_mode = False
        self.build_lib = self.build_temp = None  # type: ignore[assignment]  # set below
        self.compiler = None

    def finalize_options(self) -> None:
        self.set_undefined_options(
            "build",
            ("build_lib", "build_lib"), ("build_temp", "build_temp"), ("compiler", "compiler"),
        )

    def get_source_files(self) -> list[str]:
        return []  # The modules are `build_py`'s.

    def get_outputs(self) -> list[str]:
        return []  # Editable installs ask, to link what they find; there is nothing to link.

    def get_output_mapping(self) -> dict[str, str]:
        return {}

    def run(self) -> None:
        project: NativeProject = self.distribution.native  # type: ignore[attr-defined]  # ours
        try:
            self._build(project)
        except CompileError as error:
            _show(error.diagnostics)
            # Not an exception of setuptools: these end in a traceback, and under some
            # commands in silence.
            raise SystemExit(1) from None

    def _build(self, project: NativeProject) -> None:
        problems = _unavailable(project)
        compiled = generate(project, problems)
        if compiled:
            self._compile(compiled)
        else:
            _show([errors.NOTHING_MARKED.at(None)])
        if not self.editable_mode:
            self._make_self_contained(project)

    def _compile(self, compiled: list[Compiled]) -> None:
        for each in compiled:
            log.info("compiling %s: %s", each.module.name, ", ".join(each.functions))
        if self.editable_mode:
            install: Any = self.get_finalized_command("install")
            output = Path(install.install_lib, EDITABLE)
            units = [Unit(each.module.extension, with_sources(each)) for each in compiled]
        else:
            output = Path(self.build_lib)
            units = [Unit(each.module.extension, each.pyx) for each in compiled]
        folder = Path(self.build_temp).resolve() / "pyx-lowering"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        cythonize(units, folder)
        # The author's settings of compilers go for our extension modules as well.
        options = {
            name: value
            for name, (_, value) in self.distribution.get_option_dict("build_ext").items()
        }
        if self.compiler:
            options.setdefault("compiler", self.compiler)
        built = compile_c(
            units, folder, output, options=options, verbose=_is_verbose(self.distribution.verbose))
        for path in built.values():
            log.info("built %s (%d kB)", path.relative_to(output), path.stat().st_size // 1000)

    def _make_self_contained(self, project: NativeProject) -> None:
        build_py: Any = self.get_finalized_command("build_py")
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


def _unavailable(project: NativeProject) -> list[Diagnostic]:
    return [
        diagnostic
        for name in project.users
        for diagnostic in unavailable(SourceFile.read(project.files[name], project.root))
    ]


def _is_verbose(verbosity: int) -> bool:
    return int(verbosity) > 1  # setuptools counts from 1


def _show(diagnostics: list[Diagnostic] | tuple[Diagnostic, ...]) -> None:
    """Print diagnostics for people, after what was printed before them."""
    sys.stdout.flush()
    text = render(diagnostics, color=sys.stderr.isatty())
    print(f"\n{text}\n", file=sys.stderr, flush=True)
