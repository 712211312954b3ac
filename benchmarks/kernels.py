"""`python -m benchmarks.kernels [KERNEL...]`: NPBench's algorithms by NumPy and three compilers.

The same bodies (`benchmarks/npbench`) are run by Python with NumPy, by pyx-lowering (portable
code, and with the instruction set that Numba and Pythran choose by themselves where the machine
has it), by Numba and by Pythran. All have one core. The results of each are compared with NumPy's
before it is timed: pyx-lowering's to the bit, or by the bound that `npbench/inputs.py` states;
those of the others, whose sums have another order, by 1e-9 of the largest element (1e-4 in single
precision). The contenders take turns, each call has arguments of its own, and the best counts.

`--record` writes docs/kernels.md too. `--without NAME` leaves a contender out.
"""

from __future__ import annotations

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"  # read when NumPy is loaded

import argparse
import copy
import hashlib
import math
import shlex
import subprocess
import sys
import time
import types
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import dialects
from benchmarks.npbench.comparison import difference, outcome
from benchmarks.npbench.inputs import KERNELS, Kernel
from benchmarks.report import machine
from pyx_lowering.diagnostics import CompileError
from pyx_lowering.discover import Project, parse_module
from pyx_lowering.driver import compile_module
from pyx_lowering.source import SourceFile
from pyx_lowering.toolchain import Unit, compile_c, cythonize_here, fingerprint
from pyx_lowering.toolchain.recipe import Recipe

Call = Callable[..., Any]

PAGE = Path(__file__).parent.parent / "docs" / "kernels.md"
BEGIN, END = "<!-- written by `python -m benchmarks.kernels --record` -->", "<!-- end -->"
BUILT = Path(__file__).parent / "results" / "kernels"

#: Rounds go on until this many, or until all contenders took so many seconds.
ROUNDS, SECONDS = 40, 2.0


class Refused(Exception):
    """A contender does not take a kernel; the message says why."""


def by_numpy(kernel: Kernel) -> Call:
    return _run(dialects.plain(kernel.module, kernel.name), kernel.name)


def by_portable(kernel: Kernel) -> Call:
    return _pyx_lowering(kernel, Recipe())


def by_level(kernel: Kernel) -> Call:
    return _pyx_lowering(kernel, Recipe(level="x86-64-v3"))


def _pyx_lowering(kernel: Kernel, recipe: Recipe) -> Call:
    text = dialects.marked(kernel.module, kernel.name)
    file = SourceFile(Path(f"{kernel.name}.py"), text, f"{kernel.name}.py")
    try:
        module = parse_module(file, kernel.name)
        compiled = compile_module(module, Project([]))
    except CompileError as error:
        first = error.diagnostics[0]
        raise Refused(f"{first.code}: {first.message}") from None
    key = hashlib.sha256(f"{fingerprint()}{recipe}{compiled.pyx}".encode()).hexdigest()[:16]
    folder = BUILT / f"{kernel.name}-{key}"
    built = next(folder.glob("lib/**/*.so"), None)
    if built is None:
        folder.mkdir(parents=True, exist_ok=True)
        unit = Unit(module.extension, compiled.pyx)
        cythonize_here([unit], folder)
        built = compile_c([unit], folder, folder / "lib", recipe)[unit.name]
    return _loaded(module.extension, built, kernel.name)


def by_numba(kernel: Kernel) -> Call:
    try:
        import numba
    except ImportError:
        raise Refused("not installed") from None
    warnings.simplefilter("ignore", numba.NumbaWarning)
    call = _run(dialects.numba(kernel.module, kernel.name), kernel.name)
    try:
        call(*kernel.make(0.05))
    except numba.core.errors.NumbaError as error:
        raise Refused(_first_words(str(error))) from None
    return call


def by_pythran(kernel: Kernel) -> Call:
    arguments = kernel.make(0.05)
    text = dialects.pythran(kernel.module, kernel.name, arguments)
    command = [sys.executable, "-m", "pythran.run", "-O3", "-march=native",
               *shlex.split(os.environ.get("PYTHRAN_FLAGS", ""))]
    key = hashlib.sha256(f"{version_of('pythran')}{command}{text}".encode()).hexdigest()[:16]
    folder = BUILT / f"{kernel.name}-pythran-{key}"
    name = f"{kernel.name}_pythran"
    library, refused = folder / f"{name}.so", folder / "refused"
    if not library.exists() and not refused.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.py").write_text(text)
        done = subprocess.run(
            [*command, f"{name}.py", "-o", library.name], cwd=folder, check=False,
            capture_output=True, text=True)
        if done.returncode:
            if "No module named 'pythran'" in done.stderr:
                raise Refused("not installed")
            refused.write_text(done.stdout + done.stderr)
    if refused.exists():
        said = refused.read_text()
        lines = [line for line in said.splitlines() if "CRITICAL" in line or "error:" in line]
        raise Refused(_first_words((lines or [said])[0]))
    return _loaded(name, library, kernel.name)


CONTENDERS: dict[str, Callable[[Kernel], Call]] = {
    "NumPy": by_numpy, "pyx-lowering": by_level, "portable": by_portable, "Numba": by_numba,
    "Pythran": by_pythran,
}


def _run(text: str, name: str) -> Call:
    """A function of a module that `@compile` leaves as it is."""

    def undecorated(**options: object) -> Callable[[Call], Call]:
        return lambda function: function

    namespace = types.ModuleType(name)
    sys.modules[name] = namespace
    exec(compile(text, f"<{name}>", "exec"), vars(namespace))
    call: Call = vars(namespace)[name]
    return call


def _loaded(module: str, path: Path, name: str) -> Call:
    spec = spec_from_file_location(module, path)
    assert spec is not None and spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    call: Call = getattr(made, name)
    return call


def _first_words(text: str) -> str:
    return " ".join(text.split())[:160]


def version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


# Comparing


def allowed(who: str, kernel: Kernel, meant: Sequence[Any]) -> float:
    if who in ("pyx-lowering", "portable"):
        return kernel.units
    single = any(each.dtype == np.float32 for each in meant)
    return (1e-4 if single else 1e-9) / float(np.finfo(np.float32 if single else np.float64).eps)


# Timing


@dataclass
class Row:
    """The best seconds of each contender, why others did not run, and how far results were off."""

    kernel: str
    seconds: dict[str, float] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    units: dict[str, float] = field(default_factory=dict)


def measured(kernel: Kernel, contenders: Sequence[str], rounds: int = ROUNDS) -> Row:
    row, calls = Row(kernel.name), {}
    arguments = kernel.make(1.0)
    with np.errstate(all="ignore"):
        meant = outcome(by_numpy(kernel), arguments)
        for who in contenders:
            try:
                call = CONTENDERS[who](kernel)
                row.units[who] = difference(outcome(call, arguments), meant)
            except Refused as reason:
                row.refused[who] = str(reason)
                continue
            except Exception as error:  # what Numba and Pythran raise while a kernel runs
                row.refused[who] = _first_words(f"{type(error).__name__}: {error}")
                continue
            if row.units[who] > allowed(who, kernel, meant):
                row.refused[who] = f"another result: off by {row.units[who]:.3g} units"
                continue
            calls[who] = call
        row.seconds = _best(calls, arguments, rounds)
    return row


def _best(calls: dict[str, Call], arguments: Sequence[Any], rounds: int) -> dict[str, float]:
    best = dict.fromkeys(calls, math.inf)
    began = time.perf_counter()
    for turn in range(rounds):
        if turn > 4 and time.perf_counter() - began > SECONDS:
            break
        for who, call in calls.items():
            held = copy.deepcopy(list(arguments))
            start = time.perf_counter()
            call(*held)
            best[who] = min(best[who], time.perf_counter() - start)
    return best


# Reporting


def ratio(row: Row, who: str) -> float | None:
    """The time of `who` as a multiple of ours."""
    ours = row.seconds.get("pyx-lowering")
    return row.seconds[who] / ours if ours and who in row.seconds else None


def geometric_mean(values: Sequence[float]) -> float:
    return math.exp(sum(map(math.log, values)) / len(values)) if values else math.nan


def table(rows: Sequence[Row], contenders: Sequence[str]) -> str:
    """The ratios as Markdown: above 1 ours is quicker."""
    others = [who for who in contenders if who != "pyx-lowering"]
    lines = ["| | pyx-lowering | " + " | ".join(others) + " |",
             "| --- | --: | " + " | ".join("--:" for _ in others) + " |"]
    for row in rows:
        ours = row.seconds.get("pyx-lowering")
        cells = ["–" if ours is None else f"{ours * 1e3:.3f} ms"]
        for who in others:
            value, seconds = ratio(row, who), row.seconds.get(who)
            if value is not None:
                cells.append(f"{value:.2f}")
            else:
                cells.append("–" if seconds is None else f"{seconds * 1e3:.3f} ms")
        lines.append(f"| {row.kernel} | " + " | ".join(cells) + " |")
    means, counts = [], []
    for who in others:
        values = [value for row in rows if (value := ratio(row, who)) is not None]
        means.append(f"{geometric_mean(values):.2f}")
        counts.append(str(len(values)))
    lines += ["| **geometric mean** | | " + " | ".join(f"**{each}**" for each in means) + " |",
              "| kernels compared | | " + " | ".join(counts) + " |"]
    return "\n".join(lines)


def report(rows: Sequence[Row], contenders: Sequence[str]) -> str:
    versions = [f"NumPy {np.__version__}", f"pyx-lowering {version_of('pyx-lowering')}",
                f"Numba {version_of('numba')}", f"Pythran {version_of('pythran')}"]
    lines = [f"{machine()}; Python {sys.version.split()[0]}, {', '.join(versions)}; "
             f"load {os.getloadavg()[0]:.1f} at the end.", "", table(rows, contenders)]
    refused = [f"| {row.kernel} | {who} | {_cell(reason)} |"
               for row in rows for who, reason in row.refused.items()]
    if refused:
        lines += ["", "Not run:", "", "| | by | because |", "| --- | --- | --- |", *refused]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kernels")
    parser.add_argument("kernels", nargs="*", metavar="KERNEL", help="all, if none is named")
    parser.add_argument("--without", nargs="+", default=[], choices=list(CONTENDERS)[1:])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--record", action="store_true", help=f"write to {PAGE.name}, too")
    options = parser.parse_args()
    contenders = [who for who in CONTENDERS if who not in options.without]
    rows = []
    for name in options.kernels or sorted(KERNELS):
        row = measured(KERNELS[name], contenders, options.rounds)
        rows.append(row)
        shown = {who: f"{row.seconds[who] * 1e3:.3f}" for who in row.seconds}
        print(name, shown, row.refused or "", {w: round(u, 2) for w, u in row.units.items() if u},
              file=sys.stderr, flush=True)
    text = report(rows, contenders)
    print(text)
    if options.record:
        page = PAGE.read_text(encoding="utf-8")
        head, tail = page.partition(BEGIN)[0], page.partition(END)[2]
        PAGE.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
