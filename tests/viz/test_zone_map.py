"""The map of zones: legible, honest about what is made, and never an empty box."""

import numpy as np
import pytest
from matplotlib.image import imread

from graph.errors import InputError
from viz import fonts
from viz.zone_colours import INKS, MARKERS, colours_of, tint
from viz.zone_ground import beside_each_other, ground_of
from viz.zone_map import Area, MappedZone, Site, ZoneMap, draw_map, require_drawable

RING = np.array([(109.0, 27.5), (109.6, 27.5), (109.6, 28.0), (109.0, 28.0)])


def picture(sites=6, zones=2, rings=(RING,), name="甲乡"):
    rng = np.random.default_rng(3)
    places = rng.random((sites, 2)) * [0.5, 0.4] + [109.05, 27.55]
    return ZoneMap(
        title="某县片区方案",
        subtitle="2 个片区",
        areas=(
            Area(
                name="某县",
                rings=rings,
                sites=tuple(
                    Site(name=name, lon=lon, lat=lat, zone=at % zones, is_seat=at < zones)
                    for at, (lon, lat) in enumerate(places.tolist())
                ),
            ),
        ),
        zones=tuple(
            MappedZone(
                number=str(at + 1), name="片区", line="甲→乙→丙→甲", detail="", area=0,
                is_sent_on=at == 1,
            )
            for at in range(zones)
        ),
        notes=(("位置为示意", "Positions are made up."),),
    )  # fmt: skip


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_map_is_drawn_whole_and_the_same_each_time(tmp_path, suffix):
    one, other = tmp_path / f"one.{suffix}", tmp_path / f"other.{suffix}"
    assert draw_map(picture(), one) == ""
    draw_map(picture(), other)
    assert one.read_bytes() == other.read_bytes()
    assert sorted(tmp_path.iterdir()) == [one, other]


def test_zones_have_their_colours_on_the_map(tmp_path):
    draw_map(picture(sites=9, zones=3), tmp_path / "map.png")
    pixels = (imread(tmp_path / "map.png")[..., :3] * 255).round().astype(int)
    shares = [
        float((np.abs(pixels - np.array(tint(ink, 0.34)) * 255) < 2).all(axis=2).mean())
        for ink in INKS
    ]
    assert sum(share > 0.01 for share in shares) == 3


@pytest.mark.parametrize("sites", [1, 2, 3])
def test_few_townships_and_no_outline(tmp_path, sites):
    draw_map(picture(sites=sites, zones=1, rings=()), tmp_path / "map.png")
    assert (tmp_path / "map.png").stat().st_size > 10_000


def test_a_character_that_no_typeface_has_is_told_and_never_a_box(tmp_path):
    assert draw_map(picture(name="\U0010fffd乡"), tmp_path / "map.png") == "\U0010fffd"


def test_no_chinese_typeface_is_said_before_any_work(tmp_path, monkeypatch):
    fonts.chinese_families.cache_clear()
    monkeypatch.setattr(fonts, "FAMILIES", ("No Such Typeface",))
    monkeypatch.setattr(fonts, "_font_files", lambda: iter(()))
    with pytest.raises(InputError, match="no Chinese typeface"):
        require_drawable(tmp_path / "map.png")
    fonts.chinese_families.cache_clear()


def test_a_typeface_known_to_fontconfig_only_is_found(monkeypatch):
    from matplotlib import font_manager

    fonts.chinese_families.cache_clear()
    real = font_manager.fontManager.ttflist
    monkeypatch.setattr(
        font_manager.fontManager, "ttflist", [e for e in real if e.name not in fonts.FAMILIES]
    )
    assert fonts.chinese_families()
    fonts.chinese_families.cache_clear()


def test_other_kinds_of_file_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"\.png, \.svg, \.pdf"):
        require_drawable(tmp_path / "map.bmp")
    with pytest.raises(InputError, match="cannot be written"):
        draw_map(picture(), tmp_path / "absent" / "map.png")


def test_touching_zones_differ_and_five_colours_do_for_a_plane():
    rng = np.random.default_rng(1)
    for count in (1, 2, 20, 60):
        pairs = beside_each_other(rng.random((count, 2)))
        colour = colours_of(count, pairs)
        assert all(colour[a] != colour[b] for a, b in pairs)
        assert count == 1 or set(colour.tolist()) <= set(range(len(INKS)))
    assert len(INKS) == len(MARKERS) == len(set(MARKERS))


def test_a_colour_is_spared_where_it_stands_near_by():
    assert colours_of(3, [(0, 1)], [(0, 2)])[2] != colours_of(3, [(0, 1)], [(0, 2)])[0]


@pytest.mark.parametrize("ink", INKS)
def test_inks_are_dark_enough_for_white_numbers(ink):
    channels = [int(ink[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (light + 0.05) >= 3.0  # WCAG 2.2, large text


def test_every_township_has_ground_of_its_own_even_on_one_spot():
    ground = ground_of([RING], np.array([(109.1, 27.6), (109.1, 27.6), (109.4, 27.8)]))
    assert len(ground.cells) == 3
    assert len({cell.tobytes() for cell in ground.cells}) == 3
