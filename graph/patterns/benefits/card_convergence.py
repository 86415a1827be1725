"""B6: benefits of several unrelated households meet at one account, payee or phone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pydantic import Field

from graph.findings import Evidence, Finding, NotTested, Result, Tested
from graph.findings.worlds import sureness
from graph.kinship.circles import CIRCLES
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.benefits.meeting_points import ACCOUNT, KINDS, PAYEE, PHONE, meetings
from graph.patterns.benefits.unrelated import apart, related_households

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_CODE = "B6"
_EDGES = {ACCOUNT: "paid_into", PAYEE: "paid", PHONE: "person_phone"}
_TOLD = {
    ACCOUNT: Words("发放到同一账户", "are paid into one account"),
    PAYEE: Words("发放后几日内转给同一收款人", "went on to one payee within days"),
    PHONE: Words("的领取人留同一电话", "have recipients with one phone"),
}
_CHECK = (
    Words("向各户当面核实卡在谁手里、是否收到全款", "ask each household who holds the card"),
    Words("调取开户资料、取款凭证和监控", "account papers, slips of withdrawal and who withdrew"),
    Words(
        "核对是否有代领委托书、监护证明或者统一代发协议",
        "is there a power of attorney, a guardianship, an agreement on joint payment",
    ),
)
_EXCLUDED = (
    Words("账户不属于单位、学校、养老机构", "the account is not that of a unit, school or home"),
    Words("各户之间没有法定亲属关系", "no two of these households are legal kin"),
    Words(
        "不含户主本户、其近亲属和被监护人的户",
        "the owner's own household, near relatives and wards are left out",
    ),
)


class CardConvergenceParams(Params):
    """Parameters of B6."""

    households: int = Field(4, ge=2, description="互无亲属关系的最少户数 (unrelated households)")
    days: int = Field(3, ge=0, le=60, description="发放后转出的天数 (days until passed on)")
    share: float = Field(
        0.5, gt=0, le=1, description="转出额占发放额的最低比例 (least share passed on)"
    )


def find(facts: Facts, params: CardConvergenceParams) -> Result:
    """Find accounts, payees and phones at which unrelated households' benefits meet.

    Cost: a group-by, a join of transfers within days, and the kin of those who meet. Order: by
    kind, then account, payee or phone.
    """
    rows = _without_family(facts, meetings(facts, params.households, params.days, params.share))
    points: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    ordered = rows.order_by("kind", "point", "house", "day", "benefit")
    for row in ordered.to_pyarrow().to_pylist():
        points[KINDS.index(row["kind"]), row["point"]].append(row)
    everyone: dict[str, set[str]] = {
        row["house"]: set() for group in points.values() for row in group
    }
    for group in points.values():
        for row in group:
            everyone[row["house"]] |= {row["who"]} - {None}
    related = related_households(facts, everyone)
    findings, told = [], set()
    for (_, point), group in sorted(points.items()):
        chosen = apart({row["house"] for row in group}, related)
        if len(chosen) >= params.households and point not in told:
            told.add(point)
            findings.append(_finding(facts, point, group, chosen, params.households))
    benefits = facts.table("benefits")
    checked = benefits.filter(benefits.account.notnull()).count().to_pyarrow().as_py()
    return Result(
        findings=tuple(findings),
        tested=(Tested(code=_CODE, count=checked, unit="benefits"),),
        not_tested=_untested(facts, checked),
    )


def _without_family(facts: Facts, rows: Any) -> Any:
    """Leave out the owner's own household, near relatives and wards; add who stands for a house."""
    living = facts.table("people").select(lives="id", at="household")
    near = CIRCLES["NR-C"]
    names = rows.filter(rows.owner.notnull()).select("owner").distinct().to_pyarrow()
    owners = names.column("owner").to_pylist()
    kin = facts.legal_kin(owners, circle=near).select("ego", "relative")
    own = facts.given(pa.table({"ego": owners, "relative": owners}, _PAIRS))
    family = kin.union(own).union(_wards(facts))
    named = rows.filter(rows.recipient.notnull()).mutate(who=rows.recipient)
    whole = rows.filter(rows.recipient.isnull())
    whole = whole.left_join(living, whole.house == living["at"]).mutate(who=living.lives)
    whole = whole.select(*named.columns)
    rows = facts.kept(named.union(whole))
    is_family = (rows.owner == family.ego, rows.who == family.relative)
    close = rows.join(family, is_family).select(near_owner="owner", near_house="house").distinct()
    return rows.anti_join(close, (rows.owner == close.near_owner, rows.house == close.near_house))


_PAIRS = pa.schema([("ego", pa.string()), ("relative", pa.string())])


def _wards(facts: Facts) -> Any:
    """Return guardians and their wards as pairs (ego, relative)."""
    ties = facts.table("ties")
    return ties.filter(ties.kind == "guardian").select(ego="other", relative="person")


def _finding(
    facts: Facts, point: str, group: list[dict[str, Any]], chosen: tuple[str, ...], least: int
) -> Finding:
    kind, owner = group[0]["kind"], group[0]["owner"]
    houses = sorted({row["house"] for row in group})
    benefits = {row["benefit"]: row for row in group}
    told = _TOLD[kind]
    return Finding(
        code=_CODE,
        subject=point,
        objects=tuple(houses),
        claim=Words(
            f"{len(houses)} 户的补助{told.zh} {point}，其中 {len(chosen)} 户互无亲属关系",
            f"benefits of {len(houses)} households {told.en} {point}; "
            f"{len(chosen)} of them are unrelated to one another",
        ),
        measure=float(len(chosen)),
        unit="households",
        expected=1.0,
        evidence=_evidence(group, point),
        check_first=_CHECK,
        excluded=_EXCLUDED,
        worlds=_worlds(group, chosen, least),
        amount_fen=sum(row["amount"] or 0 for row in benefits.values()),
        place=group[0]["village"] or "",
        officials=_officials(facts, owner),
        since=min(row["day"] for row in group).isoformat(),
        until=max(row["day"] for row in group).isoformat(),
        detail={
            "kind": kind,
            "owner": owner,
            "unrelated": list(chosen),
            "benefits": sorted(benefits),
        },
    )


def _officials(facts: Facts, owner: str | None) -> tuple[str, ...]:
    if owner is None:
        return ()
    posts = facts.table("posts")
    return (owner,) if posts.filter(posts.person == owner).count().to_pyarrow().as_py() else ()


def _worlds(group: list[dict[str, Any]], chosen: tuple[str, ...], least: int) -> float:
    """Return the chance that so many unrelated households are left, each by its surest row."""
    sure = dict.fromkeys(chosen, 0.0)
    for row in group:
        if row["house"] in sure:
            first = sureness(row["confidence"], row["disputed"])
            second = 1.0 if row["other_confidence"] is None else row["other_confidence"]
            sure[row["house"]] = max(sure[row["house"]], first * second)
    left = [1.0]
    for chance in sure.values():
        more = [0.0, *(share * chance for share in left)]
        fewer = [*(share * (1 - chance) for share in left), 0.0]
        left = [one + other for one, other in zip(more, fewer, strict=True)]
    return sum(left[least:])


def _evidence(group: list[dict[str, Any]], point: str) -> tuple[Evidence, ...]:
    """Return the first benefit of each household, and the rows that lead from it to the point."""
    found: dict[Evidence, None] = {}
    seen: set[str] = set()
    for row in group:
        if row["house"] in seen:
            continue
        seen.add(row["house"])
        source = row["recipient"] or row["house"]
        found[
            Evidence(
                source=source,
                edge="received",
                target=row["benefit"],
                origin=row["origin"],
                confidence=row["confidence"],
                is_disputed=row["disputed"],
                date=row["day"].isoformat(),
                amount_fen=row["amount"],
            )
        ] = None
        if row["other_origin"]:
            found[
                Evidence(
                    source=source if row["kind"] != ACCOUNT else row["owner"] or point,
                    edge=_EDGES[row["kind"]] if row["kind"] != ACCOUNT else "owns_account",
                    target=point,
                    origin=row["other_origin"],
                    confidence=row["other_confidence"],
                )
            ] = None
    return tuple(found)


def _untested(facts: Facts, with_account: int) -> tuple[NotTested, ...]:
    blank = facts.count("benefits") - with_account
    reasons = []
    if blank:
        reasons.append((blank, _NO_ACCOUNT))
    if not facts.count("transfers"):
        reasons.append((1, _NO_TRANSFERS))
    return tuple(NotTested(code=_CODE, count=count, why=why) for count, why in reasons)


_NO_ACCOUNT = Words("补助没有记录发放账户", "the account of the benefit is not recorded")
_NO_TRANSFERS = Words(
    "没有载入资金流水，无法查看发放后的去向", "no transfers are loaded: what followed is not seen"
)

PATTERN = Pattern(
    code=_CODE,
    title=Words("多户补助归集一处", "Card convergence"),
    claim=Words(
        "多户互无亲属关系的补助归到同一账户、同一收款人或者同一电话",
        "Benefits of several unrelated households meet at one account, payee or phone",
    ),
    needs=("benefits", "programmes"),
    params=CardConvergenceParams,
    find=find,
)
