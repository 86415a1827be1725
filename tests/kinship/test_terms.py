"""Names of relations, checked by hand against families whose births are written out."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relationship import Relationship

from graph.kinship.kin import inverse
from graph.kinship.terms import inverse_terms, is_elder, name_reading, terms_of
from graph.model import ALWAYS, EVER, Bond, Standing
from graph.ontology.kin_types import ELEMENTARY, NAMES, TERM_TYPES, canonical_term
from graph.snapshot.arrays import Persons

MOVES = {
    "f": ("U", 1, -25), "m": ("U", 2, -25), "s": ("D", 1, 25), "d": ("D", 2, 25),
    "h": ("S", 1, 0), "w": ("S", 2, 0),
    "eb": ("UD", 1, -3), "yb": ("UD", 1, 3), "ez": ("UD", 2, -3), "yz": ("UD", 2, 3),
}  # fmt: skip
"""Step: its moves, the sex of its person, years from the birth of the person before."""


def family(steps, ego=None):
    """Walk `f eb s` (father's elder brother's son): shape, sexes, births from ego on."""
    words = steps.split()
    shape, sexes, born = "", [ego or (2 if words[0] == "h" else 1)], [1980]
    for word in words:
        moves, sex, years = MOVES[word]
        if moves == "UD":
            sexes.append(0)
            born.append(born[-1] - 25)
            born.append(born[-2] + years)
        else:
            born.append(born[-1] + years)
        shape += moves
        sexes.append(sex)
    return shape, sexes, born


def by_birth(born):
    return lambda person, than: None if born[person] == born[than] else born[person] < born[than]


def names(steps, ego=None):
    shape, sexes, born = family(steps, ego)
    return terms_of(shape, sexes, by_birth(born))


CASES = """
f 父亲 | m 母亲 | s 儿子 | d 女儿 | h 丈夫 | w 妻子
f f 祖父 | f m 祖母 | m f 外祖父 | m m 外祖母 | s s 孙子 | s d 孙女 | d s 外孙 | d d 外孙女
f f f 曾祖父 | f f m 曾祖母 | m f f 外曾祖父 | m f m 外曾祖母 | f m f 曾外祖父
f f f f 高祖父 | f f f m 高祖母 | f f f f f 天祖父 | f f f f m 天祖母 | m f f f 外高祖父
s s s 曾孙 | s s d 曾孙女 | d s s 外曾孙 | s s s s 玄孙 | s s s d 玄孙女 | s s s s s 来孙
s s s s d 来孙女 | m m f f f 外天祖父 | d d s s d 外来孙女
eb 哥哥 | yb 弟弟 | ez 姐姐 | yz 妹妹
f eb 伯父 | f yb 叔叔 | f ez 姑姑 | f yz 姑姑 | m eb 舅舅 | m yb 舅舅 | m ez 姨妈 | m yz 姨妈
f eb w 伯母 | f yb w 婶婶 | f ez h 姑父 | m eb w 舅妈 | m yz h 姨父
eb s 侄子 | yb d 侄女 | ez s 外甥 | yz d 外甥女
eb s w 侄媳妇 | yb d h 侄女婿 | ez s w 外甥媳妇 | yz d h 外甥女婿
f eb s 堂哥 | f yb s 堂弟 | f eb d 堂姐 | f yb d 堂妹
f ez s 表哥 | f yz s 表弟 | f ez d 表姐 | f yz d 表妹 | m eb s 表哥 | m yb s 表弟
m eb d 表姐 | m yb d 表妹 | m ez s 表哥 | m yz s 表弟 | m ez d 表姐 | m yz d 表妹
f eb s w 堂嫂 | f yb s w 堂弟媳 | f eb d h 堂姐夫 | f yb d h 堂妹夫
m eb s w 表嫂 | m yb s w 表弟媳 | f ez d h 表姐夫 | m yz d h 表妹夫
w f 岳父 | w m 岳母 | h f 公公 | h m 婆婆 | s w 儿媳 | d h 女婿
s w f 亲家公 | s w m 亲家母 | d h f 亲家公 | d h m 亲家母
eb w 嫂子 | yb w 弟媳 | ez h 姐夫 | yz h 妹夫
w eb 大舅子 | w yb 小舅子 | w ez 大姨子 | w yz 小姨子
h eb 大伯子 | h yb 小叔子 | h ez 大姑子 | h yz 小姑子
w ez h 连襟 | w yz h 连襟 | h eb w 妯娌 | h yb w 妯娌
w eb w 内嫂 | w yb w 内弟媳 | h ez h 大姑夫 | h yz h 小姑夫
w f eb 伯岳父 | w f yb 叔岳父 | w f ez 姑岳母 | w m eb 舅岳父 | w m yz 姨岳母
h f eb 伯翁 | h f yb 叔翁 | h f yz 姑婆母 | h m yb 舅翁 | h m ez 姨婆母
w eb s 内侄 | w yb d 内侄女 | w ez s 内甥 | w yz d 内甥女
h eb s 夫侄 | h yb d 夫侄女 | h ez s 夫甥 | h yz d 夫甥女
w f eb s 堂大舅子 | w f yb s 堂小舅子 | w m eb d 表大姨子 | w f yz d 表小姨子
h f eb s 堂大伯子 | h f yb d 堂小姑子 | h m yb s 表小叔子 | h f ez d 表大姑子
f f eb 伯祖父 | f f yb 叔祖父 | f f ez 姑祖母 | f m yb 舅祖父 | f m yz 姨祖母
m f eb 伯外祖父 | m f yb 叔外祖父 | m f ez 姑外祖母 | m m eb 舅外祖父 | m m yz 姨外祖母
f f eb w 伯祖母 | f f yb w 叔祖母 | f f yz h 姑祖父 | f m eb w 舅祖母 | m m yz h 姨外祖父
eb s s 侄孙 | yb s d 侄孙女 | eb d s 侄外孙 | ez s s 外甥孙 | yz s d 外甥孙女
f f eb s 堂伯 | f f yb s 堂叔 | f f eb d 堂姑 | f m eb s 表伯 | f f yz s 表叔 | f m yz d 表姑
m f eb s 堂舅 | m f yb d 堂姨 | m m eb s 表舅 | m f yz d 表姨
f eb s s 堂侄 | f eb s d 堂侄女 | f yb d s 堂外甥 | m eb s s 表侄 | f ez d s 表外甥
f f eb s s 再从兄 | f f yb s s 再从弟 | f f eb s d 再从姐 | f f yb s d 再从妹
f f ez s s 从表兄 | m f yb s s 从表弟 | m m eb d d 从表姐 | f m yz s d 从表妹
w f f 岳祖父 | w m m 岳外祖母 | h f f 太公公 | h f m 太婆婆
s s w 孙媳 | s d h 孙女婿 | d s w 外孙媳 | d d h 外孙女婿
s w yb 姻侄 | eb w f 嫂子的父亲 | yz h m 妹夫的母亲 | s m 儿子的母亲 | w f f f 岳祖父的父亲
f w 继母 | m h 继父 | w s 继子 | h d 继女 | f w s 继弟
"""
HAND_CHECKED = [
    case.strip().rsplit(" ", 1) for case in CASES.replace("\n", "|").split("|") if case.strip()
]


@pytest.mark.parametrize(("steps", "standard"), HAND_CHECKED, ids=lambda text: text)
def test_the_standard_term_comes_first(steps, standard):
    shape, sexes, born = family(steps)
    if steps == "f w s":
        born[-1] = 1990
    assert terms_of(shape, sexes, by_birth(born))[0] == standard


def test_the_table_of_cases_is_large():
    assert len({steps for steps, _ in HAND_CHECKED}) >= 120


def test_a_woman_calls_her_kin_as_a_man_does():
    assert names("f eb", ego=2) == names("f eb", ego=1)
    assert names("eb s", ego=2)[0] == "侄子"


def test_unknown_age_gives_both_terms():
    shape, sexes, _ = family("f eb")
    for older in (None, lambda person, than: None):
        assert terms_of(shape, sexes, older)[:2] == ("伯父", "叔叔")
    assert set(terms_of(shape, sexes)) == set(names("f eb")) | set(names("f yb"))


def test_unknown_sex_on_the_way_gives_both_sides():
    assert terms_of("UU", (1, 0, 1))[:2] == ("祖父", "外祖父")
    assert terms_of("UUD", (1, 0, 0, 0))[:5] == ("伯父", "叔叔", "姑姑", "舅舅", "姨妈")
    assert terms_of("S", (0, 0))[:2] == ("丈夫", "妻子")


def test_all_unknown_cousins_are_the_union_of_the_known_ones():
    ways = itertools.product(("f", "m"), ("eb", "yb", "ez", "yz"), ("s", "d"))
    known = {term for way in ways for term in names(" ".join(way))}
    assert set(terms_of("UUDD", (1, 0, 0, 0, 0))) == known


def test_siblings_share_one_parent_only_where_told():
    sexes = (1, 2, 1)
    assert terms_of("UD", sexes, lambda *_: True)[0] == "哥哥"
    assert terms_of("UD", sexes, lambda *_: True, half=True)[:2] == ("同母异父的哥哥", "哥哥")


STATUTE_SHAPES = """
S U UU UUU UUUU UUUUU D DD DDD DDDD DDDDD UD UUD UDD UUDD UUUD UDDD UUUDD UUDDD UUUDDD
SU DS DSU SUD UDS SUDS UUDS UDDS UUDDS SUUD SUDD SUUDD SUU DDS SUUDS SUDDS UUUDS US SD USD
"""


@pytest.mark.parametrize("shape", STATUTE_SHAPES.split())
def test_every_relation_of_the_statutes_has_a_term_of_its_own(shape):
    for sexes in itertools.product((1, 2), repeat=len(shape) + 1):
        couples = [sexes[step : step + 2] for step, move in enumerate(shape) if move == "S"]
        if all(one != other for one, other in couples):
            for is_elder_side in (True, False):
                standard = terms_of(shape, sexes, lambda *_, answer=is_elder_side: answer)[0]
                assert "的" not in standard, sexes


def test_deep_lines_are_counted():
    assert terms_of("U" * 9, (0,) * 10) == ("第9代祖先",)
    assert terms_of("D" * 7, (0,) * 8) == ("第7代后代",)


def test_siblings_are_not_torn_apart():
    shape, sexes, born = family("s w s")
    assert terms_of(shape, sexes, by_birth(born))[0] == "儿媳的儿子"
    assert names("f f f f f eb")[0] == "天祖父的哥哥"


def test_a_couple_of_one_recorded_sex_is_still_named():
    assert terms_of("S", (1, 1)) == ("配偶",)
    assert terms_of("SU", (1, 1, 1)) == ("配偶的父亲",)


def test_many_unknown_people_are_named_without_sex():
    assert terms_of("UDUDUD", (0,) * 7) == ("兄弟姐妹的兄弟姐妹的兄弟姐妹",)


SHAPES = st.text("UDS", min_size=1, max_size=9)


@settings(deadline=None)
@given(st.data())
def test_every_path_has_names_and_always_the_same(data):
    shape = data.draw(SHAPES)
    count = len(shape) + 1
    sexes = data.draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    born = data.draw(st.lists(st.integers(0, 9), min_size=count, max_size=count))
    half = data.draw(st.booleans())
    terms = terms_of(shape, sexes, by_birth(born), half=half)
    assert terms
    assert all(terms)
    assert len(set(terms)) == len(terms)
    assert terms == terms_of(shape, sexes, by_birth(born), half=half)


@settings(deadline=None)
@given(st.data())
def test_knowing_an_age_never_adds_a_term(data):
    shape = data.draw(st.sampled_from(sorted({kin_type.shape for kin_type in NAMES})))
    count = len(shape) + 1
    sexes = data.draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    born = data.draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    unknown = set(terms_of(shape, sexes))
    if not any("的" in term for term in unknown):
        assert set(terms_of(shape, sexes, by_birth(born))) <= unknown


@pytest.mark.parametrize("kin_type", NAMES, ids=str)
def test_a_type_is_named_by_its_own_terms(kin_type):
    ages = {(order.person, order.than): order.is_elder for order in kin_type.seniority}
    terms = terms_of(
        kin_type.shape, kin_type.sexes, lambda *pair: ages.get(pair), half=kin_type.is_half
    )
    assert set(NAMES[kin_type]) <= set(terms)


INVERSES = [
    ("舅舅", 1, "外甥"), ("舅舅", 2, "外甥女"), ("叔叔", 1, "侄子"), ("哥哥", 1, "弟弟"),
    ("哥哥", 2, "妹妹"), ("father", 2, "女儿"), ("son", 1, "父亲"), ("wife", 0, "丈夫"),
    ("岳父", 1, "女婿"), ("堂弟", 1, "堂哥"), ("小舅子", 1, "姐夫"), ("嫂子", 2, "小姑子"),
    ("祖父", 1, "孙子"), ("外祖母", 2, "外孙女"), ("sister", 1, "哥哥"), ("婆婆", 2, "儿媳"),
]  # fmt: skip


@pytest.mark.parametrize(("term", "sex", "back"), INVERSES)
def test_inverse_terms(term, sex, back):
    assert back in inverse_terms(term, sex)


def test_an_unknown_term_has_no_inverse():
    assert inverse_terms("战友") == ()


@pytest.mark.parametrize("term", TERM_TYPES)
def test_the_inverse_of_a_term_leads_back_to_it(term):
    shapes = {inverse(kin_type.shape) for kin_type in TERM_TYPES[term]}
    for back in inverse_terms(term):
        types = TERM_TYPES.get(canonical_term(back) or "", ())
        assert not types or {kin_type.shape for kin_type in types} <= shapes


# Readings of recorded persons


def persons(sexes, births):
    """Births are (first, last) spans, a day, or None where unknown."""
    spans = [(EVER, ALWAYS) if b is None else b if isinstance(b, tuple) else (b, b) for b in births]
    first, last = (np.array(side, np.int32) for side in zip(*spans, strict=True))
    never = np.full(len(sexes), ALWAYS, np.int32)
    return Persons(
        ids=[f"P{i}" for i in range(len(sexes))],
        names=["人"] * len(sexes),
        sex=np.array(sexes, np.uint8),
        born_first=first,
        born_last=last,
        died_first=never,
        died_last=never,
    )


TWO_BROTHERS = [0, 2, 1]


def test_a_reading_takes_sex_and_age_from_the_persons():
    people = persons([1, 1, 0], [700, 100, -9000])
    assert name_reading(people, TWO_BROTHERS, "UD")[0] == "哥哥"
    assert name_reading(people, [1, 2, 0], "UD")[0] == "弟弟"


@pytest.mark.parametrize("births", [(500, 500), ((365, 729), (700, 1000)), (500, None)])
def test_twins_and_overlapping_births_keep_both_terms(births):
    people = persons([1, 1, 0], [*births, None])
    assert name_reading(people, TWO_BROTHERS, "UD")[:2] == ("哥哥", "弟弟")
    assert is_elder(people, 0, 1) is None


def test_what_a_source_asserts_decides_where_births_do_not():
    def elder(person, than):
        return {(1, 0): True, (0, 1): False}.get((person, than))

    people = persons([1, 1, 0], [500, 500, None])
    assert name_reading(people, TWO_BROTHERS, "UD", asserted_elder=elder)[0] == "哥哥"
    people = persons([1, 1, 0], [500, 900, None])
    assert name_reading(people, TWO_BROTHERS, "UD", asserted_elder=elder)[0] == "弟弟"


@pytest.mark.parametrize(
    ("shape", "sexes", "bonds", "expected"),
    [
        ("U", (1, 1), [Bond.ADOPTIVE], ("养父", "父亲")),
        ("D", (1, 2), [Bond.ADOPTIVE], ("养女", "女儿")),
        ("U", (1, 2), [Bond.STEP], ("继母", "母亲")),
        ("D", (2, 1), [Bond.STEP], ("继子", "儿子")),
        ("U", (1, 1), [Bond.FOSTER], ("寄养父亲", "父亲")),
        ("UU", (1, 1, 1), [Bond.ADOPTIVE, Bond.BIRTH], ("祖父", "养父的父亲")),
        ("UU", (1, 1, 2), [Bond.BIRTH, Bond.ADOPTIVE], ("祖母", "父亲的养母")),
        ("UD", (1, 1, 1), [Bond.STEP, Bond.BIRTH], ("继兄", "哥哥")),
        ("UD", (1, 1, 1), [Bond.BIRTH, Bond.STEP], ("继兄", "哥哥")),
        ("S", (1, 2), [Bond.COHABITATION], ("同居伴侣",)),
        ("SU", (1, 2, 1), [Bond.COHABITATION, Bond.BIRTH], ("同居伴侣的父亲",)),
        ("SU", (1, 2, 1), [Bond.CO_PARENTHOOD, Bond.BIRTH], ("子女的母亲的父亲",)),
        ("SU", (1, 2, 1), [Bond.MARRIAGE, Bond.BIRTH], ("岳父",)),
    ],
)
def test_bonds_change_the_names(shape, sexes, bonds, expected):
    people = persons(sexes, [900 - 10 * node for node in range(len(sexes))])
    terms = name_reading(people, range(len(sexes)), shape, bonds=bonds)
    assert tuple(term for term in terms if term in expected) == expected
    assert terms[0] == expected[0]


def test_a_couple_without_marriage_has_no_in_laws():
    people = persons((1, 2, 1), (None, None, None))
    terms = name_reading(people, range(3), "SU", bonds=[Bond.COHABITATION, Bond.BIRTH])
    assert terms == ("同居伴侣的父亲",)


def test_a_marriage_that_ended_is_said_to_have_ended():
    people = persons((1, 2, 1), (None, None, None))
    former = Standing.FORMER_SPOUSE
    assert name_reading(people, [0, 1], "S", standing=former) == ("前妻",)
    assert name_reading(people, range(3), "SU", standing=former)[0] == "前岳父"
    void = name_reading(people, [0, 1], "S", standing=Standing.VOID_MARRIAGE)
    assert void == ("婚姻无效的配偶",)
    assert name_reading(people, [0, 1], "S", standing=Standing.WIDOWED)[0] == "妻子"


# An independent vocabulary

ORACLE_SHAPES = """
U UU UUU D DD DDD UD UUD UDD UUDD UUUD UDDD UUUDD UUDDD
S SU SUU SUD SUDS DS DDS DSU UDS UUDS UDDS UUDDS SUUD SUDD SUUDD
"""
ORACLE_WORDS = {
    "f": "爸爸", "m": "妈妈", "s": "儿子", "d": "女儿", "h": "老公", "w": "老婆",
    "eb": "哥哥", "yb": "弟弟", "ez": "姐姐", "yz": "妹妹",
}  # fmt: skip
ELSEWHERE = {"姨姐", "姨妹", "姨甥", "姨甥女"}
"""Its words for a mother's sister's descendants: ours are, as in dictionaries, the wife's kin."""


def couples_and_siblings_are_plain(chain):
    sexes = [2 if chain[0] == "h" else 1, *(MOVES[word][1] for word in chain)]
    is_couple = all(sexes[i] != MOVES[w][1] for i, w in enumerate(chain) if w in "hw")
    pairs = itertools.pairwise(chain)
    return is_couple and not any(a in "fm" and b in "sd" for a, b in pairs)


def test_an_independent_calculator_agrees():
    oracle = Relationship()
    agreed, unlike = 0, []
    for length in (1, 2, 3, 4):
        for chain in itertools.product(MOVES, repeat=length):
            shape, sexes, born = family(" ".join(chain))
            if shape not in ORACLE_SHAPES.split() or not couples_and_siblings_are_plain(chain):
                continue
            text = "的".join(ORACLE_WORDS[word] for word in chain)
            theirs = oracle.relationship({"text": text, "sex": sexes[0] % 2})
            known = {canonical_term(term) for term in theirs if term not in ELSEWHERE} - {None}
            ours = {canonical_term(term) for term in terms_of(shape, sexes, by_birth(born))}
            agreed += bool(known & ours)
            if known and not known & ours:
                unlike.append((chain, theirs, ours))
    assert unlike == []
    assert agreed >= 200


def test_elementary_words_name_their_step():
    for word, (steps, ego) in {
        "father": ("f", 1),
        "daughter": ("d", 1),
        "husband": ("h", 2),
    }.items():
        assert canonical_term(names(steps, ego)[0]) == word
        assert word in ELEMENTARY
