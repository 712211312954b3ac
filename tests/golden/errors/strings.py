from dataclasses import dataclass

from pyx_lowering import compile


@compile
def joined(first: str, second: str) -> str:
    return first + "-" + second


@compile
def shouted(text: str) -> str:
    return text.upper()


@compile
def formatted(n: int) -> str:
    return f"{n}"


@compile
def mirrored(text: str) -> str:
    return text[::-1]


@compile
def compared(text: str, n: int) -> bool:
    return text == n


@compile
def pair(both: tuple[str, int]) -> int:
    return both[1]


@compile
def perhaps(text: str | None) -> int:
    return 0


@dataclass(frozen=True)
class Named:
    name: str


@compile
def name_length(named: Named) -> int:
    return len(named.name)


@compile
def mixed(text: str, flag: bool) -> int:
    value = text[0] if flag else 0
    return value


@compile
def number(text: str) -> int:
    return text[0]


@compile
def as_text(n: int) -> str:
    return str(n)


@compile
def counted(text: str) -> int:
    return sum(1 for _ in range(text))


@compile
def byte_text(data: bytes) -> bool:
    return data == "abc" or "a" in data


@compile
def default(text: str = 3) -> int:
    return len(text)


@compile
def indexed(text: str, x: float) -> str:
    return text[x]


@compile
def changed(text: str) -> str:
    text[0] = "a"
    return text


@compile
def collected(text: str) -> int:
    seen = []
    for c in text:
        seen.append(c)
    return len(seen)
