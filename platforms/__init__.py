"""Wheels for other platforms, made and run on one Linux machine: WebAssembly and containers.

Nothing here is installed. `make web`, `make wheels` and the tests use it.
"""
