"""Two tabs of one browser, and a slow network: nothing is lost, nothing is done twice."""

import re
import time

from playwright.sync_api import expect

from tests.web.e2e.test_roles import choose_purpose, name_of
from tests.web.e2e.test_trouble import enter, settle

CASE, OTHER = "02", "03"
MEMBER, SECOND = "K0008", "K0032"
SLOW = 2.0
LATE_MS = int(SLOW * 1000) + 300


def second_tab(page, watch, hash=""):
    """Open another tab of the same browser, with the same session."""
    tab = page.context.new_page()
    watch.over(tab)
    tab.goto(page.url.split("#")[0] + hash)
    tab.locator("#main[data-screen] > *").first.wait_for()
    return tab


def slow(page, pattern, *, method=None, seconds=SLOW):
    """Let requests take their time; return what was sent."""
    sent = []

    def wait(route):
        if method and route.request.method != method:
            route.fallback()
            return
        sent.append(route.request)
        page.wait_for_timeout(seconds * 1000)
        route.continue_()

    page.route(pattern, wait)
    return sent


def pick(scope, text):
    scope.locator("input[type=search]").fill(text)
    scope.locator("[role=option]", has_text=text).first.click()


def team(page):
    return page.locator(".facts-of > .stack", has_text="办案人员")


def acts(page):
    return page.locator("section[aria-label='办理']")


def test_logging_out_in_one_tab_leads_the_other_to_the_login(page_as, watch):
    page = page_as("clerk", hash=f"#/case/{CASE}")
    tab = second_tab(page, watch, "#/person/K0011")
    page.get_by_role("button", name="退出").click()
    expect(page.locator("input[name=password]")).to_be_visible()
    expect(tab.locator("input[name=password]")).to_be_visible()
    expect(tab.locator("main")).not_to_contain_text("people.csv")
    enter(tab, "handler")
    expect(tab.locator(".nav")).to_be_visible()
    expect(page.locator(".top")).to_contain_text("周承办")
    expect(page.locator(".nav")).not_to_contain_text("片区")


def test_a_draft_is_not_left_to_whoever_logs_in_next(page_as):
    page = page_as("clerk", hash="#/case?new=1")
    pick(page.locator(".parties"), "K0026")
    expect(page.locator(".parties .chip")).to_have_count(1)
    page.get_by_role("button", name="退出").click()
    enter(page, "approver")
    settle(page, "#/case?new=1")
    expect(page.locator(".parties")).to_be_visible()
    expect(page.locator(".parties .chip")).to_have_count(0)


def test_a_purpose_holds_in_its_own_tab_alone(page_as, watch):
    page = page_as("clerk", hash="#/person/K0011")
    tab = second_tab(page, watch, "#/person/K0011")
    choose_purpose(page, f"case:{CASE}")
    expect(page.locator("section[aria-label='法定亲属'] summary").first).to_be_visible()
    expect(tab.locator("section[aria-label='法定亲属']")).to_contain_text("查看亲属须有依据")
    expect(tab.locator(".top select")).to_have_value("")


def test_a_case_changed_in_both_tabs_tells_the_second_and_loses_nothing(page_as, served, watch):
    watch.forgiven.append("status of 412")
    page = page_as("clerk", hash=f"#/case/{CASE}")
    other = page_as("approver", hash=f"#/case/{CASE}")
    tab = second_tab(page, watch, f"#/case/{CASE}")
    expect(acts(other)).to_be_visible()
    acts(other).get_by_role("button", name="打听过问登记").click()
    dialog = other.locator("dialog[open]")
    dialog.locator("[name=person]").fill("外单位某某")
    dialog.locator("[name=how]").fill("电话打听，问了三个问题")
    pick(team(page), MEMBER)
    expect(team(page)).to_contain_text(MEMBER)
    expect(tab.locator(".moved")).to_contain_text("另一个窗口有改动")
    tab.get_by_role("button", name="看现在的案件").click()
    expect(team(tab)).to_contain_text(MEMBER)
    dialog.get_by_role("button", name="打听过问登记").click()
    problem = dialog.locator(".problem")
    expect(problem).to_contain_text("clerk 改动了本案（人员变更）")
    expect(problem).to_contain_text("没有记录")
    dialog.get_by_role("button", name="看现在的案件").click()
    expect(problem).to_contain_text("您填写的内容还在")
    expect(team(other)).to_contain_text(MEMBER)
    expect(dialog.locator("[name=how]")).to_have_value("电话打听，问了三个问题")
    dialog.get_by_role("button", name="打听过问登记").click()
    expect(dialog).to_have_count(0)
    expect(acts(other)).to_contain_text("外单位某某")
    pick(team(page), SECOND)  # its page does not know of the entry yet
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("approver 改动了本案")
    expect(acts(page)).to_contain_text("外单位某某")
    dialog.get_by_role("button", name="仍要继续").click()
    expect(dialog).to_have_count(0)
    expect(team(page)).to_contain_text(name_of(served, SECOND))


def test_on_a_slow_network_it_loads_visibly_and_sends_once(page_as, served):
    page = page_as("clerk")
    slow(page, f"**/api/v1/cases/{OTHER}")
    page.evaluate(f"location.hash = '#/case/{OTHER}'")
    expect(page.locator("main .loading")).to_have_text("正在读取…")
    expect(team(page)).to_be_visible()
    sent = slow(page, "**/team", method="POST")
    before = len(served.service.bench.files()[OTHER].history)
    button = page.locator(".standing").get_by_role("button", name=re.compile("加入")).first
    button.dblclick()
    expect(team(page).locator("li")).to_have_count(1)
    expect(page.locator(".standing .tag")).to_have_text("已在办案人员中")
    page.wait_for_timeout(LATE_MS)
    assert len(sent) == 1
    assert len({one.headers["idempotency-key"] for one in sent}) == 1
    kinds = [one.kind for one in served.service.bench.files()[OTHER].history[before:]]
    assert kinds == ["team_changed", "checked"]


def test_what_is_being_sent_says_so_and_may_be_left(page_as, served, watch):
    watch.forgiven.append("ERR_ABORTED")
    page = page_as("approver", hash="#/case/05")
    sent = slow(page, "**/prying", method="POST")
    acts(page).get_by_role("button", name="打听过问登记").click()
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=person]").fill("外人甲")
    dialog.locator("[name=how]").fill("打听")
    send = dialog.locator("button[type=submit]")
    send.dblclick()
    expect(send).to_have_text("正在发送…")
    expect(send).to_be_disabled()
    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_have_count(0)
    expect(page.locator(".notice").last).to_contain_text("以显示的案件为准")
    until = time.monotonic() + 5
    while not sent and time.monotonic() < until:
        page.wait_for_timeout(50)
    page.wait_for_timeout(LATE_MS)
    assert len(sent) == 1
    recorded = len(served.service.bench.files()["05"].pryings)
    assert acts(page).locator("li", has_text="外人甲").count() == recorded <= 1


def test_a_late_answer_never_covers_a_newer_one(page_as, served):
    page = page_as("clerk")
    slow(page, "**/api/v1/search?q=K0011*")
    box = page.locator(".top input[type=search]")
    box.fill("K0011")
    page.wait_for_timeout(300)
    box.fill("K0017")
    options = page.locator(".top [role=option]")
    expect(options.first).to_contain_text("K0017")
    page.wait_for_timeout(LATE_MS)
    expect(options.first).to_contain_text("K0017")
    box.fill("K0011")
    page.wait_for_timeout(300)
    page.keyboard.press("Escape")
    page.wait_for_timeout(LATE_MS)
    expect(options.first).to_be_hidden()
    slow(page, f"**/api/v1/cases/{CASE}")
    page.evaluate(f"location.hash = '#/case/{CASE}'")
    page.wait_for_timeout(200)
    page.evaluate(f"location.hash = '#/case/{OTHER}'")
    expect(page.locator("h1")).to_have_text(OTHER)
    page.wait_for_timeout(LATE_MS)
    expect(page.locator("h1")).to_have_text(OTHER)
    expect(page.locator("main")).not_to_contain_text("K0011")
    slow(page, "**/api/v1/views")
    page.evaluate("location.hash = '#/workspace'")
    expect(page.locator("main .loading")).to_be_visible()
    page.evaluate("location.hash = '#/case'")
    page.wait_for_timeout(LATE_MS)
    expect(page.locator("h1")).to_have_text("案件")
    expect(page.locator(".cases tbody tr").first).to_be_visible()
