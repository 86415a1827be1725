"""Households' needs, accounts and benefits over five years, with what is planted among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from loaders.synthetic.arrays import NOBODY, Ints, ints
from loaders.synthetic.cards import care_homes, guardian_accounts, plant_cards
from loaders.synthetic.columns import blanked, chosen, codes, dates, joined
from loaders.synthetic.dealings import Dealings
from loaders.synthetic.decisions import decide
from loaders.synthetic.favour import plant_favour
from loaders.synthetic.filing import file_kin, former_spouses, plant_unfiled
from loaders.synthetic.grants import Grants, Judging
from loaders.synthetic.hardship import make_hardship, need_table
from loaders.synthetic.impossible import plant_impossible, plant_own_households
from loaders.synthetic.innocent import (
    cooperatives,
    namesakes,
    ordinary_holdings,
    tell_registers,
    tell_universal,
    universal_grants,
)
from loaders.synthetic.programmes import PROGRAMMES, YEARS
from loaders.synthetic.silent import tell_silent
from loaders.synthetic.splits import ordinary_splits, plant_splits

if TYPE_CHECKING:
    from loaders.synthetic.scene import Scene
    from loaders.synthetic.sheets import Sheets


def add_welfare(sheets: Sheets, scene: Scene) -> Dealings:
    """Add programmes, needs, accounts, benefits and what goes with them; returns the dealings."""
    hardship = make_hardship(scene)
    judging = Judging(scene, hardship)
    decisions = decide(scene, judging)
    plant_favour(scene, hardship, judging, decisions)
    tell_silent(scene, hardship, judging, decisions)
    grants = _naming(scene, decisions.grants()).extended(universal_grants(scene))
    dealings = Dealings(scene=scene, decisions=decisions, given=grants)
    for lay in (guardian_accounts, care_homes, cooperatives, namesakes, former_spouses):
        lay(dealings)
    ordinary_splits(dealings)
    ordinary_holdings(dealings)
    dealings.spare_favoured()
    plant_own_households(dealings)
    plant_impossible(dealings)
    plant_splits(dealings, hardship)
    plant_cards(dealings)
    file_kin(dealings)
    plant_unfiled(dealings)
    tell_universal(dealings)
    tell_registers(scene)
    sheets.add("programmes", _programme_table())
    sheets.add("needs", need_table(scene, hardship))
    sheets.add("accounts", _account_table(dealings))
    sheets.add("benefits", _benefit_table(dealings))
    for name, rows in dealings.rows.items():
        sheets.add_rows(name, rows)
    return dealings


def _naming(scene: Scene, grants: Grants) -> Grants:
    """Name a person of the household where the programme is for one."""
    names = np.array([programme.names_a_person for programme in PROGRAMMES])
    grants.person[:] = np.where(
        names[grants.programme], scene.county.households.head[grants.house], NOBODY
    )
    return grants


def _programme_table() -> pa.Table:
    return pa.table(
        {
            "id": [programme.id for programme in PROGRAMMES],
            "name": [programme.name for programme in PROGRAMMES],
            "discretion": [programme.kind for programme in PROGRAMMES],
        }
    )


def _account_table(dealings: Dealings) -> pa.Table:
    scene = dealings.scene
    owner = scene.county.ids.take(pa.array(scene.county.households.head))
    return pa.table(
        {
            "id": _accounts(ints(np.arange(scene.houses + len(dealings.homes)))),
            "owner": pa.concat_arrays([owner, pa.array(dealings.homes, pa.string())]),
        }
    )


def _benefit_table(dealings: Dealings) -> pa.Table:
    """Return the table `benefits`, by programme, date and id."""
    scene = dealings.scene
    grants = _sorted(dealings.grants)
    house = codes("H", _numbered(grants.house), 7)
    whom = pa.compute.coalesce(house, codes("P", _numbered(grants.person), 7))
    programme = chosen([one.id for one in PROGRAMMES], grants.programme)
    year = chosen([str(year) for year in YEARS], grants.year)
    turns = ["", *(f"-{turn}" for turn in range(1, int(grants.turn.max()) + 1))]
    account = np.where(grants.account >= 0, grants.account, grants.house)
    ids = scene.county.ids
    return pa.table(
        {
            "id": joined(programme, "-", year, "-", whom, chosen(turns, grants.turn)),
            "programme": programme,
            "person": _named(ids, grants.person),
            "household": house,
            "date": dates(grants.day),
            "amount": chosen([str(one.yuan) for one in PROGRAMMES], grants.programme),
            "village": chosen([v.code for v in scene.county.ground.villages], grants.village),
            "decided_by": _named(ids, grants.decider),
            "account": _accounts(ints(account)),
            "filed": chosen(("false", "true"), grants.filed),
        }
    )


def _sorted(grants: Grants) -> Grants:
    order = np.lexsort((grants.turn, grants.house, grants.day, grants.programme))
    return Grants.of(**{name: getattr(grants, name)[order] for name in Grants.__slots__})


def _accounts(numbers: Ints) -> pa.Array:
    return codes("A", _numbered(numbers), 8)


def _numbered(indices: Ints) -> Ints:
    """Return numbers from 1, -1 for NOBODY."""
    return ints(np.where(indices >= 0, indices + 1, -1))


def _named(ids: pa.Array, people: Ints) -> pa.Array:
    return blanked(ids.take(pa.array(np.maximum(people, 0))), people < 0)
