"""Methods and attributes of numbers, such as `n.bit_length()` and `x.real`; and `sys.maxsize`.

A method is an operation whose first argument is the value it is called on, so that its
target is a small function that calls it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

from pyx_lowering.ops import interval
from pyx_lowering.ops.interval import Interval
from pyx_lowering.ops.table import Overload, declare, on
from pyx_lowering.types import BOOL, COMPLEX, FLOAT, INT

#: The operations of methods and of attributes, by name.
METHODS: dict[str, Callable[..., object]] = {}
ATTRIBUTES: dict[str, Callable[..., object]] = {}


def _is_not_an_int(arguments: Sequence[object]) -> bool:
    """A literal int is no float here: until 3.12 it has no such method."""
    return not isinstance(arguments[0], int)


def _method(name: str, doc: str, *overloads: Overload) -> None:
    def call(value: object, *args: object) -> object:
        return getattr(value, name)(*args)

    _add(METHODS, "method", name, call)
    declare(call, doc, *overloads)


def _attribute(name: str, doc: str, *overloads: Overload) -> None:
    def read(value: object) -> object:
        return getattr(value, name)

    _add(ATTRIBUTES, "attribute", name, read)
    declare(read, doc, *overloads)


def _add(
    table: dict[str, Callable[..., object]], kind: str, name: str,
    target: Callable[..., object],
) -> None:
    target.__module__, target.__name__, target.__qualname__ = kind, name, name
    table[name] = target


_method("bit_length", "How many bits the absolute value needs.",
        on(INT, to=INT, pyx="support.bit_length({0})", interval=lambda a: Interval(0, 64)))
_method("bit_count", "How many bits of the absolute value are set.",
        on(INT, to=INT, pyx="support.bit_count({0})", interval=lambda a: Interval(0, 64)))
_method("conjugate", "The complex conjugate: of a real number the number itself.",
        on(INT, to=INT, pyx="{0}", interval=interval.identity),
        on(FLOAT, to=FLOAT, pyx="{0}", exact=True),
        on(COMPLEX, to=COMPLEX, pyx="support.conjugate({0})", exact=True))
_method("is_integer", "Whether it is a whole number.",
        *([on(INT, to=BOOL, pyx="True", since="3.12")] if sys.version_info >= (3, 12) else []),
        on(FLOAT, to=BOOL, pyx="libc.math.floor({0}) == {0} and support.is_finite({0})",
           exact=True, when=_is_not_an_int))
_attribute("real", "The real part: of a real number the number itself.",
           on(INT, to=INT, pyx="{0}", interval=interval.identity),
           on(FLOAT, to=FLOAT, pyx="{0}", exact=True),
           on(COMPLEX, to=FLOAT, pyx="{0}.real", exact=True))
_attribute("imag", "The imaginary part: of a real number 0.",
           on(INT, to=INT, pyx="0", interval=lambda a: interval.point(0)),
           on(FLOAT, to=FLOAT, pyx="0.0", exact=True),
           on(COMPLEX, to=FLOAT, pyx="{0}.imag", exact=True))
_attribute("numerator", "The number itself, as a fraction's numerator.",
           on(INT, to=INT, pyx="{0}", interval=interval.identity))
_attribute("denominator", "1, as a fraction's denominator.",
           on(INT, to=INT, pyx="1", interval=lambda a: interval.point(1)))


def maxsize() -> int:
    """`sys.maxsize`, that of the machine that runs the code and not of the one that builds it."""
    return sys.maxsize


maxsize.__module__, maxsize.__qualname__ = "sys", "maxsize"

declare(
    maxsize, "The largest size of a container: 2**63 - 1, or 2**31 - 1 on 32-bit platforms.",
    on(to=INT, pyx="support.maxsize()", interval=lambda: Interval(2**31 - 1, 2**63 - 1)),
)

#: Names of modules that are not known before the code runs, and so are operations.
READ_AT_RUN_TIME: Mapping[str, Callable[..., object]] = {"sys.maxsize": maxsize}
