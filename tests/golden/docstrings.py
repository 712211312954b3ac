'''A module's docstring with "quotes" and a backslash: \\.'''

from pyx_lowering import compile


@compile
def one_line(x: float) -> float:
    """One line."""
    return x


@compile
def several_lines(x: float) -> float:
    """The first line.

    Indented text, as in the source:

        several_lines(1.0)
    """
    return x


@compile
def awkward(x: float) -> float:
    r'''Triple """ quotes, a \n that is none, and an accent: é.'''
    return x


@compile
def ends_with_quote(x: float) -> float:
    'It ends with a "quote"'
    return x


@compile
def none(x: float) -> float:
    # A comment is no docstring.
    return x
