"""An analyst changes one cell of a table, a second publishes it, and only who files afterwards is decided by it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.applications import application, file, someone
from tests.browser.people import Meet, Visitor
from tests.browser.product import ROOT, Live, going
from tests.browser.test_auditing import at, pressed, sighted

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TABLE = ROOT / "dmn" / "care_subsidy.dmn"
CELL = '<inputEntry id="CARE_FULL_in_4">\n          <text>true</text>'
NO_NEED = re.compile(r'\s*<rule id="CARE_NO_NEED">.*?</rule>', re.DOTALL)
WISHES = ("cert_new", "care_subsidy", "employment_assistance", "pension_proxy_payment")
BEFORE, AFTER = someone("示例·先来", "19650303"), someone("示例·后到", "19660404")
REFUSED, GRANTED = "未认定需要长期照护，不符合条件", "发放比例：100%"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A product of its own: this story changes the law and lets weeks pass."""
    with going(tmp_path) as product:
        yield product


def _upload(analyst: Visitor, content: str) -> None:
    analyst.page.locator(".filelist a[href$='/files/dmn/care_subsidy.dmn']").click()
    analyst.page.get_by_label("选择文件").set_input_files(
        [{"name": "care_subsidy.dmn", "mimeType": "application/xml", "buffer": content.encode()}]
    )
    analyst.press("上传")


def _publish(analyst: Visitor, second: Visitor) -> None:
    """A bad draft is refused with what is wrong; a good one goes to a second person, who publishes it."""
    law = TABLE.read_text(encoding="utf-8")
    assert CELL in law
    analyst.open("/studio/")
    analyst.looks("studio-releases")
    analyst.page.get_by_label("这次要改什么").fill("一、二级护理补贴不再要求需要照护")
    analyst.press("新建草案")
    analyst.looks("studio-draft-new")
    draft = analyst.page.url
    _upload(analyst, law.replace(CELL, CELL.replace("true", "true and (")))
    analyst.open(draft)
    analyst.page.get_by_label("修改说明").fill("按新的政策")
    assert analyst.press("申请批准") == 422
    expect(analyst.page.get_by_role("alert")).to_contain_text("检查没有通过")
    expect(analyst.page.locator(".findings .error").first).to_contain_text("dmn/care_subsidy.dmn · CARE_FULL")
    analyst.looks("studio-draft-refused")
    analyst.open(draft)
    easier = law.replace(CELL, CELL.replace("true", "-"))
    _upload(analyst, easier)
    analyst.open(draft)
    analyst.page.get_by_label("修改说明").fill("按新的政策")
    assert analyst.press("申请批准") == 422  # the rule for those without need can never decide any more
    expect(analyst.page.locator(".findings .error").first).to_contain_text("dmn/care_subsidy.dmn · CARE_NO_NEED")
    analyst.open(draft)
    _upload(analyst, NO_NEED.sub("", easier))
    expect(analyst.page.locator(".changes")).to_contain_text("需要长期照护")
    expect(analyst.page.locator(".grid .turned-removed")).to_have_count(1)
    analyst.looks("studio-file-changed")
    analyst.open(draft)
    analyst.page.get_by_label("修改说明").fill("按新的政策")
    assert analyst.press("申请批准") == 200
    expect(analyst.page.get_by_role("button", name="批准", exact=True)).to_have_count(0)
    analyst.looks("studio-draft-asked")
    second.open(draft)
    second.press("批准")
    second.looks("studio-draft-approved")
    assert second.press("发布") == 200
    expect(second.page.get_by_role("status")).to_contain_text("正在办理的案件仍按原版本办理")
    second.looks("studio-published")
    second.open("/studio/releases/2")
    expect(second.page.locator(".changes")).to_contain_text("需要长期照护")
    second.looks("studio-release")
    second.open("/studio/releases/2/files/bpmn/care_subsidy.bpmn")
    second.looks("studio-release-file")


def _step_through(browser: Browser, live: Live, case: str) -> str:
    """An auditor goes through the facts by keyboard and has the case proved; give the release that is named."""
    page = sighted(browser, live, "auditor")
    page.goto(case)
    _, last = at(page)
    pressed(page, "Home")
    release = re.search(r"第(\d+)版", page.locator(".moment").inner_text())
    assert release
    for seq in range(2, 6):
        pressed(page, "ArrowRight")
        assert at(page) == (seq, last)
    pressed(page, "End")
    assert at(page) == (last, last)
    for button, answer in (("核对事实链", "事实链完整"), ("重新回放", "回放一致")):
        page.get_by_role("button", name=button, exact=True).focus()
        pressed(page, "Enter")
        expect(page.get_by_role("status")).to_contain_text(answer)
        page.get_by_role("link", name="返回案件").focus()
        pressed(page, "Enter")
    page.context.close()
    return release[1]


def test_who_filed_before_keeps_the_old_rule_and_who_files_after_has_the_new(
    meet: Meet, live: Live, browser: Browser
) -> None:
    early, late = meet("applicant1"), meet("applicant2")
    first = file(early, application(BEFORE, *WISHES))
    _publish(meet("analyst"), meet("analyst2"))
    second = file(late, application(AFTER, *WISHES))
    federation, hospital, civil_affairs = meet("federation_xd"), meet("hospital_xd"), meet("civil_affairs_xd")
    visit = live.day()
    for case in (first.number, second.number):
        federation.work("审核申请并指定评定机构", case, decision="accept", institution="小店区人民医院")
        hospital.work("预约评定", case, appointment_on=visit, place="门诊三楼")
    live.advance(3)
    for case in (first.number, second.number):
        hospital.work("记录评定结果", case, attendance="attended", assessed_on=visit, level_limb="1")
        federation.work("审核评定结果", case, meets_standard="yes")
    live.advance(12)
    for case in (first.number, second.number):
        civil_affairs.work("判断是否需要长期照护", case, needs_care="no", evidence="生活可以自理")
    told = []
    for applicant, filed in ((early, first), (late, second)):
        applicant.open(filed.progress)
        told.append(applicant.page.inner_text("main"))
    assert REFUSED in told[0]
    assert GRANTED not in told[0]
    assert GRANTED in told[1]
    assert REFUSED not in told[1]
    assert [_step_through(browser, live, filed.audited) for filed in (first, second)] == ["1", "2"]
