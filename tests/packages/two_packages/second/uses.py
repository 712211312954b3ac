from pyx_lowering import compile

import first.tools as tools
from first.tools import scaled


@compile
def both(x: float) -> float:
    return scaled(x) + tools.clipped(x)
