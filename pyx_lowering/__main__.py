"""`python -m pyx_lowering`."""

from pyx_lowering.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
