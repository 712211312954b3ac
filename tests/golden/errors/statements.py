from pyx_lowering import compile


@compile
def generator(n: int) -> int:
    yield n


@compile
def resource(x: float) -> float:
    with open("f") as file:
        return x


@compile
async def later(x: float) -> float:
    return x


@compile
def counter(n: int) -> int:
    global total
    total = n
    return total


@compile
def with_class(x: float) -> float:
    class Point:
        pass

    return x


@compile
def with_function(x: float) -> float:
    def inner(y: float) -> float:
        return y + x

    return inner(x)


@compile
def imports(x: float) -> float:
    import math

    return math.sin(x)


@compile
def deleted(x: float) -> float:
    y = x
    del y
    return x


@compile
def matched(n: int) -> int:
    match n:
        case 0:
            return 1
        case _:
            return 2


@compile
def over_a_list(x: float) -> float:
    for item in [1.0, 2.0]:
        x += item
    return x


@compile
def discarded(x: float) -> float:
    print(x, file=x)
    y = print(x)
    return x


@compile
def reraised(x: float) -> float:
    raise ValueError("bad") from None


@compile
def bare(x: float) -> float:
    raise


class Refused(Exception):
    pass


@compile
def own_exception(x: float) -> float:
    try:
        return 1.0 / x
    except (ZeroDivisionError, Refused):
        return 0.0


@compile
def examined(x: float) -> float:
    try:
        return 1.0 / x
    except ZeroDivisionError as error:
        return error.value


@compile
def kept(x: float) -> float:
    try:
        return 1.0 / x
    except ZeroDivisionError as error:
        other = error
    return x


@compile
def outer_one(x: float) -> float:
    try:
        return 1.0 / x
    except ZeroDivisionError as outer:
        try:
            return 1.0 / (x + 1.0)
        except ZeroDivisionError:
            raise outer


@compile
def grouped(x: float) -> float:
    try:
        return 1.0 / x
    except* ZeroDivisionError:
        x = 0.0
    return x
