"""Open cases after the data moved: checked again, only what is new, only to the superior."""

import json

import pytest

from api.cli import run
from api.cli.workplace import settings
from api.rechecking import recheck
from graph.desk.docket import case_file, docket
from graph.ledger import open_ledger
from graph.snapshot import open_snapshot

TABLES = {
    "people": ("id,name", *(f"{one},人{one}" for one in "SFHGKLMW")),
    "units": ("id,name,kind,parent", "U,乡纪委,public_body,C", "C,县纪委监委,public_body,"),
    "posts": ("person,unit,role", "L,U,head", "M,C,head"),
    "kin": ("person,relation,relative", "S,father,F"),
    "declarations": ("person,scope,date", *(f"{one},all,2026-01-01" for one in "SFHGKLMW")),
}
CASE = (
    "id: {id}\nmatter: supervision_case\nreceived: 2026-11-02\nunit: U\n"
    "parties: [{{person: S, role: subject}}{more}]\n"
    "team: [{{person: H, role: handler}}, {{person: G, role: second}}]\n"
)
INFORMANT = ", {person: W, role: informant}"


@pytest.fixture
def office(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUIBI_USER", "clerk")
    settings.cache_clear()

    def command(*arguments, code=0):
        capsys.readouterr()
        done = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert done == code, err
        return out, err

    write(tmp_path / "office", TABLES)
    command("load", "office")
    yield command
    settings.cache_clear()


def write(folder, tables):
    folder.mkdir()
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def register(office, tmp_path, id, more=""):
    (tmp_path / f"{id}.yaml").write_text(CASE.format(id=id, more=more), encoding="utf-8")
    office("case", "register", f"{id}.yaml")


def notices(office, to):
    return json.loads(office("notices", "--to", to, "--json")[0])["notices"]


def test_a_new_tie_reaches_the_superior_and_nobody_else(office, tmp_path):
    register(office, tmp_path, "A1")
    write(tmp_path / "police", {"kin": ("person,relation,relative", "H,father,F")})
    _, err = office("load", "police")
    assert "1 with news" in err
    assert "A1" not in err
    (told,) = notices(office, "L")
    assert told["case"] == "A1"
    assert told["people"] == [{"person": "H", "before": "clear", "now": "must_recuse"}]
    assert notices(office, "M") == []
    assert notices(office, "H") == []


def test_the_check_is_a_decision_that_replays(office, tmp_path):
    register(office, tmp_path, "A1")
    write(tmp_path / "police", {"kin": ("person,relation,relative", "H,father,F")})
    office("load", "police")
    shown = json.loads(office("case", "show", "A1", "--json")[0])
    assert shown["check"]["trigger"] == "recheck"
    office("replay", shown["check"]["decision"])


def test_what_was_known_is_not_told_again(office, tmp_path):
    register(office, tmp_path, "A1")
    write(tmp_path / "police", {"kin": ("person,relation,relative", "H,father,F")})
    office("load", "police")
    write(tmp_path / "other", {"people": ("id,name", "X,无关")})
    _, err = office("load", "other")
    assert "0 with news" in err
    assert "0 with news" in office("recheck")[0]
    assert len(notices(office, "L")) == 1


def test_a_correction_is_followed_too_and_a_tie_that_goes_is_news(office, tmp_path):
    register(office, tmp_path, "A1")
    write(tmp_path / "police", {"kin": ("person,relation,relative", "H,father,F")})
    office("load", "police")
    key = ("person=H", "relation=father", "relative=F")
    _, err = office("correct", "kin", *key, "--withdraw", "--reason", "wrong person")
    assert "1 with news" in err
    assert notices(office, "L")[0]["people"] == [
        {"person": "H", "before": "must_recuse", "now": "clear"}
    ]


def test_one_more_reason_for_review_is_news_though_the_verdict_stays(office, tmp_path):
    register(office, tmp_path, "A1")
    write(tmp_path / "one", {"ties": ("person,other,kind", "H,S,friend")})
    office("load", "one")
    write(tmp_path / "two", {"ties": ("person,other,kind", "H,S,creditor")})
    office("load", "two")
    assert [note["people"][0]["now"] for note in notices(office, "L")] == ["review", "review"]


def test_closed_cases_and_cases_without_a_team_are_left_alone(office, tmp_path):
    register(office, tmp_path, "A1")
    office("case", "start", "A1")
    office("case", "close", "A1")
    write(tmp_path / "police", {"kin": ("person,relation,relative", "H,father,F")})
    _, err = office("load", "police")
    assert "open cases" not in err


def test_a_head_with_a_tie_is_passed_over(office, tmp_path):
    register(office, tmp_path, "A1")
    rows = ("person,relation,relative", "H,father,F", "L,father,F")
    write(tmp_path / "police", {"kin": rows})
    office("load", "police")
    assert [note["case"] for note in notices(office, "M")] == ["A1"]
    assert notices(office, "L") == []


def test_an_informants_kin_makes_a_notice_that_tells_nothing_of_him(office, tmp_path):
    register(office, tmp_path, "A1", INFORMANT)
    rows = ("person,relation,relative", "H,father,K", "W,father,K")
    write(tmp_path / "police", {"kin": rows})
    office("load", "police")
    (told,) = notices(office, "L")
    assert told["people"] == [{"person": "H", "before": "clear", "now": "must_recuse"}]
    assert "W" not in json.dumps(told)


def test_an_interrupted_recheck_is_finished_by_the_next(office, tmp_path, monkeypatch):
    for id in ("A1", "A2", "A3"):
        register(office, tmp_path, id)
    write(tmp_path / "police", {"kin": ("person,relation,relative", "H,father,F")})
    monkeypatch.setattr("api.cli.recheck.recheck_after_change", lambda _ledger: None)
    office("load", "police")
    ledger = tmp_path / "huibi.db"
    snapshot = open_snapshot(ledger)
    with open_ledger(ledger, write=True) as book:
        whole = type(book.desk).record
        seen = []

        def killed(self, events, *rest):
            if len(seen) == 1:
                raise KeyboardInterrupt
            seen.append(events)
            return whole(self, events, *rest)

        monkeypatch.setattr(type(book.desk), "record", killed)
        with pytest.raises(KeyboardInterrupt):
            recheck(book, snapshot, author="x", today=case_file(book, "A1").case.received)
        monkeypatch.setattr(type(book.desk), "record", whole)
        today = case_file(book, "A1").case.received
        again = recheck(book, snapshot, author="x", today=today)
        assert len(again.notices) == 2
        files = docket(book).values()
        assert [len(file.notices) for file in files] == [1, 1, 1]
        assert not recheck(book, snapshot, author="x", today=today).notices
