from itertools import permutations

import numpy as np
import pytest

from graph.patterns.contracts.splitting import SplittingParams, find
from graph.patterns.contracts.splitting_pairs import cosines
from graph.patterns.contracts.splitting_sets import (
    by_chance,
    largest_sums,
    linked_groups,
    reaching_sets,
)
from tests.patterns.made_facts import made_facts


@pytest.fixture
def facts_of():
    return made_facts


BASE = {
    "people": ["id,name", "P1,王一", "P2,王二"],
    "units": [
        "id,name,kind",
        "G1,一镇政府,public_body",
        "G2,二镇政府,public_body",
        "V1,一村村委会,village_committee",
        *(f"F{i},厂{i},company" for i in range(1, 6)),
    ],
    "roles": [
        "person,company,role,share,from,to",
        "P1,F1,legal_representative,,2015-01-01,",
        "P1,F2,shareholder,0.6,2015-01-01,2022-01-01",
        "P2,F3,legal_representative,,,",
    ],
}
HEADER = "id,title,buyer,supplier,category,kind,procedure,amount,awarded"


def found(facts_of, *contracts, **params):
    return find(facts_of(BASE | {"contracts": [HEADER, *contracts]}), SplittingParams(**params))


def sets(result):
    return [(one.subject, one.objects) for one in result.findings]


def test_parts_below_the_line_that_reach_it_together_and_their_near_misses(facts_of):
    def row(name, buyer, firm, yuan, day, category="A1", kind="goods", procedure="direct", t="灯"):
        return f"{name},{t},{buyer},{firm},{category},{kind},{procedure},{yuan},{day}"

    result = found(
        facts_of,
        row("A1", "G1", "F1", 800_000, "2020-03-01"),
        row("A2", "G1", "F1", 800_000, "2020-04-01"),
        row("A3", "G1", "F2", 500_000, "2020-05-01"),  # one person behind F1 and F2
        row("B1", "G2", "F1", 1_200_000, "2020-03-01"),
        row("B2", "G2", "F1", 1_200_000, "2020-06-01"),  # 92 days later
        row("C1", "G1", "F3", 1_200_000, "2020-03-01"),
        row("C2", "G1", "F4", 1_200_000, "2020-03-02"),  # suppliers that do not belong together
        row("D1", "G1", "F4", 2_000_000, "2021-03-01"),  # at the line: tendered for itself
        row("D2", "G1", "F4", 1_500_000, "2021-03-02"),
        row("E1", "G2", "F5", 1_200_000, "2020-03-01", category="", t="路灯采购"),
        row("E2", "G2", "F5", 1_200_000, "2020-03-09", category="", t="办公家具"),  # other words
        row("F1", "G1", "F5", 1_200_000, "2020-03-01", procedure="open"),
        row("F2", "G1", "F5", 1_200_000, "2020-03-09", procedure="open"),
        row("H1", "G2", "F3", 1_200_000, "2020-03-01", t="灯具框架协议"),
        row("H2", "G2", "F3", 1_200_000, "2020-03-09", t="应急灯具"),
        row("I1", "V1", "F5", 1_990_000, "2020-03-01"),
        row("I2", "V1", "F5", 9_000, "2020-03-09"),  # too little to be a part
        row("I3", "V1", "F5", 9_000, "2020-03-09"),
        row("J1", "G1", "F1", 1_300_000, "2023-03-01"),
        row("J2", "G1", "F2", 1_300_000, "2023-03-09"),  # he had sold his share by then
    )
    assert sets(result) == [("G1", ("A1", "A2", "A3"))]
    (finding,) = result.findings
    assert (finding.measure, finding.amount_fen) == (1.05, 210_000_000)
    assert finding.detail["suppliers"] == ["F1", "F2"]
    assert {one.origin for one in finding.evidence} >= {"t/contracts.csv:2", "t/roles.csv:3"}
    assert finding.about == finding.objects
    assert 0 < finding.p <= 1
    assert result.tested[0].count == 13


def test_each_gate_can_be_opened(facts_of):
    rows = (
        "A1,灯,G1,F1,A1,goods,open,1200000,2020-03-01",
        "A2,灯,G1,F1,A1,goods,open,1200000,2020-03-09",
        "B1,路灯采购,G2,F2,,goods,,1200000,2020-03-01",
        "B2,一镇路灯采购,G2,F2,,goods,,1200000,2020-06-09",
        "C1,应急灯,V1,F3,,goods,,1200000,2020-03-01",
        "C2,应急灯,V1,F3,,goods,,1200000,2020-03-09",
        "D1,灯,V1,F4,,goods,,120000,2020-03-01",
        "D2,灯,V1,F4,,goods,,120000,2020-03-09",
        "E1,灯,V1,F5,,,,1200000,2020-03-01",
    )
    plain = found(facts_of, *rows)
    assert plain.findings == ()
    assert [one.count for one in plain.not_tested] == [1]
    opened = found(
        facts_of, *rows, include_open=True, days=120, left_out=(), village_goods_yuan=200_000,
    )  # fmt: skip
    assert sets(opened) == [("G1", ("A1", "A2")), ("G2", ("B1", "B2"))]
    village = found(facts_of, *rows, village_goods_yuan=240_000, likeness=0.0)
    assert sets(village) == [("V1", ("D1", "D2"))]
    strict = found(facts_of, *rows, include_open=True, p_most=0.01)
    assert strict.findings == ()
    assert any(one.subject == "G1" and one.p > 0.01 for one in strict.tested)


def test_cosines_count_bigrams():
    assert cosines(["道路硬化工程"], ["道路硬化工程"])[0] == pytest.approx(1.0)
    assert cosines(["道路硬化"], ["道路绿化"])[0] == pytest.approx(1 / 3)
    assert cosines(["灯", ""], ["灯", "路灯"]).tolist() == [0.0, 0.0]


def test_windows_that_overlap_are_one_set():
    days, prices = np.array([0, 50, 100, 300, 310]), np.array([6, 6, 6, 5, 4])
    assert [rows.tolist() for rows in reaching_sets(days, prices, 10, 90)] == [[0, 1, 2]]
    assert [rows.tolist() for rows in reaching_sets(days, prices, 9, 90)] == [[0, 1, 2], [3, 4]]
    assert reaching_sets(np.array([0, 1]), np.array([12, 1]), 20, 90) == []
    assert [rows.tolist() for rows in linked_groups([0, 1], [1, 3], 5)] == [[0, 1, 3]]


def test_largest_sums_equal_brute_force():
    rng = np.random.default_rng(3)
    days, prices = rng.integers(0, 30, (40, 7)), rng.integers(1, 9, 7)
    brute = [
        max(
            sum(p for d, p in zip(row, prices, strict=True) if start <= d <= start + 6)
            for start in row
        )
        for row in days
    ]
    assert largest_sums(days, prices, 6).tolist() == brute


def test_p_equals_the_share_of_all_deals():
    family, calendar = np.array([5, 6]), np.array([0, 3, 200, 250, 330])
    deals = list(permutations(calendar.tolist()))
    exact = np.mean([abs(deal[0] - deal[1]) <= 90 for deal in deals])
    p, mean = by_chance(family, calendar, 10, 90, 20_000, np.random.default_rng(1))
    assert p == pytest.approx(exact, abs=0.01)
    assert mean == pytest.approx(exact * 11 + (1 - exact) * 6, abs=0.1)
