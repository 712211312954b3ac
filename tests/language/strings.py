"""Strs and bytes: their length, items and parts, comparisons, searches and loops."""

from typing import Literal

import numpy as np
import numpy.typing as npt

from pyx_lowering import compile

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
WIDE = "aß€\U0001f600\ud800\x00"
MAGIC = b"\x00P\xffG"


@compile(contract=False)
def lengths(s: str, b: bytes) -> tuple[int, int, bool, bool]:
    return len(s), len(b), not s, bool(b)


@compile(contract=False)
def character_at(s: str, i: int) -> str:
    return s[i]


@compile(contract=False)
def byte_at(b: bytes, i: int) -> int:
    return b[i]


@compile(contract=False)
def ends(s: str) -> tuple[str, str, str]:
    return s[0], s[-1], s[1]


@compile(contract=False)
def compared(s: str, t: str) -> tuple[bool, bool, bool, bool, bool, bool]:
    return s == t, s != t, s < t, s <= t, s > t, s >= t


@compile(contract=False)
def bytes_compared(s: bytes, t: bytes) -> tuple[bool, bool, bool, bool, bool, bool]:
    return s == t, s != t, s < t, s <= t, s > t, s >= t


@compile(contract=False)
def with_literals(s: str) -> int:
    found = 0
    if s == "":
        found += 1
    if s == "a" or "\x00" == s:
        found += 2
    if s < "é" and s != "aß€":
        found += 4
    if s >= "\ud800":
        found += 8
    if "ab" < s <= "\U0001f600":
        found += 16
    if s in ("", "x", "a\x00b"):
        found += 32
    if s == WIDE:
        found += 64
    return found


@compile(contract=False)
def characters_compared(s: str, t: str) -> int:
    total = 0
    for c, d in zip(s, t):
        if c == d:
            total += 1
        elif c < d:
            total += 100
        if c == t or c > t:
            total += 10000
        if t <= c or t != c:
            total += 1000000
    return total


@compile(contract=False)
def with_magic(b: bytes) -> int:
    return (b[:4] == MAGIC) + 2 * (b > b"\xff") + 4 * (b == b"")


@compile(contract=False)
def contained(s: str, t: str) -> tuple[bool, bool, bool, bool]:
    return t in s, t not in s, "a" in s, s in "abcdefg"


@compile(contract=False)
def counted(s: str) -> int:
    return sum(c in "aeiou\x00é\U0001f600" for c in s)


@compile(contract=False)
def bytes_contained(b: bytes, c: bytes, n: int) -> bool:
    return c in b or n in b


@compile(contract=False)
def code_points(s: str) -> int:
    value = 5381
    for c in s:
        value = (value * 33 + ord(c)) & 0xFFFFFFFF
    return value


@compile(contract=False)
def ord_of(s: str) -> int:
    return ord(s)


@compile(contract=False)
def ord_of_byte(b: bytes) -> int:
    return ord(b)


@compile(contract=False)
def chr_of(n: int) -> str:
    return chr(n)


@compile(contract=False)
def shifted(s: str, by: int) -> bool:
    return all(chr(ord(c) + by) > c for c in s)


@compile(contract=False)
def sliced(s: str, i: int, j: int) -> tuple[str, str, str, str]:
    return s[i:j], s[i:], s[:j], s[:]


@compile(contract=False)
def bytes_sliced(b: bytes, i: int, j: int) -> tuple[bytes, bytes, bytes]:
    return b[i:j], b[i:], b[:j]


@compile(contract=False)
def slices_of_slices(s: str, i: int) -> tuple[str, int]:
    part = s[i:][1:-1]
    total = 0
    for k in range(len(part)):
        total += ord(part[k]) * (k + 1)
    return part, total


@compile(contract=False)
def hamming(s: str, t: str) -> int:
    if len(s) != len(t):
        raise ValueError("the lengths differ")
    return sum(a != b for a, b in zip(s, t))


@compile(contract=False)
def levenshtein(s: str, t: str) -> int:
    row = [j for j in range(len(t) + 1)]
    for i, c in enumerate(s, 1):
        diagonal, row[0] = row[0], i
        for j in range(len(t)):
            best = diagonal if c == t[j] else 1 + min(diagonal, row[j], row[j + 1])
            diagonal, row[j + 1] = row[j + 1], best
    return row[-1]


@compile(contract=False)
def crc32(b: bytes) -> int:
    value = 0xFFFFFFFF
    for byte in b:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ (0xEDB88320 if value & 1 else 0)
    return value ^ 0xFFFFFFFF


@compile(contract=False)
def parsed(s: str) -> int:
    total, sign, start = 0, 1, 0
    if s[:1] == "-":
        sign, start = -1, 1
    if start == len(s):
        raise ValueError(f"no digit in {s!r}")
    for i in range(start, len(s)):
        c = s[i]
        if not "0" <= c <= "9":
            raise ValueError(f"bad character {c!r} at {i}")
        total = total * 10 + ord(c) - ord("0")
    return sign * total


@compile(contract=False)
def base64_value(s: str) -> int:
    value = 0
    for c in s:
        if c == "=":
            break
        value = value * 64 + ALPHABET.index(c)
    return value


@compile(contract=False)
def encoded(n: int) -> str:
    return ALPHABET[n & 63]


@compile(contract=False)
def from_wide(n: int) -> str:
    return WIDE[n]


@compile(contract=False)
def part_of_wide(i: int, j: int) -> str:
    return WIDE[i:j]


@compile(contract=False)
def matched(s: str) -> int:
    match s:
        case "a" | "b":
            return 1
        case "":
            return 2
        case "abc" if len(s) == 3:
            return 3
        case other if other[0] == "z":
            return 4
    return 0


@compile(contract=False)
def matched_characters(s: str) -> int:
    depth = 0
    for c in s:
        match c:
            case "(" | "[":
                depth += 1
            case ")" | "]":
                depth -= 1
            case _:
                pass
    return depth


@compile(contract=False)
def backwards(s: str, b: bytes) -> int:
    value = 0
    for i, c in enumerate(reversed(s)):
        value += i * ord(c)
    for byte in reversed(b):
        value = value * 3 + byte & 0xFFFF
    return value


@compile(contract=False)
def is_palindrome(s: str) -> bool:
    for i in range(len(s) // 2):
        if s[i] != s[-1 - i]:
            return False
    return True


@compile(contract=False)
def runs(s: str) -> int:
    before, count = "", 0
    for c in s:
        if c != before:
            count += 1
        before = c
    return count


@compile(contract=False)
def longest_word(s: str) -> str:
    best, start = "", 0
    for i in range(len(s) + 1):
        if i == len(s) or s[i] == " ":
            if i - start > len(best):
                best = s[start:i]
            start = i + 1
    return best


@compile(contract=False)
def stripped(s: str) -> str:
    while s and s[0].isspace():
        s = s[1:]
    while s and s[-1].isspace():
        s = s[:-1]
    return s


@compile(contract=False)
def classes(s: str) -> tuple[bool, bool, bool, bool, bool]:
    return s.isdigit(), s.isalpha(), s.isalnum(), s.isspace(), s.isdecimal()


@compile(contract=False)
def classes_of_characters(s: str) -> int:
    value = 0
    for c in s:
        value = value * 7 % 1000003 + c.isdigit() + 2 * c.isalpha() + 4 * c.isupper()
        value = value * 7 % 1000003 + c.isspace() + 2 * c.isalnum() + 4 * c.islower()
    return value


@compile(contract=False)
def searches(s: str, t: str) -> tuple[int, int, int, bool, bool]:
    return s.find(t), s.rfind(t), s.count(t), s.startswith(t), s.endswith(t)


@compile(contract=False)
def searched_from(s: str, t: str, i: int) -> int:
    return s.find(t, i)


@compile(contract=False)
def index_of(s: str, t: str) -> int:
    return s.index(t)


@compile(contract=False)
def bytes_searches(s: bytes, t: bytes) -> tuple[int, int, int, bool, bool]:
    return s.find(t), s.rfind(t), s.count(t), s.startswith(t), s.endswith(t)


@compile(contract=False)
def bytes_index_of(s: bytes, t: bytes) -> int:
    return s.index(t)


@compile(contract=False)
def to_int(s: str) -> int:
    return int(s)


@compile(contract=False)
def to_float(s: str) -> float:
    return float(s)


@compile(contract=False)
def chosen(flag: bool, s: str) -> str:
    mark = "+" if flag else "-"
    if flag and s:
        mark = s
    return mark


@compile(contract=False)
def with_default(s: str = "é,", n: int = 0, b: bytes = b"\xff'") -> tuple[str, bytes]:
    return s[n:], b


@compile(contract=False)
def mode(kind: Literal["add", "sub"], x: float) -> float:
    return x + 1.0 if kind == "add" else x - 1.0


def tail(text, n):
    return text[n:]


def same(a, b):
    return a == b


@compile(contract=False)
def through_helpers(s: str, n: int) -> tuple[str, bool, bool]:
    return tail(s, n), same(s, "a"), same(tail(s, 1), tail(s, -1))


@compile(contract=False)
def through_marked(s: str, n: int) -> str:
    return character_at(tail(s, 1), n)


@compile(contract=False)
def nested_or_not(s: str, depth: int) -> int:
    if not s or depth <= 0:
        return 0
    return 1 + nested_or_not(s[1:], depth - 1)


@compile(contract=False)
def caught(s: str, i: int) -> str:
    try:
        return s[i]
    except IndexError:
        return "?"


@compile(contract=False)
def extreme_bytes(b: bytes) -> tuple[int, int, int]:
    return min(b), max(b), sum(b)


@compile(contract=False)
def extreme_characters(s: str) -> str:
    best = s[0]
    for c in s:
        best = c if c > best else best
    return best


@compile(contract=False)
def text_in_message(s: str) -> int:
    if len(s) < 2:
        raise KeyError(s)
    assert s[0] != "a", f"{s[0]} in {s!r}"
    return len(s)


@compile(contract=False, overflow="raise")
def strict_length(s: str, b: bytes) -> int:
    return len(s) * len(b)


@compile(contract=False)
def beside_a_list(s: str, b: bytes) -> int:
    weights = [3, 1, 4, 1, 5]
    return sum(w * ord(c) * n for w, c, n in zip(weights, s, b))


@compile(contract=False)
def constants_looped(s: str) -> int:
    total = 0
    for d in "abé":
        total += d == s
    for b in b"abc\xff":
        total += b * len(s)
    return total


@compile(contract=False)
def literal_index(n: int) -> str:
    if n > 3:
        return "abc"[5]
    return "yes" if b"abc"[n:].startswith(b"b") else "no"


@compile(contract=False)
def in_handlers(s: str, n: int) -> tuple[str, int]:
    """What a handler sees is a character or a longer str."""
    size = 0
    try:
        part = s[n]
        part = s[n] if n else s[n:]
        if part == "a":
            raise ValueError(part)
    except IndexError:
        part = s
    except ValueError:
        size = len(part)
    return part, size


@compile(contract=False)
def tuples_compared(s: str, n: int) -> tuple[bool, bool, bool]:
    return (s, n) < ("b", 3), (s[:1], s) == ("a", "ab"), ("é", s) >= (s, "a")


@compile(contract=False)
def until(s: str, n: int) -> int:
    while n < len(s) and (c := s[n]) != "b":
        n += 1 + (c == "é")
    return n


@compile(contract=False)
def captured(s: str, n: int) -> str:
    def item(k: int) -> str:
        return s[k]

    pick = lambda k: s[k:] if k > 0 else s  # noqa: E731 - a lambda is what is tested
    best: str = max(s)
    return best if item(n) == pick(n) else pick(n)


@compile(contract=False)
def digits(s: str) -> int:
    total = 0
    for c in s:
        total = total * 10 + int(c)
    return total


@compile(contract=False)
def digits_or_not(s: str) -> int:
    total = 0
    for c in s:
        try:
            total += int(c)
        except ValueError:
            total -= 1
    return total


@compile
def histogram(s: str, counts: npt.NDArray[np.int64], b: bytes) -> int:
    for c in s:
        counts[ord(c)] += 1
    for byte in b:
        counts[byte] += 1
    return len(s)
