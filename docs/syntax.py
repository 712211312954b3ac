"""Every construct of Python's grammar, each with an example that is compiled to see.

`docs/generate.py` writes the table of supported syntax from these rows: what compiles is
supported, and the others are shown with the error that they give. A row is a section, a
title, and the body of a function with the parameters `x: float`, `y: float`, `n: int`
and `b: bool` (or a whole module, if it has an `@compile`).
"""

from __future__ import annotations

import ast
import textwrap
from dataclasses import dataclass
from pathlib import Path

from pyx_lowering.diagnostics import CompileError
from pyx_lowering.discover import Project, parse_module
from pyx_lowering.driver import compile_module
from pyx_lowering.source import SourceFile

_HEADER = "import math\nfrom pyx_lowering import compile\n\nLIMIT = 10\n\n\n"
_DEFINITION = "@compile\ndef f(x: float, y: float, n: int, b: bool) -> float:\n"


@dataclass(frozen=True)
class Example:
    """A construct: how the page calls it, and source that uses it."""

    section: str
    title: str
    body: str

    @property
    def source(self) -> str:
        """A whole module."""
        if "@compile" in self.body:
            return f"{_HEADER}{self.body}\n"
        return f"{_HEADER}{_DEFINITION}{textwrap.indent(self.body, '    ')}\n    return x\n"

    def refusal(self) -> str:
        """The first sentence of the error that it gives; nothing if it compiles."""
        file = SourceFile(Path("example.py"), self.source, "example.py")
        try:
            compile_module(parse_module(file, "example"), Project([]))
        except CompileError as error:
            return error.diagnostics[0].message
        return ""

    @property
    def nodes(self) -> set[type[ast.AST]]:
        """The kinds of syntax nodes that it has."""
        return {type(node) for node in ast.walk(ast.parse(self.source))}


STATEMENTS: dict[str, str] = {
    "assignment": "z = w = x + y",
    "annotated assignment": "z: float = 0",
    "augmented assignment": "x += y",
    "unpacking": "x, y = y, x",
    "starred unpacking": "first, *rest = (x, y, x)",
    "deleting a name": "z = x\ndel z",
    "`if`, `elif`, `else`": "if n > 0:\n    x = y\nelif b:\n    x = 1.0\nelse:\n    x = 2.0",
    "`while`": "while n > 0:\n    n -= 1\nelse:\n    x = 0.0",
    "`for` over `range`": "for i in range(10, 0, -2):\n    x += i\nelse:\n    x = 0.0",
    "`for` over a tuple": "for z in (x, y):\n    x += z",
    "`for` with `enumerate`, `zip`, `reversed`":
        "for i, (j, k) in enumerate(zip(range(n), reversed(range(n)))):\n    x += i * j - k",
    "`break`, `continue`": "for i in range(n):\n    if b:\n        continue\n    break",
    "`pass`": "pass",
    "`return`": "return x",
    "several results": "@compile\ndef f(x: float, n: int) -> tuple[float, int]:\n    return x, n",
    "`assert`": "assert x > 0, 'positive'",
    "`raise`": "if b:\n    raise ValueError(f'bad: {x:.3f}')",
    "`raise` again": "try:\n    x /= y\nexcept ZeroDivisionError:\n    raise",
    "`raise ... from None`": "if b:\n    raise ValueError from None",
    "`raise ... from error`":
        "try:\n    x /= y\nexcept ZeroDivisionError as e:\n    raise ValueError from e",
    "`try`, `except`, `else`, `finally`":
        "try:\n    x /= y\nexcept (ZeroDivisionError, OverflowError) as error:\n    x = 0.0\n"
        "else:\n    y = 1.0\nfinally:\n    n += 1",
    "`except*`": "try:\n    x /= y\nexcept* ZeroDivisionError:\n    x = 0.0",
    "`match` on values": "match n:\n    case 0 | 1:\n        x = y\n    case -2:\n        x = 0.0\n"
        "    case m if m > 5:\n        n = m\n    case _:\n        pass",
    "`match` on bools": "match b:\n    case True:\n        x = y\n    case False:\n        x = 0.0",
    "`match` on tuples": "match (n, x):\n    case (0, 1.5):\n        x = y\n"
        "    case (m, _):\n        n = m",
    "`match` with `*`": "match (n, x):\n    case (m, *rest):\n        n = m",
    "`match` with `as`": "match (n, x):\n    case (m, _) as pair:\n        n = m",
    "`match` on classes": "match n:\n    case int():\n        x = y",
    "`match` on mappings": "match n:\n    case {'a': 1}:\n        x = y",
    "`print`": "print('x is', x, n, sep=': ', end='\\n')",
    "a nested function": "def g(z: float) -> float:\n    return z + x\nx = g(y)",
    "`nonlocal`": "def g() -> None:\n    nonlocal x\n    x = 1.0\ng()",
    "`global`": "global LIMIT\nLIMIT = 1",
    "`with`": "with b:\n    pass",
    "`import` in a function": "import math",
    "`from ... import` in a function": "from math import sin",
    "a class": "class Point:\n    pass",
    "a decorated function": "@compile\n@staticmethod\ndef f(x: float) -> float:\n    return x",
    "`type` in a function": "type T = float",
    "`async`": "@compile\nasync def f(x: float) -> float:\n    await x\n"
        "    async for i in x:\n        pass\n    async with x:\n        pass\n    return x",
    "a generator": "@compile\ndef f(n: int) -> int:\n    yield n",
    "`yield from`": "@compile\ndef f(n: int) -> int:\n    yield from n",
}

EXPRESSIONS: dict[str, str] = {
    "arithmetic": "z = -x + y - x * y / 2 // 3 % 5 ** 2 + +n",
    "bitwise operators": "n = ~n & 255 | 3 ^ 1 << 2 >> 1",
    "`@`": "z = x @ y",
    "comparisons and chains": "b = 0 < x <= y != 3 and x >= y or x == y > 2",
    "`and`, `or`, `not`": "b = b and not n or x",
    "`is None`, `is not None`": "b = x is None or y is not None",
    "`in`, `not in`": "b = n in (1, 2) or n not in (3, 4)",
    "`in` a range, or a list or set that is written there":
        "b = n in range(3, n, 2) or n in [1, 2] or x not in {0.5, n}",
    "conditional expression": "z = x if b else y",
    "`:=`": "z = (w := x) + w",
    "`lambda`": "g = lambda z: z + x\nx = g(y)",
    "calls": "z = math.atan2(x, y)",
    "keyword arguments": "b = math.isclose(x, y, rel_tol=1e-6)",
    "`*` in a call": "z = math.atan2(*(x, y))",
    "`**` in a call": "z = math.atan2(**{})",
    "`sum`, `any`, `all`, `min`, `max` of a generator expression":
        "x = sum(i * x for i in range(n) if i % 2)",
    "a generator expression elsewhere": "z = (i for i in range(n))",
    "tuples": "z = (x, n)",
    "indexing a tuple": "z = (x, y)[n]",
    "slicing a tuple": "z = (x, y)[0:1]",
    "comparing tuples": "b = (x, n) < (y, 2) or (x, y) == (y, x)",
    "`len` of a tuple": "n = len((x, y))",
    "attributes and methods of numbers": "b = x.is_integer() or n.bit_length() > n.real",
    "f-strings, outside of `raise`, `assert` and `print`": "z = f'{x}'",
    "strs and bytes: length, items, slices, comparisons, `in`, loops":
        "s = 'text'\nfor c in s[1:]:\n    if c in 'aeiou' or c == s[n]:\n        n += ord(c)\n"
        "n += len(s) + b'\\xff'[0]",
    "methods of a str": "b = chr(n).isdigit() or 'text'.find(chr(n)) > 0",
    "making a new str": "z = chr(n) + 'text'",
    "a list": "z = [x, y]",
    "a list comprehension": "z = [i for i in range(n)]",
    "items and slices of a list": "z = [x] * n\nz[0] = z[-1] + y\nz[1] += x\nz[2:4] = z[:2]",
    "methods of a list": "z = []\nz.append(x)\nz.extend([y, x])\nx = z.pop()\n"
        "z.insert(1, x)\nz.reverse()\nn = z.index(x) + z.count(y)\nz.clear()",
    "a loop over a list": "for z in [x, y]:\n    x += z",
    "a list as a parameter": "@compile\ndef f(values: list[float], i: int) -> float:\n"
        "    return values[i] + sum(values)",
    "a list as a result": "@compile\ndef f(n: int) -> list[int]:\n    return [n]",
    "an array": "import numpy as np\n@compile\ndef f(n: int, x: float) -> float:\n"
        "    a = np.zeros(n)\n    a[1:] = x\n    return a[0]",
    "views of an array": "import numpy as np\n@compile\ndef f(n: int) -> float:\n"
        "    a = np.ones((n, n))\n    return a[1:-1, ::2].T[0][-1] + a[..., None][0, 0, 0]",
    "whole arrays": "import numpy as np\n@compile\ndef f(n: int) -> float:\n"
        "    a = np.arange(n) * 0.5\n    a += np.where(a > 1.0, np.sqrt(a), 2.0)\n"
        "    return np.sum(a * a)",
    "`@` of arrays": "import numpy as np\n@compile\ndef f(n: int) -> float:\n"
        "    a = np.eye(n)\n    return (a @ a)[0, 0]",
    "an array as a result": "import numpy as np\nimport numpy.typing as npt\n@compile\n"
        "def f(n: int) -> npt.NDArray[np.float64]:\n    return np.linspace(0.0, 1.0, n)",
    "a set": "z = {x, y}",
    "a set comprehension": "z = {i for i in range(n)}",
    "a dict": "z = {n: x}",
    "a dict comprehension": "z = {i: i for i in range(n)}",
}

DEFINITIONS: dict[str, str] = {
    "defaults": "@compile\ndef f(x: float, n: int = 3) -> float:\n    return x * n",
    "positional-only and keyword-only parameters":
        "@compile\ndef f(x: float, /, y: float, *, n: int = 3) -> float:\n    return x * y * n",
    "`*args`": "@compile\ndef f(*args: float) -> float:\n    return 0.0",
    "`**kwargs`": "@compile\ndef f(**kwargs: float) -> float:\n    return 0.0",
    "no result": "@compile\ndef f(x: float) -> None:\n    assert x > 0",
    "tuple parameters": "@compile\ndef f(p: tuple[float, int]) -> float:\n    return p[0] * p[1]",
    "calling a plain function of the package":
        "def g(z):\n    return z * 2\n\n@compile\ndef f(x: float) -> float:\n    return g(x)",
    "passing functions to a plain function":
        "def g(h, z):\n    return h(z)\n\n@compile\ndef f(x: float) -> float:\n"
        "    return g(math.sin, x)",
    "passing functions to a marked function":
        "from collections.abc import Callable\n\n@compile\n"
        "def g(h: Callable[[float], float], z: float) -> float:\n    return h(z)\n\n@compile\n"
        "def f(x: float) -> float:\n    return g(math.sin, x)",
    "type variables with constraints":
        "from typing import TypeVar\n\nT = TypeVar('T', int, float)\n\n@compile\n"
        "def f(x: T, y: T) -> T:\n    return x * y",
    "other type variables":
        "from typing import TypeVar\n\nT = TypeVar('T')\n\n@compile\n"
        "def f(x: T) -> T:\n    return x",
    "`typing.overload`":
        "from typing import overload\n\n@overload\ndef f(x: int) -> int: ...\n@overload\n"
        "def f(x: float) -> float: ...\n@compile\ndef f(x):\n    return x + x",
    "recursion": "@compile\ndef f(n: int) -> int:\n    return n * f(n - 1) if n > 1 else 1",
    "methods": "class Point:\n    @compile\n    def f(self, x: float) -> float:\n        return x",
    "enumerations":
        "import enum\n\nclass Side(enum.Enum):\n    LEFT = 1.0\n    RIGHT = -1.0\n\n@compile\n"
        "def f(x: float, side: Side) -> Side:\n"
        "    return Side.LEFT if side is Side.RIGHT else side",
    "named tuples":
        "from typing import NamedTuple\n\nclass Point(NamedTuple):\n    x: float\n"
        "    y: float = 0.0\n\n@compile\ndef f(p: Point) -> Point:\n    x, y = p\n"
        "    return Point(y, y=p.x)",
    "frozen dataclasses":
        "from dataclasses import dataclass\n\n@dataclass(frozen=True)\nclass Ball:\n"
        "    radius: float\n\n    @property\n    def size(self) -> float:\n"
        "        return self.radius * 2.0\n\n@compile\ndef f(b: Ball) -> float:\n"
        "    return b.size",
    "other dataclasses":
        "from dataclasses import dataclass\n\n@dataclass\nclass Ball:\n    radius: float\n\n"
        "@compile\ndef f(b: Ball) -> float:\n    return b.radius",
    "str and bytes parameters and results":
        "@compile\ndef f(s: str, b: bytes) -> str:\n    return s[b[0]:]",
    "type parameters": "@compile\ndef f[T](x: T) -> T:\n    return x",
}

EXAMPLES = [
    *(Example("Statements", title, body) for title, body in STATEMENTS.items()),
    *(Example("Expressions", title, body) for title, body in EXPRESSIONS.items()),
    *(Example("Functions", title, body) for title, body in DEFINITIONS.items()),
]

#: The kinds of nodes of the grammar; each is in some example.
GRAMMAR = {
    kind
    for base in (ast.stmt, ast.expr, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.pattern,
                 ast.excepthandler)
    for kind in base.__subclasses__()
}


def covered() -> set[type[ast.AST]]:
    """The kinds of nodes that the examples have."""
    return set().union(*(example.nodes for example in EXAMPLES))
