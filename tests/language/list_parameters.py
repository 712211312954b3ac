"""Lists that are passed to functions; see `test_language.py`."""

from pyx_lowering import compile


@compile(contract=False)
def total(values: list[float]) -> float:
    result = 0.0
    for value in values:
        result += value
    return result


@compile(contract=False)
def item(values: list[float], i: int) -> float:
    return values[i] - values[-1]


@compile(contract=False)
def int_item(values: list[int], i: int) -> int:
    return values[i] + len(values)


@compile(contract=False)
def bool_item(values: list[bool], i: int) -> bool:
    return values[i] or not values


@compile(contract=False)
def sums(values: list[int], flags: list[bool]) -> tuple[int, int, int]:
    return sum(values), sum(flags), len(values) - len(flags)


@compile(contract=False)
def float_sum(values: list[float]) -> float:
    return 0.0 + sum(values)


@compile(contract=False)
def ends(values: list[float]) -> tuple[float, float]:
    return min(values), max(values)


@compile(contract=False)
def int_ends(values: list[int]) -> tuple[int, int]:
    return min(values), max(values)


@compile(contract=False)
def quantified(values: list[int], flags: list[bool]) -> tuple[bool, bool, bool]:
    return any(values), all(flags), any(x > 2 for x in values)


@compile(contract=False)
def found(values: list[float], x: float) -> bool:
    return x in values


@compile(contract=False)
def counted(values: list[float], x: float) -> int:
    return values.count(x) + len(values)


@compile(contract=False)
def placed(values: list[float], x: float) -> int:
    return values.index(x)


@compile(contract=False)
def int_found(values: list[int], n: int) -> tuple[bool, int]:
    return n in values, values.count(n)


@compile(contract=False)
def sliced(values: list[int], i: int, j: int) -> int:
    total = 0
    for k, x in enumerate(values[i:j]):
        total += (k + 1) * (x % 1000)
    return total


@compile(contract=False)
def kept(values: list[float], x: float) -> float:
    others = [value for value in values if value > x]
    others.append(x)
    return others[0]


@compile(contract=False)
def copied(values: list[int], n: int) -> int:
    values = values.copy()
    values.append(n)
    values.reverse()
    return values[0] + len(values)


def weighted(values, weights):
    result = 0.0
    for value, weight in zip(values, weights):
        result += value * weight
    return result


@compile(contract=False)
def passed(values: list[float], weights: list[float]) -> float:
    return weighted(values, weights) + total(weights[1:]) + total(values)


@compile(contract=False)
def chosen(values: list[float], others: list[float], first: bool) -> float:
    one = values if first else others
    return one[0] if one else 0.5 + len(values)


@compile(contract=False)
def caught(values: list[int], i: int) -> int:
    try:
        return values[i]
    except IndexError:
        return len(values)


@compile(contract=False)
def recursive(values: list[int], i: int) -> int:
    return 0 if i % 64 >= len(values) else values[i % 64] % 10 + recursive(values, i % 64 + 1)
