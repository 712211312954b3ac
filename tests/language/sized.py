"""NumPy's types of fixed sizes: mixed operands, constructors, truth, joins, calls."""

import numpy as np
from numpy import float32, uint8

from pyx_lowering import compile

SCALE = 3


@compile(contract=False)
def of_int8(a: np.int8, b: np.int8) -> tuple[np.int8, np.int8, np.int8, np.int8, np.int8]:
    return a + b, a - b, a * b, a // b, a % b


@compile(contract=False)
def of_uint8(a: uint8, b: uint8) -> tuple[np.uint8, np.uint8, np.uint8, np.uint8, np.float64]:
    return a + b, a - b, a << b, ~a ^ b, a / b


@compile(contract=False)
def signs(a: np.int32, b: np.uint32) -> tuple[np.int64, np.int64, np.int32, np.uint32, np.bool_]:
    return a + b, a // b, -a, -b, a < b


@compile(contract=False)
def large_signs(a: np.int64, b: np.uint64) -> tuple[np.float64, np.bool_, np.bool_, np.bool_]:
    return a * b, a < b, a == b, b > a


@compile(contract=False)
def large_and_int(a: np.uint64, n: int) -> tuple[np.bool_, np.bool_, np.bool_]:
    return a < n, n <= a, a != n


@compile(contract=False)
def small_float(a: float32, b: float32) -> tuple[np.float32, np.float32, np.float32, np.float32]:
    return a + b, a * b, a / b, a // b


@compile(contract=False)
def beside_numbers(a: float32, n: int, x: float) -> tuple[float32, float32, float32, np.bool_]:
    return a + n, x * a, a - True, a > x


@compile(contract=False)
def beside_literals(a: np.int16) -> tuple[np.int16, np.float64, np.int16, np.bool_]:
    return a * SCALE, a * 0.5, 7 - a, 0 <= a < 300


@compile(contract=False)
def weak_int(a: np.int8, n: int) -> np.int8:
    return a + n


@compile(contract=False)
def widths(a: np.int8, b: np.float32, c: np.int32) -> tuple[np.float32, np.float64, np.int32]:
    return a * b, b + c, a | c


@compile(contract=False)
def powers(a: np.int32, b: np.int32, x: np.float64) -> tuple[np.int32, np.float64]:
    return a ** b, x ** b


@compile(contract=False)
def squares(a: np.int16, x: float32) -> tuple[np.int16, np.float32, np.float32]:
    return a ** 2, x ** 2, x ** 0.5


@compile(contract=False)
def cast(a: np.int64, b: np.uint16) -> tuple[np.int8, np.uint32, np.float32, np.int16, np.bool_]:
    return np.int8(a), np.uint32(a), np.float32(a), np.int16(b), np.bool_(a)


@compile(contract=False)
def cast_float(x: np.float64, y: float) -> tuple[np.float32, np.int32, np.int64]:
    return np.float32(x), np.int32(x), np.int64(y)


@compile(contract=False)
def to_python(a: np.uint64, x: np.float32, b: np.bool_) -> tuple[int, float, bool, int, bool]:
    return int(a), float(x), bool(a), int(b), not x


@compile(contract=False)
def bools(a: np.bool_, b: np.bool_) -> tuple[np.bool_, np.bool_, np.bool_, np.int8, np.int64]:
    return a + b, a * b, ~a, a // b, a + 1


@compile(contract=False)
def logic(a: np.int8, b: np.int8) -> np.bool_:
    return (a < b and b < 5) or not_equal(a, b)


def not_equal(a, b):
    return a != b


@compile(contract=False)
def tested(a: np.int16, x: float32) -> int:
    if a and x > 1:
        return 1
    if not (a < x or a == 7):
        return 2
    return 3 if a else 4


@compile(contract=False)
def either(a: np.int16, b: np.int16) -> np.int16:
    return (a or b) - (a and b)


@compile(contract=False)
def hashed(seed: np.uint32, n: int) -> np.uint32:
    h = seed
    for i in range(n % 50):
        h = (h ^ np.uint32(i)) * 16777619
        h ^= h >> 13
    return h


@compile(contract=False)
def absolute(a: np.int8, x: float32, b: np.uint8) -> tuple[np.int8, np.float32, np.uint8]:
    return abs(a), abs(-x), abs(+b)


@compile(contract=False)
def raised(a: np.int8, x: np.float32) -> np.int8:
    if a > 100:
        raise ValueError(f"{a} and {x:.3f}", a)
    return of_one(a) + np.int8(1)


@compile(contract=False)
def of_one(a: np.int8) -> np.int8:
    """Called with the type that it declares."""
    return a * a


@compile(contract=False)
def handled(a: np.int8, n: int) -> np.int8:
    try:
        return a + np.int8(n)
    except OverflowError:
        return a


@compile(contract=False)
def same_items(a: np.int8, x: float32, y: float32) -> tuple[bool, bool, bool]:
    return (a, x) == (1, y), (x, a) == (x, 2), (a, x) != (a, x)


@compile(contract=False)
def literals(a: np.uint64, b: np.float64, c: np.int8, d: np.bool) -> tuple[np.uint64, float, bool]:
    return a * 6364136223846793005 + 1 >> 33, float(2 * b / 3.0 - 1), bool(c ** 3 == 8 and d)


@compile(contract=False)
def negative_literals(a: np.uint32, b: np.uint64, c: np.uint8) -> tuple[bool, bool, bool, bool]:
    return bool(a < -1), bool(b > -1), bool(-1 == a), bool(c != -1)


@compile(contract=False)
def matched(a: np.uint32, x: float32) -> int:
    match a, x:
        case (1 | 2, 0.5):
            return 1
        case (b, y) if b > 7 and y:
            return 2
        case (0, _):
            return 3
    return 4


@compile(contract=False)
def searched(a: np.uint8, b: np.uint8) -> tuple[bool, bool]:
    return any(k == a for k in range(9)), all(c > b for c in (a, a + b))


@compile(contract=False)
def single_or_error(x: np.float32) -> np.float32:
    if x > 1:
        raise ValueError("too large")
    return x


@compile(contract=False)
def of_complex64(a: np.complex64, b: np.complex64) -> tuple[
    np.complex64, np.complex64, np.complex64, np.complex64, np.complex64
]:
    return a + b, a - b, a * b, a / b, -a * +b


@compile(contract=False)
def of_complex128(a: np.complex128, b: np.complex128) -> tuple[
    np.complex128, np.complex128, np.complex128, np.complex128, np.complex128
]:
    return a + b, a - b, a * b, a / b, -a * +b


@compile(contract=False)
def complex_powers(a: np.complex64, b: np.complex128) -> tuple[
    np.complex64, np.complex128, np.complex128
]:
    return a ** 2, b ** 0.5, a ** b


@compile(contract=False)
def complex_beside_numbers(a: np.complex64, n: int, x: float, z: complex) -> tuple[
    np.complex64, np.complex64, np.complex64, np.complex64, np.complex64
]:
    return a + n, x * a, a / z, a - True, 2.5j - a


@compile(contract=False)
def complex_beside_sized(a: np.complex64, n: np.int16, k: np.int64, x: np.float32) -> tuple[
    np.complex64, np.complex128, np.complex64, np.complex128
]:
    return a * n, a * k, x / a, np.float64(x) + a


@compile(contract=False)
def made_complex(x: np.float32, y: np.float64, n: np.uint8, z: complex) -> tuple[
    np.complex64, np.complex128, np.complex128, np.complex64
]:
    return x * 1j, y + z, n - z, np.complex64(z)


@compile(contract=False)
def complex_compared(a: np.complex64, b: np.complex128) -> tuple[
    np.bool_, np.bool_, np.bool_, np.bool_, np.bool_, np.bool_
]:
    return a == b, a != b, a < b, b <= a, a > 1.5, 2 >= b


@compile(contract=False)
def complex_parts(a: np.complex64, b: np.complex128) -> tuple[
    np.float32, np.float64, np.float32, np.complex64, complex, bool
]:
    return a.real, b.imag, abs(a), a.conjugate(), complex(b), not b


@compile(contract=False)
def complex_in_tuples(a: np.complex64, b: np.complex128) -> bool:
    return a in (1j, np.complex64(2), b) or (a, b) == (b, a)


@compile(contract=False)
def complex_cast(a: np.complex128, n: int, x: float) -> tuple[
    np.complex64, np.complex128, np.complex64, np.complex128, np.bool_
]:
    return np.complex64(a), np.complex128(n), np.complex64(n), np.complex128(x), np.bool_(a)


@compile(contract=False)
def complex_sum(a: np.complex64, n: np.int8) -> np.complex64:
    total = np.complex64(0)
    for k in range(int(n)):
        total = total * a + np.complex64(k)
        if abs(total) > np.float32(1e10):
            break
    return total
