"""What a reading has to tell: bad rows, repeated rows, doubts and how files were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError

if TYPE_CHECKING:
    from graph.errors import RowError

MOST_ERRORS = 100_000
"""Bad rows after which a source is given up: its columns are not what they seem."""
_MOST_SHOWN = 20


class Report:
    """Grows while facts are read; `notes` is in the order in which things were met."""

    def __init__(self) -> None:
        self.errors: list[RowError] = []
        self._notes: list[str] = []
        self._repeated: dict[str, list[str]] = {}
        self._doubts: dict[str, list[str]] = {}
        self._counts: dict[str, int] = {}

    def note(self, text: str) -> None:
        """Tell something about the source."""
        self._notes.append(text)

    def bad(self, error: RowError) -> None:
        """Refuse a row.

        Raises:
            InputError: a hundred thousand rows are bad.
        """
        self.errors.append(error)
        if len(self.errors) >= MOST_ERRORS:
            raise InputError(
                f"{error.file}: {MOST_ERRORS:,} rows are bad; the first: {self.errors[0]}; "
                "look whether the columns are what their headers say"
            )

    def repeated(self, file: str, row: int, first: str) -> None:
        """Tell of a row that repeats another cell by cell and was left out."""
        self._few(self._repeated, file, f"row {row} repeats {first}")

    def doubt(self, file: str, row: int, column: str, why: str) -> None:
        """Tell of a readable cell that contradicts itself; its row is loaded."""
        self._few(self._doubts, file, f"row {row}, column '{column}': {why}")

    def notes(self) -> list[str]:
        """Return everything told so far, long lists cut with their number."""
        lines = list(self._notes)
        for told, what in ((self._repeated, "repeated rows left out"), (self._doubts, "doubtful")):
            for file, items in told.items():
                count = self._counts[f"{id(told)}{file}"]
                more = "" if count <= len(items) else f"; and {count - len(items):,} more"
                lines.append(f"{file}: {count:,} {what}: {'; '.join(items)}{more}")
        return lines

    def _few(self, told: dict[str, list[str]], file: str, text: str) -> None:
        items = told.setdefault(file, [])
        key = f"{id(told)}{file}"
        self._counts[key] = self._counts.get(key, 0) + 1
        if len(items) < _MOST_SHOWN:
            items.append(text)
