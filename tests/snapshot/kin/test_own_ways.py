"""Asserted relations beside recorded ties that do not carry them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Standing, day_of
from graph.ontology.kin_types import TERM_TYPES
from graph.snapshot.arrays import DISPUTED, UNCERTAIN

PARENT_DOUBTS = (
    "kind=foster",
    "kind=foster from=1990-01-01 to=2000-01-01",
    "kind=adoptive from=2027-01-01",
    "kind=adoptive from=1990-01-01 to=2000-01-01",
    "kind=adoptive_unregistered",
    "kind=step",
    "confidence=.5",
    "status=disputed",
)
COUPLE_DOUBTS = (
    "kind=void",
    "kind=cohabiting",
    "kind=cohabiting from=1990-01-01 to=2000-01-01",
    "confidence=.5",
    "status=disputed",
)
TERMS = ("哥哥", "half_sibling", "同母异父的弟弟", "祖父", "外孙", "舅舅", "侄子", "堂哥", "表妹",
         "岳父", "儿媳", "小舅子", "连襟", "表嫂", "亲家公")  # fmt: skip
TODAY = "2026-03-02"


def clean_shapes(family, one, other, longest, day=TODAY):
    """Shapes of the paths on a day whose every tie is lawful, certain and undisputed."""
    graph, goal, found = family.built.graph, family.node(other), set()
    moves = (("U", graph.parents), ("D", graph.children), ("S", graph.spouses))

    def walk(node, shape, seen):
        if node == goal:
            found.add(shape)
            return
        for move, adjacency in moves if len(shape) < longest else ():
            for at in adjacency.row(node):
                step = int(adjacency.indices[at])
                is_clean = not adjacency.flags[at] & (UNCERTAIN | DISPUTED)
                is_lawful = adjacency.standing(at) == Standing.LAWFUL
                if step in seen or not (is_clean and is_lawful):
                    continue
                if adjacency.is_in_force(at, day_of(day)):
                    walk(step, shape + move, seen | {step})

    walk(family.node(one), "", {family.node(one)})
    return found


def shape_of(term):
    return "UD" if term == "half_sibling" else TERM_TYPES[term][0].shape


def recorded(term, doubt_at, doubt):
    """The ties of a term's shape row by row, the one at a place doubtful; all where it is None."""
    shape = shape_of(term)
    sexes = (0, 0, 0) if term == "half_sibling" else TERM_TYPES[term][0].sexes
    names = ["A", *(f"N{at}" for at in range(1, len(shape))), "B"]
    words = ("parent", "father", "mother")
    for at, move in enumerate(shape):
        cells = ""
        if doubt_at in (at, None):
            doubts = COUPLE_DOUBTS if move == "S" else PARENT_DOUBTS
            cells = doubts[doubt % len(doubts)]
        near, far = names[at], names[at + 1]
        if move == "S":
            yield f"{near} spouse {far} {cells}"
        elif move == "U":
            yield f"{near} {words[sexes[at + 1]]} {far} {cells}"
        else:
            yield f"{far} {words[sexes[at]]} {near} {cells}"


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("doubt", range(len(PARENT_DOUBTS)))
def test_no_doubtful_record_takes_an_asserted_relation_away(sketch, term, doubt):
    shape = shape_of(term)
    for place in (*range(len(shape)), None):
        rows = "\n".join(recorded(term, place, doubt))
        family = sketch(f"{rows}\nA {term} B")
        assert shape in clean_shapes(family, "A", "B", len(shape)), rows


@pytest.mark.parametrize("term", TERMS[:-1])
def test_a_sound_record_is_only_confirmed(sketch, term):
    rows = "\n".join(row.partition("kind")[0] for row in recorded(term, -1, 0))
    family = sketch(f"{rows}\nA {term} B")
    assert family.built.virtual_count == 0


@pytest.mark.parametrize(
    ("father", "row", "implied"),
    [
        pytest.param("kind=adoptive", "", 0, id="undated-adoption"),
        pytest.param("kind=adoptive from=1990-01-01", "", 1, id="adoption-of-a-later-day"),
        pytest.param("kind=adoptive from=1990-01-01", "from=1995", 0, id="before-the-row"),
        pytest.param("kind=step raised=true", "", 0, id="raised"),
        pytest.param("confidence=.9", "confidence=.8", 0, id="surer"),
        pytest.param("confidence=.9", "confidence=.95", 1, id="less-sure"),
        pytest.param("status=disputed", "status=disputed", 0, id="both-disputed"),
    ],
)
def test_what_counts_as_confirmed(sketch, father, row, implied):
    family = sketch(f"A father F {father}\n B father F\n A 哥哥 B {row}")
    assert family.built.virtual_count == implied


def test_disputed_fathers_do_not_dispute_a_brother_stated_cleanly(sketch):
    family = sketch("A father F\n A father G\n B father F\n A 哥哥 B")
    assert family.codes() == ["two_birth_fathers"]
    assert clean_shapes(family, "A", "B", 2) == {"UD"}
    assert family.parent(TODAY, "A", "F") == "lawful disputed"


def test_a_foster_father_is_not_made_a_father_by_a_brother(sketch):
    family = sketch("A father F\n B father F kind=foster\n A 哥哥 B")
    assert family.parent(TODAY, "B", "F") == "foster"


def test_a_way_of_ones_own_is_as_sure_as_its_row_and_proven_by_it(sketch):
    family = sketch("A father F confidence=.5\n F father B\n A 祖父 B confidence=.64")
    (first,) = [at for at in family.built.graph.parents.row(family.node("A"))
                if family.built.graph.parents.indices[at] >= family.built.n]  # fmt: skip
    facts = family.built.graph.parent_facts
    assert facts.proof_of(first) == [2]
    assert facts.confidence[first] == pytest.approx(0.8)


def test_full_siblings_of_both_sides_share_the_way(sketch):
    fathers = "A father F\n B father F kind=foster to=2000-01-01"
    family = sketch(f"{fathers}\n A 哥哥 B\n B 妹妹 C\n D father F\n D mother M\n A mother M")
    assert clean_shapes(family, "A", "C", 3) >= {"UD"}
    assert clean_shapes(family, "D", "B", 3) >= {"UD"}
    assert clean_shapes(family, "D", "C", 3) >= {"UD"}


STEP_CHILD = "A father F kind=step\n A mother M kind=step\n A 弟弟 B\n B father F\n B mother M"


@pytest.mark.parametrize("kind", ["step", "step raised=true", "foster"])
def test_a_sibling_by_a_stepparent_stays_out_of_the_way(sketch, kind):
    family = sketch(f"{STEP_CHILD}\n X father F\n X mother M kind={kind}")
    assert clean_shapes(family, "A", "B", 2) == {"UD"}
    assert clean_shapes(family, "A", "X", 2) == set()
    assert clean_shapes(family, "B", "X", 2) == {"UD"}
    assert family.built.virtual_count == 1


@pytest.mark.parametrize("other_brother", ["", "Y father G\n Y mother N"])
def test_birth_and_adoptive_families_are_not_joined_by_a_way(sketch, other_brother):
    by_birth = f"X father G\n X mother N\n{other_brother}"
    by_adoption = "X father F kind=adoptive\n X mother M kind=adoptive"
    family = sketch(f"{STEP_CHILD}\n{by_birth}\n{by_adoption}")
    assert clean_shapes(family, "A", "B", 2) == {"UD"}
    assert clean_shapes(family, "A", "X", 2) == set()
    if other_brother:
        assert clean_shapes(family, "A", "Y", 4) == set()


@pytest.mark.parametrize("kind", ["", "kind=adoptive"])
def test_full_siblings_by_birth_or_adoption_join_the_way(sketch, kind):
    family = sketch(f"{STEP_CHILD}\n X father F {kind}\n X mother M {kind}")
    assert clean_shapes(family, "A", "X", 2) == {"UD"}
    (virtual,) = range(family.built.n, family.built.n + family.built.virtual_count)
    parents = family.built.graph.parents
    (at,) = [at for at in parents.row(family.node("X")) if parents.indices[at] == virtual]
    assert set(family.built.graph.parent_facts.proof_of(at)) in ({3, 5}, {4, 6})


def test_a_sibling_by_two_mothers_on_record_joins_the_way_disputed(sketch):
    mothers = "X father F status=disputed\n X mother N\n X mother M"
    family = sketch(f"{STEP_CHILD}\n{mothers}")
    assert family.codes() == ["two_birth_mothers"]
    assert "UD" in family.shapes("A", "X")
    assert clean_shapes(family, "A", "X", 2) == set()


TIES = st.tuples(
    st.sampled_from("ABCD"),
    st.sampled_from(("father F", "mother M", "father G", "mother N")),
    st.sampled_from(("", *PARENT_DOUBTS)),
)
SIBLINGS = st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD")).filter(
    lambda pair: pair[0] != pair[1]
)


@given(
    ties=st.lists(TIES, max_size=10, unique_by=lambda tie: tie[:2]),
    pairs=st.lists(SIBLINGS, min_size=1, max_size=4, unique=True),
)
@settings(max_examples=200, deadline=None)
def test_siblings_stated_cleanly_are_siblings_whatever_else_is_recorded(sketch, ties, pairs):
    rows = [" ".join(tie) for tie in ties]
    rows += [f"{one} brother {other}" for one, other in pairs]
    family = sketch("\n".join(rows))
    stated = family.built.disputed_rows[len(ties) :].tolist()
    for (one, other), is_disputed in zip(pairs, stated, strict=True):
        if not is_disputed:
            assert "UD" in clean_shapes(family, one, other, 2)


def test_uncles_of_an_own_way_stay_brothers(sketch):
    family = sketch(
        "A father F\n F father G\n U father G kind=foster to=1960-01-01\n B father U\n A 堂哥 B"
    )
    assert clean_shapes(family, "F", "U", 2) == {"UD"}
    assert "UDD" in clean_shapes(family, "F", "B", 3)


@pytest.mark.parametrize(
    ("marriage", "told"),
    [
        pytest.param("A wife W", {"lawful"}, id="undated"),
        pytest.param("A wife W from=2000-01-01", {"lawful", "lawful uncertain"}, id="dated"),
        pytest.param("A wife W from=2027-01-01", {"lawful", "lawful uncertain"}, id="to-come"),
        pytest.param("A wife W to=2010-01-01", {"lawful", "former_spouse"}, id="divorced"),
        pytest.param("W died=2010-01-01\n A wife W", {"lawful", "widowed"}, id="widowed"),
    ],
)
def test_an_undated_father_in_law_lives_as_the_recorded_marriage(sketch, marriage, told):
    family = sketch(f"{marriage}\n W father B\n A 岳父 B")
    spouses = family.built.graph.spouses
    standings = {family._told(spouses, at).replace(" inferred", "") for at in spouses.row(0)}
    assert standings == told


def test_a_father_in_law_of_a_later_day_is_not_the_former_wifes(sketch):
    family = sketch(
        "A wife W from=2000-01-01 to=2010-01-01\n W father B\n A 岳父 B from=2015-01-01"
    )
    assert clean_shapes(family, "A", "B", 2, "2012-01-01") == set()
    assert clean_shapes(family, "A", "B", 2) == {"SU"}


def test_an_in_law_of_ones_own_way_ends_with_the_recorded_divorce(sketch):
    family = sketch(
        "A wife W from=2000-01-01 to=2010-01-01\n W father B kind=foster to=1999-01-01\n A 岳父 B"
    )
    assert clean_shapes(family, "A", "B", 2, "2005-01-01") == {"SU"}
    assert clean_shapes(family, "A", "B", 2) == set()


def test_asserted_rows_that_disagree_on_a_wedding_leave_it_open(sketch):
    family = sketch("A 姐夫 B from=2027-01-01\n A 姐夫 B")
    spouses = family.built.graph.spouses
    told = [family._told(spouses, at) for at in spouses.row(family.node("B"))]
    assert sorted(told) == ["lawful inferred", "lawful uncertain inferred"]


def test_implied_parents_of_own_ways_are_nobodys_co_parents(sketch):
    father = "A father F kind=adoptive from=2027-01-01\n F father B"
    family = sketch(f"A mother M\n {father}\n A 祖父 B")
    assert family.built.virtual_count == 1
    assert family.built.graph.spouses.indices.tolist() == []
