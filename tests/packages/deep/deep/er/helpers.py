def twice(x: int) -> int:
    return x + x
