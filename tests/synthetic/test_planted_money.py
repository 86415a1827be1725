"""What is planted among payments is in the rows as the answer key says, and not by chance."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.synthetic.planted import Made, Row

PERSONS, SEED = 4_000, 11
PUBLIC = ("public_body", "village_committee")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made.written(tmp_path_factory.mktemp("money") / "c", PERSONS, SEED)


@pytest.fixture(scope="module")
def by_id(made: Made) -> dict[str, Row]:
    return made.by_id("transfers")


def _time(row: Row) -> datetime:
    return datetime.fromisoformat(row["date"])


def test_money_is_on_record_at_real_proportions_to_the_second(made: Made) -> None:
    rows = made.rows("transfers")
    assert 2 * PERSONS < len(rows) < 5 * PERSONS
    assert all(len(row["date"]) == len("2025-01-01T09:30:00") for row in rows)
    assert len({row["date"][-2:] for row in rows}) == 60
    assert all(int(row["amount"]) > 0 and row["from"] != row["to"] for row in rows)
    unknown = {row[end] for row in rows for end in ("from", "to")} - set(made.owner)
    assert not unknown
    purposes = defaultdict(int)
    for row in rows:
        purposes[row["purpose"].split(" ")[0]] += 1
    assert (
        min(purposes[word] for word in ("合同款", "补助", "工资", "材料款", "分红", "预算拨款"))
        > 10
    )


def test_contracts_are_paid_by_their_buyer_to_their_supplier(made: Made) -> None:
    contracts = made.by_id("contracts")
    paid = defaultdict(int)
    for row in made.rows("transfers"):
        if row["purpose"].startswith("合同款 "):
            contract = contracts[row["purpose"].split(" ")[1]]
            assert made.owner[row["from"]] == contract["buyer"]
            assert made.owner[row["to"]] == contract["supplier"]
            assert row["date"] > contract["signed"]
            paid[contract["id"]] += int(row["amount"])
    assert all(total <= 1.001 * int(contracts[code]["amount"]) + 2 for code, total in paid.items())


def test_paid_benefits_are_those_on_record(made: Made) -> None:
    benefits = made.by_id("benefits")
    paid = [row for row in made.rows("transfers") if row["id"].startswith("TB-")]
    assert len(paid) > 100
    for row in paid:
        benefit = benefits[row["id"][3:]]
        assert (row["to"], row["amount"], row["date"][:10]) == (
            benefit["account"],
            benefit["amount"],
            benefit["date"],
        )


def _is_decider_or_kin(made: Made, person: str, unit: str, day: str) -> bool:
    """Whether the person shares a parent or child or spouse on record with a decider, or is one."""
    near = {person} | _KIN.setdefault(id(made), _steps(made))[person]
    near |= {other for one in near for other in _KIN[id(made)][one]}
    near |= {other for one in near for other in _KIN[id(made)][one]}
    return not made.deciders(unit, day).isdisjoint(near)


_KIN: dict[int, dict[str, set[str]]] = {}


def _steps(made: Made) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in made.rows("kin"):
        found[row["person"]].add(row["relative"])
        found[row["relative"]].add(row["person"])
    return found


def test_loops_close_in_time_at_the_payer_or_at_a_deciders_relative(
    made: Made, by_id: dict[str, Row]
) -> None:
    ends = set()
    for one in made.planted("D1"):
        rows = [by_id[code] for code in one["objects"]]
        payer = made.owner[rows[0]["from"]]
        assert rows[0]["id"] == one["subject"]
        assert made.by_id("units")[payer]["kind"] in PUBLIC
        assert len(rows) == {"strong": 3, "medium": 5, "weak": 6}[one["strength"]]
        for before, after in pairwise(rows):
            assert before["to"] == after["from"]
            assert _time(before) < _time(after)
            assert 0.8 <= int(after["amount"]) / int(before["amount"]) <= 1.2
        assert _time(rows[-1]) - _time(rows[0]) <= timedelta(days=30)
        last = made.owner[rows[-1]["to"]]
        ends.add(last == payer)
        assert last == payer or _is_decider_or_kin(made, last, payer, rows[0]["date"][:10])
    assert True in ends


def test_money_passes_through_within_hours(made: Made, by_id: dict[str, Row]) -> None:
    for one in made.planted("D2"):
        rows = [by_id[code] for code in one["objects"]]
        for came, went in zip(rows[::2], rows[1::2], strict=True):
            assert came["to"] == one["subject"] == went["from"]
            assert timedelta() < _time(went) - _time(came) <= timedelta(hours=48)
            assert 0.95 < int(went["amount"]) / int(came["amount"]) <= 1


def test_fans_are_many_alike_within_a_week(made: Made, by_id: dict[str, Row]) -> None:
    for one in made.planted("D3"):
        rows = [by_id[code] for code in one["objects"]]
        centre, other = ("to", "from") if rows[0]["to"] == one["subject"] else ("from", "to")
        assert {row[centre] for row in rows} == {one["subject"]}
        assert len({row[other] for row in rows}) == len(rows) >= 11
        times, amounts = [_time(row) for row in rows], [int(row["amount"]) for row in rows]
        assert max(times) - min(times) <= timedelta(days=7)
        assert max(amounts) / min(amounts) < 1.2


def _reaches(made: Made, seed: Row, kin: str) -> float:
    """Share of a payment that reaches a person's accounts within three transfers, by haircut."""
    out: dict[str, list[Row]] = defaultdict(list)
    came: dict[str, list[Row]] = defaultdict(list)
    for row in made.rows("transfers"):
        out[row["from"]].append(row)
        came[row["to"]].append(row)

    def spread(account: str, share: float, since: str, left: int) -> Iterator[float]:
        if made.owner[account] == kin:
            yield share
            return
        for row in out[account] if left else ():
            if row["date"] > since:
                held = sum(int(r["amount"]) for r in came[account] if r["date"] < row["date"])
                part = min(1.0, int(row["amount"]) / held)
                yield from spread(row["to"], share * part, row["date"], left - 1)

    return sum(spread(seed["to"], 1.0, seed["date"], 2))


def test_grants_reach_the_relative_of_a_decider(made: Made, by_id: dict[str, Row]) -> None:
    least = {"strong": 0.6, "medium": 0.4, "weak": 0.21}
    for one in made.planted("D4"):
        grant, kin = by_id[one["objects"][0]], one["objects"][1]
        unit, day = made.owner[grant["from"]], grant["date"][:10]
        assert one["subject"] in made.deciders(unit, day)
        assert _is_decider_or_kin(made, kin, unit, day)
        share = _reaches(made, grant, kin)
        assert share >= least[one["strength"]]
        assert share * int(grant["amount"]) >= 10_000


def _passed(rows: list[Row], account: str) -> Iterator[str]:
    """Yield the large payments into an account that nearly all left it within two days."""
    for came in rows:
        if came["to"] == account and int(came["amount"]) >= 5_000:
            end = _time(came) + timedelta(hours=48)
            left = sum(
                int(row["amount"])
                for row in rows
                if row["from"] == account and _time(came) < _time(row) <= end
            )
            if 0.9 <= left / int(came["amount"]) <= 1.1:
                yield came["id"]


def test_nothing_passes_through_an_account_by_chance(made: Made) -> None:
    kinds = {unit: row["kind"] for unit, row in made.by_id("units").items()}
    by_account: dict[str, list[Row]] = defaultdict(list)
    for row in made.rows("transfers"):
        for end in ("from", "to"):
            by_account[row[end]].append(row)
    found = {
        account
        for account, rows in by_account.items()
        if kinds.get(made.owner[account]) not in PUBLIC and any(_passed(rows, account))
    }
    assert found == {one["subject"] for one in made.planted("D2")}


def test_nobody_is_paid_alike_by_many_by_chance(made: Made) -> None:
    kinds = {unit: row["kind"] for unit, row in made.by_id("units").items()}
    innocent = made.confounding("wages_run", "treasury_account")
    fans = set()
    for centre, other in (("to", "from"), ("from", "to")):
        by_account = defaultdict(list)
        for row in made.rows("transfers"):
            by_account[row[centre]].append(row)
        for account, rows in by_account.items():
            rows.sort(key=lambda row: row["date"])
            for at, row in enumerate(rows):
                week = [
                    r
                    for r in rows[at:]
                    if _time(r) - _time(row) <= timedelta(days=7)
                    and 0.8 < int(r["amount"]) / int(row["amount"]) < 1.25
                ]
                if len({r[other] for r in week}) >= 10:
                    fans.add(account)
    fans = {a for a in fans if kinds.get(made.owner[a]) not in PUBLIC}
    assert fans - innocent == {one["subject"] for one in made.planted("D3")}
    assert fans & innocent


def test_a_twin_has_the_confounders_and_no_plant(tmp_path: Path) -> None:
    twin = Made.written(tmp_path / "c", 2_000, SEED, twin=True)
    assert not [one for one in twin.key["planted"] if one["code"].startswith("D")]
    loops = [one for one in twin.key["confounders"] if one["name"] == "payroll_loop"]
    rows = twin.by_id("transfers")
    for one in loops:
        wage, repaid = (rows[code] for code in one["objects"][:2])
        assert (wage["from"], wage["to"]) == (repaid["to"], repaid["from"])
    assert loops
