"""Calls Cython on generated `.pyx` files.

Starting Cython takes most of a second, and a small module then a twentieth of that. So
modules are shared out among few processes (`__main__.py` is what these run).
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pyx_lowering import errors
from pyx_lowering.diagnostics import CompileError, Diagnostic
from pyx_lowering.toolchain.flags import INCLUDE

#: So many modules are worth a process of their own.
_SHARE = 4

#: The name of a unit, and what Cython has against it.
Translated = tuple[str, str | None]

#: Cython keeps global state.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Unit:
    """One extension module to be built: its dotted name and the text of its `.pyx`.

    origins: for each line of the text the file and line that a debugger is to show, if any;
    empty without debugging information.
    """

    name: str
    pyx: str
    origins: tuple[tuple[str, int] | None, ...] = ()

    @property
    def pyx_file(self) -> str:
        """Where the text lies, relative to the folder of the build."""
        return self.name.replace(".", "/") + ".pyx"

    @property
    def c_file(self) -> str:
        """Where Cython's result lies, relative to the folder of the build."""
        return self.name.replace(".", "/") + ".c"


def cythonize(
    units: Sequence[Unit], folder: Path, progress: Callable[[str], None] = lambda name: None
) -> None:
    """Write the `.pyx` and `.c` files of all units below `folder`, several at a time.

    The files carry no trace of where `folder` is. `progress` is told the name of each unit that is
    translated, from several threads. Raises `CompileError` (PYX403).
    """
    workers = max(1, min(processors(), -(-len(units) // _SHARE)))
    shares = [units[i::workers] for i in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        done = list(pool.map(lambda share: _in_process(share, folder, progress), shares))
    _raise(each for share in done for each in share)


def cythonize_here(units: Sequence[Unit], folder: Path) -> None:
    """The same in this process, which is quick once Cython has started."""
    _raise(translate(units, folder))


def c_source(unit: Unit) -> str:
    """The C text of one unit; raises `CompileError` (PYX403)."""
    with tempfile.TemporaryDirectory(prefix="pyx-lowering-") as folder:
        cythonize_here([unit], Path(folder))
        return (Path(folder) / unit.c_file).read_text(encoding="utf-8")


def processors() -> int:
    """How many things are worth doing at the same time."""
    count = getattr(os, "process_cpu_count", os.cpu_count)()
    return count or 1


def _in_process(
    units: Sequence[Unit], folder: Path, progress: Callable[[str], None]
) -> list[Translated]:
    """Translate in a process that works in `folder`: Cython writes paths relative to that."""
    # It finds what this process finds, in front-end environments and test runs too.
    path = os.pathsep.join(entry for entry in sys.path if entry)
    done: list[Translated] = []
    with (
        subprocess.Popen(
            [sys.executable, "-P", "-m", __package__],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8", errors="replace",
            cwd=folder, env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        ) as process,
        ThreadPoolExecutor(1) as reader,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        told = reader.submit(process.stderr.read)
        with contextlib.suppress(OSError), process.stdin:  # It may have died already.
            json.dump([asdict(unit) for unit in units], process.stdin)
        for line in process.stdout:
            name, reason = json.loads(line)
            done.append((name, reason))
            progress(name)
        if process.wait():
            text = told.result()
            _raise_system_error(text)
            # Warnings may follow.
            found = re.findall(r"^[\w.]+(?:Error|Exception)\b.*$", text, re.MULTILINE)
            reason = [f"exit code {process.returncode}", *text.strip().splitlines(), *found][-1]
            done += [(unit.name, reason) for unit in units[len(done):]]
    return done


def _raise_system_error(text: str) -> None:
    """Raise the OSError that ended a process, if one did: a full disk is not Cython's fault."""
    found = re.search(r"^OSError: \[Errno (\d+)\] .*?(?:: '(.*)')?$", text, re.MULTILINE)
    if found:
        raise OSError(int(found[1]), os.strerror(int(found[1])), found[2])


def translate(units: Iterable[Unit], folder: Path) -> Iterator[Translated]:
    """Translate in this process, one unit after another."""
    cython: Any = importlib.import_module("Cython.Compiler.Main")  # It has no types.
    for unit in units:
        source = folder / unit.pyx_file
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(unit.pyx, encoding="utf-8")
        options = cython.CompilationOptions(
            cython.default_options,
            output_file=str(folder / unit.c_file),
            include_path=[str(INCLUDE.parent)],  # for `from pyx_lowering.support cimport ...`
            use_listing_file=1,
            errors_to_stderr=0,
            # Nothing in a generated module changes after its import.
            compiler_directives={"freethreading_compatible": True},
            emit_linenums=bool(unit.origins),
        )
        with _one_at_a_time:
            result = cython.compile_single(str(source), options, full_module_name=unit.name)
        if result.num_errors or not result.c_file:
            listing = Path(result.listing_file).read_text(encoding="utf-8", errors="replace")
            yield unit.name, _first_error(listing)
            continue
        _use_fast_fma(Path(result.c_file))
        if unit.origins:
            _lead_to_python(Path(result.c_file), unit)
        yield unit.name, None


def _use_fast_fma(c_file: Path) -> None:
    """Include fma.h behind <math.h>, where `fma` is used; Cython has no way to say this."""
    text = c_file.read_text(encoding="utf-8")
    if re.search(r"\bfma\(", text):
        include = "#include <math.h>\n"
        text = text.replace(include, f'{include}#include "fma.h"\n', 1)
        c_file.write_text(text, encoding="utf-8")


def _lead_to_python(c_file: Path, unit: Unit) -> None:
    """Turn the line directives, which lead to the `.pyx`, to the author's Python file."""
    lines = c_file.read_text(encoding="utf-8").split("\n")
    for index, line in enumerate(lines):
        found = re.fullmatch(r'#line (\d+) ".*\.pyx"', line)
        if found is None:
            continue
        number = int(found[1]) - 1
        origin = unit.origins[number] if number < len(unit.origins) else None
        # What comes from nowhere in Python is shown as the C that it is.
        file, place = origin or (unit.c_file, index + 2)
        lines[index] = f"#line {place} {json.dumps(file, ensure_ascii=False)}"
    c_file.write_text("\n".join(lines), encoding="utf-8")


def _first_error(listing: str) -> str:
    """`7:13: undeclared name` of the listing that Cython writes."""
    message = r"^(?!warning|performance).*\.p[yx][xd]:(\d+:\d+: .+)$"
    found = re.search(message, listing, re.MULTILINE)
    return found[1] if found else "no reason was given"


def _raise(done: Iterable[Translated]) -> None:
    problems: list[Diagnostic] = [
        errors.CYTHON_FAILED.at(None, module=module, reason=reason)
        for module, reason in done if reason is not None
    ]
    if problems:
        raise CompileError(problems)

