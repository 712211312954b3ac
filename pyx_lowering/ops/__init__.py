"""The operations that can be compiled, as data; see `table` for what a row says."""

from pyx_lowering.ops import (
    arithmetic,
    arrays,
    builtin,
    cmathematics,
    functions,
    internal,
    lists,
    mathematics,
    methods,
    reductions,
    sized,
    texts,
    ufuncs,
    views,
)
from pyx_lowering.ops.functions import ALIASES
from pyx_lowering.ops.interval import FULL, Interval
from pyx_lowering.ops.table import (
    OPERATIONS,
    Argument,
    Guard,
    Operation,
    Overload,
    fits_float,
    resolve,
    target_name,
)

__all__ = [
    "ALIASES",
    "FULL",
    "OPERATIONS",
    "Argument",
    "Guard",
    "Interval",
    "Operation",
    "Overload",
    "arithmetic",
    "arrays",
    "builtin",
    "cmathematics",
    "fits_float",
    "functions",
    "internal",
    "lists",
    "mathematics",
    "methods",
    "reductions",
    "resolve",
    "sized",
    "target_name",
    "texts",
    "ufuncs",
    "views",
]
