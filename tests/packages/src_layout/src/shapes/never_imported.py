"""The build must not run this."""

import a_module_that_nobody_has
from pyx_lowering import compile

raise SystemExit("imported")


@compile
def late(x: float) -> float:
    return x
