"""`huibi assign`: what a clerk types and reads."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import apsw
import openpyxl
import pytest

from api.assigning import draw, replay_batch
from api.cli import run
from api.cli.desk import sitting
from api.cli.workplace import settings
from graph.desk.assignment.posting import batches
from graph.desk.docket import docket
from graph.ledger import open_ledger
from tests.api.family import Done
from tests.desk.assignment.county import TOWNSHIPS, case, write_county


def quiet(monkeypatch, folder):
    monkeypatch.setenv("HUIBI_USER", "tester")
    monkeypatch.chdir(folder)
    settings.cache_clear()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("assign")
    with pytest.MonkeyPatch.context() as patch:
        quiet(patch, folder)
        write_county(folder / "county")
        (folder / "cases").mkdir()
        for n in range(5):
            text = case(f"K-{n}", TOWNSHIPS[n], f"民{n}:subject")
            (folder / "cases" / f"{n}.yaml").write_text(text, encoding="utf-8")
        assert run(["load", "county"]) == 0
    settings.cache_clear()
    return folder


@pytest.fixture
def huibi(loaded, tmp_path, monkeypatch, capsys):
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    quiet(monkeypatch, tmp_path)

    def command(*arguments):
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Done(code, *capsys.readouterr())

    yield command
    settings.cache_clear()


def told(done):
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_a_trial_leaves_no_trace(huibi):
    done = huibi("assign", "cases/0.yaml", "cases/1.yaml")
    assert done.code == 0
    assert "试抽（未记录）" in done.out
    assert "已分 2 · 未分 0" in done.out
    assert "T1办" in done.out
    with open_ledger(Path("huibi.db")) as ledger:
        assert ledger.desk.head == 0
    assert not Path("huibi.db.seeds").exists()


def test_an_empty_docket_has_nothing_to_assign(huibi):
    assert "已分 0 · 未分 0" in huibi("assign", "--open").out
    assert told(huibi("assign", "--open", "--json"))["assignments"] == []
    refused = huibi("assign", "--open", "--record")
    assert (refused.code, "nothing was recorded" in refused.err) == (2, True)


def test_a_batch_is_recorded_listed_shown_and_replayed(huibi):
    shown = told(huibi("assign", "cases", "--record", "--json", "--xlsx", "out.xlsx"))
    assert shown["batch"] == "A-000001"
    assert set(shown) >= {"assignments", "unassigned", "gap", "seed_commitment"}
    one = shown["assignments"][0]
    assert set(one) >= {
        "case", "handler", "second", "zone", "step", "cost", "probability", "rejected",
    }  # fmt: skip
    assert all(set(rejected) >= {"handler", "why"} for rejected in one["rejected"])
    assert told(huibi("assign", "replay", "A-000001", "--json")) == {
        "batch": "A-000001",
        "same": True,
        "differences": [],
    }
    assert "A-000001: same" in huibi("assign", "replay", "A-000001").out
    (line,) = told(huibi("assign", "list", "--json"))["batches"]
    assert (line["state"], line["cases"], line["assigned"]) == ("drawn", 5, 5)
    assert "已抽签 drawn" in huibi("assign", "list").out
    book = openpyxl.load_workbook("out.xlsx").active
    assert [book.cell(2, 1).value, book.cell(2, 3).value] == ["K-0", one["handler"]]
    assert "f" not in {cell.data_type for row in book.iter_rows() for cell in row}
    assert one["handler"] in huibi("case", "show", "K-0").out
    assert huibi("assign", "K-0").code == 2
    done = huibi("assign", "withdraw", "K-0", "--reason", "调离")
    assert "撤回分办" in done.out
    assert "K-0" in huibi("assign", "--open").out


def test_promised_first_and_drawn_with_a_public_seed(huibi):
    source = ("--commit", "--public-source", "当日彩票号码")
    shown = told(huibi("assign", "cases", *source, "--json"))
    assert shown["public_source"] == "当日彩票号码"
    assert told(huibi("assign", "list", "--json"))["batches"][0]["state"] == "promised"
    assert huibi("assign", "replay", "A-000001").code == 2
    assert "当日彩票号码" in huibi("assign", "reveal", "A-000001").err
    drawn = told(huibi("assign", "reveal", "A-000001", "--public-seed", "03 11 27", "--json"))
    assert drawn["revealed"]["public_seed"] == "03 11 27"
    assert huibi("assign", "replay", "A-000001").code == 0
    refused = huibi("assign", "cases", "--commit", "--public-seed", "1")
    assert (refused.code, "could choose" in " ".join(refused.err.split())) == (2, True)


def test_a_draw_that_was_tampered_with_fails_its_replay(huibi):
    told(huibi("assign", "cases", "--record", "--json"))
    with apsw.Connection("huibi.db") as connection:
        rows = connection.execute(
            "SELECT number, body FROM desk_event WHERE kind = 'assigned' ORDER BY number"
        ).fetchall()
        number, body = rows[0]
        changed = json.loads(body)
        changed["handler"] = "县办1" if changed["handler"] != "县办1" else "县办2"
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(
            "UPDATE desk_event SET body = ? WHERE number = ?", (json.dumps(changed), number)
        )
    done = huibi("assign", "replay", "A-000001")
    assert done.code == 1
    assert "event" in done.out


def test_the_same_seed_gives_the_same_and_sm3_is_possible(huibi):
    Path("seed").write_bytes(b"a seed of the office, long enough")
    first = told(huibi("assign", "cases", "--seed-from", "seed", "--json"))
    again = told(huibi("assign", "cases", "--seed-from", "seed", "--json"))
    assert first == again
    sm3 = told(huibi("assign", "cases", "--seed-from", "seed", "--hash", "sm3", "--json"))
    assert sm3["seed_commitment"].startswith("sm3:")
    assert huibi("assign", "cases", "--seed-from", "none").code == 2
    assert huibi("assign", "cases", "--hash", "md5").code == 2


def test_rules_may_be_the_offices_own(huibi):
    Path("rules.yaml").write_text(
        Path(__file__)
        .parents[3]
        .joinpath("graph/desk/assignment/rules.yaml")
        .read_text("utf-8")
        .replace("second: true", "second: false"),
        "utf-8",
    )
    shown = told(huibi("assign", "cases", "--rules", "rules.yaml", "--json"))
    assert {one["second"] for one in shown["assignments"]} == {None}
    shown = told(huibi("assign", "cases", "--first-step", "zone", "--json"))
    assert {one["step"] for one in shown["assignments"]} <= {"zone", "cross_zone", "elevated"}
    assert huibi("assign", "cases", "--max-probability", "0").code == 2
    assert "known" in huibi("assign", "cases", "--first-step", "x").err


def test_assigning_alone_imports_no_picture_and_no_driver():
    code = (
        "import sys; import api.cli.app; heavy = {'highspy', 'scipy', 'matplotlib', 'neo4j'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_killed_at_any_moment_no_assignment_is_lost_or_doubled(loaded, tmp_path):
    """A process killed after its promise, or while it checks and records, is taken up again."""
    for share in (0.02, 0.4):
        folder = tmp_path / f"at{share}"
        shutil.copytree(loaded, folder)
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert child.stdout.readline() == "promised\n", child.stderr.read()
        time.sleep(share)
        child.kill()
        child.communicate()
        with sitting(folder / "huibi.db") as desk:
            for batch in batches(desk.ledger):
                draw(desk, batch)
            files = docket(desk.ledger)
            for file in files.values():
                assert [event.kind for event in file.history].count("assigned") == 1
                assert file.anomalies == ()
            assert len(files) == 5
            assert [replay_batch(desk.ledger, batch) for batch in batches(desk.ledger)] == [()]
    assert not list((folder / "huibi.db.seeds").iterdir())


CHILD = """
from api.assigning import Request, commit, draw
from api.cli.desk import sitting
from graph.desk.assignment.commitment import new_seed

with sitting(None) as desk:
    batch, _ = commit(desk, Request(cases=["cases"]), new_seed(), progress=None)
    print("promised", flush=True)
    draw(desk, batch)
"""
