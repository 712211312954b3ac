"""The functions and methods of NumPy's that the tracer knows: one row for each.

The modules that trace them add their rows, so that `scope` knows the names without knowing
how they are traced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Tracing = Callable[..., object]


@dataclass(frozen=True)
class NumpyFunction:
    """How a function of NumPy's is called, and how a call is traced.

    `signature` are its parameters in order; those with `=` may be left out. The first one is
    what stands before the dot in the call of a method. What is neither a function nor a method
    of arrays is an attribute of something else, which its tracer knows.
    """

    signature: str
    trace: Tracing
    is_function: bool = False
    is_method: bool = False


def function(signature: str, trace: Tracing) -> NumpyFunction:
    """The row of a function only, such as `np.zeros(n)`."""
    return NumpyFunction(signature, trace, is_function=True)


def method(signature: str, trace: Tracing) -> NumpyFunction:
    """The row of a method only, such as `a.astype(dtype)`."""
    return NumpyFunction(signature, trace, is_method=True)


def both(signature: str, trace: Tracing) -> NumpyFunction:
    """The row of what is a function and a method, such as `np.copy(a)` and `a.copy()`."""
    return NumpyFunction(signature, trace, is_function=True, is_method=True)


#: Every one by its name below `numpy`.
FUNCTIONS: dict[str, NumpyFunction] = {}


def is_function(name: str) -> bool:
    """Whether `numpy.name` is a function that is traced."""
    return name in FUNCTIONS and FUNCTIONS[name].is_function


def is_method(name: str) -> bool:
    """Whether arrays have a method `name` that is traced."""
    return name in FUNCTIONS and FUNCTIONS[name].is_method
