from cmake_without_lists.inner.kernels import cube

__all__ = ["cube"]
