"""What a reader says about a cell that it cannot take."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_CELL = 32_767
"""Characters that a spreadsheet cell can hold; anything longer is a damaged file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be used, and what its author should do."""

    why: str
    todo: str


def shown(text: str) -> str:
    """Return the text quoted for a message: shortened, invisible characters spelled out."""
    return ascii_safe(text if len(text) <= 40 else f"{text[:37]}…")


def ascii_safe(text: str) -> str:
    """Return the text in quotes, characters that would not print written as escapes."""
    return "'" + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text) + "'"
