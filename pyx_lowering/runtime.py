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
    from typing import Any, Literal, ParamSpec, Protocol, TypeVar, overload

    F = TypeVar("F", bound=Callable[..., Any])
    P = ParamSpec("P")
    R = TypeVar("R", covariant=True)

    class Vectorized(Protocol[P, R]):
        """What type checkers see of a function with `vectorize=True`: numbers, or arrays."""

        @overload
        def __call__(self, *args: P.args, **keywords: P.kwargs) -> R: ...
        @overload
        def __call__(self, *args: Any, out: Any = None, **keywords: Any) -> Any: ...

else:

    def overload(function):  # `typing` is not worth its import time
        return function


__all__ = ["compile", "is_native", "native_file"]

#: The values that each option takes, the default first.
_OPTIONS: dict[str, tuple[object, ...]] = {
    "contract": (True, False),
    "overflow": ("python", "raise"),
    "vectorize": (False, True),
}


@overload
def compile(function: F, /) -> F: ...
@overload
def compile(
    *,
    contract: bool = True,
    overflow: Literal["python", "raise"] = "python",
    vectorize: Literal[False] = False,
) -> Callable[[F], F]: ...
@overload
def compile(
    *,
    vectorize: Literal[True],
    contract: bool = True,
    overflow: Literal["python", "raise"] = "python",
) -> Callable[[Callable[P, R]], Vectorized[P, R]]: ...
def compile(function: Any = None, /, **options: object) -> Any:
    """Mark a module-level function to be compiled into native code when its package is built.

    contract: `a * b + c` on floats is one fused multiply-add (one rounding).
    overflow: what an int past 64 bits does. "python": the call runs again as the
    Python function, which gives the exact answer; "raise": OverflowError.
    vectorize: the function of numbers takes NumPy arrays too, and is called for each of
    their elements.

    Returns the native function if there is one, otherwise the function itself (with
    `vectorize` one that calls it). Raises TypeError for an unknown option and ValueError
    for a wrong value of one.
    """
    _check_options(options)
    if options.get("vectorize"):
        return _vectorized if function is None else _vectorized(function)
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
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(native, name, getattr(function, name))
    loops = getattr(native, "__globals__", {}).get("__elementwise__", {})
    if function.__name__ in loops:
        native.__over_arrays__ = _OverArrays(function, *loops[function.__name__])
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


def _vectorized(function: Any) -> Any:
    """What takes numbers and arrays: the native function, or one that calls `function`."""
    native = compile(function)
    if native is not function:
        return native
    over_arrays = _OverArrays(function)

    def numbers_or_arrays(*args: Any, out: Any = None, **keywords: Any) -> Any:
        ndarray = getattr(sys.modules.get("numpy"), "ndarray", ())
        if out is None and not any(isinstance(v, ndarray) for v in (*args, *keywords.values())):
            return function(*args, **keywords)
        import inspect

        bound = inspect.signature(function).bind(*args, **keywords)
        bound.apply_defaults()
        return over_arrays(tuple(bound.arguments.values()), out)

    return adopt(numbers_or_arrays, function)


class _OverArrays:
    """Calls a function of numbers for each element of arrays, with NumPy's broadcasting.

    NumPy cuts the arrays into pieces without gaps, of the types of the function, and takes
    care of overlaps. The native loop, or Python, goes over the pieces.
    """

    def __init__(
        self, function: Any, loop: Any = None, params: Any = (), results: Any = (),
        is_tuple: bool = False,
    ) -> None:
        code = function.__code__
        count = code.co_argcount + code.co_kwonlyargcount
        self.function = function
        self.loop = loop
        #: The names of the parameters, the number of those by position, and the types of all.
        self.names = code.co_varnames[:count]
        self.positional = code.co_argcount
        self.params, self.results, self.is_tuple = params, results, is_tuple
        #: The same as classes, once they were needed.
        self.classes: Any = None
        if "out" in self.names:
            raise TypeError(
                f"{function.__name__}() has a parameter `out`, which vectorize=True adds")

    def __call__(self, values: tuple[Any, ...], out: Any) -> Any:
        """The results for all elements; `values` has an argument for each parameter."""
        numpy = __import__("numpy")  # which is there, because an array came
        if self.classes is None:
            self.classes = self._read_types(numpy)
            self.dtypes = [
                numpy.dtype("int64" if c is int else c) for some in self.classes for c in some]
        dtypes, shape = self.dtypes, getattr(values[0], "shape", None)
        if out is None and shape and all(
            type(value) is numpy.ndarray and value.shape == shape and value.dtype == dtype
            and value.flags.c_contiguous and value.flags.aligned
            for value, dtype in zip(values, dtypes[: len(values)], strict=True)
        ):
            # The usual case, which is worth a shorter way.
            answers = [numpy.empty(shape, dtype) for dtype in dtypes[len(values):]]
            self._call([array.reshape(-1) for array in (*values, *answers)], len(values))
            return tuple(answers) if self.is_tuple else answers[0]
        inputs = [
            self._input(numpy, *row)
            for row in zip(values, self.names, dtypes[: len(values)], strict=True)]
        outputs = self._outputs(numpy, out, dtypes[len(inputs):])
        given = [output.shape for output in outputs if output is not None]
        if given:
            shape = numpy.broadcast_shapes(*given, *(value.shape for value in inputs))
            if set(given) != {shape}:
                raise ValueError(f"`out` has the shape {given[0]}, but the results have {shape}")
        flags = ["contig", "aligned", "nbo", "overlap_assume_elementwise"]
        with numpy.nditer(
            [*inputs, *outputs],
            ["external_loop", "buffered", "growinner", "zerosize_ok", "copy_if_overlap"],
            [["readonly", *flags]] * len(inputs)
            + [["writeonly", "allocate", "no_subtype", *flags]] * len(outputs),
            dtypes, casting="unsafe",  # what is not safe was refused
        ) as iterator:
            made = iterator.operands[len(inputs):]
            for pieces in iterator:
                self._call(pieces, len(inputs))
        answers = [
            given if given is not None else new if new.ndim else new[()]
            for given, new in zip(outputs, made, strict=True)]
        return tuple(answers) if self.is_tuple else answers[0]

    def _call(self, pieces: Any, inputs: int) -> None:
        """Fill the last of the pieces, which all have as many elements."""
        params, _ = self.classes
        done, count = 0, len(pieces[0])
        while True:
            if self.loop is not None:
                done = self.loop(done, *pieces)
            if done == count:
                return
            # There is no native code, or no native answer.
            values = [
                piece[done] if c.__module__ == "numpy" else piece.item(done)
                for piece, c in zip(pieces[:inputs], params, strict=True)]
            answer = self._python(values)
            items = answer if self.is_tuple else (answer,)
            for piece, item in zip(pieces[inputs:], items, strict=True):
                # NumPy would cut off a float.
                piece[done] = item.__index__() if piece.dtype.kind in "iu" else item
            done += 1

    def _python(self, values: list[Any]) -> Any:
        names, rest = self.names[self.positional:], values[self.positional:]
        keywords = dict(zip(names, rest, strict=True))
        return self.function(*values[: self.positional], **keywords)

    def _input(self, numpy: Any, value: Any, name: str, dtype: Any) -> Any:
        if isinstance(value, (numpy.ndarray, numpy.generic)):
            masked = hasattr(value, "mask")
            if value.dtype.kind in "biufc" and numpy.can_cast(value.dtype, dtype) and not masked:
                return value
            raise TypeError(f"`{name}` must be {dtype} or what is safely cast to it, not "
                            f"{'a masked array of ' if masked else ''}{value.dtype}")
        if dtype.kind == "b":
            fits = isinstance(value, bool)
        else:
            methods = {"f": ["__float__"], "c": ["__complex__", "__float__"]}.get(dtype.kind, [])
            fits = any(hasattr(value, method) for method in [*methods, "__index__"])
        if not fits:
            raise TypeError(f"`{name}` must be a number or an array of {dtype}, not "
                            f"{type(value).__name__}")
        return numpy.array(value.__index__() if dtype.kind in "iu" else value, dtype)

    def _outputs(self, numpy: Any, out: Any, dtypes: list[Any]) -> tuple[Any, ...]:
        """The arrays that are given for results; None for each that is to be made."""
        outputs = out if isinstance(out, tuple) else (out,) * (len(dtypes) if out is None else 1)
        if len(outputs) != len(dtypes):
            raise ValueError(f"`out` must be a tuple of {len(dtypes)} arrays")
        for output, dtype in zip(outputs, dtypes, strict=True):
            if output is None:
                continue
            if not isinstance(output, numpy.ndarray) or hasattr(output, "mask"):
                raise TypeError(f"`out` must be an array, not {type(output).__name__}")
            if not numpy.can_cast(dtype, output.dtype, "same_kind"):
                raise TypeError(f"`out` must be an array of {dtype}, not of {output.dtype}")
            if not output.flags.writeable:
                raise ValueError("`out` is read-only, and would be written to")
        return outputs

    def _read_types(self, numpy: Any) -> Any:
        """The classes of the parameters and results: as compiled, or as annotated."""
        if self.loop is not None:
            python = {"float": float, "int": int, "bool": bool, "complex": complex}
            return tuple(
                [python.get(name) or getattr(numpy, name[3:]) for name in names]
                for names in (self.params, self.results))
        import typing

        # Imports for type checkers only are not there.
        scope = {"np": numpy, "numpy": numpy, **self.function.__globals__}
        hints = typing.get_type_hints(self.function, scope)
        result = hints.get("return")
        self.is_tuple = typing.get_origin(result) is tuple
        items = typing.get_args(result) if self.is_tuple else (result,)
        return tuple(
            [self._class(typing, numpy, hint) for hint in some]
            for some in (map(hints.get, self.names), items))

    def _class(self, typing: Any, numpy: Any, hint: Any) -> Any:
        hint = getattr(hint, "__value__", hint)  # of `type Name = ...`
        arguments = typing.get_args(hint)
        if typing.get_origin(hint) is typing.Literal:
            hint = type(arguments[0])
        elif typing.get_origin(hint) is typing.Final:
            hint = arguments[0]
        if hint in (float, int, bool, complex) or (
            isinstance(hint, type) and issubclass(hint, numpy.generic)
        ):
            return hint
        raise TypeError(f"{self.function.__name__}() cannot be called for the elements of arrays: "
                        f"it is annotated {hint!r}, and not with a number")


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

    The compiler (`discover`) states the same rule; a test compares the two.
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
