"""Arrays of complex numbers; NumPy itself runs them too."""

import numpy as np
from pyx_lowering import compile

Z = np.ndarray[tuple[int], np.dtype[np.complex128]]
ZM = np.ndarray[tuple[int, int], np.dtype[np.complex128]]
ZC = np.ndarray[tuple[int, int, int], np.dtype[np.complex128]]
S = np.ndarray[tuple[int], np.dtype[np.complex64]]
SM = np.ndarray[tuple[int, int], np.dtype[np.complex64]]
V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
F = np.ndarray[tuple[int], np.dtype[np.float32]]
I = np.ndarray[tuple[int], np.dtype[np.int64]]
D = np.ndarray[tuple[int], np.dtype[np.int16]]
B = np.ndarray[tuple[int], np.dtype[np.bool_]]


# Elements


@compile(contract=False)
def item(a: Z, i: int) -> complex:
    return a[i]


@compile(contract=False)
def item_of_singles(a: S, i: int) -> np.complex64:
    return a[i]


@compile(contract=False)
def parts_of_item(a: ZM, b: S, i: int, j: int) -> float:
    return a[i, j].real - a[j, i].imag + a[0, 0].conjugate().imag + float(b[i].real)


@compile(contract=False)
def put(a: Z, i: int, z: complex, x: float, n: int, flag: bool) -> None:
    a[i] = z
    a[-1] = x
    a[0] = n
    a[n] = flag


@compile(contract=False)
def put_singles(a: S, i: int, z: complex, x: float, n: int) -> None:
    a[i] = z
    a[-1] = x
    a[0] = n


@compile(contract=False)
def put_numpy_s(a: Z, b: S, v: F, n: D, i: int) -> None:
    a[i] = b[i]
    a[0] = v[0]
    a[-1] = n[0]
    b[-1] = a[i]


@compile(contract=False)
def bump(a: Z, i: int, z: complex, x: float) -> None:
    a[i] += z
    a[0] -= x
    a[-1] += 2


@compile(contract=False)
def swap(a: ZM, i: int, j: int) -> None:
    a[i, j], a[j, i] = a[j, i], a[i, j]


@compile(contract=False)
def summed_in_a_loop(a: Z, step: int) -> complex:
    total = 0j
    for z in a[::2]:
        total += z
    for i in range(0, len(a), 3):
        total -= a[i]
    return total


@compile(contract=False)
def prefix(a: Z) -> None:
    for i in range(1, len(a)):
        a[i] += a[i - 1]


@compile(contract=False)
def is_equal(a: Z, b: Z, z: complex) -> int:
    count = 0
    for x, y in zip(a, b):
        if x == y or x == z:
            count += 1
    return count


@compile(contract=False)
def caught(a: Z, i: int) -> complex:
    try:
        return a[i]
    except IndexError:
        return -1j


def helper(a, i):
    a[i] += 1j
    return a[i]


@compile(contract=False)
def through_helper(a: Z, i: int) -> complex:
    return helper(a, i) + helper(a[::-1], 0)


# Made


@compile(contract=False)
def made(n: int, z: complex) -> ZM:
    a = np.zeros((n, 2), complex) + np.ones(2, dtype=np.complex128)
    a[:, 0] = np.full(n, z)
    return a + np.eye(n, 2, dtype=complex) + np.full((n, 1), 0.5j)


@compile(contract=False)
def made_singles(n: int) -> S:
    a = np.empty(n, np.complex64)
    a[:] = 1.5j
    return a + np.zeros_like(a) - np.ones(n, "complex64")


@compile(contract=False)
def like(a: S, v: V) -> Z:
    return np.ones_like(a)[:1] + np.zeros_like(v, dtype=complex)[:1] + np.full_like(a, 2j)[:1]


@compile(contract=False)
def copied(a: Z) -> Z:
    b = a.copy()
    b[:1] = 0
    return np.copy(b[::-1])


@compile(contract=False)
def converted(a: V, n: I, b: S) -> Z:
    return a.astype(complex)[:1] + n.astype(np.complex128)[:1] + b.astype("complex128")[:1]


@compile(contract=False)
def narrowed(a: Z, n: I) -> S:
    return a.astype(np.complex64)[:1] + n.astype(np.complex64)[:1]


@compile(contract=False)
def truths(a: Z) -> B:
    return a.astype(bool)


# Whole arrays


@compile(contract=False)
def arithmetic(a: Z, b: Z, z: complex) -> Z:
    return a + b - (-a) + z - 2.0 + (b - 1) + (+a)


@compile(contract=False)
def mixed(a: Z, v: V, n: I, d: D, f: F) -> Z:
    return a[:1] + v[:1] + n[:1] + (d[:1] + 1j) + (f[:1] - 1j)


@compile(contract=False)
def singles(a: S, b: S, f: F, d: D) -> S:
    return a + b - 1.5 + f[:1] - d[:1] + 2j


@compile(contract=False)
def widened(a: S, n: I, v: V) -> Z:
    return a[:1] + n[:1] - (a + v[:1])[:1]


@compile(contract=False)
def times(a: Z, b: Z) -> Z:
    return a * b


@compile(contract=False)
def times_singles(a: S, b: S) -> S:
    return a.copy() * b.copy()


@compile(contract=False)
def scaled(a: Z, v: V, z: complex) -> Z:
    return 2.5 * a + a * 0.5 + 1j * v[:1] + z * a + v[:1] * z


@compile(contract=False)
def times_in_place(a: Z, b: Z) -> None:
    a *= b
    a[1:] *= a[:-1]
    a += 1j


@compile(contract=False)
def divided(a: Z, b: Z) -> Z:
    return a / b


@compile(contract=False)
def divided_singles(a: S, b: S) -> S:
    return a / b - 1 / a


@compile(contract=False)
def divided_by_numbers(a: Z, v: V, x: float) -> Z:
    return a / x + 1j / a + v[:1] / a


@compile(contract=False)
def powers(a: Z) -> Z:
    return a ** 2 + a ** 0.5 + a ** 1 + a ** -1 + a ** 3


@compile(contract=False)
def powers_of_arrays(a: Z, b: Z) -> Z:
    return a ** b + 2.0 ** a


@compile(contract=False)
def compared(a: Z, b: Z, z: complex) -> B:
    return (a == b) ^ (a != z) ^ (a == 1)


@compile(contract=False)
def ordered(a: Z, b: Z) -> B:
    return (a < b) ^ (b <= 1j) ^ (a > 0) ^ (a >= b)


@compile(contract=False)
def ordered_singles(a: S, b: S) -> B:
    return np.less(a, b) ^ np.greater_equal(a, b[:1])


@compile(contract=False)
def tested(a: Z, b: S) -> B:
    return np.isnan(a)[:1] ^ np.isinf(a)[:1] ^ np.isfinite(b)[:1] ^ np.isnan(b)[:1]


@compile(contract=False)
def logical(a: Z, b: Z) -> B:
    return np.logical_and(a, b) ^ np.logical_or(a, 0) ^ np.logical_xor(a, b) ^ np.logical_not(b)


@compile(contract=False)
def chosen(a: Z, v: V, x: float) -> Z:
    return np.where(np.abs(a) > x, a, 1j)[:1] + np.where(v > 0, v, 2j)[:1]


@compile(contract=False)
def sizes(a: Z) -> V:
    b = a.copy()  # of arrays that are turned around, NumPy takes others
    return np.abs(b) + abs(b) - np.absolute(a * 1.0)


@compile(contract=False)
def sizes_of_singles(a: S) -> F:
    return np.abs(a.copy())


@compile(contract=False)
def angles(a: Z) -> V:
    return np.angle(a + 0.0)  # a new array: of reversed ones NumPy's own differ in the last place


@compile(contract=False)
def conjugates(a: Z, b: S) -> Z:
    return np.conj(a)[:1] + a.conj()[:1] * 1.0 + np.conjugate(b)[:1] + b.conjugate()[:1]


@compile(contract=False)
def squares(a: Z, b: S) -> Z:
    return np.square(a.copy())[:1] + np.square(b.copy())[:1]


@compile(contract=False)
def inverses(a: Z) -> Z:
    return np.reciprocal(a)


@compile(contract=False)
def functions(a: Z) -> Z:
    return np.exp(a)[:1] + np.sqrt(a)[:1] - np.log(a)[:1]


@compile(contract=False)
def functions_of_turned(a: ZM) -> ZM:
    return np.sin(a.T.copy()) + np.cos(np.tanh(a).T.copy())


@compile(contract=False)
def functions_of_singles(a: S) -> S:
    return np.exp(a) - np.sqrt(a) + np.arctan(a)


@compile(contract=False)
def into(a: Z, b: Z, out: Z) -> None:
    np.add(a, b, out=out)
    np.exp(out, out=out)


# Parts


@compile(contract=False)
def real_parts(a: Z, b: SM) -> V:
    return a.real + a[::-1].imag - np.imag(a) * np.real(a) + b.T.real[0, :1]


@compile(contract=False)
def real_of_real(a: V) -> V:
    return a.real + np.real(a)


@compile(contract=False)
def set_parts(a: Z, v: V, x: float) -> None:
    a.real[1:] = x
    a.imag[:] = a.real
    a.imag[::2] += 1.0
    a[1:].real[:] = a.imag[:-1]
    np.real(a)[:1] = v[:1]


@compile(contract=False)
def set_parts_of_table(a: ZM, b: ZM) -> None:
    a.T.imag[:1] = b.real.T[:1]
    a[:, ::2].real[0] = 7.0


@compile(contract=False)
def part_of_new(a: Z) -> V:
    b = a + 1.0
    c = b.imag
    b[:] = 2j
    return c


@compile(contract=False)
def returned_part(a: Z) -> V:
    b = a.copy()
    return b.real


@compile(contract=False)
def read_parts(a: Z, i: int) -> float:
    return a.real[i] + a.imag[-1]


@compile(contract=False)
def parts_in_a_loop(a: Z) -> float:
    total = 0.0
    re, im = a.real, a.imag
    for k in range(len(a)):
        total += re[k] - im[k]
        im[k] = total
    return total


# Views, masks, indices, shapes


@compile(contract=False)
def sliced(a: Z, i: int, j: int, k: int) -> Z:
    return a[i:j:k].copy()


@compile(contract=False)
def shifted(a: Z) -> None:
    a[1:] = a[:-1]
    a[:] = a[::-1]


@compile(contract=False)
def symmetric(a: ZM) -> None:
    a[:] = a + a.T.conj()


@compile(contract=False)
def masked(a: Z, x: float) -> Z:
    a[np.abs(a) > x] = 1j
    a[a.real > 0] += 2.0
    return a[a == 1j]


@compile(contract=False)
def taken(a: Z, n: I) -> Z:
    places = n % 3
    a[places] += 1j
    np.add.at(a, places, 2j)
    return a[places][::-1] + np.take(a, places)


@compile(contract=False)
def reshaped(a: ZM) -> Z:
    return np.concatenate([a.reshape(-1), a.T.ravel(), a[:1].flatten()])


@compile(contract=False)
def rows(a: ZM) -> ZM:
    for row in a:
        row -= a[0]
    return np.stack([a[0], a[-1]]) + a[None, 0]


@compile(contract=False)
def assigned_reals(a: Z, b: S, v: V, n: I) -> None:
    a[:1] = v[:1]
    a[1:2] = n[:1]
    b[:1] = v[:1]
    a[2:3] = b[:1]


# Reductions


@compile(contract=False)
def summed(a: Z) -> complex:
    return np.sum(a) + a[::2].sum()


@compile(contract=False)
def summed_table(a: ZM) -> complex:
    return a.sum() - np.sum(a[:, ::2])


@compile(contract=False)
def summed_singles(a: SM) -> np.complex64:
    return a.sum()


@compile(contract=False)
def down(a: ZM) -> Z:
    return np.sum(a, axis=0)


@compile(contract=False)
def across(a: ZM) -> Z:
    return a.sum(axis=-1)


@compile(contract=False)
def kept(a: ZM) -> ZM:
    return a - a.sum(axis=1, keepdims=True)


@compile(contract=False)
def summed_outer(a: ZC) -> Z:
    return a.sum(axis=(0, 1)) + np.sum(a, axis=(0, -1))[:1]


@compile(contract=False)
def means(a: ZM) -> complex:
    return np.mean(a) + a[0].mean()


@compile(contract=False)
def means_along(a: ZM) -> Z:
    return a.mean(axis=0) - a.mean(axis=1)[:1]


@compile(contract=False)
def spread(a: ZM) -> float:
    return np.var(a) + a.std()


@compile(contract=False)
def spread_along(a: ZM) -> V:
    return a.var(axis=0) + np.std(a, axis=1)[:1]


@compile(contract=False)
def products(a: ZM) -> complex:
    return a.prod()


@compile(contract=False)
def products_along(a: ZM) -> Z:
    return np.prod(a, axis=0) + a.prod(axis=1)[:1]


@compile(contract=False)
def tests(a: ZM) -> bool:
    return np.any(a) and not a.all()


@compile(contract=False)
def tests_along(a: ZM) -> B:
    return np.any(a, axis=0) ^ np.all(a, axis=1)[:1]


@compile(contract=False)
def running(a: Z) -> Z:
    return np.cumsum(a)


@compile(contract=False)
def running_products(a: ZM) -> ZM:
    return np.cumprod(a, axis=1) + np.cumsum(a, axis=0)


@compile(contract=False)
def counted(a: Z) -> int:
    return np.count_nonzero(a)


# Numbers alone


@compile(contract=False)
def of_numbers(z: complex) -> complex:
    return np.exp(z) + np.sqrt(z) - np.conj(z) + np.square(z)


@compile(contract=False)
def size_of_number(z: complex) -> float:
    return np.abs(z) + np.real(z) - np.imag(z)


# Products of vectors and matrices


@compile
def matrices(a: ZM, b: ZM) -> ZM:
    return a @ b


@compile
def single_matrices(a: SM, b: SM) -> SM:
    return a @ b


@compile
def matrix_by_reals(a: ZM, b: M) -> ZM:
    return a @ b


@compile
def matrix_by_vector(a: ZM, x: Z) -> Z:
    return a @ x


@compile
def vector_by_matrix(x: Z, a: ZM) -> Z:
    return np.dot(x, a)


@compile
def vectors(x: Z, y: Z) -> complex:
    return x @ y


@compile
def gathered(x: Z, y: Z, places: I) -> complex:
    return x @ y[places]


@compile
def table(x: Z, y: Z) -> ZM:
    return np.outer(x, y)


@compile
def length(x: Z) -> float:
    return np.linalg.norm(x)
