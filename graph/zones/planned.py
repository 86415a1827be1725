"""A plan of zones as its readers see it: ids and figures, no positions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.zones.rules import TOLERANCE

if TYPE_CHECKING:
    from graph.zones.costs import Pricing
    from graph.zones.county_model import CountyModel, Grouping
    from graph.zones.townships import County


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One sentence for the reader about what was assumed, joined, broken or not known."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The cases of one township go to the staff of another.

    `rate` is the expected ties per 10,000 pairs of handler's staff and township's people, None
    where nothing is recorded of one of them.
    """

    township: str
    handler: str
    rate: float | None
    zone: str | None = None
    """The handler's zone where it is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedZone:
    """One zone: townships ascending by id, what it costs by part, and who handles whom.

    parts: travel, size, acquaintance, skills, each a share from 0 to 1 (docs/zones.md); cost is
    their weighted mean. ways in the unit of the county's neighbourhood. `receiver` takes the
    cases of a zone that cannot rotate; where it has none either they go one level up. breaches:
    of the rules in `costs.BREACHES`, being a pair apart.
    """

    id: str
    name: str
    county: str
    townships: tuple[str, ...]
    names: tuple[str, ...]
    seat: str
    """The township nearest to all others of the zone."""
    parts: tuple[float, float, float, float]
    cost: float
    mean_way: float
    longest_way: float
    load: float
    staff: int
    missing_skills: tuple[str, ...]
    rate: float | None
    """Expected ties per 10,000 pairs of staff and people, over all ordered pairs."""
    breaches: tuple[str, ...]
    rotates: bool
    turns: tuple[Turn, ...] = ()
    receiver: str | None = None
    is_new: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCounty:
    """One county with its zones as positions, kept for what is asked next."""

    county: County
    model: CountyModel
    grouping: Grouping

    @property
    def pricing(self) -> Pricing:
        """Return what its zones were priced by."""
        return self.model.pricing


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Zones of all counties; cost and bound are means over all townships.

    `objective` leaves out what broken rules add to the cost that was minimised.
    """

    least: int
    zones: tuple[PlannedZone, ...]
    counties: tuple[PlannedCounty, ...]
    objective: float
    cost: float
    bound: float
    notes: tuple[Note, ...] = ()

    @property
    def is_proven(self) -> bool:
        """Whether no better plan exists under these rules and weights."""
        return self.cost - self.bound <= TOLERANCE

    @property
    def gap(self) -> float:
        """Return how much cheaper another plan might be at most, as a share of the objective."""
        if self.is_proven:
            return 0.0
        return min((self.cost - self.bound) / max(self.objective, TOLERANCE), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A township that leaves last year's zone."""

    township: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPoint:
    """One compromise between nearness and independence.

    independence: the share that acquaintance has of the weight it shares with travel. way: mean
    over townships of the mean way to the others of their zone; rate likewise, of ties per 10,000
    pairs. size, skills: parts of the cost. `moves` counts the townships that would stand in
    another zone than in the plan.
    """

    independence: float
    way: float
    rate: float
    size: float
    skills: float
    objective: float
    """Cost by the plan's own weights."""
    moves: int
    is_plan: bool
    zones: tuple[tuple[str, ...], ...]
    is_recommended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The compromises that none other beats in both respects, nearest first, and why one of them.

    Empty with a reason where there is nothing to weigh.
    """

    points: tuple[FrontPoint, ...] = ()
    unit: str = ""
    why: Note | None = None
    left_out: int = 0
    """Weights that the time did not suffice for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zoning:
    """The answer to one question for zones: the plan, and what was asked beyond it.

    possible, possible_pairs: how many zones there can be with three townships at least, and with
    pairs allowed. `relaxed` is the plan with pairs, made where more are asked than are possible.
    """

    asked: int | None
    possible: int
    possible_pairs: int
    plan: Plan
    relaxed: Plan | None
    front: Front
    moves: tuple[Move, ...] | None
    """None where no earlier map was given."""
    notes: tuple[Note, ...] = field(default=())
