"""What stands on somebody's screen, as plain values that files are written from."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (§2.2) cannot hold."""
_SPACE = 120.0


def clean(value: Any) -> Any:
    """Return a text without characters that a file cannot hold; other values as they are."""
    return _UNWRITABLE.sub("\ufffd", value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardNode:
    """One thing on screen; `node` is `kind:id`, x and y are pixels to the right and down."""

    node: str
    id: str
    kind: str
    name: str
    line: str = ""
    type: str = ""
    official: bool = False
    place: str = ""
    born: str = ""
    died: str = ""
    x: float = 0.0
    y: float = 0.0

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Return a node of a row that may say more than is written."""
        return cls(**_known(cls, given))


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardTie:
    """One tie on screen, with the row that states it; `amount` is in yuan."""

    id: str
    source: str
    target: str
    kind: str
    nature: str
    zh: str
    en: str
    since: str = ""
    until: str = ""
    confidence: float = 1.0
    disputed: bool = False
    standing: str = ""
    origin: str = ""
    amount: float | None = None

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Return a tie of a row that may say more than is written."""
        return cls(**_known(cls, given))


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A picture as it is taken out; `stamp` says who took it, when and what for."""

    title: str
    stamp: str
    nodes: tuple[BoardNode, ...]
    ties: tuple[BoardTie, ...]


def board_of(
    title: str,
    stamp: str,
    nodes: Sequence[Mapping[str, Any]],
    ties: Iterable[Mapping[str, Any]],
    positions: Mapping[str, tuple[float, float]],
) -> Board:
    """Return a board; who has no position is put into rows below those who have."""
    top = max((y for _, y in positions.values()), default=0.0)
    loose = [row["node"] for row in nodes if row["node"] not in positions]
    width = max(1, int(len(loose) ** 0.5))
    rows = {
        name: (at % width * _SPACE, top + (at // width + bool(positions)) * _SPACE)
        for at, name in enumerate(loose)
    } | dict(positions)
    return Board(
        title=clean(title),
        stamp=clean(stamp),
        nodes=tuple(
            BoardNode.of({**row, "x": rows[row["node"]][0], "y": rows[row["node"]][1]})
            for row in nodes
        ),
        ties=tuple(BoardTie.of(row) for row in ties),
    )


def cells(one: BoardNode | BoardTie) -> dict[str, Any]:
    """Return the fields of a node or a tie in their order."""
    return asdict(one)


def _known(kind: type, given: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: clean(value) for name, value in given.items() if name in names}
