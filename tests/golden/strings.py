from pyx_lowering import compile

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
GREEK = "αβγ"
MAGIC = b"\x89PNG"


@compile
def hamming(a: str, b: str) -> int:
    if len(a) != len(b):
        raise ValueError(f"{a!r} is longer or shorter than {b!r}")
    return sum(x != y for x, y in zip(a, b))


@compile
def number(text: str, sep: str = ",") -> int:
    total = 0
    for i in range(len(text)):
        c = text[i]
        if c == sep or c in "_ ":
            continue
        if not "0" <= c <= "9":
            raise ValueError(f"bad character {c!r} at {i}")
        total = total * 10 + (ord(c) - ord("0"))
    return total


@compile
def checksum(data: bytes) -> int:
    if data[:4] == MAGIC:
        data = data[4:]
    value = 0xFFFF
    for byte in data:
        value = (value >> 1) ^ (0xA001 if (value ^ byte) & 1 else 0)
    return value


@compile
def letter(n: int) -> str:
    return ALPHABET[n % 26] if n >= 0 else GREEK[-n]


@compile
def runs(text: str) -> int:
    before, count = "", 0
    for c in text:
        if c != before:
            count += 1
        before = c
    return count


@compile
def weight(text: str) -> int:
    match text:
        case "one" | "1":
            return 1
        case "":
            return 0
    return ALPHABET.find(text) + text.count("ab")
