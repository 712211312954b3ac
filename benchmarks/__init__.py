"""The article's benchmark: a multiply-add, in a loop, in a recurrence, and as a single call.

`python -m benchmarks` runs it; `README.md` beside this file says how to read it.
"""
