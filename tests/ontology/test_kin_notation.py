"""The notation of kin types: letters, shapes, sexes and orders of age."""

import re

import pytest

from graph.errors import InputError
from graph.ontology.kin_notation import ANY, FEMALE, MALE, Seniority, parse_kin_type


@pytest.mark.parametrize(
    ("notation", "shape", "sexes", "seniority"),
    [
        ("F", "U", (0, 1), ()),
        ("W", "S", (1, 2), ()),
        ("H", "S", (2, 1), ()),
        ("E", "S", (0, 0), ()),
        ("B", "UD", (0, 0, 1), ()),
        ("eB", "UD", (0, 0, 1), (Seniority(2, 0, True),)),
        ("FeB", "UUD", (0, 1, 0, 1), (Seniority(3, 1, True),)),
        ("FyBW", "UUDS", (0, 1, 0, 1, 2), (Seniority(3, 1, False),)),
        ("FBSe", "UUDD", (0, 1, 0, 1, 1), (Seniority(4, 0, True),)),
        ("MZDyH", "UUDDS", (0, 2, 0, 2, 2, 1), (Seniority(4, 0, False),)),
        ("FFBSe", "UUUDD", (0, 1, 1, 0, 1, 1), (Seniority(5, 1, True),)),
        ("WFBSy", "SUUDD", (1, 2, 1, 0, 1, 1), (Seniority(5, 1, False),)),
        ("HeBW", "SUDS", (2, 1, 0, 1, 2), (Seniority(3, 1, True),)),
        ("FWSe", "USD", (0, 1, 2, 1), (Seniority(3, 0, True),)),
        ("FSy", "UD", (0, 1, 1), (Seniority(2, 0, False),)),
        ("MPGCSe", "UUUDDD", (0, 2, 0, 0, 0, 0, 1), (Seniority(6, 0, True),)),
        ("SeB", "DUD", (0, 1, 0, 1), (Seniority(3, 1, True),)),
    ],
)
def test_a_kin_type_is_read(notation, shape, sexes, seniority):
    kin_type = parse_kin_type(notation)
    assert (kin_type.shape, kin_type.sexes, kin_type.seniority) == (shape, sexes, seniority)
    assert str(kin_type) == notation


@pytest.mark.parametrize("notation", ["", "X", "F B", "Fe", "eF", "BeW", "FBSee", "eyB", "父"])
def test_what_is_no_kin_type_is_refused(notation):
    with pytest.raises(InputError, match=f"kin type '{re.escape(notation)}' cannot be read"):
        parse_kin_type(notation)


@pytest.mark.parametrize("notation", ["Se", "FZDyDe", "BSy"])
def test_an_age_needs_someone_of_the_same_generation(notation):
    with pytest.raises(InputError, match="no earlier person stands in the same generation"):
        parse_kin_type(notation)


def test_one_shared_parent_makes_half_siblings():
    assert parse_kin_type("FSe").is_half
    assert parse_kin_type("MBMD").is_half
    assert not parse_kin_type("FeB").is_half
    assert not parse_kin_type("FWS").is_half


def test_seniority_from_the_other_end():
    assert parse_kin_type("FeB").inverse_seniority() == (Seniority(0, 2, True),)


def test_the_sexes_are_those_of_the_snapshot():
    from graph.snapshot import arrays

    assert (ANY, MALE, FEMALE) == (arrays.UNKNOWN_SEX, arrays.MALE, arrays.FEMALE)
