from pyx_lowering import compile

TABLE = [1.0, 2.0]


@compile
def returned(n: int) -> int:
    values = [n, 1]
    return values


@compile
def in_a_tuple(n: int) -> tuple[int, int]:
    pair = ([n], n)
    return pair


@compile
def nested(n: int) -> int:
    rows = [[n, 1], [1, n]]
    return rows[0][1]


@compile
def filled(n: int) -> int:
    rows = []
    for i in range(n):
        rows.append([i])
    return len(rows)


def make(n):
    return [0] * n


@compile
def from_helper(n: int) -> int:
    return len(make(n))


@compile
def of_texts(values: list[str]) -> int:
    return len(values)


@compile
def marked(n: int) -> int:
    return n


@compile
def passed(n: int) -> int:
    return marked([n])


@compile
def mixed(x: float) -> float:
    values = [0] * 3
    values[0] = x
    return values[0]


@compile
def float_of_int(x: float, n: int) -> float:
    values = [x]
    values.append(n)
    return values[0]


@compile
def unknown(n: int) -> int:
    values = []
    return len(values)


@compile
def method(n: int) -> int:
    values = [n, 1]
    values.sort()
    return values[0]


@compile
def step(n: int) -> int:
    values = [n, 1, 2]
    values[::2] = [0, 0]
    return values[0]


@compile
def written(n: int) -> int:
    values = [n]
    print(values)
    return n


@compile
def compared(n: int) -> bool:
    return [n] == [1]


@compile
def constant(i: int) -> float:
    return TABLE[i]


@compile
def tuples(n: int) -> int:
    return len([(n, 1)])


@compile
def chosen(n: int, b: bool) -> int:
    values = [n] if b else [0.5]
    return len(values)
