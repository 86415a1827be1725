"""Compiled loops over transfers; they release the GIL and take plain arrays."""

from numba import njit

_PLAIN = {"cache": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}

inner = njit(no_cpython_wrapper=True, **_PLAIN)
"""Compiles what only other kernels call."""
entry = njit(**_PLAIN)
"""Compiles what Python calls."""
