from pyx_lowering import compile


@compile
def not_installed(x: str) -> bytes:
    return x
