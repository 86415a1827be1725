"""Households' needs, accounts and benefits: given by need alone, with nothing planted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from loaders.synthetic.arrays import Ints, ints, stream
from loaders.synthetic.columns import chosen, codes, constant, joined

if TYPE_CHECKING:
    from loaders.synthetic.ground import Ground
    from loaders.synthetic.households import Households
    from loaders.synthetic.population import Population

YEAR_OF_NEED = "2025"
PROGRAMMES = (
    ("F01", "最低生活保障", "discretionary"),
    ("F02", "临时救助", "discretionary"),
    ("F03", "农村危房改造补助", "discretionary"),
    ("F04", "公益性岗位补贴", "discretionary"),
    ("F05", "耕地地力保护补贴", "universal"),
    ("F06", "城乡居民医疗保险补助", "insurance"),
)
_QUOTA = (0.06, 0.05, 0.02, 0.04, 0.7, 0.0)
"""Share of households that get it."""
_YUAN = (5400, 1500, 14000, 6000, 380, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Welfare:
    """Tables of one year of benefits."""

    programmes: pa.Table
    needs: pa.Table
    accounts: pa.Table
    benefits: pa.Table


def make_welfare(
    population: Population,
    households: Households,
    ground: Ground,
    ids: pa.Array,
    deciders: list[str],
    seed: int,
) -> Welfare:
    """Return needs, an account a household, and benefits; `deciders` decide village by village."""
    rng = stream(seed, "welfare")
    village = population.persons.village[households.head]
    need = rng.beta(1.4, 5.0, len(households))
    house = codes("H", ints(np.arange(len(households))) + 1, 7)
    account = codes("A", ints(np.arange(len(households))) + 1, 8)
    return Welfare(
        programmes=pa.table(
            {
                name: [row[column] for row in PROGRAMMES]
                for column, name in enumerate(("id", "name", "discretion"))
            }
        ),
        needs=pa.table(
            {
                "household": house,
                "year": constant(YEAR_OF_NEED, len(households)),
                "score": pa.array(np.round(need * 100).astype(np.int32)).cast(pa.string()),
            }
        ),
        accounts=pa.table({"id": account, "owner": ids.take(pa.array(households.head))}),
        benefits=_benefits(rng, need, village, ground, (house, account), deciders),
    )


def _benefits(
    rng: np.random.Generator,
    need: np.ndarray[tuple[int], np.dtype[np.float64]],
    village: Ints,
    ground: Ground,
    texts: tuple[pa.Array, pa.Array],
    deciders: list[str],
) -> pa.Table:
    """Give each programme to the neediest of its quota, need being judged with some error."""
    house, account = texts
    parts = []
    for number, (code, _, kind) in enumerate(PROGRAMMES):
        judged = (
            need + rng.normal(0, 0.05, len(need))
            if kind == "discretionary"
            else rng.random(len(need))
        )
        wanted = int(_QUOTA[number] * len(need))
        given = np.sort(np.argsort(-judged, kind="stable")[:wanted])
        rows = pa.array(given)
        place = village[given]
        month = ints(rng.integers(1, 13, len(given)))
        parts.append(
            pa.table(
                {
                    "id": joined(code, "-", YEAR_OF_NEED, "-", house.take(rows)),
                    "programme": constant(code, len(given)),
                    "household": house.take(rows),
                    "date": joined(YEAR_OF_NEED, "-", codes("", month, 2), "-15"),
                    "amount": constant(str(_YUAN[number]), len(given)),
                    "village": chosen([v.code for v in ground.villages], place),
                    "decided_by": chosen(
                        [d if kind == "discretionary" else "" for d in deciders], place
                    ),
                    "account": account.take(rows),
                }
            )
        )
    return pa.concat_tables(parts)
