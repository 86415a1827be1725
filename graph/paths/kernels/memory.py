"""Compiled reading and writing of memory by address; see `paths.layout` for the reason.

Nothing here is checked: an address must be of memory that the caller of the kernel holds.
"""

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from graph.paths.kernels import inner
from graph.paths.layout import COLUMNS, INDICES, INDPTR

_LONG, _DOUBLE = ir.IntType(64), ir.DoubleType()


def _reader(element, widen, returned):
    """Return an intrinsic that reads the element of an index from an address."""

    @intrinsic
    def read(_context, address, index):
        def generate(_context, builder, _signature, args):
            data = builder.inttoptr(args[0], element.as_pointer())
            return widen(builder, builder.load(builder.gep(data, [args[1]])))

        return returned(types.int64, types.int64), generate

    return read


def _writer(element, given):
    """Return an intrinsic that writes an element at an index behind an address."""

    @intrinsic
    def write(context, address, index, value):
        def generate(context, builder, _signature, args):
            data = builder.inttoptr(args[0], element.as_pointer())
            builder.store(args[2], builder.gep(data, [args[1]]))
            return context.get_dummy_value()

        return types.void(types.int64, types.int64, given), generate

    return write


long_at = _reader(_LONG, lambda _builder, value: value, types.int64)
"""Reads an int64."""
double_at = _reader(_DOUBLE, lambda _builder, value: value, types.float64)
"""Reads a float64."""
int_at = _reader(ir.IntType(32), lambda builder, value: builder.sext(value, _LONG), types.int64)
"""Reads an int32 as int64."""
byte_at = _reader(ir.IntType(8), lambda builder, value: builder.zext(value, _LONG), types.int64)
"""Reads an uint8 as int64."""
float_at = _reader(
    ir.FloatType(), lambda builder, value: builder.fpext(value, _DOUBLE), types.float64
)
"""Reads a float32 as float64."""
put_long = _writer(_LONG, types.int64)
"""Writes an int64."""
put_double = _writer(_DOUBLE, types.float64)
"""Writes a float64."""


@inner
def address_of(array):
    """Return where an array lies, which must be held while the address is used."""
    return np.int64(array.ctypes.data)


@inner
def column_of(g, where, column):
    """Return the address of a column of the ties of one direction."""
    return long_at(g, where * COLUMNS + column)


@inner
def first_of(g, where, owner):
    """Return where the ties of a node begin in one direction; those of the next one end them."""
    return int_at(long_at(g, where * COLUMNS + INDPTR), owner)


@inner
def neighbour(g, where, position):
    """Return the node at the other end of a tie, in the numbers of its direction's arrays."""
    return int_at(long_at(g, where * COLUMNS + INDICES), position)


@inner
def entry_of(w, array, width, row, column):
    """Return a number of one of the arrays of a table of ways."""
    return double_at(long_at(w, array), row * width + column)


@inner
def whole_entry_of(w, array, width, row, column):
    """Return an integer of one of the arrays of a table of ways."""
    return long_at(long_at(w, array), row * width + column)
