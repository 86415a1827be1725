"""Chinese names: surnames by lineage, given names by sex and age; namesakes arise by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.model import day_of
from loaders.synthetic.arrays import MALE, Ints, ints, stream
from loaders.synthetic.columns import blanked, chosen, joined
from loaders.synthetic.population import LINEAGES

if TYPE_CHECKING:
    import pyarrow as pa

    from loaders.synthetic.people import Persons

SURNAMES = [
    "杨",
    "张",
    "田",
    "吴",
    "王",
    "李",
    "龙",
    "罗",
    "刘",
    "陈",
    "冉",
    "安",
    "石",
    "周",
    "黄",
    "代",
    "任",
    "覃",
    "梁",
    "何",
    "唐",
    "姚",
    "熊",
    "徐",
    "滕",
    "谭",
    "麻",
    "赵",
    "肖",
    "舒",
    "邓",
    "向",
    "蒋",
    "胡",
    "余",
    "冯",
    "彭",
    "许",
    "黎",
    "简",
    "饶",
    "符",
    "曾",
    "郑",
    "马",
    "宋",
    "文",
    "雷",
    "侯",
    "廖",
    "付",
    "万",
    "卢",
    "汪",
    "崔",
    "司",
    "严",
    "白",
    "卜",
    "鲁",
]
"""Surnames met in the east of Guizhou, the commoner first."""
_MEN = (
    "国建军明文德志光成永华荣贵林勇平强刚超波涛鹏辉海峰杰浩宇飞亮斌松云龙兴福祥忠义仁信学"
    "胜洪正昌盛泽东少江山虎彪武友安顺康宁远达发财富启伟俊凯健磊鑫豪晨阳子轩博涵睿"
)
_WOMEN = (
    "秀英兰芳桂香珍玉梅菊凤莲琴翠红霞丽燕敏静艳娟婷玲萍芬群仙花容华云琼素淑慧春月银金莎雪"
    "倩颖洁佳欣怡雨梦琪涵诗语嘉妍思可馨萱彤瑶"
)
_BRANCH = "正大光明文朝廷秀启永昌世德仁义礼智信国家安邦兴隆胜再政通泰昌"
"""Generation characters (字辈): brothers and cousins of one lineage share one."""
_CHARACTERS = sorted(set(_MEN + _WOMEN + _BRANCH))
_NEW_STYLE = day_of("1985-01-01")


def names_of(persons: Persons, seed: int) -> pa.Array:
    """Return everybody's name, two or three characters."""
    rng = stream(seed, "names")
    surname = _surnames(rng, persons)
    first = _given(rng, persons)
    second = _given(rng, persons)
    shares = (persons.sex == MALE) & (persons.born < _NEW_STYLE) & (rng.random(len(persons)) < 0.4)
    branch = _indices(_BRANCH)
    first = np.where(
        shares, branch[(persons.lineage * 7 + persons.generation) % len(branch)], first
    )
    single = (rng.random(len(persons)) < 0.12) & ~shares
    second_text = chosen(_CHARACTERS, ints(second))
    return joined(
        chosen(SURNAMES, surname),
        chosen(_CHARACTERS, ints(first)),
        blanked(second_text, single).fill_null(""),
    )


def _surnames(rng: np.random.Generator, persons: Persons) -> Ints:
    """Return surname indices: Zipf over the county, one for each lineage."""
    weights = 1 / np.arange(1, len(SURNAMES) + 1) ** 0.9
    lineages = int(persons.lineage.max()) + LINEAGES
    table = rng.choice(len(SURNAMES), lineages, p=weights / weights.sum())
    return ints(table[persons.lineage])


def _given(rng: np.random.Generator, persons: Persons) -> Ints:
    """Return character indices: the fashion drifts along each list from the old to the young."""
    fashion = np.clip((persons.born - day_of("1920-01-01")) / (105 * 365.0), 0, 1)
    result = np.empty(len(persons), np.int32)
    for male, pool in ((True, _indices(_MEN)), (False, _indices(_WOMEN))):
        mine = (persons.sex == MALE) == male
        middle = fashion[mine] * (len(pool) - 1)
        place = rng.normal(middle, len(pool) / 6)
        result[mine] = pool[np.abs(ints(np.round(place))) % len(pool)]
    return result


def _indices(characters: str) -> Ints:
    position = {character: index for index, character in enumerate(_CHARACTERS)}
    return ints([position[character] for character in characters])
