"""Numbers that several modules use. The compiler reads them; none of this is run by the build."""

import math

#: One full turn, in radians.
TURN = 2.0 * math.pi

#: Beyond this squared distance from 0 a point of the Mandelbrot iteration never comes back.
ESCAPE_RADIUS_SQUARED = 4.0

#: How often the Mandelbrot iteration is repeated before a point counts as inside.
MAX_STEPS = 256

#: Newton's method stops when a step is smaller than this, in radians.
TOLERANCE = 1e-14

#: Newton's method gives up after this many steps.
MAX_NEWTON_STEPS = 64
