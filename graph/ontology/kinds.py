"""The kinds of nodes and ties: what each is called, what it joins, which table proves it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType


class NodeKind(IntEnum):
    """What a node is; the lower-case name is also the prefix of an id (`unit:U1`)."""

    PERSON = 0
    UNIT = 1
    PLACE = 2
    CONTRACT = 3
    PROGRAMME = 4
    ACCOUNT = 5
    ASSET = 6
    ZONE = 7
    HOUSEHOLD = 8
    GROUP = 9
    """A villagers' group: `village/group`."""
    COHORT = 10
    """A class, company of soldiers or association: `unit/group_name`."""
    PHONE = 11
    ADDRESS = 12

    @property
    def prefix(self) -> str:
        """Return the word that may stand before an id of this kind."""
        return self.name.lower()


NODE_LABELS = MappingProxyType(
    {
        NodeKind.PERSON: "人员",
        NodeKind.UNIT: "单位",
        NodeKind.PLACE: "区划",
        NodeKind.CONTRACT: "合同",
        NodeKind.PROGRAMME: "项目",
        NodeKind.ACCOUNT: "账户",
        NodeKind.ASSET: "集体资产",
        NodeKind.ZONE: "片区",
        NodeKind.HOUSEHOLD: "户",
        NodeKind.GROUP: "村民小组",
        NodeKind.COHORT: "班级或集体",
        NodeKind.PHONE: "电话",
        NodeKind.ADDRESS: "地址",
    }
)
"""Chinese labels."""


class EdgeKind(IntEnum):
    """What a tie is; its details stand in `EDGE`."""

    KIN = 0
    FRIEND = 1
    ENMITY = 2
    TEACHER = 3
    GUARANTOR = 4
    CREDITOR = 5
    PARTNER = 6
    FIANCE = 7
    GUARDIAN = 8
    OTHER_TIE = 9
    LEGAL_REPRESENTATIVE = 10
    DIRECTOR = 11
    SUPERVISOR = 12
    MANAGER = 13
    SHAREHOLDER = 14
    CONTROLLER = 15
    HOLDS_POST = 16
    HANDLES_FOR = 17
    STATIONED_IN = 18
    BELONGED_TO = 19
    IN_COHORT = 20
    IN_HOUSEHOLD = 21
    LIVES_IN = 22
    IN_GROUP = 23
    PERSON_PHONE = 24
    PERSON_ADDRESS = 25
    LEFT_HOUSEHOLD = 26
    JOINED_HOUSEHOLD = 27
    PART_OF = 28
    SUBORDINATE_TO = 29
    LOCATED_IN = 30
    UNIT_PHONE = 31
    UNIT_ADDRESS = 32
    BOUGHT = 33
    SUPPLIED = 34
    DECIDED_CONTRACT = 35
    PERFORMED_IN = 36
    BID_FOR = 37
    RECEIVED = 38
    GRANTED = 39
    PAID_INTO = 40
    OWNS_ACCOUNT = 41
    PAID = 42
    ASSET_OF = 43
    LEASED = 44
    DECIDED_LEASE = 45
    IN_ZONE = 46
    DEPOSITED_FROM = 47


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One kind of tie: the table whose rows prove it and what may stand at each end.

    `since` and `until` name the columns that date it: both for an interval, the same column twice
    for one day, none for a tie that the table does not date.
    """

    kind: EdgeKind
    table: str
    zh: str
    en: str
    sources: tuple[NodeKind, ...]
    targets: tuple[NodeKind, ...]
    symmetric: bool = False
    since: str | None = None
    until: str | None = None

    @property
    def is_dated(self) -> bool:
        """Whether the rows of the table say when."""
        return self.since is not None


_P, _U, _L = (NodeKind.PERSON,), (NodeKind.UNIT,), (NodeKind.PLACE,)
_PU = (NodeKind.PERSON, NodeKind.UNIT)
_HOUSE, _CONTRACT = (NodeKind.HOUSEHOLD,), (NodeKind.CONTRACT,)
_MONEY = (NodeKind.ACCOUNT, NodeKind.PERSON, NodeKind.UNIT)


def _edge(
    kind: EdgeKind,
    table: str,
    zh: str,
    en: str,
    sources: tuple[NodeKind, ...],
    targets: tuple[NodeKind, ...],
    dates: tuple[str, str] | None = None,
    *,
    symmetric: bool = False,
) -> Edge:
    since, until = dates or (None, None)
    return Edge(
        kind=kind,
        table=table,
        zh=zh,
        en=en,
        sources=sources,
        targets=targets,
        symmetric=symmetric,
        since=since,
        until=until,
    )


_SPAN = ("from", "to")
_DATE = ("date", "date")
_K = EdgeKind

EDGES: tuple[Edge, ...] = (
    _edge(_K.KIN, "kin", "亲属", "has as relative", _P, _P, _SPAN),
    _edge(_K.FRIEND, "ties", "朋友", "friend of", _P, _PU, _SPAN, symmetric=True),
    _edge(_K.ENMITY, "ties", "恩怨", "at odds with", _P, _PU, _SPAN, symmetric=True),
    _edge(_K.TEACHER, "ties", "师生", "has as teacher", _P, _PU, _SPAN),
    _edge(_K.GUARANTOR, "ties", "担保人", "has as guarantor", _P, _PU, _SPAN),
    _edge(_K.CREDITOR, "ties", "债权人", "has as creditor", _P, _PU, _SPAN),
    _edge(_K.PARTNER, "ties", "合伙人", "partner of", _P, _PU, _SPAN, symmetric=True),
    _edge(_K.FIANCE, "ties", "恋人", "betrothed to", _P, _PU, _SPAN, symmetric=True),
    _edge(_K.GUARDIAN, "ties", "监护人", "has as guardian", _P, _PU, _SPAN),
    _edge(_K.OTHER_TIE, "ties", "其他关系", "otherwise tied to", _P, _PU, _SPAN, symmetric=True),
    _edge(
        _K.LEGAL_REPRESENTATIVE, "roles", "法定代表人", "legal representative of", _PU, _U, _SPAN
    ),
    _edge(_K.DIRECTOR, "roles", "董事", "director of", _PU, _U, _SPAN),
    _edge(_K.SUPERVISOR, "roles", "监事", "supervisor of", _PU, _U, _SPAN),
    _edge(_K.MANAGER, "roles", "经理", "manager of", _PU, _U, _SPAN),
    _edge(_K.SHAREHOLDER, "roles", "股东", "shareholder of", _PU, _U, _SPAN),
    _edge(_K.CONTROLLER, "roles", "实际控制人", "controls", _PU, _U, _SPAN),
    _edge(_K.HOLDS_POST, "posts", "任职", "holds a post in", _P, _U, _SPAN),
    _edge(_K.HANDLES_FOR, "handlers", "办案单位", "handles cases for", _P, _U),
    _edge(_K.STATIONED_IN, "handlers", "办案所在地", "is stationed in", _P, _L),
    _edge(_K.BELONGED_TO, "memberships", "经历", "belonged to", _P, _U, _SPAN),
    _edge(_K.IN_COHORT, "memberships", "同期集体", "was in", _P, (NodeKind.COHORT,), _SPAN),
    _edge(_K.IN_HOUSEHOLD, "people", "户成员", "is of the household", _P, _HOUSE),
    _edge(_K.LIVES_IN, "people", "所在村", "lives in", _P, _L),
    _edge(_K.IN_GROUP, "people", "所在组", "is of the villagers' group", _P, (NodeKind.GROUP,)),
    _edge(_K.PERSON_PHONE, "people", "电话", "has the phone", _P, (NodeKind.PHONE,)),
    _edge(_K.PERSON_ADDRESS, "people", "住址", "has the address", _P, (NodeKind.ADDRESS,)),
    _edge(_K.LEFT_HOUSEHOLD, "moves", "迁出", "moved out of", _P, _HOUSE, _DATE),
    _edge(_K.JOINED_HOUSEHOLD, "moves", "迁入", "moved into", _P, _HOUSE, _DATE),
    _edge(_K.PART_OF, "places", "隶属", "is part of", _L, _L),
    _edge(_K.SUBORDINATE_TO, "units", "下属于", "is subordinate to", _U, _U),
    _edge(_K.LOCATED_IN, "units", "所在地", "is located in", _U, _L),
    _edge(_K.UNIT_PHONE, "units", "单位电话", "has the phone", _U, (NodeKind.PHONE,)),
    _edge(_K.UNIT_ADDRESS, "units", "单位地址", "has the address", _U, (NodeKind.ADDRESS,)),
    _edge(_K.BOUGHT, "contracts", "采购", "bought by", _U, _CONTRACT, ("awarded", "awarded")),
    _edge(_K.SUPPLIED, "contracts", "中标", "supplied", _U, _CONTRACT, ("awarded", "awarded")),
    _edge(
        _K.DECIDED_CONTRACT, "contracts", "决定", "decided", _P, _CONTRACT, ("awarded", "awarded")
    ),
    _edge(_K.PERFORMED_IN, "contracts", "履行地", "is performed in", _CONTRACT, _L),
    _edge(_K.BID_FOR, "bids", "投标", "bid for", _U, _CONTRACT, _DATE),
    _edge(
        _K.RECEIVED,
        "benefits",
        "领取",
        "received",
        (NodeKind.PERSON, NodeKind.HOUSEHOLD),
        (NodeKind.PROGRAMME,),
        _DATE,
    ),
    _edge(
        _K.GRANTED,
        "benefits",
        "审批给",
        "granted a benefit to",
        _P,
        (NodeKind.PERSON, NodeKind.HOUSEHOLD),
        _DATE,
    ),
    _edge(
        _K.PAID_INTO,
        "benefits",
        "发放至",
        "is paid into",
        (NodeKind.PERSON, NodeKind.HOUSEHOLD),
        (NodeKind.ACCOUNT,),
        _DATE,
    ),
    _edge(
        _K.OWNS_ACCOUNT,
        "accounts",
        "户主",
        "owns the account",
        _PU,
        (NodeKind.ACCOUNT,),
        ("opened", "opened"),
    ),
    _edge(_K.PAID, "transfers", "付款", "paid", _MONEY, _MONEY, _DATE),
    _edge(_K.ASSET_OF, "assets", "属于", "belongs to", (NodeKind.ASSET,), _L),
    _edge(_K.LEASED, "leases", "承租", "leased", _PU, (NodeKind.ASSET,), _SPAN),
    _edge(_K.DECIDED_LEASE, "leases", "决定出租", "decided on", _P, (NodeKind.ASSET,), _SPAN),
    _edge(
        _K.DEPOSITED_FROM, "bids", "保证金账户", "deposited from", _U, (NodeKind.ACCOUNT,), _DATE
    ),
    _edge(_K.IN_ZONE, "zones", "所属片区", "is in the zone", _L, (NodeKind.ZONE,)),
)

EDGE = MappingProxyType({edge.kind: edge for edge in EDGES})
"""Details of a tie by its kind."""
