"""Each role does its day's work in the explorer."""

import re

from playwright.sync_api import expect

SUBJECT, SON = "K0011", "K0017"


def choose_purpose(page, purpose):
    page.locator(".top select").select_option(purpose)
    expect(page.locator(".top select")).to_have_value(purpose)


def name_of(served, person):
    return served.service.bench.ground().names.of([person])[person]


def search_and_pick(page, text, holding):
    box = page.locator(".top input[type=search]")
    box.fill(text)
    page.locator(".top [role=option]", has_text=holding).first.click()


def test_a_clerk_finds_somebody_and_opens_his_kin_for_a_case(page_as, served):
    page = page_as("clerk")
    name = name_of(served, SUBJECT)
    search_and_pick(page, name, SUBJECT)
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator("main table").first).to_contain_text("people.csv:")
    kin = page.locator("section[aria-label='法定亲属']")
    expect(kin).to_contain_text("查看亲属须有依据")
    choose_purpose(page, "case:02")
    expect(kin.locator("summary", has_text="直系血亲")).to_be_visible()
    son = kin.locator("li", has_text=name_of(served, SON)).first
    son.locator("summary").click()
    expect(son.locator("ol.chain")).to_contain_text("kin.csv:")


def test_a_handler_sees_his_own_cases_and_no_connections(page_as, watch):
    page = page_as("handler")
    expect(page.locator(".nav")).not_to_contain_text("关系图")
    listed = page.evaluate("fetch('/api/v1/cases').then((answer) => answer.json())")
    assert [one["case"] for one in listed["cases"]] == ["01"]
    page.goto(page.url.split("#")[0] + "#/graph?add=person:K0011")
    expect(page.locator("main")).to_contain_text("这不属于您的职责")
    watch.forgiven.append("status of 403")
    answer = page.evaluate("fetch('/api/v1/people/K0011/kin').then((answer) => answer.status)")
    assert answer == 403


def test_an_investigator_sees_how_two_people_are_connected(page_as, served):
    page = page_as("investigator", language="en")
    choose_purpose(page, "case:02")
    page.evaluate(f"location.hash = '#/graph?add=person:{SUBJECT},person:{SON}'")
    board = page.locator(".board")
    expect(page.locator(".foot")).to_contain_text(re.compile(r"\b2\b"))
    board.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("f")
    dialog = page.locator("dialog[open]")
    dialog.locator("button[type=submit], button.primary").first.click()
    expect(dialog).to_have_count(0)
    side = page.locator(".side")
    expect(side).to_contain_text("kin.csv:")
    expect(side).to_contain_text(name_of(served, SON))


def test_an_analyst_follows_a_lead_and_says_what_he_saw(page_as):
    page = page_as("analyst", hash="#/leads")
    page.locator(".patterns a", has_text="C9").click()
    expect(page.locator(".plot svg")).to_be_visible()
    page.locator(".lead-table tbody a").first.click()
    expect(page.locator("main")).to_contain_text("先核实")
    expect(page.locator("main table").first).to_contain_text(".csv:")
    page.get_by_label("核实所见").fill("入户核实，确有困难")
    page.get_by_role("button", name="已排除：确有困难").click()
    expect(page.locator("main li", has_text="入户核实，确有困难")).to_be_visible()
    page.get_by_role("button", name="在关系图中打开").click()
    expect(page.locator(".foot")).to_contain_text(re.compile("显示 [1-9]"))


def test_an_approver_opens_relatives_to_somebody(page_as):
    page = page_as("approver", hash="#/admin")
    form = page.locator("form")
    for label, text in (
        ("账户", "analyst"),
        ("人员编号", SUBJECT),
        ("事由", "初核"),
        ("至", "2099-12-31"),
    ):
        form.get_by_label(label).fill(text)
    form.get_by_role("button", name="授权").click()
    expect(page.locator("main li", has_text=SUBJECT)).to_contain_text("analyst")
    other = page_as("analyst", hash=f"#/person/{SUBJECT}")
    choose_purpose(other, "authorization:1")
    expect(other.locator("section[aria-label='法定亲属'] summary").first).to_be_visible()


def test_an_auditor_sees_who_looked_and_that_the_log_stands(page_as):
    page = page_as("auditor", hash="#/audit")
    page.get_by_role("button", name="验证日志").click()
    expect(page.locator("main [role=status]")).to_contain_text("条完好")
    page.get_by_label("账户").fill("auditor")
    page.get_by_role("button", name="查找").click()
    rows = page.locator("main tbody tr")
    expect(rows.filter(has_text="log_in").first).to_contain_text("登录")
    expect(page.locator(".top input[type=search]")).to_have_count(0)


def test_an_administrator_adds_an_account_and_sees_no_data(page_as, watch):
    page = page_as("administrator", hash="#/admin")
    form = page.locator("form")
    form.get_by_label("账户").fill("wang")
    form.get_by_label("姓名").fill("王新人")
    form.get_by_label("口令").fill("a long enough password")
    form.get_by_label("案管").check()
    form.get_by_role("button", name="保存").click()
    expect(page.locator("main tbody tr", has_text="王新人")).to_contain_text("案管")
    watch.forgiven.append("status of 403")
    assert page.evaluate("fetch('/api/v1/people/K0011').then((one) => one.status)") == 403
