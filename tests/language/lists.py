"""Lists that live in one function; see `test_language.py`."""

from pyx_lowering import compile


@compile(contract=False)
def sieve(n: int) -> int:
    flags = [True] * (n % 500 + 1)
    count = 0
    for i in range(2, len(flags)):
        if flags[i]:
            count += 1
            for j in range(i * i, len(flags), i):
                flags[j] = False
    return count


@compile(contract=False)
def repeated(x: float, n: int) -> float:
    values = [x] * (n % 7)
    others = n % 3 * [0.5]
    return 0.0 + len(values) + 10 * len(others) + sum(values) - sum(others)


@compile(contract=False)
def indexed(a: int, i: int) -> int:
    values = [a, 2, -3, a]
    values[i] = 7
    return values[i] + values[-1] * 2 - values[0]


@compile(contract=False)
def read(x: float, i: int) -> float:
    return [0.0, x, 2.5][i]


@compile(contract=False)
def augmented(n: int, i: int) -> int:
    values = [n, 1, 2]
    values[i] += 5
    values[i - 1] *= 2
    values[0] //= 3
    return values[0] - values[1] + values[2]


@compile(contract=False)
def stack(n: int) -> int:
    pending = [n % 20]
    steps = 0
    while pending:
        top = pending.pop()
        steps += 1
        if top > 1:
            pending.append(top // 2)
            if top % 3 == 0:
                pending.append(top - 3)
    return steps


@compile(contract=False)
def popped(n: int, i: int) -> int:
    values = []
    for k in range(n % 6):
        values.append(k * k)
    removed = values.pop(i)
    return removed * 100 + len(values) + sum(values) + values.pop()


@compile(contract=False)
def empty_pop(b: bool) -> int:
    values: list[int] = []
    if b:
        values.append(3)
    return values.pop()


@compile(contract=False)
def annotated(n: int, x: float) -> float:
    values: list[float] = []
    weights: list[float] = [1, 2, 3]
    for weight in weights:
        values.append(weight * x)
    values = values[n:]
    return sum(values, 0.0)


@compile(contract=False)
def comprehension(n: int, x: float) -> float:
    k = 3
    squares = [k * x + i for i, k in enumerate(range(n % 9)) if k != 2]
    pairs = [i * j for i in range(n % 4) for j in range(i)]
    return 0.0 + sum(squares) + sum(pairs) + k


@compile(contract=False)
def looped(n: int) -> int:
    values = [i % 5 for i in range(n % 12)]
    total = 0
    for i, value in enumerate(values, 2):
        if value == 3:
            continue
        total += i * value
    else:
        total += 1000
    for a, b, c in zip(values, range(10, 0, -2), (1, 2, 3, 4)):
        total -= a * b * c
        if a == 4:
            break
    return total


@compile(contract=False)
def grows_while_looped(n: int) -> int:
    values = [n % 10]
    for value in values:
        if value > 0:
            values.append(value - 1)
        if value == 2:
            values.append(1)
    return len(values)


@compile(contract=False)
def shrinks_while_looped(n: int) -> int:
    values = [i for i in range(n % 10)]  # noqa: C416 - this is what is tested
    total = 0
    for value in values:
        total = total * 3 + value
        if value % 2 == 0:
            values.pop(0)
    return total


@compile(contract=False)
def aliased(n: int) -> int:
    first = [1, 2, 3]
    second = first
    copied = first.copy()
    second[0] = n
    second.append(4)
    return first[0] + len(first) * 10 + copied[0] + len(copied)


@compile(contract=False)
def chosen(b: bool, n: int) -> int:
    first, second = [n], [2, 3]
    either = first if b else second
    either.append(9)
    return len(first) * 100 + len(second) * 10 + either[-1]


@compile(contract=False)
def swapped(n: int) -> int:
    previous, current = [1, 0, 0], [0, 0, 0]
    for _ in range(n % 20):
        for j in range(3):
            current[j] = previous[j - 1] + previous[j] // 2
        previous, current = current, previous
    return previous[0] * 100 + previous[1] * 10 + previous[2]


@compile(contract=False)
def sliced(n: int, i: int, j: int) -> int:
    values = [k for k in range(n % 8)]  # noqa: C416 - this is what is tested
    part = values[i:j]
    part += [1]
    return len(part) * 1000 + sum(part) + len(values[:i]) - len(values[j:])


@compile(contract=False)
def sliced_in_steps(n: int, i: int, j: int) -> int:
    values = [3 * k for k in range(n % 24)]
    total = 0
    parts = [0]
    parts += values[::2]
    parts += values[::-1]
    parts += values[i::-3]
    parts += values[:j:-1]
    parts += values[i:j:2]
    parts += values[j:i:-9223372036854775808]
    parts += values[i::9223372036854775807]
    for value in parts:
        total = total * 3 % 1000003 + value
    return total


@compile(contract=False)
def sliced_by_step(n: int, i: int, step: int) -> float:
    values = [k * 0.5 for k in range(n % 24)]
    flags = [k % 3 == 0 for k in range(n % 24)]
    total = 0.0
    for value in values[i::step]:
        total = total * 0.75 + value
    for value in values[:i:step]:
        total = total * 0.75 - value
    for flag in flags[::step]:
        total = total * 0.5 + flag
    return total


@compile(contract=False)
def backwards(n: int) -> int:
    total = 0
    for value in reversed([3 * k for k in range(n % 24)]):
        total = total * 3 % 1000003 + value
    for k, value in enumerate(reversed([n, 1, 2])):
        total += k * (value % 7)
    return total


@compile(contract=False)
def backwards_changed(n: int, m: int) -> int:
    """Items that are gone end the loop; those that were appended do not come."""
    values = [3 * k for k in range(n % 24)]
    total = 0
    for value in reversed(values):
        total = total * 3 % 1000003 + value
        if value % 5 == m % 5:
            values.append(value)
        elif len(values) > m % 7:
            values.pop()
            if value % 2:
                values.pop(0)
    return total * 100 + len(values) + sum(1 for _ in reversed(values))


@compile(contract=False)
def slice_assigned(n: int, i: int, j: int) -> int:
    values = [0, 1, 2, 3, 4]
    values[i:j] = [n, n + 1, n // 2]
    values[1:2] = (7,)
    values[2:4] = values
    values[:1] = []
    total = 0
    for value in values:
        total = total * 2 + value
    return total + len(values)


@compile(contract=False)
def extended(n: int) -> int:
    values = [n]
    values.extend([2, 3])
    values.extend((4, n))
    values.extend(values)
    values[0] = -1
    total = sum(values)
    values.clear()
    values.extend([n % 4] * 2)
    return total * 10 + len(values)


@compile(contract=False)
def member(n: int, x: float) -> int:
    values = [1, 5, n // 2]
    floats = [x, 0.5]
    return (n in values) + 2 * (3 not in values) + 4 * (x in floats) + 8 * (1 in floats)


@compile(contract=False)
def extremes(n: int, x: float) -> float:
    values = [x * i for i in range(n % 5)]
    return max(values) - min(values) + max([1, 2, n % 4])


@compile(contract=False)
def any_and_all(n: int) -> int:
    flags = [i % 3 == 0 for i in range(n % 5)]
    return any(flags) + 2 * all(flags) + 4 * (True in flags)


@compile(contract=False)
def in_branches(n: int, b: bool) -> int:
    if b:
        values = [n, 1]
    else:
        values = [2]
        values.append(n)
        values.append(n)
    return len(values) + values[0]


@compile(contract=False)
def caught(n: int, i: int) -> int:
    values = [1, 2, 3]
    try:
        values.append(n)
        values[i] = 5
        values.append(n)
    except IndexError:
        values.append(-1)
    finally:
        values.append(100)
    total = 0
    for value in values:
        total = total // 2 + value
    return total


def fill(values, x):
    for i in range(len(values)):
        values[i] = x * i
    values.append(x)


def total(values):
    result = 0.0
    for value in values:
        result += value
    return result


@compile(contract=False)
def helpers(n: int, x: float) -> float:
    values = [0.0] * (n % 6)
    fill(values, x)
    fill(values, 0.5)
    return total(values)


@compile(contract=False)
def made_in_loop(n: int) -> int:
    result = 0
    last = [0]
    for i in range(n % 30):
        row = [i] * 3
        row[1] += 1
        if i % 7 == 3:
            last = row
        result += row[0] + row[1] * row[2] + last[0]
    return result * 10 + last[1 % len(last)]


@compile(contract=False)
def too_long(n: int) -> int:
    if n < 2**60:
        return 0
    values = [0] * n
    return len(values)


@compile(contract=False)
def nested_function(n: int) -> int:
    counts = [0, 0]

    def count(i: int) -> int:
        counts[i] += 1
        return counts[i]

    for i in range(n % 9):
        count(i % 2)
    return counts[0] * 10 + count(1)


@compile(contract=False)
def sorted_by_hand(n: int) -> int:
    values = [(i * 7 + n % 5) % 11 for i in range(11)]
    for i in range(1, len(values)):
        value, j = values[i], i
        while j > 0 and values[j - 1] > value:
            values[j] = values[j - 1]
            j -= 1
        values[j] = value
    result = 0
    for value in values:
        result = result * 3 + value
    return result


@compile(contract=False)
def exact(n: int) -> int:
    values = [n, n]
    values[0] += n
    return values[0] * values[1]


@compile(contract=False)
def maybe_unbound(n: int, b: bool) -> int:
    if b:
        values = [n]
    return len(values)


@compile(contract=False)
def recycled(n: int) -> int:
    result = 0
    for i in range(n % 40):
        row = [i] * (i % 5 + 1)
        flags = [i % 2 == 0, True]
        small = [x * 2 for x in row[1:]]
        weights = [0.5] * (i % 9)
        small.append(len(weights))
        for j in range(3):
            inner = [j, i]
            inner.extend(small)
            flags[j % 2] = inner[-1] > 2
            try:
                result += inner[j + 2]
            except IndexError:
                continue
            result += sum(inner) + flags[0]
    return result


@compile(contract=False)
def machine(seed: int, steps: int) -> int:
    """Many operations in an order that follows from the seed."""
    values: list[int] = []
    other = [0]
    state, result = seed % 1000003, 0
    for _ in range(steps % 150):
        state = (state * 48271 + 11) % 2147483647
        what, k = state % 13, state // 13 % 9 - 4
        if what < 3:
            values.append(k)
        elif what == 3 and values:
            result += values.pop()
        elif what == 4 and -len(values) <= k < len(values):
            values[k] += result % 7
            other.append(values.pop(k))
        elif what == 5:
            values[k:k + 2] = other
        elif what == 6:
            other = values[k:]
        elif what == 7 and k not in values:
            values[:0] = [k, k]
        elif what == 8:
            other, values = values, other
        elif what == 9:
            other = values
        elif what == 10:
            values = [value for value in values if value != k]
        elif what == 11:
            values += other
        elif what == 12:
            values.extend([k] * k)
            other.clear()
        if len(values) > 40:
            values = values[3:9]
        result = (result * 31 + len(values) + sum(values[-3:]) + len(other)) % 1000003
    return result


@compile(contract=False)
def more_methods(i: int, j: int, x: float, y: float) -> tuple[int, int, float, float]:
    places = [i % 3, 1, j % 3, 1]
    places.insert(i, 7)
    places.insert(j % 7 - 3, 1)
    places.reverse()
    values = [x, y, -0.0]
    values.insert(1, x * y)
    values.reverse()
    values.reverse()
    flags = [i > j, i == j]
    flags.insert(-1, True)
    return (places.index(1) * 100 + places.count(1) * 10 + places[0], values.count(x) + flags.count(
        True), values[1], values[-1])


@compile(contract=False)
def found_or_error(x: float, i: int) -> int:
    values = [0.5, x, 2.0]
    return values.index(i / 2) * 10 + [1, 2, i].index(i % 4)


@compile(contract=False)
def contains_other_numbers(n: int, x: float) -> tuple[bool, bool, bool, bool, bool]:
    floats, ints, bools = [0.5, 2.0, -0.0], [2, -7, 0], [n > 0, x < 0]
    floats.append(float(2**53))
    ints.append(n)
    return n in floats, x in ints, n in bools, x in bools, (n == 2) in ints
