"""Runs generated programs in all executors and compares; finds and shrinks failures."""

from __future__ import annotations

import math
import multiprocessing
import os
import random
import re
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyx_lowering.diagnostics import CompileError
from tests.executors import (
    Call,
    Outcome,
    compiled,
    interpreters,
    native_functions,
    outcome,
    python_functions,
    same,
)
from tests.program_expressions import BOOL, COMPLEX, FLOAT, INT
from tests.program_generator import Program, generate
from tests.program_shrinker import shrink

HEADER = "import math\n\nfrom pyx_lowering import compile\n\n\n"

#: Programs are many and small: a quick compiler is worth more than quick code.
CFLAGS = "-O1"

#: How programs are compiled, and what that means for the results: "exact" programs give
#: CPython's bits, the others those of the reference interpreter.
VARIANTS = {
    "exact": "contract=False",
    "contracted": "contract=True",
    "strict": 'contract=False, overflow="raise"',
}

EDGES: dict[str, tuple[object, ...]] = {
    FLOAT: (0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.7, 1e16, 1e308, 5e-324, math.inf, -math.inf,
            math.nan),
    INT: (0, 1, -1, 2, 3, 5, 7, -7, 10, 64, 1000, 2**31, -(2**31), 2**53 + 1, 2**62, 2**63 - 1,
          -(2**63), 2**63),
    BOOL: (False, True),
    COMPLEX: (0j, 1j, complex(-0.0, -0.0), 1.5 - 2j, 3 + 0j, complex(math.inf, -1.0),
              complex(0.5, math.nan), 1e200 + 1e200j),
}


@dataclass(frozen=True)
class Failure:
    """A program for which an executor gives something else than it should."""

    program: Program
    variant: str
    executor: str
    args: tuple[object, ...] = ()
    expected: str = ""
    got: str = ""

    @property
    def kind(self) -> tuple[str, str]:
        """What stays the same while the program is shrunk."""
        if self.executor != "compiler":
            return self.executor, ""
        # The words of the error and of its help, whatever the names are.
        words = [line for line in self.got.splitlines() if "|" not in line and "-->" not in line]
        return self.executor, re.sub("`[^`]*`", "", "".join(words[:2]))

    def __str__(self) -> str:
        source = HEADER + self.program.with_options(VARIANTS[self.variant])
        call = f"{self.program.entry}({', '.join(map(repr, self.args))})"
        return (
            f"seed {self.program.seed}, {self.variant}, {self.executor}\n\n{source}\n"
            f"{call}\nexpected: {self.expected}\ngot:      {self.got}\n"
        )


def arguments(program: Program, count: int = 16) -> list[tuple[object, ...]]:
    """Edge and random arguments, the same for every run."""
    rng = random.Random(program.seed)

    def one(type_: str) -> object:
        if type_ == FLOAT and rng.random() < 0.4:
            return rng.uniform(-10, 10) if rng.random() < 0.8 else rng.uniform(-1e9, 1e9)
        if type_ == INT and rng.random() < 0.5:
            return rng.randint(-20, 20) if rng.random() < 0.8 else rng.randint(-(2**63), 2**63 - 1)
        return rng.choice(EDGES[type_])

    return [tuple(one(type_) for type_ in program.params) for _ in range(count)]


def refusal(program: Program, variant: str) -> Failure | None:
    """The error of a program that does not compile, if it should."""
    try:
        compiled(HEADER + program.with_options(VARIANTS[variant]), "single")
    except CompileError as error:
        first = error.diagnostics[0]
        return Failure(program, variant, "compiler", (), "no error", f"{first.code}: {error}")
    except Exception as error:  # a bug of the compiler, to be shown with its program
        got = f"{type(error).__name__}: {error}"
        return Failure(program, variant, "compiler", (), "no crash", got)
    return None


def is_allowed(failure: Failure) -> bool:
    """Whether a refusal is one that the language has: a program that would always fail.

    A name that no path assigns before, a constant past 64 bits, and a negative constant to
    a broken power, which is complex, are errors of the build; a generated program may have
    them by chance.
    """
    if "complex" in failure.got.split("\n")[0]:
        return True
    return "before it is read" in failure.got or failure.got.startswith("PYX211")


def check(programs: Sequence[Program], variant: str, directory: Path) -> list[Failure]:
    """Compile programs as one module, call them all, and give what differs."""
    if not programs:
        return []
    text = HEADER + "\n".join(p.with_options(VARIANTS[variant]) for p in programs)
    name = f"programs_{abs(hash(text))}"
    python = python_functions(text, name)
    try:
        interpreted = interpreters(text, name, python)
        native = native_functions(text, name, directory, CFLAGS)
    except Exception as error:
        if len(programs) > 1:  # find the one
            half = len(programs) // 2
            return [*check(programs[:half], variant, directory),
                    *check(programs[half:], variant, directory)]
        return [Failure(programs[0], variant, "build", (), "a module", f"{error!r}")]

    def compare_all(some: Sequence[Program]) -> list[Failure]:
        found = (
            compare(program, variant, python[program.entry], interpreted[program.entry],
                    native[program.entry])
            for program in some
        )
        return [failure for failure in found if failure is not None]

    failures = in_a_child(lambda: compare_all(programs))
    if isinstance(failures, str):  # one of them ended the process, or does not end
        failures = []
        for program in programs:
            found = in_a_child(lambda program=program: compare_all([program]), seconds=10)
            failures += found if isinstance(found, list) else [
                Failure(program, variant, "native", (), "an end", found)]
    return failures


def in_a_child(work: Callable[[], list[Failure]], seconds: float = 90) -> list[Failure] | str:
    """What `work` gives, or how it failed to; run in a process of its own.

    Wrong native code may not end, or crash; that is to be found, not suffered. Where
    the system cannot fork, it is suffered.
    """
    if not hasattr(os, "fork"):
        return work()
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(work()))
    with warnings.catch_warnings():
        # Python warns of forking beside threads; the child uses none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    sender.close()
    try:
        if receiver.poll(seconds):
            result: list[Failure] = receiver.recv()
            return result
        return "no end"
    except EOFError:
        child.join()
        return f"exit code {child.exitcode}"
    finally:
        child.kill()
        child.join()
        receiver.close()


def compare(
    program: Program, variant: str, python: Call, interpreted: Call, native: Call
) -> Failure | None:
    """The first call that differs."""
    # A handler of the program's may take the error that Python does not raise.
    strict = variant == "strict" and not _CATCHES_OVERFLOW.search(program.source)
    for args in arguments(program):
        exact = outcome(python, args)
        plain = _declared(exact, program)
        meant = _declared(outcome(interpreted, args), program)
        given = _declared(outcome(native, args), program)
        if _is_int_zero(exact.value) and meant.value == 0.0:
            # An int has no negative zero; a float variable that started as `0` has one.
            plain = meant
        if variant == "exact" and not same(plain, meant):
            return Failure(program, variant, "interpreter", args, repr(plain), repr(meant))
        if strict and meant.error is None and not same(plain, meant):
            return Failure(program, variant, "interpreter", args, repr(plain), repr(meant))
        if variant == "strict" and meant.error is OverflowError and same(plain, given):
            continue  # an int past 64 bits raises, or Python's own answer comes before that
        if not same(meant, given):
            return Failure(program, variant, "native", args, repr(meant), repr(given))
    return None


#: Handlers to which an OverflowError may come, and a `finally`, which may drop it.
_CATCHES_OVERFLOW = re.compile(
    r"except(:| BaseException| Exception|.*\b(ArithmeticError|OverflowError))|finally:")


def _is_int_zero(value: object) -> bool:
    return type(value) is int and value == 0


def _declared(result: Outcome, program: Program) -> Outcome:
    """An int that a float variable started with is the float, where the result says so.

    A bool where an int is declared is that int.
    """
    items = result.value if isinstance(result.value, tuple) else (result.value,)
    if result.error is not None or len(items) != len(program.result):
        return result
    items = tuple(_as(type_, item) for item, type_ in zip(items, program.result, strict=True))
    return replace(result, value=items if isinstance(result.value, tuple) else items[0])


def _as(type_: str, item: object) -> object:
    try:
        if type_ == FLOAT and isinstance(item, int):
            return float(item)
        if type_ == COMPLEX and isinstance(item, int | float):
            return complex(item)
    except OverflowError:  # then there is no such number
        return item
    return int(item) if type_ == INT and isinstance(item, bool) else item


def check_all(
    programs: Sequence[Program], variant: str, directory: Path, counts: Counter[str]
) -> list[Failure]:
    """Refuse what must be refused, check the rest, and count both."""
    accepted, failures = [], []
    for program in programs:
        refused = refusal(program, variant)
        if refused is None:
            accepted.append(program)
        elif is_allowed(refused):
            counts["refused"] += 1
        else:
            failures.append(refused)
    counts["checked"] += len(accepted)
    failures += check(accepted, variant, directory)
    counts["failed"] += len(failures)
    return failures


def minimal(failure: Failure, directory: Path) -> Failure:
    """The failure with as small a program as greedy deletion finds."""

    def failing(programs: Sequence[Program]) -> list[Failure]:
        found: list[Failure] = []
        accepted = []
        for program in programs:
            refused = refusal(program, failure.variant)
            if refused is None:
                accepted.append(program)
            elif not is_allowed(refused):
                found.append(refused)
        if failure.executor != "compiler":
            found += check(accepted, failure.variant, directory)
        return [each for each in found if each.kind == failure.kind]

    def first_failing(programs: Sequence[Program]) -> int | None:
        # Each candidate has names of its own, so that all of them fit in one module.
        renamed = [_renamed(program, number) for number, program in enumerate(programs)]
        found = {each.program.entry for each in failing(renamed)}
        hits = (n for n, program in enumerate(renamed) if program.entry in found)
        return next(hits, None)

    small = shrink(
        failure.program, first_failing, statements_only=failure.executor == "compiler")
    return next(iter(failing([small])), failure)


def _renamed(program: Program, number: int) -> Program:
    prefix = program.entry.rpartition("_f")[0]
    return replace(
        program,
        source=program.source.replace(f"{prefix}_f", f"s{number}_f"),
        entry=program.entry.replace(f"{prefix}_f", f"s{number}_f"),
    )


def variant_of(seed: int) -> str:
    """Most programs are exact; the others share the rest."""
    return ("exact", "exact", "exact", "contracted", "strict")[seed // 50 % 5]


def fuzz(*, hours: float, first_seed: int, batch: int = 50) -> int:
    """Check batch after batch until the time is over; gives the number of failures."""
    counts: Counter[str] = Counter()
    end = time.monotonic() + hours * 3600
    seed = first_seed
    while time.monotonic() < end:
        variant = variant_of(seed)
        programs = [generate(s, f"p{s}") for s in range(seed, seed + batch)]
        with tempfile.TemporaryDirectory() as folder:
            for failure in check_all(programs, variant, Path(folder), counts):
                print(minimal(failure, Path(folder)), flush=True)
        seed += batch
        print(f"seeds {first_seed}..{seed - 1}: {dict(counts)}", flush=True)
    return counts["failed"]
