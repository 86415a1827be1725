"""Registered cases that keep a secret: an informant shows nowhere, a sealed case not at all."""

import apsw
import openpyxl
import orjson
import pytest

from api.access_log import access_log_path, open_access_log
from tests.api.family import INFORMED
from tests.api.once import copied, filled

TEAM = "team: [{person: L0, role: handler}, {person: B1, role: second}]\n"
SECRET = INFORMED.replace("candidates: [B1, C0, W2, L0, L1]\n", TEAM)
SAID = "我妹夫何静是检举人"
SECRETS = ("W0", "何静", "informant", "检举", "kin.csv", "near_affinity", SAID)


def leaks(*done):
    return [word for one in done for word in SECRETS if word in one.out + one.err]


STEPS = [
    ("case", "register", "k2.yaml"),
    ("case", "team", "K-2", "--add", "W2:reviewer"),
    ("case", "parties", "K-2", "--add", "informant:W1"),
    ("case", "parties", "K-2", "--add", "witness:L1"),
    ("recusal", "disclose", "K-2", "L0", "--reason", SAID),
    ("recusal", "apply", "K-2", "L0", "--as", "informant", "--reason", SAID),
    ("recusal", "apply", "K-2", "L0", "--as", "subject", "--reason", SAID),
    ("recusal", "answer", "E-000009", "--deny", "--by", "书记", "--reason", SAID),
    ("recusal", "override", "K-2", "B1", "--by", "L0", "--reason", SAID),
    ("recusal", "approve", "E-000013", "--by", "书记", "--document", "文1"),
    ("recusal", "order", "K-2", "W2", "--by", "书记", "--reason", SAID),
    ("recusal", "refuse", "K-2", "W2", "--reason", SAID),
    ("prying", "add", "K-2", "某人", "--how", SAID, "--reported-by", "W0"),
]
"""Everything that can happen in a case with an informant."""


@pytest.fixture(scope="module")
def secret_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("secret")
    for done in filled(folder, {"k2.yaml": SECRET}, *STEPS)[1:]:
        assert leaks(done) == []
    return folder


@pytest.fixture
def secret(work, secret_folder):
    return copied(secret_folder, work)


LOOKS = [
    ("case", "list"),
    ("case", "show", "K-2"),
    ("case", "history", "K-2"),
    ("recusal", "list"),
    ("recusal", "list", "--all"),
    ("prying", "list"),
    ("status",),
]


@pytest.mark.parametrize("look", LOOKS, ids=" ".join)
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["words", "json"])
def test_no_look_shows_the_informant(huibi, secret, look, form):
    done = huibi(*look, *form)
    assert done.code == 0
    assert leaks(done) == []
    assert not access_log_path(secret).exists()


def test_every_word_of_people_lies_under_seal_in_the_ledger(secret):
    connection = apsw.Connection(str(secret))
    for kind, body in connection.execute("SELECT kind, body FROM desk_event"):
        told = orjson.loads(body)
        told.pop("sealed", None)
        assert not [word for word in SECRETS if word in str(told)], kind
    connection.close()


def test_decisions_and_replays_are_sealed_too(huibi, secret):
    connection = apsw.Connection(str(secret))
    verdicts = [row[0] for row in connection.execute("SELECT verdict FROM decision")]
    connection.close()
    assert len(verdicts) == 6
    assert [word for text in verdicts for word in SECRETS if word in text] == []
    for number in range(1, len(verdicts) + 1):
        done = huibi("replay", f"D-{number:06d}")
        assert (done.out, leaks(done)) == (f"D-{number:06d}: same\n", [])


@pytest.mark.parametrize("what", ["show", "history"])
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["words", "json"])
def test_unsealing_shows_all_and_is_logged_first(huibi, secret, what, form):
    done = huibi("case", what, "K-2", "--unseal", *form)
    assert done.code == 0
    assert ("informant" if form or what == "show" else "检举人 何静（W0）") in done.out
    assert SAID in done.out
    with open_access_log(secret) as log:
        (entry,) = log.entries()
    assert (entry.who, entry.action, entry.subject) == ("tester", "unseal", "K-2")
    assert entry.detail.startswith(what)


def test_unsealed_reasons_are_derived_again(huibi, secret):
    shown = huibi("case", "show", "K-2", "--unseal", "--json").json
    reasons = {one["person"]: one["reasons"] for one in shown["team"]}
    assert reasons["B1"][0]["path"]
    assert {"person": "W0", "role": "informant"} in shown["parties"]


@pytest.mark.parametrize("what", ["show", "history"])
def test_where_the_look_cannot_be_logged_nothing_is_shown(huibi, secret, what):
    access_log_path(secret).write_bytes(b"no log at all, but long enough to be looked at" * 20)
    done = huibi("case", what, "K-2", "--unseal")
    assert (done.code, done.out) == (2, "")
    assert leaks(done) == []


def test_guessing_the_informant_gets_the_same_answer(huibi, work, secret):
    answers = set()
    for guess in ("W0", "N0"):
        (work / "guess.yaml").write_text(SECRET.replace("W0", guess), encoding="utf-8")
        done = huibi("case", "register", "guess.yaml")
        told = huibi("case", "parties", "K-2", "--remove", guess)
        answers.add((done.code, done.out, done.err, told.code, told.err.replace(guess, "X")))
    assert len(answers) == 1


@pytest.fixture(scope="module")
def closed_folder(tmp_path_factory):
    """A sealed case of an ordinary subject, and an open one beside it."""
    folder = tmp_path_factory.mktemp("closed")
    texts = {}
    for id, person in (("K-8", "B0"), ("K-9", "N0")):
        text = SECRET.replace("K-2", id).replace("  - {person: W0, role: informant}\n", "")
        text = text.replace(", {person: B1, role: second}", "").replace("B0", person)
        texts[f"{id}.yaml"] = text
    filled(
        folder,
        texts,
        ("case", "register", "K-8.yaml", "K-9.yaml"),
        ("recusal", "apply", "K-8", "L0", "--as", "other", "--reason", "曾共事"),
        ("recusal", "answer", "E-000005", "--deny", "--by", "书记", "--reason", "无据"),
        ("prying", "add", "K-8", "某人", "--how", "打听"),
        ("case", "close", "K-8", "--reason", "移送"),
        ("case", "seal", "K-8"),
    )
    return folder


@pytest.fixture
def closed(work, closed_folder):
    return copied(closed_folder, work)


SEALED_LOOKS = [
    ("case", "list"),
    ("case", "show", "K-8"),
    ("case", "history", "K-8"),
    ("recusal", "list", "--all"),
    ("prying", "list"),
]


@pytest.mark.parametrize("look", SEALED_LOOKS, ids=" ".join)
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["words", "json"])
def test_of_a_sealed_case_the_id_and_the_state_show(huibi, closed, look, form):
    done = huibi(*look, *form)
    assert done.code == 0
    for word in (
        "B0",
        "周国强",
        "曾共事",
        "无据",
        "打听",
        "2026-03-02" if "K-8" in look else "移送",
    ):
        assert word not in done.out
    if form and look == ("case", "list"):
        assert done.json["cases"][0] == {"case": "K-8", "state": "sealed"}
    if form and look == ("prying", "list"):
        assert done.json["prying"] == [{"case": "K-8", "state": "sealed"}]


def test_a_sealed_case_is_unsealed_for_who_is_logged(huibi, closed):
    assert "周国强" in huibi("case", "show", "K-8", "--unseal").out
    assert "曾共事" in huibi("case", "history", "K-8", "--unseal").out
    with open_access_log(closed) as log:
        assert [entry.subject for entry in log.entries()] == ["K-8", "K-8"]


def test_its_workbook_has_no_more(huibi, work, closed):
    assert huibi("case", "list", "--xlsx", "out.xlsx").code == 0
    rows = list(openpyxl.load_workbook(work / "out.xlsx").active.values)
    assert [cell for cell in rows[1] if cell] == ["K-8", "已封存 sealed"]


def test_an_ordinary_case_is_no_secret_and_no_look_at_it_is_logged(huibi, closed):
    assert "李伟" in huibi("case", "show", "K-9", "--unseal").out
    assert not access_log_path(closed).exists()
