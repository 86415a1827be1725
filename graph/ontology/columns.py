"""What a canonical table and its columns are, and short ways to write them down."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Cell(StrEnum):
    """What a column's text must be."""

    TEXT = "text"
    ID = "id"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    SHARE = "share"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    ID_NUMBER = "id_number"
    CREDIT_CODE = "credit_code"
    RELATION = "relation"
    WORDS = "words"
    """Items separated by semicolons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its English name, its Chinese header synonyms (label first) and its cells.

    `refers` lists the tables in which the id must be found, in the order they are tried.
    """

    name: str
    zh: tuple[str, ...]
    cell: Cell = Cell.TEXT
    required: bool = False
    refers: tuple[str, ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Canonical word and its accepted synonyms."""
    open_choice: bool = False
    """Whether words outside `choices` are kept as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One canonical table; of each group of columns in `one_of` at least one must be filled."""

    name: str
    zh: tuple[str, ...]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...] = ()

    def column(self, name: str) -> Column:
        """Return the column of this name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def text(name: str, *zh: str, required: bool = False) -> Column:
    """Return a column of free text."""
    return Column(name=name, zh=zh, required=required)


def cell(name: str, cell: Cell, *zh: str, required: bool = False) -> Column:
    """Return a column of one kind of cell."""
    return Column(name=name, zh=zh, cell=cell, required=required)


def own_id(*zh: str) -> Column:
    """Return the column that names the row itself."""
    return Column(name="id", zh=zh, cell=Cell.ID, required=True)


def ref(name: str, *zh: str, to: tuple[str, ...] = ("people",), required: bool = False) -> Column:
    """Return a column of ids that stand in other tables."""
    return Column(name=name, zh=zh, cell=Cell.ID, required=required, refers=to)


def date(name: str, *zh: str, required: bool = False) -> Column:
    """Return a column of possibly partial dates."""
    return Column(name=name, zh=zh, cell=Cell.DATE, required=required)


def choice(
    name: str,
    *zh: str,
    words: dict[str, tuple[str, ...]],
    required: bool = False,
    open_choice: bool = False,
) -> Column:
    """Return a column of known words; `words` gives each its accepted spellings."""
    return Column(
        name=name,
        zh=zh,
        cell=Cell.CHOICE,
        required=required,
        choices=tuple(words.items()),
        open_choice=open_choice,
    )


SINCE = date("from", "起", "开始日期", "起始日期", "自")
UNTIL = date("to", "止", "结束日期", "终止日期", "至")
PROCEDURES = {
    "open": ("公开招标", "公开"),
    "invited": ("邀请招标", "邀请"),
    "negotiated": ("竞争性谈判", "竞争性磋商", "谈判"),
    "single_source": ("单一来源",),
    "direct": ("直接采购", "直接发包", "直接"),
}
