"""Every plant stands in the tables as its key says, and nothing like it stands there unplanted."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from loaders.synthetic.truth import CONFOUNDERS
from tests.synthetic.truth_files import Row, Written

_PATTERNS = ("B1", "B2", "B3", "B4", "B5", "B6", "B10")
_PUBLIC = "public_body"


def _days(one: str, other: str) -> int:
    return (date.fromisoformat(other) - date.fromisoformat(one)).days


def _chosen(county: Written) -> list[Row]:
    kinds = {row["id"]: row["discretion"] for row in county.rows("programmes")}
    return [row for row in county.rows("benefits") if kinds[row["programme"]] == "discretionary"]


def test_every_benefit_pattern_is_planted_at_several_strengths(planted: Written) -> None:
    strengths = defaultdict(set)
    for one in planted.key["planted"]:
        strengths[one["code"]].add(one["strength"])
    assert set(_PATTERNS) <= set(strengths)
    for code in ("B2", "B3", "B5", "B6", "B10"):
        assert strengths[code] == {"weak", "medium", "strong"}, code


def test_own_households_are_the_deciders_and_nobody_elses(planted: Written) -> None:
    people = planted.by_id("people")
    own = {
        row["id"]: row["decided_by"]
        for row in _chosen(planted)
        if row["decided_by"] and row["household"] == people[row["decided_by"]]["household"]
    }
    told = {code: one["subject"] for one in planted.planted("B2") for code in one["objects"]}
    assert own == told
    assert all(planted.by_id("benefits")[code]["filed"] == "false" for code in own)
    sizes = {one["strength"]: len(one["objects"]) for one in planted.planted("B2")}
    assert sizes["weak"] < sizes["medium"] < sizes["strong"]


def test_the_dead_get_what_is_planted_and_nothing_else(planted: Written) -> None:
    people = planted.by_id("people")
    late = {
        row["id"]
        for row in planted.rows("benefits")
        if row["person"] and "" < people[row["person"]]["died"] < row["date"]
    }
    dead = [one for one in planted.planted("B3") if one["why"].startswith("dead")]
    assert late == {code for one in dead for code in one["objects"]}
    assert {planted.by_id("benefits")[code]["person"] for code in late} == {
        one["subject"] for one in dead
    }


def test_the_same_aid_comes_twice_only_where_planted(planted: Written) -> None:
    rows: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in planted.rows("benefits"):
        whom = row["household"] or row["person"]
        rows[row["programme"], whom, row["date"][:4]].add(row["id"])
    twice = {code for codes in rows.values() if len(codes) > 1 for code in codes}
    told = [one for one in planted.planted("B3") if one["why"].startswith("duplicate")]
    assert twice == {code for one in told for code in one["objects"]}


def test_officials_and_owners_get_only_what_is_planted(planted: Written) -> None:
    busy = {row["person"] for row in planted.rows("posts")}
    firms = {row["id"] for row in planted.rows("units") if row["kind"] == "company"}
    busy |= {row["person"] for row in planted.rows("roles") if row["company"] in firms}
    people = planted.by_id("people")
    houses = {people[person]["household"] for person in busy if person in people} - {""}
    theirs = {row["id"] for row in _chosen(planted) if row["household"] in houses}
    told = {code for one in planted.planted("B2") for code in one["objects"]}
    why = ("payroll", "company")
    told |= {
        code
        for one in planted.planted("B3")
        if one["why"].startswith(why)
        for code in one["objects"]
    }
    assert theirs == told


@pytest.mark.parametrize("kind", ["payroll", "company", "house", "vehicle", "moved"])
def test_what_keeps_a_recipient_from_benefits_is_on_record(planted: Written, kind: str) -> None:
    units = {row["id"]: row["kind"] for row in planted.rows("units")}
    found = [one for one in planted.planted("B3") if one["why"].startswith(kind)]
    assert found
    for one in found:
        first = min(row["date"] for row in planted.benefits(one))
        person = one["subject"]
        assert all(row["person"] == person for row in planted.benefits(one))
        posts = [row for row in planted.rows("posts") if row["person"] == person]
        roles = [row for row in planted.rows("roles") if row["person"] == person]
        owned = [row for row in planted.rows("holdings") if row["owner"] == person]
        moves = [row for row in planted.rows("moves") if row["person"] == person]
        proofs = {
            "payroll": [r for r in posts if units[r["unit"]] == _PUBLIC and r["from"] < first],
            "company": [r for r in roles if r["role"] == "legal_representative"],
            "house": [r for r in owned if r["kind"] == "house"][1:],
            "vehicle": [r for r in owned if r["kind"] == "vehicle" and int(r["value"]) > 200_000],
            "moved": [r for r in moves if not r["to_household"] and _days(r["date"], first) > 180],
        }
        assert proofs[kind], one


def test_split_households_divided_shortly_before_they_got_anything(planted: Written) -> None:
    chosen = {row["household"] for row in _chosen(planted)}
    told = {one["subject"] for one in planted.planted("B5")}
    moved = {row["to_household"]: row for row in planted.rows("moves") if row["to_household"]}
    assert {house for house in moved if house in chosen} == told
    for one in planted.planted("B5"):
        (benefit,) = planted.benefits(one)
        assert one["objects"][0] == moved[one["subject"]]["from_household"]
        assert 0 < _days(moved[one["subject"]]["date"], benefit["date"]) <= 180


def test_cards_converge_where_planted_or_lawful_and_nowhere_else(planted: Written) -> None:
    houses: defaultdict[str, set[str]] = defaultdict(set)
    people = planted.by_id("people")
    for row in planted.rows("benefits"):
        whom = row["household"] or people[row["person"]]["household"]
        houses[row["account"]] |= {whom} - {""}
    crowded = {account for account, several in houses.items() if len(several) > 1}
    planted_here = {one["subject"]: one for one in planted.planted("B6")}
    lawful = {
        one["subjects"][0]
        for name in ("guardian_account", "care_home_account")
        for one in planted.confounders(name)
    }
    assert crowded - lawful == {subject for subject in planted_here if subject.startswith("A")}
    phones: defaultdict[str, set[str]] = defaultdict(set)
    for row in people.values():
        phones[row["phone"]] |= {row["household"]} - {""}
    shared = {phone for phone, several in phones.items() if phone and len(several) > 1}
    assert shared == {subject for subject in planted_here if not subject.startswith("A")}
    for subject, one in planted_here.items():
        assert set(one["objects"]) <= (houses if subject.startswith("A") else phones)[subject]
        assert len(one["objects"]) >= 4


def test_wards_name_their_guardian_and_homes_are_units(planted: Written) -> None:
    accounts = planted.by_id("accounts")
    for one in planted.confounders("guardian_account"):
        _, guardian = one["subjects"]
        ties = [r for r in planted.rows("ties") if r["other"] == guardian]
        houses = {planted.by_id("people")[r["person"]]["household"] for r in ties}
        assert set(one["objects"]) <= houses
        assert {r["kind"] for r in ties if r["from"] == "2020-09-01"} == {"guardian"}
    units = planted.by_id("units")
    homes = planted.confounders("care_home_account")
    assert homes
    for one in homes:
        account, unit = one["subjects"]
        assert accounts[account]["owner"] == unit
        assert units[unit]["kind"] == "other"


def test_unfiled_benefits_are_those_planted(planted: Written) -> None:
    unfiled = {row["id"] for row in planted.rows("benefits") if row["filed"] == "false"}
    told = {code for one in planted.planted("B10") for code in one["objects"]}
    own = {code for one in planted.planted("B2") for code in one["objects"]}
    assert unfiled == told | own
    for one in planted.planted("B10"):
        assert {row["decided_by"] for row in planted.benefits(one)} == {one["subject"]}
        assert {row["programme"] for row in planted.benefits(one)} <= {"F01", "F02"}


def test_onsets_begin_when_the_head_changed(planted: Written) -> None:
    for one in planted.planted("B4"):
        posts = [row for row in planted.rows("posts") if row["person"] == one["subject"]]
        (since,) = [row["from"] for row in posts if row["from"] == "2023-07-01"]
        mine = [row for row in _chosen(planted) if row["decided_by"] == one["subject"]]
        assert min(row["date"] for row in mine) >= since
        assert set(one["objects"]) <= {row["household"] for row in mine}
        assert one["subject"] in {other["subject"] for other in planted.planted("B1")}


def test_all_of_the_benefit_sides_confounders_are_there(planted: Written) -> None:
    found = Counter(one["name"] for one in planted.key["confounders"])
    mine = CONFOUNDERS[: CONFOUNDERS.index("sole_supplier")]
    assert set(mine) - {"ex_spouse"} <= set(found)
    assert all(one["why"] for one in planted.key["confounders"])


def test_programmes_and_benefits_are_as_many_as_in_life(planted: Written) -> None:
    kinds = Counter(row["discretion"] for row in planted.rows("programmes"))
    assert kinds["discretionary"] == 8
    assert kinds["universal"] + kinds["insurance"] == 4
    years = Counter(row["date"][:4] for row in planted.rows("benefits"))
    assert sorted(years) == ["2021", "2022", "2023", "2024", "2025"]
    a_person = len(planted.rows("benefits")) / len(planted.rows("people"))
    assert 1.5 < a_person < 3.3
