"""Arrays that are views of one piece of memory, for tests in which NumPy says what is right."""

from __future__ import annotations

import inspect
import itertools
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.executors import Executors

COMPILED = ("interpreter", "native")

#: How examples of arrays are drawn: the same in each run.
DRAWN = settings(
    deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

Strategies = Mapping[str, st.SearchStrategy[Any]]


@dataclass(frozen=True)
class Parameter:
    """A scalar type, or the elements and the number of dimensions of an array."""

    scalar: type | None = None
    dtype: str = ""
    rank: int = 0


def parameters(function: Callable[..., Any]) -> list[Parameter]:
    hints = typing.get_type_hints(function)
    found = []
    for name in inspect.signature(function).parameters:
        hint = hints[name]
        if typing.get_origin(hint) is np.ndarray:
            shape, dtype = typing.get_args(hint)
            (element,) = typing.get_args(dtype)
            found.append(Parameter(None, np.dtype(element).name, len(typing.get_args(shape))))
        else:
            found.append(Parameter(hint))
    return found


def marked(source: Path) -> list[str]:
    """The names of the functions of a module that are compiled."""
    lines = source.read_text().splitlines()
    return [line[4:].partition("(")[0] for before, line in itertools.pairwise(lines)
            if before.startswith("@compile")]


FLOATS = st.one_of(
    st.floats(-100, 100), st.integers(-4, 4).map(float),
    st.sampled_from([0.0, -0.0, 1e300, float("inf"), float("nan")]))
SCALARS: dict[type, st.SearchStrategy[Any]] = {
    float: FLOATS, int: st.integers(-7, 7), bool: st.booleans(),
    complex: st.builds(complex, FLOATS, FLOATS)}

#: So many elements are in the memory that arrays are views of.
SIZE = 32


def elements(dtype: str, only: st.SearchStrategy[Any] | None) -> st.SearchStrategy[Any]:
    if dtype.startswith("float"):
        width = int(dtype[5:])
        return (only or FLOATS) if width == 64 else st.floats(-100, 100, width=32)
    if dtype.startswith("complex"):
        part = elements(f"float{int(dtype[7:]) // 2}", only)
        return st.builds(complex, part, part)
    if dtype == "bool":
        return st.booleans()
    limits = np.iinfo(dtype)
    small = st.integers(max(-9, int(limits.min)), 9)
    return st.one_of(small, st.integers(int(limits.min), int(limits.max)))


@st.composite
def view(draw: st.DrawFn, size: int, rank: int) -> Callable[[Any], Any]:
    """How an array lies in memory: packed, with gaps, reversed, transposed, of no stride."""
    if rank == 0:
        place = draw(st.integers(0, size - 1))
        return lambda memory: memory[place, ...]
    if rank == 3:
        return draw(cube())
    if rank == 1:
        start, stop = sorted(draw(st.tuples(st.integers(0, size), st.integers(0, size))))
        step = draw(st.sampled_from([1, 1, 1, 2, -1, -2]))
        return lambda memory: memory[start:stop][::step]
    rows, columns = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    start = draw(st.integers(0, size - 2 * rows * columns))
    kind = draw(st.sampled_from(["packed", "packed", "transposed", "reversed", "gaps"]))

    def made(memory: Any) -> Any:
        part = memory[start:start + rows * columns]
        if kind == "transposed":
            return part.reshape(columns, rows).T
        if kind == "reversed":
            return part.reshape(rows, columns)[::-1, ::-1]
        if kind == "gaps":
            return memory[start:start + 2 * rows * columns].reshape(rows, 2 * columns)[:, ::2]
        return part.reshape(rows, columns)

    return made


@st.composite
def cube(draw: st.DrawFn) -> Callable[[Any], Any]:
    """An array of three dimensions, with its axes in any order and direction."""
    sizes = [draw(st.integers(0, 3)) for _ in range(3)]
    axes = draw(st.permutations(range(3)))
    steps = [draw(st.sampled_from([1, -1])) for _ in range(3)]

    def made(memory: Any) -> Any:
        whole = memory[:27].reshape(3, 3, 3)[tuple(slice(size) for size in sizes)]
        return whole[tuple(slice(None, None, step) for step in steps)].transpose(axes)

    return made


@dataclass(frozen=True)
class Case:
    """The arguments of a call, which each run makes anew of the same memory."""

    memory: dict[str, Any]
    makers: Sequence[Callable[[dict[str, Any]], Any]]

    def run(self, call: Callable[..., Any]) -> tuple[Any, dict[str, Any]]:
        held = {dtype: memory.copy() for dtype, memory in self.memory.items()}
        try:
            return call(*(make(held) for make in self.makers)), held
        except Exception as error:
            return type(error), held


@st.composite
def case(
    draw: st.DrawFn, wanted: Sequence[Parameter], only: st.SearchStrategy[Any] | None = None,
    ints: Sequence[st.SearchStrategy[Any]] = (),
) -> Case:
    """Arguments for parameters; `only` are the floats to choose from, `ints` ranges of ints."""
    def of(dtype: str) -> st.SearchStrategy[Any]:
        if not ints or np.dtype(dtype).kind not in "iu":
            return elements(dtype, only)
        chosen: st.SearchStrategy[Any] = draw(st.sampled_from(ints))
        low, size = int(np.iinfo(dtype).min), 2 ** (8 * np.dtype(dtype).itemsize)
        return chosen.map(lambda number: (number - low) % size + low)

    memory = {
        dtype: np.array(draw(st.lists(of(dtype), min_size=SIZE, max_size=SIZE)), dtype=dtype)
        for dtype in dict.fromkeys(parameter.dtype for parameter in wanted if parameter.dtype)}
    makers: list[Callable[[dict[str, Any]], Any]] = []
    sizes: dict[int, Callable[[Any], Any]] = {}
    for parameter in wanted:
        if parameter.scalar is not None:
            strategy = SCALARS[parameter.scalar]
            value = draw((only or strategy) if parameter.scalar is float else strategy)
            makers.append(lambda held, value=value: value)
            continue
        seen = draw(view(SIZE, parameter.rank))
        if parameter.rank in sizes and draw(st.booleans()):
            seen = sizes[parameter.rank]  # often of the same shape, and then the same array
            if parameter.rank == 1 and draw(st.booleans()):
                other = seen
                seen = lambda memory, other=other: other(memory[::-1])  # noqa: E731
        sizes[parameter.rank] = seen
        makers.append(lambda held, seen=seen, dtype=parameter.dtype: seen(held[dtype]))
    return Case(memory, makers)


def same(first: Any, second: Any) -> bool:
    """Equal in type, shape, type of elements and bits; any nan is as good as another."""
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        if first.dtype != second.dtype or first.shape != second.shape:
            return False
        one, two = np.ascontiguousarray(first), np.ascontiguousarray(second)
        if one.dtype.kind == "c":  # each part for itself
            one, two = (each.view(f"f{one.itemsize // 2}") for each in (one, two))
        nan = (one != one) & (two != two)
        return bool(np.all(nan | (one.view(f"V{one.itemsize}") == two.view(f"V{two.itemsize}"))))
    if isinstance(first, tuple) and isinstance(second, tuple):
        return len(first) == len(second) and all(map(same, first, second))
    # What native code gives is a number of Python's, unless Python has computed it.
    first, second = (
        each.item() if isinstance(each, np.float64 | np.int64 | np.bool_ | np.complex128) else each
        for each in (first, second))
    if isinstance(first, np.floating):
        return type(first) is type(second) and same(np.array([first]), np.array([second]))
    if isinstance(first, np.complexfloating):
        return type(first) is type(second) and same(np.array([first]), np.array([second]))
    if type(first) is type(second) and isinstance(first, float | complex):
        return same(np.array([first]), np.array([second]))
    return type(first) is type(second) and first == second


def check(executors: Executors, name: str, call: Case) -> None:
    """All executors do what NumPy does, also to the memory around the arrays."""
    meant, after = call.run(executors.python[name])
    for executor in COMPILED:
        given, held = call.run(executors.functions(executor)[name])
        assert same(meant, given), f"{executor}: NumPy {meant!r}, given {given!r}"
        for dtype, memory in after.items():
            assert same(memory, held[dtype]), f"{executor} leaves {held[dtype]} for {memory}"
