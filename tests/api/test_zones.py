"""`huibi zones` through its entry: Tongren's real townships, files, errors, a search stopped."""

import csv
import json
import os
import signal
import threading
from pathlib import Path

import openpyxl
import pytest

from api.cli import zones as command
from loaders.synthetic.tongren import PLACES

COUNTY = ("--counties", "江口县")


@pytest.fixture
def tongren(huibi):
    assert huibi("load", PLACES).code == 0


def places(*lines):
    rows = "".join(f"{line}\n" for line in lines)
    Path("places.csv").write_text(f"id,name,level,parent,lat,lon\n{rows}", encoding="utf-8")
    return "places.csv"


def four(county="C"):
    return [f"{county},某县,county,,,"] + [
        f"{county}{at},乡{at},township,{county},27.0{at},109.0{at}" for at in range(4)
    ]


def test_sixty_zones_for_tongren_are_56_and_60_with_the_relaxation(huibi, tongren):
    found = huibi("zones", "plan", "--zones", 60, "--json")
    assert found.code == 0
    answer = found.json
    assert (answer["possible"], answer["possible_with_pairs"]) == (56, 88)
    assert len(answer["zones"]) == 56
    assert len(answer["relaxed"]) == 60
    assert (answer["proven"], answer["gap"]) == (True, 0)
    assert answer["relaxed_plan"]["proven"]
    assert all(county["neighbourhood"]["made"] for county in answer["counties"])
    placed = [place for zone in answer["zones"] for place in zone["places"]]
    assert len(placed) == len(set(placed)) == 181
    assert min(len(zone["places"]) for zone in answer["zones"]) == 3
    assert {"by_codes", "too_many", "no_staff"} <= {note["code"] for note in answer["notes"]}
    for zone in answer["zones"]:
        by = {turn["place"]: turn["handled_by"] for turn in zone["rotation"]}
        assert sorted(by) == sorted(by.values()) == zone["places"]
        assert all(by[by[place]] != place for place in by)


def test_the_screen_says_what_was_assumed(huibi, tongren):
    out = huibi("zones", "plan", *COUNTY).out
    assert "3 个片区" in out
    assert "已证明最优 proven optimal" in out
    assert "权宜之计，不是地理" in out
    assert "双江街道→凯德街道→闵孝镇→双江街道" in out


def test_the_files_are_written_and_the_zones_can_be_loaded(huibi, tongren):
    done = huibi("zones", "plan", "--zones", 60, "--out", "plan", "--no-front", "--json")
    assert done.code == 0
    assert done.json == json.loads(Path("plan/plan.json").read_text(encoding="utf-8"))
    book = openpyxl.load_workbook("plan/plan.xlsx", read_only=True)
    assert len(list(book["片区方案 zone plan"].rows)) == 57
    assert len(list(book["片区方案 zone plan（放宽 relaxed）"].rows)) == 61
    assert len(list(book["乡镇归属 townships"].rows)) == 182
    assert huibi("load", "plan").code == 0
    with Path("plan/zones.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 181
    kept = huibi("zones", "plan", "--keep", "--no-front", "--json").json
    assert kept["moved"] == []
    assert [zone["places"] for zone in kept["zones"]] == [z["places"] for z in done.json["zones"]]
    relaxed = huibi("zones", "plan", "--previous", "plan/relaxed/zones.csv", "--json").json
    assert relaxed["moved"]
    explained = huibi("zones", "explain", rows[0]["zone"], "--loaded", "--json").json
    assert explained["places"] == [row["place"] for row in rows if row["zone"] == rows[0]["zone"]]


def test_a_workbook_alone(huibi, tongren):
    assert huibi("zones", "plan", *COUNTY, "--out", "plan.xlsx").code == 0
    sheets = openpyxl.load_workbook("plan.xlsx", read_only=True).sheetnames
    assert sheets == [
        "片区方案 zone plan", "乡镇归属 townships", "轮换办理 rotation", "就近与独立 front",
        "说明 notes",
    ]  # fmt: skip


def test_the_map_is_drawn_for_both_plans(huibi, tongren):
    done = huibi("zones", "plan", *COUNTY, "--zones", 4, "--map", "map.png")
    assert done.code == 0
    assert {path.name for path in Path().glob("*.png")} == {"map.png", "map-relaxed.png"}
    assert "map-relaxed.png: written" in done.err


def test_a_map_without_outlines_or_positions(huibi):
    huibi("load", places("C,某县,county,,,", *(f"C{at},乡{at},township,C,," for at in range(7))))
    assert huibi("zones", "plan", "--map", "map.svg").code == 0
    drawn = Path("map.svg").read_text(encoding="utf-8")
    assert "<!-- 某县片区方案 -->" in drawn
    assert "<text" not in drawn  # outlines, so that no reader needs the typeface


def test_coordinates_are_used_where_there_are_some(huibi):
    huibi("load", places(*four()))
    answer = huibi("zones", "plan", "--json").json
    assert answer["counties"][0]["neighbourhood"]["from"] == "coordinates"
    assert answer["zones"][0]["places"] == ["C0", "C1", "C2", "C3"]
    assert answer["zones"][0]["breaches"] == []
    far = huibi("zones", "plan", "--minutes", 5, "--json").json
    assert far["zones"][0]["breaches"] == ["far"]
    assert {note["code"] for note in far["plan_notes"]} == {"far"}


def test_a_list_of_neighbours_stands_before_coordinates(huibi):
    huibi("load", places(*four()))
    Path("n.csv").write_text("place,neighbour,minutes\nC0,C3,5\nC3,C1,5\n", encoding="utf-8")
    hood = huibi("zones", "plan", "--neighbours", "n.csv", "--json").json["counties"][0]
    assert hood["neighbourhood"]["from"] == "list"
    assert len(hood["neighbourhood"]["joined"]) == 1


def test_order_of_rows_does_not_matter(huibi, work):
    lines = [
        "C,某县,county,,,",
        *(f"C{at:02d},乡{at},township,C,27.{at * 37 % 100:02d},109.{at * 59 % 100:02d}"
          for at in range(16)),
    ]  # fmt: skip
    plans = []
    for number, rows in enumerate((lines, lines[::-1])):
        huibi("load", places(*rows), "--ledger", f"{number}.db")
        plans.append(huibi("zones", "plan", "--ledger", f"{number}.db", "--json").json["zones"])
    assert plans[0] == plans[1]


def test_a_zone_is_explained(huibi, tongren):
    plan = huibi("zones", "plan", *COUNTY, "--json").json
    zone = plan["zones"][1]
    found = huibi("zones", "explain", zone["zone"], *COUNTY, "--json").json
    assert found["places"] == zone["places"]
    assert sum(found["weighed"].values()) == pytest.approx(zone["cost"], abs=1e-5)
    assert len(found["pairs"]) == 6
    assert [one["place"] for one in found["alternatives"]] == zone["places"]
    text = huibi("zones", "explain", zone["zone"], *COUNTY).out
    assert "换走一个乡镇的最好办法" in text
    assert "不用此片区" in text


def test_a_zone_of_the_relaxed_plan_is_explained_too(huibi, tongren):
    plan = huibi("zones", "plan", *COUNTY, "--zones", 4, "--json").json
    pair = next(zone for zone in plan["relaxed"] if zone["receiver"])
    asked = ("zones", "explain", "Z52062104", *COUNTY, "--zones", 4)
    assert huibi(*asked, "--json").json["zone"] == "Z52062104"
    assert f"→片区{pair['receiver']}" in huibi("zones", "plan", *COUNTY, "--zones", 4).out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--counties", "某县"), "take one of"),
        (("--zones", "9"), "9 zones for 10 counties"),
        (("--weights", "speed=1"), "is no weight"),
        (("--previous", "absent.csv"), "absent.csv"),
        (("--neighbours", "absent.csv"), "absent.csv"),
        (("--map", "map.gif"), ".png, .svg, .pdf"),
        (("--map", "map.png", "--outlines", "absent.geojson"), "absent.geojson"),
        (("--on", "soon"), "YYYY-MM-DD"),
        (("--keep", "--previous", "zones.csv"), "give one of them"),
        (("--keep",), "no zones are loaded that a plan could keep to"),
    ],
)
def test_what_cannot_be_used_is_refused(huibi, tongren, options, told):
    done = huibi("zones", "plan", *options)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_unknown_zones_and_an_empty_ledger(huibi, work):
    huibi("load", places("C,某县,county,,,"))
    done = huibi("zones", "plan")
    assert done.code == 2
    assert "no townships are loaded" in done.err
    huibi("load", places(*four()))
    done = huibi("zones", "explain", "Z9")
    assert done.code == 2
    assert "'Z9' is no zone of this plan: take one of ZC01" in done.err
    done = huibi("zones", "explain", "Z9", "--loaded")
    assert "no zones of these counties are loaded" in done.err


def test_a_stop_gives_the_best_found_and_its_gap(huibi, tongren, monkeypatch):
    before = signal.getsignal(signal.SIGINT)
    real = command.plan

    def interrupted(prepared, clock, told):
        os.kill(os.getpid(), signal.SIGINT)
        threading.Event().wait(0.05)
        assert clock.left == 0
        return real(prepared, clock, told)

    monkeypatch.setattr(command, "plan", interrupted)
    done = huibi("zones", "plan", "--zones", 56, "--json")
    assert done.code == 0
    assert len(done.json["zones"]) == 56
    assert 0 <= done.json["gap"] <= 1
    assert "the search ends here" in done.err
    assert signal.getsignal(signal.SIGINT) is before


def test_names_of_strangers_have_no_power_over_the_screen_or_the_workbook(huibi):
    huibi("load", places("C,某县,county,,,", *(f"C{at},=1+{at},township,C,," for at in range(3))))
    Path("old.csv").write_text("zone,place,name\n=2\x1b[31m,C0,=3\n", encoding="utf-8")
    done = huibi("zones", "plan", "--previous", "old.csv", "--out", "plan")
    assert done.code == 0
    assert "\x1b" not in done.out
    for sheet in openpyxl.load_workbook("plan/plan.xlsx").worksheets:
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "'=3" in Path("plan/zones.csv").read_text(encoding="utf-8")
