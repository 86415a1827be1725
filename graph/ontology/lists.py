"""Lists that a command is given and that are never loaded: they follow the rules of tables."""

from __future__ import annotations

from graph.ontology.columns import Cell, Table, cell, choice, date, ref, text

CANDIDATES = Table(
    name="candidates",
    zh=("候选人", "候选人名单", "拟提名人选"),
    key=("person", "name", "id_number", "unit", "post"),
    one_of=(("person", "name"),),
    columns=(
        ref("person", "人员", "人员编号"),
        text("name", "姓名"),
        cell("id_number", Cell.ID_NUMBER, "身份证号", "公民身份号码"),
        date("born", "出生日期", "出生年月"),
        ref("village", "村", "所在村", to=("places",)),
        ref("unit", "单位", "拟任单位", to=("units",)),
        choice(
            "post",
            "职位",
            "拟任职务",
            "职务",
            words={
                "head": ("主任", "理事长", "负责人"),
                "deputy": ("副主任", "副理事长"),
                "member": ("委员", "成员"),
                "director": ("理事",),
                "representative": ("村民代表", "村民小组长", "代表"),
                "finance": ("会计", "财务", "财务人员"),
                "supervisor": ("监事", "监督委员会成员", "监委会委员", "监委会主任", "监事长"),
            },
        ),
    ),
)
"""People proposed for posts: by id, by identity number, or only by name."""

LISTS: tuple[Table, ...] = (CANDIDATES,)
