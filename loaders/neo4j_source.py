"""Somebody's own Neo4j as a source, through a mapping file.

Labels, types and property names of the mapping are a stranger's words: they travel as parameters
of texts that read any graph, and never become part of a text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from graph.neo4j.texts import named
from graph.ontology.tables import TABLE
from loaders.base import Opened, Sheet
from loaders.problems import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from graph.neo4j.session import Address
    from loaders.base import Numbered, Raw
    from loaders.neo4j_mapping import Mapping, Taken, Wanted

_NODES, _RELATIONSHIPS = named("source_nodes"), named("source_ties")
_PATIENCE_SECONDS = 10.0
_LIST = Problem(
    "holds a list, a map or a point, and a cell holds one value",
    "map the column to a property with one value",
)


class Neo4jLoader:
    """An existing Neo4j, read through a mapping file."""

    label = "a mapping (.yaml) of a Neo4j, which begins with `neo4j:`"

    def accepts(self, path: Path) -> bool:
        """Whether the file is YAML and begins with the address of a Neo4j."""
        if path.suffix.lower() not in {".yaml", ".yml"}:
            return False
        with path.open("rb") as file:
            for line in file:
                text = line.removeprefix(b"\xef\xbb\xbf").strip()
                if text and not text.startswith((b"#", b"---", b"%")):
                    return text.startswith(b"neo4j:")
        return False

    def open(self, path: Path) -> Opened:
        """Return one table for each of the mapping; rows are numbered by the source's elements."""
        from graph.neo4j.home import read_password
        from graph.neo4j.session import Address, connect  # the driver: only for such a source
        from loaders.neo4j_mapping import read_source_mapping

        mapping = read_source_mapping(path)
        address = Address(
            uri=mapping.neo4j,
            user=mapping.user,
            password=read_password(path.parent / mapping.password_file),
            password_from=mapping.password_file,
            plain_host=mapping.plain_host,
        )
        with connect(address, patience=_PATIENCE_SECONDS) as graph:
            version = graph.version
        return Opened(
            sheets=[_sheet(wanted, address, path.name) for wanted in mapping.tables],
            notes=(f"{path.name}: Neo4j {version} at {mapping.neo4j}, {_summary(mapping)}",),
        )


def _summary(mapping: Mapping) -> str:
    return ", ".join(
        f"{wanted.nodes or wanted.relationships} as {wanted.table}" for wanted in mapping.tables
    )


def _sheet(wanted: Wanted, address: Address, file: str) -> Sheet:
    return Sheet(
        table=TABLE[wanted.table],
        file=f"{file}#{wanted.nodes or wanted.relationships}",
        header=tuple(wanted.columns),
        rows=partial(_rows, wanted, address),
    )


@dataclass(frozen=True, slots=True)
class _Ask:
    """A property to be asked for; where `near` is given, of a neighbour."""

    name: str
    of: str | None = None
    near: str | None = None


def _rows(wanted: Wanted, address: Address) -> Iterator[Numbered]:
    """Yield the rows of one table as the source gives them, in no certain order."""
    taken = wanted.taken
    asked = [_Ask(one.property, one.of, one.near) for one in taken.values() if one.property]
    asked += [_Ask(name) for name in wanted.only]
    parameters = {
        "asked": [{"name": ask.name, "of": ask.of, "near": ask.near} for ask in asked],
        "label": wanted.nodes,
        "type": wanted.relationships,
    }
    query = _NODES if wanted.nodes else _RELATIONSHIPS
    from graph.neo4j.session import connect

    with connect(address, patience=_PATIENCE_SECONDS) as graph:
        for element, cells in graph.stream(query, parameters):
            number = int(element.rpartition(":")[2])
            values = dict(zip(asked, cells, strict=True))
            if all(_is_among(values[_Ask(name)], kept) for name, kept in wanted.only.items()):
                yield number, [_cell(one, values, number) for one in taken.values()]


def _is_among(values: Sequence[Any], kept: Sequence[str]) -> bool:
    return any(_text(value) in kept for value in values)


def _cell(taken: Taken, values: dict[_Ask, list[Any]], number: int) -> Raw:
    if taken.value is not None:
        return taken.value
    if taken.property is None:
        return f"{taken.prefix}{number}"
    found = [_text(each) for each in values[_Ask(taken.property, taken.of, taken.near)]]
    if any(isinstance(each, Problem) for each in found):
        return _LIST
    # Of several neighbours the same one at every reading, whatever order the source has them in.
    text = min((str(each) for each in found if each), default="")
    if not text:
        return ""
    if taken.words:
        return _worded(taken, text)
    return f"{taken.prefix}{_dated(taken.date, text) if taken.date else text}"


def _worded(taken: Taken, text: str) -> Raw:
    if text not in taken.words:
        return Problem(
            f"holds {shown(text)}, which the mapping does not translate",
            "add the word to 'words' in the mapping, or leave such rows out with 'only'",
        )
    return taken.prefix + taken.words[text]


def _dated(form: str, text: str) -> str:
    """Return a date as ISO; text that is not of the form is left for the reader to refuse."""
    try:
        return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date().isoformat()
    except ValueError:
        return text


def _text(value: Any) -> str | Problem:
    """Return a property as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, list | tuple | dict):
        return _LIST
    return str(value)
