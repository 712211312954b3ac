"""The C headers of CPython for another platform, and what Windows links with."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from pyx_lowering.cross.targets import Target

#: What the headers want to know of 64-bit Windows, as far as the stable ABI goes.
_WINDOWS = """\
#ifndef Py_PYCONFIG_H
#define Py_PYCONFIG_H
#define MS_WIN32 1
#define MS_WIN64 1
#define MS_WINDOWS 1
#define NT_THREADS 1
#define WITH_THREAD 1
#define HAVE_DECLSPEC_DLL 1
#define Py_ENABLE_SHARED 1
#define Py_NO_LINK_LIB 1
#define HAVE_STDDEF_H 1
#define HAVE_STDINT_H 1
#define HAVE_INTTYPES_H 1
#define HAVE_SYS_TYPES_H 1
#define HAVE_SYS_STAT_H 1
#define HAVE_ERRNO_H 1
#define HAVE_WCHAR_H 1
#define SIZEOF_SHORT 2
#define SIZEOF_INT 4
#define SIZEOF_LONG 4
#define SIZEOF_LONG_LONG 8
#define SIZEOF_FLOAT 4
#define SIZEOF_DOUBLE 8
#define SIZEOF_VOID_P 8
#define SIZEOF_SIZE_T 8
#define SIZEOF_TIME_T 8
#define SIZEOF_WCHAR_T 2
#define SIZEOF_OFF_T 4
#define SIZEOF_FPOS_T 8
#define SIZEOF_PID_T 4
#define SIZEOF_UINTPTR_T 8
#define ALIGNOF_SIZE_T 8
#define ALIGNOF_LONG 4
#define ALIGNOF_MAX_ALIGN_T 8
#endif
"""

#: Functions and variables of the stable ABI, and of more: only what is used gets imported.
_FUNCTION = re.compile(r"\bPyAPI_FUNC\([^()]*\)\s*(\w+)")
_VARIABLE = re.compile(r"\bPyAPI_DATA\([^()]*\)\s*(\w+)")


def headers(target: Target, folder: Path) -> Path:
    """A folder with the headers for `target`, below `folder`.

    They are this CPython's. On Unix its `pyconfig.h` serves as well: the stable ABI asks it
    for the sizes of C's types only, which all 64-bit systems but Windows have in common.
    """
    here = Path(sysconfig.get_path("include"))
    if not target.is_windows:
        return here
    copy = folder / "include"
    shutil.copytree(here, copy)
    (copy / "pyconfig.h").unlink(missing_ok=True)
    (copy / "pyconfig.h").write_text(_WINDOWS, encoding="utf-8")
    return copy


def import_library(target: Target, folder: Path) -> Path:
    """The import library of `python3.dll`, which has the stable ABI on Windows."""
    include = Path(sysconfig.get_path("include"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in include.glob("*.h"))
    lines = ["LIBRARY python3.dll", "EXPORTS"]
    lines += sorted(set(_FUNCTION.findall(text)))
    lines += sorted(f"{name} DATA" for name in set(_VARIABLE.findall(text)))
    definition, library = folder / "python3.def", folder / "libpython3.a"
    definition.write_text("\n".join(lines) + "\n", encoding="utf-8")
    machine = "arm64" if target.platform == "win-arm64" else "i386:x86-64"
    subprocess.run(
        [sys.executable, "-m", "ziglang", "dlltool", "-m", machine, "-d", definition, "-l", library,
         "-D", "python3.dll"], check=True, capture_output=True)
    return library
