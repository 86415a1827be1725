"""Contradictions inside the people table: id numbers (GB 11643) and what sources say of one id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graph.model import days_of
from graph.snapshot.contradictions import write
from graph.snapshot.elementary import sexes_of
from graph.snapshot.spans import UNKNOWN, codes_of, column_of, spans_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.snapshot.arrays import Int32, UInt8
    from graph.snapshot.contradictions import Contradiction

_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], np.int64)
_CHECK = np.frombuffer(b"10X98765432", np.uint8)
_LENGTH = 18
_IS_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")


class IdNumbers(NamedTuple):
    """What 18-character id numbers say: whether they are sound, the day of birth, the sex.

    born and sex count where is_sound is set.
    """

    is_read: NDArray[np.bool_]
    is_sound: NDArray[np.bool_]
    born: Int32
    sex: UInt8


def read_id_numbers(people: Any) -> IdNumbers:
    """Read the id numbers of a people table; other documents are not read."""
    code, distinct = codes_of(column_of(people, "id_number"))
    texts = [*distinct, ""]
    numbers = _read([text if _IS_NUMBER.fullmatch(text) else "" for text in texts])
    return IdNumbers(
        is_read=numbers.is_read[code],
        is_sound=numbers.is_sound[code],
        born=numbers.born[code],
        sex=numbers.sex[code],
    )


def _read(texts: list[str]) -> IdNumbers:
    """Read distinct texts, blank where they are no id number."""
    is_read = np.array([bool(text) for text in texts], bool)
    digits = np.array([text or "0" * _LENGTH for text in texts])
    bytes_ = digits.astype(f"S{_LENGTH}").view(np.uint8).reshape(len(texts), _LENGTH)
    sums = (bytes_[:, :17].astype(np.int64) - ord("0")) @ _WEIGHTS
    last = np.where(bytes_[:, 17] == ord("x"), ord("X"), bytes_[:, 17])
    born, is_date = _births(digits)
    is_sound = is_read & (_CHECK[sums % 11] == last) & is_date
    # An odd seventeenth digit is a man's.
    sex = np.where(bytes_[:, 16] % 2 == 1, 1, 2).astype(np.uint8)
    return IdNumbers(is_read, is_sound, born, sex)


def _births(digits: NDArray[np.str_]) -> tuple[Int32, NDArray[np.bool_]]:
    """Return the days written in id numbers, and whether each is a day; distinct texts once."""
    texts, codes = np.unique(np.array([number[6:14] for number in digits]), return_inverse=True)
    days = [_day(text) for text in texts]
    born = np.array([0 if day is None else day for day in days] or [0], np.int32)
    is_date = np.array([day is not None for day in days] or [False], bool)
    return born[codes], is_date[codes]


def _day(text: str) -> int | None:
    try:
        return days_of(f"{text[:4]}-{text[4:6]}-{text[6:]}").first
    except ValueError:
        return None


def id_contradictions(people: Any, numbers: IdNumbers) -> Iterator[Contradiction]:
    """Yield unsound id numbers, and sound ones at odds with the recorded birth or sex."""
    births, sex = spans_of(people, "born", UNKNOWN), sexes_of(people)
    is_off = (numbers.born < births.first) | (numbers.born > births.last)
    found = {
        "id_checksum": numbers.is_read & ~numbers.is_sound,
        "id_birth_mismatch": numbers.is_sound & is_off,
        "id_sex_mismatch": numbers.is_sound & (sex > 0) & (sex != numbers.sex),
    }
    for code, chosen in found.items():
        for place in np.flatnonzero(chosen).tolist():
            yield write(code, [shown(people, place)], **_where(people, [place]))


def source_contradictions(people: Any) -> Iterator[Contradiction]:
    """Yield the ids on whose name, id number, sex or dates the rows of several sources disagree.

    Takes one row for each source and id, as the ledger keeps them.
    """
    id_code, _ = codes_of(column_of(people, "id"))
    for column, label in (
        ("name", "name 姓名"),
        ("id_number", "id number 身份证号"),
        ("sex", "sex 性别"),
    ):
        code, _ = codes_of(column_of(people, column))
        yield from _unequal(people, id_code, code, code, code >= 0, label)
    for column, label in (("born", "date of birth 出生日期"), ("died", "date of death 死亡日期")):
        days = spans_of(people, column, UNKNOWN)
        is_told = codes_of(column_of(people, column))[0] >= 0
        yield from _unequal(people, id_code, days.first, days.last, is_told, label)


def _unequal(
    people: Any, id_code: Int32, first: Int32, last: Int32, is_told: NDArray[np.bool_], label: str
) -> Iterator[Contradiction]:
    """Yield the ids whose told ranges have no value in common."""
    told = np.flatnonzero(is_told & (id_code >= 0))
    told = told[np.argsort(id_code[told], kind="stable")]
    if not len(told):
        return
    heads = np.flatnonzero(np.diff(id_code[told], prepend=-1))
    ends = np.append(heads[1:], len(told))
    lowest = np.maximum.reduceat(first[told], heads)
    highest = np.minimum.reduceat(last[told], heads)
    for group in np.flatnonzero(lowest > highest):
        places = told[heads[group] : ends[group]].tolist()
        names = [shown(people, places[0]), label]
        yield write("sources_disagree", names, **_where(people, places))


def shown(people: Any, place: int) -> str:
    """Return a person as messages show him: `P12 (陈丽)`."""
    name = people["name"][place].as_py() if "name" in people.column_names else None
    identifier = str(people["id"][place].as_py())
    return f"{identifier} ({name})" if name else identifier


def _where(people: Any, places: list[int]) -> dict[str, Any]:
    known = people.column_names
    return {
        "persons": (str(people["id"][places[0]].as_py()),),
        "facts": tuple(people["fact"][p].as_py() for p in places) if "fact" in known else (),
        "origins": tuple(people["origin"][p].as_py() for p in places) if "origin" in known else (),
    }
