# -*- coding: latin-1 -*-
"""Größe, in one byte each."""
from pyx_lowering import compile

@compile
def größe(länge: float) -> float:
    """Größe."""
    return länge * 2.0
