"""The command as a process: streams, signals, locales, what it imports."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.api.family import CASE, write_family

HUIBI = Path(sys.executable).with_name("huibi")
LIGHT = ("numba", "pyarrow", "numpy", "pandas", "pydantic", "rich.console", "apsw", "graph.ledger")
NEVER = ("pandas", "ibis", "duckdb", "networkx", "openpyxl", "rich.progress", "pyvis")


def start(*arguments, **more):
    """Start a command that hears interrupts, though whoever runs the tests may not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            [HUIBI, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more
        )
    finally:
        signal.signal(signal.SIGINT, before)


def finish(process, timeout=120):
    out, err = process.communicate(timeout=timeout)
    return process.returncode, out, err


def imported(*arguments):
    """The modules in memory when a command has ended."""
    code = (
        "import json, sys\n"
        "from api.cli.process import leave_pandas_out\n"
        "from api.cli import run\n"
        "leave_pandas_out()\n"
        "code = run(sys.argv[1:])\n"
        "sys.stderr.write(json.dumps([code, sorted(sys.modules)]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, check=True
    )
    code, modules = json.loads(done.stderr)
    assert code == 0
    return set(modules)


def test_help_imports_nothing_heavy():
    assert imported("--help").isdisjoint(LIGHT)
    assert imported("check", "--help").isdisjoint({*LIGHT} - {"pydantic"})  # typer's own


@pytest.mark.parametrize(
    "command", [["status"], ["find", "周"], ["kin", "B0"], ["check", "case.yaml"]], ids=" ".join
)
def test_questions_import_only_what_they_use(ledger, case, command):
    loaded = imported(*command, "--json")
    assert loaded.isdisjoint(NEVER)
    if command[0] in ("status", "find"):
        assert loaded.isdisjoint({"numba", "graph.recusal", "graph.ties"})


def test_a_question_answers_on_stdout_and_its_remarks_on_stderr(family, case):
    code, out, err = finish(start("load", family, "--json"))
    assert code == 0
    assert json.loads(out)["loaded"] is True
    assert b"huibi:" not in err
    code, out, err = finish(start("check", case, "--json"))
    assert (code, err) == (0, b"")
    assert json.loads(out)["case"] == "K-1"
    code, out, err = finish(start("kin", "ZZ", "--json"))
    assert (code, out) == (2, b"")
    assert b"no person 'ZZ'" in err


@pytest.mark.parametrize(
    "command",
    [[], ["nonsense"], ["check"], ["check", "case.yaml", "--nonsense"], ["load"]],
    ids=str,
)
def test_usage_errors_exit_2_on_stderr(huibi, command):
    done = huibi(*command)
    assert done.code == 2
    assert "Traceback" not in done.err


@pytest.mark.slow
@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "gb18030"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
    ids=str,
)
def test_no_locale_stops_an_answer(ledger, case, locale):
    code, out, err = finish(start("check", case, env=os.environ | locale))
    assert (code, err) == (0, b"")
    assert b"MUST RECUSE" in out
    code, out, _ = finish(start("find", "B0", "--json", env=os.environ | locale))
    assert code == 0
    assert json.loads(out.decode("utf-8"))[0]["name"] == "周国强"


def test_a_closed_pipe_is_no_failure(huibi, work):
    county = "\n".join(f"X{n},路人{n},,," for n in range(3000)) + "\n"
    write_family(work / "family", people=county)
    assert huibi("load", "family").code == 0
    for command in (["find", "路人"], ["kin", "--all", "--json"]):
        process = start(*command)
        process.stdout.read(1)
        process.stdout.close()
        assert process.wait(timeout=120) == 0
        assert process.stderr.read() == b""
        process.stderr.close()


@pytest.mark.parametrize("command", [["find", "周"], ["find", "周", "--json"]], ids=str)
def test_an_answer_that_cannot_be_written_is_an_error(ledger, command):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([HUIBI, *command], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"cut short" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_terminal_gets_no_control_characters(ledger, case):
    case.write_text(CASE.replace("K-1", '"\\e[2J\\u009b31m\\u202eK"'), encoding="utf-8")
    for flags in ((), ("--json",)):
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [HUIBI, "check", case, *flags], stdout=theirs, stderr=subprocess.DEVNULL
        )
        os.close(theirs)
        seen = b""
        while select.select([ours], [], [], 60)[0]:
            try:
                more = os.read(ours, 65536)
            except OSError:  # the end, as a terminal says it
                break
            if not more:
                break
            seen += more
        os.close(ours)
        assert process.wait(timeout=60) == 0
        text = seen.decode()
        assert not set("\x1b\x9b\u202e") & set(text)
        if flags:
            assert json.loads(text)["case"] == "\x1b[2J\x9b31m\u202eK"


def long_source(folder):
    write_family(folder, people="".join(f"X{n},路人{n},,,\n" for n in range(60_000)))
    return folder


def wait_for(condition, process, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < end
        time.sleep(0.005)


def is_writing(ledger):
    """Whether a load has begun to stage rows: its log has grown."""
    log = ledger.with_name(ledger.name + "-wal")
    return lambda: log.exists() and log.stat().st_size > 200_000


@pytest.mark.slow
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_load_cut_short_leaves_the_old_state(huibi, work, ledger, blow):
    before = huibi("status", "--json").json
    long_source(work / "long")
    process = start("load", "long", "--source", "long")
    wait_for(is_writing(ledger.absolute()), process)
    process.send_signal(blow)
    code, out, err = finish(process)
    assert code != 0
    assert b"were added" not in out
    assert b"Traceback" not in err
    if blow == signal.SIGINT:
        assert code == 130
        assert b"interrupted" in err
    after = huibi("status", "--json").json
    assert after | {"snapshot": ""} == before | {"snapshot": ""}
    assert huibi("load", "long", "--source", "family", "--dry-run").code == 0
    assert huibi("kin", "B0", "--json").json["kin"]


@pytest.mark.slow
def test_an_interrupted_first_load_leaves_no_ledger(work):
    long_source(work / "long")
    process = start("load", "long")
    wait_for(lambda: any(is_writing(path)() for path in work.glob(".huibi.db.*/huibi.db")), process)
    process.send_signal(signal.SIGINT)
    assert finish(process)[0] == 130
    assert sorted(path.name for path in work.iterdir()) == ["long"]


@pytest.mark.slow
def test_two_loads_at_once(huibi, work, ledger):
    for name in ("one", "two"):
        (work / name).mkdir()
        lines = "".join(f"{name}{n},路人{n}\n" for n in range(20_000))
        (work / name / "people.csv").write_text("id,name\n" + lines, encoding="utf-8")
    both = [start("load", name) for name in ("one", "two")]
    ends = [finish(process) for process in both]
    stored = 23
    for code, _, err in ends:
        assert code in (0, 2)
        assert b"Traceback" not in err
        stored += 20_000 * (code == 0)
    assert any(code == 0 for code, _, _ in ends)
    assert huibi("status", "--json").json["sequence"] == stored


@pytest.mark.slow
def test_two_first_loads_at_once(huibi, work, family):
    both = [start("load", family, "--source", name) for name in ("one", "two")]
    ends = [finish(process) for process in both]
    assert all(code in (0, 2) and b"Traceback" not in err for code, _, err in ends)
    won = sum(code == 0 for code, _, _ in ends)
    assert won >= 1
    assert len(huibi("status", "--json").json["sources"]) == won
