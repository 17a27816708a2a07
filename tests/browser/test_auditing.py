"""An auditor walks through a case fact by fact, by links, by access keys and by arrow keys, and has it proved."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.applications import application, file, someone
from tests.browser.people import PASSWORD, Meet, Visitor, meeting
from tests.browser.product import Live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
STEP = re.compile(r"第(\d+)条事实，共(\d+)条")
WISHES = ("cert_new", "care_subsidy", "employment_assistance", "pension_proxy_payment")
LOOKED_AT = someone("示例·受审", "19880808")


@pytest.fixture(scope="module")
def decided(browser: Browser, live: Live) -> str:
    """The address of a case that went to the hospital; it is only looked at."""
    with meeting(browser, live) as meet:
        filed = file(meet("applicant2"), application(LOOKED_AT, *WISHES))
        meet("federation_xd").work(
            "审核申请并指定评定机构", filed.number, decision="accept", institution="小店区人民医院"
        )
        meet("hospital_xd").work("预约评定", filed.number, appointment_on=live.day(3), place="门诊三楼")
    return filed.audited


def at(page: Page) -> tuple[int, int]:
    """Which fact is looked at, of how many."""
    found = STEP.search(page.locator("#step").inner_text())
    assert found
    return int(found[1]), int(found[2])


def pressed(page: Page, key: str) -> None:
    """Press a key that leads to a page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def sighted(browser: Browser, live: Live, login: str) -> Page:
    """Somebody with scripts, as browsers have them."""
    page = browser.new_context(base_url=live.address, locale="zh-CN").new_page()
    page.goto("/login")
    page.get_by_role("textbox", name="账号").fill(login)
    page.get_by_role("textbox", name="密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()
    return page


def walk_by_links(auditor: Visitor, case: str) -> None:
    page = auditor.page
    auditor.open(case)
    _, last = at(page)
    assert at(page) == (last, last)
    page.get_by_role("link", name="第一条", exact=True).click()
    assert at(page) == (1, last)
    expect(page.locator(".stepper [aria-disabled='true']")).to_have_count(2)
    auditor.looks("audit-first")
    page.get_by_role("link", name="下一条").focus()
    pressed(page, "Enter")
    assert at(page) == (2, last)
    expect(page.locator(".sheet svg g.node.now").first).to_be_visible()
    page.locator("#fact").fill(str(last - 1))
    pressed(page, "Enter")
    assert at(page) == (last - 1, last)


def test_an_auditor_steps_through_a_case_without_scripts(decided: str, meet: Meet) -> None:
    auditor = meet("auditor")
    walk_by_links(auditor, decided)
    page = auditor.page
    auditor.open(decided)
    auditor.looks("audit-last")
    for index in range(page.locator(".parts a").count()):
        page.locator(".parts a").nth(index).click()
        expect(page.locator(".sheet svg.diagram")).to_be_visible()
        auditor.looks(f"audit-part-{index}")
    page.get_by_role("link", name="按原来大小显示").click()
    auditor.looks("audit-real")
    page.get_by_role("link", name="缩小到看见整张图").click()
    auditor.looks("audit-whole")
    deciding = page.locator("ol.facts > li > a", has_text="规则作出判断")
    deciding.last.click()
    expect(page.locator(".moment table.rules tr.taken")).to_have_count(1)
    auditor.looks("audit-decision")


def test_arrow_keys_follow_the_same_links(decided: str, browser: Browser, live: Live) -> None:
    page = sighted(browser, live, "auditor")
    page.goto(decided)
    _, last = at(page)
    for key, seq in (("Home", 1), ("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", last)):
        pressed(page, key)
        assert at(page) == (seq, last)
    sheet = page.locator("#sheet").bounding_box()
    place = page.locator(".sheet .now, .sheet .active").first.bounding_box()
    assert sheet
    assert place
    assert sheet["x"] <= place["x"] <= sheet["x"] + sheet["width"]
    page.locator("#fact").press("ArrowLeft")
    assert at(page) == (last, last)
    page.context.close()


def test_a_case_is_proved_from_its_page(decided: str, meet: Meet) -> None:
    auditor = meet("auditor")
    auditor.open(decided)
    assert auditor.press("核对事实链") == 200
    expect(auditor.page.get_by_role("status")).to_contain_text("事实链完整")
    auditor.looks("audit-verified")
    auditor.page.get_by_role("link", name="返回案件").click()
    assert auditor.press("重新回放") == 200
    expect(auditor.page.get_by_role("status")).to_contain_text("回放一致")
    auditor.looks("audit-replayed")


def test_cases_are_found_and_lists_look_right(decided: str, meet: Meet) -> None:
    auditor = meet("auditor")
    auditor.open("/audit/")
    auditor.looks("audit-list")
    auditor.page.get_by_label("身份证号码").fill(LOOKED_AT["id_no"])
    auditor.page.get_by_label("事项").select_option(label="残疾人证新办")
    auditor.page.get_by_label("事项").press("Tab")
    auditor.press("查找")
    assert LOOKED_AT["id_no"] not in auditor.page.url
    expect(auditor.page.locator("table.list tbody tr th a").first).to_be_visible()
    auditor.looks("audit-found")
    auditor.page.get_by_label("受理编号").fill("19990101")
    auditor.press("查找")
    expect(auditor.page.get_by_text("没有符合条件的案件。")).to_be_visible()
    auditor.looks("audit-nothing")
    auditor.page.get_by_role("link", name="清除条件").click()
    expect(auditor.page.locator(f"a[href='{decided}']")).to_be_visible()
    auditor.page.goto(decided.replace("/audit", ""))
    auditor.looks("audit-whole-case")
    auditor.page.goto("/audit/")
    for switch in ("大字", "高对比度", "English"):
        auditor.press(switch)
        auditor.looks(f"audit-list-{switch}")
    auditor.open(decided)
    auditor.looks("audit-english-large-contrast")
