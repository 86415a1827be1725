"""Every query of the catalogue, run on a real server: it says what happened in the story."""

from __future__ import annotations

import json
import re
from pathlib import Path

import neo4j
import pytest

from graph.cases import parse_case, resolve_case
from graph.findings import as_json
from graph.ledger import FindingRun, open_ledger
from graph.recusal.decisions import decision_of
from graph.recusal.engine import check
from graph.recusal.pack import load_pack
from graph.snapshot import open_snapshot
from tests.catalogue.answers import ANSWERS
from tests.catalogue.story import CASE, FINDINGS, HIDDEN_CASE, STORY
from tests.engine_neo4j.projected import project
from tests.engine_neo4j.worlds import head_of, write_world

FOLDER = Path(__file__).parents[2] / "docs/cypher"
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.cypher"))}
ELSEWHERE = {"counts", "recent-changes", "how-current"}


@pytest.fixture(scope="module")
def story(neo4j_graph, tmp_path_factory):
    """The story's ledger, projected, with two recorded verdicts; the function asks by name."""
    path = write_world(tmp_path_factory.mktemp("story") / "huibi.db", STORY)
    snapshot = open_snapshot(path)
    for spec in (CASE, HIDDEN_CASE):
        text = json.dumps(spec, ensure_ascii=False)
        case = resolve_case(parse_case(text), snapshot)
        packs = [load_pack(name) for name in case.packs]
        with open_ledger(path, write=True) as book:
            told = check(case, packs, snapshot)
            book.decisions.record(decision_of(told, case_text=text, packs=packs, author="检查"))
    with open_ledger(path, write=True) as book:
        run = FindingRun(codes=("B1", "C5"), on="2026-03-02", sequence=book.head, author="检查",
                         settings={})  # fmt: skip
        book.findings.record(run, map(as_json, FINDINGS))
    project(neo4j_graph, path)
    address = neo4j_graph.address
    driver = neo4j.GraphDatabase.driver(
        address.uri, auth=(address.user, address.password), notifications_min_severity="OFF"
    )

    def ask(name, **parameters):
        found = driver.execute_query(TEXTS[name], parameters, routing_="r")
        return [record.data() for record in found.records]

    with driver:
        yield ask, path


@pytest.mark.parametrize("name", TEXTS)
def test_a_query_says_what_happened(story, name) -> None:
    if name in ELSEWHERE:
        return
    parameters, expected = ANSWERS[name]
    rows = story[0](name, **parameters)
    found = [{key: row.get(key) for key in part} for row, part in zip(rows, expected, strict=False)]
    order = json.dumps if name in ("find-person", "disputed-ties", "shared-contacts") else None
    if order:
        keys = list(expected[0])
        found = sorted(({key: row[key] for key in keys} for row in rows), key=order)
        expected = sorted(expected, key=order)
    assert found == expected
    assert len(rows) == len(expected)


def test_counts_tell_labels_and_types(story) -> None:
    counts = {(row["what"], row["name"]): row["many"] for row in story[0]("counts")}
    assert counts["label", "Person"] == 14
    assert counts["label", "Projection"] == 1
    assert counts["type", "KIN"] == 10
    assert counts["type", "HOLDS_POST"] == 6


def test_recent_changes_tell_source_and_newest_row(story) -> None:
    ask, path = story
    head = head_of(path).sequence
    assert ask("recent-changes", since=head) == []
    everything = {row["type"]: row for row in ask("recent-changes", since=0)}
    assert everything["KIN"]["rows"] == 10
    assert everything["FRIEND"] | {"newest": 0} == {
        "source": "案卷", "type": "FRIEND", "rows": 1, "newest": 0,
    }  # fmt: skip
    newest = everything["FRIEND"]["newest"]
    assert "FRIEND" in {row["type"] for row in ask("recent-changes", since=newest - 1)}
    assert "FRIEND" not in {row["type"] for row in ask("recent-changes", since=newest)}


def test_how_current_compares_with_the_ledger(story) -> None:
    ask, path = story
    head = head_of(path).sequence
    (row,) = ask("how-current", head=head)
    assert row["is_current"]
    (row,) = ask("how-current", head=head + 1)
    assert not row["is_current"]


def test_a_hub_on_the_way_is_not_taken(story) -> None:
    assert story[0]("how-connected", one="赵六", other="李强", hub=1) == []


def test_a_case_with_an_informant_is_nowhere(story) -> None:
    ask, _ = story
    for person in CASE["candidates"]:
        assert "案二" not in {row["case"] for row in ask("verdicts-on-person", person=person)}


HEADING = re.compile(
    r"// [A-Z][^\n]*(?:\n// [^\n]*)*?\?\n(?:// [^\n]*\n)*?// Parameters: ", re.DOTALL
)


@pytest.mark.parametrize("name", TEXTS)
def test_a_query_begins_with_its_question_parameters_and_how_to_read_it(name) -> None:
    text = TEXTS[name]
    heading = "".join(line for line in text.splitlines(keepends=True) if line.startswith("//"))
    assert HEADING.match(heading)
    assert "\n// Read: " in heading
    used = set(re.findall(r"\$([a-z_]+)", text.removeprefix(heading)))
    told = re.search(r"// Parameters: (.*?)\n// Read: ", heading, re.DOTALL).group(1)
    assert set(re.findall(r"\$([a-z_]+)", told)) == used
    assert used or told.startswith("none.")
    assert not re.search(r"\b(CREATE|MERGE|DELETE|SET|REMOVE|LOAD)\b", text.removeprefix(heading))


def test_the_index_lists_every_query_once() -> None:
    listed = re.findall(r"\]\(([\w-]+)\.cypher\)", (FOLDER / "README.md").read_text("utf-8"))
    assert sorted(listed) == sorted(TEXTS)
    assert len(TEXTS) >= 15
    assert set(ANSWERS) | ELSEWHERE == set(TEXTS)
