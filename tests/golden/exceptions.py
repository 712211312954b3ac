"""try, except, else, finally and raise."""

from pyx_lowering import compile


@compile
def quotient(x: float, y: float) -> float:
    try:
        return x / y
    except ZeroDivisionError:
        return 0.0


@compile
def which(n: int) -> int:
    state = 0
    try:
        state = 1
        state = 10 // n
        if n > 5:
            raise ValueError("too large")
    except (ValueError, IndexError):
        state = -state
    except ArithmeticError as error:
        state += 100
        if n == 0:
            raise error
    else:
        state += 1000
    return state


@compile
def counted(n: int) -> int:
    done = 0
    for i in range(n):
        try:
            if i % 3 == 0:
                continue
            done += 60 // (i - 4)
        except ZeroDivisionError:
            break
        finally:
            done += 1
    return done


@compile
def checked(x: float) -> float:
    try:
        assert x > 0.0, "must be positive"
    except AssertionError:
        raise
    return x


@compile(overflow="raise")
def saturated(n: int) -> int:
    try:
        return n * n
    except OverflowError:
        return 9223372036854775807
