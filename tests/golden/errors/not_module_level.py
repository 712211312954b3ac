from pyx_lowering import compile


class Orbit:
    @compile
    def period(self, a: float) -> float:
        return a


def factory():
    @compile
    def inner(x: float) -> float:
        return x

    return inner


if True:

    @compile
    def conditional(x: float) -> float:
        return x
