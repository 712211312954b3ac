"""A generator of random small programs, seeded, for comparing executors.

A program is a few functions, the last of which is called. Programs are correct by
the static rules of the language (every variable has one type) and free otherwise:
they divide by zero, leave 64 bits, read unbound variables, raise and assert.

    python -m tests.program_generator --hours 1

compares CPython, the interpreter and native code until the time is over.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass

from tests.program_expressions import BOOL, COMPLEX, FLOAT, INT, Signature
from tests.program_statements import StatementWriter

_CAUGHT = ("ZeroDivisionError", "ZeroDivisionError", "ArithmeticError", "(ValueError, IndexError)",
           "OverflowError", "Exception", "UnboundLocalError")


@dataclass(frozen=True)
class Program:
    """Functions, the name of the one to call, and its parameter types."""

    source: str
    entry: str
    params: tuple[str, ...]
    result: tuple[str, ...]
    seed: int

    def with_options(self, options: str) -> str:
        """The source with these options of `@compile`."""
        decorator = f"@compile({options})" if options else "@compile"
        return self.source.replace("@compile(...)", decorator)


def generate(seed: int, name: str = "p") -> Program:
    """The program of this seed; its functions are called `name_f0`, `name_f1`, ..."""
    rng = random.Random(seed)
    signatures: list[Signature] = []
    texts: list[str] = []
    count = rng.choice((1, 2, 2, 3))
    calm = rng.random() < 0.7
    for index in range(count):
        last = index == count - 1
        recursive = not last and rng.random() < 0.3
        writer = _FunctionWriter(rng, f"{name}_f{index}", signatures, calm, recursive)
        signature = writer.write()
        # A plain helper is traced with the types of each call.
        if last or rng.random() < 0.6:
            texts.append("@compile(...)")
        texts.append("\n".join(writer.lines) + "\n\n")
        signatures.append(signature)
    entry = signatures[-1]
    return Program("\n".join(texts), entry.name, entry.params, entry.result, seed)


class _FunctionWriter(StatementWriter):
    """Adds the statements that have others in them."""

    def write(self) -> Signature:
        rng = self.rng
        kinds = (FLOAT, FLOAT, INT, INT, BOOL, FLOAT, FLOAT, INT, INT, COMPLEX)
        params = tuple(rng.choice(kinds) for _ in range(rng.randint(1, 4)))
        if self.recursive:
            params = (INT, *params[:2])
        names = tuple(f"{t[0]}{i}" for i, t in enumerate(params))
        kinds = (FLOAT, INT, BOOL, FLOAT, INT, FLOAT, INT, FLOAT, INT, COMPLEX)
        self.result = (
            (rng.choice(kinds), rng.choice(kinds)) if rng.random() < 0.15 else (rng.choice(kinds),)
        )
        for name, type_ in zip(names, params, strict=True):
            self.types[name] = type_
        self.bound.update(names)
        listed = ", ".join(f"{n}: {t}" for n, t in zip(names, params, strict=True))
        result = self.result[0] if len(self.result) == 1 else f"tuple[{', '.join(self.result)}]"
        self.lines.append(f"def {self.name}({listed}) -> {result}:")
        if self.recursive:
            self.recursion(names, params)
        for _ in range(rng.randint(0, 2)):
            self.assign()
        self.block(rng.randint(2, 6))
        self.emit(f"return {self.returned()}")
        return Signature(self.name, params, self.result, self.cost, names)

    def recursion(self, names: tuple[str, ...], params: tuple[str, ...]) -> None:
        """Ends at a small depth whatever the arguments are; one call of itself at most."""
        rng = self.rng
        self.emit(f"if i0 <= 0 or i0 > {rng.randint(3, 12)}:")
        self.nested(lambda: self.emit(f"return {self.returned()}"))
        args = ", ".join(["i0 - 1", *(self.expression(p, 2) for p in params[1:])])
        if len(self.result) == 1:
            name = self.fresh(self.result[0])
            self.types[name] = self.result[0]
            self.emit(f"{name} = {self.name}({args})")
            self.bound.add(name)
        else:
            pair = [self.fresh(type_) for type_ in self.result]
            self.types.update(zip(pair, self.result, strict=True))
            self.emit(f"{', '.join(pair)} = {self.name}({args})")
            self.bound.update(pair)
        self.cost = 30

    def block(self, count: int) -> None:
        for _ in range(count):
            self.statement()

    def statement(self) -> None:
        rng = self.rng
        choices: list[tuple[int, Callable[[], None]]] = [
            (6, self.assign), (4, self.augmented), (2, self.several),
            (1, self.pair), (1, self.accumulate), (1, self.optional), (2, self.list_),
        ]
        if not self.tries and not self.recursive:
            choices += [(1, self.closure)]
        # A function stays of a size that a person can look at.
        if self.indent <= 3 and len(self.lines) < 22:
            choices += [(3, self.for_), (2, self.while_), (3, self.if_),
                        (2, self.try_), (1, self.match_)]
        if self.indent > 1:
            choices += [(1, self.leave)]
        if self.loops:
            choices += [(2, self.jump)]
        else:
            choices += [(1, self.assertion)]
        weights, writers = zip(*choices, strict=True)
        (writer,) = rng.choices(writers, weights)
        writer()

    def accumulate(self) -> None:
        """An int literal that starts a float variable."""
        name = self.fresh(FLOAT)
        self.emit(f"{name} = {self.rng.choice(('0', '1', '0'))}")
        trips = self.rng.randint(0, 6)
        self.emit(f"for _ in range({trips}):")

        def body() -> None:
            value = self.expression(FLOAT, 2)
            self.emit(f"{name} {self.rng.choice('+-*')}= {value}")
            self.types[name] = FLOAT

        with_trips = self.trips
        self.expressions.trips = with_trips * max(trips, 1)
        self.loops += 1
        self.nested(body)
        self.loops -= 1
        self.expressions.trips = with_trips
        self.bound.add(name)

    def if_(self) -> None:
        rng = self.rng
        ends: list[set[str]] = []
        self.emit(f"if {self.expression(BOOL, 3)}:")
        ends.append(self.nested(lambda: self.block(rng.randint(1, 3))))
        while rng.random() < 0.3:
            self.emit(f"elif {self.expression(BOOL, 3)}:")
            ends.append(self.nested(lambda: self.block(rng.randint(1, 2))))
        if rng.random() < 0.6:
            self.emit("else:")
            ends.append(self.nested(lambda: self.block(rng.randint(1, 2))))
            self.bound.update(set.intersection(*ends))

    def range(self) -> tuple[str, int]:
        """The arguments of a `range`, and how often it runs at most."""
        rng = self.rng
        small = self.expression(INT, 1)
        match rng.randrange(8):
            case 0 | 1:
                stop = rng.randint(0, 9)
                return str(stop), stop
            case 2:
                return f"{small} & 7", 7
            case 3:
                start = rng.randint(-5, 5)
                return f"{start}, {small} % 6", 11
            case 4:
                return f"{rng.randint(0, 9)}, {rng.randint(-9, 9)}, {rng.choice((-1, -2, -3))}", 18
            case 5:
                # The step may be zero, or point away from the stop.
                return f"{rng.randint(-4, 4)}, {small} & 7, {self.expression(INT, 1)} % 5 - 2", 11
            case 6:
                # An index next to the largest int must not pass it.
                step = rng.choice((1, 2, 5))
                return f"9223372036854775800, 9223372036854775807, {step}", 7
            case _:
                return f"-9223372036854775800, -9223372036854775808, -{rng.choice((1, 3))}", 8

    def for_(self) -> None:
        rng = self.rng
        bounds, trips = self.range()
        if trips * self.trips > self.max_trips:
            return self.assign()
        name = "_" if rng.random() < 0.15 else self.target(INT)
        self.emit(f"for {name} in range({bounds}):")
        self.loop(trips, name if name != "_" else None)

    def while_(self) -> None:
        rng = self.rng
        trips = rng.randint(1, 8)
        if trips * self.trips > self.max_trips:
            return self.assign()
        self.counter += 1
        counter = f"k_{self.counter}"
        self.types[counter] = INT
        self.emit(f"{counter} = 0")
        self.bound.add(counter)
        condition = f"{counter} < {trips}"
        if rng.random() < 0.6:
            condition += f" and {self.expression(BOOL, 2)}"
        elif rng.random() < 0.3:
            condition = f"{self.expression(INT, 1)} and {condition}"
        self.emit(f"while {condition}:")
        self.loop(trips, None, first=f"{counter} += 1")

    def loop(self, trips: int, index: str | None, first: str | None = None) -> None:
        rng = self.rng
        with_trips = self.trips
        self.expressions.trips = with_trips * max(trips, 1)
        self.cost = max(self.cost, self.trips)
        self.loops += 1

        def body() -> None:
            if first:
                self.emit(first)
            if index:
                self.bound.add(index)
            self.block(rng.randint(1, 4))

        before = set(self.bound)
        self.nested(body)
        self.loops -= 1
        self.expressions.trips = with_trips
        if rng.random() < 0.3:
            self.emit("else:")
            self.nested(lambda: self.block(rng.randint(1, 2)))
        self.bound.intersection_update(before)

    def try_(self) -> None:
        """A `try`; in a calm program with something that may raise."""
        rng = self.rng
        ends: list[set[str]] = []
        self.emit("try:")

        def body() -> None:
            self.block(rng.randint(1, 2))
            name = self.target(INT)
            self.emit(f"{name} = {rng.randint(1, 99)} // ({self.expression(INT, 1)} % 3)")
            self.bound.add(name)
            if rng.random() < 0.5:
                self.block(1)

        self.tries += 1
        first = self.nested(body)
        for _ in range(rng.choice((0, 1, 1, 2))):
            self.emit(f"except {rng.choice(_CAUGHT)}:")
            ends.append(self.nested(lambda: self.handler()))
        handled = bool(ends)
        if handled and rng.random() < 0.3:
            self.emit("else:")
            before = set(self.bound)
            self.bound.update(first)
            ends.append(self.nested(lambda: self.block(1)))
            self.bound.clear()
            self.bound.update(before)
        else:
            ends.append(first)
        if not handled or rng.random() < 0.3:
            self.emit("finally:")
            last = self.nested(lambda: self.block(1))
            ends = [end | last for end in ends]
        self.tries -= 1
        self.bound.update(set.intersection(*ends))

    def handler(self) -> None:
        if self.rng.random() < 0.15:
            self.emit("raise")
        else:
            self.block(self.rng.randint(1, 2))

    def match_(self) -> None:
        rng = self.rng
        ends: list[set[str]] = []
        self.emit(f"match {self.expression(INT, 1)} % 5:")
        self.indent += 1
        for value in rng.sample(range(5), rng.randint(1, 3)):
            guard = f" if {self.expression(BOOL, 1)}" if rng.random() < 0.3 else ""
            other = f" | {rng.randint(-2, 9)}" if rng.random() < 0.3 else ""
            self.emit(f"case {value}{other}{guard}:")
            ends.append(self.nested(lambda: self.block(rng.randint(1, 2))))
        if rng.random() < 0.6:
            self.emit("case _:")
            ends.append(self.nested(lambda: self.block(1)))
            self.indent -= 1
            self.bound.update(set.intersection(*ends))
        else:
            self.indent -= 1


def main() -> int:
    """Compare programs until the time is over; prints counts, and each failure shrunk."""
    parser = argparse.ArgumentParser(prog="python -m tests.program_generator", description=__doc__)
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--show", type=int, metavar="SEED", help="print one program and stop")
    options = parser.parse_args()
    if options.show is not None:
        print(generate(options.show).source)
        return 0
    # Not at the top: the comparison needs the whole compiler, writing programs does not.
    from tests.program_check import fuzz

    return fuzz(hours=options.hours, first_seed=options.seed)


if __name__ == "__main__":
    sys.exit(main())
