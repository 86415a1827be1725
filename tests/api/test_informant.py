"""A case with an informant: sealed in every output, unsealed only after the look is on disk."""

import apsw
import pytest

from api.access_log import access_log_path, open_access_log
from api.cli.workplace import settings
from tests.api.family import in_page

SECRETS = (
    "W1",
    "何静",
    "near_affinity",
    "女婿",
    "妻弟",
    "姐夫",
    "kin.csv",
    "informant",
    "subject",
)


def leaks(text):
    return [secret for secret in SECRETS if secret in text]


@pytest.fixture
def sealed(huibi, ledger, informed):
    return huibi("check", informed, "--json").json


def test_json_gives_one_reason_without_path_or_party(sealed):
    above = [one for one in sealed["candidates"] if one["verdict"] != "clear"]
    assert {one["person"]: one["verdict"] for one in above} == {
        "B1": "must_recuse", "C0": "review", "W2": "must_recuse", "L1": "unknown",
    }  # fmt: skip
    for one in above:
        assert len(one["reasons"]) == 1
        assert set(one["reasons"][0]) == {"rule", "verdict", "withheld", "cites"}
        assert one["reasons"][0]["withheld"] is True
    assert all(not set(one["checked"]) & {"parties", "units"} for one in sealed["candidates"])
    assert leaks(str(sealed)) == []


def test_whoever_the_tie_leads_to_the_reason_reads_alike(sealed):
    reasons = {
        one["person"]: one["reasons"] for one in sealed["candidates"] if one["verdict"] != "clear"
    }
    assert reasons["B1"] == reasons["W2"]


def test_the_words_are_sealed(huibi, ledger, informed):
    done = huibi("check", informed)
    assert "理由保密" in done.out
    assert leaks(done.out + done.err) == []
    assert "周国强" not in done.out


def test_the_picture_is_sealed(huibi, work, ledger, informed):
    assert huibi("check", informed, "--html", "sealed.html").code == 0
    page = (work / "sealed.html").read_text(encoding="utf-8")
    assert not in_page("何静", page)
    assert not in_page("周国强", page)
    assert huibi("check", informed, "--unseal", "--html", "open.html").code == 0
    assert in_page("何静", (work / "open.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("flags", [(), ("--unseal",)])
def test_the_record_and_its_replay_are_sealed(huibi, ledger, informed, flags):
    assert huibi("check", informed, "--record", *flags).code == 0
    connection = apsw.Connection(str(ledger))
    assert leaks(connection.execute("SELECT verdict FROM decision").get) == []
    for shown in (huibi("replay", "D-000001"), huibi("replay", "D-000001", "--json")):
        assert shown.code == 0
        assert leaks(shown.out + shown.err) == []
    guards = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'decision'"
    )
    for (name,) in list(guards):
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute(
        "UPDATE decision SET verdict = replace(verdict, '\"must_recuse\"', '\"clear\"')"
    )
    connection.close()
    differs = huibi("replay", "D-000001")
    assert differs.code == 1
    assert leaks(differs.out + differs.err) == []


def test_a_candidate_named_later_sees_nothing_of_a_past_informant(huibi, ledger, informed, case):
    text = informed.read_text(encoding="utf-8")
    informed.write_text(
        text.replace("candidates:", "team: [{person: L0}]\ncandidates:"), encoding="utf-8"
    )
    huibi("check", informed, "--record")
    case.write_text(
        case.read_text(encoding="utf-8").replace("{person: B0,", "{person: W0,"), encoding="utf-8"
    )
    found = huibi("check", case, "--candidate", "L0", "--json").json["candidates"]
    assert "K-2" not in str([one for one in found if one["person"] == "L0"])


def test_unsealing_shows_all_and_is_logged(huibi, ledger, informed):
    done = huibi("check", informed, "--unseal", "--json")
    reason = next(one for one in done.json["candidates"] if one["person"] == "W2")["reasons"][0]
    assert (reason["party"], reason["role"]) == ("W0", "informant")
    with open_access_log(ledger) as log:
        (entry,) = log.entries()
        log.verify()
    assert (entry.who, entry.action, entry.subject) == ("tester", "unseal", "K-2")


def test_no_look_is_nobodys(huibi, ledger, informed, monkeypatch):
    for name in ("HUIBI_USER", "USER", "LOGNAME", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    assert huibi("check", informed, "--unseal").code == 0
    with open_access_log(ledger) as log:
        assert next(log.entries()).who


def test_a_case_without_informant_logs_no_look(huibi, ledger, case):
    assert huibi("check", case, "--unseal").code == 0
    assert not access_log_path(ledger).exists()


@pytest.mark.parametrize("flags", [(), ("--json",), ("--record",), ("--html", "page.html")])
def test_nothing_is_shown_when_the_look_cannot_be_logged(huibi, work, ledger, informed, flags):
    access_log_path(ledger).write_bytes(b"no log at all, but long enough to be looked at" * 20)
    done = huibi("check", informed, "--unseal", *flags)
    assert (done.code, done.out) == (2, "")
    assert leaks(done.err) == []
    assert not (work / "page.html").exists()
    assert huibi("replay", "D-000001").code == 2


def test_the_look_is_on_disk_before_the_answer(huibi, ledger, informed, monkeypatch):
    from api.cli import check

    seen = []

    def answer_json(_value):
        with open_access_log(ledger) as log:
            seen.append(log.head().sequence)

    monkeypatch.setattr(check, "answer_json", answer_json)
    assert huibi("check", informed, "--unseal", "--json").code == 0
    assert seen == [1]
