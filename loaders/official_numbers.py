"""Citizen identity numbers (GB 11643) and unified social credit codes (GB 32100)."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from stdnum.cn import ric, uscc

from loaders.problems import Problem, shown
from loaders.texts import half_width, read_id

if TYPE_CHECKING:
    from collections.abc import Sequence

_CITIZEN = re.compile(r"\d{17}[\dX]", re.ASCII)
_CITIZEN_OLD = re.compile(r"\d{15}", re.ASCII)
_CREDIT = re.compile(r"\d{8}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_PLAIN = re.compile(r"(?:\d{17}[\dX])?", re.ASCII)
_BLANKS = re.compile(r"[\s-]+")


def read_id_number(text: str) -> str | Problem:
    """Return an 18-digit identity number; one of 15 digits is converted (born 19xx).

    A number of the right shape is kept even if its check digit fails: that is a contradiction,
    told by `doubt_about_id_number`, and not an unreadable cell.
    """
    clean = _compact(text)
    if isinstance(clean, Problem) or not clean or _CITIZEN.fullmatch(clean):
        return clean
    if _CITIZEN_OLD.fullmatch(clean):
        body = f"{clean[:6]}19{clean[6:]}"
        return body + str(ric.calc_check_digit(f"{body}0"))
    return Problem(
        f"{shown(clean)} is not an identity number of 18 (or 15) digits",
        "correct it, or leave it blank and put other documents in the note",
    )


def are_id_numbers(cells: Sequence[str]) -> bool:
    """Whether every cell is blank or an identity number in its final form."""
    return all(map(_PLAIN.fullmatch, cells))


def doubt_about_id_number(number: str) -> str:
    """Return what speaks against an 18-digit identity number, or nothing."""
    if ric.calc_check_digit(number) != number[-1]:
        return "its check digit fails"
    if "01" <= number[10:12] <= "12" and "01" <= number[12:14] <= "28":
        return ""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "its birth date does not exist"
    return ""


def read_credit_code(text: str) -> str | Problem:
    """Return an 18-character credit code; a failed check character is told apart, not refused."""
    clean = _compact(text)
    if isinstance(clean, Problem) or not clean or _CREDIT.fullmatch(clean):
        return clean
    return Problem(
        f"{shown(clean)} is not a unified social credit code of 18 characters",
        "correct it, or leave it blank and put older numbers in the note",
    )


def doubt_about_credit_code(code: str) -> str:
    """Return what speaks against a credit code, or nothing."""
    return "" if uscc.calc_check_digit(code) == code[-1] else "its check character fails"


def _compact(text: str) -> str | Problem:
    clean = read_id(text)
    if isinstance(clean, Problem):
        return clean
    return _BLANKS.sub("", half_width(clean)).upper()
