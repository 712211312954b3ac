"""What each kernel is called with, and how near its results must be to NumPy's.

Sizes are such that NumPy takes between some tenths of a millisecond and some tenths of a
second; `scale` makes them smaller for tests.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

#: Makes the arguments of a call; the first argument scales the sizes.
Make = Callable[[float], list[Any]]


@dataclass(frozen=True)
class Kernel:
    """A function of a module here, what makes its arguments, and the bound on its results.

    `units`: by how many units in the last place of the largest element results may differ from
    NumPy's; 0 where the arithmetic is the same, so that the bits must be.
    """

    name: str
    module: str
    make: Make
    units: float = 0


KERNELS: dict[str, Kernel] = {}


def kernel(module: str, units: float = 0) -> Callable[[Make], Make]:
    def add(make: Make) -> Make:
        KERNELS[make.__name__] = Kernel(make.__name__, module, make, units)
        return make
    return add


def random() -> np.random.Generator:
    return np.random.default_rng(42)


def square(count: int, n: int) -> list[Any]:
    source = random()
    return [source.random((n, n)) for _ in range(count)]


# Linear algebra. All elements are positive where sums of products are compared, so that the
# documented bound, units of the sum of their sizes, is one of units of the result.


def sized(scale: float, n: int) -> int:
    return max(4, int(scale * n))


@kernel("dense", units=1000)
def gemm(scale: float) -> list[Any]:
    return [1.5, 1.2, *square(3, sized(scale, 300))]


@kernel("dense", units=2000)
def k2mm(scale: float) -> list[Any]:
    return [1.5, 1.2, *square(4, sized(scale, 240))]


@kernel("dense", units=2000)
def k3mm(scale: float) -> list[Any]:
    return square(4, sized(scale, 240))


@kernel("dense", units=4000)
def atax(scale: float) -> list[Any]:
    n = sized(scale, 1000)
    return [random().random((n, n + n // 5)), random().random(n + n // 5)]


@kernel("dense", units=4000)
def bicg(scale: float) -> list[Any]:
    n, m, source = sized(scale, 1000), sized(scale, 1200), random()
    return [source.random((n, m)), source.random(m), source.random(n), np.zeros(m), np.zeros(n)]


@kernel("dense", units=4000)
def mvt(scale: float) -> list[Any]:
    n, source = sized(scale, 1000), random()
    return [*(source.random(n) for _ in range(4)), source.random((n, n))]


@kernel("dense", units=4000)
def gemver(scale: float) -> list[Any]:
    n, source = sized(scale, 800), random()
    return [1.5, 1.2, source.random((n, n)), *(source.random(n) for _ in range(8))]


@kernel("dense", units=4000)
def gesummv(scale: float) -> list[Any]:
    n = sized(scale, 1000)
    return [1.5, 1.2, *square(2, n), random().random(n)]


@kernel("dense", units=100)
def doitgen(scale: float) -> list[Any]:
    n, source = sized(scale, 60), random()
    return [source.random((n, n, n)), source.random((n, n))]


@kernel("dense", units=1000)
def symm(scale: float) -> list[Any]:
    n, source = sized(scale, 80), random()
    return [1.5, 1.2, *(source.random((n, n)) for _ in range(3))]


@kernel("dense")
def syrk(scale: float) -> list[Any]:
    n, source = sized(scale, 100), random()
    return [1.5, 1.2, source.random((n, n)), source.random((n, n))]


@kernel("dense")
def syr2k(scale: float) -> list[Any]:
    n, source = sized(scale, 80), random()
    return [1.5, 1.2, *(source.random((n, n)) for _ in range(3))]


@kernel("dense", units=1000)
def trmm(scale: float) -> list[Any]:
    n, source = sized(scale, 100), random()
    return [1.5, source.random((n, n)), source.random((n, n))]


def dominant(n: int) -> Any:
    """A matrix whose elimination is stable."""
    matrix = random().random((n, n)) / n
    return matrix + matrix.T + 2.0 * np.eye(n)


@kernel("dense", units=1000)
def trisolv(scale: float) -> list[Any]:
    n = sized(scale, 1500)
    return [np.tril(dominant(n)), np.zeros(n), random().random(n)]


@kernel("dense", units=1000)
def cholesky(scale: float) -> list[Any]:
    return [dominant(sized(scale, 150))]


@kernel("dense", units=1000)
def lu(scale: float) -> list[Any]:
    return [dominant(sized(scale, 130))]


@kernel("dense", units=1000)
def ludcmp(scale: float) -> list[Any]:
    n = sized(scale, 130)
    return [dominant(n), random().random(n)]


@kernel("dense", units=10000)
def gramschmidt(scale: float) -> list[Any]:
    n = sized(scale, 100)
    return [random().random((n + n // 4, n)) + np.eye(n + n // 4, n) * n, np.zeros((n + n // 4, n)),
            np.zeros((n, n))]


@kernel("dense", units=10000)
def durbin(scale: float) -> list[Any]:
    n = sized(scale, 1200)
    return [0.5 ** np.arange(1.0, n + 1.0) + 1e-3 * random().random(n) / n]


@kernel("dense", units=2000)
def covariance(scale: float) -> list[Any]:
    n = sized(scale, 300)
    return [random().random((n + n // 4, n))]


@kernel("dense", units=2000)
def correlation(scale: float) -> list[Any]:
    return covariance(scale)


@kernel("dense")
def floyd_warshall(scale: float) -> list[Any]:
    return [np.rint(random().random((sized(scale, 120),) * 2) * 1000.0)]


# Stencils


@kernel("stencils")
def jacobi_1d(scale: float) -> list[Any]:
    n, source = sized(scale, 3000), random()
    return [sized(scale, 400), source.random(n), source.random(n)]


@kernel("stencils")
def jacobi_2d(scale: float) -> list[Any]:
    return [sized(scale, 40), *square(2, sized(scale, 180))]


@kernel("stencils")
def heat_3d(scale: float) -> list[Any]:
    n, source = sized(scale, 32), random()
    return [sized(scale, 20), source.random((n, n, n)), source.random((n, n, n))]


@kernel("stencils")
def seidel_2d(scale: float) -> list[Any]:
    return [sized(scale, 5), *square(1, sized(scale, 150))]


@kernel("stencils")
def fdtd_2d(scale: float) -> list[Any]:
    n, m = sized(scale, 160), sized(scale, 200)
    source = random()
    return [*(source.random((n, m)) for _ in range(3)), source.random(sized(scale, 40))]


@kernel("stencils")
def adi(scale: float) -> list[Any]:
    return [sized(scale, 12), *square(1, sized(scale, 120))]


@kernel("stencils", units=64)
def deriche(scale: float) -> list[Any]:
    return [0.25, random().random((sized(scale, 350), sized(scale, 220)))]


@kernel("stencils")
def hdiff(scale: float) -> list[Any]:
    n, k, source = sized(scale, 64), sized(scale, 60), random()
    return [source.random((n + 4, n + 4, k)), source.random((n, n, k))]


@kernel("stencils")
def vadv(scale: float) -> list[Any]:
    n, k, source = sized(scale, 60), sized(scale, 40), random()
    field = [source.random((n, n, k)) for _ in range(2)]
    return [field[0], field[1], source.random((n + 1, n, k)), source.random((n, n, k)), 3.0 / 20.0]


@kernel("stencils")
def cavity_flow(scale: float) -> list[Any]:
    n = sized(scale, 61)
    step = 2.0 / (n - 1.0)
    fields = [np.zeros((n, n)) for _ in range(3)]
    return [sized(scale, 25), sized(scale, 25), *fields, 0.1 / n, step, step, 1.0, 0.1]


@kernel("stencils")
def channel_flow(scale: float) -> list[Any]:
    n = sized(scale, 61)
    step = 2.0 / (n - 1.0)
    fields = [np.zeros((n, n)) for _ in range(3)]
    limit = 5e-3 / scale
    return [sized(scale, 25), limit, *fields, 0.1 / n, step, step, 1.0, 0.1, 1.0]


# Others


@kernel("loops", units=16)
def arc_distance(scale: float) -> list[Any]:
    n, source = sized(scale, 100_000), random()
    return [source.random(n) for _ in range(4)]


@kernel("loops", units=16)
def go_fast(scale: float) -> list[Any]:
    return square(1, sized(scale, 1000))


@kernel("loops")
def clipping(scale: float) -> list[Any]:
    return [*square(2, sized(scale, 800)), 0.2, 0.8, 1.5]


@kernel("loops")
def azimint_naive(scale: float) -> list[Any]:
    n, source = sized(scale, 40_000), random()
    return [source.random(n), source.random(n), sized(scale, 100)]


@kernel("loops")
def azimint_hist(scale: float) -> list[Any]:
    n, source = sized(scale, 400_000), random()
    return [source.random(n), source.random(n), sized(scale, 100)]


@kernel("loops")
def crc16(scale: float) -> list[Any]:
    return [random().integers(0, 256, sized(scale, 20_000), np.uint8)]


@kernel("loops")
def nussinov(scale: float) -> list[Any]:
    return [random().integers(0, 4, sized(scale, 50))]


@kernel("loops", units=1000)
def nbody(scale: float) -> list[Any]:
    n, source = sized(scale, 60), random()
    mass = 20.0 * np.ones(n) / n
    # Bodies that come near each other would amplify the rounding of one step in those that follow.
    return [mass, source.random((n, 3)), source.random((n, 3)), sized(scale, 60), 0.05, 1.0, 1.0]


@kernel("loops", units=1000)
def spmv(scale: float) -> list[Any]:
    n, source = sized(scale, 4000), random()
    row = np.concatenate([[0], np.cumsum(source.integers(1, 20, n))])
    col = source.integers(0, n, row[-1])
    return [row, col, source.random(row[-1]), source.random(n)]


@kernel("loops")
def mandelbrot1(scale: float) -> list[Any]:
    n = sized(scale, 125)
    return [-1.75, 0.25, -1.0, 1.0, n, n, sized(scale, 60), 2.0]


@kernel("loops")
def mandelbrot2(scale: float) -> list[Any]:
    n = sized(scale, 200)
    return [-2.25, 0.75, -1.25, 1.25, n, n, sized(scale, 80), 2.0]


def complexes(*shape: int) -> Any:
    source = random()
    return source.random(shape) + 1j * source.random(shape)


@kernel("loops", units=1000)
def stockham_fft(scale: float) -> list[Any]:
    r, k = 2, 5 if scale < 1 else 14
    return [r, k, complexes(r ** k)]


@kernel("loops", units=100000)
def contour_integral(scale: float) -> list[Any]:
    n, slabs = sized(scale, 80), 2
    return [n, slabs, complexes(slabs + 1, n, n), complexes(32), complexes(n, n)]


# Networks


def singles(*shapes: tuple[int, ...]) -> list[Any]:
    source = random()
    return [source.random(shape, np.float32) for shape in shapes]


@kernel("networks", units=16)
def softmax(scale: float) -> list[Any]:
    n = sized(scale, 64)
    return singles((sized(scale, 16), 8, n, n))


@kernel("networks", units=2000)
def mlp(scale: float) -> list[Any]:
    n, classes = sized(scale, 300), 10
    sizes = [n, sized(scale, 400), sized(scale, 300), classes]
    shapes: list[tuple[int, ...]] = [(8, n)]
    for before, after in itertools.pairwise(sizes):
        shapes += [(before, after), (after,)]
    return [each - np.float32(0.5) for each in singles(*shapes)]


@kernel("networks", units=1000)
def conv2d_bias(scale: float) -> list[Any]:
    n = sized(scale, 32)
    return singles((8, n, n, 3), (2, 2, 3, 16), (16,))


@kernel("networks", units=4000)
def lenet(scale: float) -> list[Any]:
    n = max(20, int(scale * 28))
    side = ((n - 4) // 2 - 4) // 2
    return singles((4, n, n, 1), (5, 5, 1, 6), (6,), (5, 5, 6, 16), (16,),
                   (side * side * 16, 120), (120,), (120, 84), (84,), (84, 10), (10,))


@kernel("networks", units=100000)
def resnet(scale: float) -> list[Any]:
    n, wide, narrow = sized(scale, 14), 32, 8
    return singles((4, n, n, wide), (1, 1, wide, narrow), (3, 3, narrow, narrow),
                   (1, 1, narrow, wide))
