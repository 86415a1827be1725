"""Identifiers as they are shown: enough to tell two people apart, not enough to use."""

from __future__ import annotations

_FIRST, _LAST = 3, 4
SECRET = ("id_number", "phone", "credit_code", "deposit_account", "account", "address")
"""Columns whose cells are never shown whole."""


def masked(column: str, text: str | None) -> str | None:
    """Return a cell as it may be shown.

    Of an identity number the first three and the last four characters stay, of a telephone or an
    account the last four, of an address nothing but that there is one.
    """
    if not text or column not in SECRET or column == "credit_code":
        return text
    if column == "address":
        return "（已登记 on record）"
    if column == "id_number" and len(text) > _FIRST + _LAST:
        return text[:_FIRST] + "*" * (len(text) - _FIRST - _LAST) + text[-_LAST:]
    return "*" * max(0, len(text) - _LAST) + text[-_LAST:]
