"""The CMake text of a project's extension modules, and the step that it runs for each.

`python -m build_backend.cmake RECORD MODULE FILE OUTPUT` writes the C of one module, so that a
build system that sees the Python file change compiles it again.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from build_backend import engine
from build_backend.hooks import reported
from build_backend.project import NativeProject
from build_backend.records import recorded_project
from pyx_lowering.driver import Compiled
from pyx_lowering.editable import read
from pyx_lowering.toolchain import (
    COPIES,
    INCLUDE,
    LEVELS,
    Unit,
    applies,
    compile_flags,
    replace_file,
    translate_units,
    write_copies,
)

#: For authors without a CMakeLists.txt; the modules come in by `CMAKE_PROJECT_INCLUDE`.
LISTS = "CMakeLists.txt"
MODULES = "modules.cmake"
RECORD = "record.json"

_LISTS = """\
cmake_minimum_required(VERSION 3.21...3.31)
project(pyx_lowering LANGUAGES C)
"""

_HEAD = """\
# One extension module for each Python module with marked functions.
if(PROJECT_IS_TOP_LEVEL)
  cmake_policy(PUSH)
  cmake_policy(VERSION 3.21...3.31)
  enable_language(C)
  find_package(Python REQUIRED COMPONENTS Interpreter {development})
"""

_MODULE = """
  set(_pyxl "${{CMAKE_CURRENT_BINARY_DIR}}/pyx-lowering/{stem_file}")
  set(_pyxl_c "${{_pyxl}}.c")
  add_custom_command(
    OUTPUT "${{_pyxl_c}}" {copies}
    COMMAND "${{Python_EXECUTABLE}}" -P -m build_backend.cmake
            "{record}" "{module}" "{file}" "${{_pyxl_c}}"
    DEPENDS "{file}" "{record}"
    DEPFILE "${{_pyxl_c}}.d"
    COMMENT "pyx-lowering: compiling {module}"
    VERBATIM)
  python_add_library({target} MODULE {abi} {sources})
  set_target_properties({target} PROPERTIES OUTPUT_NAME "{stem}" C_VISIBILITY_PRESET hidden)
  target_include_directories({target} PRIVATE "{include}")
  if(MSVC)
    target_compile_options({target} PRIVATE {msvc})
    set(_pyxl_level {level_msvc})
  else()
    target_compile_options({target} PRIVATE {unix})
    set(_pyxl_level {level_unix})
  endif()
  set_source_files_properties("${{_pyxl}}.level.c" PROPERTIES COMPILE_OPTIONS "${{_pyxl_level}}")
  target_link_options({target} PRIVATE {link})
  install(TARGETS {target} LIBRARY DESTINATION "{destination}")
"""

_TAIL = """
  cmake_policy(POP)
endif()
"""


def cmake_text(project: NativeProject, compiled: Sequence[Compiled], record: Path) -> str:
    """What CMake has to do for modules whose project is described in the file `record`."""
    recipe = engine.recipe_of(project, {})
    abi, development = "WITH_SOABI", "Development.Module"
    if recipe.limited_api:
        abi = "USE_SABI {}.{} WITH_SOABI".format(*recipe.limited_api)
        development += " Development.SABIModule"
    # Optimizing and debugging follow from the type of the build, as CMake's users expect.
    folder = Path("${CMAKE_CURRENT_BINARY_DIR}/pyx-lowering")
    own = {
        kind: [flag for flag in compile_flags(kind, folder, recipe)
               if not flag.startswith(("-O", "-g", "/O", "/Z"))]
        for kind in ("unix", "msvc")
    }
    level = LEVELS[recipe.level] if recipe.level and applies(recipe.level) else {}
    copies = " ".join(f'"${{_pyxl}}.{kind}.c"' for kind in COPIES) if level else ""
    parts = [_HEAD.format(development=development)]
    for each in compiled:
        unit = engine.unit_of(each, project.settings)
        parent, _, stem = unit.name.rpartition(".")
        parts.append(_MODULE.format(
            target=f"pyxl_{each.module.name.replace('.', '_')}", stem=stem, abi=abi,
            module=each.module.name, file=each.module.file.path.as_posix(),
            stem_file=unit.c_file.removesuffix(".c"), copies=copies,
            sources=copies or '"${_pyxl_c}"', level_unix=_quoted(level.get("unix", [])),
            level_msvc=_quoted(level.get("msvc", [])), record=record.as_posix(),
            include=INCLUDE.as_posix(),
            destination=parent.replace(".", "/") or ".", unix=_quoted(own["unix"]),
            msvc=_quoted(own["msvc"]), link=_quoted(recipe.link_args)))
    return "".join([*parts, _TAIL])


def write_project(folder: Path, text: str) -> None:
    """Write the files of a CMake project that consists of these modules alone."""
    (folder / LISTS).write_text(_LISTS, encoding="utf-8")
    (folder / MODULES).write_text(text, encoding="utf-8")


def _quoted(words: Sequence[str]) -> str:
    return " ".join('"{}"'.format(word.replace('"', r"\"")) for word in words)


def main(record: str, module: str, file: str, output: str) -> None:
    """Write the C of `module` to `output`, and beside it what it depends on, for `make`."""
    with reported():
        project = recorded_project(read(record), module, file)
        compiled, left = engine.generate(project)
        target = Path(output)
        target.parent.mkdir(parents=True, exist_ok=True)
        if compiled:
            unit = engine.unit_of(compiled[0], project.settings)
            sources = compiled[0].sources
        else:  # The last function lost its mark; the target is there until CMake runs again.
            names = [name.rpartition(".")[2] for name in left]
            source = project.modules.find(module)
            assert source is not None
            unit, sources = Unit(source.extension, f"__python__ = {names!r}\n"), (Path(file),)
        with tempfile.TemporaryDirectory(prefix="pyx-lowering-") as name:
            folder = Path(name).resolve()
            translate_units([unit], folder, engine.cache_of(project.settings))
            replace_file(target, (folder / unit.c_file).read_bytes())
        if applies(engine.recipe_of(project, {}).level):
            write_copies(unit.name, target)
        rule = " ".join([_escaped(target) + ":", *map(_escaped, sources)])
        replace_file(Path(f"{output}.d"), f"{rule}\n".encode())


def _escaped(path: Path | Any) -> str:
    return path.as_posix().replace(" ", r"\ ").replace("#", r"\#").replace("$", "$$")


if __name__ == "__main__":
    main(*sys.argv[1:])
