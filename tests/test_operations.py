"""The operation tables against Python: every overload, bit for bit, error for error."""

from __future__ import annotations

import ast
import itertools
import math
import os
import random
import re
import shlex
import shutil
import struct
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import Cython
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyx_lowering.dtypes import Sized
from pyx_lowering.ops import OPERATIONS, Argument, Operation, Overload, internal, resolve
from pyx_lowering.types import (
    BOOL,
    BYTES,
    CHARACTER,
    COMPLEX,
    FLOAT,
    INT,
    INT_MAX,
    INT_MIN,
    NONE,
    STR,
    TEXT,
    Type,
)

from . import operation_harness as harness
from .operation_harness import Case, difference, outcome

CASES = [
    case for case in harness.all_cases() if not case.operation.name.endswith("range_item")]
IDS = harness.describe(CASES)

#: How the build compiles, and how undefined behaviour and the code for compilers
#: without gcc's builtins are tested.
FLAGS = {
    "native": ["-O2", "-fno-math-errno", "-fno-trapping-math"],
    "sanitized": ["-O0", "-DPYXL_PORTABLE", "-fsanitize=undefined,float-cast-overflow",
                  "-fsanitize-undefined-trap-on-error"],
}


@pytest.fixture(scope="session")
def c_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return harness.write_c(tmp_path_factory.mktemp("operations"))


def _compiled(c_files: list[Path], name: str) -> Path:
    """The folder of the extension modules that are compiled with the flags of this name."""
    folder = c_files[0].parent / name
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        builds = [
            pool.submit(harness.compile_c, c_file, folder, FLAGS[name]) for c_file in c_files]
    for build in builds:
        build.result()
    return folder


@pytest.fixture(scope="session")
def native(c_files: list[Path]) -> ModuleType:
    return harness.load(_compiled(c_files, "native"))


# Values


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_edge_values(native: ModuleType, case: Case) -> None:
    found = harness.differences(native, case)
    assert not found, "\n".join(found[:10])


@pytest.mark.arithmetic
def test_edge_values_sanitized(c_files: list[Path]) -> None:
    """Undefined behaviour ends the process; the last line names the operation."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.operation_harness", str(_compiled(c_files, "sanitized"))],
        cwd=harness.SUPPORT.parent, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr


def _random_value(source: random.Random, case: Case, param: Type) -> object:
    items: tuple[Type, ...] | None = getattr(param, "items", None)
    if items is not None:
        return tuple(_random_value(source, case, item) for item in items)
    if param == FLOAT:
        return source.choice((
            lambda: struct.unpack("<d", source.randbytes(8))[0],
            lambda: source.uniform(-2.0, 2.0),
            lambda: source.gauss(0.0, 40.0),
            lambda: float(source.randint(-20, 20)),
            lambda: source.randint(-(2**60), 2**60) / 2.0,
        ))()
    if param == INT:
        if case.operation.name in ("math.comb", "math.perm"):
            return source.choice(harness.SMALL_INTS)
        return source.randint(-1, 1) + source.randint(-1, 1) * 2**source.randint(0, 62) + (
            source.choice((0, source.randint(-(2**61), 2**61), source.randint(-50, 50))))
    if isinstance(param, Sized):
        make = np.dtype(param.short)
        drawn = np.frombuffer(source.randbytes(make.itemsize), make)[0]
        if param.kind == "b":
            drawn = np.bool_(source.choice((False, True)))
        return source.choice((*harness.sized_values(param), drawn))
    if param == COMPLEX:
        return complex(*(_random_value(source, case, FLOAT) for _ in range(2)))  # type: ignore[arg-type]
    if param == CHARACTER:
        return chr(source.randrange(2 ** source.randint(1, 20)))
    if param == TEXT:
        return "".join(source.choices(source.choice(("ab", harness.CHARACTERS)),
                                      k=source.randrange(6)))
    if param == BYTES:
        return source.choice((source.randbytes, lambda k: b"abab"[-k:]))(source.randrange(4))
    return source.choice((False, True)) if param == BOOL else None


@pytest.mark.arithmetic
@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_random_values(native: ModuleType, case: Case) -> None:
    source = random.Random(case.name)
    call = getattr(native, case.name)
    for _ in range(300):
        args = [
            _random_value(source, case, param) if literal is None else literal
            for param, literal in zip(case.overload.params, case.literals, strict=True)]
        found = difference(case, args, outcome(call, *args))
        assert not found, found


_INTS = st.one_of(st.integers(INT_MIN, INT_MAX), st.integers(-70, 70))


def _values(case: Case, param: Type) -> st.SearchStrategy[object]:
    items: tuple[Type, ...] | None = getattr(param, "items", None)
    if items is not None:
        return st.tuples(*(_values(case, item) for item in items))
    if param == INT and case.operation.name in ("math.comb", "math.perm"):
        return st.sampled_from(harness.SMALL_INTS)
    return {FLOAT: st.floats(), INT: _INTS, BOOL: st.booleans(), NONE: st.none(),
            COMPLEX: st.complex_numbers(allow_subnormal=True), BYTES: st.binary(max_size=6),
            TEXT: st.text(st.characters(exclude_categories=()), max_size=6),
            CHARACTER: st.characters(exclude_categories=())}[param]


# The tuple rows of other sizes differ in nothing but their size; the rows of NumPy's types
# have few values that matter, and all of these are tried above.
_SMALL_CASES = [
    case for case in CASES
    if all(len(getattr(param, "items", ())) <= 2 for param in case.overload.params)
    and not any(isinstance(param, Sized) for param in case.overload.params)]


@pytest.mark.arithmetic
@pytest.mark.parametrize("case", _SMALL_CASES, ids=harness.describe(_SMALL_CASES))
def test_found_values(native: ModuleType, case: Case) -> None:
    """What hypothesis finds, in lists because an example costs more than a call."""
    row = st.tuples(*(
        _values(case, param) if literal is None else st.just(literal)
        for param, literal in zip(case.overload.params, case.literals, strict=True)))
    call = getattr(native, case.name)

    @settings(max_examples=8, deadline=None, database=None)
    @given(st.lists(row, min_size=1, max_size=10))
    def check(rows: list[tuple[object, ...]]) -> None:
        for args in rows:
            found = difference(case, args, outcome(call, *args))
            assert not found, found

    check()


def test_powers_with_a_constant_are_the_library_s(native: ModuleType) -> None:
    """Compilers know pow(x, 2.0) and pow(2.0, x), and round some of them differently."""
    source = random.Random(2)
    for _ in range(50_000):
        x = source.uniform(1.0, 2.0)
        assert native.square(x) == x ** 2
        assert native.power_of_two(x) == 2 ** x


# The overload that is chosen, with its arguments promoted, still means what Python means

_SAMPLES: dict[Type, tuple[object, ...]] = {
    BOOL: (False, True),
    INT: (0, 1, -1, 2, 7, 2**53, 2**53 + 1, -(2**62) - 1, INT_MAX, INT_MIN),
    FLOAT: (0.0, -0.0, 0.5, -1.0, 2.0, 7.5, 2.0**53, -(2.0**62), 2.0**63, float("inf"),
            -float("inf"), float("nan")),
    COMPLEX: (0j, -0j, 1 - 2j, -0.5 + 0j, complex(2.0**53, 0.0), complex(3.0, -0.0),
              complex(float("inf"), 0.0), complex(0.0, float("nan"))),
}
_LITERALS = (0, 1, 2, -1, 2**53, 2**53 + 1, -(2**60) - 1)


def _signatures(operation: Operation) -> Iterator[list[Argument]]:
    """Every mixture of bools, ints, floats and one literal that the row may meet."""
    sizes = {len(o.params) for o in operation.overloads
             if all(param in _SAMPLES for param in o.params)}
    for size in sizes:
        if size > 3:
            continue
        for types in itertools.product(_SAMPLES, repeat=size):
            yield [Argument(type_) for type_ in types]
            for position in range(size if types.count(INT) else 0):
                if types[position] == INT:
                    for literal in _LITERALS:
                        yield [Argument(type_, literal if k == position else None)
                               for k, type_ in enumerate(types)]


def _case_for(overload: Overload, arguments: Sequence[Argument]) -> Case | None:
    for case in CASES:
        if case.overload is overload and all(
            fixed is None or fixed == argument.literal
            for fixed, argument in zip(case.literals, arguments, strict=True)
        ):
            return case
    return None


def _promoted(value: object, param: Type) -> object:
    assert isinstance(value, int | float | complex)
    convert: dict[Type, Callable[..., object]] = {
        BOOL: bool, INT: int, FLOAT: float, COMPLEX: complex}
    return convert[param](value) if value == value or param == COMPLEX else value


def _mixed_values(case: Case, arguments: Sequence[Argument]) -> Iterator[tuple[object, ...]]:
    if case.operation.name in ("math.comb", "math.perm"):
        return
    choices = [
        (a.literal,) if a.is_literal else _SAMPLES[a.type] if len(arguments) < 3
        else _SAMPLES[a.type][::3] for a in arguments]
    yield from itertools.product(*choices)


ROWS = list(OPERATIONS.values())


@pytest.mark.filterwarnings("ignore:Bitwise inversion:DeprecationWarning")
@pytest.mark.parametrize("operation", ROWS, ids=[row.name for row in ROWS])
def test_promotions(native: ModuleType, operation: Operation) -> None:
    for arguments in _signatures(operation):
        overload = resolve(operation.target, arguments)
        case = _case_for(overload, arguments) if overload else None
        if overload is None or case is None or operation.name.endswith("range_item"):
            continue
        mixed = any(a.type != p for a, p in zip(arguments, overload.params, strict=True))
        for args in _mixed_values(case, arguments) if mixed else ():
            actual = outcome(getattr(native, case.name), *map(_promoted, args, overload.params))
            found = difference(case, args, actual)
            if found and operation.differs:
                found = "" if actual == harness.expected(operation, args) else found
            assert not found, (arguments, found)


def test_exact_rows_refuse_what_python_does_not_convert() -> None:
    for target in (min, max):
        assert resolve(target, [Argument(INT), Argument(FLOAT)]) is None
        assert resolve(target, [Argument(FLOAT), Argument(BOOL)]) is None
        assert resolve(target, [Argument(INT, 2**53 + 1), Argument(FLOAT)]) is None
        assert resolve(target, [Argument(INT, 1), Argument(FLOAT)]) is not None


# Rows of the compiler's own


def test_fma_rounds_once() -> None:
    source = random.Random(5)
    for _ in range(2000):
        x, y, z = (source.gauss(0, 1) * 2.0**source.randint(-540, 500) for _ in range(3))
        exact = Fraction(x) * Fraction(y) + Fraction(z)
        value = Fraction(internal.fma(x, y, z))
        # Nearest: no neighbour of the result is closer to the exact sum.
        for neighbour in (math.nextafter(value, math.inf), math.nextafter(value, -math.inf)):
            assert abs(value - exact) <= abs(Fraction(neighbour) - exact)
    assert internal.fma(1e308, 10.0, 1.0) == math.inf
    assert internal.fma(-1e308, 10.0, 1.0) == -math.inf
    assert math.copysign(1.0, internal.fma(-5e-324, 0.25, 0.0)) == -1.0


@pytest.mark.parametrize(("start", "stop", "step"), [
    (0, 10, 1), (0, 10, 3), (10, 0, -1), (10, 0, -4), (0, 0, 1), (5, 0, 1), (0, 5, -1),
    (INT_MIN, INT_MAX, 1), (INT_MIN, INT_MAX, INT_MAX), (INT_MAX, INT_MIN, -1),
    (INT_MAX, INT_MIN, INT_MIN), (INT_MIN, INT_MAX, 7), (INT_MAX - 1, INT_MAX, 5),
    (INT_MIN + 1, INT_MIN, INT_MIN), (3, 4, 2**62),
])
def test_range(native: ModuleType, start: int, stop: int, step: int) -> None:
    items = range(start, stop, step)
    length = max(0, -((start - stop) // step))
    indices = [k for k in (0, 1, 2, length // 2, length - 2, length - 1) if 0 <= k < length]
    wanted = [items[k] for k in indices]
    assert native.range_items(start, stop, step, indices) == (length, wanted)
    assert [internal.range_item(start, step, k) for k in indices] == wanted
    assert internal.range_length(start, stop, step) == length


class Index:
    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


def test_int_arguments(native: ModuleType) -> None:
    for value in (0, -1, INT_MAX, INT_MIN):
        assert native.as_int(value, "n") == value
        assert native.as_int(Index(value), "n") == value
    assert native.as_int(True, "n") == 1
    for large in (INT_MAX + 1, INT_MIN - 1, Index(2**70)):
        with pytest.raises(OverflowError):
            native.as_int(large, "n")
    for other in (1.0, Decimal(1), "1", None):
        wanted = f"argument 'größe' must be int, not {type(other).__name__}"
        with pytest.raises(TypeError, match=wanted):
            native.as_int(other, "größe")


def test_bool_arguments(native: ModuleType) -> None:
    assert native.as_bool(True, "flag") is True
    assert native.as_bool(False, "flag") is False
    for value in (0, 1, 1.0, None, "x"):
        wanted = f"argument 'flag' must be bool, not {type(value).__name__}"
        with pytest.raises(TypeError, match=wanted):
            native.as_bool(value, "flag")


def test_recursion_limit(native: ModuleType) -> None:
    before = sys.getrecursionlimit()
    try:
        for limit, seen in ((before + 7, before + 7), (10**6, 20000)):
            sys.setrecursionlimit(limit)
            assert native.recursion_limit() == seen
    finally:
        sys.setrecursionlimit(before)


# The tables themselves


def _declared(path: Path, pattern: str) -> set[str]:
    return set(re.findall(pattern, path.read_text(), re.MULTILINE))


SUPPORT_NAMES = _declared(harness.SUPPORT / "support.pxd", r'(\w+) "pyxl_\w+"')
LIBC_NAMES = _declared(Path(Cython.__file__).parent / "Includes/libc/math.pxd",
                       r"^ +(?:const )?\w+ (\w+)\b")


@pytest.mark.parametrize("operation", ROWS, ids=[row.name for row in ROWS])
def test_rows_are_consistent(operation: Operation) -> None:
    assert operation.doc.endswith(".") and operation.doc.count("\n") == 0
    for overload in operation.overloads:
        for text in (overload.pyx, *(guard.condition for guard in overload.guards)):
            filled = text.format(*(f"a{k}" for k in range(len(overload.params))), result="r")
            for node in ast.walk(ast.parse(filled)):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    _check_name(node)
        for guard in overload.guards:
            literal = ["name" if param == STR else None for param in overload.params]
            assert guard.message.format(*literal).count("None") == guard.message.count("None")


def _check_name(node: ast.Attribute) -> None:
    full = ast.unparse(node)
    if full.startswith("support."):
        assert node.attr in SUPPORT_NAMES
    elif full.startswith("views."):
        assert re.fullmatch(r"(view|packed)_[a-z]+\d*_[0-6]d", node.attr)
    else:
        modules = ("libc.math", "python.math", "python.cmath", "python.builtins",
                   "python.numpy")
        assert full in modules or full.startswith(("a", "r.")), full


def test_every_name_of_libc_is_declared_by_cython() -> None:
    texts = [text for row in ROWS for o in row.overloads
             for text in (o.pyx, *(g.condition for g in o.guards))]
    used = set(re.findall(r"libc\.math\.(\w+)", " ".join(texts)))
    assert used and used <= LIBC_NAMES


def test_header_defines_what_the_pxd_declares(tmp_path: Path) -> None:
    """Cython believes what it declares; the C compiler would tell only whoever uses it."""
    declared = set(re.findall(r'"(pyxl_\w+)"', (harness.SUPPORT / "support.pxd").read_text()))
    source = tmp_path / "empty.c"
    source.write_text('#include "support.h"\n')
    command = [*shlex.split(sysconfig.get_config_var("CC") or "cc"), "-E", f"-I{harness.SUPPORT}",
               f"-I{sysconfig.get_path('include')}", str(source)]
    text, macros = (
        subprocess.run([*command, *more], capture_output=True, text=True, check=True).stdout
        for more in ([], ["-dM"]))
    defined = set(re.findall(r"\bstatic\b[^;={}]*?\b(pyxl_\w+) *\(", text))
    defined |= set(re.findall(r"\btypedef\b[^;{}]*(?:\{[^{}]*\})?[^;{}]*?\b(pyxl_\w+);", text))
    defined |= set(re.findall(r"^#define (pyxl_\w+)", macros, re.MULTILINE))
    assert len(declared) > 500
    assert sorted(declared - defined) == []


def test_every_function_of_math_has_a_row() -> None:
    functions = {value for value in vars(math).values() if callable(value)
                 and getattr(value, "__module__", "") == "math"}
    assert len(functions) > 50
    assert functions <= set(OPERATIONS)


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
@pytest.mark.parametrize("flags", [
    ["-std=c99"], ["-std=c11", "-DPYXL_PORTABLE"], ["-std=c99", "-DPy_LIMITED_API=0x030B0000"]])
def test_header_has_no_warnings(tmp_path: Path, compiler: str, flags: list[str]) -> None:
    if shutil.which(compiler) is None:
        pytest.skip(f"no {compiler} on this machine")
    source = tmp_path / "empty.c"
    source.write_text('#include "support.h"\nint main(void) { return 0; }\n')
    # Python's own headers are not ours to judge, hence -isystem.
    subprocess.run(
        [compiler, *flags, "-Wall", "-Wextra", "-Wconversion", "-Werror", "-fsyntax-only",
         "-isystem", sysconfig.get_path("include"), f"-I{harness.SUPPORT}", str(source)],
        check=True)
