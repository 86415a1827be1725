"""Kin types in the notation of anthropology, read into shapes, sexes and seniority.

F father, M mother, P parent, S son, D daughter, C child, B brother, Z sister, G sibling,
H husband, W wife, E spouse. `e` or `y` before a sibling, or after a child, makes that person elder
or younger than the last person before them on the path who stands in the same generation:
FeB is the father's elder brother, FBSe a cousin elder than ego, FFBSe a cousin elder than the
father, WFBSe a cousin elder than the wife. `FS` and `MS` are half brothers, sharing the father
or the mother alone; full siblings are written B, Z or G.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from graph.errors import InputError

ANY, MALE, FEMALE = 0, 1, 2
"""Sexes as the snapshot codes them; ANY also stands for unknown."""

_TOKEN = re.compile(r"([ey]?)([BZG])|([SDC])((?:[ey](?![BZG]))?)|([FMPHWE])")
_MOVES = {
    "F": ("U", MALE), "M": ("U", FEMALE), "P": ("U", ANY),
    "S": ("D", MALE), "D": ("D", FEMALE), "C": ("D", ANY),
    "H": ("S", MALE), "W": ("S", FEMALE), "E": ("S", ANY),
    "B": ("UD", MALE), "Z": ("UD", FEMALE), "G": ("UD", ANY),
}  # fmt: skip
_RISE = {"U": 1, "D": -1, "S": 0}
_OPPOSITE = {MALE: FEMALE, FEMALE: MALE, ANY: ANY}


@dataclass(frozen=True, slots=True)
class Seniority:
    """One order of age on a path: node `person` is elder, or younger, than node `than`."""

    person: int
    than: int
    is_elder: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KinType:
    """One kin type: the path it walks and what it demands of the people on it.

    Nodes count from ego, 0. `sexes` holds one sex a node, ego first, so it is one longer than
    `shape`; the shared parent of full siblings is ANY.
    """

    notation: str
    shape: str
    sexes: tuple[int, ...]
    seniority: tuple[Seniority, ...] = ()

    @property
    def is_half(self) -> bool:
        """Whether a sibling step shares one parent only, the father or the mother."""
        return any(
            self.shape.startswith("UD", step) and self.sexes[step + 1] != ANY
            for step in range(len(self.shape))
        )

    def inverse_seniority(self) -> tuple[Seniority, ...]:
        """Return the orders of age with the nodes counted from the other end."""
        last = len(self.shape)
        return tuple(
            Seniority(last - order.person, last - order.than, order.is_elder)
            for order in self.seniority
        )

    def __str__(self) -> str:
        """Return the notation."""
        return self.notation


@cache
def parse_kin_type(notation: str) -> KinType:
    """Read one kin type.

    Raises:
        InputError: the notation has an unknown letter, or an `e`/`y` with nobody to compare.
    """
    shape, sexes, orders = "", [ANY], []
    for age, letter in _tokens(notation):
        moves, sex = _MOVES[letter]
        shape += moves
        sexes.extend([ANY] * (len(moves) - 1) + [sex])
        if moves == "S" and sexes[-2] == ANY:
            sexes[-2] = _OPPOSITE[sex]
        if age:
            orders.append(_order(notation, shape, is_elder=age == "e"))
    return KinType(notation=notation, shape=shape, sexes=tuple(sexes), seniority=tuple(orders))


def _tokens(notation: str) -> list[tuple[str, str]]:
    """Split into (age mark or blank, letter)."""
    found, end = [], 0
    for match in _TOKEN.finditer(notation):
        if match.start() != end:
            break
        end = match.end()
        before, sibling, child, after, other = match.groups()
        found.append((before or after or "", sibling or child or other))
    if end != len(notation) or not found:
        raise InputError(
            f"kin type '{notation}' cannot be read at character {end + 1}: use the letters "
            "F M P S D C B Z G H W E, with e or y before a sibling or after a child"
        )
    return found


def _order(notation: str, shape: str, *, is_elder: bool) -> Seniority:
    """Compare the last person with the nearest earlier one of the same generation."""
    generations = [0]
    for move in shape:
        generations.append(generations[-1] + _RISE[move])
    *before, own = generations
    for node in reversed(range(len(before))):
        if before[node] == own:
            return Seniority(len(before), node, is_elder)
    raise InputError(
        f"kin type '{notation}' compares ages with nobody: no earlier person stands in the same "
        "generation, so leave the e or y out"
    )
