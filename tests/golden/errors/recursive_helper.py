from pyx_lowering import compile


def depth(n):
    if n == 0:
        return 0
    return depth(n - 1) + 1


@compile
def measure(n: int) -> int:
    return depth(n)
