"""How names are looked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from graph.projection.spelling import _syllables, characters_of, pinyin_of, spellings


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("王芳", {"wang", "fang", "wangfang", "wf"}),
        ("欧阳建国", {"ou", "yang", "jian", "guo", "ouyangjianguo", "oyjg"}),
        ("单雄信", {"shan", "xiong", "xin", "shanxiongxin", "sxx"}),
        ("尉迟恭", {"yu", "chi", "gong", "yuchigong", "ycg"}),
        ("乐毅", {"yue", "le", "yi", "yueyi", "leyi"}),
        ("吕布", {"lv", "bu", "lvbu"}),
        ("A栋王芳 2号", {"wang", "fang"}),
    ],
)
def test_a_name_is_found_by_its_pinyin(name, words):
    assert words <= set(pinyin_of(name).split())


def test_a_surname_alone_is_read_as_usual():
    assert pinyin_of("单") == "dan d"


@pytest.mark.parametrize("name", ["Anna", "", "  ", "１２"])
def test_what_is_not_chinese_has_no_pinyin(name):
    assert pinyin_of(name) is None
    assert characters_of(name) is None


def test_each_character_stands_apart_once():
    assert characters_of("王王芳(大)") == "王 芳 大"


def test_blank_names_have_neither():
    assert spellings([None, "王"]) == ([None, "wang w"], [None, "王"])


@given(st.text("重庆长大单于任命银行乐音解放朝阳曾经不了得参差王芳建国A1 ", max_size=6))
@settings(deadline=None, max_examples=300)
def test_a_name_is_read_as_the_library_reads_it_whole(name):
    expected = [word for part in lazy_pinyin(name) for word in part.split()]
    assert list(_syllables(name)) == expected
