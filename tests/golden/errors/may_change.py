from pyx_lowering import compile


counter = 0
factor = 1.0
factor = 2.0
config = open("settings").read()

if config:
    mode = 1
else:
    mode = 2


def bump() -> None:
    global counter
    counter += 1


@compile
def uses_global(x: float) -> float:
    return x + counter


@compile
def uses_twice(x: float) -> float:
    return x * factor


@compile
def uses_condition(n: int) -> int:
    return n + mode


@compile
def uses_call(n: int) -> int:
    return n + config
