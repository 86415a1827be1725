"""Ways to be tied, as data: strengths, shares and fading, read from `ways.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from ruamel.yaml import YAML

from graph.model import Standing
from graph.ontology.kinds import EDGE, EdgeKind
from graph.ties.kinds import KIND, TieKind

_FILE = Path(__file__).with_name("ways.yaml")

Share01 = Annotated[float, Field(ge=0.0, le=1.0)]
Times = Literal["none", "interval", "event", "since", "until"]

KINSHIP = "kinship"
FAMILIES = (
    KINSHIP, "declared", "company", "work", "school", "residence", "contact", "contract",
    "money", "welfare", "asset", "place",
)  # fmt: skip
"""Families of ties that a search can be kept to."""


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    why: str = Field(min_length=1)


class KinStep(_Written):
    """What one step of kinship is worth by its standing; blank where no such step exists."""

    standing: Standing
    line: Share01 | None = None
    couple: Share01 | None = None
    half_life_years: float | None = None
    floor: Share01 = 0.0

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: dict[str, object]) -> dict[str, object]:
        return value | {"standing": Standing[str(value["standing"])]}


class Share(_Written):
    """What passing through a thing by two ties of this share keeps."""

    code: str
    zh: str = ""
    en: str = ""
    tie: str | None = None
    ceiling: Share01 = 1.0
    circle: int | None = None
    hub: int | None = None
    cap: Share01 = 1.0
    together: int = 0
    """Days that the two ties must have stood together; 0 where time does not matter."""
    handover: str | None = None
    """The kind of tie between two who followed each other."""
    published: bool = False
    """Whether a published staff or population counts where it is larger."""

    @model_validator(mode="after")
    def _as_the_tie(self) -> Self:
        if self.tie is None:
            return self
        kind = KIND[self.tie]
        taken = {
            "zh": kind.zh,
            "en": kind.en,
            "ceiling": kind.ceiling,
            "circle": kind.circle,
            "hub": kind.hub,
            "cap": kind.cap,
        }
        return self.model_copy(update=taken)


class Way(_Written):
    """One kind of tie, or the rows of it that a word tells apart."""

    edge: EdgeKind
    word: str = ""
    family: str
    strength: Share01 = 0.0
    tie: str | None = None
    fades: str | None = None
    times: Times | None = None
    source_share: str | None = Field(None, alias="from")
    target_share: str | None = Field(None, alias="to")
    shared_as: str | None = None
    """The kind of tie whose ceiling holds between this and another tie of the same share."""

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: dict[str, object]) -> dict[str, object]:
        return value | {"edge": EdgeKind[str(value["edge"])]}

    @model_validator(mode="after")
    def _as_the_tie(self) -> Self:
        if self.tie is None:
            return self
        return self.model_copy(update={"strength": KIND[self.tie].ceiling, "fades": self.tie})

    @property
    def fading(self) -> TieKind | None:
        """The kind of tie as which this one fades once it has ended."""
        return KIND[self.fades] if self.fades else None

    @property
    def timing(self) -> Times:
        """What the dates of its rows are."""
        if self.times is not None:
            return self.times
        edge = EDGE[self.edge]
        if not edge.is_dated:
            return "none"
        return "event" if edge.since == edge.until else "interval"


class Book(BaseModel):
    """The whole table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kin: tuple[KinStep, ...]
    shares: tuple[Share, ...]
    ways: tuple[Way, ...]

    def share(self, code: str | None) -> int:
        """Return the number of a share, 0 for none; KeyError if there is no such share."""
        if code is None:
            return 0
        return {share.code: place for place, share in enumerate(self.shares, start=1)}[code]


@cache
def book() -> Book:
    """Return the table as written."""
    return Book.model_validate(YAML(typ="safe").load(_FILE.read_text("utf-8")))
