"""Writes values as expressions.

Expressions are built as Python syntax trees and printed by `ast.unparse`, so that
parentheses follow from the grammar: everything written is valid in Python too.
"""

from __future__ import annotations

import ast
import copy
import functools
import math
from collections.abc import Callable, Sequence

from pyx_lowering.ir import UNBOUND_VALUE, Function, Node, Operand, Parts, Value, operand_type
from pyx_lowering.pyx.folding import Folding
from pyx_lowering.pyx.names import Imports
from pyx_lowering.pyx.properties import overload_of
from pyx_lowering.pyx.variables import Variable
from pyx_lowering.types import BOOL, INT_MIN, TupleType, Type, scalars_of

#: The module in which the C helpers are declared.
SUPPORT = "pyx_lowering.support"


#: An int literal from here on is written as `long long`: Cython takes a larger plain
#: one for a Python object.
_LARGE = 2**31


#: What a conversion in an f-string calls.
_CONVERSIONS = {"r": "repr", "s": "str", "a": "ascii"}


class Expressions:
    """Writes the values of one function."""

    def __init__(
        self,
        folding: Folding,
        variables: dict[Value, Variable],
        imports: Imports,
        call: Callable[[Function, Sequence[Operand], list[ast.expr]], ast.expr],
        *,
        strided: Callable[[Operand], bool],
    ) -> None:
        self.folding = folding
        self.variables = variables
        self.imports = imports
        #: Writes the call of a function compiled in the same module.
        self.call = call
        #: Whether an array may have any strides.
        self.strided = strided

    def text(self, operand: Operand) -> str:
        """An operand as it is written, with all that is folded into it."""
        return ast.unparse(self.tree(operand))

    def node_text(self, node: Node) -> str:
        """The expression of a node."""
        return ast.unparse(self.node_tree(node))

    def condition(self, operand: Operand, *, negated: bool = False) -> str:
        """An operand as the test of an `if` or `while`."""
        tree = self.tree(operand)
        return ast.unparse(_negated(tree) if negated else tree)

    def guard(self, condition: str, node: Node) -> str:
        """The condition of a guard over the operands and the result of its node."""
        result = self.tree(node.result) if "{result}" in condition else None
        return ast.unparse(self.fill(condition, node.args, result))

    def object_text(self, operand: Operand) -> str:
        """An operand as it is written where an object of Python is wanted."""
        return ast.unparse(self.object_tree(operand))

    def object_tree(self, operand: Operand) -> ast.expr:
        return self.given(self.tree(operand), operand_type(operand))

    def given(self, tree: ast.expr, type_: Type) -> ast.expr:
        """A native value as an object of Python."""
        if isinstance(type_, TupleType):
            if not any(scalar.give for scalar in scalars_of(type_)):
                return tree
            items = tree.elts if isinstance(tree, ast.Tuple) else [
                ast.Subscript(tree, ast.Constant(i)) for i in range(len(type_.items))]
            return ast.Tuple([self.given(i, t) for i, t in zip(items, type_.items, strict=True)])
        if not type_.give:
            return tree
        return self.filled(type_.give, [tree], None)

    def tree(self, operand: Operand) -> ast.expr:
        if isinstance(operand, Value):
            node = self.folding.definitions.get(operand)
            if node is not None:
                return self.node_tree(node)
            return ast.Name(self.variables[operand].name)
        assert operand is not UNBOUND_VALUE
        return self.constant(operand)

    def constant(self, value: Operand) -> ast.expr:
        if isinstance(value, str | bytes):
            return self.text_constant(value)
        if isinstance(value, bool) or value is None:
            return ast.Constant(value)
        if isinstance(value, complex):
            return self.fill("support.complex_of({0}, {1})", [value.real, value.imag], None)
        assert isinstance(value, int | float)
        if isinstance(value, float) and not math.isfinite(value):
            name = "NAN" if math.isnan(value) else "INFINITY"
            tree: ast.expr = ast.Name(self.imports.cimport("libc.math", name))
            return ast.UnaryOp(ast.USub(), tree) if value < 0 else tree
        if value == INT_MIN and isinstance(value, int):
            # C has no literal for it: its absolute value does not fit.
            return ast.Name(self.imports.cimport("libc.stdint", "INT64_MIN"))
        if math.copysign(1.0, value) < 0:
            return ast.UnaryOp(ast.USub(), self.constant(-value))
        return _integer(value) if isinstance(value, int) else ast.Constant(value)

    def text_constant(self, value: str | bytes) -> ast.expr:
        """A literal str or bytes: Cython knows what a single character is."""
        if isinstance(value, bytes):
            return self.filled(
                "support.bytes_of({0}, {1})", [ast.Constant(value), ast.Constant(len(value))], None)
        if len(value) == 1:
            return ast.Constant(value)
        # One byte for each character, or else three, which is the same on every machine.
        width = 1 if all(ord(character) < 256 for character in value) else 3
        data = b"".join(ord(character).to_bytes(width, "big") for character in value)
        parts: list[ast.expr] = [ast.Constant(part) for part in (data, width, len(value))]
        return self.filled("support.text_of({0}, {1}, {2})", parts, None)

    def node_tree(self, node: Node) -> ast.expr:
        if node.kind == "call":
            assert isinstance(node.target, Function)
            return self.call(node.target, node.args, [self.tree(arg) for arg in node.args])
        if node.kind == "tuple":
            return ast.Tuple([self.tree(arg) for arg in node.args])
        if node.kind == "item":
            owner, index, _ = node.args
            return ast.Subscript(self.tree(owner), ast.Constant(_item_index(owner, index)))
        if node.kind == "text":
            return self.formatted(node)
        if node.kind == "if":
            return self.choice(node)
        if node.kind == "declare":
            return self.tree(node.args[0])
        overload = overload_of(node)
        strided = bool(overload.strided) and self.strided(node.args[0])
        template = overload.strided if strided else overload.pyx
        if " if " in template and overload.result != BOOL:
            return self.filled(template, [self.number(arg) for arg in node.args], None)
        return self.fill(template, node.args, None)

    def formatted(self, node: Node) -> ast.expr:
        """An f-string."""
        assert isinstance(node.target, Parts)
        operands = iter(node.args)
        values: list[ast.expr] = []
        for part in node.target.parts:
            if isinstance(part, str):
                values.append(ast.Constant(part))
                continue
            conversion, specification = part
            spec = ast.JoinedStr([ast.Constant(specification)]) if specification else None
            value = self.object_tree(next(operands))
            if conversion and spec:
                # Cython formats a C number as a number, whatever `!r` says.
                value = ast.Call(ast.Name(_CONVERSIONS[conversion]), [value], [])
                conversion = ""
            values.append(ast.FormattedValue(value, ord(conversion) if conversion else -1, spec))
        return ast.JoinedStr(values)

    def choice(self, node: Node) -> ast.expr:
        """`a and b`, `a or b`, or `a if test else b`."""
        test = self.tree(node.args[0])
        yielded = [region.terminator.args[0] for region in node.regions]
        if node.result.type != BOOL:
            return ast.IfExp(test, *map(self.number, yielded))
        then, otherwise = (self.tree(operand) for operand in yielded)
        if yielded[1] is False:
            return ast.BoolOp(ast.And(), _flat(ast.And, test, then))
        if yielded[0] is True:
            return ast.BoolOp(ast.Or(), _flat(ast.Or, test, otherwise))
        if yielded[0] is False:
            return ast.BoolOp(ast.And(), _flat(ast.And, _negated(test), otherwise))
        return ast.IfExp(test, then, otherwise)

    def number(self, operand: Operand) -> ast.expr:
        """One side of a choice of numbers.

        Cython makes an object of what is a bool on one side and a number on the other.
        """
        tree = self.tree(operand)
        if isinstance(tree, ast.Constant) and isinstance(tree.value, bool):
            return ast.Constant(int(tree.value))
        return ast.IfExp(tree, ast.Constant(1), ast.Constant(0)) if self.is_bool(operand) else tree

    def is_bool(self, operand: Operand) -> bool:
        """Whether an operand is written as a bool, whatever its type is."""
        node = self.folding.definitions.get(operand) if isinstance(operand, Value) else None
        if node is not None and node.kind == "call_function" and overload_of(node).pyx == "{0}":
            return self.is_bool(node.args[0])
        return operand_type(operand) == BOOL

    def fill(
        self, template: str, args: Sequence[Operand], result: ast.expr | None
    ) -> ast.expr:
        """A template with its placeholders and its dotted names replaced."""
        # What only a message names is not written.
        trees = [self.tree(arg) if f"{{{place}" in template else ast.Name("")
                 for place, arg in enumerate(args)]
        return self.filled(template, trees, result)

    def filled(
        self, template: str, args: Sequence[ast.expr], result: ast.expr | None
    ) -> ast.expr:
        tree: ast.expr = _Filler(args, result, self.imports).visit(
            copy.deepcopy(_parse(template)))
        return tree  # or an assignment, which is written as it is


def fill(template: str, args: Sequence[str], imports: Imports) -> str:
    """A template with texts (names, calls, literals) for its placeholders, and dotted names."""
    trees = [ast.Name(arg) for arg in args]
    return ast.unparse(_Filler(trees, None, imports).visit(copy.deepcopy(_parse(template))))


def _integer(value: int) -> ast.expr:
    return ast.Name(f"{value}LL") if value >= _LARGE else ast.Constant(value)


def _item_index(owner: Operand, index: Operand) -> int:
    assert isinstance(owner, Value) and isinstance(owner.type, TupleType)
    assert isinstance(index, int)
    return index % len(owner.type.items)


def _flat(op: type[ast.boolop], *operands: ast.expr) -> list[ast.expr]:
    """`(a and b) and c` is written `a and b and c`."""
    flat: list[ast.expr] = []
    for operand in operands:
        if isinstance(operand, ast.BoolOp) and isinstance(operand.op, op):
            flat += operand.values
        else:
            flat.append(operand)
    return flat


def _negated(tree: ast.expr) -> ast.expr:
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        return tree.operand
    if isinstance(tree, ast.Compare) and isinstance(tree.ops[0], ast.Eq | ast.NotEq):
        # Exact opposites for every operand; `<` and `>=` are not, for a nan.
        op = ast.NotEq() if isinstance(tree.ops[0], ast.Eq) else ast.Eq()
        return ast.Compare(tree.left, [op], tree.comparators)
    return ast.UnaryOp(ast.Not(), tree)


@functools.cache
def _parse(template: str) -> ast.AST:
    placeholders = [f"_{index}_" for index in range(20)]
    (statement,) = ast.parse(template.format(*placeholders, result="_result_")).body
    return statement.value if isinstance(statement, ast.Expr) else statement


class _Filler(ast.NodeTransformer):
    """Replaces placeholders by operands, and dotted names by what they are imported as."""

    def __init__(
        self, args: Sequence[ast.expr], result: ast.expr | None, imports: Imports
    ) -> None:
        self.names: dict[str, ast.expr] = {f"_{i}_": arg for i, arg in enumerate(args)}
        if result is not None:
            self.names["_result_"] = result
        self.imports = imports

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.names.get(node.id, node)

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return _integer(node.value) if type(node.value) is int else node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        operand: ast.expr = self.visit(node.operand)
        match node.op, operand:
            case ast.USub(), ast.UnaryOp(op=ast.USub(), operand=inner):
                return inner  # `--x` means something else in C
        return ast.UnaryOp(node.op, operand)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Give copies of shapes and strides to functions, where templates name them whole.

        Were its address known elsewhere, C would read the shape of an array again after each
        element that is written, and no loop could be vectorized.
        """
        is_sizeof = isinstance(node.func, ast.Name) and node.func.id == "sizeof"
        args = [
            self.apart(arg) if isinstance(arg, ast.Attribute) and not is_sizeof
            and arg.attr in ("shape", "strides") else self.visit(arg) for arg in node.args]
        keywords = [ast.keyword(named.arg, self.visit(named.value)) for named in node.keywords]
        return ast.Call(self.visit(node.func), args, keywords)

    def apart(self, node: ast.Attribute) -> ast.expr:
        sizes = self.visit(node)
        return ast.Call(ast.Name(self.imports.cimport(SUPPORT, "apart")), [
            sizes, ast.Call(ast.Name("sizeof"), [sizes], [])], [])

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        origin = ast.unparse(node.value)
        if origin in self.names:  # a part of an operand
            return ast.Attribute(self.names[origin], node.attr)
        if origin == "views":
            return ast.Name(self.imports.view(node.attr))
        if origin == "support":
            return ast.Name(self.imports.cimport(SUPPORT, node.attr))
        if origin.startswith("python."):
            return ast.Name(self.imports.python(origin.removeprefix("python."), node.attr))
        return ast.Name(self.imports.cimport(origin, node.attr))
