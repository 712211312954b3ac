"""`python -m benchmarks.arrays [KERNEL...]`: loops over arrays against others by hand.

Each is for sizes that fit in the cache. Cython's is written with typed memoryviews and
all checks off, C's with plain pointers; both are compiled with the flags of this project.
Rust's is written with slices, which are checked; it is left out where there is no `rustc`.
The contenders take turns, and the best run of each counts; results are compared to the bit
before anything is timed. Then one call with a small array, where C takes a raw buffer by
hand, and how much two threads, and two processes, do in the time of one.
"""

from __future__ import annotations

import importlib
import json
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

from pyx_lowering import compile_now
from pyx_lowering.toolchain.flags import compile_flags

HERE = Path(__file__).parent / "array_kernels"
#: Each is run this often; the best run counts.
ROUNDS = 15
NAMES = ("dot", "axpy", "multiply", "multiply_rows", "jacobi", "nbody", "pairwise", "histogram",
         "prefix", "search", "levenshtein", "sieve", "life")

Kernel = Callable[..., object]


def main() -> None:
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")] or NAMES
    with tempfile.TemporaryDirectory(prefix="pyx-lowering-arrays-") as folder:
        contenders = _contenders(Path(folder))
        rows = [_row(name, contenders) for name in wanted]
        rows.append(_call(contenders))
        threads, processes = _together(contenders["pyx-lowering"]["multiply"])
    print(f"{'':16}" + "".join(f"{name:>14}" for name in (*contenders, "to best")))
    for name, times in rows:
        best = min(time_ for other, time_ in times.items() if other != "pyx-lowering")
        ratio = times["pyx-lowering"] / best
        cells = [f"{times[who] * 1e6:11.3f} us" if who in times else f"{'–':>14}"
                 for who in contenders]
        print(f"{name:16}{''.join(cells)}{ratio:14.2f}")
    print(f"two threads do {threads:.2f} times the work of one, two processes {processes:.2f}")
    if "--json" in sys.argv:
        print(json.dumps(dict(rows), indent=1))


def _contenders(folder: Path) -> dict[str, Mapping[str, Kernel]]:
    contenders: dict[str, Mapping[str, Kernel]] = {
        "pyx-lowering": vars(compile_now(HERE / "marked.py")),
        "Cython": vars(_built(HERE / "handwritten.pyx", folder)),
        "C": vars(_built(HERE / "pointers.pyx", folder)),
    }
    if shutil.which("rustc") is None:
        print("without Rust: there is no rustc")
        return contenders
    library = folder / "libslices.a"
    subprocess.run(
        ["rustc", "--edition=2021", "--crate-type=staticlib", "-Copt-level=3", "-Cpanic=abort",
         "-Crelocation-model=pic", str(HERE / "slices.rs"), "-o", str(library)], check=True)
    # The same module around it as around C.
    text = Path(shutil.copy(HERE / "pointers.pyx", folder / "slices.pyx"))
    return {**contenders, "Rust": vars(_built(text, folder, "-DSLICES", str(library)))}


def _built(text: Path, folder: Path, *more: str) -> ModuleType:
    """An extension module of a `.pyx`; `more` are arguments for the C compiler."""
    c_file = folder / f"{text.stem}.c"
    subprocess.run(
        [sys.executable, "-m", "cython", "-3", str(text), "-o", str(c_file)], check=True)
    library = folder / f"{text.stem}{sysconfig.get_config_var('EXT_SUFFIX')}"
    compiler = shlex.split(sysconfig.get_config_var("CC") or "cc")
    subprocess.run(
        [*compiler, "-shared", "-fPIC", *compile_flags("unix", folder), f"-I{HERE}",
         f"-I{sysconfig.get_path('include')}", str(c_file), *more, "-o", str(library), "-lm"],
        check=True)
    sys.path.insert(0, str(folder))
    return importlib.import_module(text.stem)


def _arguments(name: str) -> list[Any]:
    import numpy as np

    random = np.random.default_rng(1)
    vectors = [random.random(4000) for _ in range(2)]
    matrices = [random.random((120, 120)) for _ in range(3)]
    matrices[2][...] = 0.0
    sorted_ = np.sort(random.random(4000))
    words = [random.integers(0, 4, 300) for _ in range(2)]
    board = random.random((120, 120)) < 0.4
    arguments: dict[str, list[Any]] = {
        "dot": vectors, "axpy": [1.5, *vectors], "multiply": matrices,
        "multiply_rows": matrices, "jacobi": matrices[:2],
        "nbody": [random.random((5, 3)), random.random((5, 3)), random.random(5), 200, 1e-4],
        "pairwise": [random.random((100, 3)), np.zeros((100, 100))],
        "histogram": [random.integers(0, 256, 4000), np.zeros(256, np.int64)],
        "prefix": vectors, "search": [sorted_, random.random(500), np.zeros(500, np.int64)],
        "levenshtein": [*words, np.zeros(301, np.int64)],
        "sieve": [np.zeros(20_000, np.bool_)], "life": [board, np.zeros_like(board)],
    }
    return arguments[name]


def _bytes_of_bools(arguments: list[Any]) -> list[Any]:
    """What those by hand take for arrays of bools: bytes."""
    return [each.view("u1") if getattr(each, "dtype", None) == "bool" else each
            for each in arguments]


def _row(name: str, contenders: dict[str, Mapping[str, Kernel]]) -> tuple[str, dict[str, float]]:
    """The best time of each contender, in seconds per call."""
    outcomes, calls = [], {}
    for who, functions in contenders.items():
        for call_twice in range(2):  # the first arguments are compared, the second timed
            arguments = _arguments(name)
            if who != "pyx-lowering":
                arguments = _bytes_of_bools(arguments)
            calls[who] = partial(functions[name], *arguments)
            if call_twice == 0:
                result = calls[who]()
                held = [each.tobytes() for each in arguments if hasattr(each, "shape")]
                outcomes.append((result, held))
    assert all(outcome == outcomes[0] for outcome in outcomes), f"{name}: results differ"
    return name, best_times(calls)


def _call(contenders: dict[str, Mapping[str, Kernel]]) -> tuple[str, dict[str, float]]:
    """A call with one array of four elements."""
    import numpy as np

    small = np.ones(4)
    return "a small call", best_times({
        who: partial(functions["first"], small) for who, functions in contenders.items()
        if who != "Rust"})


def _together(multiply: Kernel) -> tuple[float, float]:
    """How many times the work of one two threads do, and two processes, on arrays of their own.

    Processes share no lock: what they do is what the machine has to give at the moment.
    """
    import numpy as np

    sets = [[np.ones((200, 200)) for _ in range(3)] for _ in range(2)]

    def work(arrays: list[Any]) -> None:
        for _ in range(10):
            multiply(*arrays)

    def together(kind: Callable[..., Any]) -> None:
        workers = [kind(target=work, args=(arrays,)) for arrays in sets]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    times = best_times({
        "one": partial(work, sets[0]), "threads": partial(together, Thread),
        "processes": partial(together, get_context("fork").Process)})
    return 2 * times["one"] / times["threads"], 2 * times["one"] / times["processes"]


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
