"""What each question of the catalogue answers in the story: parameters, then rows in part."""

ON = {"on": "2026-03-02"}

ANSWERS = {
    "find-person": ({"text": "zhang"}, [{"id": "张伟"}, {"id": "张小"}, {"id": "张建国"}]),
    "kin-of-official": (
        {"official": "张伟"},
        [
            {"id": "张小", "class": "lineal", "down": 1},
            {"id": "张建国", "class": "lineal", "up": 1},
            {"id": "李梅", "class": "spouse", "term": "妻子"},
            {"id": "李老", "class": "near_affinity", "marriages": 1},
            {"id": "李强", "class": "near_affinity", "up": 1, "down": 1, "marriages": 1},
        ],
    ),
    "kin-of-anyone": (
        {"person": "张小", **ON},
        [
            {"relation": "父母", "id": "张伟", "standing": "lawful"},
            {"relation": "祖父母、外祖父母", "id": "张建国", "standing": "lawful"},
            {"relation": "配偶", "id": "周前", "standing": "former_spouse"},
        ],
    ),
    "kin-between-two": (
        {"one": "张小", "other": "李强"},
        [
            {
                "people": ["张小", "张伟", "李梅", "李老", "李强"],
                "steps": ["PARENT", "SPOUSE", "PARENT", "PARENT"],
            }
        ],
    ),
    "unit-tied-to-party": (
        {"unit": "局", "party": "陈七", **ON},
        [
            {"id": "赵六", "tie": "cohort", "shared": "局/干训一班"},
            {"id": "赵六", "tie": "friend", "shared": "案卷/ties.csv:2"},
        ],
    ),
    "kin-companies-won-contracts": (
        {"official": None},
        [
            {"official": "张伟", "relative": "李强", "contract": "合同1", "amount": 100_000.0},
            {"official": "张伟", "relative": "李强", "contract": "合同2", "he_decided": True},
        ],
    ),
    "officials-with-companies": (
        ON,
        [
            {"official": "张伟", "holder": "张小", "role": "shareholder", "share": 0.6},
        ],
    ),
    "kin-in-one-unit": (
        ON,
        [
            {"one": "张伟", "other": "李梅", "unit": "交通局", "at_unit": "公路站"},
            {"one": "张伟", "other": "李梅", "unit": "公路站", "is_under_head": True},
            {"one": "王芳", "other": "王刚", "unit": "幸福村委会", "at_unit": "村务监督委员会"},
        ],
    ),
    "benefits-for-own-kin": (
        {},
        [
            {
                "decider": "张伟",
                "relative": "张建国",
                "benefit": "补一",
                "amount": 500.0,
                "filed": True,
            }
        ],
    ),
    "benefits-into-one-account": (
        {"least": 2},
        [{"account": "账户五", "owners": ["张建国"], "payments": 3}],
    ),
    "shared-contacts": (
        {"most": 5},
        [
            {"contact": "address", "sharers": ["周前 周前", "李强 李强"]},
            {"contact": "phone", "sharers": ["兴隆 兴隆公司", "路通 路通公司"]},
            {"contact": "phone", "sharers": ["李强 李强", "陈七 陈七"]},
        ],
    ),
    "how-connected": (
        {"one": "赵六", "other": "李强", "hub": 50},
        [{"ties": ["FRIEND", "PERSON_PHONE", "PERSON_PHONE"]}],
    ),
    "posts-at-the-same-time": (
        {"least": 2, **ON},
        [{"id": "张伟", "posts": ["交通局 局长", "公路站 站长"]}],
    ),
    "supervisors-kin-to-committee": (
        ON,
        [{"supervisor": "王刚", "member": "王芳", "village": "幸福村委会"}],
    ),
    "moves-before-benefit": (
        {"days": 60},
        [{"person": "张小", "benefit": "补三", "days": 31, "reason": "分户"}],
    ),
    "bidders-behind-one-front": (
        {},
        [
            {"joined": "deposits from one account: 账户九", "contract": "合同1"},
            {"joined": "one family: 李强, 李老"},
            {"joined": "one telephone"},
        ],
    ),
    "owners-of-company": (
        {"company": "兴隆"},
        [
            {"id": "李强", "role": "legal_representative", "share": None},
            {"id": "张小", "through": ["昌盛公司", "兴隆公司"], "share": 0.3},
        ],
    ),
    "awards-by-one-decider": (
        {"least": 2},
        [{"decider": "张伟", "supplier": "兴隆公司", "contracts": 2, "not_open": 1}],
    ),
    "money-to-officials": (
        {},
        [{"official": "张伟", "who": "himself", "supplier": "兴隆公司", "amount": 3000.0}],
    ),
    "leases-to-kin": (
        {},
        [{"decider": "张伟", "lessee": "李强", "lease": "租一", "minutes": False}],
    ),
    "handlers-by-ties": (
        {"village": "幸福村"},
        [
            {"id": "赵六", "kin_there": 0, "lives_there": False},
            {"id": "李梅", "kin_there": 1, "lives_there": True},
        ],
    ),
    "unknown-kin": (ON, [{"id": "赵六", "posts": ["交通局 科员"]}]),
    "disputed-ties": (
        {},
        [
            {"relative": "另一人", "contested": True},
            {"relative": "陈老", "contested": False},
        ],
    ),
    "verdicts-on-person": (
        {"person": "李梅"},
        [{"case": "案一", "verdict": "must_recuse", "parties": ["李强"], "rules": ["SUP-CASE"]}],
    ),
    "findings-on-person": (
        {"person": "张伟"},
        [
            {"code": "B1", "roles": ["subject"], "source": "张伟", "names": ["户一"], "q": 0.02},
            {"code": "C5", "roles": ["official"], "source": "合同1", "measure": 2.0},
        ],
    ),
}
"""Others depend on how many rows were written: counts, changes, how current it is."""
