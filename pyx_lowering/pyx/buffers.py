"""Writes the part of a `def` wrapper that has arrays or lists: their memory is held while it runs.

The buffers are taken by hand, because that costs a third of a memoryview of Cython. All
are released on every way out. The native function exists twice; what the arrays turn
out to be decides which one runs. Neither needs the GIL if it touches no object. The items of
lists are copied, and the copies freed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyx_lowering.ir import Function, Parameter, Value
from pyx_lowering.pyx.expressions import SUPPORT, fill
from pyx_lowering.pyx.names import Imports, Names, quoted
from pyx_lowering.pyx.properties import Properties
from pyx_lowering.pyx.writer import Writer
from pyx_lowering.types import FLOAT, NONE, ArrayType, ListType, Type

#: Writes an argument object as a value of its native type.
Accept = Callable[[Parameter, Value], str]


class HeldCall:
    """The call of a native function with arrays or lists, and all that surrounds it."""

    def __init__(
        self, function: Function, facts: Properties, imports: Imports, writer: Writer,
        symbols: tuple[str, str], accept: Accept, give: Callable[[str], str],
    ) -> None:
        self.function = function
        self.facts = facts
        self.imports = imports
        self.writer = writer
        self.symbols = symbols
        self.accept = accept
        #: Writes the native result as what Python gets.
        self.give = give
        self.params = list(zip(function.parameters, function.body.params, strict=True))
        names = Names({parameter.name for parameter in function.parameters})
        #: What each argument is called once it is native.
        self.natives = [
            parameter.name if self.is_native(value) else names.fresh(
                f"{parameter.name}_{_native_kind(value.type)}")
            for parameter, value in self.params
        ]
        self.views, self.held = names.fresh("views"), names.fresh("held")
        self.lists = names.fresh("lists")
        self.result = names.fresh("result")
        self.has_arrays = self.count(ArrayType) > 0
        self.has_lists = self.count(ListType) > 0

    def count(self, kind: type[Type]) -> int:
        return sum(isinstance(value.type, kind) for _, value in self.params)

    def is_native(self, value: Value) -> bool:
        """Whether Cython has converted an argument before the wrapper begins."""
        return value.type == FLOAT and not self.facts.asks_identity

    def support(self, name: str) -> str:
        return self.imports.cimport(SUPPORT, name)

    def declare(self) -> None:
        """The variables, which Cython wants before any block."""
        if self.has_arrays:
            self.writer.line(f"cdef Py_buffer {self.views}[{self.count(ArrayType)}]")
            self.writer.line(f"cdef {self.support('buffers')} {self.held}")
        if self.has_lists:
            none = self.support("no_lists")
            self.writer.line(f"cdef {self.support('scratch_t')} {self.lists} = {none}()")
        by_type: dict[Type, list[str]] = {}
        for (_, value), native in zip(self.params, self.natives, strict=True):
            assert value.type is not None
            if isinstance(value.type, ListType):
                self.support(value.type.pyx)
            if not self.is_native(value):
                by_type.setdefault(value.type, []).append(native)
        result = self.function.result
        if result is not None and result != NONE:
            by_type.setdefault(result, []).append(self.result)
        for type_, names in by_type.items():
            self.writer.line(f"cdef {type_.pyx} {', '.join(names)}")
        if self.has_arrays:
            self.writer.line(f"{self.support('hold')}(&{self.held}, {self.views})")

    def write(self) -> None:
        """The call, up to its `return`."""
        line = self.writer.line
        line("try:")
        with self.writer.indent():
            for index, native in enumerate(self.natives):
                parameter, value = self.params[index]
                if isinstance(value.type, ArrayType):
                    line(self.take(parameter, value.type, native, index))
                elif isinstance(value.type, ListType):
                    taken = [parameter.name, quoted(parameter.name), self.lists]
                    line(f"{native} = {fill(value.type.accept, taken, self.imports)}")
                elif not self.is_native(value):
                    line(f"{native} = {self.accept(parameter, value)}")
            if self.facts.loops and not self.facts.needs_gil:
                line("with nogil:")
                with self.writer.indent():
                    self.call()
            else:
                self.call()
            line("return" if self.function.result == NONE else f"return {self.give(self.result)}")
        line("finally:")
        with self.writer.indent():
            if self.has_arrays:
                line(f"{self.support('release')}(&{self.held})")
            if self.has_lists:
                line(f"{self.support('free_lists')}({self.lists})")

    def take(self, parameter: Parameter, type_: ArrayType, native: str, index: int) -> str:
        dtype = type_.dtype
        assert dtype is not None
        writes = index in self.function.writes
        args = [
            f"&{self.held}", parameter.name, f"b{quoted(parameter.name)}", str(type_.rank),
            str(writes), f"<void **>&{native}.data", f"{native}.shape", f"{native}.strides",
        ]
        return f"{self.support(f'take_{dtype.name}')}({', '.join(args)})"

    def call(self) -> None:
        packed, strided = self.symbols
        arguments: Sequence[str] = [*self.natives, *(["0"] if self.facts.recursive else [])]
        given = "" if self.function.result == NONE else f"{self.result} = "
        if not self.has_arrays:
            self.writer.line(f"{given}{packed}({', '.join(arguments)})")
            return
        for test, symbol in ((f"if {self.held}.packed:", packed), ("else:", strided)):
            self.writer.line(test)
            with self.writer.indent():
                self.writer.line(f"{given}{symbol}({', '.join(arguments)})")


def _native_kind(type_: Type | None) -> str:
    """What a native argument is called after."""
    if isinstance(type_, ArrayType):
        return "array"
    return "list" if isinstance(type_, ListType) else "value"
