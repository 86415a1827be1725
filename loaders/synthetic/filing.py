"""Which benefits to kin of the decider are filed (备案), and what only looks like kin of his."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from graph.model import day_of
from loaders.synthetic.arrays import NOBODY, Bools, Ints, ints
from loaders.synthetic.grants import FILED, NOT_FILED, UNTOLD
from loaders.synthetic.people import REGISTERED
from loaders.synthetic.programmes import FILED_KIN, MINIMUM_LIVING, YEARS
from loaders.synthetic.relatives import FIRST_DAY

if TYPE_CHECKING:
    from loaders.synthetic.dealings import Dealings
    from loaders.synthetic.kinfolk import Kinfolk

UNFILED = {"weak": 1, "medium": 2, "strong": 3}
"""Benefits to near kin that a decider did not file, by strength of B10."""
_NEAR = ("S", "U", "D", "UD", "UU", "DD", "SU", "SUD", "DS", "UUD")
"""Kin whom every local rule on filing names: lineal, siblings, either side's parents, uncles."""
_VILLAGES_A_PLANT, _LEAST_PLANTS = 10, 3


def file_kin(dealings: Dealings) -> None:
    """File what is given to kin by any tie where the programme's rule asks for it, not to others.

    Those who are kin by ties that are none in law are not filed.
    """
    deciders = np.unique(dealings.grants.decider[dealings.decided])
    near = _given_to_kin(dealings, dealings.scene.any_tie, deciders)
    near &= (dealings.grants.filed != NOT_FILED) & np.isin(dealings.grants.programme, FILED_KIN)
    dealings.file(near, FILED)
    doubtful = near & ~_given_to_kin(dealings, dealings.scene.possible, deciders)
    former = doubtful & _given_to_former_spouse(dealings, deciders)
    for name, rows, why in (
        ("ex_spouse", former, "the decider's former spouse or cohabitant lives there; no kin now"),
        (
            "adoption_and_remarriage",
            doubtful & ~former,
            "kin only by unregistered adoption, by a step-parent who raised no one, by a marriage "
            "that ended or that was none",
        ),
    ):
        if dealings.scene.has(name):
            dealings.file(rows, UNTOLD)
            _confound(dealings, name, rows, why)


def _confound(dealings: Dealings, name: str, rows: Bools, why: str) -> None:
    if not rows.any():
        return
    at, names = np.flatnonzero(rows), dealings.scene.names
    dealings.scene.truth.confound(
        name,
        ("B1", "B2", "B10"),
        [names[one] for one in np.unique(dealings.grants.decider[at]).tolist()],
        [dealings.grants.code(row) for row in at.tolist()],
        why,
    )


def _given_to_kin(dealings: Dealings, kin: Kinfolk, deciders: Ints) -> Bools:
    """Tell which benefits went to a household with kin of the decider, or to his own."""
    ego, relative = kin.pairs(ints(deciders))
    ego, relative = np.r_[ego, deciders], np.r_[relative, deciders]
    return _given(dealings, ints(ego), ints(relative))


def _given_to_former_spouse(dealings: Dealings, deciders: Ints) -> Bools:
    one, other = _former_couples(dealings)
    decides = np.isin(one, deciders)
    return _given(dealings, ints(one[decides]), ints(other[decides]))


def _former_couples(dealings: Dealings) -> tuple[Ints, Ints]:
    """Return those who are no couple in law, each side first: divorced, cohabiting, void."""
    couples = dealings.scene.county.population.couples
    over = (couples.ended < FIRST_DAY) | (couples.kind != REGISTERED)
    husband, wife = couples.husband[over], couples.wife[over]
    return np.concatenate([husband, wife]), np.concatenate([wife, husband])


def former_spouses(dealings: Dealings) -> None:
    """Let former spouses of heads who would get nothing be aided once, as the needy are."""
    scene = dealings.scene
    if not scene.has("ex_spouse"):
        return
    rng = scene.truth.stream("ex_spouse")
    heads = {p: v for v in range(len(scene.county.ground.villages)) for p in scene.heads(v)}
    for head, other in zip(*(side.tolist() for side in _former_couples(dealings)), strict=True):
        house = int(scene.house_of(ints([other]))[0])
        year, day = int(rng.integers(1, len(YEARS))), int(rng.integers(30, 330))
        if head not in heads or house == NOBODY or not dealings.free[house]:
            continue
        if dealings.used[house] or house in scene.kin_houses(scene.possible, head):
            continue
        dealings.used[house] = True
        day += day_of(f"{YEARS[year]}-01-01")
        village = int(scene.village[house])
        dealings.give(MINIMUM_LIVING, year, day, house=house, village=village, decider=head)


def _given(dealings: Dealings, decider: Ints, relative: Ints, *, former: bool = True) -> Bools:
    """Tell which benefits a decider gave to the person beside him or the household of that one.

    A household out of which the person moved in these years is taken as the person's too if
    `former`.
    """
    scene, grants = dealings.scene, dealings.grants
    width = len(scene.names) + scene.houses + 1
    left = np.full(len(scene.names), NOBODY, np.int32)
    if former:
        left[list(dealings.former)] = list(dealings.former.values())
    base = decider.astype(np.int64) * width
    keys = base + scene.houses + relative
    for house in (scene.house_of(relative), left[relative]):
        keys = np.r_[keys, (base + house)[house >= 0]]
    mine = grants.decider.astype(np.int64) * width
    found: Bools = (grants.house >= 0) & np.isin(mine + grants.house, keys)
    found |= (grants.person >= 0) & np.isin(mine + scene.houses + grants.person, keys)
    return found & dealings.decided


def plant_unfiled(dealings: Dealings) -> None:
    """Plant B10: deciders whose kin's benefits are not filed."""
    scene, truth = dealings.scene, dealings.scene.truth
    if not truth.plants:
        return
    rng, strengths = truth.stream("B10"), truth.strengths()
    wanted = max(_LEAST_PLANTS, len(scene.county.ground.villages) // _VILLAGES_A_PLANT)
    deciders = rng.permutation(np.unique(dealings.grants.decider[dealings.decided]))
    near = _filed_for(dealings, ints(deciders), _NEAR)
    kin = _filed_for(dealings, ints(deciders), ())
    left = deciders.tolist()
    for strength in sorted(islice(strengths, wanted), key=UNFILED.__getitem__, reverse=True):
        for decider in left:
            his = dealings.grants.decider == decider
            rows = _first_near(rng, near & his, kin & his)
            if len(rows) >= UNFILED[strength]:
                _unfile(dealings, decider, rows[: UNFILED[strength]], strength)
                left.remove(decider)
                break


def _first_near(rng: np.random.Generator, near: Bools, kin: Bools) -> Ints:
    """Return benefits to kin by lot, those to near kin first; none where none of them is near."""
    first, others = rng.permutation(np.flatnonzero(near)), rng.permutation(np.flatnonzero(kin))
    others = others[~np.isin(others, first)]
    return ints(np.concatenate([first, others])) if len(first) else ints([])


def _unfile(dealings: Dealings, decider: int, rows: Ints, strength: str) -> None:
    told = np.zeros(len(dealings.grants), np.bool_)
    told[rows] = True
    dealings.file(told, NOT_FILED)
    codes = [dealings.grants.code(row) for row in rows.tolist()]
    why = "benefits to the households of kin, who are on record, were not filed"
    dealings.scene.truth.plant("B10", dealings.scene.names[decider], codes, strength, why)


def _filed_for(dealings: Dealings, deciders: Ints, shapes: tuple[str, ...]) -> Bools:
    """Tell which filed benefits went to kin on record by these shapes, by all if none is named.

    The deciders' own households are left out.
    """
    grants, walks = dealings.grants, dealings.scene.recorded
    pairs = [walks.walked(np.sort(deciders), shape) for shape in shapes]
    pairs = pairs or [walks.pairs(np.sort(deciders))]
    ego, relative = (np.concatenate(side) for side in zip(*pairs, strict=True))
    own = grants.house == dealings.scene.house_of(np.maximum(grants.decider, 0))
    found: Bools = _given(dealings, ego, relative, former=False)
    found &= ~own & (grants.filed == FILED) & (grants.house >= 0)
    return found
