"""print."""

from pyx_lowering import compile

UNIT = "m"


@compile
def report(x: float, n: int, flag: bool) -> None:
    print("x is", x, UNIT, n, flag)
    print(f"{x:.3f}", (x, n), sep=", ", end=";\n", flush=True)
    print()


@compile
def total(n: int) -> int:
    result = 0
    for i in range(n):
        result += i * i
        print(result, end=" ")
    return result


@compile
def quiet(n: int) -> int:
    return n + 1


@compile
def twice(n: int) -> int:
    return total(quiet(n)) + total(n)
