"""Which reader a column's cells need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ontology.kin_types import canonical_term
from graph.ontology.tables import Cell
from loaders.amounts import money_reader, read_boolean, read_integer, read_number, share_reader
from loaders.dates import read_date, read_moment
from loaders.official_numbers import (
    doubt_about_credit_code,
    doubt_about_id_number,
    read_credit_code,
    read_id_number,
)
from loaders.problems import Problem, shown
from loaders.texts import read_id, read_items, read_own_id, read_text, words_reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.ontology.tables import Column, Table
    from loaders.headers import Placed
    from loaders.references import References

_SIMPLE: dict[Cell, Callable[[str], str | Problem]] = {
    Cell.TEXT: read_text,
    Cell.DATE: read_date,
    Cell.NUMBER: read_number,
    Cell.INTEGER: read_integer,
    Cell.BOOLEAN: read_boolean,
    Cell.ID_NUMBER: read_id_number,
    Cell.CREDIT_CODE: read_credit_code,
    Cell.WORDS: read_items,
}
_MOMENTS = frozenset(
    (
        ("transfers", "date"),
        ("contracts", "published"),
        ("contracts", "deadline"),
        ("bids", "date"),
    )
)
"""Columns of dates whose time of day counts: a bid is late by minutes."""
_DOUBTS: dict[Cell, Callable[[str], str]] = {
    Cell.ID_NUMBER: doubt_about_id_number,
    Cell.CREDIT_CODE: doubt_about_credit_code,
}


def reader_of(
    table: Table, placed: Placed, references: References
) -> Callable[[str], str | Problem]:
    """Return the reader of one column's text; blanks give the empty string."""
    column = placed.column
    if column.cell is Cell.ID:
        if column.refers:
            return references.reader(column.refers)
        return read_own_id if column.name == "id" else read_id
    if column.cell is Cell.DATE and (table.name, column.name) in _MOMENTS:
        return read_moment
    if column.cell is Cell.MONEY:
        return money_reader(placed.unit or "元")
    if column.cell is Cell.SHARE:
        return share_reader(percent=placed.unit == "%")
    if column.cell is Cell.CHOICE:
        return _choice_reader(column)
    return read_relation if column.cell is Cell.RELATION else _SIMPLE[column.cell]


def read_relation(text: str) -> str | Problem:
    """Return the canonical word of a kin relation, English or Chinese."""
    clean = read_text(text)
    if isinstance(clean, Problem) or not clean:
        return clean
    term = canonical_term(clean)
    if term is None:
        return Problem(
            f"{shown(clean)} is not a kin relation",
            "write father, mother, son, daughter, husband, wife, brother … or a Chinese term "
            "such as 父亲, 舅舅, 岳父",
        )
    return term


def doubt_of(cell: Cell) -> Callable[[str], str] | None:
    """Return what tells the doubts about a readable cell of this kind, if anything does."""
    return _DOUBTS.get(cell)


def _choice_reader(column: Column) -> Callable[[str], str | Problem]:
    words = {
        spelling.casefold(): canonical
        for canonical, synonyms in column.choices
        for spelling in (canonical, *synonyms)
    }
    allowed = ", ".join(canonical for canonical, _ in column.choices)
    return words_reader(words, allowed, is_open=column.open_choice)
