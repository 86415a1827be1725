"""Tables of a made county for the patterns' times, drawn as arrays: wide, plain and seeded.

Families of two generations, one household each; a tenth of people pay and are paid; every village
has officials, who decide; firms bid and win by chance. But for fans of payments,
what is found is what chance gives.
"""

from __future__ import annotations

import tempfile
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.made_snapshot import MadeSnapshot
from graph.ontology.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILY = 5
"""People of a household: a couple, two children, the husband's father."""
_A_VILLAGE = 1500
_FIRST_DAY = np.datetime64("2021-01-01")
_DAYS = 1825
_FAN = 12
"""How many pay one in a fan; one fan in 5,000 transfers."""
_OWNED_BY_OFFICIALS = 0.1
_SURNAMES = np.array(list("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"))


class MadeFiles(MadeSnapshot):
    """A made snapshot whose tables are also Parquet files."""

    names = tuple(table.name for table in TABLES)

    @cached_property
    def _folder(self) -> tempfile.TemporaryDirectory[str]:
        return tempfile.TemporaryDirectory()

    def table(self, name: str) -> pa.Table:
        """Return the rows of a table; of pairs with reported support too."""
        if name == "supported_pairs":
            return self._built.supported_pairs
        return super().table(name)

    def file(self, name: str) -> Path:
        """Return the Parquet file of a table, written when first asked for."""
        path = Path(self._folder.name) / f"{name}.parquet"
        if not path.exists():
            pq.write_table(self.table(name), path)
        return path


def tables_of(benefits: int, seed: int) -> Mapping[str, pa.Table]:
    """Return canonical tables: 0.3 people, 0.1 contracts, 0.3 bids, 5 transfers a benefit."""
    draw = np.random.default_rng(seed)
    families = max(int(benefits * 0.3) // FAMILY, 4 * _A_VILLAGE // FAMILY)
    people = families * FAMILY
    villages = people // _A_VILLAGE
    firms = max(people // 60, 20)
    return {
        **_population(draw, families, villages),
        **_bodies(draw, people, villages, firms),
        **_benefits(draw, benefits, people, villages),
        **_contracts(draw, benefits // 10, villages, firms),
        **_money(draw, benefits * 5, people, villages),
        **_assets(draw, villages * 20, people, villages),
    }


def _population(draw: Any, families: int, villages: int) -> dict[str, pa.Table]:
    count = families * FAMILY
    person, role = np.arange(count), np.arange(count) % FAMILY
    born = np.array([1970, 1972, 1996, 1999, 1944])[role] + draw.integers(0, 9, count)
    name = np.char.add(
        _SURNAMES[draw.integers(0, 20, count)], _text("", draw.integers(0, 9999, count))
    )
    first = np.arange(families) * FAMILY
    kin = [(first, "spouse", first + 1), (first, "father", first + 4)]
    kin += [
        (first + child, word, first + at)
        for child in (2, 3)
        for at, word in enumerate(("father", "mother"))
    ]
    return {
        "people": _table(
            id=_text("P", person),
            name=name,
            sex=np.where(np.isin(role, (0, 2, 4)), "M", "F"),
            born=_text("", born),
            village=_text("V", person // FAMILY * villages // families),
            household=_text("H", person // FAMILY),
        ),
        "kin": _table(
            person=np.concatenate([_text("P", one) for one, _, _ in kin]),
            relation=np.repeat([word for _, word, _ in kin], families),
            relative=np.concatenate([_text("P", other) for _, _, other in kin]),
        ),
        "places": _table(
            id=_text("V", np.arange(villages)),
            name=_text("村", np.arange(villages)),
            level=np.repeat("village", villages),
        ),
    }


def _bodies(draw: Any, people: int, villages: int, firms: int) -> dict[str, pa.Table]:
    kinds = np.repeat(["village_committee", "company"], [villages, firms])
    own = np.concatenate([_text("C", np.arange(villages)), _text("F", np.arange(firms))])
    place = np.concatenate([np.arange(villages), draw.integers(0, villages, firms)])
    seats = np.arange(villages * 5)
    owners = draw.integers(0, people, firms * 2)
    of_office = draw.random(firms * 2) < _OWNED_BY_OFFICIALS
    owners[of_office] = draw.choice(officials(villages, people), of_office.sum())
    return {
        "units": _table(
            id=own,
            name=np.char.add("单位", own),
            kind=kinds,
            place=_text("V", place),
            founded=_days(draw.integers(-6000, 1000, len(own))),
        ),
        "posts": _table(
            person=_text("P", officials(villages, people)),
            unit=_text("C", seats // 5),
            role=np.array(["head", "deputy", "finance", "member", "member"])[seats % 5],
            **{"from": np.repeat("2020-01-01", len(seats))},
        ),
        "roles": _table(
            person=_text("P", owners),
            company=_text("F", np.arange(firms * 2) // 2),
            role=np.tile(["legal_representative", "shareholder"], firms),
            share=np.tile(["", "0.6"], firms),
            **{"from": np.repeat("2015-01-01", firms * 2)},
        ),
    }


def officials(villages: int, people: int) -> Any:
    """Return the five officials of each village: adults of it, in order."""
    first = np.arange(villages) * (people // villages // FAMILY) * FAMILY
    return (first[:, None] + np.arange(5) * 2 * FAMILY).ravel()


def _benefits(draw: Any, count: int, people: int, villages: int) -> dict[str, pa.Table]:
    person = draw.integers(0, people, count)
    village = np.minimum(person * villages // people, villages - 1)
    programme = draw.integers(0, 8, count)
    seat = officials(villages, people).reshape(villages, 5)[village, draw.integers(0, 5, count)]
    houses = people // FAMILY
    return {
        "programmes": _table(
            id=_text("G", np.arange(8)),
            name=_text("项目", np.arange(8)),
            discretion=np.repeat(["discretionary", "universal"], [5, 3]),
        ),
        "benefits": _table(
            id=_text("B", np.arange(count)),
            programme=_text("G", programme),
            person=_text("P", person),
            date=_days(draw.integers(0, _DAYS, count)),
            amount=_text("", draw.integers(10_000, 500_000, count)),
            village=_text("V", village),
            decided_by=_text("P", seat),
            account=_text("A", person),
        ),
        "needs": _table(
            household=_text("H", np.arange(houses)),
            year=np.repeat("2021", houses),
            score=draw.integers(0, 100, houses).astype(str),
        ),
    }


def _contracts(draw: Any, count: int, villages: int, firms: int) -> dict[str, pa.Table]:
    bids_of = draw.integers(1, 6, count)
    contract = np.repeat(np.arange(count), bids_of)
    start = draw.integers(0, firms, count)
    nth = np.arange(len(contract)) - np.repeat(np.cumsum(bids_of) - bids_of, bids_of)
    bidder = (start[contract] + nth * 7) % firms
    amount = np.exp(draw.normal(12.5, 1.1, count))
    price = amount[contract] * (1 + nth * draw.uniform(0.002, 0.04, len(contract)))
    day = draw.integers(60, _DAYS - 60, count)
    methods = np.array(["open", "invited", "negotiated", "direct"])
    return {
        "contracts": _table(
            id=_text("K", np.arange(count)),
            title=_text("合同", np.arange(count)),
            buyer=_text("C", draw.integers(0, villages, count)),
            supplier=_text("F", start),
            category=_text("K", draw.integers(0, 30, count)),
            kind=np.array(["works", "goods", "services"])[draw.integers(0, 3, count)],
            procedure=methods[draw.integers(0, len(methods), count)],
            budget_amount=_fen(amount * 1.1),
            amount=_fen(amount),
            settled_amount=_fen(amount * draw.normal(1.0, 0.05, count)),
            published=_days(day - 30),
            deadline=_days(day - 7),
            awarded=_days(day),
            tenderers=_text("", bids_of),
        ),
        "bids": _table(
            contract=_text("K", contract),
            bidder=_text("F", bidder),
            price=_fen(price),
            date=_days(day[contract] - 8),
            status=np.repeat("valid", len(contract)),
            won=np.where(nth == 0, "true", "false"),
            deposit_account=_text("D", bidder),
        ),
    }


def _money(draw: Any, count: int, people: int, villages: int) -> dict[str, pa.Table]:
    payer, payee = draw.integers(0, people, count), draw.integers(0, people, count)
    near = draw.random(count) < 0.5
    payee = np.where(near, (payer + draw.integers(1, 40, count)) % people, payee)
    ends = _text("A", np.arange(people + villages))
    public = draw.random(count) < 0.05
    payer = np.where(public, people + draw.integers(0, villages, count), payer)
    seconds = draw.integers(0, _DAYS * 86_400, count)
    amount = np.exp(draw.normal(12, 1.2, count)).astype(np.int64)
    fans = count // 5_000
    of_fan = np.repeat(draw.integers(0, people, fans), _FAN)
    many = slice(0, fans * _FAN)
    payer[many], payee[many] = (of_fan + 40 + np.arange(fans * _FAN) % _FAN) % people, of_fan
    seconds[many] = np.repeat(draw.integers(0, _DAYS * 86_400 - 500_000, fans), _FAN)
    seconds[many] += draw.integers(0, 500_000, fans * _FAN)
    amount[many] = draw.integers(90_000, 130_000, fans * _FAN)
    begin = np.datetime64(_FIRST_DAY).astype("M8[s]")
    moment = pa.array(begin + seconds).cast("string")
    owner = [_text("P", np.arange(people)), _text("C", np.arange(villages))]
    return {
        "accounts": _table(id=ends, owner=np.concatenate(owner)),
        "transfers": pa.table(
            {
                "id": _numbered("T", np.arange(count)),
                "from": pa.array(ends).take(pa.array(payer)),
                "to": pa.array(ends).take(pa.array(payee)),
                "amount": pa.array(amount).cast("string"),
                "date": pc.replace_substring(moment, " ", "T"),
                "purpose": pa.array(["货款", "工资", "往来", ""]).take(
                    pa.array(draw.integers(0, 4, count))
                ),
            }
        ),
    }


def _assets(draw: Any, count: int, people: int, villages: int) -> dict[str, pa.Table]:
    begins = draw.integers(-2000, 1500, count)
    return {
        "assets": _table(
            id=_text("S", np.arange(count)),
            village=_text("V", np.arange(count) % villages),
            kind=np.array(["鱼塘", "果园", "厂房"])[draw.integers(0, 3, count)],
            area=draw.integers(1, 200, count).astype(str),
        ),
        "leases": _table(
            id=_text("L", np.arange(count)),
            asset=_text("S", np.arange(count)),
            lessee=_text("P", draw.integers(0, people, count)),
            rent=_text("", draw.integers(50_000, 5_000_000, count)),
            procedure=np.array(["open", "direct"])[draw.integers(0, 2, count)],
            minutes=np.array(["true", "false"])[draw.integers(0, 2, count)],
            **{"from": _days(begins), "to": _days(begins + draw.integers(365, 9000, count))},
        ),
    }


def _text(mark: str, numbers: Any) -> Any:
    return np.char.add(mark, np.asarray(numbers).astype(str))


def _numbered(mark: str, numbers: Any) -> pa.Array:
    text = pa.array(numbers).cast("string")
    return pc.binary_join_element_wise(pa.scalar(mark), text, "")


def _fen(yuan: Any) -> Any:
    return np.round(np.asarray(yuan) * 100).astype(np.int64).astype(str)


def _days(offset: Any) -> Any:
    return np.datetime_as_string(_FIRST_DAY + np.asarray(offset))


def _table(**columns: Any) -> pa.Table:
    arrays = {name: pa.array(np.asarray(column)) for name, column in columns.items()}
    return pa.table(
        {name: pc.if_else(pc.equal(column, ""), None, column) for name, column in arrays.items()}
    )
