"""The made people: possible lives, lawful marriages, and as many kin as people have."""

from collections import defaultdict

import numpy as np

from graph.model import ALWAYS
from loaders.synthetic import County, make_county
from loaders.synthetic.arrays import TODAY, YEAR, ints
from loaders.synthetic.cases import Casting
from loaders.synthetic.relatives import lawful_kin
from tests.synthetic.conftest import Read


def test_nobody_dies_before_birth_or_lives_in_the_future(county: County) -> None:
    persons = county.population.persons
    assert (persons.died > persons.born).all()
    assert (persons.born < TODAY).all()
    assert ((persons.died <= TODAY) | (persons.died == ALWAYS)).all()


def test_parents_are_grown_up_married_and_alive(county: County) -> None:
    persons, couples = county.population.persons, county.population.couples
    child = np.flatnonzero(persons.father >= 0)
    father, mother = persons.father[child], persons.mother[child]
    assert (persons.sex[father] == 1).all()
    assert (persons.sex[mother] == 2).all()
    for parent in (father, mother):
        assert (persons.born[child] - persons.born[parent] > 17 * YEAR).all()
    assert (persons.died[mother] >= persons.born[child]).all()
    assert (persons.died[father] >= persons.born[child] - 280).all()
    couple = persons.birth_couple[child]
    assert (couples.husband[couple] == father).all()
    assert (couples.wife[couple] == mother).all()


def test_marriages_begin_after_birth_and_end_after_they_began(county: County) -> None:
    persons, couples = county.population.persons, county.population.couples
    for spouse in (couples.husband, couples.wife):
        assert (couples.since - persons.born[spouse] > 17 * YEAR).all()
        assert (persons.died[spouse] > couples.since).all()
    assert (couples.ended > couples.since).all()


def test_nobody_has_two_spouses_at_once(county: County) -> None:
    persons, couples = county.population.persons, county.population.couples
    over = couples.over(persons)
    for spouse in (couples.husband, couples.wife):
        order = np.lexsort((couples.since, spouse))
        same = spouse[order][1:] == spouse[order][:-1]
        assert (over[order][:-1][same] < couples.since[order][1:][same]).all()


def test_no_couple_shares_a_parent_a_grandparent_or_a_lineage(county: County) -> None:
    persons, couples = county.population.persons, county.population.couples

    def parents(person: int) -> set[int]:
        found = {int(persons.father[person]), int(persons.mother[person])}
        if persons.adopter[person] >= 0:
            couple = persons.adopter[person]
            found |= {int(couples.husband[couple]), int(couples.wife[couple])}
        return found - {-1}

    def elders(person: int) -> set[int]:
        first = parents(person)
        return first | {elder for parent in first for elder in parents(parent)}

    for husband, wife in zip(couples.husband.tolist(), couples.wife.tolist(), strict=True):
        assert persons.lineage[husband] != persons.lineage[wife]
        assert not elders(husband) & elders(wife)
        assert husband not in elders(wife)


def test_wives_live_with_their_husbands_people_and_not_far_from_their_own(county: County) -> None:
    persons, couples = county.population.persons, county.population.couples
    moved = persons.birth_village[couples.wife] != persons.village[couples.husband]
    assert moved.mean() > 0.3


def test_remarriage_divorce_adoption_and_step_families_occur(county: County, read: Read) -> None:
    couples = county.population.couples
    assert len(np.unique(couples.husband)) < len(couples)
    assert (couples.ended < ALWAYS).any()
    kinds = {row["kind"] for row in read("kin")}
    assert {"", "adoptive", "adoptive_unregistered", "step", "cohabiting"} <= kinds
    assert {row["raised"] for row in read("kin") if row["kind"] == "step"} >= {"true", "false"}


def test_five_to_thirty_percent_miss_a_parent_and_some_kin_are_stated(
    county: County, read: Read
) -> None:
    persons = county.population.persons
    parents: defaultdict[str, int] = defaultdict(int)
    for row in read("kin"):
        if row["relation"] in ("father", "mother", "parent", "父亲", "母亲") and not row["kind"]:
            parents[row["person"]] += 1
        elif row["relation"] in ("son", "daughter", "儿子", "女儿"):
            parents[row["relative"]] += 1
    ids = county.ids.to_pylist()
    for village in set(persons.birth_village.tolist()):
        born_here = (persons.father >= 0) & (persons.birth_village == village)
        missing = np.mean([parents[ids[i]] < 2 for i in np.flatnonzero(born_here)])
        assert 0.03 < missing < 0.33
    stated = {row["relation"] for row in read("kin")}
    assert {"舅舅", "侄女", "哥哥", "叔叔", "岳父"} <= stated


def test_legal_kin_are_as_many_as_people_have(county: County) -> None:
    """Count K1-K4 in both directions, naively, for a sample of the middle-aged."""
    persons, couples = county.population.persons, county.population.couples
    up: defaultdict[int, set[int]] = defaultdict(set)
    down: defaultdict[int, set[int]] = defaultdict(set)
    side: defaultdict[int, set[int]] = defaultdict(set)
    for child in np.flatnonzero(persons.father >= 0).tolist():
        for parent in (int(persons.father[child]), int(persons.mother[child])):
            up[child].add(parent)
            down[parent].add(child)
    for husband, wife in zip(couples.husband.tolist(), couples.wife.tolist(), strict=True):
        side[husband].add(wife)
        side[wife].add(husband)
    steps = {"U": up, "D": down, "S": side}
    one_sided = "S U UU UUU UUUU D DD DDD UD UUD UDD UUDD SU SUD SUDS DS DSU UDS UUDS UDDS UUDDS"
    shapes = [*one_sided.split(), "SUUD", "SUDD", "SUUDD"]
    age = (TODAY - persons.born) / YEAR
    sample = np.flatnonzero((persons.died == ALWAYS) & (age > 30) & (age < 60))[::20]

    def kin(person: int) -> int:
        found: set[int] = set()
        for shape in shapes:
            reached = {person}
            for step in shape:
                reached = {other for one in reached for other in steps[step][one]}
            found |= reached
        return len(found - {person})

    mean = np.mean([kin(person) for person in sample.tolist()])
    assert 60 < mean < 150


def test_living_people_have_about_as_many_family_links_as_registers_count() -> None:
    """Registers of 17 million people count 31 family links each (van der Laan et al. 2023)."""
    county = make_county(12_000, seed=5)
    persons = county.population.persons
    alive = np.flatnonzero(persons.died == ALWAYS)[::15]
    walks = lawful_kin(county.population)
    blood = ["U", "D", "UD", "UU", "DD", "UUD", "UDD", "UUDD"]
    found = [walks.walked(ints(alive), shape) for shape in (*blood, "S", "SU", "SUD", "DS", "UDS")]
    ego, relative = (np.concatenate(side) for side in zip(*found, strict=True))
    living = persons.died[relative] == ALWAYS
    pairs = set(zip(ego[living].tolist(), relative[living].tolist(), strict=True))
    assert 22 < len(pairs) / len(alive) < 42


def test_villages_hold_all_eight_groups_and_namesakes(county: County, read: Read) -> None:
    assert len(set(county.population.persons.group.tolist())) == 8
    names = [row["name"] for row in read("people")]
    assert len(set(names)) < len(names)
    assert {len(name) for name in names} == {2, 3}


def test_the_cast_is_part_of_the_count(county: County) -> None:
    assert isinstance(county.casting, Casting)
    assert len(county.population.persons) + len(county.casting.people) == 3_000
