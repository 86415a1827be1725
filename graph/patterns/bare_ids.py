"""Ids as they stand in their own table: a cell may tell the kind before them (`unit:U1`)."""

from __future__ import annotations

from typing import Any

import ibis

_PREFIXES = ("person:", "unit:", "account:")


def bare(written: Any) -> Any:
    """Return an expression of ids without the word that tells their kind."""
    for prefix in _PREFIXES:
        written = ibis.ifelse(written.startswith(prefix), written.substr(len(prefix)), written)
    return written
