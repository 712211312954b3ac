"""Run inside the environment that has nothing but the example's wheel: results and timings.

Uses the standard library and the installed package, and checks that there is nothing else.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import timeit
from collections.abc import Callable
from importlib.metadata import distributions
from types import ModuleType

#: A function, arguments for its result, and arguments that keep it busy for the timing.
CASES: list[tuple[str, tuple[float, ...], tuple[float, ...]]] = [
    ("fma", (3, -1, 2), (3.0, -1.0, 2.0)),
    ("escape_count", (-0.75, 0.02), (-0.123, 0.745, 2000)),
    ("logistic", (3.9, 0.5, 100), (3.9, 0.5, 20_000)),
    ("position", (1.0, 0.2056, 2.0), (1.0, 0.2056, 2.0)),
    ("greatest_common_divisor", (2**40, 6**20), (7_778_742_049, 4_807_526_976)),
    ("modular_power", (3, 10**9, 10**9 + 7), (3, 10**9, 10**9 + 7)),
    ("is_prime", (2**31 - 1,), (2**31 - 1,)),
    ("collatz_length", (27,), (837_799,)),
    ("factorial", (30,), (20,)),
]

#: How long each function is timed, more or less.
SECONDS = 0.05


def main() -> None:
    for package in ("pyx_lowering", "build_backend", "Cython"):
        assert importlib.util.find_spec(package) is None, f"{package} is installed here"
    names = sorted(d.name for d in distributions())
    print(f"Installed here: {', '.join(names)}\n")
    python, native = load(native=False), load(native=True)
    from orbits.picture import rows

    print("\n".join(rows(width=64, height=17)), "\n")
    show_results(python, native)
    show_timings(python, native)


def load(*, native: bool) -> ModuleType:
    """The package with or without its native code, imported anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "orbits"]:
        del sys.modules[name]
    os.environ["PYX_LOWERING_DISABLE"] = "0" if native else "1"
    return importlib.import_module("orbits")


def show_results(python: ModuleType, native: ModuleType) -> None:
    print(f"{'call':<58}{'native':<24}Python")
    for name, arguments, _ in CASES:
        call = f"{name}({', '.join(map(repr, arguments))})"
        results = [_text(getattr(package, name)(*arguments)) for package in (native, python)]
        print(f"{call:<58}{results[0]:<24}{results[1]}")
    one, two = (package.fma(0.1, 10.0, -1.0) for package in (native, python))
    print(f"\nfma(0.1, 10.0, -1.0), rounded once: {one!r}; in Python, rounded twice: {two!r}")
    try:
        native.position(1.0, 1.5, 0.0)
    except ValueError as error:
        print(f"position(1.0, 1.5, 0.0) raises ValueError: {error}")


def show_timings(python: ModuleType, native: ModuleType) -> None:
    print(f"\n{'function':<26}{'Python':>12}{'native':>12}{'ratio':>9}")
    for name, _, arguments in CASES:
        slow, fast = (best(getattr(package, name), arguments) for package in (python, native))
        print(f"{name:<26}{_time(slow):>12}{_time(fast):>12}{slow / fast:>8.1f}x")


def best(function: Callable[..., object], arguments: tuple[float, ...]) -> float:
    """The seconds for one call: the best of five short runs."""
    timer = timeit.Timer(
        "f(*a)", setup="f = function; a = arguments",
        globals={"function": function, "arguments": arguments},
    )  # fmt: skip
    once = max(timer.timeit(1), 1e-9)
    number = max(1, int(SECONDS / 5 / once))
    return min(timer.repeat(5, number)) / number


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_text, value))})"
    text = repr(float(f"{value:.6g}")) if isinstance(value, float) else repr(value)
    return text if len(text) <= 22 else f"{text[:10]}…({len(text)} digits)"


def _time(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


if __name__ == "__main__":
    main()
