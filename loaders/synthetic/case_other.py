"""Cases beyond kinship in supervision: colleagues, informants, witnesses, suppliers, villages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.synthetic.case_files import Expected, MadeCase
from loaders.synthetic.case_kin import (
    CLEAR,
    MUST,
    RECEIVED,
    REVIEW,
    case_of,
    employed,
    stranger,
    subject,
)

if TYPE_CHECKING:
    from loaders.synthetic.cast import Cast

RESERVED_VILLAGE = -1
"""Place among the villages of the one whose committee consists of people cast for the cases."""


def acquaintance_case(cast: Cast) -> MadeCase:
    """A classmate and a former colleague of the subject."""
    who = subject(cast, "M", 1985)
    unit = cast.rows["posts"][-1]["unit"]
    classmate = cast.handler(cast.rooted("F", 1985))
    for person in (who, classmate):
        cast.row(
            "memberships", person=person, group_name="合成大学法学2004级1班", kind="class",
            **{"from": "2004-09-01", "to": "2008-06-30"},
        )  # fmt: skip
    colleague = cast.rooted("M", 1987)
    cast.post(colleague, unit, "科员", "employee", "2017-08-01", "2025-11-30")
    cast.handler(colleague)
    return case_of(
        cast, "09", "同学与同事", who,
        Expected(person=classmate, verdict=REVIEW, why="大学同班四年"),
        Expected(person=colleague, verdict=REVIEW, why="三个月前还在同一单位"),
        stranger(cast),
    )  # fmt: skip


def informant_case(cast: Cast) -> MadeCase:
    """A case with an informant, whose brother is a handler: nothing may point to her."""
    parents = cast.couple(1955)
    informant = cast.born_to(parents, "F", 1984)
    brother = cast.handler(cast.born_to(parents, "M", 1982))
    made = case_of(
        cast, "10", "有检举人", subject(cast, "M", 1971),
        Expected(person=brother, verdict=MUST, why="检举人的近亲属；理由不得显示"),
        stranger(cast),
    )  # fmt: skip
    return with_party(made, ("person", informant, "informant"))


def witness_case(cast: Cast) -> MadeCase:
    """A handler who was a witness, and the brother of another witness."""
    witness = cast.handler(cast.rooted("M", 1980))
    parents = cast.couple(1952)
    second = cast.born_to(parents, "F", 1979)
    brother = cast.handler(cast.born_to(parents, "M", 1983))
    made = case_of(
        cast, "11", "证人", subject(cast, "F", 1974),
        Expected(person=witness, verdict=MUST, why="本人是本案证人"),
        Expected(person=brother, verdict=REVIEW, why="证人是其姐姐"),
        stranger(cast),
    )  # fmt: skip
    made = with_party(made, ("person", witness, "witness"))
    return with_party(made, ("person", second, "witness"))


def with_party(made: MadeCase, party: tuple[str, str, str]) -> MadeCase:
    """Return the case with one more party."""
    return MadeCase(
        id=made.id,
        title=made.title,
        matter=made.matter,
        received=made.received,
        parties=(*made.parties, party),
        expected=made.expected,
        unit=made.unit,
        place=made.place,
    )


def procurement_case(cast: Cast) -> MadeCase:
    """A supplier whose legal representative, director and shareholder have ties to the buyers."""
    firm = cast.units.add("铜仁合成供应有限公司", "company", cast.ground.townships[0].code).id
    parents = cast.couple(1954)
    owner = cast.born_to(parents, "M", 1980)
    sister = cast.born_to(parents, "F", 1983)
    cast.row("roles", person=owner, company=firm, role="legal_representative")
    husband = cast.rooted("M", 1981)
    cast.wed(husband, sister, "2007-05-01")
    director = cast.rooted("M", 1978)
    cast.row(
        "roles", person=director, company=firm, role="director",
        **{"from": "2019-01-01", "to": "2024-06-30"},
    )  # fmt: skip
    holders = cast.couple(1953)
    holder = cast.born_to(holders, "F", 1977)
    cast.row("roles", person=holder, company=firm, role="shareholder", share="0.10")
    brother = cast.born_to(holders, "M", 1979)
    return MadeCase(
        id="12", title="政府采购", matter="procurement", received=RECEIVED,
        unit=cast.units.governments[0].id, parties=(("unit", firm, "supplier"),),
        expected=(
            Expected(person=husband, verdict=MUST, why="供应商法定代表人是其妻子的哥哥（近姻亲）"),
            Expected(person=director, verdict=MUST, why="三年内担任供应商董事"),
            Expected(person=brother, verdict=REVIEW, why="姐姐是供应商的小股东"),
            Expected(person=cast.rooted("F", 1986), verdict=CLEAR, why="与供应商无关系"),
        ),
    )  # fmt: skip


def appointment_case(cast: Cast) -> MadeCase:
    """A seat on a village committee: sister, grandson and nephew of those who sit there."""
    unit = cast.units.committees[RESERVED_VILLAGE].id
    parents = cast.couple(1945)
    head = cast.born_to(parents, "M", 1968)
    cast.post(head, unit, "主任", "head", "2026-01-20")
    sister = cast.born_to(parents, "F", 1972)
    wife = cast.rooted("F", 1969)
    member = cast.rooted("M", 1958)
    cast.post(member, unit, "委员", "member", "2026-01-20")
    son = cast.born_to((member, cast.rooted("F", 1960)), "M", 1981)
    grandson = cast.born_to((son, cast.rooted("F", 1982)), "M", 2004)
    other = cast.born_to(parents, "F", 1970)
    nephew = cast.born_to((cast.rooted("M", 1968), other), "M", 1995)
    cast.wed(head, wife, "1992-05-01")
    return MadeCase(
        id="13", title="村委会任职", matter="appointment", received=RECEIVED, unit=unit,
        place=cast.ground.villages[RESERVED_VILLAGE].code,
        parties=(("unit", unit, "interested"),),
        expected=(
            Expected(person=sister, verdict=MUST, why="哥哥是村委会主任（近亲属）"),
            Expected(person=grandson, verdict=MUST, why="祖父是村委会委员（民法典近亲属）"),
            Expected(person=nephew, verdict=CLEAR, why="舅舅是主任；甥舅不是民法典近亲属"),
            Expected(person=cast.rooted("M", 1990), verdict=CLEAR, why="与成员无关系"),
        ),
    )  # fmt: skip


def benefit_case(cast: Cast) -> MadeCase:
    """Minimum living allowance for a clerk's brother: he steps back, and it is registered."""
    parents = cast.couple(1951)
    poor = cast.born_to(parents, "M", 1975)
    sister = cast.born_to(parents, "F", 1978)
    cast.post(sister, cast.units.governments[0].id, "民政干事", "employee", "2016-07-01")
    clerk = cast.rooted("F", 1989)
    return MadeCase(
        id="14", title="低保审核", matter="benefit_review", received=RECEIVED,
        unit=cast.units.governments[0].id, parties=(("person", poor, "beneficiary"),),
        expected=(
            Expected(
                person=sister, verdict=MUST, why="申请人是其哥哥；应当单独登记备案", duty="register"
            ),
            Expected(person=clerk, verdict=CLEAR, why="与申请人无关系"),
        ),
    )  # fmt: skip


def penalty_case(cast: Cast) -> MadeCase:
    """A fine on a firm and its owner: the owner's brother, and the firm's supervisor."""
    firm = cast.units.add("铜仁合成养殖有限公司", "company", cast.ground.townships[0].code).id
    parents = cast.couple(1956)
    owner = cast.born_to(parents, "M", 1982)
    brother = cast.born_to(parents, "M", 1985)
    cast.row("roles", person=owner, company=firm, role="legal_representative")
    manager = cast.rooted("M", 1979)
    cast.row("roles", person=manager, company=firm, role="manager", **{"from": "2020-01-01"})
    return MadeCase(
        id="15", title="行政处罚", matter="administrative_penalty", received=RECEIVED,
        unit=cast.units.bureaus[0][2].id,
        parties=(("person", owner, "subject"), ("unit", firm, "interested")),
        expected=(
            Expected(person=brother, verdict=REVIEW, why="当事人是其哥哥；行政处罚法未列亲属"),
            Expected(person=manager, verdict=MUST, why="被处罚企业的经理，有直接利害关系"),
            Expected(person=cast.rooted("F", 1983), verdict=CLEAR, why="与当事人无关系"),
        ),
    )  # fmt: skip


def duty_case(cast: Cast) -> MadeCase:
    """A civil servant's duty towards a cousin, a wife's sister's husband and a child's in-laws."""
    ancestors = cast.couple(1930)
    mother, aunt = cast.born_to(ancestors, "F", 1953), cast.born_to(ancestors, "F", 1955)
    who = cast.born_to((cast.rooted("M", 1951), mother), "M", 1976)
    cousin = cast.born_to((cast.rooted("M", 1953), aunt), "F", 1979)
    sisters = cast.couple(1950)
    wife, elder = cast.born_to(sisters, "F", 1977), cast.born_to(sisters, "F", 1975)
    cast.wed(who, wife, "2000-05-01")
    in_law = cast.rooted("M", 1974)
    cast.wed(in_law, elder, "1999-05-01")
    son = cast.born_to((who, wife), "M", 2001)
    other = cast.rooted("M", 1975)
    bride = cast.born_to((other, cast.rooted("F", 1976)), "F", 2002)
    cast.wed(son, bride, "2025-05-01")
    return MadeCase(
        id="16", title="公务回避", matter="civil_service_duty", received=RECEIVED,
        unit=cast.units.bureaus[0][3].id, parties=(("person", who, "interested"),),
        expected=(
            Expected(person=cousin, verdict=MUST, why="当事人是其表哥（三代以内旁系血亲）"),
            Expected(person=in_law, verdict=MUST, why="当事人是其连襟（近姻亲）"),
            Expected(person=other, verdict=MUST, why="当事人是其亲家（近姻亲）"),
            Expected(person=cast.rooted("M", 1980), verdict=CLEAR, why="与当事人无关系"),
        ),
    )  # fmt: skip


def own_case(cast: Cast) -> MadeCase:
    """A complaint against a handler himself, made by another handler's wife."""
    who = cast.handler(cast.rooted("M", 1977))
    wife = cast.rooted("F", 1984)
    husband = employed(cast, cast.rooted("M", 1982))
    cast.wed(husband, wife, "2009-05-01")
    return MadeCase(
        id="17", title="控告", matter="complaint", received=RECEIVED,
        parties=(("person", who, "subject"), ("person", wife, "complainant")),
        expected=(
            Expected(person=who, verdict=MUST, why="本人就是当事人"),
            Expected(person=husband, verdict=MUST, why="控告人是其妻子"),
            Expected(person=cast.rooted("F", 1988), verdict=CLEAR, why="与双方无关系"),
        ),
    )  # fmt: skip


OTHER_CASES = (
    acquaintance_case, informant_case, witness_case, procurement_case, appointment_case,
    benefit_case, penalty_case, duty_case, own_case,
)  # fmt: skip
