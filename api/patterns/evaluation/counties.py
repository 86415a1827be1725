"""Counties to evaluate on: made on the spot by seed, or folders that bring their own key."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.loading import Request, load_sources
from api.patterns.evaluation.key import Key, read_key
from api.patterns.evaluation.measures import ALL, Counted, counted
from api.patterns.finding import Asked, find
from graph.errors import InputError
from graph.model import day_of
from graph.patterns.run import patterns_named
from graph.snapshot import open_snapshot
from loaders.synthetic import Options, write_county

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Json = dict[str, Any]
ON = "2026-09-30"
"""The day on which a made county stands."""
_KEY = Path("truth") / "patterns.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """The patterns on one county, held against its key."""

    name: str
    seed: int | None
    is_twin: bool
    counted: tuple[Counted, ...]
    overall: Counted
    """All patterns in one list, as a county office would take the first hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How a county is made before it is looked at."""

    persons: int
    seed: int
    options: Options


def look_at_made(making: Making, codes: Sequence[str], tell: Callable[[str], None]) -> Looked:
    """Make a county, load it, run the patterns and hold them against its key."""
    with tempfile.TemporaryDirectory(prefix="huibi-evaluate-") as folder:
        county = Path(folder) / "county"
        tell(f"seed {making.seed}: county")
        write_county(county, making.persons, making.seed, options=making.options)
        name = "twin" if making.options.twin else making.options.strength
        return look_at(county, codes, tell, name=name, seed=making.seed)


def look_at(
    county: Path,
    codes: Sequence[str],
    tell: Callable[[str], None],
    *,
    name: str = "",
    seed: int | None = None,
) -> Looked:
    """Load a folder of tables with its key into a ledger of its own and look at it.

    Raises:
        InputError: the folder has no key, or its tables cannot be loaded.
    """
    key = read_key(county / _KEY)
    where = f"seed {seed}" if seed is not None else county.name
    with _loaded(county, lambda: tell(f"{where}: load")) as ledger:
        snapshot = open_snapshot(ledger)
        found = find(
            snapshot,
            Asked(codes=codes),
            day_of(ON),
            progress=lambda code: tell(f"{where}: {code}"),
        )
    return held_against(key, found, name=name or county.name, seed=seed, codes=codes)


def held_against(
    key: Key, found: Json, *, name: str, seed: int | None, codes: Sequence[str] = ()
) -> Looked:
    """Count hits and false leads pattern by pattern, and of all in one list."""
    wanted = [pattern.code for pattern in patterns_named(codes)]
    by_code: dict[str, list[Json]] = {code: [] for code in wanted}
    for one in found["findings"]:
        by_code[one["code"]].append(one)
    known = Key(
        given=key.given.model_copy(
            update={"planted": tuple(one for one in key.given.planted if one.code in by_code)}
        )
    )
    return Looked(
        name=name,
        seed=seed,
        is_twin=key.given.twin,
        counted=tuple(counted(code, by_code[code], known) for code in wanted),
        overall=counted(ALL, _in_turn(found["findings"]), known),
    )


def _in_turn(findings: Sequence[Json]) -> list[Json]:
    """Return the findings as one list: the first of every pattern, then every second one, …."""
    ranks: dict[str, int] = {}
    placed = []
    for at, one in enumerate(findings):
        ranks[one["code"]] = ranks.get(one["code"], 0) + 1
        placed.append((ranks[one["code"]], at))
    return [findings[at] for _, at in sorted(placed)]


@contextmanager
def _loaded(county: Path, tell: Callable[[], None]) -> Iterator[Path]:
    """Load a folder into a ledger that goes when the block ends."""
    tell()
    with tempfile.TemporaryDirectory(prefix="huibi-evaluate-") as folder:
        ledger = Path(folder) / "huibi.db"
        outcome = load_sources(
            ledger, Request(paths=(county,)), lambda _count: None, lambda _outcome: None
        )
        if not outcome.is_loaded:
            raise InputError(
                f"{county}: {len(outcome.errors):,} bad rows, so nothing can be evaluated; "
                f"the first: {outcome.errors[0]}"
            )
        yield ledger
