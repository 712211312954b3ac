import numpy as np
import numpy.typing as npt

from pyx_lowering import compile


@compile
def started_as_python(xs: np.float32, n: int) -> np.float32:
    total = 0.0
    for _ in range(n):
        total = total + xs
    return total


@compile
def wider(x: np.float32) -> np.float64:
    return x


@compile
def without_type(a: np.int64, b: np.uint64) -> np.int64:
    return a | b


@compile
def subtracted(a: np.bool_, b: np.bool_) -> np.bool_:
    return a - b


@compile
def of_numpy(x: np.float64) -> np.float64:
    return np.frexp(x)


@compile
def half(x: np.float16) -> np.float32:
    return np.float32(x)


@compile
def summed(x: np.float32, n: int) -> np.float32:
    return sum(x for _ in range(n))


@compile
def indexed(i: np.int8) -> int:
    return (1, 2, 3)[i]


@compile
def built(x: np.float32) -> np.float32:
    return np.float32()


@compile
def dropped(z: np.complex64) -> np.float32:
    return np.float32(z) + float(z)


@compile
def floored(z: np.complex128) -> np.complex128:
    return z // 2


@compile
def in_arrays(a: np.ndarray[tuple[int], np.dtype[np.float64]], z: np.complex64) -> float:
    b = np.zeros(3, np.complex128)
    b += a * z
    a += b
    a[:] = b
    a[0] = z
    np.floor(b)
    return np.max(b) + a.imag[0]
