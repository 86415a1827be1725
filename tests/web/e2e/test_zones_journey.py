"""Zones in a browser: the real map, a plan beside the zones loaded, what moves and why."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.e2e.served import Served, give_users, load
from tests.web.e2e.test_access import problems
from tests.web.e2e.test_trouble import TOO_WIDE, settle

TONGREN = Path(__file__).parents[3] / "examples" / "tongren"
COUNTY = "520621"
"""江口县: six townships when zones are drawn of three."""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Tongren's townships, those of one county in zones that a plan would draw otherwise."""
    folder = tmp_path_factory.mktemp("zones")
    places = (TONGREN / "places.csv").read_text(encoding="utf-8")
    (folder / "sent").mkdir()
    (folder / "sent" / "places.csv").write_text(places, encoding="utf-8")
    towns = [row.split(",")[0] for row in places.splitlines() if f"township,{COUNTY}" in row]
    rows = [f"{'Z1' if at % 2 else 'Z2'},{town}," for at, town in enumerate(towns)]
    (folder / "sent" / "zones.csv").write_text(
        "\n".join(["zone,place,name", *rows, ""]), encoding="utf-8"
    )
    ledger = folder / "huibi.db"
    load(ledger, folder / "sent")
    give_users(ledger)
    running = Served(ledger)
    yield running
    running.stop()


def plan(page):
    """Ask for a plan of the county without handlers, of whom none are loaded."""
    page.get_by_label(re.compile("区县|County")).select_option(COUNTY)
    page.get_by_role("button", name=re.compile("规划并比较|Plan and compare")).click()
    expect(page.locator(".zone-measures")).to_be_visible(timeout=20_000)


def test_a_plan_is_compared_with_the_zones_loaded_and_explained(page_as):
    page = page_as("clerk", hash="#/zones")
    expect(page.locator(".leaflet-tooltip.county")).to_have_count(10)
    expect(page.locator(".zone-table tbody tr")).to_have_count(2)
    expect(page.locator(".zone-legend li")).not_to_have_count(0)
    expect(page.locator(".zone-measures")).to_have_count(0)
    plan(page)
    measures = page.locator(".zone-measures")
    for text in ("现行片区", "方案", "变化", "目标值", "熟人", "更好"):
        expect(measures).to_contain_text(text)
    moved = page.locator(".moves li")
    expect(moved).not_to_have_count(0)
    expect(moved.first).to_contain_text(re.compile("第 [12] 片区.* → 第 [12] 片区"))
    assert page.locator(".leaflet-interactive, .moved-town").count() > 0
    expect(page.locator("path.moved-town")).to_have_count(moved.count())
    numbers = page.locator(".zone-number span").all_inner_texts()  # told apart without colour
    assert sorted(numbers) == sorted(page.locator(".swatch").all_inner_texts())
    assert len(set(numbers)) == len(numbers)
    page.get_by_role("button", name=re.compile("说明 第 1 片区")).click()
    detail = page.locator(".zones .side > .panel")
    expect(detail).to_contain_text("谁办谁的案件", timeout=20_000)
    expect(detail).to_contain_text("计入代价")
    page.get_by_role("button", name="回到现行片区").click()
    expect(page.locator(".zone-measures")).to_have_count(0)
    expect(page.locator(".moves li")).to_have_count(0)


def test_other_settings_give_another_plan(page_as):
    page = page_as("approver", hash="#/zones")
    plan(page)
    expect(page.locator(".moves .tag")).not_to_have_text("0")
    with page.expect_response("**/zones/plan") as answer:
        page.get_by_label("尽量不动现有片区").check()
    assert answer.value.request.post_data_json["keep"] is True
    assert answer.value.json()["plan"]["weights"]["stability"] == 0.1
    page.get_by_label("片区数").fill("1")
    page.get_by_label("片区数").press("Tab")
    expect(page.locator(".zone-table tbody tr")).to_have_count(1, timeout=20_000)


def test_a_plan_that_takes_long_says_so_and_may_be_stopped(page_as):
    page = page_as("clerk", hash="#/zones")
    page.route("**/zones/plan", lambda route: page.wait_for_timeout(1500) or route.continue_())
    page.get_by_role("button", name="规划并比较").click()
    expect(page.locator(".zone-map")).to_have_attribute("aria-busy", "true")
    expect(page.locator(".zone-state")).to_contain_text("正在规划")
    page.get_by_role("button", name="停止").click()
    expect(page.locator(".zone-map")).to_have_attribute("aria-busy", "false")
    page.wait_for_timeout(1800)
    expect(page.locator(".zone-measures")).to_have_count(0)
    expect(page.locator(".zone-state")).to_contain_text("已停止")


def test_the_zones_are_usable_narrow_by_keys_and_by_ear(page_as):
    page = page_as("clerk", language="en", dark=True, size=(360, 740), bypass_csp=True)
    settle(page, "#/zones")
    plan(page)
    assert page.evaluate(TOO_WIDE) == []
    swatch = page.locator(".swatch").first
    swatch.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".zones .side > .panel h3").first).to_be_visible(timeout=20_000)
    assert page.evaluate(TOO_WIDE) == []
    assert problems(page) == []
    page.emulate_media(color_scheme="light")
    assert problems(page) == []
