"""The grounds that a rule of a pack may name: a closed set, each answered by one condition."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from graph.cases import ROLES
from graph.cases.strict_yaml import nearest

Word = Annotated[str, Field(min_length=1)]
By = Literal["post", "head", "manager", "director", "supervisor", "control", "share"]
"""Ways of belonging to a unit: `control` is half the shares or more, or actual control."""
Supported = Literal["must", "review"]
"""What recorded support or guardianship leads to; `must` too where a circle counts it (NR-A)."""


class Written(BaseModel):
    """A mapping of a pack: strict, so that unquoted numbers and dates are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class AnyGround(Written):
    """What every ground may say: its item, the roles it looks at, its first day."""

    item: Word | None = None
    roles: list[Word] | None = None
    since: Word | None = None

    @field_validator("roles")
    @classmethod
    def _known_roles(cls, roles: list[str] | None) -> list[str] | None:
        for role in roles or ():
            if role not in ROLES:
                raise ValueError(f"unknown role '{role}': {nearest(role, ROLES)}")
        return roles


class Sets(AnyGround):
    """Relative sets by what they lead to, named by code and read from either side's list."""

    must: list[Word] = []
    review: list[Word] = []
    distant: list[Word] = []
    open_item: Word | None = None
    """The open clause, cited where a relation is only for the decider."""


class KinSets(Sets):
    """Relative sets alone, for the kin of a ground that is about something else."""


class PartyGround(AnyGround):
    """The candidate is himself a party."""

    when: Literal["party"]


class KinGround(Sets):
    """The candidate is kin to a party, or to a unit party's legal representative or head."""

    when: Literal["kin"]
    supported: Supported = "review"


class HolderGround(Sets):
    """The candidate is kin to a holder of a post in the case's unit."""

    when: Literal["holder"]
    supported: Supported = "review"
    holders: list[Word] = []
    """Roles of posts that count; none named: all."""
    except_holders: list[Word] = []


class EngagedGround(AnyGround):
    """The candidate is engaged to a party or to a holder of a post in the case's unit."""

    when: Literal["engaged"]
    holders: list[Word] = []
    except_holders: list[Word] = []


class WitnessGround(Sets):
    """The candidate was a witness, or is kin to one."""

    when: Literal["witness"]


class InterestGround(AnyGround):
    """The candidate, or his kin, holds a share, role or post in a unit that is a party."""

    when: Literal["interest"]
    of: Literal["self", "kin"]
    kin: list[Word] = []
    by: list[By]
    years: int = 0
    """Also counts when it ended within this many years before the case; 0: only what stands."""
    verdict: Literal["must", "review"] = "must"


class TiesGround(AnyGround):
    """The open clause: acquaintance strong enough to be disclosed."""

    when: Literal["ties"]


class DutyGround(Sets):
    """Kinship that calls for an act, not for recusal."""

    when: Literal["duty"]
    do: Word


Ground = Annotated[
    PartyGround
    | KinGround
    | HolderGround
    | EngagedGround
    | WitnessGround
    | InterestGround
    | TiesGround
    | DutyGround,
    Field(discriminator="when"),
]
