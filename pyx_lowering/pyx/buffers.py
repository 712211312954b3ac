"""Writes the part of a `def` wrapper that has arrays: their memory is held while it runs.

The buffers are taken by hand, because that costs a third of a memoryview of Cython. All
are released on every way out. The native function exists twice; what the arrays turn
out to be decides which one runs. Neither needs the GIL if it touches no object.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyx_lowering.ir import Function, Parameter, Value
from pyx_lowering.pyx.expressions import SUPPORT
from pyx_lowering.pyx.names import Imports, Names, quoted
from pyx_lowering.pyx.properties import Properties
from pyx_lowering.pyx.writer import Writer
from pyx_lowering.types import FLOAT, NONE, ArrayType, Type

#: Writes an argument object as a value of its native type.
Accept = Callable[[Parameter, Value], str]


class ArrayCall:
    """The call of a native function with arrays, and all that surrounds it."""

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
                f"{parameter.name}_{'array' if isinstance(value.type, ArrayType) else 'value'}")
            for parameter, value in self.params
        ]
        self.views, self.held = names.fresh("views"), names.fresh("held")
        self.result = names.fresh("result")

    def is_native(self, value: Value) -> bool:
        """Whether Cython has converted an argument before the wrapper begins."""
        return value.type == FLOAT and not self.facts.asks_identity

    def support(self, name: str) -> str:
        return self.imports.cimport(SUPPORT, name)

    def declare(self) -> None:
        """The variables, which Cython wants before any block."""
        arrays = sum(isinstance(value.type, ArrayType) for _, value in self.params)
        self.writer.line(f"cdef Py_buffer {self.views}[{arrays}]")
        self.writer.line(f"cdef {self.support('buffers')} {self.held}")
        by_type: dict[Type, list[str]] = {}
        for (_, value), native in zip(self.params, self.natives, strict=True):
            assert value.type is not None
            if not self.is_native(value):
                by_type.setdefault(value.type, []).append(native)
        result = self.function.result
        if result is not None and result != NONE:
            by_type.setdefault(result, []).append(self.result)
        for type_, names in by_type.items():
            self.writer.line(f"cdef {type_.pyx} {', '.join(names)}")
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
            line(f"{self.support('release')}(&{self.held})")

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
        for test, symbol in ((f"if {self.held}.packed:", packed), ("else:", strided)):
            self.writer.line(test)
            with self.writer.indent():
                self.writer.line(f"{given}{symbol}({', '.join(arguments)})")
