from collections.abc import Callable
from typing import TypeVar, overload

from pyx_lowering import compile

T = TypeVar("T", int, float)
Anything = TypeVar("Anything")
Bound = TypeVar("Bound", bound=float)
Pair = TypeVar("Pair", tuple[int, int], tuple[float, float])


@compile
def unconstrained(x: Anything) -> Anything:
    return x


@compile
def bounded(x: Bound) -> Bound:
    return x


@compile
def pairs(x: Pair) -> Pair:
    return x


@compile(vectorize=True)
def over_arrays(x: T) -> T:
    return x


@overload
def other_parameters(x: int) -> int: ...
@overload
def other_parameters(y: float) -> float: ...
@compile
def other_parameters(x):
    return x


@overload
def twice_the_same(x: int) -> int: ...
@overload
def twice_the_same(x: int) -> float: ...
@compile
def twice_the_same(x):
    return x


@compile
def added(x: T, y: T) -> T:
    return x + y


@compile
def wrong_call(z: complex) -> complex:
    return added(z, 1.0)


@compile
def wrong_variant(x: T) -> int:
    return x


@compile
def applied(f: Callable[[float], float], x: float) -> float:
    return f(x)


@compile
def applied_wrongly(x: float) -> float:
    return applied(x, x) + added(abs, x)


@compile
def gives_a_function(x: float) -> Callable[[float], float]:
    return applied
