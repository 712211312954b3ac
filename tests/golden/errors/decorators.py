import functools

import pyx_lowering as pl


@functools.cache
@pl.compile
def cached(n: int) -> int:
    return n
