from pyx_lowering import compile

from .units import MONTHS


@compile
def yearly(monthly: float) -> float:
    return monthly * MONTHS
