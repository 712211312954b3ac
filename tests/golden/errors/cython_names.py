from pyx_lowering import compile


@compile
def include(x: float) -> float:
    return x


@compile
def area(cdef: float) -> float:
    return cdef


@compile
def local_names_are_free(x: float) -> float:
    cimport = x + 1.0
    return cimport
