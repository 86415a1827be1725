"""Pictures that were kept: noted, shared by link, compared on two days, taken out and read back."""

import csv
import io
import json
import re
import uuid
import zipfile

import pytest
from playwright.sync_api import expect

from graph.model import iso_of
from tests.web.e2e.test_access import problems
from tests.web.e2e.test_roles import choose_purpose
from tests.web.e2e.test_trouble import TOO_WIDE, settle

PURPOSE = "case:02"


def posts(served):
    """Return posts with both days, as person, unit, first day, last day."""
    table = served.service.bench.ground().snapshot.table("posts")
    rows = table.select(["person", "unit", "from", "to"]).to_pylist()
    return [(one["person"], one["unit"], one["from"], one["to"]) for one in rows if one["to"]]


def keep(page, title, nodes, *, readers=()):
    """Keep a picture as the page of the graph does."""
    id = str(uuid.uuid4())
    placed = [{"node": node, "x": 160 * at, "y": 60 * (at % 2)} for at, node in enumerate(nodes)]
    answer = page.context.request.put(
        f"{page.url.split('#')[0]}api/v1/views/{id}",
        headers={"x-huibi": "1"},
        data={"title": title, "notes": "", "readers": list(readers), "body": {"nodes": placed}},
    )
    assert answer.ok, answer.text()
    return id


@pytest.fixture
def tie(served):
    """Somebody who left a unit in which somebody else began later, and days around both."""
    by_unit = {}
    for person, unit, first, last in sorted(posts(served)):
        by_unit.setdefault(unit, []).append((person, iso_of(first), iso_of(last)))
    for unit, held in by_unit.items():
        for one, began, ended in held:
            for other, next_began, next_ended in held:
                if one != other and began < ended < next_began < next_ended:
                    return unit, one, other, began, next_began
    raise AssertionError("nobody followed anybody in a unit")


def test_an_empty_workspace_says_what_to_do(page_as):
    page = page_as("investigator", hash="#/workspace")
    expect(page.locator(".empty")).to_contain_text("还没有保存的图")
    expect(page.locator(".how li")).to_have_count(3)
    page.get_by_role("link", name="打开关系图").click()
    expect(page.locator("#main[data-screen=graph]")).to_be_visible()


def test_a_picture_is_noted_shared_and_opened_by_its_reader_alone(page_as, served, watch):
    page = page_as("clerk")
    id = keep(page, "东风村两委", ["person:K0011", "person:K0017"])
    settle(page, "#/workspace")
    view = page.locator(f"[data-view='{id}']")
    view.locator("summary", has_text="改名").click()
    view.get_by_label("名称").fill("东风村两委 · 2026")
    view.get_by_label("备注").fill("两人同住\n<b>待核</b>")
    view.get_by_label("可阅读的账号").fill("approver nobody")
    watch.forgiven.append("status of 422")
    view.get_by_role("button", name="保存").click()
    expect(page.locator(".notice.bad")).to_contain_text("nobody")
    view.get_by_label("可阅读的账号").fill("approver")
    view.get_by_role("button", name="保存").click()
    expect(view.locator("h3")).to_have_text("东风村两委 · 2026")
    expect(view.locator(".notes p")).to_have_text(["两人同住", "<b>待核</b>"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    view.get_by_role("button", name="复制链接").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith(f"#/graph?view={id}")
    reader = page_as("approver", hash="#/workspace")
    expect(reader.locator("section[aria-label='他人共享的图']")).to_contain_text("东风村两委")
    expect(reader.get_by_role("button", name="删除")).to_have_count(0)
    choose_purpose(reader, PURPOSE)
    reader.evaluate(f"location.hash = '#/graph?view={id}'")
    expect(reader.locator(".foot")).to_contain_text(re.compile("显示 2"))
    other = page_as("investigator", hash="#/workspace")
    expect(other.locator("main")).not_to_contain_text("东风村两委")
    watch.forgiven.append("status of 404")
    status = other.evaluate(f"fetch('/api/v1/views/{id}').then((one) => one.status)")
    assert status == 404


def test_two_days_are_compared_drawn_and_listed(page_as, tie):
    unit, left, joined, before, after = tie
    page = page_as("clerk")
    id = keep(page, "班子", [f"unit:{unit}", f"person:{left}", f"person:{joined}"])
    settle(page, "#/workspace")
    view = page.locator(f"[data-view='{id}']")
    view.locator("summary", has_text="比较两天").click()
    view.get_by_label("较早的一天").fill(before)
    view.get_by_label("较晚的一天").fill(after)
    view.get_by_role("button", name="比较", exact=True).click()
    expect(view.locator(".problem")).to_contain_text("依据")
    choose_purpose(page, PURPOSE)
    view.locator("summary", has_text="比较两天").click()
    view.get_by_label("较早的一天").fill(before)
    view.get_by_label("较晚的一天").fill(after)
    view.get_by_role("button", name="比较", exact=True).click()
    table = view.locator("tbody")
    expect(table.locator("tr.begun")).not_to_have_count(0)
    expect(table.locator("tr.ended")).not_to_have_count(0)
    expect(table).to_contain_text("posts.csv:")
    expect(view.locator(".two-days canvas").first).to_be_visible()
    summary = view.locator(".two-days").get_attribute("aria-label")
    assert re.search(r"新增 [1-9]\d* 条，终止 [1-9]\d* 条", summary), summary
    view.get_by_role("button", name=f"打开 {before} 的图").click()
    expect(page.locator("#main[data-screen=graph]")).to_be_visible()
    expect(page.locator(".top input[type=date]")).to_have_value(before)


def test_a_picture_is_taken_out_in_every_form_and_read_back(page_as, tmp_path):
    page = page_as("clerk")
    id = keep(page, "=cmd|危险", ["person:K0011", "person:K0017"])
    settle(page, "#/workspace")
    view = page.locator(f"[data-view='{id}']")
    view.get_by_role("button", name="导出").click()
    expect(page.locator(".notice.bad")).to_contain_text("依据")
    choose_purpose(page, PURPOSE)
    files = {}
    for format in ("xlsx", "csv", "graphml", "gexf", "svg", "pyvis", "json"):
        view.get_by_label("文件格式").select_option(format)
        with page.expect_download() as download:
            view.get_by_role("button", name="导出").click()
        files[format] = download.value.path().read_bytes()
    assert files["xlsx"][:2] == b"PK"
    with zipfile.ZipFile(io.BytesIO(files["csv"])) as opened:
        cells = [
            cell
            for name in opened.namelist()
            for row in csv.reader(io.StringIO(opened.read(name).decode("utf-8-sig")))
            for cell in row
        ]
    assert "K0011" in str(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    for format, sign in (("graphml", b"graphml"), ("gexf", b"gexf"), ("svg", b"<svg")):
        assert sign in files[format], format
    assert b"<html" in files["pyvis"]
    path = tmp_path / "back.json"
    path.write_bytes(files["json"])
    page.locator("main input[type=file]").set_input_files(path)
    back = page.locator(".view", has_text="back")
    expect(back).to_contain_text("2 个节点")
    path.write_text(json.dumps({"format": "else"}), encoding="utf-8")
    page.locator("main input[type=file]").set_input_files(path)
    expect(page.locator(".notice.bad").last).to_be_visible()
    expect(page.locator(".view", has_text="back")).to_have_count(1)
    back.get_by_role("button", name="删除").click()
    expect(back).to_have_count(1)
    back.get_by_role("button", name="再点一次即删除").click()
    expect(back).to_have_count(0)


def test_the_workspace_is_usable_narrow_and_by_ear(page_as, tie):
    unit, left, joined, before, after = tie
    page = page_as("approver", language="en", dark=True, size=(360, 740), bypass_csp=True)
    id = keep(page, "班子", [f"unit:{unit}", f"person:{left}", f"person:{joined}"])
    choose_purpose(page, PURPOSE)
    settle(page, "#/workspace")
    view = page.locator(f"[data-view='{id}']")
    view.locator("details.compare summary").click()
    days = view.locator("input[type=date]")
    days.nth(0).fill(before)
    days.nth(1).fill(after)
    days.nth(1).press("Enter")
    expect(view.locator("tbody tr").first).to_be_visible()
    view.locator("summary").last.click()
    assert page.evaluate(TOO_WIDE) == []
    assert problems(page) == []
    page.emulate_media(color_scheme="light")
    assert problems(page) == []
