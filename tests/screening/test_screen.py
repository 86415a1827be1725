"""What passes, what needs a document, what fails: rule by rule on a small village."""

import pytest

from graph.screening.rules import rules as all_rules
from tests.screening.conftest import loaded
from tests.screening.village import POSTS, TABLES

RULES = all_rules()


def outcome(found, at=0):
    return found["candidates"][at]["outcome"]


def rules(found, at=0):
    return [bar["rule"] for bar in found["candidates"][at]["bars"]]


def bar(found, rule, at=0):
    return next(bar for bar in found["candidates"][at]["bars"] if bar["rule"] == rule)


def test_a_candidate_with_nothing_against_him_passes(screened):
    found = screened({"person": "G", "unit": "U3", "post": "监事"})
    assert outcome(found) == "pass"
    assert found["counts"] == {"pass": 1, "needs_document": 0, "fail": 0}


def test_a_conviction_fails_a_committee_candidate_with_article_and_source(screened):
    found = screened({"person": "B", "unit": "U1", "post": "委员"})
    found = bar(found, "S-CONV")
    assert found["outcome"] == "fail"
    assert found["date"] == "2019-06-12"
    assert found["sources"] == ["village/records.csv:2"]
    assert [cite["article"] for cite in found["cites"]] == ["18"]


def test_a_statute_not_yet_in_force_fails_nobody(screened):
    found = screened({"person": "B", "unit": "U1", "post": "委员"}, on="2025-12-31")
    assert bar(found, "S-CONV")["outcome"] == "needs_document"


def test_a_record_later_than_the_day_is_not_seen(screened):
    assert "S-CONV" not in rules(screened({"person": "B", "unit": "U1"}, on="2019-06-11"))


def test_the_committee_bar_does_not_fail_a_candidate_for_the_collective(screened):
    found = screened({"person": "L", "unit": "U3", "post": "理事"})
    assert bar(found, "S-PARTY")["outcome"] == "needs_document"


def test_expulsion_is_told_apart_from_other_sanctions(screened):
    assert outcome(screened({"person": "L", "unit": "U1", "post": "委员"})) == "fail"


def test_the_bar_on_committee_members_does_not_fail_a_representative(screened):
    found = screened({"person": "B", "unit": "U1", "post": "村民代表"})
    assert bar(found, "S-CONV")["outcome"] == "needs_document"


def test_a_wording_that_leaves_it_open_fails_nobody():
    (rule,) = (rule for rule in RULES.records if rule.id == "S-PARTY")
    assert rule.takes("discipline", "建议开除党籍")
    assert rule.is_doubtful("建议开除党籍，未执行")
    assert not rule.is_doubtful("开除党籍决定")


def test_a_proposed_expulsion_asks_for_a_document(screened):
    found = bar(screened({"person": "D", "unit": "U1", "post": "监委会委员"}), "S-PARTY")
    assert (found["outcome"], found["flags"]) == ("needs_document", ["wording"])


def test_a_sanction_that_ended_no_longer_counts(screened):
    row = {"person": "C", "unit": "U1", "post": "村民代表"}
    assert "S-DISC" not in rules(screened(row))
    assert "S-DISC" in rules(screened(row, on="2020-12-31"))


def test_an_uncertain_record_fails_nobody(screened):
    found = bar(screened({"person": "E", "unit": "U1", "post": "村民代表"}), "S-CONV")
    assert found["outcome"] == "needs_document"
    assert found["flags"] == ["low_confidence"]


class TestIdentity:
    def test_a_name_alone_never_fails_anyone(self, screened):
        found = screened({"name": "白二", "unit": "U1", "post": "委员"})
        assert outcome(found) == "needs_document"
        assert bar(found, "S-CONV")["flags"] == ["identity_not_certain"]
        assert found["candidates"][0]["identified"] == "name"

    def test_namesakes_are_all_listed_and_nobody_is_chosen(self, screened):
        found = screened({"name": "冯五", "unit": "U1", "post": "委员"})["candidates"][0]
        assert found["person"] is None
        assert found["namesakes"] == ["E", "F"]
        assert found["outcome"] == "needs_document"

    def test_a_date_of_birth_tells_namesakes_apart_but_stays_a_name(self, screened):
        found = screened({"name": "冯五", "born": "1990", "unit": "U1"})["candidates"][0]
        assert (found["person"], found["identified"]) == ("E", "name")

    def test_the_identity_number_names_a_person_surely(self, screened):
        row = {"name": "安一", "id_number": "520601198001010013", "unit": "U3", "post": "理事"}
        found = screened(row)["candidates"][0]
        assert (found["person"], found["identified"], found["outcome"]) == (
            "A",
            "id_number",
            "pass",
        )

    def test_an_id_that_bears_another_name_is_doubted(self, screened):
        found = screened({"person": "B", "name": "陈三", "unit": "U1", "post": "委员"})
        assert outcome(found) == "needs_document"
        assert "identity_not_certain" in bar(found, "S-CONV")["flags"]

    def test_nobody_of_the_name_needs_a_document(self, screened):
        found = screened({"name": "无此人", "unit": "U1"})["candidates"][0]
        assert (found["identified"], found["outcome"]) == ("nobody", "needs_document")


class TestKinInTheBody:
    def test_a_near_relative_of_a_sitting_member_fails(self, screened):
        found = bar(screened({"person": "G", "unit": "U1", "post": "委员"}), "S-KIN-COMM")
        assert (found["outcome"], found["other"]) == ("fail", "A")
        assert found["path"][0]["source"] == "village/kin.csv:2"
        assert found["cites"][0]["article"] == "8"

    def test_a_committee_members_kin_may_not_supervise(self, screened):
        assert "S-KIN-SUPV" in rules(screened({"person": "G", "unit": "U1", "post": "监委会委员"}))
        found = screened({"person": "C", "unit": "U1", "post": "委员"})
        assert bar(found, "S-KIN-SUPV")["other"] == "D"

    def test_two_supervisors_may_be_kin(self, screened):
        found = screened({"person": "C", "unit": "U1", "post": "监委会委员"})
        assert not [rule for rule in rules(found) if rule.startswith("S-KIN-")]

    def test_kin_among_candidates_asks_for_a_choice(self, screened):
        rows = [{"person": person, "unit": "U3", "post": "理事"} for person in "BG"]
        found = screened(*rows)
        for at in (0, 1):
            assert bar(found, "S-KIN-BOARD", at)["flags"] == ["co_candidate"]
            assert outcome(found, at) == "needs_document"

    def test_a_sitting_member_who_stands_again_is_a_candidate_not_a_bar(self, screened):
        rows = [{"person": person, "unit": "U1", "post": "委员"} for person in "AG"]
        assert bar(screened(*rows), "S-KIN-COMM", 1)["outcome"] == "needs_document"

    def test_a_body_that_is_renewed_bars_nobody(self, screened):
        row = {"person": "G", "unit": "U1", "post": "委员"}
        assert outcome(screened(row, renewed=True)) == "pass"

    def test_holding_the_other_seat_oneself_has_to_be_cleared_up(self, screened):
        found = bar(screened({"person": "A", "unit": "U1", "post": "监委会委员"}), "S-KIN-SUPV")
        assert (found["outcome"], found["flags"]) == ("needs_document", ["own_seat"])

    def test_before_the_act_changed_members_could_be_kin(self, screened):
        found = screened({"person": "G", "unit": "U1", "post": "委员"}, on="2026-01-21")
        assert outcome(found) == "fail"
        earlier = screened({"person": "G", "unit": "U1", "post": "委员"}, on="2025-12-31")
        assert "S-KIN-COMM" not in rules(earlier)
        assert "S-KIN-COMM" in earlier["not_in_force"]

    def test_a_representative_has_no_seat(self, screened):
        assert outcome(screened({"person": "G", "unit": "U1", "post": "村民代表"})) == "pass"


class TestWhatIsNotKnown:
    def test_without_a_body_kin_could_not_be_checked(self, screened):
        found = screened({"person": "G"})
        assert (outcome(found), rules(found)) == ("needs_document", ["S-BODY"])

    def test_another_kind_of_body_is_not_checked_here(self, screened):
        assert rules(screened({"person": "G", "unit": "U5"})) == ["S-BODY"]

    @pytest.mark.parametrize(
        ("person", "rule"), [("H", "S-DIED"), ("J", "S-AGE"), ("K", "S-REGISTER")]
    )
    def test_what_the_register_says_against_a_candidacy(self, screened, person, rule):
        found = screened({"person": person, "unit": "U1", "post": "村民代表"})
        assert (outcome(found), rules(found)) == ("needs_document", [rule])


def test_a_nominees_relative_leaves_the_election_committee(screened):
    found = screened({"person": "K", "unit": "U1", "post": "委员"})
    assert [leave["person"] for leave in found["candidates"][0]["leaves"]] == ["K"]


def test_kin_in_one_body_stand_beside_what_chance_would_make(screened):
    found = {body["unit"]: body for body in screened({"person": "G", "unit": "U1"})["bodies"]}
    assert found["U1"]["members"] == ["A", "D"]
    assert found["U1"]["pairs"] == []
    # Grown-ups of the village: A to G and L; kin among them: A-B, A-G, B-G, C-D, C-E.
    assert found["U1"]["adults"] == 8
    assert found["U1"]["expected"] == pytest.approx(5 / 28, abs=1e-4)


def test_a_name_alone_sends_nobody_off_the_election_committee(screened):
    row = {"name": "康十", "unit": "U1", "post": "委员"}
    by_name, by_id = screened(row), screened({"person": "K", "unit": "U1", "post": "委员"})
    told = [found["candidates"][0]["leaves"][0]["words"]["zh"] for found in (by_name, by_id)]
    assert "核实候选人身份后" in told[0]
    assert "核实" not in told[1]


def test_kin_of_the_staff_of_a_committee_fails_nobody(screened, tmp_path):
    posts = (POSTS[0], "A,U1,保洁员,employee,2026-01-20,", *POSTS[2:])
    snapshot = loaded(tmp_path, TABLES | {"posts": posts})
    row = {"person": "G", "unit": "U1", "post": "委员"}
    found = bar(screened(row, snapshot=snapshot), "S-KIN-COMM")
    assert (found["outcome"], found["flags"]) == ("needs_document", ["uncertain_seat"])
    assert bar(screened(row), "S-KIN-COMM")["outcome"] == "fail"
