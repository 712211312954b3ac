"""Functions that are NumPy's own, to the bit; where it is not imported, the C library's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.array_cases import COMPILED, marked, same
from tests.executors import Executors, load

SOURCE = Path(__file__).parent / "arrays" / "applied.py"
NAMES = marked(SOURCE)
SPECIAL = (0.0, -0.0, 1.0, -1.0, 0.5, 5e-324, 1e-310, 709.9, -745.2, 1e300, -1e22, np.inf, -np.inf,
           np.nan)


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(SOURCE.read_text(), "applied", tmp_path_factory.mktemp("applied"), "-O2")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """NumPy's warnings, which native code does not give."""
    with np.errstate(all="ignore"):
        yield


def _table(rows: int, columns: int, layout: str, dtype: Any, seed: int) -> np.ndarray[Any, Any]:
    source = np.random.default_rng(seed)
    memory = source.normal(0.0, 3.0, (2 * rows, 2 * columns))
    flat = memory.reshape(-1)
    some = flat[:: max(flat.size // 40, 1)]
    some[:] = source.choice(SPECIAL, some.size)
    if dtype == "int64":
        memory = source.integers(0, 600, memory.shape)
    table = memory.astype(dtype)
    if layout == "packed":
        return table[:rows, :columns].copy()
    if layout == "transposed":
        return table[:columns, :rows].copy().T[:rows, :columns]
    if layout == "turned":
        return table[::-2, columns - 1::-1] if columns else table[::-2, :0]
    if layout == "unaligned":
        packed = table[:rows, :columns].copy()
        raw = np.zeros(packed.nbytes + 1, np.uint8)
        shifted = np.ndarray(packed.shape, packed.dtype, raw.data, 1)
        shifted[...] = packed
        return shifted
    return table[:rows, :columns]


LAYOUTS = ("packed", "transposed", "turned", "gaps", "unaligned")


def _arguments(name: str, shape: tuple[int, int], layout: str) -> list[Any]:
    dtype = "float32" if name.startswith("single") else "float64"
    dtype = {"of_ints": "int64"}.get(name, dtype)
    first = _table(*shape, layout, dtype, 1)
    if name[-2:] in ("_0", "_1", "_2"):
        return [first, np.zeros((7, *first.shape), dtype)]
    if name == "angles":
        return [first, _table(*shape, "packed", dtype, 2)]
    if name == "powers":
        return [first, _table(1, shape[1], "packed", dtype, 2)[0]]
    return [first]


@pytest.mark.arithmetic
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (17, 31), (40, 64)])
@pytest.mark.parametrize("name", NAMES)
def test_numpy_gives_the_same(
    functions: Executors, name: str, shape: tuple[int, int], layout: str
) -> None:
    """What NumPy gives for the same numbers, packed."""
    packed = [np.array(each, order="C") for each in _arguments(name, shape, layout)]
    wanted = functions.python[name](*packed)
    for executor in COMPILED:
        args = _arguments(name, shape, layout)
        given = functions.functions(executor)[name](*args)
        assert same(given, wanted), executor
        assert all(map(same, args, packed)), executor


@pytest.mark.arithmetic
@pytest.mark.parametrize("shape", [(0, 3), (3, 0)])
@pytest.mark.parametrize("name", [name for name in NAMES if name != "softmax"])
def test_of_nothing_comes_nothing(
    functions: Executors, name: str, shape: tuple[int, int]
) -> None:
    args = _arguments(name, shape, "packed")
    assert same(functions.native[name](*args), functions.python[name](*args))


def test_without_numpy_the_c_library_computes(tmp_path: Path) -> None:
    (tmp_path / "mapped.py").write_text(
        "import numpy as np\nfrom pyx_lowering import compile\n\n"
        "Vector = np.ndarray[tuple[int], np.dtype[np.float64]]\n\n\n"
        "@compile\ndef mapped(a: Vector, out: Vector) -> None:\n"
        "    out[:] = np.arctan2(np.exp(a), a)\n")
    code = (
        "import array, math, sys\nfrom pathlib import Path\n"
        "from pyx_lowering import compile_now\n"
        "mapped = compile_now(Path('mapped.py')).mapped\n"
        "del sys.modules['numpy']  # as if it had not been imported\n"
        "a = array.array('d', [k / 8 for k in range(600)])\nout = array.array('d', a)\n"
        "mapped(a, out)\n"
        "assert out.tolist() == [math.atan2(math.exp(x), x) for x in a]\n")
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
