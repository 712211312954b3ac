from pyx_lowering import is_native


def plain(x: float) -> float:
    return x


assert not is_native(plain)
