"""`python -m benchmarks.arrays`: loops over arrays against Cython and C by hand.

The kernels are dot, axpy, matrix product (in two orders of the loops) and a step of
Jacobi's method, each for sizes that fit in the cache. Cython's is written with typed
memoryviews and all checks off, C's with plain pointers; all three are compiled with the
flags of this project. The three take turns, and the best run of each counts; results
are compared to the bit before anything is timed. Then one call with a small array.
"""

from __future__ import annotations

import importlib
import json
import shlex
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from pyx_lowering import compile_now
from pyx_lowering.toolchain.flags import compile_flags

HERE = Path(__file__).parent / "array_kernels"
#: Each is run this often; the best run counts.
ROUNDS = 15
NAMES = ("dot", "axpy", "multiply", "multiply_rows", "jacobi")

Kernel = Callable[..., object]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pyx-lowering-arrays-") as folder:
        contenders = _contenders(Path(folder))
        rows = [_row(name, contenders) for name in NAMES]
        rows.append(_call(contenders))
    print(f"{'':16}" + "".join(f"{name:>14}" for name in (*contenders, "to best")))
    for name, times in rows:
        best = min(time_ for other, time_ in times.items() if other != "pyx-lowering")
        ratio = times["pyx-lowering"] / best
        print(f"{name:16}" + "".join(f"{t * 1e6:11.2f} us" for t in times.values())
              + f"{ratio:14.2f}")
    if "--json" in sys.argv:
        print(json.dumps(dict(rows), indent=1))


def _contenders(folder: Path) -> dict[str, Mapping[str, Kernel]]:
    return {
        "pyx-lowering": vars(compile_now(HERE / "marked.py")),
        "Cython": vars(_built("handwritten", folder)),
        "C": vars(_built("pointers", folder)),
    }


def _built(name: str, folder: Path) -> ModuleType:
    """An extension module of a `.pyx` beside this file."""
    c_file = folder / f"{name}.c"
    subprocess.run(
        [sys.executable, "-m", "cython", "-3", str(HERE / f"{name}.pyx"), "-o", str(c_file)],
        check=True)
    library = folder / f"{name}{sysconfig.get_config_var('EXT_SUFFIX')}"
    compiler = shlex.split(sysconfig.get_config_var("CC") or "cc")
    subprocess.run(
        [*compiler, "-shared", "-fPIC", *compile_flags("unix", folder), f"-I{HERE}",
         f"-I{sysconfig.get_path('include')}", str(c_file), "-o", str(library), "-lm"],
        check=True)
    sys.path.insert(0, str(folder))
    return importlib.import_module(name)


def _arguments(name: str) -> list[Any]:
    import numpy as np

    random = np.random.default_rng(1)
    vectors = [random.random(4000) for _ in range(2)]
    matrices = [random.random((120, 120)) for _ in range(3)]
    matrices[2][...] = 0.0
    arguments: dict[str, list[Any]] = {
        "dot": vectors, "axpy": [1.5, *vectors], "multiply": matrices,
        "multiply_rows": matrices, "jacobi": matrices[:2],
    }
    return arguments[name]


def _row(name: str, contenders: dict[str, Mapping[str, Kernel]]) -> tuple[str, dict[str, float]]:
    """The best time of each contender, in seconds per call."""
    outcomes = []
    for functions in contenders.values():
        arguments = _arguments(name)
        result = functions[name](*arguments)
        outcomes.append((result, [each.tobytes() for each in arguments if hasattr(each, "shape")]))
    assert all(outcome == outcomes[0] for outcome in outcomes), f"{name}: results differ"
    arguments = _arguments(name)
    return name, best_times({
        who: partial(functions[name], *arguments) for who, functions in contenders.items()})


def _call(contenders: dict[str, Mapping[str, Kernel]]) -> tuple[str, dict[str, float]]:
    """A call with one array of four elements."""
    import numpy as np

    small = np.ones(4)
    return "a small call", best_times({
        who: partial(functions["first"], small) for who, functions in contenders.items()})


def best_times(calls: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """The best time of a call of each, in seconds; they take turns."""
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(ROUNDS):
        for who, call in calls.items():
            repeats, spent = 1, 0.0
            while spent < 2e-3:
                start = time.perf_counter()
                for _ in range(repeats):
                    call()
                spent = time.perf_counter() - start
                best[who] = min(best[who], spent / repeats)
                repeats *= 2
    return best


if __name__ == "__main__":
    main()
