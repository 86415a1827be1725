"""Errors that cross a package border; each says what, where, why it matters and what to do.

HuibiError 500
├── InputError 422          a stranger's file, option or identifier cannot be used
│   ├── LoadError 422       rows of a load are bad; carries every one of them
│   ├── CaseError 422       a case file is incomplete or names what is not loaded
│   ├── PackError 422       a rule pack has a typo, a duplicate or an unquoted value
│   ├── NotFoundError 404   no such person, unit, circle, pack or decision
│   └── AmbiguousError 409  several people answer to the name; carries the candidates
├── LedgerError 503         the ledger cannot be opened, read or written
│   └── LedgerBusyError 503 another process is writing
├── SnapshotError 503       a snapshot cannot be built, or is damaged and cannot be rebuilt
└── Neo4jError 503          Neo4j cannot be fetched, started or used
    ├── Neo4jDownError 503  no server answers, or not in time: nothing is known of its answer
    └── Neo4jStaleError 503 what Neo4j holds is not what the ledger says now
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class HuibiError(Exception):
    """Root of every error that Huibi raises on purpose."""

    status: ClassVar[int] = 500


class InputError(HuibiError):
    """What came in cannot be used."""

    status: ClassVar[int] = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """One bad row, placed as its author sees it: the header is row 1."""

    file: str
    row: int
    column: str
    why: str
    todo: str

    def __str__(self) -> str:
        """Return `file, row, column: what is wrong, what to do`."""
        return f"{self.file}, row {self.row}, column '{self.column}': {self.why}; {self.todo}"


class LoadError(InputError):
    """A load was refused and nothing of it is stored."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__(f"{len(errors)} bad row(s); nothing was loaded")
        self.errors = tuple(errors)


class CaseError(InputError):
    """A case file cannot be checked."""


class PackError(InputError):
    """A rule pack cannot be trusted as written."""


class NotFoundError(InputError):
    """Nothing answers to this identifier."""

    status: ClassVar[int] = 404


class AmbiguousError(InputError):
    """Several people answer to one name."""

    status: ClassVar[int] = 409

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        super().__init__(
            f"'{name}' is the name of {len(candidates)} people: name one by id:\n  "
            + "\n  ".join(candidates)
        )
        self.candidates = tuple(candidates)


class LedgerError(HuibiError):
    """The ledger cannot serve."""

    status: ClassVar[int] = 503


class LedgerBusyError(LedgerError):
    """Another process holds the ledger's one write lock."""


class SnapshotError(HuibiError):
    """A snapshot cannot serve."""

    status: ClassVar[int] = 503


class Neo4jError(HuibiError):
    """Neo4j cannot serve."""

    status: ClassVar[int] = 503


class Neo4jDownError(Neo4jError):
    """No server answers, or it did not answer in time."""


class Neo4jStaleError(Neo4jError):
    """The projection in Neo4j does not stand where the ledger stands."""
