"""Checks of a whole row, once its cells are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import days_of
from loaders.problems import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from graph.ontology.tables import Table
    from loaders.base import Identity

Cells = dict[str, str]
IMPLIED = "implied"
"""Column of kin rows while they are checked: the kind that the relation's word implies (养父)."""
Fault = tuple[str, Problem]
"""The column at fault, and why."""

_AFTER_KIND = ("from", "to", "raised", "supported", "source", "confidence", "note")
_SPOUSE_WORDS = frozenset(("husband", "wife", "spouse"))
_SPOUSE_KINDS = frozenset(("registered", "void", "cohabiting"))
_PAIRS = {
    "kin": ("person", "relative"),
    "ties": ("person", "other"),
    "roles": ("person", "company"),
}
_SPANS = {"records": ("date", "until")}
_PARENTED = frozenset(("places", "units"))


def checks_of(table: Table) -> tuple[Callable[[Cells], Iterator[Fault]], ...]:
    """Return the row checks that apply to a table."""
    checks: list[Callable[[Cells], Iterator[Fault]]] = []
    if table.one_of:
        checks.append(_one_of(table.one_of))
    if table.name in _PAIRS:
        checks.append(_two_people(*_PAIRS[table.name]))
    if table.name in _PARENTED:
        checks.append(_two_people("id", "parent"))
    names = {column.name for column in table.columns}
    start, end = _SPANS.get(table.name, ("from", "to"))
    if {start, end} <= names and table.name != "transfers":
        checks.append(_in_order(start, end))
    if table.name == "kin":
        checks.append(_kind_fits)
    return tuple(checks)


def identity_fault(
    cells: Cells, identities: Mapping[str, Identity], number_column: str
) -> Fault | None:
    """Return the fault of an id that another source gives to somebody else."""
    known = identities.get(cells["id"])
    if known is None:
        return None
    for column, theirs in (("name", known.name), (number_column, known.id_number)):
        ours = cells.get(column, "")
        if ours and theirs and ours != theirs:
            return "id", Problem(
                f"{shown(cells['id'])} is already used by the source '{known.source}' "
                f"with another {column} ({shown(theirs)}, here {shown(ours)})",
                "give one of the two another id, or make the two sources agree",
            )
    return None


def doubt_about_life(cells: Cells) -> str:
    """Return what speaks against the dates of a person, or nothing."""
    if "born" in cells and "died" in cells and _is_before(cells["died"], cells["born"]):
        return f"died {cells['died']} is before born {cells['born']}"
    return ""


def _is_before(end: str, start: str) -> bool:
    """Whether every day that `end` may mean precedes every day that `start` may mean."""
    return (end < start or end.startswith("-")) and days_of(end).last < days_of(start).first


def _one_of(groups: tuple[tuple[str, ...], ...]) -> Callable[[Cells], Iterator[Fault]]:
    def check(cells: Cells) -> Iterator[Fault]:
        for group in groups:
            if not any(name in cells for name in group):
                yield (
                    group[0],
                    Problem(
                        f"none of {', '.join(group)} is filled", "fill in at least one of them"
                    ),
                )

    return check


def _two_people(one: str, other: str) -> Callable[[Cells], Iterator[Fault]]:
    def check(cells: Cells) -> Iterator[Fault]:
        if one in cells and cells[one] == cells.get(other):
            yield other, Problem(f"{one} and {other} are the same id", "correct one of the two")

    return check


def _in_order(start: str, end: str) -> Callable[[Cells], Iterator[Fault]]:
    def check(cells: Cells) -> Iterator[Fault]:
        if start in cells and end in cells and _is_before(cells[end], cells[start]):
            yield (
                end,
                Problem(
                    f"{end} {cells[end]} is before {start} {cells[start]}",
                    "correct the earlier one",
                ),
            )

    return check


def _kind_fits(cells: Cells) -> Iterator[Fault]:
    implied = cells.pop(IMPLIED, "")
    kind = cells.get("kind")
    if kind is None:
        if implied:
            ends = {name: cells.pop(name) for name in _AFTER_KIND if name in cells}
            cells |= {"kind": implied} | ends
        return
    relation = cells["relation"]
    is_spouse = relation in _SPOUSE_WORDS
    if is_spouse != (kind in _SPOUSE_KINDS):
        allowed = "registered, void, cohabiting" if is_spouse else "birth, adoptive, step, foster …"
        yield "kind", _misfit(kind, relation, f"leave it blank or write one of: {allowed}")
    elif implied and not kind.startswith(implied):
        yield "kind", _misfit(kind, relation, f"the word means '{implied}': leave the kind blank")


def _misfit(kind: str, relation: str, todo: str) -> Problem:
    return Problem(f"'{kind}' does not fit the relation '{relation}'", todo)
