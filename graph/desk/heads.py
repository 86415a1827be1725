"""Who decides on a recusal: from the role that a rule names to the person who holds the office."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.recusal.unit_ties import UnitTies
from graph.recusal.wording import DECIDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.cases.resolve import Tables
    from graph.recusal.pack import Pack
    from graph.recusal.verdict import CandidateVerdict

_HIGHEST = 8
"""Units above one another that are followed; county, city, province and the centre are four."""

LEVELS = MappingProxyType(
    {"own_head": 0, "own_organ": 0, "purchaser": 0, "tenderee": 0, "higher_head": 1}
)
"""At which unit, counted upward from the one that handles the case, each decider sits. Deciders
that are not listed (the township, an election committee) are named by role alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A unit and its heads on a day, by id."""

    unit: str
    name: str
    heads: tuple[str, ...]


def chain_of(data: Tables, unit: str | None, on: int) -> tuple[Level, ...]:
    """Return the unit that handles a case and those above it, as far as they are recorded."""
    if unit is None:
        return ()
    rows = data.table("units").select(["id", "parent"]).to_pylist()
    parents = {row["id"]: row["parent"] for row in rows}
    ties = UnitTies(data)
    found: list[Level] = []
    at = unit.removeprefix("unit:")
    while at in parents and len(found) < _HIGHEST and all(at != one.unit for one in found):
        heads = _loaded(data, ties.officers(at, on))
        found.append(Level(unit=at, name=ties.name(at), heads=heads))
        at = str(parents[at] or "").removeprefix("unit:")
    return tuple(found)


def _loaded(data: Tables, persons: Iterable[str]) -> tuple[str, ...]:
    """Return ids of people who are loaded, without prefixes, sorted."""
    asked = sorted({person.removeprefix("person:") for person in persons})
    here = pc.is_in(pa.array(asked, pa.string()), value_set=data.table("people")["id"])
    return tuple(compress(asked, here.to_pylist()))


def decider_code(
    found: CandidateVerdict, packs: Sequence[Pack], chain: Sequence[Level], *, is_secret: bool
) -> str:
    """Return the decider that the gravest reason's rule names for this person.

    Where reasons are withheld it is the one of the pack's rule for them, whatever the ground.
    """
    if not is_secret:
        named = next((one.decider for one in found.reasons if one.decider is not None), None)
        if named is not None:
            return named
    spec = packs[0].spec
    rule = next(one for one in spec.rules if one.id == spec.informant_rule)
    is_head = bool(chain) and found.person in chain[0].heads
    return rule.decider.head if is_head else rule.decider.member


def decider_of(
    person: str, code: str, chain: Sequence[Level], verdicts: Mapping[str, str]
) -> dict[str, Any]:
    """Return who decides about a person: an id where the office leads to one, else the role.

    A head who is himself the person, or in any doubt about the case, passes the decision to the
    next higher organ's head (监察法实施条例 296; 公职人员政务处分法 48). A unit without a recorded
    head passes nothing on: somebody holds the office, the data do not say who.
    """
    zh, en = DECIDER.get(code, (code, code))
    shown: dict[str, Any] = {"code": code, "person": None, "unit": None, "zh": zh, "en": en}
    if code == "self":
        return {**shown, "person": person}
    passed: list[dict[str, str]] = []
    if code in LEVELS:
        for height, level in enumerate(chain):
            if height < LEVELS[code]:
                continue
            if height > LEVELS[code]:
                zh, en = DECIDER["higher_head"]
            shown |= {
                "unit": level.unit,
                "zh": f"{zh}（{level.name}）",
                "en": f"{en} ({level.name})",
            }
            free = [
                head for head in level.heads if head != person and verdicts.get(head) == "clear"
            ]
            if free or not level.heads:
                shown["person"] = free[0] if free else None
                break
            passed += [
                {"person": head, "unit": level.unit, "verdict": verdicts.get(head, "unknown")}
                for head in level.heads
            ]
        else:
            zh, en = DECIDER["higher_head"] if chain else (zh, en)
            shown |= {"unit": None, "zh": zh, "en": en}
    return {**shown, "passed": passed} if passed else shown
