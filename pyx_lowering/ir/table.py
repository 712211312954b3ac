"""Prints a graph as a table: one row per node, regions indented below their node."""

from __future__ import annotations

from collections.abc import Iterator

from pyx_lowering.ir.graph import (
    Block,
    Callee,
    Function,
    Module,
    Node,
    Parts,
    Value,
    handlers,
)
from pyx_lowering.ops import target_name
from pyx_lowering.types import ClassType, Type

Row = tuple[str, ...]

_REGIONS = {
    "if": ("then", "else"),
    "for": ("body", "else"),
    "while": ("test", "body", "else"),
}


def format_module(module: Module, *, types: bool = False) -> str:
    """Every function of a module, each below a line with its signature."""
    return "\n\n".join(
        f"{signature(function)}\n\n{format_function(function, types=types)}"
        for function in module.functions
    )


def signature(function: Function) -> str:
    """`fma(x: float, y: float, z: float) -> float`, as far as types are known."""
    params = ", ".join(
        f"{p.name}: {p.type}" if p.type else p.name for p in function.body.params
    )
    result = f" -> {function.result}" if function.result else ""
    return f"{function}({params}){result}"


def format_function(function: Function, *, types: bool = False) -> str:
    """The table of one function; with `types`, a column with the results' types."""
    rows: list[Row] = [
        ("input", param.name, param.name, "()", _types([param]))
        for param in function.body.params
    ]
    rows += _block_rows(function.body, indent=0)
    header: Row = ("type", "name", "target", "args", "native")
    width = 5 if types else 4
    return _format([header[:width], *(row[:width] for row in rows)])


def _format(rows: list[Row]) -> str:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    rule = tuple("-" * width for width in widths)
    lines = [rows[0], rule, *rows[1:]]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in lines
    )


def _block_rows(block: Block, indent: int) -> Iterator[Row]:
    for node in block.nodes:
        yield _node_row(node, indent)
        for title, region in zip(_titles(node), node.regions, strict=True):
            params = ", ".join(param.name for param in region.params)
            yield ("  " * (indent + 1) + title, params, "", "", _types(region.params))
            yield from _block_rows(region, indent + 2)


def _titles(node: Node) -> tuple[str, ...]:
    if node.kind != "try":
        return _REGIONS.get(node.kind, ())
    names = (" | ".join(map(target_name, caught)) for caught in handlers(node))
    return ("body", "else", *(name.replace("builtins.", "") for name in names))


def _node_row(node: Node, indent: int) -> Row:
    name = ", ".join(value.name for value in node.results)
    if node.kind == "output":
        name = target = "output"
    else:
        target = _target(node.target)
    return ("  " * indent + node.kind, name, target, _args(node), _types(node.results))


def _target(target: object) -> str:
    if target is None or isinstance(target, tuple):
        return ""
    if isinstance(target, ClassType):
        return target.name
    if isinstance(target, Parts):
        return repr(str(target))
    if isinstance(target, str | Callee | Function | Type):
        return str(target)
    return target_name(target)


def _args(node: Node) -> str:
    args = ", ".join(repr(arg) for arg in node.args)
    return f"({args},)" if len(node.args) == 1 else f"({args})"


def _types(values: list[Value]) -> str:
    return ", ".join(str(value.type) if value.type else "" for value in values)
