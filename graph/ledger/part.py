"""One source of a load, and what a row must be to be stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from graph.errors import InputError
from graph.ledger.records import CORRECTION_SOURCE

if TYPE_CHECKING:
    from graph.model import Fact


@dataclass(slots=True)
class Part:
    """One source of a load: what it held before, and how the staged rows differ."""

    source: int
    load: int
    held: int
    changed_at: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0

    @property
    def missing(self) -> int:
        """Rows that it held and that were not brought again."""
        return self.held - self.unchanged - self.changed


def required_name(source: str) -> str:
    """Return the name of a source, unless it is blank or reserved."""
    if not source.strip() or source == CORRECTION_SOURCE:
        raise InputError(
            f"source '{source}': a source needs a name of its own, other than "
            f"'{CORRECTION_SOURCE}'; choose one with --source"
        )
    return source


def content_of(fact: Fact) -> bytes:
    """Return the cells as canonical JSON, by which two rows are compared."""
    try:
        return orjson.dumps(dict(fact.cells), option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise InputError(
            f"{fact.file}, row {fact.row}: a cell holds text that cannot be stored ({error}); "
            "save the file as UTF-8 and load it again"
        ) from error
