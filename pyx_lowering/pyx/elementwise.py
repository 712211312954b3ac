"""Writes the loop that calls a scalar function for each element of arrays.

It takes pieces of memory without gaps, whose elements are of the types of the function;
NumPy cuts the arrays into such pieces (`_OverArrays` in runtime.py). So there is one
loop, which the C compiler can vectorize.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyx_lowering.ir import Function
from pyx_lowering.pyx.expressions import SUPPORT
from pyx_lowering.pyx.lower import OVERFLOW_MESSAGE, FunctionLowerer, memory_of, results_of
from pyx_lowering.pyx.names import Imports, Names, quoted
from pyx_lowering.pyx.properties import Properties
from pyx_lowering.pyx.writer import Writer
from pyx_lowering.types import Type, is_plain_tuple

#: Where the runtime finds the loops of a module.
TABLE = "__elementwise__"


class Elementwise:
    """The loop of one function, and how Python calls it."""

    def __init__(
        self, function: Function, facts: dict[Function, Properties], imports: Imports,
        names: Names, writer: Writer,
    ) -> None:
        self.function = function
        self.all_facts, self.facts = facts, facts[function]
        self.imports = imports
        self.writer = writer
        self.loop = names.fresh(f"{function.symbol}_each")
        self.called = names.fresh(f"{function.symbol}_over")
        self.results = results_of(function)
        # Without a value that says "an exception is set", Cython would take the GIL to look
        # after each element; then there is a version that says it.
        self.into = names.fresh(f"{function.symbol}_into") if (
            self.facts.raises and not self.facts.needs_gil
            and not self.typed(function.result).error_value) else ""
        self.params = [self.typed(param.type) for param in function.body.params]
        local = Names({function.symbol, self.loop})
        self.inputs = [local.fresh(parameter.name) for parameter in function.parameters]
        self.outputs = [local.fresh("result") for _ in self.results]
        self.places, self.count, self.place = map(local.fresh, ("done", "count", "place"))
        self.item = local.fresh("item")
        self.views, self.held = local.fresh("views"), local.fresh("held")

    @staticmethod
    def typed(type_: Type | None) -> Type:
        assert type_ is not None
        return type_

    def memory(self, type_: Type) -> str:
        return memory_of(type_, self.imports)

    def write(self) -> str:
        """Write all of it; gives the row of the table for the runtime."""
        if self.into:
            FunctionLowerer(
                self.function, self.all_facts, self.imports, self.writer, into=self.into).write()
            self.writer.line()
            self.writer.line()
        self.write_loop()
        self.writer.line()
        self.writer.line()
        self.write_call()
        params, results = (
            f"[{', '.join(quoted(type_.name) for type_ in types)}]"
            for types in (self.params, self.results))
        is_tuple = is_plain_tuple(self.typed(self.function.result))
        return f"{quoted(self.function.name)}: ({self.called}, {params}, {results}, {is_tuple})"

    def write_loop(self) -> None:
        line = self.writer.line
        int64 = self.imports.cimport("libc.stdint", "int64_t")
        pointers = [
            f"{self.memory(type_)} *{name}"
            for type_, name in zip(
                (*self.params, *self.results), (*self.inputs, *self.outputs), strict=True)]
        raises = self.facts.raises
        line(f"cdef int {self.loop}({', '.join(pointers)}, {int64} {self.count}, "
             f"{int64} *{self.places}) {'except -1' if raises else 'noexcept'}"
             f"{'' if self.facts.needs_gil else ' nogil'}:")
        with self.writer.indent():
            line(f"cdef {int64} {self.place}")
            if is_plain_tuple(self.typed(self.function.result)) and not self.into:
                self.declare_item()
            line(f"for {self.place} in range({self.places}[0], {self.count}):")
            with self.writer.indent():
                if raises:
                    line(f"{self.places}[0] = {self.place}")
                self.call_one()
            line(f"{self.places}[0] = {self.count}")
            line("return 0")

    def declare_item(self) -> None:
        for type_ in self.results:
            if type_.declared_in:
                self.imports.cimport(type_.declared_in, type_.pyx)
        line = f"cdef {self.typed(self.function.result).pyx} {self.item}"
        self.writer.line(line)

    def call_one(self) -> None:
        line = self.writer.line
        arguments = [
            f"{name}[{self.place}]{' != 0' if type_.pyx == 'bint' else ''}"
            for type_, name in zip(self.params, self.inputs, strict=True)]
        if self.into:
            arguments += [f"&{name}[{self.place}]" for name in self.outputs]
        if self.facts.recursive:
            arguments.append("0")
        if self.into:
            line(f"{self.into}({', '.join(arguments)})")
            return
        call = f"{self.function.symbol}({', '.join(arguments)})"
        if not is_plain_tuple(self.typed(self.function.result)):
            line(f"{self.outputs[0]}[{self.place}] = {call}")
            return
        line(f"{self.item} = {call}")
        for index, name in enumerate(self.outputs):
            line(f"{name}[{self.place}] = {self.item}[{index}]")

    def write_call(self) -> None:
        line = self.writer.line
        int64 = self.imports.cimport("libc.stdint", "int64_t")
        names = [*self.inputs, *self.outputs]
        line(f"def {self.called}({int64} {self.places}, {', '.join(names)}):")
        with self.writer.indent():
            line(f'"""`{self.function.name}` for the elements from a place on; '
                 'gives how far it came."""')
            line(f"cdef Py_buffer {self.views}[{len(names)}]")
            line(f"cdef {self.support('buffers')} {self.held}")
            if self.facts.recurs:
                line(f"{self.support('refresh_recursion_limit')}()")
            line(f"{self.support('hold')}(&{self.held}, {self.views})")
            line("try:")
            with self.writer.indent():
                for name in names:
                    writes = int(name in self.outputs)
                    line(f"{self.support('take_elements')}(&{self.held}, {name}, {writes})")
                self.call_loop()
            self.write_rerun()
            line("finally:")
            with self.writer.indent():
                line(f"{self.support('release')}(&{self.held})")
            line(f"return {self.places}")

    def call_loop(self) -> None:
        types: Sequence[Type] = (*self.params, *self.results)
        pointers = [
            f"<{self.memory(type_)} *>{self.views}[{index}].buf"
            for index, type_ in enumerate(types)]
        count = f"{self.views}[0].len // sizeof({self.memory(types[0])})"
        call = f"{self.loop}({', '.join(pointers)}, {count}, &{self.places})"
        if self.facts.needs_gil:
            self.writer.line(call)
            return
        self.writer.line("with nogil:")
        with self.writer.indent():
            self.writer.line(call)

    def write_rerun(self) -> None:
        """Where an element has no native answer, the runtime asks Python."""
        if not self.facts.reruns:
            return
        self.writer.line(f"except {self.support('rerun_type')}():")
        with self.writer.indent():
            self.writer.line(
                "pass" if self.function.overflow == "python"
                else f"raise OverflowError({quoted(OVERFLOW_MESSAGE)}) from None")

    def support(self, name: str) -> str:
        return self.imports.cimport(SUPPORT, name)


def table_lines(rows: Sequence[str]) -> list[str]:
    """The table of all loops, with the names of the types of their pieces."""
    if not rows:
        return []
    return ["", "", f"{TABLE} = {{", *(f"    {row}," for row in rows), "}"]
