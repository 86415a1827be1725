"""A small county in which something happens for every question of the catalogue."""

from graph.findings import Evidence, Finding
from graph.model import Words

STORY = {
    "kin": [
        "张伟 父亲 张建国",
        "张伟 妻子 李梅",
        "李梅 父亲 李老",
        "李强 父亲 李老",
        "张小 父亲 张伟",
        "王芳 父亲 王老",
        "王刚 父亲 王老",
        "陈七 父亲 陈老",
        "陈七 父亲 另一人 status=disputed",
        "张小 妻子 周前 from=2015-01-01 to=2018-01-01",
    ],
    "people": [
        {"name": "张伟", "village": "幸福村", "household": "户一", "phone": "13800000001"},
        {"name": "李梅", "village": "幸福村", "household": "户一", "phone": "13800000001"},
        {"name": "李强", "phone": "13800000002", "address": "和平路7号"},
        {"name": "张小", "household": "户九"},
        {"name": "赵六", "village": "和平村"},
        {"name": "陈七", "village": "和平村", "phone": "13800000002"},
        {"name": "周前", "address": "和平路7号"},
    ],
    "undeclared": ["赵六"],
    "tables": {
        "places": [
            {"id": "乡", "name": "太平乡", "level": "township"},
            {"id": "幸福村", "name": "幸福村", "level": "village", "parent": "乡"},
            {"id": "和平村", "name": "和平村", "level": "village", "parent": "乡"},
        ],
        "units": [
            {"id": "局", "name": "交通局", "kind": "public_body"},
            {"id": "站", "name": "公路站", "kind": "public_body", "parent": "局"},
            {"id": "村委", "name": "幸福村委会", "kind": "village_committee", "place": "幸福村"},
            {"id": "监委", "name": "村务监督委员会", "kind": "other", "parent": "村委"},
            {"id": "兴隆", "name": "兴隆公司", "kind": "company", "phone": "13800000009"},
            {"id": "昌盛", "name": "昌盛公司", "kind": "company"},
            {"id": "路通", "name": "路通公司", "kind": "company", "phone": "13800000009"},
        ],
        "posts": [
            {"person": "张伟", "unit": "局", "title": "局长", "role": "head", "from": "2015-01-01"},
            {"person": "张伟", "unit": "站", "title": "站长", "role": "head", "from": "2018-01-01"},
            {"person": "李梅", "unit": "站", "title": "会计", "role": "finance", "from": "2019"},
            {"person": "赵六", "unit": "局", "title": "科员", "role": "member", "from": "2016"},
            {"person": "王芳", "unit": "村委", "title": "主任", "role": "head", "from": "2020"},
            {"person": "王刚", "unit": "监委", "title": "委员", "role": "supervisor"},
        ],
        "roles": [
            {"person": "李强", "company": "兴隆", "role": "legal_representative"},
            {"person": "张小", "company": "昌盛", "role": "shareholder", "share": "0.6"},
            {"person": "unit:昌盛", "company": "兴隆", "role": "shareholder", "share": "0.5"},
            {"person": "李老", "company": "路通", "role": "controller"},
        ],
        "contracts": [
            {
                "id": f"合同{number}", "title": "修路", "buyer": "局", "supplier": "兴隆",
                "procedure": "direct" if number == 2 else "open", "amount": "10000000",
                "awarded": f"202{number}-05-06", "decided_by": "张伟",
            }
            for number in (1, 2)
        ],
        "bids": [
            {"contract": "合同1", "bidder": "兴隆", "won": "true", "deposit_account": "账户九"},
            {"contract": "合同1", "bidder": "路通", "won": "false", "deposit_account": "账户九"},
        ],
        "programmes": [
            {"id": "临时救助", "name": "临时救助", "discretion": "discretionary"},
            {"id": "高龄津贴", "name": "高龄津贴", "discretion": "universal"},
        ],
        "benefits": [
            {
                "id": "补一", "programme": "临时救助", "person": "张建国", "date": "2024-03-01",
                "amount": "50000", "decided_by": "张伟", "account": "账户五", "filed": "true",
            },
            {
                "id": "补二", "programme": "高龄津贴", "person": "张建国", "date": "2024-03-02",
                "amount": "5000", "decided_by": "张伟", "account": "账户五",
            },
            {
                "id": "补三", "programme": "临时救助", "household": "户九", "date": "2024-02-01",
                "amount": "80000", "decided_by": "王芳", "account": "账户五",
            },
        ],
        "accounts": [
            {"id": "账户一", "owner": "张伟"},
            {"id": "账户五", "owner": "张建国"},
            {"id": "账户九", "owner": "兴隆"},
        ],
        "transfers": [
            {
                "id": "转一", "from": "账户九", "to": "账户一", "amount": "300000",
                "date": "2021-06-01", "purpose": "借款",
            }
        ],
        "moves": [
            {
                "person": "张小", "date": "2024-01-01", "from_household": "户一",
                "to_household": "户九", "reason": "分户",
            }
        ],
        "assets": [{"id": "鱼塘", "village": "幸福村", "kind": "鱼塘"}],
        "leases": [
            {
                "id": "租一", "asset": "鱼塘", "lessee": "李强", "from": "2022-01-01",
                "rent": "100000", "procedure": "direct", "decided_by": "张伟",
            },
            {
                "id": "租二", "asset": "鱼塘", "lessee": "陈七", "from": "2023-01-01",
                "rent": "100000", "procedure": "open", "minutes": "true", "decided_by": "张伟",
            },
        ],
        "memberships": [
            {"person": name, "unit": "局", "group_name": "干训一班", "kind": "party_school"}
            for name in ("赵六", "陈七")
        ],
        "ties": [{"person": "赵六", "other": "陈七", "kind": "friend"}],
        "handlers": [{"person": "赵六", "unit": "局"}, {"person": "李梅", "unit": "站"}],
    },
}  # fmt: skip

CASE = {
    "id": "案一", "matter": "supervision_case", "received": "2026-03-02",
    "parties": [{"person": "李强", "role": "subject"}], "candidates": ["李梅", "赵六"],
}  # fmt: skip
HIDDEN_CASE = CASE | {
    "id": "案二",
    "parties": [*CASE["parties"], {"person": "陈七", "role": "informant"}],
}


def _finding(code, subject, *objects, measure, **told):
    return Finding(
        code=code, subject=subject, objects=objects, measure=measure, unit="awards",
        claim=Words(f"{subject} 需核实", f"{subject}: to be checked"),
        evidence=(Evidence(source=subject, edge="granted", target="补一", origin="b.csv:2"),),
        check_first=(Words("核对卷宗", "the file"),), **told,
    )  # fmt: skip


FINDINGS = (
    _finding("B1", "张伟", "户一", measure=1.0, officials=("张伟",), expected=0.1, q=0.02),
    _finding("C5", "合同1", "兴隆", "路通", measure=2.0, officials=("张伟",)),
    _finding("C5", "合同2", "兴隆", measure=1.0),
)
