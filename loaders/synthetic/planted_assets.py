"""Leases that patterns should find, and honest cheap ones: old contracts and poor soil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import day_of
from loaders.synthetic.assets import KINDS, Lease, year_of
from loaders.synthetic.planted_kin import KinCases, plants_of

if TYPE_CHECKING:
    from loaders.synthetic.assets import Estate
    from loaders.synthetic.truth import Truth

_CHEAP = {"strong": 0.40, "medium": 0.52, "weak": 0.62}
"""Rent over that of peers."""
_LONG = {"strong": 50, "medium": 30, "weak": 22}
"""Years of a lease beyond the statutory twenty (民法典 705)."""
_LAND = 3
"""The first kinds are land."""
_OLD_PRICE = 0.5


def plant_leases(estate: Estate, truth: Truth) -> None:
    """Plant C7: leases to a decider's relative without tender or minutes, too cheap or too long."""
    rng, strengths = truth.stream("C7"), truth.strengths()
    trade = estate.trade
    village_of = {
        unit.id: village for village, unit in enumerate(trade.county.organisations.committees)
    }
    committees = [buyer for buyer in trade.buyers if buyer.kind == "village_committee"]
    cases = KinCases(trade, rng, committees)
    for number in range(2 * plants_of(truth)):
        strength = next(strengths)
        kin = cases.next(strength)
        if kin is None:
            continue
        asset = estate.new_asset(rng, village_of[kin.hold.unit.id], number % len(KINDS), "中")
        since = int(rng.integers(kin.hold.first, kin.hold.last))
        fair = asset.rent(rng, year_of(since))
        is_long = number % 4 == 3
        to_kin = strength != "weak" and not is_long
        lease = Lease(
            asset=asset,
            lessee=trade.names[kin.relative] if to_kin else estate.tenant(rng, asset.village),
            since=since,
            years=_LONG[strength] if is_long else 10,
            rent=fair if is_long else fair * _CHEAP[strength],
            procedure="open" if is_long else "direct",
            minutes=is_long,
        )
        code = estate.let(lease, kin.hold.person)
        why = _why(lease, fair, kin.word, to_kin=to_kin)
        truth.plant("C7", code, (asset.id, lease.lessee), strength, why)


def _why(lease: Lease, fair: float, word: str, *, to_kin: bool) -> str:
    if not lease.minutes:
        whom = f"租给决定人的{word}，" if to_kin else ""
        return f"{whom}未招标、无会议记录，租金为同类的{lease.rent / fair:.0%}"
    return f"租期{lease.years}年，超过二十年"


def old_lease(estate: Estate, truth: Truth) -> None:
    """Contracts of long ago run on at the prices of then."""
    rng = truth.stream("old_lease")
    codes, assets = [], []
    for village in range(len(estate.trade.county.ground.villages)):
        asset = estate.new_asset(rng, village, int(rng.integers(len(KINDS))), "中")
        since = int(rng.integers(day_of("2007-03-01"), day_of("2010-03-01")))
        rent = asset.rent(rng, 2020) * _OLD_PRICE
        codes.append(
            estate.let(
                Lease(asset=asset, lessee=estate.tenant(rng, village), since=since, years=20,
                      rent=rent)
            )
        )  # fmt: skip
        assets.append(asset.id)
    truth.confound("old_lease", ("C7",), codes, assets, "多年前按当时价格签订，尚未到期")


def poor_soil(estate: Estate, truth: Truth) -> None:
    """Land of the lowest grade is let for less than half, tendered and minuted."""
    rng = truth.stream("poor_soil")
    codes, assets = [], []
    villages = range(len(estate.trade.county.ground.villages))
    for village in (*villages, *villages):
        asset = estate.new_asset(rng, village, int(rng.integers(_LAND)), "差")
        since = int(rng.integers(day_of("2017-02-01"), day_of("2026-03-01")))
        rent = asset.rent(rng, year_of(since))
        codes.append(
            estate.let(
                Lease(asset=asset, lessee=estate.tenant(rng, village), since=since, years=8,
                      rent=rent)
            )
        )  # fmt: skip
        assets.append(asset.id)
    truth.confound("poor_soil", ("C7",), codes, assets, "地块等级差，租金低于同类")


CONFOUNDERS = (("old_lease", old_lease), ("poor_soil", poor_soil))
"""Names and what makes them, in the order made."""
