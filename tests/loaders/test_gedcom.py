"""Family trees: made ones line by line, and real ones by their counts and known people."""

from pathlib import Path

import pytest
from ged4py.date import DateValue
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputError
from graph.model import Fact
from loaders import SourceReading, read_source
from loaders.gedcom_dates import dated

HEAD = "0 HEAD\n1 DATE 1 JAN 2000\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n"


def _tree(tmp_path: Path, body: str, head: str = HEAD) -> tuple[SourceReading, list[Fact]]:
    path = tmp_path / "tree.ged"
    path.write_bytes(f"{head}{body}0 TRLR\n".encode())
    reading = read_source(path)
    return reading, list(reading.facts())


def _person(xref: str, name: str, *lines: str) -> str:
    return "".join(f"{line}\n" for line in (f"0 @{xref}@ INDI", f"1 NAME {name}", *lines))


COUPLE = _person("I1", "John /Smith/", "1 SEX M") + _person("I2", "Mary /Jones/", "1 SEX F")
FAMILY = "0 @F1@ FAM\n1 HUSB @I1@\n1 WIFE @I2@\n"


def _kin(facts: list[Fact]) -> list[dict[str, str]]:
    return [dict(fact.cells) for fact in facts if fact.table == "kin"]


@pytest.mark.parametrize(
    ("written", "expected", "is_noted"),
    [
        ("5 MAY 1819", "1819-05-05", False),
        ("MAY 1819", "1819-05", False),
        ("1819", "1819", False),
        ("0007 BC", "-0006", False),
        ("201 B.C.", "-0200", False),
        ("201 BCE", "-0200", False),
        ("ABT 3 JUN 1819", "1819", True),
        ("EST 1819", "1819", True),
        ("CAL 201 B.C.", "-0200", True),
        ("1501/02", "1502", False),
        ("INT 1900 (on the stone)", "1900", True),
        ("BEF 1900", "", True),
        ("AFT 1900", "", True),
        ("BET 1900 AND 1910", "", True),
        ("FROM 1900 TO 1910", "", True),
        ("(long ago)", "", True),
        ("31 FEB 1900", "", True),
        ("@#DJULIAN@ 25 OCT 1917", "1917-11-07", True),
        ("JULIAN 25 OCT 1917", "1917-11-07", True),
        ("@#DFRENCH R@ 18 BRUM 8", "1799-11-09", True),
        ("@#DHEBREW@ 5600", "", True),
        ("", "", False),
    ],
)
def test_dates(written: str, expected: str, is_noted: bool) -> None:
    found = dated(DateValue.parse(written))
    assert found.text == expected
    assert bool(found.note) == is_noted


def test_people(tmp_path: Path) -> None:
    body = _person(
        "I1", "John  /Smith/ Jr", "1 NAME Jack /Smith/", "1 SEX M", "1 BIRT", "2 DATE ABT 1819",
        "1 DEAT Y", "1 OCCU Mayor",
    )  # fmt: skip
    body += _person("I2", "德厚 /张/") + _person("I3", "//", "1 SEX U") + _person("I4", "/Liu/ Qin")
    _, facts = _tree(tmp_path, body)
    assert [fact.cells["name"] for fact in facts] == [
        "John Smith Jr",
        "张德厚",
        "(no name)",
        "Liu Qin",
    ]
    assert facts[0].cells["born"] == "1819"
    assert "died" not in facts[0].cells
    for part in ("occu: Mayor", "also: Jack Smith", "ABOUT 1819", "died, day not recorded"):
        assert part in facts[0].cells["note"]
    assert "sex" not in facts[2].cells
    assert [fact.row for fact in facts] == [6, 14, 16, 19]


def test_a_family_is_a_couple_and_its_children(tmp_path: Path) -> None:
    body = COUPLE + _person("I3", "Ann /Smith/", "1 SEX F", "1 FAMC @F1@", "2 PEDI adopted")
    body += (
        _person("I4", "Bob /Smith/", "1 FAMC @F1@") + FAMILY + "1 CHIL @I3@\n1 MARR\n2 DATE 1840\n"
    )
    reading, facts = _tree(tmp_path, body)
    assert not reading.errors
    assert _kin(facts) == [
        {"person": "I1", "relation": "wife", "relative": "I2", "from": "1840"},
        {"person": "I3", "relation": "father", "relative": "I1", "kind": "adoptive"},
        {"person": "I3", "relation": "mother", "relative": "I2", "kind": "adoptive"},
        {"person": "I4", "relation": "father", "relative": "I1"},
        {"person": "I4", "relation": "mother", "relative": "I2"},
    ]
    assert facts[-1].row == 19


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        ("2 _FREL Natural\n2 _MREL Step\n", {"father": None, "mother": "step"}),
        ("2 _FREL Adopted\n2 _MREL Foster\n", {"father": "adoptive", "mother": "foster"}),
        ("2 _FREL Guardian\n", {"mother": None}),
    ],
)
def test_each_parent_has_a_kind_of_its_own(
    tmp_path: Path, lines: str, kinds: dict[str, str | None]
) -> None:
    body = COUPLE + _person("I3", "Ann /Smith/") + FAMILY + "1 CHIL @I3@\n" + lines
    _, facts = _tree(tmp_path, body)
    assert {row["relation"]: row.get("kind") for row in _kin(facts)[1:]} == kinds


def test_an_adoption_event_names_who_adopted_and_when(tmp_path: Path) -> None:
    child = _person(
        "I3", "Ann /Smith/", "1 FAMC @F1@", "1 ADOP", "2 DATE 1845", "2 FAMC @F1@", "3 ADOP HUSB"
    )
    _, facts = _tree(tmp_path, COUPLE + child + FAMILY + "1 CHIL @I3@\n")
    father, mother = _kin(facts)[1:]
    assert (father["kind"], father["from"]) == ("adoptive", "1845")
    assert "kind" not in mother


@pytest.mark.parametrize(
    ("sexes", "relation", "parents"),
    [
        (("M", "F"), "wife", ["father", "mother"]),
        (("M", "M"), "husband", ["father", "father"]),
        (("F", "F"), "wife", ["mother", "mother"]),
        (("", ""), "wife", ["father", "mother"]),
        (("U", "X"), "spouse", ["parent", "parent"]),
    ],
)
def test_relation_words_follow_the_recorded_sex(
    tmp_path: Path, sexes: tuple[str, str], relation: str, parents: list[str]
) -> None:
    body = "".join(
        _person(f"I{i}", "A /B/", *([f"1 SEX {sex}"] if sex else []))
        for i, sex in enumerate(sexes, 1)
    )
    _, facts = _tree(tmp_path, body + _person("I3", "C /B/") + FAMILY + "1 CHIL @I3@\n")
    assert [row["relation"] for row in _kin(facts)] == [relation, *parents]


@pytest.mark.parametrize(
    ("married", "divorced", "death", "expected"),
    [
        ("1840", "1 DIV\n2 DATE 3 MAR 1850\n", "", ("1840", "1850-03-03")),
        ("1840", "1 DIV N\n", "", ("1840", None)),
        ("1840", "1 DIV Y\n", "", ("1840", "2000-01-01")),
        ("1840", "1 DIV Y\n", "1870", ("1840", "1869-12-31")),
        ("1840", "1 DIV Y\n", "2 MAY 1840", ("1840", "1840-05-01")),
        ("", "1 DIV Y\n", "1870", (None, "1869-12-31")),
    ],
)
def test_a_divorced_couple_is_no_couple_today(
    tmp_path: Path, married: str, divorced: str, death: str, expected: tuple[str | None, str | None]
) -> None:
    body = _person("I1", "John /Smith/", *(["1 DEAT", f"2 DATE {death}"] if death else []))
    body += _person("I2", "Mary /Jones/") + FAMILY
    body += (f"1 MARR\n2 DATE {married}\n" if married else "") + divorced
    reading, facts = _tree(tmp_path, body)
    (row,) = _kin(facts)
    assert not reading.errors
    assert (row.get("from"), row.get("to")) == expected
    assert ("not recorded" in row.get("note", "")) == ("Y" in divorced)


def test_a_divorce_in_a_file_without_any_date(tmp_path: Path) -> None:
    head = "0 HEAD\n1 GEDC\n2 VERS 7.0\n"
    _, facts = _tree(tmp_path, COUPLE + FAMILY + "1 DIV Y\n", head)
    assert _kin(facts)[0]["to"] == "0001"


def test_an_annulled_marriage_is_void(tmp_path: Path) -> None:
    _, facts = _tree(tmp_path, COUPLE + FAMILY + "1 ANUL\n")
    assert _kin(facts)[0]["kind"] == "void"


def test_gedcom_7(tmp_path: Path) -> None:
    head = "0 HEAD\n1 GEDC\n2 VERS 7.0.14\n"
    body = _person("I1", "德厚 /张/", "1 SEX M", "1 BIRT", "2 DATE JULIAN 25 OCT 1917")
    body += _person("I2", "René /Dupré/", "1 SEX F", "1 NOTE @@home", "1 FAMC @VOID@")
    body += FAMILY + "1 HUSB @VOID@\n1 CHIL @VOID@\n1 MARR\n2 DATE 201 BCE\n"
    reading, facts = _tree(tmp_path, body, head)
    assert not reading.errors
    assert [fact.cells["name"] for fact in facts[:2]] == ["张德厚", "René Dupré"]
    assert facts[0].cells["born"] == "1917-11-07"
    assert _kin(facts) == [{"person": "I1", "relation": "wife", "relative": "I2", "from": "-0200"}]
    assert "7.0.14, UTF-8" in reading.notes[0]


@pytest.mark.parametrize(
    ("charset", "codec", "name"),
    [("ANSEL", "gedcom", "René"), ("ANSI", "cp1252", "René"), ("ANSEL", "utf-8", "René 张")],
)
def test_encodings(tmp_path: Path, charset: str, codec: str, name: str) -> None:
    text = f"0 HEAD\n1 GEDC\n2 VERS 5.5\n1 CHAR {charset}\n{_person('I1', name)}0 TRLR\n"
    path = tmp_path / "tree.ged"
    path.write_bytes(text.encode(codec))
    assert next(read_source(path).facts()).cells["name"] == name


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no GEDCOM"),
        (b"id,name\nP1,x\n", "no GEDCOM"),
        (f"{HEAD}0 TRLR\n".encode("utf-16"), "UTF-16"),
        (HEAD.encode() + b"0 @I1@ INDI\n1 NAME \xff\xfe\n0 TRLR\n", "encoding"),
        (HEAD.encode() + b"0 @I1@ INDI\n3 NAME x\n0 TRLR\n", "nesting at line 7"),
        (HEAD.encode() + b"0 @I1@ INDI\nwhat?\n0 TRLR\n", "line 7"),
        (b"0 HEAD\n1 CHAR KLINGON\n0 TRLR\n", "KLINGON"),
    ],
)
def test_files_that_are_no_trees(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "tree.ged").write_bytes(content)
    with pytest.raises(InputError, match=told):
        read_source(tmp_path / "tree.ged")


def test_bad_links_are_bad_rows(tmp_path: Path) -> None:
    reading, _ = _tree(tmp_path, COUPLE + "0 @F1@ FAM\n1 HUSB @I1@\n1 CHIL @I9@\n1 CHIL @I1@\n")
    assert [error.row for error in reading.errors] == [14, 15]
    assert "I9" in reading.errors[0].why
    assert "same id" in reading.errors[1].why


def test_a_folder_may_hold_a_tree(tmp_path: Path) -> None:
    (tmp_path / "tree.ged").write_text(HEAD + COUPLE + "0 TRLR\n")
    (tmp_path / "kin.csv").write_text("person,relation,relative\nI1,wife,I2\n")
    reading = read_source(tmp_path)
    assert [fact.table for fact in reading.facts()] == ["people", "people", "kin"]
    assert not reading.errors


REAL = {
    "royal92": (3_010, 1_422),
    "pres2020": (2_322, 1_115),
    "Eastern+Han+Dynasty": (36, 17),
    "Ming+Dynasty": (18, 13),
    "Qing+Dynasty": (13, 10),
    "Sui+Dynasty": (4, 3),
    "Tang+Dynasty": (31, 18),
    "Western+Han+Dynasty": (47, 29),
    "Yuan+Dynasty": (75, 41),
}


@pytest.mark.real_input
@pytest.mark.parametrize("name", REAL)
def test_real_trees_load_whole(shared: Path, name: str) -> None:
    path = shared / "data" / "gedcom" / f"{name}.ged"
    reading = read_source(path)
    facts = list(reading.facts())
    lines = path.read_bytes().decode("latin-1").splitlines()
    people, families = REAL[name]
    assert not reading.errors
    assert sum(fact.table == "people" for fact in facts) == people
    assert f"{families:,} families" in reading.notes[0]
    for fact in facts:
        named = fact.cells["id" if fact.table == "people" else "person"]
        assert f"@{named}@" in lines[fact.row - 1] or lines[fact.row - 1].startswith("0 @F")
    pairs = {(c["person"], c["relative"], c.get("kind"), c.get("from")) for c in _kin(facts)}
    assert len(pairs) == len(_kin(facts))


@pytest.mark.real_input
def test_the_royal_tree_says_what_the_file_says(shared: Path) -> None:
    facts = list(read_source(shared / "data" / "gedcom" / "royal92.ged").facts())
    people = {fact.key: fact.cells for fact in facts if fact.table == "people"}
    kin = _kin(facts)
    victoria = people["I1"]
    assert victoria["name"] == "Victoria Hanover"
    assert (victoria["sex"], victoria["born"], victoria["died"]) == (
        "F",
        "1819-05-24",
        "1901-01-22",
    )
    husband = next(c for c in kin if c["person"] == "I2" and c["relation"] == "wife")
    assert (husband["relative"], husband["from"]) == ("I1", "1840-02-10")
    children = {c["person"] for c in kin if c["relative"] == "I1" and c["relation"] == "mother"}
    assert len(children) == 9
    divorced = [c for c in kin if "to" in c]
    assert len(divorced) == 74


LINES = st.builds(
    "{} {} {}".format,
    st.integers(0, 4),
    st.sampled_from(
        [
            "@I1@ INDI",
            "@I2@ INDI",
            "@F1@ FAM",
            "NAME",
            "SEX",
            "BIRT",
            "DATE",
            "FAMC",
            "HUSB",
            "WIFE",
            "CHIL",
            "DIV",
            "MARR",
            "PEDI",
            "CONT",
            "CONC",
            "ADOP",
            "DEAT",
            "NOTE",
            "CHAR",
            "HEAD",
        ]
    ),
    st.one_of(
        st.sampled_from(["@I1@", "@I2@", "@F1@", "@@", "@", "Y", "A /B/", "1 JAN 1900", "B.C."]),
        st.text(max_size=20),
        st.from_regex(r"\A(ABT |BET |@#DHEBREW@ |INT |)[0-9]{1,5}( AND [0-9]+| TSH 1|/[0-9]+|)\Z"),
    ),
)


@settings(deadline=None, max_examples=300)
@given(lines=st.lists(LINES, max_size=12), tail=st.binary(max_size=20))
def test_any_lines_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], tail: bytes
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "tree.ged"
    path.write_bytes(f"{HEAD}{chr(10).join(lines)}\n".encode("utf-8", "replace") + tail)
    try:
        reading = read_source(path)
    except InputError as error:
        told = str(error)
    else:
        told = "tree.ged"
        assert all(fact.cells for fact in reading.facts())
    assert "tree.ged" in told
