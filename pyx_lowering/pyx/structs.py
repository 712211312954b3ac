"""Writes the types of arrays that a module uses, and the functions that make them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pyx_lowering.ir import Function, walk
from pyx_lowering.pyx.expressions import SUPPORT
from pyx_lowering.pyx.names import Imports
from pyx_lowering.types import ArrayType


def struct_lines(functions: Iterable[Function], imports: Imports) -> list[str]:
    """The declarations of the arrays that functions use, one struct for each type."""
    types = {
        value.type
        for function in functions
        for values in (function.body.params, *(
            [*node.results, *(param for region in node.regions for param in region.params)]
            for node in walk(function.body)))
        for value in values if isinstance(value.type, ArrayType)
    }
    lines: list[str] = []
    for type_ in sorted(types, key=lambda type_: type_.name):
        lines += _struct(type_, imports)
        for kind, write in _FUNCTIONS.items():
            if f"{kind}_{type_.pyx}" in imports.views:
                lines += ["", "", *write(type_, imports)]
    return lines


def _struct(type_: ArrayType, imports: Imports) -> list[str]:
    assert type_.dtype is not None
    item = imports.cimport(SUPPORT, type_.dtype.pyx)
    int64 = imports.cimport("libc.stdint", "int64_t")
    axes = max(type_.rank, 1)
    return [
        "",
        "",
        f"cdef struct {type_.pyx}:",
        f"    {item} *data",
        f"    {int64} shape[{axes}]",
        f"    {int64} strides[{axes}]",
    ]


def _single(type_: ArrayType, name: str) -> list[str]:
    """One of no dimensions lies in memory as one of a single element."""
    return [] if type_.rank else [f"    {name}.shape[0] = 1", f"    {name}.strides[0] = 0"]


def _view(type_: ArrayType, imports: Imports) -> list[str]:
    """A view, by where it begins, and its sizes and strides in turn."""
    assert type_.dtype is not None
    axes = range(type_.rank)
    layout = "".join(f", int64_t size_{axis}, int64_t stride_{axis}" for axis in axes)
    return [
        f"cdef inline {type_.pyx} view_{type_.pyx}("
        f"void *data, int64_t offset{layout}) noexcept nogil:",
        f"    cdef {type_.pyx} view",
        f"    view.data = <{type_.dtype.pyx} *> (<char *> data + offset)",
        *(line for axis in axes for line in (
            f"    view.shape[{axis}] = size_{axis}", f"    view.strides[{axis}] = stride_{axis}")),
        *_single(type_, "view"),
        "    return view",
    ]


def _packed(type_: ArrayType, imports: Imports) -> list[str]:
    """An array whose elements follow each other in memory."""
    assert type_.dtype is not None
    axes = range(type_.rank)
    sizes = "".join(f", int64_t size_{axis}" for axis in axes)
    strides = [
        " * ".join([str(type_.dtype.size), *(f"size_{inner}" for inner in axes if inner > axis)])
        for axis in axes]
    return [
        f"cdef inline {type_.pyx} packed_{type_.pyx}(void *data{sizes}) noexcept nogil:",
        f"    cdef {type_.pyx} made",
        f"    made.data = <{type_.dtype.pyx} *> data",
        *(line for axis in axes for line in (
            f"    made.shape[{axis}] = size_{axis}",
            f"    made.strides[{axis}] = {strides[axis]}")),
        *_single(type_, "made"),
        "    return made",
    ]


def _given(type_: ArrayType, imports: Imports) -> list[str]:
    """What Python gets: an array of NumPy's with the same elements."""
    assert type_.dtype is not None
    given = imports.cimport(SUPPORT, "given")
    return [
        f"cdef object given_{type_.pyx}({type_.pyx} made):",
        f"    return {given}(b'{type_.dtype.kind}', made.data, made.shape, {type_.rank}, "
        f"{type_.dtype.size})",
    ]


_FUNCTIONS: dict[str, Callable[[ArrayType, Imports], list[str]]] = {
    "view": _view, "packed": _packed, "given": _given}
