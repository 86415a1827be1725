"""The board of connections in Chromium: groups, the map, bundles, filters, steps back, files."""

import json
import math
import re
from itertools import combinations

import pytest
from playwright.sync_api import expect

FOOT = ".graph > .foot"


@pytest.fixture(scope="module")
def folk(served):
    """Somebody with a family, and his ids."""
    ties = served.service.bench.ground().snapshot.table("kin").to_pylist()
    counts = {}
    for row in ties:
        counts[row["person"]] = counts.get(row["person"], 0) + 1
    return max(counts, key=lambda one: (counts[one], one))


@pytest.fixture
def board(page_as, folk):
    """A clerk's page for a case of his, with somebody on the board and everybody next to him."""

    def opened(**more):
        page = page_as("clerk", hash="#/graph", **more)
        page.select_option("header select", index=1)
        page.goto(re.sub(r"#.*", "", page.url) + f"#/graph?add=person:{folk}")
        form = page.locator("dialog.menu form")
        form.wait_for()
        for box in form.locator("input[type=checkbox]:enabled").all():
            box.check()
        form.locator("button[type=submit]").click()
        expect(page.locator("dialog.menu")).to_have_count(0)
        expect(page.locator(".graph .busy")).to_be_hidden()
        return page

    return opened


def choose(page, menu, item):
    """Choose an item of a menu of the bar."""
    drop = page.locator("details.drop", has=page.locator("summary", has_text=menu)).first
    drop.locator("summary").click()
    drop.get_by_role("button", name=re.compile(item)).first.click()


def shown(page):
    """Return how many nodes and ties the foot says are shown."""
    found = re.search(
        r"显示 ([\d,]+) 个节点、([\d,]+) / ([\d,]+) 条", page.locator(FOOT).inner_text()
    )
    assert found, page.locator(FOOT).inner_text()
    return tuple(int(one.replace(",", "")) for one in found.groups())


def listed(page):
    """Return the names of the nodes in the table under the picture."""
    if page.locator(".tablehead [aria-expanded=false]").count():
        page.locator(".tablehead [aria-expanded=false]").click()
    page.get_by_role("tab", name=re.compile("节点")).click()
    return page.locator(".tablebody tbody tr td:first-child").all_inner_texts()


def saved(page, item):
    """Return the file that an export brings."""
    with page.expect_download() as found:
        choose(page, "导出", item)
    return found.value.path().read_bytes()


def put_in(page, content):
    """Open a file of the board."""
    file = {"name": "board.json", "mimeType": "application/json", "buffer": content}
    page.set_input_files("input[type=file][accept='.json']", files=[file])


def test_groups_close_into_one_node_open_and_are_taken_back(board):
    page = board()
    everybody = shown(page)
    choose(page, "分组", "按家族")
    listed(page)
    page.locator(".tablebody tbody tr button").first.click()
    panel = page.locator(".side")
    expect(panel.locator("h2")).to_contain_text("一家")
    expect(panel).to_contain_text("个成员")
    assert shown(page) == everybody, "a closed group hides nobody from the count and the table"
    page.locator(".board").focus()
    page.keyboard.press("g")
    expect(panel.get_by_role("button", name="收拢")).to_be_visible()
    page.locator(".board").focus()
    page.keyboard.press("g")
    expect(panel.get_by_role("button", name="打开", exact=True)).to_be_visible()
    for _ in range(3):
        page.locator(".board").focus()
        page.keyboard.press("Control+z")
    expect(page.locator("details.drop summary.on")).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("details.drop summary.on")).to_have_text(re.compile("分组"))


def test_two_groups_are_the_two_sides_of_a_connection(board):
    page = board()
    choose(page, "分组", "按村")
    page.locator(".board").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("f")
    sides = page.get_by_role("dialog", name="查找联系").locator("ul li")
    expect(sides.first).to_be_visible()
    names = [one.replace("\n", " ") for one in sides.locator("span").all_inner_texts()]
    assert any(re.search(r" \d+ 个", one) for one in names), "a group stands for its members"
    page.get_by_role("button", name="查找", exact=True).click()
    panel = page.locator(".side")
    expect(panel.locator("section.path").first).to_be_visible()
    sources = panel.locator("section.path").first.locator(".src")
    assert sources.count() == panel.locator("section.path").first.locator("ol > li").count()
    assert all(sources.all_inner_texts()), "each hop has its source"
    panel.get_by_role("button", name="返回").click()
    expect(page.locator("details.drop summary.on")).to_have_text(re.compile("分组"))


def test_the_map_puts_people_in_their_village_and_says_what_is_made(board):
    page = board()
    before = json.loads(saved(page, "JSON（可再导入）"))["nodes"]
    choose(page, "布局", "地图")
    expect(page.locator(FOOT)).to_contain_text("位置为示意，非实测")
    assert page.locator("canvas.backdrop").evaluate(
        "(sheet) => sheet.getContext('2d').getImageData(0, 0, sheet.width, sheet.height).data"
        ".some((value) => value > 0)"
    ), "outlines are drawn behind the picture"
    nodes = {one["node"]: one for one in json.loads(saved(page, "JSON（可再导入）"))["nodes"]}
    assert nodes.keys() == {one["node"] for one in before}
    crowds = {}
    for one in nodes.values():
        if one["place"]:
            crowds.setdefault(one["place"], []).append((one["x"], one["y"]))
    assert all(len(set(points)) == len(points) for points in crowds.values()), "nobody on another"
    middle = {
        place: (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
        for place, points in crowds.items()
    }
    wide = {
        place: max(math.dist(middle[place], point) for point in points)
        for place, points in crowds.items()
    }
    for one, other in combinations(crowds, 2):
        apart = math.dist(middle[one], middle[other])
        assert apart > 0.9 * (wide[one] + wide[other]), "villages do not run into one another"


def test_a_county_opens_step_by_step_and_back(page_as):
    page = page_as("clerk", hash="#/graph")
    page.select_option("header select", index=1)
    page.get_by_role("button", name="或从全部地区的汇总看起").click()
    expect(page.locator(FOOT)).to_contain_text("显示")
    towns = listed(page)
    assert len(towns) > 1
    people = page.locator(".tablebody tbody tr").first.inner_text()
    assert "人" in people
    page.locator(".board").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator("dialog.menu").get_by_role("button", name="按下一级地区汇总").click()
    expect(page.locator(".tablebody tbody tr td:first-child").first).not_to_have_text(towns[0])
    villages = listed(page)
    assert not set(villages) & set(towns[1:])
    page.locator(".board").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    menu = page.locator("dialog.menu")
    menu.wait_for()
    if menu.get_by_role("button", name=re.compile("^画出")).count() == 0:
        menu.get_by_role("button", name=re.compile("按社群")).click()
        expect(page.locator("dialog.menu")).to_have_count(0)
        expect(page.locator(".graph .busy")).to_be_hidden()
        page.locator(".board").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        menu.wait_for()
    draw = menu.get_by_role("button", name=re.compile("^画出"))
    wanted = int(re.sub(r"\D", "", draw.inner_text()))
    bundles = shown(page)[0]
    draw.click()
    expect(page.locator(FOOT)).to_contain_text(f"显示 {bundles - 1 + wanted:,} 个节点")
    page.locator(".board").focus()
    page.keyboard.press("Control+z")
    expect(page.locator(FOOT)).to_contain_text(f"显示 {bundles} 个节点")


def test_what_is_too_much_is_refused_with_an_offer(board):
    page = board()
    few = shown(page)[0]
    file = json.loads(saved(page, "JSON（可再导入）"))
    some = dict(file["nodes"][0], neighbours=None)
    crowd = [dict(some, node=f"person:X{n}", id=f"X{n}", x=n % 60 * 50, y=n // 60 * 50)
             for n in range(2999)]  # fmt: skip
    file["nodes"], file["ties"] = [*crowd, file["nodes"][0]], []
    put_in(page, json.dumps(file).encode())
    dialog = page.get_by_role("dialog", name="太多，画不清")
    expect(dialog).to_contain_text("3,000")
    assert shown(page)[0] == few, "nothing was added"
    dialog.get_by_role("button", name="改看汇总").click()
    expect(page.locator(FOOT)).not_to_contain_text(f"显示 {few} 个节点")


def test_filters_by_kind_nature_date_and_area_and_time(board):
    page = board()
    nodes, ties, _ = shown(page)
    drop = page.locator(
        "details.drop", has=page.locator("summary", has_text=re.compile("筛选"))
    ).first
    drop.locator("summary").click()
    kin = drop.get_by_label("血亲")
    kin.uncheck()
    assert shown(page)[1] < ties
    kin.check()
    assert shown(page)[:2] == (nodes, ties)
    drop.get_by_label("区划").uncheck()
    assert shown(page)[0] < nodes
    drop.get_by_label("区划").check()
    area = drop.get_by_label("片区或乡镇")
    expect(area.locator("option").nth(1)).to_be_attached()
    counts = set()
    for value in area.locator("option").evaluate_all("(all) => all.map((one) => one.value)"):
        area.select_option(value)
        counts.add(shown(page)[0])
    assert len(counts) > 1, "another township is another picture"
    area.select_option("")
    drop.get_by_label("至").fill("1900-01-01")
    dated = shown(page)[1]
    assert dated <= ties
    drop.get_by_role("button", name="清除筛选").click()
    assert shown(page)[:2] == (nodes, ties)
    time = page.locator(".time input")
    time.evaluate(
        "(input) => { input.value = input.min; input.dispatchEvent(new Event('input')); }"
    )
    expect(page.locator(".time output")).to_have_text(re.compile(r"\d{4}-\d\d-\d\d"))
    assert shown(page)[1] <= ties
    expect(page.locator(FOOT)).to_contain_text("未记载日期")


def test_a_lasso_chooses_what_lies_in_it(board):
    page = board()
    page.locator(".board").focus()
    page.keyboard.press("l")
    box = page.locator("canvas.lasso").bounding_box()
    x, y = box["x"] + 4, box["y"] + 4
    right, low = x + box["width"] - 8, y + box["height"] - 8
    page.mouse.move(x, y)
    page.mouse.down()
    for to in ((right, y), (right, low), (x, low), (x, y)):
        page.mouse.move(*to, steps=4)
    page.mouse.up()
    expect(page.locator(".side h2")).to_have_text(f"已选 {shown(page)[0]} 个")
    page.locator(".board").focus()
    page.keyboard.press("Delete")
    expect(page.locator(FOOT)).to_contain_text("显示 0 个节点")
    page.keyboard.press("Control+z")
    expect(page.locator(FOOT)).not_to_contain_text("显示 0 个节点")


def test_figures_size_and_colour_the_picture_and_are_told_in_words(board):
    page = board()
    choose(page, "分组", "颜色：社群")
    choose(page, "分组", "大小：居间")
    panel = page.locator(".side")
    expect(panel).to_contain_text("只计图上显示的")
    expect(panel.locator("ol").first.locator("li").first).to_contain_text("%")
    choose(page, "分组", "按村")
    expect(panel).to_contain_text("只计图上显示的")


def test_a_picture_leaves_as_files_and_comes_back(board, page_as):
    page = board()
    choose(page, "分组", "按村")
    counted = shown(page)
    text = saved(page, "JSON（可再导入）")
    assert saved(page, "图片 PNG").startswith(b"\x89PNG")
    for item, start in (("矢量图", b"<svg"), ("GraphML", b"<?xml"), ("GEXF", b"<?xml"),
                        ("XLSX", b"PK"), ("独立网页", b"<")):  # fmt: skip
        found = saved(page, item)
        assert start in found[:400], item
    assert "节点" not in saved(page, "节点 CSV").decode("utf-8-sig").splitlines()[1]
    again = page_as("clerk", hash="#/graph")
    again.select_option("header select", index=1)
    again.locator(".board").wait_for(state="attached")
    put_in(again, text)
    expect(again.locator(FOOT)).to_contain_text("显示")
    assert shown(again) == counted
    expect(again.locator("details.drop summary.on")).to_have_text(re.compile("分组"))
    written = [json.loads(one) for one in (text, saved(again, "JSON（可再导入）"))]
    assert written[0]["nodes"] == written[1]["nodes"]
