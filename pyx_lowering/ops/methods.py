"""Methods and attributes, such as `n.bit_length()`, `x.real` and `s.find(t)`; and `sys.maxsize`.

A method is an operation whose first argument is the value it is called on, so that its
target is a small function that calls it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pyx_lowering.dtypes import COMPLEXES, PARTS
from pyx_lowering.ops import interval
from pyx_lowering.ops.interval import Interval
from pyx_lowering.ops.table import Guard, Overload, declare, on
from pyx_lowering.types import (
    BOOL,
    BYTES,
    CHARACTER,
    COMPLEX,
    FLOAT,
    INT,
    MAX_ELEMENTS,
    TEXT,
)

#: The operations of methods and of attributes, by name; those of strs and bytes apart.
METHODS: dict[str, Callable[..., object]] = {}
STRING_METHODS: dict[str, Callable[..., object]] = {}
ATTRIBUTES: dict[str, Callable[..., object]] = {}


def _is_not_an_int(arguments: Sequence[object]) -> bool:
    """A literal int is no float here: until 3.12 it has no such method."""
    return not isinstance(arguments[0], int)


def _method(
    name: str, doc: str, *overloads: Overload,
    table: dict[str, Callable[..., object]] = METHODS,
) -> None:
    def call(value: object, *args: object) -> object:
        return getattr(value, name)(*args)

    _add(table, "method", name, call)
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
        on(COMPLEX, to=COMPLEX, pyx="support.conjugate({0})", exact=True),
        *(on(t, to=t, pyx=f"support.{t.short}_conjugate({{0}})") for t in COMPLEXES))
_method("is_integer", "Whether it is a whole number.",
        *([on(INT, to=BOOL, pyx="True", since="3.12")] if sys.version_info >= (3, 12) else []),
        on(FLOAT, to=BOOL, pyx="libc.math.floor({0}) == {0} and support.is_finite({0})",
           exact=True, when=_is_not_an_int))
_attribute("real", "The real part: of a real number the number itself.",
           on(INT, to=INT, pyx="{0}", interval=interval.identity),
           on(FLOAT, to=FLOAT, pyx="{0}", exact=True),
           on(COMPLEX, to=FLOAT, pyx="{0}.real", exact=True),
           *(on(t, to=part, pyx="{0}.real") for t, part in PARTS.items()))
_attribute("imag", "The imaginary part: of a real number 0.",
           on(INT, to=INT, pyx="0", interval=lambda a: interval.point(0)),
           on(FLOAT, to=FLOAT, pyx="0.0", exact=True),
           on(COMPLEX, to=FLOAT, pyx="{0}.imag", exact=True),
           *(on(t, to=part, pyx="{0}.imag") for t, part in PARTS.items()))
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


def _string_method(name: str, doc: str, *overloads: Overload) -> None:
    _method(name, doc, *overloads, table=STRING_METHODS)


for _name, _doc in {
    "digit": "digits", "decimal": "decimal digits", "alpha": "letters",
    "alnum": "letters or digits", "space": "white space",
}.items():
    _string_method(
        f"is{_name}", f"Whether there are characters, and all are {_doc}.",
        on(CHARACTER, to=BOOL, pyx=f"support.is_{_name}({{0}})"),
        on(TEXT, to=BOOL, pyx=f"support.all_{_name}({{0}})"))
for _name in ("upper", "lower"):
    _string_method(
        f"is{_name}", f"Whether the character is in {_name} case.",
        on(CHARACTER, to=BOOL, pyx=f"support.is_{_name}({{0}})"))


def _parts(name: str) -> list[Overload]:
    """The rows of a question about a part of a str or of bytes."""
    return [
        on(TEXT, TEXT, to=BOOL, pyx=f"support.text_{name}({{0}}, {{1}})"),
        on(BYTES, BYTES, to=BOOL,
           pyx=f"support.text_{name}(support.characters({{0}}), support.characters({{1}}))"),
    ]


def _places(name: str, least: int = 0, start: str = "") -> list[Overload]:
    """The rows of a search in a str or in bytes, of which `start` is a third argument."""
    after = f", {start}" if start else ""
    of_bytes = "support.characters({0}), support.characters({1})"
    return [
        on(type_, type_, *[INT] * (start == "{2}"), to=INT, pyx=f"support.{name}({args}{after})",
           interval=lambda *_: Interval(least, MAX_ELEMENTS))
        for type_, args in ((TEXT, "{0}, {1}"), (BYTES, of_bytes))]


_FOUND = [*_places("text_find", -1, "0"), *_places("text_find", -1, "{2}")]
#: What Python says of a part that is not there.
_MISSING = {TEXT: "substring not found", BYTES: "subsection not found"}

_string_method("startswith", "Whether it begins with a part.", *_parts("startswith"))
_string_method("endswith", "Whether it ends with a part.", *_parts("endswith"))
_string_method(
    "find", "The first place of a part, from another place on; -1 if there is none.", *_FOUND)
_string_method(
    "rfind", "The last place of a part; -1 if there is none.", *_places("text_rfind", -1))
_string_method(
    "index", "The first place of a part, from another place on.",
    *(replace(row, guards=(Guard("{result} < 0", ValueError, _MISSING[row.params[0]]),))
      for row in _FOUND))
_string_method(
    "count", "How often a part is there, without overlaps.", *_places("text_count"))
