"""What a wheel says of its native code, and whether a finished wheel is right."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.utils import parse_wheel_filename

from build_backend.engine import Built
from build_backend.project import NAME, NativeProject
from pyx_lowering import errors
from pyx_lowering.diagnostics import CompileError
from pyx_lowering.driver import Compiled
from pyx_lowering.toolchain import entry_of

#: The file of the bill of materials, below `.dist-info` as PEP 770 has it.
SBOM = f"sboms/{NAME}.cdx.json"

#: What compilers leave about themselves in what they make.
_COMPILER = re.compile(rb"(?:GCC: \([^)\0]*\) [\w.+-]+|[\w ]*clang version [\w.+-]+)")

_NATIVE = (".so", ".pyd")

#: The functions of a generated text that Python can call. What is `double` for Python is `double_`
#: there, because C has that name.
_DEFINED = re.compile(r"^def (\w+)\(", re.MULTILINE)


def bill_of_materials(project: NativeProject, built: Built, name: str, version: str) -> str:
    """A CycloneDX document: which extension module was made from what, by what."""
    tools = [_tool(NAME), _tool("cython"), *_compilers(built)]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "library", "name": name, "version": version,
                          "purl": f"pkg:pypi/{name}@{version}"},
            "tools": {"components": tools},
        },
        "components": [_component(project, built, each) for each in built.compiled],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _tool(name: str) -> dict[str, str]:
    version = metadata.version(name)
    return {"type": "application", "name": name, "version": version,
            "purl": f"pkg:pypi/{name}@{version}"}


def _compilers(built: Built) -> list[dict[str, str]]:
    found = sorted({
        match.decode(errors="replace")
        for path in built.files.values() for match in _COMPILER.findall(path.read_bytes())
    })
    return [{"type": "application", "name": "C compiler", "version": text} for text in found]


def _component(project: NativeProject, built: Built, compiled: Compiled) -> dict[str, Any]:
    file = built.files[compiled.module.extension]
    sources = [
        {"name": f"{NAME}:source",
         "value": f"{_shown(project, path)} sha256:{_sha256(path.read_bytes())}"}
        for path in compiled.sources
    ]
    functions = [{"name": f"{NAME}:function", "value": name} for name in compiled.functions]
    return {
        "type": "file",
        "name": "/".join([*compiled.module.extension.split(".")[:-1], file.name]),
        "hashes": [{"alg": "SHA-256", "content": _sha256(file.read_bytes())}],
        "properties": [*functions, *sources],
    }


def _shown(project: NativeProject, path: Path) -> str:
    try:
        return path.relative_to(project.root).as_posix()
    except ValueError:
        return path.name


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def check_wheel(wheel: Path, built: Built) -> None:
    """Raise `CompileError` (PYX408) if a wheel is not what it says it is."""
    with zipfile.ZipFile(wheel) as archive:
        native = {name: archive.read(name) for name in archive.namelist()
                  if name.endswith(_NATIVE)}
        (about,) = [name for name in archive.namelist() if name.endswith(".dist-info/WHEEL")]
        stated = archive.read(about).decode()
    wrong = [*_missing(native, built), *_mistagged(wheel, native, stated)]
    if wrong:
        raise CompileError([errors.WHEEL.at(None, reason=reason) for reason in wrong])


def _missing(native: Mapping[str, bytes], built: Built) -> Iterator[str]:
    for compiled in built.compiled:
        file = built.files[compiled.module.extension]
        name = "/".join([*compiled.module.extension.split(".")[:-1], file.name])
        if name not in native:
            yield f"{name} is not in it"
            continue
        # Names stand in it as C strings; the linker may put one into the end of another.
        for exported in (entry_of(compiled.module.extension), *_DEFINED.findall(compiled.pyx)):
            if exported.encode() + b"\0" not in native[name]:
                yield f"{name} does not export `{exported}`"


def _mistagged(wheel: Path, native: Mapping[str, bytes], stated: str) -> Iterator[str]:
    tags = parse_wheel_filename(wheel.name)[3]
    if {str(tag) for tag in tags} != set(re.findall(r"^Tag: (\S+)$", stated, re.MULTILINE)):
        yield "its name and its metadata have different tags"
    pure = all(tag.abi == "none" and tag.platform == "any" for tag in tags)
    if pure and native:
        yield f"it is tagged as pure Python and has {', '.join(sorted(native))}"
    stable = all(tag.abi.startswith("abi3") for tag in tags)
    versions = [name for name in native if re.search(r"\.(cpython-|cp)\d", name)]
    if stable and versions:
        yield f"it is tagged for the stable ABI and has {', '.join(sorted(versions))}"
