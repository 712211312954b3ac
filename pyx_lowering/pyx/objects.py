"""Between Python and native code: arguments that are accepted, results that become objects.

For each class of the author's that Python passes or gets there are two functions, one
that reads the fields of an object and one that makes an object of fields. They look the
class up where the function was defined, each time that they are called: native code is
imported before its class is there.
"""

from __future__ import annotations

from pyx_lowering.pyx.expressions import SUPPORT, fill
from pyx_lowering.pyx.names import Imports, Names, quoted
from pyx_lowering.pyx.writer import Writer
from pyx_lowering.types import ClassType, OptionalType, TupleType, Type, has_objects, scalars_of


class Objects:
    """Writes the conversions of one module; their functions go to `writer`."""

    def __init__(self, module: str, imports: Imports, names: Names) -> None:
        self.module = module
        self.imports = imports
        self.names = names
        self.writer = Writer()
        self.readers: dict[ClassType, str] = {}
        self.nothing = ""
        self.optional_readers: dict[OptionalType, str] = {}
        self.makers: dict[TupleType, str] = {}

    def argument(self, text: str, type_: Type, function: str, name: str) -> str:
        """The object that `text` gives, as the native type; nothing is cut off.

        `function` is the Python function that it is passed to, and `name` what messages
        call it; both are expressions.
        """
        if isinstance(type_, ClassType):
            return f"{self.reader(type_)}({text}, {function}, {name})"
        if isinstance(type_, OptionalType):
            return f"{self.optional_reader(type_)}({text}, {name})"
        if isinstance(type_, TupleType):
            check = self.imports.cimport(SUPPORT, "as_tuple")
            items = [self.argument(f"{text}[{i}]", item, function, name)
                     for i, item in enumerate(type_.items)]
            # The first item is read from what the check gives, so that it comes first.
            whole = f"{check}({text}, {len(items)}, {name})"
            items[0] = self.argument(f"{whole}[0]", type_.items[0], function, name)
            return f"({', '.join(items)},)"
        if not type_.accept:
            return text
        return fill(type_.accept, [text, name], self.imports)

    def result(self, text: str, type_: Type | None, function: str) -> str:
        """What Python gets of a native value."""
        assert type_ is not None
        if isinstance(type_, TupleType):
            made = has_objects(type_) or any(scalar.give for scalar in scalars_of(type_))
            return f"{self.maker(type_)}({text}, {function})" if made else text
        return fill(type_.give, [text], self.imports) if type_.give else text

    def absent(self) -> str:
        """What a parameter holds for which no argument was given."""
        if not self.nothing:
            self.nothing = self.names.fresh("absent")
            self.writer.line()
            self.writer.line()
            self.writer.line(f"cdef object {self.nothing} = object()")
        return self.nothing

    def reader(self, type_: ClassType) -> str:
        """The function that reads the fields of an object."""
        if type_ in self.readers:
            return self.readers[type_]
        name = self.readers[type_] = self.names.fresh(f"{type_.name}_fields")
        fields = [
            self.argument(
                type_.kind.read.format("value", cls="cls", field=field, index=index),
                item, "function", "name")
            for index, (field, item) in enumerate(zip(type_.fields, type_.items, strict=True))]
        comma = "," if len(fields) == 1 else ""
        self.start(
            f"cdef {type_.pyx} {name}(object value, object function, str name) except *:",
            f"The fields of an argument of the class `{type_.name}`.")
        with self.writer.indent():
            self.writer.line(f"cls = {self.found(type_)}")
            self.writer.line("if type(value) is not cls:")
            with self.writer.indent():
                self.writer.line(
                    f"raise TypeError(f\"argument '{{name}}' must be {type_.name}, "
                    'not {type(value).__name__}")')
            self.writer.line(f"return ({', '.join(fields)}{comma})")
        return name

    def optional_reader(self, type_: OptionalType) -> str:
        """The function that reads what may be None."""
        if type_ in self.optional_readers:
            return self.optional_readers[type_]
        base = type_.base
        name = self.optional_readers[type_] = self.names.fresh(f"{base}_or_none")
        if base.declared_in:
            self.imports.cimport(base.declared_in, base.pyx)
        self.start(
            f"cdef {type_.pyx} {name}(object value, str name) except *:",
            f"An argument of the type `{type_}`.")
        with self.writer.indent():
            self.writer.line(f"cdef {base.pyx} given = {fill(base.zero, (), self.imports)}")
            self.writer.line("if value is not None:")
            with self.writer.indent():
                self.writer.line(f"given = {self.argument('value', base, '', 'name')}")
            self.writer.line("return (value is not None, given)")
        return name

    def maker(self, type_: TupleType) -> str:
        """The function that makes an object, or a tuple with objects in it."""
        if type_ in self.makers:
            return self.makers[type_]
        base = type_.name if isinstance(type_, ClassType) else "tuple"
        if isinstance(type_, OptionalType):
            base = f"{type_.base}_or_none"
        name = self.makers[type_] = self.names.fresh(f"{base}_object")
        items = [self.result(f"fields[{index}]", item, "function")
                 for index, item in enumerate(type_.items)]
        self.start(
            f"cdef object {name}({type_.pyx} fields, object function):",
            f"What Python gets of a `{type_.name}`.")
        with self.writer.indent():
            if isinstance(type_, OptionalType):
                self.writer.line(f"return {items[1]} if fields[0] else None")
            elif isinstance(type_, ClassType):
                self.writer.line(f"cls = {self.found(type_)}")
                given = ", ".join(
                    f"{field}={item}" if field in type_.keywords else item
                    for field, item in zip(type_.fields, items, strict=True))
                self.writer.line(f"return {type_.kind.make.format(cls='cls', items=given)}")
            else:
                comma = "," if len(items) == 1 else ""
                self.writer.line(f"return ({', '.join(items)}{comma})")
        return name

    def start(self, declaration: str, doc: str) -> None:
        # What it calls is written before it, so that this begins a function of its own.
        self.writer.line()
        self.writer.line()
        self.writer.line(declaration)
        with self.writer.indent():
            self.writer.line(f'"""{doc}"""')

    def found(self, type_: ClassType) -> str:
        """The class, as an object."""
        if type_.module == self.module:
            return f"function.__wrapped__.__globals__[{quoted(type_.name)}]"
        importer = self.imports.python("importlib", "import_module")
        return f"{importer}({quoted(type_.module)}).{type_.name}"
