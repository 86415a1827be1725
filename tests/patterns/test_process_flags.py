"""Process flags over a snapshot: what each needs, what silences it, how sure it is."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.patterns.contracts.process_flags import FLAGS
from graph.patterns.contracts.process_flags.evidence import share_of_worlds
from graph.patterns.contracts.process_flags.findings import find
from graph.patterns.contracts.process_flags.flag import lower_fence, quantile, upper_fence
from graph.patterns.contracts.process_flags.parameters import ProcessFlagsParams
from graph.patterns.contracts.process_flags.prices import differences
from graph.patterns.contracts.process_flags.relation import SCHEMAS, processes_of

UNITS = ["id,name,kind", "U,局,public_body", *(f"F{i},企{i},company" for i in range(9))]
CONTRACT = "id,buyer,supplier,procedure,published,deadline,outcome,process,tenderers,items,partners"
BID = "contract,bidder,price,date,status,won,number,currency"


def tables(contracts, bids=()):
    found = {"units": UNITS, "contracts": [CONTRACT, *(_wide(one, CONTRACT) for one in contracts)]}
    return found | ({"bids": [BID, *(_wide(one, BID) for one in bids)]} if bids else {})


def _wide(row, header):
    return row + "," * (header.count(",") - row.count(","))


def flags(facts, **params):
    result = find(facts, ProcessFlagsParams(**params))
    return {(f.detail["flag"], f.subject): f for f in result.findings}, result


CASES = {
    # what each contract says after its supplier, its bids after the contract, the flags expected
    "14-days": ("open,2024-01-01,2024-01-15", [], {"R003"}),
    "15-days": ("open,2024-01-01,2024-01-16", [], set()),
    "a-minute-less": ("open,2024-01-01T18:00,2024-01-16T17:59", [], {"R003"}),
    "exact": ("open,2024-01-01T18:00,2024-01-16T18:00", [], set()),
    "short-cancelled": ("open,2024-01-01,2024-01-02,cancelled", [], set()),
    "partial-date": ("open,2024-01,2024-01-09", [], set()),
    "no-notice": ("open,,2024-01-09", [], set()),
    "one-told": ("open,,,,,1", [], {"R018"}),
    "one-invited": ("invited,,,,,1", [], {"R018"}),
    "one-direct": ("direct,,,,,1", [], set()),
    "more-told": ("open,,,,,3", ["F1,5,,valid"], set()),
    "one-withdrew": ("open", ["F1,5,,valid", "F2,5,,withdrawn"], {"R018"}),
    "two-came": ("open", ["F1,5,,valid", "F2,6,,valid"], set()),
    "lot-of-one": ("open,,,,T1,2", ["F1,5,,valid"], {"R018"}),
    "lot-of-two": ("open,,,,T1,2", ["F1,5,,valid", "F2,6,,valid"], set()),
    "equal": ("open", ["F1,5,,valid,true", "F2,5,,valid"], {"R028"}),
    "equal-refused": ("direct,,,pending", ["F1,5,,valid", "F2,5,,disqualified"], {"R028"}),
    "equal-withdrawn": ("direct", ["F1,5,,valid,true", "F2,5,,withdrawn"], set()),
    "a-fen-more": ("open", ["F1,5,,valid,true", "F2,5.01,,valid"], set()),
    "no-price-twice": ("direct", ["F1,0,,valid,true", "F2,0,,valid"], set()),
    "refused-without-price": ("open", ["F1,8,,valid,true", "F2,0,,disqualified"], {"R035"}),
    "joint-bid": ("direct", ["F1,5,,valid,true,7", "F2,5,,valid,,7"], set()),
    "other-currency": ("open", ["F1,5,,valid,true", "F2,5,,valid,,,AMD"], set()),
    "a-minute-late": ("direct,,2024-01-20T12:00", ["F1,5,2024-01-20T12:01,valid,true"], {"R030"}),
    "in-time": ("direct,,2024-01-20T12:00", ["F1,5,2024-01-20T12:00,valid,true"], set()),
    "without-time": ("direct,,2024-01-20T12:00", ["F1,5,2024-01-20,valid,true"], set()),
    "same-day": ("direct,,2024-01-20", ["F1,5,2024-01-20T23:00,valid,true"], set()),
    "next-day": ("direct,,2024-01-20", ["F1,5,2024-01-21,valid,true"], {"R030"}),
    "late-loser": ("direct,,2024-01-20", ["F1,5,,valid,true", "F2,6,2024-01-21,valid"], set()),
    "refused": ("open", ["F1,8,,valid,true", "F2,5,,disqualified"], {"R035", "R036"}),
    "refused-pending": ("open,,,pending", ["F1,8,,valid", "F2,5,,disqualified"], set()),
    "refused-cancelled": ("open,,,cancelled", ["F1,8,,valid", "F2,5,,disqualified"], set()),
    "refused-among-three": (
        "open",
        ["F1,8,,valid,true", "F2,5,,disqualified", "F3,9,,valid"],
        {"R036"},
    ),
    "lower-pending": (
        "open",
        ["F1,8,,valid,true", "F2,5,,disqualified", "F3,1,,pending"],
        {"R035"},
    ),
    "lower-withdrawn": (
        "open",
        ["F1,8,,valid,true", "F2,5,,disqualified", "F3,1,,withdrawn"],
        {"R035", "R036"},
    ),
}
ONE_BY_ONE = ("R003", "R018", "R028", "R030", "R035", "R036")


def test_flags_of_one_contract(facts_of):
    contracts = [f"{name},U,F1,{said}" for name, (said, *_) in CASES.items()]
    contracts = [one.replace(",F1,", ",,") if "pending" in one else one for one in contracts]
    bids = [f"{name},{bid}" for name, (_, given_, _) in CASES.items() for bid in given_]
    facts = facts_of(tables(contracts, bids))
    found, result = flags(facts, flags=ONE_BY_ONE)
    codes = {name: {code for code, subject in found if subject == name} for name in CASES}
    assert codes == {name: expected for name, (*_, expected) in CASES.items()}
    assert len({finding.id for finding in result.findings}) == len(result.findings)
    assert {one.subject for one in result.tested} == set(ONE_BY_ONE)
    assert found["R028", "equal"].objects == ("F1", "F2")
    assert found["R035", "refused"].objects == ("refused",)
    assert found["R035", "refused"].measure == 1.0
    assert found["R030", "next-day"].detail["parties"] == ["F1"]
    assert found["R003", "14-days"].evidence[0].origin.endswith("contracts.csv:2")
    assert len(found["R036", "refused-among-three"].evidence) == 4


def test_lots_share_the_flag_of_their_tender_and_no_flag_is_silent(facts_of):
    lots = [f"K{i},U,F1,open,2024-01-01,2024-01-05,,T1" for i in (1, 2, 3)]
    found, result = flags(facts_of(tables([*lots, "K9,U,F1,open,2024-01-01,2024-01-05"])))
    assert found["R003", "K1"].objects == ("K1", "K2", "K3")
    assert found["R003", "K9"].objects == ("K9",)
    told = {one.subject for one in (*result.tested, *result.not_tested)}
    assert told == {flag.code for flag in FLAGS}


def many_prices(last):
    contracts = [f"K{i},U,F1,open" for i in range(9)]
    bids = [f"K{i},F1,1000,,valid,true" for i in range(9)]
    bids += [f"K{i},F2,{1100 + i % 3},,valid" for i in range(8)] + [f"K8,F2,{last},,valid"]
    return tables(contracts, bids)


@pytest.mark.parametrize(("last", "code"), [(1001, "R024"), (2000, "R058")])
def test_prices_far_from_the_others(facts_of, last, code):
    found, result = flags(facts_of(many_prices(last)), flags=("R024", "R058"))
    assert set(found) == {(code, "K8")}
    finding = found[code, "K8"]
    assert finding.measure == pytest.approx(last / 1000 - 1)
    assert finding.expected == next(t.expected for t in result.tested if t.subject == code)


def test_a_unit_is_flagged_with_its_contracts_and_the_share_of_worlds(facts_of):
    contracts = [f"K{i},U,F1,open" for i in range(6)]
    bids = [f"K{i},F1,5,,valid,true" for i in range(6)]
    bids += [f"K{i},F{3 + i % 3},6,,valid" for i in range(6)]
    bids += [f"K{i},F2,7,,disqualified" for i in range(4)]
    found, _ = flags(facts_of(tables(contracts, bids)), flags=("R038",), r038_threshold=0.9)
    finding = found["R038", "F2"]
    assert finding.objects == ("K0", "K1", "K2", "K3")
    assert (finding.measure, finding.worlds) == (1.0, 1.0)
    assert len(finding.evidence) == 4


def test_classes_are_codes_or_words(facts_of):
    given_ = tables([f"K{i},U,F1,open,,,,,,{'451;452' if i else '道路'}" for i in range(20)])
    found, _ = flags(facts_of(given_), flags=("R048",), r048_threshold=2)
    assert found["R048", "F1"].measure == 2.0
    found, _ = flags(facts_of(given_), flags=("R048",), r048_threshold=2, r048_digits=3)
    assert found["R048", "F1"].measure == 3.0
    found, result = flags(facts_of(given_), flags=("R048",), r048_processes=21)
    assert not found
    assert [case.why.en for case in result.not_tested] == ["too few processes won"]


def test_an_uncertain_row_makes_an_uncertain_finding(facts_of):
    given_ = tables(["K1,U,F1,open"], ["K1,F1,5,,valid,true", "K1,F2,5,,valid"])
    given_["bids"] = [given_["bids"][0] + ",confidence"] + [
        f"{row},{share}" for row, share in zip(given_["bids"][1:], (0.8, 0.5), strict=True)
    ]
    found, _ = flags(facts_of(given_), flags=("R028",))
    assert found["R028", "K1"].worlds == pytest.approx(0.4)


def test_worlds_are_drawn_by_confidence():
    rows = [{"confidence": 0.9, "disputed": False}, {"confidence": 1.0, "disputed": True}]
    assert share_of_worlds(rows, lambda world: bool(world[0])) == pytest.approx(0.9, abs=0.06)
    assert share_of_worlds(rows, lambda world: bool(world[1])) == pytest.approx(0.5, abs=0.1)
    assert share_of_worlds(rows[:1] and [], lambda _: False) == 1.0


@settings(deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40), st.floats(0.01, 0.99))
def test_quantiles_are_median_unbiased(values, share):
    expected = np.quantile(values, share, method="median_unbiased")
    assert quantile(values, share) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    first, third = quantile(values, 0.25), quantile(values, 0.75)
    assert lower_fence(values)[0] == pytest.approx(first - 1.5 * (third - first))
    assert upper_fence(values) == pytest.approx(third + 1.5 * (third - first))


def test_fences_of_nothing_are_no_numbers():
    assert np.isnan(upper_fence([]))
    assert np.isnan(lower_fence([])[0])


PRICES = st.lists(
    st.tuples(
        st.sampled_from("WLM"), st.integers(1, 9), st.sampled_from(["valid", "disqualified"])
    ),
    max_size=6,
)


@settings(deadline=None, max_examples=12)
@given(PRICES)
def test_differences_equal_a_loop(bids):
    made = {name: SCHEMAS[name].empty_table() for name in SCHEMAS}
    rows = {
        "tenders": [{"process": "K", "cancelled": False, "told_bids": True, "told_awards": True}],
        "bids": [
            {"process": "K", "bid": str(i), "place": i, "status": said, "amount": float(price),
             "currency": "CNY", "parties": 1}
            for i, (_, price, said) in enumerate(bids)
        ],
        "bidders": [
            {"process": "K", "bid": str(i), "tenderer": who} for i, (who, *_) in enumerate(bids)
        ],
        "awards": [{"process": "K", "award": "a", "status": "active", "parties": 1}],
        "winners": [{"process": "K", "award": "a", "supplier": "W"}],
    }  # fmt: skip
    made |= {n: pa.Table.from_pylist(rows[n], schema=SCHEMAS[n]) for n in rows}
    found = differences(processes_of(made), ProcessFlagsParams()).to_pyarrow().to_pylist()
    winner = min((p for who, p, said in bids if who == "W" and said == "valid"), default=None)
    other = min((p for who, p, said in bids if who != "W" and said == "valid"), default=None)
    if winner is None or other is None or other < winner:
        assert found == []
    else:
        assert [row["ratio"] for row in found] == [(other - winner) / winner]
