"""Builds wheels for Pyodide with the real `pyodide-build`, and runs them in Node.

`pyodide build` downloads a cross-build root and the Emscripten SDK. Where that is not wanted,
`cross_build_root` makes such a root from parts that package registries have: the `pyodide`
package of npm, the C headers of a CPython of the same minor version, and an `emcc` on the PATH.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from pathlib import Path

#: The release of Pyodide, and what npm calls its runtime.
VERSION = "0.29.3"
PACKAGE = f"pyodide@{VERSION}"
#: What that release is: its CPython, its ABI and the Emscripten that made it.
PYTHON, ABI, EMSCRIPTEN = "3.13.2", "2025_0", "4.0.9"

MINOR = PYTHON.rpartition(".")[0]
SYSCONFIG = "_sysconfigdata__emscripten_wasm32-emscripten"

_RUNNER = Path(__file__).with_name("pyodide_run.mjs")

#: What pyodide-build asks of a root. BigInts carry the 64-bit ints across its border.
_MAKEFILE = f"""\
export PYVERSION=3.13.2
export PYMAJOR=3
export PYMINOR={MINOR.partition(".")[2]}
export PYMICRO={PYTHON.rpartition(".")[2]}
export PYODIDE_VERSION={VERSION}
export PYODIDE_ABI_VERSION={ABI}
export PYODIDE_EMSCRIPTEN_VERSION={EMSCRIPTEN}
export PLATFORM_TRIPLET=wasm32-emscripten
export SYSCONFIG_NAME={SYSCONFIG}
export CPYTHONINSTALL=$(PYODIDE_ROOT)/cpython/installs/python-$(PYVERSION)
export TARGETINSTALLDIR=$(CPYTHONINSTALL)
export SYSCONFIGDATA_DIR=$(CPYTHONINSTALL)/sysconfigdata
export PYTHONINCLUDE=$(CPYTHONINSTALL)/include/python{MINOR}
export CFLAGS_BASE=-g0 -fPIC
export CXXFLAGS_BASE=$(CFLAGS_BASE)
export LDFLAGS_BASE=-sWASM_BIGINT

.output_vars:
\t@env
""".replace("3.13.2", PYTHON)


class Unavailable(Exception):
    """A tool or a part is missing; the message says which."""


class Failed(Exception):
    """A command failed; the message is the end of what it printed."""


def require_tools() -> None:
    """Raise `Unavailable` unless wheels for Pyodide can be built and run here."""
    if f"{sys.version_info[0]}.{sys.version_info[1]}" != MINOR:
        raise Unavailable(f"Pyodide {VERSION} is Python {MINOR}; this is another version")
    for program in ("emcc", "node", "npm", "make"):
        if shutil.which(program) is None:
            raise Unavailable(f"there is no `{program}`")
    if not _pyodide_build().is_file():
        raise Unavailable("pyodide-build is not installed (pip install pyodide-build)")


def runtime(folder: Path) -> Path:
    """The folder of Pyodide's runtime, which npm puts below `folder` unless it is there."""
    package = folder / "node_modules" / "pyodide"
    if not (package / "python_stdlib.zip").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        _run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder,
              PACKAGE])
    return package


def cross_build_root(folder: Path, package: Path) -> Path:
    """A root for pyodide-build below `folder`, or the one that PYODIDE_ROOT names.

    package: the folder that `runtime` gave.
    """
    given = os.environ.get("PYODIDE_ROOT")
    if given:
        return Path(given)
    root = folder / "xbuildenv" / "pyodide-root"
    python = root / "cpython" / "installs" / f"python-{PYTHON}"
    shutil.rmtree(folder / "xbuildenv", ignore_errors=True)
    (root / "package_index").mkdir(parents=True)
    (root / "dist").mkdir()
    (root.parent / "requirements.txt").touch()
    (root / "Makefile.envs").write_text(_MAKEFILE)
    shutil.copy(package / "pyodide-lock.json", root / "dist")
    (python / "sysconfigdata").mkdir(parents=True)
    with zipfile.ZipFile(package / "python_stdlib.zip") as library:
        text = library.read(f"{SYSCONFIG}.py").decode()
    (python / "sysconfigdata" / f"{SYSCONFIG}.py").write_text(text)
    variables: dict[str, dict[str, object]] = {}
    exec(text, variables)  # pyodide-build runs it as well
    _write_headers(python / "include" / f"python{MINOR}", variables["build_time_vars"])
    return root


def build_wheel(
    project: Path, output: Path, root: Path, environ: Mapping[str, str] | None = None
) -> Path:
    """Build the wheel of `project` with `pyodide build`; `environ` adds variables."""
    output.mkdir(parents=True, exist_ok=True)
    before = set(output.glob("*.whl"))
    variables = os.environ | {"PYODIDE_ROOT": str(root), "SKIP_EMSCRIPTEN_VERSION_CHECK": "1"}
    variables |= environ or {}
    # pyodide-build takes uv in place of pip where it is installed, which has names of its own.
    if "PIP_FIND_LINKS" in variables:
        variables["UV_FIND_LINKS"] = ",".join(variables["PIP_FIND_LINKS"].split())
    if "PIP_NO_INDEX" in variables:
        variables["UV_NO_INDEX"] = variables["PIP_NO_INDEX"]
    _run([_pyodide_build(), "build", project, "--outdir", output], variables)
    (wheel,) = set(output.glob("*.whl")) - before
    return wheel


def run(package: Path, wheels: list[Path], code: str) -> str:
    """What `code` prints in Pyodide in Node, with the wheels unpacked into site-packages.

    Raises `Failed` if it ends in an exception.
    """
    request = json.dumps({
        "pyodide": str(package.resolve() / "pyodide.mjs"),
        "wheels": [str(wheel.resolve()) for wheel in wheels],
        "code": code,
    })
    return _run(["node", _RUNNER], stdin=request)


def _write_headers(include: Path, variables: Mapping[str, object]) -> None:
    """The host's headers with the target's `pyconfig.h`.

    The headers of one minor version are the same everywhere but for that file. What it
    defines is in the target's `variables` too; they have 0 for what it leaves undefined.
    """
    host = Path(sysconfig.get_path("include"))
    shutil.copytree(host, include, ignore=shutil.ignore_patterns("pyconfig.h"))
    text = (host / "pyconfig.h").read_text()
    names = sorted(set(re.findall(r"^(?:#define|/\* #undef|#undef) +(\w+)", text, re.MULTILINE)))
    lines = [f"#define {name} {variables[name]}" for name in names if variables.get(name)]
    guard = "Py_PYCONFIG_H"
    body = "\n".join(line for line in lines if guard not in line)
    (include / "pyconfig.h").write_text(f"#ifndef {guard}\n#define {guard}\n{body}\n#endif\n")


def _pyodide_build() -> Path:
    return Path(sys.executable).with_name("pyodide")


def _run(
    command: list[str | Path], environ: Mapping[str, str] | None = None, stdin: str | None = None
) -> str:
    done = subprocess.run(
        list(map(str, command)), env=environ, input=stdin, capture_output=True, check=False,
        encoding="utf-8")
    if done.returncode:
        raise Failed(f"{command[0]} {command[1]}: {done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout
