"""Lists of neighbours and last year's zones, as strangers write them."""

import json

import numpy as np
import pytest

from graph.errors import InputError
from loaders.outlines import outline_of, read_outlines
from loaders.zone_files import Townships, read_neighbours, read_zones

KNOWN = Townships({"T1": "甲乡", "T2": "乙乡", "T3": "丙乡", "T4": "丙乡"})


def written(folder, text, encoding="utf-8", name="file.csv"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_neighbours_by_code_or_name(tmp_path, encoding):
    path = written(tmp_path, "乡镇,相邻乡镇,分钟\nT2,甲乡,25\n\n乙乡,T3,\n", encoding)
    assert read_neighbours(path, KNOWN) == {("T1", "T2"): 25.0, ("T2", "T3"): None}


def test_a_pair_told_twice_counts_once_with_the_shorter_way(tmp_path):
    path = written(tmp_path, "place,neighbour,minutes\nT1,T2,30\nT2,T1,20\nT1,T2,\n")
    assert read_neighbours(path, KNOWN) == {("T1", "T2"): 20.0}
    bare = written(tmp_path, "place,neighbour\nT1,T2\n")
    assert read_neighbours(bare, KNOWN) == {("T1", "T2"): None}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("T1,T9,5", "row 2, column 'neighbour': 'T9' is no township that is loaded"),
        ("丙乡,T1,5", "row 2, column 'place': '丙乡' is the name of T3, T4; write the code"),
        ("T1,T1,5", "'T1' is its own neighbour"),
        ("T1,T2,soon", "'soon' are no minutes"),
        ("T1,T2,-3", "'-3' are no minutes"),
        ("T1,T2,nan", "'nan' are no minutes"),
        ("T1,,5", "column 'neighbour': '' is no township"),
    ],
)
def test_bad_rows_of_neighbours_are_told_with_their_place(tmp_path, row, told):
    path = written(tmp_path, f"place,neighbour,minutes\n{row}\n")
    with pytest.raises(InputError) as error:
        read_neighbours(path, KNOWN)
    assert told in str(error.value)
    assert "file.csv: 1 bad row(s), so nothing is planned" in str(error.value)


def test_many_bad_rows_are_counted(tmp_path):
    path = written(tmp_path, "place,neighbour\n" + "T1,T9\n" * 30)
    with pytest.raises(InputError, match="and 10 more"):
        read_neighbours(path, KNOWN)


@pytest.mark.parametrize("text", ["", "from,to\nT1,T2\n", 'place,neighbour\n"T1,T2\n'])
def test_what_is_no_list_of_neighbours(tmp_path, text):
    with pytest.raises(InputError, match=r"file\.csv"):
        read_neighbours(written(tmp_path, text), KNOWN)
    with pytest.raises(InputError):
        read_neighbours(tmp_path / "absent.csv", KNOWN)


def test_zones_of_last_year_and_townships_that_are_gone(tmp_path):
    path = written(tmp_path, "片区,乡镇,片区名称\nZ1,T1,东片\nZ1,乙乡,东片\nZ2,T9,\n")
    rows, unknown = read_zones(path, KNOWN)
    assert [tuple(row) for row in rows] == [("Z1", "T1", "东片"), ("Z1", "T2", "东片")]
    assert unknown == ["T9"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("Z1,T1\nZ2,T1", "row 3, column 'place': 'T1' already stands in zone Z1"),
        (",T1", "column 'zone': the cell is blank"),
        ("Z1,", "column 'place': the cell is blank"),
        ("Z1,丙乡", "is the name of T3, T4"),
    ],
)
def test_bad_rows_of_zones(tmp_path, rows, told):
    with pytest.raises(InputError) as error:
        read_zones(written(tmp_path, f"zone,place\n{rows}\n"), KNOWN)
    assert told in str(error.value)


# outlines

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def geojson(*features):
    return json.dumps({"type": "FeatureCollection", "features": features})


def feature(kind, coordinates, **told):
    return {"properties": told, "geometry": {"type": kind, "coordinates": coordinates}}


def test_outlines_by_code_and_by_name(tmp_path):
    path = written(
        tmp_path,
        geojson(
            feature("Polygon", [SQUARE, SQUARE], gb="156520602", name="甲区"),
            feature("MultiPolygon", [[SQUARE]], name="乙县"),
            feature("Point", [0, 0], name="丙县"),
        ),
    )
    found = read_outlines(path)
    assert [(one.code, one.name, len(one.rings)) for one in found] == [
        ("520602", "甲区", 2),
        ("", "乙县", 1),
    ]
    assert outline_of(found, "520602", "?") is found[0]
    assert outline_of(found, "520603", "乙县") is found[1]
    assert outline_of(found, "520603", "甲区") is None
    assert np.array_equal(found[0].rings[0], SQUARE)


@pytest.mark.parametrize("text", ["", "{}", '{"features": [1]}', geojson(feature("Polygon", 3))])
def test_what_is_no_geojson(tmp_path, text):
    with pytest.raises(InputError, match="GeoJSON"):
        read_outlines(written(tmp_path, text))
    with pytest.raises(InputError):
        read_outlines(tmp_path / "absent.geojson")
