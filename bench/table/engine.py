"""What the bench asks of an engine, and the order in which it asks."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from bench.table.memory import forget_peak, peak, resident
from bench.table.questions import NOT_OFFERED
from bench.table.world import STRONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bench.table.sheet import Sheet
    from bench.table.world import World

    Ints = NDArray[np.int64]

SECONDS = 15.0
"""After so long no further question of one kind is asked."""
_REPEATS, _MANY = 7, 50
MB = 1e6


class Engine(Protocol):
    """One engine on one county; what it does not offer stands in `NOT_OFFERED`."""

    name: str
    note: str
    """What its figures include or rest on."""

    def load(self) -> int:
        """Make ready to answer; returns how many ties are held."""

    def held_bytes(self) -> float:
        """Return the bytes of all ties where they can be counted; 0 to take the growth."""

    def server(self) -> int | None:
        """Return the process of the server that it asks, if any."""

    def kin(self, egos: Ints) -> Any:
        """Return the legal kin of some people on a day."""

    def case(self, parties: Ints, candidates: Ints) -> Any:
        """Return which candidates are legal kin of which parties."""

    def keys(self, found: Any) -> Ints:
        """Return what `kin` or `case` found as ego * 2**32 + relative, ascending."""

    def fewest(self, pair: tuple[int, int]) -> int | None:
        """Return the fewest ties between two people, whenever they stood."""


def measure(engine: Engine, world: World, sheet: Sheet) -> None:
    """Ask an engine everything; figures and answers go to its sheet."""
    loaded(engine, sheet)
    told = engine.server()
    for process in ("self", told):
        if process is not None:
            forget_peak(process)
    kinship(engine, world, sheet)
    paths(engine, world, sheet)
    most = peak() + (peak(told) if told is not None else 0.0)
    sheet.tell("peak_asked", most, note="with the server" if told is not None else "")


def loaded(engine: Engine, sheet: Sheet) -> None:
    """Load, and tell time, memory and bytes a tie; what is told elsewhere is left out."""
    gc.collect()
    before, begin, busy = resident(), time.perf_counter(), time.process_time()
    ties = engine.load()
    took, busy = time.perf_counter() - begin, time.process_time() - busy
    gc.collect()
    held = engine.held_bytes() or (resident() - before) * 2**20
    sheet.tell("tie_bytes", held / ties, asked=ties)
    if engine.name in ("duckdb", "igraph", "networkx"):
        sheet.tell("load", took, busy=busy, note=engine.note)
        sheet.tell("peak_load", peak())


def kinship(engine: Engine, world: World, sheet: Sheet) -> None:
    """Ask for kin of one, of all, and of a case."""
    ones = [world.ones[at : at + 1] for at in range(len(world.ones))]
    found = sheet.time("kin_one", engine.kin, ones, seconds=SECONDS)
    if found:
        sheet.answered("kin_one", _joined([engine.keys(one) for one in found], ones))
    found = sheet.time("kin_all", engine.kin, [world.officials] * _REPEATS, seconds=SECONDS)
    if found:
        sheet.answered("kin_all", engine.keys(found[-1]))

    def case(_: int) -> Any:
        return engine.case(world.parties, world.candidates)

    found = sheet.time("case_kin", case, range(_MANY), seconds=SECONDS / 2)
    if found:
        sheet.answered("case_kin", engine.keys(found[-1]))
    if (engine.name, "case_full") not in NOT_OFFERED:
        engine.full(world, sheet)  # type: ignore[attr-defined]


def _joined(answers: Sequence[Ints], asked: Sequence[Ints]) -> Ints:
    """Return the answers one after another, each behind its ego, so that a shorter run is told."""
    parts = [np.concatenate([-1 - ego, keys]) for ego, keys in zip(asked, answers, strict=False)]
    return np.concatenate(parts)


def paths(engine: Engine, world: World, sheet: Sheet) -> None:
    """Ask for the fewest ties, the strongest path and the five best."""
    if (engine.name, "fewest") not in NOT_OFFERED:
        found = sheet.time("fewest", engine.fewest, world.pairs, seconds=3 * SECONDS)
        sheet.answered("fewest", np.array([-1 if one is None else one for one in found]))
    if (engine.name, "strongest") not in NOT_OFFERED:
        strongest(engine, world, sheet)
    if (engine.name, "five_best") not in NOT_OFFERED:
        five = engine.five_best  # type: ignore[attr-defined]
        sheet.time("five_best", five, world.pairs, seconds=SECONDS)


def strongest(engine: Any, world: World, sheet: Sheet) -> None:
    """Ask for the strongest path, where its graph has room."""
    why = engine.prepare_strongest()
    if why:
        sheet.leave("strongest", why)
        return
    pairs = world.pairs[:STRONGEST]
    found = sheet.time("strongest", engine.strongest, pairs, seconds=SECONDS)
    sheet.answered("strongest", np.array(found, np.float64))
