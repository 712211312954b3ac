"""Plain Python that uses the compiled functions: a picture of the Mandelbrot set in text."""

from __future__ import annotations

from collections.abc import Iterator

from orbits.fractal import escape_count

#: From escaping at once to never escaping.
SHADES = " .:-=+*#%@"


def rows(width: int = 72, height: int = 24, limit: int = 200) -> Iterator[str]:
    """The lines of the picture, from the top; each has `width` characters."""
    for row in range(height):
        im = 1.2 - 2.4 * row / (height - 1)
        line = ""
        for column in range(width):
            re = -2.1 + 2.8 * column / (width - 1)
            share = escape_count(re, im, limit) / limit
            # The square root shows the fine shades near the border.
            line += SHADES[int(share**0.5 * (len(SHADES) - 1))]
        yield line
