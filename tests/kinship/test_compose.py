"""Relations composed: set-valued, and never without what a family really shows."""

import pytest
from hypothesis import given, settings

from graph.kinship.circles import ALL_KIN
from graph.kinship.kin import Kin, compose, inverse
from graph.kinship.walks import EVERY_STANDING, walks_of
from graph.recusal.pack import circle_of
from tests.kinship.families import Family, families

TABLE = [
    ("U", "D", {"", "UD"}, "a parent's child is ego or a sibling"),
    ("D", "U", {"", "S", "DU"}, "a child's parent is ego, the spouse or another parent"),
    ("S", "S", {"", "SS"}, "a spouse's spouse is ego or another spouse"),
    ("UD", "UD", {"UD", "", "UDUD", "US" + "D"}, "a sibling's sibling"),
    ("UU", "DD", {"UUDD", "UD", ""}, "a grandparent's grandchild"),
    ("S", "UD", {"SUD"}, "a spouse's sibling"),
    ("", "UUD", {"UUD"}, "ego's uncle"),
]


@pytest.mark.parametrize(("first", "second", "shapes", "_why"), TABLE, ids=[r[3] for r in TABLE])
def test_a_relation_of_a_relation(first, second, shapes, _why):
    assert compose(first, second) == shapes


@pytest.mark.parametrize(("first", "second"), [row[:2] for row in TABLE])
def test_composition_reads_the_same_from_the_other_end(first, second):
    back = compose(inverse(second), inverse(first))
    assert back == {inverse(shape) for shape in compose(first, second)}


def reduced(ties) -> str:
    """Return the shape of a walk after every step straight back is taken out."""
    kept = []
    for letter, source, target in ties:
        if kept and kept[-1] == (inverse(letter), target, source):
            kept.pop()
        else:
            kept.append((letter, source, target))
    return "".join(letter for letter, _, _ in kept)


@given(family=families(most=7))
@settings(deadline=None, max_examples=30)
def test_what_a_family_shows_is_among_the_composed(family: Family) -> None:
    shapes = ALL_KIN.shapes
    trails = [
        [
            (letter, tie.source, tie.target)
            for letter, tie in zip(trail.shape, trail.ties, strict=True)
        ]
        for ego in range(len(family.ids))
        for trail in walks_of(family).trails(ego, shapes, 5, allowed=EVERY_STANDING)
    ]
    for first in trails:
        for second in trails:
            if first[-1][2] == second[0][1]:
                words = ("".join(tie[0] for tie in walk) for walk in (first, second))
                assert reduced([*first, *second]) in compose(*words)


def test_the_civil_degree_counts_births_from_both_sides():
    assert Kin.of("UUDD").civil_degree == 4
    assert Kin.of("UUD").civil_degree == Kin.of("SUUD").civil_degree == 3
    assert max(Kin.of(shape).civil_degree for shape in circle_of("THIRD-DEGREE").listed) == 3
