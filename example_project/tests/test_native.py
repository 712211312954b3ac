"""That the installed functions are native, and look to their users like the Python functions."""

from __future__ import annotations

import importlib.metadata
import inspect
import os
import pickle
import pydoc
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import orbits
import pytest
from orbits import fractal, kepler, kernels, number_theory, picture

MODULES = (fractal, kepler, kernels, number_theory)
MARKED = sorted(set(orbits.__all__))

needs_processes = pytest.mark.skipif(
    sys.platform in ("emscripten", "ios", "android"), reason="this platform has no processes"
)

#: The runtime that came with the wheel, found where the decorator came from.
runtime = sys.modules[kernels.compile.__module__]


@pytest.mark.parametrize("name", MARKED)
def test_marked_functions_are_native(name: str) -> None:
    function = getattr(orbits, name)
    assert runtime.is_native(function)
    assert not runtime.is_native(function.__wrapped__)
    # The native module lies in the installed package.
    file = runtime.native_file(function)
    assert Path(file).parent == Path(orbits.__file__).parent
    assert "_native" in Path(file).name


def test_the_rest_is_python() -> None:
    assert not runtime.is_native(picture.rows)
    assert not runtime.is_native(kepler.wrap)


@needs_processes
def test_nothing_of_the_compiler_is_needed() -> None:
    # In a new process, so that what the tests import does not count.
    code = "import sys, orbits; print(*(m.partition('.')[0] for m in sys.modules))"
    loaded = set(_run(code).split())
    assert not loaded & {"pyx_lowering", "build_backend", "Cython", "setuptools"}
    assert importlib.metadata.requires("pyx-lowering-example") == ['pytest; extra == "test"']


@needs_processes
def test_native_code_can_be_switched_off() -> None:
    code = "import orbits; print(orbits.fma(0.1, 10.0, -1.0), hasattr(orbits.fma, '__wrapped__'))"
    assert _run(code).split() == ["5.551115123125783e-17", "True"]
    assert _run(code, PYX_LOWERING_DISABLE="1").split() == ["0.0", "False"]


def _run(code: str, **variables: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYX_LOWERING")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env=environment | variables,
    )
    return done.stdout


@pytest.mark.parametrize("name", MARKED)
def test_identity(name: str) -> None:
    native = getattr(orbits, name)
    python = native.__wrapped__
    assert native.__name__ == native.__qualname__ == name
    assert native.__module__ == python.__module__
    assert sys.modules[native.__module__] in MODULES
    assert native.__doc__ == python.__doc__
    assert native.__doc__
    assert inspect.signature(native) == inspect.signature(python)
    assert f"def {name}(" in inspect.getsource(native)
    assert pickle.loads(pickle.dumps(native)) is native
    shown = pydoc.render_doc(native, renderer=pydoc.plaintext)
    assert f"{name}{inspect.signature(python)}" in shown


@pytest.mark.parametrize(
    "call",
    [
        lambda f: f(3.0, -1.0, 2.0),
        lambda f: f(3.0, -1.0, z=2.0),
        lambda f: f(z=2.0, y=-1.0, x=3.0),
        lambda f: f(*(3, -1, 2)),
        lambda f: f(**dict(zip("xyz", (3, -1, 2), strict=True))),
    ],
)
def test_arguments_may_be_given_by_keyword(call: Callable[..., float]) -> None:
    assert call(orbits.fma) == -1.0


def test_the_picture_uses_the_native_functions() -> None:
    rows = list(picture.rows(width=60, height=21, limit=50))
    assert [len(row) for row in rows] == [60] * 21
    # The set is symmetric about the real axis.
    assert rows == rows[::-1]
    assert "@" in rows[10]
