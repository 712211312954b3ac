"""The simple statements of random programs, and what their writer must remember."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.program_expressions import BOOL, COMPLEX, FLOAT, INT, KINDS, Expressions, Signature

#: What an int expression must contain to grow faster than by a few bits a step.
_GROWS = re.compile(r"\*|<<|lcm|comb|perm|factorial|_f\d")
_EXCEPTIONS = ("ValueError", "ArithmeticError", "RuntimeError", "IndexError", "OverflowError")


@dataclass
class StatementWriter:
    """Writes the lines of one function, of which it knows what is bound."""

    rng: random.Random
    name: str
    functions: list[Signature]
    calm: bool
    recursive: bool = False
    lines: list[str] = field(default_factory=list)
    indent: int = 1
    loops: int = 0
    #: How many `try` statements are around.
    tries: int = 0
    counter: int = 0
    #: Steps that loops may still multiply by.
    max_trips: int = 300
    cost: int = 1
    result: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.expressions = Expressions(
            self.rng, self.functions, calm=self.calm)
        self.types, self.bound = self.expressions.types, self.expressions.bound

    def emit(self, text: str) -> None:
        self.lines.append("    " * self.indent + text)

    def expression(self, type_: str, depth: int | None = None) -> str:
        """An expression for use here; in a loop, an int does not grow without bounds."""
        self.expressions.trips = self.trips
        text = self.expressions.any(type_, self.rng.randint(1, 4) if depth is None else depth)
        if type_ == INT and (self.loops or self.recursive) and _GROWS.search(text):
            text = f"({text} % {self.rng.choice(('1000003', '4294967296', '9223372036854775783'))})"
        return text

    @property
    def trips(self) -> int:
        return self.expressions.trips

    def returned(self) -> str:
        return ", ".join(self.expression(type_) for type_ in self.result)

    def fresh(self, type_: str) -> str:
        self.counter += 1
        return f"{type_[0]}_{self.counter}"

    def target(self, type_: str) -> str:
        """A variable to assign: an old one of this type, or a new one."""
        old = [n for n, t in self.types.items() if t == type_ and not n.startswith("k_")]
        if self.recursive:
            old = [name for name in old if name != "i0"]
        if old and self.rng.random() < 0.6:
            return self.rng.choice(old)
        name = self.fresh(type_)
        self.types[name] = type_
        return name

    def nested(self, write: Callable[[], None]) -> set[str]:
        """Write an indented block; gives what is bound at its end, and forgets it."""
        before = set(self.bound)
        self.indent += 1
        write()
        self.indent -= 1
        after = set(self.bound)
        self.expressions.assigned.update(dict.fromkeys(sorted(after)))
        self.bound.clear()
        self.bound.update(before)
        return after

    def assign(self) -> None:
        type_ = self.rng.choice(KINDS)
        value = self.expression(type_)
        name = self.target(type_)
        annotation = f": {type_}" if self.rng.random() < 0.1 else ""
        self.emit(f"{name}{annotation} = {value}")
        self.bound.add(name)

    def augmented(self) -> None:
        rng = self.rng
        type_ = rng.choice((FLOAT, INT, INT, BOOL, FLOAT, INT, INT, COMPLEX))
        known = self.assignable(type_)
        if not known:
            return self.assign()
        name = rng.choice(known)
        value = self.expression(type_, 2)
        if type_ == BOOL:
            self.emit(f"{name} {rng.choice('&|^')}= {value}")
        elif type_ == COMPLEX:
            self.emit(f"{name} {rng.choice('+-*')}= {value}")
        elif type_ == FLOAT:
            if rng.random() < 0.3:
                value = self.expression(INT, 2)
            symbol = rng.choice(("+", "-", "*", "/", "//", "%"))
            if symbol in ("/", "//", "%"):
                value = self.expressions.divisor(value, FLOAT)
            self.emit(f"{name} {symbol}= {value}")
        else:
            grows = "+" if self.loops else "*"
            symbol = rng.choice(("+", "-", "^", "&", "|", "//", "%", ">>", grows))
            if symbol in ("//", "%"):
                value = self.expressions.divisor(value, INT)
            elif symbol == ">>" and self.calm:
                value = f"{value} & 31"
            self.emit(f"{name} {symbol}= {value}")

    def assignable(self, type_: str) -> list[str]:
        """The variables of this type that are bound and that do not count something."""
        counts = ("i0",) if self.recursive else ()
        return sorted(
            name for name in self.bound
            if self.types[name] == type_ and not name.startswith("k_") and name not in counts
        )

    def several(self) -> None:
        """A swap, or several assignments at once."""
        rng = self.rng
        type_ = rng.choice(KINDS)
        known = self.assignable(type_)
        if len(known) >= 2 and rng.random() < 0.6:
            names = rng.sample(known, rng.choice((2, min(3, len(known)))))
            values = names[1:] + names[:1]
            if rng.random() < 0.5:
                values[0] = self.expression(type_, 2)
            self.emit(f"{', '.join(names)} = {', '.join(values)}")
        elif rng.random() < 0.5:
            value = self.expression(type_)
            names = [self.target(type_), self.target(type_)]
            self.emit(f"{names[0]} = {names[1]} = {value}")
            self.bound.update(names)
        else:
            kinds = [rng.choice(KINDS) for _ in range(2)]
            values = [self.expression(kind) for kind in kinds]
            names = [self.target(kind) for kind in kinds]
            self.emit(f"{', '.join(names)} = {', '.join(values)}")
            self.bound.update(names)

    def pair(self) -> None:
        """A tuple result: of `divmod`, or of a call."""
        rng = self.rng
        pairs = sorted({f.result for f in self.functions if len(f.result) == 2})
        if pairs and rng.random() < 0.6:
            kinds = rng.choice(pairs)
            self.expressions.trips = self.trips
            call = self.expressions.call(kinds, 3)
            if call is None or self.loops:
                return self.assign()
        else:
            kind = rng.choice((FLOAT, INT))
            kinds = (kind, kind)
            call = f"divmod({self.expression(kind, 2)}, {self.expression(kind, 2)})"
        names = [self.target(kind) for kind in kinds]
        self.emit(f"{', '.join(names)} = {call}")
        self.bound.update(names)

    def optional(self) -> None:
        """A variable that may be None, and a branch that knows."""
        rng = self.rng
        kind = rng.choice(KINDS)
        type_ = f"{kind} | None"
        known = self.expressions.known(type_)
        if not known or rng.random() < 0.5:
            value = self.expression(kind, 2)
            self.counter += 1
            name = rng.choice(known) if known and rng.random() < 0.3 else f"o_{self.counter}"
            self.types[name] = type_
            self.emit(f"{name} = {value} if {self.expression(BOOL, 2)} else None")
            self.bound.add(name)
            return
        name = rng.choice(known)
        self.emit(f"if {name} is not None:")

        def some() -> None:
            self.types[name] = kind
            self.assign()
            self.augmented()
            self.types[name] = type_

        self.nested(some)
        if rng.random() < 0.3:
            self.emit("else:")
            self.nested(lambda: self.emit(f"{name} = {self.expression(kind, 1)}"))

    def list_(self) -> None:
        """A list is made, changed or read."""
        rng = self.rng
        kind = rng.choice((FLOAT, INT))
        lists = self.expressions.known(f"list[{kind}]")
        value = self.expression(kind, 2)
        if not lists or rng.random() < 0.3:
            self.counter += 1
            name = rng.choice(lists) if lists and rng.random() < 0.4 else f"v_{self.counter}"
            self.types[name] = f"list[{kind}]"
            text = rng.choice((
                f"[{value}] * {rng.randint(0, 5)}", f"[{value}, {self.expression(kind, 1)}]",
                f"[{value}] * ({self.expression(INT, 1)} & 7)",
                f"[{value} for _ in range({rng.randint(0, 4)})]"))
            self.emit(f"{name} = {text}")
            self.bound.add(name)
            return
        name = rng.choice(lists)
        item = f"{name}[{rng.choice(('0', '-1', '1', self.expression(INT, 1)))}]"
        target = self.target(kind)
        simple = (
            f"{name}.append({value})", f"{item} = {value}", f"{item} += {value}",
            f"{target} = {item}", f"{target} = {name}.pop()",
            f"{target} = {rng.choice(('min', 'max'))}({name})",
        )
        chosen = rng.choice(simple[int(self.loops > 0 and self.trips > 50):])
        self.emit(chosen)
        if chosen.startswith(f"{target} = "):
            self.bound.add(target)

    def closure(self) -> None:
        """A nested function that changes names around it, and calls of it."""
        rng = self.rng
        kinds = (FLOAT, INT, BOOL)
        names = [name for kind in kinds for name in self.assignable(kind)]
        changed = rng.sample(names, min(len(names), rng.choice((0, 1, 1, 2))))
        self.counter += 1
        function, parameter = f"g_{self.counter}", f"a_{self.counter}"
        kind, result = rng.choice(kinds), rng.choice(kinds)
        self.emit(f"def {function}({parameter}: {kind}) -> {result}:")
        types, recursive = dict(self.types), self.recursive

        def body() -> None:
            if changed:
                self.emit(f"nonlocal {', '.join(changed)}")
            self.types[parameter] = kind
            self.bound.add(parameter)
            for name in changed:
                self.emit(f"{name} = {self.expression(types[name], 2)}")
            self.emit(f"return {self.expression(result, 2)}")

        self.nested(body)
        self.expressions.assigned.pop(parameter, None)
        del self.types[parameter]
        self.recursive = recursive
        for _ in range(rng.choice((1, 1, 2))):
            target = self.target(result)
            value = self.expression(kind, 2)
            self.emit(f"{target} = {function}({value})")
            self.bound.add(target)

    def leave(self) -> None:
        rng = self.rng
        self.emit(f"if {self.expression(BOOL, 2)}:")
        if self.calm or rng.random() < 0.7:
            self.nested(lambda: self.emit(f"return {self.returned()}"))
        else:
            raised = f'raise {rng.choice(_EXCEPTIONS)}("here")'
            self.nested(lambda: self.emit(raised))

    def jump(self) -> None:
        self.emit(f"if {self.expression(BOOL, 2)}:")
        self.nested(lambda: self.emit(self.rng.choice(("break", "continue"))))

    def assertion(self) -> None:
        if self.calm:
            return self.assign()
        message = ', "no"' if self.rng.random() < 0.5 else ""
        self.emit(f"assert {self.expression(BOOL, 2)} or {self.expression(BOOL, 2)}{message}")
