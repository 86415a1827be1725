"""C8: suppliers that are new, empty, versatile, or near to an official's kin."""

from graph.patterns.contracts.odd_supplier import OddSupplierParams, find

CONTRACT = "id,buyer,supplier,category,amount,awarded,decided_by"
UNIT = "id,name,kind,founded,staff,parent,phone,address"
BASE = {
    "people": [
        "id,name,phone,address",
        "P1,王一,,",
        "P2,王二,13800000002,甲村1号",
        "P3,王老,,",
        "P4,赵四,13800000004,",
        *(f"Q{n},众{n},13899999999,镇政府" for n in range(6)),
    ],
    "kin": ["person,relation,relative", "P1,father,P3", "P2,father,P3"],
    "posts": ["person,unit,role,from,to", "P1,B1,head,2020-01-01,"],
}
BUYER = "B1,镇政府,public_body,,,,,"


def found(facts_of, units, contracts, tables=None, **params):
    base = BASE | {"units": [UNIT, BUYER, *units], "contracts": [CONTRACT, *contracts]}
    return find(facts_of(base | (tables or {})), OddSupplierParams(**params))


def told(result):
    return {one.subject: (one.detail["rules"], one.objects) for one in result.findings}


def test_a_firm_founded_shortly_before_its_award(facts_of):
    units = [
        "F1,新公司,company,2024-01-10,5,,,",
        "F2,老公司,company,2020-01-10,5,,,",
        "F3,新合作社,cooperative,2024-01-10,5,,,",
        "F4,新子公司,company,2024-01-10,5,B1,,",
        "F5,某年公司,company,2024,5,,,",
        "F6,后成立,company,2024-09-01,5,,,",
    ]
    contracts = [f"C{n},B1,F{n},A,1000,2024-07-09," for n in range(1, 7)]
    result = found(facts_of, units, contracts)
    assert told(result) == {"F1": (["new"], ("C1",))}
    assert [one.origin for one in result.findings[0].evidence] == [
        "t/units.csv:3",
        "t/contracts.csv:2",
    ]
    later = [row.replace("2024-07-09", "2024-07-10") for row in contracts]
    assert told(found(facts_of, units, later)) == {}


def test_no_staff_and_a_large_contract(facts_of):
    units = [f"F{n},公司,company,2010-01-01,{staff},,," for n, staff in enumerate((0, 0, 3, ""))]
    contracts = [
        "C0,B1,F0,A,600000,2024-07-09,",
        "C1,B1,F1,A,400000,2024-07-09,",
        "C2,B1,F2,A,600000,2024-07-09,",
        "C3,B1,F3,A,600000,2024-07-09,",
    ]
    result = found(facts_of, units, contracts)
    assert told(result) == {"F0": (["no_staff"], ("C0",))}
    assert [one.count for one in result.not_tested] == [1, 1]


def test_a_phone_or_address_of_an_officials_kin(facts_of):
    units = [
        "F1,一,company,2010-01-01,5,,13800000002,",
        "F2,二,company,2010-01-01,5,,,甲村1号",
        "F3,三,company,2010-01-01,5,,13800000004,",
        "F4,四,company,2010-01-01,5,,13899999999,镇政府",
    ]
    contracts = [f"C{n},B1,F{n},A,1000,2024-07-09," for n in range(1, 5)]
    result = found(facts_of, units, contracts)
    assert told(result) == {
        "F1": (["shared_contact"], ("C1",)),
        "F2": (["shared_contact"], ("C2",)),
    }
    assert result.findings[0].officials == ("P1",)
    assert {one.origin for one in result.findings[0].evidence} >= {"t/kin.csv:2", "t/people.csv:3"}
    early = [row.replace("2024-", "2019-") for row in contracts]
    assert told(found(facts_of, units, early)) == {}


def test_a_contact_of_many_people_names_nobody(facts_of):
    kin = {"kin": ["person,relation,relative", "P1,father,P3", "Q0,father,P3"]}
    units, contracts = ["F4,四,company,2010-01-01,5,,13899999999,"], ["C4,B1,F4,A,1,2024-07-09,"]
    assert told(found(facts_of, units, contracts, kin)) == {}
    assert "F4" in told(found(facts_of, units, contracts, kin, most_holders=6))


def test_the_decider_counts_where_he_holds_no_post(facts_of):
    units, contracts = ["F3,三,company,2010-01-01,5,,13800000004,"], ["C3,B1,F3,A,1,2024-07-09,P4"]
    (finding,) = found(facts_of, units, contracts).findings
    assert finding.detail["ties"][0]["term"] == "本人"


def test_variety_is_told_beside_another_rule_only(facts_of):
    units = [f"F{n},公司{n},company,2010-01-01,5,,," for n in range(8)]
    contracts = [
        f"C{n}-{k},B1,F{n},{'A' if n < 6 else k},1,2024-07-09,"
        for n in range(8)
        for k in range(10, 14 + n // 3)
    ]
    assert told(found(facts_of, units, contracts, least_contracts=4)) == {}
    units[7] = "F7,公司7,company,2024-06-01,5,,,"
    ((rules, objects),) = told(found(facts_of, units, contracts, least_contracts=4)).values()
    assert rules == ["new", "variety"]
    assert len(objects) == 6


def test_where_all_are_alike_nobody_is_varied(facts_of):
    units = [
        "F0,公司0,company,2024-06-01,5,,,",
        *(f"F{n},公司{n},company,2010,5,,," for n in (1, 2, 3)),
    ]
    contracts = [f"C{n}-{k},B1,F{n},{k},1,2024-07-09," for n in range(4) for k in range(10, 14)]
    assert told(found(facts_of, units, contracts, least_contracts=4))["F0"][0] == ["new"]
