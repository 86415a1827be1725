"""Money, numbers, shares and yes-or-no."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from loaders.problems import Problem, shown
from loaders.texts import half_width, read_text

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?|[+-]?\.\d+")
_GROUPED = re.compile(r"([+-]?\d{1,3}(?:,\d{3})+)(\.\d+)?")
_MONEY = re.compile(r"[¥￥]?\s*([-+]?[\d,]*\.?\d+)\s*(亿元|万元|亿|万|元)?")
_LONGEST = 30
FEN = {"元": 100, "万": 1_000_000, "万元": 1_000_000, "亿": 10**10, "亿元": 10**10}
"""Fen in one of each unit that a cell or a header may name."""
_YES = frozenset(("true", "yes", "y", "t", "1", "是", "有", "真"))
_NO = frozenset(("false", "no", "n", "f", "0", "否", "无", "假", "没有"))


def _clean(text: str) -> str | Problem:
    clean = read_text(text)
    if isinstance(clean, Problem):
        return clean
    clean = half_width(clean).strip()
    if len(clean) > _LONGEST:
        return Problem(f"{shown(clean)} is too long for a number", "write the number alone")
    return clean


def _decimal(text: str) -> Decimal | None:
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return Decimal(text) if text.isascii() and _NUMBER.fullmatch(text) else None


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def money_reader(unit: str) -> Callable[[str], str | Problem]:
    """Return a reader of money to fen; `unit` (元, 万元 …) holds for cells that name none."""

    def read(text: str) -> str | Problem:
        clean = _clean(text)
        if isinstance(clean, Problem) or not clean:
            return clean
        match = _MONEY.fullmatch(clean)
        value = _decimal(match.group(1)) if match else None
        if match is None or value is None:
            return Problem(
                f"{shown(clean)} is not an amount of money",
                "write yuan with up to two decimals, such as 1234.50, or 38.5万元",
            )
        fen = value * FEN[match.group(2) or unit]
        if fen != fen.to_integral_value():
            return Problem(f"{shown(clean)} is finer than one fen", "round to two decimals of yuan")
        if fen < 0:
            return Problem(
                f"{shown(clean)} is negative",
                "write the amount without a sign; swap payer and payee",
            )
        return str(int(fen))

    return read


def read_number(text: str) -> str | Problem:
    """Return a plain decimal number."""
    clean = _clean(text)
    if isinstance(clean, Problem) or not clean:
        return clean
    value = _decimal(clean)
    if value is None:
        return Problem(f"{shown(clean)} is not a number", "write digits, such as 12 or 12.5")
    return _plain(value)


def read_integer(text: str) -> str | Problem:
    """Return a whole number that is not negative."""
    clean = read_number(text)
    if isinstance(clean, Problem) or not clean:
        return clean
    if "." in clean or clean.startswith("-"):
        return Problem(f"{shown(clean)} is not a whole number", "write a count, such as 12")
    return clean


def share_reader(*, percent: bool) -> Callable[[str], str | Problem]:
    """Return a reader of shares to 0–1; with `percent`, cells without a sign are percentages."""

    def read(text: str) -> str | Problem:
        clean = _clean(text)
        if isinstance(clean, Problem) or not clean:
            return clean
        number = clean.removesuffix("%").strip()
        value = _decimal(number)
        if value is None:
            return Problem(f"{shown(clean)} is not a share", "write 0.3 or 30%")
        if percent or number != clean:
            value /= 100
        if not 0 <= value <= 1:
            return Problem(f"{shown(clean)} is not between 0 and 1", "write 0.3 or 30%")
        return _plain(value)

    return read


def read_boolean(text: str) -> str | Problem:
    """Return `true` or `false`."""
    clean = _clean(text)
    if isinstance(clean, Problem) or not clean:
        return clean
    word = clean.casefold()
    if word in _YES:
        return "true"
    if word in _NO:
        return "false"
    return Problem(f"{shown(clean)} is neither yes nor no", "write true or false, 是 or 否")
