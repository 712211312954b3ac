"""`python -m benchmarks.vectorize`: functions of numbers over arrays, against NumPy.

A cubic polynomial and a function with a branch, uncontracted, written with NumPy's whole
arrays too; `np.vectorize` calls the Python function. The contenders take turns, and the
best run of each counts; results are compared to the bit before anything is timed. Then a
call with a number, with and without `vectorize=True`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.arrays import best_times
from pyx_lowering import compile_now

HERE = Path(__file__).parent / "array_kernels"


def main() -> None:
    import numpy as np

    functions = vars(compile_now(HERE / "elementwise.py"))
    rows: dict[str, dict[str, Callable[[], object]]] = {}
    for count in (4, 1000, 1_000_000):
        x = np.linspace(-2.0, 2.0, count)
        rows |= {f"{name}, {count:,} elements": _contenders(functions, name, x)
                 for name in ("cubic", "clipped")}
    x = np.linspace(-2.0, 2.0, 2_000_000)[::2]
    rows["cubic, 1,000,000 elements with gaps"] = _contenders(functions, "cubic", x)
    print(f"{'':40}{'ours':>12}{'NumPy':>12}{'np.vectorize':>14}")
    for name, calls in rows.items():
        times = best_times(calls)
        print(f"{name:40}" + "".join(f"{time * 1e6:9.2f} us" for time in times.values()))
    numbers: dict[str, Callable[[], object]] = {
        name: partial(functions[name], 1.5) for name in ("cubic", "cubic_of_numbers")}
    for name, time in best_times(numbers).items():
        print(f"{name}(1.5): {time * 1e9:.1f} ns")


def _contenders(
    functions: Mapping[str, Any], name: str, x: Any
) -> dict[str, Callable[[], object]]:
    import numpy as np

    python = np.vectorize(functions[name].__wrapped__)
    calls = [functions[name], functions[f"{name}_of_arrays"], python]
    results = [call(x).tobytes() for call in calls]
    assert results == results[:1] * len(calls), f"{name}: results differ"
    names = ("ours", "NumPy", "np.vectorize")
    return {who: partial(call, x) for who, call in zip(names, calls, strict=True)}


if __name__ == "__main__":
    main()
