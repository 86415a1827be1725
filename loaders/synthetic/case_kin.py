"""Supervision cases whose answer lies in kinship: every class, and ties that are law no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.synthetic.case_files import Expected, MadeCase

if TYPE_CHECKING:
    from loaders.synthetic.cast import Cast

MUST, REVIEW, UNKNOWN, CLEAR = "must_recuse", "review", "unknown", "clear"
RECEIVED = "2026-03-02"


def subject(cast: Cast, sex: str, year: int) -> str:
    """Return a person of recorded parents who has a post in a bureau of the county."""
    return employed(cast, cast.rooted(sex, year))


def employed(cast: Cast, person: str) -> str:
    """Give the person a post in the bureau least used by the cases; returns the person."""
    bureaus = cast.units.bureaus[0]
    unit = bureaus[len(cast.rows["posts"]) % len(bureaus)]
    return cast.post(person, unit.id, "副局长", "deputy", "2017-05-01")


def case_of(
    cast: Cast, code: str, title: str, who: str, *expected: Expected, received: str = RECEIVED
) -> MadeCase:
    """Return a supervision case of the county's discipline organ against one person."""
    return MadeCase(
        id=code,
        title=title,
        matter="supervision_case",
        received=received,
        unit=cast.units.county_discipline[0].id,
        parties=(("person", who, "subject"),),
        expected=expected,
    )


def stranger(cast: Cast) -> Expected:
    """Return a handler of recorded parents with no tie to anybody in the case."""
    person = cast.handler(cast.rooted("M", 1984))
    return Expected(person=person, verdict=CLEAR, why="父母有记录，与当事人无关系")


def spouse_case(cast: Cast) -> MadeCase:
    """Wife of a handler; a handler of whose kin nothing is known."""
    wife = subject(cast, "F", 1983)
    husband = cast.handler(cast.rooted("M", 1981))
    cast.wed(husband, wife, "2008-05-01")
    blank = cast.handler(cast.person("M", 1988))
    return case_of(
        cast, "01", "配偶", wife,
        Expected(person=husband, verdict=MUST, why="当事人是其妻子（配偶）"),
        stranger(cast),
        Expected(person=blank, verdict=UNKNOWN, why="没有父母记录，也没有申报"),
    )  # fmt: skip


def lineal_case(cast: Cast) -> MadeCase:
    """Father and grandfather of handlers; a handler known by declaration only."""
    who = subject(cast, "M", 1949)
    wife = cast.rooted("F", 1951)
    cast.wed(who, wife, "1974-05-01")
    son = cast.handler(cast.born_to((who, wife), "M", 1976))
    daughter = cast.born_to((who, wife), "F", 1978)
    husband = cast.rooted("M", 1976)
    cast.wed(husband, daughter, "2000-05-01")
    grandson = cast.handler(cast.born_to((husband, daughter), "M", 2001))
    declared = cast.declares(cast.handler(cast.person("F", 1987)))
    return case_of(
        cast, "02", "直系血亲", who,
        Expected(person=son, verdict=MUST, why="当事人是其父亲（直系血亲）"),
        Expected(person=grandson, verdict=REVIEW, why="当事人是其外祖父，不在监察案件近亲属之列"),
        Expected(person=declared, verdict=CLEAR, why="没有父母记录，但已申报全部亲属"),
    )  # fmt: skip


def sibling_case(cast: Cast) -> MadeCase:
    """Full brother and half-brother of handlers."""
    father, mother = cast.couple(1950)
    who = employed(cast, cast.born_to((father, mother), "M", 1978))
    sister = cast.handler(cast.born_to((father, mother), "F", 1981))
    second = cast.rooted("F", 1960)
    half = cast.handler(cast.born_to((father, second), "M", 1990))
    return case_of(
        cast, "03", "兄弟姐妹", who,
        Expected(person=sister, verdict=MUST, why="当事人是其哥哥（同父同母）"),
        Expected(person=half, verdict=MUST, why="当事人是其同父异母的哥哥"),
        stranger(cast),
    )  # fmt: skip


def distant_case(cast: Cast) -> MadeCase:
    """Uncle, first cousin and second cousin of handlers."""
    ancestors = cast.couple(1920)
    branches = [cast.born_to(ancestors, "M", 1944), cast.born_to(ancestors, "M", 1947)]
    families = [(man, cast.rooted("F", 1948)) for man in branches]
    who = employed(cast, cast.born_to(families[0], "M", 1970))
    sister = cast.born_to(families[0], "F", 1972)
    brother_in_law = cast.rooted("M", 1970)
    nephew = cast.handler(cast.born_to((brother_in_law, sister), "M", 1997))
    other = cast.born_to(families[1], "M", 1973)
    cousin = cast.handler(other)
    remote_uncle = cast.born_to(families[1], "M", 1975)
    remote = cast.handler(cast.born_to((remote_uncle, cast.rooted("F", 1977)), "M", 2000))
    return case_of(
        cast, "04", "舅舅与堂兄弟", who,
        Expected(person=nephew, verdict=REVIEW, why="当事人是其舅舅，由决定人判断"),
        Expected(person=cousin, verdict=REVIEW, why="当事人是其堂哥，由决定人判断"),
        Expected(person=remote, verdict=CLEAR, why="当事人是其堂叔伯，超出三代以内旁系血亲"),
    )  # fmt: skip


def adoption_case(cast: Cast) -> MadeCase:
    """A subject adopted by registration: the adopters' son, the birth brother, an informal son."""
    birth = cast.couple(1948)
    who = employed(cast, cast.born_to(birth, "M", 1975))
    brother = cast.handler(cast.born_to(birth, "M", 1973))
    adopters = cast.couple(1946)
    for word, parent in zip(("father", "mother"), adopters, strict=True):
        cast.kin(who, word, parent, kind="adoptive", **{"from": "1980-06-01"})
    son = cast.handler(cast.born_to(adopters, "M", 1979))
    informal = cast.handler(cast.rooted("M", 1982))
    for word, parent in zip(("father", "mother"), adopters, strict=True):
        cast.kin(informal, word, parent, kind="adoptive_unregistered", **{"from": "1986-01-01"})
    return case_of(
        cast, "05", "收养", who,
        Expected(person=son, verdict=MUST, why="当事人由其父母登记收养，是其兄弟"),
        Expected(person=brother, verdict=REVIEW, why="亲兄弟，当事人已被他人登记收养"),
        Expected(person=informal, verdict=REVIEW, why="由同一对父母收养但未登记"),
    )  # fmt: skip


def former_case(cast: Cast) -> MadeCase:
    """A divorced wife, a step-daughter brought up by the subject, and one who was not."""
    who = subject(cast, "M", 1968)
    former = cast.handler(cast.rooted("F", 1970))
    cast.wed(who, former, "1994-05-01", "2005-09-01")
    wife = cast.rooted("F", 1972)
    cast.wed(who, wife, "2006-05-01")
    children = []
    for year, raised in ((1999, "true"), (1993, "false")):
        child = cast.handler(cast.born_to((cast.rooted("M", 1970), wife), "F", year))
        cast.kin(child, "father", who, kind="step", raised=raised, **{"from": "2006-05-01"})
        children.append(child)
    return case_of(
        cast, "06", "前配偶与继父", who,
        Expected(person=former, verdict=REVIEW, why="当事人是其前夫"),
        Expected(person=children[0], verdict=MUST, why="当事人是其继父，受其抚养教育"),
        Expected(person=children[1], verdict=REVIEW, why="当事人是其继父，未受其抚养教育"),
    )  # fmt: skip


def dated_case(cast: Cast) -> MadeCase:
    """A case of 2024 whose couple was divorced in 2025: law and tie are those of that day."""
    wife = subject(cast, "F", 1986)
    husband = cast.handler(cast.rooted("M", 1985))
    cast.wed(husband, wife, "2012-05-01", "2025-06-20")
    return case_of(
        cast, "07", "案发时尚未离婚", wife,
        Expected(person=husband, verdict=MUST, why="立案时当事人是其妻子，2025年离婚"),
        stranger(cast),
        received="2024-05-06",
    )  # fmt: skip


def stated_case(cast: Cast) -> MadeCase:
    """An uncle known only by the word 舅舅."""
    who = subject(cast, "M", 1966)
    nephew = cast.handler(cast.person("M", 1991))
    cast.kin(nephew, "舅舅", who)
    return case_of(
        cast, "08", "只知称谓", who,
        Expected(person=nephew, verdict=REVIEW, why="登记为当事人的外甥，父母没有记录"),
        stranger(cast),
    )  # fmt: skip


KIN_CASES = (
    spouse_case, lineal_case, sibling_case, distant_case,
    adoption_case, former_case, dated_case, stated_case,
)  # fmt: skip
