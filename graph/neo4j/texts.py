"""Cypher texts: named files and closed enums; a stranger's value can never become part of one.

A text in `cypher/` may leave places open for labels and relationship types, written `@name@`;
only members of a `Part` fit there, since Cypher takes no parameters in these places.
"""

from __future__ import annotations

import re
from dataclasses import InitVar, dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PLACE = re.compile(r"@([a-z_]+)@")
_MAKER: Final = object()


class Part(StrEnum):
    """A piece of Cypher that stands in the source code; subclasses list all there are.

    Members are written out as plain strings, or taken from the project's own enums.
    """


@dataclass(frozen=True, slots=True, repr=False)
class Query:
    """A Cypher text without values, made only by this module; values go beside it as parameters."""

    name: str
    text: str
    maker: InitVar[object]

    def __post_init__(self, maker: object) -> None:
        if maker is not _MAKER:
            raise TypeError("a Query is made by graph.neo4j.texts: use named() or joined()")

    def __repr__(self) -> str:
        return f"<Query {self.name}>"


@cache
def _file(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"'{name}' cannot be the name of a Cypher text")
    return (files("graph.neo4j") / "cypher" / f"{name}.cypher").read_text(encoding="utf-8")


def named(name: str, **places: Part) -> Query:
    """Return the text of `cypher/NAME.cypher`, its places `@place@` filled.

    Raises:
        TypeError: a place is filled with something else than a `Part`.
        ValueError: a place is left open, or none has this name.
    """
    text = _file(name)
    for part in places.values():
        _require_part(part)
    if (wanted := set(_PLACE.findall(text))) != set(places):
        raise ValueError(f"{name}.cypher has the places {sorted(wanted)}, not {sorted(places)}")
    return Query(name, _PLACE.sub(lambda place: places[place[1]].value, text), maker=_MAKER)


def joined(name: str, parts: Sequence[Part], separator: Part | None = None) -> Query:
    """Return a text put together from closed parts, a space or `separator` between them.

    Raises:
        TypeError: something else than a `Part` is among them.
    """
    for part in parts:
        _require_part(part)
    if separator is not None:
        _require_part(separator)
    between = " " if separator is None else separator.value
    return Query(name, between.join(part.value for part in parts), maker=_MAKER)


def _require_part(part: object) -> None:
    if not isinstance(part, Part):
        raise TypeError(f"{part!r} is no Part: only closed enums may become Cypher text")
