"""`@compile(vectorize=True)`: functions of numbers over arrays, as Python and as native code.

What it must give is written out here: the function's own Python code for each element of
what NumPy broadcasts.
"""

from __future__ import annotations

import importlib.util
import inspect
import os
import pickle
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyx_lowering import compile_now, is_native, runtime

np: Any = pytest.importorskip("numpy")
numpy_strategies: Any = pytest.importorskip("hypothesis.extra.numpy")

SOURCE = Path(__file__).parent / "arrays" / "vectorized.py"
BOTH = pytest.mark.parametrize("executor", ["python", "native"])


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, ModuleType]:
    """The module as Python runs it without native code, and with it."""
    spec = importlib.util.spec_from_file_location("vectorized_as_python", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    python = importlib.util.module_from_spec(spec)
    sys.modules[python.__name__] = python
    spec.loader.exec_module(python)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYX_LOWERING_CACHE_DIR", str(tmp_path_factory.mktemp("vectorize")))
        return {"python": python, "native": compile_now(SOURCE)}


#: The types of the parameters and results of some functions, by NumPy's names.
TYPES: dict[str, tuple[str, str]] = {
    "scaled": ("f8 f8", "f8"),
    "steps": ("i8", "i8"),
    "divided": ("i8 i8", "i8 f8"),
    "half_of_square": ("i8", "i8"),
    "turned": ("c16 f8", "c16"),
    "blended": ("f4 f4 f4", "f4"),
    "wrapped": ("u1 i2 ?", "i2 ?"),
    "fibonacci": ("i8", "i8"),
    "caught": ("f8 f8", "f8"),
    "names": ("f8 f8 f8 f8 f8", "f8"),
    "range": ("f8 f8", "f8"),
    "inverse": ("c16", "c16"),
    "exchanged": ("i8 i8", "i8 f8"),
    "depths": ("i8 ?", "? i8 c16"),
}

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "f": st.sampled_from([0.0, -0.0, 1.0, -2.5, 1e3, 0.1, float("inf"), float("nan")]),
    "i": st.integers(1, 12), "u": st.integers(1, 12), "b": st.booleans(),
    "c": st.sampled_from([1j, -2.0 + 0.5j, 0j, 3.0 + 0j]),
}
#: Types that NumPy casts to others without loss.
NARROWER = {"f8": ["f8", ">f8", "f4", "i4", "?"], "i8": ["i8", ">i8", "u4", "i1"],
            "f4": ["f4", ">f4", "i2"], "c16": ["c16", "f8", "c8", "u2"], "i2": ["i2", ">i2", "u1"],
            "u1": ["u1", "?"], "?": ["?"]}


@st.composite
def arrays(draw: st.DrawFn, shape: tuple[int, ...], wanted: str, *, exact: bool = False) -> Any:
    """An array of a shape: packed, or a view with steps, reversed, transposed, not aligned."""
    dtype = np.dtype(wanted if exact else draw(st.sampled_from(NARROWER[wanted])))
    kind = draw(st.sampled_from(["packed", "packed", "steps", "transposed", "unaligned"]))
    if kind == "steps":
        held = np.empty([2 * size for size in shape], dtype)
        view = held[*(slice(None, None, draw(st.sampled_from([2, -2]))) for _ in shape), ...]
    elif kind == "transposed":
        view = np.empty(shape[::-1], dtype).T
    elif kind == "unaligned":
        count = dtype.itemsize * int(np.prod(shape))
        view = np.empty(count + 1, np.uint8)[1:].view(dtype).reshape(shape)
    else:
        view = np.empty(shape, dtype)
    assert view.shape == shape
    values = draw(st.lists(VALUES[dtype.kind], min_size=view.size, max_size=view.size))
    view[...] = np.array(values, dtype).reshape(shape)
    return view


@st.composite
def operands(draw: st.DrawFn, name: str) -> list[Any]:
    """Arguments whose shapes can be broadcast: arrays and numbers, one array at least."""
    types = TYPES[name][0].split()
    shapes = draw(numpy_strategies.mutually_broadcastable_shapes(
        num_shapes=len(types), min_dims=0, max_dims=3, min_side=0, max_side=3)).input_shapes
    found = [draw(arrays(shape, wanted)) for shape, wanted in zip(shapes, types, strict=True)]
    number = draw(st.integers(0, len(types)))
    for place, wanted in enumerate(types):
        if place != number and wanted in ("f8", "i8") and draw(st.integers(0, 3)) == 0:
            found[place] = draw(VALUES[wanted[0]])
    if not any(isinstance(argument, np.ndarray) for argument in found):
        found[0] = np.array(found[0])
    return found


def meant(python: ModuleType, name: str, args: Sequence[Any]) -> list[Any]:
    """The results, by the Python code of the function for each element."""
    function = getattr(python, name).__wrapped__
    params, results = (part.split() for part in TYPES[name])
    views = np.broadcast_arrays(
        *(np.asarray(arg).astype(dtype) for arg, dtype in zip(args, params, strict=True)))
    outputs = [np.empty(views[0].shape, dtype) for dtype in results]
    # The parameters of these are NumPy's numbers, those of the others Python's.
    sized = name in ("blended", "wrapped")
    for place in np.ndindex(views[0].shape):
        values = [view[place] if sized else view[place].item() for view in views]
        answer = function(*values)
        items = answer if isinstance(answer, tuple) else (answer,)
        for output, item in zip(outputs, items, strict=True):
            output[place] = item
    return outputs


def agree(given: Any, expected: Sequence[Any]) -> None:
    """The same types, shapes and bits; any nan is as good as another."""
    results = given if isinstance(given, tuple) else (given,)
    assert len(results) == len(expected)
    for result, output in zip(results, expected, strict=True):
        assert type(result) is (np.ndarray if output.ndim else output.dtype.type)
        assert (result.dtype, result.shape) == (output.dtype, output.shape)
        both = np.stack([np.asarray(result), output])
        if both.dtype.kind in "fc":
            both[np.isnan(both)] = np.nan
        assert both[0].tobytes() == both[1].tobytes(), f"{result} is not {output}"


def property_test(function: Callable[..., None]) -> Callable[..., None]:
    quiet = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of NumPy's own arithmetic
    return quiet(settings(max_examples=60, deadline=None, derandomize=True)(
        given(data=st.data())(function)))  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", TYPES)
@property_test
def test_results(modules: Mapping[str, ModuleType], name: str, data: st.DataObject) -> None:
    """Over shapes, strides, types that are cast, and numbers among the arrays."""
    args = data.draw(operands(name))
    expected = meant(modules["python"], name, args)
    before = [np.array(arg) for arg in args]
    for module in modules.values():
        agree(getattr(module, name)(*args), expected)
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(args, before, strict=True))


@pytest.mark.parametrize("name", ["scaled", "divided", "wrapped"])
@property_test
def test_out(modules: Mapping[str, ModuleType], name: str, data: st.DataObject) -> None:
    """Results go to the arrays that are given, whatever their strides."""
    args = data.draw(operands(name))
    expected = meant(modules["python"], name, args)
    types = TYPES[name][1].split()
    for module in modules.values():
        outs = tuple(
            data.draw(arrays(output.shape, dtype, exact=True))
            for output, dtype in zip(expected, types, strict=True))
        results = getattr(module, name)(*args, out=outs if len(outs) > 1 else outs[0])
        results = results if len(outs) > 1 else (results,)
        for result, out, output in zip(results, outs, expected, strict=True):
            assert result is out
            agree(np.array(out), [output]) if out.ndim else agree(out[()], [output])


@property_test
def test_overlaps(modules: Mapping[str, ModuleType], data: st.DataObject) -> None:
    """An argument may share memory with the array for the result, in any way."""
    length = data.draw(st.integers(0, 8))
    memory = np.arange(24.0)

    views: list[Callable[[Any], Any]] = []
    for _ in range(3):
        start, step = data.draw(st.integers(0, 8)), data.draw(st.sampled_from([1, 2, -1]))
        start = start if step > 0 else -1 - start
        span = slice(start, None, step)
        views.append(lambda held, span=span: held[span][:length])
    expected = memory.copy()
    views[2](expected)[...] = meant(
        modules["python"], "scaled", [views[0](memory), views[1](memory)])[0]
    for module in modules.values():
        held = memory.copy()
        module.scaled(views[0](held), views[1](held), out=views[2](held))
        assert np.array_equal(held, expected)


# Numbers, keywords and what the function is

@BOTH
def test_numbers_stay_numbers(modules: Mapping[str, ModuleType], executor: str) -> None:
    module = modules[executor]
    for value, wanted in [
        (module.scaled(2.0), 7.0), (module.scaled(2, factor=3), 9.0), (module.steps(6), 8),
        (module.between(1.5, 1), True), (module.between(1.5, 1, flip=True), False),
        (module.square(2**40), 2**80), (module.divided(7, 2), (3, 3.5)), (module.range(3, 1), 2.0),
        (module.calls(1.0), 15.0),
    ]:
        assert value == wanted
        if executor == "native":
            assert type(value) is type(wanted)
    with pytest.raises(ZeroDivisionError):
        module.divided(1, 0)
    with pytest.raises(TypeError):
        module.scaled([1.0, 2.0])


@BOTH
def test_keywords_and_defaults(modules: Mapping[str, ModuleType], executor: str) -> None:
    module = modules[executor]
    x = np.array([1.0, 5.0, 20.0])
    agree(module.scaled(x=x), [np.array([5.0, 13.0, 43.0])])
    agree(module.scaled(factor=np.float32(0.5), x=x), [np.array([3.5, 5.5, 13.0])])
    agree(module.between(x, 2), [np.array([False, True, False])])
    agree(module.between(x, np.array([0, 10, 20]), high=np.array([[1.0], [30.0]]), flip=True),
          [np.array([[True] * 3, [False, True, False]])])
    agree(module.annotated(x, 2), [-x])
    agree(module.annotated(x, np.array([1, 2, 1])), [np.array([1.0, -5.0, 20.0])])
    for wrong in ({}, {"y": x}, {"x": x, "factor": x, "z": x}):
        with pytest.raises(TypeError):
            module.scaled(**wrong)
    with pytest.raises(TypeError):
        module.between(x=x, low=1)  # by position only


@BOTH
def test_it_is_still_the_function(modules: Mapping[str, ModuleType], executor: str) -> None:
    function = modules[executor].scaled
    assert is_native(function) is (executor == "native")
    assert str(inspect.signature(function)) == "(x: 'float', factor: 'Rate' = 2.0) -> 'float'"
    assert (function.__name__, function.__qualname__) == ("scaled", "scaled")
    assert function.__doc__ == "Give the scaled number."
    assert "return x * factor + BASE" in inspect.getsource(function)
    assert modules[executor].range.__name__ == "range"
    if executor == "python":
        assert pickle.loads(pickle.dumps(function)) is function


# Arrays of special shapes

@BOTH
def test_no_dimensions_and_no_elements(modules: Mapping[str, ModuleType], executor: str) -> None:
    module = modules[executor]
    agree(module.scaled(np.array(2.0)), [np.array(7.0)])
    out = np.array(0.0)
    assert module.scaled(np.array(2.0), out=out) is out
    assert out == 7.0
    agree(module.scaled(np.empty((0, 3))), [np.empty((0, 3))])
    agree(module.divided(np.empty(0, int), 0), [np.empty(0, int), np.empty(0)])
    agree(module.scaled(np.empty((2, 0)), np.ones((1, 1))), [np.empty((2, 0))])
    filled = np.zeros((2, 2))
    module.scaled(1.0, 4.0, out=filled)  # numbers too, where there is an array for the result
    assert np.array_equal(filled, np.full((2, 2), 7.0))


@BOTH
def test_the_layout_is_kept(modules: Mapping[str, ModuleType], executor: str) -> None:
    x = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    result = modules[executor].scaled(x)
    assert result.flags.f_contiguous
    agree(result, [2.0 * x + 3.0])
    many = np.arange(50_000.0)[::-2]  # more than one piece
    agree(modules[executor].scaled(many, 1.0), [many + 3.0])


@BOTH
def test_subclasses_come_back_as_arrays(modules: Mapping[str, ModuleType], executor: str) -> None:
    class Own(np.ndarray):  # type: ignore[misc]
        pass

    agree(modules[executor].scaled(np.arange(3.0).view(Own)), [np.arange(3.0) * 2.0 + 3.0])


# What is refused

X, N = np.arange(3.0), np.arange(3)
FIXED = np.arange(3.0)
FIXED.flags.writeable = False

REFUSED: list[tuple[str, tuple[Any, ...], dict[str, Any], type[Exception], str]] = [
    ("scaled", (X, np.arange(4.0)), {}, ValueError, r"\(3,\) \(4,\)"),
    ("scaled", (X,), {"out": np.empty(4)}, ValueError, r"shape \(4,\).*shape \(3,\)"),
    ("scaled", (np.empty((2, 3)),), {"out": np.empty(3)}, ValueError,
     r"`out` has the shape \(3,\), but .* \(2, 3\)"),
    ("steps", (X,), {}, TypeError, "`n` must be int64 or what is safely cast to it, not float64"),
    ("steps", (np.array([1], np.uint64),), {}, TypeError, "`n` must be int64 .* not uint64"),
    ("steps", (np.array([None]),), {}, TypeError, "`n` must be int64 .* not object"),
    ("steps", (np.array(["1"]),), {}, TypeError, "`n` must be int64"),
    ("steps", (np.array([1], "m8[s]"),), {}, TypeError, "`n` must be int64"),
    ("blended", (X, X, X), {}, TypeError, "`a` must be float32 .* not float64"),
    ("between", (X, 1), {"flip": np.array([1, 0, 1])}, TypeError, "`flip` must be bool"),
    ("between", (X, 1), {"flip": 1}, TypeError, "`flip` must be a number or .* bool, not int"),
    ("scaled", (X, "2.0"), {}, TypeError,
     "`factor` must be a number or an array of float64, not str"),
    ("scaled", (X, [1.0, 2.0, 3.0]), {}, TypeError, "`factor` must be a number .* not list"),
    ("scaled", (X, None), {}, TypeError, "`factor` must be a number .* not NoneType"),
    ("scaled", (X, 1j), {}, TypeError, "`factor` must be a number .* not complex"),
    ("divided", (N, 2.0), {}, TypeError, "`b` must be a number or an array of int64, not float"),
    ("divided", (N, 2**63), {}, OverflowError, "too large|too big|out of bounds"),
    ("scaled", (np.ma.array(X, mask=[0, 1, 0]),), {}, TypeError, "`x` must be .* a masked array"),
    ("scaled", (X,), {"out": FIXED}, ValueError, "`out` is read-only"),
    ("scaled", (X,), {"out": [0.0] * 3}, TypeError, "`out` must be an array, not list"),
    ("scaled", (X,), {"out": np.empty(3, int)}, TypeError, "`out` must be an array of float64"),
    ("scaled", (X,), {"out": (X, X)}, ValueError, "`out` must be a tuple of 1 array"),
    ("divided", (N, 1), {"out": np.empty(3)}, ValueError, "`out` must be a tuple of 2 arrays"),
]


@BOTH
@pytest.mark.parametrize(("name", "args", "keywords", "error", "message"), REFUSED)
def test_refused(
    modules: Mapping[str, ModuleType], executor: str, name: str, args: tuple[Any, ...],
    keywords: dict[str, Any], error: type[Exception], message: str,
) -> None:
    with pytest.raises(error, match=message):
        getattr(modules[executor], name)(*args, **keywords)


@BOTH
def test_out_of_another_type(modules: Mapping[str, ModuleType], executor: str) -> None:
    """A result is rounded to what is given, as NumPy's functions do."""
    out = np.empty(3, np.float32)
    assert modules[executor].scaled(np.full(3, 0.1), out=out) is out
    assert np.array_equal(out, np.full(3, np.float32(0.1 * 2.0 + 3.0)))
    quotients = np.empty(3)
    given = modules[executor].divided(N, 2, out=(None, quotients))
    assert given[1] is quotients
    agree(given, [N // 2, N / 2])


# Exceptions and ints past 64 bits

@BOTH
def test_the_exception_of_an_element(modules: Mapping[str, ModuleType], executor: str) -> None:
    module = modules[executor]
    with pytest.raises(ZeroDivisionError):
        module.divided(N, N)
    with pytest.raises(ValueError, match=r"math domain error|expected a nonnegative input"):
        module.root(np.array([4.0, 1.0, -1.0, 9.0]))
    with pytest.raises(ZeroDivisionError):
        module.inverse(np.array([1j, -5.0, 2.0]))
    with pytest.raises(ValueError, match="too far"):
        module.inverse(np.array([1j, 1e301, -5.0]))
    with pytest.raises(ZeroDivisionError):
        module.exchanged(1, np.array([[0, 1]]))
    with pytest.raises(RecursionError):
        module.fibonacci(np.array([1, 10**6]))
    out = np.zeros(4)
    with pytest.raises(ValueError, match=r"math domain error|expected a nonnegative input"):
        module.root(np.array([4.0, 1.0, -1.0, 9.0]), out=out)
    assert out.tolist() == [2.0, 1.0, 0.0, 0.0]  # those before it are written


@BOTH
def test_ints_past_64_bits(modules: Mapping[str, ModuleType], executor: str) -> None:
    """The element is computed by Python, exactly; a result must fit."""
    module = modules[executor]
    large = np.array([[2**40, 3], [-(2**62), 2**63 - 1], [0, 5]])
    agree(module.half_of_square(large), [large])
    agree(module.half_of_square(large.T), [large.T])
    agree(module.square(large[:, 1] % 1000), [(large[:, 1] % 1000) ** 2])
    with pytest.raises(OverflowError):
        module.square(large)
    if executor == "native":
        with pytest.raises(OverflowError, match="integer past 64 bits"):
            module.strict_square(large)


@BOTH
def test_numpys_numbers_wrap_around(modules: Mapping[str, ModuleType], executor: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        given = modules[executor].wrapped(np.array([250], np.uint8), np.int16(32767), True)
    agree(given, [np.array([250 - 32769], np.int16), np.array([True])])


def test_any_byte_of_a_bool_is_true(modules: Mapping[str, ModuleType]) -> None:
    flags = np.array([0, 1, 2, 255], np.uint8).view(np.bool_)
    zeros = np.zeros(4, np.uint8)
    given = modules["native"].wrapped(zeros, np.int16(3), flags)
    assert given[1].view(np.uint8).tolist() == [0, 1, 1, 1]


# Without NumPy, and mistakes

def test_numbers_do_not_import_numpy() -> None:
    code = """
import sys
from pyx_lowering import compile
@compile(vectorize=True)
def f(x: float, y: float = 1.0) -> float:
    return x + y
assert f(1.0, y=2.0) == 3.0
print("numpy" in sys.modules, "inspect" in sys.modules)
"""
    root = str(Path(__file__).parent.parent)
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": root})
    assert result.stdout.split() == ["False", "False"]


def test_what_python_refuses() -> None:
    with pytest.raises(TypeError, match=re.escape("f() has a parameter `out`")):
        @runtime.compile(vectorize=True)
        def f(x: float, out: float) -> float:
            return x + out

    @runtime.compile(vectorize=True)
    def of_texts(x: str) -> float:
        return float(x)

    assert of_texts("1.5") == 1.5
    with pytest.raises(TypeError, match=re.escape("of_texts() cannot be called for the elements")):
        of_texts(X)
