"""Extension modules that carry their code for a newer instruction set beside the baseline.

The same C file is compiled twice, under two names, into one module. Its entry (`levels.h`)
asks the processor and hands over to one of them.
"""

from __future__ import annotations

import hashlib
import os
import re
import sysconfig
from collections.abc import Mapping
from pathlib import Path

#: For each level that a module can carry, what tells the compiler so.
LEVELS: dict[str, dict[str, list[str]]] = {
    "x86-64-v3": {
        "unix": ["-march=x86-64-v3"], "mingw32": ["-march=x86-64-v3"], "msvc": ["/arch:AVX2"],
    },
}


#: The C files of a module with a level: `_kernels_native.baseline.c` and so on.
COPIES = ("baseline", "level", "entry")


def applies(
    level: str | None, platform: str | None = None, environ: Mapping[str, str] = os.environ
) -> bool:
    """Whether modules for `platform`, as `sysconfig` names it, carry a level at all.

    Others than x86-64 have no levels, and a universal2 build compiles for two processors
    at once.
    """
    target = platform or sysconfig.get_platform()
    return (level is not None and target.endswith(("x86_64", "amd64"))
            and "arm64" not in environ.get("ARCHFLAGS", ""))


def entry_of(name: str) -> str:
    """The C function that imports an extension module (PEP 489)."""
    stem = name.rpartition(".")[2]
    if stem.isascii():
        return f"PyInit_{stem}"
    return "PyInitU_" + stem.encode("punycode").decode().replace("-", "_")


def write_copies(name: str, c_file: Path) -> tuple[Path, Path, Path]:
    """Write the C files of module `name`: the baseline, the level, and the entry.

    The symbols of the copies are names of their own, because some programs load all modules
    into one space of names.
    """
    key = hashlib.sha256(name.encode()).hexdigest()[:16]
    init = entry_of(name)
    baseline, level = f"pyxl_{key}_baseline", f"pyxl_{key}_level"
    # The one variable that Cython lets be seen from outside.
    shown = re.search(r"\b__pyx_module_is_main_\w+", c_file.read_text(encoding="utf-8"))
    hide = f"#define {shown[0]} {{symbol}}_is_main\n" if shown else ""
    # Microsoft's older compilers contract for AVX2 unless they are told not to.
    copy = ("#ifdef _MSC_VER\n#pragma fp_contract(off)\n#endif\n"
            f'{hide}#define {init} {{symbol}}\n#include "{c_file.name}"\n')
    entry = (f"#define PYXL_INIT {init}\n#define PYXL_BASELINE {baseline}\n"
             f'#define PYXL_V3 {level}\n#include "levels.h"\n')
    texts = (copy.format(symbol=baseline), copy.format(symbol=level), entry)
    paths = []
    for kind, text in zip(COPIES, texts, strict=True):
        path = c_file.with_name(f"{c_file.stem}.{kind}.c")
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths[0], paths[1], paths[2]
