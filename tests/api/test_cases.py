"""`huibi case`: what a clerk types and reads."""

import datetime as dt
import json
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import api.cli.case
import api.cli.recusal
from api.cli.workplace import settings
from tests.api.family import CASE, contents, write_family
from tests.api.once import copied, filled

TEAM = "team: [{person: L0, role: handler}, {person: C0, role: second}]\n"
REGISTERED = CASE.replace("candidates: [B1, C0, W2, L0, L1]\n", TEAM)


@pytest.fixture(scope="module")
def docketed_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docketed")
    filled(folder, {"k1.yaml": REGISTERED}, ("case", "register", "k1.yaml"))
    return folder


@pytest.fixture
def docketed(work, docketed_folder):
    """A ledger with one registered case: L0 clear, C0 (the subject's nephew) to be decided."""
    copied(docketed_folder, work)
    return Path("huibi.db")


def test_a_week_of_a_case(huibi, docketed):
    refused = huibi("case", "start", "K-1")
    assert (refused.code, refused.out) == (2, "")
    assert "C0: 需由本机关负责人（某镇纪委）决定" in refused.err
    said = ("recusal", "decide", "K-1", "C0", "may_handle", "--reason", "往来疏远")
    assert huibi(*said, "--by", "书记").code == 0
    assert "办理中 in_progress" in huibi("case", "start", "K-1").out
    shown = huibi("case", "show", "K-1").out
    assert "◧ 需决定  周亮（C0） 协办人 · 依 E-000003 可办理" in shown
    assert "周国强" in shown
    assert "kin.csv" in shown
    assert "马超" in huibi("case", "list").out
    assert huibi("case", "close", "K-1").code == 0
    assert huibi("case", "seal", "K-1", "--reason", "归档").code == 0
    history = huibi("case", "history", "K-1", "--unseal")
    assert history.out.count("E-0000") >= 8
    for number in range(1, 4):
        assert huibi("replay", f"D-{number:06d}").out == f"D-{number:06d}: same\n"


def test_json_of_every_command_is_json_alone(huibi, work, docketed):
    commands = [
        ("case", "register", "k1.yaml"),
        ("case", "list"),
        ("case", "show", "K-1"),
        ("case", "history", "K-1"),
        ("case", "team", "K-1", "--remove", "C0"),
        ("case", "parties", "K-1", "--add", "witness:W2"),
        ("case", "start", "K-1"),
        ("recusal", "disclose", "K-1", "L0", "--reason", "x"),
        ("recusal", "apply", "K-1", "L0", "--as", "subject", "--reason", "x"),
        ("recusal", "list"),
        ("recusal", "list", "--all", "--overdue"),
        ("prying", "add", "K-1", "L1", "--how", "x"),
        ("prying", "list"),
        ("recusal", "answer", "E-000009", "--deny", "--by", "书记", "--reason", "x"),
        ("recusal", "answer", "E-000010", "--grant", "--by", "书记", "--reason", "x"),
        ("case", "close", "K-1", "--reason", "x"),
        ("case", "seal", "K-1"),
    ]
    for command in commands:
        done = huibi(*command, "--json")
        assert done.code == 0, (command, done.err)
        assert isinstance(done.json, dict), command


def test_registering_again_says_so_and_other_content_is_refused(huibi, work, docketed):
    before = contents(docketed)
    again = huibi("case", "register", "k1.yaml")
    assert again.code == 0
    assert "registered before, nothing changed" in again.out
    (work / "other.yaml").write_text(REGISTERED.replace("B0", "W1"), encoding="utf-8")
    refused = huibi("case", "register", "other.yaml")
    assert refused.code == 2
    assert "registered with other content" in refused.err
    assert contents(docketed) == before


def test_of_several_files_the_good_ones_are_registered(huibi, work, ledger):
    for name, text in {
        "a.yaml": REGISTERED.replace("K-1", "A"),
        "b.yaml": REGISTERED.replace("K-1", "B").replace("L0", "李伟"),
        "c.yaml": REGISTERED.replace("K-1", "C").replace("2026-03-02", "2999-01-01"),
        "d.yaml": REGISTERED.replace("K-1", "D"),
    }.items():
        (work / name).write_text(text, encoding="utf-8")
    done = huibi("case", "register", "a.yaml", "b.yaml", "c.yaml", "d.yaml", "none.yaml", "--json")
    assert done.code == 2
    assert [one["case"] for one in done.json["cases"]] == ["A", "D"]
    assert "3 of 5 files were not registered" in done.err
    assert "'李伟' is the name of 2 people" in done.err
    assert "lies after today" in done.err
    assert "none.yaml: cannot be read" in done.err


@pytest.mark.parametrize(
    ("command", "match"),
    [
        (("case", "show", "K-9"), "no case 'K-9' is registered"),
        (("case", "history", "K-9"), "no case 'K-9' is registered"),
        (("case", "team", "K-1"), "give --add or --remove"),
        (("case", "team", "K-1", "--add", "L1"), "write ID:ROLE"),
        (("case", "team", "K-1", "--add", "L1:chief"), "no role 'chief'"),
        (("case", "parties", "K-1", "--add", "witness"), "write ROLE:ID"),
        (("case", "list", "--state", "lost"), "no case is in such a state"),
        (("recusal", "answer", "E-000001", "--grant"), "is no disclosure"),
        (("recusal", "answer", "E-000001", "--grant", "--deny"), "either grants or denies"),
        (("recusal", "list", "K-9"), "no case 'K-9' is registered"),
        (("prying", "add", "K-1", "L1", "--how", "x", "--when", "gestern"), "not a day"),
        (("prying", "list", "K-9"), "no case 'K-9' is registered"),
    ],
)
def test_what_cannot_be_done_is_told_on_stderr_and_records_nothing(huibi, docketed, command, match):
    before = contents(docketed)
    done = huibi(*command)
    assert (done.code, done.out) == (2, "")
    assert match in done.err
    assert "Traceback" not in done.err
    assert contents(docketed) == before


def test_the_list_is_filtered_and_written_as_texts(huibi, work, docketed):
    named = REGISTERED.replace("id: K-1", "id: '=1+1'").replace("B0", "N0")
    (work / "f.yaml").write_text(named, encoding="utf-8")
    huibi("case", "register", "f.yaml")
    found = huibi("case", "list", "--state", "in_progress", "--json").json["cases"]
    assert found == []
    assert [one["case"] for one in huibi("case", "list", "--json").json["cases"]] == ["K-1", "=1+1"]
    assert huibi("case", "list", "--xlsx", "out.xlsx").code == 0
    sheet = openpyxl.load_workbook(work / "out.xlsx").active
    assert [cell.value for cell in sheet["A"]] == ["案号 case", "K-1", "=1+1"]
    cells = [cell for row in sheet for cell in row if cell.value]
    assert {(cell.data_type, bool(cell.quotePrefix)) for cell in cells} == {("s", True)}
    assert huibi("case", "list", "--xlsx", "out.xlsx").code == 2
    assert huibi("case", "list", "--xlsx", "out.csv").code == 2


def test_overdue_is_listed(huibi, work, docketed, monkeypatch):
    huibi("recusal", "apply", "K-1", "L0", "--as", "subject", "--reason", "曾有争执")
    assert huibi("case", "list", "--overdue", "--json").json["cases"] == []
    later = api.cli.case.today() + dt.timedelta(days=30)
    monkeypatch.setattr(api.cli.case, "today", lambda: later)
    monkeypatch.setattr(api.cli.recusal, "today", lambda: later)
    assert "逾期 E-000003" in huibi("case", "list", "--overdue").out
    assert "‼ 逾期 OVERDUE" in huibi("recusal", "list", "--overdue").out


def test_the_days_for_an_answer_come_from_the_settings(huibi, docketed, monkeypatch):
    monkeypatch.setenv("HUIBI_ANSWER_DAYS", "three")
    settings.cache_clear()
    done = huibi("recusal", "apply", "K-1", "L0", "--as", "subject", "--reason", "x")
    assert done.code == 2
    assert "no number of days" in done.err


def test_an_override_is_loud_wherever_the_case_shows(huibi, docketed):
    assert huibi("case", "team", "K-1", "--add", "B1:reviewer").code == 0
    huibi("recusal", "override", "K-1", "B1", "--reason", "仅此一人", "--by", "L0")
    for by in ("N0", "周老三"):
        done = huibi("recusal", "approve", "E-000005", "--by", by, "--document", "文1")
        assert done.code == 0, done.err
    for command in (("case", "list"), ("case", "show", "K-1"), ("case", "history", "K-1"),
                    ("recusal", "list")):  # fmt: skip
        assert "⚠ 例外" in huibi(*command).out, command
    assert "法定应当回避" in huibi("case", "show", "K-1").out
    assert huibi("case", "show", "K-1", "--json").json["overrides"][0]["against_statute"] is True


def test_the_status_and_a_copy_count_the_cases(huibi, docketed):
    assert huibi("status", "--json").json["cases"] == {"checked": 1}
    assert "cases 1: 已核查 checked 1" in huibi("status").out
    assert "1 registered cases, 1 decisions" in huibi("backup", "copy.db").out
    assert "1 registered cases" in huibi("restore", "copy.db", "--ledger", "new.db").out
    assert huibi("case", "show", "K-1", "--ledger", "new.db").code == 0


def test_hostile_names_have_no_power_over_the_screen(huibi, work, docketed):
    bad = "K\x1b[31m\u202e\n2"
    text = REGISTERED.replace("id: K-1", f"id: {json.dumps(bad)}").replace("B0", "N0")
    (work / "bad.yaml").write_text(text, encoding="utf-8")
    assert huibi("case", "register", "bad.yaml").code == 0
    huibi("prying", "add", bad, "某\x1b[2J人", "--how", "x\x1b[2J")
    for command in (("case", "list"), ("case", "show", bad), ("case", "history", bad),
                    ("prying", "list"), ("case", "show", "K\x1b[31m")):  # fmt: skip
        done = huibi(*command)
        assert "\x1b" not in done.out + done.err
        assert "\u202e" not in done.out + done.err


def test_an_old_ledger_is_lifted_by_the_first_step_at_the_desk(huibi, work):
    old = Path(__file__).parents[1] / "ledger" / "version_1.db"
    shutil.copy(old, work / "huibi.db")
    assert huibi("case", "list").code == 2
    text = REGISTERED.replace("B0", "A3").replace("L0", "A7").replace("C0", "A4")
    (work / "k.yaml").write_text(text.replace("unit: U1", "unit: D1"), encoding="utf-8")
    assert huibi("case", "register", "k.yaml").code == 0
    assert huibi("case", "list").code == 0


def test_starting_the_program_loads_nothing_of_the_desk():
    code = (
        "import sys, api.cli.app; print([m for m in sys.modules if m.startswith(('graph.desk',"
        "'api.desk', 'chinese_calendar', 'openpyxl', 'pydantic'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_register_takes_a_pack_of_ones_own(huibi, work, tmp_path, family):
    write_family(family)
    assert huibi("load", family).code == 0
    (work / "k.yaml").write_text(REGISTERED, encoding="utf-8")
    done = huibi("case", "register", "k.yaml", "--pack", "civil_service", "--json")
    assert done.json["cases"][0]["verdicts"]["C0"] == "must_recuse"
    assert huibi("case", "register", "k.yaml", "--pack", "nowhere").code == 2
    huibi("case", "team", "K-1", "--remove", "L0")
    assert huibi("case", "show", "K-1", "--json").json["team"][0]["verdict"] == "must_recuse"
