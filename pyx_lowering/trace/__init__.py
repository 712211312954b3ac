"""Tracing: symbolic execution of a function's syntax tree into a graph."""

from pyx_lowering.trace.annotations import Signature, annotated_type, signature_of
from pyx_lowering.trace.function import declared_result, trace
from pyx_lowering.trace.scope import Scope
from pyx_lowering.trace.variants import variants_of
from pyx_lowering.trace.vectorized import check_numbers

__all__ = [
    "Scope", "Signature", "annotated_type", "check_numbers", "declared_result", "signature_of",
    "trace", "variants_of",
]
