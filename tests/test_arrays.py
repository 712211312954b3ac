"""Arrays in every executor, over strides, overlaps, bounds, and arguments to refuse.

An element that is read is a Python number, so CPython runs the same function on arrays
of objects: NumPy indexes, counts and iterates, and Python computes.
"""

from __future__ import annotations

import array
import gc
import inspect
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.executors import Executors, Outcome, load, outcome, same

np: Any = pytest.importorskip("numpy")

SOURCE = Path(__file__).parent / "arrays" / "elements.py"
COMPILED = ("interpreter", "native")

#: How an argument is seen in memory that it may share with others.
View = Callable[[Any], Any]


@pytest.fixture(scope="module")
def executors(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(SOURCE.read_text(), "elements", tmp_path_factory.mktemp("arrays"))


def plain(array: Any) -> list[object]:
    """The elements as Python numbers; bools and floats that hold ints as they are held."""
    return [array.dtype.type(x).item() for x in array.ravel().tolist()]


def run(
    call: Callable[..., object], memory: Any, views: Sequence[View], scalars: Sequence[object],
    order: Sequence[int], dtype: object,
) -> tuple[Outcome, Any]:
    """Call with views of a copy of `memory` and scalars, in this order; what it then holds."""
    held = memory.astype(dtype)
    args = [view(held) for view in views] + list(scalars)
    result = outcome(call, [args[place] for place in order])
    return result, held


def check(
    executors: Executors, name: str, memory: Any, views: Sequence[View],
    scalars: Sequence[object] = (), order: Sequence[int] | None = None,
) -> None:
    """All executors do the same, to the bit, also to the memory around the views."""
    order = range(len(views) + len(scalars)) if order is None else order
    meant, after = run(executors.python[name], memory, views, scalars, order, object)
    if isinstance(meant.value, int) and executors.python[name].__annotations__["return"] is float:
        meant = Outcome(float(meant.value))  # `sum` of nothing
    expected = memory.copy()
    expected[...] = after
    for executor in COMPILED:
        function = executors.functions(executor)[name]
        given, held = run(function, memory, views, scalars, order, memory.dtype)
        where = f"{name}{tuple(scalars)} of {[view(memory) for view in views]} by {executor}"
        assert same(meant, given), f"{where}: CPython {meant}, given {given}"
        assert same(Outcome(tuple(plain(expected))), Outcome(tuple(plain(held)))), where


# Arrays to try

FLOATS = st.one_of(st.floats(-100, 100), st.sampled_from([0.0, -0.0, 1e300, float("inf")]))
INTS = st.one_of(st.integers(-40, 40), st.integers(-(2**40), 2**40))
PLACES = st.integers(-9, 9)


def whole(memory: Any) -> Any:
    return memory


@st.composite
def sliced(draw: st.DrawFn, size: int) -> View:
    """A view of one dimension with any stride."""
    start, stop = draw(st.integers(0, size)), draw(st.integers(0, size))
    step = draw(st.sampled_from([1, 1, 1, 2, 3, -1, -2]))
    return lambda memory: memory[min(start, stop):max(start, stop)][::step]


@st.composite
def reshaped(draw: st.DrawFn, size: int, rows: int, columns: int) -> View:
    """A view of two dimensions: packed, transposed, reversed, or with gaps."""
    start = draw(st.integers(0, size - rows * columns))
    kind = draw(st.sampled_from(["packed", "packed", "transposed", "reversed", "gaps"]))

    def view(memory: Any) -> Any:
        part = memory[start:start + rows * columns]
        if kind == "transposed":
            return part.reshape(columns, rows).T
        if kind == "reversed":
            return part.reshape(rows, columns)[::-1, ::-1]
        if kind == "gaps" and 4 * rows * columns <= size:
            return memory[: 4 * rows * columns].reshape(2 * rows, 2 * columns)[::2, ::2]
        return part.reshape(rows, columns)

    return view


def property_test(function: Callable[..., None]) -> Callable[..., None]:
    return settings(
        max_examples=80, deadline=None, derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture])(
            given(data=st.data())(function))


def draw_memory(data: st.DataObject, dtype: str, least: int = 0, most: int = 24) -> Any:
    values = {"float64": FLOATS, "int64": INTS, "bool": st.booleans()}[dtype]
    return np.array(data.draw(st.lists(values, min_size=least, max_size=most)), dtype=dtype)


#: Functions of arrays with one dimension: the type of elements, how many arrays, scalars.
ONE_DIMENSION: dict[str, tuple[str, int, tuple[st.SearchStrategy[Any], ...]]] = {
    "item": ("float64", 1, (PLACES,)),
    "int_item": ("int64", 1, (PLACES,)),
    "flag": ("bool", 1, (PLACES,)),
    "ends": ("float64", 1, ()),
    "dot": ("float64", 2, ()),
    "summed": ("float64", 1, ()),
    "extremes": ("float64", 1, ()),
    "counted": ("bool", 1, ()),
    "weighted": ("float64", 2, ()),
    "backwards": ("float64", 1, ()),
    "first_of": ("float64", 1, (FLOATS,)),
    "search": ("int64", 1, (INTS,)),
    "while_positive": ("float64", 1, ()),
    "put": ("float64", 1, (PLACES, FLOATS)),
    "put_int": ("int64", 1, (PLACES, INTS)),
    "put_flag": ("bool", 1, (PLACES, INTS)),
    "put_int_as_float": ("float64", 1, (PLACES, INTS, st.booleans())),
    "bump": ("int64", 1, (PLACES, INTS)),
    "swap": ("int64", 1, (PLACES, PLACES)),
    "exchanged": ("float64", 1, (PLACES, FLOATS)),
    "read_between": ("float64", 1, (PLACES, PLACES)),
    "shifted": ("float64", 2, ()),
    "prefix": ("float64", 1, ()),
    "smooth": ("float64", 2, ()),
    "histogram": ("int64", 2, ()),
    "chosen": ("float64", 2, (st.booleans(), PLACES)),
    "sieve": ("bool", 1, ()),
    "downwards": ("float64", 1, ()),
    "steps_of": ("int64", 1, (PLACES, PLACES, st.integers(-3, 3))),
    "through_helper": ("float64", 1, (PLACES,)),
    "through_marked": ("float64", 2, ()),
    "recursive": ("float64", 1, (PLACES, PLACES)),
    "nested": ("float64", 1, (FLOATS,)),
    "caught": ("float64", 1, (PLACES,)),
    "only_the_first": ("float64", 2, ()),
    "total": ("int64", 1, ()),
    "doubled": ("int64", 1, ()),
}

#: The same for two dimensions.
TWO_DIMENSIONS: dict[str, tuple[int, tuple[st.SearchStrategy[Any], ...]]] = {
    "shape": (1, ()),
    "corner": (1, (PLACES, PLACES)),
    "trace": (1, ()),
    "transpose": (2, ()),
    "multiply": (3, ()),
    "multiply_add": (3, ()),
    "jacobi": (2, (st.integers(0, 3),)),
}


@pytest.mark.parametrize("name", ONE_DIMENSION)
@property_test
def test_one_dimension(executors: Executors, name: str, data: st.DataObject) -> None:
    """Strided, reversed, empty and overlapping arrays."""
    dtype, count, scalars = ONE_DIMENSION[name]
    memory = draw_memory(data, dtype)
    views = [data.draw(sliced(len(memory))) for _ in range(count)]
    check(executors, name, memory, views, data.draw(st.tuples(*scalars)))


@pytest.mark.parametrize("name", TWO_DIMENSIONS)
@property_test
def test_two_dimensions(executors: Executors, name: str, data: st.DataObject) -> None:
    count, scalars = TWO_DIMENSIONS[name]
    memory = draw_memory(data, "float64", 16, 100)
    sizes = st.integers(0, 4)
    views = [
        data.draw(reshaped(len(memory), data.draw(sizes), data.draw(sizes)))
        for _ in range(count)
    ]
    check(executors, name, memory, views, data.draw(st.tuples(*scalars)))


@property_test
def test_a_scalar_before_arrays(executors: Executors, data: st.DataObject) -> None:
    memory = draw_memory(data, "float64")
    views = [data.draw(sliced(len(memory))) for _ in range(2)]
    check(executors, "axpy", memory, views, [data.draw(FLOATS)], order=(2, 0, 1))


@property_test
def test_places_that_follow_from_places(executors: Executors, data: st.DataObject) -> None:
    memory = draw_memory(data, "float64")
    check(executors, "index_by_floats", memory, [whole], [data.draw(st.integers(0, 30))])


@pytest.mark.parametrize("place", range(-4, 4))
def test_three_dimensions(executors: Executors, place: int) -> None:
    views: tuple[View, ...] = (
        lambda memory: memory.reshape(3, 3, 3),
        lambda memory: memory.reshape(3, 3, 3).transpose(2, 0, 1)[::-1],
        lambda memory: memory.reshape(3, 3, 3)[:, :2, :],
        lambda memory: memory.reshape(3, 3, 3)[:0],
    )
    for view in views:
        check(executors, "cube", np.arange(27) * 7, [view], [place])


# Arguments that are taken, and that are refused

native_only = pytest.mark.parametrize("executor", ["native"])


def test_every_function_is_run() -> None:
    source = SOURCE.read_text()
    marked = {
        line[4:].partition("(")[0]
        for before, line in zip(source.splitlines(), source.splitlines()[1:], strict=False)
        if before.startswith("@compile")
    }
    apart = {"axpy", "index_by_floats", "cube", "ratio", "divided"}
    assert marked == {*ONE_DIMENSION, *TWO_DIMENSIONS, *apart}


def test_whatever_has_a_buffer(executors: Executors) -> None:
    total, item = executors.native["dot"], executors.native["int_item"]
    floats = array.array("d", [1.0, 2.0, 4.0])
    assert total(floats, memoryview(floats)[::-1]) == 12.0
    assert item(array.array("q", [5, -6]), -1) == -6
    assert item(np.array([5, 7], dtype="q"), 1) == item(np.array([5, 7], dtype="l"), 1) == 7
    assert executors.native["flag"](np.array([0, 2], "uint8").view(bool), 1) is True
    assert executors.native["flag"](memoryview(b"\x00\x03").cast("?"), 1) is True


def test_elements_that_are_not_aligned(executors: Executors) -> None:
    packed = np.zeros(5, dtype=[("x", "i1"), ("y", "f8"), ("z", "i8")])
    packed["y"], packed["z"] = np.arange(5) / 2, np.arange(5)
    assert not packed["y"].flags.aligned
    assert executors.native["dot"](packed["y"], packed["y"]) == 7.5
    executors.native["bump"](packed["z"], 1, 10)
    assert packed["z"].tolist() == [0, 22, 2, 3, 3]
    unaligned = np.zeros(33, "u1")[1:].view("f8")
    executors.native["put"](unaligned, 2, 1.5)
    assert unaligned.tolist() == [0.0, 0.0, 1.5, 0.0]


def test_an_array_with_no_stride(executors: Executors) -> None:
    assert executors.native["dot"](np.broadcast_to(2.0, 5), np.ones(5)) == 10.0


def test_two_views_of_one_memory_with_different_types(tmp_path: Path) -> None:
    """What is written to one is read from the other."""
    text = """\
import numpy as np
import numpy.typing as npt
from pyx_lowering import compile

@compile
def through(a: npt.NDArray[np.int64], b: npt.NDArray[np.float64]) -> int:
    total = 0
    for i in range(len(a)):
        b[i] = b[i] * 2.0
        total ^= a[i]
        a[i] = 0
        if b[i] != 0.0:
            return -1
    return total
"""
    through = load(text, "aliased", tmp_path).native["through"]
    values = np.array([1.0, 2.0, 3.0])
    expected = int(np.bitwise_xor.reduce((values * 2.0).view("int64")))
    assert through(values.view("int64"), values) == expected


REFUSED: list[tuple[str, Callable[[], object], type[Exception], str]] = [
    ("dtype", lambda: np.zeros(3, "float32"), TypeError,
     "`a` must be an array of float64 with 1 dimension, not one of float32"),
    ("int", lambda: np.zeros(3, "int64"), TypeError, "not one of int64"),
    ("complex", lambda: np.zeros(3, "complex128"), TypeError, "not one of complex128"),
    ("byte order", lambda: np.zeros(3, np.dtype("f8").newbyteorder()), TypeError, "not one of "),
    ("structured", lambda: np.zeros(3, [("x", "f8")]), TypeError, "not one of "),
    ("dates", lambda: np.zeros(3, "M8[s]"), TypeError, "not datetime64"),
    ("objects", lambda: np.zeros(3, object), TypeError, "not one of object"),
    ("bytes", lambda: b"12345678", TypeError, "not one of bytes"),
    ("list", lambda: [1.0], TypeError, "not list"),
    ("None", lambda: None, TypeError, "not NoneType"),
    ("number", lambda: 1.0, TypeError, "not float"),
    ("masked", lambda: np.ma.array([1.0]), TypeError, "not a masked array of float64"),
    ("0-d", lambda: np.array(1.0), ValueError,
     "`a` must be an array of float64 with 1 dimension, not 0"),
    ("2-d", lambda: np.zeros((2, 2)), ValueError, "with 1 dimension, not 2"),
    ("too many", lambda: np.lib.stride_tricks.as_strided(np.zeros(1), (2**57,), (0,)), ValueError,
     "`a` has too many elements"),
]


@pytest.mark.parametrize(
    ("argument", "error", "message"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED])
@pytest.mark.parametrize("warm", [False, True])
def test_refused(
    executors: Executors, argument: Callable[[], object], error: type[Exception], message: str,
    warm: bool,
) -> None:
    """Also after arrays that are good, of which the function remembers the type."""
    item = executors.native["item"]
    if warm:
        assert item(np.ones(1), 0) == 1.0
    with pytest.raises(error) as caught:
        item(argument(), 0)
    assert message in str(caught.value)


def test_read_only(executors: Executors) -> None:
    frozen = np.arange(3.0)
    frozen.flags.writeable = False
    assert executors.native["dot"](frozen, frozen) == 5.0
    with pytest.raises(ValueError, match="`a` is read-only, and would be written to"):
        executors.native["put"](frozen, 0, 1.0)
    with pytest.raises(ValueError, match="`b` is read-only"):
        executors.native["chosen"](np.zeros(3), frozen, True, 0)
    with pytest.raises(ValueError, match="`a` is read-only"):
        executors.native["through_helper"](frozen, 0)
    target = np.zeros(3)
    executors.native["only_the_first"](target, frozen)
    assert target.tolist() == frozen.tolist() == [0.0, 1.0, 2.0]
    assert executors.native["dot"](memoryview(bytes(16)).cast("d"), np.ones(2)) == 0.0


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="counts references")
def test_the_memory_is_released_on_every_way_out(executors: Executors) -> None:
    """A bytearray cannot be resized while a buffer of it is held."""
    memory = bytearray(8 * 4)
    view = memoryview(memory).cast("d")
    before = sys.getrefcount(view)
    calls: list[Callable[[], object]] = [
        lambda: executors.native["item"](view, 0),
        lambda: executors.native["item"](view, 9),
        lambda: executors.native["item"](view, 2**70),
        lambda: executors.native["dot"](view, [1.0]),
        lambda: executors.native["dot"](view, np.zeros((1, 1))),
        lambda: executors.native["dot"](view, np.zeros(1, "f4")),
        lambda: executors.native["put"](view, "0", 1.0),
        lambda: executors.native["flag"](view, 0),
    ]
    for call in calls:
        outcome(call, ())
        gc.collect()
        assert sys.getrefcount(view) == before
    view.release()
    memory.append(0)


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="counts references")
def test_references_to_arrays_are_given_back(executors: Executors) -> None:
    """Also where the fields of an array are read, as they are from the second one on."""
    array, other = np.arange(4.0), np.zeros((1, 1))
    native = executors.native
    native["dot"](array, array)
    before = [sys.getrefcount(held) for held in (array, array.dtype, other, np.ndarray)]
    for _ in range(3):
        for call in (
            lambda: native["dot"](array, array), lambda: native["item"](array, 9),
            lambda: native["dot"](array, other), lambda: native["dot"](array, None),
            lambda: native["put"](array, "0", 1.0), lambda: native["put"](array, 0, 1.0),
        ):
            outcome(call, ())
    gc.collect()
    assert [sys.getrefcount(held) for held in (array, array.dtype, other, np.ndarray)] == before


def test_arrays_whose_fields_are_not_read(executors: Executors) -> None:
    """Subclasses, other objects for the same type of elements, and what is no array."""

    class Own(np.ndarray):  # type: ignore[misc]
        pass

    plain = np.arange(4.0)
    noted = plain.astype(np.dtype("f8", metadata={"unit": "m"}))
    assert noted.dtype is not plain.dtype
    others = [plain.view(Own), noted, memoryview(plain), array.array("d", plain), plain[::-1]]
    for each in [plain, *others, plain, *others]:
        assert executors.native["item"](each, 3) == each[3]
        assert executors.native["dot"](each, plain) == sum(
            a * b for a, b in zip(each, plain, strict=True))
    for wrong in (np.arange(4), np.arange(4.0).astype(">f8"), np.arange(4, dtype="f4"),
                  np.array(1.0), np.ma.array(plain, mask=[0, 1, 0, 0]), None, 1.0):
        for _ in range(2):
            with pytest.raises((TypeError, ValueError)):
                executors.native["item"](wrong, 0)


def test_a_view_made_by_broadcasting_is_not_written_to(executors: Executors) -> None:
    """NumPy calls it writable, but warns of it."""
    executors.native["put"](np.zeros(3), 0, 1.0)
    view = np.broadcast_arrays(np.zeros(1), np.zeros(3))[0]
    for _ in range(2):
        with pytest.raises(ValueError, match="read-only"):
            executors.native["put"](view, 0, 1.0)
    assert executors.native["item"](view, 2) == 0.0


# Past 64 bits, and by zero


def test_what_numpy_does_when_python_runs_the_call(executors: Executors) -> None:
    """A call that has written nothing runs again on the array itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        numbers = np.array([2**62, 2**62, 5])
        assert executors.native["total"](numbers) == executors.python["total"](numbers)
        floats = np.array([1.0, 0.0, -1.0])
        assert executors.native["ratio"](floats, 0, 1) == float("inf")
        assert executors.native["ratio"](floats, 2, 1) == -float("inf")
        assert np.isnan(executors.native["ratio"](floats, 1, 1))
    with pytest.raises(IndexError):
        executors.native["ratio"](floats, 1, 3)
    assert executors.native["item"](floats, -3) == 1.0
    with pytest.raises(IndexError):
        executors.native["item"](floats, 2**64)


def test_a_call_that_writes_does_not_run_again(executors: Executors) -> None:
    numbers = np.array([1, 2**62, 3])
    with pytest.raises(OverflowError):
        executors.native["doubled"](numbers)
    assert numbers.tolist() == [2, 2**62, 3]  # as far as it came
    floats = np.array([1.0, 2.0])
    with pytest.raises(ZeroDivisionError):
        executors.native["divided"](floats, 0.0)
    assert floats.tolist() == [1.0, 2.0]
    with pytest.raises(OverflowError):
        executors.native["put_int"](numbers, 2**64, 0)


# Around a call


def test_the_gil_is_released(executors: Executors) -> None:
    """A thread that only waits to be let in gets in while native code runs."""
    a, b, c = (np.ones((500, 500)) for _ in range(3))
    entered = threading.Event()
    done: list[bool] = []

    def work() -> None:
        entered.set()
        executors.native["multiply"](a, b, c)
        done.append(True)

    before = sys.getswitchinterval()
    sys.setswitchinterval(10.0)  # nobody is asked to give up the GIL
    try:
        thread = threading.Thread(target=work)
        thread.start()
        entered.wait()
        assert not done
        thread.join()
    finally:
        sys.setswitchinterval(before)
    assert c[0, 0] == 500.0


def test_keywords_and_signatures(executors: Executors) -> None:
    assert executors.native["item"](i=1, a=np.arange(3.0)) == 1.0
    assert str(inspect.signature(executors.native["item"])).startswith("(a: ")
