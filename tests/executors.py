"""One interface over the three ways to run a marked function.

`python`: the plain function. `interpreter`: the reference interpreter on the optimized
graph. `native`: compiled by Cython and C. All three are made of one module's text.
"""

from __future__ import annotations

import inspect
import linecache
import math
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pyx_lowering import compile_now
from pyx_lowering.discover import Project, parse_module
from pyx_lowering.driver import Compiled, compile_module
from pyx_lowering.ir import Function
from pyx_lowering.ir.interpret import run
from pyx_lowering.source import SourceFile
from pyx_lowering.types import COMPLEX, FLOAT, Type

NAMES = ("python", "interpreter", "native")

Call = Callable[..., object]


@dataclass(frozen=True)
class Executors:
    """For each executor, the marked functions by name."""

    python: Mapping[str, Call]
    interpreter: Mapping[str, Call]
    native: Mapping[str, Call]

    def functions(self, executor: str) -> Mapping[str, Call]:
        return {"python": self.python, "interpreter": self.interpreter,
                "native": self.native}[executor]


@dataclass(frozen=True)
class Outcome:
    """What a call gave: a value, or the type of an exception."""

    value: object = None
    error: type[BaseException] | None = None

    def __repr__(self) -> str:
        return self.error.__name__ if self.error else repr(self.value)


def outcome(call: Call, args: Sequence[object]) -> Outcome:
    """Call, and catch what it raises."""
    math.sqrt(1.0)  # clears `errno`, which CPython's `abs` of a complex nan asks
    try:
        return Outcome(call(*args))
    except Exception as error:
        return Outcome(error=type(error))


def same(first: Outcome, second: Outcome) -> bool:
    """Whether two calls gave the same: the same type and bits, or the same exception type."""
    return first.error is second.error and same_value(first.value, second.value)


def same_value(first: object, second: object) -> bool:
    """Equal in type and, for floats, in every bit (any NaN is as good as another)."""
    if type(first) is not type(second):
        return False
    if isinstance(first, tuple) and isinstance(second, tuple):
        return len(first) == len(second) and all(map(same_value, first, second))
    if isinstance(first, np.complexfloating) and isinstance(second, np.complexfloating):
        return same_value(first.real, second.real) and same_value(first.imag, second.imag)
    if isinstance(first, np.generic) and isinstance(second, np.generic):
        return (first != first and second != second) or first.tobytes() == second.tobytes()
    if isinstance(first, float) and isinstance(second, float):
        if math.isnan(first) or math.isnan(second):
            return math.isnan(first) and math.isnan(second)
        return struct.pack("d", first) == struct.pack("d", second)
    if isinstance(first, complex) and isinstance(second, complex):
        return same_value((first.real, first.imag), (second.real, second.imag))
    return first == second


def python_functions(text: str, name: str) -> dict[str, Any]:
    """The functions of a module as CPython runs them: the decorator does nothing here."""

    def undecorated(function: Any = None, /, **options: object) -> Any:
        return function if function is not None else undecorated

    filename = f"<{name}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    plain = text.replace("from pyx_lowering import compile\n", "\n")
    namespace: dict[str, Any] = {"__name__": name, "compile": undecorated}
    exec(compile(plain, filename, "exec", dont_inherit=True), namespace)
    return namespace


def compiled(text: str, name: str) -> Compiled:
    """The module's text, compiled down to the `.pyx`; raises `CompileError`."""
    file = SourceFile(Path(f"{name}.py"), text, f"{name}.py")
    return compile_module(parse_module(file, name), Project([]))


def interpreted(function: Function, python: Call) -> Call:
    """A function that runs the graph as native code runs, the fallback included."""
    signature = inspect.signature(python)

    def call(*args: object, **keywords: object) -> object:
        bound = signature.bind(*args, **keywords)
        bound.apply_defaults()
        values = list(bound.arguments.values())
        try:
            return run(function, values)
        except OverflowError:
            if function.overflow == "raise":
                raise OverflowError from None
        for index, param in enumerate(function.body.params):
            if param.type in (FLOAT, COMPLEX):  # it is converted before the function runs
                convert = float if param.type == FLOAT else complex
                values[index] = convert(values[index])  # type: ignore[call-overload]
        bound.arguments.update(zip(bound.arguments, values, strict=True))
        return python(*bound.args, **bound.kwargs)

    return call


def interpreters(text: str, name: str, python: Mapping[str, Any]) -> dict[str, Call]:
    """The marked functions, run by the interpreter."""
    variants: dict[str, list[Function]] = {}
    for function in compiled(text, name).ir.functions:
        if function.exported:
            variants.setdefault(function.name, []).append(function)
    return {
        each: interpreted(functions[0], python[each]) if len(functions) == 1
        else _dispatched(functions, python[each])
        for each, functions in variants.items()
    }


def _dispatched(functions: Sequence[Function], python: Call) -> Call:
    """The variant for the classes of the arguments, or the first that may take them."""

    def call(*args: object) -> object:
        for fits in (_is_of, _may_be):
            for function in functions:
                if all(map(fits, args, (param.type for param in function.body.params))):
                    return interpreted(function, python)(*args)
        raise TypeError

    return call


def _is_of(argument: object, type_: Type | None) -> bool:
    return type_ is not None and type(argument).__name__ == type_.name.removeprefix("np.")


def _may_be(argument: object, type_: Type | None) -> bool:
    needed = {"int": "__index__", "float": "__float__", "complex": "__float__"}
    return type_ is not None and hasattr(argument, needed.get(type_.name, "none"))


def native_functions(
    text: str, name: str, directory: Path, cflags: str | None = None
) -> dict[str, Call]:
    """The marked functions, compiled to native code in `directory`.

    `cflags`: what the user might set, such as "-O1" where the compiler shall be quick.
    """
    path = directory / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYX_LOWERING_CACHE_DIR", str(directory / "cache"))
        if cflags is not None:
            patch.setenv("CFLAGS", cflags)
        return dict(vars(compile_now(path)))


def load(text: str, name: str, directory: Path, cflags: str | None = None) -> Executors:
    """All executors for the marked functions of a module's text."""
    python = python_functions(text, name)
    return Executors(
        python, interpreters(text, name, python),
        native_functions(text, name, directory, cflags))
