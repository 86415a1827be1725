"""Small tables that a plan of zones is given: a list of neighbours, and last year's zones."""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

from graph.errors import InputError, RowError
from graph.zones.townships import ZoneRow
from loaders.encodings import encoding_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_NEIGHBOURS = {
    "place": ("place", "township", "乡镇", "地点"),
    "neighbour": ("neighbour", "neighbor", "邻接乡镇", "相邻乡镇", "邻乡镇"),
    "minutes": ("minutes", "分钟", "路程分钟", "路程（分钟）"),
}
_ZONES = {
    "zone": ("zone", "片区编号", "片区"),
    "place": ("place", "乡镇"),
    "name": ("name", "片区名称", "名称"),
}
_MOST_MINUTES = 100_000.0
_MOST_SHOWN = 20


class Townships:
    """Townships by id, and by name where only one has it."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for township, name in names.items():
            self._by_name[name].append(township)

    def find(self, text: str) -> str | None:
        """Return the id meant, None where there is none.

        Raises:
            ValueError: several townships have the name.
        """
        if text in self._names:
            return text
        found = self._by_name.get(text, [])
        if len(found) > 1:
            raise ValueError(f"'{text}' is the name of {', '.join(sorted(found))}")
        return found[0] if found else None


def read_neighbours(path: Path, townships: Townships) -> dict[tuple[str, str], float | None]:
    """Return minutes by pair of townships, None where the list gives none; a pair counts once.

    Raises:
        InputError: the file cannot be read or lacks a column, or rows name no township or minutes
            that are none.
    """
    links: dict[tuple[str, str], float | None] = {}
    errors: list[RowError] = []
    for row, cells in _rows(path, _NEIGHBOURS, ("place", "neighbour")):
        ends = [_township(path, row, name, cells, townships, errors) for name in _ENDS]
        minutes = _minutes(path, row, cells["minutes"], errors)
        if None in ends:
            continue
        one, other = sorted(end for end in ends if end is not None)
        if one == other:
            errors.append(
                _error(
                    path, row, "neighbour", f"'{one}' is its own neighbour", "name another township"
                )
            )
            continue
        known = links.get((one, other))
        links[one, other] = minutes if known is None else min(known, minutes or known)
    _refuse(path, errors)
    return links


_ENDS = ("place", "neighbour")


def read_zones(path: Path, townships: Townships) -> tuple[list[ZoneRow], list[str]]:
    """Return the rows of a table of zones, and places that are no township that is loaded.

    Raises:
        InputError: the file cannot be read or lacks a column, a cell is blank, or a township
            stands in two zones.
    """
    rows: list[ZoneRow] = []
    unknown: list[str] = []
    errors: list[RowError] = []
    seen: dict[str, str] = {}
    for row, cells in _rows(path, _ZONES, ("zone", "place")):
        place = _known(path, row, cells["place"], townships, errors)
        if not cells["zone"] or not cells["place"]:
            errors.append(
                _error(
                    path,
                    row,
                    "zone" if not cells["zone"] else "place",
                    "the cell is blank",
                    "name the zone and its township",
                )
            )
        elif place is None:
            unknown.append(cells["place"])
        elif seen.setdefault(place, cells["zone"]) != cells["zone"]:
            errors.append(
                _error(
                    path,
                    row,
                    "place",
                    f"'{place}' already stands in zone {seen[place]}",
                    "leave it in one zone",
                )
            )
        else:
            rows.append(ZoneRow(cells["zone"], place, cells["name"]))
    _refuse(path, errors)
    return rows, unknown


def _rows(
    path: Path, columns: Mapping[str, Sequence[str]], required: Sequence[str]
) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding=encoding_of(path), newline="") as handle:
            lines = [[cell.strip() for cell in line] for line in csv.reader(handle, strict=True)]
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; name a CSV file") from error
    except csv.Error as error:
        raise InputError(f"{path.name}: no CSV table ({error}); save it as CSV again") from error
    header = [cell.lower() for cell in lines[0]] if lines else []
    place = {
        name: next((header.index(word) for word in words if word in header), None)
        for name, words in columns.items()
    }
    if lacking := [name for name in required if place[name] is None]:
        raise InputError(
            f"{path.name}: no column {', '.join(lacking)} in its first row; it needs"
            f" {', '.join(required)}"
        )
    return [
        (
            number,
            {
                name: line[at] if at is not None and at < len(line) else ""
                for name, at in place.items()
            },
        )
        for number, line in enumerate(lines[1:], start=2)
        if any(line)
    ]


def _township(
    path: Path,
    row: int,
    column: str,
    cells: Mapping[str, str],
    townships: Townships,
    errors: list[RowError],
) -> str | None:
    before = len(errors)
    found = _known(path, row, cells[column], townships, errors, column)
    if found is None and len(errors) == before:
        errors.append(
            _error(
                path,
                row,
                column,
                f"'{cells[column]}' is no township that is loaded",
                "correct the code, or load places.csv first",
            )
        )
    return found


def _known(
    path: Path,
    row: int,
    text: str,
    townships: Townships,
    errors: list[RowError],
    column: str = "place",
) -> str | None:
    try:
        return townships.find(text)
    except ValueError as error:
        errors.append(_error(path, row, column, str(error), "write the code instead"))
        return None


def _minutes(path: Path, row: int, text: str, errors: list[RowError]) -> float | None:
    if not text:
        return None
    try:
        minutes = float(text)
    except ValueError:
        minutes = -1.0
    if not 0.0 <= minutes <= _MOST_MINUTES:
        errors.append(
            _error(
                path,
                row,
                "minutes",
                f"'{text}' are no minutes",
                "write a number, such as 25, or leave the cell blank",
            )
        )
        return None
    return minutes


def _error(path: Path, row: int, column: str, why: str, todo: str) -> RowError:
    return RowError(file=path.name, row=row, column=column, why=why, todo=todo)


def _refuse(path: Path, errors: list[RowError]) -> None:
    if errors:
        listed = "".join(f"\n  {error}" for error in errors[:_MOST_SHOWN])
        more = f"\n  and {len(errors) - _MOST_SHOWN} more" if len(errors) > _MOST_SHOWN else ""
        raise InputError(
            f"{path.name}: {len(errors)} bad row(s), so nothing is planned:{listed}{more}"
        )
