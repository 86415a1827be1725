"""Names as people look for them: by any character, and by pinyin, whole, in words and initials."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

if TYPE_CHECKING:
    from collections.abc import Iterable

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ALL_HAN = re.compile(f"(?:{_HAN.pattern})+")
_CACHED = 1 << 17
_SURNAME_LENGTHS = (1, 2)
_LONGEST_NAME = 4

SURNAMES: dict[str, tuple[str, ...]] = {
    "单": ("shan",),
    "解": ("xie",),
    "仇": ("qiu",),
    "曾": ("zeng",),
    "区": ("ou",),
    "查": ("zha",),
    "朴": ("piao",),
    "盖": ("ge",),
    "翟": ("zhai",),
    "乐": ("yue", "le"),
    "任": ("ren",),
    "华": ("hua",),
    "覃": ("qin", "tan"),
    "尉迟": ("yu chi",),
    "万俟": ("mo qi",),
    "长孙": ("zhang sun",),
    "缪": ("miao",),
    "逄": ("pang",),
    "佘": ("she",),
    "冼": ("xian",),
    "洗": ("xian",),
    "燕": ("yan",),
    "员": ("yun",),
    "宁": ("ning",),
    "么": ("yao",),
    "召": ("shao",),
    "黑": ("he",),
    "秘": ("bi",),
    "折": ("she",),
    "繁": ("po",),
    "哈": ("ha",),
    "都": ("du",),
    "幺": ("yao",),
    "隗": ("kui", "wei"),
    "阚": ("kan",),
    "宓": ("mi", "fu"),
    "种": ("chong",),
    "重": ("chong",),
    "曲": ("qu",),
    "车": ("che",),
    "莘": ("shen", "xin"),
    "六": ("lu",),
}
"""How characters are read as surnames where that may differ from their usual reading."""


@lru_cache(_CACHED)
def pinyin_of(name: str) -> str | None:
    """Return words to find a name by, None without Chinese in it.

    Syllables, the whole, surname and given name, initials; of a surname with several readings
    all of them. ü is written v.
    """
    if not _HAN.search(name):
        return None
    words: dict[str, None] = {}
    for syllables in _readings(name):
        plain = [syllable.lower() for syllable in syllables]
        initials = "".join(syllable[:1] for syllable in plain)
        for word in (*plain, "".join(plain), *_halves(plain), initials):
            words[word] = None
    words.pop("", None)
    return " ".join(words)


def _halves(syllables: list[str]) -> Iterable[str]:
    """Yield surname and given name, whether one character or two are the surname."""
    for length in _SURNAME_LENGTHS if len(syllables) <= _LONGEST_NAME else ():
        yield "".join(syllables[:length])
        yield "".join(syllables[length:])


def _readings(name: str) -> Iterable[list[str]]:
    usual = list(_syllables(name))
    yield usual
    for length in (2, 1):
        told = SURNAMES.get(name[:length])
        if told is not None and len(name) > length:
            rest = list(_syllables(name[length:]))
            yield from ([*surname.split(), *rest] for surname in told)
            return


@cache
def _begin_words() -> frozenset[str]:
    """Return the first two characters of every word that is read as a whole."""
    return frozenset(word[:2] for word in PHRASES_DICT if len(word) > 1)


@lru_cache(_CACHED)
def _syllables(text: str) -> tuple[str, ...]:
    """Return how a text is read; character by character where no known word can begin in it."""
    pairs = map("".join, pairwise(text))
    if len(text) > 1 and _ALL_HAN.fullmatch(text) and _begin_words().isdisjoint(pairs):
        return tuple(word for character in text for word in _syllables(character))
    return tuple(word for part in lazy_pinyin(text) for word in part.split())


@lru_cache(_CACHED)
def characters_of(name: str) -> str | None:
    """Return the Chinese characters of a name apart from each other, None where it has none.

    The full-text index joins neighbours in pairs; what stands alone is found alone.
    """
    found = dict.fromkeys(_HAN.findall(name))
    return " ".join(found) or None


def spellings(names: Iterable[str | None]) -> tuple[list[str | None], list[str | None]]:
    """Return pinyin and characters of each name."""
    pairs = [(pinyin_of(name), characters_of(name)) if name else (None, None) for name in names]
    return [pinyin for pinyin, _ in pairs], [characters for _, characters in pairs]
