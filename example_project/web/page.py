"""What the page runs in Pyodide: the example as Python and as native code, side by side."""

from __future__ import annotations

import ast
import importlib
import os
import platform
import sys
import time
from array import array
from collections.abc import Callable
from types import ModuleType

#: How long each function is measured, and how long one batch of calls takes at least.
SECONDS, BATCH = 0.4, 0.02


def _loaded(*, native: bool) -> ModuleType:
    for name in [name for name in sys.modules if name.partition(".")[0] == "orbits"]:
        del sys.modules[name]
    os.environ["PYX_LOWERING_DISABLE"] = "0" if native else "1"
    return importlib.import_module("orbits")


_PACKAGES = {"python": _loaded(native=False), "native": _loaded(native=True)}


def versions() -> str:
    """The interpreter, for people."""
    return f"Python {platform.python_version()} on {sys.platform}"


def value(kind: str, name: str, arguments: str) -> str:
    """What a call gives, or the exception that it raises."""
    try:
        return repr(_function(kind, name)(*_arguments(arguments)))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def seconds(kind: str, name: str, arguments: str, progress: Callable[[float], object]) -> float:
    """The seconds of one call, the best of several batches; `progress` hears of the share done."""
    function, values = _function(kind, name), _arguments(arguments)
    number, best, start = 1, float("inf"), time.perf_counter()
    while (elapsed := time.perf_counter() - start) < SECONDS:
        taken = _batch(function, values, number)
        if taken < BATCH and elapsed + BATCH < SECONDS:
            number *= 2  # too short for the clocks of browsers
        else:
            best = min(best, taken / number)
        progress(min(1.0, elapsed / SECONDS))
    progress(1.0)
    return best


def counts(kind: str, width: int, height: int, limit: int, first: int, last: int) -> array[int]:
    """The escape counts of the rows from `first` to `last` of a picture of the Mandelbrot set."""
    escape_count = _function(kind, "escape_count")
    return array("i", [
        escape_count(-2.2 + 3.2 * column / width, 1.2 - 2.4 * row / height, limit)
        for row in range(first, last) for column in range(width)
    ])


def _function(kind: str, name: str) -> Callable[..., int]:
    function: Callable[..., int] = getattr(_PACKAGES[kind], name)
    return function


def _arguments(text: str) -> tuple[object, ...]:
    """The arguments that were typed in: literals with commas between them."""
    values = ast.literal_eval(f"({text.strip().rstrip(',')},)") if text.strip() else ()
    return tuple(values)


def _batch(function: Callable[..., object], values: tuple[object, ...], number: int) -> float:
    start = time.perf_counter()
    for _ in range(number):
        try:  # noqa: SIM105 - a context manager would take longer than the call
            function(*values)
        except Exception:
            pass  # How long it takes to raise is a time as well.
    return time.perf_counter() - start
