"""The intermediate representation: an SSA graph with regions for control flow."""

from pyx_lowering.ir.graph import (
    EFFECTS,
    UNBOUND_VALUE,
    Block,
    Callee,
    Function,
    Module,
    Node,
    Operand,
    Parameter,
    Parts,
    Value,
    callees,
    handlers,
    is_unbound,
    number_values,
    operand_type,
    walk,
)
from pyx_lowering.ir.table import format_function, format_module, signature
from pyx_lowering.ir.verify import InvalidGraphError, verify

__all__ = [
    "EFFECTS",
    "UNBOUND_VALUE",
    "Block",
    "Callee",
    "Function",
    "InvalidGraphError",
    "Module",
    "Node",
    "Operand",
    "Parameter",
    "Parts",
    "Value",
    "callees",
    "format_function",
    "format_module",
    "handlers",
    "is_unbound",
    "number_values",
    "operand_type",
    "signature",
    "verify",
    "walk",
]
