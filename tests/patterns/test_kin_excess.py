"""B1 on villages made by hand: what is counted, what is left out, what is said."""

import pytest
from scipy.stats import hypergeom, nchypergeom_fisher

from graph.patterns.benefits.kin_excess import PATTERN, find
from graph.patterns.benefits.kin_excess_params import KinExcessParams
from tests.patterns.made_facts import made_facts
from tests.patterns.made_village import Village, tables_of


def run(*villages, params=None, on="2026-09-30", **more):
    facts = made_facts(tables_of(*villages, **more), on=on)
    return find(facts, KinExcessParams(**(params or {})))


def favoured(**more):
    village = Village(**more)
    return village.give(village.kin[:6]).give(village.others[:3])


def only(result):
    (finding,) = result.findings
    return finding


def not_found(result):
    (one,) = result.tested
    return one


def why(result, subject=""):
    return [one.why.en for one in result.not_tested if one.subject == subject]


def test_the_report_card_is_that_of_the_counts():
    finding = only(run(favoured()))
    assert (finding.code, finding.subject, finding.officials) == ("B1", "D", ("D",))
    assert finding.objects == tuple(f"K{i}" for i in range(1, 7))
    assert finding.measure == 6
    # his own household is out: 60 households, 9 of them served, 8 of them kin
    assert finding.expected == pytest.approx(60 * 0 + 8 * 9 / 60)
    assert finding.detail["p_gamma1"] == pytest.approx(hypergeom(60, 8, 9).sf(5))
    assert finding.p == pytest.approx(nchypergeom_fisher(60, 8, 9, 2.0).sf(5), rel=1e-6)
    assert finding.q == finding.p
    assert finding.effect.value == pytest.approx(6 * 49 / (2 * 3))
    assert nchypergeom_fisher(60, 8, 9, finding.gamma).sf(5) == pytest.approx(0.05, rel=1e-3)
    assert finding.amount_fen == 60_000
    assert (finding.place, finding.since, finding.worlds) == ("V1", "2025-06-01", 1.0)
    assert finding.claim.en.startswith(
        "6 of the 8 kin households of D got benefits that D decided on in 2023-2025, 6 awards in "
        "all; about 1.2 would be expected among equally needy households of the same village."
    )


def test_every_benefit_and_every_tie_is_in_evidence():
    finding = only(run(favoured()))
    given = [one for one in finding.evidence if one.edge == "decided_benefit"]
    assert [(one.target, one.origin) for one in given][:2] == [
        ("K1", "t/benefits.csv:2"),
        ("K2", "t/benefits.csv:3"),
    ]
    ties = [one.origin for one in finding.evidence if one.edge != "decided_benefit"]
    assert ties[:2] == ["t/kin.csv:2", "t/kin.csv:3"]
    assert finding.detail["relatives"]["K1"]["person"] == "pK1"


def test_the_villages_of_a_funnel_plot_are_told():
    (row,) = only(run(favoured())).detail["villages"]
    assert row == {
        "place": "V1",
        "households": 61,
        "beneficiaries": 9,
        "kin": 8,
        "T": 6,
        "E": pytest.approx(1.2),
    }


def test_kin_served_like_others_are_tested_and_not_found():
    village = Village()
    result = run(village.give(village.kin[:1]).give(village.others[:8]))
    assert result.findings == ()
    one = not_found(result)
    assert (one.subject, one.measure, one.expected) == ("D", 1.0, pytest.approx(1.2))
    assert one.p > 0.5


def test_the_gate_is_hidden_need_of_two_not_chance():
    village = Village(kin=8, others=52)
    village.give(village.kin[:4]).give(village.others[:6])
    result = run(village)
    assert result.findings == ()
    assert hypergeom(60, 8, 10).sf(3) < 0.05 < 0.1 < not_found(result).q
    assert not_found(result).gamma < 2
    assert len(run(village, params={"gamma_gate": 1.0}).findings) == 1


def test_universal_programmes_are_no_evidence():
    programmes = ("P1,地力补贴,universal", "P2,低保,discretionary", "P3,医保,insurance")
    village = Village()
    village.give(village.kin).give(village.kin, programme="P3")
    village.give(village.kin[:1], programme="P2").give(village.others[:8], programme="P2")
    result = run(village, programmes=programmes)
    assert result.findings == ()
    assert not_found(result).measure == 1.0


def test_relatives_filed_do_not_count_and_are_told():
    village = Village(kin=12)
    village.give(village.kin[:2], filed="true").give(village.kin[2:8]).give(village.others[:3])
    finding = only(run(village))
    assert finding.objects == tuple(sorted(f"K{i}" for i in range(3, 9)))
    # two filed households are neither kin nor like households
    assert finding.expected == pytest.approx(10 * 9 / 62)
    assert finding.detail["filed"] == 2


def test_a_programme_in_which_he_files_his_kin_is_left_out():
    programmes = ("P1,低保,discretionary", "P2,救助,discretionary")
    village = Village()
    village.give(village.kin[:6], filed="true").give(village.others[:3])
    village.give(village.kin[:6], programme="P2").give(village.others[:3], programme="P2")
    finding = only(run(village, programmes=programmes))
    # of P1 neither the six who were filed nor the two without it are counted
    assert (finding.measure, finding.expected) == (6.0, pytest.approx(1.2))
    assert [one["programme"] for one in finding.detail["programmes"]] == ["P2"]
    village.benefits = [line for line in village.benefits if ",P1," in line]
    result = run(village, programmes=programmes)
    assert (result.findings, result.tested) == ((), ())
    assert why(result, "D")[0].startswith("not enough data")


def test_the_deciders_own_household_is_left_to_b2():
    village = favoured().give(["OWN"])
    finding = only(run(village))
    assert "OWN" not in finding.objects
    assert finding.expected == pytest.approx(1.2)


def test_too_few_kin_is_not_enough_data():
    village = Village(kin=1)
    result = run(village.give(village.kin).give(village.others[:3]))
    assert (result.findings, result.tested) == ((), ())
    assert why(result, "D")[0].startswith("not enough data")


def test_need_that_is_not_on_record_is_said_by_village():
    village = favoured()
    for house in village.others[:7]:
        del village.score[house]
    result = run(village)
    assert (result.findings, result.tested) == ((), ())
    assert why(result, "V1")[0].startswith("need was not on record")
    assert len(run(village, params={"most_missing": 0.2}).findings) == 1


def test_need_recorded_after_the_decision_does_not_count():
    village = favoured()
    village.need_years = (2026,)
    assert why(run(village), "V1")[0].startswith("need was not on record")
    village.need_years = (2024, 2026)
    assert len(run(village).findings) == 1


@pytest.mark.parametrize("side", ["kin", "others"])
def test_parents_must_be_known_on_both_sides(side):
    village = favoured()
    if side == "others":
        for house in village.others[:22]:
            del village.fathers[f"p{house}"]
    else:
        for house in village.kin[4:]:  # kin by another's word: no parent is named
            del village.fathers[f"p{house}"]
    more = {"kin": [f"D,堂弟,p{house}," for house in village.kin[4:]]} if side == "kin" else None
    result = run(village, more=more)
    assert (result.findings, result.tested) == ((), ())
    assert "grown-ups with a parent on record" in why(result, "D")[0]
    assert len(run(village, more=more, params={"least_parents": 0.3}).findings) == 1


@pytest.mark.parametrize(("born", "is_tested"), [("1950", True), ("1985", False), ("", False)])
def test_a_register_that_begins_with_the_old_has_none_of_their_parents(born, is_tested):
    village = favoured()
    houses = village.kin + village.others
    newcomers = [f"e{house},某人,{born},V1,,{house}" for house in houses]
    result = run(village, more={"people": newcomers})
    assert len(result.findings) == is_tested
    if not is_tested:
        assert "50% in the others" in why(result, "D")[0]


def test_need_parts_like_from_unlike():
    village = favoured()
    for house in village.kin[:6] + village.others[:3]:
        village.score[house] = 90
    assert run(village).findings == ()


def test_a_measure_for_a_whole_group_is_compared_within_it():
    village = Village()
    inside = village.kin[:6] + village.others[:4]
    village.group = dict.fromkeys(inside, "一组") | dict.fromkeys(village.others[4:], "二组")
    village.give(inside).give(village.others[4:6])
    result = run(village)
    assert result.findings == ()
    village.group = {}
    assert len(run(village).findings) == 1


def test_renewals_are_compared_with_renewals():
    village = Village()
    village.need_years = (2023, 2024, 2025)
    for year in (2023, 2024, 2025):
        village.give(village.kin[:3] + village.others[:6], date=f"{year}-06-01")
    result = run(village)
    one = not_found(result)
    # 2024 and 2025 went to the same households: each as expected, no news
    first = hypergeom(60, 8, 9)
    assert one.p >= first.sf(2)
    assert one.measure - one.expected == pytest.approx(3 - 1.2)


def test_what_somebody_else_gave_is_not_held_against_him():
    village = Village(kin=12)
    village.give(village.kin[:6], decider="X").give(village.others[:9])
    village.people["X"] = ("", "")
    result = run(village)
    assert [one.subject for one in result.findings] == []
    one = not_found(result)
    assert (one.subject, one.measure) == ("D", 0.0)
    assert one.expected == pytest.approx(6 * 9 / 58)


def test_who_married_in_during_the_year_is_neither_kin_nor_like():
    village = favoured()
    village.people["W"] = ("", "")
    village.fathers["W"] = "fH1"
    more = {"kin": ["D,wife,W,"]}
    tables = tables_of(village, more=more)
    tables["kin"][0] = "person,relation,relative,confidence,from"
    dated = [line + "," for line in tables["kin"][1:-1]] + ["D,wife,W,,2025-07-01"]
    tables["kin"] = [tables["kin"][0], *dated]
    finding = only(find(made_facts(tables), KinExcessParams()))
    assert "H1" not in finding.objects
    assert finding.expected == pytest.approx(8 * 8 / 59)
    tables["kin"][-1] = "D,wife,W,,2020-07-01"
    finding = only(find(made_facts(tables), KinExcessParams()))
    assert "H1" in finding.objects
    assert finding.expected == pytest.approx(9 * 9 / 60)


def test_one_decider_of_two_villages_is_one_test():
    here, there = favoured(), Village(kin=0, others=30, village="V2", prefix="b")
    there.give(there.others[:5], decider="D")
    finding = only(run(here, there))
    assert finding.expected == pytest.approx(1.2)
    assert [row["place"] for row in finding.detail["villages"]] == ["V1"]


def test_programmes_and_years_are_pooled_and_split_in_detail():
    village = Village()
    village.need_years = (2023, 2024)
    for year, programme in ((2024, "P1"), (2025, "P2")):
        village.give(village.kin[:3], programme=programme, date=f"{year}-03")
        village.give(village.others[:4], programme=programme, date=f"{year}-03")
    result = run(village, programmes=("P1,低保,discretionary", "P2,救助,discretionary"))
    finding = only(result)
    assert (finding.measure, finding.expected) == (6.0, pytest.approx(2 * 8 * 7 / 60))
    assert [(one["programme"], one["T"]) for one in finding.detail["programmes"]] == [
        ("P1", 3),
        ("P2", 3),
    ]


def test_older_years_are_left_out():
    village = Village()
    village.need_years = (2020,)
    village.give(village.kin[:6], date="2021-06-01").give(village.others[:9], date="2024-06-01")
    result = run(village)
    assert not_found(result).measure == 0.0
    assert only(run(village, params={"years": 4})).measure == 6.0


def test_worlds_fall_with_the_ties_they_rest_on():
    village = favoured()
    village.kin_cells["D"] = "0.5"
    finding = only(run(village))
    assert 0.0 < finding.worlds < 0.9
    assert only(run(favoured())).worlds == 1.0


def test_benefits_of_unknown_households_are_counted_and_told():
    result = run(favoured().give(["ELSEWHERE"]))
    (lost,) = [one for one in result.not_tested if not one.subject]
    assert lost.count == 1
    assert "people.csv" in lost.why.en


def test_a_benefit_to_a_person_is_his_households():
    village = Village()
    tables = tables_of(village)
    tables["benefits"] = ["id,programme,person,household,date,amount,decided_by"]
    rows = [f"pK{i}" for i in range(1, 7)] + [f"pH{i}" for i in range(1, 4)]
    tables["benefits"] += [f"B{i},P1,{one},,2025-05-05,1,D" for i, one in enumerate(rows)]
    assert only(find(made_facts(tables), KinExcessParams())).objects[0] == "K1"


def test_the_order_of_rows_and_people_far_away_change_nothing():
    village, far = favoured(), Village(kin=3, others=9, village="V9", prefix="z")
    plain = only(run(village))
    tables = tables_of(village, far)
    turned = {name: [lines[0], *reversed(lines[1:])] for name, lines in tables.items()}
    other = only(find(made_facts(turned), KinExcessParams()))
    assert (plain.id, plain.p, plain.q, plain.expected) == (
        other.id,
        other.p,
        other.q,
        other.expected,
    )


def test_counties_are_families_of_their_own():
    one, two = favoured(), favoured(village="V2", prefix="b")
    calm = Village(village="V3", prefix="c")
    calm.give(calm.kin[:1]).give(calm.others[:8])
    tables = tables_of(one, two, calm)
    together = find(made_facts(tables), KinExcessParams()).findings
    assert {f.subject: f.q / f.p for f in together} == pytest.approx({"D": 1.5, "bD": 1.5})
    tables["places"] = [
        line.replace("V2,村,village,C1", "V2,村,village,C2") for line in tables["places"]
    ] + ["C2,邻县,county,"]
    apart = find(made_facts(tables), KinExcessParams()).findings
    assert {f.subject: f.q / f.p for f in apart} == pytest.approx({"D": 2.0, "bD": 1.0})
    assert {f.subject: f.detail["tested_in_family"] for f in apart} == {"D": 2, "bD": 1}


def test_nothing_to_test_is_said():
    result = run(Village())
    assert [one.why.en for one in result.not_tested] == [
        "no benefit of a discretionary programme is loaded"
    ]
    assert PATTERN.find is find


def test_the_need_of_kin_is_a_gate_of_its_own():
    village = Village(kin=8, others=250)
    for place, house in enumerate(village.others):
        village.score[house] = place % 50
    for house in village.kin:
        village.score[house] = 20
    needy = sorted(village.others, key=lambda house: -village.score[house])
    village.give(village.kin[:6]).give(needy[:60]).give(needy[-20:])
    assert only(run(village)).objects == tuple(village.kin[:6])
    result = run(village, params={"gamma_around": 10.0})
    assert result.findings == ()
    assert not_found(result).p > 0.1


def test_one_needy_family_served_by_every_programme_is_no_pattern():
    programmes = tuple(f"P{i},项目{i},discretionary" for i in range(1, 6))
    village = Village()
    for number in range(1, 6):
        others = village.others[number * 4 : number * 4 + 4]
        village.give(village.kin[:2] + others, programme=f"P{number}")
    result = run(village, programmes=programmes)
    assert result.findings == ()
    assert not_found(result).q < 0.1
    assert only(run(village, programmes=programmes, params={"least_served": 2})).measure == 10.0
