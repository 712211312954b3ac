"""`python -m orbits` draws the Mandelbrot set in the terminal."""

from orbits.picture import rows

if __name__ == "__main__":
    print("\n".join(rows()))
