"""A memory hint for the kernels, which wait for memory more than they compute."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic


@intrinsic  # type: ignore[untyped-decorator]
def prefetch(_context: Any, array: Any, index: Any) -> Any:
    """Ask for the cache line of `array[index]` without waiting for it; one-dimensional arrays."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, args[0]).data
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        hint = builder.module.declare_intrinsic(
            "llvm.prefetch", [byte], ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        )
        address = builder.bitcast(builder.gep(data, [args[1]]), byte)
        for_reading, keep_close, is_data = word(0), word(3), word(1)
        builder.call(hint, [address, for_reading, keep_close, is_data])
        return context.get_dummy_value()

    return types.void(array, index), generate
