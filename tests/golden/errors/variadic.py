from pyx_lowering import compile


@compile
def total(*values: float) -> float:
    return 0.0


@compile
def named(x: float, **options: float) -> float:
    return x
