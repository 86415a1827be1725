"""Identity numbers and credit codes: right by their standards, impossible for real holders."""

import json

from stdnum.cn import ric, uscc

from loaders.synthetic import Summary
from loaders.synthetic.numbers import DIVISION, credit_code, identity_number
from tests.synthetic.conftest import Read


def test_identity_numbers_agree_with_birth_and_sex_and_are_unique(
    read: Read, written: Summary
) -> None:
    key = json.loads((written.folder / "truth" / "patterns.json").read_text(encoding="utf-8"))
    noise = next(one for one in key["confounders"] if one["name"] == "id_noise")
    mistyped = set()
    people = [row for row in read("people") if row["id_number"]]
    assert len({row["id_number"] for row in people}) == len(people)
    for row in people:
        number = row["id_number"]
        if number[-1] != ric.calc_check_digit(number):
            mistyped.add(row["id"])
        assert number.startswith(DIVISION)
        assert number[6:14] == row["born"].replace("-", "")
        assert (int(number[16]) % 2 == 1) == (row["sex"] == "M")
    assert mistyped == set(noise["subjects"])


def test_some_people_have_no_number_and_some_old_dates_are_partial(read: Read) -> None:
    people = read("people")
    share = sum(1 for row in people if row["id_number"]) / len(people)
    assert 0.6 < share < 0.95
    assert {len(row["born"]) for row in people} == {4, 7, 10}


def test_one_identity_number_by_itself() -> None:
    number = identity_number("1980-01-31", 981)
    assert number[:17] == "52060119800131981"
    assert number[-1] == ric.calc_check_digit(number)


def test_credit_codes_check_out(read: Read) -> None:
    codes = [row["credit_code"] for row in read("units") if row["credit_code"]]
    assert len(set(codes)) == len(codes) > 5
    assert all(uscc.is_valid(code) for code in codes)
    assert all(code[2:8] == DIVISION for code in codes)
    assert uscc.is_valid(credit_code(123_456))


def test_telephones_belong_to_no_network_and_are_shared_by_few(read: Read) -> None:
    phones = [row["phone"] for row in read("people") if row["phone"]]
    assert all(len(phone) == 11 and phone.startswith("126") for phone in phones)
    assert max(phones.count(phone) for phone in set(phones[:400])) <= 20
