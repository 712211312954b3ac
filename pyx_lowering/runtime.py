# SPDX-License-Identifier: Apache-2.0
"""What `@compile` means when a program runs.

The decorator imports the extension module that the build put beside the Python
module and returns its function of the same name. Where there is none, it returns
the Python function. With `PYX_LOWERING_DISABLE=1` in the environment it always does.

This one file is copied into the wheels that are built with pyx-lowering. So it
imports nothing but the standard library, and of that as little as it can.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType
    from typing import Any, Literal, TypeVar, overload

    F = TypeVar("F", bound=Callable[..., Any])
else:

    def overload(function):  # `typing` is not worth its import time
        return function


__all__ = ["compile", "is_native", "native_file"]

#: The values that each option takes, the default first.
_OPTIONS: dict[str, tuple[object, ...]] = {
    "contract": (True, False),
    "overflow": ("python", "raise"),
}


@overload
def compile(function: F, /) -> F: ...
@overload
def compile(
    *, contract: bool = True, overflow: Literal["python", "raise"] = "python"
) -> Callable[[F], F]: ...
def compile(function: Any = None, /, **options: object) -> Any:
    """Mark a module-level function to be compiled into native code when its package is built.

    contract: `a * b + c` on floats is one fused multiply-add (one rounding).
    overflow: what an int past 64 bits does. "python": the call runs again as the
    Python function, which gives the exact answer; "raise": OverflowError.

    Returns the native function if there is one, otherwise the function itself.
    Raises TypeError for an unknown option and ValueError for a wrong value of one.
    """
    _check_options(options)
    if function is None:
        return _native_or_same
    if not callable(function):
        raise TypeError(
            f"compile() marks a function, not {type(function).__name__}; "
            "options are given by keyword, as in @compile(contract=False)"
        )
    return _native_or_same(function)


def is_native(function: object) -> bool:
    """Whether calling `function` runs native code."""
    return native_file(function) is not None


def native_file(function: object) -> str | None:
    """The file of the extension module that `function` comes from; None if it is Python."""
    if type(function).__name__ != "cython_function_or_method":
        return None
    file = getattr(function, "__globals__", {}).get("__file__")
    return file if isinstance(file, str) else None


def adopt(native: Any, function: Any) -> Any:
    """Give the native function the identity of the Python function that it was made from."""
    native.__wrapped__ = function
    for name in ("__module__", "__qualname__", "__doc__"):
        setattr(native, name, getattr(function, name))
    try:
        native.__annotations__ = function.__annotations__
    except NameError:
        pass  # Since 3.14 they are evaluated here, and may name what only type checkers see.
    return native


def _check_options(options: Mapping[str, object]) -> None:
    for name, value in options.items():
        values = _OPTIONS.get(name)
        if values is None:
            import difflib

            near = difflib.get_close_matches(name, _OPTIONS, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise TypeError(
                f"compile() has no option {name!r}; {hint}the options are {', '.join(_OPTIONS)}"
            )
        # `1 == True`, but the build reads literals and would not accept it.
        if not any(type(value) is type(v) and value == v for v in values):
            raise ValueError(
                f"option {name!r} of compile() is {' or '.join(map(repr, values))}, not {value!r}"
            )


def _native_or_same(function: F) -> F:
    """The native function of the same name, or `function` itself."""
    if os.environ.get("PYX_LOWERING_DISABLE", "0") not in ("", "0"):
        return function
    scope = getattr(function, "__globals__", None)
    name = getattr(function, "__name__", None)
    if scope is None or name != function.__qualname__:
        return function  # Only functions at module level are compiled.
    module = _module_name(scope)
    if module is None:
        return function
    extension = _extension(module, name, scope)
    if extension is None:
        return function
    native = getattr(extension, name, None)
    if native is None:
        if name in getattr(extension, "__python__", ()):
            return function  # The build said so.
        _warn(f"{module}.{name} is not in {extension.__file__}, which was compiled from another "
              "version of the module; running the Python code")
        return function
    adopted: F = adopt(native, function)
    return adopted


def _module_name(scope: Mapping[str, Any]) -> str | None:
    """The name under which the build knows the module; None for a script or an input line."""
    name: str | None = scope.get("__name__")
    if name == "__main__":  # `python -m package.module`
        name = getattr(scope.get("__spec__"), "name", None)
    return name


#: By module name: the functions that asked so far, and what they got.
_modules: dict[str, tuple[set[str], ModuleType | None]] = {}


def _extension(module: str, name: str, scope: Mapping[str, Any]) -> ModuleType | None:
    """The extension module of `module`; looked for once each time that the module runs."""
    asked, extension = _modules.get(module, (set(), None))
    # A name that asks again means that the module is being reloaded, after an edit perhaps.
    if not asked or name in asked:
        asked, extension = set(), _find(module, scope)
        _modules[module] = asked, extension
    asked.add(name)
    return extension


def _find(module: str, scope: Mapping[str, Any]) -> ModuleType | None:
    name = extension_name(module, is_package="__path__" in scope)
    if __package__ == "pyx_lowering":  # not a copy in a wheel, which is never editable
        __import__("pyx_lowering.editable")
        answer = sys.modules["pyx_lowering.editable"].find(module, name, scope.get("__file__", ""))
        if answer is not None:
            extension: ModuleType | None = answer[0]
            if answer[1] is not None:
                _warn(answer[1])
            return extension
    try:
        __import__(name)
    except ModuleNotFoundError as error:
        # The name, or a package on the way to it. What else is missing is a failure.
        if error.name is not None and f"{name}.".startswith(f"{error.name}."):
            return None
        _warn(f"{name} cannot be imported ({error}); running the Python code of {module}")
    except Exception as error:
        _warn(f"{name} cannot be imported ({error}); running the Python code of {module}")
    return sys.modules.get(name)


def extension_name(module: str, *, is_package: bool) -> str:
    """Where the native code of `module` is: `pkg.kernels` → `pkg._kernels_native`.

    The compiler (`discover.py`) states the same rule; a test compares the two.
    """
    parent, _, stem = module.rpartition(".")
    if is_package:
        parent, stem = module, "init"
    return f"{parent}._{stem}_native" if parent else f"_{stem}_native"


def _warn(message: str) -> None:
    """Warn at the line of the user's module that the call came from."""
    import warnings

    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_code.co_filename == __file__:
        level, frame = level + 1, frame.f_back
    warnings.warn(message, RuntimeWarning, stacklevel=level)
