"""Builds every overload of the operation tables as a function of its own.

The `.pyx` comes straight from the templates, without the compiler, so that a wrong row
and a wrong compiler cannot hide each other. Run as a program it compares all edge
values and reports differences; `test_operations.py` does so for a sanitized build.
"""

from __future__ import annotations

import importlib.util
import itertools
import math
import os
import shlex
import struct
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np

from pyx_lowering.dtypes import COMPLEXES as COMPLEXES_OF_NUMPY
from pyx_lowering.dtypes import FLOATS as FLOATS_OF_NUMPY
from pyx_lowering.dtypes import Sized
from pyx_lowering.ops import OPERATIONS, Guard, Operation, Overload, target_name
from pyx_lowering.types import (
    ARRAY,
    CHARACTER,
    COMPLEX,
    FLOAT,
    INT,
    INT_MAX,
    INT_MIN,
    NONE,
    STR,
    ArrayType,
    Type,
)

SUPPORT = Path(__file__).parents[1] / "pyx_lowering"

#: What an overload returns where the generated code would call Python again.
RERUN = NotImplemented

HEADER = """\
# cython: language_level=3, cdivision=True
import builtins
import cmath
import math
import numpy

cimport libc.math
from libc.stdint cimport (
    int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t)

cimport pyx_lowering.support as support


class python:
    pass


python.builtins = builtins
python.math = math
python.cmath = cmath
python.numpy = numpy


def as_int(value, name):
    return support.as_int(value, name)


def as_bool(value, name):
    return support.as_bool(value, name)


def recursion_limit():
    support.refresh_recursion_limit()
    return support.recursion_limit


def square(double x):
    return support.float_power(x, 2.0)


def power_of_two(double x):
    return support.float_power(2.0, x)


def range_items(int64_t start, int64_t stop, int64_t step, list indices):
    cdef uint64_t k, length = support.range_length(start, stop, step)
    items = []
    for index in indices:
        k = index
        if k < length:
            items.append(support.range_item(start, step, k))
    return length, items
"""


@dataclass(frozen=True)
class Case:
    """An overload, with the literals that its condition asks for (None: any value)."""

    name: str
    operation: Operation
    overload: Overload
    literals: tuple[object, ...]

    def __str__(self) -> str:
        params = ", ".join(map(str, self.overload.params))
        fixed = [str(value) for value in self.literals if value is not None]
        return f"{self.operation.name}({params}){' with ' if fixed else ''}{', '.join(fixed)}"


def literal_choices(overload: Overload) -> Iterator[tuple[object, ...]]:
    """The literals to build an overload with: none, or those that its `when` accepts."""
    free = [("name" if param == STR else None) for param in overload.params]
    if overload.when is None or overload.when(free):
        yield tuple(free)
        return
    for position, param in enumerate(overload.params):
        if param == INT:
            for literal in (2, -1, -2, -63):
                literals = [*free[:position], literal, *free[position + 1:]]
                if overload.when(literals):
                    yield tuple(literals)


_OF_PLACES = tuple(
    f"pyx_lowering.ops.{name}." for name in ("fused", "views", "selection", "reshaping"))


def all_cases() -> list[Case]:
    """One case for every overload of every row, and for each choice of its literals."""
    found = [
        (operation, overload, literals)
        for operation in OPERATIONS.values()
        if not operation.effect  # those of lists are tested as the language has them
        # Places in arrays are asked for only where they are right; see `test_whole_arrays.py`,
        # `test_selection.py`, `test_reshaping.py` and `test_fused.py`.
        and not operation.name.startswith(_OF_PLACES)
        for overload in operation.overloads
        # What works on arrays needs more than templates; `test_arrays.py` runs it.
        if not any(isinstance(type_, ArrayType) or type_ == ARRAY
                   for type_ in (*overload.params, overload.result))
        for literals in literal_choices(overload)
    ]
    return [Case(f"case_{number}", *case) for number, case in enumerate(found)]


def function_text(case: Case) -> str:
    """The case as a `def` of Cython."""
    overload = case.overload
    names = [
        f"a{k}" if literal is None else repr(literal) for k, literal in enumerate(case.literals)]
    params = [
        f"{_parameter_type(param) if literal is None else 'object'} a{k}"
        for k, (param, literal) in enumerate(zip(overload.params, case.literals, strict=True))]
    # What Cython does not convert by itself is converted as the generated wrappers do.
    names = [
        param.accept.format(name, '"a"') if _is_converted(param) else name
        for name, param in zip(names, overload.params, strict=True)]
    give = overload.result.give if _is_converted(overload.result) else "{0}"

    def guards(after: bool) -> list[str]:
        return [
            f"    if {guard.condition.format(*names, result='result')}: {_consequence(guard)}"
            for guard in overload.guards if guard.after is after]

    def _consequence(guard: Guard) -> str:
        if guard.rerun:
            return "return NotImplemented"
        return f"raise {guard.error.__name__}({guard.message.format(*case.literals)!r})"

    result = [
        f"    cdef {_result_type(case)} result",
        *guards(after=False),
        f"    result = {overload.pyx.format(*names)}",
        "    if overflow: return NotImplemented",
        *guards(after=True),
        f"    return {give.format('result')}",
    ] if overload.result != NONE else guards(after=False)
    return "\n".join(
        [f"def {case.name}({', '.join(params)}):", "    cdef bint overflow = False", *result])


def _result_type(case: Case) -> str:
    unsigned = case.operation.name.endswith("range_length")
    return "uint64_t" if unsigned else _spelled(case.overload.result)


def _is_converted(param: Type) -> bool:
    """Whether values pass the border to Python by the functions of `support.pxd`."""
    return bool(param.give)


def _parameter_type(param: Type) -> str:
    return "object" if param == NONE or _is_converted(param) else param.pyx


def _spelled(type_: Type) -> str:
    prefix = "support." if type_.declared_in == "pyx_lowering.support" else ""
    return prefix + type_.pyx


#: So many cases are one extension module: a compiler's time and memory grow with its size.
PART = 250


def write_c(directory: Path) -> list[Path]:
    """Write the `.pyx` of all cases, in parts, and translate them; the paths of the C files."""
    cases, sources = all_cases(), []
    for start in range(0, len(cases), PART):
        source = directory / f"operation_cases_{start}.pyx"
        texts = map(function_text, cases[start:start + PART])
        source.write_text("\n\n\n".join([HEADER, *texts]) + "\n")
        sources.append(source)
    environment = {**os.environ, "PYTHONPATH": str(SUPPORT.parent)}
    subprocess.run(
        [sys.executable, "-m", "cython", "-3", *(source.name for source in sources)],
        cwd=directory, env=environment, check=True)
    return [source.with_suffix(".c") for source in sources]


def compile_c(c_file: Path, output: Path, flags: Sequence[str]) -> None:
    """Compile an extension module of the C file's name into the folder `output`."""
    output.mkdir(exist_ok=True)
    library = output / f"{c_file.stem}{sysconfig.get_config_var('EXT_SUFFIX')}"
    compiler = shlex.split(sysconfig.get_config_var("CC") or "cc")
    shared = ["-bundle", "-undefined", "dynamic_lookup"] if sys.platform == "darwin" else [
        "-shared"]
    subprocess.run(
        [*compiler, *shared, "-fPIC", "-g0", "-ffp-contract=off", *flags,
         f"-I{sysconfig.get_path('include')}", f"-I{SUPPORT}",
         str(c_file), "-o", str(library), "-lm"],
        check=True)


def load(folder: Path) -> ModuleType:
    """Import the extension modules of a folder: one module with the functions of all."""
    whole = ModuleType("operation_cases")
    for library in sorted(folder.iterdir()):
        spec = importlib.util.spec_from_file_location(library.name.partition(".")[0], library)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        vars(whole).update(vars(module))
    return whole


# What Python gives, and whether it is the same


@dataclass(frozen=True)
class Raised:
    """The exception that a call ended with."""

    type: type[BaseException]
    message: str


#: An int that Python could compute, but that is too large to wait for.
HUGE = 1 << 80

#: For which arguments Python would compute such an int.
_IS_HUGE: dict[str, Callable[..., bool]] = {
    "_operator.pow": lambda x, y, *_: isinstance(x, int) and isinstance(y, int)
    and abs(x) > 1 and y > 100,
    "_operator.lshift": lambda x, count: isinstance(x, int) and x != 0 and count > 100,
    "math.factorial": lambda n: n > 100,
}
_IS_HUGE["builtins.pow"] = lambda x, y, *z: not z and _IS_HUGE["_operator.pow"](x, y)


def outcome(call: Callable[..., object], *args: object) -> object:
    """The value of a call, or `Raised`; NumPy does not warn."""
    math.sqrt(1.0)  # clears `errno`, which CPython's `abs` of a complex nan asks
    try:
        with np.errstate(all="ignore"):
            return call(*args)
    except Exception as error:
        return Raised(type(error), str(error))


def expected(operation: Operation, args: Sequence[object]) -> object:
    """What Python gives for these arguments: a value, `Raised` or `HUGE`."""
    is_huge = _IS_HUGE.get(operation.name)
    if is_huge is not None and is_huge(*args):
        return HUGE
    if operation.name == "builtins.round" and len(args) == 2:
        # 10**20 and 10**309 decide; beyond, Python computes ever larger powers.
        digits = args[1]
        assert isinstance(digits, int)
        args = [args[0], max(-400, digits)]
    return outcome(operation.call, *args)


_TOO_LARGE = Raised(OverflowError, "Python int too large to convert to C long")


def bits(value: object) -> object:
    """The value such that equal means the same bits; all nans are one."""
    if isinstance(value, np.complexfloating):
        return type(value), bits(value.real), bits(value.imag)
    if isinstance(value, np.generic):
        return type(value), "nan" if value != value else value.tobytes()
    if isinstance(value, complex):
        return bits((value.real, value.imag, "complex"))
    if isinstance(value, float):
        return "nan" if value != value else struct.pack("<d", value)
    if isinstance(value, tuple):
        return tuple(bits(item) for item in value)
    return type(value), value


def fits(value: object, type_: Type) -> bool:
    """Whether the native type can hold this value of Python."""
    items = getattr(type_, "items", None)
    if items is not None:
        return isinstance(value, tuple) and all(map(fits, value, items))
    if isinstance(value, Raised):
        return False
    if isinstance(type_, Sized):
        return isinstance(value, getattr(np, type_.short))
    if type_ == CHARACTER:
        return type(value) is str and len(value) == 1
    if type_ == INT:
        return type(value) is int and INT_MIN <= value <= INT_MAX
    return type(value).__name__ == type_.name


def _is_near(number: object, type_: Type) -> bool:
    """Whether the whole part of a float has this type."""
    assert isinstance(type_, Sized) and isinstance(number, float | np.floating)
    low, high = type_.bounds
    return math.isfinite(number) and low <= int(number) <= high


#: Functions of NumPy's that it computes with instructions of its own, as the machine has
#: them, and we with the C library: both are right to some units in the last place.
NEAR = frozenset(f"numpy.{name}" for name in (
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "arcsin",
    "arccos", "arctan", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "cbrt",
    "arctan2", "hypot", "logaddexp", "logaddexp2", "float_power"))
#: So many units; the documentation says so too.
UNITS = 4


def _are_near(wanted: object, actual: object) -> bool:
    if type(wanted) is not type(actual) or not isinstance(wanted, float | np.floating):
        return False
    assert isinstance(actual, float | np.floating)
    return bool(abs(actual - wanted) <= UNITS * np.spacing(abs(wanted)))


#: Of two zeros NumPy chooses as its vectors do; so the sign says nothing.
ANY_ZERO = frozenset({"numpy.fmin", "numpy.fmax"})


def difference(case: Case, args: Sequence[object], actual: object) -> str:
    """What is wrong with the native outcome; empty if it is right."""
    wanted = expected(case.operation, args)
    if case.overload.needs_gil and case.overload.result == INT and actual == _TOO_LARGE:
        # Python computed it; that it is too large shows when it is converted.
        actual = RERUN
    if actual is RERUN and case.operation.name.startswith("numpy.") and (
        case.overload.params[0] in (FLOAT, *FLOATS_OF_NUMPY)
        and not isinstance(wanted, Raised)
    ):
        # Out of range, what NumPy gives depends on the machine, so that NumPy is asked.
        right = not _is_near(args[0], case.overload.result)
    elif actual is RERUN:
        right = not fits(wanted, case.overload.result)
    elif isinstance(wanted, Raised) and isinstance(actual, Raised):
        # From Python 3.14 on, some messages quote the argument.
        same_message = wanted.message == actual.message or sys.version_info >= (3, 14)
        right = wanted.type is actual.type and same_message
    else:
        right = bits(wanted) == bits(actual) or (
            case.operation.name in NEAR and _are_near(wanted, actual)) or (
            case.operation.name in ANY_ZERO and type(wanted) is type(actual)
            and wanted == actual == 0)
    return "" if right else f"{case}{tuple(args)}: Python {wanted!r}, native {actual!r}"


# Values at which operations change their behaviour

_POSITIVE = (
    0.0, 5e-324, 2.2250738585072014e-308, 1e-200, 1e-9, 0.1, 0.25, 0.5, 0.7, 1 - 2**-53, 1.0,
    1 + 2**-52, 1.5, 2.0, 2.5, 3.0, 3.5, 7.3, 27.5, 100.5, 710.0, 1e10, 2.0**52 + 0.5,
    2.0**53 - 1, 2.0**53, 2.0**62, 2.0**63 - 1024, 2.0**63, 2.0**64, 1e154, 1e200,
    1.7976931348623157e308, float("inf"),
)
FLOATS = (*_POSITIVE, *(-x for x in _POSITIVE), float("nan"))
FEW_FLOATS = (0.0, -0.0, 1.0, -1.5, 0.1, 3.0, 1e-300, 2.0**53, -1e300, float("inf"),
              -float("inf"), float("nan"))
_SIZES = (1, 2, 3, 5, 7, 10, 15, 20, 21, 25, 63, 64, 65, 100, 2**31, 3037000499, 3037000500,
          10**18, 2**53 - 1, 2**53, 2**53 + 1, 2**62, 3037000499**2 - 1, 3037000499**2,
          2**63 - 1025, 2**63 - 1)
INTS = (0, *_SIZES, *(-n for n in _SIZES), INT_MIN)
FEW_INTS = (0, 1, -1, 2, -3, 10, 2**53 + 1, -(2**62), INT_MAX, INT_MIN)

_PARTS = (0.0, -0.0, 1.0, -2.5, 0.3, 1e-200, -1e200, 1.7e308, 5e-324, float("inf"),
          -float("inf"), float("nan"))
COMPLEXES = tuple(complex(real, imag) for real in _PARTS for imag in _PARTS)

#: Strs of all kinds that CPython has, with surrogates and NULs; and what numbers are made of.
TEXTS = ("", "a", "b", "ab", "ba", "aab", "abab", "\x00", "a\x00", "é", "aé", "\xff", "€", "a€",
         "\ud800", "\udfff", "\U0001f600", "a\U0010ffff", "é€\U0001f600", " \t\n", "\x1c\x85\u3000",
         "12", " -7\n", "٣", "²", "Ⅷ", "1_0", "1e400", "nan", "0x1f", "9" * 20, "A", "Zz", "ǅ")
_SINGLE = (*(text for text in TEXTS if len(text) == 1),
           "\u3042", "\ufeff", "\U00010400", "\U0001d7ff", "\U0010ffff")
CHARACTERS = (*_SINGLE, *map(chr, range(0, 0x3000, 7)))
FEW_CHARACTERS = (*_SINGLE, *map(chr, range(0, 0x3000, 280)))
BYTES = (b"", b"\x00", b"a", b"ab", b"ba", b"abab", b"\xff", b"a\x00b", b"\xff\x00", b"12", b" -7 ")

#: Where Python takes for ever outside these values.
SMALL_INTS = tuple(range(-3, 70))
_SMALL = {"math.comb", "math.perm"}


def edge_values(case: Case, param: Type, few: bool) -> tuple[object, ...]:
    """The values to try for a parameter."""
    items = getattr(param, "items", None)
    if items is not None:
        size, values = len(items), FEW_INTS if items[0] == INT else FEW_FLOATS
        starts = range(len(values))
        return tuple(
            tuple(values[(start + k * step) % len(values)] for k in range(size))
            for start in starts for step in (0, 1, 5))
    if case.operation.name in _SMALL:
        return SMALL_INTS
    if isinstance(param, Sized):
        return sized_values(param)
    return {
        "float": FEW_FLOATS if few else FLOATS,
        "int": FEW_INTS if few else INTS,
        "bool": (False, True),
        "None": (None,),
        "complex": COMPLEXES[::5] if few else COMPLEXES,
        "str": TEXTS, "bytes": BYTES,
        "character": FEW_CHARACTERS if few else CHARACTERS,
    }[param.name]


def sized_values(type_: Sized) -> tuple[object, ...]:
    """Values of a type of NumPy's at which operations change their behaviour."""
    make = getattr(np, type_.short)
    if type_.kind == "f":
        with np.errstate(all="ignore"):
            return tuple(make(x) for x in (
                *FEW_FLOATS, 2.0, 2.5, -7.3, 0.7, 1e-45, 3.4e38, -1e10, 2.0**24 + 1, 2.0**63, 127.6,
                -128.5, 255.9, -0.9, 65536.0))
    if type_.kind == "b":
        return make(False), make(True)
    if type_.kind == "c":
        with np.errstate(all="ignore"):
            return tuple(make(complex(real, imag)) for real in _PARTS for imag in (*_PARTS, 3.4e38))
    low, high = type_.bounds
    sizes = {0, 1, 2, 3, 5, 7, 8, 10, 31, 63, 64, 100, type_.bits - 1, type_.bits, high // 2,
             high - 1, high}
    return tuple(make(n) for n in sorted({*sizes, *(-n for n in sizes), low}) if low <= n <= high)


def edge_arguments(case: Case) -> Iterator[tuple[object, ...]]:
    """All combinations of the edge values; for many parameters a sample of them."""
    params = case.overload.params
    if case.operation.name.endswith("range_item"):
        return  # defined below the length of the range only: tested with ranges
    if len(params) > 4:
        for step in range(1, 60):
            yield tuple(FLOATS[(step * step * k + step) % len(FLOATS)] for k in range(len(params)))
        return
    # Of two characters, all against a few: of all pairs there are three million.
    choices = [
        edge_values(case, param, few=len(params) > 2 or (param == CHARACTER and place > 0))
        if literal is None else (literal,)
        for place, (param, literal) in enumerate(zip(params, case.literals, strict=True))]
    yield from itertools.product(*choices)


def differences(module: ModuleType, case: Case) -> list[str]:
    """All differences of a case on the edge values."""
    native = getattr(module, case.name)
    found = (difference(case, args, outcome(native, *args)) for args in edge_arguments(case))
    return [text for text in found if text]


#: What NumPy's loops over complex numbers round once where the processor can, and this build, which
#: is portable, never.
_ROUNDED_ONCE = {"numpy.absolute", "numpy.multiply", "numpy.square"}


def _is_rounded_once(case: Case) -> bool:
    return case.operation.name in _ROUNDED_ONCE and any(
        param in (COMPLEX, *COMPLEXES_OF_NUMPY) for param in case.overload.params)


def main(folder: str) -> int:
    """Compare all cases; names each before it runs, so that a trap can be located."""
    module, failures = load(Path(folder)), 0
    for case in all_cases():
        print(case, flush=True)
        found = differences(module, case)[:5]
        for text in [] if _is_rounded_once(case) else found:
            failures += 1
            print("  DIFFERENT", text, flush=True)
    return min(failures, 1)


def describe(cases: Sequence[Case]) -> list[str]:
    """Readable ids for parametrized tests."""
    return [f"{target_name(case.operation.target)}-{case.name[5:]}" for case in cases]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
