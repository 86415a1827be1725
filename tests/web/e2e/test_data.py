"""Files are tried, told about, corrected and loaded in the explorer."""

from playwright.sync_api import expect

PEOPLE = b"id,name\nNEWCOMER1,\xe6\x96\xb0\xe6\x9d\xa5\xe4\xba\xba\n"
KIN = b"person,relation,relative\nNEWCOMER1,father,NOBODY\n"


def send(page, **tables):
    files = [
        {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": content}
        for name, content in tables.items()
    ]
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_label("来源名称").fill("民政局")
    page.get_by_role("button", name="看会改变什么").click()


def test_a_clerk_tries_files_and_loads_them_once_they_are_right(page_as, served):
    page = page_as("clerk", hash="#/data")
    held = page.get_by_label("已载入")
    before = served.service.bench.ground().snapshot.table("people").num_rows
    expect(held).to_contain_text(f"{before:,}")

    send(page, people=PEOPLE, kin=KIN)
    outcome = page.get_by_label("结果")
    expect(outcome).to_contain_text("kin.csv, row 2")
    expect(page.get_by_role("button", name="载入", exact=True)).to_have_count(0)

    send(page, people=PEOPLE)
    expect(outcome).to_contain_text("尚未写入")
    assert served.service.bench.ground().snapshot.table("people").num_rows == before
    page.get_by_role("button", name="载入", exact=True).click()
    expect(outcome).to_contain_text("已载入，数据序号")
    expect(held).to_contain_text(f"{before + 1:,}")


def test_a_file_that_is_no_table_is_refused_in_words(page_as, watch):
    watch.forgiven.append("status of 422")
    page = page_as("clerk", hash="#/data")
    page.locator("input[type=file]").set_input_files(
        [{"name": "map.yaml", "mimeType": "text/yaml", "buffer": b"neo4j: bolt://elsewhere\n"}]
    )
    page.get_by_label("来源名称").fill("x")
    page.get_by_role("button", name="看会改变什么").click()
    expect(page.get_by_role("alert").filter(has_text="map.yaml")).to_be_visible()
