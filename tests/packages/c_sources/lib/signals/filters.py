from pyx_lowering import compile

from signals._fast import look


def first(index: int) -> int:
    return look(index)


@compile
def smooth(old: float, new: float) -> float:
    return 0.75 * old + 0.25 * new
