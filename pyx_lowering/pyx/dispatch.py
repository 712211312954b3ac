"""Writes the `def` of a function with several variants: the arguments decide which one runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from pyx_lowering.dtypes import Sized
from pyx_lowering.ir import Function, Value
from pyx_lowering.pyx.expressions import fill
from pyx_lowering.pyx.names import Imports, Names
from pyx_lowering.pyx.writer import Writer
from pyx_lowering.types import ListType


class Wrapper(Protocol):
    """What writes the parts of the function that Python sees, for one variant."""

    def signature(self, *, objects: bool) -> str: ...
    def define(self, signature: str, body: Callable[[], None]) -> None: ...
    def defaults(self, line: Callable[[str], None]) -> None: ...
    def write_variant(self, name: str) -> None: ...


def write_dispatch(
    variants: Sequence[Function], wrappers: Sequence[Wrapper], imports: Imports, names: Names,
    writer: Writer,
) -> None:
    """One function for each variant, and the one that Python sees, which asks for the types.

    The variant whose types the arguments have runs, or else the first, from narrow to wide
    (NumPy's types from wide to narrow), that accepts them.
    """
    params = list(zip(*(function.body.params for function in variants), strict=True))
    telling = [i for i, column in enumerate(params) if len({value.type for value in column}) > 1]
    symbols = []
    for function, wrapper in zip(variants, wrappers, strict=True):
        types = "_".join(_short(function.body.params[i]) for i in telling)
        symbols.append(names.fresh(f"{function.name}_{types}"))
        wrapper.write_variant(symbols[-1])
        writer.line()
        writer.line()
    parameters = [parameter.name for parameter in variants[0].parameters]
    arguments = ", ".join(parameters)

    def choose() -> None:
        wrappers[0].defaults(writer.line)
        pairs = list(zip(variants, symbols, strict=True))
        asked: set[str] = set()
        for is_exact in (True, False):
            for function, symbol in pairs:
                tests = [
                    _test(parameters[i], function.body.params[i], imports, is_exact=is_exact)
                    for i in telling]
                question = " and ".join(tests)
                if question not in asked:
                    asked.add(question)
                    writer.line(f"if {question}:")
                    with writer.indent():
                        writer.line(f"return {symbol}({arguments})")
            # A number of Python's loses nothing in the widest of NumPy's types.
            pairs.sort(key=lambda pair: [-_bits(pair[0].body.params[i]) for i in telling])
        given = ", ".join(f"{{type({parameters[i]}).__name__}}" for i in telling)
        writer.line(f'raise TypeError(f"no signature of {variants[0].name} takes ({given})")')

    wrappers[0].define(wrappers[0].signature(objects=True), choose)


def _short(value: Value) -> str:
    assert value.type is not None
    name = value.type.pyx if isinstance(value.type, ListType) else value.type.name
    return name.removeprefix("np.").rstrip("_")


def _bits(value: Value) -> int:
    return value.type.bits if isinstance(value.type, Sized) else 0


def _test(name: str, value: Value, imports: Imports, *, is_exact: bool) -> str:
    assert value.type is not None
    # Which list it is, its items say, not its class.
    if is_exact and not isinstance(value.type, ListType):
        return f"type({name}) is {fill(value.type.class_, (), imports)}"
    return fill(value.type.fits, [name], imports)
