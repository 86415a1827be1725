"""A case on the desk, from the form to the seal: every role does its part in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.e2e.served import TODAY
from tests.web.e2e.test_access import problems
from tests.web.e2e.test_roles import name_of
from tests.web.e2e.test_trouble import TOO_WIDE, settle, tab_to

PARTY, BROTHER, UNKNOWN, FREE = "K0026", "K0027", "K0007", "K0032"
REVIEWED, CASE_OF_REVIEWED = "K0022", "02"
FIRST = 20_000
"""The first check of a service reads every kinship; milliseconds."""


def choose(scope, text, holding=None):
    """Find somebody in a search box and take him."""
    scope.locator("input[type=search]").fill(text)
    option = scope.locator("[role=option]", has_text=holding or text).first
    option.click()


def draft(page, party=PARTY, candidates=()):
    """Fill the form of a new case."""
    settle(page, "#/case?new=1")
    choose(page.locator(".facts-of > .stack", has_text="承办机关"), "U00001")
    page.locator(".facts-of input[type=date]").fill(TODAY.isoformat())
    choose(page.locator(".parties"), party)
    for one in candidates:
        choose(page.locator(".candidates"), one)


def card(page, person):
    return page.locator(f".cand[data-person='{person}']")


def answer(page, button, **fields):
    """Fill the fields of the open dialog and send it."""
    dialog = page.locator("dialog[open]")
    for name, text in fields.items():
        field = dialog.locator(f"[name={name}]")
        if field.evaluate("(one) => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    dialog.get_by_role("button", name=button).click()
    expect(dialog).to_have_count(0)


def test_a_clerk_registers_learns_who_may_and_draws_lots_in_public(page_as, served):
    page = page_as("clerk")
    draft(page, candidates=(BROTHER, UNKNOWN))
    must, unknown = card(page, BROTHER), card(page, UNKNOWN)
    expect(must.locator(".verdict").first).to_have_text("应当回避", timeout=FIRST)
    must.locator("summary").click()
    expect(must.locator("ol.chain li")).to_have_count(2)
    expect(must.locator("ol.chain")).to_contain_text("kin.csv:")
    expect(must).to_contain_text("《中华人民共和国监察法》第67条")
    expect(unknown).to_have_class(re.compile("unknown"))
    expect(unknown).not_to_contain_text("未发现")
    choose(page.locator(".candidates"), FREE)
    expect(card(page, FREE)).to_contain_text("在已载入的资料内")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("h1")).to_have_text(re.compile(r"^\d{4}-\d{3}$"))
    who_may_and_why_not(page, served)
    lots(page)
    papers_and_history(page)


def who_may_and_why_not(page, served):
    """The route says who is free, and anybody else is told with his reason."""
    route = page.locator(".way-of")
    expect(route).to_contain_text("可在「本机关」办理")
    expect(route.get_by_role("button", name=f"加入 {name_of(served, 'K0004')}")).to_be_visible()
    name = name_of(served, BROTHER)
    route.get_by_role("button", name=f"{name} 为什么不能直接办理").click()
    told = page.locator(f".probe .cand[data-person='{BROTHER}']")
    expect(told).to_contain_text("应当回避")
    expect(told.locator("ol.chain")).to_contain_text("kin.csv:")
    choose(page.locator(".probe"), UNKNOWN)
    expect(page.locator(f".probe .cand[data-person='{UNKNOWN}'] .verdict").first).to_have_text(
        "资料不足"
    )
    expect(page.locator(".probe").get_by_role("button", name="加入办案人员")).to_have_count(0)


def lots(page):
    """A draw is promised, waits for its public numbers, is drawn, and derived again."""
    page.get_by_role("button", name="指定承办（抽签）").click()
    answer(page, "指定承办（抽签）", public_source="双色球 2026135 期")
    lottery = page.locator("section[aria-label='抽签']")
    expect(lottery).to_contain_text("双色球 2026135 期")
    expect(page.locator(".judged")).to_contain_text("还没有人办理")
    lottery.get_by_role("button", name="公布号码并抽签").click()
    answer(page, "公布号码并抽签", public_seed="03 08 11 19 22 31 07")
    expect(lottery).to_contain_text("中签机会")
    expect(page.locator(".judged > .cand").first).to_be_visible()
    lottery.get_by_role("button", name="重算核对").click()
    expect(lottery).to_contain_text("重算结果与记录一致")
    expect(lottery).to_contain_text("03 08 11 19 22 31 07")


def papers_and_history(page):
    """A draft keeps nothing, an issued paper is kept; both are files that open."""
    papers = page.locator("section[aria-label='文书']")
    kinds = papers.locator("option").evaluate_all("(all) => all.map((one) => one.value)")
    assert {"authorization", "report", "analysis"} <= set(kinds)
    for format, begins in (("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!")):
        papers.get_by_label("格式").select_option(format)
        with page.expect_download() as download:
            papers.get_by_role("button", name="查看草稿").click()
        assert download.value.path().read_bytes().lstrip()[:2] == begins[:2], format
    expect(papers).not_to_contain_text("已签发")
    with page.expect_download():
        papers.get_by_role("button", name="签发").click()
    expect(papers).to_contain_text("已签发 1 份")
    page.wait_for_load_state("networkidle")
    page.locator(".past summary").click()
    events = page.locator(".events")
    for text in ("登记", "核查", "分办", "授权书"):
        expect(events).to_contain_text(text)
    expect(events).not_to_contain_text("undefined")


def test_a_recusal_goes_from_disclosure_to_an_override_signed_by_two(page_as, served):
    clerk = page_as("clerk", hash=f"#/case/{CASE_OF_REVIEWED}")
    choose(clerk.locator(".facts-of > .stack", has_text="办案人员"), REVIEWED)
    reviewed = card(clerk, REVIEWED)
    expect(reviewed.locator(".verdict").first).to_have_text("需决定")
    expect(clerk.get_by_role("button", name="开始办理")).to_have_count(0)
    reviewed.get_by_role("button", name="申请例外").click()
    dialog = clerk.locator("dialog[open]")
    choose(dialog, "K0008")
    answer(clerk, re.compile("申请例外"), reason="唯一熟悉账目的人")
    approver = page_as("approver", hash=f"#/case/{CASE_OF_REVIEWED}")
    acts = approver.locator("section[aria-label='办理']")
    for number, signs in ((1, None), (2, "K0032")):
        acts.get_by_role("button", name="批准").click()
        if signs:
            choose(approver.locator("dialog[open]"), signs)
        answer(approver, "批准", document="批〔2026〕7号")
        expect(acts).to_contain_text(f"批准 {number}/2")
    expect(card(approver, REVIEWED)).to_contain_text("例外")
    disclosed_and_granted(clerk, approver, reviewed)
    clerk.get_by_role("button", name="打听过问登记").click()
    answer(clerk, "打听过问登记", person="外单位某某", how="电话打听案情")
    expect(clerk.locator("section[aria-label='办理']")).to_contain_text("外单位某某")


def disclosed_and_granted(clerk, approver, reviewed):
    """A request comes in; the approver grants it, and the person is off the case for good."""
    clerk.reload()
    expect(reviewed).to_be_visible()
    reviewed.get_by_role("button", name="自行申请回避").click()
    answer(clerk, re.compile("自行申请回避"), reason="与当事人有往来")
    expect(clerk.get_by_role("button", name="答复")).to_have_count(0)
    approver.reload()
    approver.get_by_role("button", name="答复").click()
    answer(approver, "答复", granted="true", reason="属实")
    acts = approver.locator("section[aria-label='办理']")
    expect(acts).to_contain_text("同意回避")
    expect(acts).to_contain_text("已回避、不得再加入")
    expect(approver.locator(".facts-of")).not_to_contain_text(REVIEWED)
    clerk.reload()
    expect(clerk.locator("section[aria-label='办理']")).to_contain_text("同意回避")


def test_an_approver_orders_a_recusal_and_what_refuses_says_why(page_as, watch):
    page = page_as("approver", hash="#/case/05")
    watch.forgiven.append("status of 422")
    choose(page.locator(".facts-of > .stack", has_text="办案人员"), "K0060")
    row = card(page, "K0060")
    row.get_by_role("button", name="决定", exact=True).click()
    dialog = page.locator("dialog[open]")
    for drop in dialog.locator(".chip button").all():  # whom the check names as decider
        drop.click()
    choose(dialog, "K0064")
    dialog.locator("[name=reason]").fill("关系已疏远")
    dialog.get_by_role("button", name=re.compile("决定")).click()
    expect(dialog.locator(".problem")).to_contain_text("服务没有办理")
    expect(dialog.locator("[name=reason]")).to_have_value("关系已疏远")
    dialog.get_by_role("button", name="取消").click()
    row.get_by_role("button", name="责令回避").click()
    answer(page, re.compile("责令"), reason="亲兄弟")
    expect(page.locator("section[aria-label='办理']")).to_contain_text("责令回避")
    expect(card(page, "K0060").get_by_role("button", name="责令回避")).to_have_count(0)


def test_a_handler_asks_for_himself_and_sees_nothing_he_may_not_do(page_as, served):
    page = page_as("handler", hash="#/case/01")
    expect(page.locator(".judged")).to_be_visible()
    buttons = page.locator("main button:visible").all_inner_texts()
    assert set(buttons) <= {"申请本人回避", "打印结论", "打听过问登记"}, buttons
    for part in (".probe", ".way-of", ".papers", ".facts-of input"):
        expect(page.locator(part)).to_have_count(0)
    page.get_by_role("button", name="申请本人回避").click()
    answer(page, re.compile("自行申请回避"), reason="曾是同学")
    expect(page.locator("section[aria-label='办理']")).to_contain_text("待答复")


@pytest.fixture
def secret(page_as, served):
    """A case that an informant brought, registered through the form by the clerk; its number."""
    page = page_as("clerk")
    draft(page, party="K0045", candidates=("K0004",))
    page.locator(".parties select").select_option("informant")
    choose(page.locator(".parties"), "K0100")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("h1")).to_have_text(re.compile(r"^\d{4}-\d{3}$"))
    assert name_of(served, "K0100") not in page.locator("main").inner_text()
    assert "K0100" not in page.content()
    expect(page.locator(".probe")).to_have_count(0)
    expect(page.get_by_role("button", name="启封查看")).to_have_count(0)
    return page.locator("h1").inner_text()


def test_the_custodian_unseals_with_a_reason_that_is_on_the_log(page_as, served, secret):
    page = page_as("custodian", hash="#/case")
    expect(page.locator(".cases tbody tr")).to_have_count(1)
    page.locator(".cases a", has_text=secret).click()
    expect(page.locator("h1")).to_have_text(secret)
    name = name_of(served, "K0100")
    expect(page.locator("main")).not_to_contain_text(name)
    page.get_by_role("button", name="启封查看").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_role("button", name="启封查看").click()
    expect(dialog).to_be_visible()  # without a reason it is not even sent
    answer(page, "启封查看", reason="核对检举人身份")
    expect(page.locator(".unsealed")).to_contain_text("已留痕")
    expect(page.locator(".facts-of")).to_contain_text(name)
    expect(page.locator(".facts-of input, .judged button")).to_have_count(0)
    page.get_by_role("button", name="合上").click()
    expect(page.locator("main")).not_to_contain_text(name)
    auditor = page_as("auditor")
    entries = auditor.evaluate("fetch('/api/v1/audit?limit=200').then((one) => one.json())")
    assert "unseal_case" in str(entries)
    assert "核对检举人身份" in str(entries)


def test_a_sealed_case_is_shut_to_all_and_opened_by_its_keepers(page_as, watch):
    clerk = page_as("clerk", hash="#/case/03")
    for button in ("结案", "封存"):
        clerk.get_by_role("button", name=button, exact=True).click()
        answer(clerk, button, reason="移送")
    expect(clerk.locator("main")).to_contain_text("案件已封存")
    expect(clerk.get_by_role("button", name="启封查看")).to_have_count(0)
    page = page_as("approver", hash="#/case/03", language="en")
    expect(page.locator("main")).to_contain_text("This case is sealed")
    page.get_by_role("button", name="Unseal").click()
    answer(page, "Unseal", reason="asked by the court")
    expect(page.locator(".facts-of")).to_contain_text(PARTY)
    expect(page.locator(".facts-of input")).to_have_count(0)


def test_the_desk_is_usable_narrow_by_keys_and_by_ear(page_as):
    page = page_as("clerk", language="en", dark=True, size=(360, 740), bypass_csp=True)
    for hash in ("#/case", "#/case?new=1", f"#/case/{CASE_OF_REVIEWED}"):
        settle(page, hash)
        assert page.evaluate(TOO_WIDE) == [], hash
        assert problems(page) == [], hash
    tab_to(page, ".probe input[type=search]")
    page.keyboard.type("K0017")
    expect(page.locator(".probe [role=option]").first).to_contain_text("K0017")
    page.keyboard.press("Enter")
    expect(page.locator(".probe .cand")).to_have_class(re.compile("must_recuse"))
    page.locator(".past summary").click()
    expect(page.locator(".events li").first).to_be_visible()
    assert page.evaluate(TOO_WIDE) == []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert problems(page) == [], scheme
    page.locator("section.panel > .row button").first.click()
    expect(page.locator("dialog[open]")).to_be_visible()
    assert page.evaluate(TOO_WIDE) == []
    assert problems(page) == []
