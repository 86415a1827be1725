"""The vocabulary of kin terms: what is known, what it means, and that it holds together."""

from collections import Counter
from importlib.resources import files

import pytest
from ruamel.yaml import YAML

from graph.kinship.kin import Kin
from graph.model import Bond
from graph.ontology.kin_types import (
    ELEMENTARY,
    NAMES,
    TERM_TYPES,
    canonical_term,
    implied_kind,
)
from graph.ontology.tables import TABLE

BOOK = YAML(typ="safe").load(
    files("graph.ontology").joinpath("kin_terms.yaml").read_text(encoding="utf-8")
)


def types_of(term):
    return {kin_type.notation for kin_type in TERM_TYPES[canonical_term(term)]}


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("父亲", "father"), ("爸爸", "father"), ("生父", "father"), ("养父", "father"),
        ("母親", "mother"), ("父母", "parent"), ("儿子", "son"), ("兒子", "son"), ("长子", "son"),
        ("独生女", "daughter"), ("子女", "child"), ("丈夫", "husband"), ("老婆", "wife"),
        ("配偶", "spouse"), ("爱人", "spouse"), ("兄弟", "brother"), ("姊妹", "sister"),
        ("兄弟姐妹", "sibling"), ("同胞兄弟姊妹", "sibling"), ("Father", "father"),
        ("half_sibling", "half_sibling"), ("ｗｉｆｅ", "wife"), ("小女儿", "daughter"),
        ("哥哥", "哥哥"), ("哥", "哥哥"), ("大哥", "哥哥"), ("二姐", "姐姐"), ("幺妹", "妹妹"),
        ("叔叔", "叔叔"), ("叔父", "叔叔"), ("三叔", "叔叔"), ("我的叔叔", "叔叔"),
        ("大伯", "伯父"),
        ("舅父", "舅舅"), ("舅妈儿", "舅妈"), ("嬸嬸", "婶婶"), (" 姑 妈 ", "姑姑"),
        ("爺爺", "祖父"), ("外公", "外祖父"), ("姥姥", "外祖母"), ("嘎公", "外祖父"),
        ("侄儿", "侄子"), ("姪女", "侄女"), ("丈母娘", "岳母"), ("親家", "亲家"),
        ("老丈人", "岳父"), ("内弟", "小舅子"), ("儿媳妇", "儿媳"), ("連襟", "连襟"),
        ("同父异母哥哥", "同父异母的哥哥"), ("同母異父的弟弟", "同母异父的弟弟"),
    ],
)  # fmt: skip
def test_a_word_has_one_canonical_form(text, canonical):
    assert canonical_term(text) == canonical
    assert canonical_term(canonical) == canonical


@pytest.mark.parametrize(
    "text", ["", "战友", "干爹", "前妻", "邻居", "侄的女儿", "堂外甥的女儿", "媳妇", "uncle", "三"]
)
def test_other_words_are_unknown(text):
    assert canonical_term(text) is None
    assert implied_kind(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("养父", "adoptive"), ("養母", "adoptive"), ("养子", "adoptive"), ("继父", "step"),
        ("后妈", "step"), ("继女", "step"), ("生母", "birth"), ("嗣子", "adoptive_unregistered"),
        ("寄养父母", "foster"), ("同居伴侣", "cohabiting"), ("父亲", None), ("妻子", None),
        ("叔叔", None), ("father", None),
    ],
)  # fmt: skip
def test_some_words_imply_the_kind_of_tie(text, kind):
    assert implied_kind(text) == kind


def test_implied_kinds_are_kinds_of_kin_csv():
    allowed = {word for word, _ in TABLE["kin"].column("kind").choices}
    implied = {kind for kinds in BOOK["elementary"].values() for kind in kinds} - {"plain"}
    assert implied <= allowed
    assert {"adoptive", "step", "foster"} <= {bond.name.lower() for bond in Bond}


def test_the_english_words_are_those_of_kin_csv():
    assert set(ELEMENTARY) == set(BOOK["elementary"])
    assert all(canonical_term(word) == word for word in ELEMENTARY)


@pytest.mark.parametrize(
    ("term", "types"),
    [
        ("叔叔", {"FyB"}),
        ("舅舅", {"MB"}),
        ("侄女", {"BD"}),
        ("堂弟", {"FBSy"}),
        ("表哥", {"FZSe", "MBSe", "MZSe"}),
        ("姑表哥", {"FZSe"}),
        ("表叔", {"FFZSy", "FMBSy", "FMZSy"}),
        ("姨父", {"MZH"}),
        ("岳父", {"WF"}),
        ("小舅子", {"WyB"}),
        ("亲家公", {"SWF", "DHF"}),
        ("亲家", {"SWF", "SWM", "DHF", "DHM"}),
        ("连襟", {"WeZH", "WyZH"}),
        ("襟弟", {"WyZH"}),
        ("妯娌", {"HeBW", "HyBW"}),
        ("堂兄弟", {"FBS"}),
        ("继兄", {"FWSe", "MHSe"}),
        ("同父异母的姐姐", {"FDe"}),
        ("祖父母", {"FF", "FM"}),
    ],
)
def test_terms_stand_for_kin_types(term, types):
    assert types_of(term) == types


def test_no_type_is_named_twice():
    counts = Counter(notation for key in BOOK["types"] for notation in key.split())
    assert max(counts.values()) == 1
    assert len(NAMES) == len(counts) >= 250


def test_every_term_leads_back_to_its_type():
    for kin_type, terms in NAMES.items():
        for term in terms:
            canonical = canonical_term(term)
            if canonical not in ELEMENTARY:
                assert kin_type in TERM_TYPES[canonical]
                assert set(TERM_TYPES[canonical]) == set(TERM_TYPES[term])


def test_all_types_of_a_term_have_one_shape():
    for term, types in TERM_TYPES.items():
        assert len({kin_type.shape for kin_type in types}) == 1, term


def test_a_word_stands_in_one_place_only():
    elementary = [
        word for kinds in BOOK["elementary"].values() for text in kinds.values()
        for word in text.split()
    ]  # fmt: skip
    respelled = [word for text in BOOK["spellings"].values() for word in text.split()]
    assert max(Counter([*elementary, *respelled, *TERM_TYPES]).values()) == 1
    assert {canonical_term(word) for word in BOOK["ranked"].split()} >= {"叔叔", "son", "姐夫"}
    assert None not in {canonical_term(word) for word in BOOK["ranked"].split()}


def test_seniority_is_always_told_both_ways():
    notations = {kin_type.notation for kin_type in NAMES}
    for notation in notations:
        swapped = notation.translate(str.maketrans("ey", "ye"))
        assert swapped in notations


STATUTE_ROWS = {
    "U": "F M", "D": "S D", "UU": "FF FM MF MM", "DD": "SS SD DS DD",
    "UD": "eB yB eZ yZ", "UUD": "FeB FyB FZ MB MZ", "UDD": "BS BD ZS ZD",
    "UUDD": "FBSe FBDy FZSe FZDy MBSe MBDe MZSy MZDy",
    "UDDD": "BSS BSD BDS BDD ZSS ZSD ZDS ZDD",
    "UUUD": "FFeB FFyB FFZ FMB FMZ MFeB MFyB MFZ MMB MMZ",
    "UUUDD": "FFBSe FFBSy FFBD FFZSe FMBD MFBS MFBD MMZS MMZD",
    "UUDDD": "FBSS FBSD FBDS FBDD FZSS MBSD MZDS",
    "UUUDDD": "FFBSSe FFBSDy MPGCSe",
    "SU": "WF WM HF HM", "DS": "SW DH", "DSU": "SWF SWM DHF DHM",
    "SUD": "WeB WyB WeZ WyZ HeB HyB HeZ HyZ", "UDS": "eBW yBW eZH yZH",
    "SUDS": "WeZH WyZH HeBW HyBW WeBW WyBW HeZH HyZH",
    "UUDS": "FeBW FyBW FZH MBW MZH", "UDDS": "BSW BDH ZSW ZDH",
    "UUDDS": "FBSeW FBSyW FBDeH FBDyH FZSeW MBDyH MZSeW",
    "SUUD": "WFeB WFyB WFZ WMB WMZ HFeB HFyB HFZ HMB HMZ",
    "SUDD": "WBS WBD WZS WZD HBS HBD HZS HZD",
    "SUUDD": "WFBSe WFBDy WMZSe HFBSe HFZDy HMBSy",
    "SUU": "WFF WFM WMF WMM HFF HFM HMF HMM", "DDS": "SSW SDH DSW DDH",
    "US": "FW MH", "SD": "WS WD HS HD", "USD": "FWSe MHDy",
}  # fmt: skip
"""Relations that the statutes and their commentaries speak of, by shape."""


def test_every_relation_of_the_statutes_has_a_term():
    shapes = {kin_type.notation: kin_type.shape for kin_type in NAMES}
    for shape, notations in STATUTE_ROWS.items():
        assert {shapes[notation] for notation in notations.split()} == {shape}


def test_the_terms_of_three_generations_are_collateral_within_three():
    for term in ("姐姐", "舅舅", "姑姑", "侄女", "外甥", "堂妹", "表弟"):
        for kin_type in TERM_TYPES[term]:
            assert Kin.of(kin_type.shape).is_collateral_within(3)
    for term in ("侄孙", "舅祖父", "堂叔", "表舅", "堂侄", "再从兄", "岳父"):
        for kin_type in TERM_TYPES[term]:
            assert not Kin.of(kin_type.shape).is_collateral_within(3)
