"""The case file: what it may say, and clear words where it says something else."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from graph.cases.matters import MATTERS, ROLES
from graph.cases.strict_yaml import nearest, read_mapping
from graph.errors import CaseError

if TYPE_CHECKING:
    from pathlib import Path

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})(\d\d)(\d\d)")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def _filled(value: object) -> object:
    return None if isinstance(value, str) and value.strip() in _NULLS else value


Text = Annotated[str, Field(min_length=1, max_length=200)]
Optional = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(_filled)]


def parse_day(text: str) -> dt.date:
    """Return the day meant by a full date.

    Raises:
        ValueError: the date is partial, impossible or no date.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"'{text}' is not a full date; write YYYY-MM-DD")
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return dt.date(year, month, day)
    except ValueError as problem:
        raise ValueError(f"'{text}' does not exist in the calendar") from problem


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Party(_Strict):
    """One side of a case: a person or a unit, in a role."""

    person: Optional = None
    unit: Optional = None
    role: Text

    @field_validator("role")
    @classmethod
    def _known_role(cls, role: str) -> str:
        if role not in ROLES:
            raise ValueError(f"unknown role '{role}': {nearest(role, ROLES)}")
        return role

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.person is None) == (self.unit is None):
            raise ValueError("name either a person or a unit, exactly one of the two")
        return self


class TeamMember(_Strict):
    """A person who is already on the case."""

    person: Text
    role: Optional = None


class Case(_Strict):
    """A case as its file tells it; persons and units are not yet looked up."""

    id: Text
    matter: Text
    received: dt.date | None = None
    place: Optional = None
    unit: Optional = None
    parties: Annotated[tuple[Party, ...], Field(min_length=1)]
    team: tuple[TeamMember, ...] = ()
    candidates: tuple[Text, ...] = ()

    @field_validator("matter")
    @classmethod
    def _known_matter(cls, matter: str) -> str:
        if matter not in MATTERS:
            raise ValueError(f"unknown matter '{matter}': {nearest(matter, MATTERS)}")
        return matter

    @field_validator("received", mode="before")
    @classmethod
    def _full_date(cls, value: object) -> object:
        filled = _filled(value)
        return parse_day(filled) if isinstance(filled, str) else filled

    @field_validator("team", "candidates", mode="before")
    @classmethod
    def _blank_is_none(cls, value: object) -> object:
        return () if _filled(value) is None else value

    @property
    def has_informant(self) -> bool:
        """Whether the reasons of its verdicts are to be withheld."""
        return any(party.role == "informant" for party in self.parties)


def load_case(path: Path) -> tuple[Case, str]:
    """Read a case file; returns the case and its text, which a decision keeps.

    Raises:
        CaseError: the file is missing, unreadable, or not a case.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise CaseError(f"{path}: cannot be read: {problem.strerror}") from problem
    return parse_case(content, name=path.name), content.decode("utf-8-sig")


def parse_case(content: bytes | str, *, name: str = "case") -> Case:
    """Read a case from YAML; ids keep their leading zeros, quoted or not.

    Raises:
        CaseError: one line for each thing wrong: where, what, what to do.
    """
    return case_of(read_mapping(content, name=name, scalars="text", error=CaseError), name=name)


def case_of(data: dict[str, object], *, name: str = "case") -> Case:
    """Return the case that keys and values tell, read as strictly as those of a file.

    Raises:
        CaseError: one line for each thing wrong: where, what, what to do.
    """
    try:
        return Case.model_validate(data)
    except ValidationError as problem:
        errors: list[dict[str, Any]] = [dict(error) for error in problem.errors()]
        deeper = {error["loc"][0] for error in errors if len(error["loc"]) > 1}
        # A party that is wrong is not counted, and the list would be called too short as well.
        lines = [
            _line(error, data)
            for error in errors
            if error["type"] != "too_short" or error["loc"][0] not in deeper
        ]
        raise CaseError("\n".join(f"{name}, {line}" for line in lines)) from problem


_KEYS: dict[str, type[BaseModel]] = {"parties": Party, "team": TeamMember}
_WHY = {
    "missing": "missing; a case needs id, matter and at least one party",
    "too_short": "empty; name at least one party, as {person: P1, role: subject}",
    "string_too_short": "empty; fill it in or leave the key out",
    "string_too_long": "longer than 200 characters",
    "string_type": "a single value is expected here",
    "tuple_type": "a list is expected, each item on its own line after '- '",
    "model_type": "a mapping is expected, as {person: P1, role: subject}",
}


def _line(error: dict[str, Any], data: dict[str, object]) -> str:
    place = error["loc"]
    where = ".".join(str(part) for part in place)
    kind = str(error["type"])
    if kind == "extra_forbidden":
        model: type[BaseModel] = _KEYS[str(place[0])] if len(place) > 1 else Case
        return f"'{where}': unknown key; {nearest(str(place[-1]), model.model_fields)}"
    if where == "parties" and "parties" in data and _filled(data["parties"]) is None:
        kind = "too_short"
    why = _WHY.get(kind) or str(error["msg"]).removeprefix("Value error, ")
    return f"'{where or 'case'}': {why}"
