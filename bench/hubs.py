"""How often chance acquaintance flags two people of one large village, kinship left aside.

Run: python -m bench.hubs LEDGER
Random pairs of living adults of one village of 600 people and more. A pair is flagged where its
ties ask for disclosure or more. Wanted: under 2 % of the pairs of different groups; a village
alone never more than context.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from graph.model import day_of
from graph.snapshot import open_snapshot
from graph.ties.find import TieFinder
from graph.ties.kinds import Tier

if TYPE_CHECKING:
    from graph.snapshot.rows import Tables

ON = day_of("2026-03-02")
LARGE = 600
PAIRS = 20_000
_ADULTS_BORN_BEFORE = "2008"
_SEED = 1
_VILLAGE = {"same_village"}

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Pairs asked about, those flagged, and what flagged them."""

    pairs: int
    flagged: int
    kinds: Counter[str]

    def __str__(self) -> str:
        share = self.flagged / self.pairs if self.pairs else 0.0
        common = ", ".join(f"{kind} {count}" for kind, count in self.kinds.most_common(6))
        return f"{self.flagged:,} of {self.pairs:,} pairs flagged ({share:.2%}) {common}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """The measure of one county."""

    villages: int
    different: Share
    same: Share
    village_alone: Tier
    """The highest tier of a pair tied by its village and nothing else."""


def main(argv: list[str] | None = None) -> None:
    """Print the shares of one ledger's villages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", type=Path)
    tell(measure(open_snapshot(parser.parse_args(argv).ledger)))


def tell(found: Flagged) -> None:
    """Print one measure."""
    print(f"{found.villages:,} villages of {LARGE} people and more")
    print(f"  different groups: {found.different}")
    print(f"  one group:        {found.same}")
    print(f"  a village alone:  {found.village_alone.name.lower()} at most")


def measure(snapshot: Tables, pairs: int = PAIRS) -> Flagged:
    """Flag random pairs of each kind, as many of one group as of different ones."""
    homes, villages = _adults(snapshot)
    different, same = _pairs(homes, pairs)
    finder = TieFinder(snapshot, {person for pair in (*different, *same) for person in pair})
    alone = Tier.HIDDEN
    shares = []
    for several in (different, same):
        flagged, kinds = 0, Counter[str]()
        for one, other in several:
            found = finder.between(one, other, ON)
            if {tie.kind.code for tie in found.ties} == _VILLAGE:
                alone = max(alone, found.tier)
            if found.tier >= Tier.DISCLOSE:
                flagged += 1
                kinds.update({tie.kind.code for tie in found.ties} - _VILLAGE)
        shares.append(Share(pairs=len(several), flagged=flagged, kinds=kinds))
    return Flagged(villages=villages, different=shares[0], same=shares[1], village_alone=alone)


def _adults(snapshot: Tables) -> tuple[list[list[tuple[str, str]]], int]:
    """Return the living adults of each large village, with their groups."""
    columns = ("id", "village", "group", "born", "died")
    people = snapshot.table("people")
    rows = zip(*(people.column(name).to_pylist() for name in columns), strict=True)
    by_village: dict[str, list[tuple[str, str]]] = {}
    sizes = Counter[str]()
    for person, village, group, born, died in rows:
        if village and not died:
            sizes[village] += 1
            if group and born and born < _ADULTS_BORN_BEFORE:
                by_village.setdefault(village, []).append((person, group))
    large = [adults for village, adults in by_village.items() if sizes[village] >= LARGE]
    return large, len(large)


def _pairs(homes: list[list[tuple[str, str]]], wanted: int) -> tuple[list[Pair], list[Pair]]:
    """Draw pairs by chance, villages by their size, until there are enough of both kinds."""
    random = np.random.default_rng(_SEED)
    different: list[Pair] = []
    same: list[Pair] = []
    if not homes:
        return different, same
    weights = np.array([len(adults) for adults in homes], float)
    for village in random.choice(len(homes), 100 * wanted, p=weights / weights.sum()):
        if min(len(different), len(same)) >= wanted:
            break
        adults = homes[village]
        one, other = random.integers(0, len(adults), 2)
        if one != other:
            is_same = adults[one][1] == adults[other][1]
            (same if is_same else different).append((adults[one][0], adults[other][0]))
    return different[:wanted], same[:wanted]


if __name__ == "__main__":
    main()
