"""The algorithms of NPBench's list, in plain NumPy style; what to call them with is in `inputs`."""
