"""Where nodes stand: generations as rows, each row ordered to shorten its lines."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viz.picture import Picture

_COLUMN, _ROW, _BAND = 150, 110, 60
_WIDEST = 22
_SWEEPS = 6

Place = tuple[int, int]


def places_of(picture: Picture) -> dict[str, Place]:
    """Return x and y in pixels for every node; deterministic, nothing overlaps.

    A generation wider than 22 nodes is folded into several rows of one band.
    """
    rows: dict[int, list[str]] = defaultdict(list)
    for node in picture.nodes.values():
        rows[node.level].append(node.id)
    beside = _neighbours(picture)
    for _ in range(_SWEEPS):
        _sweep(rows, beside)
    return _fold(rows)


def _neighbours(picture: Picture) -> dict[str, list[str]]:
    beside: dict[str, list[str]] = defaultdict(list)
    for line in picture.lines.values():
        beside[line.source].append(line.target)
        beside[line.target].append(line.source)
    return beside


def _sweep(rows: dict[int, list[str]], beside: dict[str, list[str]]) -> None:
    """Order each row by the mean place of its nodes' neighbours (Sugiyama's barycentre)."""
    place = {node: index - len(row) / 2 for row in rows.values() for index, node in enumerate(row)}
    for row in rows.values():
        mean = {
            node: sum(place[other] for other in beside[node]) / len(beside[node])
            if beside[node]
            else place[node]
            for node in row
        }
        row.sort(key=lambda node: (mean[node], node))


def _fold(rows: dict[int, list[str]]) -> dict[str, Place]:
    places: dict[str, Place] = {}
    top = 0
    for level in sorted(rows):
        row = rows[level]
        folds = -(-len(row) // _WIDEST)
        for index, node in enumerate(row):
            across, down = divmod(index, folds)
            width = -(-len(row) // folds)
            x = int((across - (width - 1) / 2) * _COLUMN + down * _COLUMN / max(folds, 1))
            places[node] = (x, top + down * _ROW)
        top += folds * _ROW + _BAND
    return places
