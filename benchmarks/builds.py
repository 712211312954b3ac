"""What building costs beside others: seconds, compiler runs and bytes, for 1 to 100 modules.

    python -m benchmarks.builds                    # prints the tables
    python -m benchmarks.builds --record           # writes them to docs/build-times.md too
    python -m benchmarks.builds --counts 1 10 --makers pyx-lowering cython

All build the same functions through `python -m build --wheel --no-isolation`, set up as their own
pages say, with the same compiler. The makers take turns in each round, and the best round counts:
the one whose processes computed the least, which other work on the machine disturbs little.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.report import machine

PAGE = Path(__file__).resolve().parent.parent / "docs" / "build-times.md"
BEGIN, END = "<!-- written by `python -m benchmarks.builds --record` -->", "<!-- end -->"

#: The functions of module K: parameters as `name: type`, the result's type, and the body.
FUNCTIONS = {
    "collatz": ("n: int", "int", """\
    count = {k}
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        count += 1
    return count
"""),
    "horner": ("x: float, y: float", "float", """\
    result = {k}.5
    for i in range(20):
        result = result * x + y * i
    return result
"""),
    "escape": ("cr: float, ci: float, limit: int", "int", """\
    zr = 0.0
    zi = 0.0
    for i in range(limit):
        if zr * zr + zi * zi > 4.0:
            return i + {k}
        t = zr * zr - zi * zi + cr
        zi = 2.0 * zr * zi + ci
        zr = t
    return limit
"""),
    "orbit": ("x: float, v: float, steps: int", "float", """\
    dt = 0.01
    for _ in range(steps):
        a = -x / ({k} + abs(x * x * x))
        v += a * dt
        x += v * dt
    return x + v
"""),
}

#: What is edited in one function of one module.
EDIT = ("result = 0.5", "result = 0.75")


def annotated(number: int) -> str:
    """As pyx-lowering and mypyc take it."""
    marks = "from pyx_lowering import compile\n\n\n{}"
    return marks.format("\n\n".join(
        f"@compile\ndef {name}({parameters}) -> {result}:\n{body.format(k=number)}"
        for name, (parameters, result, body) in FUNCTIONS.items()))


def for_mypyc(number: int) -> str:
    return annotated(number).partition("\n\n\n")[2].replace("@compile\n", "")


def for_cython(number: int) -> str:
    """What an author writes by hand: types for all variables, the rest as it is by default."""
    c = {"int": "long long", "float": "double"}
    parts = ["# cython: language_level=3, cdivision=True\n"]
    locals_ = {
        "collatz": "    cdef long long count\n",
        "horner": "    cdef double result\n    cdef int i\n",
        "escape": "    cdef double zr, zi, t\n    cdef long long i\n",
        "orbit": "    cdef double dt, a\n    cdef long long _\n",
    }
    for name, (parameters, _, body) in FUNCTIONS.items():
        pairs = (pair.split(": ") for pair in parameters.split(", "))
        typed = ", ".join(f"{c[type_]} {parameter}" for parameter, type_ in pairs)
        parts.append(f"def {name}({typed}):\n{locals_[name]}{body.format(k=number)}")
    return "\n\n".join(parts)


def for_pythran(number: int) -> str:
    exports = [
        f"#pythran export {name}({', '.join(p.split(': ')[1] for p in parameters.split(', '))})"
        for name, (parameters, _, _) in FUNCTIONS.items()]
    return "\n".join([*exports, "\n"]) + for_mypyc(number)


@dataclass(frozen=True)
class Maker:
    """One way to build: the file of a module, its text, and the files beside the package."""

    name: str
    suffix: str
    text: Callable[[int], str]
    requires: str
    backend: str = "setuptools.build_meta"
    setup: str = ""


_SETUP = "from glob import glob\nfrom setuptools import setup\n{0}\nsetup(packages=['many'], {1})\n"

MAKERS = (
    Maker("pyx-lowering", ".py", annotated, "pyx-lowering", "build_backend"),
    Maker("Cython", ".pyx", for_cython, "cython", setup=_SETUP.format(
        "from Cython.Build import cythonize", "ext_modules=cythonize('many/m*.pyx')")),
    Maker("mypyc", ".py", for_mypyc, "mypy", setup=_SETUP.format(
        "from mypyc.build import mypycify", "ext_modules=mypycify(sorted(glob('many/m*.py')))")),
    Maker("Pythran", ".py", for_pythran, "pythran", setup=_SETUP.format(
        "from pythran.dist import PythranExtension, PythranBuildExt",
        "cmdclass={'build_ext': PythranBuildExt}, ext_modules=[PythranExtension("
        "f.replace('/', '.')[:-3], [f]) for f in sorted(glob('many/m*.py'))]")),
)


@dataclass(frozen=True)
class Measured:
    """A build: seconds by the clock and of all processes, compiler runs, bytes of the wheel."""

    seconds: float
    cpu: float
    runs: int
    size: int


class Bench:
    """A project of `count` modules for one maker, in a folder of its own."""

    def __init__(self, folder: Path, maker: Maker, count: int) -> None:
        self.folder, self.maker, self.count = folder, maker, count
        self.package = folder / "project" / "many"
        self.package.mkdir(parents=True)
        (self.package / "__init__.py").write_text("")
        for number in range(count):
            (self.package / f"m{number}{maker.suffix}").write_text(maker.text(number))
        (self.package.parent / "pyproject.toml").write_text(
            f'[build-system]\nrequires = ["{maker.requires}"]\n'
            f'build-backend = "{maker.backend}"\n[project]\nname = "many"\nversion = "1"\n')
        if maker.setup:
            (self.package.parent / "setup.py").write_text(maker.setup)

    def build(self) -> Measured:
        log, output = self.folder / "runs", self.folder / "wheels"
        log.write_text("")
        for wheel in output.glob("*.whl"):
            wheel.unlink()
        started, before = time.perf_counter(), _cpu()
        done = subprocess.run(
            [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(output),
             str(self.package.parent)],
            env=self._environ(log), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=False)
        seconds, cpu = time.perf_counter() - started, _cpu() - before
        if done.returncode:
            raise RuntimeError(f"{self.maker.name} failed:\n{done.stdout[-4000:]}")
        (wheel,) = output.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            native = [name for name in archive.namelist() if name.endswith((".so", ".pyd"))]
        assert len(native) >= self.count, native
        return Measured(seconds, cpu, log.read_text().count("\n"), wheel.stat().st_size)

    def edit(self) -> None:
        path = self.package / f"m0{self.maker.suffix}"
        text = path.read_text()
        assert EDIT[0] in text
        path.write_text(text.replace(*EDIT))

    def _environ(self, log: Path) -> dict[str, str]:
        """With compilers that count how often they compile."""
        environ = {k: v for k, v in os.environ.items() if not k.startswith("PYX_LOWERING")}
        for variable, command in (("CC", "cc"), ("CXX", "c++")):
            script = self.folder / variable.lower()
            environ[variable] = str(script)
            if script.exists():  # A new file would be another compiler.
                continue
            script.write_text(
                f'#!/bin/sh\ncase " $* " in *" -c "*) echo run >> {shlex.quote(str(log))};; esac\n'
                f'exec {command} "$@"\n')
            script.chmod(0o755)
        return environ | {"PYX_LOWERING_CACHE_DIR": str(self.folder / "cache")}


def _cpu() -> float:
    """The seconds that finished child processes have computed."""
    times = os.times()
    return times.children_user + times.children_system


def measure(maker: Maker, count: int, folder: Path) -> list[Measured]:
    """A clean build, one of the same tree, and one after an edit."""
    bench = Bench(folder, maker, count)
    results = [bench.build(), bench.build()]
    bench.edit()
    return [*results, bench.build()]


def best(makers: Sequence[Maker], count: int, rounds: int) -> dict[str, list[Measured]]:
    """Of each maker's builds of each kind, the one that computed least."""
    found: dict[str, list[Measured]] = {}
    for round_ in range(rounds):
        for maker in makers:
            with tempfile.TemporaryDirectory() as scratch:
                results = measure(maker, count, Path(scratch))
            before = found.get(maker.name, results)
            found[maker.name] = [
                min(pair, key=lambda each: each.cpu)
                for pair in zip(before, results, strict=True)]
            told = ", ".join(f"{each.seconds:.1f} s ({each.cpu:.1f} s)" for each in results)
            print(f"{count} modules, round {round_ + 1}, {maker.name}: {told}",
                  file=sys.stderr, flush=True)
    return found


def table(count: int, rounds: int, found: dict[str, list[Measured]]) -> list[str]:
    """The lines of a Markdown table; ratios are to the first maker."""
    lines = ["", f"{count} module{'s' if count > 1 else ''} of {len(FUNCTIONS)} functions, "
                 f"{f'the best of {rounds}' if rounds > 1 else 'one round'}:", "",
             "| | clean | unchanged | one function edited | wheel per module |",
             "| --- | --: | --: | --: | --: |"]
    first = next(iter(found.values()))
    for name, results in found.items():
        cells = [name]
        for own, reference in zip(results, first, strict=True):
            runs = f"{own.runs} run{'' if own.runs == 1 else 's'}"
            cells.append(f"{runs}, {own.cpu:.1f} s (×{own.cpu / reference.cpu:.1f})<br>"
                         f"{own.seconds:.1f} s by the clock")
        size, unit = results[0].size / count, first[0].size / count
        cells.append(f"{size / 1000:.1f} kB (×{size / unit:.1f})")
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def report(makers: Sequence[Maker], counts: Sequence[int], rounds: int) -> str:
    """A table for each number of modules, as Markdown."""
    python = sysconfig.get_python_version()
    lines = [f"{machine()}; Python {python}; load {os.getloadavg()[0]:.1f} at the start."]
    for count in counts:
        turns = rounds if count <= 10 else 1  # Long builds even out what else happens.
        lines += table(count, turns, best(makers, count, turns))
    lines += ["", f"Load {os.getloadavg()[0]:.1f} at the end."]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.builds")
    names = {maker.name.lower(): maker for maker in MAKERS}
    parser.add_argument("--counts", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--makers", choices=names, nargs="+", default=list(names))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--record", action="store_true", help=f"write to {PAGE.name}, too")
    options = parser.parse_args()
    text = report([names[name] for name in options.makers], options.counts, options.rounds)
    print(text)
    if options.record:
        page = PAGE.read_text(encoding="utf-8")
        head, tail = page.partition(BEGIN)[0], page.partition(END)[2]
        PAGE.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
