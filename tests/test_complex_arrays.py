"""Arrays of complex numbers: NumPy says what is right, to the bit.

NumPy multiplies and takes sizes in one rounding where the processor can, and so does native code.
"""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.array_cases import COMPILED, DRAWN, case, check, marked, parameters, same
from tests.executors import Executors, load, native_functions

SOURCE = Path(__file__).parent / "arrays" / "complexes.py"
#: Whose sums have another order than NumPy's.
PRODUCTS = ("matrices", "single_matrices", "matrix_by_reals", "matrix_by_vector",
            "vector_by_matrix", "vectors", "gathered", "length")

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(SOURCE.read_text(), "complexes", tmp_path_factory.mktemp("complexes"), "-O2")


@pytest.mark.parametrize("name", [name for name in marked(SOURCE) if name not in PRODUCTS])
@settings(DRAWN, max_examples=60)
@given(data=st.data())
def test_numpy_gives_the_same(functions: Executors, name: str, data: st.DataObject) -> None:
    check(functions, name, data.draw(case(parameters(functions.python[name]))))


def numbers(shape: Any, seed: int, dtype: str = "complex128") -> Any:
    """Complex numbers of very different sizes, so that the order of additions shows."""
    source = np.random.default_rng(seed)
    parts = source.standard_normal((2, *shape)) * 2.0 ** source.integers(-9, 10, (2, *shape))
    return (parts[0] + 1j * parts[1]).astype(dtype)


@pytest.mark.parametrize("size", [0, 1, 3, 4, 5, 63, 64, 65, 127, 129, 1000, 20000])
@pytest.mark.parametrize("step", [1, 2, -1])
def test_long_arrays_are_numpy_s(functions: Executors, size: int, step: int) -> None:
    a, b = (numbers((size * abs(step),), seed)[::step] for seed in (1, 2))
    for name, args in {
        "summed": (a,), "times": (a, b), "divided": (a, b), "sizes": (a,), "running": (a,),
        "scaled": (a, b.real.copy(), 1.5 - 2j), "squares": (a, b.astype("complex64")),
        "times_singles": (a.astype("complex64"), b.astype("complex64")),
        "sizes_of_singles": (a.astype("complex64"),),
    }.items():
        assert same(functions.native[name](*args), functions.python[name](*args)), name


@pytest.mark.parametrize("shape", [(1, 7), (3, 250), (40, 79), (300, 40), (2, 9000)])
@pytest.mark.parametrize("kind", ["packed", "transposed", "gaps", "turned"])
@pytest.mark.parametrize("dtype", ["complex128", "complex64"])
def test_reductions_of_tables_are_numpy_s(
    functions: Executors, shape: tuple[int, int], kind: str, dtype: str
) -> None:
    rows, columns = shape
    table = numbers((rows, 2 * columns), rows, dtype)
    table = {"packed": table[:, :columns].copy(), "gaps": table[:, :columns],
             "transposed": table[:, :columns].copy().T,
             "turned": table[::-1, columns - 1::-1]}[kind]
    names = ["summed_singles"] if dtype == "complex64" else [
        "summed_table", "down", "across", "means", "means_along"]
    if (kind, dtype) == ("packed", "complex128"):
        names.append("spread")  # what is made in between lies in C order
    for name in names:
        wanted = functions.python[name](table)
        assert same(functions.native[name](table), wanted), name


@pytest.mark.parametrize("shape", [(3, 4, 5), (20, 30, 40), (2, 100, 300)])
def test_sums_along_axes_are_numpy_s(functions: Executors, shape: tuple[int, int, int]) -> None:
    cube = numbers(shape, 3)
    for each in (cube, cube.transpose(2, 0, 1), cube[:, ::-1]):
        wanted = functions.python["summed_outer"](each)
        assert same(functions.native["summed_outer"](each), wanted)


@pytest.mark.parametrize("sizes", [
    (1, 1, 1), (3, 5, 2), (8, 64, 17), (4, 0, 3), (0, 2, 2), (5, 300, 9), (600, 3, 1),
    (40, 41, 42)])
@pytest.mark.parametrize("turned", [False, True])
def test_products_are_right_to_their_bound(
    functions: Executors, sizes: tuple[int, int, int], turned: bool
) -> None:
    """Each part of a sum of k products is off by less than 2k units of the sum of their sizes."""
    n, k, m = sizes
    a, b = numbers((n, k), 1), numbers((k, m), 2)
    x, y = numbers((k,), 3), numbers((k,), 4)
    if turned:
        a, b, x = np.asfortranarray(a), np.asfortranarray(b), x[::-1].copy()[::-1]

    def near(given: Any, one: Any, two: Any, unit: float = 2.0**-53) -> None:
        wanted = one.astype(np.clongdouble) @ two.astype(np.clongdouble)
        sizes = sum(np.abs(p) @ np.abs(q) for p in (one.real, one.imag)
                    for q in (two.real, two.imag))
        assert np.shape(given) == np.shape(wanted)
        for part in ("real", "imag"):
            gap = np.abs(getattr(wanted, part) - getattr(np.asarray(given), part))
            assert np.all(gap <= (2 * k + 2) * unit * sizes)

    for executor in COMPILED:
        call = functions.functions(executor)
        near(call["matrices"](a, b), a, b)
        near(call["matrix_by_reals"](a, b.real), a, b.real + 0j)
        near(call["matrix_by_vector"](a, x), a, x)
        near(call["vector_by_matrix"](x, b), x, b)
        near(call["vectors"](x, y), x, y)
        near(call["gathered"](x, y, np.arange(k)[::-1].copy()), x, y[::-1])
        near(call["single_matrices"](a.astype("complex64"), b.astype("complex64")),
             a.astype("complex64"), b.astype("complex64"), 2.0**-24)
        assert abs(call["length"](x) - np.linalg.norm(x)) <= 1e-15 * (k + 2) * np.linalg.norm(x)


def test_large_products_are_numpy_s(functions: Executors) -> None:
    a, b = numbers((81, 81), 1), numbers((81, 81), 2)
    assert same(functions.native["matrices"](a, b), np.ascontiguousarray(a @ b))


@pytest.mark.parametrize("flags", ["-DPYXL_UNFUSED", "-DPYXL_PORTABLE", "-march=x86-64-v3"])
def test_other_processors_and_compilers(tmp_path: Path, flags: str) -> None:
    """Where nothing is fused, products are those of the parts."""
    if flags.startswith("-march") and platform.machine() != "x86_64":
        pytest.skip("the flag is one of x86-64")
    native = native_functions(SOURCE.read_text(), "complexes", tmp_path, f"-O2 {flags}")
    a, b = numbers((1000,), 1), numbers((1000,), 2)
    wanted = a * b
    if not flags.startswith("-march"):
        wanted = np.empty_like(a)
        wanted.real = a.real * b.real - a.imag * b.imag
        wanted.imag = a.real * b.imag + a.imag * b.real
    assert same(native["times"](a, b), wanted)
    gap = np.abs(native["sizes"](a) - np.abs(a))
    assert np.all(gap <= 2.0**-50 * np.abs(a))


def test_arguments_must_be_such_arrays(functions: Executors) -> None:
    item, put = functions.native["item"], functions.native["put"]
    good = np.arange(3) * 1j
    for wrong in (good.real.copy(), good.astype("complex64"), good.astype(">c16"), [1j], 1j,
                  good.astype(object), np.ma.masked_array(good)):
        with pytest.raises(TypeError, match="`a` must be an array of complex128 with 1 dimension"):
            item(wrong, 0)
    with pytest.raises(ValueError, match="with 1 dimension, not 2"):
        item(good[None], 0)
    with pytest.raises(IndexError):
        item(good, 3)
    good.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        put(good, 0, 1j, 1.0, 0, True)
    assert type(item(good, 2)) is complex


def test_elements_need_not_be_aligned(functions: Executors) -> None:
    raw = np.zeros(16 * 5 + 4, np.uint8)
    for shift in (1, 4):
        a = np.ndarray((5,), np.complex128, raw.data, shift)
        a[:] = numbers((5,), 1)
        for name in ("summed", "inverses", "functions_of_singles"):
            given = a.astype("complex64") if name.endswith("singles") else a
            wanted = functions.python[name](given.copy())
            assert same(functions.native[name](given), wanted), name


def test_without_numpy_there_are_no_functions(tmp_path: Path) -> None:
    """NumPy's loops are called; where it is not to be had, that is said."""
    (tmp_path / "waves.py").write_text(
        "import numpy as np\nfrom pyx_lowering import compile\n\n\n"
        "@compile\ndef wave(z: complex) -> complex:\n    return np.exp(z)\n")
    code = (
        "import sys\nfrom pathlib import Path\nfrom pyx_lowering import compile_now\n"
        "wave = compile_now(Path('waves.py')).wave\n"
        "sys.modules['numpy'] = None  # as if it were not installed\n"
        "try:\n    wave(1j)\nexcept ImportError as error:\n    print(error)\n")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout == "NumPy is needed for functions of complex numbers\n"
