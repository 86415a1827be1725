"""Compiled search for the strongest paths; the kernels release the GIL and look at a stop flag."""

from numba import njit

_PLAIN = {"cache": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}

inner = njit(no_cpython_wrapper=True, **_PLAIN)
"""Compiles what only other kernels call; without wrappers, which take longest to compile."""
entry = njit(**_PLAIN)
"""Compiles what Python calls."""
