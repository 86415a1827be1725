"""A made county with its answer key, and what tests recompute from its rows."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from graph.model import day_of
from loaders.synthetic import Options, write_county

Row = dict[str, str]
DECIDING = ("head", "deputy", "finance", "reviewer")


@dataclass(frozen=True)
class Made:
    """The rows of a written county by table, and its answer key."""

    folder: Path

    @classmethod
    def written(cls, folder: Path, persons: int, seed: int, **options: object) -> "Made":
        write_county(folder, persons, seed, options=Options(**options))  # type: ignore[arg-type]
        return cls(folder)

    @cached_property
    def key(self) -> dict[str, list[dict]]:
        return json.loads((self.folder / "truth" / "patterns.json").read_text(encoding="utf-8"))

    def planted(self, code: str) -> list[dict]:
        return [one for one in self.key["planted"] if one["code"] == code]

    def confounding(self, *names: str) -> set[str]:
        """Subjects and objects of confounders of these names."""
        chosen = [one for one in self.key["confounders"] if one["name"] in names]
        return {each for one in chosen for each in (*one["subjects"], *one["objects"])}

    def rows(self, table: str) -> list[Row]:
        return self._tables[table]

    def by_id(self, table: str) -> dict[str, Row]:
        return self._by_id[table]

    @cached_property
    def _tables(self) -> "dict[str, list[Row]]":
        return _Tables(self.folder)

    @cached_property
    def _by_id(self) -> "dict[str, dict[str, Row]]":
        return _Ids(self._tables)

    @cached_property
    def bids(self) -> dict[str, list[Row]]:
        """Bids by contract."""
        found = defaultdict(list)
        for row in self.rows("bids"):
            found[row["contract"]].append(row)
        return found

    @cached_property
    def posts(self) -> dict[str, list[Row]]:
        """Deciding posts by unit."""
        found = defaultdict(list)
        for row in self.rows("posts"):
            if row["role"] in DECIDING:
                found[row["unit"]].append(row)
        return found

    @cached_property
    def roles(self) -> dict[str, list[Row]]:
        """Roles by company."""
        found = defaultdict(list)
        for row in self.rows("roles"):
            found[row["company"]].append(row)
        return found

    def deciders(self, unit: str, day: str) -> set[str]:
        """Who holds a deciding post of the unit on the day."""
        return {
            row["person"]
            for row in self.posts[unit]
            if row["from"] <= day and (not row["to"] or day <= row["to"])
        }

    def behind(self, company: str) -> dict[str, float]:
        """Everybody with a role in the company or in what owns it, and the share that he has.

        Whoever signs for it or controls it has all of it.
        """
        found: dict[str, float] = defaultdict(float)
        for row in self.roles[company]:
            if row["role"] in ("legal_representative", "controller"):
                found[row["person"]] = 1.0
            elif row["role"] == "shareholder":
                part = float(row["share"])
                owner = row["person"]
                own = self.roles[owner]
                for other in own:
                    if other["role"] == "shareholder":
                        found[other["person"]] += part * float(other["share"])
                found[owner] += part
            else:
                found[row["person"]] += 0.0
        return dict(found)

    @cached_property
    def owner(self) -> dict[str, str]:
        """Owners of accounts."""
        return {row["id"]: row["owner"] for row in self.rows("accounts")}


class _Tables(dict[str, list[Row]]):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __missing__(self, name: str) -> list[Row]:
        with (self._folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            self[name] = list(csv.DictReader(file))
        return self[name]


class _Ids(dict[str, dict[str, Row]]):
    def __init__(self, tables: dict[str, list[Row]]) -> None:
        super().__init__()
        self._tables = tables

    def __missing__(self, name: str) -> dict[str, Row]:
        self[name] = {row["id"]: row for row in self._tables[name]}
        return self[name]


def days_between(one: str, other: str) -> int:
    return day_of(other[:10]) - day_of(one[:10])


def strengths(planted: Iterable[dict]) -> set[str]:
    return {one["strength"] for one in planted}
