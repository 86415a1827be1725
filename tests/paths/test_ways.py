"""The table of ways names every kind of tie, with a reason, and can never make a path stronger."""

from __future__ import annotations

import itertools

import pytest
from pydantic import ValidationError

from graph.errors import InputError
from graph.model import Standing
from graph.ontology.kinds import EDGE, EdgeKind
from graph.ontology.tables import TABLE
from graph.paths.tables import way_number, way_slots, ways_of
from graph.paths.ways import FAMILIES, Book, book
from graph.ties.kinds import KIND


def test_every_kind_of_edge_and_every_standing_is_weighed():
    assert {way.edge for way in book().ways} == set(EdgeKind)
    assert [step.standing for step in book().kin] == list(Standing)
    assert all(step.line or step.couple for step in book().kin)


def test_everything_has_a_reason_and_a_family():
    table = book()
    for entry in (*table.kin, *table.shares, *table.ways):
        assert len(entry.why) > 5
    assert {way.family for way in table.ways} == set(FAMILIES)
    assert all(share.zh and share.en for share in table.shares)


def test_words_are_those_that_rows_may_hold():
    kinds = {word for word, _ in TABLE["memberships"].column("kind").choices}
    for edge in (EdgeKind.BELONGED_TO, EdgeKind.IN_COHORT):
        words = {way.word for way in book().ways if way.edge is edge}
        assert words - {"part"} == kinds
    assert way_number(EdgeKind.HOLDS_POST, "head") != way_number(EdgeKind.HOLDS_POST, "anything")


def test_passing_a_thing_never_makes_a_path_stronger():
    """Of a share that acquaintance knows, its ceiling is within the product of the two strengths.

    Elsewhere the product is what is kept at most.
    """
    table = book()
    for share in (share for share in table.shares if share.tie is not None):
        ways = [way for way in table.ways if way.target_share == share.code]
        for one, other in itertools.combinations_with_replacement(ways, 2):
            lifted = [KIND[way.shared_as].ceiling for way in (one, other) if way.shared_as]
            most = min(max([share.ceiling, *lifted]), share.cap)
            assert most <= one.strength * other.strength + 1e-12, (share.code, one.edge, other.edge)


def test_shares_of_the_registry_take_its_numbers():
    for share in book().shares:
        if share.tie is not None:
            kind = KIND[share.tie]
            taken = (share.ceiling, share.circle, share.hub, share.cap)
            assert taken == (kind.ceiling, kind.circle, kind.hub, kind.cap)


def test_shares_and_ties_that_are_named_exist():
    table = book()
    codes = {share.code for share in table.shares}
    named = {code for way in table.ways for code in (way.source_share, way.target_share) if code}
    assert named == codes
    assert {way.fades for way in table.ways if way.fades} <= set(KIND)
    for way in table.ways:
        assert EDGE[way.edge].table in TABLE


@pytest.mark.parametrize("family", FAMILIES)
def test_a_search_can_be_kept_to_one_family(family):
    ways = ways_of(frozenset({family}))
    kept = {way.family for way, row in zip(book().ways, ways.way, strict=True) if row[0] > 0.0}
    assert kept <= {family}
    assert (ways.kin.max() > 0.0) == (family == "kinship")
    assert len(way_slots(frozenset({family}))) == len(ways)


def test_an_unknown_family_is_refused():
    with pytest.raises(InputError, match="no family of ties is called gossip"):
        ways_of(frozenset({"gossip"}))


def test_a_typo_in_the_table_is_refused():
    with pytest.raises(ValidationError, match="strenght"):
        Book.model_validate(
            {"kin": [], "shares": [], "ways": [{"edge": "KIN", "strenght": 1, "why": "because"}]}
        )
