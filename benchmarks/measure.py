"""Measures the contenders side by side, and checks that they all computed the same."""

from __future__ import annotations

import math
import struct
import timeit
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.peers import ARITHMETICS, Contender
from benchmarks.workloads import Arithmetic, Benchmark, Function, exact

#: A run repeats the call until it takes about this long, so that the clock does not matter.
RUN_SECONDS = 0.005

#: Exact rational numbers are slow; up to this size they are the judge of the results.
EXACT_UP_TO = 1000


@dataclass(frozen=True)
class Entry:
    """A contender's function for one benchmark in one arithmetic."""

    contender: Contender
    arithmetic: Arithmetic
    function: Function


@dataclass(frozen=True)
class Result:
    """The best of `runs` runs. `seconds` is the time of one call with this `n`."""

    benchmark: str
    contender: str
    arithmetic: Arithmetic
    n: int
    seconds: float
    runs: int


def measure(
    benchmark: Benchmark,
    contenders: Sequence[Contender],
    rounds: int,
    report: Callable[[str], None] = lambda text: None,
) -> list[Result]:
    """Time every contender at every size; raises SystemExit where results differ."""
    entries = list(_entries(benchmark, contenders))
    results: list[Result] = []
    for n in benchmark.sizes:
        report(f"{benchmark.title}, n = {n:,}")
        check(benchmark, n, entries)
        results += _interleaved(benchmark, n, entries, rounds)
    return results


def _entries(benchmark: Benchmark, contenders: Sequence[Contender]) -> list[Entry]:
    return [
        Entry(contender, arithmetic, function)
        for arithmetic in ARITHMETICS
        for contender in contenders
        if benchmark.one_call or not contender.only_call
        if (function := contender.functions.get(f"{benchmark.name}_{arithmetic}"))
    ]


def check(benchmark: Benchmark, n: int, entries: Sequence[Entry]) -> None:
    """All results of one arithmetic are the same bits, and the right ones where n is small."""
    arguments = benchmark.arguments(n)
    for arithmetic in ARITHMETICS:
        answers = {
            entry.contender.name: entry.function(*arguments)
            for entry in entries
            if entry.arithmetic == arithmetic
        }
        if n <= EXACT_UP_TO:
            answers["exact arithmetic"] = exact(benchmark, arithmetic, n)
        if len({struct.pack("<d", answer) for answer in answers.values()}) > 1:
            listed = "\n".join(f"  {name}: {answer.hex()}" for name, answer in answers.items())
            raise SystemExit(f"{benchmark.title}, {arithmetic}, n = {n}: results differ\n{listed}")


def _interleaved(
    benchmark: Benchmark, n: int, entries: Sequence[Entry], rounds: int
) -> list[Result]:
    """One run of each contender after the other, `rounds` times; the best run counts.

    Side by side, because the speed of a machine drifts over seconds: each contender
    meets the same fast and slow moments.
    """
    timers = [_timer(entry.function, benchmark.arguments(n)) for entry in entries]
    repeats = [_repeats(timer) for timer in timers]
    best = [math.inf] * len(entries)
    for _ in range(rounds):
        for index, (timer, number) in enumerate(zip(timers, repeats, strict=True)):
            best[index] = min(best[index], timer.timeit(number) / number)
    return [
        Result(benchmark.name, entry.contender.name, entry.arithmetic, n, seconds, rounds)
        for entry, seconds in zip(entries, best, strict=True)
    ]


def _timer(function: Function, arguments: tuple[float, ...]) -> timeit.Timer:
    # Names set in `setup` are local variables of the timed loop: the cheapest to read.
    names = ", ".join(f"a{i}" for i in range(len(arguments)))
    return timeit.Timer(
        f"f({names})",
        setup=f"f = function; {names} = arguments",
        globals={"function": function, "arguments": arguments},
    )


def _repeats(timer: timeit.Timer) -> int:
    """How often to call in one run; a call that takes long by itself is called once."""
    number = 1
    while (taken := timer.timeit(number)) < RUN_SECONDS:
        number = max(number * 2, int(number * RUN_SECONDS / max(taken, 1e-9) / 2))
    return number
