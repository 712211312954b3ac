"""Views, expressions and reductions of whole arrays: NumPy says what is right, to the bit.

The arrays are views of one piece of memory, so that they overlap in all ways.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.array_cases import (
    COMPILED,
    DRAWN,
    case,
    check,
    marked,
    parameters,
    same,
)
from tests.executors import Executors, interpreters, native_functions, python_functions

FOLDER = Path(__file__).parent / "arrays"
MODULES = ("whole", "reduced", "elementwise", "products")

#: Where not all floats can be meant.
ONLY: dict[str, st.SearchStrategy[Any]] = {
    "counted_floats": st.sampled_from([0.0, 0.1, -0.3, 1.0, 2.5, 7.25, -4.0]),
    "spaced": st.one_of(st.floats(-10, 10), st.sampled_from([0.0, 1.0, 5e-324])),
    # What is no int in C is refused, where NumPy makes something of it.
    "converted": st.floats(-1000, 1000),
}

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Executors]:
    made = {}
    for module in MODULES:
        text = (FOLDER / f"{module}.py").read_text()
        python = python_functions(text, module)
        made[module] = Executors(python, interpreters(text, module, python), native_functions(
            text, module, tmp_path_factory.mktemp(module), "-O2"))
    return made


@pytest.mark.arithmetic
@pytest.mark.parametrize(
    ("module", "name"),
    [(module, name) for module in MODULES[:3] for name in marked(FOLDER / f"{module}.py")])
@settings(DRAWN, max_examples=60)
@given(data=st.data())
def test_numpy_gives_the_same(
    modules: dict[str, Executors], module: str, name: str, data: st.DataObject
) -> None:
    executors = modules[module]
    wanted = parameters(executors.python[name])
    check(executors, name, data.draw(case(wanted, ONLY.get(name))))


SHAPES = [(0,), (1,), (7,), (8,), (9,), (127,), (128,), (129,), (1000,), (20000,)]


@pytest.mark.arithmetic
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("step", [1, 2, -1])
def test_long_sums_are_numpy_s(
    modules: dict[str, Executors], shape: tuple[int], step: int
) -> None:
    """Sums in pairs, of floats of very different sizes, so that the order shows."""
    source = np.random.default_rng(shape[0])
    memory = source.standard_normal(2 * shape[0]) * 2.0 ** source.integers(-30, 31, 2 * shape[0])
    array = memory[: abs(step) * shape[0]][::step]
    for executor in COMPILED:
        functions = modules["reduced"].functions(executor)
        assert same(functions["summed"](array), float(np.sum(array)))


@pytest.mark.arithmetic
@pytest.mark.parametrize("rows", [1, 3, 40, 300])
@pytest.mark.parametrize("columns", [1, 7, 79, 250, 9000])
@pytest.mark.parametrize("kind", ["packed", "transposed", "gaps", "turned"])
def test_sums_of_tables_are_numpy_s(
    modules: dict[str, Executors], rows: int, columns: int, kind: str
) -> None:
    source = np.random.default_rng(rows * columns)
    count = 2 * rows * columns
    memory = source.standard_normal(count) * 2.0 ** source.integers(-30, 31, count)
    table = memory[: rows * columns].reshape(rows, columns)
    if kind == "transposed":
        table = table.T
    elif kind == "gaps":
        table = memory.reshape(rows, 2 * columns)[:, :columns]
    elif kind == "turned":
        table = memory.reshape(rows, 2 * columns)[::-1, columns - 1::-1]
    functions = modules["reduced"].native
    assert same(functions["summed_table"](table), float(table.sum()))
    for name in ("down", "across"):
        assert same(functions[name](table), modules["reduced"].python[name](table)), name


def _laid_out(array: np.ndarray, kind: int) -> np.ndarray:  # type: ignore[type-arg]
    """The same numbers: packed, in Fortran's order, with gaps."""
    if kind == 1:
        return np.asfortranarray(array)
    if kind == 2:
        wide = np.zeros([2 * size for size in array.shape], array.dtype)
        wide[tuple(slice(None, None, 2) for _ in array.shape)] = array
        return wide[tuple(slice(None, None, 2) for _ in array.shape)]
    return array


@pytest.fixture(scope="module", params=["", "-DPYXL_UNFUSED", "-DPYXL_PORTABLE"])
def products(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """For this machine, for an older one, and for compilers that know no vectors."""
    if not request.param:
        return request.getfixturevalue("modules")["products"].native
    return native_functions((FOLDER / "products.py").read_text(), "products",
                            tmp_path_factory.mktemp("products"), f"-O2 {request.param}")


@pytest.mark.arithmetic
@pytest.mark.parametrize("sizes", [
    (1, 1, 1), (3, 5, 2), (8, 64, 17), (65, 130, 70), (4, 0, 3), (0, 2, 2), (1, 700, 600),
    (5, 300, 9), (600, 3, 1), (1, 3, 600), (6, 259, 1), (40, 8, 24)])
@pytest.mark.parametrize("kinds", [(0, 0), (1, 0), (0, 1), (2, 2)])
def test_products_are_right_to_their_bound(
    products: dict[str, Any], sizes: tuple[int, int, int], kinds: tuple[int, int]
) -> None:
    """Each sum of k products is off by less than k units of the sum of their sizes."""
    n, k, m = sizes
    native = products
    source = np.random.default_rng(n + k + m)
    a = _laid_out(source.standard_normal((n, k)), kinds[0])
    b = _laid_out(source.standard_normal((k, m)), kinds[1])
    x, y = _laid_out(source.standard_normal(k), kinds[0]), source.standard_normal(k)
    exact = np.longdouble

    def near(given: object, one: object, two: object, unit: float = 2.0**-53) -> None:
        wanted = exact(one) @ exact(two)
        bound = (k + 2) * unit * (np.abs(exact(one)) @ np.abs(exact(two)))
        assert np.shape(given) == np.shape(wanted)
        assert np.all(np.abs(exact(given) - wanted) <= bound)

    near(native["matrices"](a, b), a, b)
    near(native["matrix_by_vector"](a, x), a, x)
    near(native["vector_by_matrix"](x, b), x, b)
    near(native["vectors"](x, y), x, y)
    near(native["length"](x) ** 2, x, x, 2.0**-51)
    single = a.astype("f4")
    near(native["singles"](single, b), single, b.astype("f4"), 2.0**-24)


@pytest.mark.arithmetic
@pytest.mark.parametrize("place", [0, 3, 4, 6])
def test_what_is_no_number_stays_where_it_belongs(products: dict[str, Any], place: int) -> None:
    """Tiles are filled up with numbers that are not part of the result."""
    a, b = np.ones((7, 7)), np.ones((7, 7))
    a[place, place], b[place, 1] = np.inf, np.nan
    for name, args in {"matrices": (a, b), "matrix_by_vector": (a, b[0]),
                       "vector_by_matrix": (a[0], b)}.items():
        assert np.array_equal(products[name](*args), args[0] @ args[1], equal_nan=True), name


@pytest.mark.arithmetic
@pytest.mark.parametrize("kinds", [(0, 0), (1, 0), (0, 1), (2, 2)])
def test_large_products_are_numpy_s(
    modules: dict[str, Executors], kinds: tuple[int, int]
) -> None:
    source = np.random.default_rng(5)
    a, b = (_laid_out(source.standard_normal((81, 81)), kind) for kind in kinds)
    assert same(modules["products"].native["matrices"](a, b), np.ascontiguousarray(a @ b))


def test_products_without_numpy(tmp_path: Path) -> None:
    """Of other objects with buffers, large products too are computed here."""
    (tmp_path / "multiply.py").write_text(
        "import numpy as np\nfrom pyx_lowering import compile\n\n"
        "Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]\n\n\n"
        "@compile\ndef multiply(a: Matrix, out: Matrix) -> None:\n    out[:] = a @ a\n")
    code = (
        "import array, sys\nfrom pathlib import Path\nfrom pyx_lowering import compile_now\n"
        "multiply = compile_now(Path('multiply.py')).multiply\n"
        "del sys.modules['numpy']  # as if it had not been imported\n"
        "a = memoryview(array.array('d', range(4900))).cast('B').cast('d', (70, 70))\n"
        "out = memoryview(array.array('d', [0] * 4900)).cast('B').cast('d', (70, 70))\n"
        "multiply(a, out)\nrows = a.tolist()\n"
        "assert out.tolist() == [[sum(map(float.__mul__, row, column)) for column in zip(*rows)]"
        " for row in rows]\n")
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)


@pytest.mark.arithmetic
@pytest.mark.parametrize("shape", [(3, 4, 5), (20, 30, 40), (200, 7, 50), (2, 100, 300),
                                   (9, 1, 8), (1, 130, 1), (2, 3, 9000)])
@pytest.mark.parametrize("axes", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("kind", [0, 2])
def test_sums_along_axes_are_numpy_s(
    modules: dict[str, Executors], shape: tuple[int, int, int], axes: tuple[int, int, int],
    kind: int,
) -> None:
    source = np.random.default_rng(sum(shape))
    cube = source.standard_normal(shape) * 2.0 ** source.integers(-30, 31, shape)
    cube = _laid_out(cube, kind).transpose(axes)
    for name in ("summed_outer", "summed_ends", "summed_inner"):
        wanted = modules["reduced"].python[name](cube)
        assert same(modules["reduced"].native[name](cube), wanted), name


@pytest.mark.arithmetic
@pytest.mark.parametrize("sizes", [(1, 1, 1), (3, 5, 2), (8, 17, 9), (4, 0, 3), (2, 70, 80)])
@pytest.mark.parametrize("stacks", [((2,), (2,)), ((3,), (1,)), ((1,), (3,)), ((0,), (1,))])
@pytest.mark.parametrize("kind", [0, 2])
def test_products_of_stacks_are_those_of_their_matrices(
    modules: dict[str, Executors], sizes: tuple[int, int, int],
    stacks: tuple[tuple[int], tuple[int]], kind: int,
) -> None:
    n, k, m = sizes
    source = np.random.default_rng(n + k + m)
    a, b = (_laid_out(np.round(source.standard_normal(shape) * 8), kind) for shape in (
        (*stacks[0], n, k), (*stacks[1], k, m)))
    four = _laid_out(np.round(source.standard_normal((3, *stacks[0], n, k)) * 8), kind)
    functions = modules["products"]
    for name, args in {
        "stacks": (a, b), "stack_by_matrix": (a, b[0]) if len(b) else (a, np.ones((k, m))),
        "stack_by_vector": (a, np.ones(k)), "vector_by_stack": (np.ones(k), b),
        "stacks_of_stacks": (four, b),
    }.items():
        wanted = functions.python[name](*args)  # of whole numbers, so that no order shows
        for executor in COMPILED:
            assert same(functions.functions(executor)[name](*args), wanted), name


def test_stacks_that_do_not_fit(modules: dict[str, Executors]) -> None:
    for name in COMPILED:
        for one, two in (((2, 3, 4), (3, 4, 5)), ((2, 3, 4), (2, 5, 4))):
            with pytest.raises(ValueError, match=r"match|broadcast"):
                modules["products"].functions(name)["stacks"](np.ones(one), np.ones(two))


def test_products_of_other_sizes_say_which(modules: dict[str, Executors]) -> None:
    native, python = modules["products"].native, modules["products"].python
    a, b = np.ones((2, 3)), np.ones((4, 5))
    for name, args in {"matrices": (a, b), "matrix_by_vector": (a, b[0]),
                       "vector_by_matrix": (b[0], a), "vectors": (a[0], b[0])}.items():
        with pytest.raises(ValueError, match=r"mismatch|not aligned") as meant:
            python[name](*args)
        with pytest.raises(ValueError, match=r"mismatch|not aligned") as given:
            native[name](*args)
        assert str(given.value) == str(meant.value)


def test_shapes_that_do_not_fit_are_named_as_by_numpy(modules: dict[str, Executors]) -> None:
    functions = modules["whole"]
    calls = {
        "arithmetic": (np.ones(2), np.ones(3), 1.0),
        "assigned": (np.ones(2), np.ones(3)),
        "centred": (np.ones((2, 3)), np.ones(4)),
        "stencil": (np.ones((5, 5)), np.ones((6, 4))),
    }
    for name, args in calls.items():
        with pytest.raises(ValueError, match="could not") as meant:
            functions.python[name](*args)
        for executor in COMPILED:
            with pytest.raises(ValueError, match="could not") as given:
                functions.functions(executor)[name](*args)
            assert str(given.value) == str(meant.value)


def test_memory_is_used_again(modules: dict[str, Executors]) -> None:
    """A loop that makes arrays keeps no more of them than there are names."""
    resource = pytest.importorskip("resource")
    call, array = modules["whole"].native["repeated"], np.ones(250_000)
    call(array, 3)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    call(array, 400)  # 800 arrays of 2 megabytes, if all were kept
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


def test_memory_that_callees_hand_over_is_used_again(modules: dict[str, Executors]) -> None:
    """A loop that only calls keeps no more than two arrays, the old one and the new one."""
    resource = pytest.importorskip("resource")
    call, array = modules["whole"].native["from_marked"], np.ones(250_000)
    call(array, 3)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    call(array, 400)  # 400 arrays of 2 megabytes, if all were kept
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


def test_stored_memory_is_nobody_s(modules: dict[str, Executors]) -> None:
    """Memory is used again by later calls, in all threads, only when no array has it any more."""
    call, size = modules["whole"].native["named"], 40_000

    def expected(x: float, y: float) -> float:
        return x * y + x

    def work(start: int) -> bool:
        views = []
        for turn in range(start, start + 60):
            x, y = np.full(size, float(turn)), np.full(size, 0.5)
            views.append((call(x, y)[turn % 7:], expected(turn, 0.5)))
            if turn % 3:
                del views[turn % len(views)]
        return all(bool(np.all(view == value)) for view, value in views)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(0, 400, 50)))


def test_what_is_returned_is_numpy_s_own(modules: dict[str, Executors]) -> None:
    result = modules["whole"].native["named"](np.ones(3), np.ones(3))
    assert type(result) is np.ndarray and result.flags.owndata and result.flags.writeable
    assert result.flags.c_contiguous and result.dtype == np.float64


@pytest.mark.parametrize("count", [0, 2047, 2048, 600_000])
def test_large_results_keep_their_memory(modules: dict[str, Executors], count: int) -> None:
    """It is freed with the last array that shows it."""
    ones = np.ones(count)
    result = modules["whole"].native["named"](ones, ones)
    assert result.flags.writeable and result.flags.c_contiguous and result.flags.aligned
    assert result.flags.owndata == (count < 2048)
    part, wanted = result[1:], modules["whole"].python["named"](ones, ones)
    assert same(result, wanted)
    result += 1.0
    del result
    assert same(part, wanted[1:] + 1.0)


def test_memory_of_results_is_freed(modules: dict[str, Executors]) -> None:
    resource = pytest.importorskip("resource")
    call, ones = modules["whole"].native["named"], np.ones(250_000)
    call(ones, ones)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(400):  # 800 megabytes, if none were
        call(ones, ones)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


def test_annotations_of_jaxtyping_need_no_jaxtyping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Any:
        def __class_getitem__(cls, item: object) -> type:
            return cls

    package = ModuleType("jaxtyping")
    for name in ("Float64", "UInt8", "Bool"):
        setattr(package, name, Any)
    text = (
        "import numpy as np\nfrom jaxtyping import Bool, Float64, UInt8\n"
        "from pyx_lowering import compile\n\n\n"
        "@compile\ndef scaled(a: Float64[np.ndarray, 'n m'], b: UInt8[np.ndarray, '#m=3'])"
        " -> Float64[np.ndarray, 'n m']:\n    return a * b\n\n\n"
        "@compile\ndef first(a: Bool[np.ndarray, '*batch n']) -> bool:\n    return a[0, 0]\n")
    monkeypatch.setitem(sys.modules, "jaxtyping", package)
    native = native_functions(text, "shaped_arrays", tmp_path)
    a, b = np.ones((2, 3)), np.arange(3, dtype=np.uint8)
    assert same(native["scaled"](a, b), a * b)
    assert native["first"](np.ones((1, 1), np.bool_)) is True
    with pytest.raises(ValueError, match="with 2 dimensions, not 1"):
        native["scaled"](a[0], b)
    with pytest.raises(TypeError, match="must be an array of uint8"):
        native["scaled"](a, a[0])
