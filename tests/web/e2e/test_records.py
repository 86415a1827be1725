"""Records, refusals, lists: from one thing to the next, in the reader's words, wide and narrow."""

import re

import pytest
from playwright.sync_api import expect

from api.http.oidc import Provider
from tests.web.e2e.test_access import problems
from tests.web.e2e.test_roles import SUBJECT, choose_purpose, name_of, search_and_pick


def rows_of(served, table):
    return served.service.bench.ground().snapshot.table(table).to_pylist()


@pytest.fixture
def won(served):
    """The newest contract of a firm, and who is on record as having a part in that firm."""
    people = {one["id"] for one in rows_of(served, "people")}
    roles = {one["company"]: one["person"] for one in rows_of(served, "roles")}
    newest = sorted(rows_of(served, "contracts"), key=lambda one: one["awarded"], reverse=True)
    return next(
        (one, roles[one["supplier"]]) for one in newest if roles.get(one["supplier"]) in people
    )


def section(page, name):
    return page.locator("section", has=page.locator(f"[id='part-{name}']"))


def go(page, hash):
    page.evaluate("hash => { location.hash = hash }", hash)


def test_a_firm_is_found_by_search_and_told_with_owners_and_contracts(page_as, served, won):
    contract, owner = won
    firm = contract["supplier"]
    page = page_as("clerk")
    search_and_pick(page, name_of(served, firm), firm)
    expect(page.locator("h1")).to_have_text(name_of(served, firm))
    expect(page.locator(".identity")).to_contain_text("units.csv:")
    expect(section(page, "roles.company")).to_contain_text(name_of(served, owner))
    bought = section(page, "contracts.supplier")
    expect(bought).to_contain_text(contract["title"])
    expect(bought.locator("td.src").first).to_contain_text("contracts.csv:")
    cents = int(contract["amount"])
    row = bought.locator("tr", has_text=contract["title"]).first
    expect(row.locator("td.n")).to_have_text(f"{cents / 100:,.2f}".rstrip("0").rstrip("."))
    page.get_by_role("button", name="English").click()
    expect(section(page, "contracts.supplier").locator("h2")).to_contain_text("Contracts won")


def test_from_a_contract_over_its_firm_to_the_relatives_of_who_owns_it(page_as, served, won):
    contract, owner = won
    page = page_as("clerk", hash=f"#/contract/{contract['id']}")
    expect(page.locator("h1")).to_have_text(contract["title"])
    page.locator(".identity a", has_text=name_of(served, contract["supplier"])).click()
    expect(page.locator("h1")).to_have_text(name_of(served, contract["supplier"]))
    people = section(page, "roles.company")
    people.locator(f"a[href='#/person/{owner}']").first.click()
    expect(page.locator("h1")).to_have_text(name_of(served, owner))
    kin = page.locator("section[aria-label='法定亲属']")
    expect(kin).to_contain_text("查看亲属须有依据")
    choose_purpose(page, "case:02")
    expect(kin.locator("li").first).to_be_visible()
    kin.locator("li summary").first.click()
    expect(kin.locator("ol.chain").first).to_contain_text("kin.csv:")
    page.get_by_role("link", name="在关系图中打开").click()
    expect(page.locator(".board")).to_be_visible()


def test_what_a_search_finds_opens_on_its_own_page(page_as, served, won):
    contract, _ = won
    page = page_as("clerk")
    search_and_pick(page, contract["id"], contract["title"])
    expect(page.locator(".record .identity")).to_contain_text("contracts.csv:")
    place = contract["place"]
    search_and_pick(page, place, name_of(served, place))
    expect(page.locator("h1")).to_have_text(name_of(served, place))
    expect(page.locator(".identity")).to_contain_text("places.csv:")


def test_many_rows_are_grouped_and_shown_a_few_at_a_time(page_as, served):
    counts = {}
    for one in rows_of(served, "benefits"):
        counts[one["village"]] = counts.get(one["village"], 0) + 1
    place = max(counts, key=counts.__getitem__)
    page = page_as("clerk", language="en", hash=f"#/place/{place}")
    benefits = section(page, "benefits.village")
    expect(benefits.locator("h2 .tag")).to_have_text(f"{counts[place]:,}")
    expect(benefits.locator(".groups li").first).to_be_visible()
    expect(benefits.locator("tbody tr")).to_have_count(6)
    for shown in (20, min(220, counts[place])):
        benefits.get_by_role("button", name=re.compile("^Show")).click()
        expect(benefits.locator("tbody tr")).to_have_count(shown)


def test_somebody_without_records_is_told_plainly(page_as, served):
    named = {row[key] for table, key in (("posts", "person"), ("roles", "person"),
             ("memberships", "person"), ("declarations", "person"), ("benefits", "decided_by"),
             ("contracts", "decided_by")) for row in rows_of(served, table)}  # fmt: skip
    houses = {one["household"] for one in rows_of(served, "benefits")}
    nobody = next(
        one
        for one in rows_of(served, "people")
        if one["id"] not in named and one["household"] not in houses
    )
    page = page_as("handler", hash=f"#/person/{nobody['id']}")
    expect(page.locator("main")).to_contain_text("没有其他记载")
    expect(page.locator("main")).to_contain_text("这不等于没有")
    expect(page.locator("main section[aria-label='法定亲属']")).to_have_count(0)


def test_a_refusal_is_in_the_words_of_the_reader(page_as, watch):
    watch.forgiven += ["status of 422", "status of 403", "status of 404"]
    page = page_as("approver", hash="#/admin")
    form = page.locator("form")
    for label, text in (
        ("账户", "nobody"),
        ("人员编号", SUBJECT),
        ("事由", "x"),
        ("至", "2099-01-01"),
    ):
        form.get_by_label(label).fill(text)
    form.get_by_role("button", name="授权").click()
    problem = page.locator("main [role=alert]")
    expect(problem).to_have_text("没有账户 nobody，无法授权。")
    page.get_by_role("button", name="English").click()
    said = page.evaluate("""import('/web/js/api.js').then(({ post }) =>
        post('/cases/03/close', { reason: '' }).catch((error) => error.message))""")
    assert said == "Give a reason; others will read it.", said
    clerk = page_as("clerk", hash="#/leads")
    expect(clerk.locator("main [role=alert]")).to_contain_text("这不属于您的职责")
    go(clerk, "#/unit/nobody")
    expect(clerk.locator("main [role=alert]")).to_contain_text("这里没有这个编号")


@pytest.fixture
def provider(served):
    """An identity provider that nobody reaches."""
    object.__setattr__(served.service, "provider", Provider("http://127.0.0.1:9/realm", "huibi"))
    yield
    object.__setattr__(served.service, "provider", None)


def test_a_refused_login_at_the_provider_comes_back_to_the_login_page(page_as, served, provider):
    page = page_as()
    page.goto(f"{served.base}/api/v1/session/oidc/return?state=stale&code=x")
    expect(page.locator("[role=alert].problem")).to_have_text(
        "这次登录不是从这里发起，或者已经超时；请重新登录。"
    )
    page.get_by_role("button", name="English").click()
    expect(page.locator("[role=alert].problem")).to_contain_text("not begun here")
    page.get_by_role("link", name="Log in with your organization").click()
    expect(page.locator("[role=alert].problem")).to_contain_text("cannot be reached")
    expect(page.get_by_label("Password")).to_be_visible()


def test_lotteries_are_listed_with_seed_and_result_and_derived_again(page_as, served):
    page = page_as("clerk", hash="#/lotteries")
    expect(page.locator("main")).to_contain_text("还没有抽签")
    drawn = page.request.post(f"{served.base}/api/v1/assignments", headers={"x-huibi": "1"},
                              data={"cases": ["05"]})  # fmt: skip
    assert drawn.ok, drawn.text()
    lottery = drawn.json()["lottery"]
    page.reload()
    card = page.locator("section.lottery")
    expect(card).to_contain_text(lottery["batch"])
    expect(card).to_contain_text(lottery["seed_commitment"])
    expect(card).to_contain_text(lottery["revealed"]["seed"])
    expect(card).to_contain_text("clerk")
    if lottery["assignments"]:
        handler = lottery["assignments"][0]["handler"]
        expect(card.locator(f"a[href='#/person/{handler}']")).to_be_visible()
    card.get_by_role("button", name="重算核对").click()
    expect(card.locator("[role=status]")).to_contain_text("一致")
    page.get_by_role("searchbox", name="抽签号、案号、账户、承办人").fill("nothing like it")
    expect(card).to_have_count(0)


def test_the_auditor_sees_who_looked_at_somebody_and_nothing_of_him(page_as, served):
    page = page_as("investigator", hash=f"#/person/{SUBJECT}")
    expect(page.locator("h1")).to_have_text(name_of(served, SUBJECT))
    audit = page_as("auditor", hash=f"#/person/{SUBJECT}")
    looks = audit.locator("section[aria-label='查看记录']")
    expect(looks.locator("tbody tr", has_text="investigator")).to_contain_text("人员记录")
    expect(audit.locator("main")).not_to_contain_text(name_of(served, SUBJECT))
    looks.get_by_role("link", name="查看全部日志条目").click()
    entries = audit.locator("table.log tbody tr")
    expect(entries.filter(has_text="investigator").first).to_contain_text(SUBJECT)
    audit.get_by_label("自", exact=True).fill("2999-01-01")
    audit.get_by_role("button", name="查找").click()
    expect(audit.locator("main")).to_contain_text("没有符合条件的条目")


def test_a_cut_log_is_told_plainly(page_as, watch):
    watch.forgiven.append("status of 503")
    page = page_as("auditor", hash="#/audit")
    page.locator("summary", has_text="与先前抄录的链头比对").click()
    page.get_by_label("序号").fill("1")
    page.get_by_label("摘要").fill("ab" * 32)
    page.get_by_role("button", name="与先前抄录的链头比对").click()
    expect(page.locator("main [role=status]")).to_contain_text("日志不完好")
    expect(page.locator("main [role=status]")).to_contain_text("先前抄录的第 1 条已不在日志中")


def test_dates_of_leads_do_not_break(page_as):
    page = page_as("analyst", hash="#/leads")
    cell = page.locator(".lead-table span.day").filter(has_text=re.compile(r"\d{4}-\d\d")).first
    cell.wait_for()
    lines = "one => [...new Set([...one.getClientRects()].map((box) => box.top))].length"
    assert cell.evaluate(lines) == 1


NARROW = {
    "clerk": ("#/unit/{firm}", "#/contract/{contract}", "#/place/{place}", "#/person/K0011",
              "#/lotteries", "#/"),
    "analyst": ("#/leads",),
    "auditor": ("#/audit", "#/person/K0011"),
    "administrator": ("#/admin",),
    "approver": ("#/admin",),
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_runs_over_the_edge_of_a_narrow_screen(page_as, won, language):
    contract, _ = won
    ids = {"firm": contract["supplier"], "contract": contract["id"], "place": contract["place"]}
    over = {}
    for role, hashes in NARROW.items():
        page = page_as(role, language=language, size=(360, 760), dark=language == "en")
        for hash in hashes:
            go(page, hash.format(**ids))
            page.wait_for_load_state("networkidle")
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 360:
                over[f"{role} {hash}"] = width
    assert over == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious_on_records_and_lists(page_as, won, dark):
    contract, owner = won
    screens = {
        "clerk": (f"#/unit/{contract['supplier']}", f"#/contract/{contract['id']}",
                  f"#/place/{contract['place']}", f"#/person/{owner}", "#/lotteries", "#/"),
        "auditor": ("#/audit?subject=K0011", "#/person/K0011"),
        "administrator": ("#/admin",),
        "": ("#/login?refused=provider_expired",),
    }  # fmt: skip
    found = {}
    for role, hashes in screens.items():
        page = page_as(role, dark=dark, language="en" if dark else "zh", bypass_csp=True)
        for hash in hashes:
            go(page, hash)
            page.wait_for_load_state("networkidle")
            found[hash] = problems(page)
    assert {where: what for where, what in found.items() if what} == {}
