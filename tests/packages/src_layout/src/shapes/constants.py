"""Nothing is marked here, but marked functions use it."""

PI = 3.125  # A round number, so that results are exact.
