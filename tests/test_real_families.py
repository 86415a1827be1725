"""Kinship on real families, read from the raw file a second time and walked by networkx."""

import re
from functools import cache

import ibis
import networkx as nx
import numpy as np
import pytest

from api.loading import Request, load_sources
from graph.kinship.circles import CIRCLES
from graph.kinship.closure import all_kin, kin_of
from graph.kinship.ibis_circles import kin_pairs
from graph.kinship.kin import KinClass
from graph.model import day_of
from graph.snapshot import open_snapshot

pytestmark = pytest.mark.real_input

ON = day_of("2026-01-01")
FAMILIES = (
    "royal92",
    "pres2020",
    "Western+Han+Dynasty",
    "Eastern+Han+Dynasty",
    "Sui+Dynasty",
    "Tang+Dynasty",
    "Yuan+Dynasty",
    "Ming+Dynasty",
    "Qing+Dynasty",
)
LINE = re.compile(r"\s*(\d+) (?:@([^@]+)@ )?(\w+) ?(.*)")


@cache
def read(path):
    """Return (people, parents, couples) by the tags alone; divorced couples are no couples."""
    people, families, record = set(), {}, None
    for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines():
        level, xref, tag, value = LINE.match(line).groups() if LINE.match(line) else ("9",) * 4
        if level == "0":
            record = families.setdefault(xref, {"CHIL": []}) if tag == "FAM" else None
            people |= {xref} if tag == "INDI" else set()
        elif record is not None and level == "1":
            if tag in {"HUSB", "WIFE", "DIV"}:
                record[tag] = value.strip("@ ")
            elif tag == "CHIL":
                record[tag].append(value.strip("@ "))
    parents, couples = nx.DiGraph(), nx.Graph()
    parents.add_nodes_from(people)
    couples.add_nodes_from(people)
    for family in families.values():
        couple = [family[tag] for tag in ("HUSB", "WIFE") if family.get(tag)]
        parents.add_edges_from((p, child) for p in couple for child in family["CHIL"])
        if len(couple) == 2 and family.get("DIV", "N") == "N":
            couples.add_edge(*couple)
    return people, parents, couples


def walk(parents, couples, start, shape):
    """Return the ends of all simple paths of a shape."""
    step = {"U": parents.predecessors, "D": parents.successors, "S": couples.neighbors}
    paths = [(start,)]
    for letter in shape:
        paths = [(*path, n) for path in paths for n in step[letter](path[-1]) if n not in path]
    return {path[-1] for path in paths}


def classes_of(parents, couples, start):
    """Return every relative's closest class, from networkx alone."""
    lineal = nx.ancestors(parents, start) | nx.descendants(parents, start)
    found = dict.fromkeys(walk(parents, couples, start, "S"), KinClass.SPOUSE)
    for person in lineal - {start}:
        found.setdefault(person, KinClass.LINEAL)
    for code, kin_class in (("K3", KinClass.COLLATERAL_3), ("K4", KinClass.NEAR_AFFINITY)):
        for shape in CIRCLES[code].both().shapes:
            for person in walk(parents, couples, start, shape):
                found.setdefault(person, kin_class)
    return found


@pytest.fixture(scope="module", params=FAMILIES)
def family(request, shared, tmp_path_factory):
    source = shared / "data" / "gedcom" / f"{request.param}.ged"
    ledger = tmp_path_factory.mktemp("family") / "family.db"
    outcome = load_sources(ledger, Request(paths=[source]), lambda _n: None, lambda _o: None)
    assert outcome.is_loaded
    assert outcome.errors == []
    return source, open_snapshot(ledger)


def test_everyone_is_loaded(family):
    source, snapshot = family
    assert set(snapshot.persons.ids) == read(source)[0]


def test_classes_equal_networkx_on_the_raw_file(family):
    source, snapshot = family
    people, parents, couples = read(source)
    sample = sorted(people)[:: max(1, len(people) // 60)]
    for person in sample:
        mine = {r.person: r.readings[0].kin_class for r in kin_of(snapshot, person, ON)}
        assert mine == classes_of(parents, couples, person), person


def test_every_path_leads_from_the_person_to_the_relative_by_sourced_ties(family):
    source, snapshot = family
    people = sorted(read(source)[0])
    for person in people[:: max(1, len(people) // 40)]:
        for relative in kin_of(snapshot, person, ON):
            hops = relative.readings[0].hops
            assert [hop.source for hop in hops] == [person, *(hop.target for hop in hops[:-1])]
            assert hops[-1].target == relative.person
            assert all(hop.origin.startswith(source.name) for hop in hops)


@pytest.mark.parametrize("code", ["K1-K4", "NR-P", "NR-C", "FAM"])
def test_arrays_and_duckdb_agree(family, code):
    _, snapshot = family
    everyone = np.arange(snapshot.persons.n, dtype=np.int32)
    sets = all_kin(snapshot, everyone, ON, CIRCLES[code])
    mine = set(zip(sets.ego.tolist(), sets.relative.tolist(), strict=True))
    table = kin_pairs(snapshot, CIRCLES[code], ON, connection=ibis.duckdb.connect())
    rows = table.to_pyarrow()
    assert mine == set(zip(rows["ego"].to_pylist(), rows["relative"].to_pylist(), strict=True))


def test_victoria_married_her_cousin(family):
    source, snapshot = family
    if source.stem != "royal92":
        return
    victoria = {r.person: r for r in kin_of(snapshot, "I1", day_of("1850-01-01"))}
    albert = victoria["I2"].readings
    assert [reading.shape for reading in albert] == ["S", "UUDD"]
    assert "丈夫" in albert[0].terms
    assert "表弟" in albert[1].terms
