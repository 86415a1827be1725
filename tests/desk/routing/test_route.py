"""The lawful order of steps, conflicted townships, and a case that nobody can take."""

import pytest


def step(shown, label):
    return next(leg for leg in shown["steps"] if leg["step"] == label)


def standings(shown, label):
    return {one["person"]: one["standing"] for one in step(shown, label)["people"]}


def test_the_own_organ_comes_first(routed):
    shown = routed()
    assert shown["step"] == "own"
    assert {leg["step"]: {p["person"] for p in leg["people"]} for leg in shown["steps"]} == {
        "own": {"a1", "a2"},
        "zone": {"b1", "b2"},
        "cross_zone": {"c1", "c2"},
        "elevated": {"k1", "k2"},
    }
    assert (shown["conflicted"], shown["blocked"]) == ([], None)


def test_one_person_is_not_enough_and_the_zone_lends_the_second(routed):
    shown = routed("a1")
    assert shown["step"] == "zone"
    assert standings(shown, "own") == {"a1": "recused", "a2": "free"}
    assert shown["conflicted"] == []


def test_a_township_whose_every_handler_must_recuse_is_seen_as_conflicted(routed):
    shown = routed("a1", "a2")
    assert shown["step"] == "zone"
    assert shown["conflicted"] == [{"place": "T1", "unit": "D1", "head": None, "recused": 2}]
    assert [cite["article"] for cite in step(shown, "zone")["cites"]] == ["295"]


def test_a_head_who_must_recuse_closes_the_organ_and_its_pool(routed):
    shown = routed("h1")
    assert shown["step"] == "cross_zone"
    assert [leg["closed"] for leg in shown["steps"]] == [True, True, False, False]
    assert shown["conflicted"] == [{"place": "T1", "unit": "D1", "head": "h1", "recused": 0}]
    cites = {(cite["law"], cite["article"]) for cite in step(shown, "cross_zone")["cites"]}
    assert cites == {("中华人民共和国监察法", "17"), ("中华人民共和国监察法实施条例", "51")}


def test_with_both_zones_conflicted_the_higher_organ_takes_over(routed):
    shown = routed("a1", "a2", "b1", "b2", "c1", "c2")
    assert shown["step"] == "elevated"
    assert [one["place"] for one in shown["conflicted"]] == ["T1", "T2", "T3"]
    assert [cite["article"] for cite in step(shown, "elevated")["cites"]] == ["16", "50"]


def test_what_waits_for_a_decision_is_not_free_and_names_its_decider(routed):
    shown = routed("a2", friends=("a1",))
    assert standings(shown, "own") == {"a1": "to_decide", "a2": "recused"}
    waiting = next(one for one in step(shown, "own")["people"] if one["person"] == "a1")
    assert (waiting["decider"]["code"], waiting["decider"]["person"]) == ("own_head", "h1")


def test_unknown_is_never_free(routed):
    shown = routed(unknown=("a1", "a2"))
    assert standings(shown, "own") == {"a1": "unknown", "a2": "unknown"}
    assert shown["step"] == "zone"


EVERYBODY = ("a1", "a2", "b1", "b2", "c1", "c2", "k1", "k2")


def test_nobody_left_names_the_fewest_recusals_mildest_first(routed):
    shown = routed(*EVERYBODY[:5], "k1", unknown=("c2",), friends=("k2",))
    assert shown["step"] is None
    blocked = shown["blocked"]
    assert blocked["missing"] == 2
    assert [(one["person"], one["verdict"]) for one in blocked["people"]] == [
        ("c2", "unknown"),
        ("k2", "review"),
    ]
    assert "申报" in blocked["people"][0]["resolve"]["zh"]


def test_one_free_person_leaves_one_missing(routed):
    shown = routed(*EVERYBODY[:-1])
    assert shown["step"] is None
    assert (shown["blocked"]["missing"], len(shown["blocked"]["people"])) == (1, 1)


def test_recusals_by_statute_alone_can_only_go_upward(routed):
    blocked = routed(*EVERYBODY)["blocked"]
    assert {one["verdict"] for one in blocked["people"]} == {"must_recuse"}
    assert blocked["people"][0]["parties"] == ["s"]
    assert "更上一级" in blocked["words"]["zh"]


def test_a_secret_case_names_no_party_and_one_rules_decider(routed):
    shown = routed("a1", friends=("a2",), informant="w")
    assert shown["withheld"]
    people = [one for leg in shown["steps"] for one in leg["people"]]
    assert all("parties" not in one for one in people)
    assert {one["person"]: one["standing"] for one in people}["a1"] == "recused"


def test_a_case_without_an_organ_goes_by_where_it_arose(routed):
    shown = routed(unit="CJ")
    assert {p["person"] for p in step(shown, "own")["people"]} == {"k1", "k2"}
    assert shown["step"] == "own"


@pytest.mark.parametrize("brothers", [("a1",), ("a1", "b1"), ("h1",)])
def test_a_new_tie_never_brings_a_case_back_to_an_earlier_step(routed, brothers, tmp_path_factory):
    order = ["own", "zone", "cross_zone", "elevated", None]
    shown = routed(*brothers)
    free = {p["person"] for leg in shown["steps"] for p in leg["people"] if p["standing"] == "free"}
    assert free.isdisjoint(brothers)
    assert order.index(shown["step"]) >= 1
