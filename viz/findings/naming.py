"""Names beside ids, as findings show them on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def named(one: str, names: Mapping[str, str]) -> str:
    """Return `name（id）`, or the id where it has no name."""
    return f"{names[one]}（{one}）" if one in names else one
