from pyx_lowering import compile


@compile
def anything(words: list) -> str:
    return " ".join(words)
