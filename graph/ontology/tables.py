"""The canonical input tables: the one place that says which columns exist and what they mean.

The reader, the template workbook, the format page and the snapshot all follow this list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Cell(StrEnum):
    """What a column's text must be."""

    TEXT = "text"
    ID = "id"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    SHARE = "share"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    ID_NUMBER = "id_number"
    CREDIT_CODE = "credit_code"
    RELATION = "relation"
    WORDS = "words"
    """Items separated by semicolons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its English name, its Chinese header synonyms (label first) and its cells.

    `refers` lists the tables in which the id must be found, in the order they are tried.
    """

    name: str
    zh: tuple[str, ...]
    cell: Cell = Cell.TEXT
    required: bool = False
    refers: tuple[str, ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Canonical word and its accepted synonyms."""
    open_choice: bool = False
    """Whether words outside `choices` are kept as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One canonical table; of each group of columns in `one_of` at least one must be filled."""

    name: str
    zh: tuple[str, ...]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...] = ()

    def column(self, name: str) -> Column:
        """Return the column of this name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _text(name: str, *zh: str, required: bool = False) -> Column:
    return Column(name=name, zh=zh, required=required)


def _cell(name: str, cell: Cell, *zh: str, required: bool = False) -> Column:
    return Column(name=name, zh=zh, cell=cell, required=required)


def _id(*zh: str) -> Column:
    return Column(name="id", zh=zh, cell=Cell.ID, required=True)


def _ref(name: str, *zh: str, to: tuple[str, ...] = ("people",), required: bool = False) -> Column:
    return Column(name=name, zh=zh, cell=Cell.ID, required=required, refers=to)


def _date(name: str, *zh: str, required: bool = False) -> Column:
    return Column(name=name, zh=zh, cell=Cell.DATE, required=required)


def _choice(
    name: str,
    *zh: str,
    words: dict[str, tuple[str, ...]],
    required: bool = False,
    open_choice: bool = False,
) -> Column:
    return Column(
        name=name,
        zh=zh,
        cell=Cell.CHOICE,
        required=required,
        choices=tuple(words.items()),
        open_choice=open_choice,
    )


_FROM = _date("from", "起", "开始日期", "起始日期", "自")
_TO = _date("to", "止", "结束日期", "终止日期", "至")
_PROCEDURES = {
    "open": ("公开招标", "公开"),
    "invited": ("邀请招标", "邀请"),
    "negotiated": ("竞争性谈判", "竞争性磋商", "谈判"),
    "single_source": ("单一来源",),
    "direct": ("直接采购", "直接发包", "直接"),
}

COMMON = (
    _text("source", "来源"),
    _cell("confidence", Cell.SHARE, "置信度", "可信度"),
    _text("note", "备注", "说明"),
)
"""Columns that may follow in any table."""

TABLES: tuple[Table, ...] = (
    Table(
        name="people",
        zh=("人员", "人员信息"),
        key=("id",),
        columns=(
            _id("编号", "人员编号"),
            _text("name", "姓名", required=True),
            _choice("sex", "性别", words={"M": ("男", "m", "male"), "F": ("女", "f", "female")}),
            _date("born", "出生日期", "出生年月", "出生"),
            _date("died", "死亡日期", "去世日期", "死亡"),
            _cell("id_number", Cell.ID_NUMBER, "身份证号", "公民身份号码", "证件号码"),
            _text("phone", "电话", "手机号", "联系电话"),
            _text("address", "住址", "地址", "家庭住址"),
            _ref("village", "村", "所在村", to=("places",)),
            _text("group", "组", "村民小组"),
            _text("household", "户", "户号", "户编号"),
        ),
    ),
    Table(
        name="kin",
        zh=("亲属", "亲属关系"),
        key=("person", "relation", "relative", "kind", "from"),
        columns=(
            _ref("person", "本人", "人员", required=True),
            _cell("relation", Cell.RELATION, "关系", "称谓", required=True),
            _ref("relative", "亲属", "亲属编号", required=True),
            _choice(
                "kind",
                "性质",
                "类别",
                words={
                    "birth": ("亲生", "生"),
                    "adoptive": ("收养", "养"),
                    "adoptive_unregistered": ("事实收养", "未登记收养", "过继"),
                    "step": ("继", "继亲"),
                    "foster": ("寄养",),
                    "registered": ("登记", "登记结婚", "婚姻"),
                    "void": ("无效", "无效婚姻", "被撤销"),
                    "cohabiting": ("同居",),
                },
            ),
            _FROM,
            _TO,
            _cell("raised", Cell.BOOLEAN, "受其抚养教育", "抚养"),
            _cell("supported", Cell.BOOLEAN, "扶养赡养", "赡养"),
        ),
    ),
    Table(
        name="declarations",
        zh=("申报", "个人申报"),
        key=("person", "scope", "date"),
        columns=(
            _ref("person", "申报人", "人员", required=True),
            _choice(
                "scope",
                "申报范围",
                "范围",
                words={
                    "spouse": ("配偶",),
                    "parents": ("父母",),
                    "children": ("子女",),
                    "siblings": ("兄弟姐妹",),
                    "grandparents": ("祖父母", "祖父母外祖父母"),
                    "all": ("全部", "所有亲属"),
                },
                required=True,
            ),
            _date("date", "申报日期", "日期", required=True),
        ),
    ),
    Table(
        name="places",
        zh=("区划", "地点"),
        key=("id",),
        columns=(
            _id("编号", "区划代码"),
            _text("name", "名称", required=True),
            _choice(
                "level",
                "级别",
                "层级",
                words={
                    "province": ("省",),
                    "city": ("市",),
                    "county": ("县", "区", "县区"),
                    "township": ("乡镇", "乡", "镇", "街道"),
                    "village": ("村", "社区"),
                    "group": ("组", "村民小组"),
                },
                required=True,
            ),
            _ref("parent", "上级", "上级编号", to=("places",)),
            _cell("lat", Cell.NUMBER, "纬度"),
            _cell("lon", Cell.NUMBER, "经度"),
            _cell("population", Cell.INTEGER, "人口"),
            _cell("households", Cell.INTEGER, "户数"),
        ),
    ),
    Table(
        name="units",
        zh=("单位", "单位信息"),
        key=("id",),
        columns=(
            _id("编号", "单位编号"),
            _text("name", "名称", "单位名称", required=True),
            _choice(
                "kind",
                "类型",
                "单位类型",
                words={
                    "public_body": ("机关", "机关单位", "国家机关", "事业单位"),
                    "village_committee": ("村委会", "村民委员会", "居委会"),
                    "company": ("企业", "公司"),
                    "cooperative": ("合作社", "集体经济组织"),
                    "school": ("学校",),
                    "army": ("部队", "军队"),
                    "bank": ("银行",),
                    "other": ("其他",),
                },
                required=True,
            ),
            _ref("parent", "上级单位", to=("units",)),
            _ref("place", "所在地", to=("places",)),
            _cell("credit_code", Cell.CREDIT_CODE, "统一社会信用代码", "信用代码"),
            _text("address", "地址", "住所"),
            _text("phone", "电话", "联系电话"),
            _date("founded", "成立日期"),
            _cell("staff", Cell.INTEGER, "人数", "职工人数"),
        ),
    ),
    Table(
        name="posts",
        zh=("任职", "职务"),
        key=("person", "unit", "title", "from"),
        columns=(
            _ref("person", "人员", "本人", required=True),
            _ref("unit", "单位", to=("units",), required=True),
            _text("title", "职务", "职务名称"),
            _choice(
                "role",
                "角色",
                words={
                    "head": ("负责人", "正职", "主任", "书记", "一把手"),
                    "deputy": ("副职", "副主任", "副书记"),
                    "member": ("成员", "委员"),
                    "handler": ("办案人员", "承办人"),
                    "reviewer": ("审理人员", "审核人"),
                    "finance": ("财务", "会计", "出纳"),
                    "supervisor": ("监督委员", "监事"),
                    "director": ("理事", "董事"),
                    "employee": ("职工", "工作人员"),
                },
                open_choice=True,
            ),
            _FROM,
            _TO,
            _text("level", "职级", "级别"),
        ),
    ),
    Table(
        name="memberships",
        zh=("经历", "学习工作经历"),
        key=("person", "unit", "group_name", "kind", "from"),
        one_of=(("unit", "group_name"),),
        columns=(
            _ref("person", "人员", "本人", required=True),
            _ref("unit", "单位", to=("units",)),
            _text("group_name", "班级", "名称", "集体名称"),
            _choice(
                "kind",
                "类型",
                words={
                    "class": ("同班", "班级"),
                    "school": ("学校", "同校"),
                    "army": ("部队", "参军"),
                    "party_school": ("党校",),
                    "association": ("协会", "商会", "社团"),
                },
                required=True,
            ),
            _FROM,
            _TO,
        ),
    ),
    Table(
        name="ties",
        zh=("关系", "其他关系"),
        key=("person", "other", "kind", "from"),
        columns=(
            _ref("person", "本人", "人员", required=True),
            _ref("other", "对方", to=("people", "units"), required=True),
            _choice(
                "kind",
                "关系类型",
                "类型",
                words={
                    "friend": ("朋友", "好友"),
                    "enmity": ("恩怨", "矛盾", "仇怨"),
                    "teacher": ("师生", "老师"),
                    "guarantor": ("担保", "担保人"),
                    "creditor": ("债权人", "借贷"),
                    "partner": ("合伙人", "合伙"),
                    "fiance": ("未婚夫妻", "恋人"),
                    "guardian": ("监护人", "监护"),
                    "other": ("其他",),
                },
                required=True,
            ),
            _FROM,
            _TO,
        ),
    ),
    Table(
        name="roles",
        zh=("企业任职持股", "企业角色"),
        key=("person", "company", "role", "from"),
        columns=(
            _ref("person", "人员", "股东", to=("people", "units"), required=True),
            _ref("company", "企业", "公司", to=("units",), required=True),
            _choice(
                "role",
                "角色",
                "职务",
                words={
                    "legal_representative": ("法定代表人", "法人代表", "法人"),
                    "director": ("董事", "理事"),
                    "supervisor": ("监事",),
                    "manager": ("经理", "高管"),
                    "shareholder": ("股东",),
                    "controller": ("实际控制人", "控股股东"),
                },
                required=True,
            ),
            _cell("share", Cell.SHARE, "持股比例", "股份"),
            _FROM,
            _TO,
        ),
    ),
    Table(
        name="contracts",
        zh=("合同",),
        key=("id",),
        columns=(
            _id("编号", "合同编号"),
            _text("title", "名称", "合同名称"),
            _ref("buyer", "采购人", "发包方", to=("units",), required=True),
            _ref("supplier", "供应商", "承包方", to=("units",)),
            _text("category", "品目"),
            _choice(
                "kind",
                "类别",
                words={"works": ("工程",), "goods": ("货物",), "services": ("服务",)},
            ),
            _choice("procedure", "采购方式", words=_PROCEDURES),
            _text("budget_item", "预算项目"),
            _cell("budget_amount", Cell.MONEY, "预算金额"),
            _cell("amount", Cell.MONEY, "合同金额", "金额"),
            _date("published", "公告日期"),
            _date("deadline", "截止日期"),
            _date("awarded", "中标日期"),
            _date("signed", "签订日期"),
            _cell("settled_amount", Cell.MONEY, "结算金额"),
            _ref("decided_by", "决定人", "审批人"),
            _ref("place", "地点", to=("places",)),
        ),
    ),
    Table(
        name="bids",
        zh=("投标",),
        key=("contract", "bidder"),
        columns=(
            _ref("contract", "合同", to=("contracts",), required=True),
            _ref("bidder", "投标人", to=("units",), required=True),
            _cell("price", Cell.MONEY, "报价"),
            _date("date", "日期"),
            _choice(
                "status",
                "状态",
                words={
                    "valid": ("有效",),
                    "disqualified": ("废标", "否决"),
                    "withdrawn": ("撤回",),
                },
            ),
            _cell("won", Cell.BOOLEAN, "中标"),
            _text("deposit_account", "保证金账户"),
            _text("author", "编制人"),
        ),
    ),
    Table(
        name="programmes",
        zh=("项目", "补助项目"),
        key=("id",),
        columns=(
            _id("编号"),
            _text("name", "名称", required=True),
            _choice(
                "discretion",
                "裁量",
                words={
                    "discretionary": ("评定",),
                    "universal": ("普惠",),
                    "insurance": ("保险",),
                },
            ),
        ),
    ),
    Table(
        name="benefits",
        zh=("补助", "补贴发放"),
        key=("id",),
        one_of=(("person", "household"),),
        columns=(
            _id("编号"),
            _ref("programme", "项目", to=("programmes",), required=True),
            _ref("person", "人员"),
            _text("household", "户"),
            _date("date", "日期", "发放日期", required=True),
            _cell("amount", Cell.MONEY, "金额"),
            _ref("village", "村", to=("places",)),
            _ref("decided_by", "决定人", "审批人"),
            _text("account", "账户"),
            _cell("filed", Cell.BOOLEAN, "备案"),
        ),
    ),
    Table(
        name="needs",
        zh=("困难情况",),
        key=("household", "year"),
        one_of=(
            (
                "score",
                "disability",
                "illness",
                "lost_earner",
                "elderly_alone",
                "school_children",
                "income",
            ),
        ),
        columns=(
            _cell("household", Cell.TEXT, "户", required=True),
            _cell("year", Cell.INTEGER, "年度", "年", required=True),
            _cell("score", Cell.NUMBER, "困难程度"),
            _text("disability", "残疾"),
            _text("illness", "重病"),
            _text("lost_earner", "失去劳动力"),
            _text("elderly_alone", "独居老人"),
            _text("school_children", "在校子女"),
            _cell("income", Cell.MONEY, "收入"),
        ),
    ),
    Table(
        name="accounts",
        zh=("账户",),
        key=("id",),
        columns=(
            _id("编号", "账号"),
            _ref("owner", "户主", "开户人", to=("people", "units")),
            _text("bank", "银行", "开户行"),
            _date("opened", "开户日期"),
        ),
    ),
    Table(
        name="transfers",
        zh=("资金", "资金流水"),
        key=("id",),
        columns=(
            _id("编号", "流水号"),
            _ref("from", "付款方", to=("accounts", "people", "units"), required=True),
            _ref("to", "收款方", to=("accounts", "people", "units"), required=True),
            _cell("amount", Cell.MONEY, "金额", required=True),
            _date("date", "日期", "时间", required=True),
            _text("purpose", "用途", "摘要"),
        ),
    ),
    Table(
        name="assets",
        zh=("集体资产",),
        key=("id",),
        columns=(
            _id("编号"),
            _ref("village", "村", to=("places",), required=True),
            _text("kind", "类型"),
            _cell("area", Cell.NUMBER, "面积"),
            _text("quality", "等级", "质量"),
        ),
    ),
    Table(
        name="leases",
        zh=("资产出租", "租赁"),
        key=("id",),
        columns=(
            _id("编号"),
            _ref("asset", "资产", to=("assets",), required=True),
            _ref("lessee", "承租人", to=("people", "units"), required=True),
            _FROM,
            _TO,
            _cell("rent", Cell.MONEY, "年租金", "租金"),
            _choice("procedure", "方式", words=_PROCEDURES, open_choice=True),
            _cell("minutes", Cell.BOOLEAN, "会议记录"),
            _ref("decided_by", "决定人"),
        ),
    ),
    Table(
        name="records",
        zh=("记录", "违纪违法记录"),
        key=("person", "kind", "date"),
        columns=(
            _ref("person", "人员", required=True),
            _choice(
                "kind",
                "类型",
                words={
                    "conviction": ("刑事处罚", "犯罪"),
                    "discipline": ("处分", "党纪政务处分"),
                    "arrears": ("拖欠",),
                    "dishonest_debtor": ("失信", "失信被执行人"),
                    "clan_force": ("宗族势力", "宗族黑恶势力"),
                    "cult": ("邪教",),
                    "other": ("其他",),
                },
                required=True,
            ),
            _date("date", "日期"),
            _date("until", "至", "截止"),
            _text("authority", "机关"),
            _text("document", "文号", "文书"),
        ),
    ),
    Table(
        name="holdings",
        zh=("财产",),
        key=("owner", "kind", "from"),
        columns=(
            Column(name="owner", zh=("所有人", "人员", "户"), cell=Cell.ID, required=True),
            _choice(
                "kind",
                "类型",
                words={
                    "vehicle": ("车辆",),
                    "house": ("房产", "房屋"),
                    "machine": ("农机", "机械"),
                    "deposit": ("存款",),
                    "other": ("其他",),
                },
                required=True,
            ),
            _cell("value", Cell.MONEY, "价值"),
            _FROM,
            _TO,
        ),
    ),
    Table(
        name="moves",
        zh=("户籍变动",),
        key=("person", "date"),
        columns=(
            _ref("person", "人员", required=True),
            _date("date", "日期", required=True),
            _text("from_household", "原户"),
            _text("to_household", "现户"),
            _text("reason", "原因"),
        ),
    ),
    Table(
        name="zones",
        zh=("片区",),
        key=("zone", "place"),
        columns=(
            _cell("zone", Cell.ID, "片区编号", "片区", required=True),
            _ref("place", "乡镇", to=("places",), required=True),
            _text("name", "片区名称", "名称"),
        ),
    ),
    Table(
        name="handlers",
        zh=("办案人员",),
        key=("person", "unit"),
        columns=(
            _ref("person", "人员", required=True),
            _ref("unit", "单位", to=("units",), required=True),
            _ref("place", "所在地", to=("places",)),
            _cell("capacity", Cell.INTEGER, "办案能力", "容量"),
            _cell("skills", Cell.WORDS, "专长", "技能"),
        ),
    ),
)

TABLE = MappingProxyType({table.name: table for table in TABLES})
"""Tables by name."""

KEY_SEPARATOR = "\x1f"
"""Joins the cells of a row's key; no cell may contain it."""


def key_of(table: Table, cells: dict[str, str]) -> str:
    """Return the row's key within its source: the key columns' cells, blanks included."""
    return KEY_SEPARATOR.join(cells.get(name, "") for name in table.key)
