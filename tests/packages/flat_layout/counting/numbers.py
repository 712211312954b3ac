from pyx_lowering import compile as native


@native
def triangle(n: int) -> int:
    total = 0
    for i in range(n + 1):
        total += i
    return total
