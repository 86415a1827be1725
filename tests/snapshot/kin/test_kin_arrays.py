"""The arrays: mirrored, sorted, proven, the same however a family is told."""

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import ALWAYS, EVER
from graph.snapshot.arrays import DATED
from graph.snapshot.kin_build import KinBuild, build_kin

UP = {1: ("father", "父亲", "爸爸"), 2: ("mother", "母亲", "妈妈")}
DOWN = {1: ("son", "儿子"), 2: ("daughter", "女儿")}


@st.composite
def families(draw):
    """People with sexes, parent pairs that climb in number, and couples."""
    size = draw(st.integers(3, 12))
    sexes = draw(st.lists(st.sampled_from([1, 2]), min_size=size, max_size=size))
    parents = {}
    for child in range(2, size):
        for sex in (1, 2):
            older = [p for p in range(child) if sexes[p] == sex]
            if older and draw(st.booleans()):
                parents[child, sex] = draw(st.sampled_from(older))
    someone = st.integers(0, size - 1)
    couples = draw(st.sets(st.tuples(someone, someone), max_size=4))
    return sexes, parents, {(a, b) for a, b in couples if sexes[a] == 1 and sexes[b] == 2}


def told(draw, sexes, parents, couples):
    """The same ties in random words, directions, orders and repetitions."""
    rows = []
    for (child, sex), parent in parents.items():
        up = {"person": f"P{child:02d}", "relative": f"P{parent:02d}"}
        down = {"person": up["relative"], "relative": up["person"]}
        for _ in range(draw(st.integers(1, 3))):
            if draw(st.booleans()):
                rows.append(up | {"relation": draw(st.sampled_from(UP[sex]))})
            else:
                rows.append(down | {"relation": draw(st.sampled_from(DOWN[sexes[child]]))})
    for a, b in couples:
        for _ in range(draw(st.integers(1, 2))):
            husband = {"person": f"P{b:02d}", "relation": "husband", "relative": f"P{a:02d}"}
            wife = {"person": f"P{a:02d}", "relation": "妻子", "relative": f"P{b:02d}"}
            rows.append(draw(st.sampled_from([husband, wife])))
    return draw(st.permutations(rows))


def plain(built: KinBuild):
    graph = built.graph
    return [
        getattr(adjacency, name).tolist()
        for adjacency in (graph.parents, graph.children, graph.spouses)
        for name in ("indptr", "indices", "flags", "start", "end")
    ] + [graph.parent_facts.confidence.tolist(), built.sex.tolist()]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_the_arrays_do_not_depend_on_the_telling(family_of, data):
    sexes, parents, couples = data.draw(families())
    people = [{"id": f"P{at:02d}", "sex": "MF"[sex - 1]} for at, sex in enumerate(sexes)]
    first = family_of(people, told(data.draw, sexes, parents, couples), [])
    second = family_of(people, told(data.draw, sexes, parents, couples), [])
    assert plain(first.built) == plain(second.built)
    graph = first.built.graph
    everyone = range(len(sexes))
    ties = {(c, int(graph.parents.indices[at])) for c in everyone for at in graph.parents.row(c)}
    assert ties == {(child, parent) for (child, _), parent in parents.items()}
    assert len(graph.children.indices) == len(ties)


def test_rows_ascend_by_neighbour_then_start(sketch):
    family = sketch(
        "A wife C from=2000-01-01 to=2005-01-01\n A wife B from=2007-01-01\n"
        "B husband A from=1990-01-01 to=1995-01-01"
    )
    spouses = family.built.graph.spouses
    row = [(int(spouses.indices[at]), int(spouses.start[at])) for at in spouses.row(0)]
    assert row == sorted(row)
    assert len(row) == 5


def test_undated_ties_are_marked_so(sketch):
    family = sketch("A wife B\n C father A\n A wife D to=1999-01-01")
    parents, spouses = family.built.graph.parents, family.built.graph.spouses
    assert not parents.flags.any()
    dated = (spouses.flags & DATED).astype(bool)
    assert (dated == ((spouses.start > EVER) | (spouses.end < ALWAYS))).all()
    assert dated.any()
    assert not dated.all()


def test_edge_tables_hold_the_same_segments(sketch):
    family = sketch("C father A\n C mother B\n A wife B from=1990 to=2001-01-01\n C 舅舅 D")
    built = family.built
    parents, spouses = built.parent_edges.to_pydict(), built.spouse_edges.to_pydict()
    assert parents["parent"] == built.graph.parents.indices.tolist()
    assert spouses["start"] == built.graph.spouses.start.tolist()
    assert list(zip(parents["child"], parents["parent"], strict=True)) == sorted(
        zip(parents["child"], parents["parent"], strict=True)
    )
    assert spouses["uncertain"].count(True) == 2
    assert parents["confidence"] == [1.0] * len(parents["child"])


def test_support_is_recorded_both_ways(family_of):
    kin = [{"person": "A", "relation": "岳父", "relative": "B", "supported": "true"}]
    ties = [
        {
            "person": "A",
            "other": "person:C",
            "kind": "guardian",
            "from": "2001-01-01",
            "to": "2002",
        },
        {"person": "A", "other": "D", "kind": "friend"},
        {"person": "A", "other": "U1", "kind": "guardian"},
    ]
    people = [{"id": i} for i in "ABCD"]
    pairs = family_of(people, kin, ties).built.supported_pairs.to_pydict()
    assert list(zip(pairs["a"], pairs["b"], strict=True)) == [(0, 1), (0, 2), (1, 0), (2, 0)]
    assert pairs["start"][0] == EVER
    assert pairs["uncertain"] == [False, True, False, True]


def test_a_ledger_without_people(family_of):
    built = family_of([], [], []).built
    assert (built.n, built.n_all, built.contradictions) == (0, 0, ())
    assert built.graph.parents.indptr.tolist() == [0]


def test_rows_that_name_nobody_are_left_out(sketch):
    family = sketch("A father B\n A mother C")
    nobody = family.people.schema.empty_table()
    built = build_kin(nobody, family.kin, pa.table({}), pa.array(["A", "B"]))
    assert built.graph.parents.indices.tolist() == [1]
    assert built.disputed_rows.tolist() == [False, False]
