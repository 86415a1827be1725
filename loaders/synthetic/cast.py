"""The people of the cases: small families made to order, living in the county's real villages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from loaders.synthetic.numbers import identity_number
from loaders.synthetic.organisations import MADE, Organisations
from loaders.synthetic.population import GROUPS
from loaders.synthetic.registers import GROUP_NAMES

if TYPE_CHECKING:
    from loaders.synthetic.ground import Ground

Row = dict[str, str]
_MEN = [
    "建国",
    "志强",
    "文斌",
    "明亮",
    "光辉",
    "永福",
    "世杰",
    "伟",
    "德明",
    "小军",
    "家旺",
    "昌荣",
    "立新",
    "春生",
    "安平",
    "学文",
]
_WOMEN = [
    "秀兰",
    "春梅",
    "丽华",
    "桂芳",
    "敏",
    "玉珍",
    "小燕",
    "红霞",
    "雪",
    "晓琴",
    "金凤",
    "佳慧",
    "永芳",
    "云",
    "菊香",
    "婷",
]
_SURNAMES = [
    "杨",
    "田",
    "张",
    "冉",
    "吴",
    "龙",
    "石",
    "安",
    "任",
    "覃",
    "滕",
    "麻",
    "代",
    "罗",
    "黄",
    "周",
    "陈",
    "熊",
    "肖",
    "谭",
]
_PARENTS_OLDER = 26
_HANDLER_SINCE = "2019-03-01"


class Cast:
    """Rows of the tables, filled person by person."""

    def __init__(self, ground: Ground, units: Organisations) -> None:
        self.ground = ground
        self.units = units
        self.rows: defaultdict[str, list[Row]] = defaultdict(list)
        self._people: dict[str, Row] = {}
        self._homes = 0

    @property
    def people(self) -> tuple[str, ...]:
        """Ids of everybody cast so far."""
        return tuple(self._people)

    def person(self, sex: str, year: int, *, like: str | None = None) -> str:
        """Return a person born in `year` of whose kin nothing is recorded.

        He or she lives in the household and bears the surname of `like`, else in a home apart
        from everybody cast before.
        """
        number = len(self._people) + 1
        code = f"K{number:04d}"
        day = f"{year}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        given = _MEN if sex == "M" else _WOMEN
        home = self._people[like] if like else self._home()
        surname = home["name"][0] if like else _SURNAMES[number % len(_SURNAMES)]
        self._people[code] = {
            "id": code,
            "name": surname + given[number * 7 % len(given)],
            "sex": sex,
            "born": day,
            "id_number": identity_number(day, 980 + (1 if sex == "M" else 0)),
            **{key: home[key] for key in ("village", "group", "household")},
            "note": MADE,
        }
        self.rows["people"].append(self._people[code])
        return code

    def _home(self) -> Row:
        villages = self.ground.villages
        turn, village = divmod(self._homes, len(villages))
        self._homes += 1
        return {
            "village": villages[village].code,
            "group": GROUP_NAMES[turn % GROUPS],
            "household": f"HK{self._homes:04d}",
        }

    def rooted(self, sex: str, year: int) -> str:
        """Return a person with a recorded father and mother of a family of their own."""
        person = self.person(sex, year)
        self.child(person, *self.couple(year - _PARENTS_OLDER, like=person))
        return person

    def couple(self, year: int, *, like: str | None = None) -> tuple[str, str]:
        """Return a man born in `year` and his wife, three years younger."""
        husband = self.person("M", year, like=like)
        wife = self.person("F", year + 3)
        self.wed(husband, wife, f"{year + 24}-05-01")
        return husband, wife

    def born_to(self, parents: tuple[str, str], sex: str, year: int) -> str:
        """Return a new child of the couple, grown up and in a household of his or her own."""
        person = self.person(sex, year)
        self.child(person, *parents)
        return person

    def child(self, person: str, father: str, mother: str) -> None:
        """Record the parents of a person."""
        self.kin(person, "father", father)
        self.kin(person, "mother", mother)

    def wed(self, husband: str, wife: str, since: str, until: str = "") -> None:
        """Record a marriage."""
        self.kin(husband, "wife", wife, **{"from": since, "to": until})

    def kin(self, person: str, relation: str, relative: str, **cells: str) -> None:
        """Record that `relative` is the `relation` of `person`."""
        self.row("kin", person=person, relation=relation, relative=relative, **cells)

    def declares(self, person: str, scope: str = "all", date: str = "2025-12-20") -> str:
        """Record a declaration; returns the person."""
        self.row("declarations", person=person, scope=scope, date=date)
        return person

    def handler(self, person: str) -> str:
        """Make the person a handler of the county's discipline organ; returns the person."""
        unit = self.units.county_discipline[0]
        self.post(person, unit.id, "监察官", "handler", _HANDLER_SINCE)
        self.row("handlers", person=person, unit=unit.id, place=unit.place, capacity="5")
        return person

    def post(
        self, person: str, unit: str, title: str, role: str, since: str, until: str = ""
    ) -> str:
        """Give the person a post; returns the person."""
        cells = {"person": person, "unit": unit, "title": title, "role": role, "from": since}
        self.row("posts", **cells, to=until)
        return person

    def row(self, table: str, **cells: str) -> None:
        """Add a row to a table, blank cells left out."""
        self.rows[table].append({key: value for key, value in cells.items() if value})
