from pyx_lowering import compile


@compile
def from_another(n: int) -> int:
    total = 0

    def add() -> None:
        nonlocal total
        total += 1

    def twice() -> None:
        add()
        add()

    twice()
    return total + n


@compile
def in_try(n: int) -> int:
    total = 0

    def divide() -> None:
        nonlocal total
        total = 10 // n

    try:
        divide()
    except ZeroDivisionError:
        total = -1
    return total


@compile
def maybe_unbound(n: int) -> int:
    if n > 0:
        total = n

    def add() -> None:
        nonlocal total
        total = 1

    add()
    return total


@compile
def deleted(n: int) -> int:
    def drop() -> None:
        nonlocal n
        del n

    drop()
    return n


@compile
def not_nested(n: int) -> int:
    nonlocal n
    return n
