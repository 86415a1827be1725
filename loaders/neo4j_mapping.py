"""The mapping file that says how somebody's own Neo4j becomes our tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from graph.cases.strict_yaml import nearest, read_mapping
from graph.errors import InputError
from graph.ontology.tables import COMMON, TABLE

if TYPE_CHECKING:
    from pathlib import Path

Word = Annotated[str, Field(min_length=1)]


class _Written(BaseModel):
    """A mapping as a stranger wrote it: every scalar is text, unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Taken(_Written):
    """Where the cells of one column come from: a property, the element's number, or one text."""

    property: Word | None = None
    of: Literal["start", "end"] | None = None
    """Whose property, in a table made of relationships: an end's, else the relationship's own."""
    near: Word | None = None
    """Type of the relationship to the neighbour that has the property, in a table of nodes."""
    number: Literal["element"] | None = None
    """The number of the node or relationship within the source."""
    value: Word | None = None
    prefix: str = ""
    """Put before what is found, so that ids of several labels stay apart."""
    words: dict[str, str] = Field(default_factory=dict)
    """What the source's words are called here."""
    date: Word | None = None
    """How the source writes dates, as in `%d/%m/%Y`."""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        named = [place for place in (self.property, self.number, self.value) if place is not None]
        if len(named) != 1:
            raise ValueError("name one of property, number and value")
        if self.property is None and (self.of or self.near):
            raise ValueError("'of' and 'near' say whose property: name the property too")
        return self


class Wanted(_Written):
    """One of our tables, made of nodes of a label or of relationships of a type."""

    table: Word
    nodes: Word | None = None
    relationships: Word | None = None
    columns: dict[str, Taken | Word]
    only: dict[str, list[Word]] = Field(default_factory=dict)
    """Properties of the node or relationship, and the values with which it is taken."""

    @model_validator(mode="after")
    def _holds(self) -> Self:
        if (self.nodes is None) == (self.relationships is None):
            raise ValueError("name either 'nodes', a label, or 'relationships', a type")
        if self.table not in TABLE:
            raise ValueError(f"no table '{self.table}': {nearest(self.table, TABLE)}")
        known = [column.name for column in (*TABLE[self.table].columns, *COMMON)]
        for name, taken in self.columns.items():
            if name not in known:
                raise ValueError(f"'{self.table}' has no column '{name}': {nearest(name, known)}")
            if isinstance(taken, Taken) and (taken.near if self.relationships else taken.of):
                raise ValueError(f"column '{name}': 'of' is for relationships and 'near' for nodes")
        return self

    @property
    def taken(self) -> dict[str, Taken]:
        """Where each column comes from; a bare word is a property."""
        return {
            name: Taken(property=taken) if isinstance(taken, str) else taken
            for name, taken in self.columns.items()
        }


class Mapping(_Written):
    """A source in somebody's own Neo4j."""

    neo4j: Word
    user: Word = "neo4j"
    password_file: Word
    """Relative to the mapping file; a password never stands in the mapping itself."""
    plain_host: str = ""
    """A host that may be reached without encryption."""
    tables: Annotated[list[Wanted], Field(min_length=1)]


def read_source_mapping(path: Path) -> Mapping:
    """Return a mapping file.

    Raises:
        InputError: one line for each thing wrong: file, key, what is wrong.
    """
    data = read_mapping(path.read_bytes(), name=path.name, scalars="text", error=InputError)
    try:
        return Mapping.model_validate(data)
    except ValidationError as problem:
        lines = [
            f"{path.name}, '{'.'.join(map(str, error['loc'])) or 'mapping'}':"
            f" {error['msg'].removeprefix('Value error, ')}; correct it, nothing was read"
            for error in problem.errors()
        ]
        raise InputError("\n".join(lines)) from problem
