"""Enumerations; see `test_classes.py`."""

import enum
from enum import IntFlag, auto

from pyx_lowering import compile


class Color(enum.IntEnum):
    """Numbers with names."""

    RED = 1
    GREEN = 2
    LIME = GREEN  # another name of GREEN
    DARK = GREEN * 8
    LAST = auto()

    def next(self) -> int:
        return self + 1


@enum.unique
class Mode(enum.Enum):
    FAST = 0.5
    SLOW = 0.25
    IDLE = -0.0

    @property
    def is_idle(self) -> bool:
        return self is Mode.IDLE


class Permission(IntFlag):
    READ = 4
    WRITE = 2
    EXECUTE = 1
    ALL = READ | WRITE | EXECUTE


DEFAULT = Mode.SLOW
SAFE = Permission.ALL & ~Permission.WRITE


@compile(contract=False)
def constants(x: float) -> float:
    if DEFAULT is Mode.FAST:
        return -1.0
    if Color.LIME is not Color.GREEN:
        return -2.0
    return x * Color.DARK + DEFAULT.value + Color.LAST


@compile(contract=False)
def compared(color: Color, n: int) -> int:
    result = 0
    if color is Color.RED:
        result += 1
    if color == Color.GREEN:
        result += 2
    if color < Color.DARK:
        result += 4
    if color == n:
        result += 8
    if color is not Color.LIME:
        result += 16
    if n != Color.DARK:
        result += 32
    if Color.RED <= color <= Color.GREEN:
        result += 64
    return result


@compile(contract=False)
def arithmetic(color: Color, n: int) -> int:
    total = color + n - -color
    total += color
    return total // color + color.value % 2 + (color << 1) + abs(color)


@compile(contract=False)
def divided(color: Color) -> float:
    return color / Color.DARK + float(color)


@compile(contract=False)
def method(color: Color) -> int:
    return color.next() if color else 0


@compile(contract=False)
def chosen(n: int) -> Color:
    color = Color.RED
    for i in range(n % 5):
        if i == 1:
            color = Color.DARK
        elif i > 2:
            color = Color.LAST
    return color


@compile(contract=False)
def chosen_later(n: int) -> Color:
    for i in range(n % 3):
        color = Color.GREEN if i else Color.RED
    return color


@compile(contract=False)
def same_mode(mode: Mode, other: Mode) -> bool:
    return mode is other or mode == Mode.IDLE or (mode != Mode.FAST and other is not mode)


@compile(contract=False)
def mode_value(mode: Mode = Mode.SLOW) -> float:
    return mode.value * 2.0


@compile(contract=False)
def opposite(mode: Mode) -> Mode:
    match mode:
        case Mode.FAST:
            return Mode.SLOW
        case Mode.SLOW:
            return Mode.FAST
    return mode


@compile(contract=False)
def property_of(mode: Mode, b: bool) -> bool:
    return (mode if b else Mode.IDLE).is_idle


@compile(contract=False)
def matched(color: Color) -> int:
    match color:
        case Color.RED | Color.DARK:
            return 10
        case 2:
            return 20
    return 30


@compile(contract=False)
def several(mode: Mode, color: Color) -> tuple[Color, Mode, int]:
    return color, mode, color * 2


@compile(contract=False)
def in_handler(color: Color, n: int) -> Color:
    kept = Color.RED
    try:
        kept = color
        n // (n % 3)
        kept = Color.LAST
    except ZeroDivisionError:
        return kept
    return kept


@compile(contract=False)
def may_read(permission: Permission, b: bool) -> int:
    if permission & Permission.READ:
        return 1
    if b and permission == SAFE:
        return 2
    return 3 if permission | Permission.WRITE == Permission.ALL else permission.value


@compile(contract=False)
def toggled(permission: Permission, b: bool) -> Permission:
    if b:
        permission |= Permission.WRITE
    return permission ^ Permission.EXECUTE


@compile(contract=False)
def not_bound(b: bool) -> Color:
    if b:
        color = Color.RED
    return color
