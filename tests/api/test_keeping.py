import shutil

import pytest

from tests.api.family import contents


def test_a_correction_survives_every_reload(huibi, family, ledger):
    done = huibi("correct", "people", "id=B1", "--set", "name=周国福", "--reason", "户口簿")
    assert done.code == 0
    assert "corrected at sequence 24" in done.out
    for flags in ((), ("--replace",)):
        assert huibi("load", family, *flags).code == 0
        assert huibi("find", "B1", "--json").json[0]["name"] == "周国福"


def test_a_withdrawn_row_is_gone_and_a_disputed_one_asks_for_review(huibi, ledger, case):
    key = ("person=B1", "relation=father", "relative=A0")
    disputed = huibi("correct", "kin", *key, "--dispute", "--reason", "有异议")
    assert disputed.code == 0, disputed.err
    mother = ("person=B1", "relation=mother", "relative=A1")
    assert huibi("correct", "kin", *mother, "--withdraw", "--reason", "错录").code == 0
    found = huibi("check", case, "--candidate", "B1", "--json").json["candidates"]
    assert next(one for one in found if one["person"] == "B1")["verdict"] == "review"
    kin = {one["person"]: one for one in huibi("kin", "B1", "--json").json["kin"]}
    assert "A1" not in kin
    assert kin["A0"]["disputed"] is True


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["nope", "id=B1", "--set", "name=x", "--reason", "r"], id="no-table"),
        pytest.param(["people", "B1", "--set", "name=x", "--reason", "r"], id="no-equals"),
        pytest.param(["people", "id=B1", "--set", "nope=x", "--reason", "r"], id="no-column"),
        pytest.param(["people", "id=B1", "--set", "sex=Q", "--reason", "r"], id="no-word"),
        pytest.param(["people", "id=B1", "--set", "name=", "--reason", "r"], id="blank-required"),
        pytest.param(["people", "id=ZZ", "--set", "sex=M", "--reason", "r"], id="no-row"),
        pytest.param(["people", "name=周亮", "--set", "sex=M", "--reason", "r"], id="no-key"),
        pytest.param(["people", "id=B1", "--set", "sex=M"], id="no-reason"),
        pytest.param(["people", "id=B1", "--reason", "r"], id="nothing-to-do"),
        pytest.param(["people", "id=B1", "--withdraw", "--dispute", "--reason", "r"], id="both"),
    ],
)
def test_what_cannot_be_corrected(huibi, ledger, arguments):
    before = contents(ledger)
    done = huibi("correct", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("huibi: ")
    assert contents(ledger) == before


def test_backup_and_restore(huibi, work, family, ledger, case):
    huibi("check", case, "--record")
    assert huibi("backup", "copy.db").code == 0
    huibi("correct", "people", "id=B1", "--set", "name=周国福", "--reason", "r")
    assert huibi("restore", "copy.db").code == 2
    assert huibi("find", "周国福").code == 0
    done = huibi("restore", "copy.db", "--force")
    assert done.code == 0
    assert "the ledger that stood there is kept as" in done.out
    assert huibi("find", "周国福").code == 2
    assert huibi("replay", "D-000001").code == 0
    assert huibi("restore", "copy.db", "--ledger", "elsewhere.db").code == 0
    assert huibi("kin", "B0", "--json", "--ledger", "elsewhere.db").json == (
        huibi("kin", "B0", "--json").json
    )


def test_backup_overwrites_nothing(huibi, work, ledger):
    (work / "copy.db").write_bytes(b"something")
    for target in ("copy.db", "huibi.db", ".", "absent/copy.db"):
        assert huibi("backup", target).code == 2
    assert (work / "copy.db").read_bytes() == b"something"


def test_a_damaged_copy_is_not_restored(huibi, work, ledger):
    huibi("backup", "copy.db")
    whole = (work / "copy.db").read_bytes()
    (work / "copy.db").write_bytes(whole[:16384] + b"\xff" * 8192 + whole[24576:])
    before = contents(ledger)
    assert huibi("restore", "copy.db", "--force").code == 2
    assert contents(ledger) == before


def test_synth_makes_the_same_county_from_the_same_seed(huibi, work):
    for out in ("one", "two"):
        assert huibi("synth", "--persons", "2000", "--seed", "7", "--out", out).code == 0
    names = sorted(path.name for path in (work / "one").glob("*.csv"))
    assert "people.csv" in names
    for name in names:
        assert (work / "one" / name).read_bytes() == (work / "two" / name).read_bytes()
    assert huibi("load", "one").code == 0


def test_synth_refuses_sizes_and_places_it_cannot_use(huibi, work):
    (work / "file").write_text("x", encoding="utf-8")
    assert huibi("synth", "--persons", "5").code == 2
    assert huibi("synth", "--persons", "2000", "--out", "file").code == 2
    assert (work / "file").read_text(encoding="utf-8") == "x"


def test_demo_leaves_a_strangers_folder_alone(huibi, work):
    (work / "mine").mkdir()
    (work / "mine" / "thesis.txt").write_text("x", encoding="utf-8")
    done = huibi("demo", "--out", "mine", "--persons", "2000")
    assert done.code == 2
    assert (work / "mine" / "thesis.txt").exists()
    shutil.rmtree(work / "mine")
