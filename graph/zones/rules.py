"""What a plan must keep and what it weighs: experts' settings, no statute says them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from graph.errors import InputError

LEAST = 3
"""Fewer townships cannot rotate: two could only handle each other."""
PAIR = 2
"""The size of the zones that the relaxation adds, whose cases go to a neighbour zone."""
MOST = 5
"""The largest zone where the number of zones allows it: moderate in size (规模适度)."""


TOLERANCE = 1e-6
"""Plans whose costs differ by less are equally good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each part of a plan's cost counts; the first four are shares of their sum.

    `stability` is the cost of moving a township out of last year's zone, in the same unit.
    """

    travel: float = 0.35
    size: float = 0.25
    acquaintance: float = 0.25
    skills: float = 0.15
    stability: float = 0.10

    @property
    def shares(self) -> tuple[float, float, float, float]:
        """Return travel, size, acquaintance and skills so that they sum to one."""
        whole = self.travel + self.size + self.acquaintance + self.skills
        return (
            self.travel / whole,
            self.size / whole,
            self.acquaintance / whole,
            self.skills / whole,
        )

    def leaning(self, independence: float) -> Weights:
        """Return these weights with travel and acquaintance sharing theirs: 0 near, 1 apart."""
        both = self.travel + self.acquaintance
        return replace(self, travel=both * (1.0 - independence), acquaintance=both * independence)


def parse_weights(text: str) -> Weights:
    """Return the default weights changed as written: `travel=.35,size=.25,…`.

    Raises:
        InputError: a name or a number is none, a number is negative, or nothing is left to weigh.
    """
    known = [field.name for field in fields(Weights)]
    given: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in text.replace("，", ",").split(","))):
        name, _, number = (piece.strip() for piece in part.partition("="))
        try:
            given[name] = float(number)
        except ValueError:
            given[name] = -1.0
        if name not in known or not 0.0 <= given[name] < 1e6:
            raise InputError(
                f"--weights {text}: '{part}' is no weight; write NAME=NUMBER, not negative, with"
                f" the names {', '.join(known)}, separated by commas"
            )
    weights = replace(Weights(), **given)
    if weights.travel + weights.size + weights.acquaintance + weights.skills <= 0.0:
        raise InputError(
            f"--weights {text}: nothing is left to choose a plan by; leave at least one of travel,"
            " size, acquaintance and skills above 0"
        )
    return weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What every zone must keep, as far as there is data to tell.

    A plan that breaks one is given only where none keeps them all, and says which zone does.
    """

    minutes: float = 60.0
    """Longest way between two townships of a zone of the usual size."""
    handlers: int = 2
    """Fewest handlers of a zone: measures of an inquiry are taken by two people or more."""
    skills: tuple[str, ...] = ()
    """Skills of which every zone must have a handler."""
    speed_kmh: float = 40.0
    """On the roads between townships."""
    detour: float = 1.4
    """Road over straight line."""
