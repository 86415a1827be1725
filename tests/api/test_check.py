import apsw
import orjson
import pytest

from tests.api.family import CASE, VERDICTS, in_page, write_family


def verdicts(answer):
    return {one["person"]: one["verdict"] for one in answer["candidates"]}


def test_each_candidate_gets_his_verdict_with_its_ground(huibi, ledger, case):
    answer = huibi("check", case, "--json").json
    assert verdicts(answer) == VERDICTS
    assert (answer["case"], answer["on"], answer["packs"]) == ("K-1", "2026-03-02", ["supervision"])
    assert answer["sequence"] == 23
    brother = answer["candidates"][0]["reasons"][0]
    assert (brother["rule"], brother["party"], brother["role"]) == ("SUP-CASE", "B0", "subject")
    assert brother["relation"]["terms"][0] == "哥哥"
    assert {hop["source"] for hop in brother["path"]} == {"family/kin.csv:4", "family/kin.csv:2"}
    assert any(cite["article"] == "67" for cite in brother["cites"])
    assert all("checked" in one for one in answer["candidates"])


def test_the_words_say_the_same(huibi, ledger, case):
    out = huibi("check", case).out
    assert "■ 应当回避 MUST RECUSE  周国富（B1）" in out
    assert "□ 未发现（在已载入的资料内） CLEAR in the data loaded  马超（L0）" in out
    assert "《中华人民共和国监察法》第67条" in out
    assert "周大山 —儿子→ 周国强  family/kin.csv:2" in out


def test_candidates_packs_and_day_can_be_named(huibi, ledger, case):
    one = huibi("check", case, "--candidate", "C0", "--json").json
    assert "C0" in verdicts(one)
    lawful = huibi("check", case, "--pack", "civil_service", "--json").json
    assert lawful["packs"] == ["civil_service"]
    earlier = huibi("check", case, "--on", "2024-05-01", "--json").json
    assert earlier["on"] == "2024-05-01"
    cites = earlier["candidates"][0]["reasons"][0]["cites"]
    assert any(cite["article"] == "58" for cite in cites)


def test_a_civil_service_duty_blocks_the_wider_circle(huibi, ledger, case):
    case.write_text(
        CASE.replace("supervision_case", "civil_service_duty").replace("subject", "interested"),
        encoding="utf-8",
    )
    found = verdicts(huibi("check", case, "--json").json)
    assert found == VERDICTS | {"C0": "must_recuse", "W2": "must_recuse"}


def test_the_evidence_is_drawn(huibi, work, ledger, case):
    assert huibi("check", case, "--html", "case.html").code == 0
    page = (work / "case.html").read_text(encoding="utf-8")
    assert in_page("周国富", page)
    assert "default-src 'none'" in page


def test_nothing_is_recorded_when_the_picture_cannot_be_written(huibi, ledger, case):
    failed = huibi("check", case, "--record", "--html", "absent/case.html")
    assert (failed.code, failed.out) == (2, "")
    assert huibi("replay", "D-000001").code == 2


def test_a_recorded_verdict_replays_the_same_even_after_later_loads(huibi, work, ledger, case):
    recorded = huibi("check", case, "--record", "--json").json
    assert recorded["decision"] == "D-000001"
    assert huibi("status", "--json").json["sequence"] == 23
    assert huibi("replay", "D-000001").out == "D-000001: same\n"
    write_family(work / "later", kin="L1,mother,A1,,,\n")
    assert huibi("load", "later", "--source", "family").code == 0
    assert verdicts(huibi("check", case, "--json").json)["L1"] == "must_recuse"
    again = huibi("replay", "D-000001", "--json")
    assert again.code == 0
    assert again.json == {"decision": "D-000001", "same": True, "differences": []}


def test_a_replay_sees_the_past_cases_that_the_check_saw(huibi, ledger, case):
    with_team = CASE.replace("candidates:", "team: [{person: L0, role: leader}]\ncandidates:")
    case.write_text(with_team, encoding="utf-8")
    first = huibi("check", case, "--record", "--json").json
    same_again = huibi("check", case, "--record", "--json").json
    assert first["candidates"] == same_again["candidates"]
    other = case.with_name("other.yaml")
    other.write_text(CASE.replace("K-1", "K-9"), encoding="utf-8")
    third = huibi("check", other, "--record", "--json").json
    assert third["candidates"][3]["person"] == "L0"
    assert verdicts(third)["L0"] != "clear"
    for decision in ("D-000001", "D-000002", "D-000003"):
        assert huibi("replay", decision).code == 0


def test_a_tampered_verdict_is_found(huibi, ledger, case):
    huibi("check", case, "--record")
    connection = apsw.Connection(str(ledger))
    guards = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'decision'"
        )
    ]
    for name in guards:
        connection.execute(f'DROP TRIGGER "{name}"')
    stored = orjson.loads(connection.execute("SELECT verdict FROM decision").get)
    stored["candidates"][0]["verdict"] = "clear"
    connection.execute("UPDATE decision SET verdict = ?", (orjson.dumps(stored).decode(),))
    connection.close()
    done = huibi("replay", "D-000001", "--json")
    assert done.code == 1
    assert done.json["differences"] == [
        {"path": "$.candidates[0].verdict", "recorded": "clear", "derived": "must_recuse"}
    ]
    assert "recorded 'clear', derived 'must_recuse'" in huibi("replay", "D-000001").out


@pytest.mark.real_input
@pytest.mark.parametrize("matter", ["supervision_case", "civil_service_duty"])
def test_the_worked_example(huibi, work, shared, matter):
    tiny = shared / "examples" / "tiny"
    expected = orjson.loads((tiny / "expected.json").read_bytes())
    wanted = next(value for name, value in expected.items() if name.startswith(matter))
    text = (tiny / "case.yaml").read_text(encoding="utf-8")
    if matter != "supervision_case":
        text = text.replace("supervision_case", matter).replace("subject", "interested")
    (work / "case.yaml").write_text(text, encoding="utf-8")
    assert huibi("load", tiny).code == 0
    assert verdicts(huibi("check", "case.yaml", "--json").json) == wanted


@pytest.mark.real_input
def test_the_kin_of_the_worked_example(huibi, shared):
    tiny = shared / "examples" / "tiny"
    expected = orjson.loads((tiny / "expected.json").read_bytes())["kin P1"]
    assert huibi("load", tiny).code == 0
    found = {one["person"]: one for one in huibi("kin", "P1", "--json").json["kin"]}
    assert set(found) >= set(expected)
    for person, (up, down, marriages, kin_class, term) in expected.items():
        one = found[person]
        assert (one["up"], one["down"], one["marriages"]) == (up, down, marriages)
        assert (one["class"], term in one["terms"]) == (kin_class, True)
