"""The rules of assignment: numbers that an office may change, read from YAML and kept as text."""

from __future__ import annotations

import hashlib
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from graph.cases.matters import MATTERS
from graph.cases.strict_yaml import nearest, read_mapping
from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

GRID = 12
"""Chances are whole twelfths, so that every draw is exact."""
ALLOWED = (1, 2, 3, 4, 6, 8, 9, 12)
"""Caps in twelfths, rising: what a cap may be set to and is raised to where people are few."""


class Step(IntEnum):
    """Where a handler comes from, in the order in which the law looks for one."""

    OWN = 0
    """The organ in charge, or another organ of its place."""
    ZONE = 1
    """Another township of the zone, borrowed (监察法实施条例 on borrowed staff)."""
    CROSS_ZONE = 2
    """Another zone, by designation (指定管辖)."""
    ELEVATED = 3
    """A higher organ (提级管辖)."""

    @property
    def label(self) -> str:
        """The word of the JSON contract."""
        return self.name.lower()


STEPS = tuple(step.label for step in Step)
Whole = Annotated[int, Field(ge=0, le=100_000)]
Chance = Annotated[float, Field(ge=1 / GRID, le=1)]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StepCosts(_Written):
    """What each step adds to the cost of a handler, in thousandths."""

    own: Whole
    zone: Whole
    cross_zone: Whole
    elevated: Whole

    @property
    def of(self) -> tuple[int, ...]:
        """The costs in the order of steps."""
        return (self.own, self.zone, self.cross_zone, self.elevated)


class CostWeights(_Written):
    """The most that each criterion adds to the cost of a handler, in thousandths."""

    distance: Whole
    expertise: Whole
    tie: Whole
    recency: Whole


class AssumedKilometres(_Written):
    """Distances between two seats of which one has no coordinates."""

    place: Whole
    zone: Whole
    county: Whole
    beyond: Whole


class Rules(_Written):
    """The rules of one lottery."""

    version: int
    max_probability: Chance
    sensitive_probability: Chance
    sensitive_matters: tuple[str, ...]
    first_step: str
    second: bool
    across_counties: bool
    no_return_months: Annotated[int, Field(ge=0, le=240)]
    default_capacity: Whole
    step_cost: StepCosts
    cost: CostWeights
    far_km: Annotated[int, Field(ge=1, le=10_000)]
    assumed_km: AssumedKilometres
    weights: dict[str, Annotated[int, Field(ge=1, le=20)]]
    skills: dict[str, tuple[str, ...]]

    @field_validator("first_step")
    @classmethod
    def _known_step(cls, step: str) -> str:
        if step not in STEPS:
            raise ValueError(f"unknown step '{step}': {nearest(step, STEPS)}")
        return step

    @field_validator("sensitive_matters", "weights", "skills")
    @classmethod
    def _known_matters(cls, matters: object) -> object:
        for matter in matters if isinstance(matters, (tuple, dict)) else ():
            if matter not in MATTERS:
                raise ValueError(f"unknown matter '{matter}': {nearest(matter, MATTERS)}")
        return matters

    @property
    def first(self) -> Step:
        """The first step that may be used."""
        return Step(STEPS.index(self.first_step))

    def cap_of(self, *, is_sensitive: bool) -> int:
        """Return the largest chance of any pair, in twelfths; a cap between two is the lower."""
        chance = min(
            self.max_probability,
            self.sensitive_probability if is_sensitive else self.max_probability,
        )
        return max(cap for cap in ALLOWED if cap <= chance * GRID + 1e-9)

    def weight_of(self, matter: str) -> int:
        """Return how much of a capacity one case of this matter takes."""
        return self.weights.get(matter, 1)

    def changed(self, values: Mapping[str, Any]) -> Rules:
        """Return these rules with other values.

        Raises:
            InputError: a value is out of its range.
        """
        return _valid({**self.model_dump(), **values}, "rules")

    @property
    def text(self) -> str:
        """The rules as canonical JSON."""
        return orjson.dumps(self.model_dump(), option=orjson.OPT_SORT_KEYS).decode()

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_rules(path: Path) -> Rules:
    """Read rules from a file of an office.

    Raises:
        InputError: the file is missing, or does not say rules; one line for each fault.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise InputError(f"{path}: cannot be read: {problem.strerror}") from problem
    return _parsed(content, path.name)


@cache
def default_rules() -> Rules:
    """Return the rules that the program brings along."""
    return _parsed((files(__package__) / "rules.yaml").read_bytes(), "rules.yaml")


def rules_of(text: str) -> Rules:
    """Return the rules of a recorded text."""
    return Rules.model_validate(orjson.loads(text))


def _parsed(content: bytes, name: str) -> Rules:
    return _valid(read_mapping(content, name=name, scalars="typed", error=InputError), name)


def _valid(data: Mapping[str, Any], name: str) -> Rules:
    try:
        return Rules.model_validate(data)
    except ValidationError as problem:
        lines = [
            f"{name}, '{'.'.join(map(str, error['loc']))}': {error['msg']}"
            for error in problem.errors()
        ]
        raise InputError("\n".join(lines)) from problem
