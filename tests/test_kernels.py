"""NPBench's algorithms, small: NumPy's results, to the bit or to a bound that is stated."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from benchmarks import dialects
from benchmarks.npbench.comparison import difference, outcome
from benchmarks.npbench.inputs import KERNELS
from pyx_lowering.diagnostics import CompileError
from tests.executors import Executors, compiled, interpreters, native_functions, python_functions

#: What is refused, and the code of the error.
REFUSED = {
    "contour_integral": "PYX207",
}
TAKEN = [kernel for kernel in KERNELS.values() if kernel.name not in REFUSED]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Executors]:
    made = {}
    for module, kernels in itertools.groupby(TAKEN, lambda kernel: kernel.module):
        text = dialects.marked(module, *(kernel.name for kernel in kernels))
        python = python_functions(text, module)
        made[module] = Executors(python, interpreters(text, module, python), native_functions(
            text, module, tmp_path_factory.mktemp(module), "-O1"))
    return made


@pytest.mark.parametrize("name", [kernel.name for kernel in TAKEN])
@pytest.mark.parametrize("executor", ["interpreter", "native"])
def test_numpy_gives_the_same(
    modules: Mapping[str, Executors], name: str, executor: str
) -> None:
    kernel = KERNELS[name]
    # The interpreter needs a thousand times as long.
    arguments: list[Any] = kernel.make(0.01 if executor == "interpreter" else 0.1)
    executors = modules[kernel.module]
    with np.errstate(all="ignore"):
        meant = outcome(executors.python[name], arguments)
        given = outcome(executors.functions(executor)[name], arguments)
    assert difference(given, meant) <= kernel.units


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_so(name: str) -> None:
    with pytest.raises(CompileError) as caught:
        compiled(dialects.marked(KERNELS[name].module, name), name)
    assert caught.value.diagnostics[0].code == REFUSED[name]
