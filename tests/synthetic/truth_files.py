"""A written county as a reader sees it: tables of rows, and its answer key."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

PERSONS, SEED = 12_000, 5
Row = dict[str, str]


@dataclass(frozen=True)
class Written:
    """A folder with a made county."""

    folder: Path

    @cache  # noqa: B019
    def rows(self, table: str) -> list[Row]:
        path = self.folder / f"{table}.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cache  # noqa: B019
    def by_id(self, table: str) -> dict[str, Row]:
        return {row["id"]: row for row in self.rows(table)}

    @property
    def key(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(
            (self.folder / "truth" / "patterns.json").read_text(encoding="utf-8")
        )
        return told

    def planted(self, code: str) -> list[dict[str, Any]]:
        return [one for one in self.key["planted"] if one["code"] == code]

    def confounders(self, name: str) -> list[dict[str, Any]]:
        return [one for one in self.key["confounders"] if one["name"] == name]

    def benefits(self, planted: dict[str, Any]) -> list[Row]:
        """The benefits among the objects of something planted."""
        known = self.by_id("benefits")
        return [known[code] for code in planted["objects"] if code in known]
