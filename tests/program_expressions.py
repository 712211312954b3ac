"""Random typed expressions for `program_generator`.

Every expression is of the type asked for by the rules of the language (a literal or
an operation with a known result type), may raise, and may leave 64 bits. What would
take forever or fill the memory in CPython is avoided: exponents, shifts and the
arguments of `factorial` and its kin are small.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

FLOAT, INT, BOOL, COMPLEX = "float", "int", "bool", "complex"

#: The types of most variables, and of some.
KINDS = (FLOAT, INT, BOOL, FLOAT, INT, BOOL, FLOAT, INT, BOOL, COMPLEX)

FLOAT_LITERALS = (
    "0.0", "1.0", "-1.0", "0.5", "2.0", "-0.0", "1.5", "3.25", "-2.75", "1e-3", "1e10",
    "0.1", "1e308", "5e-324", "1e16", "-1e-300", "math.pi", "math.inf", "math.nan",
)
INT_LITERALS = (
    "0", "1", "-1", "2", "3", "7", "-5", "10", "64", "255", "-256", "1000003", "2147483647",
    "-2147483648", "4294967296", "9007199254740993", "4611686018427387904",
    "9223372036854775807", "-9223372036854775808",
)
COMPLEX_LITERALS = ("1j", "(1+2j)", "(-0.5-0j)", "(3-4j)", "complex(0.0, -0.0)",
                    "complex(math.inf, 1.0)", "(1e200+1e200j)")
#: `math` functions of one float that give a float.
UNARY_MATH = (
    "sqrt", "sin", "cos", "tan", "exp", "log", "log2", "log10", "log1p", "expm1", "fabs",
    "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc",
    "gamma", "lgamma", "cbrt", "exp2", "degrees", "radians", "ulp",
)
BINARY_MATH = ("copysign", "hypot", "atan2", "pow", "fmod", "remainder", "nextafter")
#: The ones that are defined for small non-negative numbers (or for all).
UNARY_CALM = ("sqrt", "sin", "cos", "tan", "exp", "log1p", "fabs", "atan", "tanh", "asinh",
              "erf", "erfc", "cbrt", "degrees", "radians", "ulp")
BINARY_CALM = ("copysign", "hypot", "atan2", "nextafter")
FLOAT_TO_INT = ("floor", "ceil", "trunc")
FLOAT_TO_BOOL = ("isnan", "isinf", "isfinite")


@dataclass(frozen=True)
class Signature:
    """A function that may be called: its result and parameter types, and its cost in steps."""

    name: str
    params: tuple[str, ...]
    result: tuple[str, ...]
    cost: int = 1
    keywords: tuple[str, ...] = ()


@dataclass
class Expressions:
    """Writes expressions over the variables of one function."""

    rng: random.Random
    functions: Sequence[Signature] = ()
    #: Every variable's type, the ones that are surely bound here, and the ones that
    #: may be (a name that no path assigns before is refused by the compiler).
    types: dict[str, str] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    assigned: dict[str, None] = field(default_factory=dict)
    #: How often the present statement runs for one call of the function.
    trips: int = 1
    #: Steps that calls may still cost.
    budget: int = 2000
    #: Whether divisors, domains and sizes are mostly such that nothing is raised, so
    #: that the calls run to their end.
    calm: bool = False

    def any(self, type_: str, depth: int) -> str:
        """An expression of this type, at most `depth` operations deep."""
        if depth <= 0 or self.rng.random() < 0.15:
            return self.leaf(type_)
        call = self.call((type_,), depth) if self.rng.random() < 0.12 else None
        if call is not None:
            return call
        if self.rng.random() < 0.14:
            return self.shared(type_, depth)
        return {FLOAT: self.float_, INT: self.int_, BOOL: self.bool_,
                COMPLEX: self.complex_}[type_](depth)

    def leaf(self, type_: str) -> str:
        rng = self.rng
        known = [n for n, t in self.types.items() if t == type_ and n in self.bound]
        risky = [n for n in self.assigned if self.types[n] == type_ and n not in self.bound]
        if risky and not self.calm and rng.random() < 0.02:
            return rng.choice(risky)
        if known and rng.random() < 0.85:
            return rng.choice(known)
        if type_ == BOOL:
            others = [n for n, t in self.types.items() if t in (INT, FLOAT) and n in self.bound]
            if others:
                return f"({rng.choice(others)} {self.relation()} {rng.choice(('0', '1', '2.5'))})"
            return rng.choice(("True", "False"))
        if type_ == COMPLEX:
            return rng.choice(COMPLEX_LITERALS[:4] if self.calm else COMPLEX_LITERALS)
        literals = FLOAT_LITERALS if type_ == FLOAT else INT_LITERALS
        # The first ones are the ordinary ones.
        return rng.choice(literals[:8] if self.calm or rng.random() < 0.7 else literals)

    def divisor(self, text: str, type_: str) -> str:
        """Something to divide by: mostly not zero."""
        if self.rng.random() < (0.03 if self.calm else 0.4):
            return text
        if type_ == INT:
            return self.rng.choice(("7", "-3", "10", f"({text} | 1)", f"(abs({text}) % 9 + 1)"))
        return self.rng.choice(("2.5", "-3.0", "7.0", f"(abs({text}) + 0.5)"))

    def small(self, text: str, type_: str) -> str:
        """Mostly, a value of moderate size."""
        if self.rng.random() < (0.05 if self.calm else 0.6):
            return text
        return f"({text} % {self.rng.choice(('1009', '65537'))})" if type_ == INT else (
            f"({text} % 64.0)")

    def call(self, result: tuple[str, ...], depth: int) -> str | None:
        """A call of a generated function with this result, if there is one and it is cheap."""
        fitting = [
            f for f in self.functions
            if f.result == result and f.cost * self.trips <= self.budget
        ]
        if not fitting:
            return None
        chosen = self.rng.choice(fitting)
        self.budget -= chosen.cost * self.trips
        args = [self.any(p, depth - 1) for p in chosen.params]
        if chosen.keywords and self.rng.random() < 0.4:
            split = self.rng.randrange(len(args))
            args = args[:split] + [
                f"{name}={arg}"
                for name, arg in zip(chosen.keywords[split:], args[split:], strict=True)
            ]
        return f"{chosen.name}({', '.join(args)})"

    def shared(self, type_: str, depth: int) -> str:
        """What every type has: conditional expressions, `and`, `or`."""
        first, second = self.any(type_, depth - 1), self.any(type_, depth - 1)
        optional = self.known(f"{type_} | None")
        if optional and self.rng.random() < 0.5:
            name = self.rng.choice(optional)
            return self.rng.choice((
                f"({name} if {name} is not None else {first})",
                f"({first} if {name} is None else {name})"))
        match self.rng.randrange(4):
            case 0:
                return f"({first} and {second})"
            case 1:
                return f"({first} or {second})"
            case _:
                return f"({first} if {self.bool_(depth - 1)} else {second})"

    def known(self, type_: str) -> list[str]:
        """The variables of a type that are surely bound here."""
        return [n for n, t in self.types.items() if t == type_ and n in self.bound]

    def complex_(self, depth: int) -> str:
        rng = self.rng
        one, two = self.any(COMPLEX, depth - 1), self.any(COMPLEX, depth - 1)
        match rng.randrange(9):
            case 0 | 1 | 2:
                return f"({one} {rng.choice('+-*')} {two})"
            case 3:
                divisor = rng.choice(("2j", "(3-4j)", "(0.5+0j)")) if self.calm else two
                return f"({one} / {divisor})"
            case 4 | 5:
                return f"complex({self.any(FLOAT, depth - 1)}, {self.any(FLOAT, depth - 1)})"
            case 6:
                return rng.choice((f"(-{one})", f"({one}).conjugate()"))
            case 7:
                pair = [one, self.any(rng.choice((FLOAT, INT)), depth - 1)]
                rng.shuffle(pair)
                return f"({pair[0]} {rng.choice('+-*')} {pair[1]})"
            case _:
                return f"({one} ** {rng.choice(('2', '3', '0'))})"

    def float_(self, depth: int) -> str:
        rng = self.rng
        one, two = self.any(FLOAT, depth - 1), self.any(FLOAT, depth - 1)
        match rng.randrange(14):
            case 0 | 1 | 2:
                return f"({one} {rng.choice('+-*')} {two})"
            case 3:
                return f"({one} * {two} {rng.choice('+-')} {self.any(FLOAT, depth - 1)})"
            case 4:
                return f"({one} {rng.choice(('/', '//', '%'))} {self.divisor(two, FLOAT)})"
            case 5:
                # An int beside a float, on either side.
                pair = [one, self.any(INT, depth - 1)]
                rng.shuffle(pair)
                if rng.random() < 0.6:
                    return f"({pair[0]} {rng.choice('+-*')} {pair[1]})"
                divisor = self.divisor(pair[1], FLOAT)
                return f"({pair[0]} {rng.choice(('/', '//', '%'))} {divisor})"
            case 6:
                divisor = self.divisor(self.any(INT, depth - 1), INT)
                return f"({self.any(INT, depth - 1)} / {divisor})"
            case 7:
                return f"({self.small(one, FLOAT)} ** {rng.choice((two, '2', '3', '0.5', '-1'))})"
            case 8:
                return f"{rng.choice(('-', '+', '-', 'abs'))}({one})"
            case 9:
                return f"{rng.choice(('min', 'max'))}({one}, {two})"
            case 10 if rng.random() < 0.4:
                value = self.any(COMPLEX, min(depth - 1, 2))
                # Not `abs`: of a nan, CPython's raises what an earlier call left in `errno`.
                return rng.choice((
                    f"({value}).real", f"({value}).imag", f"math.fabs(({value}).real)"))
            case 10:
                return f"float({self.any(rng.choice((INT, BOOL, FLOAT)), depth - 1)})"
            case 11:
                return f"round({one}, {rng.choice(('0', '1', '2', '3', '-1'))})"
            case 12:
                if self.calm or rng.random() < 0.5:
                    return f"math.{rng.choice(UNARY_CALM)}({self.small(one, FLOAT)})"
                return f"math.{rng.choice(UNARY_MATH)}({one})"
            case _ if self.calm:
                return f"math.{rng.choice(BINARY_CALM)}({one}, {two})"
            case _:
                return f"math.{rng.choice(BINARY_MATH)}({one}, {two})"

    def int_(self, depth: int) -> str:
        rng = self.rng
        one, two = self.any(INT, depth - 1), self.any(INT, depth - 1)
        match rng.randrange(16):
            case 0 | 1:
                return f"({one} {rng.choice('+-')} {two})"
            case 2 | 3:
                return f"({self.small(one, INT)} * {self.small(two, INT)})"
            case 4 | 5:
                return f"({one} {rng.choice(('//', '%'))} {self.divisor(two, INT)})"
            case 6:
                return f"({one} {rng.choice('&|^')} {two})"
            case 7:
                count = rng.choice(("1", "3", "31", "62", f"({two} & 31)"))
                return f"({self.small(one, INT)} << {'5' if self.calm else count})"
            case 8:
                count = rng.choice(("1", "3", "63", "100", f"({two} % 70 - 1)"))
                return f"({one} >> {f'({two} & 15)' if self.calm else count})"
            case 9:
                return f"({self.small(one, INT)} ** {rng.choice(('2', '3', '0', f'({two} % 5)'))})"
            case 10:
                return f"{rng.choice(('-', '~', '+', 'abs'))}({one})"
            case 11:
                return f"{rng.choice(('min', 'max'))}({one}, {two})"
            case 12:
                kind = rng.choice((INT, BOOL, FLOAT, FLOAT))
                value = self.any(kind, depth - 1)
                return f"int({self.small(value, kind) if kind == FLOAT else value})"
            case 13:
                value = self.small(self.any(FLOAT, depth - 1), FLOAT)
                return rng.choice((f"round({value})", f"math.{rng.choice(FLOAT_TO_INT)}({value})"))
            case 14:
                return self.number_theory(one, two)
            case _:
                return f"({one} {rng.choice('+-*')} {self.any(BOOL, depth - 1)})"

    def number_theory(self, one: str, two: str) -> str:
        rng = self.rng
        match rng.randrange(6):
            case 0:
                return f"math.gcd({one}, {two})"
            case 1:
                return f"math.lcm({self.small(one, INT)}, {self.small(two, INT)})"
            case 2:
                return f"math.isqrt({self.small(one, INT)})"
            case 3:
                return f"math.factorial({one} & {rng.choice(('15', '31'))})"
            case 4:
                masks = ("15", "7") if self.calm else ("63", "31")
                name = rng.choice(("comb", "perm"))
                return f"math.{name}({one} & {masks[0]}, {two} & {masks[1]})"
            case _:
                modulus = rng.choice(("7", "1000003", "-10", self.divisor(two, INT)))
                return f"pow({one}, {two} & 63, {modulus})"

    def bool_(self, depth: int) -> str:
        rng = self.rng
        kind = rng.choice((FLOAT, INT))
        match rng.randrange(10):
            case 0 | 1 | 2:
                left, relation = self.any(kind, depth - 1), self.relation()
                return f"({left} {relation} {self.any(kind, depth - 1)})"
            case 3:
                length = rng.choice((3, 3, 4))
                items = [self.any(kind, depth - 1)]
                for _ in range(length - 1):
                    items += [self.relation(), self.any(kind, depth - 1)]
                return f"({' '.join(items)})"
            case 4:
                return f"(not {self.any(rng.choice((BOOL, INT, FLOAT)), depth - 1)})"
            case 5 | 6:
                word = rng.choice(("and", "or"))
                return f"({self.any(BOOL, depth - 1)} {word} {self.any(BOOL, depth - 1)})"
            case 7:
                left, symbol = self.any(BOOL, depth - 1), rng.choice("&|^")
                return f"({left} {symbol} {self.any(BOOL, depth - 1)})"
            case 8 if rng.random() < 0.2:
                left = self.any(COMPLEX, min(depth - 1, 2))
                return f"({left} {rng.choice(('==', '!='))} {self.any(COMPLEX, 1)})"
            case 8:
                return f"bool({self.any(rng.choice((INT, FLOAT, BOOL)), depth - 1)})"
            case _:
                return f"math.{rng.choice(FLOAT_TO_BOOL)}({self.any(FLOAT, depth - 1)})"

    def relation(self) -> str:
        return self.rng.choice(("<", "<=", ">", ">=", "==", "!="))
