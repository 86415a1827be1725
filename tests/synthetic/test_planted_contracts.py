"""What is planted among contracts and leases is in the rows as the answer key says."""

from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from statistics import mean, median, pstdev

import pytest

from api.loading import Request, load_sources
from graph.model import day_of
from graph.patterns.facts import Facts
from graph.snapshot import open_snapshot
from tests.synthetic.planted import Made, days_between, strengths

PERSONS, SEED = 6_000, 5
THRESHOLD = {"works": 4_000_000, "goods": 2_000_000, "services": 1_000_000}
OURS = ("C1", "C3a", "C3b", "C4", "C5", "C6", "C7", "C8", "C9", "D1", "D2", "D3", "D4", "E1")
OURS_ALL = {"weak", "medium", "strong"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made.written(tmp_path_factory.mktemp("planted") / "c", PERSONS, SEED)


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made.written(tmp_path_factory.mktemp("twin") / "c", PERSONS, SEED, twin=True)


@pytest.fixture(scope="module")
def kin(made: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Legal kin by the engine, from the registers alone, of everybody with a post or a role."""
    ledger = tmp_path_factory.mktemp("kin") / "huibi.db"
    paths = tuple(made.folder / f"{name}.csv" for name in ("people", "kin", "places"))
    load_sources(ledger, Request(paths=paths), lambda _count: None, lambda _outcome: None)
    facts = Facts(open_snapshot(ledger), day_of("2024-06-30"))
    asked = {row["person"] for name in ("posts", "roles") for row in made.rows(name)}
    found: dict[str, set[str]] = defaultdict(set)
    for row in facts.legal_kin(asked).to_pyarrow().to_pylist():
        found[row["ego"]].add(row["relative"])
    return found


def test_every_pattern_is_planted_at_every_strength(made: Made) -> None:
    for code in OURS:
        assert strengths(made.planted(code)) >= OURS_ALL or code == "E1", code
    assert made.planted("E1")


def test_a_twin_has_the_same_honest_rows_and_nothing_else(made: Made, twin: Made) -> None:
    assert [one["code"] for one in twin.key["planted"] if one["code"] in OURS] == []
    assert [one["name"] for one in twin.key["confounders"]] == [
        one["name"] for one in made.key["confounders"]
    ]
    for table in ("contracts", "bids", "assets", "leases"):
        honest = twin.rows(table)
        assert made.rows(table)[: len(honest)] == honest, table
        assert len(made.rows(table)) > len(honest), table
    held = [(row["person"], row["unit"], row["title"], row["from"]) for row in twin.rows("posts")]
    now = [(row["person"], row["unit"], row["title"], row["from"]) for row in made.rows("posts")]
    moved = [pair for pair in zip(held, now, strict=True) if pair[0] != pair[1]]
    assert len(moved) == len(made.planted("E1"))


def _tied(made: Made, contract: dict[str, str], kin: dict[str, set[str]]) -> set[str]:
    """Deciders of the contract who stand behind its supplier, or whose kin do."""
    deciders = made.deciders(contract["buyer"], contract["awarded"]) | {contract["decided_by"]}
    people = set(made.behind(contract["supplier"]))
    return {d for d in deciders - {""} if d in people or not kin[d].isdisjoint(people)}


def test_only_planted_awards_go_to_kin(made: Made, kin: dict[str, set[str]]) -> None:
    innocent = made.confounding("ex_officio_coop", "small_share")
    expected = {one["objects"][0] for one in made.planted("C1")}
    found = {row["id"] for row in made.rows("contracts") if _tied(made, row, kin)}
    assert found - innocent == expected
    assert innocent & found


def test_awards_to_kin_are_through_who_signs_or_holds_a_quarter(
    made: Made, kin: dict[str, set[str]]
) -> None:
    for one in made.planted("C1"):
        contract, firm = one["objects"]
        row = made.by_id("contracts")[contract]
        assert (row["supplier"], row["decided_by"]) == (firm, one["subject"])
        assert one["subject"] in made.deciders(row["buyer"], row["awarded"])
        assert _tied(made, row, kin) == {one["subject"]}
        share = {p: s for p, s in made.behind(firm).items() if p in kin[one["subject"]]}
        assert max(share.values()) >= 0.25
        direct = {r["person"] for r in made.roles[firm]}
        assert (set(share) <= direct) == (one["strength"] != "weak")


def _shared(made: Made, one: dict[str, str], other: dict[str, str], kin: dict) -> set[str]:
    """In which ways two bids belong together."""
    units = made.by_id("units")
    firms = units[one["bidder"]], units[other["bidder"]]
    found = {
        mark for mark in ("deposit_account", "author") if one[mark] and one[mark] == other[mark]
    }
    found |= {mark for mark in ("phone", "address") if firms[0][mark] == firms[1][mark] != ""}
    people = [set(made.behind(firm["id"])) for firm in firms]
    found |= {"person"} if people[0] & people[1] else set()
    is_kin = any(not kin[person].isdisjoint(people[1]) for person in people[0] if person in kin)
    return found | ({"kin"} if is_kin else set())


def test_only_planted_bidders_belong_together(made: Made, kin: dict[str, set[str]]) -> None:
    innocent = made.confounding("agent_phone", "state_holding")
    found = {
        contract: {frozenset((a["bidder"], b["bidder"])): shared}
        for contract, bids in made.bids.items()
        for a, b in combinations(bids, 2)
        if (shared := _shared(made, a, b, kin))
    }
    expected = {one["subject"]: one for one in made.planted("C6")}
    assert set(found) - innocent == set(expected)
    assert set(found) & innocent
    for contract, one in expected.items():
        assert frozenset(one["objects"]) in found[contract]


def test_parts_of_a_split_purchase_stay_under_the_line_and_pass_it_together(made: Made) -> None:
    contracts = made.by_id("contracts")
    for one in made.planted("C3a"):
        rows = [contracts[code] for code in one["objects"]]
        amounts = [int(row["amount"]) for row in rows]
        line = THRESHOLD[rows[0]["kind"]]
        assert max(amounts) < line <= sum(amounts)
        assert {(r["buyer"], r["supplier"], r["category"]) for r in rows} == {
            (one["subject"], rows[0]["supplier"], rows[0]["category"])
        }
        published = sorted(row["awarded"] for row in rows)
        assert days_between(published[0], published[-1]) <= 90


def test_no_honest_purchase_is_split(twin: Made) -> None:
    innocent = twin.confounding("seasonal_works", "framework_orders")
    by_pair = defaultdict(list)
    for row in twin.rows("contracts"):
        if row["id"] not in innocent and int(row["amount"]) < THRESHOLD[row["kind"]]:
            by_pair[row["buyer"], row["supplier"], row["kind"]].append(row)
    for (_, _, kind), rows in by_pair.items():
        for start in rows:
            near = [r for r in rows if 0 <= days_between(start["awarded"], r["awarded"]) <= 90]
            assert len(near) < 2 or sum(int(r["amount"]) for r in near) < THRESHOLD[kind]


def _bunched(made: Made, kind: str) -> int:
    amounts = [
        int(r["amount"]) / THRESHOLD[kind] for r in made.rows("contracts") if r["kind"] == kind
    ]
    return sum(0.93 <= amount < 1 for amount in amounts)


def test_contracts_crowd_under_the_line_only_where_planted(made: Made, twin: Made) -> None:
    for one in made.planted("C3b"):
        rows = [made.by_id("contracts")[code] for code in one["objects"]]
        kind = rows[0]["kind"]
        assert {row["kind"] for row in rows} == {kind}
        assert all(0.92 < int(row["amount"]) / THRESHOLD[kind] < 1 for row in rows)
        assert _bunched(made, kind) >= _bunched(twin, kind) + len(rows) - 1


def _cv(bids: list[dict[str, str]]) -> float:
    prices = [int(bid["price"]) for bid in bids]
    return pstdev(prices) / mean(prices)


def test_covers_stand_close_together_above_the_winner(made: Made, twin: Made) -> None:
    honest = median(_cv(bids) for bids in twin.bids.values() if len(bids) >= 4)
    assert 0.015 < honest < 0.06
    for one in made.planted("C4"):
        bids = made.bids[one["subject"]]
        assert {bid["bidder"] for bid in bids} == set(one["objects"])
        low, *others = sorted(int(bid["price"]) for bid in bids)
        assert _cv(bids) < honest / 3
        assert (others[0] - low) / pstdev(others) > {"weak": 1.0, "medium": 5, "strong": 10}[
            one["strength"]
        ]
        assert [int(b["price"]) for b in bids if b["won"] == "true"] == [low]


def test_rings_bid_together_and_one_or_each_in_turn_wins(made: Made) -> None:
    by_buyer = defaultdict(list)
    for row in made.rows("contracts"):
        by_buyer[row["buyer"]].append(row)
    for one in made.planted("C5"):
        runs = [
            row["supplier"]
            for row in sorted(by_buyer[one["subject"]], key=lambda row: row["awarded"])
            if len(made.bids[row["id"]]) == 4
            and {bid["bidder"] for bid in made.bids[row["id"]]} >= set(one["objects"])
        ]
        assert len(runs) >= 12
        if len(one["objects"]) == 1:
            assert runs.count(one["objects"][0]) >= 0.5 * len(runs)
        elif one["strength"] == "strong":
            turns = [winner for winner in runs if winner in one["objects"]]
            assert max(Counter(turns).values()) - min(Counter(turns).values()) <= 2


def test_odd_firms_are_days_old_and_overruns_exceed_the_award(made: Made) -> None:
    contracts, units = made.by_id("contracts"), made.by_id("units")
    for one in made.planted("C8"):
        row = contracts[one["objects"][0]]
        assert row["supplier"] == one["subject"]
        assert 0 < days_between(units[one["subject"]]["founded"], row["awarded"]) <= 150
        assert units[one["subject"]]["staff"] == "0"
    over = {
        row["id"]
        for row in contracts.values()
        if row["settled_amount"] and int(row["settled_amount"]) > 1.1 * int(row["amount"])
    }
    assert over == {one["subject"] for one in made.planted("C9")}


def test_only_planted_or_known_firms_are_younger_than_a_year_at_their_award(made: Made) -> None:
    units = made.by_id("units")
    young = {
        row["supplier"]
        for row in made.rows("contracts")
        if units[row["supplier"]]["founded"]
        and days_between(units[row["supplier"]]["founded"], row["awarded"]) < 365
    }
    innocent = made.confounding("returned_migrants_coop")
    assert young - innocent == {one["subject"] for one in made.planted("C8")}
    assert young & innocent


def _rent_of_2020(lease: dict[str, str], asset: dict[str, str]) -> float:
    return int(lease["rent"]) / float(asset["area"]) / 1.04 ** (int(lease["from"][:4]) - 2020)


def test_planted_leases_are_cheap_and_closed_or_too_long(
    made: Made, kin: dict[str, set[str]]
) -> None:
    leases, assets = made.by_id("leases"), made.by_id("assets")
    price = defaultdict(list)
    for row in made.rows("leases"):
        asset = assets[row["asset"]]
        price[asset["kind"], asset["quality"]].append(_rent_of_2020(row, asset))
    for one in made.planted("C7"):
        row = leases[one["subject"]]
        assert set(one["objects"]) == {row["asset"], row["lessee"]}
        years = days_between(row["from"], row["to"]) / 365.25
        if years > 20:
            continue
        asset = assets[row["asset"]]
        peers = price[asset["kind"], asset["quality"]]
        assert _rent_of_2020(row, asset) < 0.9 * median(peers)
        assert (row["procedure"], row["minutes"]) == ("direct", "false")
        assert (row["lessee"] in kin[row["decided_by"]]) == (one["strength"] != "weak")
    honest = [row for row in leases.values() if row["minutes"] == "true"]
    assert all(row["lessee"] not in kin[row["decided_by"]] for row in honest if row["decided_by"])


def test_kin_sit_side_by_side_only_where_planted(made: Made, kin: dict[str, set[str]]) -> None:
    members = defaultdict(set)
    for row in made.rows("posts"):
        if row["person"].startswith("P") and not row["to"]:
            members[row["unit"]].add(row["person"])
    found = {
        (unit, frozenset(pair))
        for unit, people in members.items()
        for pair in combinations(sorted(people), 2)
        if pair[1] in kin[pair[0]]
    }
    assert found == {(one["subject"], frozenset(one["objects"])) for one in made.planted("E1")}


def test_one_strength_can_be_had_alone_and_confounders_left_out(tmp_path: Path) -> None:
    names = ("sole_supplier", "agent_phone", "old_lease", "treasury_account")
    made = Made.written(tmp_path / "c", 2_000, 1, strength="strong", without=frozenset(names))
    ours = [one for one in made.key["planted"] if one["code"] in OURS]
    assert strengths(ours) == {"strong"}
    assert not made.confounding(*names)
    assert made.confounding("poor_soil")
