"""Annotations of arrays in the style of jaxtyping: `Float64[np.ndarray, "rows columns"]`.

jaxtyping is not needed to compile. It checks sizes only where its own decorator is used, so
that names and numbers in the text count here, and mean nothing else.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from pyx_lowering.dtypes import DTYPES
from pyx_lowering.types import OPEN, Dtype

#: What names of jaxtyping begin with.
PACKAGE = "jaxtyping."

_DTYPES = {
    name.replace("uint", "UInt") if name.startswith("uint") else name.capitalize(): dtype
    for name, dtype in DTYPES.items()}

NAMES = tuple(_DTYPES)


def shaped(name: str, elements: Sequence[ast.expr]) -> tuple[Dtype, int] | None:
    """The elements and the number of dimensions; None where they are not compiled."""
    dtype = _DTYPES.get(name.removeprefix(PACKAGE))
    match elements:
        case [_, ast.Constant(value=str() as text)] if dtype is not None:
            axes = text.split()
            some = any(axis == "..." or axis.lstrip("#?_").startswith("*") for axis in axes)
            return dtype, OPEN if some else len(axes)
    return None
