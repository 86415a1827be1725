"""Plain text, identifiers and words of a closed list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.problems import LONGEST_CELL, Problem, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BREAKS = re.compile(r"[\t\r\n]+")
_EDGES = "\u200b\u200c\u200d\u2060\ufeff"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_REORDERING = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_EXPONENT = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_PREFIXES = ("person:", "unit:", "account:")


def half_width(text: str) -> str:
    """Return the text with full-width ASCII (Ａ１：) and the wide space made ordinary."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def read_text(text: str) -> str | Problem:
    """Return the text without outer blanks; line breaks and tabs inside become one space.

    Every other character stays as written: a name is not ours to normalise.
    """
    if len(text) > LONGEST_CELL:
        return Problem(
            f"holds {len(text):,} characters, more than the {LONGEST_CELL:,} of a spreadsheet cell",
            "shorten it, or look for an unclosed quotation mark",
        )
    if text.isprintable():
        return text.strip()
    clean = _BREAKS.sub(" ", text.strip().strip(_EDGES)).strip()
    if found := _CONTROL.search(clean):
        return Problem(
            f"holds the control character U+{ord(found.group()):04X}",
            "remove it; it usually comes from a damaged export",
        )
    if found := _REORDERING.search(clean):
        return Problem(
            f"holds the invisible character U+{ord(found.group()):04X}, which reorders text",
            "retype the cell",
        )
    return clean


def read_id(text: str) -> str | Problem:
    """Return an identifier: half-width, without blanks at its ends, its zeros kept."""
    clean = read_text(text)
    if isinstance(clean, Problem) or (clean.isascii() and clean.isalnum()):
        return clean
    clean = half_width(clean).strip()
    if _INVISIBLE.search(clean):
        return Problem(f"{shown(clean)} holds an invisible character", "retype the identifier")
    if "E" in clean.upper() and _EXPONENT.fullmatch(clean) and ("." in clean or "+" in clean):
        return Problem(
            f"{shown(clean)} is a number that a spreadsheet has rounded",
            "make the column text, enter the identifier again and save",
        )
    return clean


def read_own_id(text: str) -> str | Problem:
    """Return the identifier that a row defines; the reference prefixes are reserved."""
    clean = read_id(text)
    if not isinstance(clean, Problem) and clean.lower().startswith(_PREFIXES):
        return Problem(
            f"{shown(clean)} begins with a prefix that only references may carry",
            "write the identifier without person:, unit: or account:",
        )
    return clean


def words_reader(
    words: Mapping[str, str], allowed: str, *, is_open: bool
) -> Callable[[str], str | Problem]:
    """Return a reader of one word of a list; `words` maps its spellings, case-folded."""

    def read(text: str) -> str | Problem:
        clean = read_text(text)
        if isinstance(clean, Problem) or not clean:
            return clean
        known = words.get(half_width(clean).strip().casefold())
        if known is not None:
            return known
        if is_open:
            return clean
        return Problem(f"{shown(clean)} is not one of its words", f"write one of: {allowed}")

    return read


def read_items(text: str) -> str | Problem:
    """Return semicolon-separated items, trimmed, empty ones left out."""
    clean = read_text(text)
    if isinstance(clean, Problem):
        return clean
    items = (item.strip() for item in clean.replace("；", ";").split(";"))
    return ";".join(item for item in items if item)
