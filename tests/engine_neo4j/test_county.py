"""Ten thousand pairs of the made county: half of them kin, former kin or nearly kin."""

from __future__ import annotations

import json
import random
from collections import Counter
from itertools import cycle

import neo4j
import numpy as np
import pytest

from api.loading import Request, load_sources
from graph.cases import load_case, parse_case, resolve_case
from graph.kinship.circles import ALL_KIN, define_circle
from graph.kinship.closure import all_kin
from graph.kinship.walks import EVERY_STANDING
from graph.model import day_of
from loaders.synthetic import write_county
from tests.catalogue.test_catalogue import TEXTS

pytestmark = pytest.mark.slow

PERSONS, SUBJECTS, CANDIDATES = 6_000, 100, 100
NEAR_MISS = define_circle(
    "NEAR",
    ["UUUD", "UDDD", "UUUDD", "UUDDD", "SDU", "UDSD", "SUDSU", "UDDSU"],
    both_directions=True,
)
QUESTIONS = (
    ("supervision_case", "subject", "2026-03-02"),
    ("civil_service_duty", "interested", "2026-03-02"),
    ("complaint", "complainant", "2019-05-06"),
    ("administrative_penalty", "subject", "2024-11-30"),
    ("procurement", "supplier", "2026-03-02"),
    ("benefit_review", "beneficiary", "2012-08-15"),
)


@pytest.fixture(scope="module")
def county(both, tmp_path_factory):
    """The county in a ledger, a snapshot and Neo4j."""
    folder = tmp_path_factory.mktemp("county")
    write_county(folder / "made", PERSONS, 7)
    path = folder / "huibi.db"
    load_sources(path, Request(paths=[folder / "made"]), lambda _: None, lambda _: None)
    return both(path), folder / "made"


def relatives(snapshot, circle, allowed=EVERY_STANDING):
    """Everybody's relatives of a circle on the day of most questions, by node."""
    egos = np.arange(snapshot.persons.n, dtype=np.int32)
    sets = all_kin(snapshot, egos, day_of("2026-03-02"), circle, allowed=allowed)
    found: dict[int, set[int]] = {}
    for ego, kin in zip(sets.ego.tolist(), sets.relative.tolist(), strict=True):
        found.setdefault(ego, set()).add(kin)
    return found


def chosen(snapshot, rng):
    """Subjects with half of their candidates related, were related, or nearly so."""
    lawful = relatives(snapshot, ALL_KIN, 1)
    every, near = relatives(snapshot, ALL_KIN), relatives(snapshot, NEAR_MISS)
    half, everybody = CANDIDATES // 2, range(snapshot.persons.n)
    rich = [ego for ego in everybody if len(every.get(ego, set()) | near.get(ego, set())) >= half]
    for ego in rng.sample(rich, SUBJECTS):
        former = sorted(every.get(ego, set()) - lawful.get(ego, set()))
        missed = sorted(near.get(ego, set()) - every.get(ego, set()))
        legal = sorted(lawful.get(ego, set()))
        picked = former[:20] + rng.sample(missed, min(15, len(missed)))
        picked += rng.sample(legal, min(len(legal), half - len(picked)))
        others = [node for node in missed if node not in picked]
        picked += others[: half - len(picked)]
        assert len(picked) == half
        rest = [
            node for node in rng.sample(everybody, 2 * CANDIDATES) if node not in {*picked, ego}
        ]
        yield ego, len(former[:20]), [*picked, *rest[: CANDIDATES - half]]


def test_ten_thousand_pairs_get_the_same_verdicts_reasons_and_paths(county) -> None:
    world, _ = county
    name = world.snapshot.persons.id
    verdicts, former, pairs = Counter(), 0, 0
    questions = cycle(QUESTIONS)
    for subject, ended, nodes in chosen(world.snapshot, random.Random(1)):
        matter, role, day = next(questions)
        case = {
            "id": f"案{subject}", "matter": matter, "received": day,
            "parties": [{"person": name(subject), "role": role}],
            "candidates": [name(node) for node in nodes],
        }  # fmt: skip
        embedded, found = world.answers(json.dumps(case, ensure_ascii=False))
        assert found == embedded
        verdicts.update(each["verdict"] for each in found["candidates"])
        former, pairs = former + ended, pairs + len(nodes)
    assert pairs == SUBJECTS * CANDIDATES >= 10_000
    assert min(verdicts[word] for word in ("must_recuse", "review", "unknown", "clear")) > 50
    assert former > 50


def test_every_planted_case_is_answered_alike(county) -> None:
    world, folder = county
    for path in sorted((folder / "cases").glob("*.yaml")):
        case = resolve_case(load_case(path)[0], world.snapshot)
        embedded, found = world.answers(case)
        assert found == embedded, path.name


ASKED_OF_THE_COUNTY = {
    "find-person": {"text": "张"},
    "kin-companies-won-contracts": {"official": None},
    "officials-with-companies": {"on": "2026-03-02"},
    "kin-in-one-unit": {"on": "2026-03-02"},
    "benefits-for-own-kin": {},
    "unknown-kin": {"on": "2026-03-02"},
    "counts": {},
    "recent-changes": {"since": 0},
}


def test_the_catalogue_has_something_to_say_of_the_county(county) -> None:
    address = county[0].graph.address
    driver = neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password))
    with driver:
        for name, parameters in ASKED_OF_THE_COUNTY.items():
            rows = driver.execute_query(TEXTS[name], parameters).records
            assert rows, name


def test_a_case_with_many_parties_and_candidates_is_answered_alike(county) -> None:
    world, _ = county
    persons, rng = world.snapshot.persons, random.Random(3)
    nodes = rng.sample(range(persons.n), 305)
    case = {
        "id": "案", "matter": "supervision_case", "received": "2026-03-02",
        "parties": [{"person": persons.id(node), "role": "subject"} for node in nodes[:5]],
        "candidates": [persons.id(node) for node in nodes[5:]],
    }  # fmt: skip
    embedded, found = world.answers(json.dumps(case))
    assert found == embedded
    assert resolve_case(parse_case(json.dumps(case)), world.snapshot).candidates
